"""Compare pages of documentation with the registry, and bring the registry up to date."""

"""Start a registry, and add providers and errors to one."""

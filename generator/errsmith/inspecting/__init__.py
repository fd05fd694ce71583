"""Shows what a registry holds: its errors, where each fact comes from, and what is missing."""

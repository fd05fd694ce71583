"""Prints pages and coverage of a registry: as text, and as JSON."""

"""Compares two states of a registry, and reports what changes for clients."""

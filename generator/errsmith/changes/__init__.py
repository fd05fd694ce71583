"""Compares two states of a registry, and says what changes for clients."""

"""Bytes and headers of a response as values."""

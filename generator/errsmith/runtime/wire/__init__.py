"""Convert the bytes and headers of a response to values."""

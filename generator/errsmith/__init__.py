"""Generate a typed Python SDK and its reference from a TOML registry of API errors."""

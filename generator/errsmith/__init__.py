"""Typed errors of documented APIs: a TOML registry in, a Python SDK and its reference out."""

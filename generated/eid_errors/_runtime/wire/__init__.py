# Emitted by errsmith from its runtime/wire/__init__.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Bytes and headers of a response as values."""

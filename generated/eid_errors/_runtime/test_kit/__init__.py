# Emitted by errsmith from its runtime/test_kit/__init__.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Responses of documented errors, for the tests of clients."""

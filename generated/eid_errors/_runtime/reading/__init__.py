# Emitted by errsmith from its runtime/reading/__init__.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""The values of a response as one of the documented errors."""

# Emitted by errsmith from its runtime/command_line/__init__.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""What `python -m` of an emitted package does, for the person on call."""

# Emitted by errsmith from its runtime/command_line/__init__.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""The command line of a generated package, for people on call: `python -m <package>`."""

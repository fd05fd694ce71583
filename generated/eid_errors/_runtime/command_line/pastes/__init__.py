# Emitted by errsmith from its runtime/command_line/pastes/__init__.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Find possible errors in a pasted text: responses, log records and printed errors."""

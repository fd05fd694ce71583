# Emitted by errsmith from its runtime/command_line/pastes/__init__.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Everything in a pasted text that may be an error: responses, records of logs, printed errors."""

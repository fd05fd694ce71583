# Emitted by errsmith from its runtime/__init__.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""What every emitted SDK shares: the base of its errors, reading responses, retry advice."""

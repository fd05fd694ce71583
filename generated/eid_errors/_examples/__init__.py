# Emitted by errsmith from registry/sdk.toml
# with python/examples/init.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""What the test kit's example responses are made of, one module per provider."""

# Emitted by errsmith from registry/sdk.toml
# with python/testing/plugin.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""A plugin for pytest, loaded where `pytest_plugins` of a conftest.py names this module.

`examples` gives values for `pytest.mark.parametrize`, and the fixture `error_server` is a server
that sends them. Tests may import from here as well, since there is nothing to rewrite:
PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

from .._runtime.test_kit.pytest_plugin import error_server, examples

__all__ = ["error_server", "examples"]

# Emitted by errsmith from registry/sdk.toml
# with python/testing/init.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""The test kit: an example response of each error of a module, and a server that sends it.

`example_responses` gives the examples, `ErrorServer` sends them to clients in any language, and
`ErrorRecorder` tells which errors a handler has not seen. `eid_errors.testing.plugin` is a
plugin for pytest.
"""

from __future__ import annotations

from .._runtime.test_kit.examples import ExampleResponse, example_responses
from .._runtime.test_kit.recording import ErrorRecorder
from .._runtime.test_kit.serving import ErrorServer

__all__ = ["ErrorRecorder", "ErrorServer", "ExampleResponse", "example_responses"]

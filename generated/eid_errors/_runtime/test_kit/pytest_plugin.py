# Emitted by errsmith from its runtime/test_kit/pytest_plugin.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""The plugin for pytest; nothing else of the SDK imports pytest."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest

from .examples import ExampleResponse, example_responses, list_provider_names
from .serving import ErrorServer


def examples(*providers: str | ModuleType) -> list[object]:
    """Return the example responses of providers as values for `pytest.mark.parametrize`.

    Each is an `ExampleResponse`, and the id of its test is `PROVIDER-ID`, or
    `PROVIDER-ID-ENVELOPE` if another example of the same error goes before it; if it is one that
    the provider's page shows, its number stands for the envelope.

    Args:
        providers: Modules of providers, or their names; all providers if none is named.

    Raises:
        LookupError: This SDK has no such provider.
        TypeError: One of them is neither a module nor a name.
    """
    return [
        pytest.param(example, id=_make_id(example))
        for provider in providers or list_provider_names()
        for example in example_responses(provider)
    ]


def _make_id(example: ExampleResponse) -> str:
    id_ = f"{example.provider}-{example.id}"
    return f"{id_}-{example.envelope or example.number}" if example.is_further else id_


@pytest.fixture(scope="session")
def error_server() -> Iterator[ErrorServer]:
    """Return a running server; its `url_of(example)` is where that example arrives."""
    with ErrorServer() as server:
        yield server

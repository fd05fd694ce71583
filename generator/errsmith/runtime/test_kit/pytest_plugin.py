"""The pytest plugin; no other module of the SDK imports pytest."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest

from .examples import ExampleResponse, example_responses, list_provider_names
from .serving import ErrorServer


def examples(*providers: str | ModuleType) -> list[object]:
    """Return the example responses of providers as values for `pytest.mark.parametrize`.

    Each value is an `ExampleResponse`. Its test id is `PROVIDER-ID`, or `PROVIDER-ID-ENVELOPE` for
    a further example of the same error. If the provider's page shows that example, its number takes
    the place of the envelope.

    Args:
        providers: Modules of providers, or their names; all providers if omitted.

    Raises:
        LookupError: This SDK does not have one of the providers.
        TypeError: An argument is neither a module nor a name.
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
    """Yield a running server; `url_of(example)` returns the URL at which an example is served."""
    with ErrorServer() as server:
        yield server

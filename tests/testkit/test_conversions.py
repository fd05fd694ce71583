"""Example responses as responses of httpx, httpx2 and requests.

| rule of the test kit | tests |
|---|---|
| status, headers and body are the example's, the URL has its path | `converted` |
| the module raises the example's error, or reads it from the redirect | `read` |
| the client is imported on request | `client` |
"""

from __future__ import annotations

import importlib
import sys
import typing
from collections.abc import Mapping
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import httpx
import httpx2
import pytest
import requests

from tests.registries import Generate

CONVERSIONS: dict[str, Any] = {
    "to_httpx": httpx.Response,
    "to_httpx2": httpx2.Response,
    "to_requests": requests.Response,
}
UNSENT = {"Content-Encoding", "Content-Length", "Transfer-Encoding", "Connection"}
EACH_CONVERSION = pytest.mark.parametrize("to", CONVERSIONS)

KIOSK = """
[scopes.orders]
paths = "/orders/*"

[scopes.tokens]
paths = ["/token", "/token/*"]

[[envelopes]]
id = "state"
code = { path = "state", success = ["done"] }
when.status = 200

[[envelopes]]
id = "challenge"
code = { header = "WWW-Authenticate", parameter = "error" }
when.status = 401

[[envelopes]]
id = "json"
code = { path = "error" }

[[envelopes]]
id = "redirect"
code = { query = "error" }

[errors.pending]
class = "OrderPendingError"
status = 200
kind = "pending"
summary = "The order is not complete."

[errors.denied]
scope = "orders"
status = 403
summary = "The order is denied."

[errors.denied_token]
code = "denied"
scope = "tokens"
status = 403
summary = "Nobody is signed in."

[errors.stale]
status = 401
summary = "The token is stale."

[errors.shown]
status = 418
kind = "invalid_request"
summary = "The page shows it."

[errors.shown.example]
status = 418
body = '{"error": "shown", "text": "blåbær"}'

[errors.shown.example.headers]
Content-Type = "application/json"
Content-Encoding = "gzip"
Content-Length = "9999"
Transfer-Encoding = "chunked"
Connection = "close"
Retry-After = "7"

[errors.sent_back]
kind = "declined"
summary = "The browser is sent back."

[errors.sent_back.example]
status = 303
query = "error=sent_back&state=a%20b"
"""
"""A provider whose errors arrive in every possible way."""


class Kit(typing.NamedTuple):
    """A provider's module and its examples."""

    module: ModuleType
    examples: tuple[Any, ...]


@pytest.fixture(scope="module")
def kiosk(generate: Generate) -> Kit:
    project = generate({"kiosk": KIOSK})
    module = project.load("kiosk")
    return Kit(module, project.load("testing").example_responses(module))


@pytest.fixture(params=["depot", "doorkeeper", "paperwork"])
def kit(request: pytest.FixtureRequest, golden: Mapping[str, ModuleType]) -> Kit:
    name: str = request.param
    testing = importlib.import_module(f"{name}_errors.testing")
    return Kit(golden[name], testing.example_responses(name))


def read(module: ModuleType, response: Any) -> Any:
    """Return the error of a response as a client would read it."""
    if response.status_code in (302, 303):
        return module.parse_redirect(response.headers["Location"])
    return module.from_response(response)


@EACH_CONVERSION
def test_read_as_its_error(kiosk: Kit, to: str) -> None:
    """Each converted example is read as its error."""
    found = [type(read(kiosk.module, getattr(example, to)())) for example in kiosk.examples]
    assert found == [example.error for example in kiosk.examples]
    assert len({example.status for example in kiosk.examples}) == 5


@EACH_CONVERSION
def test_read_of_other_providers(kit: Kit, to: str) -> None:
    """Converted examples of providers with other envelopes are read as their errors, too."""
    for example in kit.examples:
        assert type(read(kit.module, getattr(example, to)())) is example.error, example.id


@EACH_CONVERSION
def test_read_by_raising(kiosk: Kit, to: str) -> None:
    """A converted response raises the example's error."""
    [example] = [example for example in kiosk.examples if example.id == "denied_token"]
    with pytest.raises(example.error):
        kiosk.module.raise_for_error(getattr(example, to)())


@EACH_CONVERSION
def test_converted(kiosk: Kit, to: str) -> None:
    """Status and body are the example's, and each conversion returns a new response."""
    for example in kiosk.examples:
        response = getattr(example, to)()
        assert type(response) is CONVERSIONS[to]
        assert response is not getattr(example, to)()
        assert (response.status_code, response.content) == (example.status, example.body)
        assert response.request.method == "GET"


@EACH_CONVERSION
def test_converted_headers(kiosk: Kit, to: str) -> None:
    """Headers are the example's, except those about its encoding, since it is not compressed."""
    for example in kiosk.examples:
        response = getattr(example, to)()
        for name, value in example.headers.items():
            if name in UNSENT:
                assert response.headers.get(name) in (None, str(len(example.body)))
            else:
                assert response.headers[name] == value


@EACH_CONVERSION
def test_converted_path(kiosk: Kit, to: str) -> None:
    """The path of the request is the example's, which decides the meaning of its code."""
    paths = {
        example.id: urlsplit(str(getattr(example, to)().url)).path for example in kiosk.examples
    }
    assert paths["pending"] == "/"
    assert paths["denied"].startswith("/orders/")
    assert paths["denied_token"].startswith("/token")


@EACH_CONVERSION
def test_client_that_is_missing(kiosk: Kit, to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the client there is no conversion, but the examples still work."""
    monkeypatch.setitem(sys.modules, to.removeprefix("to_"), None)
    with pytest.raises(ImportError, match=to.removeprefix("to_")):
        getattr(kiosk.examples[0], to)()


@EACH_CONVERSION
def test_client_is_not_needed_for_annotations(kiosk: Kit, to: str) -> None:
    """Annotations can be read whether the client is installed or not."""
    assert typing.get_type_hints(getattr(kiosk.examples[0], to)).keys() == {"return"}

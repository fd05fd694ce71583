"""Convert example responses to those of HTTP clients, which are imported on demand."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final, Protocol
from urllib.parse import quote

from .malformed import get_phrase

_ORIGIN: Final = "https://provider.example"
_OF_A_CONNECTION: Final = (
    *("connection", "content-length", "transfer-encoding"),
    "content-encoding",  # The body of an example is not encoded.
)


class ResponseParts(Protocol):
    """A response to convert."""

    @property
    def status(self) -> int:
        """HTTP status."""
        ...

    @property
    def headers(self) -> Any:
        """HTTP headers by name."""
        ...

    @property
    def body(self) -> bytes:
        """The body as sent."""
        ...

    @property
    def path(self) -> str | None:
        """Path of the request, None if any path may be."""
        ...


def drop_connection_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers without those that depend on how a response is transferred."""
    return {k: v for k, v in headers.items() if k.lower() not in _OF_A_CONNECTION}


def make_httpx_response(example: ResponseParts, httpx: Any) -> Any:
    """Build a response of httpx, or of httpx2 if that is passed as `httpx`."""
    return httpx.Response(
        example.status,
        headers=[
            (k.encode(), v.encode()) for k, v in drop_connection_headers(example.headers).items()
        ],
        content=example.body,
        request=httpx.Request("GET", _make_url(example)),
    )


def make_requests_response(example: ResponseParts) -> Any:
    """Build a response of requests."""
    import requests
    import urllib3
    from requests.adapters import HTTPAdapter

    received = urllib3.HTTPResponse(
        io.BytesIO(example.body),
        # `http.client` decodes headers as Latin-1, even if they are UTF-8.
        headers={
            k: v.encode().decode("latin-1")
            for k, v in drop_connection_headers(example.headers).items()
        },
        status=example.status,
        reason=get_phrase(example.status),
        preload_content=False,
    )
    request = requests.Request("GET", _make_url(example)).prepare()
    response = HTTPAdapter().build_response(request, received)
    response.content  # noqa: B018 - reads the body, as requests does unless it streams
    return response


def _make_url(example: ResponseParts) -> str:
    return _ORIGIN + quote(example.path or "/")

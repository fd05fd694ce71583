"""Return errors as values from responses of each client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import assert_type

import aiohttp
import httpx
import httpx2
import requests
import urllib3

from specimen_errors import idhub, seal


def return_error(
    httpx_response: httpx.Response,
    httpx2_response: httpx2.Response,
    requests_response: requests.Response,
    urllib3_response: urllib3.HTTPResponse,
    base_response: urllib3.BaseHTTPResponse,
) -> seal.SealError | None:
    """Pass responses of each client."""
    for response in (httpx_response, httpx2_response, requests_response, urllib3_response):
        assert_type(seal.from_response(response), seal.SealError | None)
    return seal.from_response(base_response)


async def return_awaited(response: httpx.Response) -> None:
    """Pass responses that may have to be awaited."""
    assert_type(await seal.afrom_response(response), seal.SealError | None)
    async with aiohttp.ClientSession() as session, session.get("/") as awaited:
        assert_type(await seal.afrom_response(awaited), seal.SealError | None)


def raise_returned(response: requests.Response) -> None:
    """Raise a returned error, after narrowing it."""
    error = idhub.from_response(response)
    if isinstance(error, idhub.SessionError):
        print(error.status)
    if error is not None:
        raise error


def take_any() -> None:
    """Pass the function as a callback that takes a response."""
    read: Callable[[requests.Response], idhub.IDHubError | None] = idhub.from_response
    awaited: Callable[[aiohttp.ClientResponse], Awaitable[idhub.IDHubError | None]]
    awaited = idhub.afrom_response
    print(read, awaited)

"""Errors as values, of the responses of each client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import assert_type

import aiohttp
import httpx
import httpx2
import requests
import urllib3

from eid_errors import hopae, signet


def return_error(
    one: httpx.Response,
    two: httpx2.Response,
    three: requests.Response,
    four: urllib3.HTTPResponse,
    five: urllib3.BaseHTTPResponse,
) -> signet.SignetError | None:
    """Responses of each client."""
    for response in (one, two, three, four):
        assert_type(signet.from_response(response), signet.SignetError | None)
    return signet.from_response(five)


async def return_awaited(response: httpx.Response) -> None:
    """Responses that may have to be awaited."""
    assert_type(await signet.afrom_response(response), signet.SignetError | None)
    async with aiohttp.ClientSession() as session, session.get("/") as awaited:
        assert_type(await signet.afrom_response(awaited), signet.SignetError | None)


def raise_returned(response: requests.Response) -> None:
    """An error that is there can be raised, and told apart."""
    error = hopae.from_response(response)
    if isinstance(error, hopae.SessionError):
        print(error.status)
    if error is not None:
        raise error


def take_any() -> None:
    """What takes a function of a response."""
    read: Callable[[requests.Response], hopae.HopaeError | None] = hopae.from_response
    awaited: Callable[[aiohttp.ClientResponse], Awaitable[hopae.HopaeError | None]]
    awaited = hopae.afrom_response
    print(read, awaited)

"""Errors as values, of the responses of each client."""

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
    one: httpx.Response,
    two: httpx2.Response,
    three: requests.Response,
    four: urllib3.HTTPResponse,
    five: urllib3.BaseHTTPResponse,
) -> seal.SealError | None:
    """Responses of each client."""
    for response in (one, two, three, four):
        assert_type(seal.from_response(response), seal.SealError | None)
    return seal.from_response(five)


async def return_awaited(response: httpx.Response) -> None:
    """Responses that may have to be awaited."""
    assert_type(await seal.afrom_response(response), seal.SealError | None)
    async with aiohttp.ClientSession() as session, session.get("/") as awaited:
        assert_type(await seal.afrom_response(awaited), seal.SealError | None)


def raise_returned(response: requests.Response) -> None:
    """An error that is there can be raised, and told apart."""
    error = idhub.from_response(response)
    if isinstance(error, idhub.SessionError):
        print(error.status)
    if error is not None:
        raise error


def take_any() -> None:
    """What takes a function of a response."""
    read: Callable[[requests.Response], idhub.IDHubError | None] = idhub.from_response
    awaited: Callable[[aiohttp.ClientResponse], Awaitable[idhub.IDHubError | None]]
    awaited = idhub.afrom_response
    print(read, awaited)

"""Handing over what clients have in hand: their responses, or the parts of one."""

from __future__ import annotations

from typing import Any, assert_type

import aiohttp
import httpx
import httpx2
import requests
import urllib3

from eid_errors import bankid_esign, hopae, signet
from eid_errors import singpass_ciba as singpass


def accept(
    one: httpx.Response,
    two: httpx2.Response,
    three: requests.Response,
    four: urllib3.HTTPResponse,
    five: urllib3.BaseHTTPResponse,
) -> None:
    """Responses of each client."""
    for response in (one, two, three, four, five):
        signet.raise_for_error(response)


async def accept_awaited(
    one: httpx.Response, two: httpx2.Response, three: requests.Response, four: urllib3.HTTPResponse
) -> None:
    """Responses of each client, and of one that has to be awaited."""
    for response in (one, two, three, four):
        await signet.araise_for_error(response)
    async with aiohttp.ClientSession() as session, session.get("/") as five:
        assert_type(await signet.araise_for_error(five), None)


class Response:
    """A response of a client that nobody knows."""

    status_code: int = 404
    headers: dict[str, str]


def accept_any(response: Response) -> None:
    """A response is what looks like one."""
    hopae.raise_for_error(response)


def parse(headers: httpx.Headers, pairs: list[tuple[str, str]], body: dict[str, Any]) -> None:
    """Parts of a response, in the shapes that they have before and after decoding."""
    assert_type(hopae.parse(), hopae.HopaeError)
    assert_type(singpass.parse(status=400, headers=headers, body=b""), singpass.SingpassCIBAError)
    assert_type(signet.parse(headers=pairs, body="", path="/"), signet.SignetError)
    bankid_esign.parse(headers={}, body=body, query="a=b", scope="s")
    bankid_esign.parse(body=memoryview(b""), query={"a": ["b"]})

"""Handing over what clients have in hand: their responses, or the parts of one."""

from __future__ import annotations

from typing import Any, assert_type

import aiohttp
import httpx
import httpx2
import requests
import urllib3

from specimen_errors import autograph, idhub, seal, stepup


def accept(
    one: httpx.Response,
    two: httpx2.Response,
    three: requests.Response,
    four: urllib3.HTTPResponse,
    five: urllib3.BaseHTTPResponse,
) -> None:
    """Responses of each client."""
    for response in (one, two, three, four, five):
        seal.raise_for_error(response)


async def accept_awaited(
    one: httpx.Response, two: httpx2.Response, three: requests.Response, four: urllib3.HTTPResponse
) -> None:
    """Responses of each client, and of one that has to be awaited."""
    for response in (one, two, three, four):
        await seal.araise_for_error(response)
    async with aiohttp.ClientSession() as session, session.get("/") as five:
        assert_type(await seal.araise_for_error(five), None)


class Response:
    """A response of a client that nobody knows."""

    status_code: int = 404
    headers: dict[str, str]


def accept_any(response: Response) -> None:
    """A response is what looks like one."""
    idhub.raise_for_error(response)


def parse(headers: httpx.Headers, pairs: list[tuple[str, str]], body: dict[str, Any]) -> None:
    """Parts of a response, in the shapes that they have before and after decoding."""
    assert_type(idhub.parse(), idhub.IDHubError)
    assert_type(stepup.parse(status=400, headers=headers, body=b""), stepup.StepUpError)
    assert_type(seal.parse(headers=pairs, body="", path="/"), seal.SealError)
    autograph.parse(headers={}, body=body, query="a=b", scope="s")
    autograph.parse(body=memoryview(b""), query={"a": ["b"]})
    for query in (b"a=b", bytearray(b"a=b"), memoryview(b"a=b")):
        autograph.parse(query=query)

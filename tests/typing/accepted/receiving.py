"""Pass what clients have: their responses, or parts of one."""

from __future__ import annotations

from typing import Any, assert_type

import aiohttp
import httpx
import httpx2
import requests
import urllib3

from specimen_errors import autograph, idhub, seal, stepup


def accept(
    httpx_response: httpx.Response,
    httpx2_response: httpx2.Response,
    requests_response: requests.Response,
    urllib3_response: urllib3.HTTPResponse,
    base_response: urllib3.BaseHTTPResponse,
) -> None:
    """Pass responses of each client."""
    for response in (
        httpx_response,
        httpx2_response,
        requests_response,
        urllib3_response,
        base_response,
    ):
        seal.raise_for_error(response)


async def accept_awaited(
    httpx_response: httpx.Response,
    httpx2_response: httpx2.Response,
    requests_response: requests.Response,
    urllib3_response: urllib3.HTTPResponse,
) -> None:
    """Pass responses of each client, including one that must be awaited."""
    for response in (httpx_response, httpx2_response, requests_response, urllib3_response):
        await seal.araise_for_error(response)
    async with aiohttp.ClientSession() as session, session.get("/") as aiohttp_response:
        assert_type(await seal.araise_for_error(aiohttp_response), None)


class Response:
    """A response of an unknown client."""

    status_code: int = 404
    headers: dict[str, str]


def accept_any(response: Response) -> None:
    """Pass any object that looks like a response."""
    idhub.raise_for_error(response)


def parse(headers: httpx.Headers, pairs: list[tuple[str, str]], body: dict[str, Any]) -> None:
    """Pass parts of a response as they are before and after decoding."""
    assert_type(idhub.parse(), idhub.IDHubError)
    assert_type(stepup.parse(status=400, headers=headers, body=b""), stepup.StepUpError)
    assert_type(seal.parse(headers=pairs, body="", path="/"), seal.SealError)
    autograph.parse(headers={}, body=body, query="a=b", scope="s")
    autograph.parse(body=memoryview(b""), query={"a": ["b"]})
    for query in (b"a=b", bytearray(b"a=b"), memoryview(b"a=b")):
        autograph.parse(query=query)

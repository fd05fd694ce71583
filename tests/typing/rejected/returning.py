"""Arguments that `from_response` and `afrom_response` reject, and results they do not return."""

from __future__ import annotations

import aiohttp
import httpx

from specimen_errors import idhub, seal


def return_error(response: httpx.Response) -> None:
    """A status, a body, None and two responses are not a response."""
    idhub.from_response(response.status_code)  # error
    idhub.from_response(response.content)  # error
    idhub.from_response("no response")  # error
    idhub.from_response(None)  # error
    idhub.from_response()  # error
    idhub.from_response(response, response)  # error
    idhub.from_responses(response)  # error


async def return_awaited(response: aiohttp.ClientResponse) -> None:
    """`from_response` does not take a response whose body must be awaited."""
    idhub.from_response(response)  # error
    await idhub.afrom_response(response.status)  # error
    value: idhub.IDHubError | None = idhub.afrom_response(response)  # error
    print(value)


def take_for_error(response: httpx.Response) -> None:
    """The error may be None, and may be any of the provider's classes."""
    value: idhub.IDHubError = idhub.from_response(response)  # error
    two: idhub.SessionError | None = idhub.from_response(response)  # error
    three: idhub.IDHubError | None = seal.from_response(response)  # error
    print(value, two, three, idhub.from_response(response).status)  # error
    raise idhub.from_response(response)  # error


def parse(response: httpx.Response) -> None:
    """`parse` does not take a response, with or without its parts."""
    idhub.parse(response)  # error
    idhub.parse(response, status=404)  # error
    idhub.parse(None)  # error
    idhub.parse(*(response,))  # error

"""What `from_response` and `afrom_response` do not take, and what they do not return."""

from __future__ import annotations

import aiohttp
import httpx

from eid_errors import hopae, signet


def return_error(response: httpx.Response) -> None:
    """A status, a body, nothing, two responses: none of them is a response."""
    hopae.from_response(response.status_code)  # error
    hopae.from_response(response.content)  # error
    hopae.from_response("no response")  # error
    hopae.from_response(None)  # error
    hopae.from_response()  # error
    hopae.from_response(response, response)  # error
    hopae.from_responses(response)  # error


async def return_awaited(response: aiohttp.ClientResponse) -> None:
    """`from_response` does not take a response whose body must be awaited."""
    hopae.from_response(response)  # error
    await hopae.afrom_response(response.status)  # error
    one: hopae.HopaeError | None = hopae.afrom_response(response)  # error
    print(one)


def take_for_error(response: httpx.Response) -> None:
    """There may be no error, and what there is may be any of the provider's."""
    one: hopae.HopaeError = hopae.from_response(response)  # error
    two: hopae.SessionError | None = hopae.from_response(response)  # error
    three: hopae.HopaeError | None = signet.from_response(response)  # error
    print(one, two, three, hopae.from_response(response).status)  # error
    raise hopae.from_response(response)  # error


def parse(response: httpx.Response) -> None:
    """`parse` takes no response, with its parts or without."""
    hopae.parse(response)  # error
    hopae.parse(response, status=404)  # error
    hopae.parse(None)  # error
    hopae.parse(*(response,))  # error

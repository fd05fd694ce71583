"""What `parse` and `raise_for_error` do not take, and what they do not give."""

from __future__ import annotations

import aiohttp
import httpx

from eid_errors import hopae, signet


def parse(response: httpx.Response) -> None:
    """By place, by a misspelt name, of another type."""
    hopae.parse(404)  # error
    hopae.parse(response)  # error
    hopae.parse(code="SESSION_NOT_FOUND")  # error
    hopae.parse(status="404")  # error
    hopae.parse(status=404.0)  # error
    hopae.parse(headers=str(response.headers))  # error
    hopae.parse(headers={"Retry-After": 30})  # error
    hopae.parse(body=1)  # error
    hopae.parse(body={1: "x"})  # error
    hopae.parse(path=b"/")  # error
    hopae.parse(query=["a=b"])  # error
    hopae.parse(scope=1)  # error


def take_for_class(response: httpx.Response) -> None:
    """The class that is given is any of the provider's."""
    one: hopae.SessionError = hopae.parse(status=response.status_code)  # error
    two: hopae.HopaeError = signet.parse(status=response.status_code)  # error
    print(one, two)
    raise hopae.raise_for_error(response)  # error


class NoResponse:
    """Something that has a status and no headers."""

    status_code: int = 404


def raise_for_error(response: httpx.Response) -> None:
    """A status, a body, half a response, nothing: none of them is a response."""
    hopae.raise_for_error(NoResponse())  # error
    hopae.raise_for_error("no response")  # error
    hopae.raise_for_error(response.status_code)  # error
    hopae.raise_for_error(response.content)  # error
    hopae.raise_for_error(None)  # error
    hopae.raise_for_error()  # error
    hopae.raise_for_errors(response)  # error


async def raise_for_awaited(response: aiohttp.ClientResponse) -> None:
    """A body that has to be awaited is nothing for `raise_for_error`."""
    hopae.raise_for_error(response)  # error
    hopae.araise_for_error(response)  # error
    await hopae.araise_for_error(response.status)  # error
    await hopae.araise_for_error("no response")  # error

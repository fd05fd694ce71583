"""Arguments that `parse` and `raise_for_error` reject, and results that they do not return."""

from __future__ import annotations

import aiohttp
import httpx

from specimen_errors import idhub, seal


def parse(response: httpx.Response) -> None:
    """Positional, misspelled, of the wrong type."""
    idhub.parse(404)  # error
    idhub.parse(response)  # error
    idhub.parse(code="SESSION_NOT_FOUND")  # error
    idhub.parse(status="404")  # error
    idhub.parse(status=404.0)  # error
    idhub.parse(headers=str(response.headers))  # error
    idhub.parse(headers={"Retry-After": 30})  # error
    idhub.parse(body=1)  # error
    idhub.parse(body={1: "x"})  # error
    idhub.parse(path=1)  # error
    idhub.parse(query=["a=b"])  # error
    idhub.parse(scope=1)  # error


def take_for_class(response: httpx.Response) -> None:
    """The returned class may be any of the provider's."""
    value: idhub.SessionError = idhub.parse(status=response.status_code)  # error
    two: idhub.IDHubError = seal.parse(status=response.status_code)  # error
    print(value, two)
    raise idhub.raise_for_error(response)  # error


class NoResponse:
    """An object with a status and without headers."""

    status_code: int = 404


def raise_for_error(response: httpx.Response) -> None:
    """A status, a body, half a response and None are not responses."""
    idhub.raise_for_error(NoResponse())  # error
    idhub.raise_for_error("no response")  # error
    idhub.raise_for_error(response.status_code)  # error
    idhub.raise_for_error(response.content)  # error
    idhub.raise_for_error(None)  # error
    idhub.raise_for_error()  # error
    idhub.raise_for_errors(response)  # error


async def raise_for_awaited(response: aiohttp.ClientResponse) -> None:
    """`raise_for_error` does not take a response whose body must be awaited."""
    idhub.raise_for_error(response)  # error
    idhub.araise_for_error(response)  # error
    await idhub.araise_for_error(response.status)  # error
    await idhub.araise_for_error("no response")  # error

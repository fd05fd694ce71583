"""Use functions of a provider as hooks of HTTP clients."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import aiohttp
import httpx
import httpx2
import requests

from specimen_errors import idhub


def hook_httpx() -> tuple[httpx.Client, httpx.AsyncClient]:
    """Add event hooks to httpx clients."""
    return (
        httpx.Client(event_hooks={"response": [idhub.raise_for_error]}),
        httpx.AsyncClient(event_hooks={"response": [idhub.araise_for_error]}),
    )


def hook_httpx2() -> tuple[httpx2.Client, httpx2.AsyncClient]:
    """Add event hooks to httpx2 clients."""
    return (
        httpx2.Client(event_hooks={"response": [idhub.raise_for_error]}),
        httpx2.AsyncClient(event_hooks={"response": [idhub.araise_for_error]}),
    )


def hook_requests(session: requests.Session) -> None:
    """Add hooks to a requests session and to one request."""
    session.hooks["response"].append(idhub.raise_for_error)
    session.hooks = {"response": [idhub.raise_for_error]}
    session.get("/", hooks={"response": idhub.raise_for_error}, timeout=1)


def hook_aiohttp() -> aiohttp.ClientSession:
    """Pass a function as `raise_for_status` to aiohttp."""
    return aiohttp.ClientSession(raise_for_status=idhub.araise_for_error)


def hook_any() -> None:
    """Pass a function as a callback that takes a response."""
    hook: Callable[[requests.Response], None] = idhub.raise_for_error
    awaited: Callable[[aiohttp.ClientResponse], Awaitable[None]] = idhub.araise_for_error
    print(hook, awaited)

"""Functions of a provider as hooks of HTTP clients."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import aiohttp
import httpx
import httpx2
import requests

from specimen_errors import idhub


def hook_httpx() -> tuple[httpx.Client, httpx.AsyncClient]:
    """Event hooks of httpx."""
    return (
        httpx.Client(event_hooks={"response": [idhub.raise_for_error]}),
        httpx.AsyncClient(event_hooks={"response": [idhub.araise_for_error]}),
    )


def hook_httpx2() -> tuple[httpx2.Client, httpx2.AsyncClient]:
    """Event hooks of httpx2."""
    return (
        httpx2.Client(event_hooks={"response": [idhub.raise_for_error]}),
        httpx2.AsyncClient(event_hooks={"response": [idhub.araise_for_error]}),
    )


def hook_requests(session: requests.Session) -> None:
    """Hooks of requests, of a session and of one request."""
    session.hooks["response"].append(idhub.raise_for_error)
    session.hooks = {"response": [idhub.raise_for_error]}
    session.get("/", hooks={"response": idhub.raise_for_error}, timeout=1)


def hook_aiohttp() -> aiohttp.ClientSession:
    """What aiohttp takes as `raise_for_status`."""
    return aiohttp.ClientSession(raise_for_status=idhub.araise_for_error)


def hook_any() -> None:
    """What takes a function of a response."""
    hook: Callable[[requests.Response], None] = idhub.raise_for_error
    awaited: Callable[[aiohttp.ClientResponse], Awaitable[None]] = idhub.araise_for_error
    print(hook, awaited)

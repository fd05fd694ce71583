"""Functions of a provider as hooks of clients that hand them something else."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp
import httpx

from eid_errors import hopae


def hook_aiohttp() -> None:
    """Responses of aiohttp have to be awaited."""
    aiohttp.ClientSession(raise_for_status=hopae.raise_for_error)  # error
    aiohttp.ClientSession(raise_for_status=hopae.parse)  # error


def hook_any() -> None:
    """A coroutine function is no hook that returns None, and `parse` none at all."""
    one: Callable[[httpx.Response], None] = hopae.araise_for_error  # error
    two: Callable[[httpx.Response], None] = hopae.parse  # error
    three: Callable[[int], None] = hopae.raise_for_error  # error
    print(one, two, three)

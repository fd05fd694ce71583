"""Functions of a provider as hooks of clients that pass something else."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp
import httpx

from specimen_errors import idhub


def hook_aiohttp() -> None:
    """Responses of aiohttp must be awaited."""
    aiohttp.ClientSession(raise_for_status=idhub.raise_for_error)  # error
    aiohttp.ClientSession(raise_for_status=idhub.parse)  # error


def hook_any() -> None:
    """A coroutine function is not a hook that returns None, and `parse` is not a hook at all."""
    value: Callable[[httpx.Response], None] = idhub.araise_for_error  # error
    two: Callable[[httpx.Response], None] = idhub.parse  # error
    three: Callable[[int], None] = idhub.raise_for_error  # error
    print(value, two, three)

"""Pickles and process pools: an error takes its fields along, and nothing else of the response."""

from __future__ import annotations

import json
import multiprocessing
import pickle
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest

from tests.privacy.raising import URL
from tests.privacy.vault import MARKS, NAME, NUMBER, WORD, marks

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
OUTSIDE = {
    "X-Trace": "trace-7",
    "Set-Cookie": f"session={WORD}",
    "Location": f"https://{WORD}@vault.example/{NUMBER}",
    "WWW-Authenticate": f'Vault nonce="{WORD}"',
}
BODY = {"error": "login -- V_101", "text": "none", "unread": {NAME: NUMBER}}
"""A response with marks in nothing that is a field."""


def parsed(vault: Any) -> Any:
    body = json.dumps(BODY, ensure_ascii=False).encode()
    return vault.parse(status=403, headers=OUTSIDE, body=body)


def redirected(vault: Any) -> Any:
    return vault.parse_redirect(
        f"https://{WORD}@client.example/{NUMBER}?error=V_102&a={WORD}#{NAME}"
    )


def chained(vault: Any) -> Any:
    """Return an error whose causes hold responses, another library's among them."""
    error, cause = parsed(vault), parsed(vault)
    request = httpx.Request("GET", URL, headers=OUTSIDE)
    cause.__cause__ = httpx.HTTPStatusError(
        "failed", request=request, response=httpx.Response(403, headers=OUTSIDE)
    )
    error.__cause__ = cause
    return error


def ambiguous(vault: Any) -> Any:
    return vault.parse(status=403, headers=OUTSIDE, body={**BODY, "error": "denied"})


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("make", [parsed, redirected, chained, ambiguous])
def test_pickle(vault: Any, make: Any, protocol: int) -> None:
    """The bytes hold neither headers, body nor address, nor those of causes."""
    error = make(vault)
    pickled = pickle.dumps(error, protocol)
    assert marks(pickled.decode("utf-8", "replace")) == []
    assert [mark for mark in MARKS if mark.encode() in pickled] == []
    loaded = pickle.loads(pickled)  # noqa: S301 - our own
    assert type(loaded) is type(error)
    assert (loaded.raw, str(loaded)) == (None, str(error))


def test_pickle_has_private_fields(vault: Any) -> None:
    """The fields are in it, private ones included: keep it as safe as the response."""
    error = vault.parse(status=403, body={**BODY, "message": "sesame", "person": {"a": NUMBER}})
    loaded = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (loaded.provider_message, loaded.person) == ("sesame", {"a": NUMBER})
    assert attrs.asdict(loaded) == attrs.asdict(error)


def raise_in_worker(folder: str) -> None:
    """Raise an error with what is private in every place, in another process."""
    sys.path.insert(0, folder)
    import vault_errors.vault  # type: ignore[import-not-found] # noqa: PLC0415 - it is made here

    raise parsed(vault_errors.vault)


def test_process_pool(vault: Any, package: Path) -> None:
    """An error of a worker arrives with its traceback as text, and nothing private in it."""
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawning) as pool:
        future = pool.submit(raise_in_worker, str(package.parent))
        error = future.exception()
    assert error is not None
    assert type(error) is vault.LockedOutError
    assert "raise_in_worker" in str(error.__cause__)
    assert marks(f"{error.__cause__}") == []

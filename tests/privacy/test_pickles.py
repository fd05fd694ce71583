"""Pickles and process pools: an error keeps its fields, and nothing else of the response."""

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
from tests.privacy.vault import MARKS, NAME, NUMBER, WORD, find_marks

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
OUTSIDE = {
    "X-Trace": "trace-7",
    "Set-Cookie": f"session={WORD}",
    "Location": f"https://{WORD}@vault.example/{NUMBER}",
    "WWW-Authenticate": f'Vault nonce="{WORD}"',
}
BODY = {"error": "login -- V_101", "text": "none", "unread": {NAME: NUMBER}}
"""A response whose marks are all outside the fields."""


def make_parsed(vault: Any) -> Any:
    body = json.dumps(BODY, ensure_ascii=False).encode()
    return vault.parse(status=403, headers=OUTSIDE, body=body)


def make_redirected(vault: Any) -> Any:
    return vault.parse_redirect(
        f"https://{WORD}@client.example/{NUMBER}?error=V_102&a={WORD}#{NAME}"
    )


def make_chained(vault: Any) -> Any:
    """Return an error whose causes contain responses, one of another library."""
    error, cause = make_parsed(vault), make_parsed(vault)
    request = httpx.Request("GET", URL, headers=OUTSIDE)
    cause.__cause__ = httpx.HTTPStatusError(
        "failed", request=request, response=httpx.Response(403, headers=OUTSIDE)
    )
    error.__cause__ = cause
    return error


def make_ambiguous(vault: Any) -> Any:
    return vault.parse(status=403, headers=OUTSIDE, body={**BODY, "error": "denied"})


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("make", [make_parsed, make_redirected, make_chained, make_ambiguous])
def test_pickle(vault: Any, make: Any, protocol: int) -> None:
    """The bytes contain no headers, body or URL, also not those of causes."""
    error = make(vault)
    pickled = pickle.dumps(error, protocol)
    assert find_marks(pickled.decode("utf-8", "replace")) == []
    assert [mark for mark in MARKS if mark.encode() in pickled] == []
    loaded = pickle.loads(pickled)  # noqa: S301 - our own
    assert type(loaded) is type(error)
    assert (loaded.raw, str(loaded)) == (None, str(error))


def test_pickle_has_private_fields(vault: Any) -> None:
    """Pickles contain the fields, including private ones: keep them as safe as the response."""
    error = vault.parse(status=403, body={**BODY, "message": "sesame", "person": {"a": NUMBER}})
    loaded = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (loaded.provider_message, loaded.person) == ("sesame", {"a": NUMBER})
    assert attrs.asdict(loaded) == attrs.asdict(error)


def raise_in_worker(folder: str) -> None:
    """Raise an error with private data in every place, in another process."""
    sys.path.insert(0, folder)
    import vault_errors.vault  # type: ignore[import-not-found] # noqa: PLC0415 - it is made here

    raise make_parsed(vault_errors.vault)


def test_process_pool(vault: Any, package: Path) -> None:
    """An error of a worker arrives with its traceback as a string, and nothing private in it."""
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawning) as pool:
        future = pool.submit(raise_in_worker, str(package.parent))
        error = future.exception()
    assert error is not None
    assert type(error) is vault.LockedOutError
    assert "raise_in_worker" in str(error.__cause__)
    assert find_marks(f"{error.__cause__}") == []

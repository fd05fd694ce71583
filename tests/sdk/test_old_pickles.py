"""Pickles of earlier versions load in this one.

`pickles/<version>.json` has the pickles of a version, and what its errors had.
`ERRSMITH_ACCEPT=1 nox -s tests -- tests/sdk/test_old_pickles.py` writes the file of a version once.
It is never rewritten, because users cannot rewrite their pickles either.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

import specimen_errors
from specimen_errors import ApiError, autograph, idhub, seal, stepup

ACCEPT = "ERRSMITH_ACCEPT"
ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).with_name("pickles")
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "version"
]
FILES = sorted(FOLDER.glob("*.json"))


def build_samples() -> Iterator[object]:
    """Yield the objects that each version pickles: an error of every sort, and facts."""
    documented = idhub.parse(
        status=404,
        headers={"Retry-After": "3"},
        body={"title": "SESSION_NOT_FOUND", "detail": "é", "context": {"a": [1, {"b": None}]}},
    )
    documented.add_note("seen in the night")
    yield documented
    yield idhub.parse(status=409, body={"title": "SESSION_NEW", "status": 1.5})
    yield idhub.parse(status=503, body=b"<html>")
    yield idhub.parse()
    yield autograph.parse(
        status=400, body={"error": "invalid_request -- SIG-BB607", "error_reference": "r"}
    )
    yield autograph.parse(
        status=401, headers={"WWW-Authenticate": 'DPoP error="invalid_token", algs="ES256"'}
    )
    yield seal.parse(status=404, body={"success": False, "errors": {"not_found": {"code": "x"}}})
    yield stepup.parse(status=500, body={"error": "\ud800", "id": "\x00"})
    caused = idhub.AuthError(code="AUTH_NEW")
    caused.__cause__ = seal.SealError(status=500)
    caused.__cause__.__cause__ = ValueError("plain", 1)
    yield caused
    yield specimen_errors.RateLimitError(retry_after=2.5)
    yield ApiError(status=400)
    yield idhub.SessionNotFoundError.info
    yield idhub.SessionNotFoundError.info.retry
    yield specimen_errors.PROVIDERS["idhub"]
    yield idhub.Code.SESSION_NOT_FOUND


def describe(value: Any) -> dict[str, Any]:
    """Return what must be the same in every version, as JSON."""
    facts: dict[str, Any] = {"class": f"{type(value).__module__}.{type(value).__qualname__}"}
    if isinstance(value, str):
        facts["value"] = str(value)
    elif isinstance(value, ApiError):
        facts["fields"] = {f.name: getattr(value, f.name) for f in attrs.fields(type(value))}
        facts["notes"] = getattr(value, "__notes__", [])
        if value.__cause__ is not None:
            facts["cause"] = describe(value.__cause__)
    elif isinstance(value, BaseException):
        facts["arguments"] = list(value.args)
    else:
        facts["fields"] = [field.name for field in attrs.fields(type(value))]
    return facts


def is_kept(then: Any, now: Any) -> bool:
    """Return whether a later version has everything that an earlier one had, in any order."""
    if isinstance(then, dict) and isinstance(now, dict):
        return all(key in now and is_kept(value, now[key]) for key, value in then.items())
    if isinstance(then, list) and isinstance(now, list):
        return all(value in now for value in then)
    return bool(then == now)


def is_whole(value: object) -> bool:
    """Return whether facts have a value in each field, including fields added later."""
    is_fact = attrs.has(type(value)) and not isinstance(value, ApiError)
    return not is_fact or attrs.asdict(value).keys() == vars(value).keys()  # type: ignore[arg-type]


def test_version_has_its_pickles() -> None:
    """Each released version has pickles that all later versions load."""
    path = FOLDER / f"{VERSION}.json"
    if os.environ.get(ACCEPT) and not path.exists():
        kept = [
            {
                "says": describe(value),
                "pickles": [
                    base64.b64encode(pickle.dumps(value, protocol)).decode()
                    for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
                ],
            }
            for value in build_samples()
        ]
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(kept, indent=1) + "\n", encoding="ascii", newline="\n")
    assert path.is_file(), (
        f"accept with: {ACCEPT}=1 nox -s tests -- tests/sdk/{Path(__file__).name}"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_pickle_of_version_loads(path: Path) -> None:
    """A pickle loads under every protocol, with its class, its fields, its notes and its causes."""
    for sample in json.loads(path.read_bytes()):
        for data in sample["pickles"]:
            value = pickle.loads(base64.b64decode(data))  # noqa: S301 - our own
            now = json.loads(json.dumps(describe(value)))
            assert is_kept(sample["says"], now), (sample["says"], now)
            assert is_whole(value)
            assert str(value)
            assert repr(value)

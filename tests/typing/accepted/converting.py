"""The cattrs converter of a provider, and hooks that a client adds to it."""

from __future__ import annotations

from typing import Any, assert_type

import attrs
from cattrs import Converter

from specimen_errors import idhub


@attrs.frozen
class Failure:
    """What a client stores of an error."""

    error: idhub.IDHubError
    attempts: int = 1


def structure(body: dict[str, Any]) -> Failure:
    """Return the class that was asked for."""
    assert_type(idhub.converter, Converter)
    assert_type(idhub.converter.structure(body, idhub.SessionError), idhub.SessionError)
    return idhub.converter.structure({"error": body, "attempts": 2}, Failure)


def unstructure(failure: Failure) -> Any:
    """Return what JSON can hold."""
    return idhub.converter.unstructure(failure)


def short(error: idhub.SessionError) -> str:
    """Return an error as one word."""
    return error.code or "unknown"


def long(value: Any, _: type[idhub.SessionError]) -> idhub.SessionError:
    """Return an error of one word."""
    return idhub.SessionError(code=str(value))


def register() -> None:
    """Hooks have the types of what they convert."""
    idhub.converter.register_unstructure_hook(idhub.SessionError, short)
    idhub.converter.register_structure_hook(idhub.SessionError, long)

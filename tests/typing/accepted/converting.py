"""Use the cattrs converter of a provider, and add a client's hooks."""

from __future__ import annotations

from typing import Any, assert_type

import attrs
from cattrs import Converter

from specimen_errors import idhub


@attrs.frozen
class Failure:
    """The facts of an error that a client stores."""

    error: idhub.IDHubError
    attempts: int = 1


def structure(body: dict[str, Any]) -> Failure:
    """Return the requested class."""
    assert_type(idhub.converter, Converter)
    assert_type(idhub.converter.structure(body, idhub.SessionError), idhub.SessionError)
    return idhub.converter.structure({"error": body, "attempts": 2}, Failure)


def unstructure(failure: Failure) -> Any:
    """Return values that JSON can represent."""
    return idhub.converter.unstructure(failure)


def short(error: idhub.SessionError) -> str:
    """Return a short form of an error."""
    return error.code or "unknown"


def long(value: Any, _: type[idhub.SessionError]) -> idhub.SessionError:
    """Return an error from its short form."""
    return idhub.SessionError(code=str(value))


def register() -> None:
    """Register hooks for the types that they convert."""
    idhub.converter.register_unstructure_hook(idhub.SessionError, short)
    idhub.converter.register_structure_hook(idhub.SessionError, long)

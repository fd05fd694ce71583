"""Hooks of the wrong shape, and results of another class."""

from __future__ import annotations

from typing import Any

from specimen_errors import idhub


def short(error: idhub.IDHubError) -> str:
    """Return a short form of an error."""
    return error.code or "unknown"


def long(value: Any, _: type[idhub.IDHubError]) -> idhub.IDHubError:
    """Return an error from its short form."""
    return idhub.IDHubError(code=str(value))


def register() -> None:
    """A hook for the other direction, an object that is not a function, a missing class."""
    idhub.converter.register_structure_hook(idhub.IDHubError, short)  # error
    idhub.converter.register_unstructure_hook(idhub.IDHubError, long)  # error
    idhub.converter.register_structure_hook(idhub.IDHubError, "long")  # error
    idhub.converter.register_structure_hook(idhub.IDHubsError, long)  # error
    idhub.convertor.register_structure_hook(idhub.IDHubError, long)  # error


def structure(body: dict[str, Any]) -> idhub.AuthError:
    """The returned class is the requested one."""
    return idhub.converter.structure(body, idhub.SessionError)  # error

"""Hooks of another shape than they are registered for, and results of another class."""

from __future__ import annotations

from typing import Any

from specimen_errors import idhub


def short(error: idhub.IDHubError) -> str:
    """Return an error as one word."""
    return error.code or "unknown"


def long(value: Any, _: type[idhub.IDHubError]) -> idhub.IDHubError:
    """Return an error of one word."""
    return idhub.IDHubError(code=str(value))


def register() -> None:
    """One way's hook for the other, no function, a class that is not there."""
    idhub.converter.register_structure_hook(idhub.IDHubError, short)  # error
    idhub.converter.register_unstructure_hook(idhub.IDHubError, long)  # error
    idhub.converter.register_structure_hook(idhub.IDHubError, "long")  # error
    idhub.converter.register_structure_hook(idhub.IDHubsError, long)  # error
    idhub.convertor.register_structure_hook(idhub.IDHubError, long)  # error


def structure(body: dict[str, Any]) -> idhub.AuthError:
    """The class that is given is the one that was asked for."""
    return idhub.converter.structure(body, idhub.SessionError)  # error

"""Hooks of another shape than they are registered for, and results of another class."""

from __future__ import annotations

from typing import Any

from eid_errors import hopae


def short(error: hopae.HopaeError) -> str:
    """Give an error as one word."""
    return error.code or "unknown"


def long(value: Any, _: type[hopae.HopaeError]) -> hopae.HopaeError:
    """Give an error of one word."""
    return hopae.HopaeError(code=str(value))


def register() -> None:
    """One way's hook for the other, no function, a class that is not there."""
    hopae.converter.register_structure_hook(hopae.HopaeError, short)  # error
    hopae.converter.register_unstructure_hook(hopae.HopaeError, long)  # error
    hopae.converter.register_structure_hook(hopae.HopaeError, "long")  # error
    hopae.converter.register_structure_hook(hopae.HopaesError, long)  # error
    hopae.convertor.register_structure_hook(hopae.HopaeError, long)  # error


def structure(body: dict[str, Any]) -> hopae.AuthError:
    """The class that is given is the one that was asked for."""
    return hopae.converter.structure(body, hopae.SessionError)  # error

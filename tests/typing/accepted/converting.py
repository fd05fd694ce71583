"""The cattrs converter of a provider, and hooks that a client adds to it."""

from __future__ import annotations

from typing import Any, assert_type

import attrs
from cattrs import Converter

from eid_errors import hopae


@attrs.frozen
class Failure:
    """What a client stores of an error."""

    error: hopae.HopaeError
    attempts: int = 1


def structure(body: dict[str, Any]) -> Failure:
    """Give the class that was asked for."""
    assert_type(hopae.converter, Converter)
    assert_type(hopae.converter.structure(body, hopae.SessionError), hopae.SessionError)
    return hopae.converter.structure({"error": body, "attempts": 2}, Failure)


def unstructure(failure: Failure) -> Any:
    """Give what JSON can hold."""
    return hopae.converter.unstructure(failure)


def short(error: hopae.SessionError) -> str:
    """Give an error as one word."""
    return error.code or "unknown"


def long(value: Any, _: type[hopae.SessionError]) -> hopae.SessionError:
    """Give an error of one word."""
    return hopae.SessionError(code=str(value))


def register() -> None:
    """Hooks have the types of what they convert."""
    hopae.converter.register_unstructure_hook(hopae.SessionError, short)
    hopae.converter.register_structure_hook(hopae.SessionError, long)

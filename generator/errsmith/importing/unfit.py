"""List the values in the place of a code that cannot be codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from errsmith.importing.draft import Origin, Path
from errsmith.importing.keys import is_certain_place, is_success
from errsmith.importing.sightings import Body, Sighting
from errsmith.importing.trees import Pointer
from errsmith.registry.wording import quote

_MOST: Final = 80
"""The maximum number of characters of a code."""


def list_unfit(
    bodies: Iterable[Body], places: Sequence[Path], locate: Callable[[Pointer], Origin]
) -> list[str]:
    """Return the possible values of codes that cannot be codes, each with its place and a reason.

    Args:
        bodies: The bodies of the document.
        places: The paths of its codes; if there are none, the paths that usually have codes count.
        locate: Finds the origin of a pointer.
    """
    unfit: dict[str, Sighting] = {}
    for body in bodies:
        for sighting in body.sightings:
            is_listed = sighting.basis == "enum" and (bool(places) or body.is_certain)
            if is_listed and _is_unfit(sighting, places):
                unfit.setdefault(sighting.text, sighting)
    return [
        describe_unfit(text, locate(one.pointer), is_status=one.is_status)
        for text, one in unfit.items()
    ]


def _is_unfit(sighting: Sighting, places: Sequence[Path]) -> bool:
    if sighting.text == "" or is_success(sighting.text):
        return False
    if places:
        return sighting.path in places and sighting.code is None
    return is_certain_place(sighting.path) and (sighting.code is None or sighting.is_status)


def describe_unfit(text: str, origin: Origin, *, is_status: bool = False) -> str:
    """Return a value that cannot be a code, with its place and a reason."""
    return f"{quote(text)} ({origin}): {_explain(text, is_status=is_status)}"


def _explain(text: str, *, is_status: bool) -> str:
    """Return why a value is not a code."""
    if is_status:
        return "it only repeats the HTTP status"
    if not text.isprintable():
        return "it has a control character"
    if not text.isascii():
        return "it has non-ASCII characters"
    if len(text) > _MOST:
        return f"it has more than {_MOST} characters"
    if len(text.split()) > 1:
        return "it is a phrase, not a code"
    return "it does not look like a code"

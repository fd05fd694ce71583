"""Turn the values in chosen places into errors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from errsmith.importing.draft import DraftError, Origin, Path
from errsmith.importing.sightings import Sighting
from errsmith.importing.trees import Pointer

Locate: TypeAlias = "Callable[[Pointer], Origin]"

_MOST_ENDPOINTS: Final = 5
"""A document that has a code at more endpoints does not restrict it to them."""


def assemble_errors(
    sightings: Iterable[Sighting],
    places: Sequence[Path],
    locate: Locate,
    operations: int,
    groups: Mapping[Pointer, str],
    *,
    open_places: Collection[Path] = (),
) -> tuple[DraftError, ...]:
    """Return the errors whose codes were seen in one of the places, in the order of the document.

    Args:
        sightings: What was seen.
        places: The paths of the codes.
        locate: Finds the origin of a pointer.
        operations: How many operations the document has.
        groups: The groups of codes in examples, by the pointer to the object with the code.
        open_places: The paths for which some bodies have no list of the possible codes.
    """
    by_code: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        if sighting.path in places and sighting.code is not None:
            by_code.setdefault(sighting.code, []).append(sighting)
    spread = _collect_statuses(s for found in by_code.values() for s in found)
    # If there is only one list of values, it belongs to the API, not to operations.
    has_lists = len({s.others for found in by_code.values() for s in found if s.others}) > 1
    errors: list[DraftError] = []
    for code, found in by_code.items():
        is_open = any(sighting.path in open_places for sighting in found)
        first = min(found, key=lambda sighting: _ORDER[sighting.basis])
        statuses = _find_statuses(found, spread)
        # The pointer to a code that is below a response has its status.
        proofs = [at for at in statuses.values() if at != first.pointer[: len(at)]]
        errors.append(
            DraftError(
                code=code,
                origin=locate(first.pointer),
                statuses=tuple(statuses),
                status_origins=tuple(map(locate, dict.fromkeys(proofs))),
                name=next((sighting.name for sighting in found if sighting.name), ""),
                group=next(
                    (groups[s.pointer[:-1]] for s in found if s.pointer[:-1] in groups), None
                ),
                endpoints=_find_endpoints(found, operations) if has_lists and not is_open else (),
                is_deprecated=all(sighting.is_deprecated for sighting in found),
            )
        )
    return tuple(errors)


_ORDER: Final = {"enum": 0, "example": 1, "mention": 2}
"""The order in which the origin of a code is looked for."""

_Spread: TypeAlias = "dict[object, set[int | str | None]]"


def _collect_statuses(sightings: Iterable[Sighting]) -> _Spread:
    """Return the statuses of each list of possible values, and of each example of a value."""
    spread: _Spread = {}
    for sighting in sightings:
        spread.setdefault(_identify(sighting), set()).update(sighting.statuses)
    return spread


def _identify(sighting: Sighting) -> object:
    """Return what is the same for all sightings of the same list of values or example."""
    return sighting.others or sighting.pointer


def _find_statuses(found: Sequence[Sighting], spread: _Spread) -> dict[int | str, Pointer]:
    """Return the statuses that the document ties to a code, and where it states each of them.

    A list of values, or an example of a value, shows the status of the only responses that have it.
    If responses with several statuses have it, it shows nothing.
    """
    statuses: dict[int | str, Pointer] = {}
    for sighting in found:
        known = sighting.statuses
        if sighting.basis != "example" and len(sighting.others) != 1:
            everywhere = spread[_identify(sighting)]
            known = frozenset(everywhere) if len(everywhere) == 1 else frozenset()
        for status in known:
            if status is not None:
                statuses.setdefault(status, sighting.proofs.get(status, sighting.pointer))
    numbers = [status for status in statuses if isinstance(status, int)]
    # A class of statuses adds nothing to one of its statuses.
    classes = [
        status
        for status in statuses
        if isinstance(status, str) and not any(str(number)[0] == status[0] for number in numbers)
    ]
    ordered: list[int | str] = [*sorted(numbers), *sorted(classes)]
    return {status: statuses[status] for status in ordered}


def _find_endpoints(found: Sequence[Sighting], operations: int) -> tuple[str, ...]:
    """Return the operations that a code is restricted to, () if there are many.

    An example of an operation does not say that others lack the code.
    """
    listed = [sighting for sighting in found if sighting.basis == "enum"]
    endpoints = tuple(dict.fromkeys(end for sighting in listed for end in sighting.endpoints))
    is_restricted = len(listed) == len(found) and 2 * len(endpoints) < operations
    return endpoints if is_restricted and len(endpoints) <= _MOST_ENDPOINTS else ()

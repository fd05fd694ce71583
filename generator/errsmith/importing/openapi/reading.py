"""Read an OpenAPI document into a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from attrs import evolve

from errsmith.importing.assembling import Locate, assemble_errors
from errsmith.importing.draft import Draft, DraftEnvelope, Origin, Path, name_envelope
from errsmith.importing.fields import choose_fields
from errsmith.importing.keys import can_be_path, fold_key, format_path, is_certain_place
from errsmith.importing.openapi.observing import Observed, Observer, narrow
from errsmith.importing.openapi.references import Document
from errsmith.importing.openapi.responses import (
    list_components,
    list_responses,
    list_successes,
)
from errsmith.importing.openapi.schemas import SchemaReader
from errsmith.importing.sightings import (
    Sighting,
    choose_places,
    find_evident_places,
    find_open_places,
    pair_places,
)
from errsmith.importing.trees import Pointer, Tree, format_pointer
from errsmith.importing.unfit import list_unfit
from errsmith.registry.wording import quote
from errsmith.scaffolding.refusals import RefusedError

_ERRORS: Final = frozenset({"error", "errors"})
"""Keys of errors in successful responses, by their letters and digits."""
_CODES: Final = frozenset({"error", "errorcode", "errcode"})
"""Keys of codes in successful responses, by their letters and digits."""
_SUCCESSFUL: Final = (
    "`when` of the envelope: codes were found only in successful responses; if errors are sent"
    " with such a status, list it there"
)
BUNDLE: Final = "bundle the document with the files that it refers to into one file"
"""What to do if references lead out of a document."""
_SHOWN: Final = 3
"""How many places of a kind the report names."""
_LONGEST_POINTER: Final = 4
"""The maximum number of keys of a component's pointer in a comment."""


def is_openapi(root: Any) -> bool:
    """Return whether a document says that it is OpenAPI, of whatever version."""
    return isinstance(root, dict) and bool({"openapi", "swagger"} & root.keys())


def check_version(tree: Tree, name: str) -> None:
    """Raise RefusedError unless a document is OpenAPI 3."""
    for key in ("openapi", "swagger"):
        version = tree.root.get(key)
        if version is None or (key == "openapi" and str(version).startswith("3.")):
            continue
        place = f"{name}:{tree.find_line((key,))}"
        reason = f"{place}: found {key} {quote(str(version))}, expected openapi 3.x"
        hint = "Convert the document to OpenAPI 3 first"
        raise RefusedError(reason, hint)


def read_openapi(tree: Tree, stated: Sequence[Path] = ()) -> Draft:
    """Return what an OpenAPI 3 document says about errors; it may have none.

    Args:
        tree: The document.
        stated: The paths of the code in a body, if the user names them.
    """
    document = Document(tree)
    observer = Observer(
        document=document, schemas=SchemaReader(document), accepts_statuses=bool(stated)
    )
    responses = list_responses(document)
    operations = len({end for response in responses for end in response.endpoints})
    observed = [one for response in responses for one in observer.observe(response)]
    remarks: list[str] = []
    if not _has_codes(observed, stated):
        successes = _observe_successes(observer, observed)
        if _has_codes(successes, stated):
            observed += successes
            remarks.append(_SUCCESSFUL)
        else:
            observed += _observe_components(observer, observed)
    places = [path for path in _choose(observed, stated) if can_be_path(path)]
    sightings = [sighting for one in observed for sighting in one.body.sightings]
    sightings += _list_described(observed, sightings, places)
    bodies = [one.body for one in observed]
    pairs = dict.fromkeys(places) if stated else pair_places(bodies, places)
    members = [s for s in sightings if s.path in pairs.values() and s.code]
    groups = {s.code: s.code for s in members if s.code}
    beside = {s.pointer[:-1]: s.code for s in members if s.code and s.basis != "enum"}

    def locate(pointer: Pointer) -> Origin:
        return Origin(line=tree.find_line(pointer), where=_format_place(pointer))

    url = _get_text(tree.root, "externalDocs", "url")
    return Draft(
        title=_get_text(tree.root, "info", "title"),
        url=url or _get_server(tree.root),
        is_url_of_server=not url,
        errors=assemble_errors(
            sightings,
            list(pairs),
            locate,
            operations,
            beside,
            open_places=find_open_places(bodies, pairs),
        ),
        groups=groups,
        envelopes=tuple(
            _build_envelope(path, pairs[path], index, observed, None if stated else locate)
            for index, path in enumerate(pairs)
        ),
        places=tuple(_describe_places(sightings, [*pairs, *filter(None, pairs.values())])),
        remarks=(*remarks, *_describe_unresolved(document)),
        unfit=tuple(list_unfit(bodies, places, locate)),
    )


def _observe_successes(observer: Observer, observed: Sequence[Observed]) -> list[Observed]:
    """Return the errors that are seen in successful responses.

    Some documents describe errors nowhere else.
    """
    can_have_codes = _limit_to_declared(observed)
    successes = [
        one for response in list_successes(observer.document) for one in observer.observe(response)
    ]
    evident = find_evident_places(one.body for one in successes)

    def is_wanted(path: Path) -> bool:
        keys = [fold_key(key) for key in path]
        is_inside = len(keys) > 1 and keys[0] in _ERRORS
        is_code = len(keys) == 1 and keys[0] in _CODES and path in evident
        return (is_inside or is_code) and can_have_codes(path)

    return [narrow(one, is_wanted) for one in successes]


def _observe_components(observer: Observer, observed: Sequence[Observed]) -> list[Observed]:
    """Return the errors that are seen in schemas.

    Some documents list errors without saying which operation has them.
    """
    can_have_codes = _limit_to_declared(observed)
    return [
        narrow(one, can_have_codes)
        for response in list_components(observer.document)
        for one in observer.observe(response, is_certain=False)
    ]


def _limit_to_declared(observed: Iterable[Observed]) -> Callable[[Path], bool]:
    """Return a predicate of the paths that can have codes.

    If error responses have places for codes, whose values are unknown, only these can.
    """
    declared = {path for one in observed for path in one.body.declared if is_certain_place(path)}
    return lambda path: path in declared or not declared


def _list_described(
    observed: Iterable[Observed], sightings: Sequence[Sighting], places: Sequence[Path]
) -> Iterator[Sighting]:
    """Yield the codes that the descriptions of responses list, if any of a list is known."""
    known = {sighting.code for sighting in sightings if sighting.path in places} - {None}
    for one in observed:
        if any(sighting.code in known for sighting in one.described):
            yield from (evolve(sighting, path=places[0]) for sighting in one.described)


def _choose(observed: Iterable[Observed], stated: Sequence[Path]) -> list[Path]:
    return choose_places([one.body for one in observed], stated)


def _has_codes(observed: Sequence[Observed], stated: Sequence[Path]) -> bool:
    places = _choose(observed, stated)
    return any(s.path in places and s.code for one in observed for s in one.body.sightings)


# --- envelopes -----------------------------------------------------------------------------------


def _build_envelope(
    path: Path, group: Path | None, index: int, observed: Iterable[Observed], locate: Locate | None
) -> DraftEnvelope:
    """Return the envelope for a place of codes; `locate` is None if the user states the place."""
    owners = [one for one in observed if path in _list_paths(one)]
    seen = [s for one in owners for s in one.body.sightings if s.path == path]
    code: dict[str, object] = {"path": format_path(path)}
    codes = [sighting for sighting in seen if sighting.code is not None]
    if codes and all(isinstance(sighting.value, int) for sighting in codes):
        code["type"] = "integer"
    if any(sighting.is_uri for sighting in codes):
        code["last_segment"] = True
    return DraftEnvelope(
        id=name_envelope(index),
        code=code,
        origin=_find_origin(path, group, owners, locate) if locate else None,
        group=format_path(group) if group else "",
        fields=choose_fields(path, [one.candidates for one in owners]),
    )


def _find_origin(
    path: Path, group: Path | None, owners: Iterable[Observed], locate: Locate
) -> Origin:
    """Return where a code, or else its group, was seen first."""
    seen = [sighting for one in owners for sighting in one.body.sightings]
    shown = [s for s in seen if s.path == path] or [s for s in seen if s.path == group]
    return locate(shown[0].pointer) if shown else Origin(line=0)


def _list_paths(observed: Observed) -> set[Path]:
    return {*observed.body.declared, *(sighting.path for sighting in observed.body.sightings)}


# --- words ---------------------------------------------------------------------------------------


def _format_place(pointer: Pointer) -> str:
    """Return the pointer to the component or response that has a value, shortened."""
    if pointer[:1] == ("components",):
        return format_pointer(pointer[: _LONGEST_POINTER - 1])
    if "responses" in pointer:
        return format_pointer(pointer[: pointer.index("responses") + 2])
    return format_pointer(pointer[:_LONGEST_POINTER])


def _describe_places(sightings: Iterable[Sighting], places: Sequence[Path]) -> list[str]:
    """Return where the codes were read, the place with the most codes first."""
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    for sighting in sightings:
        if sighting.path in places and sighting.code is not None and sighting.code not in seen:
            seen.add(sighting.code)
            counts[_format_place(sighting.pointer)] += 1
    lines = [f"{place} ({count})" for place, count in counts.most_common(_SHOWN)]
    more = len(counts) - len(lines)
    return [*lines, f"{more} more"] if more else lines


def _describe_unresolved(document: Document) -> list[str]:
    """Return the references that were not followed, each with its line, and what to do."""
    lines: list[str] = []
    hints: list[str] = []
    for reference, pointer in document.unresolved.items():
        reason = "its target does not exist"
        if not reference.startswith("#"):
            reason = "it points outside the document"
            hints = [BUNDLE]
        line = document.tree.find_line(pointer)
        lines.append(f"line {line}: {quote(reference)} was not followed, because {reason}")
    more = len(lines) - _SHOWN
    others = [f"{more} more references were not followed"] if more > 0 else []
    return [*lines[:_SHOWN], *others, *hints]


def _get_text(root: Any, *keys: str) -> str:
    for key in keys:
        root = root.get(key) if isinstance(root, dict) else None
    return " ".join(root.split()) if isinstance(root, str) else ""


def _get_server(root: dict[str, Any]) -> str:
    """Return the URL of the API's first server."""
    servers = root.get("servers")
    return _get_text(servers[0] if isinstance(servers, list) and servers else None, "url")

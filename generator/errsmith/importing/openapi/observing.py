"""Look at every error response of an OpenAPI document for values that may be codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from errsmith.importing import bodies as body_values
from errsmith.importing.draft import Path
from errsmith.importing.fields import Candidate
from errsmith.importing.keys import find_role, get_last_key
from errsmith.importing.openapi.references import Document, Place
from errsmith.importing.openapi.responses import Content, ErrorResponse, list_examples
from errsmith.importing.openapi.schemas import Property, SchemaReader, is_scalar
from errsmith.importing.sightings import Basis, Body, Sighting
from errsmith.importing.trees import Pointer

_STATUSES = range(400, 600)
_ITEM = re.compile(r"^[ \t]*[-*+][ \t]+`([^`\s]{1,100})`", re.MULTILINE)
_SCALARS = frozenset({"string", "integer"})


@frozen(kw_only=True)
class Observed:
    """A body of a response, and what was seen in it.

    Attributes:
        body: Its values.
        candidates: The values that may be fields.
        described: The words that the items of a list in its description begin with, as codes.
    """

    body: Body
    candidates: tuple[Candidate, ...]
    described: tuple[Sighting, ...] = ()


def narrow(observed: Observed, is_wanted: Callable[[Path], bool]) -> Observed:
    """Return what was seen in a response, with only some of its values."""
    body = evolve(
        observed.body,
        sightings=[sighting for sighting in observed.body.sightings if is_wanted(sighting.path)],
        declared=frozenset(filter(is_wanted, observed.body.declared)),
    )
    candidates = tuple(c for c in observed.candidates if is_wanted(c.path))
    return Observed(body=body, candidates=candidates)


@frozen(kw_only=True)
class Observer:
    """Looks at responses.

    Attributes:
        document: The document.
        schemas: The reader of its schemas.
        accepts_statuses: Whether the values may be HTTP statuses, because the user names the place.
    """

    document: Document
    schemas: SchemaReader
    accepts_statuses: bool = False

    def observe(self, response: ErrorResponse, *, is_certain: bool = True) -> list[Observed]:
        """Return what each body of a response has.

        Args:
            response: The response.
            is_certain: Whether it is known to be an error. Otherwise, a message beside its values
                shows that it is one.
        """
        observed = [
            self._observe_content(content, response, is_certain=is_certain)
            for content in response.contents
        ]
        described = tuple(_see_description(response))
        if described:
            observed.append(Observed(body=Body(sightings=()), candidates=(), described=described))
        return observed

    def _observe_content(
        self, content: Content, response: ErrorResponse, *, is_certain: bool
    ) -> Observed:
        properties: Sequence[Property] = ()
        also: list[Place] = []
        if content.schema is not None:
            properties = self.schemas.list_properties(content.schema)
            places = list_examples(self.document, self.document.resolve(content.schema))
            also = [body for place in places for body in _read_bodies(place)]
        shown = [body for place in content.examples for body in _read_bodies(place)]
        found = [*_see_properties(properties, response)]
        for body in shown:
            found += _see_example(body, response, is_shared=False)
        for body in also:
            found += _see_example(body, response, is_shared=True)
        if not self.accepts_statuses:
            found = [sighting for sighting in found if not sighting.is_status]
        is_certain = is_certain or any(
            len(p.path) == 1 and find_role(get_last_key(p.path), p.type) == "message"
            for p in properties
        )
        declared = frozenset(p.path for p in properties if p.type in _SCALARS)
        # A schema says more about its properties than an example.
        described = {p.path for p in properties}
        candidates = [*_list_candidates(properties)]
        for body in (*shown, *also):
            candidates += (
                Candidate(path=value.path, type=body_values.find_type(value.value))
                for value in body_values.list_values(body.value)
                if value.value is not None and value.path not in described
            )
        return Observed(
            body=Body(sightings=found, declared=declared, is_certain=is_certain),
            candidates=tuple(candidates),
        )


def _list_candidates(properties: Iterable[Property]) -> Iterator[Candidate]:
    """Yield the properties as fields, those that compose others with the type of these."""
    properties = list(properties)
    types: dict[Path, str] = {}
    for found in properties:
        if "type" in found.schema.value:
            types.setdefault(found.path, found.type)
    for found in properties:
        type_ = types.get(found.path, found.type)
        yield Candidate(path=found.path, type=type_, is_optional=not found.is_required)


def _see_properties(properties: Iterable[Property], response: ErrorResponse) -> Iterator[Sighting]:
    statuses: frozenset[int | str | None] = frozenset(response.statuses or (None,))
    for found in properties:
        for stated in found.values:
            yield Sighting(
                path=found.path,
                value=stated.value,
                pointer=stated.pointer,
                basis="enum" if stated.others else "mention",
                statuses=statuses,
                proofs=response.statuses,
                endpoints=tuple(response.endpoints) if stated.others else (),
                others=stated.others,
                name=stated.name,
                is_deprecated=stated.is_deprecated,
            )


def _see_description(response: ErrorResponse) -> Iterator[Sighting]:
    """Yield the words in code marks that the items of a list in a description begin with."""
    place = response.description
    if place is None or not isinstance(place.value, str):
        return
    for match in _ITEM.finditer(place.value):
        yield Sighting(
            path=(),
            value=match[1],
            pointer=place.pointer,
            basis="example",
            statuses=frozenset(response.statuses or (None,)),
            proofs=response.statuses,
        )


def _read_bodies(place: Place) -> Iterator[Place]:
    """Yield the body in an example, which may be JSON in a string."""
    value = place.value
    if isinstance(value, str):
        value = body_values.parse_body(value)
        if isinstance(value, dict | list):
            yield Place(value, place.pointer)
    elif isinstance(value, dict | list):
        yield place


def _see_example(body: Place, response: ErrorResponse, *, is_shared: bool) -> Iterator[Sighting]:
    """Yield the values of an example response.

    Its status is that of the response or, if that is unknown, the one that the body repeats.

    Args:
        body: The body of the example.
        response: The response.
        is_shared: Whether other responses may have the example, because it is that of a schema.
    """
    values = [value for value in body_values.list_values(body.value) if is_scalar(value.value)]
    statuses: frozenset[int | str | None] = frozenset(response.statuses or (None,))
    proofs: Mapping[int | str, Pointer] = response.statuses
    basis: Basis = "example"
    if is_shared or len(statuses) > 1 or not all(isinstance(s, int) for s in statuses):
        repeated = _find_repeated_status(body, values)
        proofs = proofs if repeated is None else repeated
        statuses = statuses if repeated is None else frozenset(repeated)
        basis = "mention" if repeated is None else "example"
    for value in values:
        yield Sighting(
            path=value.path,
            value=value.value,
            pointer=_extend(body, value.pointer),
            basis=basis,
            statuses=statuses,
            proofs=proofs,
            endpoints=tuple(response.endpoints),
        )


def _extend(body: Place, pointer: Path) -> tuple[str | int, ...]:
    return (*body.pointer, *pointer)


def _find_repeated_status(
    body: Place, values: Iterable[body_values.Value]
) -> dict[int | str, Pointer] | None:
    """Return the status that a body repeats, with its pointer."""
    for value in values:
        key = get_last_key(value.path)
        text = str(value.value)
        is_number = text.isdecimal() and len(text) == len("404") and int(text) in _STATUSES
        if is_number and find_role(key, "integer") == "status":
            return {int(text): _extend(body, value.pointer)}
    return None

"""The view of a provider's example responses, `python/examples/provider.py.jinja`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from errsmith.meaning import naming
from errsmith.meaning.examples import ErrorResponse
from errsmith.meaning.subjects import Subject
from errsmith.runtime.test_kit import shapes
from errsmith.runtime.test_kit.shapes import ChallengeTemplate, Example, Shape, Shown, Slot
from errsmith.targets.python.literals import Call, Name, call, call_of, names_in
from errsmith.targets.text import WIDTH, wrap

_NAMED: Final[Mapping[Slot, str]] = {
    slot: name for name, slot in vars(shapes).items() if isinstance(slot, Slot)
}
"""The names of the runtime's slots."""


@frozen(kw_only=True, eq=False)
class ShapeView:
    """A shape of a response.

    Attributes:
        id: Id of the envelope.
        shape: The `Shape`.
    """

    id: str
    shape: Call


@frozen(kw_only=True, eq=False)
class ExamplesView:
    """A provider's example responses.

    Attributes:
        source: Path of the registry's file, for the header.
        doc: Lines of the module's docstring.
        imports: Names to import from the runtime, sorted.
        shapes: The shapes that an example has.
        examples: The examples, in the order of the file.
    """

    source: str
    doc: tuple[str, ...]
    imports: tuple[str, ...]
    shapes: tuple[ShapeView, ...]
    examples: tuple[Call, ...]


def examples_view(subject: Subject, package: str, source: str) -> ExamplesView:
    """Shape the example responses of one provider."""
    views = [
        (id_, view)
        for id_, first in subject.examples.by_error.items()
        for view in (first, *subject.examples.further[id_])
    ]
    used = {view.envelope for _, view in views}
    shapes_ = tuple(
        ShapeView(id=id_, shape=_shape(shape))
        for id_, shape in subject.examples.shapes.items()
        if id_ in used
    )
    used_names = names_in([view.shape for view in shapes_])
    names = {
        "Example",
        "Shape",
        "Shown",
        *(name.text if isinstance(name, Name) else name.function for name in used_names),
    }
    return ExamplesView(
        source=source,
        doc=_doc(subject, package),
        imports=naming.sort_exports(names),
        shapes=shapes_,
        examples=tuple(_example(id_, view) for id_, view in views),
    )


def _doc(subject: Subject, package: str) -> tuple[str, ...]:
    opening = f"Example responses of the errors of {subject.file.provider.title}."
    kit = f"{package}.testing"
    return (
        *wrap(opening, width=WIDTH - 3),
        "",
        *wrap(
            f"`{kit}.example_responses` gives them. The values in the shapes are made up, but for "
            "the facts of the error that are written into them; what is `Shown` stands like this "
            "on the provider's page."
        ),
    )


def _example(id_: str, view: ErrorResponse) -> Call:
    """Give an example as it is declared."""
    where = {"path": view.path, "scope": view.scope}
    if view.envelope:
        guessed = {} if view.is_status_documented else {"is_status_made_up": True}
        return call(Example, id_, view.envelope, view.status, **guessed, **where)
    made_up = {
        "status": not view.is_status_documented,
        "headers": view.sent_headers != view.headers,
    }
    return call(
        Shown,
        id_,
        view.status,
        headers=view.sent_headers,
        body=tuple(view.body.split("\n")) if view.body else (),
        query=view.query,
        made_up=tuple(part for part, is_so in made_up.items() if is_so),
        **where,
    )


def _shape(shape: Shape) -> Call:
    return call_of(
        shape,
        headers=_literal(shape.headers),
        body=_literal(shape.body),
        query=_literal(shape.query),
    )


def _literal(value: Any) -> Any:
    """Return a part of a shape with the runtime's names for its slots."""
    match value:
        case Slot() if value in _NAMED:
            return Name(_NAMED[value])
        case ChallengeTemplate():
            return call_of(value, parameters=_literal(value.parameters))
        case Mapping():
            return {_literal(key): _literal(inner) for key, inner in value.items()}
        case list():
            return [_literal(inner) for inner in value]
        case _:
            return value

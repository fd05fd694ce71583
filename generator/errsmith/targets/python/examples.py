"""The view of a provider's example responses, `python/examples/provider.py.jinja`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from errsmith.meaning.examples import ErrorResponse
from errsmith.meaning.subjects import Subject
from errsmith.runtime.test_kit import shapes
from errsmith.runtime.test_kit.shapes import ChallengeTemplate, Example, Part, Shown, Slot
from errsmith.targets.python.docstrings import wrap_summary
from errsmith.targets.python.exports import sort_exports
from errsmith.targets.python.literals import Call, Name, convert_to_call, find_names
from errsmith.targets.text import wrap

_SLOT_NAMES: Final[Mapping[Slot, str]] = {
    slot: name for name, slot in vars(shapes).items() if isinstance(slot, Slot)
}
"""The names of the runtime's slots."""


@frozen(kw_only=True, eq=False)
class ShapeView:
    """A shape of a response.

    Attributes:
        id: Id of its envelope.
        shape: The `Shape`.
    """

    id: str
    shape: Call


@frozen(kw_only=True, eq=False)
class ExamplesView:
    """A provider's example responses.

    Attributes:
        source: Path of the registry file, for the header.
        doc: Lines of the module's docstring.
        imports: Sorted names to import from the runtime.
        shapes: The examples' shapes.
        examples: The examples, in registry order.
    """

    source: str
    doc: tuple[str, ...]
    imports: tuple[str, ...]
    shapes: tuple[ShapeView, ...]
    examples: tuple[Call, ...]


def build_examples_view(subject: Subject, package: str, source: str) -> ExamplesView:
    """Build the view of a provider's examples; `source` is the path of its registry file."""
    examples = subject.examples
    responses = [
        (id_, response)
        for id_, first in examples.by_error.items()
        for response in (first, *examples.further[id_])
    ]
    envelopes = {response.envelope for _, response in responses}
    views = tuple(
        ShapeView(
            id=id_,
            shape=convert_to_call(
                shape,
                headers=_name_slots(shape.headers),
                body=_name_slots(shape.body),
                query=_name_slots(shape.query),
            ),
        )
        for id_, shape in examples.shapes.items()
        if id_ in envelopes
    )
    names = {
        name.text if isinstance(name, Name) else name.function
        for name in find_names([view.shape for view in views])
    }
    return ExamplesView(
        source=source,
        doc=_write_docstring(subject, package),
        imports=sort_exports({"Example", "Shape", "Shown", *names}),
        shapes=views,
        examples=tuple(convert_to_call(_build_example(*pair)) for pair in responses),
    )


def _write_docstring(subject: Subject, package: str) -> tuple[str, ...]:
    return (
        *wrap_summary(f"Example responses for the errors of {subject.file.provider.title}."),
        "",
        *wrap(
            f"Get them from `{package}.testing.example_responses`. The values in the shapes are "
            "made up, except for the error's facts that are filled in. A `Shown` response is from "
            "the provider's page, apart from its `made_up` parts."
        ),
    )


def _build_example(id_: str, response: ErrorResponse) -> Example | Shown:
    if response.envelope:
        return Example(
            id_,
            response.envelope,
            response.status,
            is_status_made_up=not response.is_status_documented,
            path=response.path,
            scope=response.scope,
        )
    made_up: list[Part] = []
    if not response.is_status_documented:
        made_up.append("status")
    if response.sent_headers != response.headers:
        made_up.append("headers")
    return Shown(
        id_,
        response.status,
        headers=response.sent_headers,
        body=tuple(response.body.split("\n")) if response.body else (),
        query=response.query,
        made_up=tuple(made_up),
        path=response.path,
        scope=response.scope,
    )


def _name_slots(value: Any) -> Any:
    """Return a part of a shape with each slot replaced by its name in the runtime."""
    match value:
        case Slot() if value in _SLOT_NAMES:
            return Name(_SLOT_NAMES[value])
        case ChallengeTemplate():
            return convert_to_call(value, parameters=_name_slots(value.parameters))
        case Mapping():
            return {_name_slots(key): _name_slots(inner) for key, inner in value.items()}
        case list():
            return [_name_slots(inner) for inner in value]
        case _:
            return value

"""Examples in the registry: each is read as the error it stands at."""

from __future__ import annotations

from collections.abc import Iterator

from errsmith.reading import Entry, catalog_of
from errsmith.registry import Subject
from errsmith.rules.rule import Spot, lint
from errsmith.runtime.decoding import decode
from errsmith.runtime.wire import Wire
from errsmith.wording import quote


@lint("R401", "example-misread")
def example_misread(subject: Subject) -> Iterator[Spot]:
    """An example is not read as the error it stands at.

    Why: the file says how a response is read; an example that is read otherwise shows a slip in
    the envelopes, in the code or in the example.
    Mend: correct whichever is wrong.
    """
    catalog = None
    for id_, error in subject.file.errors.items():
        if error.example is None:
            continue
        catalog = catalog or catalog_of(subject.file)
        shown = error.example
        wire = Wire(shown.status, decode(shown.body), shown.headers, shown.query)
        match = catalog.identify(wire, next(iter(error.scope), None))
        if match.error is None or match.error.id != id_:
            yield Spot(
                ("errors", id_, "example"),
                "value",
                f"the example is read as {_read_as(match.error, match.code)}, "
                f"expected {quote(id_)}",
            )


def _read_as(error: Entry | None, code: str | None) -> str:
    if error is not None:
        return f"the error {quote(error.id)}"
    return "no code at all" if code is None else f"the undocumented code {quote(code)}"


RULES = (example_misread,)

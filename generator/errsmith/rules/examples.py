"""Examples in the registry: each is read as the error it stands at."""

from __future__ import annotations

from collections.abc import Iterator

from errsmith.model import ExampleDef
from errsmith.reading import Entry, catalog_of
from errsmith.registry import Subject
from errsmith.rules.rule import Spot, lint
from errsmith.runtime.catalog import Match
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
        if error.example is None or not _is_readable(subject, id_):
            continue
        catalog = catalog or catalog_of(subject.resolution)
        shown = error.example
        wire = Wire(shown.status, decode(shown.body), shown.headers, shown.query)
        match = catalog.identify(wire, next(iter(error.scope), None))
        if match.error is None or match.error.id != id_:
            found = _read_as(match.error, match.code)
            message = f"found an example {found}, expected one of the error {quote(id_)}"
            hint = _read_by(subject, shown, match)
            yield Spot(("errors", id_, "example"), "value", message, hint)


def _is_readable(subject: Subject, id_: str) -> bool:
    """Tell whether all that decides how an example is read is as it was meant."""
    keys = ("code", "aliases", "scope", "group", "status", "example")
    return all(subject.is_sound(table) for table in ("envelopes", "scopes", "groups")) and all(
        subject.is_sound("errors", id_, key) for key in keys
    )


def _read_as(error: Entry | None, code: str | None) -> str:
    if error is not None:
        return f"of the error {quote(error.id)}"
    return "without a code" if code is None else f"of the undocumented code {quote(code)}"


def _read_by(subject: Subject, shown: ExampleDef, match: Match[Entry]) -> str:
    """Say how the example was read."""
    if match.envelope is not None:
        return f"it was read with the envelope {quote(match.envelope.id)}"
    if shown.body is not None and not isinstance(decode(shown.body), (dict, list)):
        return "its body is neither a JSON object nor a JSON list"
    if match.fitting:
        tried = " and ".join(quote(envelope.id) for envelope in match.fitting)
        return f"it was read with {tried}, and no code was found"
    if subject.file.envelopes:
        return "no envelope is read: `when` and `scope` of each say otherwise"
    return "the file has no [[envelopes]]"


RULES = (example_misread,)

"""Rules about responses that are not read as the file says."""

from __future__ import annotations

from collections.abc import Iterator

from errsmith.lint.rules.rule import define_rule
from errsmith.meaning.catalog import CatalogEntry
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Finding, KeyPath, Related
from errsmith.registry.model import ExampleDef
from errsmith.registry.wording import quote
from errsmith.runtime.reading.catalog import Catalog, Match
from errsmith.runtime.wire.decoding import decode
from errsmith.runtime.wire.wire import Wire


@define_rule("R401", "example-misread")
def example_misread(subject: Subject) -> Iterator[Finding]:
    """An example is not read as the error it belongs to, or not by the envelope that it names.

    Why: the file says how responses are read. If an example is read differently, the envelopes, the
    code or the example contain a mistake.
    Fix: correct the one that is wrong.
    """
    for id_, position, example in _list_examples(subject):
        at = subject.document.get_item_path(("errors", id_, "example"), position)
        if not _is_readable(subject, id_, at):
            continue
        catalog = subject.catalog
        wire = Wire(example.status, decode(example.body), example.headers, example.query)
        scope = next(iter(subject.file.errors[id_].scope), None)
        match = catalog.identify(wire, scope)
        if match.error is None or match.error.id != id_:
            found = _describe_match(match)
            message = f"this example is read as {found}, expected the error {quote(id_)}"
            yield Finding(at, "value", message, _explain_reading(subject, example, match))
        elif match.envelope is not None and example.envelope not in (None, match.envelope.id):
            expected = f"expected {quote(example.envelope or '')}"
            message = f"this example is read by the envelope {quote(match.envelope.id)}, {expected}"
            hint = "A response is read by the first envelope that fits and finds a code"
            yield Finding((*at, "envelope"), "value", message, hint)
        elif example.query is None and _is_success(catalog, match, example.status):
            message = f"found an example with status {example.status}, which counts as a success"
            hint = "Add the status to `when.status` of the envelope that reads it"
            yield Finding((*at, "status"), "value", message, hint)


def _is_success(
    catalog: Catalog[CatalogEntry], match: Match[CatalogEntry], status: int | None
) -> bool:
    """Return whether `raise_for_error` does not raise for a response."""
    return status is not None and not (
        catalog.can_be_error(status) and catalog.is_error(match, status)
    )


@define_rule("R402", "unread-error", allowable=True)
def unread_error(subject: Subject) -> Iterator[Finding]:
    """No response is read as this error.

    Why: its class is never raised, so `except` clauses for it never catch anything. Files without
    envelopes are not checked, because `from_code` finds their errors.
    Fix: correct the error, or the envelope that should read it.
    """
    if not subject.file.envelopes:
        return
    for id_ in subject.resolution.errors:
        if not _is_readable(subject, id_):
            continue
        refusals = subject.reach.refusals.get(id_, ())
        keys = {refusal.key for refusal in refusals}
        if refusals:
            key = next(iter(keys)) if len(keys) == 1 else "code"
            reasons = (
                f"The envelope {quote(refusal.envelope)} {refusal.reason}" for refusal in refusals
            )
            message = f"no response is read as the error {quote(id_)}"
            yield Finding(("errors", id_, key), "value", message, ". ".join(reasons))


@define_rule("R403", "unread-status", allowable=True)
def unread_status(subject: Subject) -> Iterator[Finding]:
    """An error lists a status, but no response with that status is read as this error.

    Why: `raise_for_error` treats 200 to 299 as success unless the envelope that finds the code
    lists the status in `when`. An envelope with `when.status` reads no other statuses.
    Fix: add the status to `when` of the envelope that reads the error, or correct the status.
    """
    for id_, error in subject.file.errors.items():
        if not subject.file.envelopes or not _is_readable(subject, id_):
            continue
        unread = subject.reach.unread.get(id_, ())
        for position, status in enumerate(error.status):
            if status in unread:
                at = subject.document.get_item_path(("errors", id_, "status"), position)
                message = f"no response with status {status} is read as the error {quote(id_)}"
                yield Finding(at, "value", message, _suggest_listing(subject, id_, status))


def _suggest_listing(subject: Subject, id_: str, status: int | str) -> str:
    """Return how to let the envelope of an error's example also read a status."""
    read_with = subject.examples.by_error[id_].envelope
    envelopes = {envelope.id: envelope for envelope in subject.file.envelopes}
    envelope = envelopes.get(read_with)
    if envelope is None or not envelope.when.status:
        listed = status if isinstance(status, int) else quote(status)
        return f'Add `when = {{ status = [{listed}, "4xx", "5xx"] }}` to its envelope'
    return f"Add it to `when.status` of the envelope {quote(envelope.id)}"


@define_rule("R404", "unreached-envelope", allowable=True)
def unreached_envelope(subject: Subject) -> Iterator[Finding]:
    """An envelope is never used to read a response.

    Why: an earlier envelope reads every such response, or no status fits. Its fields are never set.
    Fix: put the envelope with more conditions first, make the conditions mutually exclusive, or
    remove the envelope.
    """
    is_sound = all(subject.is_sound(table) for table in ("envelopes", "scopes", "errors"))
    if not subject.file.envelopes or not is_sound:
        return
    positions = {envelope.id: i for i, envelope in enumerate(subject.file.envelopes)}
    for id_, first in subject.reach.unreached.items():
        message = f"the envelope {quote(id_)} is never used to read a response"
        reads_status = subject.file.envelopes[positions[id_]].code.status
        hint = "The envelope reads no status from 200 to 599"
        if reads_status:
            hint = "None of the statuses that the envelope reads is a documented code"
        places: tuple[Related, ...] = ()
        if first is not None:
            hint = "Reorder them, remove one, or make their conditions mutually exclusive"
            at: KeyPath = ("envelopes", positions[first])
            places = (Related((*at, "id"), "value", "this envelope reads such responses"),)
        yield Finding(("envelopes", positions[id_], "id"), "value", message, hint, places)


def _list_examples(subject: Subject) -> Iterator[tuple[str, int, ExampleDef]]:
    for id_, error in subject.file.errors.items():
        for position, example in enumerate(error.example):
            yield id_, position, example


def _is_readable(subject: Subject, id_: str, example: KeyPath | None = None) -> bool:
    """Return whether everything that determines how an error is read is sound.

    This includes all its examples, or only the one at `example`.
    """
    keys = ("code", "aliases", "scope", "group", "status")
    places: list[KeyPath] = [("errors", id_, key) for key in keys]
    places.append(example or ("errors", id_, "example"))
    return all(subject.is_sound(table) for table in ("envelopes", "scopes", "groups")) and all(
        subject.is_sound(*place) for place in places
    )


def _describe_match(match: Match[CatalogEntry]) -> str:
    if match.error is not None:
        return f"the error {quote(match.error.id)}"
    if match.candidates:
        return f"{' or '.join(quote(entry.id) for entry in match.candidates)}"
    code = match.code
    return (
        "an error without a code"
        if code is None
        else f"an error with the undocumented code {quote(code)}"
    )


def _explain_reading(subject: Subject, example: ExampleDef, match: Match[CatalogEntry]) -> str:
    """Return how the example was read."""
    if match.envelope is not None:
        return f"It was read by the envelope {quote(match.envelope.id)}"
    if example.body is not None and not isinstance(decode(example.body), (dict, list)):
        return "Its body is not a JSON object or a JSON array"
    if match.fitting_envelopes:
        tried = " and ".join(quote(envelope.id) for envelope in match.fitting_envelopes)
        plural = "s" * (len(match.fitting_envelopes) > 1)
        return f"The envelope{plural} {tried} found no code"
    if subject.file.envelopes:
        return "No envelope fits: check `when` and `scope` of each"
    return "The file has no `[[envelopes]]`"


RULES = (example_misread, unread_error, unread_status, unreached_envelope)

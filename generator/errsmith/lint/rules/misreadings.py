"""Examples, errors, statuses and envelopes that are not read as the file says."""

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
    """An example is not read as the error it stands at, or not by the envelope that it names.

    Why: the file says how a response is read; an example that is read otherwise shows a slip in
    the envelopes, in the code or in the example.
    Mend: correct whichever is wrong.
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
            message = f"found an example {found}, expected one of the error {quote(id_)}"
            yield Finding(at, "value", message, _explain_reading(subject, example, match))
        elif match.envelope is not None and example.envelope not in (None, match.envelope.id):
            expected = f"expected it to be read with {quote(example.envelope or '')}"
            message = f"found an example that is read with {quote(match.envelope.id)}, {expected}"
            hint = "the first envelope that fits and has a code reads a response"
            yield Finding((*at, "envelope"), "value", message, hint)
        elif example.query is None and _is_success(catalog, match, example.status):
            message = f"found an example of status {example.status}, which is taken for a success"
            hint = "list the status in when.status of the envelope that reads it"
            yield Finding((*at, "status"), "value", message, hint)


def _is_success(
    catalog: Catalog[CatalogEntry], match: Match[CatalogEntry], status: int | None
) -> bool:
    """Return whether `raise_for_error` raises nothing for a response."""
    return status is not None and not (
        catalog.can_be_error(status) and catalog.is_error(match, status)
    )


@define_rule("R402", "unread-error", allowable=True)
def unread_error(subject: Subject) -> Iterator[Finding]:
    """No response is read as an error.

    Why: its class is never raised, and `except` clauses for it catch nothing. A file without
    envelopes has no such errors: `from_code` finds them.
    Mend: correct the error, or the envelope that should read it.
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
                f"the envelope {quote(refusal.envelope)} {refusal.reason}" for refusal in refusals
            )
            message = f"found the error {quote(id_)}, which no response is read as"
            yield Finding(("errors", id_, key), "value", message, "; ".join(reasons))


@define_rule("R403", "unread-status", allowable=True)
def unread_status(subject: Subject) -> Iterator[Finding]:
    """An error has a status at which no response is taken for it.

    Why: `raise_for_error` takes a response of 200 to 299 for a success unless the envelope that has
    the code lists the status in `when`, and an envelope with `when.status` is read at no other.
    Mend: add the status to `when` of the envelope that the error arrives in, or correct it.
    """
    for id_, error in subject.file.errors.items():
        if not subject.file.envelopes or not _is_readable(subject, id_):
            continue
        unread = subject.reach.unread.get(id_, ())
        for position, status in enumerate(error.status):
            if status in unread:
                at = subject.document.get_item_path(("errors", id_, "status"), position)
                message = f"found status {status}, at which no response is taken for this error"
                yield Finding(at, "value", message, _suggest_listing(subject, id_, status))


def _suggest_listing(subject: Subject, id_: str, status: int | str) -> str:
    """Return how the envelope of an error's example is read at another status, too."""
    read_with = subject.examples.by_error[id_].envelope
    envelopes = {envelope.id: envelope for envelope in subject.file.envelopes}
    envelope = envelopes.get(read_with)
    if envelope is None or not envelope.when.status:
        listed = status if isinstance(status, int) else quote(status)
        return f'give its envelope when = {{ status = [{listed}, "4xx", "5xx"] }}'
    return f"add it to when.status of the envelope {quote(envelope.id)}"


@define_rule("R404", "unreached-envelope", allowable=True)
def unreached_envelope(subject: Subject) -> Iterator[Finding]:
    """An envelope reads no response.

    Why: one that stands before it reads every such response first, or no status fits it; so its
    fields stay unset.
    Mend: put the one with more conditions first, make the conditions exclude each other, or leave
    it out.
    """
    is_sound = all(subject.is_sound(table) for table in ("envelopes", "scopes", "errors"))
    if not subject.file.envelopes or not is_sound:
        return
    positions = {envelope.id: i for i, envelope in enumerate(subject.file.envelopes)}
    for id_, first in subject.reach.unreached.items():
        message = f"found the envelope {quote(id_)}, which reads no response"
        reads_status = subject.file.envelopes[positions[id_]].code.status
        hint = "it is read at no status from 200 to 599"
        if reads_status:
            hint = "no documented code is a status that it is read at"
        places: tuple[Related, ...] = ()
        if first is not None:
            hint = "leave one of the two out, or make their conditions exclude each other"
            at: KeyPath = ("envelopes", positions[first])
            places = (Related((*at, "id"), "value", "this one reads such responses"),)
        yield Finding(("envelopes", positions[id_], "id"), "value", message, hint, places)


def _list_examples(subject: Subject) -> Iterator[tuple[str, int, ExampleDef]]:
    for id_, error in subject.file.errors.items():
        for position, example in enumerate(error.example):
            yield id_, position, example


def _is_readable(subject: Subject, id_: str, example: KeyPath | None = None) -> bool:
    """Return whether everything that determines how an error is read is sound.

    Of its examples all count, or the one at a place.
    """
    keys = ("code", "aliases", "scope", "group", "status")
    places: list[KeyPath] = [("errors", id_, key) for key in keys]
    places.append(example or ("errors", id_, "example"))
    return all(subject.is_sound(table) for table in ("envelopes", "scopes", "groups")) and all(
        subject.is_sound(*place) for place in places
    )


def _describe_match(match: Match[CatalogEntry]) -> str:
    if match.error is not None:
        return f"of the error {quote(match.error.id)}"
    if match.candidates:
        return f"that can be {' or '.join(quote(entry.id) for entry in match.candidates)}"
    code = match.code
    return "without a code" if code is None else f"of the undocumented code {quote(code)}"


def _explain_reading(subject: Subject, example: ExampleDef, match: Match[CatalogEntry]) -> str:
    """Return how the example was read."""
    if match.envelope is not None:
        return f"it was read with the envelope {quote(match.envelope.id)}"
    if example.body is not None and not isinstance(decode(example.body), (dict, list)):
        return "its body is neither a JSON object nor a JSON list"
    if match.fitting_envelopes:
        tried = " and ".join(quote(envelope.id) for envelope in match.fitting_envelopes)
        return f"it was read with {tried}, and no code was found"
    if subject.file.envelopes:
        return "no envelope is read: `when` and `scope` of each say otherwise"
    return "the file has no [[envelopes]]"


RULES = (example_misread, unread_error, unread_status, unreached_envelope)

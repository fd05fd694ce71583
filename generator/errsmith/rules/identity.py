"""Codes that are one error, and errors that are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from errsmith import resolution
from errsmith.diagnostics import KeyPath, Of
from errsmith.registry import Subject
from errsmith.rules.rule import Spot, lint, related
from errsmith.runtime import globs
from errsmith.runtime.places import same
from errsmith.wording import quote


@lint("R221", "duplicate-identity")
def duplicate_identity(subject: Subject) -> Iterator[Spot]:
    """Two errors share a code and nothing tells them apart.

    Why: a response with that code would be of two classes. Aliases and folded spellings count.
    Mend: give the two scopes, groups or statuses that do not overlap, or make them one error.
    """
    folds = {fold for one in subject.file.envelopes for fold in one.code.fold}
    spelled: dict[str, list[tuple[str, KeyPath]]] = {}
    for id_ in subject.file.errors:
        for code, at in _spellings(subject, id_):
            spelled.setdefault(same(code, folds), []).append((id_, at))
    reported: set[frozenset[str]] = set()
    for places in spelled.values():
        for (one, first), (other, second) in combinations(places, 2):
            pair = frozenset((one, other))
            if one != other and pair not in reported and not _told_apart(subject, one, other):
                reported.add(pair)
                code = quote(resolution.code_of(subject.file, other))
                yield Spot(
                    second,
                    _of(second),
                    f"found {code} a second time, expected scopes, groups or statuses that differ",
                    "state what tells the two errors apart, or make them one",
                    (related(first, _of(first), f"{quote(one)} has the same code"),),
                )


def _of(at: KeyPath) -> Of:
    return "table" if len(at) == 2 else "value"  # noqa: PLR2004 - ("errors", id)


def _spellings(subject: Subject, id_: str) -> Iterator[tuple[str, KeyPath]]:
    error = subject.file.errors[id_]
    at: KeyPath = ("errors", id_)
    yield resolution.code_of(subject.file, id_), at if error.code is None else (*at, "code")
    for position, alias in enumerate(error.aliases):
        yield alias, (*at, "aliases", position)


def _told_apart(subject: Subject, one: str, other: str) -> bool:
    first, second = subject.file.errors[one], subject.file.errors[other]
    if first.scope and second.scope and not set(first.scope) & set(second.scope):
        return True
    if first.group and second.group and first.group != second.group:
        return True
    both = bool(first.status and second.status)
    return both and not resolution.overlap(first.status, second.status)


@lint("R222", "needless-alias")
def needless_alias(subject: Subject) -> Iterator[Spot]:
    """An alias is the error's own code.

    Why: it says nothing, and hides a slip in the alias that was meant.
    Mend: correct it or leave it out.
    """
    for id_, error in subject.file.errors.items():
        for position, alias in enumerate(error.aliases):
            if alias == resolution.code_of(subject.file, id_):
                message = f"found the error's own code {quote(alias)}, expected another spelling"
                yield Spot(("errors", id_, "aliases", position), "value", message)


@lint("R223", "ambiguous-group")
def ambiguous_group(subject: Subject) -> Iterator[Spot]:
    """A code fits the globs of two groups equally well.

    Why: the error belongs to one family at the most.
    Mend: state `group`, or make one of the globs more exact.
    """
    for id_, error in subject.file.errors.items():
        code = resolution.code_of(subject.file, id_)
        fitting = {
            group: max(
                globs.literal_length(glob) for glob in one.match if globs.matches(glob, code)
            )
            for group, one in subject.file.groups.items()
            if any(globs.matches(glob, code) for glob in one.match)
        }
        most = [group for group, length in fitting.items() if length == max(fitting.values())]
        if error.group is None and len(most) > 1:
            names = " and ".join(quote(group) for group in most)
            message = f"found {quote(code)} in the groups {names}, expected one of them"
            globs_ = tuple(related(("groups", g, "match"), "value", "this fits") for g in most)
            yield Spot(("errors", id_), "table", message, "state group", globs_)


@lint("R224", "repeated-envelope")
def repeated_envelope(subject: Subject) -> Iterator[Spot]:
    """Two envelopes have the same id.

    Why: findings and tables name envelopes by it.
    Mend: rename one of them.
    """
    first: dict[str, int] = {}
    for position, envelope in enumerate(subject.file.envelopes):
        before = first.setdefault(envelope.id, position)
        if before != position:
            message = f"found {quote(envelope.id)} a second time, expected another id"
            where = related(("envelopes", before, "id"), "value", "the first one")
            yield Spot(("envelopes", position, "id"), "value", message, None, (where,))


RULES = (duplicate_identity, needless_alias, ambiguous_group, repeated_envelope)

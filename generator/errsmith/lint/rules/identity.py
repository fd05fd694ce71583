"""Rules about the identity of errors: codes, aliases, groups."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from errsmith.lint.rules.rule import define_rule
from errsmith.meaning.resolution import has_common_status
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Finding, KeyPath, Related
from errsmith.registry.model import ErrorDef
from errsmith.registry.wording import quote
from errsmith.runtime.reading.places import fold_spelling


@define_rule("R221", "duplicate-identity")
def duplicate_identity(subject: Subject) -> Iterator[Finding]:
    """Two errors have the same code and nothing tells them apart.

    Why: a response with that code would match two classes. Aliases and folded spellings count.
    Fix: give the two errors scopes, groups or statuses that do not overlap, or merge them.
    """
    folds = {fold for envelope in subject.file.envelopes for fold in envelope.code.fold}
    spelled: dict[str, _SpellingIndex] = {}
    reported: set[tuple[str, str]] = set()
    for position, (id_, error) in enumerate(subject.file.errors.items()):
        if not all(subject.is_sound("errors", id_, key) for key in _IDENTITY):
            continue
        for second in _list_spellings(subject, id_, position):
            index = spelled.setdefault(fold_spelling(second.code, folds), _SpellingIndex())
            clashes = [
                next((near for near in spellings if _is_clash(subject, near.id, id_)), None)
                for spellings in index.find_near(error)
            ]
            first = min(filter(None, clashes), key=lambda clash: clash.position, default=None)
            index.add(second, error)
            if first is None or (first.id, second.id) in reported:
                continue
            reported.add((first.id, second.id))
            code, before = quote(second.code), quote(first.code)
            also = (
                "also has this code"
                if code == before
                else f"has {before}, which is read the same way"
            )
            yield Finding(
                second.at,
                "value",
                f"found code {code} in a second error, expected other scopes, groups or statuses",
                "Add a scope, a group or a status that tells the two errors apart, or merge them",
                (Related(first.at, "value", f"the error {quote(first.id)} {also}"),),
            )


@frozen
class _Spelling:
    """A code or an alias of an error, the error's position, and the place of the code or alias."""

    id: str
    position: int
    code: str
    at: KeyPath


class _SpellingIndex:
    """The spellings of a code by scope and group, so that only a few need to be compared."""

    def __init__(self) -> None:
        self._by_scope: dict[str | None, dict[str | None, list[_Spelling]]] = {}

    def add(self, spelling: _Spelling, error: ErrorDef) -> None:
        for scope in error.scope or (None,):
            self._by_scope.setdefault(scope, {}).setdefault(error.group, []).append(spelling)

    def find_near(self, error: ErrorDef) -> Iterator[list[_Spelling]]:
        """Yield spellings that neither scope nor group distinguishes from an error, in order."""
        for scope in (*error.scope, None) if error.scope else self._by_scope:
            by_group = self._by_scope.get(scope, {})
            for group in (error.group, None) if error.group else by_group:
                yield by_group.get(group, [])


_SHOWN = 10
"""Maximum number of groups in a finding."""

_IDENTITY = ("code", "aliases", "scope", "group", "status")
"""Keys that distinguish an error from others."""


def _list_spellings(subject: Subject, id_: str, position: int) -> Iterator[_Spelling]:
    error = subject.resolution.errors[id_]
    yield _Spelling(id_, position, error.code, ("errors", id_, "code"))
    for number, alias in enumerate(error.definition.aliases):
        yield _Spelling(id_, position, alias, ("errors", id_, "aliases", number))


def _is_clash(subject: Subject, id_: str, other: str) -> bool:
    """Return whether nothing distinguishes two errors with the same code."""
    first, second = subject.file.errors[id_], subject.file.errors[other]
    if first.scope and second.scope and set(first.scope).isdisjoint(second.scope):
        return False
    if first.group and second.group and first.group != second.group:
        return False
    if first.status and second.status and not has_common_status(first.status, second.status):
        return False
    return id_ != other


@define_rule("R222", "needless-alias", allowable=True)
def needless_alias(subject: Subject) -> Iterator[Finding]:
    """An alias is the error's own code.

    Why: it has no effect, and another alias was probably meant.
    Fix: correct or remove it.
    """
    for id_, error in subject.resolution.errors.items():
        for position, alias in enumerate(error.definition.aliases):
            if alias == error.code and subject.is_sound("errors", id_, "code"):
                message = f"found the error's own code {quote(alias)}, expected another spelling"
                at = ("errors", id_, "aliases", position)
                yield Finding(at, "value", message, "Correct or remove it")


@define_rule("R223", "ambiguous-group", allowable=True)
def ambiguous_group(subject: Subject) -> Iterator[Finding]:
    """A code matches the globs of several groups equally well.

    Why: an error belongs to at most one group.
    Fix: add `group`, or make one of the globs more specific.
    """
    for id_, error in subject.resolution.errors.items():
        if error.group is not None:
            continue
        most = subject.resolution.group_globs.find_best(error.code)
        keys = ("group", "code")
        is_sound = all(subject.is_sound("errors", id_, key) for key in keys)
        if len(most) > 1 and is_sound:
            shown = most[:_SHOWN]
            names = " and ".join(quote(group) for group in shown)
            names += f" and {len(most) - len(shown)} more" if len(most) > len(shown) else ""
            message = f"found {quote(error.code)} in the groups {names}, expected one group"
            where = tuple(
                Related(("groups", g, "match"), "value", "this glob matches") for g in shown
            )
            hint = f"Add `group = {quote(most[0])}` or another group"
            yield Finding(("errors", id_, "group"), "table", message, hint, where)


@define_rule("R224", "repeated-envelope")
def repeated_envelope(subject: Subject) -> Iterator[Finding]:
    """Two envelopes have the same id.

    Why: findings and tables refer to envelopes by id.
    Fix: rename one of them.
    """
    first: dict[str, int] = {}
    for position, envelope in enumerate(subject.file.envelopes):
        before = first.setdefault(envelope.id, position)
        if before != position:
            message = f"found id {quote(envelope.id)} a second time, expected a different id"
            where = Related(("envelopes", before, "id"), "value", "first used here")
            at = ("envelopes", position, "id")
            yield Finding(at, "value", message, "Rename one of them", (where,))


RULES = (duplicate_identity, needless_alias, ambiguous_group, repeated_envelope)

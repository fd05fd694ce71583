"""A new error: what its code and statuses imply, and the edit that adds its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from attrs import evolve, frozen

from errsmith.meaning import naming
from errsmith.meaning.class_names import choose_class, list_classes
from errsmith.meaning.resolution import ResolvedError, resolve
from errsmith.meaning.subjects import Subject
from errsmith.registry.drafting import print_long
from errsmith.registry.editing import Editor
from errsmith.registry.layout import ERRORS, find_line_end
from errsmith.registry.model import (
    UNWRITTEN_SUMMARY,
    ErrorDef,
    Kind,
    Statuses,
    Texts,
    WireCode,
)
from errsmith.registry.printing import Verbatim
from errsmith.registry.source import read_document

INFERRED: Final = ("class", "group", "category", "kind")
"""The keys that a code and its statuses can imply."""


@frozen(kw_only=True)
class NewError:
    """The values of a new error that were passed; None and () for the others.

    Attributes:
        id: The id of its table.
        code: The code as sent.
        class_: Its class.
        scope: The ids of its scopes.
        group: The id of its group.
        category: The id of its category.
        status: Its statuses.
        kind: Its kind.
        retry: The documented retry advice, in one word.
        summary: What happened.
        causes: Why it happens.
        fix: What to do about it.
        source: The id of its source.
    """

    id: str
    code: str
    class_: str | None = None
    scope: tuple[str, ...] = ()
    group: str | None = None
    category: str | None = None
    status: tuple[int | str, ...] = ()
    kind: str | None = None
    retry: str | None = None
    summary: str = UNWRITTEN_SUMMARY
    causes: tuple[str, ...] = ()
    fix: str | None = None
    source: str | None = None


@frozen(kw_only=True)
class Conclusion:
    """A value that an error has.

    Attributes:
        value: The value, None if the error has none.
        reason: Where it comes from.
        is_stated: Whether the error's table has to state it.
    """

    value: str | None
    reason: str
    is_stated: bool = False


def conclude(subject: Subject, new: NewError) -> dict[str, Conclusion]:
    """Return the class, group, category and kind of a new error, by key.

    A value that equals the implied one is not stated.
    """
    return {
        "class": _conclude_class(subject, new),
        "group": _conclude_group(subject, new),
        "category": _conclude_category(subject, new),
        "kind": _conclude_kind(subject, new),
    }


def _resolve(subject: Subject, new: NewError) -> ResolvedError:
    """Return a new error as the file would have it."""
    error = ErrorDef(
        summary=new.summary,
        code=None if new.code == new.id else WireCode(new.code),
        class_=new.class_,
        scope=Texts(new.scope),
        group=new.group,
        category=new.category,
        status=Statuses(new.status),
        kind=None if new.kind is None else Kind(new.kind),
        source=new.source,
    )
    # Other errors do not affect how this one is resolved.
    file = evolve(subject.file, errors={new.id: error})
    return resolve(file, subject.acronyms).errors[new.id]


def _conclude_class(subject: Subject, new: NewError) -> Conclusion:
    derived = naming.build_class_name(new.id, subject.acronyms)
    group = _resolve(subject, new).group
    needed = choose_class(subject, new.id, group, list_classes(subject))
    if needed is None and new.class_ in {None, derived}:
        return Conclusion(value=derived, reason="from the id")
    if new.class_ is not None:
        return Conclusion(value=new.class_, reason="stated", is_stated=True)
    unfit = naming.explain_unfit_derived_class(derived)
    why = f"{derived} {'is taken' if unfit is None else unfit}"
    return Conclusion(value=needed, reason=f"chosen, because {why}", is_stated=True)


def _conclude_group(subject: Subject, new: NewError) -> Conclusion:
    implied = _resolve(subject, evolve(new, group=None)).group
    if new.group not in {None, implied}:
        return Conclusion(value=new.group, reason="stated", is_stated=True)
    if implied is None:
        return Conclusion(value=None, reason="no `match` fits the code")
    globs = " or ".join(subject.file.groups[implied].match)
    return Conclusion(value=implied, reason=f"because the code matches {globs}")


def _conclude_category(subject: Subject, new: NewError) -> Conclusion:
    implied = _resolve(subject, evolve(new, category=None)).category
    if new.category not in {None, implied}:
        return Conclusion(value=new.category, reason="stated", is_stated=True)
    if implied is None:
        return Conclusion(value=None, reason="no category lists its status")
    return Conclusion(value=implied, reason=f"because of status {_list(new.status)}")


def _conclude_kind(subject: Subject, new: NewError) -> Conclusion:
    kinds = _resolve(subject, evolve(new, kind=None)).kinds
    implied = kinds[0] if len(kinds) == 1 else None
    if new.kind not in {None, implied}:
        return Conclusion(value=new.kind, reason="stated", is_stated=True)
    if implied is not None:
        alone = evolve(subject, file=evolve(subject.file, groups={}))
        is_by_status = _resolve(alone, evolve(new, kind=None)).kinds == kinds
        group = _resolve(subject, new).group
        reason = f"status {_list(new.status)}" if is_by_status else f"group {group}"
        return Conclusion(value=implied, reason=f"because of {reason}")
    if kinds:
        return Conclusion(value=None, reason=f"its statuses allow {' and '.join(kinds)}")
    return Conclusion(value=None, reason="neither its status nor its group implies one")


def _list(statuses: Sequence[int | str]) -> str:
    return ", ".join(map(str, statuses))


def build_values(subject: Subject, new: NewError) -> dict[str, Any]:
    """Return the keys of the error's table, in the order of the manual, without implied ones."""
    conclusions = conclude(subject, new)
    stated = {key: each.value if each.is_stated else None for key, each in conclusions.items()}
    first_source = next(iter(subject.file.sources))
    values = {
        "code": None if new.code == new.id else new.code,
        "class": stated["class"],
        "scope": _shorten(new.scope),
        "group": stated["group"],
        "category": stated["category"],
        "status": _shorten(new.status),
        "kind": stated["kind"],
        "retry": _build_retry(subject, new),
        "summary": new.summary,
        "causes": list(new.causes),
        "fix": new.fix,
        "source": None if new.source == first_source else new.source,
    }
    return {key: value for key, value in values.items() if value not in (None, [])}


def _build_retry(subject: Subject, new: NewError) -> dict[str, str] | None:
    """Return documented retry advice, None if there is none or its group or category has it."""
    inherited = _resolve(subject, new).retry
    if new.retry is None or (inherited is not None and inherited[0].documented == new.retry):
        return None
    return {"documented": new.retry}


def _shorten(items: Sequence[Any]) -> Any:
    """Return a single item or a list, as the registry writes one or more."""
    return items[0] if len(items) == 1 else list(items)


def find_neighbor(subject: Subject, group: str | None) -> str | None:
    """Return the last error of a group, after which a new one is added; None for the end."""
    members = [id_ for id_, e in subject.resolution.errors.items() if e.group == group]
    return members[-1] if group is not None and members else None


def insert_error(subject: Subject, new: NewError, after: str | None = None) -> str:
    """Return the text of the provider's file with a new error.

    Args:
        subject: The provider.
        new: The error.
        after: The error above it, None for the last one of its group.

    Raises:
        EditError: The error cannot be placed.
    """
    values = build_values(subject, new)
    end = find_line_end(subject.document.text)
    wrapped = {
        key: Verbatim(print_long(key, value).replace("\n", end), value)
        for key, value in values.items()
    }
    editor = Editor(subject.document.text)
    group = _resolve(subject, new).group
    is_empty = not subject.file.errors
    neighbor = after or (None if is_empty else find_neighbor(subject, group))
    editor.add_error(new.id, wrapped, after=neighbor)
    return editor.text


def find_line(text: str, new: NewError) -> int:
    """Return the line of the error's table in the new text."""
    document, _ = read_document("", text)
    return document.find_span((ERRORS, new.id), "table").start.line

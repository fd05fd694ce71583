"""`errsmith new error`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from errsmith import lint as linting
from errsmith.characters import escape
from errsmith.commands import FINDINGS, FINE
from errsmith.commands.additions import (
    accept_findings,
    check_registry,
    name_registry,
    show_patch,
    write_file,
)
from errsmith.commands.console import put, report_errors, say
from errsmith.commands.prompting import ask, is_interactive
from errsmith.meaning import naming
from errsmith.meaning.class_names import list_classes
from errsmith.meaning.subjects import Registry, Subject
from errsmith.output import OutputError
from errsmith.registry.editing import EditError
from errsmith.registry.layout import ERRORS
from errsmith.registry.loading import PROVIDERS, RegistryError
from errsmith.registry.model import ADVICE, UNWRITTEN_SUMMARY
from errsmith.registry.scalars import FIRST_STATUS, LAST_STATUS, STATUS_CLASS
from errsmith.registry.source import format_path
from errsmith.registry.wording import cut, quote
from errsmith.reporting.tables import align
from errsmith.runtime.kinds import KINDS
from errsmith.scaffolding.new_errors import (
    Conclusion,
    NewError,
    conclude,
    find_line,
    insert_error,
)
from errsmith.scaffolding.refusals import RefusedError, require_unicode
from errsmith.scaffolding.suggestions import require_choice

_SPACES: Final = re.compile(r"[\s,]+")
_NONE: Final = "none"
_PLURALS: Final = {"group": "groups", "category": "categories", "kind": "kinds"}


@frozen(kw_only=True)
class Request:
    """The arguments of a run; None and () for what was not passed.

    Attributes:
        registry: The registry's folder.
        provider: The provider that the error belongs to.
        code: The code as sent.
        id: The id of its table.
        class_: Its class.
        scope: The ids of its scopes.
        group: The id of its group.
        category: The id of its category.
        status: Its statuses, as they were written.
        kind: Its kind.
        retry: The documented retry advice, in one word.
        summary: What happened.
        causes: Why it happens.
        fix: What to do about it.
        source: The id of its source.
        after: The id of the error above it.
        dry_run: Whether to write nothing.
    """

    registry: Path
    provider: str
    code: str
    id: str | None = None
    class_: str | None = None
    scope: tuple[str, ...] = ()
    group: str | None = None
    category: str | None = None
    status: tuple[str, ...] = ()
    kind: str | None = None
    retry: str | None = None
    summary: str | None = None
    causes: tuple[str, ...] = ()
    fix: str | None = None
    source: str | None = None
    after: str | None = None
    dry_run: bool = False


@report_errors(EditError, OutputError, RefusedError, RegistryError)
def add_error(request: Request) -> int:
    """Add an error to a provider's file, and print what its code and statuses imply."""
    texts = (request.code, request.id, request.class_, request.summary, request.fix)
    require_unicode([*filter(None, texts), *request.causes])
    result = check_registry(request.registry)
    if result is None:
        return FINDINGS
    subject = _find_provider(result.registry, request.provider)
    _check_ids(request, subject)
    new = NewError(
        id=request.id or request.code,
        code=request.code,
        class_=request.class_,
        scope=request.scope,
        group=request.group,
        category=request.category,
        status=_read_statuses(" ".join(request.status)),
        kind=request.kind,
        retry=request.retry,
        summary=request.summary or UNWRITTEN_SUMMARY,
        causes=request.causes,
        fix=request.fix,
        source=request.source,
    )
    if is_interactive():
        new = _ask(subject, request, new)
    _require_kind(subject, new)
    text = insert_error(subject, new, request.after)
    found = linting.check_text(subject, text)
    if not accept_findings(found, {subject.document.path: text}, "the file would have"):
        return FINDINGS
    path = request.registry / PROVIDERS / f"{subject.name}.toml"
    before, after = subject.document.text.encode(), text.encode()
    table = list(_describe(conclude(subject, new)))
    if request.dry_run:
        show_patch(path, before, after)
        say(f"{cut(new.id)} would have:")
        for line in table:
            say(line)
        return FINE
    write_file(request.registry, path, before, after)
    put(f"added {escape(cut(new.id))} at {escape(format_path(path))}:{find_line(text, new)}\n")
    put("".join(f"{line}\n" for line in table))
    for finding in found:
        if finding.at[:2] == (ERRORS, new.id):
            put(f"to do ({finding.rule.id}): {escape(finding.message)}\n")
    put(f"next:\n  errsmith generate{name_registry(request.registry)}\n")
    return FINE


def _find_provider(registry: Registry, name: str) -> Subject:
    """Return a provider.

    Raises:
        RefusedError: There is no such provider.
    """
    subjects = {subject.name: subject for subject in registry.providers}
    require_choice("provider", name, subjects)
    return subjects[name]


def _check_ids(request: Request, subject: Subject) -> None:
    """Raise unless the id is new, and every other id exists.

    Raises:
        RefusedError: It exists, or another id does not.
    """
    id_ = request.id or request.code
    if id_ in subject.file.errors:
        span = subject.document.find_span((ERRORS, id_), "table")
        reason = f"{span.path}:{span.start.line}: {quote(id_)} already exists"
        hint = (
            "If a different error has the same code, pass a new --id, and the scope, group or "
            "status that distinguishes the two"
        )
        raise RefusedError(reason, hint)
    file = subject.file
    chosen: list[tuple[str, str | None, Collection[str]]] = [
        ("group", request.group, file.groups),
        ("category", request.category, file.categories),
        ("kind", request.kind, KINDS),
        ("advice", request.retry, ADVICE),
        ("source", request.source, file.sources),
        ("error", request.after, file.errors),
        *(("scope", scope, file.scopes) for scope in request.scope),
    ]
    for noun, word, choices in chosen:
        if word is not None:
            require_choice(noun, word, choices)


def _require_kind(subject: Subject, new: NewError) -> None:
    """Raise unless an error has a kind.

    Raises:
        RefusedError: It has none.
    """
    kind = conclude(subject, new)["kind"]
    if kind.value is None:
        reason = f"the kind of {quote(new.id)} is missing: {kind.reason}"
        raise RefusedError(reason, f"Pass its documented --status, or --kind: {', '.join(KINDS)}")


def _read_status(text: str) -> int | str:
    """Return a status, or a class of statuses.

    Raises:
        RefusedError: It is neither.
    """
    if re.fullmatch(STATUS_CLASS, text):
        return text
    if re.fullmatch(r"[0-9]{3}", text) and FIRST_STATUS <= int(text) <= LAST_STATUS:
        return int(text)
    reason = f"found status {quote(text)}, expected one such as 404, or a class such as 4xx"
    raise RefusedError(reason)


# --- questions -----------------------------------------------------------------------------------


def _ask(subject: Subject, request: Request, new: NewError) -> NewError:
    """Return the error with the answers to what the options leave open.

    Raises:
        RefusedError: The input has ended.
    """
    if not request.status:
        note = "as documented; separate several with spaces, or leave it empty"
        answer = ask("HTTP status", "", _read_statuses, note)
        new = evolve(new, status=_read_statuses(answer))
    if request.summary is None:
        answer = ask("What happened", note="in your own words; leave it empty to write it later")
        new = evolve(new, summary=answer or UNWRITTEN_SUMMARY)
    if request.group is None and subject.file.groups:
        new = evolve(new, group=_ask_choice(subject, new, "group", subject.file.groups))
    if request.category is None and subject.file.categories:
        new = evolve(new, category=_ask_choice(subject, new, "category", subject.file.categories))
    if request.kind is None:
        new = evolve(new, kind=_ask_choice(subject, new, "kind", KINDS))
    if request.class_ is None:
        suggested = conclude(subject, new)["class"].value or ""
        new = evolve(new, class_=ask("Class", suggested, partial(_check_class, subject)))
    return new


def _read_statuses(answer: str) -> tuple[int | str, ...]:
    return tuple(map(_read_status, filter(None, _SPACES.split(answer))))


def _ask_choice(subject: Subject, new: NewError, key: str, choices: Collection[str]) -> str | None:
    """Ask for a group, category or kind; the default is what the code and the statuses imply."""
    implied = conclude(subject, new)[key]
    note = f"{_PLURALS[key]}: {', '.join(choices)} ({implied.reason})"

    def check(answer: str) -> None:
        if answer != none:
            require_choice(key, answer, choices)

    # Every error has a kind, and a group may have any name.
    none = None if key == "kind" else "" if _NONE in choices else _NONE
    answer = ask(key.capitalize(), implied.value or none or "", check, note)
    return None if answer == none else answer


def _check_class(subject: Subject, name: str) -> None:
    """Raise unless a class can have a name.

    Raises:
        RefusedError: It cannot; the message says why.
    """
    reason = naming.explain_unfit_class(name)
    if reason is None and not naming.is_class_name(name):
        reason = "must have only letters and digits, begin with a capital and end in `Error`"
    if reason is None and name.lower() in list_classes(subject):
        reason = "is taken"
    if reason is not None:
        message = f"the name {quote(name)} {reason}"
        raise RefusedError(message)


def _describe(conclusions: Mapping[str, Conclusion]) -> Iterator[str]:
    """Return the lines of a table of what an error has, and why."""
    return align([(key, each.value or _NONE, each.reason) for key, each in conclusions.items()])

"""Bring the text of a provider's file up to date with a page.

Only what the page says is written. What needs a decision is left to the user, with the reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import Factory, frozen

from errsmith import lint
from errsmith.drift.additions import build_error, find_group, find_neighbor
from errsmith.drift.differences import Difference, DifferenceKind, Outcome
from errsmith.drift.facts import PageCode, PageFacts
from errsmith.meaning.class_names import choose_class, list_classes
from errsmith.meaning.naming import build_class_name
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Diagnostic
from errsmith.registry.editing import EditError, Editor
from errsmith.registry.wording import format_key_path

_NO_RECORD: Final = "there is no record of an earlier reading, so the page may never have had it"
_NOT_RECORDED: Final = "the record lacks it too, so the page may never have had it"
_INCOMPLETE: Final = "the source has `complete = false`, so the page may leave it out"
_NO_FACTS: Final = "what the page says about it is unknown"
_FINDINGS: Final = "the file has findings; fix them first (`errsmith lint`)"
_TO_DECIDE: Final[dict[DifferenceKind, str]] = {
    "mentioned-only": "the page still mentions it; mark it as removed if it is no longer sent",
    "possible-rename": "decide whether it is the same error under another code",
    "status-undocumented": "remove `status` if the page no longer documents it",
    "category": "change `category` or `status` if the page is right",
    "category-range": "change the `status` of the category if the page is right",
    "retry": "change `retry` of the error, its group or its category if the page is right",
    "group": "change `group`, or `match` of the groups, if the page is right",
    "deprecated": "add `deprecated` if the page is right",
    "text-changed": "check `summary`, `causes` and `fix`, which may be outdated",
    "unused-declaration": "correct it, or remove it from `extract`",
    "unused-exception": "remove it from `extract`",
    "expired-exception": "remove it from `extract`, or set a later date",
}
"""What the user has to do about a difference that is never written."""
_BELOW_STATUS: Final = ("category", "group", "kind", "retry", "summary")
"""Keys of an error that are usually below `status`."""


@frozen(kw_only=True)
class Step:
    """An edit that was left for a person.

    Attributes:
        difference: The difference that it is about; None if it is about the source.
        text: Why nothing was done, "" if the difference says it.
    """

    difference: Difference | None = None
    text: str


@frozen(kw_only=True)
class Update:
    """A new text of a provider's file.

    Attributes:
        text: The text; unchanged if nothing was done.
        left: What was left for a person.
        chosen: The classes that were chosen for new errors, by id.
    """

    text: str
    left: tuple[Step, ...] = ()
    chosen: Mapping[str, str] = Factory(dict)


@frozen(kw_only=True)
class _Plan:
    """The input of the edits.

    Attributes:
        classes: The class names that are taken, in lowercase.
        chosen: The classes that were chosen for new errors, by id.
    """

    subject: Subject
    source: str
    facts: PageFacts
    recorded: Collection[str] | None
    classes: set[str]
    chosen: dict[str, str] = Factory(dict)

    def choose_class(self, code: str, group: str | None) -> dict[str, str]:
        """Return the `class` of a new error, if it needs one, and mark the name as taken."""
        name = choose_class(self.subject, code, group, self.classes)
        self.classes.add((name or build_class_name(code, self.subject.acronyms)).lower())
        if name is None:
            return {}
        self.chosen[code] = name
        return {"class": name}


@frozen(kw_only=True)
class _Edit:
    """An edit that is made and checked as a unit.

    Attributes:
        make: Makes it, unless that was done before.
        ids: The errors that it changes.
    """

    difference: Difference | None
    make: Callable[[Editor], None]
    ids: frozenset[str]


class _LeftError(Exception):
    """A difference has to be left to the user; the message is the reason."""


def plan_update(
    subject: Subject,
    source_id: str,
    outcome: Outcome,
    facts: PageFacts,
    *,
    recorded: Collection[str] | None,
    retrieved: datetime.date | None,
) -> Update:
    """Return the text of a provider's file after all edits that need no decision.

    Nothing changes unless the page could be read and all findings of the file can be silenced, such
    as summaries that are still to be written. An edit that causes another finding is left out.

    Args:
        subject: The provider.
        source_id: The id of the source.
        outcome: What was found.
        facts: What the page says.
        recorded: The ids of the errors that the page had at the last reading, None if there is no
            record of it.
        retrieved: The day on which the page was fetched; None for a saved page, which can be older
            than its file.
    """
    text = subject.document.text
    if outcome.verdict != "read":
        return Update(text=text)
    if _find_blocking(subject, text):
        return Update(text=text, left=tuple(_leave(outcome.differences, _FINDINGS)))
    plan = _Plan(
        subject=subject,
        source=source_id,
        facts=facts,
        recorded=recorded,
        classes=list_classes(subject),
    )
    edits: list[_Edit] = []
    left: list[Step] = []
    renamed = {difference.id for difference in outcome.differences if difference.kind == "renamed"}
    for difference in outcome.differences:
        if difference.kind == "status" and difference.id in renamed:
            continue  # The new code gets the status, and the old one keeps its own.
        try:
            edits.append(_plan_edit(plan, difference))
        except _LeftError as error:
            left.append(Step(difference=difference, text=str(error)))
    if retrieved is not None:
        edits.append(_plan_date(source_id, retrieved))
    editor, dropped = _make_edits(subject, edits)
    order = {id(difference): index for index, difference in enumerate(outcome.differences)}
    left = sorted([*left, *dropped], key=lambda step: order.get(id(step.difference), len(order)))
    errors = editor.values.get("errors", {})
    chosen = {id_: name for id_, name in plan.chosen.items() if id_ in errors}
    return Update(text=editor.text, left=tuple(left), chosen=chosen)


def _leave(differences: Sequence[Difference], reason: str) -> Iterator[Step]:
    return (Step(difference=difference, text=reason) for difference in differences)


def _find_blocking(subject: Subject, text: str) -> list[Diagnostic]:
    """Return the findings of a text that cannot be silenced."""
    found = lint.check_text(subject, text)
    return [diagnostic for diagnostic in found if not diagnostic.rule.is_allowable]


# --- making edits --------------------------------------------------------------------------------


def _make_edits(subject: Subject, edits: list[_Edit]) -> tuple[Editor, list[Step]]:
    """Return the editor after all edits that cause no findings, and what was not done."""
    dropped: list[Step] = []
    while True:
        editor, failed = _try_edits(subject, edits)
        dropped += (Step(difference=edit.difference, text=reason) for edit, reason in failed)
        edits = [edit for edit in edits if all(edit is not other for other, _ in failed)]
        found = _find_blocking(subject, editor.text)
        if not found:
            return editor, dropped
        blamed = _blame(found, edits)
        if not blamed:
            blamed = _find_guilty(subject, edits)
        dropped += (Step(difference=edit.difference, text=reason) for edit, reason in blamed)
        edits = [edit for edit in edits if all(edit is not other for other, _ in blamed)]


def _try_edits(subject: Subject, edits: Sequence[_Edit]) -> tuple[Editor, list[tuple[_Edit, str]]]:
    """Return the editor after edits one after another, and those that failed."""
    editor = Editor(subject.document.text)
    failed: list[tuple[_Edit, str]] = []
    for edit in edits:
        before = editor.copy()
        try:
            edit.make(editor)
        except EditError as error:
            editor = before
            failed.append((edit, str(error)))
    return editor, failed


def _blame(found: Sequence[Diagnostic], edits: Sequence[_Edit]) -> list[tuple[_Edit, str]]:
    """Return the edits of the errors that have findings, each with the first finding."""
    reasons: dict[str, str] = {}
    for diagnostic in found:
        if len(diagnostic.at) > 1 and diagnostic.at[0] == "errors":
            reasons.setdefault(str(diagnostic.at[1]), _describe(diagnostic))
    return [
        (edit, next(reasons[id_] for id_ in edit.ids if id_ in reasons))
        for edit in edits
        if not edit.ids.isdisjoint(reasons)
    ]


def _find_guilty(subject: Subject, edits: Sequence[_Edit]) -> list[tuple[_Edit, str]]:
    """Return the first edit that causes a finding, if the place of the finding does not show it."""
    for count in range(1, len(edits) + 1):
        editor, _ = _try_edits(subject, edits[:count])
        found = _find_blocking(subject, editor.text)
        if found:
            return [(edits[count - 1], _describe(found[0]))]
    message = "the findings of a file changed although its text did not"
    raise AssertionError(message)


def _describe(diagnostic: Diagnostic) -> str:
    help_ = "" if diagnostic.help is None else f". {diagnostic.help}"
    place = format_key_path(diagnostic.at)
    return f"it would cause {diagnostic.rule.id} in {place}: {diagnostic.message}{help_}"


# --- planning edits ------------------------------------------------------------------------------


def _plan_edit(plan: _Plan, difference: Difference) -> _Edit:
    """Return the edit for a difference.

    Raises:
        _LeftError: The difference needs a decision.
    """
    if difference.kind in _TO_DECIDE:
        raise _LeftError(_TO_DECIDE[difference.kind])
    return _PLANS[difference.kind](plan, difference)


def _plan_date(source: str, today: datetime.date) -> _Edit:
    at = ("sources", source, "retrieved")

    def make(editor: Editor) -> None:
        retrieved = editor.get_value(at)
        if not isinstance(retrieved, datetime.date) or retrieved < today:
            editor.set_value(at, today)

    return _Edit(difference=None, make=make, ids=frozenset())


def _require_found(difference: Difference) -> PageCode:
    if difference.found is None:
        raise _LeftError(_NO_FACTS)
    return difference.found


def _plan_addition(plan: _Plan, difference: Difference) -> _Edit:
    if difference.id is not None:
        raise _LeftError  # It is marked as removed, which the report says.
    found = _require_found(difference)
    class_ = {}
    if found.code not in plan.subject.file.errors:
        class_ = plan.choose_class(found.code, find_group(plan.subject, found))
    values = {**class_, **build_error(plan.subject, plan.source, found)}

    def make(editor: Editor) -> None:
        if editor.get_value(("errors", found.code)) is None:
            neighbor = find_neighbor(found, plan.facts, editor.values.get("errors", {}))
            editor.add_error(found.code, values, after=neighbor)

    return _Edit(difference=difference, make=make, ids=frozenset({found.code}))


def _plan_removal(plan: _Plan, difference: Difference) -> _Edit:
    _require_proof(plan, difference)
    extract = plan.subject.file.sources[plan.source].extract
    if extract is not None and not extract.complete:
        raise _LeftError(_INCOMPLETE)
    if difference.evidence:
        reason = f"it is uncertain whether it was removed: {difference.evidence}"
        raise _LeftError(reason)
    id_ = difference.id or ""
    at = ("errors", id_, "removed")

    def make(editor: Editor) -> None:
        if editor.get_value(at) is None:
            editor.add_table(at, {})

    return _Edit(difference=difference, make=make, ids=frozenset({id_}))


def _require_proof(plan: _Plan, difference: Difference) -> None:
    """Raise if the page may never have had the error."""
    if plan.recorded is None:
        raise _LeftError(_NO_RECORD)
    if difference.id not in plan.recorded:
        raise _LeftError(_NOT_RECORDED)


def _plan_rename(plan: _Plan, difference: Difference) -> _Edit:
    _require_proof(plan, difference)
    found = _require_found(difference)
    old, new = difference.id or "", found.code
    at = ("errors", old, "removed")
    status = _write_statuses(found.statuses)
    overrides = {} if status is None else {"status": status}
    if new not in plan.subject.file.errors:
        group = find_group(plan.subject, found) or plan.subject.resolution.errors[old].group
        overrides = {**plan.choose_class(new, group), **overrides}

    def make(editor: Editor) -> None:
        if editor.get_value(("errors", new)) is None:
            editor.copy_error(old, new, overrides, after=old)
        if editor.get_value(at) is None:
            editor.add_table(at, {"replacement": new})

    return _Edit(difference=difference, make=make, ids=frozenset({old, new}))


def _plan_status(plan: _Plan, difference: Difference) -> _Edit:
    found = _require_found(difference)
    status = _write_statuses(found.statuses)
    if status is None:
        raise _LeftError(_TO_DECIDE["status-undocumented"])
    id_ = difference.id or ""
    at = ("errors", id_, "status")
    example = ("errors", id_, "example", "status")
    old = plan.subject.file.errors[id_].status

    def make(editor: Editor) -> None:
        if editor.get_value(at) == status:
            return
        editor.set_value(at, status, before=_BELOW_STATUS)
        # The example had the only status of the error, so it gets the new one.
        if len(old) == 1 and editor.get_value(example) == old[0] and isinstance(status, int):
            editor.set_value(example, status)

    return _Edit(difference=difference, make=make, ids=frozenset({id_}))


def _write_statuses(statuses: Sequence[int | str]) -> Any:
    """Return statuses in the form of the registry, None if there are none."""
    return statuses[0] if len(statuses) == 1 else list(statuses) or None


_PLANS: Final[Mapping[DifferenceKind, Callable[[_Plan, Difference], _Edit]]] = {
    "added": _plan_addition,
    "removed": _plan_removal,
    "renamed": _plan_rename,
    "status": _plan_status,
}
"""How the differences are settled that need no decision."""


def is_writable(difference: Difference, *, has_record: bool) -> bool:
    """Return whether an edit settles a difference, unless it would cause a finding."""
    match difference.kind:
        case "added":
            return difference.id is None
        case "removed":
            return has_record and not difference.evidence
        case "renamed":
            return has_record
        case kind:
            return kind in _PLANS

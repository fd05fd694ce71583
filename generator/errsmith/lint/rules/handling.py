"""Rules about handling errors: statuses, categories, kinds, retry advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from errsmith.lint.rules.rule import define_rule
from errsmith.meaning import resolution
from errsmith.meaning.resolution import Owner
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Finding, KeyPath, Related
from errsmith.registry.model import RetryDef
from errsmith.registry.wording import quote
from errsmith.runtime.kinds import KINDS


@define_rule("R211", "categories-overlap", allowable=True)
def categories_overlap(subject: Subject) -> Iterator[Finding]:
    """Two categories claim the same status.

    Why: errors get their category from their status, so each status must have only one.
    Fix: remove the status from one of them, or omit `status` and name the category in the errors.
    """
    claimed: dict[int | str, _Claim] = {}
    for number, (id_, category) in enumerate(subject.file.categories.items()):
        claims = [_Claim(number, i, id_, status) for i, status in enumerate(category.status)]
        for claim in claims:
            overlapping = (claimed[key] for key in claim.overlapping_keys if key in claimed)
            before = min(overlapping, default=None)
            if before is not None:
                at = subject.document.get_item_path(("categories", id_, "status"), claim.position)
                there = ("categories", before.category, "status")
                where = subject.document.get_item_path(there, before.position)
                message = f"found status {claim.status} in two categories, expected it in one"
                taken = Related(where, "value", f"also in category {quote(before.category)}")
                yield Finding(at, "value", message, "Remove it from one of them", (taken,))
        for claim in claims:
            for key in claim.keys:
                claimed.setdefault(key, claim)


@frozen(order=True)
class _Claim:
    """A status of a category; claims sort by their places in the file."""

    number: int
    position: int
    category: str = field(order=False)
    status: int | str = field(order=False)

    @property
    def keys(self) -> tuple[int | str, ...]:
        """The keys under which overlapping claims find this one."""
        status = self.status
        return (status,) if isinstance(status, str) else (status, f"some of {status // 100}xx")

    @property
    def overlapping_keys(self) -> tuple[int | str, ...]:
        """The keys of the claims that overlap with this one."""
        status = self.status
        if isinstance(status, str):
            return status, f"some of {status}"
        return status, f"{status // 100}xx"


@define_rule("R212", "status-outside-category", allowable=True)
def status_outside_category(subject: Subject) -> Iterator[Finding]:
    """An error names a category that does not cover its status.

    Why: the page says which statuses a category has, so one of the two is a mistake.
    Fix: correct the status or the category, or omit `category`.
    """
    categories = subject.file.categories
    for id_, error in subject.file.errors.items():
        category = categories.get(error.category or "")
        if category is None or not category.status:
            continue
        for position, status in enumerate(error.status):
            if not resolution.has_common_status((status,), category.status):
                other = resolution.find_category_of_status(subject.file, status)
                belongs = f"; {status} belongs to {quote(other)}" if other else ""
                covers = ", ".join(str(s) for s in category.status)
                name = error.category or ""
                yield Finding(
                    subject.document.get_item_path(("errors", id_, "status"), position),
                    "value",
                    f"found status {status}, expected a status that category {quote(name)} covers",
                    f"Category {quote(name)} covers {covers}{belongs}",
                    (Related(("errors", id_, "category"), "value", "the category is named here"),),
                )


@define_rule("R213", "kind-not-stated")
def kind_not_stated(subject: Subject) -> Iterator[Finding]:
    """The kind of an error is unknown, or its statuses imply different kinds.

    Each status implies a kind. Some statuses, such as 401, have their own kind. Any other status
    implies the kind of the group or, if there is none, the kind of other 4xx or 5xx statuses.

    Why: `except` with the class of a kind must catch the errors of that kind from every provider.
    Fix: add `kind` to the error. If no kind is implied, you can add `kind` to its group instead.
    """
    for id_, error in subject.resolution.errors.items():
        kinds = error.kinds
        if len(kinds) != 1 and _is_kind_sound(subject, id_):
            found = f"its statuses imply {' and '.join(kinds)}" if kinds else "nothing implies one"
            yield Finding(
                ("errors", id_, "kind"),
                "table",
                f"{quote(id_)} needs `kind`: {found}",
                f"Add `kind = {quote(kinds[0])}` or another kind"
                if kinds
                else f"Add one of {_KINDS}",
            )


def _is_kind_sound(subject: Subject, id_: str) -> bool:
    """Return whether everything that determines an error's kind is sound."""
    stated = subject.file.errors[id_].group
    family = ("groups",) if stated is None else ("groups", stated)
    keys = ("kind", "status", "group")
    return subject.is_sound(*family) and all(subject.is_sound("errors", id_, key) for key in keys)


_KINDS = ", ".join(KINDS)


@define_rule("R214", "retry-without-basis")
def retry_without_basis(subject: Subject) -> Iterator[Finding]:
    """Retry advice has neither or both of `documented` and `derived`.

    Why: clients must know whether the page gives the advice or we derived it.
    Fix: use exactly one of `documented` and `derived`.
    """
    for at, retry in _find_advice(subject):
        is_sound = subject.is_sound(*at, "documented") and subject.is_sound(*at, "derived")
        if is_sound and (retry.documented is None) == (retry.derived is None):
            found = "neither" if retry.documented is None else "both"
            message = f"found {found} of `documented` and `derived`, expected exactly one"
            hint = "Use `documented` for what the page says, `derived` for what you conclude"
            yield Finding(at, "value", message, hint)


@define_rule("R215", "delay-without-retry", allowable=True)
def delay_without_retry(subject: Subject) -> Iterator[Finding]:
    """Advice not to retry has a delay.

    Why: there is nothing to wait for.
    Fix: omit `delay`, or correct the advice.
    """
    for at, retry in _find_advice(subject):
        advice = retry.documented or retry.derived
        if retry.delay is not None and advice in ("never", "after_fix"):
            message = f'found `delay` with {quote(advice)}, expected "once", "backoff" or "poll"'
            hint = "Omit `delay`, or correct the advice"
            yield Finding((*at, "delay"), "value", message, hint)


def _find_advice(subject: Subject) -> Iterator[tuple[KeyPath, RetryDef]]:
    file = subject.file
    yield from _find_retries("categories", file.categories)
    yield from _find_retries("groups", file.groups)
    yield from _find_retries("errors", file.errors)


def _find_retries(table: str, entries: Mapping[str, Owner]) -> Iterator[tuple[KeyPath, RetryDef]]:
    for id_, entry in entries.items():
        if entry.retry is not None:
            yield (table, id_, "retry"), entry.retry


RULES = (
    categories_overlap,
    status_outside_category,
    kind_not_stated,
    retry_without_basis,
    delay_without_retry,
)

"""How errors are handled: statuses, categories, kinds, retry advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from errsmith import resolution
from errsmith.diagnostics import KeyPath
from errsmith.model import RetryDef
from errsmith.registry import Subject
from errsmith.resolution import Owner
from errsmith.rules.rule import Spot, lint, related
from errsmith.wording import quote


@lint("R211", "categories-overlap")
def categories_overlap(subject: Subject) -> Iterator[Spot]:
    """Two categories claim the same status.

    Why: errors get their category from their status, and a status must lead to one.
    Mend: take the status from one of them, or leave `status` out and let errors name theirs.
    """
    for (one, first), (other, second) in combinations(subject.file.categories.items(), 2):
        if resolution.overlap(first.status, second.status):
            both = [s for s in second.status if resolution.overlap((s,), first.status)]
            message = f"found status {both[0]} in two categories, expected it in one"
            where = related(
                ("categories", one, "status"), "value", f"category {quote(one)} has it too"
            )
            yield Spot(("categories", other, "status"), "value", message, None, (where,))


@lint("R212", "status-outside-category")
def status_outside_category(subject: Subject) -> Iterator[Spot]:
    """An error names a category that does not cover its status.

    Why: the page says which statuses a category has; one of the two is a slip.
    Mend: correct the status or the category, or leave `category` out.
    """
    categories = subject.file.categories
    for id_, error in subject.file.errors.items():
        category = categories.get(error.category or "")
        if category is None or not category.status:
            continue
        for position, status in enumerate(error.status):
            if not resolution.overlap((status,), category.status):
                other = resolution.category_of_status(subject.file, status)
                belongs = f"; {status} belongs to {quote(other)}" if other else ""
                covers = ", ".join(str(s) for s in category.status)
                yield Spot(
                    _status_at(subject, id_, position),
                    "value",
                    f"status {status} lies outside category {quote(error.category or '')}",
                    f"category {quote(error.category or '')} covers {covers}{belongs}",
                    (
                        related(
                            ("categories", error.category or "", "status"), "value", "its statuses"
                        ),
                    ),
                )


def _status_at(subject: Subject, id_: str, position: int) -> KeyPath:
    at: KeyPath = ("errors", id_, "status")
    return (*at, position) if isinstance(subject.raw(*at), list) else at


@lint("R213", "kind-not-stated")
def kind_not_stated(subject: Subject) -> Iterator[Spot]:
    """An error's kind follows from nothing, or several follow.

    Why: `except` over a kind must catch it for every provider.
    Mend: state `kind` at the error, or at its group.
    """
    for id_ in subject.file.errors:
        kinds = resolution.kinds_of(subject.file, id_)
        if len(kinds) != 1:
            found = (
                f"its statuses say {' and '.join(sorted(kinds))}" if kinds else "nothing says it"
            )
            yield Spot(
                ("errors", id_),
                "table",
                f"found no single kind of {quote(id_)} ({found}), expected `kind`",
                'state kind, for example kind = "invalid_request"',
            )


@lint("R214", "retry-without-basis")
def retry_without_basis(subject: Subject) -> Iterator[Spot]:
    """Retry advice is neither documented nor derived, or both.

    Why: a client must know whose advice it is.
    Mend: give exactly one of `documented` and `derived`.
    """
    for at, retry in _advice(subject):
        if (retry.documented is None) == (retry.derived is None):
            found = "neither" if retry.documented is None else "both"
            message = f"found {found} of documented and derived, expected exactly one"
            yield Spot(at, "value", message)


@lint("R215", "delay-without-retry")
def delay_without_retry(subject: Subject) -> Iterator[Spot]:
    """Advice not to retry carries a delay.

    Why: there is nothing to wait for.
    Mend: leave `delay` out, or correct the advice.
    """
    for at, retry in _advice(subject):
        advice = retry.documented or retry.derived
        if retry.delay is not None and advice in ("never", "after_fix"):
            message = f"found a delay beside {quote(advice)}, expected once, backoff or poll"
            yield Spot((*at, "delay"), "value", message)


def _advice(subject: Subject) -> Iterator[tuple[KeyPath, RetryDef]]:
    file = subject.file
    yield from _stated("categories", file.categories)
    yield from _stated("groups", file.groups)
    yield from _stated("errors", file.errors)


def _stated(table: str, entries: Mapping[str, Owner]) -> Iterator[tuple[KeyPath, RetryDef]]:
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

"""The keys of an error that is new on a page, and its place in the file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from errsmith.drift.facts import PageCode, PageFacts
from errsmith.meaning.resolution import find_category_of_status
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import UNWRITTEN_SUMMARY, CategoryDef, GroupDef


def build_error(subject: Subject, source: str, found: PageCode) -> dict[str, Any]:
    """Return the keys of a new error: what the page says, unless its code and status imply it."""
    values: dict[str, Any] = {}
    implied = {find_category_of_status(subject.file, status) for status in found.statuses}
    category = implied.pop() if len(implied) == 1 else None
    group = find_group(subject, found)
    if group != subject.resolution.group_globs.find_only(found.code):
        values["group"] = group
    if found.category in subject.file.categories and found.category != category:
        values["category"] = category = found.category
    if found.statuses:
        is_single = len(found.statuses) == 1
        values["status"] = found.statuses[0] if is_single else list(found.statuses)
    owners = (subject.file.groups.get(group or ""), subject.file.categories.get(category or ""))
    if found.retry is not None and found.retry != _find_documented_retry(owners):
        values["retry"] = {"documented": found.retry}
    if source != next(iter(subject.file.sources)):
        values["source"] = source
    values["summary"] = UNWRITTEN_SUMMARY
    if found.is_deprecated:
        values["deprecated"] = {}
    return values


def find_group(subject: Subject, found: PageCode) -> str | None:
    """Return the group of a new error: the one on the page, otherwise that of its code."""
    stated = found.group if found.group in subject.file.groups else None
    return stated or subject.resolution.group_globs.find_only(found.code)


def _find_documented_retry(owners: tuple[GroupDef | None, CategoryDef | None]) -> str | None:
    """Return the documented advice that an error inherits, or None."""
    retry = next((o.retry for o in owners if o is not None and o.retry is not None), None)
    return None if retry is None else retry.documented


def find_neighbor(found: PageCode, facts: PageFacts, errors: Collection[str]) -> str | None:
    """Return the error after which a new one is added, None to add it at the end.

    This is the error before it on the page. If there is none, it is the error in the file that is
    above the next error on the page.
    """
    ids = [_find_id(code, errors) for code in facts.codes]
    position = next((i for i, code in enumerate(facts.codes) if code.code == found.code), len(ids))
    above = next((id_ for id_ in reversed(ids[:position]) if id_ is not None), None)
    if above is not None:
        return above
    below = next((id_ for id_ in ids[position + 1 :] if id_ is not None), None)
    order = list(errors)
    return order[order.index(below) - 1] if below in order[1:] else None


def _find_id(code: PageCode, errors: Collection[str]) -> str | None:
    """Return the id of a code's error, including one that was just added."""
    return next((id_ for id_ in (*code.ids, code.code) if id_ in errors), None)

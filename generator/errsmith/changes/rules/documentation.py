"""Rules about documentation: anchors, texts, pages, and the facts in `info`."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from errsmith.changes.change import Affected, Draft, Level
from errsmith.changes.pairing import ErrorPair, ProviderPair
from errsmith.changes.phrases import code, format_text, join
from errsmith.changes.rules.rule import define_rule
from errsmith.runtime.facts import ErrorInfo, make_anchor


@define_rule("C301", "anchor-gone", Level.RISKY, affects=(Affected.DOCS,))
def anchor_gone(pair: ProviderPair) -> Iterator[Draft]:
    """An anchor of the published reference is gone.

    Why: links from runbooks, tickets and old problem documents lead to the top of the page.
    Adapt: update your links.
    """
    gone = [id_ for id_ in pair.old.errors if id_ not in pair.new.errors]
    anchors = {make_anchor(id_) for id_ in pair.new.errors} if gone else set()
    for id_ in gone:
        anchor = make_anchor(id_)
        if anchor not in anchors:
            heir = pair.find_successor(id_)
            moved = "" if heir is None else f"; the error is now at {code(f'#{make_anchor(heir)}')}"
            name = pair.provider_name
            yield Draft(
                subject=heir or id_,
                message=f"the anchor {code(f'#{anchor}')} of the reference is gone{moved}",
                cause="" if heir is None else f"{code(id_)} was renamed to {code(heir)}",
                adapt=f"Update links to {code(f'{name}#{anchor}')}.",
                before=anchor,
                after="" if heir is None else make_anchor(heir),
                find=f"#{anchor}",
            )


@define_rule("C302", "summary-changed", Level.SAFE, affects=(Affected.LOGS, Affected.DOCS))
def summary_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The summary of an error has changed.

    Why: it is part of `str(error)`, so messages in logs differ.
    Adapt: do not search logs for summaries; search for the code.
    """
    old, new = pair.before.summary, pair.after.summary
    if old != new:
        yield Draft(
            subject=pair.id,
            message=f"the summary changed from {format_text(old)} to {format_text(new)}",
            adapt="Nothing, unless you search logs for the old summary.",
            before=old or "",
            after=new or "",
            at=("errors", pair.id, "summary"),
        )


@define_rule("C303", "fix-changed", Level.SAFE, affects=(Affected.DOCS,))
def fix_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The fix for an error has changed.

    Why: `error.fix` has a different value.
    Adapt: read it.
    """
    old, new = pair.before.fix, pair.after.fix
    if old != new:
        yield Draft(
            subject=pair.id,
            message=f"the fix changed from {format_text(old)} to {format_text(new)}",
            adapt="Read it.",
            before=old or "",
            after=new or "",
            at=("errors", pair.id),
        )


_TEXTS = {
    "causes": "the causes",
    "note": "the note",
    "source_url": "the source",
    "endpoints": "the endpoints",
}
"""Facts that are documentation only, and their names in words.

`since` is not compared, because releases write it.
"""


@define_rule("C304", "facts-changed", Level.SAFE, affects=(Affected.DOCS,))
def facts_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The causes, the note, the source or the endpoints of an error have changed.

    Why: `info` and the reference show them.
    Adapt: nothing.
    """
    names = [name for name in _TEXTS if getattr(pair.before, name) != getattr(pair.after, name)]
    if names:
        words = join([_TEXTS[name] for name in names])
        yield Draft(
            subject=pair.id,
            message=f"{words} of {code(pair.id)} changed",
            adapt="Nothing.",
            before="\n".join(_write(getattr(pair.before, name)) for name in names),
            after="\n".join(_write(getattr(pair.after, name)) for name in names),
            at=("errors", pair.id),
        )


def _write(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


@define_rule("C311", "title-changed", Level.RISKY, affects=(Affected.LOGS, Affected.DOCS))
def title_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The display name of a provider has changed.

    Why: `str(error)` begins with it, so log queries and alerts for it find nothing.
    Adapt: search logs by the field `provider` instead, which contains the name of the module.
    """
    old, new = pair.old.title, pair.new.title
    if old != new:
        yield Draft(
            subject="provider",
            message=f"messages now begin with {format_text(new)} instead of {format_text(old)}",
            adapt=f"Update log queries for {format_text(old)}.",
            before=old,
            after=new,
            find=old,
            at=("provider", "title"),
        )


@define_rule("C312", "provider-facts-changed", Level.SAFE, affects=(Affected.DOCS,))
def provider_facts_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The pages, the note, the support text or the completeness of a provider have changed.

    Why: `PROVIDERS` and the reference show them.
    Adapt: nothing.
    """
    names = {
        "is_open": "the completeness of the list of errors",
        "note": "the note",
        "support": "the support text",
        "sources": "the pages",
    }
    changed = [words for name, words in names.items() if _differs(pair, name)]
    if changed:
        yield Draft(
            subject="provider",
            message=f"{join(changed)} changed",
            adapt="Nothing.",
            at=("provider",),
        )


def _differs(pair: ProviderPair, name: str) -> bool:
    return bool(getattr(pair.old, name) != getattr(pair.new, name))


@define_rule("C313", "family-facts-changed", Level.SAFE, affects=(Affected.DOCS,))
def family_facts_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The documentation of a group or category has changed.

    Inherited changes are reported for each documented error, and changes of the kind and the retry
    advice by other rules.

    Why: the class of the group and errors with undocumented codes have different facts.
    Adapt: nothing.
    """
    families = [
        (f"group {id_}", ("groups", id_), _rename(old.info, id_, new.info), new.info)
        for id_, old, new in pair.groups
    ]
    families += [
        (f"category {id_}", ("categories", id_), old.info, pair.new.categories[id_].info)
        for id_, old in pair.old.categories.items()
        if id_ in pair.new.categories
    ]
    for subject, at, old, new in families:
        if _leave_texts(old) != _leave_texts(new):
            yield Draft(
                subject=subject,
                message=f"the documentation of the {subject.replace(' ', ' `', 1)}` changed",
                adapt="Nothing.",
                at=at,
            )


def _rename(old: ErrorInfo, id_: str, new: ErrorInfo) -> ErrorInfo:
    """Return the old facts of a group with its new id, whose change another rule reports."""
    return evolve(old, group=id_) if new.group == id_ else old


def _leave_texts(info: ErrorInfo) -> ErrorInfo:
    """Return the facts of a group or category that no other rule compares."""
    return evolve(info, kind=None, retry=None)


PROVIDER_RULES = (anchor_gone, title_changed, provider_facts_changed, family_facts_changed)
ERROR_RULES = (summary_changed, fix_changed, facts_changed)

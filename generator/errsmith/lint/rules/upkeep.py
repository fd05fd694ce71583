"""Rules about pages and releases: dates, versions, summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from errsmith.lint.rules.rule import define_rule
from errsmith.meaning.resolution import is_unwritten
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Finding, KeyPath, Related
from errsmith.registry.releases import RELEASES
from errsmith.registry.versions import get_sort_key, is_later, is_version
from errsmith.registry.wording import cut, quote

_ZONES = 1
"""Days by which the local date can be ahead of UTC."""
_WORDS = re.compile(r"[^\W_]+")
_PARTS_OF_NAMES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W_A-Za-z0-9]+")
_ENDINGS = ("ing", "ed", "es", "ly", "er", "s", "e")
_SHORTEST = 3
"""Minimum number of letters left of a word when an ending is removed."""
_FILLERS = frozenset(
    _WORDS.findall(
        "a an and any are as at be been by can cannot code could did do does doing error errors"
        " exception failure fault for from had has have in is it its no non not occurred occurs of"
        " on one or out since so some such t that the their there these this to was were which will"
        " with without"
    )
)
"""Words that do not say what happened."""


@define_rule("R251", "unfit-since", allowable=True)
def unfit_since(subject: Subject) -> Iterator[Finding]:
    """A `since` is not a version of the SDK, is later than the current one, or is out of order.

    An error first appears in one release; a later one marks it as deprecated, and a still later one
    as removed. Some or all of these can be the same release.

    Why: `since` is the release of the SDK in which something first appeared, so it is set when that
    release is made.
    Fix: write a version such as `0.2.0`. Omit `since` until that version is released.
    """
    version = None if subject.sdk is None else subject.sdk.version
    present = version if version is not None and is_version(version) else None
    fit: dict[str | int, list[tuple[KeyPath, str]]] = {}
    for at, since in _find_since(subject):
        if not is_version(since):
            message = f"found since {quote(since)}, expected a version such as 0.2.0"
            yield Finding(
                at, "value", message, "Write the version of the generated SDK, not of the API"
            )
        elif present is not None and is_later(since, present):
            message = f"found since {quote(since)}, expected at most the SDK version {present}"
            hint = "Omit `since`: it is set when that version is released"
            yield Finding(at, "value", message, hint)
        else:
            fit.setdefault(at[1], []).append((at, since))
    for stages in fit.values():
        for (there, before), (at, since) in pairwise(stages):
            if is_later(before, since):
                message = f"found since {quote(since)}, expected {quote(before)} or a later version"
                hint = (
                    f"Correct one of them: an error is in the SDK before it is marked as {at[-2]}"
                )
                if _name_stage(there) == "deprecated":
                    hint = "Correct one of them: an error is deprecated before it is removed"
                earlier = Related(there, "value", f"{_name_stage(there)} since {before}")
                yield Finding(at, "value", message, hint, (earlier,))


def _name_stage(at: KeyPath) -> str:
    # An id can be `deprecated` too.
    return "deprecated" if at[2] == "deprecated" else "in the SDK"


def _find_since(subject: Subject) -> Iterator[tuple[KeyPath, str]]:
    for id_, error in subject.file.errors.items():
        if error.since is not None:
            yield ("errors", id_, "since"), error.since
        for stage in ("deprecated", "removed"):
            lifecycle = getattr(error, stage)
            if lifecycle is not None and lifecycle.since is not None:
                yield ("errors", id_, stage, "since"), lifecycle.since


@define_rule("R252", "future-day")
def future_day(subject: Subject) -> Iterator[Finding]:
    """The date on which a page was retrieved is in the future.

    Why: `retrieved` is the date on which somebody read the page.
    Fix: write that date.
    """
    for id_, source in subject.file.sources.items():
        if (source.retrieved - subject.today).days > _ZONES:
            message = f"found {source.retrieved}, which is in the future"
            hint = "Write the date on which you read the page"
            yield Finding(("sources", id_, "retrieved"), "value", message, hint)


@define_rule("R253", "summary-repeats-code", allowable=True)
def summary_repeats_code(subject: Subject) -> Iterator[Finding]:
    """A summary only repeats the words of the code or of the class.

    Why: readers have already seen the code.
    Fix: say what happened and to what, in words that readers of the page would use. If the page
    says no more than the code, silence the finding.
    """
    for id_, error in subject.resolution.errors.items():
        names = [part for name in (error.code, error.class_) for part in _split_name(name)]
        known = {_reduce_word(word) for word in names} | _FILLERS
        words = [word.lower() for word in _WORDS.findall(error.definition.summary)]
        if words and all(word in known or _reduce_word(word) in known for word in words):
            found = quote(error.definition.summary)
            message = f"found summary {found}, which only repeats the code or the class"
            hint = "Say what happened and to what, or why it happened"
            at = ("errors", id_, "summary")
            if subject.is_sound(*at) and not is_unwritten(error.definition.summary):
                yield Finding(at, "value", message, hint)


def _split_name(name: str) -> list[str]:
    """Return the words of a code or a class name, in lowercase."""
    return [part.lower() for part in _PARTS_OF_NAMES.findall(name)]


def _reduce_word(word: str) -> str:
    """Remove the ending of a word, which makes `expired`, `expires` and `expire` equal."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            break
    # `cancelled` and `cancel`, `denied` and `deny`.
    word = word[:-1] if word[-2:-1] == word[-1:] else word
    return f"{word[:-1]}y" if word.endswith("i") else word


@define_rule("R254", "unwritten-summary", allowable=True)
def unwritten_summary(subject: Subject) -> Iterator[Finding]:
    """The summary of an error is still to be written: it begins with `TODO`.

    `errsmith drift --write` and `errsmith new error` add errors like this, because they do not
    copy the provider's sentences.

    Why: readers of the SDK would see the placeholder.
    Fix: read the page, and write what happened in your own words.
    """
    for id_, error in subject.file.errors.items():
        if is_unwritten(error.summary):
            message = f"found summary {quote(error.summary)}, which is still to be written"
            yield Finding(
                ("errors", id_, "summary"),
                "value",
                message,
                "Write what happened, in your own words",
            )


@define_rule("R261", "released-error-gone")
def released_error_gone(subject: Subject) -> Iterator[Finding]:
    """A released code is no longer an error or an alias.

    Why: clients may catch its class, store its code, and link to its anchor. Codes are permanent.
    Fix: restore the table of the error and mark it `removed`; if it was renamed, with the new error
    as `replacement`. Put an alias back into the `aliases` of its error. If only the `code` of an
    error changed, restore that, and add the new code as another error.
    """
    # A misspelled key may be `errors` or `aliases`.
    if any(table[:1] in {(), ("errors",)} for table in subject.misspelt):
        return
    known = subject.collect_ids("errors") | _collect_aliases(subject)
    released = subject.released.names
    gone = {id_: version for id_, version in released.items() if id_ not in known}
    for id_, version in gone.items():
        message = f"found no error or alias {quote(id_)}, which was in release {version}"
        hint = "Restore its table and mark it `removed`, with a `replacement` if it was renamed"
        yield Finding(("provider",), "table", message, hint)
    yield from _find_lost_codes(subject, known)


def _find_lost_codes(subject: Subject, known: set[str]) -> Iterator[Finding]:
    """Yield a finding for each released code of an error that has another code now.

    Args:
        subject: The provider.
        known: The ids and aliases.
    """
    ids = subject.collect_ids("errors")
    if not all(subject.is_sound("errors", id_, "code") for id_ in ids):
        return
    stated = {id_: subject.document.get_value("errors", id_, "code") for id_ in ids}
    codes = {id_ if code is None else str(code) for id_, code in stated.items()}
    codes |= _collect_aliases(subject)
    for (id_, code), version in subject.released.codes.items():
        if code in codes or id_ not in known:
            continue
        codes.add(code)  # One finding for all errors that shared it.
        message = f"found no code or alias {quote(code)}, which was in release {version}"
        hint = f"Write `code = {quote(code)}` again, and add the new code as another error"
        if id_ not in ids:
            hint = "Add it to the `aliases` of an error"
            yield Finding(("provider",), "table", message, hint)
        elif stated[id_] is None:
            yield Finding(("errors", id_), "table", message, hint)
        else:
            yield Finding(("errors", id_, "code"), "value", message, hint)


def _collect_aliases(subject: Subject) -> set[str]:
    """Return the aliases of all errors, even of those that do not fit the format."""
    lists = (
        subject.document.get_value("errors", id_, "aliases")
        for id_ in subject.collect_ids("errors")
    )
    return {str(alias) for aliases in lists if isinstance(aliases, list) for alias in aliases}


@define_rule("R262", "unrecorded-since", allowable=True)
def unrecorded_since(subject: Subject) -> Iterator[Finding]:
    """A `since` is later than the first recorded release, but its own release is not recorded.

    The current version counts as recorded. There may have been releases before the first record,
    without `errsmith release`.

    Why: if the record was deleted, released codes can vanish without a finding, and the changelog
    lacks the release.
    Fix: restore the record from version control. If there was no such release, correct `since`, or
    omit it: `errsmith release` sets it.
    """
    versions = subject.released.versions
    if not versions or subject.sdk is None:
        return
    known = {*map(get_sort_key, filter(is_version, (*versions, subject.sdk.version)))}
    first = versions[0]
    for at, since in _find_since(subject):
        if not is_version(since) or not subject.is_sound(*at):
            continue
        if is_later(since, first) and get_sort_key(since) not in known:
            message = f"found since {quote(since)}, but no record of that release"
            file = f"{RELEASES}/{cut(since)}.json"
            hint = (
                f"Restore `{file}` from version control; if there was no such release, omit `since`"
            )
            yield Finding(at, "value", message, hint)


RULES = (
    unfit_since,
    future_day,
    summary_repeats_code,
    unwritten_summary,
    released_error_gone,
    unrecorded_since,
)

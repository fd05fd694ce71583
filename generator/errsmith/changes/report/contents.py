"""The content of a report, independent of its format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final

from attrs import Factory, frozen

from errsmith.changes.change import Change, Level
from errsmith.changes.phrases import code, join
from errsmith.changes.versions import Proposal
from errsmith.registry.diagnostics import KeyPath, Span

_NAME: Final = re.compile("`[^`]*`")


@frozen(kw_only=True)
class Report:
    """What changes between two states.

    Attributes:
        old: The name of the old state.
        new: The name of the new state.
        changes: The changes, as `compare` sorts them.
        proposal: The version for the next release, None if there are no changes.
        spans: Places in the registry's files, by provider and key path; for annotations.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    proposal: Proposal | None = None
    spans: Mapping[tuple[str, KeyPath], Span] = Factory(dict)

    @property
    def counts(self) -> str:
        """The number of changes of each level: `2 breaking, 1 risky, 3 safe`."""
        levels = Counter(change.level for change in self.changes)
        parts = [f"{levels[level]:,} {level.value}" for level in Level if levels[level]]
        return ", ".join(parts) if parts else "no changes for clients"

    @property
    def totals(self) -> tuple[str, ...]:
        """The counts, and the proposed version with its reason."""
        if self.proposal is None:
            return (self.counts,)
        return (
            self.counts,
            f"next version: {self.proposal.version}, because {self.proposal.reason}",
        )


@frozen(kw_only=True)
class Section:
    """The changes of a subject.

    Attributes:
        provider: The name of the provider's module, "" for the whole SDK.
        subject: The subject.
        changes: Its changes.
        others: Other subjects with the same changes, apart from names.
    """

    provider: str
    subject: str
    changes: tuple[Change, ...]
    others: tuple[str, ...]

    @property
    def same(self) -> str:
        """The sentence about the other subjects, "" if there are none."""
        if not self.others:
            return ""
        return f"The same applies to {join(map(code, self.others))}."


def list_sections(changes: Iterable[Change]) -> list[Section]:
    """Return the changes by subject; subjects with the same changes are combined.

    If the advice of a category changes, for example, all its errors have the same change.
    """
    found: dict[object, tuple[list[Change], list[str]]] = {}
    for (provider, subject), group in groupby(changes, key=lambda c: (c.provider, c.subject)):
        same = list(group)
        key = (provider, *map(_summarize, same))
        if key in found:
            found[key][1].append(subject)
        else:
            found[key] = (same, [])
    return [
        Section(
            provider=same[0].provider,
            subject=same[0].subject,
            changes=tuple(same),
            others=tuple(others),
        )
        for same, others in found.values()
    ]


def _summarize(change: Change) -> tuple[object, ...]:
    """Return what a change has in common with the same change of another subject."""
    # The names in a message are in backticks; the words around them are the same.
    texts = (_NAME.sub("", text) for text in (change.message, change.adapt))
    return (change.rule.id, change.level, change.before, change.after, change.cause, *texts)


def name_provider(provider: str) -> str:
    """Return the name of a provider, or of the part that all providers share."""
    return provider or "SDK"


def list_affected(change: Change) -> str:
    """Return what a change affects, sorted and separated by commas."""
    return ", ".join(sorted(part.value for part in change.affected))


def capitalize(sentence: str) -> str:
    """Return a clause with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def format_sentence(change: Change) -> str:
    """Return the message and the cause as a sentence, which may end with a quoted one."""
    period = "" if change.sentence.endswith(('."', '!"', '?"')) else "."
    return capitalize(change.sentence) + period

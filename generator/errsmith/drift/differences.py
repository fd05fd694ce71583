"""Differences between a page and the registry, and the verdict on a page."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from attrs import frozen

from errsmith.drift.facts import Carrier, PageCode
from errsmith.registry.diagnostics import Span

DifferenceKind: TypeAlias = Literal[
    "added",
    "removed",
    "mentioned-only",
    "renamed",
    "possible-rename",
    "status",
    "status-undocumented",
    "category",
    "category-range",
    "retry",
    "group",
    "deprecated",
    "text-changed",
    "unused-declaration",
    "unused-exception",
    "expired-exception",
]
"""See `Difference`."""

INFORMATIVE: Final = frozenset({"text-changed"})
"""Kinds of differences that leave the exit code at 0."""

Verdict: TypeAlias = Literal["unchanged", "read", "truncated", "unlike", "could-not-read"]

Grade: TypeAlias = Literal["evident", "possible"]


@frozen(kw_only=True)
class Difference:
    """One difference between a page and the registry.

    Attributes:
        kind: Its kind.
        id: The id of the error or category in the registry; None for a code that it lacks.
        code: The code on the page (for `renamed`, the new one); None if the page lacks it.
        registry: The value in the registry, such as "404" or "not documented".
        page: The value on the page, in the same form.
        evidence: For a rename, the evidence, such as "text 0.97, status 401, same place". For
            `removed`, why it is doubtful, such as "no record", or "". Otherwise, details or "".
        line: The line of the page; None if the page lacks the code.
        heading: The nearest heading above that line.
        span: The place in the registry; None for a code that it lacks.
        found: The facts on the page, if the page has the code.
    """

    kind: DifferenceKind
    id: str | None = None
    code: str | None = None
    registry: str | None = None
    page: str | None = None
    evidence: str = ""
    line: int | None = None
    heading: str = ""
    span: Span | None = None
    found: PageCode | None = None


@frozen(kw_only=True)
class Outcome:
    """The result of checking one source.

    Attributes:
        provider: The provider's name.
        source: The id of the source.
        address: Where the page came from: a URL, or the path of a file.
        verdict: The verdict.
        reason: Why the page could not be read, was truncated or is unlike; "" otherwise.
        hint: What to do about it, "" if there is no advice.
        differences: The differences, in the order of the report.
        not_seen: The ids of expected errors that were not found; only if the verdict does
            not allow reporting them as removed.
        read_to: The last line that was read.
        last_code: The last code that was found, None if there is none.
        codes: How many codes the page documents.
        carriers: The places on the page where codes are or could be.
        has_record: Whether there is a record of an earlier reading.
        is_unfetched: Whether the server said that the page has not changed (304).
    """

    provider: str
    source: str
    address: str
    verdict: Verdict
    reason: str = ""
    hint: str = ""
    differences: tuple[Difference, ...] = ()
    not_seen: tuple[str, ...] = ()
    read_to: int = 0
    last_code: str | None = None
    codes: int = 0
    carriers: tuple[Carrier, ...] = ()
    has_record: bool = False
    is_unfetched: bool = False

    @property
    def could_tell(self) -> bool:
        """Whether the page could be compared with the registry."""
        return self.verdict in {"unchanged", "read"}

    @property
    def counted(self) -> tuple[Difference, ...]:
        """The differences that make the exit code 1."""
        return tuple(d for d in self.differences if d.kind not in INFORMATIVE)

"""Problems of a file as data, which `errsmith.lint.report` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

from attrs import frozen

KeyPath: TypeAlias = "tuple[str | int, ...]"
"""Keys and list indexes that lead from the top of a file to a value: `("envelopes", 0, "id")`."""

Of: TypeAlias = Literal["key", "value", "table"]
"""Which part of the entry at a `KeyPath`: its key, its value, or the header of its table."""


@frozen
class Rule:
    """A kind of problem: `Rule("R101", "unknown-key", "A key that is not defined.")`."""

    id: str
    name: str
    summary: str
    is_allowable: bool = False
    """Whether a table can allow it, because generation works in spite of it."""


UNNAMED: Final = Rule("", "", "")


@frozen(order=True)
class Position:
    """A place in a file. Lines and columns count from 1, columns in code points."""

    line: int
    column: int


@frozen(order=True)
class Span:
    """A range of a file, without `end`. The path is as displayed."""

    path: str
    start: Position
    end: Position


@frozen
class Label:
    """A second place that belongs to a problem, with a note on it."""

    span: Span
    message: str


@frozen
class Diagnostic:
    """A problem and its place; diagnostics sort by path, line, column and rule."""

    rule: Rule
    message: str
    span: Span
    help: str | None = None
    related: tuple[Label, ...] = ()
    at: KeyPath = ()
    """The key path of the place, empty if it has none."""
    header: Span | None = None
    """The header of the table around the place, shown for context."""

    @property
    def order(self) -> tuple[Span, str, str]:
        """The sort key of diagnostics."""
        return self.span, self.rule.id, self.message

    def __lt__(self, other: Diagnostic) -> bool:
        """Return whether it is reported before another diagnostic."""
        return self.order < other.order


@frozen
class Related:
    """Another value in the file that belongs to a problem, with a note on it."""

    at: KeyPath
    of: Of
    message: str


@frozen
class Finding:
    """A problem in a file's values; `Document.locate` turns it into a `Diagnostic`."""

    at: KeyPath
    of: Of
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    rule: Rule = UNNAMED
    """The broken rule. The functions of rules leave it out; `define_rule` sets it."""


class FindingsError(Exception):
    """A file that errsmith needs has findings.

    Attributes:
        diagnostics: The findings.
        texts: The content of the files, by their paths in the findings.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
        self.diagnostics, self.texts = tuple(diagnostics), texts
        super().__init__(self.diagnostics, texts)

    def __str__(self) -> str:
        return "; ".join(
            f"{found.span.path}:{found.span.start.line}:{found.span.start.column}: {found.message}"
            for found in self.diagnostics
        )

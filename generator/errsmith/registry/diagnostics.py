"""What errsmith says about a file, as data; `errsmith.lint.report` makes text of it."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from attrs import frozen

KeyPath: TypeAlias = "tuple[str | int, ...]"
"""Keys and list indexes that lead from the top of a file to a value: `("envelopes", 0, "id")`."""

Of: TypeAlias = Literal["key", "value", "table"]
"""What of the thing at a `KeyPath` is meant: its key, its value, or the header that opens it."""


@frozen
class Rule:
    """A kind of problem: `Rule("R101", "unknown-key", "A key that the format does not have.")`."""

    id: str
    name: str
    summary: str
    is_allowable: bool = False
    """Whether a table can carry an exception from it, because generation works all the same."""


UNNAMED: Final = Rule("", "", "")


@frozen(order=True)
class Position:
    """A place in a text; both count from 1, columns in characters (code points)."""

    line: int
    column: int


@frozen(order=True)
class Span:
    """A stretch of a file's text, `end` excluded; the path is as people are to read it."""

    path: str
    start: Position
    end: Position


@frozen
class Label:
    """A second place that belongs to a problem, and what is there."""

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
    """The key path of the place; empty if it has none."""
    header: Span | None = None
    """The header of the table the place is in, shown for orientation."""

    @property
    def order(self) -> tuple[Span, str, str]:
        """What diagnostics are sorted by."""
        return self.span, self.rule.id, self.message

    def __lt__(self, other: Diagnostic) -> bool:
        """Return whether it is reported before the other."""
        return self.order < other.order


@frozen
class Related:
    """Another place of a file's values that belongs to a problem, and what is there."""

    at: KeyPath
    of: Of
    message: str


@frozen
class Finding:
    """A problem found in a file's values; `Document.locate` makes a `Diagnostic` of it."""

    at: KeyPath
    of: Of
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    rule: Rule = UNNAMED
    """The rule that is broken. Functions of rules leave it out: `define_rule` sets it."""

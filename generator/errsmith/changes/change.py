"""A change that clients can notice: what it is, how bad it is, and what to do about it."""

from __future__ import annotations

from enum import Enum
from typing import Final

from attrs import frozen

from errsmith.registry.diagnostics import KeyPath, Rule


class Level(Enum):
    """How bad a change is for clients; the members are in order, the most severe first."""

    BREAKING = "breaking"
    """Correct client code stops working: it raises, does not type-check, or no longer reacts."""
    RISKY = "risky"
    """Client code keeps working, but may behave differently."""
    SAFE = "safe"
    """Client code behaves as before, except that an exhaustive `match` on `known_code` needs a case
    for a new error."""


class Affected(Enum):
    """What a change affects in a client."""

    EXCEPT = "except clauses"
    RETRY = "retry behavior"
    READING = "reading"
    TYPES = "types"
    LOGS = "logs"
    PROBLEMS = "problem documents"
    DOCS = "documentation"


SEVERITY: Final = {level: rank for rank, level in enumerate(Level)}
"""The rank of each level, 0 for the most severe."""


@frozen(kw_only=True)
class Example:
    """Client code that a change affects.

    Attributes:
        before: The code that clients may have.
        after: What to write instead; empty if there is no replacement.
    """

    before: str
    after: str = ""


@frozen(kw_only=True)
class Draft:
    """A change as a rule finds it; `ChangeRule` turns it into a `Change`.

    Attributes:
        subject: What it is about, as `Change.subject`.
        message: What changed, a sentence without a period.
        adapt: What clients must do, in sentences.
        before: The old value for programs, "" if there was none.
        after: The new value for programs, "" if there is none.
        level: The level; needed if the rule has several.
        cause: The change that this one follows from, as a clause after "because"; "" if none.
        find: What to search for in client code, "" if that is not a string.
        example: Client code before and after.
        at: The place in the provider's new file, empty if it has none.
    """

    subject: str
    message: str
    adapt: str
    before: str = ""
    after: str = ""
    level: Level | None = None
    cause: str = ""
    find: str = ""
    example: Example | None = None
    at: KeyPath = ()


@frozen(kw_only=True)
class Change:
    """A change that clients can notice.

    Attributes:
        rule: The rule that found it.
        level: How bad it is.
        affected: What it affects in clients.
        provider: The name of the provider's module, "" for the whole SDK.
        subject: The id of an error, or another part and its name: `group session`, `field detail`.
        message: What changed, a sentence without a period.
        cause: The change that this one follows from, as a clause after "because"; "" if none.
        adapt: What clients must do, in sentences.
        before: The old value, "" if there was none.
        after: The new value, "" if there is none.
        find: What to search for in client code, "" if that is not a string.
        example: Client code before and after.
        at: The place in the provider's new file, empty if it has none.
    """

    rule: Rule
    level: Level
    affected: frozenset[Affected]
    provider: str
    subject: str
    message: str
    cause: str
    adapt: str
    before: str
    after: str
    find: str
    example: Example | None
    at: KeyPath

    @property
    def sentence(self) -> str:
        """The message and the cause, without a period."""
        return f"{self.message}, because {self.cause}" if self.cause else self.message

    @property
    def order(self) -> tuple[int, str, str]:
        """The sort key of the changes of a subject, the most severe first."""
        return SEVERITY[self.level], self.rule.id, self.message

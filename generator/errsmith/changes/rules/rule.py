"""A rule about changes: its id, its documentation, and the function that finds them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

from attrs import frozen

from errsmith.changes.change import Affected, Change, Draft, Level
from errsmith.registry.diagnostics import Rule


class Pair(Protocol):
    """Two states of the same thing."""

    @property
    def provider_name(self) -> str:
        """The name of the provider's module, "" for the whole SDK."""
        ...


P = TypeVar("P", bound=Pair)


@frozen
class ChangeRule(Generic[P]):
    """A rule and its comparison.

    Attributes:
        rule: Id, name and summary.
        doc: The full documentation.
        levels: The levels of its changes, the most severe first.
        affected: What its changes affect in clients.
    """

    rule: Rule
    doc: str
    levels: tuple[Level, ...]
    affected: frozenset[Affected]
    _find: Callable[[P], Iterator[Draft]]

    def find(self, pair: P) -> Iterator[Change]:
        """Yield the changes that this rule finds between two states."""
        for draft in self._find(pair):
            yield Change(
                rule=self.rule,
                level=draft.level or self.levels[0],
                affected=self.affected,
                provider=pair.provider_name,
                subject=draft.subject,
                message=draft.message,
                cause=draft.cause,
                adapt=draft.adapt,
                before=draft.before,
                after=draft.after,
                find=draft.find,
                example=draft.example,
                at=draft.at,
            )


def define_rule(
    id_: str, name: str, *levels: Level, affects: tuple[Affected, ...]
) -> Callable[[Callable[[P], Iterator[Draft]]], ChangeRule[P]]:
    """Turn a function into a rule; the first line of its docstring is the summary.

    If the rule has several levels, its drafts state theirs.
    """

    def decorate(find: Callable[[P], Iterator[Draft]]) -> ChangeRule[P]:
        doc = inspect.cleandoc(find.__doc__ or "")
        rule = Rule(id_, name, doc.partition("\n")[0])
        return ChangeRule(rule, doc, levels, frozenset(affects), find)

    return decorate

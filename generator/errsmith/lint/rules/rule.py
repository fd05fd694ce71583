"""A lint rule: its id, its documentation, and the function that finds what it is about."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from attrs import frozen

from errsmith.registry.diagnostics import Finding, KeyPath, Of, Rule

S = TypeVar("S")
Related = tuple[KeyPath, Of, str]
"""Another place that belongs to a finding: where it is, what of it, and what is there."""


@frozen
class Spot:
    """A place where a rule is broken, before the rule has put its name to it."""

    at: KeyPath
    of: Of
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()


@frozen
class LintRule(Generic[S]):
    """A rule and how it is checked.

    Attributes:
        rule: Id, name and summary.
        doc: The whole documentation.
    """

    rule: Rule
    doc: str
    _check: Callable[[S], Iterator[Spot]]

    def check(self, subject: S) -> Iterator[Finding]:
        """Give the findings of this rule in a subject."""
        for spot in self._check(subject):
            yield Finding(self.rule, spot.at, spot.of, spot.message, spot.help, spot.related)


def lint(
    id_: str, name: str, *, allowable: bool = False
) -> Callable[[Callable[[S], Iterator[Spot]]], LintRule[S]]:
    """Make a rule of a function; its docstring's first line is the summary.

    A rule is `allowable` if generation works in spite of its findings and there can be a reason for
    them: then a table can carry an exception from it.
    """

    def decorate(check: Callable[[S], Iterator[Spot]]) -> LintRule[S]:
        doc = inspect.cleandoc(check.__doc__ or "")
        return LintRule(Rule(id_, name, doc.partition("\n")[0], allowable), doc, check)

    return decorate


def related(at: KeyPath, of: Of, message: str) -> Related:
    """Name another place."""
    return at, of, message

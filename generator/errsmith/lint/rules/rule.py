"""A lint rule: its id, its documentation, and the function that finds violations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from attrs import evolve, frozen

from errsmith.registry.diagnostics import Finding, Rule

S = TypeVar("S")


@frozen
class LintRule(Generic[S]):
    """A rule and its check.

    Attributes:
        rule: Id, name and summary.
        doc: The full documentation.
    """

    rule: Rule
    doc: str
    _check: Callable[[S], Iterator[Finding]]

    def check(self, subject: S) -> Iterator[Finding]:
        """Yield the findings of this rule in a subject."""
        for finding in self._check(subject):
            yield evolve(finding, rule=self.rule)


def define_rule(
    id_: str, name: str, *, allowable: bool = False
) -> Callable[[Callable[[S], Iterator[Finding]]], LintRule[S]]:
    """Turn a function into a rule; the first line of its docstring is the summary.

    A rule is `allowable` if generation works in spite of its findings and they can be justified. A
    table can then silence them with `allow`.
    """

    def decorate(check: Callable[[S], Iterator[Finding]]) -> LintRule[S]:
        doc = inspect.cleandoc(check.__doc__ or "")
        return LintRule(Rule(id_, name, doc.partition("\n")[0], allowable), doc, check)

    return decorate

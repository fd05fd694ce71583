"""Everything that is wrong with a registry, in one run."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from attrs import evolve, frozen

from errsmith.lint.rules import ALLOW_RULES, PROVIDER_RULES, SDK_RULES, LintRule
from errsmith.lint.rules.allowances import Allowances, allowances_of
from errsmith.meaning.subjects import Registry, Subject, interpret
from errsmith.registry import loading, misfits, source
from errsmith.registry.diagnostics import Diagnostic, Finding, Rule


@frozen
class Report:
    """A registry and what is wrong with it.

    Attributes:
        registry: What could be read.
        diagnostics: Findings, sorted by place.
        allowed: How many more findings there would be without `allow`.
    """

    registry: Registry
    diagnostics: tuple[Diagnostic, ...]
    allowed: int = 0

    @property
    def is_generable(self) -> bool:
        """Whether no finding is of a rule on which generation depends."""
        return all(one.rule.is_allowable for one in self.diagnostics)


def check(folder: Path, today: datetime.date | None = None) -> Report:
    """Read a registry's folder and hold every rule against it.

    Without `today`, the day in UTC, no day is in the future: what is generated must not depend on a
    clock.

    Raises:
        RegistryError: There is no such folder, or no provider in it.
    """
    loaded = loading.load(folder)
    interpreted = interpret(loaded, today or datetime.date.max)
    found = list(loaded.diagnostics)
    allowed = 0
    for subject in interpreted.providers:
        allowances = allowances_of(
            subject.file, subject.document, _by_id(), is_whole=subject.is_whole
        )
        findings = [*_findings(subject, allowances), *_findings_of_allow(allowances)]
        found += map(subject.document.locate, findings)
        allowed += len(allowances.silenced)
    if loaded.sdk is not None:
        allowances = allowances_of(
            loaded.sdk.file, loaded.sdk.document, _by_id(), is_whole=loaded.sdk.is_whole
        )
        findings = [one for rule in SDK_RULES for one in rule.check(loaded.sdk)]
        findings = [one for one in findings if not allowances.silence(one)]
        found += map(loaded.sdk.document.locate, [*findings, *_findings_of_allow(allowances)])
        allowed += len(allowances.silenced)
    return Report(interpreted, tuple(sorted(found)), allowed)


def _findings(subject: Subject, allowances: Allowances) -> Iterator[Finding]:
    """Hold every rule against a file; each knows where those before it found something.

    A finding that is allowed is no mistake, so the rules after it go on as if it were not there.
    """
    for rule in PROVIDER_RULES:
        subject.passed_over.clear()
        found = [one for one in rule.check(subject) if not allowances.silence(one)]
        yield from found
        if subject.passed_over:
            allowances.undecided.add(rule.rule.id)
        places = {finding.at for finding in found}
        places |= {place.at for finding in found for place in finding.related}
        if places:
            subject = evolve(subject, broken=subject.broken | places)


def _findings_of_allow(allowances: Allowances) -> Iterator[Finding]:
    """Check the exceptions themselves, once it is known what each of them silenced."""
    for rule in ALLOW_RULES:
        yield from rule.check(allowances)


def _lint_rules() -> tuple[LintRule[Any], ...]:
    return (*PROVIDER_RULES, *SDK_RULES, *ALLOW_RULES)


def all_rules() -> tuple[Rule, ...]:
    """Return every rule that a registry can break, sorted by id."""
    linted = (one.rule for one in _lint_rules())
    every = (*source.RULES, *loading.RULES, *misfits.RULES, *linted)
    return tuple(sorted(every, key=lambda rule: rule.id))


@cache
def _by_id() -> Mapping[str, Rule]:
    return MappingProxyType({rule.id: rule for rule in all_rules()})


def documentation(rule: Rule) -> str:
    """Return what is written about a rule: its function's docstring, else its summary.

    The last line says whether a table can allow what it finds.
    """
    docs = {one.rule.id: one.doc for one in _lint_rules()}
    allow = f'in the table with the finding: `allow = [{{ rule = "{rule.id}", reason = "…" }}]`.'
    return f"{docs.get(rule.id, rule.summary)}\nAllow: {allow if rule.is_allowable else 'no.'}"

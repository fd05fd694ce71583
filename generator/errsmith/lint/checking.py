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
from errsmith.lint.rules.allowances import Allowances, collect_allowances
from errsmith.meaning.subjects import Registry, Subject, interpret
from errsmith.registry import loading, misfits, source
from errsmith.registry.diagnostics import Diagnostic, Finding, Rule
from errsmith.registry.loading import LoadedSdk


@frozen
class Result:
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
        return all(diagnostic.rule.is_allowable for diagnostic in self.diagnostics)


def check(folder: Path, today: datetime.date | None = None) -> Result:
    """Read a registry's folder and check it against every rule.

    Without `today`, the day in UTC, no day is in the future: what is generated must not depend on a
    clock.

    Raises:
        RegistryError: There is no such folder, or no provider in it.
    """
    loaded = loading.load(folder)
    registry = interpret(loaded, today or datetime.date.max)
    diagnostics = list(loaded.diagnostics)
    allowed = 0
    for subject in registry.providers:
        allowances = collect_allowances(subject, _index_rules())
        findings = [*_check_provider(subject, allowances), *_check_allowances(allowances)]
        diagnostics += map(subject.document.locate, findings)
        allowed += len(allowances.silenced)
    if loaded.sdk is not None:
        allowances = collect_allowances(loaded.sdk, _index_rules())
        findings = [*_check_sdk(loaded.sdk, allowances), *_check_allowances(allowances)]
        diagnostics += map(loaded.sdk.document.locate, findings)
        allowed += len(allowances.silenced)
    return Result(registry, tuple(sorted(diagnostics)), allowed)


def _check_provider(subject: Subject, allowances: Allowances) -> Iterator[Finding]:
    """Check a provider against every rule, and mark the places of findings for later rules.

    A finding that is allowed is not a mistake, so the rules after it go on as if it were not there.
    """
    for rule in PROVIDER_RULES:
        subject.skipped.clear()
        found = [finding for finding in rule.check(subject) if not allowances.silence(finding)]
        yield from found
        if subject.skipped:
            allowances.undecided.add(rule.rule.id)
        places = {finding.at for finding in found}
        places |= {place.at for finding in found for place in finding.related}
        if places:
            subject = evolve(subject, broken=subject.broken | places)


def _check_sdk(sdk: LoadedSdk, allowances: Allowances) -> Iterator[Finding]:
    for rule in SDK_RULES:
        yield from (finding for finding in rule.check(sdk) if not allowances.silence(finding))


def _check_allowances(allowances: Allowances) -> Iterator[Finding]:
    """Check the exceptions themselves, once it is known what each of them silenced."""
    for rule in ALLOW_RULES:
        yield from rule.check(allowances)


def _list_lint_rules() -> tuple[LintRule[Any], ...]:
    return (*PROVIDER_RULES, *SDK_RULES, *ALLOW_RULES)


def list_rules() -> tuple[Rule, ...]:
    """Return every rule that a registry can break, sorted by id."""
    rules = [*source.RULES, *loading.RULES, *misfits.RULES]
    rules += (lint_rule.rule for lint_rule in _list_lint_rules())
    return tuple(sorted(rules, key=lambda rule: rule.id))


@cache
def _index_rules() -> Mapping[str, Rule]:
    return MappingProxyType({rule.id: rule for rule in list_rules()})


def explain_rule(rule: Rule) -> str:
    """Return the documentation of a rule: its function's docstring, otherwise its summary.

    The last line says whether a table can allow what it finds.
    """
    docs = {lint_rule.rule.id: lint_rule.doc for lint_rule in _list_lint_rules()}
    allow = f'in the table with the finding: `allow = [{{ rule = "{rule.id}", reason = "…" }}]`.'
    return f"{docs.get(rule.id, rule.summary)}\nAllow: {allow if rule.is_allowable else 'no.'}"

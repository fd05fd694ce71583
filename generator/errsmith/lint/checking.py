"""Check a registry against every rule, in one run."""

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
from errsmith.meaning.subjects import (
    NO_DAY,
    Registry,
    Released,
    Subject,
    interpret,
    interpret_provider,
)
from errsmith.registry import loading, misfits, releases, source
from errsmith.registry.diagnostics import Diagnostic, Finding, Rule
from errsmith.registry.loading import LoadedSdk


@frozen
class Result:
    """A registry and its findings.

    Attributes:
        registry: The readable part of the registry.
        diagnostics: The findings, sorted by place.
        allowed: The number of findings that `allow` silences.
    """

    registry: Registry
    diagnostics: tuple[Diagnostic, ...]
    allowed: int = 0

    @property
    def is_generable(self) -> bool:
        """Whether an SDK can be generated: every finding is of a rule that `allow` can silence."""
        return all(diagnostic.rule.is_allowable for diagnostic in self.diagnostics)


def check(
    folder: Path, today: datetime.date | None = None, *, can_be_empty: bool = False
) -> Result:
    """Load a registry and check it against every rule.

    `today` is the current day in UTC. Without it, no day counts as the future and nothing expires,
    because generated output must not depend on a clock. `can_be_empty` says whether the registry
    may have no providers yet.

    Raises:
        RegistryError: The folder does not exist or has no providers.
    """
    loaded = loading.load(folder, can_be_empty=can_be_empty)
    registry = interpret(loaded, today or NO_DAY)
    diagnostics = list(loaded.diagnostics)
    allowed = 0
    for subject in registry.providers:
        found, silenced = _check_subject(subject)
        diagnostics += found
        allowed += silenced
    if loaded.sdk is not None:
        allowances = collect_allowances(loaded.sdk, _index_rules())
        findings = [*_check_sdk(loaded.sdk, allowances), *_check_allowances(allowances)]
        diagnostics += map(loaded.sdk.document.locate, findings)
        allowed += len(allowances.silenced)
    return Result(registry, tuple(sorted(diagnostics)), allowed)


def check_text(subject: Subject, text: str) -> tuple[Diagnostic, ...]:
    """Return the findings of a provider's file if it had this text."""
    document, diagnostics = source.read_document(subject.document.path, text)
    provider, unfit = loading.load_provider(subject.name, document)
    diagnostics += unfit
    if provider is not None:
        changed = interpret_provider(provider, subject.sdk, subject.today, subject.released)
        diagnostics += _check_subject(changed)[0]
    return tuple(sorted(diagnostics))


def check_draft(
    registry: Registry, name: str, text: str, today: datetime.date
) -> tuple[Diagnostic, ...]:
    """Return the findings of a provider's file that the registry does not have yet.

    Args:
        registry: The registry.
        name: The name of the file, without its suffix.
        text: The text that the file would have.
        today: The current day in UTC.
    """
    path = registry.folder / loading.PROVIDERS / f"{name}.toml"
    document, diagnostics = source.read_document(source.format_path(path), text)
    provider, unfit = loading.load_provider(name, document)
    diagnostics += unfit
    if provider is not None:
        diagnostics += _check_subject(
            interpret_provider(provider, registry.sdk, today, Released())
        )[0]
    return tuple(sorted(diagnostics))


def _check_subject(subject: Subject) -> tuple[list[Diagnostic], int]:
    """Return the findings of a provider, and the number of those that `allow` silences."""
    allowances = collect_allowances(subject, _index_rules())
    findings = [*_check_provider(subject, allowances), *_check_allowances(allowances)]
    return [*map(subject.document.locate, findings)], len(allowances.silenced)


def _check_provider(subject: Subject, allowances: Allowances) -> Iterator[Finding]:
    """Check a provider against every rule, and mark the places of findings for later rules.

    An allowed finding is not a mistake, so later rules ignore it.
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
    """Check the `allow` items themselves, after it is known what each of them silenced."""
    for rule in ALLOW_RULES:
        yield from rule.check(allowances)


def _list_lint_rules() -> tuple[LintRule[Any], ...]:
    return (*PROVIDER_RULES, *SDK_RULES, *ALLOW_RULES)


def list_rules() -> tuple[Rule, ...]:
    """Return every rule that a registry can break, sorted by id."""
    rules = [*source.RULES, *releases.RULES, *misfits.RULES]
    rules += (lint_rule.rule for lint_rule in _list_lint_rules())
    return tuple(sorted(rules, key=lambda rule: rule.id))


@cache
def _index_rules() -> Mapping[str, Rule]:
    return MappingProxyType({rule.id: rule for rule in list_rules()})


def explain_rule(rule: Rule) -> str:
    """Return the documentation of a rule: the docstring of its function, or its summary.

    The last line says whether `allow` can silence its findings.
    """
    docs = {lint_rule.rule.id: lint_rule.doc for lint_rule in _list_lint_rules()}
    allow = f'`allow = [{{ rule = "{rule.id}", reason = "…" }}]`'
    last = "Findings of this rule cannot be silenced."
    if rule.is_allowable:
        last = f"To silence a finding, add this to the table that has it: {allow}"
    return f"{docs.get(rule.id, rule.summary)}\n{last}"

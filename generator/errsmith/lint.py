"""Everything that is wrong with a registry, in one run."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from errsmith import registry, source, structure
from errsmith.diagnostics import Diagnostic, Rule
from errsmith.registry import Registry
from errsmith.rules import PROVIDER_RULES, REGISTRY_RULES


@frozen
class Report:
    """A registry and what is wrong with it.

    Attributes:
        registry: What could be read.
        diagnostics: Findings, sorted by place; nothing is emitted unless there are none.
    """

    registry: Registry
    diagnostics: tuple[Diagnostic, ...]


def check(folder: Path) -> Report:
    """Read a registry's folder and hold every rule against it.

    Raises:
        RegistryError: There is no such folder, or no provider in it.
    """
    read = registry.read(folder)
    found = list(read.diagnostics)
    for subject in read.providers:
        located = subject.document.locate
        found += [located(f) for rule in PROVIDER_RULES for f in rule.check(subject)]
    for rule in REGISTRY_RULES:
        found += [read.sdk_document.locate(finding) for finding in rule.check(read)]
    return Report(read, tuple(sorted(found)))


def all_rules() -> tuple[Rule, ...]:
    """Give every rule that a registry can break, sorted by id."""
    linted = [*(one.rule for one in PROVIDER_RULES), *(one.rule for one in REGISTRY_RULES)]
    return tuple(sorted((*source.RULES, *structure.RULES, *linted), key=lambda rule: rule.id))


def documentation(rule: Rule) -> str:
    """Give what is written about a rule: its function's docstring, else its summary."""
    docs = {one.rule.id: one.doc for one in PROVIDER_RULES}
    docs |= {one.rule.id: one.doc for one in REGISTRY_RULES}
    return docs.get(rule.id, rule.summary)

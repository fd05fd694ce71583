"""Everything that is wrong with a registry, in one run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import evolve, frozen

from errsmith import registry, source, structure
from errsmith.diagnostics import Diagnostic, Finding, Rule
from errsmith.registry import Registry, Subject
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
        found += [subject.document.locate(finding) for finding in _findings(subject)]
    for rule in REGISTRY_RULES:
        found += [read.sdk_document.locate(finding) for finding in rule.check(read)]
    return Report(read, tuple(sorted(found)))


def _findings(subject: Subject) -> Iterator[Finding]:
    """Hold every rule against a file; each knows where those before it found something."""
    for rule in PROVIDER_RULES:
        found = list(rule.check(subject))
        yield from found
        places = {place for one in found for place in (one.at, *(at for at, _, _ in one.related))}
        if places:
            subject = evolve(subject, broken=subject.broken | places)


def all_rules() -> tuple[Rule, ...]:
    """Give every rule that a registry can break, sorted by id."""
    linted = [*(one.rule for one in PROVIDER_RULES), *(one.rule for one in REGISTRY_RULES)]
    every = (*source.RULES, *registry.RULES, *structure.RULES, *linted)
    return tuple(sorted(every, key=lambda rule: rule.id))


def documentation(rule: Rule) -> str:
    """Give what is written about a rule: its function's docstring, else its summary."""
    docs = {one.rule.id: one.doc for one in PROVIDER_RULES}
    docs |= {one.rule.id: one.doc for one in REGISTRY_RULES}
    return docs.get(rule.id, rule.summary)

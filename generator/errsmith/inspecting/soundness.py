"""Providers with findings: their envelopes cannot always be shown."""

from __future__ import annotations

from attrs import evolve

from errsmith.lint import Result
from errsmith.meaning.subjects import Subject, interpret_provider
from errsmith.registry.diagnostics import Diagnostic

HIDDEN = "not shown, because of findings in the file"
"""Printed instead of the envelopes and examples of such a provider."""


def list_subjects(result: Result) -> tuple[Subject, ...]:
    """Return the providers of a registry that was checked.

    If an envelope has a finding that stops generation, the provider is returned without envelopes,
    because it is unknown how its responses would be read.
    """
    unsound = {found.span.path for found in result.diagnostics if _affects_reading(found)}
    subjects = result.registry.providers
    return tuple(_drop_envelopes(s) if s.document.path in unsound else s for s in subjects)


def _affects_reading(finding: Diagnostic) -> bool:
    return not finding.rule.is_allowable and finding.at[:1] == ("envelopes",)


def _drop_envelopes(subject: Subject) -> Subject:
    bare = evolve(subject, file=evolve(subject.file, envelopes=()))
    return interpret_provider(bare, subject.sdk, subject.today, subject.released)


def has_hidden_envelopes(subject: Subject) -> bool:
    """Return whether the file has envelopes that are not shown because of findings."""
    return not subject.file.envelopes and bool(subject.document.get_value("envelopes"))

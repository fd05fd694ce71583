"""The registry's own lint rules: one module per family, one function per rule.

A rule is a function that takes a `Subject` (or a `LoadedSdk`) and yields findings.
Its docstring is its documentation: the first line says what is wrong, `Why:` why it matters, and
`Fix:` what to do.
"""

from errsmith.lint.rules import (
    allowances,
    distribution,
    handling,
    identity,
    matching,
    misreadings,
    names,
    pages,
    places,
    references,
    unused,
    upkeep,
)
from errsmith.lint.rules.rule import LintRule
from errsmith.meaning.subjects import Subject
from errsmith.registry.loading import LoadedSdk

PROVIDER_RULES: tuple[LintRule[Subject], ...] = tuple(
    rule
    for rules in (
        references.RULES,
        handling.RULES,
        identity.RULES,
        places.RULES,
        matching.RULES,
        misreadings.RULES,
        # None of these affects examples.
        names.RULES,
        unused.RULES,
        upkeep.RULES,
        pages.RULES,
        matching.LATE_RULES,
    )
    for rule in rules
)
SDK_RULES: tuple[LintRule[LoadedSdk], ...] = distribution.RULES
ALLOW_RULES: tuple[LintRule[allowances.Allowances], ...] = allowances.RULES

__all__ = ["ALLOW_RULES", "PROVIDER_RULES", "SDK_RULES", "LintRule"]

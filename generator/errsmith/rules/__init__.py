"""The registry's own lint rules: one module per family, one function per rule.

A rule is a function that takes a `Subject` (or a `Registry`) and gives findings.
Its docstring is its documentation: the first line says what is found, `Why` and `Mend` the rest.
"""

from errsmith.registry import Registry, Subject
from errsmith.rules import (
    allowances,
    distribution,
    examples,
    facts,
    handling,
    identity,
    leftovers,
    matching,
    names,
    places,
    references,
)
from errsmith.rules.rule import LintRule

PROVIDER_RULES: tuple[LintRule[Subject], ...] = tuple(
    rule
    for family in (
        references,
        handling,
        identity,
        places,
        matching,
        facts,
        examples,
        # Names and leftovers do not matter to examples.
        names,
        leftovers,
    )
    for rule in family.RULES
)
REGISTRY_RULES: tuple[LintRule[Registry], ...] = distribution.RULES
ALLOW_RULES: tuple[LintRule[allowances.Allowances], ...] = allowances.RULES

__all__ = ["ALLOW_RULES", "PROVIDER_RULES", "REGISTRY_RULES", "LintRule"]

"""The registry's own lint rules: one module per family, one function per rule.

A rule is a function that takes a `Subject` (or a `Registry`) and gives findings.
Its docstring is its documentation: the first line says what is found, `Why` and `Mend` the rest.
"""

from errsmith.registry import Registry, Subject
from errsmith.rules import (
    distribution,
    examples,
    handling,
    identity,
    names,
    places,
    references,
)
from errsmith.rules.rule import LintRule

PROVIDER_RULES: tuple[LintRule[Subject], ...] = tuple(
    rule
    # Examples come before names, which do not matter to them.
    for family in (references, handling, identity, places, examples, names)
    for rule in family.RULES
)
REGISTRY_RULES: tuple[LintRule[Registry], ...] = distribution.RULES

__all__ = ["PROVIDER_RULES", "REGISTRY_RULES", "LintRule"]

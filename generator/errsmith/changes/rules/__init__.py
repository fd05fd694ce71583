"""The rules about changes: one module per family, one function per rule.

A rule is a function that takes two states of the whole SDK, of a provider or of an error, and
yields drafts of changes. Its docstring is its documentation: the first line says what changed,
`Why:` why clients notice it, and `Adapt:` what they must do.
"""

from errsmith.changes.pairing import ErrorPair, ProviderPair, SdkPair
from errsmith.changes.rules import (
    classes,
    codes,
    documentation,
    envelopes,
    fields,
    groups,
    package,
    problems,
    reading,
    retrying,
    scopes,
)
from errsmith.changes.rules.rule import ChangeRule

SDK_RULES: tuple[ChangeRule[SdkPair], ...] = package.SDK_RULES
PROVIDER_RULES: tuple[ChangeRule[ProviderPair], ...] = (
    *package.PROVIDER_RULES,
    *classes.PROVIDER_RULES,
    *groups.PROVIDER_RULES,
    *codes.PROVIDER_RULES,
    *fields.PROVIDER_RULES,
    *retrying.PROVIDER_RULES,
    *reading.PROVIDER_RULES,
    *scopes.PROVIDER_RULES,
    *envelopes.PROVIDER_RULES,
    *problems.PROVIDER_RULES,
    *documentation.PROVIDER_RULES,
)
ERROR_RULES: tuple[ChangeRule[ErrorPair], ...] = (
    *classes.ERROR_RULES,
    *codes.ERROR_RULES,
    *retrying.ERROR_RULES,
    *reading.ERROR_RULES,
    *scopes.ERROR_RULES,
    *problems.ERROR_RULES,
    *documentation.ERROR_RULES,
)
IDENTITY_RULES: tuple[ChangeRule[ErrorPair], ...] = (
    *classes.IDENTITY_RULES,
    *codes.IDENTITY_RULES,
)
"""The rules for errors that became part of another one and now have its facts."""

__all__ = ["ERROR_RULES", "IDENTITY_RULES", "PROVIDER_RULES", "SDK_RULES", "ChangeRule"]

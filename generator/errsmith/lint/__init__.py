"""Checks of a registry: the rules, running all of them, and printing their findings."""

from errsmith.lint.checking import (
    Result,
    check,
    check_draft,
    check_text,
    explain_rule,
    list_rules,
)

__all__ = ["Result", "check", "check_draft", "check_text", "explain_rule", "list_rules"]

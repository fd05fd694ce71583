"""What is wrong with a registry: the rules, checking them all, and printing what they find."""

from errsmith.lint.checking import Result, check, explain_rule, list_rules

__all__ = ["Result", "check", "explain_rule", "list_rules"]

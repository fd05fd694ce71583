"""What is wrong with a registry: the rules, checking them all, and printing what they find."""

from errsmith.lint.checking import Report, all_rules, check, documentation

__all__ = ["Report", "all_rules", "check", "documentation"]

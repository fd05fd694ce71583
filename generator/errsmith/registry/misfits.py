"""Errors for values that do not fit the format, raised before their place in a file is known."""

from __future__ import annotations

from errsmith.registry.diagnostics import KeyPath, Of, Rule
from errsmith.registry.wording import describe_value

UNKNOWN_KEY = Rule("R101", "unknown-key", "A table has a key that the format does not define.")
MISSING_KEY = Rule("R102", "missing-key", "A table lacks a required key.")
WRONG_TYPE = Rule("R103", "wrong-type", "A value has the wrong type for its key.")
EMPTY_VALUE = Rule("R104", "empty-value", "A key, string, list or table is empty or blank.")
UNKNOWN_CHOICE = Rule(
    "R105", "unknown-choice", "A string is not one of the words that its key accepts."
)
BAD_STATUS = Rule("R106", "bad-status", "A value is not an HTTP status or a class of statuses.")
REPEATED_ITEM = Rule("R107", "repeated-item", "A list contains the same item twice.")
BAD_URL = Rule("R108", "bad-url", "A string is not an http or https URL.")
BAD_SECONDS = Rule("R109", "bad-seconds", "A number is not a positive number of seconds.")
BAD_LANGUAGE = Rule("R110", "bad-language", "A key is not a language tag (BCP 47).")

RULES = (
    UNKNOWN_KEY,
    MISSING_KEY,
    WRONG_TYPE,
    EMPTY_VALUE,
    UNKNOWN_CHOICE,
    BAD_STATUS,
    REPEATED_ITEM,
    BAD_URL,
    BAD_SECONDS,
    BAD_LANGUAGE,
)


class Misfit(Exception):  # noqa: N818 - the registry is wrong, not the program
    """A value that its type does not accept.

    `at` leads from the value to the part that is wrong.
    """

    def __init__(
        self,
        rule: Rule,
        found: str,
        expected: str,
        *,
        help: str | None = None,
        of: Of = "value",
        at: KeyPath = (),
    ) -> None:
        super().__init__(f"found {found}, expected {expected}")
        self.rule = rule
        self.help = help
        self.of: Of = of
        self.at = at


class WrongType(Misfit):
    """A value of the wrong type."""

    def __init__(self, value: object, expected: str, fix: str | None = None) -> None:
        super().__init__(WRONG_TYPE, describe_value(value), expected, help=fix)

"""What is wrong with a value that does not fit the format, before its place in a file is known."""

from __future__ import annotations

from errsmith.registry.diagnostics import KeyPath, Of, Rule
from errsmith.registry.wording import describe_value

UNKNOWN_KEY = Rule("R101", "unknown-key", "The format has no such key in this table.")
MISSING_KEY = Rule("R102", "missing-key", "A table lacks a key it must have.")
WRONG_TYPE = Rule("R103", "wrong-type", "A value is of a type that its key does not take.")
EMPTY_VALUE = Rule("R104", "empty-value", "A key, text, list or table is there and says nothing.")
UNKNOWN_CHOICE = Rule("R105", "unknown-choice", "A text is none of the words its key takes.")
BAD_STATUS = Rule("R106", "bad-status", "A value is neither an HTTP status nor a class of them.")
REPEATED_ITEM = Rule("R107", "repeated-item", "A list holds the same thing twice.")
BAD_URL = Rule("R108", "bad-url", "A text is not an http address.")
BAD_SECONDS = Rule("R109", "bad-seconds", "A number is no time one can wait.")
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


class Misfit(Exception):  # noqa: N818 - it is no failure of the program
    """A value that its type does not take.

    `at` leads from that value to the part of it that is wrong.
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
    """A value of another type than the expected one."""

    def __init__(self, value: object, expected: str, fix: str | None = None) -> None:
        super().__init__(WRONG_TYPE, describe_value(value), expected, help=fix)

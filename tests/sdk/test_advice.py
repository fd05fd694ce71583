"""What to do about a response: `fix`, `user_message` and `retry` of an error."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

ModuleOf = Callable[[str], ModuleType]

ADVICE = """
[[envelopes]]
id = "json"
code = { path = "error" }

[categories.server]
status = "5xx"
retry = { documented = "backoff", delay = 7 }
fix = "Wait and tell the operator."
user_message = { en = "Sorry.", nb = "Beklager." }

[categories.special]
fix = "Call us."

[groups.order]
match = "ORDER_*"
fix = "Check the order."

[errors.KNOWN]
status = 500
summary = "Something is known."

[errors.nostatus]
kind = "unavailable"
summary = "Something has no documented status."

[errors.ORDER_LOST]
status = 500
summary = "Nobody knows where it is."

[errors.OWN]
class = "OwnFixError"
status = 500
fix = "Do this."
user_message = "Please wait."
summary = "People know what to do."

[errors.SPECIAL]
class = "SpecialCaseError"
kind = "conflict"
category = "special"
summary = "It is handled by people."
"""


@pytest.mark.parametrize(
    ("code", "status", "fix", "user_message"),
    [
        ("OWN", 500, "Do this.", "Please wait."),
        ("ORDER_LOST", 500, "Check the order.", "Sorry."),
        ("ORDER_UNHEARD_OF", 500, "Check the order.", "Sorry."),
        ("ORDER_UNHEARD_OF", 400, "Check the order.", None),
        ("KNOWN", 500, "Wait and tell the operator.", "Sorry."),
        ("nostatus", 503, "Wait and tell the operator.", "Sorry."),
        ("nostatus", 400, None, None),
        ("nostatus", None, None, None),
        ("unheard_of", 503, "Wait and tell the operator.", "Sorry."),
        ("unheard_of", 400, None, None),
        (None, 502, "Wait and tell the operator.", "Sorry."),
        ("SPECIAL", 500, "Call us.", None),
    ],
)
def test_fix_and_user_message(
    module_of: ModuleOf, code: str | None, status: int, fix: str | None, user_message: str | None
) -> None:
    """Advice is the error's, otherwise the group's, otherwise that of the status's category."""
    error = module_of(ADVICE).parse(status=status, body={"error": code})
    assert (error.fix, error.user_message) == (fix, user_message)


def test_info_is_what_is_documented_for_the_class(module_of: ModuleOf) -> None:
    """The response does not change `info`."""
    error = module_of(ADVICE).parse(status=503, body={"error": "nostatus"})
    assert (error.info.fix, error.info.user_message) == (None, None)


def test_problem_document_has_the_category_message(module_of: ModuleOf) -> None:
    """Your own callers get the category's message in their language."""
    error = module_of(ADVICE).parse(status=503, body={"error": "unheard_of"})
    assert error.to_problem()["detail"] == "Sorry."
    assert error.to_problem(language="nb-NO, en;q=0.5")["detail"] == "Beklager."


def test_advice_of_the_status_that_was_received(module_of: ModuleOf) -> None:
    """Retry advice comes from the category of the received status as well."""
    error = module_of(ADVICE).parse(status=503, body={"error": "unheard_of"})
    assert (error.retry.advice, error.retry.delay, error.retry.level) == ("backoff", 7, "category")

"""`[categories.ID]`: how the provider wants errors handled."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

GenerateModule = Callable[..., ModuleType]

PROVIDER = """
[[envelopes]]
id = "json"
code = { path = "code" }

[categories.client]
title = "Client errors"
status = "4xx"
retry = { documented = "never" }
fix = "Correct the request."
user_message = { en = "Please check your data.", sv = "Kontrollera dina uppgifter." }
summary = "The client is at fault."
note = "The page calls them 4xx errors."

[categories.gateway]
status = [502, 503]
retry = { documented = "backoff", delay = 5 }

[categories.special]
user_message = "Please call us."

[errors.PLAIN]
status = 400
summary = "Its status says the category."

[errors.NAMED]
status = 500
category = "special"
summary = "It names its category."

[errors.OWN]
status = 400
retry = { documented = "once" }
fix = "Do this instead."
user_message = "Please wait."
summary = "It says all itself."

[errors.NO_STATUS]
kind = "conflict"
summary = "No status is documented."

[errors.OTHER_STATUS]
status = 504
summary = "No category has its status."

[errors.ALL_INSIDE]
status = [502, 503]
summary = "All its statuses are of one category."

[errors.PARTLY_INSIDE]
status = [503, 504]
summary = "One of its statuses is of no category."

[errors.ACROSS]
status = [404, 503]
kind = "unavailable"
summary = "Its statuses are of two categories."

[errors.CLASS_OF_STATUS]
status = "4xx"
summary = "Its status is a class of them."
"""


@pytest.mark.parametrize(
    ("id_", "category"),
    [
        ("PLAIN", "client"),
        ("NAMED", "special"),
        ("OWN", "client"),
        ("NO_STATUS", None),
        ("OTHER_STATUS", None),
        ("ALL_INSIDE", "gateway"),
        ("PARTLY_INSIDE", None),
        ("ACROSS", None),
        ("CLASS_OF_STATUS", "client"),
    ],
)
def test_category_of_an_error(
    generate_module: GenerateModule, id_: str, category: str | None
) -> None:
    """An error names its category; otherwise all its statuses must belong to it."""
    assert generate_module(PROVIDER).ERRORS[id_].info.category == category


def test_class_of_statuses_exceeds_a_category_of_some(generate_module: GenerateModule) -> None:
    """`"5xx"` does not belong to a category that lists only 502 and 503."""
    module = generate_module(
        '[categories.gateway]\nstatus = [502, 503]\n[errors.BAD]\nstatus = "5xx"\nsummary = "s."\n'
    )
    assert module.BadError.info.category is None


def test_category_fills_what_its_errors_leave_out(generate_module: GenerateModule) -> None:
    """Advice, fix and user message are inherited, with the level they come from."""
    info = generate_module(PROVIDER).ERRORS["PLAIN"].info
    assert (info.retry.advice, info.retry.basis, info.retry.level) == (
        "never",
        "documented",
        "category",
    )
    assert info.fix == "Correct the request."
    assert info.user_message == "Please check your data."
    assert info.user_messages == {
        "en": "Please check your data.",
        "sv": "Kontrollera dina uppgifter.",
    }


def test_category_with_a_delay_passes_it_on(generate_module: GenerateModule) -> None:
    """A delay is inherited with its advice."""
    retry = generate_module(PROVIDER).ERRORS["ALL_INSIDE"].info.retry
    assert (retry.advice, retry.delay, retry.level) == ("backoff", 5, "category")


def test_category_without_advice_keeps_the_kinds(generate_module: GenerateModule) -> None:
    """Each key is inherited separately."""
    info = generate_module(PROVIDER).ERRORS["NAMED"].info
    assert info.retry is None
    assert (info.fix, info.user_message) == (None, "Please call us.")


def test_error_overrides_its_category(generate_module: GenerateModule) -> None:
    """An error's own facts take precedence over its category's."""
    info = generate_module(PROVIDER).ERRORS["OWN"].info
    assert (info.retry.advice, info.retry.level) == ("once", "error")
    assert (info.fix, info.user_message) == ("Do this instead.", "Please wait.")
    assert info.user_messages == {}


def test_category_is_not_a_class(generate_module: GenerateModule) -> None:
    """A category says how to handle errors, so it does not become a class."""
    module = generate_module(PROVIDER)
    assert {name for name in module.__all__ if name.endswith("Error")} == {
        "AcmeError",
        *(cls.__name__ for cls in module.ERRORS.values()),
    }


def test_categories_are_shown_in_the_reference(
    generate_row: Callable[[str, str], dict[str, str]],
) -> None:
    """A row has the id, the title (the id by default), statuses, advice and description."""
    row = generate_row(PROVIDER, "client")
    assert (row["name"], row["status"]) == ("Client errors", "4xx")
    assert "(documented)" in row["retry"]
    assert row["description"].startswith("The client is at fault. The page calls them 4xx errors.")
    row = generate_row(PROVIDER, "gateway")
    assert (row["name"], row["status"], row["description"]) == ("gateway", "502 or 503", "")
    assert "5 s" in row["retry"]
    row = generate_row(PROVIDER, "special")
    assert (row["name"], row["status"]) == ("special", "per error")
    assert row["retry"] == "not documented"


@pytest.mark.parametrize(
    ("first", "second"),
    [("404", "[400, 404]"), ('"4xx"', "404"), ("404", '"4xx"'), ('"4xx"', '"4xx"')],
)
def test_categories_that_overlap_are_a_finding(
    findings: Callable[..., set[str]], first: str, second: str
) -> None:
    """A status must belong to at most first category."""
    text = f"[categories.a]\nstatus = {first}\n[categories.b]\nstatus = {second}\n"
    assert findings(text) == {"R211"}


def test_status_outside_the_named_category_is_a_finding(findings: Callable[..., set[str]]) -> None:
    """A status that the named category does not list is a slip in first of the two."""
    assert findings(PROVIDER.replace('category = "special"', 'category = "client"')) == {"R212"}

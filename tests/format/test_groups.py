"""`[groups.ID]`: families of codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType

import pytest

GenerateModule = Callable[..., ModuleType]

PROVIDER = """
[[envelopes]]
id = "json"
code = { path = "code" }
group = { path = "type" }

[groups.auth]
match = "AUTH_*"
summary = "Authentication of the client."
note = "The page calls these codes legacy."

[groups.limits]
class = "LimitReachedError"
match = ["LIMIT_*", "2???", "*_too_many"]
kind = "rate_limit"
retry = { documented = "poll", delay = 3 }
fix = "Ask for less."
user_message = "Please wait a little."

[groups.auth_token]
match = "AUTH_TOKEN_*"

[groups.ours]
kind = "conflict"

[groups.sent]
summary = "It is sent beside the code."

[categories.client]
status = "4xx"
retry = { documented = "never" }
fix = "Correct the request."
user_message = "Please check your data."

[errors.AUTH_BAD]
status = 400
summary = "The client is not known."

[errors.AUTH_TOKEN_OLD]
status = 401
summary = "The token is old."

[errors.LIMIT_HIT]
status = 400
summary = "The limit is hit."

[errors.LIMIT_UNKNOWN]
status = 404
summary = "There is no such limit."

[errors.LIMIT_OWN]
status = 400
kind = "permission"
retry = { documented = "once" }
fix = "Pay more."
user_message = "Please pay."
summary = "It says all itself."

[errors.ELSEWHERE]
group = "ours"
summary = "It names its group and says nothing else."

[errors.AUTH_MOVED]
group = "ours"
status = 400
summary = "It names another group than the one that its code fits."

[errors.ALONE]
status = 400
summary = "It belongs to no group."
"""


@pytest.mark.parametrize(
    ("id_", "group"),
    [
        ("AUTH_BAD", "auth"),
        ("AUTH_TOKEN_OLD", "auth_token"),
        ("LIMIT_HIT", "limits"),
        ("ELSEWHERE", "ours"),
        ("AUTH_MOVED", "ours"),
        ("ALONE", None),
    ],
)
def test_group_of_an_error(generate_module: GenerateModule, id_: str, group: str | None) -> None:
    """An error names its group, or belongs to the one with the most literal matching glob."""
    module = generate_module(PROVIDER)
    families = {
        "auth": module.AuthError,
        "limits": module.LimitReachedError,
        "auth_token": module.AuthTokenError,
        "ours": module.OursError,
        "sent": module.SentError,
    }
    cls = module.ERRORS[id_]
    assert cls.info.group == group
    assert {id_ for id_, family in families.items() if issubclass(cls, family)} == {group} - {None}


@pytest.mark.parametrize(
    ("code", "class_"),
    [
        pytest.param("AUTH_NEW", "AuthError", id="star"),
        pytest.param("AUTH_", "AuthError", id="star-for-nothing"),
        pytest.param("AUTH_TOKEN_NEW", "AuthTokenError", id="most-literal-text"),
        pytest.param("AUTH_TOKEN", "AuthError", id="the-only-one-that-fits"),
        pytest.param("2001", "LimitReachedError", id="question-marks"),
        pytest.param("200", "AcmeError", id="question-mark-is-no-less"),
        pytest.param("20011", "AcmeError", id="question-mark-is-one-character"),
        pytest.param("calls_too_many", "LimitReachedError", id="star-at-the-start"),
        pytest.param("auth_new", "AcmeError", id="case-differs"),
        pytest.param("XAUTH_NEW", "AcmeError", id="the-whole-code-or-not"),
        pytest.param("ours", "AcmeError", id="id-is-no-glob"),
    ],
)
def test_group_catches_undocumented_codes(
    generate_module: GenerateModule, code: str, class_: str
) -> None:
    """Its `match` is compared with the code as sent."""
    module = generate_module(PROVIDER)
    error = module.parse(body={"code": code})
    families = [cls for cls in type(error).__mro__ if cls.__name__ == class_]
    assert families
    assert error.code == code
    assert error.known_code is None
    assert issubclass(getattr(module, class_), module.AcmeError)
    if class_ == "AcmeError":
        assert error.info.group is None


def test_integer_fits_a_glob(generate_module: GenerateModule) -> None:
    """Codes are compared as strings."""
    module = generate_module(PROVIDER)
    assert isinstance(module.parse(body={"code": 2001}), module.LimitReachedError)


def test_wildcards_do_not_count_as_literal_text(generate_module: GenerateModule) -> None:
    """More wildcards do not make a glob more specific."""
    module = generate_module(
        '[[envelopes]]\nid = "json"\ncode = { path = "code" }\n'
        '[groups.a]\nmatch = "A??*?"\n[groups.b]\nmatch = "AB*"\n'
        '[errors.ABCD]\nstatus = 400\nsummary = "It fits both."\n'
    )
    assert module.ERRORS["ABCD"].info.group == "b"
    assert type(module.parse(body={"code": "ABXY"})) is module.BError


def test_tie_of_two_groups_selects_none(generate_module: GenerateModule) -> None:
    """An unknown code that fits both equally belongs to neither."""
    module = generate_module(
        '[[envelopes]]\nid = "json"\ncode = { path = "code" }\n'
        '[groups.a]\nmatch = "A_*"\n[groups.b]\nmatch = ["*_B", "A_?"]\n'
    )
    assert type(module.parse(body={"code": "A_B"})) is module.AcmeError
    assert type(module.parse(body={"code": "A_C"})) is module.AcmeError
    assert type(module.parse(body={"code": "A_BB"})) is module.AError
    assert type(module.parse(body={"code": "C_B"})) is module.BError


def test_tie_of_two_groups_is_a_finding_for_a_documented_code(
    findings: Callable[..., set[str]],
) -> None:
    """A documented code that fits both equally must state its group."""
    text = (
        '[groups.a]\nmatch = "A_*"\n[groups.b]\nmatch = "*_B"\n'
        '[errors.A_B]\nclass = "BothError"\nstatus = 400\nsummary = "It fits both."\n'
    )
    assert findings(text) == {"R223"}
    assert findings(text + 'group = "a"\n') == set()


def test_group_without_match_is_sent(generate_module: GenerateModule) -> None:
    """The group's id is found at the group's place."""
    module = generate_module(PROVIDER)
    assert type(module.parse(body={"code": "NEW", "type": "sent"})) is module.SentError
    assert type(module.parse(body={"type": "sent"})) is module.SentError


def test_class_of_a_group_comes_from_its_id_or_is_stated(generate_module: GenerateModule) -> None:
    """Without a summary, the docstring names the group."""
    module = generate_module(PROVIDER)
    assert "LimitReachedError" in module.__all__
    assert "LimitsError" not in module.__all__
    assert module.AuthError.__doc__.startswith("Authentication of the client.")
    assert module.AuthTokenError.__doc__.startswith("An error in the group auth_token of Acme.")


def test_docstring_of_a_group_says_what_it_catches(generate_module: GenerateModule) -> None:
    """The docstring has the codes, the fix and the notes."""
    module = generate_module(PROVIDER)
    assert "Any `AUTH_*` error, including undocumented codes." in module.AuthError.__doc__
    assert "Note: The page calls these codes legacy." in module.AuthError.__doc__
    assert "Any `LIMIT_*` or `2???` or `*_too_many` error," in module.LimitReachedError.__doc__
    assert "What to do: Ask for less." in module.LimitReachedError.__doc__


def test_info_of_a_group_has_its_facts(generate_module: GenerateModule) -> None:
    """Clients that catch the group can read its facts."""
    info = generate_module(PROVIDER).LimitReachedError.info
    assert (info.code, info.group, info.kind) == (None, "limits", "rate_limit")
    assert (info.retry.advice, info.retry.delay, info.retry.level) == ("poll", 3, "group")
    assert (info.fix, info.user_message) == ("Ask for less.", "Please wait a little.")
    info = generate_module(PROVIDER).AuthError.info
    assert (info.kind, info.retry, info.fix, info.user_message) == (None, None, None, None)
    assert info.summary == "Authentication of the client."
    assert info.note == "The page calls these codes legacy."


def test_kind_of_a_group_is_that_of_members_without_a_listed_status(
    generate_module: GenerateModule,
) -> None:
    """A stated kind comes first, then a listed status, then the group's kind."""
    errors = generate_module(PROVIDER).ERRORS
    kinds = {id_: errors[id_].info.kind for id_ in ("LIMIT_HIT", "LIMIT_UNKNOWN", "LIMIT_OWN")}
    assert kinds == {
        "LIMIT_HIT": "rate_limit",
        "LIMIT_UNKNOWN": "not_found",
        "LIMIT_OWN": "permission",
    }
    assert errors["ELSEWHERE"].info.kind == "conflict"


def test_kind_of_a_group_is_that_of_unknown_members(generate_module: GenerateModule) -> None:
    """The received status comes first, as for documented errors."""
    module = generate_module(PROVIDER)
    for status, name in (
        (400, "UndocumentedLimitReachedRateLimitError"),
        (404, "UndocumentedLimitReachedNotFoundError"),
        (200, "UndocumentedLimitReachedRateLimitError"),
        (None, "UndocumentedLimitReachedRateLimitError"),
    ):
        error = module.parse(status=status, body={"code": "LIMIT_NEW"})
        assert (type(error).__name__, error.status) == (name, status)


def test_group_fills_what_its_errors_leave_out(generate_module: GenerateModule) -> None:
    """The group's advice, fix and user message take precedence over the category's."""
    info = generate_module(PROVIDER).ERRORS["LIMIT_HIT"].info
    assert info.category == "client"
    assert (info.retry.advice, info.retry.delay, info.retry.level) == ("poll", 3, "group")
    assert (info.fix, info.user_message) == ("Ask for less.", "Please wait a little.")


def test_category_fills_what_error_and_group_leave_out(generate_module: GenerateModule) -> None:
    """A group without facts does not block inheritance from the category."""
    info = generate_module(PROVIDER).ERRORS["AUTH_BAD"].info
    assert (info.retry.advice, info.retry.level) == ("never", "category")
    assert (info.fix, info.user_message) == ("Correct the request.", "Please check your data.")


def test_error_overrides_its_group(generate_module: GenerateModule) -> None:
    """An error's own facts take precedence over its group's."""
    info = generate_module(PROVIDER).ERRORS["LIMIT_OWN"].info
    assert (info.retry.advice, info.retry.level) == ("once", "error")
    assert (info.fix, info.user_message) == ("Pay more.", "Please pay.")


def test_groups_are_shown_in_the_reference(
    generate_row: Callable[[str, str], dict[str, str]],
) -> None:
    """A row has the id, class, globs, kind (marked as ours) and description."""
    row = generate_row(PROVIDER, "auth")
    assert (row["class"], row["codes"], row["kind"]) == ("AuthError", "AUTH_*", "by status")
    assert row["description"] == "Authentication of the client. The page calls these codes legacy."
    row = generate_row(PROVIDER, "limits")
    assert (row["class"], row["codes"]) == ("LimitReachedError", "LIMIT_*, 2???, *_too_many")
    assert row["kind"] == "rate_limit (derived)"


ONLY_SESSION = """
[groups.session]

[groups.auth]
match = "AUTH_*"

[[envelopes]]
id = "json"
code = { path = "code" }
group = "session"

[errors.AUTH_BAD]
status = 400
summary = "It is bad."

[errors.LATE]
group = "session"
status = 404
summary = "It is too late."
"""
SHARED = """
[groups.one]
match = "A*"

[groups.other]
match = "A*"

[[envelopes]]
id = "json"
code = { path = "code" }

[errors.A1]
group = "one"
status = 400
summary = "It is bad."

[errors.A2]
group = "other"
status = 400
summary = "It is worse."
"""
STATUS = """
[groups.client]
match = "4*"

[[envelopes]]
id = "status"
code = { status = true }

[errors.404]
class = "NothingThereError"
kind = "not_found"
summary = "It is not there."
"""


@pytest.mark.parametrize(
    ("provider", "names"),
    [
        (ONLY_SESSION, ["AuthError"]),
        (SHARED, ["OneError", "OtherError"]),
        (STATUS, ["ClientError"]),
    ],
    ids=["constant", "shared", "status"],
)
def test_group_without_undocumented_codes(
    generate_module: GenerateModule,
    generate_page: Callable[..., str],
    provider: str,
    names: list[str],
) -> None:
    """Neither docstring nor table say that such a group catches undocumented codes."""
    module, page = generate_module(provider), generate_page(provider)
    for name in names:
        assert "never an undocumented code" in getattr(module, name).__doc__
        assert re.search(rf"`{name}` *\| only those listed below *\| no ", page)

"""How far a response was understood: `error.reading`, and the possible errors."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

ModuleOf = Callable[[str], ModuleType]

AMBIGUOUS = """
[scopes.start]
paths = "*/start"

[scopes.token]
paths = "*/token"

[[envelopes]]
id = "json"
code = { path = "error" }

[groups.session]
match = "SESSION_*"
summary = "A session is in the way."

[errors.denied]
scope = "start"
status = 403
retry = { documented = "never" }
fix = "Ask for access."
user_message = "You have no access."
summary = "The client may not start an order."

[errors.denied_by_user]
code = "denied"
scope = "token"
status = 403
kind = "declined"
retry = { documented = "never" }
user_message = "You have no access."
summary = "The person said no."

[errors.SESSION_GONE]
class = "SessionGoneAtStartError"
scope = "start"
status = 410
summary = "The session is over."

[errors.session_gone_at_token]
code = "SESSION_GONE"
group = "session"
scope = "token"
status = 404
summary = "The session is unknown."

[errors.OLD]
aliases = ["E1"]
status = 400
summary = "The request is old."

[errors.NEW]
class = "BrandNewError"
aliases = ["E1"]
status = 404
summary = "The item is new."

[errors.LIMIT]
class = "DailyLimitError"
status = 429
summary = "The limit of the day is reached."

[errors.limit_per_hour]
code = "LIMIT"
status = 409
summary = "The limit of the hour is reached."
"""


@pytest.fixture(scope="module")
def acme(module_of: ModuleOf) -> ModuleType:
    return module_of(AMBIGUOUS)


@pytest.mark.parametrize(
    ("received", "reading"),
    [
        ({"status": 400, "body": {"error": "OLD"}}, "documented"),
        ({"status": 403, "body": {"error": "denied"}}, "ambiguous"),
        ({"status": 403, "body": {"error": "unheard_of"}}, "undocumented"),
        ({"status": 403, "body": {"error": "SESSION_UNHEARD_OF"}}, "undocumented"),
        ({"status": 403, "body": {"other": "denied"}}, "unreadable"),
        ({"status": 403, "body": b"<html>"}, "unreadable"),
        ({"status": 403, "body": b'{"error": "denied'}, "unreadable"),
        ({"status": 403}, "unreadable"),
        ({}, "unreadable"),
    ],
)
def test_reading_of_a_response(acme: ModuleType, received: dict[str, Any], reading: str) -> None:
    """Each response has one of four states, which logs show."""
    error = acme.parse(**received)
    assert error.reading == reading
    assert error.log_fields()["reading"] == reading


def test_ambiguous_error_names_its_candidates(acme: ModuleType) -> None:
    """An ambiguous error names the errors that it may be, and what would decide."""
    error = acme.parse(status=403, body={"error": "denied"})
    assert type(error) is acme.AcmeError
    assert error.candidates == (acme.DeniedError, acme.DeniedByUserError)
    assert (error.code, error.known_code) == ("denied", acme.Code.DENIED)
    assert str(error) == (
        "Acme denied (HTTP 403): documented for several cases (DeniedError, DeniedByUserError); "
        "the request path or `scope=` decides."
    )


def test_ambiguous_error_has_the_advice_that_all_candidates_share(acme: ModuleType) -> None:
    """Advice on which all candidates agree is given; the rest is unknown."""
    error = acme.parse(status=403, body={"error": "denied"})
    assert error.retry.advice == "never"
    assert error.user_message == "You have no access."
    assert error.fix is None


def test_ambiguous_error_of_one_kind_is_of_that_kind(acme: ModuleType) -> None:
    """Candidates that share group and kind give a class of both, created on first use."""
    error = acme.parse(body={"error": "SESSION_GONE"})
    assert type(error).__name__ == "AmbiguousSessionNotFoundError"
    assert type(error) is acme.AmbiguousSessionNotFoundError
    assert isinstance(error, acme.SessionError)
    assert error.info.kind == "not_found"
    assert "NotFoundError" in [cls.__name__ for cls in type(error).__mro__]


@pytest.mark.parametrize(
    ("told", "class_"),
    [
        ({"path": "/orders/start"}, "DeniedError"),
        ({"path": "/orders/token"}, "DeniedByUserError"),
        ({"scope": "token"}, "DeniedByUserError"),
        ({"scope": "token", "path": "/orders/start"}, "DeniedByUserError"),
        ({"path": "/elsewhere"}, "AcmeError"),
        ({"scope": "unheard_of"}, "AcmeError"),
    ],
)
def test_scope_decides(acme: ModuleType, told: dict[str, str], class_: str) -> None:
    """The request's path or the scope decides between the candidates."""
    error = acme.parse(status=403, body={"error": "denied"}, **told)
    assert type(error).__name__ == class_


def test_status_decides(acme: ModuleType) -> None:
    """If the status decides between the candidates, an error without one names it as missing."""
    body = {"error": "LIMIT"}
    assert type(acme.parse(status=429, body=body)) is acme.DailyLimitError
    assert str(acme.parse(body=body)).endswith(
        "(DailyLimitError, LimitPerHourError); the HTTP status decides."
    )
    assert str(acme.parse(status=500, body=body)).endswith("; the response does not say which.")


def test_alias_of_two_codes_is_no_known_code(acme: ModuleType) -> None:
    """A spelling that two codes share stays as sent, and is not a known code."""
    error = acme.parse(body={"error": "E1"})
    assert error.reading == "ambiguous"
    assert (error.code, error.known_code) == ("E1", None)


@pytest.mark.parametrize(
    "how",
    [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy],  # noqa: S301
)
def test_copy_of_an_ambiguous_error(acme: ModuleType, how: Callable[[Any], Any]) -> None:
    """Copies and pickles stay ambiguous, with the same candidates."""
    for code in ("denied", "SESSION_GONE"):
        error = acme.parse(body={"error": code})
        kept = how(error)
        assert (type(kept), kept.candidates) == (type(error), error.candidates)
        assert (str(kept), kept.reading) == (str(error), "ambiguous")


UNCERTAIN = """
[[envelopes]]
id = "collect"
code = { path = "hintCode" }
when = { status = 200, body = { status = "failed" } }

[[envelopes]]
id = "failure"
code = { path = "errorCode" }
when.status = ["4xx", "5xx"]

[[envelopes]]
id = "json"
code = { path = "error" }

[errors.userCancel]
status = 200
kind = "declined"
summary = "The person cancelled."

[errors.E_LIMIT]
class = "TooManyError"
status = 429
summary = "The limit is reached."

[errors.E_OTHER]
status = 400
summary = "Something else is wrong."
"""


@pytest.mark.parametrize(
    ("body", "status", "code", "reading"),
    [
        ({"errorCode": "E_LIMIT"}, None, "E_LIMIT", "documented"),
        ({"errorCode": "E_UNHEARD_OF"}, None, "E_UNHEARD_OF", "undocumented"),
        ({"errorCode": "E_UNHEARD_OF", "error": "E_OTHER"}, None, "E_OTHER", "documented"),
        ({"errorCode": "E_UNHEARD_OF", "error": "E_TOO"}, None, "E_TOO", "undocumented"),
        ({"errorCode": "E_LIMIT", "error": "E_OTHER"}, None, "E_LIMIT", "documented"),
        ({"status": "failed", "hintCode": "userCancel"}, None, "userCancel", "documented"),
        ({"status": "failed", "hintCode": "unheardOf"}, None, None, "unreadable"),
        ({"status": "failed", "hintCode": "unheardOf"}, 200, "unheardOf", "undocumented"),
        ({"status": "done", "hintCode": "userCancel"}, None, None, "unreadable"),
        ({"errorCode": "E_LIMIT"}, 200, None, "unreadable"),
    ],
)
def test_unknown_status(
    module_of: ModuleOf, body: dict[str, str], status: int | None, code: str | None, reading: str
) -> None:
    """If the status is unknown, an envelope that requires one counts if its code is documented.

    It also counts if no other envelope has a code, unless it is only for successes.
    """
    error = module_of(UNCERTAIN).parse(status=status, body=json.dumps(body))
    assert (error.code, error.reading) == (code, reading)

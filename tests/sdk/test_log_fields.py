"""What an error shows: documented facts and logged fields, escaped and truncated.

| rule of the SDK | tests |
|---|---|
| output has provider, class, code, status, our summary and the fields marked `log` | `shown` |
| received values are escaped to printable characters and truncated at 200 | `escaped`, `cut` |
| `message` and the other fields are attributes, the response is `raw` | `asked_for` |
"""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest

import specimen_errors
from specimen_errors import ApiError, autograph, idhub, seal, stepup

MARK = "MARK-19121212-1212"
"""Marks anything that may be private; part of every mark."""

HEADERS = {"X-Name": MARK}
IDHUB = {
    "title": "SESSION_NOT_FOUND",
    "status": 404,
    "detail": f"{MARK} detail",
    "instance": f"/v1/users/{MARK}",
    "timestamp": "2026-11-21T00:00:00Z",
    "context": {"name": f"{MARK} context"},
    "doc_url": f"https://docs.example/e?{MARK}",
    "unread": f"{MARK} unread",
}
STEPUP = {
    "error": "CLIENT_SIDE_ERROR",
    "error_description": f"{MARK} description",
    "id": "bcba4bc3",
    "trace_id": "67ae9e75",
}
AUTOGRAPH = {
    "error": "internal_error -- SIG_BB801",
    "error_description": f"{MARK} description",
    "error_reference": "ref-1",
}
SEAL = {
    "success": False,
    "message": f"{MARK} message",
    "errors": {"not_found": {"code": "not_found", "reason": f"{MARK} reason"}},
}


def test_asked_for_as_attributes() -> None:
    """Everything is available on request: fields by name, the rest in `raw`."""
    error = idhub.parse(status=404, headers=HEADERS, body=IDHUB)
    assert error.provider_message == error.detail == f"{MARK} detail"
    assert error.body_context == {"name": f"{MARK} context"}
    assert error.instance == f"/v1/users/{MARK}"
    assert error.raw is not None
    assert error.raw.headers is HEADERS
    assert error.raw.body is IDHUB


def test_asked_for_messages_by_name() -> None:
    """The message has its own name; if a provider sends several, each is listed by name."""
    usual = seal.parse(status=404, body=SEAL).log_fields()
    assert seal.parse(status=404, body=SEAL).log_fields(free_text=True) == {
        **usual,
        "provider_message": f"{MARK} message",
        "text": f"{MARK} message",
        "reason": f"{MARK} reason",
    }
    error = idhub.parse(status=404, body=IDHUB)
    asked = {"provider_message": f"{MARK} detail"}
    assert error.log_fields(free_text=True) == {**error.log_fields(), **asked}
    assert ApiError(provider_message="m").log_fields(free_text=True)["provider_message"] == "m"


def test_asked_for_messages_are_escaped_and_cut() -> None:
    """Messages are escaped and truncated like everything else."""
    fields = seal.parse(
        body={"message": "a\nb", "errors": {"x": {"code": "c", "reason": "x" * 500}}}
    ).log_fields(free_text=True)
    assert fields["provider_message"] == "a\\nb"
    assert fields["reason"] == "x" * 200 + "…"


@pytest.mark.parametrize(
    ("module", "body", "log"),
    [
        (
            idhub,
            IDHUB,
            {
                "title": "SESSION_NOT_FOUND",
                "body_status": 404,
                "timestamp": "2026-11-21T00:00:00Z",
            },
        ),
        (
            stepup,
            STEPUP,
            {"id": "bcba4bc3", "trace_id": "67ae9e75", "error": "CLIENT_SIDE_ERROR"},
        ),
        (
            autograph,
            AUTOGRAPH,
            {"error": "internal_error -- SIG_BB801", "error_reference": "ref-1"},
        ),
        (seal, SEAL, {}),
    ],
)
def test_shown_in_log_fields(
    module: ModuleType, body: dict[str, Any], log: dict[str, object]
) -> None:
    """`log_fields` has provider, class, code, status and the fields marked `log`, and no others."""
    error = module.parse(status=404, body=body)
    assert error.log_fields() == {
        "provider": module.__name__.rpartition(".")[2],
        "error_type": type(error).__name__,
        "code": error.code,
        "status": 404,
        "reading": "documented",
        **log,
    }


def test_shown_in_str() -> None:
    """`str` has provider, code, status, our summary, and logged fields unlike the code."""
    assert str(idhub.parse(status=404, body=IDHUB)) == (
        "IDHub SESSION_NOT_FOUND (HTTP 404): There is no such session: its ID "
        "is invalid, or it has expired or been deleted. "
        "[body_status=404, timestamp=2026-11-21T00:00:00Z]"
    )
    assert str(seal.parse(status=404, body=SEAL)) == (
        "Seal not_found (HTTP 404): The user, partnership or resource that the request asks for "
        "cannot be found."
    )


def test_shown_in_str_of_what_is_not_documented() -> None:
    """Without summary, code or status, `str` is still a sentence."""
    assert str(idhub.parse(status=502)) == "IDHub error (HTTP 502): Not a documented error."
    assert str(idhub.parse()) == "IDHub error: Not a documented error."
    assert str(ApiError()) == "API error: Not a documented error."
    assert (
        str(specimen_errors.NotFoundError(status=404))
        == "API error (HTTP 404): Not a documented error."
    )


def test_shown_in_repr() -> None:
    """`repr` has the class, status, code and the fields marked `log`, if they are present."""
    error = autograph.parse(status=500, body=AUTOGRAPH)
    assert repr(error) == (
        "Internal801Error(status=500, code='SIG_BB801', error='internal_error -- SIG_BB801', "
        "error_reference='ref-1')"
    )
    assert repr(idhub.parse()) == "IDHubError()"


HOSTILE = {
    "newline": "a\nWARNING forged line",
    "terminal": "\x1b[2J\x1b]0;owned\x07",
    "right to left": "\u202egnp.exe",
    "null": "a\x00b",
    "surrogate": "a\ud800b",
    "separators": "a\u2028b\u2029c\x85d",
    "zero width": "a\u200bb\ufeffc",
    "non-characters": "a\uffff\U0010ffffb",
    "long": "x" * 100_000,
    "long and escaped": "\x1b" * 100_000,
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_escaped_and_cut(value: str) -> None:
    """Received values are shown on one printable line of limited length, as UTF-8."""
    error = stepup.parse(status=400, body={"error": value, "id": value, "trace_id": value})
    assert error.code == error.id == value
    fields = error.log_fields()
    assert fields["code"] == fields["error"] == f"<{len(value)} characters>"
    for text in (fields["id"], fields["trace_id"], str(error), repr(error)):
        assert isinstance(text, str)
        assert text.isprintable()
        text.encode()
    for name in ("code", "id", "trace_id", "error"):
        assert len(str(fields[name]).removesuffix("…")) <= 200
    assert len(str(error)) < 1_000
    assert len(repr(error)) < 2_000


def test_escaped_text_reads_as_python_writes_it() -> None:
    """Letters of any language are kept; other characters are escaped as Python writes them."""
    error = stepup.parse(body={"error": "NEW", "id": "é署名\n\ud800\u202e"})
    assert error.log_fields()["id"] == "é署名\\n\\ud800\\u202e"


@pytest.mark.parametrize(("length", "shown"), [(200, 200), (201, 201), (5_000, 201)])
def test_cut_at_200(length: int, shown: int) -> None:
    """Up to 200 characters are shown; a longer value ends in an ellipsis after 200."""
    text = stepup.parse(body={"error": "NEW", "id": "x" * length}).log_fields()["id"]
    assert isinstance(text, str)
    assert len(text) == shown
    assert text.endswith("…") is (length > 200)


@pytest.mark.parametrize(
    ("sent", "logged"),
    [
        ("7", 7),
        ("7.5", 7.5),
        ("NaN", "nan"),
        ("-1e999", "-inf"),
        (str(2**1000), "<integer of 1001 bits>"),
    ],
)
def test_escaped_numbers(sent: str, logged: object) -> None:
    """JSON numbers are logged as numbers, but absurd ones as short strings."""
    error = idhub.parse(body=f'{{"title": "NEW", "status": {sent}}}')
    assert error.log_fields()["body_status"] == logged
    json.dumps(error.log_fields(), allow_nan=False)


def test_escaped_values_of_hand_made_errors() -> None:
    """Values that a client's test sets by hand are escaped and truncated as well."""
    error = idhub.IDHubError(code="a\nb", provider_message=MARK, status="4\n04", title=object())  # type: ignore[arg-type]
    assert error.log_fields()["status"] == "4\\n04"
    assert error.log_fields()["title"] == "<object>"
    assert str(error).isprintable()
    assert MARK not in str(error) + repr(error)


def test_marked_query_and_header_of_the_invented_provider(acme: ModuleType) -> None:
    """A field from a header or the query is shown only if it is marked `log`."""
    error = acme.parse(
        headers={"X-Request-Id": "r-1", "WWW-Authenticate": f'Bearer realm="{MARK}"'},
        query=f"error=invalid_token&error_hint={MARK}",
        body={"error_description": MARK},
    )
    assert MARK not in str(error) + repr(error) + repr(error.log_fields())
    error = acme.parse(headers={"X-Request-Id": "r-1"}, body={"error": "busy"})
    assert error.log_fields()["request_id"] == "r-1"
    assert "request_id=r-1" in str(error)

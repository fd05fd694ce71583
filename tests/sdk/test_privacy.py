"""What an error keeps to itself: all that the provider or the client wrote freely.

Each response here holds marks in every place that may hold a name, a national number or a secret.

| rule of the SDK | tests |
|---|---|
| never the provider's free text, a header, the body, a query string | `marks` |
| pickles and unstructuring leave the response behind | `left_behind` |
| `args` stays empty; nothing is raised inside an `except` that holds the body | `chained` |
"""

from __future__ import annotations

import json
import logging
import pickle
import traceback
from types import ModuleType
from typing import Any

import httpx
import pytest

from eid_errors import ApiError, bankid_esign, hopae, signet, singpass_ciba

MARK = "MARK-19121212-1212"
"""Stands wherever something private may stand; part of every mark."""

HEADERS = {"Authorization": f"Bearer {MARK}", "X-Name": MARK, "Retry-After": MARK, MARK: "1"}

HOPAE = {
    "title": "SESSION_NOT_FOUND",
    "status": 404,
    "detail": f"{MARK} detail",
    "instance": f"/v1/users/{MARK}",
    "timestamp": "2026-11-21T00:00:00Z",
    "context": {"name": f"{MARK} context"},
    "doc_url": "https://docs.example/e",
    "unread": f"{MARK} unread",
}
SINGPASS = {
    "error": "CLIENT_SIDE_ERROR",
    "error_description": f"{MARK} description",
    "id": "bcba4bc3",
    "trace_id": "67ae9e75",
    "unread": f"{MARK} unread",
}
BANKID = {
    "error": "internal_error -- SIG_BB801",
    "error_description": f"{MARK} description",
    "error_reference": "ref-1",
    "unread": {"deep": f"{MARK} unread"},
}
SIGNET = {
    "success": False,
    "message": f"{MARK} message",
    "errors": {
        "not_found": {"code": "not_found", "reason": f"{MARK} reason", "details": {MARK: MARK}},
        "unread": MARK,
    },
}
DOCUMENTED = ((hopae, HOPAE), (singpass_ciba, SINGPASS), (bankid_esign, BANKID), (signet, SIGNET))


def with_code(module: ModuleType, body: dict[str, Any], code: str) -> dict[str, Any]:
    """Give a response's body with a code that nobody documents."""
    if module is signet:
        inner = {**body["errors"]["not_found"], "code": code}
        return {**body, "errors": {"not_found": inner}}
    return {**body, "title": code} if module is hopae else {**body, "error": code}


def responses() -> list[Any]:
    """Give responses of each provider: documented, unknown code, no code, no JSON."""
    found: list[Any] = []
    for module, body in DOCUMENTED:
        name = module.__name__.rpartition(".")[2]
        text = json.dumps(body)
        for kind, sent in (
            ("documented", text.encode()),
            ("decoded", body),
            ("unknown", with_code(module, body, "NEW")),
            ("page", f"<html>{MARK}</html>".encode()),
            ("cut", text.encode()[:-5]),
            ("list", f'["{MARK}"]'),
            ("charset", text.encode("utf-16")),
            ("invalid", text.encode() + b"\xff"),
            ("deep", f'{{"{MARK}":' * 100_000),
        ):
            found.append(pytest.param(module, sent, id=f"{name}-{kind}"))
    return found


RESPONSES = pytest.mark.parametrize(("module", "body"), responses())


def parsed(module: ModuleType, body: Any) -> ApiError:
    error: ApiError = module.parse(
        status=404, headers=HEADERS, body=body, path=f"/{MARK}", query=f"q={MARK}", scope=MARK
    )
    return error


@RESPONSES
def test_marks_in_no_text(module: ModuleType, body: Any) -> None:
    """Neither `str`, `repr`, `log_fields` nor formatting shows a mark."""
    error = parsed(module, body)
    for text in (str(error), repr(error), f"{error}", f"{error!r}", repr(error.log_fields())):
        assert MARK not in text
    assert MARK not in repr(error.raw)


@RESPONSES
def test_marks_in_no_traceback(module: ModuleType, body: Any) -> None:
    """A traceback without locals shows no mark, notes and groups included."""
    error = parsed(module, body)
    error.add_note("a note")
    with pytest.raises(ApiError):
        raise error
    text = "".join(traceback.format_exception(ExceptionGroup("group", [error])))
    assert "a note" in text
    assert type(error).__name__ in text
    # The source lines of this file name it, their values do not show.
    assert "MARK-" not in text


@RESPONSES
def test_marks_in_no_log(module: ModuleType, body: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Logged as text, as fields and with its traceback, an error shows no mark."""
    error = parsed(module, body)
    log = logging.getLogger("client")
    with caplog.at_level(logging.INFO):
        log.warning("failed: %s %r", error, error, exc_info=error, extra=error.log_fields())
    [record] = caplog.records
    formatted = logging.Formatter("%(message)s %(provider)s %(code)s").format(record)
    assert "Traceback" in formatted or type(error).__name__ in formatted
    assert "MARK-" not in formatted
    assert MARK not in json.dumps(
        {key: value for key, value in vars(record).items() if key in error.log_fields()}
    )


@RESPONSES
def test_left_behind_by_pickles(module: ModuleType, body: Any) -> None:
    """Pickles hold no header, no body, no query, no path: only the documented fields."""
    error = parsed(module, body)
    fields = {"message": None, "detail": None, "instance": None, "context": None, "reason": None}
    fields |= {"details": None, "error_description": None}
    for name in fields:
        if hasattr(error, name):
            setattr(error, name, None)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert MARK.encode() not in pickle.dumps(error, protocol)


@RESPONSES
def test_left_behind_by_unstructuring(module: ModuleType, body: Any) -> None:
    """Unstructuring gives the documented fields, not what else the response held."""
    facts = module.converter.unstructure(parsed(module, body))
    assert "unread" not in repr(facts)
    assert not {"raw", "_raw", "headers", "body"} & facts.keys()
    assert "Bearer" not in repr(facts)


@RESPONSES
def test_chained_to_nothing(module: ModuleType, body: Any) -> None:
    """Neither a parsed nor a raised error has a cause or a context of the SDK's own."""
    error = parsed(module, body)
    assert (error.__cause__, error.__context__, error.__traceback__) == (None, None, None)
    assert error.args == ()
    content = body if isinstance(body, (bytes, str)) else json.dumps(body)
    with pytest.raises(ApiError) as caught:
        module.raise_for_error(httpx.Response(404, headers={"X-Name": MARK}, content=content))
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert caught.value.args == ()
    assert "MARK-" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("body", [b"\xff", b"<html>", "{", None], ids=repr)
def test_chained_to_what_the_client_handles(body: bytes | str | None) -> None:
    """Raised inside a client's `except`, the context is the client's and nothing between."""
    handled = ValueError("the client's")

    def handle() -> None:
        try:
            raise handled
        except ValueError:
            raise hopae.parse(status=500, body=body)  # noqa: B904 - its context is what is tested

    with pytest.raises(hopae.HopaeError) as caught:
        handle()
    assert caught.value.__context__ is handled
    assert handled.__context__ is None


def test_chained_errors_of_attributes_and_conversion() -> None:
    """What goes wrong with an error in hand quotes nothing of it."""
    error: Any = parsed(hopae, HOPAE)
    with pytest.raises(AttributeError) as missing:
        _ = error.nothing
    with pytest.raises(TypeError) as wrong:
        hopae.converter.structure(HOPAE, hopae.AuthError)
    for caught in (missing.value, wrong.value):
        assert "MARK-" not in "".join(traceback.format_exception(caught))

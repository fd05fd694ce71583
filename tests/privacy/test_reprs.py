"""Tools that print values show no more of an error than `repr` does."""

from __future__ import annotations

import logging
import pprint
import reprlib
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis.vendor.pretty import pretty
from rich.pretty import pretty_repr

from tests.privacy.vault import PRIVATE, REDIRECTS, RESPONSES, find_marks

TOOLS: Mapping[str, Callable[[Any], object]] = {
    "str": str,
    "repr": repr,
    "ascii": ascii,
    "format": lambda error: f"{error} {error!r} {error!s:>9}",
    "message": lambda error: error.message,
    "args": lambda error: error.args,
    "dict": vars,
    "raw": lambda error: (error.raw, str(error.raw), pretty(error.raw), pretty_repr(error.raw)),
    "pprint": pprint.pformat,
    "reprlib": reprlib.repr,
    "hypothesis": pretty,
    "rich": pretty_repr,
    "list": lambda error: [error, {"error": (error,)}],
    "group": lambda error: repr(ExceptionGroup("several", [error])),
    "problem": lambda error: error.to_problem(language="sv-SE"),
    "log fields": lambda error: error.log_fields(),
    "advice": lambda error: (error.retry, error.fix, error.user_message, error.candidates),
    "class": lambda error: type(error).__mro__,
    "log record": lambda error: logging.makeLogRecord({"msg": error}).getMessage(),
}


def list_errors(vault: Any) -> list[Any]:
    parsed = [vault.parse(**make()) for make in RESPONSES.values()]
    redirected = [vault.parse_redirect(make()) for make in REDIRECTS.values()]
    return [*parsed, *redirected, vault.from_code(PRIVATE)]


@pytest.mark.parametrize("tool", TOOLS)
def test_tool(vault: Any, tool: str) -> None:
    """The tool shows nothing private of any response."""
    found = {repr(error): find_marks(TOOLS[tool](error)) for error in list_errors(vault)}
    assert {shown: seen for shown, seen in found.items() if seen} == {}


def test_message_is_the_text(vault: Any) -> None:
    """`message` is what `str` returns and is read-only; the provider's text is elsewhere."""
    for error in list_errors(vault):
        assert error.message == str(error)
    with pytest.raises(AttributeError):
        error.message = PRIVATE


def test_names_of_attributes(vault: Any) -> None:
    """`dir` lists fields and methods; each has a value, and none is the response itself."""
    for error in list_errors(vault):
        assert {"provider_message", "person", "raw", "log_fields"} <= {*dir(error)}
        private = [name for name in dir(error) if name.startswith("_") and name[1] != "_"]
        values = {name: getattr(error, name) for name in private}
        assert find_marks(values) == []


def test_asked_for(vault: Any) -> None:
    """Private data is available on request: as attributes, as `raw`, with `free_text`."""
    error = vault.parse(**RESPONSES["documented"]())
    assert error.provider_message == PRIVATE
    assert error.raw.headers["Set-Cookie"] == "session=sesame"
    assert error.log_fields(free_text=True)["provider_message"] == PRIVATE
    assert "provider_message" not in error.log_fields()

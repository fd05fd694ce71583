"""rich: `print`, tracebacks and logs with local variables, and `inspect`."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from rich import inspect
from rich.console import Console
from rich.logging import RichHandler
from rich.pretty import Pretty, pretty_repr
from rich.traceback import Traceback

from tests.privacy.vault import RESPONSES, find_marks


def capture(shown: object) -> str:
    out = io.StringIO()
    Console(file=out, width=300).print(shown)
    return out.getvalue()


def test_traceback(failure: BaseException) -> None:
    """A traceback with local variables, untruncated, shows nothing private."""
    shown = Traceback.from_exception(
        type(failure),
        failure,
        failure.__traceback__,
        show_locals=True,
        locals_max_length=None,  # type: ignore[arg-type]
        locals_max_string=None,  # type: ignore[arg-type]
        locals_hide_dunder=False,
        max_frames=0,
        width=300,
    )
    text = capture(shown)
    assert type(failure).__name__ in text
    assert find_marks(text) == []


def test_log_handler(failure: BaseException) -> None:
    """The log handler, with tracebacks and local variables, shows nothing private."""
    out = io.StringIO()
    handler = RichHandler(
        console=Console(file=out, width=300), rich_tracebacks=True, tracebacks_show_locals=True
    )
    record = logging.LogRecord("client", logging.ERROR, __file__, 1, "%s", (failure,), None)
    record.exc_info = (type(failure), failure, failure.__traceback__)
    handler.emit(record)
    assert type(failure).__name__ in out.getvalue()
    assert find_marks(out.getvalue()) == []


@pytest.mark.parametrize("place", RESPONSES)
def test_print(vault: Any, place: str) -> None:
    """`print` and `pretty` show what `repr` shows, also of an error inside other values."""
    error = vault.parse(**RESPONSES[place]())
    for text in (
        capture(error),
        capture([error]),
        capture({"error": error}),
        capture(Pretty(error, expand_all=True)),
    ):
        assert type(error).__name__ in text
        assert find_marks(text) == []
    assert pretty_repr(error, max_width=10_000) == repr(error)


def test_inspect(vault: Any) -> None:
    """`inspect` shows every public attribute, including private fields; `raw` stays closed."""
    error = vault.parse(**RESPONSES["documented"]())
    out = io.StringIO()
    inspect(error, console=Console(file=out, width=300))
    text = out.getvalue()
    assert "provider_message = 'Anna" in text
    assert "raw = " in text
    assert "Set-Cookie" not in text

"""The standard library's logging, and what it logs by itself."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import threading
from logging.handlers import SocketHandler
from typing import Any

import pytest

from tests.privacy.raising import raise_parsed
from tests.privacy.vault import RESPONSES, find_marks


def read_fields(failure: BaseException) -> dict[str, object]:
    return failure.log_fields() if hasattr(failure, "log_fields") else {}


def test_record(failure: BaseException) -> None:
    """A record of an exception shows nothing private as text, in attributes, or over a socket."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(message)s %(api_error)s"))
    record = logging.LogRecord(
        "client", logging.ERROR, __file__, 1, "%s %r", (failure, failure), None
    )
    record.exc_info = (type(failure), failure, failure.__traceback__)
    record.api_error = read_fields(failure)
    handler.emit(record)
    text = out.getvalue()
    assert type(failure).__name__ in text
    assert find_marks(text) == []
    assert find_marks(vars(record)) == []
    assert find_marks(SocketHandler("localhost", 0).makePickle(record).decode("latin-1")) == []


def test_faulty_call(vault: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """A call with a wrong format prints its arguments, and nothing private of an error."""
    error = vault.parse(**RESPONSES["code-is-private"]())
    record = logging.LogRecord("client", logging.ERROR, __file__, 1, "%d", (error,), None)
    logging.StreamHandler().emit(record)
    text = capsys.readouterr().err
    assert "--- Logging error ---" in text
    assert type(error).__name__ in text
    assert find_marks(text) == []


def test_task_that_is_never_awaited(vault: Any, caplog: pytest.LogCaptureFixture) -> None:
    """asyncio logs the exception of a task whose result is never read, without private data."""

    async def fail() -> None:
        raise_parsed(vault, "code-is-private")

    async def start() -> None:
        task = asyncio.ensure_future(fail())
        await asyncio.sleep(0)
        assert task.done()

    asyncio.run(start(), debug=True)
    assert "Task exception was never retrieved" in caplog.text
    assert "UndocumentedLoginInvalidRequestError" in caplog.text
    assert find_marks(caplog.text) == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_thread(vault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread prints the exception that ends it, without private data."""
    out = io.StringIO()
    monkeypatch.setattr("sys.stderr", out)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    thread = threading.Thread(target=raise_parsed, args=(vault, "code-is-private"))
    thread.start()
    thread.join()
    assert "UndocumentedLoginInvalidRequestError" in out.getvalue()
    assert find_marks(out.getvalue()) == []


@pytest.mark.parametrize("default", [str, repr, vars, dir], ids=lambda function: function.__name__)
def test_json(vault: Any, default: Any) -> None:
    """A formatter that writes JSON shows nothing private, whatever its fallback is."""
    for make in RESPONSES.values():
        error = vault.parse(**make())
        assert find_marks(json.dumps({"error": error, **error.log_fields()}, default=default)) == []

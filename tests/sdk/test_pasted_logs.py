"""`parse` explains the errors in the output of real loggers."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest
import sentry_sdk
import structlog
from loguru import logger
from rich.console import Console
from rich.traceback import Traceback
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport
from structlog.processors import JSONRenderer, dict_tracebacks

from specimen_errors import ApiError, autograph
from tests.sdk.commanding import run

RESPONSE = httpx.Response(
    500,
    json={
        "error": "internal_error -- SIG_BB801",
        "error_description": "Kari Nordmann",
        "error_reference": "4f1a-22",
    },
    request=httpx.Request("GET", "https://api.example/v1/s/9"),
)


def raise_error() -> ApiError:
    """Return an error that was raised for a response, with its traceback."""
    try:
        autograph.raise_for_error(RESPONSE)
    except ApiError as error:
        return error
    pytest.fail("nothing was raised")


def log_with_loguru(**options: Any) -> str:
    """Return what loguru writes for an error."""
    lines: list[str] = []
    sink = logger.add(lines.append, **options)
    error = raise_error()
    try:
        logger.opt(exception=error).bind(api_error=error.log_fields()).error("failed: {}", error)
    finally:
        logger.remove(sink)
    return "".join(lines)


def log_with_structlog(*processors: Any) -> str:
    """Return what structlog writes for an error."""
    out = io.StringIO()
    log = structlog.wrap_logger(structlog.PrintLogger(out), processors=list(processors))
    error = raise_error()
    log.error("failed", exc_info=error, **error.log_fields())
    return out.getvalue()


def log_with_logging() -> str:
    """Return what the standard library writes for an error."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log = logging.Logger("signing")  # noqa: LOG001 - a logger that no other test sees
    log.addHandler(handler)
    error = raise_error()
    log.error("call failed", exc_info=error)
    return out.getvalue()


def log_without_traceback() -> str:
    """Return a line that has the fields of an error as JSON."""
    return json.dumps(
        {"level": "error", "message": "failed", "api_error": raise_error().log_fields()}
    )


def send_to_sentry() -> str:
    """Return the event that Sentry gets for an error."""
    sent: list[Any] = []

    class Memory(Transport):
        def capture_envelope(self, envelope: Envelope) -> None:
            sent.extend(item.payload.json for item in envelope.items)

    client = sentry_sdk.Client(
        dsn="https://x@sentry.example/1", transport=Memory, default_integrations=False
    )
    with sentry_sdk.new_scope() as scope:
        scope.set_client(client)
        sentry_sdk.capture_exception(raise_error())
    return json.dumps(sent[0])


def show_with_rich() -> str:
    """Return the traceback that rich shows for an error in a narrow terminal."""
    out = io.StringIO()
    error = raise_error()
    traceback = Traceback.from_exception(type(error), error, error.__traceback__, show_locals=True)
    Console(file=out, width=72, force_terminal=True).print(traceback)
    return out.getvalue()


LOGS: Mapping[str, Callable[[], str]] = {
    "loguru": log_with_loguru,
    "loguru, colored": lambda: log_with_loguru(colorize=True),
    "loguru, JSON": lambda: log_with_loguru(serialize=True),
    "loguru, extra": lambda: log_with_loguru(format="{time} {message} {extra}"),
    "structlog": lambda: log_with_structlog(structlog.dev.ConsoleRenderer(colors=True)),
    "structlog, JSON": lambda: log_with_structlog(dict_tracebacks, JSONRenderer()),
    "structlog, logfmt": lambda: log_with_structlog(
        structlog.processors.format_exc_info, structlog.processors.LogfmtRenderer()
    ),
    "logging": log_with_logging,
    "logging, JSON": log_without_traceback,
    "Sentry": send_to_sentry,
    "rich": show_with_rich,
}


@pytest.mark.parametrize("name", LOGS)
def test_log(name: str) -> None:
    """The error in a log is explained, and counts once even if the log repeats it."""
    text = LOGS[name]()
    ran = run("parse", stdin=text.encode())
    assert ran.code == 0, text
    assert ran.out.startswith("Autograph: SIG_BB801, HTTP 500\n"), text
    facts = ran.facts()
    assert facts["Retry"].startswith("Retry with increasing delays.")
    assert facts["Quote"] == "code: SIG_BB801 HTTP status: 500 error_reference: 4f1a-22"
    assert facts["Fields"] == "error: internal_error -- SIG_BB801"
    assert "Kari" not in ran.out

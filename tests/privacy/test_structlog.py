"""structlog: the console with rich, and tracebacks as dictionaries, both with local variables."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
import structlog
from structlog.dev import ConsoleRenderer, RichTracebackFormatter
from structlog.processors import ExceptionRenderer, JSONRenderer, dict_tracebacks
from structlog.tracebacks import ExceptionDictTransformer

from tests.privacy.vault import find_marks

VERBOSE = RichTracebackFormatter(
    show_locals=True,
    max_frames=200,
    locals_max_length=10_000,
    locals_max_string=10_000,
    locals_hide_dunder=False,
)
ALL_LOCALS = ExceptionDictTransformer(
    show_locals=True, locals_max_length=10_000, locals_max_string=10_000, max_frames=200
)
RENDERERS: Mapping[str, list[Any]] = {
    "console": [ConsoleRenderer(colors=False)],
    "console, verbose": [ConsoleRenderer(colors=False, exception_formatter=VERBOSE)],
    "dictionaries": [dict_tracebacks, JSONRenderer()],
    "dictionaries, verbose": [ExceptionRenderer(ALL_LOCALS), JSONRenderer()],
}


@pytest.mark.parametrize("renderer", RENDERERS)
def test_structlog(failure: BaseException, renderer: str) -> None:
    """No renderer shows anything private of an exception, or of an error as a value."""
    out = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(out),
        processors=RENDERERS[renderer],
        wrapper_class=structlog.make_filtering_bound_logger(0),
    )
    log.error("failed", exc_info=failure, failure=failure)
    assert type(failure).__name__ in out.getvalue()
    assert find_marks(out.getvalue()) == []

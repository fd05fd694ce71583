"""What error-reporting tools would show of the frames of an exception."""

from __future__ import annotations

import linecache
import re
from collections.abc import Iterator
from traceback import TracebackException, walk_tb
from types import FrameType
from typing import Any

_CHAIN = re.compile(r"\b[a-zA-Z_]\w*(?:\.\w+)+")
_ABSENT = object()


def list_visible(error: BaseException) -> Iterator[tuple[str, str, str]]:
    """Yield the file, the function and the visible values of each frame of an exception.

    The visible values are local variables, which Sentry, rich, structlog and pytest show, and
    the attributes that the current line accesses, which loguru shows.
    """
    stack = TracebackException.from_exception(error, capture_locals=True).stack
    frames = list(walk_tb(error.__traceback__))
    for summary, (frame, line) in zip(stack, frames, strict=True):
        for name, value in (summary.locals or {}).items():
            yield summary.filename, summary.name, f"{name} = {value}"
        for name, value in _find_named(frame, line):
            yield summary.filename, summary.name, f"{name} = {value!r}"


def _find_named(frame: FrameType, line: int) -> Iterator[tuple[str, Any]]:
    source = linecache.getline(frame.f_code.co_filename, line)
    for chain in _CHAIN.findall(source):
        first, *names = chain.split(".")
        value = frame.f_locals.get(first, frame.f_globals.get(first, _ABSENT))
        for name in names:
            value = getattr(value, name, _ABSENT) if value is not _ABSENT else value
        if value is not _ABSENT:
            yield chain, value

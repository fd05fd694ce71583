"""Progress of a command, shown only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from errsmith.characters import escape
from errsmith.drift.checking import OnProgress, ignore_progress


@contextmanager
def show_progress(total: int) -> Iterator[OnProgress]:
    """Yield a function that shows the current step on stderr, with the number of steps done.

    The line is removed at the end of the block. Nothing is shown if stderr is not a terminal.
    """
    if not sys.stderr.isatty():
        yield ignore_progress
        return
    # Importing rich takes time, and only terminals need it.
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    def describe(step: str, done: int) -> Text:
        return Text(escape(f"{step} … ({done:,} of {total:,} done)"))

    with Console(stderr=True, highlight=False).status(describe("starting", 0)) as status:
        yield lambda step, done: status.update(describe(step, done))

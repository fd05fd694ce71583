"""Text for terminals: its color, and its width."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from typing import TextIO, TypeAlias

Piece: TypeAlias = tuple[str, str]
"""A string, and the name of its rich style; "" for none."""


def find_width(stream: TextIO) -> int | None:
    """Return the width of the terminal in cells, or None if a stream is not a terminal."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def write_pieces(pieces: Iterable[Piece], stream: TextIO) -> None:
    """Write pieces to a stream, in color if it is a terminal and NO_COLOR is not set."""
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        stream.write("".join(text for text, _ in pieces))
        return
    # Importing rich takes time, and only terminals need it.
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    text = Text.assemble(*pieces)
    Console(file=stream, highlight=False).print(text, soft_wrap=True, end="")

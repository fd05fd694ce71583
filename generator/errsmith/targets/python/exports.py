"""The order of names in `__all__`."""

from __future__ import annotations

import re
from collections.abc import Iterable


def sort_exports(names: Iterable[str]) -> tuple[str, ...]:
    """Sort names for `__all__` in the order of linters: constants, classes, the rest."""

    def rank(name: str) -> tuple[int, list[tuple[int, str, str]]]:
        first = 0 if name.isupper() else 1 if name[:1].isupper() else 2
        pieces = re.findall(r"\d+|\D+", name)
        # Digits compare by value, but `int` refuses long numbers: compare length, then string.
        numbers = (piece.lstrip("0") if piece.isdigit() else None for piece in pieces)
        return first, [
            (-1, "", piece) if number is None else (len(number), number, piece)
            for piece, number in zip(pieces, numbers, strict=True)
        ]

    return tuple(sorted(names, key=rank))

"""Escape the cells of spreadsheets, so that no program runs them as formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

_SIGNS: Final = "-=+@\uff0b\uff0d\uff1d\uff20"
"""First characters of a formula in spreadsheets."""
_BLANKS: Final = "\t\r\n"
_SEPARATED: Final = re.compile(f'[;{_BLANKS}](?="*[{_SIGNS}])')
"""Separators before such text: some spreadsheets start a new cell at them, even inside quotes."""
_RISKY: Final = re.compile(f'[;{_BLANKS}]"*[{_SIGNS}{_BLANKS}]')
_NUMBER: Final = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")


def make_row_inert(cells: Sequence[str]) -> Iterable[str]:
    """Return the cells of a row so that no spreadsheet runs one as a formula."""
    is_risky = _RISKY.search(";".join(("", *cells)))  # Few rows are.
    return map(make_inert, cells) if is_risky else cells


def make_inert(text: str) -> str:
    """Return a string that no spreadsheet runs as a formula; other strings stay unchanged."""
    is_formula = text.lstrip('"').startswith((*_SIGNS, *_BLANKS)) and not _NUMBER.fullmatch(text)
    return _SEPARATED.sub(r"\g<0>'", f"'{text}" if is_formula else text)

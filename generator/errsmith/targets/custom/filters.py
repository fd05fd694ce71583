"""The filters that print registry text in other languages.

Registry text is data: it becomes a cell, a string, a comment or an identifier, and never code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from errsmith.registry.wording import describe_value, quote
from errsmith.targets.spreadsheets import make_inert
from errsmith.targets.text import format_line

_BLANKS: Final = " \t\r\v\f"
_LAST_OF_BMP: Final = "\uffff"
_WORDS: Final = re.compile(
    r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])",
)
"""The borders between the words of a name: `sig-bb607`, `invalidGrant`, `HTTPError`."""
_PREFIX: Final = "code"
"""The first word of an identifier that would begin with a digit, as in `Code` of the SDK."""


def format_cell(value: Any) -> str:
    """Print a value as a cell of CSV, in quotes; None is empty, and a list has an item per line.

    Text that a spreadsheet might run as a formula gets an apostrophe, as in `catalogue.csv`.

    Raises:
        TypeError: The value is none of these, a string, a number, a boolean or a mapping.
    """
    text = _write_cell(value).replace("\0", "\ufffd")
    *lines, last = text.split("\n")
    # Like every generated file, the table has no blanks at the ends of lines.
    stripped = "\n".join([*(line.rstrip(_BLANKS) for line in lines), last])
    escaped = make_inert(stripped).replace('"', '""')
    return f'"{escaped}"'


def _write_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {_write_cell(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return "\n".join(map(_write_cell, value))
    return _require_scalar(value)


def _require_scalar(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, (str, int, float)):
        message = f"found {_describe(value)}, expected a string or a number"
        raise TypeError(message)
    return str(value)


def _describe(value: Any) -> str:
    return "None" if value is None else f"an object of {type(value).__name__}"


def format_json(value: Any) -> str:
    """Print a string, number, boolean, None, list or mapping as JSON, on one line.

    Raises:
        TypeError: The value is none of these.
    """
    printed = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in printed)


def format_quoted(value: str | int) -> str:
    """Print a string or number in double quotes, for Go, Java, C#, JavaScript and TypeScript.

    Raises:
        TypeError: The value is neither a string nor a number.
        ValueError: The string has a lone surrogate, which Go cannot write.
    """
    text = _require_scalar(value)
    if any("\ud800" <= character <= "\udfff" for character in text):
        message = f"found a lone surrogate in {quote(text)}, expected Unicode text"
        raise ValueError(message)
    printed = json.dumps(text, ensure_ascii=False)
    # Beyond U+FFFF, these languages have no escape in common, so characters stay unchanged there.
    return "".join(
        c if c.isprintable() or c > _LAST_OF_BMP else f"\\u{ord(c):04x}" for c in printed
    )


def format_line_comment(text: str, prefix: str) -> str:
    """Print a string as a comment that ends with its line; the prefix is a string such as `//`.

    Backslashes become full-width (U+FF3C): Java replaces escapes in comments, also with line
    breaks, and C continues a comment that ends in a backslash on the next line.

    Raises:
        TypeError: The text is neither a string nor a number.
    """
    line = format_line(_require_scalar(text)).replace("\\", "\uff3c")
    return f"{prefix} {_ENDING.sub(_SPACED, line)}".rstrip()


_ENDING: Final = re.compile(r"[?%](?=>)|\?\?(?=/)|coding(?=[:=])")
"""Ends a comment in PHP or a template, continues one in C, or declares the encoding of Python."""
_SPACED: Final = r"\g<0> "


def format_pascal(text: str) -> str:
    """Print a string as an identifier such as `SigBb607`."""
    return "".join(word.capitalize() for word in _split_words(text))


def format_camel(text: str) -> str:
    """Print a string as an identifier such as `sigBb607`."""
    first, *others = _split_words(text)
    return "".join([first.lower(), *(word.capitalize() for word in others)])


def format_upper_snake(text: str) -> str:
    """Print a string as an identifier such as `SIG_BB607`."""
    return "_".join(word.upper() for word in _split_words(text))


def _split_words(text: str) -> list[str]:
    """Return the words of a name, at least one; the first begins with a letter."""
    words = [word for word in _WORDS.split(_require_scalar(text)) if word]
    if not words:
        message = (
            f"found {describe_value(text)}, expected an ASCII letter or digit; "
            "use `identifier` or `member` of the error instead"
        )
        raise ValueError(message)
    return [_PREFIX, *words] if words[0][0].isdigit() else words


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "csv": format_cell,
    "json": format_json,
    "quoted": format_quoted,
    "line_comment": format_line_comment,
    "pascal": format_pascal,
    "camel": format_camel,
    "upper_snake": format_upper_snake,
}
"""The filters, by the names that templates use."""

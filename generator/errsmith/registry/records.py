"""The JSON files that errsmith writes and reads again: strict reading, one item per line.

They are committed, so the same content has the same bytes, and people can damage them: in an
editor, or in a merge.
"""

from __future__ import annotations

import datetime
import json
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias, TypeVar

from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.source import check_link, check_size
from errsmith.registry.wording import describe_value, format_key_path, quote

Reader: TypeAlias = "Callable[[Any, KeyPath], Any]"
"""A function that converts a JSON value at a place, or raises `UnfitRecordError`."""

T = TypeVar("T")

_STATUS_CLASS: Final = re.compile(r"[1-5]xx")
_CONFLICT: Final = ("<<<<<<<", "=======", ">>>>>>>")
_BLANK: Final = re.compile(r"[ \t\r\n]*")


class UnfitRecordError(Exception):
    """A file is not a valid record.

    Attributes:
        reason: What is wrong with it.
        at: The key path of the problem, () if it has none.
        line: The line of the problem, 0 if unknown.
        column: Its column, 0 if unknown.
        is_conflict: Whether a merge conflict is the reason.
    """

    def __init__(
        self,
        reason: str,
        at: KeyPath = (),
        line: int = 0,
        column: int = 0,
        *,
        is_conflict: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason, self.at = reason, at
        self.line, self.column = line, column
        self.is_conflict = is_conflict


# --- writing -------------------------------------------------------------------------------------


def dump_line(value: object) -> str:
    """Return a value as JSON in one line."""
    # Escapes make invisible characters visible, and lone surrogates valid.
    return json.dumps(value, sort_keys=True, ensure_ascii=True)


def dump_list(lines: Iterable[str], level: int = 1) -> str:
    """Return a list with one item per line.

    Args:
        lines: The items as JSON.
        level: How many lists and objects the list is in.
    """
    return _dump_block("[]", lines, level)


def dump_object(members: Mapping[str, str], level: int = 1) -> str:
    """Return an object with one member per line, in their order.

    Args:
        members: The values as JSON, by key.
        level: How many lists and objects the object is in.
    """
    return _dump_block("{}", (f"{json.dumps(k)}: {text}" for k, text in members.items()), level)


def dump_file(members: Mapping[str, str]) -> bytes:
    """Return the content of a file with an object; the values are JSON, by key."""
    return f"{dump_object(members, level=0)}\n".encode("ascii")


def _dump_block(brackets: str, lines: Iterable[str], level: int) -> str:
    indent = "  " * level
    text = ",\n".join(f"{indent}  {line}" for line in lines)
    return f"{brackets[0]}\n{text}\n{indent}{brackets[1]}" if text else brackets


# --- reading files -------------------------------------------------------------------------------


def read_file(path: Path, registry: Path) -> bytes | None:
    """Return the bytes of a regular file of a registry's subfolder, or None if there is no file.

    Raises:
        UnfitRecordError: The file cannot be read.
    """
    try:
        for place in (path.parent, path):
            if link := check_link(place, registry):
                raise UnfitRecordError(link.message)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            reason = "found a folder or a device, expected a file"
            raise UnfitRecordError(reason)
        if too_large := check_size(path, status.st_size):
            raise UnfitRecordError(too_large.message)
        return path.read_bytes()
    except FileNotFoundError as error:
        if not path.is_symlink():
            return None
        reason = "found a broken link"
        raise UnfitRecordError(reason) from error
    except (OSError, ValueError) as error:
        text = (error.strerror if isinstance(error, OSError) else None) or str(error)
        reason = f"found a file that cannot be read ({text.lower()})"
        raise UnfitRecordError(reason) from error


def read_record(data: bytes, read: Callable[[object], T]) -> T:
    """Return the record that a file contains.

    Args:
        data: The bytes of the file.
        read: Builds the record from the JSON value, or raises `UnfitRecordError`.

    Raises:
        UnfitRecordError: The bytes are not a valid record.
    """
    text = ""
    try:
        text = data.decode("utf-8-sig")
        return read(
            json.loads(text, object_pairs_hook=_build_object, parse_constant=_reject_constant)
        )
    except UnicodeDecodeError as error:
        reason = f"found the byte 0x{data[error.start]:02x}, expected UTF-8"
        raise UnfitRecordError(reason) from error
    except json.JSONDecodeError as error:
        line = error.doc.split("\n")[error.lineno - 1]
        is_conflict = line.startswith(_CONFLICT)
        reason = "found a merge conflict" if is_conflict else f"found invalid JSON ({error.msg})"
        raise UnfitRecordError(
            reason, (), error.lineno, error.colno, is_conflict=is_conflict
        ) from error
    except RecursionError as error:
        reason = "found values that are nested too deeply"
        raise UnfitRecordError(reason) from error
    except UnfitRecordError as error:
        error.line, error.column = _find_place(text, error.at) if error.at else (0, 0)
        raise
    except ValueError as error:  # Python refuses to convert more than 4300 digits.
        reason = "found an integer with too many digits"
        raise UnfitRecordError(reason) from error


def _build_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        key = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        reason = f"found the key {quote(key)} twice, expected each key once"
        raise UnfitRecordError(reason)
    return values


def _reject_constant(name: str) -> NoReturn:
    reason = f"found {name}, which is not valid JSON"
    raise UnfitRecordError(reason)


def _find_place(text: str, at: KeyPath) -> tuple[int, int]:
    """Return the line and the column of a value in valid JSON, or of what contains it."""
    position = _skip_blank(text, 0)
    for part in at:
        inner = _find_item(text, position, part)
        if inner is None:
            break
        position = inner
    line = text.count("\n", 0, position) + 1
    return line, position - text.rfind("\n", 0, position)


def _find_item(text: str, position: int, part: str | int) -> int | None:
    """Return the position of an item of the list or object at a position, None if it has none."""
    decoder = json.JSONDecoder()
    is_object = text[position] == "{"
    if is_object != isinstance(part, str):
        return None
    index = 0
    position = _skip_blank(text, position + 1)
    while text[position] not in "]}":
        key: str | int = index
        if is_object:
            key, position = decoder.raw_decode(text, position)
            position = _skip_blank(text, _skip_blank(text, position) + 1)
        if key == part:
            return position
        position = _skip_blank(text, decoder.raw_decode(text, position)[1])
        if text[position] == ",":
            position = _skip_blank(text, position + 1)
        index += 1
    return None


def _skip_blank(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return position if match is None else match.end()


# --- reading values ------------------------------------------------------------------------------


def reject(value: object, at: KeyPath, expected: str) -> NoReturn:
    """Raise the error for a value that is not the expected one."""
    place = f"{format_key_path(at)}: " if at else ""
    found = {type(None): "null", dict: "an object"}.get(type(value)) or describe_value(value)
    reason = f"{place}found {found}, expected {expected}"
    raise UnfitRecordError(reason, at)


def read_object(
    value: object, at: KeyPath, readers: Mapping[str, Reader], required: frozenset[str]
) -> dict[str, Any]:
    """Return the values of an object, converted by the reader of each key."""
    if not isinstance(value, dict):
        reject(value, at, "an object")
    for key in value:
        if key not in readers:
            reason = f"found unknown key {format_key_path((*at, key))}"
            raise UnfitRecordError(reason, (*at, key))
    for key in sorted(required - value.keys()):
        reason = f"missing key {format_key_path((*at, key))}"
        raise UnfitRecordError(reason, (*at, key))
    return {key: readers[key](item, (*at, key)) for key, item in value.items()}


def read_mapping(value: object, at: KeyPath, read_item: Reader) -> dict[str, Any]:
    """Return the values of an object with any keys, all converted by the same reader."""
    if not isinstance(value, dict):
        reject(value, at, "an object")
    return {key: read_item(item, (*at, key)) for key, item in value.items()}


def read_list(value: object, at: KeyPath, read_item: Reader) -> tuple[Any, ...]:
    """Return the items of a list, all converted by the same reader."""
    if not isinstance(value, list):
        reject(value, at, "a list")
    return tuple(read_item(item, (*at, index)) for index, item in enumerate(value))


def read_text(value: object, at: KeyPath) -> str:
    """Return a string."""
    return value if isinstance(value, str) else reject(value, at, "a string")


def read_text_or_null(value: object, at: KeyPath) -> str | None:
    """Return a string, or None for null."""
    return None if value is None else read_text(value, at)


def read_count(value: object, at: KeyPath) -> int:
    """Return an integer that is not negative."""
    if type(value) is not int or value < 0:
        reject(value, at, "an integer of 0 or more")
    return value


def read_status(value: object, at: KeyPath) -> int | str:
    """Return a status, or a class of statuses."""
    if isinstance(value, str) and _STATUS_CLASS.fullmatch(value):
        return value
    if type(value) is not int:
        reject(value, at, 'a status such as 404 or "4xx"')
    return value


def read_date(value: object, at: KeyPath) -> datetime.date:
    """Return a date in ISO format."""
    try:
        date = datetime.date.fromisoformat(read_text(value, at))
    except ValueError:
        date = None
    if date is None or date.isoformat() != value:
        reject(value, at, "a date such as 2026-11-21")
    return date


read_texts: Final = partial(read_list, read_item=read_text)
"""Return the strings of a list."""
read_statuses: Final = partial(read_list, read_item=read_status)
"""Return the statuses of a list."""

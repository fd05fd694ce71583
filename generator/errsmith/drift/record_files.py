"""The files of records, `registry/pages/<provider>.<source>.json`.

They are committed, so the same record has the same bytes, and each code has a line.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias

import attrs

from errsmith.drift.errors import RecordError
from errsmith.drift.record import HASH_BYTES, SKETCH_SIZE, Record, RecordedCarrier, RecordedCode
from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.source import check_link, check_size
from errsmith.registry.wording import describe_value, format_key_path, quote

PAGES: Final = "pages"
VERSION: Final = 1
"""The version of the format; older ones are not read."""

_PLAIN_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_ODD: Final = re.compile(r"[^a-z0-9_]+")
_LONGEST_START: Final = 40
_SKETCH: Final = re.compile(rf"(?:[0-9a-f]{{{2 * HASH_BYTES}}}){{0,{SKETCH_SIZE}}}")
_STATUS_CLASS: Final = re.compile(r"[1-5]xx")
_CONFLICT: Final = ("<<<<<<<", "=======", ">>>>>>>")

Reader: TypeAlias = "Callable[[Any, KeyPath], Any]"
"""A function that converts a JSON value at a place, or raises `_Misfit`."""


class _Misfit(Exception):  # noqa: N818 - becomes a RecordError
    """A value that does not fit the format."""


# --- paths ---------------------------------------------------------------------------------------


def get_record_path(registry: Path, provider: str, source_id: str) -> Path:
    """Return the path of a source's record."""
    return registry / PAGES / f"{_build_name(provider)}.{_build_name(source_id)}.json"


def _build_name(id_: str) -> str:
    """Return a part of a file name for an id, which may be any string.

    An id with unusual characters gets a hash, so that no two ids share a file, even on a
    case-insensitive file system.
    """
    if _PLAIN_NAME.fullmatch(id_):
        return id_
    start = _ODD.sub("-", id_.lower())[:_LONGEST_START].strip("-")
    data = id_.encode("utf-8", "surrogatepass")
    return f"{start}~{hashlib.blake2b(data, digest_size=4).hexdigest()}"


# --- writing -------------------------------------------------------------------------------------


def dump_record(record: Record) -> bytes:
    """Return the content of a record's file."""
    codes = {code: _dump_code(recorded) for code, recorded in record.codes.items()}
    carriers = map(attrs.asdict, record.carriers)
    values = {
        "carriers": _dump_block("[]", map(_dump_line, carriers)),
        "codes": _dump_block("{}", (f"{json.dumps(c)}: {line}" for c, line in codes.items())),
        "date": _dump_line(record.date.isoformat()),
        "digest": _dump_line(record.digest),
        "ends": _dump_line(record.ends),
        "etag": _dump_line(record.etag),
        **({} if record.form is None else {"form": _dump_line(record.form)}),
        "last_modified": _dump_line(record.last_modified),
        "lines": _dump_line(record.lines),
        "mentions": _dump_block("[]", map(_dump_line, record.mentions)),
        "registry_digest": _dump_line(record.registry_digest),
        "url": _dump_line(record.url),
        "version": _dump_line(VERSION),
    }
    members = ",\n".join(f'  "{key}": {text}' for key, text in values.items())
    return f"{{\n{members}\n}}\n".encode("ascii")


def _dump_code(code: RecordedCode) -> str:
    values = attrs.asdict(code, filter=lambda field, value: value != field.default)
    if code.sketch:
        values["sketch"] = "".join(f"{value:0{2 * HASH_BYTES}x}" for value in code.sketch)
    return _dump_line(values)


def _dump_line(value: object) -> str:
    # Escapes make invisible characters visible, and lone surrogates valid.
    return json.dumps(value, sort_keys=True, ensure_ascii=True)


def _dump_block(brackets: str, lines: Iterable[str]) -> str:
    """Return a list or an object with one item per line."""
    text = ",\n".join(f"    {line}" for line in lines)
    return f"{brackets[0]}\n{text}\n  {brackets[1]}" if text else brackets


# --- reading -------------------------------------------------------------------------------------


def load_record(path: Path) -> Record | None:
    """Return the record at a path from `get_record_path`, None if there is none.

    Raises:
        RecordError: The file cannot be read or is not a record.
    """
    data = _read_file(path)
    if data is None:
        return None
    try:
        text = data.decode("utf-8-sig")
        values = json.loads(text, object_pairs_hook=_build_object, parse_constant=_reject_constant)
        return _read_record(values)
    except UnicodeDecodeError as error:
        found = f"found the byte 0x{data[error.start]:02x}, expected UTF-8"
        raise RecordError(path, found) from error
    except json.JSONDecodeError as error:
        line = error.doc.split("\n")[error.lineno - 1]
        if line.startswith(_CONFLICT):
            reason = "found a merge conflict"
            hint = "take either side and run `errsmith drift --write` again"
            raise RecordError(path, reason, error.lineno, error.colno, hint) from error
        found = f"invalid JSON ({error.msg})"
        raise RecordError(path, f"found {found}", error.lineno, error.colno) from error
    except RecursionError as error:
        reason = "found values that are nested too deeply"
        raise RecordError(path, reason) from error
    except _Misfit as error:
        raise RecordError(path, str(error)) from error
    except ValueError as error:  # Python refuses to convert more than 4300 digits.
        reason = "found an integer with too many digits"
        raise RecordError(path, reason) from error


def _read_file(path: Path) -> bytes | None:
    """Return the bytes of a regular file, or None if there is no file."""
    try:
        for place in (path.parent, path):
            if link := check_link(place, path.parents[1]):
                raise RecordError(path, link.message)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            reason = "found a folder or a device, expected a file"
            raise RecordError(path, reason)
        if too_large := check_size(path, status.st_size):
            raise RecordError(path, too_large.message)
        return path.read_bytes()
    except FileNotFoundError as error:
        if not path.is_symlink():
            return None
        reason = "found a broken link"
        raise RecordError(path, reason) from error
    except (OSError, ValueError) as error:
        text = (error.strerror if isinstance(error, OSError) else None) or str(error)
        reason = f"found a file that cannot be read ({text.lower()})"
        raise RecordError(path, reason) from error


def _build_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in pairs:
        if key in values:
            message = f"found the key {quote(key)} twice, expected each key once"
            raise _Misfit(message)
        values[key] = value
    return values


def _reject_constant(name: str) -> NoReturn:
    message = f"found {name}, which is not valid JSON"
    raise _Misfit(message)


def _reject(value: object, at: KeyPath, expected: str) -> NoReturn:
    place = f"{format_key_path(at)}: " if at else ""
    found = {type(None): "null", dict: "an object"}.get(type(value)) or describe_value(value)
    message = f"{place}found {found}, expected {expected}"
    raise _Misfit(message)


def _read_record(value: object) -> Record:
    if isinstance(value, dict):
        version = value.pop("version", None)
        if type(version) is not int or version != VERSION:
            _reject(version, ("version",), str(VERSION))
    return Record(**_read_object(value, (), _RECORD, frozenset(_RECORD) - {"form"}))


def _read_object(
    value: object, at: KeyPath, readers: Mapping[str, Reader], required: frozenset[str]
) -> dict[str, Any]:
    """Return the values of an object, converted by the reader of each key."""
    if not isinstance(value, dict):
        _reject(value, at, "an object")
    for key in value:
        if key not in readers:
            message = f"found unknown key {format_key_path((*at, key))}"
            raise _Misfit(message)
    for key in sorted(required - value.keys()):
        message = f"missing key {format_key_path((*at, key))}"
        raise _Misfit(message)
    return {key: readers[key](item, (*at, key)) for key, item in value.items()}


def _read_code(value: object, at: KeyPath) -> RecordedCode:
    return RecordedCode(**_read_object(value, at, _CODE, frozenset({"line"})))


def _read_codes(value: object, at: KeyPath) -> dict[str, RecordedCode]:
    if not isinstance(value, dict):
        _reject(value, at, "an object")
    return {code: _read_code(item, (*at, code)) for code, item in value.items()}


def _read_carrier(value: object, at: KeyPath) -> RecordedCarrier:
    return RecordedCarrier(**_read_object(value, at, _CARRIER, frozenset(_CARRIER)))


def _read_list(value: object, at: KeyPath, read_item: Reader) -> tuple[Any, ...]:
    if not isinstance(value, list):
        _reject(value, at, "a list")
    return tuple(read_item(item, (*at, index)) for index, item in enumerate(value))


def _read_text(value: object, at: KeyPath) -> str:
    return value if isinstance(value, str) else _reject(value, at, "a string")


def _read_text_or_null(value: object, at: KeyPath) -> str | None:
    return None if value is None else _read_text(value, at)


def _read_count(value: object, at: KeyPath) -> int:
    if type(value) is not int or value < 0:
        _reject(value, at, "an integer of 0 or more")
    return value


def _read_status(value: object, at: KeyPath) -> int | str:
    if isinstance(value, str) and _STATUS_CLASS.fullmatch(value):
        return value
    if type(value) is not int:
        _reject(value, at, 'a status such as 404 or "4xx"')
    return value


def _read_date(value: object, at: KeyPath) -> datetime.date:
    try:
        date = datetime.date.fromisoformat(_read_text(value, at))
    except ValueError:
        date = None
    if date is None or date.isoformat() != value:
        _reject(value, at, "a date such as 2026-11-21")
    return date


def _read_sketch(value: object, at: KeyPath) -> tuple[int, ...]:
    text = _read_text(value, at)
    if not _SKETCH.fullmatch(text):
        _reject(value, at, "hexadecimal hashes")
    data = bytes.fromhex(text)
    starts = range(0, len(data), HASH_BYTES)
    return tuple(int.from_bytes(data[start : start + HASH_BYTES], "big") for start in starts)


_read_texts: Final = partial(_read_list, read_item=_read_text)
_CODE: Final[Mapping[str, Reader]] = {
    "category": _read_text,
    "code": _read_text,
    "group": _read_text,
    "heading": _read_text,
    "ids": _read_texts,
    "line": _read_count,
    "retry": _read_text,
    "sketch": _read_sketch,
    "statuses": partial(_read_list, read_item=_read_status),
}
_CARRIER: Final[Mapping[str, Reader]] = {
    "codes": _read_count,
    "kind": _read_text,
    "known": _read_count,
    "label": _read_text,
}
_RECORD: Final[Mapping[str, Reader]] = {
    "carriers": partial(_read_list, read_item=_read_carrier),
    "codes": _read_codes,
    "date": _read_date,
    "digest": _read_text,
    "ends": _read_texts,
    "etag": _read_text_or_null,
    "form": _read_text,
    "last_modified": _read_text_or_null,
    "lines": _read_count,
    "mentions": _read_texts,
    "registry_digest": _read_text,
    "url": _read_text,
}

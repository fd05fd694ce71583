"""The files of records, `registry/pages/<provider>.<source>.json`.

They are committed, so the same record has the same bytes, and each code has a line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

import attrs

from errsmith.drift.errors import RecordError
from errsmith.drift.record import HASH_BYTES, SKETCH_SIZE, Record, RecordedCarrier, RecordedCode
from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.records import (
    Reader,
    UnfitRecordError,
    dump_file,
    dump_line,
    dump_list,
    dump_object,
    read_count,
    read_date,
    read_file,
    read_list,
    read_mapping,
    read_object,
    read_record,
    read_statuses,
    read_text,
    read_text_or_null,
    read_texts,
    reject,
)

PAGES: Final = "pages"
VERSION: Final = 1
"""The version of the format; older ones are not read."""

_PLAIN_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_ODD: Final = re.compile(r"[^a-z0-9_]+")
_LONGEST_START: Final = 40
_SKETCH: Final = re.compile(rf"(?:[0-9a-f]{{{2 * HASH_BYTES}}}){{0,{SKETCH_SIZE}}}")


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
    return dump_file(
        {
            "carriers": dump_list(map(dump_line, map(attrs.asdict, record.carriers))),
            "codes": dump_object(codes),
            "date": dump_line(record.date.isoformat()),
            "digest": dump_line(record.digest),
            "ends": dump_line(record.ends),
            "etag": dump_line(record.etag),
            **({} if record.form is None else {"form": dump_line(record.form)}),
            "last_modified": dump_line(record.last_modified),
            "lines": dump_line(record.lines),
            "mentions": dump_list(map(dump_line, record.mentions)),
            "registry_digest": dump_line(record.registry_digest),
            "url": dump_line(record.url),
            "version": dump_line(VERSION),
        }
    )


def _dump_code(code: RecordedCode) -> str:
    values = attrs.asdict(code, filter=lambda field, value: value != field.default)
    if code.sketch:
        values["sketch"] = "".join(f"{value:0{2 * HASH_BYTES}x}" for value in code.sketch)
    return dump_line(values)


# --- reading -------------------------------------------------------------------------------------


def load_record(path: Path) -> Record | None:
    """Return the record at a path from `get_record_path`, None if there is none.

    Raises:
        RecordError: The file cannot be read or is not a record.
    """
    try:
        data = read_file(path, path.parents[1])
        return None if data is None else read_record(data, _build_record)
    except UnfitRecordError as error:
        if error.is_conflict:
            hint = "take either side and run `errsmith drift --write` again"
            raise RecordError(path, error.reason, error.line, error.column, hint) from error
        raise RecordError(path, error.reason, error.line, error.column) from error


def _build_record(value: object) -> Record:
    if isinstance(value, dict):
        version = value.pop("version", None)
        if type(version) is not int or version != VERSION:
            reject(version, ("version",), str(VERSION))
    return Record(**read_object(value, (), _RECORD, frozenset(_RECORD) - {"form"}))


def _read_code(value: object, at: KeyPath) -> RecordedCode:
    return RecordedCode(**read_object(value, at, _CODE, frozenset({"line"})))


def _read_carrier(value: object, at: KeyPath) -> RecordedCarrier:
    return RecordedCarrier(**read_object(value, at, _CARRIER, frozenset(_CARRIER)))


def _read_sketch(value: object, at: KeyPath) -> tuple[int, ...]:
    text = read_text(value, at)
    if not _SKETCH.fullmatch(text):
        reject(value, at, "hexadecimal hashes")
    data = bytes.fromhex(text)
    starts = range(0, len(data), HASH_BYTES)
    return tuple(int.from_bytes(data[start : start + HASH_BYTES], "big") for start in starts)


_CODE: Final[Mapping[str, Reader]] = {
    "category": read_text,
    "code": read_text,
    "group": read_text,
    "heading": read_text,
    "ids": read_texts,
    "line": read_count,
    "retry": read_text,
    "sketch": _read_sketch,
    "statuses": read_statuses,
}
_CARRIER: Final[Mapping[str, Reader]] = {
    "codes": read_count,
    "kind": read_text,
    "known": read_count,
    "label": read_text,
}
_RECORD: Final[Mapping[str, Reader]] = {
    "carriers": partial(read_list, read_item=_read_carrier),
    "codes": partial(read_mapping, read_item=_read_code),
    "date": read_date,
    "digest": read_text,
    "ends": read_texts,
    "etag": read_text_or_null,
    "form": read_text,
    "last_modified": read_text_or_null,
    "lines": read_count,
    "mentions": read_texts,
    "registry_digest": read_text,
    "url": read_text,
}

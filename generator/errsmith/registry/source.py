"""Read a TOML file into values, and locate those values for findings.

No file content raises an exception: whatever cannot be read is a diagnostic of a rule below.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli
from attrs import evolve, frozen

from errsmith.registry.diagnostics import (
    Diagnostic,
    Finding,
    KeyPath,
    Label,
    Of,
    Position,
    Rule,
    Span,
)
from errsmith.registry.syntax import suggest_fix
from errsmith.registry.wording import quote_verbatim

if TYPE_CHECKING:
    from errsmith.registry.spans import Extent, Locator

MISSING_FILE = Rule("R001", "missing-file", "The file does not exist.")
NOT_A_FILE = Rule("R002", "not-a-file", "A file is expected, but the path is something else.")
UNREADABLE_FILE = Rule("R003", "unreadable-file", "The operating system cannot read the file.")
BINARY_FILE = Rule("R004", "binary-file", "The file contains a NUL byte, so it is not text.")
BYTE_ORDER_MARK = Rule("R005", "byte-order-mark", "The file begins with a byte order mark.")
INVALID_UTF8 = Rule("R006", "invalid-utf8", "The file is not encoded as UTF-8.")
EMPTY_FILE = Rule("R007", "empty-file", "The file has no keys.")
SYNTAX_ERROR = Rule("R008", "syntax-error", "The file is not valid TOML.")
REPEATED_KEY = Rule("R009", "repeated-key", "A key or a table is defined twice.")
HUGE_INTEGER = Rule("R010", "huge-integer", "An integer does not fit in 64 bits.")
DEEP_NESTING = Rule("R011", "deep-nesting", "Values are nested too deeply.")

OVERLOOKED_FILE = Rule("R012", "overlooked-file", "A file is in a place where it is not read.")
LINK_OUT = Rule("R013", "link-out", "A link leads out of the registry.")
HUGE_FILE = Rule("R014", "huge-file", "The file is larger than 16 MiB.")

RULES = (
    MISSING_FILE,
    NOT_A_FILE,
    UNREADABLE_FILE,
    BINARY_FILE,
    BYTE_ORDER_MARK,
    INVALID_UTF8,
    EMPTY_FILE,
    SYNTAX_ERROR,
    REPEATED_KEY,
    HUGE_INTEGER,
    DEEP_NESTING,
    OVERLOOKED_FILE,
    LINK_OUT,
    HUGE_FILE,
)

LARGEST = 16 * 2**20
"""The maximum size of a file in bytes; known registries have less than a hundredth of that."""

DEEPEST = 100
"""The maximum depth of lists and tables; the format needs six levels."""

_WHERE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_NEWLINE = re.compile(r"\r?\n")
_WORD = re.compile(r"[^\s=,\[\]{}#\"']+|\S|\r")
_HEADER_OF_MANY = re.compile(
    r"\[\[?\s*(?P<table>envelopes|sources|scopes|categories|groups|errors)\s*(?P<id>\.)?"
)
_REPEATED = ("Cannot ", "Duplicate ")
_ESCAPES = ("Unescaped ", "Escaped ", "Invalid hex ")
_EXPECTED = {
    "Invalid statement": "a key or a table header",
    "Invalid initial character for a key part": "a key",
    "Invalid value": "a value",
    "Invalid date or datetime": "a valid date or time",
    "Expected newline": "the end of the line",
    "Expected '='": "`=` after the key",
    "Expected ']'": "`]`",
    "Expected ']]'": "`]]`",
    "Unclosed array": "`,` or `]`",
    "Unclosed inline table": "`,` or `}`",
    "Illegal character": "the closing quote of the string",
    "Unterminated string": "the closing quote of the string",
    "Expected \"'": "the closing quote of the string",
    "Found invalid character": "no control characters",
    "Unescaped": "a TOML escape such as `\\n`, or `\\\\` for a backslash",
    "Escaped character": "the code point of a Unicode character",
    "Invalid hex value": "hexadecimal digits",
}
"""What was expected, by the beginning of tomli's message."""


@frozen
class Document:
    """A file's text and values; `values` is None if the text is not valid TOML."""

    path: str
    text: str
    values: dict[str, object] | None = None

    def find_span(self, at: KeyPath, of: Of) -> Span:
        """Return the place of a key, value or header, or of the nearest table if it is missing."""
        return self._to_span(self.locator.find(at, of))

    def locate(self, finding: Finding) -> Diagnostic:
        """Return a diagnostic for a finding in this file."""
        header = self.locator.find_header(finding.at)
        return Diagnostic(
            rule=finding.rule,
            message=finding.message,
            span=self.find_span(finding.at, finding.of),
            help=finding.help,
            related=tuple(
                Label(self.find_span(place.at, place.of), place.message)
                for place in finding.related
            ),
            at=finding.at,
            header=None if header is None else self._to_span(header),
        )

    def get_value(self, *at: str | int) -> Any:
        """Return the value at a key path, or None."""
        value: Any = self.values
        for key in at:
            if isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                value = value.get(key) if isinstance(value, dict) else None
        return value

    def get_item_path(self, at: KeyPath, position: int) -> KeyPath:
        """Return the path of an item of a list that may also be written as a single value."""
        return (*at, position) if isinstance(self.get_value(*at), list) else at

    @cached_property
    def locator(self) -> Locator:
        """The locator of places in the text, built on first use."""
        # Importing tree-sitter takes time, and only findings need it.
        from errsmith.registry.spans import Locator

        return Locator(self.text)

    def _to_span(self, extent: Extent) -> Span:
        return Span(self.path, *extent)


def load_document(path: Path, folder: Path | None = None) -> tuple[Document, list[Diagnostic]]:
    """Read a TOML file. If its document has no values, a diagnostic says why.

    A file with a byte order mark is reported but still read. A link that leads out of `folder`, the
    registry, is not followed.
    """
    document = Document(format_path(path), "")
    if folder is not None and (link := check_link(path, folder)):
        return document, [link]
    try:
        if unfit := _check_kind(path):
            return document, [unfit]
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        return document, [_report_unreadable(path, error)]
    text = data.removeprefix(codecs.BOM_UTF8)
    document = Document(document.path, text.decode(errors="replace"))
    marks = [_report_byte_order_mark(document.path)] if len(text) < len(data) else []
    parsed = _check_encoding(document, text) or _parse(document)
    if isinstance(parsed, Diagnostic):
        return document, [*marks, parsed]
    return evolve(document, values=parsed), marks


def read_document(path: str, text: str) -> tuple[Document, list[Diagnostic]]:
    """Read the text of a TOML file, which may not be on disk yet."""
    document = Document(path, text)
    parsed = _parse(document)
    if isinstance(parsed, Diagnostic):
        return document, [parsed]
    return evolve(document, values=parsed), []


def format_path(path: Path) -> str:
    """Return a path for display, relative to the current directory if it is inside it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except (OSError, ValueError):
        return path.as_posix()


def point_to_top(path: str) -> Span:
    """Return the start of a file, for problems with the file as a whole."""
    return Span(path, Position(1, 1), Position(1, 1))


def check_link(path: Path, folder: Path) -> Diagnostic | None:
    """Return a diagnostic if a path is a link that leads out of a folder."""
    if not os.path.islink(path):  # noqa: PTH114 - pathlib raises for invalid names
        return None
    # A loop of links fails when it is read.
    if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        return None
    return Diagnostic(
        LINK_OUT,
        f"found a link to {path.readlink().as_posix()}, expected a link to a file in the registry",
        point_to_top(format_path(path)),
        help="Replace the link with a copy",
    )


def check_size(path: Path, size: int) -> Diagnostic | None:
    """Return a diagnostic if a file is too large."""
    if size <= LARGEST:
        return None
    message = f"found a file of {size:,} bytes, expected at most {LARGEST:,}"
    return Diagnostic(HUGE_FILE, message, point_to_top(format_path(path)))


def _check_kind(path: Path) -> Diagnostic | None:
    """Return a diagnostic if a path is too large or not a regular file.

    Reading from a pipe or a device might never end.
    """
    status = path.stat()
    if stat.S_ISREG(status.st_mode):
        return check_size(path, status.st_size)
    found = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe, a device or a socket"
    message = f"found {found}, expected a TOML file"
    return Diagnostic(NOT_A_FILE, message, point_to_top(format_path(path)))


def _report_unreadable(path: Path, error: OSError | ValueError) -> Diagnostic:
    """Return a diagnostic for a file that cannot be read."""
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    rule, found = UNREADABLE_FILE, f"found a file that cannot be read ({reason.lower()})"
    if isinstance(error, FileNotFoundError):
        rule, found = MISSING_FILE, "found a broken link" if path.is_symlink() else "found no file"
    return Diagnostic(rule, f"{found}, expected a TOML file", point_to_top(format_path(path)))


def _report_byte_order_mark(path: str) -> Diagnostic:
    return Diagnostic(
        BYTE_ORDER_MARK,
        "found a byte order mark, expected the file to begin with text",
        point_to_top(path),
        help="Save the file as UTF-8 without a byte order mark",
    )


def _check_encoding(document: Document, data: bytes) -> Diagnostic | None:
    """Return a diagnostic for the first NUL or invalid UTF-8 byte, or None."""
    nul = document.text.find("\0")
    if nul >= 0:
        utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return Diagnostic(
            BINARY_FILE,
            "found a NUL byte, expected text",
            _locate_character(document, nul),
            help="The file looks like UTF-16. Save it as UTF-8" if utf16 else None,
        )
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return Diagnostic(
            INVALID_UTF8,
            f"found the byte 0x{data[error.start]:02x}, expected UTF-8 ({error.reason})",
            _locate_character(document, len(data[: error.start].decode())),
            help="Save the file as UTF-8",
        )
    return None


def _parse(document: Document) -> dict[str, object] | Diagnostic:
    """Return the values of a document, or a diagnostic that says why it has none."""
    if _has_long_key(document):
        return _report_excess(document, DEEP_NESTING)
    try:
        values = tomli.loads(document.text)
    except tomli.TOMLDecodeError as error:
        return _report_repeated(document, str(error)) or _report_syntax_error(document, str(error))
    except RecursionError:
        return _report_excess(document, DEEP_NESTING)
    except ValueError:
        # Python does not convert more than 4300 digits.
        return _report_excess(document, HUGE_INTEGER)
    if not values:
        return Diagnostic(
            EMPTY_FILE, "found no keys, expected at least one table", point_to_top(document.path)
        )
    rule = _find_exceeded(values)
    return _report_excess(document, rule) if rule else values


def _has_long_key(document: Document) -> bool:
    """Return whether a key has so many dots that the TOML parser would take too long."""
    has_dots = any(line.count(".") > DEEPEST for line in document.text.split("\n"))
    return has_dots and document.locator.has_long_key(DEEPEST)


def _report_repeated(document: Document, error: str) -> Diagnostic | None:
    """Return a diagnostic if the TOML parser found a key or table twice."""
    if not error.startswith(_REPEATED):
        return None
    # Importing tree-sitter takes time, and only findings need it.
    from errsmith.registry.spans import find_repeated

    # Later syntax errors could hide the place, so look in the text before the error first. A
    # place inside a value is only found in the whole text.
    before = _cut_before(document.text, _WHERE.search(error))
    repeated = find_repeated(before) or find_repeated(document.text)
    if repeated is None:
        return None
    return Diagnostic(
        REPEATED_KEY,
        f"found {quote_verbatim(repeated.text)} a second time, expected each key and table once",
        Span(document.path, *repeated.second),
        help=_suggest_for_repeated(repeated.text),
        related=(Label(Span(document.path, *repeated.first), "first defined here"),),
    )


def _suggest_for_repeated(text: str) -> str:
    """Return how to fix a repeated key or table."""
    header = _HEADER_OF_MANY.match(text)
    if header is None or (header["table"] != "envelopes" and header["id"]):
        return "Rename one of them, or merge the two"
    if header["table"] == "envelopes":
        return "Write `[[envelopes]]` with double brackets, once per envelope"
    return f"Write `[{header['table']}.ID]` with single brackets, once per id"


def _cut_before(text: str, where: re.Match[str] | None) -> str:
    """Return the part of the text that the TOML parser read, including the brackets of a header."""
    if not where or not where["line"]:
        return text
    *lines, last = text.split("\n")[: int(where["line"])]
    column = int(where["column"]) - 1
    brackets = len(last[column:]) - len(last[column:].lstrip("]"))
    return "\n".join([*lines, last[: column + brackets]])


def _find_exceeded(values: dict[str, object]) -> Rule | None:
    """Return the rule of the limit that the values exceed, or None."""
    level: list[object] = [values]
    for _ in range(DEEPEST + 1):
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below += value.values()
            elif isinstance(value, list):
                below += value
            elif isinstance(value, int) and not -(2**63) <= value < 2**63:
                return HUGE_INTEGER
        if not below:
            return None
        level = below
    return DEEP_NESTING


def _report_excess(document: Document, rule: Rule) -> Diagnostic:
    """Return a diagnostic for a limit, at the first place that exceeds it."""
    if rule is HUGE_INTEGER:
        message = "found an integer of more than 64 bits, expected at most 64 bits"
        extent = document.locator.find_huge_integer()
    else:
        message = f"found values nested more than {DEEPEST} levels deep, expected fewer levels"
        extent = document.locator.find_deep_nesting(DEEPEST)
    return Diagnostic(rule, message, Span(document.path, *extent))


def _report_syntax_error(document: Document, error: str) -> Diagnostic:
    """Return a diagnostic for what the TOML parser found and what it expected."""
    lines = _NEWLINE.split(document.text.rstrip())
    where = _WHERE.search(error)
    reason = error[: where.start()] if where else error
    line, column, end = len(lines), len(lines[-1]) + 1, "file"
    if where and where["line"]:
        line, column, end = int(where["line"]), int(where["column"]), "line"
    text = lines[line - 1] if line <= len(lines) else ""
    if reason.startswith(_ESCAPES):
        # The parser stops after the escape, which is the next line if the escape ends a line.
        if "\\" not in text[:column] and line > 1:
            line, text = line - 1, lines[line - 2]
            column = len(text)
        column = max(text.rfind("\\", 0, column), 0) + 1
    match = _WORD.match(text, column - 1)
    word = match[0] if match else ""
    found = quote_verbatim(word) if word else f"the end of the {end}"

    expected = next((text for start, text in _EXPECTED.items() if reason.startswith(start)), None)
    return Diagnostic(
        SYNTAX_ERROR,
        f"found {found}, expected {expected}" if expected else f"found invalid TOML: {reason}",
        Span(document.path, Position(line, column), Position(line, column + len(word))),
        help=suggest_fix(reason, word, text, column),
    )


def _locate_character(document: Document, index: int) -> Span:
    """Return the place of a character in the text."""
    before = document.text[:index].split("\n")
    line, column = len(before), len(before[-1]) + 1
    return Span(document.path, Position(line, column), Position(line, column + 1))

"""Bytes of a TOML file -> its values, and the places of those values where a finding needs them.

Nothing a file holds raises: what cannot be read is a diagnostic of one of this module's rules.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

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
from errsmith.registry.wording import verbatim

if TYPE_CHECKING:
    from errsmith.registry.spans import Extent, Places

MISSING_FILE = Rule("R001", "missing-file", "The file does not exist.")
NOT_A_FILE = Rule("R002", "not-a-file", "Something else stands where a file is expected.")
UNREADABLE_FILE = Rule("R003", "unreadable-file", "The system refuses to read the file.")
BINARY_FILE = Rule("R004", "binary-file", "The file holds a NUL byte and is no text.")
BYTE_ORDER_MARK = Rule("R005", "byte-order-mark", "The file begins with a byte order mark.")
INVALID_UTF8 = Rule("R006", "invalid-utf8", "The file is not encoded as UTF-8.")
EMPTY_FILE = Rule("R007", "empty-file", "The file holds no key.")
SYNTAX_ERROR = Rule("R008", "syntax-error", "The file is not TOML.")
REPEATED_KEY = Rule("R009", "repeated-key", "A key or a table is given twice.")
HUGE_INTEGER = Rule("R010", "huge-integer", "An integer does not fit into 64 bits.")
DEEP_NESTING = Rule("R011", "deep-nesting", "Values are nested too deep.")

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
    LINK_OUT,
    HUGE_FILE,
)

LARGEST = 16 * 2**20
"""The most bytes of a file; known registries have less than a hundredth of that."""

DEEPEST = 100
"""Levels of lists and tables a file may have; the format needs six."""

_WHERE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_NEWLINE = re.compile(r"\r?\n")
_WORD = re.compile(r"[^\s=,\[\]{}#\"']+|\S|\r")
_HEADER_OF_MANY = re.compile(
    r"\[\[?\s*(?P<table>envelopes|sources|scopes|categories|groups|errors)\s*(?P<id>\.)?"
)
_REPEATED = ("Cannot ", "Duplicate ")
_ESCAPES = ("Unescaped ", "Escaped ", "Invalid hex ")
_AT_KEYS = ("Invalid statement", "Invalid initial character", "Expected '=", "Expected ']")
_EXPECTED = {
    "Invalid statement": "a key or a table's header",
    "Invalid initial character for a key part": "a key",
    "Invalid value": "a value",
    "Invalid date or datetime": "a day and time that exist",
    "Expected newline": "the end of the line",
    "Expected '='": "`=` after the key",
    "Expected ']'": "`]`",
    "Expected ']]'": "`]]`",
    "Unclosed array": "`,` or `]`",
    "Unclosed inline table": "`,` or `}`",
    "Illegal character": "the closing quotes of the text",
    "Unterminated string": "the closing quotes of the text",
    "Expected \"'": "the closing quotes of the text",
    "Found invalid character": "no control character",
    "Unescaped": "an escape that TOML has, such as `\\n`, or `\\\\` for a backslash",
    "Escaped character": "the code point of a character",
    "Invalid hex value": "hexadecimal digits",
}
"""What the messages of tomli, by their beginnings, would have liked to see."""


@frozen
class Document:
    """A file's text and values; `values` is None if the text could not be read as TOML."""

    path: str
    text: str
    values: dict[str, object] | None = None

    def span(self, at: KeyPath, of: Of) -> Span:
        """Give the place of a key, value or header; if it is missing, of the nearest table."""
        return self._span(self.places.find(at, of))

    def locate(self, finding: Finding) -> Diagnostic:
        """Give the diagnostic of a finding in this file."""
        header = self.places.header(finding.at)
        return Diagnostic(
            rule=finding.rule,
            message=finding.message,
            span=self.span(finding.at, finding.of),
            help=finding.help,
            related=tuple(
                Label(self.span(place.at, place.of), place.message) for place in finding.related
            ),
            at=finding.at,
            header=None if header is None else self._span(header),
        )

    @cached_property
    def places(self) -> Places:
        """The places of the text, found when first asked for."""
        # tree-sitter costs start-up time, and only findings need it.
        from errsmith.registry.spans import Places

        return Places(self.text)

    def _span(self, extent: Extent) -> Span:
        return Span(self.path, *extent)


def load(path: Path, folder: Path | None = None) -> tuple[Document, list[Diagnostic]]:
    """Read a TOML file; its document has values unless a diagnostic says why it is of no use.

    A byte order mark is reported, but the file is still read. A link that leads out of `folder`,
    the registry, is not read.
    """
    shown = path_for_people(path)
    if folder is not None and (found := link_out(path, folder)):
        return Document(shown, ""), [found]
    try:
        if found := _unfit(path):
            return Document(shown, ""), [found]
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        return Document(shown, ""), [_unreadable(path, error)]
    text = data.removeprefix(codecs.BOM_UTF8)
    document = Document(shown, text.decode(errors="replace"))
    marks = [_byte_order_mark(shown)] if len(text) < len(data) else []
    values = _not_text(document, text) or _parse(document)
    if isinstance(values, Diagnostic):
        return document, [*marks, values]
    return evolve(document, values=values), marks


def path_for_people(path: Path) -> str:
    """Give a path as people read it: from the current directory where it is below that."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except (OSError, ValueError):
        return path.as_posix()


def top(shown: str) -> Span:
    """Give the beginning of a file, for what is wrong with it as a whole."""
    return Span(shown, Position(1, 1), Position(1, 1))


def link_out(path: Path, folder: Path) -> Diagnostic | None:
    """Return a diagnostic if a path is a link that leads out of a folder, otherwise None."""
    if not os.path.islink(path):  # noqa: PTH114 - raises for no name
        return None
    # A loop of links leads nowhere; reading it fails anyway.
    if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        return None
    return Diagnostic(
        LINK_OUT,
        f"found a link to {path.readlink().as_posix()}, expected files within the registry",
        top(path_for_people(path)),
        help="replace the link with a copy",
    )


def huge(path: Path, size: int) -> Diagnostic | None:
    """Return a diagnostic if a file is too large, otherwise None."""
    if size <= LARGEST:
        return None
    message = f"found a file of {size:,} bytes, expected at most {LARGEST:,}"
    return Diagnostic(HUGE_FILE, message, top(path_for_people(path)))


def _unfit(path: Path) -> Diagnostic | None:
    """Return a diagnostic if a path is not a regular file or is too large, otherwise None.

    Reading a pipe or a device may never end.
    """
    status = path.stat()
    if stat.S_ISREG(status.st_mode):
        return huge(path, status.st_size)
    found = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe, a device or a socket"
    message = f"found {found}, expected a TOML file"
    return Diagnostic(NOT_A_FILE, message, top(path_for_people(path)))


def _unreadable(path: Path, error: OSError | ValueError) -> Diagnostic:
    """Return the finding for a file that cannot be read."""
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    rule, found = UNREADABLE_FILE, f"found a file that cannot be read ({reason.lower()})"
    if isinstance(error, FileNotFoundError):
        rule, found = MISSING_FILE, "found a broken link" if path.is_symlink() else "found no file"
    return Diagnostic(rule, f"{found}, expected a TOML file", top(path_for_people(path)))


def _byte_order_mark(shown: str) -> Diagnostic:
    return Diagnostic(
        BYTE_ORDER_MARK,
        "found a byte order mark, expected the text to begin at once",
        top(shown),
        help="save the file as UTF-8 without a byte order mark",
    )


def _not_text(document: Document, data: bytes) -> Diagnostic | None:
    """Find the first byte that no UTF-8 text holds."""
    nul = document.text.find("\0")
    if nul >= 0:
        utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return Diagnostic(
            BINARY_FILE,
            "found a NUL byte, expected text",
            _character(document, nul),
            help="the file looks like UTF-16: save it as UTF-8" if utf16 else None,
        )
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return Diagnostic(
            INVALID_UTF8,
            f"found byte 0x{data[error.start]:02x}, expected UTF-8 ({error.reason})",
            _character(document, len(data[: error.start].decode())),
            help="save the file as UTF-8",
        )
    return None


def _parse(document: Document) -> dict[str, object] | Diagnostic:
    """Give the values of the document's text, or say why there are none."""
    if _has_long_key(document):
        return _excess(document, DEEP_NESTING)
    try:
        values = tomli.loads(document.text)
    except tomli.TOMLDecodeError as error:
        return _repeated(document, str(error)) or _syntax_error(document, str(error))
    except RecursionError:
        return _excess(document, DEEP_NESTING)
    except ValueError:
        # Python itself refuses to convert more than 4300 digits.
        return _excess(document, HUGE_INTEGER)
    if not values:
        return Diagnostic(EMPTY_FILE, "found no key, expected tables", top(document.path))
    rule = _exceeded(values)
    return _excess(document, rule) if rule else values


def _has_long_key(document: Document) -> bool:
    """Tell whether a key has so many dots that the TOML parser would take a very long time."""
    dotted = any(line.count(".") > DEEPEST for line in document.text.split("\n"))
    return dotted and document.places.long_key(DEEPEST)


def _repeated(document: Document, error: str) -> Diagnostic | None:
    """Show both places of a key or table, if the TOML parser says that one is there already."""
    if not error.startswith(_REPEATED):
        return None
    # What comes later may hold syntax errors and hide the place, unless that is within a value.
    before = Document(document.path, _before(document.text, _WHERE.search(error)))
    repeated = before.places.repeated or document.places.repeated
    if repeated is None:
        return None
    return Diagnostic(
        REPEATED_KEY,
        f"found {verbatim(repeated.text)} once more, expected each key and table once",
        Span(document.path, *repeated.second),
        help=_help_of_repeated(repeated.text),
        related=(Label(Span(document.path, *repeated.first), "it is already here"),),
    )


def _help_of_repeated(text: str) -> str:
    """Say how a key or a table is mended that is there already."""
    header = _HEADER_OF_MANY.match(text)
    if header is None or (header["table"] != "envelopes" and header["id"]):
        return "rename one of the two, or make them one"
    if header["table"] == "envelopes":
        return "write [[envelopes]] with two brackets, once for each envelope"
    return f"write [{header['table']}.ID] with one bracket, once for each id"


def _before(text: str, where: re.Match[str] | None) -> str:
    """Give what the TOML parser had read of the text, brackets of a header included."""
    if not where or not where["line"]:
        return text
    *lines, last = text.split("\n")[: int(where["line"])]
    column = int(where["column"]) - 1
    brackets = len(last[column:]) - len(last[column:].lstrip("]"))
    return "\n".join([*lines, last[: column + brackets]])


def _exceeded(values: dict[str, object]) -> Rule | None:
    """Tell which limit the values exceed."""
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


def _excess(document: Document, rule: Rule) -> Diagnostic:
    """Say which limit the text exceeds, at the first place that does."""
    if rule is HUGE_INTEGER:
        message = "found an integer of more than 64 bits, expected a smaller one"
        extent = document.places.huge_integer()
    else:
        message = f"found values nested deeper than {DEEPEST} levels, expected fewer"
        extent = document.places.deep_nesting(DEEPEST)
    return Diagnostic(rule, message, Span(document.path, *extent))


def _syntax_error(document: Document, error: str) -> Diagnostic:
    """Say what the TOML parser found in place of what it expected."""
    lines = _NEWLINE.split(document.text.rstrip())
    where = _WHERE.search(error)
    reason = error[: where.start()] if where else error
    line, column, end = len(lines), len(lines[-1]) + 1, "file"
    if where and where["line"]:
        line, column, end = int(where["line"]), int(where["column"]), "line"
    text = lines[line - 1] if line <= len(lines) else ""
    if reason.startswith(_ESCAPES):
        # The parser is already behind the escape, on the next line if that is a line's end.
        if "\\" not in text[:column] and line > 1:
            line, text = line - 1, lines[line - 2]
            column = len(text)
        column = max(text.rfind("\\", 0, column), 0) + 1
    match = _WORD.match(text, column - 1)
    word = match[0] if match else ""
    found = verbatim(word) if word else f"the end of the {end}"
    from errsmith.registry.syntax import help_of

    expected = next((text for start, text in _EXPECTED.items() if reason.startswith(start)), None)
    return Diagnostic(
        SYNTAX_ERROR,
        f"found {found}, expected {expected}" if expected else f"found no TOML: {reason}",
        Span(document.path, Position(line, column), Position(line, column + len(word))),
        help=_mend(word, reason) or help_of(reason, word, text, column),
    )


def _mend(word: str, reason: str) -> str | None:
    """Say how the commonest mistakes are mended."""
    if word == "\r":
        return "end lines with LF or CRLF"
    if reason == "Invalid value" and word.lower() in {"true", "false"}:
        return f"write {word.lower()}"
    if reason == "Invalid value" and word[:1].isalpha():
        return "texts stand in quotes"
    if reason.startswith(_AT_KEYS) and not word.isascii():
        return "keys of other than ASCII letters, digits, `-` and `_` stand in quotes"
    return None


def _character(document: Document, index: int) -> Span:
    """Give the place of one character of the text."""
    before = document.text[:index].split("\n")
    line, column = len(before), len(before[-1]) + 1
    return Span(document.path, Position(line, column), Position(line, column + 1))

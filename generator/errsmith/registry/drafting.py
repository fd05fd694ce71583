"""Print a new provider's file, in the style of a file that a person wrote.

`editing.py` changes a file that exists.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.printing import print_key, print_value
from errsmith.registry.wording import format_key_path

SCHEMA: Final = "#:schema ../schema/provider.schema.json"
"""The first line of a provider's file, for editors."""

_PROVIDER: Final = "provider"
_FAMILIES: Final = ("sources", "envelopes", "scopes", "categories", "groups", "errors")
"""The tables below `provider`, in their order; unknown ones come last."""
_WITH_HEADERS: Final = frozenset({"extract", "retries"})
"""Inner tables that have a header."""
_DOTTED: Final = frozenset({"fields"})
"""Inner tables with a line for each key, however short: `fields.detail = { … }`."""
_DOTTED_IF_LONG: Final = frozenset({"example", "user_message"})
_WIDTH: Final = 100
_BREAK: Final = re.compile(r"(?<= )(?=\S)")
"""A place where a long string can continue on the next line."""
_NOT_LITERAL: Final = re.compile(r"'''|'\Z|[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
"""Characters that a multi-line literal string cannot contain, or would hide."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
"""Characters that a comment cannot contain."""


def print_file(
    values: Mapping[str, Any],
    *,
    comments: Mapping[KeyPath, Sequence[str]] | None = None,
    preamble: Sequence[str] = (),
) -> str:
    """Return the text of a provider's file.

    The file begins with the reference to its schema. Tables are sorted into the usual order; the
    keys of each table keep the order of `values`. Long strings, lists and tables take several
    lines.

    Args:
        values: The values of the file, as a TOML parser returns them: tables by name, and lists of
            tables, which are not empty.
        comments: Lines of comments, without `#`, by the key path of the table or key that they
            are above. Those at the path of a whole family, such as `("errors",)`, are above its
            first table, separated by a blank line. Those at a path inside an inline table are
            above the line of that table.
        preamble: Lines of comments, without `#`, at the top of the file, below the schema.

    Raises:
        ValueError: There is no value at the path of a comment.
    """
    comments = comments or {}
    above: dict[KeyPath, list[KeyPath]] = {}
    for at in comments:
        _require_value(values, at)
        for length in range(len(at) + 1):
            above.setdefault(at[:length], []).append(at)
    printer = _Printer(comments=comments, above=above)
    blocks = [SCHEMA, *(["\n".join(_print_comment(preamble))] if preamble else [])]
    blocks += printer.print_tables(values)
    return "\n\n".join(blocks) + "\n"


def _require_value(values: Any, at: KeyPath) -> None:
    for key in at:
        try:
            values = values[key]
        except (LookupError, TypeError):
            reason = f"there is a comment on {format_key_path(at)}, but no such value"
            raise ValueError(reason) from None


@frozen
class _Printer:
    """Prints the tables of a file, each as a block of lines.

    Attributes:
        comments: Lines of comments, by key path.
        above: The key paths of the comments on a value and on the values in it, by its key path.
    """

    comments: Mapping[KeyPath, Sequence[str]]
    above: Mapping[KeyPath, Sequence[KeyPath]]

    def print_tables(self, values: Mapping[str, Any]) -> Iterator[str]:
        """Yield the tables, and the comments above families of them."""
        order = (_PROVIDER, *_FAMILIES)
        known = [name for name in order if name in values]
        for name in (*known, *(name for name in values if name not in known)):
            tables = list(_list_tables((name,), values[name]))
            if (name,) not in dict(tables):
                yield from self._print_above((name,))
            for at, table in tables:
                yield from self._print_table(at, table)

    def _print_above(self, at: KeyPath) -> Iterator[str]:
        """Yield the comment above a family of tables."""
        if lines := self.comments.get(at):
            yield "\n".join(_print_comment(lines))

    def _print_table(self, at: KeyPath, table: Mapping[str, Any]) -> Iterator[str]:
        """Yield a table, and then its inner tables that have headers."""
        inner = {key: value for key, value in table.items() if _has_header(key, value)}
        lines = [*_print_comment(self.comments.get(at, ())), _print_header(at)]
        for key, value in table.items():
            if key not in inner:
                lines += self._print_key((*at, key), value)
        yield "\n".join(lines)
        for key, value in inner.items():
            if not isinstance(value, Mapping):
                yield from self._print_above((*at, key))
            for path, item in _list_items((*at, key), value):
                yield from self._print_table(path, item)

    def _print_key(self, at: KeyPath, value: Any) -> Iterator[str]:
        """Yield the lines of a key of a table."""
        key = str(at[-1])
        if _is_dotted(key, value):
            yield from _print_comment(self.comments.get(at, ()))
            for inner, item in value.items():
                yield from self._print_pair((*at, inner), f"{key}.{print_key(inner)}", item)
        else:
            yield from self._print_pair(at, print_key(key), value)

    def _print_pair(self, at: KeyPath, name: str, value: Any) -> Iterator[str]:
        """Yield `name = value`, below the comments on the value and on the values in it."""
        for path in self.above.get(at, ()):
            yield from _print_comment(self.comments[path])
        yield f"{name} = {print_long(name, value)}"


def _list_tables(at: KeyPath, value: Any) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    """Yield the tables of a family, with their key paths."""
    is_family = at != (_PROVIDER,) and isinstance(value, Mapping) and bool(value)
    if is_family and all(isinstance(item, Mapping) for item in value.values()):
        yield from (((*at, key), table) for key, table in value.items())
    else:
        yield from _list_items(at, value)


def _list_items(at: KeyPath, value: Any) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    """Yield a table, or the tables of a list, with their key paths."""
    if isinstance(value, Mapping):
        yield at, value
    else:
        yield from (((*at, index), table) for index, table in enumerate(value))


def _has_header(key: str, value: Any) -> bool:
    """Return whether an inner table, or a list of tables, has headers."""
    if isinstance(value, Mapping):
        return key in _WITH_HEADERS
    if not isinstance(value, (list, tuple)) or not value:
        return False
    are_tables = all(isinstance(item, Mapping) for item in value)
    return are_tables and any(_has_lines(item) or _is_long(item) for item in value)


def _is_dotted(key: str, value: Any) -> bool:
    """Return whether each key of an inner table has its own line: `example.status = 401`."""
    if not isinstance(value, Mapping) or not value:
        return False
    return key in _DOTTED or (key in _DOTTED_IF_LONG and (_has_lines(value) or _is_long(value)))


def _has_lines(table: Mapping[str, Any]) -> bool:
    return any(isinstance(item, str) and "\n" in item for item in table.values())


def _is_long(table: Mapping[str, Any]) -> bool:
    return len(print_value(table)) > _WIDTH


def _print_header(at: KeyPath) -> str:
    keys = ".".join(print_key(key) for key in at if isinstance(key, str))
    return f"[[{keys}]]" if isinstance(at[-1], int) else f"[{keys}]"


def _print_comment(lines: Sequence[str]) -> Iterator[str]:
    for text in lines:
        for line in text.splitlines() or [""]:
            wrapped = textwrap.wrap(
                _CONTROL.sub(" ", line),
                _WIDTH - len("# "),
                break_long_words=False,
                break_on_hyphens=False,
            )
            yield from (f"# {part}" for part in wrapped)
            if not wrapped:
                yield "#"


def print_long(name: str, value: Any) -> str:
    """Return the value of a key, on several lines if one would be too long."""
    text = print_value(value)
    if isinstance(value, str) and "\n" in value:
        return text if _NOT_LITERAL.search(value) else f"'''\n{value}'''"
    if len(f"{name} = {text}") <= _WIDTH:
        return text
    if isinstance(value, str):
        return _print_continued(value) or text
    if isinstance(value, (list, tuple)) and value:
        return "".join(("[\n", *(f"  {print_value(item)},\n" for item in value), "]"))
    return text


def _print_continued(value: str) -> str | None:
    """Return a long string on several lines, or None if it has no place for a break."""
    if value.startswith(" "):
        return None  # The leading space would be trimmed like indentation.
    lines = [""]
    for part in _BREAK.split(value):
        escaped = print_value(part)[1:-1]
        if lines[-1] and len(f"  {lines[-1]}{escaped}\\") > _WIDTH:
            lines.append("")
        lines[-1] += escaped
    body = "".join(f"  {line}\\\n" for line in lines)
    return f'"""\\\n{body}  """' if len(lines) > 1 else None

"""Change values and add tables in the text of a provider's file, and change nothing else."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import tomli

from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.layout import ERRORS, EditError, Layout, Splice
from errsmith.registry.printing import Verbatim, print_value, strip_texts
from errsmith.registry.wording import format_key_path

__all__ = ["EditError", "Editor"]

_COPIED: Final = frozenset(
    (
        *("scope", "endpoints", "group", "category", "status", "kind", "retry", "summary"),
        *("causes", "fix", "user_message", "note", "source", "example"),
    )
)
"""Keys that are copied to a new code, because the error means the same."""
_LACKING: Final = object()


class Editor:
    """The text of a provider's file, and its edits.

    After each edit, the values are compared with the expected ones. An edit that fails leaves the
    text unchanged.

    Attributes:
        text: The text with all edits so far.
        values: Its values.
    """

    def __init__(self, text: str) -> None:
        """Read the text.

        Raises:
            EditError: It is not valid TOML.
        """
        self.text = text
        self.values = _parse(text)

    def add_error(self, id_: str, values: Mapping[str, Any], *, after: str | None = None) -> None:
        """Add an error after another one, or after all others.

        Raises:
            EditError: The id is taken, `after` does not exist, or the error cannot be placed.
        """
        errors = self.values.get(ERRORS, {})
        if not isinstance(errors, dict) or id_ in errors:
            reason = f"the file already has {format_key_path((ERRORS, id_))}"
            raise EditError(reason)
        if after is not None and after not in errors:
            reason = f"the file has no {format_key_path((ERRORS, after))}"
            raise EditError(reason)
        layout = Layout(self.text)
        neighbor = after if after is not None else next(reversed(errors), None)
        if neighbor is None:
            splice = layout.place_first_error(id_, values)
        else:
            splice = layout.place_error(id_, values, neighbor)
        self._apply(layout, splice, (ERRORS, id_), strip_texts(values))

    def set_value(self, at: KeyPath, value: Any, *, before: Sequence[str] = ()) -> None:
        """Set the value at a key path, whose table must exist.

        A new key of a table with a header is added above the first of the keys in `before` that
        the table has, otherwise at its end.

        Raises:
            EditError: The table does not exist, or its style has no place for the value.
        """
        old, new = self._get(at), strip_texts(value)
        if old == new and type(old) is type(new):
            return
        layout = Layout(self.text)
        splice = layout.replace(at, old, new) or layout.place_key(at, new, before)
        self._apply(layout, splice, at, new)

    def set_values(self, values: Mapping[KeyPath, Any], *, before: Sequence[str] = ()) -> None:
        """Set several values as `set_value` does, all or none, and parse the text only once.

        Raises:
            EditError: One of them cannot be set.
        """
        layout = Layout(self.text)
        splices: list[Splice] = []
        expected = self.values
        for at, value in values.items():
            new = strip_texts(value)
            splice = layout.replace(at, self._get(at), new) or layout.place_key(at, new, before)
            splices.append(splice)
            expected = _change(expected, at, new)
        text = layout.apply(*splices)
        if (changed := _parse(text)) != expected:
            listed = ", ".join(map(format_key_path, values))
            reason = f"{listed} cannot be changed without changing other values"
            raise EditError(reason)
        self.text, self.values = text, changed

    def add_table(self, at: KeyPath, values: Mapping[str, Any]) -> None:
        """Add an inline table to a table that lacks it.

        Raises:
            EditError: It exists, or the table around it does not.
        """
        if self._get(at) is not _LACKING:
            reason = f"the file already has {format_key_path(at)}"
            raise EditError(reason)
        self.set_value(at, values)

    def copy_error(
        self, old: str, new: str, overrides: Mapping[str, Any], *, after: str | None = None
    ) -> None:
        """Copy an error to a new code.

        The class, link, aliases and history stay with the old error. An example is copied only if
        it contains the old code exactly once.

        Raises:
            EditError: The old error does not exist, or the new one cannot be added.
        """
        error = self._get((ERRORS, old))
        if not isinstance(error, dict):
            reason = f"the file has no {format_key_path((ERRORS, old))}"
            raise EditError(reason)
        layout = Layout(self.text)
        code, new_code = str(error.get("code", old)), str(overrides.get("code", new))
        values: dict[str, Any] = {}
        for key in filter(_COPIED.__contains__, error):
            text = layout.read_value((ERRORS, old, key))
            value = error[key] if text is None else Verbatim(text, error[key])
            values[key] = _replace_code(value, code, new_code) if key == "example" else value
        values = {key: value for key, value in values.items() if value is not None}
        first = {key: value for key, value in overrides.items() if key not in values}
        last = {key: overrides.get(key, value) for key, value in values.items()}
        self.add_error(new, first | last, after=after)

    def get_value(self, at: KeyPath) -> Any:
        """Return the value at a key path, or None."""
        value = self._get(at)
        return None if value is _LACKING else value

    def copy(self) -> Editor:
        """Return an editor of the current text."""
        return copy.copy(self)

    def _get(self, at: KeyPath) -> Any:
        value: Any = self.values
        for key in at:
            try:
                value = value[key]
            except (LookupError, TypeError):
                return _LACKING
        return value

    def _apply(self, layout: Layout, splice: Splice, at: KeyPath, value: Any) -> None:
        """Apply a change, or raise if it does more than set the value at a key path."""
        text = layout.apply(splice)
        values = _parse(text)
        if values != _change(self.values, at, value):
            reason = f"{format_key_path(at)} cannot be changed without changing other values"
            raise EditError(reason)
        self.text, self.values = text, values


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomli.loads(text)
    except (ValueError, RecursionError) as error:
        reason = f"the file would not be valid TOML: {error}"
        raise EditError(reason) from error


def _change(values: Any, at: KeyPath, value: Any) -> Any:
    """Return values with another value at a key path; unchanged tables are shared."""
    if not at:
        return value
    key, *rest = at
    changed = copy.copy(values)
    inner = values[key] if isinstance(key, int) else values.get(key, {})
    changed[key] = _change(inner, tuple(rest), value)
    return changed


def _replace_code(value: Any, old: str, new: str) -> Verbatim | None:
    """Return an example with another code, or None unless it contains the code exactly once."""
    word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    text = print_value(value)
    if len(word.findall(text)) != 1:
        return None
    text = word.sub(lambda _: new, text)
    try:
        return Verbatim(text, tomli.loads(f"x = {text}")["x"])
    except tomli.TOMLDecodeError:
        return None

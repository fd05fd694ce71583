"""Read the examples of HTML."""

from __future__ import annotations

from errsmith.drift.pages.characters import decode_references
from errsmith.drift.pages.elements import Element
from errsmith.drift.pages.flow import is_ignored
from errsmith.drift.pages.tags import Data

_PREFIXES = ("language-", "lang-", "highlight-source-", "highlight-", "brush:")
_LINES = frozenset({"div", "p", "li", "tr"})
_NOT_LANGUAGES = frozenset({"hljs", "highlight", "code", "none", "plaintext", "default", "text"})

# Ends a line whose element may have a newline after it. Pages have no NUL characters.
_LINE_END = "\0"


def read_listing(element: Element) -> tuple[str, int, str | None]:
    """Return the text of `<pre>`, its line, and the language that the page names."""
    parts: list[str] = []
    _read(element, parts)
    text = "".join(parts).replace(_LINE_END + "\n", "\n").replace(_LINE_END, "\n")
    line = _find_line(element) or element.line
    if text.startswith("\n"):
        text = text[1:]
        line += 1
    return text.rstrip(), line, find_language(element)


def _read(element: Element, parts: list[str]) -> None:
    for child in element.children:
        if isinstance(child, Data):
            parts.append(decode_references(child.text))
        elif child.name == "br":
            parts.append("\n")
        elif not is_ignored(child):
            _read(child, parts)
            if child.name in _LINES or "line" in child.classes:
                parts.append(_LINE_END)


def _find_line(element: Element) -> int:
    """Return the line of the first text in an element, 0 if it has none."""
    for child in element.children:
        if isinstance(child, Data):
            return child.line
        if not is_ignored(child) and (line := _find_line(child)):
            return line
    return 0


def find_language(element: Element) -> str | None:
    """Return the language that an element or the first one in it names."""
    current: Element | None = element
    while current is not None:
        for name in ("data-lang", "data-language", "language"):
            if value := current.attributes.get(name, "").strip().lower():
                return value
        if language := find_in_classes(current.classes):
            return language
        elements = list(current.elements)
        current = elements[0] if len(elements) == 1 else None
    return None


def find_in_classes(classes: list[str]) -> str | None:
    """Return the language that classes name, such as `language-json`."""
    for name in classes:
        for prefix in _PREFIXES:
            language = name.removeprefix(prefix)
            if language not in {name, ""} and language not in _NOT_LANGUAGES:
                return language
    if "hljs" in classes or "sourcecode" in classes:
        return next((name for name in classes if name not in {"hljs", "sourcecode"}), None)
    return None

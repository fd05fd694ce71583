"""Choose the part of an HTML page that is its content."""

from __future__ import annotations

from errsmith.drift.pages.elements import HEADINGS, Element
from errsmith.drift.pages.flow import is_ignored
from errsmith.drift.pages.tags import Data

_STRUCTURES = HEADINGS | {"table", "pre", "dl", "ul", "ol"}
_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "___gatsby", "svelte", "app-root", "main"})
_LITTLE_TEXT = 60
_SOME_TEXT = 400


def choose_content(root: Element) -> Element:
    """Return the element with the content: `<main>` or `<article>` if it has most of the text."""
    lengths: dict[int, int] = {}
    _measure(root, lengths)
    candidates = [element for element in _walk(root) if element.name in {"main", "article"}]
    content = root
    for name, percentage in (("main", 50), ("article", 90)):
        for element in candidates:
            if element.name != name:
                continue
            if lengths[id(element)] * 100 >= max(lengths[id(content)], 1) * percentage:
                content = element
                break
    return content


def _walk(root: Element) -> list[Element]:
    """Return the elements that are not ignored, in the order of the page."""
    found: list[Element] = []
    stack = [root]
    while stack:
        element = stack.pop()
        found.append(element)
        stack.extend(child for child in reversed(list(element.elements)) if not is_ignored(child))
    return found


def _measure(element: Element, lengths: dict[int, int]) -> int:
    """Return the length of the text in an element, cached by the identity of elements."""
    length = 0
    for child in element.children:
        if isinstance(child, Data):
            length += len(child.text.strip())
        elif not is_ignored(child):
            length += _measure(child, lengths)
    lengths[id(element)] = length
    return length


def is_shell(root: Element) -> bool:
    """Return whether a page has hardly any content, but scripts that render it."""
    if not _has_script(root):
        return False
    elements = _walk(root)
    length = _measure(root, {})
    structures = sum(element.name in _STRUCTURES for element in elements)
    if length < _LITTLE_TEXT and structures <= 1:
        return True
    is_empty_root = any(
        element.attributes.get("id", "").lower() in _ROOTS and not _measure(element, {})
        for element in elements
        if "id" in element.attributes
    )
    return length < _SOME_TEXT and structures <= 1 and is_empty_root


def _has_script(root: Element) -> bool:
    stack = [root]
    while stack:
        for child in stack.pop().elements:
            if child.tag == "script":
                return True
            stack.append(child)
    return False

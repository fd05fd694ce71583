"""Rendered Python against the views: its texts are those of the registry, each in its place.

That a file is Python at all is what the formatter says, which parses it. Here what a template was
to print is printed once more, plainly, and compared with what it did print. That finds whatever it
has let out of its quotes, or put into the wrong ones, at a small part of the cost of a syntax tree.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any

from errsmith.views.literals import Call, Name
from errsmith.views.module import ModuleView
from errsmith.views.package import ProjectView


class VerificationError(Exception):
    """An emitted file does not say what the registry says.

    Attributes:
        path: The file.
        reason: What differs.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}; this is a fault of a template, nothing was written"


def verify(path: str, data: bytes, view: object) -> None:
    """Hold a rendered Python file against its view, before it is formatted.

    Raises:
        VerificationError: A class, its docstring or its facts differ.
    """
    pairs: Iterator[tuple[str, bool]] = iter(())
    if isinstance(view, ModuleView):
        pairs = _module(view, data.decode())
    elif isinstance(view, ProjectView):
        pairs = _package(view, data.decode())
    for what, holds in pairs:
        if not holds:
            raise VerificationError(path, f"{what} differs from the registry")


_DOC = re.compile(r'\s*"""((?:[^"\\]++|\\.|"(?!""))*+)"""', re.DOTALL)
_CLASS = re.compile(r"^class (\w+)(?:\([^()\n]*\))?:\n", re.MULTILINE)
_ASSIGNED = re.compile(r"^ *(\w+)(?:: [^=\n]+)? = (.*)", re.MULTILINE)
_ENTRY = re.compile(r"^ +(.*),$", re.MULTILINE)


def _package(view: ProjectView, text: str) -> Iterator[tuple[str, bool]]:
    """Tell of each part of the package whether it is as the view has it."""
    text = _HEADER.sub("", text)
    yield "the package's docstring", _has_doc(text, view.doc)
    _, _, rest = text.partition("\nPROVIDERS: ")
    entries = _ENTRY.findall(rest.partition("\n    }\n")[0])
    expected = [f"{one.name!r}: {_printed(one.info)}" for one in view.providers]
    yield "PROVIDERS", _are(entries, expected)


_HEADER = re.compile(r"\A(?:#.*\n)+")


def _module(view: ModuleView, text: str) -> Iterator[tuple[str, bool]]:
    """Tell of each part of the module whether it is as the view has it."""
    text = _HEADER.sub("", text)
    yield "the module's docstring", _has_doc(text, view.doc)
    doc = _DOC.match(text)
    _, *parts = _CLASS.split(text[doc.end() :] if doc else text)
    bodies = dict(zip(parts[::2], parts[1::2], strict=True))
    expected = {view.base: (view.base_doc, view.base_info)}
    expected |= {one.name: (one.doc, one.info) for one in view.classes}
    yield "the set of classes", bodies.keys() == {"Code", *expected}
    for name, (lines, info) in expected.items():
        yield f"the docstring of {name}", _has_doc(bodies[name], lines)
        yield f"the info of {name}", _is(_assigned(bodies[name], "info"), _printed(info))
    members = _ASSIGNED.findall(bodies["Code"])
    yield "the members of Code", [one.name for one in view.members] == [m[0] for m in members]
    yield "Code", _are([m[1] for m in members], [repr(one.code) for one in view.members])
    *_, rest = bodies.values()
    _, _, lookup = rest.partition("\nERRORS: ")
    entries = _ENTRY.findall(lookup.partition("\n    }\n")[0])
    yield "ERRORS", _are(entries, [f"{one.id!r}: {one.class_}" for one in view.lookup])
    yield "the provider", _is(_assigned(rest, "_provider"), _printed(view.provider))


def _has_doc(body: str, lines: tuple[str, ...]) -> bool:
    """Tell whether some code opens with a docstring of these lines."""
    match = _DOC.match(body)
    if match is None:
        return False
    found = match[1]
    if "\\" in found:
        found = ast.literal_eval(f'"""{found}"""')
    expected = "\n".join(line.rstrip() for line in lines)
    # Most have the usual indentation, and `cleandoc` looks at each line.
    return found.replace("\n    ", "\n").strip() == expected or (
        inspect.cleandoc(found) == inspect.cleandoc(expected)
    )


def _assigned(body: str, name: str) -> str:
    """Give the expression that a name is bound to, empty if it is bound to none."""
    doc = _DOC.match(body)
    found = _ASSIGNED.finditer(body, doc.end() if doc else 0)
    return next((one[2] for one in found if one[1] == name), "")


def _are(found: list[str], expected: list[str]) -> bool:
    return len(found) == len(expected) and all(map(_is, found, expected))


def _is(found: str, expected: str) -> bool:
    """Tell whether an expression is the expected one, but that a long text may be in pieces."""
    return found == expected or _PIECES.sub(_joined, found) == expected


_LITERAL = r"""(?:'(?:[^'\\]++|\\.)*+'|"(?:[^"\\]++|\\.)*+")"""
_PIECES = re.compile(rf"\(({_LITERAL}(?: {_LITERAL})++)\)|{_LITERAL}")


def _joined(match: re.Match[str]) -> str:
    """Make one text of several that stand side by side, and leave any other as it is."""
    return repr(ast.literal_eval(match[1])) if match[1] else match[0]


def _printed(value: Any) -> str:
    """Print a value on one line."""
    kind = type(value)
    if kind is str:
        return repr(value)
    if kind is Call:
        given = [_printed(one) for one in value.arguments]
        given += [f"{name}={_printed(one)}" for name, one in value.keywords.items()]
        return f"{value.function}({', '.join(given)})"
    if kind is tuple:
        items = ", ".join([_printed(one) for one in value])
        return f"({items},)" if len(value) == 1 else f"({items})"
    if kind is list:
        return f"[{', '.join([_printed(one) for one in value])}]"
    if isinstance(value, Mapping):
        pairs = [f"{_printed(key)}: {_printed(one)}" for key, one in value.items()]
        return f"{{{', '.join(pairs)}}}"
    printed: str = value.text if kind is Name else repr(value)
    return printed

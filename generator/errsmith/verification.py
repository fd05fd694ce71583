"""Emitted Python against the views: taken apart again, its texts are those of the registry.

That a file is Python at all is what the formatter says, which parses it. Here each file is split
into strings and the code between them. That finds whatever a template has let out of its quotes, or
put into the wrong ones, at a small part of the cost of a syntax tree.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from attrs import frozen

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
    """Hold an emitted Python file, formatted, against its view.

    Raises:
        VerificationError: A class, its docstring or its facts differ.
    """
    pairs: Iterator[tuple[str, Any, Any]] = iter(())
    if isinstance(view, ModuleView):
        pairs = _module_pairs(view, _statements(data.decode()))
    elif isinstance(view, ProjectView):
        pairs = _package_pairs(view, _statements(data.decode()))
    for what, expected, found in pairs:
        if expected != found:
            raise VerificationError(path, f"{what} differs from the registry")


@frozen
class _Statement:
    """A statement without blanks, with a mark in the place of each text.

    Attributes:
        code: The statement; what a class holds follows its colon.
        texts: What stands at the marks.
    """

    code: str
    texts: list[str]

    @property
    def name(self) -> str:
        """What it defines or assigns."""
        match = _NAME.match(self.code)
        return match[1] if match else ""

    @property
    def value(self) -> _Expression:
        """What it assigns."""
        return self.code.partition("=")[2].replace(_INNER, ""), self.texts

    @property
    def body(self) -> list[_Statement]:
        """The statements of the class that it is."""
        return _split(self.code, self.texts, _INNER)[1:]


_Expression = tuple[str, list[str]]
"""Code without blanks, and the texts at its marks."""

_STRING = re.compile(
    r'("""(?:[^"\\]++|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'(?:[^'\\\n]++|\\.)*+'"
    r"|\#[^\n]*)",
    re.DOTALL,
)
"""A string or a comment. A prefix stays in the code, where none is expected."""

_MARK: Final = '"'
_MARKS = re.compile('"+')
"""One text, in one string or in several that stand side by side."""

_OUTER: Final = "\0"
_INNER: Final = "\1"
_CLASS: Final = "\2"
_OUTER_START = re.compile(r"\n(?:(class )|(?=[^\s)\]}]))")
_INNER_START = re.compile(r"\n    (?=[^\s)\]}])")
_BLANKS = str.maketrans("", "", " \t\n")
_TRAILING_COMMA = re.compile(r",(?=[)\]}])")
_ALONE = re.compile(r'\((?:\(("+)\)|("+))\)')
"""A text in parentheses, its own or those that the formatter puts around a long one, or both."""
_NAME = re.compile(rf"{_CLASS}?(\w+)")


def _statements(text: str) -> list[_Statement]:
    """Split a formatted module into its statements."""
    pieces = _STRING.split(text)
    strings = [_text(piece) for piece in pieces[1::2] if not piece.startswith("#")]
    pieces[1::2] = ["" if piece.startswith("#") else _MARK for piece in pieces[1::2]]
    code = _OUTER_START.sub(lambda m: _OUTER + _CLASS * bool(m[1]), "".join(pieces))
    code = _INNER_START.sub(_INNER, code).translate(_BLANKS)
    code = _ALONE.sub(r"\1\2", _TRAILING_COMMA.sub("", code))
    runs = map(len, _MARKS.findall(code))
    left = iter(strings)
    texts = [next(left) if run == 1 else "".join(islice(left, run)) for run in runs]
    return _split(_MARKS.sub(_MARK, code), texts, _OUTER)


def _split(code: str, texts: list[str], between: str) -> list[_Statement]:
    statements: list[_Statement] = []
    start = 0
    for piece in code.split(between):
        end = start + piece.count(_MARK)
        statements.append(_Statement(piece, texts[start:end]))
        start = end
    return statements


def _text(string: str) -> str:
    """Give what a string holds."""
    if "\\" in string:
        read: str = ast.literal_eval(string)
        return read
    return string[3:-3] if string.startswith(('"""', "'''")) else string[1:-1]


def _package_pairs(
    view: ProjectView, statements: list[_Statement]
) -> Iterator[tuple[str, Any, Any]]:
    """Give what the view has and what the package has, by name."""
    found = {statement.name: statement for statement in statements}
    yield "the package's docstring", True, _has_doc(statements, view.doc)
    providers = {one.name: one.info for one in view.providers}
    yield "PROVIDERS", _printed(_read_only(providers)), _value(found, "PROVIDERS")


def _module_pairs(view: ModuleView, statements: list[_Statement]) -> Iterator[tuple[str, Any, Any]]:
    """Give what the view has and what the module has, by name."""
    found = {statement.name: statement for statement in statements}
    classes = {one.name for one in statements if one.code.startswith(_CLASS)}
    expected = {view.base: (view.base_doc, view.base_info)}
    expected |= {one.name: (one.doc, one.info) for one in view.classes}
    yield "the set of classes", {*expected, "Code"}, classes
    yield "the module's docstring", True, _has_doc(statements, view.doc)
    for name, (doc, info) in expected.items():
        body = found[name].body
        yield f"the docstring of {name}", True, _has_doc(body, doc)
        assigned = {statement.name: statement for statement in body}
        yield f"the info of {name}", _printed(info), _value(assigned, "info")
    members = {one.name: _printed(one.code) for one in view.members}
    yield "Code", members, {one.name: one.value for one in found["Code"].body if one.name}
    lookup = {one.id: Name(one.class_) for one in view.lookup}
    yield "ERRORS", _printed(_read_only(lookup)), _value(found, "ERRORS")
    yield "the provider", _printed(view.provider), _value(found, "_provider")


def _has_doc(body: list[_Statement], lines: tuple[str, ...]) -> bool:
    """Tell whether statements open with a docstring of these lines; the formatter indents it."""
    first = next((statement for statement in body if statement.code), None)
    if first is None or first.code != _MARK:
        return False
    expected, found = "\n".join(line.rstrip() for line in lines), first.texts[0]
    # Most have the usual indentation, and `cleandoc` looks at each line.
    return found.replace("\n    ", "\n").strip() == expected or (
        inspect.cleandoc(found) == inspect.cleandoc(expected)
    )


def _value(statements: Mapping[str, _Statement], name: str) -> _Expression | None:
    """Give the value that a name is bound to, None if it is bound to none."""
    return statements[name].value if name in statements else None


def _read_only(mapping: Mapping[str, object]) -> Call:
    return Call("MappingProxyType", (mapping,))


def _printed(value: object) -> _Expression:
    """Print a value as `_Statement.value` gives it."""
    texts: list[str] = []
    return _print(value, texts), texts


def _print(value: Any, texts: list[str]) -> str:
    kind = type(value)
    if kind is str:
        texts.append(value)
        return _MARK
    if kind is Call:
        items = [_print(one, texts) for one in value.arguments]
        items += [f"{name}={_print(one, texts)}" for name, one in value.keywords.items()]
        return f"{value.function}{_enclosed(items)}"
    if kind is tuple:
        return _enclosed([_print(one, texts) for one in value])
    if kind is list:
        return f"[{','.join([_print(one, texts) for one in value])}]"
    if isinstance(value, Mapping):
        items = [f"{_print(key, texts)}:{_print(one, texts)}" for key, one in value.items()]
        return f"{{{','.join(items)}}}"
    return value.text if kind is Name else repr(value)


def _enclosed(items: list[str]) -> str:
    return _MARK if items == [_MARK] else f"({','.join(items)})"

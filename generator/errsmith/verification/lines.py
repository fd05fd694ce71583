"""A rendered module as errsmith's own templates lay it out: a fact on a line.

What they were to print is printed once more, plainly, and compared with what they did print. That
takes a small part of the time of a syntax tree, and says nothing about a module of another layout.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any

from errsmith.views.literals import Call, Name
from errsmith.views.module import LookupView, ModuleView
from errsmith.views.package import ProjectView
from errsmith.views.responses import ExamplesView


def agree(view: ModuleView | ProjectView | ExamplesView, text: str) -> bool:
    """Tell whether the lines of a module say what its view says; if not, they may still do."""
    try:
        match view:
            case ModuleView():
                return all(_module(view, text))
            case ExamplesView():
                return all(_examples(view, text))
            case _:
                return all(_package(view, text))
    except (LookupError, SyntaxError, ValueError):
        return False


_DOC = re.compile(r'\s*"""((?:[^"\\]++|\\.|"(?!""))*+)"""', re.DOTALL)
_CLASS = re.compile(r"^class (\w+)(?:\([^()\n]*\))?:\n", re.MULTILINE)
_ASSIGNED = re.compile(r"^ *(\w+)(?:: [^=\n]+)? = (.*)", re.MULTILINE)
_ENTRY = re.compile(r"^ +(.*),$", re.MULTILINE)


_HEADER = re.compile(r"\A(?:#.*\n)+")


def _package(view: ProjectView, text: str) -> Iterator[bool]:
    """Tell of each part of the package whether it is as the view has it."""
    text = _HEADER.sub("", text)
    yield _has_doc(text, view.doc)
    _, _, rest = text.partition("\nPROVIDERS: ")
    entries = _ENTRY.findall(rest.partition("\n    }\n")[0])
    yield _are(entries, [f"{one.name!r}: {_printed(one.info)}" for one in view.providers])


def _examples(view: ExamplesView, text: str) -> Iterator[bool]:
    """Tell of each part of a module of examples whether it is as the view has it."""
    text = _HEADER.sub("", text)
    yield _has_doc(text, view.doc)
    _, _, rest = text.partition("\nSHAPES: ")
    shapes, _, rest = rest.partition("\n}\n")
    yield _are(
        _ENTRY.findall(shapes), [f"{one.id!r}: {_printed(one.shape)}" for one in view.shapes]
    )
    _, _, rest = rest.partition("\nEXAMPLES: ")
    found = _ENTRY.findall(rest.partition("\n)\n")[0])
    yield _are(found, [_printed(one) for one in view.examples])


def _module(view: ModuleView, text: str) -> Iterator[bool]:
    """Tell of each part of the module whether it is as the view has it."""
    text = _HEADER.sub("", text)
    yield _has_doc(text, view.doc)
    doc = _DOC.match(text)
    _, *parts = _CLASS.split(text[doc.end() :] if doc else text)
    expected = {view.base: (view.base_doc, view.base_info)}
    expected |= {one.name: (one.doc, one.info) for one in view.classes}
    yield parts[::2] == ["Code", *expected]
    bodies = dict(zip(parts[::2], parts[1::2], strict=True))
    for name, (lines, info) in expected.items():
        yield _has_doc(bodies[name], lines)
        yield _is(_assigned(bodies[name], "info"), _printed(info))
    members = _ASSIGNED.findall(bodies["Code"])
    yield [one.name for one in view.members] == [name for name, _ in members]
    yield _are([code for _, code in members], [repr(one.code) for one in view.members])
    _, _, rest = parts[-1].partition("\nERRORS: ")
    lookup, _, rest = rest.partition("\n    }\n)\n")
    yield _are(_ENTRY.findall(lookup), [f"{one.id!r}: {_class(one)}" for one in view.lookup])
    yield _is(_assigned(rest, "_provider"), _printed(view.provider))


def _class(entry: LookupView) -> str:
    return f"globals()[{entry.class_!r}]" if entry.is_removed else entry.class_


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

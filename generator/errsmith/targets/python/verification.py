"""Rendered modules of any layout against their views, by their syntax trees."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import tomli

from errsmith.targets.python.literals import Call, Name, call_of, is_of_runtime
from errsmith.targets.python.module import ModuleView
from errsmith.targets.python.package import PackageView
from errsmith.targets.python.responses import ExamplesView
from errsmith.targets.target import Rendering, TargetError


class VerificationError(TargetError):
    """A generated file does not say what the registry says.

    Attributes:
        path: The file.
        reason: What differs.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}; this is a fault of a template, nothing was written"


def verify(rendering: Rendering, data: bytes) -> None:
    """Compare classes, docstrings, facts, codes and examples of a rendered module with its view.

    Args:
        rendering: The file and its view.
        data: The module as rendered; formatted or not.

    Raises:
        VerificationError: The module is not Python, the project file is no TOML, or the module
            differs from the view.
    """
    path, view = rendering.path, rendering.view
    reason: str | None = None
    match view:
        case PackageView() if path.endswith(".toml"):
            reason = _toml_fault(data)
        case PackageView() if path != f"{view.package}/__init__.py":
            pass
        case ModuleView() | PackageView() | ExamplesView():
            reason = _difference(view, data.decode())
        case _:
            pass
    if reason is not None:
        raise VerificationError(path, reason)


def _toml_fault(data: bytes) -> str | None:
    try:
        tomli.loads(data.decode())
    except (ValueError, RecursionError) as error:
        return f"is not valid TOML: {error}"
    return None


def _difference(view: ModuleView | PackageView | ExamplesView, text: str) -> str | None:
    """Return what of a module is not as its view has it, None if all is."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return f"is no Python: {error}"
    match view:
        case ModuleView():
            pairs = _module_pairs(view, tree)
        case ExamplesView():
            pairs = _examples_pairs(view, tree)
        case _:
            pairs = _package_pairs(view, tree)
    what = next((what for what, expected, found in pairs if expected != found), None)
    return None if what is None else f"{what} differs from the registry"


def _package_pairs(view: PackageView, tree: ast.Module) -> Iterator[tuple[str, Any, Any]]:
    """Give what the view has and what the package has, by name."""
    providers = {about.name: _plain(about) for about in view.providers}
    yield "the package's docstring", _clean(view.doc), ast.get_docstring(tree)
    found = _assigned(tree, "PROVIDERS")
    yield "PROVIDERS", Call("MappingProxyType", (providers,)), found


def _examples_pairs(view: ExamplesView, tree: ast.Module) -> Iterator[tuple[str, Any, Any]]:
    """Give what the view has and what the module of examples has, by name."""
    yield "the module's docstring", _clean(view.doc), ast.get_docstring(tree)
    shapes = {one.id: _plain(one.shape) for one in view.shapes}
    yield "SHAPES", shapes, _assigned(tree, "SHAPES")
    yield "EXAMPLES", _plain(view.examples), _assigned(tree, "EXAMPLES")


def _module_pairs(view: ModuleView, tree: ast.Module) -> Iterator[tuple[str, Any, Any]]:
    """Give what the view has and what the module has, by name."""
    found = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    classes = {node.name: node for node in found}
    expected = {view.base: (view.base_doc, view.base_info)}
    expected |= {one.name: (one.doc, one.info) for one in view.classes}
    names = sorted(node.name for node in found)
    yield "the set of classes", sorted([*expected, "Code"]), names
    yield "the module's docstring", _clean(view.doc), ast.get_docstring(tree)
    for one in view.classes:
        bases = tuple(map(ast.unparse, classes[one.name].bases))
        yield f"the bases of {one.name}", one.bases, bases
    for name, (doc, info) in expected.items():
        yield f"the docstring of {name}", _clean(doc), ast.get_docstring(classes[name])
        yield f"the info of {name}", _plain(info), _assigned(classes[name], "info")
    members = {member.name: member.code for member in view.members}
    yield "Code", members, _members(classes["Code"])
    yield "the provider", _plain(view.provider), _assigned(tree, "_provider")
    yield "ERRORS", Name("_provider.errors"), _assigned(tree, "ERRORS")


def _clean(lines: tuple[str, ...]) -> str:
    return inspect.cleandoc("\n".join(line.rstrip() for line in lines))


def _members(node: ast.ClassDef) -> dict[str, Any]:
    assigned = (one for one in node.body if isinstance(one, ast.Assign))
    return {
        one.targets[0].id: _value(one.value)
        for one in assigned
        if isinstance(one.targets[0], ast.Name)
    }


def _assigned(node: ast.Module | ast.ClassDef, name: str) -> Any:
    """Give the value that a name is bound to, None if it is bound to none, or more than once."""
    found = [
        one.value
        for one in ast.walk(node)
        if isinstance(one, (ast.Assign, ast.AnnAssign)) and name in _targets(one)
    ]
    value = found[0] if len(found) == 1 and any(found[0] is v for v in _values(node)) else None
    return None if value is None else _value(value)


def _values(node: ast.Module | ast.ClassDef) -> list[ast.expr | None]:
    """Give what is assigned by the statements of a module or of a class themselves."""
    return [one.value for one in node.body if isinstance(one, (ast.Assign, ast.AnnAssign))]


def _targets(one: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = one.targets if isinstance(one, ast.Assign) else [one.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _value(node: ast.expr) -> Any:
    """Read an expression of literals, names and calls; anything else equals nothing."""
    read: Any = node
    match node:
        case ast.Constant(value=value):
            read = value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            read = -number
        case ast.Tuple(elts=items):
            read = tuple(_value(item) for item in items)
        case ast.List(elts=items):
            read = [_value(item) for item in items]
        case ast.Dict(keys=keys, values=values) if all(map(_is_key, keys)):
            pairs = zip(keys, values, strict=True)
            read = {_value(key): _value(value) for key, value in pairs if key is not None}
        case ast.Name(id=name):
            read = Name(name)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            read = Name(f"{name}.{attribute}")
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
            named = {one.arg or "**": _value(one.value) for one in keywords}
            read = Call(name, tuple(_value(one) for one in arguments), named)
        case _:
            pass
    return read


def _is_key(node: ast.expr | None) -> bool:
    return isinstance(node, (ast.Constant, ast.Name))


def _plain(value: Any) -> Any:
    """Give an expression of a view in the types that Python's parser gives."""
    plain = call_of(value) if is_of_runtime(value) else value
    match plain:
        case Call():
            named = {name: _plain(given) for name, given in plain.keywords.items()}
            plain = Call(plain.function, tuple(map(_plain, plain.arguments)), named)
        case tuple():
            plain = tuple(map(_plain, plain))
        case list():
            plain = list(map(_plain, plain))
        case Mapping():
            plain = {_plain(key): _plain(inner) for key, inner in plain.items()}
        case type():
            plain = Name(plain.__name__)
        case str():
            plain = str(plain)
        case _:
            pass
    return plain

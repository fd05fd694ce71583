"""Compare the syntax trees of rendered modules with their views, regardless of layout."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import tomli

from errsmith.targets.python.examples import ExamplesView
from errsmith.targets.python.literals import Call, Name, convert_to_call, is_of_runtime
from errsmith.targets.python.module import ModuleView
from errsmith.targets.python.package import PackageView
from errsmith.targets.target import Rendering, TargetError


class VerificationError(TargetError):
    """A generated file does not match the registry.

    Attributes:
        path: The file.
        reason: What differs.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}; nothing was written, fix the template"


def verify(rendering: Rendering, data: bytes) -> None:
    """Check the classes, docstrings, facts, codes and examples of a module against its view.

    Args:
        rendering: The file and its view.
        data: The rendered module, formatted or not.

    Raises:
        VerificationError: The module is not Python or differs from the view, or the project file
            is not TOML.
    """
    path, view = rendering.path, rendering.view
    reason: str | None = None
    match view:
        case PackageView() if path.endswith(".toml"):
            reason = _explain_unfit_toml(data)
        case PackageView() if path != f"{view.package}/__init__.py":
            pass
        case ModuleView() | PackageView() | ExamplesView():
            reason = _find_difference(view, data.decode())
        case _:
            pass
    if reason is not None:
        raise VerificationError(path, reason)


def _explain_unfit_toml(data: bytes) -> str | None:
    try:
        tomli.loads(data.decode())
    except (ValueError, RecursionError) as error:
        return f"is not valid TOML: {error}"
    return None


def _find_difference(view: ModuleView | PackageView | ExamplesView, text: str) -> str | None:
    """Return which part of a module differs from its view, or None if they match."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return f"is not valid Python: {error}"
    match view:
        case ModuleView():
            parts = _pair_module_parts(view, tree)
        case ExamplesView():
            parts = _pair_examples_parts(view, tree)
        case _:
            parts = _pair_package_parts(view, tree)
    part = next((part for part, expected, actual in parts if expected != actual), None)
    return None if part is None else f"{part} differs from the registry"


def _pair_package_parts(view: PackageView, tree: ast.Module) -> Iterator[tuple[str, Any, Any]]:
    """Yield the parts of the package: name, value in the view, value in the module."""
    providers = {about.name: _normalize(about) for about in view.providers}
    yield "the package's docstring", _clean(view.doc), ast.get_docstring(tree)
    yield "PROVIDERS", Call("MappingProxyType", (providers,)), _read_value(tree, "PROVIDERS")


def _pair_examples_parts(view: ExamplesView, tree: ast.Module) -> Iterator[tuple[str, Any, Any]]:
    """Yield the parts of an examples module: name, value in the view, value in the module."""
    yield "the module's docstring", _clean(view.doc), ast.get_docstring(tree)
    shapes = {shape.id: _normalize(shape.shape) for shape in view.shapes}
    yield "SHAPES", shapes, _read_value(tree, "SHAPES")
    yield "EXAMPLES", _normalize(view.examples), _read_value(tree, "EXAMPLES")


def _pair_module_parts(view: ModuleView, tree: ast.Module) -> Iterator[tuple[str, Any, Any]]:
    """Yield the parts of a provider's module: name, value in the view, value in the module."""
    definitions = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    classes = {node.name: node for node in definitions}
    expected = {view.base: (view.base_doc, view.base_info)}
    expected |= {class_.name: (class_.doc, class_.info) for class_ in view.classes}
    names = sorted(node.name for node in definitions)
    yield "the set of classes", sorted([*expected, "Code"]), names
    yield "the module's docstring", _clean(view.doc), ast.get_docstring(tree)
    for class_ in view.classes:
        bases = tuple(map(ast.unparse, classes[class_.name].bases))
        yield f"the bases of {class_.name}", class_.bases, bases
    for name, (doc, info) in expected.items():
        yield f"the docstring of {name}", _clean(doc), ast.get_docstring(classes[name])
        yield f"the info of {name}", _normalize(info), _read_value(classes[name], "info")
    members = {member.name: member.code for member in view.members}
    yield "Code", members, _read_members(classes["Code"])
    yield "the provider", _normalize(view.provider), _read_value(tree, "_provider")
    yield "ERRORS", Name("_provider.errors"), _read_value(tree, "ERRORS")


def _clean(lines: tuple[str, ...]) -> str:
    return inspect.cleandoc("\n".join(line.rstrip() for line in lines))


def _read_members(node: ast.ClassDef) -> dict[str, Any]:
    assignments = (inner for inner in node.body if isinstance(inner, ast.Assign))
    return {
        assignment.targets[0].id: _read_expression(assignment.value)
        for assignment in assignments
        if isinstance(assignment.targets[0], ast.Name)
    }


def _read_value(node: ast.Module | ast.ClassDef, name: str) -> Any:
    """Return the value assigned to a name, or None unless it is assigned once, at top level."""
    assignments = [
        inner
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Assign, ast.AnnAssign)) and name in _list_assigned_names(inner)
    ]
    if len(assignments) != 1 or assignments[0] not in node.body or assignments[0].value is None:
        return None
    return _read_expression(assignments[0].value)


def _list_assigned_names(assignment: ast.Assign | ast.AnnAssign) -> set[str]:
    nodes = assignment.targets if isinstance(assignment, ast.Assign) else [assignment.target]
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _read_expression(node: ast.expr) -> Any:
    """Return the value of a literal, name or call; other expressions never compare equal."""
    value: Any = node
    match node:
        case ast.Constant(value=constant):
            value = constant
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            value = -number
        case ast.Tuple(elts=items):
            value = tuple(map(_read_expression, items))
        case ast.List(elts=items):
            value = list(map(_read_expression, items))
        case ast.Dict(keys=keys, values=values) if all(map(_is_key, keys)):
            pairs = zip(keys, values, strict=True)
            value = {
                _read_expression(key): _read_expression(inner)
                for key, inner in pairs
                if key is not None
            }
        case ast.Name(id=name):
            value = Name(name)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            value = Name(f"{name}.{attribute}")
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
            by_name = {k.arg or "**": _read_expression(k.value) for k in keywords}
            value = Call(name, tuple(map(_read_expression, arguments)), by_name)
        case _:
            pass
    return value


def _is_key(node: ast.expr | None) -> bool:
    return isinstance(node, (ast.Constant, ast.Name))


def _normalize(value: Any) -> Any:
    """Convert an expression of a view to the types that `_read_expression` returns."""
    normal = convert_to_call(value) if is_of_runtime(value) else value
    match normal:
        case Call():
            keywords = {name: _normalize(argument) for name, argument in normal.keywords.items()}
            normal = Call(normal.function, tuple(map(_normalize, normal.arguments)), keywords)
        case tuple():
            normal = tuple(map(_normalize, normal))
        case list():
            normal = list(map(_normalize, normal))
        case Mapping():
            normal = {_normalize(key): _normalize(inner) for key, inner in normal.items()}
        case type():
            normal = Name(normal.__name__)
        case str():
            normal = str(normal)
        case _:
            pass
    return normal

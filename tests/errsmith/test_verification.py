"""`errsmith.targets.python.verification`: any change that a template makes to a fact is found."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from errsmith import generation
from errsmith.cli import main
from errsmith.targets.python import formatting
from errsmith.targets.python.examples import ExamplesView
from errsmith.targets.python.module import ModuleView
from errsmith.targets.python.verification import VerificationError, verify
from errsmith.targets.target import Rendering
from tests import templates
from tests.registries import REGISTRIES

NAMES = ("composite_codes", "oauth", "problem_details")


def render_modules(name: str) -> Iterator[tuple[bytes, Rendering]]:
    """Yield each rendered module of a golden registry, and its view."""
    for template, rendering in templates.list_renderings(REGISTRIES[name]):
        if isinstance(rendering.view, ModuleView):
            yield templates.render(template, rendering), rendering


def find_stated(module: ast.Module) -> Iterator[ast.expr]:
    """Yield each literal and name by which a module states facts."""
    doc, *statements = module.body
    yield from ast.iter_child_nodes(doc)  # type: ignore[misc]
    for statement in statements:
        if isinstance(statement, ast.ClassDef):
            first, *body = statement.body
            if statement.name == "Code":
                yield from (
                    statement.value for statement in body if isinstance(statement, ast.Assign)
                )
            else:
                yield from ast.iter_child_nodes(first)  # type: ignore[misc]
                yield from _parts(body, {"info"})
    yield from _parts(statements, {"ERRORS", "_provider"})


def _parts(body: list[ast.stmt], names: set[str]) -> Iterator[ast.expr]:
    for statement in body:
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if isinstance(target, ast.Name) and target.id in names:
                parts = ast.walk(statement.value)
                yield from (part for part in parts if isinstance(part, (ast.Constant, ast.Name)))


def replace_expression(module: bytes, node: ast.expr, other: str) -> bytes:
    """Return a module with an expression replaced."""
    lines = module.splitlines(keepends=True)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    before = [*lines[: node.lineno - 1], lines[node.lineno - 1][: node.col_offset]]
    after = [lines[node.end_lineno - 1][node.end_col_offset :], *lines[node.end_lineno :]]
    return b"".join([*before, other.encode(), *after])


def falsify(node: ast.expr) -> str:
    """Write an expression that differs from the given one."""
    match node:
        case ast.Constant(value=str(value)):
            return repr(f"{value}'")
        case ast.Constant(value=value):
            return f"{value!r}1"
        case _:
            return f"{ast.unparse(node)}_"


@pytest.mark.parametrize("name", NAMES)
def test_verify_module_as_rendered(name: str) -> None:
    """A rendered module matches the registry, formatted or not."""
    for data, rendering in render_modules(name):
        verify(rendering, data)
        formatted = formatting.format_files({"acme.py": data})["acme.py"]
        verify(rendering, formatted)


@pytest.mark.parametrize("name", NAMES)
def test_verify_module_with_another_fact(name: str) -> None:
    """Any changed string, number or name in a stated fact is found."""
    for data, rendering in render_modules(name):
        nodes = list(find_stated(ast.parse(data)))
        assert len(nodes) > 20
        for node in nodes:
            changed = replace_expression(data, node, falsify(node))
            with pytest.raises(VerificationError, match="differs from the registry"):
                verify(rendering, changed)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (r'(\n    )"""([^"]*)"""', r"\1'''\2'''"),
        (r"(class \w+\(\w+\)):\n", r"\1:  # said once\n"),
        (r"(class \w+)\((\w+), (kinds\.\w+)\):\n", r"\1(\n    \2,\n    \3,\n):\n"),
        (r"(    info = )(.*)\n", r"\1(\n        \2\n    )  # facts\n"),
        (r"    info = ", "    info: ClassVar[ErrorInfo] = "),
        (r"class Code\(StrEnum\):\n    \"\"\"", r"\g<0>x = y\n    x = y\n    "),
    ],
    ids=["quotes", "comment", "long header", "parentheses", "type", "docstring"],
)
def test_verify_module_of_another_layout(before: str, after: str) -> None:
    """A template may lay out the facts in any way."""
    for data, rendering in render_modules("oauth"):
        changed = re.sub(before, after, data.decode()).encode()
        assert changed != data
        verify(rendering, changed)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("(code='", "(code=f'"),
        ("\n\n_provider", "\n\nclass OtherError(Exception):\n    pass\n\n\n_provider"),
        ("\n\n_provider", "\n\nclass DoorError(Exception):\n    pass\n\n\n_provider"),
        ("    info = ", '    info = ErrorInfo(code="OTHER")\n    info = '),
        ("    info = ", "    def info_of(self):\n        info = "),
        ("= _provider.errors\n", "= _provider.errors if False else {}\n"),
        ("_provider = ", "_provider = None\n_provider = "),
        (", kinds.", ", kinds.kinds."),
    ],
    ids=["prefix", "class", "same class", "info", "nested", "condition", "provider", "base"],
)
def test_verify_module_with_an_addition(before: str, after: str) -> None:
    """Anything added to the facts, or put in their place, is found in any layout."""
    for data, rendering in render_modules("oauth"):
        changed = data.decode().replace(before, after, 1).encode()
        assert changed != data
        with pytest.raises(VerificationError, match="differs from the registry"):
            verify(rendering, changed)


@pytest.mark.parametrize("text", [r"C:\xyz", r"\N{nothing}", '"""', "\0"])
def test_verify_module_that_is_not_python(text: str) -> None:
    """Unescaped text is reported as a fault of the template, without a traceback."""
    for data, rendering in render_modules("oauth"):
        changed = data.decode().replace('    """', f'    """{text}').encode()
        with pytest.raises(
            VerificationError, match=r"is not valid Python|differs from the registry"
        ):
            verify(rendering, changed)


# --- modules of examples -------------------------------------------------------------------------


def render_examples(name: str) -> Iterator[tuple[bytes, Rendering]]:
    """Yield each rendered module of examples of a golden registry, and its view."""
    for template, rendering in templates.list_renderings(REGISTRIES[name]):
        if isinstance(rendering.view, ExamplesView):
            yield templates.render(template, rendering), rendering


@pytest.mark.parametrize("name", NAMES)
def test_verify_examples_as_rendered(name: str) -> None:
    """A rendered module of examples matches the registry, formatted or not."""
    for data, rendering in render_examples(name):
        verify(rendering, data)
        formatted = formatting.format_files({"acme.py": data})["acme.py"]
        verify(rendering, formatted)


@pytest.mark.parametrize("name", NAMES)
def test_verify_examples_with_another_fact(name: str) -> None:
    """A changed or additional string, number or name in a shape or an example is found."""
    for data, rendering in render_examples(name):
        doc, *statements = ast.parse(data).body
        parts = [*ast.iter_child_nodes(doc), *_parts(statements, {"SHAPES", "EXAMPLES"})]
        nodes = [node for node in parts if isinstance(node, (ast.Constant, ast.Name))]
        changes = [replace_expression(data, node, falsify(node)) for node in nodes]
        changes.append(data.replace(b"] = (\n", b"] = (\n    Example('A', 'b', 400),\n"))
        for changed in changes:
            with pytest.raises(VerificationError, match="differs from the registry"):
                verify(rendering, changed)


# --- when modules are verified -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "is_verified"),
    [((), False), (("--verify",), True), (("--templates", "templates"), True)],
)
def test_generate_verifies_when_asked_or_with_custom_templates(
    options: tuple[str, ...],
    is_verified: bool,  # noqa: FBT001 - a parameter of the test
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests prove errsmith's own templates, so a usual run can skip the check."""
    (tmp_path / "templates" / "python").mkdir(parents=True)
    own = templates.template_path("python/main.py.jinja")
    shutil.copy(own, tmp_path / "templates" / "python" / own.name)
    monkeypatch.chdir(tmp_path)
    verified: list[str] = []
    targets = tuple(
        evolve(target, check=lambda rendering, _: verified.append(rendering.path))
        for target in generation.TARGETS
    )
    monkeypatch.setattr(generation, "TARGETS", targets)
    shutil.copytree(REGISTRIES["oauth"], tmp_path / "registry")
    assert main(["generate", *options]) == 0
    assert bool(verified) == is_verified

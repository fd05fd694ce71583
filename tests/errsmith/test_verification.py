"""`errsmith.targets.python.verification`: whatever a template does to a text or a fact is found."""

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


def modules(name: str) -> Iterator[tuple[bytes, Rendering]]:
    """Yield each module of a golden registry as it is rendered, and its view."""
    for template, rendering in templates.list_renderings(REGISTRIES[name]):
        if isinstance(rendering.view, ModuleView):
            yield templates.render(template, rendering), rendering


def stated(module: ast.Module) -> Iterator[ast.expr]:
    """Yield each literal and name by which a module states facts."""
    doc, *statements = module.body
    yield from ast.iter_child_nodes(doc)  # type: ignore[misc]
    for statement in statements:
        if isinstance(statement, ast.ClassDef):
            first, *body = statement.body
            if statement.name == "Code":
                yield from (one.value for one in body if isinstance(one, ast.Assign))
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
                yield from (one for one in parts if isinstance(one, (ast.Constant, ast.Name)))


def replaced(module: bytes, node: ast.expr, other: str) -> bytes:
    """Return a module with something else in the place of an expression."""
    lines = module.splitlines(keepends=True)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    before = [*lines[: node.lineno - 1], lines[node.lineno - 1][: node.col_offset]]
    after = [lines[node.end_lineno - 1][node.end_col_offset :], *lines[node.end_lineno :]]
    return b"".join([*before, other.encode(), *after])


def otherwise(node: ast.expr) -> str:
    """Write something that does not say what an expression says."""
    match node:
        case ast.Constant(value=str(value)):
            return repr(f"{value}'")
        case ast.Constant(value=value):
            return f"{value!r}1"
        case _:
            return f"{ast.unparse(node)}_"


@pytest.mark.parametrize("name", NAMES)
def test_verify_module_as_rendered(name: str) -> None:
    """What errsmith renders says what the registry says, formatted or not."""
    for data, rendering in modules(name):
        verify(rendering, data)
        formatted = formatting.format_files({"acme.py": data})["acme.py"]
        verify(rendering, formatted)


@pytest.mark.parametrize("name", NAMES)
def test_verify_module_with_another_fact(name: str) -> None:
    """Another text, number or name anywhere in what is stated is found."""
    for data, rendering in modules(name):
        nodes = list(stated(ast.parse(data)))
        assert len(nodes) > 20
        for node in nodes:
            changed = replaced(data, node, otherwise(node))
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
    """A template may lay out as it likes what it says."""
    for data, rendering in modules("oauth"):
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
def test_verify_module_with_something_else(before: str, after: str) -> None:
    """What is added to the facts, or put in their place, is found in a module of any layout."""
    for data, rendering in modules("oauth"):
        changed = data.decode().replace(before, after, 1).encode()
        assert changed != data
        with pytest.raises(VerificationError, match="differs from the registry"):
            verify(rendering, changed)


@pytest.mark.parametrize("text", [r"C:\xyz", r"\N{nothing}", '"""', "\0"])
def test_verify_module_that_is_no_python(text: str) -> None:
    """Whatever a template has not escaped is a fault of the template, and no traceback."""
    for data, rendering in modules("oauth"):
        changed = data.decode().replace('    """', f'    """{text}').encode()
        with pytest.raises(
            VerificationError, match=r"is not valid Python|differs from the registry"
        ):
            verify(rendering, changed)


# --- modules of examples -------------------------------------------------------------------------


def examples(name: str) -> Iterator[tuple[bytes, Rendering]]:
    """Yield each module of examples of a golden registry as it is rendered, and its view."""
    for template, rendering in templates.list_renderings(REGISTRIES[name]):
        if isinstance(rendering.view, ExamplesView):
            yield templates.render(template, rendering), rendering


@pytest.mark.parametrize("name", NAMES)
def test_verify_examples_as_rendered(name: str) -> None:
    """They say what the registry says, formatted or not."""
    for data, rendering in examples(name):
        verify(rendering, data)
        formatted = formatting.format_files({"acme.py": data})["acme.py"]
        verify(rendering, formatted)


@pytest.mark.parametrize("name", NAMES)
def test_verify_examples_with_another_fact(name: str) -> None:
    """Another text, number or name in a shape or an example is found, and one too many."""
    for data, rendering in examples(name):
        doc, *statements = ast.parse(data).body
        parts = [*ast.iter_child_nodes(doc), *_parts(statements, {"SHAPES", "EXAMPLES"})]
        nodes = [node for node in parts if isinstance(node, (ast.Constant, ast.Name))]
        changes = [replaced(data, node, otherwise(node)) for node in nodes]
        changes.append(data.replace(b"] = (\n", b"] = (\n    Example('A', 'b', 400),\n"))
        for changed in changes:
            with pytest.raises(VerificationError, match="differs from the registry"):
                verify(rendering, changed)


# --- when it is done -----------------------------------------------------------------------------


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
    """Errsmith's own templates are proven by its tests, so that a usual run is quick."""
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

"""Small changes of modules, and the sample of them that is tested."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

from attrs import frozen
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[2]
ERRSMITH = ROOT / "generator" / "errsmith"

SAME = ("_Is_Eq", "_Eq_Is", "_IsNot_NotEq", "_NotEq_IsNot")
"""Suffixes of operators that are left out: such values are only equal if they are identical."""
SEED = 12


@frozen
class Package:
    """Modules that are mutated, and the tests that their mutants must pass.

    Attributes:
        modules: Modules below `generator/errsmith`.
        tests: Files of tests, such as `sdk/bodies` for `tests/sdk/test_bodies.py`. None of them
            compares output with what is committed.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def paths(self) -> list[str]:
        """Return the paths of the modules, below `generator/errsmith`."""
        return list_files(ERRSMITH, self.modules)

    @property
    def test_files(self) -> list[str]:
        """Return the paths of the test files, below the repository."""
        names = (name.replace("/", "/test_") for name in self.tests)
        return list_files(ROOT, (f"tests/{name}.py" for name in names))


LINTING = ("errsmith/context", "errsmith/findings", "errsmith/mistakes", "errsmith/rules")
PARSING = (
    *("fuzzing/*", "sdk/bodies", "sdk/challenges", "sdk/from_code", "sdk/from_response"),
    *("sdk/odd_responses", "sdk/parsing", "sdk/reading_states", "sdk/redirects", "sdk/responses"),
    *("sdk/retry_after", "sdk/undocumented"),
)
PACKAGES: Mapping[str, Package] = {
    "meaning": Package(
        modules=("meaning/*.py",),
        tests=(*LINTING, "format/*"),
    ),
    "lint/rules": Package(
        modules=("lint/rules/*.py",),
        tests=(*LINTING, "errsmith/allow", "format/*"),
    ),
    "reading": Package(
        modules=("runtime/reading/*.py",),
        tests=(*PARSING, "format/*"),
    ),
    "wire": Package(
        modules=("runtime/wire/*.py",),
        tests=(
            *(*PARSING, "sdk/clients", "sdk/control_characters", "sdk/converter"),
            *("sdk/decoding_limits", "sdk/foreign_exceptions", "sdk/long_bodies"),
            *("sdk/problems", "sdk/single_quotes", "sdk/streams"),
            *("format/header_bytes", "format/places", "format/redirect_urls"),
            *("format/repeated_headers", "format/waits"),
        ),
    ),
}


@frozen
class Mutant:
    """A changed module.

    Attributes:
        path: The module, below `generator/errsmith`.
        line: The line that is changed.
        operator: Cosmic Ray's name of the change.
        occurrence: How many places in the module come before it.
        rank: Its place in the order of the draw.
    """

    path: str
    line: int
    operator: str
    occurrence: int
    rank: str

    @property
    def package(self) -> str:
        """Return the package of the module."""
        return next(name for name, package in PACKAGES.items() if self.path in package.paths)

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.operator.removeprefix('core/')}"


def draw(number: int) -> list[Mutant]:
    """Draw mutants in an order that depends only on the lines themselves.

    An unchanged line keeps its mutants even if its module moves, so two states of the code are
    compared by the same mutants as far as possible.
    """
    ranked = sorted(list_mutants(), key=lambda mutant: mutant.rank)
    return list(islice(filter(is_change, ranked), number))


def list_mutants() -> Iterator[Mutant]:
    """Yield every mutant that Cosmic Ray knows."""
    names = (name for name in operator_names() if not name.endswith(SAME))
    operators = {name: get_operator(name) for name in names}
    alike = Counter[str]()
    for path in list_paths():
        text = read(path)
        lines = text.splitlines()
        nodes = list(ast_nodes(get_ast(text)))
        for name, operator in operators.items():
            if operator.arguments():
                continue  # It must be told which variables to swap.
            found = (spot for node in nodes for spot in operator().mutation_positions(node))
            for occurrence, ((line, _), _) in enumerate(found):
                key = f"{SEED} {name} {lines[line - 1].strip()}"
                alike[key] += 1
                rank = sha256(f"{key} {alike[key]}".encode()).hexdigest()
                yield Mutant(path, line, name, occurrence, rank)


def is_change(mutant: Mutant) -> bool:
    """Return whether a mutant compiles and differs in what runs."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # otherwise tests would fail because of a warning
        try:
            compile(change_text(mutant), mutant.path, "exec")
        except (SyntaxError, SyntaxWarning):
            return False
    return parse_effective(change_text(mutant)) != parse_effective(read(mutant.path))


@cache
def change_text(mutant: Mutant) -> str:
    """Return the source of a module with its change."""
    operator = get_operator(mutant.operator)()
    text: str = mutate_code(read(mutant.path), operator, mutant.occurrence)
    return text


@cache
def parse_effective(text: str) -> str:
    """Return the syntax tree of a module, without annotations."""
    return ast.dump(WithoutTypes().visit(ast.parse(text)))


class WithoutTypes(ast.NodeTransformer):
    """Removes annotations and the like, and whether arguments are positional or keyword-only."""

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        node.defaults += [default for default in node.kw_defaults if default is not None]
        node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST | None:
        if any("overload" in ast.unparse(decorator) for decorator in node.decorator_list):
            return None
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if "TypeAlias" in ast.unparse(node.annotation):
            return None
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if "TYPE_CHECKING" in ast.unparse(node.test) else self.generic_visit(node)


def describe_change(mutant: Mutant) -> str:
    """Return a description of what a mutant changes."""
    lines = unified_diff(
        read(mutant.path).splitlines(), change_text(mutant).splitlines(), lineterm="", n=0
    )
    return "\n".join(f"    {line}" for line in islice(lines, 2, None))


def list_paths() -> list[str]:
    """List the modules of all packages, below `generator/errsmith`."""
    return [path for package in PACKAGES.values() for path in package.paths]


def list_files(folder: Path, patterns: Iterable[str]) -> list[str]:
    """List the files that match any of the patterns, below a folder."""
    found = (path for pattern in patterns for path in sorted(folder.glob(pattern)))
    return list(dict.fromkeys(path.relative_to(folder).as_posix() for path in found))


def read(path: str) -> str:
    """Return the source of a module."""
    return (ERRSMITH / path).read_text(encoding="utf-8")

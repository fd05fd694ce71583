"""The tests beside this one notice any change that is made on one side only."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from . import pages, sdk
from .markdown import read
from .mutations import MUTATIONS, Mutation
from .registry import REGISTRY, ROOT, Provider

SPECIMEN = ROOT / "tests" / "specimen"
GOLDEN = ROOT / "tests" / "golden"
OTHERS = sorted(path.name for path in GOLDEN.iterdir())
PARTS = ("pyproject.toml", "registry/README.md", "tests/output")
"""Files that these tests read, apart from a registry and its output: also the tests themselves."""

FILES = sorted({mutation.test.partition("::")[0] for mutation in MUTATIONS})
NOT_FACTS = {"fold", "last_segment", "success", "fetch", "extract"}
"""Keys about reading codes are not in `info` or on pages; `test_examples` sends all spellings.

The last two are about reading the provider's pages."""

Keys = tuple[str | int, ...]


def project(root: Path, registry: Path, generated: Path) -> Path:
    """Copy the parts of the project that the tests in this folder read."""
    shutil.copytree(registry, root / "registry")
    shutil.copytree(generated, root / "generated")
    for part in PARTS:
        place = root / part
        place.parent.mkdir(exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, place)
        else:
            shutil.copy2(ROOT / part, place)
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with an invented registry."""
    return project(tmp_path, SPECIMEN / "registry", SPECIMEN / "generated")


def run(root: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run tests of a copy on that copy."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    own = {"PYTHONPATH": str(root / "generated"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "-p", "no:cacheprovider", "--tb=line", *tests],
        cwd=root / "tests" / "output",
        env={**inherited, **own},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_copy_without_change(root: Path) -> None:
    """Without a change, the copy's tests pass."""
    done = run(root, *FILES)
    assert done.returncode == pytest.ExitCode.OK, done.stdout


@pytest.mark.parametrize("name", OTHERS)
def test_other_registry(name: str, tmp_path: Path) -> None:
    """The tests pass for registries other than the project's."""
    root = project(tmp_path, GOLDEN / name / "registry", GOLDEN / name / "expected")
    [package] = (path.parent for path in root.glob("generated/*/py.typed"))
    [runtime] = SPECIMEN.glob("generated/*/_runtime")
    shutil.copytree(runtime, package / "_runtime")
    done = run(root, *FILES)
    assert done.returncode == pytest.ExitCode.OK, done.stdout


@pytest.mark.parametrize(
    "mutation", [pytest.param(mutation, id=mutation.name) for mutation in MUTATIONS]
)
def test_change_on_one_side(mutation: Mutation, root: Path) -> None:
    """The test that compares the changed fact fails."""
    mutation.apply(root)
    done = run(root, mutation.test)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout


@cache
def read_generated(name: str) -> tuple[sdk.Facts, pages.Facts]:
    """Read the facts of a provider from the SDK and the reference."""
    text = (ROOT / "generated" / "docs" / f"{name}.md").read_text(encoding="utf-8")
    return sdk.read_facts(sdk.PACKAGE.PROVIDERS[name].load()), pages.read_facts(read(text))


def has_same_facts(name: str, file: Any) -> bool:
    """Return whether a provider's file has the generated facts."""
    provider = Provider(name, file, REGISTRY)
    return (sdk.derive_facts(provider), pages.derive_facts(provider)) == read_generated(name)


def find_leaves(value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """Yield each value that is neither a table nor a list, and the keys that lead to it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in inner:
        if isinstance(item, (dict, list)):
            yield from find_leaves(item, (*keys, key))
        else:
            yield (*keys, key), item


def change_value(value: Any) -> Any:
    """Return another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value + timedelta(days=1)
    return value + 1 if isinstance(value, int) else f"{value} indeed"


def change_file(file: Any, keys: Keys, value: Any = None) -> Any:
    """Return a copy of a file with one value changed or one table deleted."""
    copied = copy.deepcopy(file)
    table = copied
    for key in keys[:-1]:
        table = table[key]
    if value is None:
        del table[keys[-1]]
    else:
        table[keys[-1]] = value
    return copied


@pytest.mark.parametrize("name", REGISTRY.files)
def test_each_changed_value_of_file_is_noticed(name: str) -> None:
    """No value of a file can change without a difference from the output."""
    file = REGISTRY.files[name]
    assert has_same_facts(name, file)
    unnoticed = [
        keys
        for keys, value in find_leaves(file)
        if has_same_facts(name, change_file(file, keys, change_value(value)))
    ]
    assert [keys for keys in unnoticed if NOT_FACTS.isdisjoint(keys)] == []


@pytest.mark.parametrize("name", REGISTRY.files)
def test_each_deleted_table_of_file_is_noticed(name: str) -> None:
    """No error, group, category or field can be deleted without a difference from the output."""
    file = REGISTRY.files[name]
    tables = [(key, id_) for key in ("errors", "groups", "categories") for id_ in file.get(key, {})]
    fields = [
        ("envelopes", position, "fields", field)
        for position, envelope in enumerate(file.get("envelopes", ()))
        for field in envelope.get("fields", ())
    ]
    assert [
        keys for keys in (*tables, *fields) if has_same_facts(name, change_file(file, keys))
    ] == []

"""Tests without the mark `published` do not read facts of the registry."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.registries import ROOT
from tests.specimen.sdk import GENERATED, REGISTRY

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.published  # The tests that they run read facts.

FACT = ROOT / "registry" / "sdk.toml"
PATTERNS = ("registry/sdk.toml", "registry/providers/*.toml", "generated/docs/*.md")
WITHOUT_FACTS = (ROOT / "registry/README.md", REGISTRY / "sdk.toml", GENERATED / "README.md")

IN_TEST = "def test_a(): open({!r}).close()"
IN_FIXTURE = """
import pytest
@pytest.fixture
def fixture(): open({!r}).close()
def test_a(fixture): pass
"""
IN_MODULE = "open({!r}).close()\ndef test_a(): pass"
PLACES = {"test": IN_TEST, "fixture": IN_FIXTURE, "module": IN_MODULE}
MARKED = "import pytest\npytestmark = pytest.mark.published\n"


def run(pytester: pytest.Pytester, text: str) -> pytest.RunResult:
    """Run the tests of a file."""
    pytester.makeini("[pytest]\nmarkers = published")
    pytester.makepyfile(text)
    return pytester.runpytest_inprocess("-p", "tests.facts")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_unmarked_test_that_reads_a_fact_fails(pytester: pytest.Pytester, pattern: str) -> None:
    """The session `maintenance` would not run it."""
    path = min(ROOT.glob(pattern))
    result = run(pytester, IN_TEST.format(str(path)))
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(f"*reads {path}: mark it `published`*")


@pytest.mark.parametrize("path", WITHOUT_FACTS, ids=lambda path: path.parent.name)
def test_unmarked_test_may_read_other_files(pytester: pytest.Pytester, path: Path) -> None:
    """A change of the registry does not change them."""
    run(pytester, IN_TEST.format(str(path))).assert_outcomes(passed=1)


def test_unmarked_test_of_a_command_in_the_repository_fails(pytester: pytest.Pytester) -> None:
    """Commands read `registry/` below the current folder."""
    text = f"import os\ndef test_a(): os.chdir({str(ROOT)!r}); open('registry/sdk.toml').close()"
    run(pytester, text).assert_outcomes(passed=1, errors=1)


def test_fixture_that_reads_a_fact_fails(pytester: pytest.Pytester) -> None:
    """A test depends on what its fixtures read."""
    run(pytester, IN_FIXTURE.format(str(FACT))).assert_outcomes(passed=1, errors=1)


def test_module_that_reads_a_fact_fails(pytester: pytest.Pytester) -> None:
    """Each of its tests can depend on what is read when it is imported."""
    run(pytester, IN_MODULE.format(str(FACT))).assert_outcomes(errors=1)


@pytest.mark.parametrize("place", PLACES)
def test_marked_test_may_read_a_fact(pytester: pytest.Pytester, place: str) -> None:
    """The session `maintenance` runs it."""
    run(pytester, MARKED + PLACES[place].format(str(FACT))).assert_outcomes(passed=1)

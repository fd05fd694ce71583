"""A plugin of pytest: tests that read facts of the registry have the mark `published`.

The session `maintenance` changes the registry, and runs only the tests with this mark.
Processes that a test starts are not watched: pass them a registry of your own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from typing import Any

import pytest

from tests.registries import ROOT

FACTS = (
    *(f"{ROOT}/registry/{part}" for part in ("pages/", "providers/", "releases/", "sdk.toml")),
    f"{ROOT}/generated/",
)
"""Paths that depend on facts; the registry's manual and schemas do not."""
MODULES = (".py", ".pyc")
"""Hypothesis reads all imported modules; `test_imports_of_tests.py` finds imports of the SDK."""

_read: set[str] = set()


def _note_file(event: str, arguments: tuple[Any, ...]) -> None:
    """Note files with facts that are opened, but not by a file descriptor."""
    if event == "open" and not isinstance(arguments[0], int):
        # Files are opened often, and `Path.resolve` is slow.
        path = os.path.abspath(os.fsdecode(arguments[0]))  # noqa: PTH100
        if path.startswith(FACTS) and not path.endswith(MODULES):
            _read.add(path)


sys.addaudithook(_note_file)


def _find_fault(node: pytest.Item | pytest.Collector) -> str | None:
    """Return what is wrong if a test or module has read facts without the mark."""
    if not _read or node.get_closest_marker("published"):
        return None
    return f"{node.nodeid} reads {min(_read)}: mark it `published`, or use tests/specimen"


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail modules that read facts when they are imported."""
    _read.clear()
    report = yield
    if isinstance(collector, pytest.Module) and (fault := _find_fault(collector)):
        report.outcome, report.longrepr = "failed", fault
    return report


def pytest_runtest_setup() -> None:
    """Forget what other tests have read."""
    _read.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Fail tests that have read facts, or whose fixtures have."""
    yield
    if fault := _find_fault(item):
        pytest.fail(fault, pytrace=False)

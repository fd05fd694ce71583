"""Small invented providers that are written as a registry, linted, generated and imported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.registries import SDK, Generate, Workshop, add_head, lint_registry

BESIDE_THE_POINT = frozenset({"R204", "R253", "R402", "R403", "R404"})
"""Rules that these short files may break: about unused or unread entries, and summaries."""


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """Return the workshop of one test file."""
    workshop = Workshop(tmp_path_factory.mktemp("format"), BESIDE_THE_POINT)
    yield workshop
    workshop.close()


@pytest.fixture(scope="module")
def generate(workshop: Workshop) -> Generate:
    """Return `generate(tables, name="acme", sdk="")`, which generates a provider's project."""
    return lambda tables, name="acme", sdk="": workshop.generate(
        {name: add_head(tables)}, SDK + sdk
    )


@pytest.fixture(scope="module")
def generate_module(generate: Generate) -> Callable[..., ModuleType]:
    """Return `generate_module(tables, name="acme", sdk="")`, which imports the module."""
    return lambda tables, name="acme", sdk="": generate(tables, name, sdk).load(name)


@pytest.fixture(scope="module")
def generate_package(generate: Generate) -> Callable[..., ModuleType]:
    """Return `generate_package(tables, …)`, which imports the package."""
    return lambda *arguments, **keywords: generate(*arguments, **keywords).load()


@pytest.fixture(scope="module")
def generate_project(generate: Generate) -> Callable[..., Path]:
    """Return `generate_project(tables, …)`, which returns the folder of the project."""
    return lambda *arguments, **keywords: generate(*arguments, **keywords).folder


@pytest.fixture(scope="module")
def generate_page(generate: Generate) -> Callable[..., str]:
    """Return `generate_page(tables, name="acme", …)`, which reads the provider's page."""
    return lambda tables, name="acme", sdk="": generate(tables, name, sdk).read_page(name)


@pytest.fixture(scope="module")
def generate_row(generate_page: Callable[..., str]) -> Callable[[str, str], dict[str, str]]:
    """Return `generate_row(tables, first_cell)`, which returns a table row of that page.

    The keys are the column heads, and the cells have no Markdown.
    """

    def find_row(tables: str, first: str) -> dict[str, str]:
        heads: list[str] = []
        for line in generate_page(tables).splitlines():
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"[`\\]", "", line))
            cells = [cell.strip() for cell in plain.split("|")[1:-1]]
            if cells[:1] == [first]:
                return dict(zip(heads, cells, strict=True))
            heads = heads if cells and heads else cells
        raise LookupError(first)

    return find_row


@pytest.fixture(scope="module")
def findings(workshop: Workshop) -> Callable[..., set[str]]:
    """Return `findings(tables, name="acme", sdk="")`, which lists the ids of broken rules."""

    def find(tables: str, name: str = "acme", sdk: str = "") -> set[str]:
        report = lint_registry(workshop.write({name: add_head(tables)}, SDK + sdk))
        return {found.rule.id for found in report.diagnostics} - BESIDE_THE_POINT

    return find

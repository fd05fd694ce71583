"""Fixtures: packages generated from invented registries, with their test kits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.registries import Generate, Workshop, add_head

UNREAD = ("R245", "R401", "R402", "R403", "R404")
"""Rules about errors that no response can produce, which some registries here break on purpose."""


@pytest.fixture(scope="session")
def generate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generate]:
    """Return `generate(providers)`, which generates providers with the given tables by name."""
    workshop = Workshop(tmp_path_factory.mktemp("kit"), UNREAD)
    yield lambda providers: workshop.generate(
        {name: add_head(tables) for name, tables in providers.items()}
    )
    workshop.close()

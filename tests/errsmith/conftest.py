"""A small registry of an invented provider for tests to change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.registries import MakeRegistry, sdk_toml, write_registry


@pytest.fixture
def make_registry(tmp_path: Path) -> MakeRegistry:
    """Return `make_registry(providers="", **sdk)`, where `sdk` has values of `sdk.toml` as TOML."""
    return lambda providers="", **sdk: write_registry(
        tmp_path / "registry", providers, sdk_toml(**sdk)
    )

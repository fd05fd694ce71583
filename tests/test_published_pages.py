"""The published reference is right about catching each error."""

from __future__ import annotations

import pytest

from tests import catching
from tests.registries import ROOT, Project

pytestmark = pytest.mark.published

PUBLISHED = Project(ROOT / "generated", "eid_errors")


@pytest.mark.parametrize("provider", PUBLISHED.providers)
def test_each_error_is_caught_as_its_page_says(provider: str) -> None:
    """The Python of an error's section catches exactly its class, with each of its examples."""
    assert list(catching.find_faults(PUBLISHED, provider)) == []

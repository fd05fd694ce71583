"""Versions in the order of PEP 440."""

from __future__ import annotations

from itertools import combinations

import pytest

from errsmith.registry.versions import find_latest, is_later, is_version

IN_ORDER = [
    *("0", "0.0.1", "0.1.dev1", "0.1a1.dev1", "0.1a1", "0.1a2", "0.1b1.dev2", "0.1b1", "0.1rc1"),
    *("0.1rc1.post1", "0.1.0", "0.1.post1.dev1", "0.1.0.post1", "0.1.1", "0.2", "0.10"),
    *("1.0.dev9", "1.0", "1.0.1", "9" * 5000, "1!0.1"),
]
"""The example of PEP 440, with other versions."""


@pytest.mark.parametrize(("earlier", "later"), list(combinations(IN_ORDER, 2)))
def test_versions_are_in_order(earlier: str, later: str) -> None:
    """Each version is later than all before it."""
    assert is_later(later, earlier)
    assert not is_later(earlier, later)


def test_equal_versions_are_not_later() -> None:
    """Trailing zero segments do not count."""
    for version, other in [("1", "1.0.0"), ("1.1", "1.1.0"), ("1!0", "1!0.0"), ("1.0a1", "1a1")]:
        assert not is_later(version, other)
        assert not is_later(other, version)


@pytest.mark.parametrize(
    "text",
    [
        *("", "v1", "1.", "1.0-beta", "1.0alpha1", "1.0+local", "1.0 ", "2026-11-21", "1٢", "x"),
        *("01.0", "1.01", "1.00", "1.0a01", "1.0rc00", "1.0.post01", "1.0.dev00", "0!1.0", "01!1"),
    ],
)
def test_invalid_version(text: str) -> None:
    """Only the normal form in ASCII digits, without leading zeros, is valid."""
    assert not is_version(text)


@pytest.mark.parametrize(
    ("versions", "latest"),
    [
        (["0.1.0"], "0.1.0"),
        (["0.10.0", "0.9.0"], "0.10.0"),
        (["0.1.0", "0.2.0rc1", "0.2.0.dev3", "0.1.0.post1.dev1"], "0.1.0"),
        (["0.1.0", "0.1.0.post1", "0.2.0a1"], "0.1.0.post1"),
        (["0.2.0a1", "0.2.0rc1", "0.2.0.dev1"], "0.2.0rc1"),
        (["1!0.1", "2.0"], "1!0.1"),
    ],
)
def test_latest_version_is_final_if_there_is_one(versions: list[str], latest: str) -> None:
    """Nobody gets a pre-release by default."""
    assert find_latest(versions) == latest
    assert find_latest(reversed(versions)) == latest

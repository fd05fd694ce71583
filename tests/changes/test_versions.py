"""Proposed versions, and whether a version is high enough for the changes."""

from __future__ import annotations

import pytest

from errsmith.changes.change import Affected, Change, Level
from errsmith.changes.comparing import list_rules
from errsmith.changes.versions import ADDITIONS, is_high_enough, propose_version
from errsmith.registry.diagnostics import Rule
from errsmith.registry.versions import is_later, is_version, split_version


def make(level: str, rule: str = "C302", subject: str = "GONE", provider: str = "acme") -> Change:
    return Change(
        rule=Rule(rule, "some-rule", "It changed."),
        level=Level(level),
        affected=frozenset({Affected.DOCS}),
        provider=provider,
        subject=subject,
        message="it changed",
        cause="",
        adapt="Nothing.",
        before="",
        after="",
        find="",
        example=None,
        at=(),
    )


NEW = make("safe", "C112")
CHANGES = {
    "breaking": [make("safe"), make("breaking", "C114"), make("risky")],
    "risky": [make("safe"), make("risky")],
    "new": [make("safe"), NEW],
    "safe": [make("safe")],
    "none": [],
}


@pytest.mark.parametrize(
    ("last", "breaking", "risky", "new", "safe"),
    [
        ("0.1.2", "0.2.0", "0.1.3", "0.1.3", "0.1.3"),
        ("0.0.9", "0.1.0", "0.0.10", "0.0.10", "0.0.10"),
        ("0.4", "0.5", "0.4.1", "0.4.1", "0.4.1"),
        ("0", "0.1", "0.0.1", "0.0.1", "0.0.1"),
        ("1.1.2", "2.0.0", "1.2.0", "1.2.0", "1.1.3"),
        ("1.1", "2.0", "1.2", "1.2", "1.1.1"),
        ("1", "2", "1.1", "1.1", "1.0.1"),
        ("1.2.3.4", "2.0.0.0", "1.3.0.0", "1.3.0.0", "1.2.4.0"),
        ("9.9.9", "10.0.0", "9.10.0", "9.10.0", "9.9.10"),
        # A post-release corrects what is around the release that it follows.
        ("1.1.2.post1", "2.0.0", "1.2.0", "1.2.0", "1.1.3"),
        ("1.1.2.post1.dev3", "2.0.0", "1.2.0", "1.2.0", "1.1.3"),
        ("1!0.2.0", "1!0.3.0", "1!0.2.1", "1!0.2.1", "1!0.2.1"),
        ("2!1.1.2", "2!2.0.0", "2!1.2.0", "2!1.2.0", "2!1.1.3"),
        # After a pre-release, any change is allowed.
        ("1.0rc1", "1.0rc2", "1.0rc2", "1.0rc2", "1.0rc2"),
        ("1.0.0a9", "1.0.0a10", "1.0.0a10", "1.0.0a10", "1.0.0a10"),
        ("0.1.0b1.dev2", "0.1.0b2", "0.1.0b2", "0.1.0b2", "0.1.0b2"),
        ("1.0.dev3", "1.0.dev4", "1.0.dev4", "1.0.dev4", "1.0.dev4"),
        ("1!2.0rc1.post1", "1!2.0rc2", "1!2.0rc2", "1!2.0rc2", "1!2.0rc2"),
    ],
)
def test_proposal(last: str, breaking: str, risky: str, new: str, safe: str) -> None:
    """The proposal depends on the most severe change, is valid, later, and high enough."""
    proposed = {"breaking": breaking, "risky": risky, "new": new, "safe": safe, "none": safe}
    for name, version in proposed.items():
        changes = CHANGES[name]
        assert propose_version(last, changes, "7.7").version == version
        assert is_version(version)
        assert is_later(version, last)
        assert is_high_enough(version, last, changes)
        assert not is_high_enough(last, last, changes)


@pytest.mark.parametrize(
    ("last", "name", "reason"),
    [
        ("0.1.0", "breaking", "`GONE` of `acme` has a breaking change (`C114`)"),
        ("0.1.0", "risky", "`GONE` of `acme` has a risky change (`C302`)"),
        ("0.1.0", "new", "all changes are safe"),
        ("1.1.0", "new", "there is something new: `GONE` of `acme` (`C112`)"),
        ("1.1.0", "safe", "all changes are safe"),
        ("1.1.0", "none", "nothing changes for clients"),
        ("1.1rc1", "breaking", "1.1rc1 is a pre-release, after which any change is allowed"),
        (None, "breaking", "it is the first release"),
    ],
)
def test_reason(last: str | None, name: str, reason: str) -> None:
    """The reason names the change that decides."""
    assert propose_version(last, CHANGES[name], "0.1.0").reason == reason


def test_reason_of_a_change_of_the_whole_sdk() -> None:
    """It has no provider."""
    changes = [make("breaking", "C101", "package", "")]
    reason = "`package` has a breaking change (`C101`)"
    assert propose_version("0.1.0", changes, "").reason == reason


def test_first_release_has_the_version_of_the_settings() -> None:
    """Nothing has been promised yet, so any version is high enough."""
    assert propose_version(None, [NEW], "0.3.0").version == "0.3.0"
    assert is_high_enough("0.0.1", None, CHANGES["breaking"])


@pytest.mark.parametrize(
    ("version", "last", "name", "is_enough"),
    [
        ("0.2.0", "0.1.0", "breaking", True),
        ("0.2.0rc1", "0.1.0", "breaking", True),
        ("0.2.0.dev1", "0.1.0", "breaking", True),
        ("0.1.9", "0.1.0", "breaking", False),
        ("0.2", "0.1.0", "breaking", True),
        ("1.0.0", "0.1.0", "breaking", True),
        ("1!0.0.1", "0.1.0", "breaking", True),
        ("0.1.0.post1", "0.1.0", "safe", False),
        ("0.1.0.post1", "0.1.0", "none", True),
        ("0.1.1", "0.1.0", "risky", True),
        ("0.0.9", "0.1.0", "none", False),
        ("1.2", "1.1.5", "risky", True),
        ("1.1.6", "1.1.5", "risky", False),
        ("1.1.6", "1.1.5", "new", False),
        ("1.1.6", "1.1.5", "safe", True),
        ("2", "1.1.5", "breaking", True),
        ("1.0.0", "1.0.0rc1", "breaking", True),
        ("1.0.0rc1", "1.0.0rc2", "safe", False),
        ("2.0.0", "1!1.0.0", "breaking", False),
    ],
)
def test_version_is_high_enough(
    version: str,
    last: str,
    name: str,
    is_enough: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    """A version may be higher than the proposal, or a pre-release of a version that is."""
    assert is_high_enough(version, last, CHANGES[name]) is is_enough


def test_additions_are_the_rules_about_something_new() -> None:
    """They exist, and some of their changes are safe."""
    rules = {rule.rule.id: rule for rule in list_rules()}
    assert rules.keys() >= ADDITIONS
    assert {id_ for id_, rule in rules.items() if rule.rule.name.endswith("-new")} - {
        "C115",
        "C135",
        "C252",
    } <= ADDITIONS
    assert all(Level.SAFE in rules[id_].levels for id_ in ADDITIONS)


def test_parts_of_an_invalid_version() -> None:
    """The caller must check the version first."""
    with pytest.raises(ValueError, match=r"not a version: 1\.x"):
        split_version("1.x")

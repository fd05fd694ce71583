"""Which version a set of changes requires, and whether a version is high enough for it.

| change | before 1.0 | from 1.0 |
|---|---|---|
| breaking | 0.1.2 -> 0.2.0 | 1.1.2 -> 2.0.0 |
| risky, or something new | 0.1.2 -> 0.1.3 | 1.1.2 -> 1.2.0 |
| anything else | 0.1.2 -> 0.1.3 | 1.1.2 -> 1.1.3 |

After a pre-release, any change is allowed, so only its number increases: 1.0rc1 -> 1.0rc2. But if
that is too low for the changes since the last final release, the version is raised from that one:
1.0.0, then 1.0.1rc1, then a breaking change -> 2.0.0.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from attrs import frozen

from errsmith.changes.change import SEVERITY, Change, Level
from errsmith.registry.releases import LONGEST_VERSION
from errsmith.registry.versions import is_later, is_version, split_version

ADDITIONS: Final = frozenset({"C104", "C112", "C123", "C153", "C224", "C242", "C260"})
"""The rules about something new, which requires a minor version even if it is safe."""
_MINOR: Final = 1
_PATCH: Final = 2


@frozen(kw_only=True)
class Proposal:
    """A version for the next release.

    Attributes:
        version: The version.
        reason: Why this one, as a clause after "because".
    """

    version: str
    reason: str


@frozen(kw_only=True)
class Step:
    """What has changed since a release.

    Attributes:
        version: The version of the release.
        changes: The changes since then.
    """

    version: str
    changes: Collection[Change]


def propose_next(last: Step | None, final: Step | None, stated: str) -> Proposal:
    """Propose the version of the next release, as `errsmith diff` and `errsmith release` do.

    Args:
        last: The step from the last release, None if there is none.
        final: The step from the last final release, None if there is none.
        stated: The version in `sdk.toml`. If it is later than necessary, somebody has chosen it.
    """
    if last is None:
        return propose_version(None, (), stated)
    lowest = find_lowest(last, final)
    if can_follow(stated) and is_later(stated, lowest.version):
        reason = f"`sdk.toml` has this version, which is later than {lowest.version}"
        return Proposal(version=stated, reason=reason)
    return lowest


def can_follow(version: str) -> bool:
    """Return whether a version is valid, and short enough to be read as numbers."""
    return is_version(version) and len(version) <= LONGEST_VERSION


def find_lowest(last: Step, final: Step | None) -> Proposal:
    """Return the lowest version after a release that is high enough."""
    next_ = propose_version(last.version, last.changes, "")
    if final is None or is_high_enough(next_.version, final.version, final.changes):
        return next_
    return propose_version(final.version, final.changes, "")


def propose_version(last: str | None, changes: Collection[Change], first: str) -> Proposal:
    """Propose the version that follows a release.

    Args:
        last: The version of the last release, None if there is none.
        changes: The changes since the last release.
        first: The version in `sdk.toml`, which is that of the first release.
    """
    if last is None:
        return Proposal(version=first, reason="it is the first release")
    parts = split_version(last)
    if parts.is_prerelease:
        reason = f"{last} is a pre-release, after which any change is allowed"
        return Proposal(version=parts.bump_prerelease(), reason=reason)
    worst = min(changes, key=_rank, default=None)
    is_stable = parts.release[0] > 0
    step = _choose_step(worst, is_stable=is_stable)
    return Proposal(version=parts.bump(step), reason=_explain(worst, is_stable=is_stable))


def _rank(change: Change) -> tuple[int, bool]:
    return SEVERITY[change.level], change.rule.id not in ADDITIONS


def _choose_step(worst: Change | None, *, is_stable: bool) -> int:
    """Return the index of the number to raise: 0 for major, 1 for minor, 2 for patch."""
    if worst is None:
        return _PATCH
    if worst.level is Level.BREAKING:
        return 0 if is_stable else _MINOR
    is_minor = is_stable and (worst.level is Level.RISKY or worst.rule.id in ADDITIONS)
    return _MINOR if is_minor else _PATCH


def _explain(worst: Change | None, *, is_stable: bool) -> str:
    if worst is None:
        return "nothing changes for clients"
    is_new = is_stable and worst.rule.id in ADDITIONS
    if worst.level is Level.SAFE and not is_new:
        return "all changes are safe"
    where = f"`{worst.subject}` of `{worst.provider}`" if worst.provider else f"`{worst.subject}`"
    if worst.level is Level.SAFE:
        return f"there is something new: {where} (`{worst.rule.id}`)"
    return f"{where} has a {worst.level.value} change (`{worst.rule.id}`)"


def is_high_enough(version: str, last: str | None, changes: Collection[Change]) -> bool:
    """Return whether a version is high enough for the changes since the last release.

    It must be later than the last one, and at least as high as the proposed one; a pre-release of
    such a version is also high enough.

    Args:
        version: A valid version.
        last: The version of the last release, None if there is none.
        changes: The changes since the last release.
    """
    if last is None:
        return True
    if not is_later(version, last):
        return False
    if split_version(last).is_prerelease or not changes:
        return True
    proposed = split_version(propose_version(last, changes, "").version)
    given = split_version(version)
    return (given.epoch, given.padded) >= (proposed.epoch, proposed.padded)

"""Choose the version of a release, or explain why a version cannot be released."""

from __future__ import annotations

from typing import Final

from errsmith.changes.change import SEVERITY
from errsmith.changes.comparing import compare
from errsmith.changes.history import select_final
from errsmith.changes.versions import is_high_enough, propose_version
from errsmith.registry.releases import LONGEST_VERSION, Release
from errsmith.registry.versions import is_later, is_version, split_version
from errsmith.registry.wording import quote
from errsmith.releasing.candidate import Candidate
from errsmith.releasing.errors import ReleaseError

_FORM: Final = "Write a version such as 1.4.0, or 1.5.0rc1 for a pre-release"


def check_version(version: str) -> None:
    """Check the form of a version.

    Raises:
        ReleaseError: It is not a valid PEP 440 version in its normal form, or too long.
    """
    if not is_version(version):
        reason = f"{quote(version)} is not a PEP 440 version in its normal form"
        raise ReleaseError(reason, _FORM)
    if len(version) > LONGEST_VERSION:
        reason = f"{quote(version)} has more than {LONGEST_VERSION} characters"
        raise ReleaseError(reason, _FORM)


def choose_version(candidate: Candidate, wanted: str | None) -> str:
    """Return the version to release: the wanted one or, failing that, the proposed one.

    Raises:
        ReleaseError: Nothing has changed since the last release, or the wanted version is not
            valid, not later than the last release, or too low for the changes.
    """
    if wanted is not None:
        check_version(wanted)
    version = _propose(candidate) if wanted is None else wanted
    check_version(version)
    last = candidate.last
    if last is None:
        return version
    follows_prerelease = split_version(last.version).is_prerelease
    is_final = not split_version(version).is_prerelease
    if candidate.is_same and not (follows_prerelease and is_final):
        reason = (
            "nothing to release: neither the facts nor the generated code has changed since "
            f"{last.version}"
        )
        hint = f"To make {last.version} final, pass the version without its suffix"
        raise ReleaseError(reason, hint if follows_prerelease else "")
    if not is_later(version, last.version):
        reason = f"{version} is not later than the last release, {last.version}"
        raise ReleaseError(reason, f"Release {_propose(candidate)} or a later version")
    _check_height(candidate, version)
    return version


def _propose(candidate: Candidate) -> str:
    """Return the lowest version that is high enough, or that of `sdk.toml` if it is later."""
    stated = candidate.snapshot.version
    if candidate.last is None:
        return stated
    last = candidate.last.version
    changes = compare(candidate.last.snapshot, candidate.snapshot)
    proposed = propose_version(last, changes, stated).version
    lowest = _find_lowest(candidate, proposed)
    return stated if is_later(stated, lowest) else lowest


def _find_lowest(candidate: Candidate, version: str) -> str:
    """Return a version, or the lowest one that is high enough after the last final release."""
    base = _find_final(candidate)
    if base is None:
        return version
    changes = compare(base.snapshot, candidate.snapshot)
    if is_high_enough(version, base.version, changes):
        return version
    return propose_version(base.version, changes, version).version


def _find_final(candidate: Candidate) -> Release | None:
    """Return the last release that is not a pre-release."""
    final = select_final(candidate.releases)
    return final[-1] if final else None


def _check_height(candidate: Candidate, version: str) -> None:
    """Raise unless a version is high enough for the changes since the last final release."""
    lowest = _find_lowest(candidate, version)
    base = _find_final(candidate)
    if base is None or lowest == version:
        return
    changes = compare(base.snapshot, candidate.snapshot)
    worst = min(changes, key=lambda change: SEVERITY[change.level])
    subject = " ".join(filter(None, (worst.provider, worst.subject)))
    reason = (
        f"{version} is too low after {base.version}, because of a {worst.level.value} change: "
        f"{subject}: {worst.sentence} ({worst.rule.id})"
    )
    raise ReleaseError(reason, f"Release {lowest} or a later version; see `errsmith diff`")

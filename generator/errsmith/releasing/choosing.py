"""Choose the version of a release, or explain why a version cannot be released."""

from __future__ import annotations

import re
from typing import Final

from errsmith.changes.change import SEVERITY
from errsmith.changes.versions import Step, find_lowest, is_high_enough, propose_next
from errsmith.registry.releases import LONGEST_VERSION
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
    last = candidate.last_step
    if last is None:
        return version
    follows_prerelease = split_version(last.version).is_prerelease
    is_final = not split_version(version).is_prerelease
    if candidate.is_same and not (follows_prerelease and is_final):
        reason = (
            "nothing to release: neither the facts nor the generated files have changed since "
            f"{last.version}"
        )
        hint = f"To release the final version, pass {_strip_suffix(last.version)}"
        raise ReleaseError(reason, hint if follows_prerelease else "")
    if not is_later(version, last.version):
        reason = f"{version} is not later than the last release, {last.version}"
        raise ReleaseError(reason, f"Release {_propose(candidate)} or a later version")
    _check_height(version, last, candidate.final_step)
    return version


def _strip_suffix(version: str) -> str:
    """Return the final version of a pre-release."""
    return re.split(r"a|b|rc|\.dev|\.post", version)[0]


def _propose(candidate: Candidate) -> str:
    stated = candidate.snapshot.version
    return propose_next(candidate.last_step, candidate.final_step, stated).version


def _check_height(version: str, last: Step, final: Step | None) -> None:
    """Raise unless a version is high enough for the changes since the last final release."""
    if final is None or is_high_enough(version, final.version, final.changes):
        return
    worst = min(final.changes, key=lambda change: SEVERITY[change.level])
    subject = " ".join(filter(None, (worst.provider, worst.subject)))
    reason = (
        f"{version} is too low after {final.version}, because of a {worst.level.value} change: "
        f"{subject}: {worst.sentence} ({worst.rule.id})"
    )
    lowest = find_lowest(last, final).version
    raise ReleaseError(reason, f"Release {lowest} or a later version; see `errsmith diff`")

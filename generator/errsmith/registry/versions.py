"""PEP 440 versions: whether a string is one, and which of two is later."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from attrs import frozen

_NUMBER: Final = r"(?:0|[1-9]\d*)"
_VERSION: Final = re.compile(
    rf"(?:(?P<epoch>[1-9]\d*)!)?(?P<release>{_NUMBER}(?:\.{_NUMBER})*)"
    rf"(?:(?P<stage>a|b|rc)(?P<pre>{_NUMBER}))?"
    rf"(?:\.post(?P<post>{_NUMBER}))?(?:\.dev(?P<dev>{_NUMBER}))?",
    re.ASCII,
)
"""The normal form, without local versions, because package indexes reject them."""

_FINAL: Final = ("z", (0, ""))
"""Sorts after every stage of a pre-release."""


def is_version(text: str) -> bool:
    """Return whether a string is a version in the normal form of PEP 440."""
    return _VERSION.fullmatch(text) is not None


def is_later(version: str, other: str) -> bool:
    """Return whether a version is later than another; both must be valid."""
    return get_sort_key(version) > get_sort_key(other)


def is_prerelease(version: str) -> bool:
    """Return whether a valid version is a pre-release or a development version."""
    return split_version(version).is_prerelease or ".dev" in version


def find_latest(versions: Iterable[str]) -> str:
    """Return the latest of some valid versions: a final one, unless all are pre-releases."""
    return max(versions, key=lambda version: (not is_prerelease(version), get_sort_key(version)))


def get_sort_key(text: str) -> tuple[Any, ...]:
    """Return the sort key of a version in the order of PEP 440."""
    match = _VERSION.fullmatch(text)
    if match is None:
        message = f"not a version: {text}"
        raise ValueError(message)
    release = [_get_number_key(part) for part in match["release"].split(".")]
    while release and release[-1] == _get_number_key("0"):
        release.pop()
    if match["stage"]:
        stage = (match["stage"], _get_number_key(match["pre"]))
    elif match["dev"] and not match["post"]:
        stage = ("", (0, ""))  # `1.0.dev1` comes before `1.0a1`.
    else:
        stage = _FINAL
    post = (1, _get_number_key(match["post"])) if match["post"] else (0, _get_number_key("0"))
    dev = (0, _get_number_key(match["dev"])) if match["dev"] else (1, _get_number_key("0"))
    return _get_number_key(match["epoch"] or "0"), tuple(release), stage, post, dev


def _get_number_key(digits: str) -> tuple[int, str]:
    """Return the sort key of a number of any length: Python limits how many digits it converts."""
    plain = digits.lstrip("0")
    return len(plain), plain


@frozen
class VersionParts:
    """The parts of a version that determine what may change between two releases.

    Attributes:
        epoch: The epoch, 0 if it has none.
        release: The numbers.
        stage: The stage of a pre-release: `a`, `b`, `rc`, or `dev` without any of them.
        number: The number of the pre-release.
    """

    epoch: int
    release: tuple[int, ...]
    stage: str = ""
    number: int = 0

    @property
    def is_prerelease(self) -> bool:
        """Whether it comes before the final version."""
        return bool(self.stage)

    @property
    def padded(self) -> tuple[int, ...]:
        """The numbers without trailing zeros, so that `1.0` equals `1`."""
        numbers = list(self.release)
        while numbers and not numbers[-1]:
            numbers.pop()
        return tuple(numbers)

    def bump(self, index: int) -> str:
        """Return the next final version: the number at an index is raised, later ones are 0."""
        length = max(len(self.release), index + 1)
        numbers = [*self.release, *([0] * length)][:length]
        numbers[index] += 1
        numbers[index + 1 :] = [0] * (length - index - 1)
        return self._format(numbers)

    def bump_prerelease(self) -> str:
        """Return the next pre-release of the same version."""
        mark = f".{self.stage}" if self.stage == "dev" else self.stage
        return f"{self._format(self.release)}{mark}{self.number + 1}"

    def _format(self, numbers: Iterable[int]) -> str:
        epoch = f"{self.epoch}!" if self.epoch else ""
        return epoch + ".".join(map(str, numbers))


def split_version(version: str) -> VersionParts:
    """Return the parts of a valid version.

    A post-release counts as the version that it follows, and a development version of a
    pre-release counts as that pre-release.
    """
    match = _VERSION.fullmatch(version)
    if match is None:
        message = f"not a version: {version}"
        raise ValueError(message)
    stage, number = match["stage"] or "", match["pre"]
    if not stage and match["dev"] and not match["post"]:
        stage, number = "dev", match["dev"]
    release = tuple(map(int, match["release"].split(".")))
    return VersionParts(int(match["epoch"] or 0), release, stage, int(number or 0))

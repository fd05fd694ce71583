"""PEP 440 versions: whether a string is one, and which of two is later."""

from __future__ import annotations

import re
from typing import Any, Final

_VERSION: Final = re.compile(
    r"(?:(?P<epoch>\d+)!)?(?P<release>\d+(?:\.\d+)*)"
    r"(?:(?P<stage>a|b|rc)(?P<pre>\d+))?(?:\.post(?P<post>\d+))?(?:\.dev(?P<dev>\d+))?",
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
    return _get_number_key(match["epoch"] or "0"), release, stage, post, dev


def _get_number_key(digits: str) -> tuple[int, str]:
    """Return the sort key of a number of any length: Python limits how many digits it converts."""
    plain = digits.lstrip("0")
    return len(plain), plain

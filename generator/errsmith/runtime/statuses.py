"""HTTP statuses: the kind of error that each implies, and ranges such as `4xx`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LISTED: Final[Mapping[int, str]] = MappingProxyType(
    {
        401: "authentication",
        407: "authentication",
        403: "permission",
        404: "not_found",
        410: "not_found",
        409: "conflict",
        412: "conflict",
        423: "conflict",
        429: "rate_limit",
        405: "unsupported",
        406: "unsupported",
        415: "unsupported",
        501: "unsupported",
        502: "unavailable",
        503: "unavailable",
        504: "unavailable",
    }
)
"""The kind of each status that implies one."""

OTHER: Final[Mapping[int, str]] = MappingProxyType({4: "invalid_request", 5: "internal"})
"""The kind of every other status, by its first digit."""


def derive_kind(status: int | None, group_kind: str | None = None) -> str | None:
    """Return the kind of an error that does not state one.

    It comes from the first of these that has one: a listed status, the group, any other 4xx or 5xx.
    """
    if status is None:
        return group_kind
    return LISTED.get(status) or group_kind or OTHER.get(status // 100)


def has_status(statuses: tuple[int | str, ...], status: int) -> bool:
    """Return whether `status` is one of `statuses`, where `"4xx"` stands for 400 to 499."""
    return status in statuses or f"{status // 100}xx" in statuses

"""Conclude the kind of an error whose statuses do not imply one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

_PHRASES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "rate_limit",
        ("rate limit", "ratelimit", "too many requests", "throttl", "quota exceeded", "over quota"),
    ),
    (
        "not_found",
        ("not found", "notfound", "no such", "not exist", "nonexistent", "unknown resource"),
    ),
    (
        "unsupported",
        ("unsupported", "not supported", "not implemented", "method not allowed"),
    ),
    (
        "unavailable",
        ("unavailable", "timeout", "timed out", "maintenance", "overloaded", "bad gateway"),
    ),
    (
        "internal",
        ("internal", "server error", "unexpected error", "unknown error", "system error"),
    ),
    (
        "permission",
        ("forbidden", "permission", "access denied", "not authorized", "insufficient scope"),
    ),
    (
        "authentication",
        (
            *("unauthorized", "unauthenticated", "authentication", "credential", "api key"),
            *("apikey", "not authenticated", "invalid token", "expired token", "missing token"),
            *("revoked token", "no token", "access token", "auth token", "bearer", "invalid jwt"),
            *("^ token expired", "^ token invalid", "^ token missing", "^ token required"),
            *("^ token revoked", "^ invalid auth ", "login failed", "invalid login"),
        ),
    ),
    (
        "conflict",
        ("conflict", "already", "duplicate", "concurrent", "in use", "locked", "idempotency"),
    ),
    ("declined", ("declined", "user denied", "cancelled by user")),
    (
        "expired",
        (
            *("session expired", "request expired", "order expired", "code expired"),
            *("link expired", "expired session", "expired request", "expired code"),
        ),
    ),
    ("pending", ("pending", "in progress", "not ready")),
    ("authentication", ("auth ",)),
    (
        "invalid_request",
        (
            *("invalid", "bad request", "malformed", "missing", "required", "too long"),
            *("too short", "too large", "too small", "incorrect", "validation", "mismatch"),
        ),
    ),
)
"""Phrases of codes, by the kind that they imply; the first kind that fits counts.

A phrase begins with a whole word, and ends with one if there is a space after it. `^` stands for
the beginning of the code.
"""

USUAL: Final = "invalid_request"
"""The kind of an error about which nothing is known."""
UNKNOWN: Final = "by default (nothing implies one)"
"""What such a kind is concluded from."""


def conclude_kind(code: str, choices: Sequence[str] = ()) -> tuple[str, str]:
    """Return a kind, and what it was concluded from.

    Descriptions do not count: "API key does not exist" is not about a missing resource.

    Args:
        code: The code and its name, whose words may imply a kind.
        choices: The kinds that the statuses imply, if these differ.
    """
    kinds = choices or tuple(kind for kind, _ in _PHRASES)
    words = f" ^ {' '.join(_WORD.findall(code)).lower()} "
    for kind, phrases in _PHRASES:
        if kind in kinds and any(f" {phrase}" in words for phrase in phrases):
            return kind, "from the words of the code"
    if choices:
        return choices[0], "from the first status"
    return USUAL, UNKNOWN

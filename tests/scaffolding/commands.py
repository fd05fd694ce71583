"""What commands print and ask, and a provider to which they add."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

PROVIDER = """\
# The errors of Acme.

[provider]
title = "Acme"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-01-02

[sources.webhooks]
url = "https://acme.example/webhooks"
retrieved = 2026-01-02

[scopes.token]
paths = "*/token"

[[envelopes]]
id = "json"
code = { path = "code" }

[categories.client]
status = "4xx"

[groups.auth]
match = "AUTH_*"
kind = "authentication"

[groups.card]
class = "CardFaultError"

# Authentication

[errors.AUTH_EXPIRED]
status = 400  # as documented
summary = "The session is over."
# The page says more.

# Cards

[errors.CARD_BLOCKED]
group = "card"
status = 403
summary = "The owner has blocked it."

[errors.HOOK_GONE]
scope = "token"
status = 410
source = "webhooks"
summary = "Nobody listens to this hook any more."
"""


@frozen
class Output:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Output]
"""Runs a command in an empty folder."""
Answer = Callable[..., list[str]]
"""Sets the answers to the questions of the next command."""

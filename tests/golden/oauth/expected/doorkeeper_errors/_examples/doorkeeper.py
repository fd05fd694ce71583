# Emitted by errsmith from registry/providers/doorkeeper.toml
# with python/examples/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Example responses of the errors of Doorkeeper.

`doorkeeper_errors.testing.example_responses` gives them. The values in the shapes are made
up, but for the facts of the error that are written into them; what is `Shown` stands like
this on the provider's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._runtime.test_kit.shapes import (
    CODE,
    GROUP,
    SUMMARY,
    ChallengeTemplate,
    Example,
    Shape,
    Shown,
)

SHAPES: Final[Mapping[str, Shape]] = {
    "redirect": Shape(query={"error": CODE, "error_description": SUMMARY, "state": "af0ifjsldkj"}),
    "challenge": Shape(
        headers={
            "WWW-Authenticate": ChallengeTemplate(
                "Bearer", {"error": CODE, "error_description": SUMMARY, "scope": "openid"}
            ),
            "DPoP-Nonce": "eyJ7S_zG.eyJH0-Z.HX4w-7v",
        }
    ),
    "token": Shape(
        headers={"Content-Type": "application/json"},
        body={
            "error": CODE,
            "error_description": SUMMARY,
            "error_uri": "https://doorkeeper.example/docs/errors?version=3&language=en",
        },
    ),
    "session": Shape(
        headers={"Content-Type": "application/json"},
        body={"state": "FAILED", "reason": CODE, "party": GROUP, "counters": [{"value": 1}]},
    ),
}
"""The shapes by the names of the provider's envelopes."""

EXAMPLES: Final[tuple[Example | Shown, ...]] = (
    Example(
        "access_denied",
        "redirect",
        302,
        is_status_made_up=True,
        path="/authorize",
        scope="authorization",
    ),
    Shown(
        "access_denied_at_token",
        400,
        headers={"Content-Type": "application/json"},
        body=('{"error": "access_denied"}',),
        made_up=("headers",),
        path="/token",
        scope="token",
    ),
    Shown(
        "invalid_request",
        302,
        query="error=invalid_request&state=xyz",
        made_up=("status",),
        path="/authorize",
        scope="authorization",
    ),
    Example("authorization_pending", "token", 400, path="/token", scope="token"),
    Example("slow_down", "token", 400, path="/token", scope="token"),
    Example("expired_token", "token", 400, path="/token", scope="token"),
    Example("invalid_token", "challenge", 401, scope="resource"),
    Shown(
        "insufficient_scope",
        403,
        headers={
            "WWW-Authenticate": 'Bearer realm="door", error="insufficient_scope", scope="door.open"'
        },
        scope="resource",
    ),
    Example("use_dpop_nonce", "challenge", 401, scope="resource"),
    Shown(
        "CANCELLED",
        200,
        headers={"Content-Type": "application/json"},
        body=('{"state": "FAILED", "party": "USER", "reason": "CANCELLED"}',),
        made_up=("headers",),
        path="/sessions/",
        scope="session",
    ),
    Example("CANCELLED_BY_DOOR", "session", 200, path="/sessions/", scope="session"),
)
"""The examples, in the order in which the provider's errors are listed."""

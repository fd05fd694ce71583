# Emitted by errsmith from registry/providers/hopae.toml
# with python/examples/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Example responses of the errors of Hopae.

`eid_errors.testing.example_responses` gives them. The values in the shapes are made up, but
for the facts of the error that are written into them; what is `Shown` stands like this on
the provider's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._runtime.test_kit.shapes import CODE, STATUS, SUMMARY, Example, Shape, Shown

SHAPES: Final[Mapping[str, Shape]] = {
    "problem": Shape(
        headers={"Content-Type": "application/json"},
        body={
            "title": CODE,
            "status": STATUS,
            "detail": SUMMARY,
            "instance": "/sessions/7d3f0c52",
            "timestamp": "2026-01-31T12:00:00Z",
            "context": {},
            "doc_url": "https://docs.hopae.com/api-reference/error-codes",
        },
    ),
}
"""The shapes by the names of the provider's envelopes."""

EXAMPLES: Final[tuple[Example | Shown, ...]] = (
    Example("AUTH_INVALID_CREDENTIALS", "problem", 401),
    Example("AUTH_INVALID_GRANT", "problem", 400),
    Example("AUTH_INVALID_CLIENT", "problem", 401),
    Example("AUTH_FORBIDDEN", "problem", 403),
    Example("VALIDATION_MISSING_PARAMETER", "problem", 400),
    Example("VALIDATION_INVALID_PARAMETER", "problem", 400),
    Example("VALIDATION_MISSING_USER_DATA", "problem", 400),
    Example("VALIDATION_INVALID_USER_DATA", "problem", 400),
    Example("VALIDATION_INVALID_PKCE", "problem", 400),
    Example("VALIDATION_REDIRECT_URI_REQUIRED", "problem", 400),
    Example("VALIDATION_MISSING_CLIENT_SECRET", "problem", 400),
    Example("SESSION_NOT_FOUND", "problem", 404),
    Example("SESSION_VERIFICATION_NOT_FOUND", "problem", 404),
    Example("SESSION_INVALID_STATUS_TRANSITION", "problem", 409),
    Example("SESSION_INVALID_FLOW", "problem", 400),
    Example("PROVIDER_NOT_FOUND", "problem", 404),
    Example("PROVIDER_NOT_ENABLED", "problem", 403),
    Example("PROVIDER_INITIALIZATION_FAILED", "problem", 502),
    Example("PROVIDER_ERROR", "problem", 502),
    Example("PROVIDER_UNAVAILABLE", "problem", 503),
    Example("PROVIDER_CONFIGURATION_ERROR", "problem", 400),
    Example("PROVIDER_AUTHENTICATION_FAILED", "problem", 401),
    Example("PROVIDER_UNEXPECTED_RESPONSE", "problem", 502),
    Example("SYSTEM_INTERNAL_ERROR", "problem", 500),
    Example("SYSTEM_UNSUPPORTED_MODE", "problem", 501),
    Example("RESOURCE_NOT_FOUND", "problem", 404),
    Example("RESOURCE_CONFLICT", "problem", 409),
)
"""The examples, in the order in which the provider's errors are listed."""

# Emitted by errsmith from registry/providers/signet.toml
# with python/examples/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Example responses of the errors of Signet.

`eid_errors.testing.example_responses` gives them. The values in the shapes are made up, but
for the facts of the error that are written into them; what is `Shown` stands like this on
the provider's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._runtime.test_kit.shapes import CODE, GROUP, SUMMARY, Example, Shape, Shown

SHAPES: Final[Mapping[str, Shape]] = {
    "json": Shape(
        headers={"Content-Type": "application/json"},
        body={
            "errors": {GROUP: {"code": CODE, "reason": SUMMARY, "details": {}}},
            "success": False,
            "message": SUMMARY,
        },
    ),
}
"""The shapes by the names of the provider's envelopes."""

EXAMPLES: Final[tuple[Example | Shown, ...]] = (
    Example("service_unavailable", "json", 503, is_status_made_up=True),
    Example("internal_error", "json", 500, is_status_made_up=True),
    Example("report_retrieval_failed", "json", 500, is_status_made_up=True),
    Example("missing_header", "json", 401, is_status_made_up=True),
    Example("invalid_format", "json", 401, is_status_made_up=True),
    Example("authentication_failed", "json", 401, is_status_made_up=True),
    Example("expired_request", "json", 400, is_status_made_up=True),
    Example("missing_signature", "json", 401, is_status_made_up=True),
    Example("invalid_signature", "json", 401, is_status_made_up=True),
    Example("missing_body", "json", 400, is_status_made_up=True),
    Example("validation_failed", "json", 400, is_status_made_up=True),
    Example("verification_failed", "json", 400, is_status_made_up=True),
    Example("duplicate_flag", "json", 409, is_status_made_up=True),
    Example("already_flagged", "json", 409, is_status_made_up=True),
    Example("profile_required", "json", 403, is_status_made_up=True),
    Example("profile_inactive", "json", 403, is_status_made_up=True),
    Example("user_id_missing", "json", 400, is_status_made_up=True),
    Example("not_found", "json", 404, is_status_made_up=True),
    Example("conflict", "json", 409, is_status_made_up=True),
    Example("forbidden", "json", 403, is_status_made_up=True),
)
"""The examples, in the order in which the provider's errors are listed."""

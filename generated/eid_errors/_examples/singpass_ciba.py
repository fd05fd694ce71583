# Emitted by errsmith from registry/providers/singpass_ciba.toml
# with python/examples/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Example responses of the errors of Singpass CIBA.

`eid_errors.testing.example_responses` gives them. The values in the shapes are made up, but
for the facts of the error that are written into them; what is `Shown` stands like this on
the provider's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._runtime.test_kit.shapes import CODE, SUMMARY, Example, Shape, Shown

SHAPES: Final[Mapping[str, Shape]] = {
    "json": Shape(
        headers={"Content-Type": "application/json"},
        body={
            "error": CODE,
            "id": "7d3f0c52-9f0b-4a39-8c1e-2f6f3f6f1b1d",
            "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
            "error_description": SUMMARY,
        },
    ),
}
"""The shapes by the names of the provider's envelopes."""

EXAMPLES: Final[tuple[Example | Shown, ...]] = (
    Shown(
        "CLIENT_SIDE_ERROR",
        400,
        headers={"Content-Type": "application/json"},
        body=(
            "{",
            '  "id" : "bcba4bc3-534e-4891-bfa2-e872b4502d80",',
            '  "error" : "CLIENT_SIDE_ERROR",',
            '  "error_description" : "This is an invalid request.",',
            '  "trace_id" : "67ae9e7585c905b608ca205f42270eff"',
            "}",
        ),
    ),
    Example("ARGUMENTS_NOT_VALID", "json", 400, is_status_made_up=True),
    Shown(
        "SERVER_SIDE_ERROR",
        500,
        headers={"Content-Type": "application/json"},
        body=(
            "{",
            '  "id" : "bcba4bc3-534e-4891-bfa2-e872b4502d80",',
            '  "error" : "SERVER_SIDE_ERROR",',
            '  "error_description" : "An unexpected error occurred.",',
            '  "trace_id" : "67ae9e75bce5bd9bef0c2a4128d71c7f"',
            "}",
        ),
    ),
    Example("TOO_MANY_REQUESTS", "json", 429, is_status_made_up=True),
)
"""The examples, in the order in which the provider's errors are listed."""

# Emitted by errsmith from registry/providers/paperwork.toml
# with python/examples/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Example responses of the errors of Paperwork.

`paperwork_errors.testing.example_responses` gives them. The values in the shapes are made
up, but for the facts of the error that are written into them; what is `Shown` stands like
this on the provider's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._runtime.test_kit.shapes import STATUS, SUMMARY, Example, Shape, Shown, Slot

SHAPES: Final[Mapping[str, Shape]] = {
    "problem": Shape(
        headers={
            "X-Request-Id": "4bf92f3577b34da6a3ce929d0e0e4736",
            "Content-Type": "application/json",
        },
        body={
            "type": Slot("code", spelled="https://api.example/errors/{code}"),
            "title": "text",
            "detail": SUMMARY,
            "status": STATUS,
            "instance": "7d3f0c52-9f0b-4a39-8c1e-2f6f3f6f1b1d",
            "documents": [],
        },
    ),
}
"""The shapes by the names of the provider's envelopes."""

EXAMPLES: Final[tuple[Example | Shown, ...]] = (
    Shown(
        "document-too-large",
        413,
        headers={"Content-Type": "application/problem+json"},
        body=(
            "{",
            '  "type": "https://paperwork.example/problems/document-too-large",',
            '  "title": "Document too large",',
            '  "status": 413',
            "}",
        ),
    ),
    Shown(
        "document-too-large",
        413,
        headers={"Content-Type": "application/json"},
        body=('{"type": "urn:paperwork:document-too-large"}',),
        made_up=("headers",),
    ),
    Example("document-unreadable", "problem", 400),
    Example("document-locked", "problem", 423),
    Example("too-many-documents", "problem", 429),
    Example("template-missing", "problem", 404),
    Example("fax-failed", "problem", 500),
    Example("1007", "problem", 504),
)
"""The examples, in the order in which the provider's errors are listed."""

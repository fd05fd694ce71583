# Emitted by errsmith from registry/providers/depot.toml
# with python/examples/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Example responses of the errors of Depot.

`depot_errors.testing.example_responses` gives them. The values in the shapes are made up,
but for the facts of the error that are written into them; what is `Shown` stands like this
on the provider's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._runtime.test_kit.shapes import CODE, GROUP, SUMMARY, Example, Shape, Shown

SHAPES: Final[Mapping[str, Shape]] = {
    "by group": Shape(
        headers={"Content-Type": "application/json"},
        body={
            "errors": {GROUP: [{"code": CODE, "reason": SUMMARY, "attributes": {}}]},
            "type": {"name": "text"},
            "item": {"number": 1},
        },
    ),
    "gate": Shape(headers={"Content-Type": "application/json"}, body={"gate": CODE}),
}
"""The shapes by the names of the provider's envelopes."""

EXAMPLES: Final[tuple[Example | Shown, ...]] = (
    Example("EMPTY_SHELF", "by group", 409, is_status_made_up=True),
    Example("RESERVED", "by group", 409, is_status_made_up=True),
    Example("GATE_LOCKED", "gate", 503, is_status_made_up=True),
    Example("east-gate", "gate", 503, is_status_made_up=True),
    Example("1012", "by group", 400, is_status_made_up=True),
    Shown("471", 471),
)
"""The examples, in the order in which the provider's errors are listed."""

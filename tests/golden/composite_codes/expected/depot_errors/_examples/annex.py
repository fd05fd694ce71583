# Emitted by errsmith from registry/providers/annex.toml
# with python/examples/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Example responses of the errors of Annex.

`depot_errors.testing.example_responses` gives them. The values in the shapes are made up,
but for the facts of the error that are written into them; what is `Shown` stands like this
on the provider's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._runtime.test_kit.shapes import Example, Shape, Shown

SHAPES: Final[Mapping[str, Shape]] = {}
"""The shapes by the names of the provider's envelopes."""

EXAMPLES: Final[tuple[Example | Shown, ...]] = ()
"""The examples, in the order in which the provider's errors are listed."""

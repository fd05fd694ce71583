"""Weights for and against a place on a page as one that defines codes.

The weights were chosen on some 90 pages of real documentation, with registries that had all of
their codes or half of them. Known codes count most, then the label of the codes; each of the other
signs decides only between places that have neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from errsmith.drift.extraction.phrases import Role

ENOUGH: Final = 0.45
"""The score from which a place is taken to define codes."""

LAST_RESORT: Final = 0.25
"""The same on a page without such a place."""

KNOWN: Final = 0.6
"""Codes that the registry has, if most of the codes are known; half of it for a single code."""
COVERAGE: Final = 0.3
"""All of the expected codes."""
MOST_KNOWN: Final = 0.6
"""The share of known codes that counts as most of them."""

DECLARED: Final = 0.6
"""The kind of place is declared."""
DECLARED_SHAPE: Final = 0.3
"""All codes have a declared shape."""
LABEL: Final = 0.4
"""A label for codes."""
DECLARED_LABEL: Final = 1.0
UNDECLARED_LABEL: Final = -1.0
"""A label that is not the declared one."""
WEAK_LABEL: Final = 0.1
"""A label that codes can have, but other values, too, such as `Name`."""
UNKNOWN_LABEL: Final = -0.05
OTHER_LABEL: Final[Mapping[Role | None, float]] = {"field": -0.6, None: UNKNOWN_LABEL}
OTHER_ROLE: Final = -0.4
"""A label for something else, such as `Status`."""

BESIDE: Final[Mapping[Role, float]] = {"status": 0.15, "retry": 0.1, "description": 0.1}
"""Labels beside the codes."""
LIKELIER_LABEL: Final = -0.3
"""Another column of the table has a label for codes."""
TYPES: Final = -0.4
"""Data types beside it, as in a table of fields."""

HEADING: Final = 0.15
"""A heading about errors."""
TITLE: Final = 0.1
"""The same in the page's title."""
OTHER_HEADING: Final = -0.3
"""A heading about something else, such as parameters; half of it if it is also about errors."""
OTHER_CODES: Final = -0.6
"""A heading about codes that are not of errors, such as `Bank codes`."""

SHAPE: Final = 0.25
"""Unknown codes that look like those of the registry."""
OTHER_SHAPE: Final = -0.1
WORDS: Final = -0.4
"""Codes that look like words, in a loose kind of place."""
NO_WORDS: Final = 0.15
NO_WORDS_ELSEWHERE: Final = 0.1

NO_CODES: Final = -0.4
"""Values that are not codes."""
STATUSES: Final = -1.0
"""Unknown codes that are HTTP statuses."""
FAMILIES: Final = -0.6
"""Unknown codes that are groups or categories."""
SMALL_NUMBERS: Final = -0.3
ALONE: Final = -0.15
"""Only one code."""
DESCRIBED: Final = 0.1
"""Codes with other values beside them."""

MADE_ALIKE: Final = 0.1
"""Further known codes, in a place with the same structure as one with known codes."""
UNLIKE: Final = -0.7
"""No known codes, in a place with another structure."""
USUAL: Final = 0.3
"""No known codes, but similar ones, in a place with the same structure."""
ELSEWHERE: Final = -0.2
"""In another part of the page, or in one that is not about errors."""
UNLABELLED: Final = -0.1
ONE_OF_MANY: Final = 0.4
"""Below the same heading as several places that are made alike and have known codes."""

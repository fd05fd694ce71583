# Emitted by errsmith from registry/providers/annex.toml
# with python/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Errors of Annex.

The module covers the errors that this page documents:

    https://annex.example/manual.pdf

Its classes:

    ApiError
    └── AnnexError
        ├── LostError  LOST
        └── FullError  FULL
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import attrs

from ._runtime import kinds
from ._runtime.errors import ApiError
from ._runtime.facts import ErrorInfo, Retry
from ._runtime.provider import Provider

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = [
    "ERRORS",
    "AnnexError",
    "Code",
    "FullError",
    "LostError",
    "afrom_response",
    "araise_for_error",
    "converter",
    "from_code",
    "from_response",
    "parse",
    "raise_for_error",
]


class Code(StrEnum):
    """The codes that Annex documents, as its page lists them."""

    LOST = "LOST"
    FULL = "FULL"


@attrs.define(auto_exc=False, eq=False, getstate_setstate=False, kw_only=True, repr=False)
class AnnexError(ApiError):
    """Any error of Annex."""

    info = ErrorInfo(source_url="https://annex.example/manual.pdf")

    @property
    def known_code(self) -> Code | None:
        """The code, or None if it is not documented."""
        return None if self._documented_code is None else Code(self._documented_code)


class LostError(AnnexError, kinds.NotFoundError):
    """What was brought is not there.

    LOST, HTTP status not documented. Retry after the fix (derived).

    Source: https://annex.example/manual.pdf
    """

    info = ErrorInfo(code="LOST", summary="What was brought is not there.")


class FullError(AnnexError, kinds.ConflictError):
    """There is no room.

    FULL, HTTP status not documented. Ask again at an even pace (derived).

    Source: https://annex.example/manual.pdf
    """

    info = ErrorInfo(code="FULL", retry=Retry("poll", basis="derived"), summary="There is no room.")


_provider = Provider(title="Annex", base=AnnexError)
ERRORS: Final[Mapping[str, type[AnnexError]]] = _provider.errors
"""The class of each error's id, and of each alias that belongs to one error."""
parse: Final = _provider.parse
from_code: Final = _provider.from_code
from_response: Final = _provider.from_response
afrom_response: Final = _provider.afrom_response
raise_for_error: Final = _provider.raise_for_error
araise_for_error: Final = _provider.araise_for_error

if TYPE_CHECKING:
    converter: Converter
else:  # Hidden from type checkers, so that a misspelt class is an error.

    def __getattr__(name: str) -> Any:
        return _provider.get_module_attribute(name)


def __dir__() -> list[str]:
    return sorted(__all__)

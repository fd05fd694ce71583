# Emitted by errsmith from registry/providers/depot.toml
# with python/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Errors of Depot.

The module covers the errors that this page documents:

    https://depot.example/errors

Its classes:

    ApiError
    └── DepotError
        ├── StockError  any stock
        │   ├── EmptyShelfError  EMPTY_SHELF
        │   └── ReservedError  RESERVED
        ├── ClosedGateError  any GATE_* or *-gate
        │   ├── GateLockedError  GATE_LOCKED
        │   └── EastGateError  east-gate
        ├── UnknownBarcodeError  1012, 4xx
        └── WrongFloorError  471, 471
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
from ._runtime.reading.declarations import Envelope, Group
from ._runtime.reading.places import Place
from ._runtime.wire.wire import Wire, item

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = [
    "ERRORS",
    "ClosedGateError",
    "Code",
    "DepotError",
    "EastGateError",
    "EmptyShelfError",
    "GateLockedError",
    "ReservedError",
    "StockError",
    "UnknownBarcodeError",
    "WrongFloorError",
    "afrom_response",
    "araise_for_error",
    "converter",
    "from_code",
    "from_response",
    "parse",
    "raise_for_error",
]


class Code(StrEnum):
    """The codes that Depot documents, as its page lists them."""

    EMPTY_SHELF = "EMPTY_SHELF"
    RESERVED = "RESERVED"
    GATE_LOCKED = "GATE_LOCKED"
    EAST_GATE = "east-gate"
    CODE_1012 = "1012"
    CODE_471 = "471"


@attrs.define(auto_exc=False, eq=False, getstate_setstate=False, kw_only=True, repr=False)
class DepotError(ApiError):
    """Any error of Depot.

    Attributes:
        reason: Not described.
        attributes: Not described.
        type: Not described.
        item: Not described.
        text: Not described.
        flag: Not described.
        factor: Not described.
    """

    info = ErrorInfo(source_url="https://depot.example/errors")
    reason: str | None = attrs.field(default=None, repr=False)
    attributes: dict[str, Any] | None = attrs.field(default=None, repr=False)
    type: str | None = None
    item: int | None = None
    text: str | None = attrs.field(default=None, repr=False)
    flag: bool | None = attrs.field(default=None, repr=False)
    factor: float | None = attrs.field(default=None, repr=False)

    @property
    def known_code(self) -> Code | None:
        """The code, or None if it is not documented."""
        return None if self._documented_code is None else Code(self._documented_code)


class StockError(DepotError):
    """Something is not in stock.

    Any stock error, including undocumented codes.
    """

    info = ErrorInfo(
        group="stock",
        kind="conflict",
        retry=Retry("after_fix", level="group"),
        summary="Something is not in stock.",
    )


class EmptyShelfError(StockError, kinds.ConflictError):
    """Nothing is left on the shelf.

    EMPTY_SHELF, HTTP status not documented. Retry after the fix (documented).

    Causes:
        - Somebody was faster.

    Source: https://depot.example/errors
    """

    info = ErrorInfo(
        code="EMPTY_SHELF",
        summary="Nothing is left on the shelf.",
        causes=("Somebody was faster.",),
    )


class ReservedError(StockError, kinds.ConflictError):
    """What is on the shelf is somebody else's.

    RESERVED, HTTP status not documented. Retry after the fix (documented).

    Source: https://depot.example/errors
    """

    info = ErrorInfo(
        code="RESERVED",
        summary="What is on the shelf is somebody else's.",
        user_message="Schon vergeben.",
        user_messages={"de": "Schon vergeben.", "fr": "Ce n'est plus libre."},
    )


class ClosedGateError(DepotError):
    """An error of the group gate of Depot.

    Any GATE_* or *-gate error, including undocumented codes.
    """

    info = ErrorInfo(group="gate", kind="unavailable")


class GateLockedError(ClosedGateError, kinds.UnavailableError):
    """Nobody has opened the gate yet.

    GATE_LOCKED, HTTP status not documented. Retry with growing delays (derived).

    Source: https://depot.example/errors
    """

    info = ErrorInfo(code="GATE_LOCKED", summary="Nobody has opened the gate yet.")


class EastGateError(ClosedGateError, kinds.UnavailableError):
    """The eastern gate is under repair.

    east-gate, HTTP status not documented. Retry with growing delays (derived).

    Source: https://depot.example/errors
    """

    info = ErrorInfo(code="east-gate", summary="The eastern gate is under repair.")


class UnknownBarcodeError(DepotError, kinds.InvalidRequestError):
    """Nothing in the depot has that barcode.

    1012, HTTP 4xx. Retry after the fix (derived).

    Source: https://depot.example/errors
    """

    info = ErrorInfo(
        code="1012", statuses=("4xx",), summary="Nothing in the depot has that barcode."
    )


class WrongFloorError(DepotError, kinds.InvalidRequestError):
    """The robot is on another floor.

    471, HTTP 471. Retry after the fix (derived).

    Source: https://depot.example/errors
    """

    info = ErrorInfo(code="471", statuses=(471,), summary="The robot is on another floor.")


def _read_by_group(error: DepotError, body: Any, entry: Any, _wire: Wire) -> None:
    """Set what the envelope by group holds."""
    errors_group = value if type(value := entry) is list else []
    errors_group_0 = value if type(value := item(errors_group, 0)) is dict else {}
    error.reason = reason = value if type(value := errors_group_0.get("reason")) is str else None
    error.attributes = value if type(value := errors_group_0.get("attributes")) is dict else None
    at_type = value if type(value := body.get("type")) is dict else {}
    error.type = value if type(value := at_type.get("name")) is str else None
    at_item = value if type(value := body.get("item")) is dict else {}
    error.item = value if type(value := at_item.get("number")) is int else None
    error.provider_message = reason or None
    error.text = error.flag = error.factor = None


def _read_one_text(error: DepotError, body: Any, _entry: Any, _wire: Wire) -> None:
    """Set what the envelope one text holds."""
    error.text = text = value if type(value := body.get("message")) is str else None
    at_list = value if type(value := body.get("list")) is list else []
    list_1 = value if type(value := item(at_list, 1)) is dict else {}
    list_1_dict = value if type(value := list_1.get("dict")) is dict else {}
    error.flag = value if type(value := list_1_dict.get("flag")) is bool else None
    error.provider_message = text or None
    error.reason = error.attributes = error.type = error.item = error.factor = None


def _read_list(error: DepotError, body: Any, _entry: Any, _wire: Wire) -> None:
    """Set what the envelope list holds."""
    at_0 = value if type(value := item(body, 0)) is dict else {}
    error.factor = (
        value if type(value := at_0.get("factor")) is int or type(value) is float else None
    )
    error.reason = error.attributes = error.type = error.item = error.text = error.flag = None
    error.provider_message = None


_provider = Provider(
    title="Depot",
    base=DepotError,
    groups=(Group(StockError), Group(ClosedGateError, match=("GATE_*", "*-gate"))),
    envelopes=(
        Envelope(
            id="by group",
            code=Place(path="errors.{group}[0].code"),
            fields=("reason", "attributes", "type", "item"),
            read=_read_by_group,
        ),
        Envelope(
            id="one text",
            code=Place(path="message", parts="{group} -- {code}: {}", fold=("dash", "case")),
            fields=("text", "flag"),
            read=_read_one_text,
        ),
        Envelope(
            id="list",
            code=Place(path="[0].id"),
            group=Place(header="X-Depot-Area"),
            fields=("factor",),
            read=_read_list,
            root=list,
        ),
        Envelope(id="gate", code=Place(path="gate"), constant_group="gate"),
        Envelope(id="status", code=Place(status=True)),
    ),
    log=("type", "item"),
    texts=("reason", "text"),
)
ERRORS: Final[Mapping[str, type[DepotError]]] = _provider.errors
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

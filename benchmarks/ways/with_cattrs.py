"""Stock cattrs: `cattrs.preconf.json` over classes of optional fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import define
from cattrs.preconf.json import make_converter

from benchmarks.ways.errors import parsers


@define
class BankID:
    """A body of BankID eSign."""

    error: str | None = None
    error_description: str | None = None
    error_reference: str | None = None


@define
class Hopae:
    """A body of Hopae."""

    title: str | None = None
    status: float | None = None
    detail: str | None = None
    instance: str | None = None
    timestamp: str | None = None
    context: dict[str, Any] | None = None
    doc_url: str | None = None


@define
class SignetItem:
    """An error in a body of Signet."""

    code: str | None = None
    reason: str | None = None
    details: dict[str, Any] | None = None


@define
class Signet:
    """A body of Signet."""

    success: bool | None = None
    message: str | None = None
    errors: dict[str, SignetItem] | None = None


@define
class Singpass:
    """A body of Singpass CIBA."""

    id: str | None = None
    error: str | None = None
    error_description: str | None = None
    trace_id: str | None = None


_CONVERTER = make_converter()


def _decoder(shape: type[Any]) -> Callable[[bytes], Any]:
    return lambda body: _CONVERTER.loads(body, shape)


_SHAPES: Mapping[str, type[Any]] = {
    "bankid_esign": BankID,
    "hopae": Hopae,
    "signet": Signet,
    "singpass_ciba": Singpass,
}
PARSERS = parsers({name: _decoder(shape) for name, shape in _SHAPES.items()}, Exception)

"""msgspec: a decoder of structs of optional fields, the fastest that there is for CPython."""

from __future__ import annotations

from typing import Any

import msgspec

from benchmarks.ways.errors import parsers


class BankID(msgspec.Struct):
    """A body of BankID eSign."""

    error: str | None = None
    error_description: str | None = None
    error_reference: str | None = None


class Hopae(msgspec.Struct):
    """A body of Hopae."""

    title: str | None = None
    status: float | None = None
    detail: str | None = None
    instance: str | None = None
    timestamp: str | None = None
    context: dict[str, Any] | None = None
    doc_url: str | None = None


class SignetItem(msgspec.Struct):
    """An error in a body of Signet."""

    code: str | None = None
    reason: str | None = None
    details: dict[str, Any] | None = None


class Signet(msgspec.Struct):
    """A body of Signet."""

    success: bool | None = None
    message: str | None = None
    errors: dict[str, SignetItem] | None = None


class Singpass(msgspec.Struct):
    """A body of Singpass CIBA."""

    id: str | None = None
    error: str | None = None
    error_description: str | None = None
    trace_id: str | None = None


PARSERS = parsers(
    {
        "bankid_esign": msgspec.json.Decoder(BankID).decode,
        "hopae": msgspec.json.Decoder(Hopae).decode,
        "signet": msgspec.json.Decoder(Signet).decode,
        "singpass_ciba": msgspec.json.Decoder(Singpass).decode,
    },
    msgspec.DecodeError,
)

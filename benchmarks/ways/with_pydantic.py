"""pydantic: `model_validate_json` over models of optional fields."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from benchmarks.ways.errors import parsers


class BankID(BaseModel):
    """A body of BankID eSign."""

    error: str | None = None
    error_description: str | None = None
    error_reference: str | None = None


class Hopae(BaseModel):
    """A body of Hopae."""

    title: str | None = None
    status: float | None = None
    detail: str | None = None
    instance: str | None = None
    timestamp: str | None = None
    context: dict[str, Any] | None = None
    doc_url: str | None = None


class SignetItem(BaseModel):
    """An error in a body of Signet."""

    code: str | None = None
    reason: str | None = None
    details: dict[str, Any] | None = None


class Signet(BaseModel):
    """A body of Signet."""

    success: bool | None = None
    message: str | None = None
    errors: dict[str, SignetItem] | None = None


class Singpass(BaseModel):
    """A body of Singpass CIBA."""

    id: str | None = None
    error: str | None = None
    error_description: str | None = None
    trace_id: str | None = None


PARSERS = parsers(
    {
        "bankid_esign": BankID.model_validate_json,
        "hopae": Hopae.model_validate_json,
        "signet": Signet.model_validate_json,
        "singpass_ciba": Singpass.model_validate_json,
    },
    ValidationError,
)

"""Fields that do not exist, or are of another type, or may be None."""

from __future__ import annotations

import specimen_errors
from specimen_errors import ApiError, ErrorInfo, Retry, idhub, seal, stepup


def misspell(error: idhub.IDHubError, any_error: ApiError) -> None:
    """A misspelled attribute, another provider's, another class's."""
    print(error.details)  # error
    print(error.trace_id)  # error
    print(error.retry_afer)  # error
    print(error.body)  # error
    print(error.info.user_mesage)  # error
    print(any_error.detail)  # error
    print(idhub.SessionNotFoundError.inf)  # error
    print(idhub.ERROR["SESSION_NOT_FOUND"])  # error


def forget_none(error: idhub.IDHubError, other: seal.SealError) -> None:
    """Missing fields are None."""
    print(error.provider_message.upper())  # error
    print(error.detail + "!")  # error
    print(error.body_context["id"])  # error
    print(len(error.code))  # error
    print(error.raw.body)  # error
    print(error.retry.advice)  # error
    print(error.retry_after + 1.0)  # error
    print(error.info.fix.upper())  # error
    print(other.details.get("field"))  # error


def mistake_type(error: idhub.IDHubError, other: seal.SealError) -> None:
    """A number is not a string, and a field that is not None still has a type."""
    if error.status is not None:
        print(error.status.upper())  # error
    if error.body_status is not None:
        print(error.body_status.upper())  # error
    if other.success is not None:
        print(other.success.upper())  # error
    message: str = error.provider_message  # error
    status: str | None = error.status  # error
    print(message, status, error.log_fields()["status"] + 1)  # error


def mistake_facts(error: stepup.StepUpError) -> None:
    """Causes are a tuple, and a status may be a range of a hundred."""
    causes: list[str] = error.info.causes  # error
    statuses: tuple[int, ...] = error.info.statuses  # error
    print(causes, statuses)


def assign(error: idhub.IDHubError) -> None:
    """Neither documented facts nor the received response can be assigned."""
    idhub.SessionError.info.code = "x"  # error
    error.info.retry = None  # error
    error.info = ErrorInfo()  # error
    error.raw = None  # error
    error.known_code = None  # error
    error.retry = Retry("once")  # error
    idhub.ERRORS["x"] = idhub.SessionError  # error
    idhub.Code.SESSION_NOT_FOUND = "x"  # error
    specimen_errors.PROVIDERS["idhub"].name = "x"  # error
    error.status = "404"  # error
    error.detail = 1  # error
    error.note = "x"  # error

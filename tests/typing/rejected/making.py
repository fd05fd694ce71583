"""Arguments that constructors do not take."""

from __future__ import annotations

from eid_errors import ApiError, ErrorInfo, Retry, hopae
from eid_errors import singpass_ciba as singpass


def make() -> None:
    """By place, by a misspelt name, by another provider's, of another type."""
    hopae.SessionError("the session is gone")  # error
    hopae.SessionError(details="d")  # error
    hopae.SessionError(trace_id="1")  # error
    hopae.SessionError(info=ErrorInfo())  # error
    hopae.SessionError(raw=None)  # error
    hopae.SessionError(status="404")  # error
    hopae.SessionError(detail=1)  # error
    hopae.SessionError(context=[])  # error
    hopae.SessionError(retry_after="30")  # error
    hopae.SessionNotFondError()  # error
    singpass.SingpassCIBAError(id=1)  # error
    ApiError(detail="d")  # error


def make_facts() -> None:
    """Facts are typed as well."""
    Retry("sometimes")  # error
    Retry("once", delay="1")  # error
    Retry()  # error
    ErrorInfo("SESSION_NOT_FOUND")  # error
    ErrorInfo(causes=["one"])  # error


def mistake_class() -> None:
    """What is made is of the class that made it."""
    one: hopae.AuthError = hopae.SessionNotFoundError()  # error
    two: singpass.SingpassCIBAError = hopae.ERRORS["SESSION_NOT_FOUND"]()  # error
    print(one, two)

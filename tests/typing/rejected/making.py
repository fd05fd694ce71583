"""Arguments that constructors do not take."""

from __future__ import annotations

from specimen_errors import ApiError, ErrorInfo, Retry, idhub, stepup


def make() -> None:
    """Positional, misspelled, another provider's, of the wrong type."""
    idhub.SessionError("the session is gone")  # error
    idhub.SessionError(details="d")  # error
    idhub.SessionError(trace_id="1")  # error
    idhub.SessionError(info=ErrorInfo())  # error
    idhub.SessionError(raw=None)  # error
    idhub.SessionError(status="404")  # error
    idhub.SessionError(detail=1)  # error
    idhub.SessionError(body_context=[])  # error
    idhub.SessionError(retry_after="30")  # error
    idhub.SessionNotFondError()  # error
    stepup.StepUpError(id=1)  # error
    ApiError(detail="d")  # error


def make_facts() -> None:
    """Facts are typed as well."""
    Retry("sometimes")  # error
    Retry("once", delay="1")  # error
    Retry()  # error
    ErrorInfo("SESSION_NOT_FOUND")  # error
    ErrorInfo(causes=["one"])  # error


def mistake_class() -> None:
    """A new error has the class that was called."""
    value: idhub.AuthError = idhub.SessionNotFoundError()  # error
    two: stepup.StepUpError = idhub.ERRORS["SESSION_NOT_FOUND"]()  # error
    print(value, two)

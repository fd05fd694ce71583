"""Codes that do not exist, and codes that a `match` omits."""

from __future__ import annotations

from typing import assert_never

from specimen_errors import ApiError, idhub, stepup


def misspell(error: idhub.IDHubError) -> None:
    """A misspelled member, another provider's, one in lowercase; the enum, the attribute."""
    print(idhub.Code.SESSIONS_NOT_FOUND)  # error
    print(idhub.Code.TOO_MANY_REQUESTS)  # error
    print(idhub.Code.session_not_found)  # error
    print(idhub.Codes.SESSION_NOT_FOUND)  # error
    print(error.knowncode)  # error


def take_for_code(error: idhub.IDHubError, other: stepup.StepUpError) -> idhub.Code:
    """A code as sent is not a member, a member may be None, and another provider's differs."""
    value: idhub.Code = error.code  # error
    two: idhub.Code = error.known_code  # error
    three: idhub.Code | None = other.known_code  # error
    four: idhub.Code = "SESSION_NOT_FOUND"  # error
    print(value, two, three, four)
    return error.known_code  # error


def take_any_for_provider(error: ApiError) -> idhub.Code | None:
    """The codes of any error do not belong to a provider."""
    return error.known_code  # error


def forget_code(code: stepup.Code) -> str:
    """`TOO_MANY_REQUESTS` has no case."""
    match code:
        case stepup.Code.CLIENT_SIDE_ERROR | stepup.Code.ARGUMENTS_NOT_VALID:
            return "mend"
        case stepup.Code.SERVER_SIDE_ERROR:
            return "report"
        case _:
            assert_never(code)  # error


def forget_none(error: stepup.StepUpError) -> str:
    """An undocumented error has no case."""
    code = error.known_code
    match code:
        case stepup.Code.CLIENT_SIDE_ERROR | stepup.Code.ARGUMENTS_NOT_VALID:
            return "mend"
        case stepup.Code.SERVER_SIDE_ERROR | stepup.Code.TOO_MANY_REQUESTS:
            return "wait"
        case _:
            assert_never(code)  # error


def forget_by_if(code: stepup.Code) -> str:
    """A code has no branch of an `if`."""
    if code is stepup.Code.CLIENT_SIDE_ERROR or code is stepup.Code.ARGUMENTS_NOT_VALID:
        return "mend"
    if code is stepup.Code.SERVER_SIDE_ERROR:
        return "report"
    assert_never(code)  # error


def misspell_case(code: stepup.Code) -> str:
    """A case is not a code."""
    match code:
        case stepup.Code.TO_MANY_REQUESTS:  # error
            return "wait"
        case _:
            return "report"

"""Codes that are not there, and codes that a `match` forgets."""

from __future__ import annotations

from typing import assert_never

from eid_errors import ApiError, hopae
from eid_errors import singpass_ciba as singpass


def misspell(error: hopae.HopaeError) -> None:
    """A member misspelt, of another provider, in small letters; the enumeration, the attribute."""
    print(hopae.Code.SESSIONS_NOT_FOUND)  # error
    print(hopae.Code.TOO_MANY_REQUESTS)  # error
    print(hopae.Code.session_not_found)  # error
    print(hopae.Codes.SESSION_NOT_FOUND)  # error
    print(error.knowncode)  # error


def take_for_code(error: hopae.HopaeError, other: singpass.SingpassCIBAError) -> hopae.Code:
    """A code as sent is no member, a member may be missing, and another's is none of these."""
    one: hopae.Code = error.code  # error
    two: hopae.Code = error.known_code  # error
    three: hopae.Code | None = other.known_code  # error
    four: hopae.Code = "SESSION_NOT_FOUND"  # error
    print(one, two, three, four)
    return error.known_code  # error


def take_any_for_provider(error: ApiError) -> hopae.Code | None:
    """The codes of any error are those of no provider."""
    return error.known_code  # error


def forget_code(code: singpass.Code) -> str:
    """TOO_MANY_REQUESTS has no case."""
    match code:
        case singpass.Code.CLIENT_SIDE_ERROR | singpass.Code.ARGUMENTS_NOT_VALID:
            return "mend"
        case singpass.Code.SERVER_SIDE_ERROR:
            return "report"
        case _:
            assert_never(code)  # error


def forget_none(error: singpass.SingpassCIBAError) -> str:
    """An error that is not documented has no case."""
    code = error.known_code
    match code:
        case singpass.Code.CLIENT_SIDE_ERROR | singpass.Code.ARGUMENTS_NOT_VALID:
            return "mend"
        case singpass.Code.SERVER_SIDE_ERROR | singpass.Code.TOO_MANY_REQUESTS:
            return "wait"
        case _:
            assert_never(code)  # error


def forget_by_if(code: singpass.Code) -> str:
    """The same without `match`."""
    if code is singpass.Code.CLIENT_SIDE_ERROR or code is singpass.Code.ARGUMENTS_NOT_VALID:
        return "mend"
    if code is singpass.Code.SERVER_SIDE_ERROR:
        return "report"
    assert_never(code)  # error


def misspell_case(code: singpass.Code) -> str:
    """A case that is no code."""
    match code:
        case singpass.Code.TO_MANY_REQUESTS:  # error
            return "wait"
        case _:
            return "report"

"""Matching on `known_code`: a code that is added makes each of these an error."""

from __future__ import annotations

from typing import assert_never

from eid_errors import hopae
from eid_errors import singpass_ciba as singpass


def advise(error: singpass.SingpassCIBAError) -> str:
    """Every code, and None."""
    code = error.known_code
    match code:
        case None:
            return "not documented"
        case singpass.Code.CLIENT_SIDE_ERROR | singpass.Code.ARGUMENTS_NOT_VALID:
            return "mend"
        case singpass.Code.SERVER_SIDE_ERROR:
            return "report"
        case singpass.Code.TOO_MANY_REQUESTS:
            return "wait"
        case _:
            assert_never(code)


def advise_by_if(code: singpass.Code) -> str:
    """The same without `match`."""
    if code is singpass.Code.CLIENT_SIDE_ERROR or code is singpass.Code.ARGUMENTS_NOT_VALID:
        return "mend"
    if code is singpass.Code.SERVER_SIDE_ERROR:
        return "report"
    if code is singpass.Code.TOO_MANY_REQUESTS:
        return "wait"
    assert_never(code)


def advise_without_default(code: singpass.Code) -> str:
    """A `match` on every code returns from each."""
    match code:
        case singpass.Code.CLIENT_SIDE_ERROR | singpass.Code.ARGUMENTS_NOT_VALID:
            return "mend"
        case singpass.Code.SERVER_SIDE_ERROR | singpass.Code.TOO_MANY_REQUESTS:
            return "wait"


def advise_on_some(error: hopae.HopaeError) -> str:
    """Some codes, and the rest."""
    match error.known_code:
        case hopae.Code.SESSION_NOT_FOUND:
            return "start anew"
        case None:
            return "not documented"
        case other:
            rest: hopae.Code = other
            return rest.value

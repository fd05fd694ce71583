"""Match `known_code`: a code that is added later makes each of these an error."""

from __future__ import annotations

from typing import assert_never

from specimen_errors import idhub, stepup


def advise(error: stepup.StepUpError) -> str:
    """Match every code, and None."""
    code = error.known_code
    match code:
        case None:
            return "not documented"
        case stepup.Code.CLIENT_SIDE_ERROR | stepup.Code.ARGUMENTS_NOT_VALID:
            return "mend"
        case stepup.Code.SERVER_SIDE_ERROR:
            return "report"
        case stepup.Code.TOO_MANY_REQUESTS:
            return "wait"
        case _:
            assert_never(code)


def advise_by_if(code: stepup.Code) -> str:
    """Compare every code without `match`."""
    if code is stepup.Code.CLIENT_SIDE_ERROR or code is stepup.Code.ARGUMENTS_NOT_VALID:
        return "mend"
    if code is stepup.Code.SERVER_SIDE_ERROR:
        return "report"
    if code is stepup.Code.TOO_MANY_REQUESTS:
        return "wait"
    assert_never(code)


def advise_without_default(code: stepup.Code) -> str:
    """Return from each case of a `match` over every code."""
    match code:
        case stepup.Code.CLIENT_SIDE_ERROR | stepup.Code.ARGUMENTS_NOT_VALID:
            return "mend"
        case stepup.Code.SERVER_SIDE_ERROR | stepup.Code.TOO_MANY_REQUESTS:
            return "wait"


def advise_on_some(error: idhub.IDHubError) -> str:
    """Match some codes, and the rest."""
    match error.known_code:
        case idhub.Code.SESSION_NOT_FOUND:
            return "start anew"
        case None:
            return "not documented"
        case other:
            rest: idhub.Code = other
            return rest.value

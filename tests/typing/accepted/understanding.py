"""Ask how far a response was understood, and look up codes without a response."""

from __future__ import annotations

from typing import assert_never, assert_type

import specimen_errors
from specimen_errors import idhub


def describe(error: idhub.IDHubError) -> str:
    """Handle each of the four states."""
    match error.reading:
        case "documented":
            return str(error.known_code)
        case "ambiguous":
            return ", ".join(cls.__name__ for cls in error.candidates)
        case "undocumented":
            return error.code or ""
        case "unreadable":
            return error.message
    assert_never(error.reading)


def look_up(code: str) -> idhub.IDHubError:
    """Look up a code as a string, an integer or a member of `Code`."""
    assert_type(idhub.from_code(404, status=404, scope="s"), idhub.IDHubError)
    idhub.from_code(idhub.Code.SESSION_NOT_FOUND)
    return idhub.from_code(code)


def advise(error: specimen_errors.ApiError) -> str | None:
    """Read advice that takes the response into account."""
    assert_type(error.fix, str | None)
    assert_type(error.provider_message, str | None)
    return error.user_message


def reach() -> type[idhub.IDHubError]:
    """Read a provider's module as an attribute of the package."""
    return specimen_errors.idhub.SessionNotFoundError

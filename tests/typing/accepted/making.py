"""Making errors by hand, as tests of a client do."""

from __future__ import annotations

from typing import assert_type

import specimen_errors
from specimen_errors import ApiError, idhub, seal, stepup


def make() -> list[ApiError]:
    """Of a documented class, of an open one, of a kind."""
    return [
        idhub.SessionNotFoundError(),
        idhub.SessionNotFoundError(status=404, detail="d", body_context={"a": 1}, retry_after=2),
        stepup.StepUpError(id="1", code="NEW"),
        specimen_errors.NotFoundError(status=404),
    ]


def make_typed() -> None:
    """What is made is of the class that made it."""
    assert_type(seal.ForbiddenError(success=False), seal.ForbiddenError)
    made = [cls(status=500) for cls in idhub.ERRORS.values()]
    assert_type(made, list[idhub.IDHubError])


class OwnError(idhub.SessionError):
    """A class of a client's own, below one of the SDK."""


def make_own() -> None:
    """It takes the same fields."""
    assert_type(OwnError(detail="d").detail, str | None)

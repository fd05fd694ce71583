"""Create errors by hand, as tests of a client do."""

from __future__ import annotations

from typing import assert_type

import specimen_errors
from specimen_errors import ApiError, idhub, seal, stepup


def make() -> list[ApiError]:
    """Create errors of a documented class, a group and a kind."""
    return [
        idhub.SessionNotFoundError(),
        idhub.SessionNotFoundError(status=404, detail="d", body_context={"a": 1}, retry_after=2),
        stepup.StepUpError(id="1", code="NEW"),
        specimen_errors.NotFoundError(status=404),
    ]


def make_typed() -> None:
    """Assign an error to a variable of its class."""
    assert_type(seal.ForbiddenError(success=False), seal.ForbiddenError)
    made = [cls(status=500) for cls in idhub.ERRORS.values()]
    assert_type(made, list[idhub.IDHubError])


class OwnError(idhub.SessionError):
    """A client's subclass of an SDK class."""


def make_own() -> None:
    """Pass the same fields to a subclass."""
    assert_type(OwnError(detail="d").detail, str | None)

"""Making errors by hand, as tests of a client do."""

from __future__ import annotations

from typing import assert_type

import eid_errors
from eid_errors import ApiError, hopae, signet
from eid_errors import singpass_ciba as singpass


def make() -> list[ApiError]:
    """Of a documented class, of an open one, of a kind."""
    return [
        hopae.SessionNotFoundError(),
        hopae.SessionNotFoundError(status=404, detail="d", context={"a": 1}, retry_after=2),
        singpass.SingpassCIBAError(id="1", code="NEW"),
        eid_errors.NotFoundError(status=404),
    ]


def make_typed() -> None:
    """What is made is of the class that made it."""
    assert_type(signet.ForbiddenError(success=False), signet.ForbiddenError)
    made = [cls(status=500) for cls in hopae.ERRORS.values()]
    assert_type(made, list[hopae.HopaeError])


class OwnError(hopae.SessionError):
    """A class of a client's own, below one of the SDK."""


def make_own() -> None:
    """It takes the same fields."""
    assert_type(OwnError(detail="d").detail, str | None)

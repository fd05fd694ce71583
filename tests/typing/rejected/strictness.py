"""What some checkers let pass unless they are configured otherwise."""

from __future__ import annotations

from typing import cast

import httpx

from specimen_errors import idhub


def handle(errors: list) -> None:  # error
    """A list of nobody knows what."""


def forget_success(response: httpx.Response) -> str | None:
    """There is no error if none was raised."""
    try:
        idhub.raise_for_error(response)
    except idhub.SessionError as error:
        session = error
    return session.detail  # error


def cast_in_vain(error: idhub.SessionError) -> idhub.SessionError:
    """It was one already."""
    return cast("idhub.SessionError", error)  # error

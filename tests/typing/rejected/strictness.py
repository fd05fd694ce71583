"""Mistakes that some checkers accept unless they are configured otherwise."""

from __future__ import annotations

from typing import cast

import httpx

from specimen_errors import idhub


def handle(errors: list) -> None:  # error
    """A list without a type of its items."""


def forget_success(response: httpx.Response) -> str | None:
    """If nothing was raised, there is no error."""
    try:
        idhub.raise_for_error(response)
    except idhub.SessionError as error:
        session = error
    return session.detail  # error


def cast_in_vain(error: idhub.SessionError) -> idhub.SessionError:
    """The value already has this class."""
    return cast("idhub.SessionError", error)  # error

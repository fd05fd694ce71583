"""Mistakes about how far a response was understood."""

from __future__ import annotations

import specimen_errors
from specimen_errors import idhub


def compare(error: idhub.IDHubError) -> None:
    """`message` is read-only."""
    error.message = "x"  # error
    error.reading = "documented"  # error


def misspell() -> None:
    """Providers and functions have only one spelling."""
    print(specimen_errors.idhubb)  # error
    idhub.from_kode("x")  # error


def look_up() -> None:
    """A code is not a list."""
    idhub.from_code(["SESSION_NOT_FOUND"])  # error

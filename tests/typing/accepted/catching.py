"""Catch errors by class, by group, by kind, or all of them."""

from __future__ import annotations

import logging
from typing import Any, assert_type

import httpx

import specimen_errors
from specimen_errors import ApiError, ErrorInfo, RawResponse, Retry, idhub, seal

log = logging.getLogger(__name__)


def catch(response: httpx.Response) -> float | None:
    """Catch the most specific class first, and read the fields of each."""
    try:
        idhub.raise_for_error(response)
    except idhub.AuthInvalidCredentialsError as error:
        log.warning("idhub", extra=error.log_fields())
        assert_type(error, idhub.AuthInvalidCredentialsError)
        assert_type(error.detail, str | None)
    except idhub.SessionError as error:
        assert_type(error, idhub.SessionError)
        assert_type(error.body_context, dict[str, Any] | None)
    except specimen_errors.UnavailableError as error:
        assert_type(error, specimen_errors.UnavailableError)
        return specimen_errors.retry_delay(error, attempt=1)
    except ApiError as error:
        assert_type(error.raw, RawResponse | None)
        assert_type(error.retry, Retry | None)
        assert_type(error.info, ErrorInfo)
    return None


def catch_several(response: httpx.Response) -> None:
    """Catch classes of two providers, or a provider's class and a kind, in one clause."""
    try:
        seal.raise_for_error(response)
    except (seal.ServiceUnavailableError, idhub.ProviderUnavailableError) as error:
        assert_type(error, seal.ServiceUnavailableError | idhub.ProviderUnavailableError)
        assert_type(error.status, int | None)
    except (seal.SealError, specimen_errors.ConflictError) as error:
        assert_type(error, seal.SealError | specimen_errors.ConflictError)
        assert_type(error.known_code is None, bool)


def catch_group(responses: list[httpx.Response]) -> None:
    """Catch errors of a group of tasks."""
    try:
        for response in responses:
            idhub.raise_for_error(response)
    except* idhub.SessionError as group:
        assert_type(group, ExceptionGroup[idhub.SessionError])
        for error in group.exceptions:
            assert_type(error, idhub.SessionError | ExceptionGroup[idhub.SessionError])


def raise_from(error: idhub.IDHubError) -> None:
    """Raise an error, chain it, and add a note."""
    error.add_note("while the session was fetched")
    raise RuntimeError from error

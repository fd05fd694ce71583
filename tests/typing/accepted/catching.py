"""Catching errors by class, by family, by kind, and all of them."""

from __future__ import annotations

import logging
from typing import Any, assert_type

import httpx

import eid_errors
from eid_errors import ApiError, ErrorInfo, RawResponse, Retry, hopae, signet

log = logging.getLogger(__name__)


def catch(response: httpx.Response) -> float | None:
    """From the most specific class to the least, each with the fields that it has."""
    try:
        hopae.raise_for_error(response)
    except hopae.AuthInvalidCredentialsError as error:
        log.warning("hopae", extra=error.log_fields())
        assert_type(error, hopae.AuthInvalidCredentialsError)
        assert_type(error.detail, str | None)
    except hopae.SessionError as error:
        assert_type(error, hopae.SessionError)
        assert_type(error.context, dict[str, Any] | None)
    except eid_errors.UnavailableError as error:
        assert_type(error, eid_errors.UnavailableError)
        return eid_errors.retry_delay(error, attempt=1)
    except ApiError as error:
        assert_type(error.raw, RawResponse | None)
        assert_type(error.retry, Retry | None)
        assert_type(error.info, ErrorInfo)
    return None


def catch_several(response: httpx.Response) -> None:
    """Classes of two providers, and a provider's beside a kind, in one clause."""
    try:
        signet.raise_for_error(response)
    except (signet.ServiceUnavailableError, hopae.ProviderUnavailableError) as error:
        assert_type(error, signet.ServiceUnavailableError | hopae.ProviderUnavailableError)
        assert_type(error.status, int | None)
    except (signet.SignetError, eid_errors.ConflictError) as error:
        assert_type(error, signet.SignetError | eid_errors.ConflictError)
        assert_type(error.known_code is None, bool)


def catch_group(responses: list[httpx.Response]) -> None:
    """Errors of a group of tasks."""
    try:
        for response in responses:
            hopae.raise_for_error(response)
    except* hopae.SessionError as group:
        assert_type(group, ExceptionGroup[hopae.SessionError])
        for error in group.exceptions:
            assert_type(error, hopae.SessionError | ExceptionGroup[hopae.SessionError])


def raise_from(error: hopae.HopaeError) -> None:
    """Errors are exceptions: to raise, to chain and to note on."""
    error.add_note("while the session was fetched")
    raise RuntimeError from error

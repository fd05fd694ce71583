"""The kinds of errors, which say who must act and are the same for every provider."""

# No `from __future__ import annotations` here: the package re-exports these classes and sets their
# module to its own name, where the names in string annotations could not be resolved.

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from .errors import ApiError
from .facts import Advice, ErrorInfo, Retry


def _make_info(kind: str, advice: Advice | None = None) -> ErrorInfo:
    retry = None if advice is None else Retry(advice, basis="derived", level="kind")
    return ErrorInfo(kind=kind, retry=retry)


class AuthenticationError(ApiError):
    """The client must authenticate: its credentials, token or proof are missing or wrong."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("authentication", "after_fix")


class PermissionDeniedError(ApiError):
    """An administrator of the account must grant the missing permission."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("permission", "after_fix")


class InvalidRequestError(ApiError):
    """The client's developer must fix the request."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("invalid_request", "after_fix")


class NotFoundError(ApiError):
    """The client must refer to something that exists, or start again."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("not_found", "after_fix")


class ConflictError(ApiError):
    """The client must check the current state and decide what to do."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("conflict")


class RateLimitError(ApiError):
    """The client must slow down."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("rate_limit", "backoff")


class UnsupportedError(ApiError):
    """The client must find another way: the provider does not support this."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("unsupported", "never")


class UnavailableError(ApiError):
    """The provider, or a service behind it, must recover; the client can wait."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("unavailable", "backoff")


class InternalError(ApiError):
    """The provider must fix its service."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("internal")


class PendingError(ApiError):
    """The user has not acted yet; the client must ask again."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("pending", "poll")


class DeclinedError(ApiError):
    """The user declined; only the user can change that."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("declined", "never")


class ExpiredError(ApiError):
    """The time to act has run out; the client must start again."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("expired", "never")


KINDS: Final[Mapping[str, type[ApiError]]] = MappingProxyType(
    {
        str(cls.info.kind): cls
        for cls in (
            AuthenticationError,
            PermissionDeniedError,
            InvalidRequestError,
            NotFoundError,
            ConflictError,
            RateLimitError,
            UnsupportedError,
            UnavailableError,
            InternalError,
            PendingError,
            DeclinedError,
            ExpiredError,
        )
    }
)
"""The class of each kind."""

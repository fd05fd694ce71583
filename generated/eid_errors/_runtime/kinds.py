# Emitted by errsmith from its runtime/kinds.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""The kinds of error, the same for every provider: who must act."""

# Annotations are objects here, not texts: the package shows these classes as its own, and the names
# in them could not be looked up there.

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from .errors import ApiError
from .facts import Advice, ErrorInfo, Retry


def _make_info(kind: str, advice: Advice | None = None) -> ErrorInfo:
    retry = None if advice is None else Retry(advice, basis="derived", level="kind")
    return ErrorInfo(kind=kind, retry=retry)


class AuthenticationError(ApiError):
    """The client must prove who it is: credentials, token or proof are missing or wrong."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("authentication", "after_fix")


class PermissionDeniedError(ApiError):
    """Whoever administers the account must grant what the client asks for."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("permission", "after_fix")


class InvalidRequestError(ApiError):
    """The client's developer must change the request."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("invalid_request", "after_fix")


class NotFoundError(ApiError):
    """The client must name something that exists, or start again."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("not_found", "after_fix")


class ConflictError(ApiError):
    """The client must look at the present state and decide."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("conflict")


class RateLimitError(ApiError):
    """The client must slow down."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("rate_limit", "backoff")


class UnsupportedError(ApiError):
    """The client must do without: the provider does not offer this."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("unsupported", "never")


class UnavailableError(ApiError):
    """The provider, or somebody behind it, must recover; the client can wait."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("unavailable", "backoff")


class InternalError(ApiError):
    """The provider must fix its service."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("internal")


class PendingError(ApiError):
    """The person at the screen has not acted yet; the client must ask again."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("pending", "poll")


class DeclinedError(ApiError):
    """The person at the screen said no; only that person can change it."""

    __slots__ = ()
    info: ClassVar[ErrorInfo] = _make_info("declined", "never")


class ExpiredError(ApiError):
    """The time to act is over; the client must start again."""

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

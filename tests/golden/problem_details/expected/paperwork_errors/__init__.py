# Emitted by errsmith from registry/sdk.toml with python/init.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Typed errors of Paperwork, an invented API with problem details (RFC 9457).

Each provider has a module with its classes, `parse`, `from_response`, `raise_for_error`,
and `afrom_response` and `araise_for_error` for asynchronous clients. Every class is below
`ApiError`, and below the class of its kind, which is the same for every provider:

    ApiError
    ├── AuthenticationError  authentication
    ├── PermissionDeniedError  permission
    ├── InvalidRequestError  invalid_request
    ├── NotFoundError  not_found
    ├── ConflictError  conflict
    ├── RateLimitError  rate_limit
    ├── UnsupportedError  unsupported
    ├── UnavailableError  unavailable
    ├── InternalError  internal
    ├── PendingError  pending
    ├── DeclinedError  declined
    └── ExpiredError  expired
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ._runtime.errors import ApiError, RawResponse
from ._runtime.facts import ErrorInfo, Lifecycle, ProviderInfo, Retry, SourceInfo
from ._runtime.kinds import (
    AuthenticationError,
    ConflictError,
    DeclinedError,
    ExpiredError,
    InternalError,
    InvalidRequestError,
    NotFoundError,
    PendingError,
    PermissionDeniedError,
    RateLimitError,
    UnavailableError,
    UnsupportedError,
)
from ._runtime.names import make_attribute_error as _make_attribute_error
from ._runtime.retrying import is_retryable, retry_delay

if TYPE_CHECKING:
    from . import paperwork as paperwork

__all__ = [
    "PROVIDERS",
    "ApiError",
    "AuthenticationError",
    "ConflictError",
    "DeclinedError",
    "ErrorInfo",
    "ExpiredError",
    "InternalError",
    "InvalidRequestError",
    "Lifecycle",
    "NotFoundError",
    "PendingError",
    "PermissionDeniedError",
    "ProviderInfo",
    "RateLimitError",
    "RawResponse",
    "Retry",
    "SourceInfo",
    "UnavailableError",
    "UnsupportedError",
    "is_retryable",
    "paperwork",
    "retry_delay",
]

PROVIDERS: Final[Mapping[str, ProviderInfo]] = MappingProxyType(
    {
        "paperwork": ProviderInfo(
            name="paperwork",
            title="Paperwork",
            base="PaperworkError",
            summary="Paperwork takes documents and gives them back signed. It keeps none of them.",
            support="Quote the `instance` of the problem.",
            note="All times are in UTC.",
            sources=(
                SourceInfo(
                    url="https://paperwork.example/problems",
                    retrieved="2026-11-21",
                    note="The page lists problems by number, and shows types that are words.",
                ),
                SourceInfo(url="https://paperwork.example/changes", retrieved="2026-11-20"),
            ),
        ),
    }
)
"""The providers by the names of their modules; `PROVIDERS[name].load()` imports one."""

for _class in filter(lambda value: isinstance(value, type), map(globals().get, __all__)):
    # Shown as what they are imported from, in tracebacks and in pickles.
    _class.__module__ = __name__

if not TYPE_CHECKING:  # Hidden from type checkers, so that a misspelt name is an error.

    def __getattr__(name: str) -> Any:
        if name in PROVIDERS:
            return PROVIDERS[name].load()
        raise _make_attribute_error(__name__, name, __all__)


def __dir__() -> list[str]:
    return sorted(__all__)

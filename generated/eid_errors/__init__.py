# Emitted by errsmith from registry/sdk.toml with python/init.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Typed errors of electronic-identity and e-signature APIs.

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
    from . import bankid_esign as bankid_esign
    from . import hopae as hopae
    from . import signet as signet
    from . import singpass_ciba as singpass_ciba

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
    "bankid_esign",
    "hopae",
    "is_retryable",
    "retry_delay",
    "signet",
    "singpass_ciba",
]

PROVIDERS: Final[Mapping[str, ProviderInfo]] = MappingProxyType(
    {
        "bankid_esign": ProviderInfo(
            name="bankid_esign",
            title="BankID eSign B2B",
            base="BankIDEsignError",
            summary="This is the business-to-business signing API of BankID in Norway.",
            support="Quote the BankID code and the error reference.",
            sources=(
                SourceInfo(
                    url="https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors",
                    retrieved="2026-11-21",
                    note=(
                        "The page's legend says 'code' and 'errorReference' where its JSON "
                        "says 'error' and 'error_reference'."
                    ),
                ),
            ),
        ),
        "hopae": ProviderInfo(
            name="hopae",
            title="Hopae",
            base="HopaeError",
            summary="Hopae lets applications verify people through eID providers.",
            support=(
                "Report the error code, its timestamp, the environment (sandbox or "
                "production), the request ID from the headers and, if there is one, "
                "the verification ID."
            ),
            note="The page does not name the header that carries the request ID.",
            sources=(
                SourceInfo(
                    url="https://docs.hopae.com/api-reference/error-codes",
                    retrieved="2026-11-21",
                    note=(
                        "The page uses the word category twice: for the prefixes of the "
                        "codes (groups here) and for client, failure and error. It says that "
                        "all errors follow RFC 7807, but lists no 'type'."
                    ),
                ),
            ),
        ),
        "signet": ProviderInfo(
            name="signet",
            title="Signet",
            base="SignetError",
            summary="The Signet API answers a failed request with an error type and a message.",
            sources=(
                SourceInfo(
                    url="https://signet-api.pages.dev/errors",
                    retrieved="2026-11-21",
                    note=(
                        "The page gives no status for any code, only that 4xx is a fault of "
                        "the client and 5xx one of the server. It says that 5xx does not "
                        "occur, but lists 'api_error' for faults of its own."
                    ),
                ),
            ),
        ),
        "singpass_ciba": ProviderInfo(
            name="singpass_ciba",
            title="Singpass CIBA",
            base="SingpassCIBAError",
            summary="Singpass CIBA steps up an authentication by push notification.",
            support=(
                "Log the HTTP status code with the 'id', and with the 'trace_id' if "
                "there is one, and have them ready for support."
            ),
            note=(
                "The HTTP status code tells whether the consumer or the provider "
                "causes an error; the code names only its broad class. Some "
                "endpoints can send specific codes, which their own documentation "
                "may explain."
            ),
            is_open=True,
            sources=(
                SourceInfo(
                    url="https://docs.developer.singpass.gov.sg/docs/client-initiated-backchannel-authentication-ciba/error-response",
                    retrieved="2026-11-21",
                    note=(
                        "The page gives no status for any code; two of them stand in its "
                        "examples with 400 and 500. Its text says to log 'id', 'trace_id' or "
                        "both, its table of fields asks for each of them. It gives the type "
                        "of 'trace_id' as 'String InstanceOfAssertFactory'; it is read as a "
                        "string."
                    ),
                ),
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

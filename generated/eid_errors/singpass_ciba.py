# Emitted by errsmith from registry/providers/singpass_ciba.toml
# with python/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Errors of Singpass CIBA.

Singpass CIBA steps up an authentication by push notification.

The module covers the errors that this page documents:

    https://docs.developer.singpass.gov.sg/docs/client-initiated-backchannel-authentication-ciba/error-response

Its classes:

    ApiError
    └── SingpassCIBAError
        ├── ClientSideError  CLIENT_SIDE_ERROR
        ├── ArgumentsNotValidError  ARGUMENTS_NOT_VALID
        ├── ServerSideError  SERVER_SIDE_ERROR
        └── TooManyRequestsError  TOO_MANY_REQUESTS
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import attrs

from ._runtime import kinds
from ._runtime.errors import ApiError
from ._runtime.facts import ErrorInfo
from ._runtime.provider import Provider
from ._runtime.reading.declarations import Envelope
from ._runtime.reading.places import Place
from ._runtime.wire.wire import Wire

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = [
    "ERRORS",
    "ArgumentsNotValidError",
    "ClientSideError",
    "Code",
    "ServerSideError",
    "SingpassCIBAError",
    "TooManyRequestsError",
    "afrom_response",
    "araise_for_error",
    "converter",
    "from_code",
    "from_response",
    "parse",
    "raise_for_error",
]


class Code(StrEnum):
    """The codes that Singpass CIBA documents, as its page lists them."""

    CLIENT_SIDE_ERROR = "CLIENT_SIDE_ERROR"
    ARGUMENTS_NOT_VALID = "ARGUMENTS_NOT_VALID"
    SERVER_SIDE_ERROR = "SERVER_SIDE_ERROR"
    TOO_MANY_REQUESTS = "TOO_MANY_REQUESTS"


@attrs.define(auto_exc=False, eq=False, getstate_setstate=False, kw_only=True, repr=False)
class SingpassCIBAError(ApiError):
    """Any error of Singpass CIBA.

    Support: Log the HTTP status code with the 'id', and with the 'trace_id' if there is one,
    and have them ready for support.

    Note: The HTTP status code tells whether the consumer or the provider causes an error; the
    code names only its broad class. Some endpoints can send specific codes, which their own
    documentation may explain.

    Attributes:
        id: Identifies this one error or request; log it for support and debugging.
        trace_id: Correlates the request across services; log it as well.
        error: Names the broad class of the error, or the specific error of an endpoint, by its
            code.
        error_description: Says in general words why; security keeps details out of it.
    """

    info = ErrorInfo(
        note=(
            "The HTTP status code tells whether the consumer or the provider "
            "causes an error; the code names only its broad class. Some "
            "endpoints can send specific codes, which their own documentation "
            "may explain."
        ),
        source_url="https://docs.developer.singpass.gov.sg/docs/client-initiated-backchannel-authentication-ciba/error-response",
    )
    id: str | None = None
    trace_id: str | None = None
    error: str | None = attrs.field(default=None, repr=False)
    error_description: str | None = attrs.field(default=None, repr=False)

    @property
    def known_code(self) -> Code | None:
        """The code, or None if it is not documented."""
        return None if self._documented_code is None else Code(self._documented_code)


class ClientSideError(SingpassCIBAError, kinds.InvalidRequestError):
    """The client's side causes the error, for example by parameters of the request that are not
    valid.

    CLIENT_SIDE_ERROR, HTTP status not documented. Retry after the fix (derived).

    Note: The page's example of invalid request parameters carries this code, not
    ARGUMENTS_NOT_VALID.

    Source: https://docs.developer.singpass.gov.sg/docs/client-initiated-backchannel-authentication-ciba/error-response
    """

    info = ErrorInfo(
        code="CLIENT_SIDE_ERROR",
        summary=(
            "The client's side causes the error, for example by parameters of "
            "the request that are not valid."
        ),
        note=(
            "The page's example of invalid request parameters carries this code, "
            "not ARGUMENTS_NOT_VALID."
        ),
    )


class ArgumentsNotValidError(SingpassCIBAError, kinds.InvalidRequestError):
    """The request has arguments that are not valid.

    ARGUMENTS_NOT_VALID, HTTP status not documented. Retry after the fix (derived).

    Source: https://docs.developer.singpass.gov.sg/docs/client-initiated-backchannel-authentication-ciba/error-response
    """

    info = ErrorInfo(
        code="ARGUMENTS_NOT_VALID", summary="The request has arguments that are not valid."
    )


class ServerSideError(SingpassCIBAError, kinds.InternalError):
    """The server's side causes the error.

    SERVER_SIDE_ERROR, HTTP status not documented. Nothing is known about retrying.

    Source: https://docs.developer.singpass.gov.sg/docs/client-initiated-backchannel-authentication-ciba/error-response
    """

    info = ErrorInfo(code="SERVER_SIDE_ERROR", summary="The server's side causes the error.")


class TooManyRequestsError(SingpassCIBAError, kinds.RateLimitError):
    """The consumer sends too many requests.

    TOO_MANY_REQUESTS, HTTP status not documented. Retry with growing delays (derived).

    Source: https://docs.developer.singpass.gov.sg/docs/client-initiated-backchannel-authentication-ciba/error-response
    """

    info = ErrorInfo(code="TOO_MANY_REQUESTS", summary="The consumer sends too many requests.")


def _read_json(error: SingpassCIBAError, body: Any, _entry: Any, _wire: Wire) -> None:
    """Set what the envelope json holds."""
    error.id = value if type(value := body.get("id")) is str else None
    error.trace_id = value if type(value := body.get("trace_id")) is str else None
    error.error = value if type(value := body.get("error")) is str else None
    error.error_description = error_description = (
        value if type(value := body.get("error_description")) is str else None
    )
    error.provider_message = error_description or None


_provider = Provider(
    title="Singpass CIBA",
    base=SingpassCIBAError,
    envelopes=(
        Envelope(
            id="json",
            code=Place(path="error"),
            fields=("id", "trace_id", "error", "error_description"),
            read=_read_json,
        ),
    ),
    log=("id", "trace_id", "error"),
    quoted=("id", "trace_id"),
    codes=("error",),
)
ERRORS: Final[Mapping[str, type[SingpassCIBAError]]] = _provider.errors
"""The class of each error's id, and of each alias that belongs to one error."""
parse: Final = _provider.parse
from_code: Final = _provider.from_code
from_response: Final = _provider.from_response
afrom_response: Final = _provider.afrom_response
raise_for_error: Final = _provider.raise_for_error
araise_for_error: Final = _provider.araise_for_error

if TYPE_CHECKING:
    converter: Converter
else:  # Hidden from type checkers, so that a misspelt class is an error.

    def __getattr__(name: str) -> Any:
        return _provider.get_module_attribute(name)


def __dir__() -> list[str]:
    return sorted(__all__)

# Emitted by errsmith from registry/providers/doorkeeper.toml
# with python/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Errors of Doorkeeper.

The module covers the errors that this page documents:

    https://doorkeeper.example/docs/errors?version=3&language=en

Its classes:

    ApiError
    └── DoorkeeperError
        ├── UserActionError  any USER
        │   └── CancelledError  CANCELLED, 200
        ├── DoorError  any DOOR
        │   └── CancelledByDoorError  CANCELLED, 200
        ├── AccessDeniedError  access_denied
        ├── ClientDeniedError  access_denied, 400
        ├── DoorkeeperInvalidRequestError  invalid_request, 400
        ├── AuthorizationPendingError  authorization_pending, 400
        ├── SlowDownError  slow_down, 400
        ├── ExpiredTokenError  expired_token, 400
        ├── InvalidTokenError  invalid_token, 401
        ├── InsufficientScopeError  insufficient_scope, 403
        └── UseDPoPNonceError  use_dpop_nonce, 401
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import attrs

from ._runtime import kinds
from ._runtime.errors import ApiError
from ._runtime.facts import ErrorInfo, Retry
from ._runtime.provider import Provider
from ._runtime.reading.declarations import Envelope, Group, Scope
from ._runtime.reading.places import Place
from ._runtime.wire.wire import Wire, first, item

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = [
    "ERRORS",
    "AccessDeniedError",
    "AuthorizationPendingError",
    "CancelledByDoorError",
    "CancelledError",
    "ClientDeniedError",
    "Code",
    "DoorError",
    "DoorkeeperError",
    "DoorkeeperInvalidRequestError",
    "ExpiredTokenError",
    "InsufficientScopeError",
    "InvalidTokenError",
    "SlowDownError",
    "UseDPoPNonceError",
    "UserActionError",
    "afrom_response",
    "araise_for_error",
    "converter",
    "from_code",
    "from_response",
    "parse",
    "parse_redirect",
    "raise_for_error",
]


class Code(StrEnum):
    """The codes that Doorkeeper documents, as its page lists them."""

    CANCELLED = "CANCELLED"
    ACCESS_DENIED = "access_denied"
    INVALID_REQUEST = "invalid_request"
    AUTHORIZATION_PENDING = "authorization_pending"
    SLOW_DOWN = "slow_down"
    EXPIRED_TOKEN = "expired_token"
    INVALID_TOKEN = "invalid_token"
    INSUFFICIENT_SCOPE = "insufficient_scope"
    USE_DPOP_NONCE = "use_dpop_nonce"


@attrs.define(auto_exc=False, eq=False, getstate_setstate=False, kw_only=True, repr=False)
class DoorkeeperError(ApiError):
    """Any error of Doorkeeper.

    Attributes:
        description: Not described.
        state: The client's own.
        needed: The scopes that would open it.
        nonce: To be sent back.
        link: Not described.
        interval: Seconds between two questions.
        attempts: Not described.
    """

    info = ErrorInfo(source_url="https://doorkeeper.example/docs/errors?version=3&language=en")
    description: str | None = attrs.field(default=None, repr=False)
    state: str | None = attrs.field(default=None, repr=False)
    needed: str | None = None
    nonce: str | None = attrs.field(default=None, repr=False)
    link: str | None = attrs.field(default=None, repr=False)
    interval: int | None = attrs.field(default=None, repr=False)
    attempts: int | None = None

    @property
    def known_code(self) -> Code | None:
        """The code, or None if it is not documented."""
        return None if self._documented_code is None else Code(self._documented_code)


class UserActionError(DoorkeeperError):
    """The person at the door did something else.

    Any USER error, including undocumented codes.
    """

    info = ErrorInfo(
        group="USER",
        kind="declined",
        summary="The person at the door did something else.",
        user_message="You have not opened the door.",
    )


class CancelledError(UserActionError, kinds.DeclinedError):
    """The person went away.

    CANCELLED, HTTP 200. Do not retry automatically (derived).

    Source: https://doorkeeper.example/docs/errors?version=3&language=en
    """

    info = ErrorInfo(
        code="CANCELLED", statuses=(200,), scopes=("session",), summary="The person went away."
    )


class DoorError(DoorkeeperError):
    """The door itself does not work.

    Any DOOR error, including undocumented codes.
    """

    info = ErrorInfo(
        group="DOOR",
        kind="unavailable",
        retry=Retry("backoff", delay=5.0, basis="derived", level="group"),
        summary="The door itself does not work.",
    )


class CancelledByDoorError(DoorError, kinds.UnavailableError):
    """The door went away.

    CANCELLED, HTTP 200. Retry with growing delays, after 5 s (derived).

    Source: https://doorkeeper.example/docs/errors?version=3&language=en
    """

    info = ErrorInfo(
        code="CANCELLED", statuses=(200,), scopes=("session",), summary="The door went away."
    )


class AccessDeniedError(DoorkeeperError, kinds.DeclinedError):
    """The person says no.

    access_denied, HTTP status not documented. Do not retry automatically (derived).

    Source: https://doorkeeper.example/docs/errors?version=3&language=en
    """

    info = ErrorInfo(code="access_denied", scopes=("authorization",), summary="The person says no.")


class ClientDeniedError(DoorkeeperError, kinds.PermissionDeniedError):
    """The client may not have a token.

    access_denied, HTTP 400. Retry after the fix (derived).

    Source: https://doorkeeper.example/docs/errors?version=3&language=en
    """

    info = ErrorInfo(
        code="access_denied",
        statuses=(400,),
        scopes=("token",),
        summary="The client may not have a token.",
    )


class DoorkeeperInvalidRequestError(DoorkeeperError, kinds.InvalidRequestError):
    """The request lacks a parameter, or has one twice.

    invalid_request, HTTP 400. Retry after the fix (derived).

    Source: https://doorkeeper.example/docs/errors?version=3&language=en
    """

    info = ErrorInfo(
        code="invalid_request",
        statuses=(400,),
        scopes=("authorization", "token"),
        summary="The request lacks a parameter, or has one twice.",
    )


class AuthorizationPendingError(DoorkeeperError, kinds.PendingError):
    """The person has not come to the door yet.

    authorization_pending, HTTP 400. Ask again at an even pace (derived).

    Source: https://doorkeeper.example/docs/errors?version=3&language=en
    """

    info = ErrorInfo(
        code="authorization_pending",
        statuses=(400,),
        scopes=("token",),
        summary="The person has not come to the door yet.",
    )


class SlowDownError(DoorkeeperError, kinds.PendingError):
    """The client asks too often.

    slow_down, HTTP 400. Ask again at an even pace every 5 s (documented).

    What to do: Add 5 seconds to the interval.

    Source: https://doorkeeper.example/docs/errors?version=3&language=en
    """

    info = ErrorInfo(
        code="slow_down",
        statuses=(400,),
        scopes=("token",),
        retry=Retry("poll", delay=5.0),
        summary="The client asks too often.",
        fix="Add 5 seconds to the interval.",
    )


class ExpiredTokenError(DoorkeeperError, kinds.ExpiredError):
    """The person did not come in time.

    expired_token, HTTP 400. Do not retry automatically (derived).

    Source: https://doorkeeper.example/docs/errors?version=3&language=en
    """

    info = ErrorInfo(
        code="expired_token",
        statuses=(400,),
        scopes=("token",),
        summary="The person did not come in time.",
    )


class InvalidTokenError(DoorkeeperError, kinds.AuthenticationError):
    """The token is expired, revoked or malformed.

    invalid_token, HTTP 401. Retry after the fix (derived).

    Source: https://doorkeeper.example/docs/errors?version=3&language=en
    """

    info = ErrorInfo(
        code="invalid_token",
        statuses=(401,),
        scopes=("resource",),
        summary="The token is expired, revoked or malformed.",
    )


class InsufficientScopeError(DoorkeeperError, kinds.PermissionDeniedError):
    """The token opens other doors.

    insufficient_scope, HTTP 403. Retry after the fix (derived).

    Source: https://doorkeeper.example/docs/errors?version=3&language=en
    """

    info = ErrorInfo(
        code="insufficient_scope",
        statuses=(403,),
        scopes=("resource",),
        summary="The token opens other doors.",
    )


class UseDPoPNonceError(DoorkeeperError, kinds.AuthenticationError):
    """The proof lacks a nonce, or has an old one.

    use_dpop_nonce, HTTP 401. Retry once, after a delay (documented).

    What to do: Send the request again, with the nonce of this response in the proof.

    Source: https://doorkeeper.example/docs/errors?version=3&language=en
    """

    info = ErrorInfo(
        code="use_dpop_nonce",
        statuses=(401,),
        scopes=("resource",),
        retry=Retry("once"),
        summary="The proof lacks a nonce, or has an old one.",
        fix="Send the request again, with the nonce of this response in the proof.",
    )


def _read_redirect(error: DoorkeeperError, _body: Any, _entry: Any, wire: Wire) -> None:
    """Set what the envelope redirect holds."""
    error.description = description = first(wire.query("error_description"))
    error.state = first(wire.query("state"))
    error.provider_message = description or None
    error.needed = error.nonce = error.link = error.interval = error.attempts = None


def _read_challenge(error: DoorkeeperError, _body: Any, _entry: Any, wire: Wire) -> None:
    """Set what the envelope challenge holds."""
    error.description = description = first(wire.parameter("WWW-Authenticate", "error_description"))
    error.needed = first(wire.parameter("WWW-Authenticate", "scope"))
    error.nonce = first(wire.header("DPoP-Nonce"))
    error.provider_message = description or None
    error.state = error.link = error.interval = error.attempts = None


def _read_token(error: DoorkeeperError, body: Any, _entry: Any, _wire: Wire) -> None:
    """Set what the envelope token holds."""
    error.description = description = (
        value if type(value := body.get("error_description")) is str else None
    )
    error.link = value if type(value := body.get("error_uri")) is str else None
    error.interval = value if type(value := body.get("interval")) is int else None
    error.provider_message = description or None
    error.state = error.needed = error.nonce = error.attempts = None


def _read_session(error: DoorkeeperError, body: Any, _entry: Any, _wire: Wire) -> None:
    """Set what the envelope session holds."""
    counters = value if type(value := body.get("counters")) is list else []
    counters_0 = value if type(value := item(counters, 0)) is dict else {}
    error.attempts = value if type(value := counters_0.get("value")) is int else None
    error.description = error.state = error.needed = error.nonce = error.link = None
    error.interval = error.provider_message = None


_provider = Provider(
    title="Doorkeeper",
    base=DoorkeeperError,
    ids={
        "CancelledByDoorError": "CANCELLED_BY_DOOR",
        "ClientDeniedError": "access_denied_at_token",
    },
    groups=(Group(UserActionError), Group(DoorError)),
    scopes=(
        Scope(id="authorization", paths=("*/authorize",)),
        Scope(id="token", paths=("*/token", "*/token/*")),
        Scope(id="resource"),
        Scope(id="session", paths=("/sessions/*",)),
    ),
    envelopes=(
        Envelope(
            id="redirect",
            code=Place(query="error"),
            scope="authorization",
            fields=("description", "state"),
            read=_read_redirect,
            has_fields_beyond_body=True,
        ),
        Envelope(
            id="challenge",
            code=Place(header="WWW-Authenticate", parameter="error"),
            statuses=(401, 403),
            scope="resource",
            fields=("description", "needed", "nonce"),
            read=_read_challenge,
            has_fields_beyond_body=True,
        ),
        Envelope(
            id="token",
            code=Place(path="error"),
            statuses=("4xx",),
            scope="token",
            fields=("description", "link", "interval"),
            read=_read_token,
        ),
        Envelope(
            id="session",
            code=Place(path="reason", success=("NONE", "0")),
            group=Place(path="party"),
            statuses=(200,),
            body={"state": "FAILED"},
            scope="session",
            fields=("attempts",),
            read=_read_session,
        ),
    ),
    log=("needed", "attempts"),
    waits={"interval": "seconds"},
)
ERRORS: Final[Mapping[str, type[DoorkeeperError]]] = _provider.errors
"""The class of each error's id, and of each alias that belongs to one error."""
parse: Final = _provider.parse
parse_redirect: Final = _provider.parse_redirect
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

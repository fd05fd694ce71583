# Emitted by errsmith from registry/providers/signet.toml
# with python/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Errors of Signet.

The Signet API answers a failed request with an error type and a message.

The module covers the errors that this page documents:

    https://signet-api.pages.dev/errors

Its classes:

    ApiError
    └── SignetError
        ├── SignetFaultError  any api_error
        │   ├── ServiceUnavailableError  service_unavailable
        │   ├── SignetInternalError  internal_error
        │   └── ReportRetrievalFailedError  report_retrieval_failed
        ├── SignetInvalidRequestError  any invalid_request
        │   ├── MissingHeaderError  missing_header
        │   ├── InvalidFormatError  invalid_format
        │   ├── AuthenticationFailedError  authentication_failed
        │   ├── ExpiredRequestError  expired_request
        │   ├── MissingSignatureError  missing_signature
        │   ├── InvalidSignatureError  invalid_signature
        │   ├── MissingBodyError  missing_body
        │   ├── ValidationFailedError  validation_failed
        │   ├── VerificationFailedError  verification_failed
        │   ├── DuplicateFlagError  duplicate_flag
        │   ├── AlreadyFlaggedError  already_flagged
        │   ├── ProfileRequiredError  profile_required
        │   ├── ProfileInactiveError  profile_inactive
        │   └── UserIDMissingError  user_id_missing
        ├── SignetNotFoundError  any not_found
        │   └── ResourceNotFoundError  not_found
        ├── SignetConflictError  any conflict
        │   └── ResourceConflictError  conflict
        └── ForbiddenError  any forbidden
            └── InsufficientPermissionsError  forbidden
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
from ._runtime.reading.declarations import Envelope, Group
from ._runtime.reading.places import Place
from ._runtime.wire.wire import Wire

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = [
    "ERRORS",
    "AlreadyFlaggedError",
    "AuthenticationFailedError",
    "Code",
    "DuplicateFlagError",
    "ExpiredRequestError",
    "ForbiddenError",
    "InsufficientPermissionsError",
    "InvalidFormatError",
    "InvalidSignatureError",
    "MissingBodyError",
    "MissingHeaderError",
    "MissingSignatureError",
    "ProfileInactiveError",
    "ProfileRequiredError",
    "ReportRetrievalFailedError",
    "ResourceConflictError",
    "ResourceNotFoundError",
    "ServiceUnavailableError",
    "SignetConflictError",
    "SignetError",
    "SignetFaultError",
    "SignetInternalError",
    "SignetInvalidRequestError",
    "SignetNotFoundError",
    "UserIDMissingError",
    "ValidationFailedError",
    "VerificationFailedError",
    "afrom_response",
    "araise_for_error",
    "converter",
    "from_code",
    "from_response",
    "parse",
    "raise_for_error",
]


class Code(StrEnum):
    """The codes that Signet documents, as its page lists them."""

    SERVICE_UNAVAILABLE = "service_unavailable"
    INTERNAL_ERROR = "internal_error"
    REPORT_RETRIEVAL_FAILED = "report_retrieval_failed"
    MISSING_HEADER = "missing_header"
    INVALID_FORMAT = "invalid_format"
    AUTHENTICATION_FAILED = "authentication_failed"
    EXPIRED_REQUEST = "expired_request"
    MISSING_SIGNATURE = "missing_signature"
    INVALID_SIGNATURE = "invalid_signature"
    MISSING_BODY = "missing_body"
    VALIDATION_FAILED = "validation_failed"
    VERIFICATION_FAILED = "verification_failed"
    DUPLICATE_FLAG = "duplicate_flag"
    ALREADY_FLAGGED = "already_flagged"
    PROFILE_REQUIRED = "profile_required"
    PROFILE_INACTIVE = "profile_inactive"
    USER_ID_MISSING = "user_id_missing"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    FORBIDDEN = "forbidden"


@attrs.define(auto_exc=False, eq=False, getstate_setstate=False, kw_only=True, repr=False)
class SignetError(ApiError):
    """Any error of Signet.

    Attributes:
        success: Is false in an error response.
        text: Describes the error.
        reason: Gives the reason in detail.
        details: Adds context.
    """

    info = ErrorInfo(source_url="https://signet-api.pages.dev/errors")
    success: bool | None = attrs.field(default=None, repr=False)
    text: str | None = attrs.field(default=None, repr=False)
    reason: str | None = attrs.field(default=None, repr=False)
    details: dict[str, Any] | None = attrs.field(default=None, repr=False)

    @property
    def known_code(self) -> Code | None:
        """The code, or None if it is not documented."""
        return None if self._documented_code is None else Code(self._documented_code)


class SignetFaultError(SignetError):
    """Signet itself is at fault.

    Any api_error error, including undocumented codes.

    Note: The page calls this unlikely.
    """

    info = ErrorInfo(
        group="api_error",
        kind="internal",
        summary="Signet itself is at fault.",
        note="The page calls this unlikely.",
    )


class ServiceUnavailableError(SignetFaultError, kinds.UnavailableError):
    """Internal errors of the authentication service make it unavailable for a time.

    service_unavailable, HTTP status not documented. Retry with growing delays (derived).

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="service_unavailable",
        summary="Internal errors of the authentication service make it unavailable for a time.",
    )


class SignetInternalError(SignetFaultError, kinds.InternalError):
    """The server meets an unexpected error while it processes the request.

    internal_error, HTTP status not documented. Nothing is known about retrying.

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="internal_error",
        summary="The server meets an unexpected error while it processes the request.",
    )


class ReportRetrievalFailedError(SignetFaultError, kinds.InternalError):
    """A report exists, but a system error prevents its retrieval.

    report_retrieval_failed, HTTP status not documented. Nothing is known about retrying.

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="report_retrieval_failed",
        summary="A report exists, but a system error prevents its retrieval.",
    )


class SignetInvalidRequestError(SignetError):
    """The caller is at fault.

    Any invalid_request error, including undocumented codes.

    Note: The page calls this much more likely than a fault of Signet.
    """

    info = ErrorInfo(
        group="invalid_request",
        kind="invalid_request",
        summary="The caller is at fault.",
        note="The page calls this much more likely than a fault of Signet.",
    )


class MissingHeaderError(SignetInvalidRequestError, kinds.AuthenticationError):
    """The Authorization header is absent or malformed.

    missing_header, HTTP status not documented. Retry after the fix (derived).

    What to do: Send the Authorization header with the Bearer scheme.

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="missing_header",
        summary="The Authorization header is absent or malformed.",
        fix="Send the Authorization header with the Bearer scheme.",
    )


class InvalidFormatError(SignetInvalidRequestError, kinds.AuthenticationError):
    """The token does not have a valid format.

    invalid_format, HTTP status not documented. Retry after the fix (derived).

    What to do: Send the token in the Bearer format.

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="invalid_format",
        summary="The token does not have a valid format.",
        fix="Send the token in the Bearer format.",
    )


class AuthenticationFailedError(SignetInvalidRequestError, kinds.AuthenticationError):
    """The bearer token does not authenticate the request.

    authentication_failed, HTTP status not documented. Retry after the fix (derived).

    Causes:
        - The token is not valid.
        - The token is past its lifetime.

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="authentication_failed",
        summary="The bearer token does not authenticate the request.",
        causes=("The token is not valid.", "The token is past its lifetime."),
    )


class ExpiredRequestError(SignetInvalidRequestError, kinds.InvalidRequestError):
    """The timestamp of the request lies outside the time window that guards against replay
    attacks.

    expired_request, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="expired_request",
        summary=(
            "The timestamp of the request lies outside the time window that "
            "guards against replay attacks."
        ),
    )


class MissingSignatureError(SignetInvalidRequestError, kinds.AuthenticationError):
    """The signature header of the webhook is absent, although it is required.

    missing_signature, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="missing_signature",
        summary="The signature header of the webhook is absent, although it is required.",
    )


class InvalidSignatureError(SignetInvalidRequestError, kinds.AuthenticationError):
    """The signature of the webhook does not pass verification.

    invalid_signature, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="invalid_signature", summary="The signature of the webhook does not pass verification."
    )


class MissingBodyError(SignetInvalidRequestError, kinds.InvalidRequestError):
    """The raw body of the request is absent, although the signature cannot be verified without
    it.

    missing_body, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="missing_body",
        summary=(
            "The raw body of the request is absent, although the signature "
            "cannot be verified without it."
        ),
    )


class ValidationFailedError(SignetInvalidRequestError, kinds.InvalidRequestError):
    """The body of the request does not pass validation.

    validation_failed, HTTP status not documented. Retry after the fix (derived).

    Causes:
        - Fields are absent.
        - Fields are not valid.

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="validation_failed",
        summary="The body of the request does not pass validation.",
        causes=("Fields are absent.", "Fields are not valid."),
    )


class VerificationFailedError(SignetInvalidRequestError, kinds.InvalidRequestError):
    """A credential or a presentation does not pass verification.

    verification_failed, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="verification_failed",
        summary="A credential or a presentation does not pass verification.",
    )


class DuplicateFlagError(SignetInvalidRequestError, kinds.ConflictError):
    """The device already has a flag with this reason.

    duplicate_flag, HTTP status not documented. Nothing is known about retrying.

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="duplicate_flag", summary="The device already has a flag with this reason."
    )


class AlreadyFlaggedError(SignetInvalidRequestError, kinds.ConflictError):
    """The IP address already has a flag.

    already_flagged, HTTP status not documented. Nothing is known about retrying.

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(code="already_flagged", summary="The IP address already has a flag.")


class ProfileRequiredError(SignetInvalidRequestError, kinds.PermissionDeniedError):
    """There is no partner profile, although one is required.

    profile_required, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="profile_required", summary="There is no partner profile, although one is required."
    )


class ProfileInactiveError(SignetInvalidRequestError, kinds.PermissionDeniedError):
    """There is a partner profile, but it is not active at present.

    profile_inactive, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="profile_inactive",
        summary="There is a partner profile, but it is not active at present.",
    )


class UserIDMissingError(SignetInvalidRequestError, kinds.InvalidRequestError):
    """The context of the request holds no user ID.

    user_id_missing, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(code="user_id_missing", summary="The context of the request holds no user ID.")


class SignetNotFoundError(SignetError):
    """What the request asks for cannot be found.

    Any not_found error, including undocumented codes.
    """

    info = ErrorInfo(
        group="not_found", kind="not_found", summary="What the request asks for cannot be found."
    )


class ResourceNotFoundError(SignetNotFoundError, kinds.NotFoundError):
    """The user, partnership or resource that the request asks for cannot be found.

    not_found, HTTP status not documented. Retry after the fix (derived).

    Causes:
        - There is no such user, partnership or resource.
        - The authenticated partner has no association with it.

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="not_found",
        summary="The user, partnership or resource that the request asks for cannot be found.",
        causes=(
            "There is no such user, partnership or resource.",
            "The authenticated partner has no association with it.",
        ),
    )


class SignetConflictError(SignetError):
    """The request does not fit the state that the resource is in.

    Any conflict error, including undocumented codes.
    """

    info = ErrorInfo(
        group="conflict",
        kind="conflict",
        summary="The request does not fit the state that the resource is in.",
    )


class ResourceConflictError(SignetConflictError, kinds.ConflictError):
    """The request conflicts with a user or a resource.

    conflict, HTTP status not documented. Nothing is known about retrying.

    Causes:
        - There is already a user with this email address.
        - A resource is in conflict.

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="conflict",
        summary="The request conflicts with a user or a resource.",
        causes=("There is already a user with this email address.", "A resource is in conflict."),
    )


class ForbiddenError(SignetError):
    """The request is not allowed, because the permissions do not suffice.

    Any forbidden error, including undocumented codes.
    """

    info = ErrorInfo(
        group="forbidden",
        kind="permission",
        summary="The request is not allowed, because the permissions do not suffice.",
    )


class InsufficientPermissionsError(ForbiddenError, kinds.PermissionDeniedError):
    """The caller is not allowed to make the request.

    forbidden, HTTP status not documented. Retry after the fix (derived).

    Causes:
        - The permissions do not suffice.
        - The authorization does not succeed.

    Source: https://signet-api.pages.dev/errors
    """

    info = ErrorInfo(
        code="forbidden",
        summary="The caller is not allowed to make the request.",
        causes=("The permissions do not suffice.", "The authorization does not succeed."),
    )


def _read_json(error: SignetError, body: Any, entry: Any, _wire: Wire) -> None:
    """Set what the envelope json holds."""
    error.success = value if type(value := body.get("success")) is bool else None
    error.text = text = value if type(value := body.get("message")) is str else None
    errors_group = value if type(value := entry) is dict else {}
    error.reason = reason = value if type(value := errors_group.get("reason")) is str else None
    error.details = value if type(value := errors_group.get("details")) is dict else None
    error.provider_message = text or reason or None


_provider = Provider(
    title="Signet",
    base=SignetError,
    groups=(
        Group(SignetFaultError),
        Group(SignetInvalidRequestError),
        Group(SignetNotFoundError),
        Group(SignetConflictError),
        Group(ForbiddenError),
    ),
    envelopes=(
        Envelope(
            id="json",
            code=Place(path="errors.{group}.code"),
            fields=("success", "text", "reason", "details"),
            read=_read_json,
        ),
    ),
    texts=("text", "reason"),
)
ERRORS: Final[Mapping[str, type[SignetError]]] = _provider.errors
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

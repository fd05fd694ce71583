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
        ├── SignetFaultError                  any api_error
        │   ├── ServiceUnavailableError       service_unavailable
        │   ├── SignetInternalError           internal_error
        │   └── ReportRetrievalFailedError    report_retrieval_failed
        ├── SignetInvalidRequestError         any invalid_request
        │   ├── MissingHeaderError            missing_header
        │   ├── InvalidFormatError            invalid_format
        │   ├── AuthenticationFailedError     authentication_failed
        │   ├── ExpiredRequestError           expired_request
        │   ├── MissingSignatureError         missing_signature
        │   ├── InvalidSignatureError         invalid_signature
        │   ├── MissingBodyError              missing_body
        │   ├── ValidationFailedError         validation_failed
        │   ├── VerificationFailedError       verification_failed
        │   ├── DuplicateFlagError            duplicate_flag
        │   ├── AlreadyFlaggedError           already_flagged
        │   ├── ProfileRequiredError          profile_required
        │   ├── ProfileInactiveError          profile_inactive
        │   └── UserIDMissingError            user_id_missing
        ├── SignetNotFoundError               any not_found
        │   └── ResourceNotFoundError         not_found
        ├── SignetConflictError               any conflict
        │   └── ResourceConflictError         conflict
        └── ForbiddenError                    any forbidden
            └── InsufficientPermissionsError  forbidden
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final

import attrs

from ._runtime import kinds
from ._runtime.errors import ApiError
from ._runtime.facts import ErrorInfo, Retry
from ._runtime.provider import Provider
from ._runtime.reading.catalog import Envelope, Group
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

    info: ClassVar[ErrorInfo] = ErrorInfo(source_url="https://signet-api.pages.dev/errors")
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

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        group="api_error",
        kind="internal",
        summary="Signet itself is at fault.",
        note="The page calls this unlikely.",
        source_url="https://signet-api.pages.dev/errors",
    )


class ServiceUnavailableError(SignetFaultError, kinds.UnavailableError):
    """Internal errors of the authentication service make it unavailable for a time.

    service_unavailable, HTTP status not documented. Retry with growing delays (derived).

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="service_unavailable",
        group="api_error",
        kind="unavailable",
        retry=Retry("backoff", basis="derived", level="kind"),
        summary="Internal errors of the authentication service make it unavailable for a time.",
        source_url="https://signet-api.pages.dev/errors",
    )


class SignetInternalError(SignetFaultError, kinds.InternalError):
    """The server meets an unexpected error while it processes the request.

    internal_error, HTTP status not documented. Nothing is known about retrying.

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="internal_error",
        group="api_error",
        kind="internal",
        summary="The server meets an unexpected error while it processes the request.",
        source_url="https://signet-api.pages.dev/errors",
    )


class ReportRetrievalFailedError(SignetFaultError, kinds.InternalError):
    """A report exists, but a system error prevents its retrieval.

    report_retrieval_failed, HTTP status not documented. Nothing is known about retrying.

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="report_retrieval_failed",
        group="api_error",
        kind="internal",
        summary="A report exists, but a system error prevents its retrieval.",
        source_url="https://signet-api.pages.dev/errors",
    )


class SignetInvalidRequestError(SignetError):
    """The caller is at fault.

    Any invalid_request error, including undocumented codes.

    Note: The page calls this much more likely than a fault of Signet.
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        group="invalid_request",
        kind="invalid_request",
        summary="The caller is at fault.",
        note="The page calls this much more likely than a fault of Signet.",
        source_url="https://signet-api.pages.dev/errors",
    )


class MissingHeaderError(SignetInvalidRequestError, kinds.AuthenticationError):
    """The Authorization header is absent or malformed.

    missing_header, HTTP status not documented. Retry after the fix (derived).

    What to do: Send the Authorization header with the Bearer scheme.

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="missing_header",
        group="invalid_request",
        kind="authentication",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="The Authorization header is absent or malformed.",
        fix="Send the Authorization header with the Bearer scheme.",
        source_url="https://signet-api.pages.dev/errors",
    )


class InvalidFormatError(SignetInvalidRequestError, kinds.AuthenticationError):
    """The token does not have a valid format.

    invalid_format, HTTP status not documented. Retry after the fix (derived).

    What to do: Send the token in the Bearer format.

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="invalid_format",
        group="invalid_request",
        kind="authentication",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="The token does not have a valid format.",
        fix="Send the token in the Bearer format.",
        source_url="https://signet-api.pages.dev/errors",
    )


class AuthenticationFailedError(SignetInvalidRequestError, kinds.AuthenticationError):
    """The bearer token does not authenticate the request.

    authentication_failed, HTTP status not documented. Retry after the fix (derived).

    Causes:
        - The token is not valid.
        - The token is past its lifetime.

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="authentication_failed",
        group="invalid_request",
        kind="authentication",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="The bearer token does not authenticate the request.",
        causes=("The token is not valid.", "The token is past its lifetime."),
        source_url="https://signet-api.pages.dev/errors",
    )


class ExpiredRequestError(SignetInvalidRequestError, kinds.InvalidRequestError):
    """The timestamp of the request lies outside the time window that guards against replay
    attacks.

    expired_request, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="expired_request",
        group="invalid_request",
        kind="invalid_request",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary=(
            "The timestamp of the request lies outside the time window that "
            "guards against replay attacks."
        ),
        source_url="https://signet-api.pages.dev/errors",
    )


class MissingSignatureError(SignetInvalidRequestError, kinds.AuthenticationError):
    """The signature header of the webhook is absent, although it is required.

    missing_signature, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="missing_signature",
        group="invalid_request",
        kind="authentication",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="The signature header of the webhook is absent, although it is required.",
        source_url="https://signet-api.pages.dev/errors",
    )


class InvalidSignatureError(SignetInvalidRequestError, kinds.AuthenticationError):
    """The signature of the webhook does not pass verification.

    invalid_signature, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="invalid_signature",
        group="invalid_request",
        kind="authentication",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="The signature of the webhook does not pass verification.",
        source_url="https://signet-api.pages.dev/errors",
    )


class MissingBodyError(SignetInvalidRequestError, kinds.InvalidRequestError):
    """The raw body of the request is absent, although the signature cannot be verified without
    it.

    missing_body, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="missing_body",
        group="invalid_request",
        kind="invalid_request",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary=(
            "The raw body of the request is absent, although the signature "
            "cannot be verified without it."
        ),
        source_url="https://signet-api.pages.dev/errors",
    )


class ValidationFailedError(SignetInvalidRequestError, kinds.InvalidRequestError):
    """The body of the request does not pass validation.

    validation_failed, HTTP status not documented. Retry after the fix (derived).

    Causes:
        - Fields are absent.
        - Fields are not valid.

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="validation_failed",
        group="invalid_request",
        kind="invalid_request",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="The body of the request does not pass validation.",
        causes=("Fields are absent.", "Fields are not valid."),
        source_url="https://signet-api.pages.dev/errors",
    )


class VerificationFailedError(SignetInvalidRequestError, kinds.InvalidRequestError):
    """A credential or a presentation does not pass verification.

    verification_failed, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="verification_failed",
        group="invalid_request",
        kind="invalid_request",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="A credential or a presentation does not pass verification.",
        source_url="https://signet-api.pages.dev/errors",
    )


class DuplicateFlagError(SignetInvalidRequestError, kinds.ConflictError):
    """The device already has a flag with this reason.

    duplicate_flag, HTTP status not documented. Nothing is known about retrying.

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="duplicate_flag",
        group="invalid_request",
        kind="conflict",
        summary="The device already has a flag with this reason.",
        source_url="https://signet-api.pages.dev/errors",
    )


class AlreadyFlaggedError(SignetInvalidRequestError, kinds.ConflictError):
    """The IP address already has a flag.

    already_flagged, HTTP status not documented. Nothing is known about retrying.

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="already_flagged",
        group="invalid_request",
        kind="conflict",
        summary="The IP address already has a flag.",
        source_url="https://signet-api.pages.dev/errors",
    )


class ProfileRequiredError(SignetInvalidRequestError, kinds.PermissionDeniedError):
    """There is no partner profile, although one is required.

    profile_required, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="profile_required",
        group="invalid_request",
        kind="permission",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="There is no partner profile, although one is required.",
        source_url="https://signet-api.pages.dev/errors",
    )


class ProfileInactiveError(SignetInvalidRequestError, kinds.PermissionDeniedError):
    """There is a partner profile, but it is not active at present.

    profile_inactive, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="profile_inactive",
        group="invalid_request",
        kind="permission",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="There is a partner profile, but it is not active at present.",
        source_url="https://signet-api.pages.dev/errors",
    )


class UserIDMissingError(SignetInvalidRequestError, kinds.InvalidRequestError):
    """The context of the request holds no user ID.

    user_id_missing, HTTP status not documented. Retry after the fix (derived).

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="user_id_missing",
        group="invalid_request",
        kind="invalid_request",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="The context of the request holds no user ID.",
        source_url="https://signet-api.pages.dev/errors",
    )


class SignetNotFoundError(SignetError):
    """What the request asks for cannot be found.

    Any not_found error, including undocumented codes.
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        group="not_found",
        kind="not_found",
        summary="What the request asks for cannot be found.",
        source_url="https://signet-api.pages.dev/errors",
    )


class ResourceNotFoundError(SignetNotFoundError, kinds.NotFoundError):
    """The user, partnership or resource that the request asks for cannot be found.

    not_found, HTTP status not documented. Retry after the fix (derived).

    Causes:
        - There is no such user, partnership or resource.
        - The authenticated partner has no association with it.

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="not_found",
        group="not_found",
        kind="not_found",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="The user, partnership or resource that the request asks for cannot be found.",
        causes=(
            "There is no such user, partnership or resource.",
            "The authenticated partner has no association with it.",
        ),
        source_url="https://signet-api.pages.dev/errors",
    )


class SignetConflictError(SignetError):
    """The request does not fit the state that the resource is in.

    Any conflict error, including undocumented codes.
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        group="conflict",
        kind="conflict",
        summary="The request does not fit the state that the resource is in.",
        source_url="https://signet-api.pages.dev/errors",
    )


class ResourceConflictError(SignetConflictError, kinds.ConflictError):
    """The request conflicts with a user or a resource.

    conflict, HTTP status not documented. Nothing is known about retrying.

    Causes:
        - There is already a user with this email address.
        - A resource is in conflict.

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="conflict",
        group="conflict",
        kind="conflict",
        summary="The request conflicts with a user or a resource.",
        causes=("There is already a user with this email address.", "A resource is in conflict."),
        source_url="https://signet-api.pages.dev/errors",
    )


class ForbiddenError(SignetError):
    """The request is not allowed, because the permissions do not suffice.

    Any forbidden error, including undocumented codes.
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        group="forbidden",
        kind="permission",
        summary="The request is not allowed, because the permissions do not suffice.",
        source_url="https://signet-api.pages.dev/errors",
    )


class InsufficientPermissionsError(ForbiddenError, kinds.PermissionDeniedError):
    """The caller is not allowed to make the request.

    forbidden, HTTP status not documented. Retry after the fix (derived).

    Causes:
        - The permissions do not suffice.
        - The authorization does not succeed.

    Source: https://signet-api.pages.dev/errors
    """

    __slots__ = ()
    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="forbidden",
        group="forbidden",
        kind="permission",
        retry=Retry("after_fix", basis="derived", level="kind"),
        summary="The caller is not allowed to make the request.",
        causes=("The permissions do not suffice.", "The authorization does not succeed."),
        source_url="https://signet-api.pages.dev/errors",
    )


ERRORS: Final[Mapping[str, type[SignetError]]] = MappingProxyType(
    {
        "service_unavailable": ServiceUnavailableError,
        "internal_error": SignetInternalError,
        "report_retrieval_failed": ReportRetrievalFailedError,
        "missing_header": MissingHeaderError,
        "invalid_format": InvalidFormatError,
        "authentication_failed": AuthenticationFailedError,
        "expired_request": ExpiredRequestError,
        "missing_signature": MissingSignatureError,
        "invalid_signature": InvalidSignatureError,
        "missing_body": MissingBodyError,
        "validation_failed": ValidationFailedError,
        "verification_failed": VerificationFailedError,
        "duplicate_flag": DuplicateFlagError,
        "already_flagged": AlreadyFlaggedError,
        "profile_required": ProfileRequiredError,
        "profile_inactive": ProfileInactiveError,
        "user_id_missing": UserIDMissingError,
        "not_found": ResourceNotFoundError,
        "conflict": ResourceConflictError,
        "forbidden": InsufficientPermissionsError,
    }
)
"""The class of each error's id, and of each alias that belongs to one error."""


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
    errors=ERRORS,
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
        return _provider.module_attribute(name)


def __dir__() -> list[str]:
    return sorted(__all__)

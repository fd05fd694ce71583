# Emitted by errsmith from registry/providers/hopae.toml
# with python/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Errors of Hopae.

Hopae lets applications verify people through eID providers.

The module covers the errors that this page documents:

    https://docs.hopae.com/api-reference/error-codes

Its classes:

    ApiError
    └── HopaeError
        ├── AuthError  any AUTH_*
        │   ├── AuthInvalidCredentialsError  AUTH_INVALID_CREDENTIALS, 401
        │   ├── AuthInvalidGrantError  AUTH_INVALID_GRANT, 400
        │   ├── AuthInvalidClientError  AUTH_INVALID_CLIENT, 401
        │   └── AuthForbiddenError  AUTH_FORBIDDEN, 403
        ├── ValidationError  any VALIDATION_*
        │   ├── ValidationMissingParameterError  VALIDATION_MISSING_PARAMETER, 400
        │   ├── ValidationInvalidParameterError  VALIDATION_INVALID_PARAMETER, 400
        │   ├── ValidationMissingUserDataError  VALIDATION_MISSING_USER_DATA, 400
        │   ├── ValidationInvalidUserDataError  VALIDATION_INVALID_USER_DATA, 400
        │   ├── ValidationInvalidPKCEError  VALIDATION_INVALID_PKCE, 400
        │   ├── ValidationRedirectURIRequiredError  VALIDATION_REDIRECT_URI_REQUIRED, 400
        │   └── ValidationMissingClientSecretError  VALIDATION_MISSING_CLIENT_SECRET, 400
        ├── SessionError  any SESSION_*
        │   ├── SessionNotFoundError  SESSION_NOT_FOUND, 404
        │   ├── SessionVerificationNotFoundError  SESSION_VERIFICATION_NOT_FOUND, 404
        │   ├── SessionInvalidStatusTransitionError  SESSION_INVALID_STATUS_TRANSITION, 409
        │   └── SessionInvalidFlowError  SESSION_INVALID_FLOW, 400
        ├── ProviderError  any PROVIDER_*
        │   ├── ProviderNotFoundError  PROVIDER_NOT_FOUND, 404
        │   ├── ProviderNotEnabledError  PROVIDER_NOT_ENABLED, 403
        │   ├── ProviderInitializationFailedError  PROVIDER_INITIALIZATION_FAILED, 502
        │   ├── GenericProviderError  PROVIDER_ERROR, 502
        │   ├── ProviderUnavailableError  PROVIDER_UNAVAILABLE, 503
        │   ├── ProviderConfigurationError  PROVIDER_CONFIGURATION_ERROR, 400
        │   ├── ProviderAuthenticationFailedError  PROVIDER_AUTHENTICATION_FAILED, 401
        │   └── ProviderUnexpectedResponseError  PROVIDER_UNEXPECTED_RESPONSE, 502
        ├── SystemFaultError  any SYSTEM_*
        │   ├── SystemInternalError  SYSTEM_INTERNAL_ERROR, 500
        │   └── SystemUnsupportedModeError  SYSTEM_UNSUPPORTED_MODE, 501
        └── ResourceError  any RESOURCE_*
            ├── ResourceNotFoundError  RESOURCE_NOT_FOUND, 404
            └── ResourceConflictError  RESOURCE_CONFLICT, 409
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
from ._runtime.reading.declarations import Category, Envelope, Group
from ._runtime.reading.places import Place
from ._runtime.wire.wire import Wire

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = [
    "ERRORS",
    "AuthError",
    "AuthForbiddenError",
    "AuthInvalidClientError",
    "AuthInvalidCredentialsError",
    "AuthInvalidGrantError",
    "Code",
    "GenericProviderError",
    "HopaeError",
    "ProviderAuthenticationFailedError",
    "ProviderConfigurationError",
    "ProviderError",
    "ProviderInitializationFailedError",
    "ProviderNotEnabledError",
    "ProviderNotFoundError",
    "ProviderUnavailableError",
    "ProviderUnexpectedResponseError",
    "ResourceConflictError",
    "ResourceError",
    "ResourceNotFoundError",
    "SessionError",
    "SessionInvalidFlowError",
    "SessionInvalidStatusTransitionError",
    "SessionNotFoundError",
    "SessionVerificationNotFoundError",
    "SystemFaultError",
    "SystemInternalError",
    "SystemUnsupportedModeError",
    "ValidationError",
    "ValidationInvalidPKCEError",
    "ValidationInvalidParameterError",
    "ValidationInvalidUserDataError",
    "ValidationMissingClientSecretError",
    "ValidationMissingParameterError",
    "ValidationMissingUserDataError",
    "ValidationRedirectURIRequiredError",
    "afrom_response",
    "araise_for_error",
    "converter",
    "from_code",
    "from_response",
    "parse",
    "raise_for_error",
]


class Code(StrEnum):
    """The codes that Hopae documents, as its page lists them."""

    AUTH_INVALID_CREDENTIALS = "AUTH_INVALID_CREDENTIALS"
    AUTH_INVALID_GRANT = "AUTH_INVALID_GRANT"
    AUTH_INVALID_CLIENT = "AUTH_INVALID_CLIENT"
    AUTH_FORBIDDEN = "AUTH_FORBIDDEN"
    VALIDATION_MISSING_PARAMETER = "VALIDATION_MISSING_PARAMETER"
    VALIDATION_INVALID_PARAMETER = "VALIDATION_INVALID_PARAMETER"
    VALIDATION_MISSING_USER_DATA = "VALIDATION_MISSING_USER_DATA"
    VALIDATION_INVALID_USER_DATA = "VALIDATION_INVALID_USER_DATA"
    VALIDATION_INVALID_PKCE = "VALIDATION_INVALID_PKCE"
    VALIDATION_REDIRECT_URI_REQUIRED = "VALIDATION_REDIRECT_URI_REQUIRED"
    VALIDATION_MISSING_CLIENT_SECRET = "VALIDATION_MISSING_CLIENT_SECRET"
    SESSION_NOT_FOUND = "SESSION_NOT_FOUND"
    SESSION_VERIFICATION_NOT_FOUND = "SESSION_VERIFICATION_NOT_FOUND"
    SESSION_INVALID_STATUS_TRANSITION = "SESSION_INVALID_STATUS_TRANSITION"
    SESSION_INVALID_FLOW = "SESSION_INVALID_FLOW"
    PROVIDER_NOT_FOUND = "PROVIDER_NOT_FOUND"
    PROVIDER_NOT_ENABLED = "PROVIDER_NOT_ENABLED"
    PROVIDER_INITIALIZATION_FAILED = "PROVIDER_INITIALIZATION_FAILED"
    PROVIDER_ERROR = "PROVIDER_ERROR"
    PROVIDER_UNAVAILABLE = "PROVIDER_UNAVAILABLE"
    PROVIDER_CONFIGURATION_ERROR = "PROVIDER_CONFIGURATION_ERROR"
    PROVIDER_AUTHENTICATION_FAILED = "PROVIDER_AUTHENTICATION_FAILED"
    PROVIDER_UNEXPECTED_RESPONSE = "PROVIDER_UNEXPECTED_RESPONSE"
    SYSTEM_INTERNAL_ERROR = "SYSTEM_INTERNAL_ERROR"
    SYSTEM_UNSUPPORTED_MODE = "SYSTEM_UNSUPPORTED_MODE"
    RESOURCE_NOT_FOUND = "RESOURCE_NOT_FOUND"
    RESOURCE_CONFLICT = "RESOURCE_CONFLICT"


@attrs.define(auto_exc=False, eq=False, getstate_setstate=False, kw_only=True, repr=False)
class HopaeError(ApiError):
    """Any error of Hopae.

    Support: Report the error code, its timestamp, the environment (sandbox or production), the
    request ID from the headers and, if there is one, the verification ID.

    Note: The page does not name the header that carries the request ID.

    Attributes:
        title: Identifies the error by its code, such as AUTH_INVALID_CREDENTIALS.
        body_status: Repeats the HTTP status code.
        detail: Describes the error for people.
        instance: Gives the path of the request that met the error.
        timestamp: Tells in ISO 8601 when the error occurred.
        body_context: Adds information on the context.
        doc_url: Links to the documentation of the error.
    """

    info = ErrorInfo(
        note="The page does not name the header that carries the request ID.",
        source_url="https://docs.hopae.com/api-reference/error-codes",
    )
    title: str | None = attrs.field(default=None, repr=False)
    body_status: float | None = None
    detail: str | None = attrs.field(default=None, repr=False)
    instance: str | None = attrs.field(default=None, repr=False)
    timestamp: str | None = None
    body_context: dict[str, Any] | None = attrs.field(default=None, repr=False)
    doc_url: str | None = attrs.field(default=None, repr=False)

    @property
    def known_code(self) -> Code | None:
        """The code, or None if it is not documented."""
        return None if self._documented_code is None else Code(self._documented_code)


class AuthError(HopaeError):
    """The error has to do with authentication.

    Any AUTH_* error, including undocumented codes.
    """

    info = ErrorInfo(
        group="auth", kind="authentication", summary="The error has to do with authentication."
    )


class AuthInvalidCredentialsError(AuthError, kinds.AuthenticationError):
    """The client credentials are not valid, because the client ID or the client secret is
    wrong.

    AUTH_INVALID_CREDENTIALS, HTTP 401, category client. Do not retry automatically
    (documented).

    Causes:
        - One of the two, the client ID or its secret, does not match.
        - Sandbox credentials are used in production, or production credentials in the sandbox.
        - A rotation has replaced the credentials.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="AUTH_INVALID_CREDENTIALS",
        statuses=(401,),
        category="client",
        retry=Retry("never", level="category"),
        summary=(
            "The client credentials are not valid, because the client ID or the "
            "client secret is wrong."
        ),
        causes=(
            "One of the two, the client ID or its secret, does not match.",
            "Sandbox credentials are used in production, or production credentials in the sandbox.",
            "A rotation has replaced the credentials.",
        ),
        user_message="You cannot be authenticated. Make sure that your credentials are right.",
    )


class AuthInvalidGrantError(AuthError, kinds.AuthenticationError):
    """The request provides a grant that is not valid.

    AUTH_INVALID_GRANT, HTTP 400, category client. Do not retry automatically (documented).

    Causes:
        - The authorization code is past its lifetime.
        - The authorization code is not used for the first time.
        - The code verifier of the PKCE flow does not match.

    Note: This is one of the standard errors of OAuth2.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="AUTH_INVALID_GRANT",
        statuses=(400,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The request provides a grant that is not valid.",
        causes=(
            "The authorization code is past its lifetime.",
            "The authorization code is not used for the first time.",
            "The code verifier of the PKCE flow does not match.",
        ),
        note="This is one of the standard errors of OAuth2.",
    )


class AuthInvalidClientError(AuthError, kinds.AuthenticationError):
    """The client cannot be authenticated.

    AUTH_INVALID_CLIENT, HTTP 401, category client. Do not retry automatically (documented).

    Causes:
        - There is no such client.
        - A disabled client is used.
        - The client uses an authentication method that it is not allowed to use.

    Note: This is one of the standard errors of OAuth2.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="AUTH_INVALID_CLIENT",
        statuses=(401,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The client cannot be authenticated.",
        causes=(
            "There is no such client.",
            "A disabled client is used.",
            "The client uses an authentication method that it is not allowed to use.",
        ),
        note="This is one of the standard errors of OAuth2.",
    )


class AuthForbiddenError(AuthError, kinds.PermissionDeniedError):
    """The user is authenticated but has no permission to access the resource.

    AUTH_FORBIDDEN, HTTP 403, category client. Do not retry automatically (documented).

    Causes:
        - An origin without authorization attempts access.
        - The permissions do not suffice for the resource.
        - The authenticated client is not allowed to perform the action.

    Note: The page's description speaks of the user, one of its causes of the client.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="AUTH_FORBIDDEN",
        statuses=(403,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The user is authenticated but has no permission to access the resource.",
        causes=(
            "An origin without authorization attempts access.",
            "The permissions do not suffice for the resource.",
            "The authenticated client is not allowed to perform the action.",
        ),
        note="The page's description speaks of the user, one of its causes of the client.",
    )


class ValidationError(HopaeError):
    """The error has to do with validation.

    Any VALIDATION_* error, including undocumented codes.
    """

    info = ErrorInfo(group="validation", summary="The error has to do with validation.")


class ValidationMissingParameterError(ValidationError, kinds.InvalidRequestError):
    """The request lacks a parameter that is required.

    VALIDATION_MISSING_PARAMETER, HTTP 400, category client. Do not retry automatically
    (documented).

    Causes:
        - A required query parameter is absent.
        - A required field of the body is absent.
        - The body of the request is empty.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="VALIDATION_MISSING_PARAMETER",
        statuses=(400,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The request lacks a parameter that is required.",
        causes=(
            "A required query parameter is absent.",
            "A required field of the body is absent.",
            "The body of the request is empty.",
        ),
        user_message="We do not have all the information we need. Please try once more.",
    )


class ValidationInvalidParameterError(ValidationError, kinds.InvalidRequestError):
    """The value of a parameter is not valid.

    VALIDATION_INVALID_PARAMETER, HTTP 400, category client. Do not retry automatically
    (documented).

    Causes:
        - The value has the wrong format, for example for an email address or a URL.
        - The value lies outside the range that is allowed.
        - The value is not supported for the parameter.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="VALIDATION_INVALID_PARAMETER",
        statuses=(400,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The value of a parameter is not valid.",
        causes=(
            "The value has the wrong format, for example for an email address or a URL.",
            "The value lies outside the range that is allowed.",
            "The value is not supported for the parameter.",
        ),
    )


class ValidationMissingUserDataError(ValidationError, kinds.InvalidRequestError):
    """Required data about the user is not there.

    VALIDATION_MISSING_USER_DATA, HTTP 400, category client. Do not retry automatically
    (documented).

    Causes:
        - The provider does not return attributes that are required.
        - The user does not consent to scopes that are required.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="VALIDATION_MISSING_USER_DATA",
        statuses=(400,),
        category="client",
        retry=Retry("never", level="category"),
        summary="Required data about the user is not there.",
        causes=(
            "The provider does not return attributes that are required.",
            "The user does not consent to scopes that are required.",
        ),
    )


class ValidationInvalidUserDataError(ValidationError, kinds.InvalidRequestError):
    """Data about the user does not have a valid format.

    VALIDATION_INVALID_USER_DATA, HTTP 400, category client. Do not retry automatically
    (documented).

    Causes:
        - The provider sends malformed data.
        - The data does not pass validation.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="VALIDATION_INVALID_USER_DATA",
        statuses=(400,),
        category="client",
        retry=Retry("never", level="category"),
        summary="Data about the user does not have a valid format.",
        causes=("The provider sends malformed data.", "The data does not pass validation."),
    )


class ValidationInvalidPKCEError(ValidationError, kinds.InvalidRequestError):
    """The PKCE parameters are not valid.

    VALIDATION_INVALID_PKCE, HTTP 400, category client. Do not retry automatically (documented).

    Causes:
        - The code challenge is absent.
        - The code verifier does not have a valid format.
        - The code verifier and the code challenge do not match.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="VALIDATION_INVALID_PKCE",
        statuses=(400,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The PKCE parameters are not valid.",
        causes=(
            "The code challenge is absent.",
            "The code verifier does not have a valid format.",
            "The code verifier and the code challenge do not match.",
        ),
    )


class ValidationRedirectURIRequiredError(ValidationError, kinds.InvalidRequestError):
    """The request lacks a redirect URI, which is required.

    VALIDATION_REDIRECT_URI_REQUIRED, HTTP 400, category client. Do not retry automatically
    (documented).

    Causes:
        - The configuration holds no default redirect URI.
        - A public client has no redirect URI.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="VALIDATION_REDIRECT_URI_REQUIRED",
        statuses=(400,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The request lacks a redirect URI, which is required.",
        causes=(
            "The configuration holds no default redirect URI.",
            "A public client has no redirect URI.",
        ),
    )


class ValidationMissingClientSecretError(ValidationError, kinds.InvalidRequestError):
    """The request lacks a client secret, which is required.

    VALIDATION_MISSING_CLIENT_SECRET, HTTP 400, category client. Do not retry automatically
    (documented).

    Causes:
        - A confidential client authenticates itself and gives no secret.
        - The client uses the wrong authentication method.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="VALIDATION_MISSING_CLIENT_SECRET",
        statuses=(400,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The request lacks a client secret, which is required.",
        causes=(
            "A confidential client authenticates itself and gives no secret.",
            "The client uses the wrong authentication method.",
        ),
    )


class SessionError(HopaeError):
    """The error has to do with the management of sessions.

    Any SESSION_* error, including undocumented codes.
    """

    info = ErrorInfo(
        group="session", summary="The error has to do with the management of sessions."
    )


class SessionNotFoundError(SessionError, kinds.NotFoundError):
    """No session has this ID, or it no longer exists.

    SESSION_NOT_FOUND, HTTP 404, category client. Do not retry automatically (documented).

    Causes:
        - The session ID is not valid.
        - The session is past its lifetime.
        - A deletion has removed the session.

    Note: The page's message to users speaks of an expired session only, which is one of the
    three causes.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="SESSION_NOT_FOUND",
        statuses=(404,),
        category="client",
        retry=Retry("never", level="category"),
        summary="No session has this ID, or it no longer exists.",
        causes=(
            "The session ID is not valid.",
            "The session is past its lifetime.",
            "A deletion has removed the session.",
        ),
        user_message="Your session is no longer valid. Please begin again.",
        note=(
            "The page's message to users speaks of an expired session only, "
            "which is one of the three causes."
        ),
    )


class SessionVerificationNotFoundError(SessionError, kinds.NotFoundError):
    """No verification session has this ID in this environment.

    SESSION_VERIFICATION_NOT_FOUND, HTTP 404, category client. Do not retry automatically
    (documented).

    Causes:
        - The verification ID is not valid.
        - The verification is past its lifetime.
        - The environment is the wrong one: sandbox instead of production, or the reverse.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="SESSION_VERIFICATION_NOT_FOUND",
        statuses=(404,),
        category="client",
        retry=Retry("never", level="category"),
        summary="No verification session has this ID in this environment.",
        causes=(
            "The verification ID is not valid.",
            "The verification is past its lifetime.",
            "The environment is the wrong one: sandbox instead of production, or the reverse.",
        ),
    )


class SessionInvalidStatusTransitionError(SessionError, kinds.ConflictError):
    """The session cannot move from its status to the one that is requested.

    SESSION_INVALID_STATUS_TRANSITION, HTTP 409, category client. Do not retry automatically
    (documented).

    Causes:
        - The session is already complete.
        - A cancellation has ended the session.
        - The request attempts a change of state that is not valid.

    Note: The page's message to users speaks of completion only, which is one of the three
    causes.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="SESSION_INVALID_STATUS_TRANSITION",
        statuses=(409,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The session cannot move from its status to the one that is requested.",
        causes=(
            "The session is already complete.",
            "A cancellation has ended the session.",
            "The request attempts a change of state that is not valid.",
        ),
        user_message="This verification is already complete.",
        note=(
            "The page's message to users speaks of completion only, which is one "
            "of the three causes."
        ),
    )


class SessionInvalidFlowError(SessionError, kinds.InvalidRequestError):
    """The verification flow is not valid.

    SESSION_INVALID_FLOW, HTTP 400, category client. Do not retry automatically (documented).

    Causes:
        - The provider does not support the type of flow.
        - Parameters of the flow are not valid.
        - The flow is not enabled for the application.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="SESSION_INVALID_FLOW",
        statuses=(400,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The verification flow is not valid.",
        causes=(
            "The provider does not support the type of flow.",
            "Parameters of the flow are not valid.",
            "The flow is not enabled for the application.",
        ),
    )


class ProviderError(HopaeError):
    """The error is specific to a provider.

    Any PROVIDER_* error, including undocumented codes.
    """

    info = ErrorInfo(group="provider", summary="The error is specific to a provider.")


class ProviderNotFoundError(ProviderError, kinds.NotFoundError):
    """No provider has this ID.

    PROVIDER_NOT_FOUND, HTTP 404, category client. Do not retry automatically (documented).

    Causes:
        - The provider ID is not valid.
        - The provider is not offered in the region.
        - The provider identifier is mistyped.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="PROVIDER_NOT_FOUND",
        statuses=(404,),
        category="client",
        retry=Retry("never", level="category"),
        summary="No provider has this ID.",
        causes=(
            "The provider ID is not valid.",
            "The provider is not offered in the region.",
            "The provider identifier is mistyped.",
        ),
    )


class ProviderNotEnabledError(ProviderError, kinds.PermissionDeniedError):
    """The application does not have the provider enabled.

    PROVIDER_NOT_ENABLED, HTTP 403, category client. Do not retry automatically (documented).

    Causes:
        - The dashboard holds no configuration for the provider.
        - Maintenance keeps the provider disabled.
        - The account has no access to the provider.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="PROVIDER_NOT_ENABLED",
        statuses=(403,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The application does not have the provider enabled.",
        causes=(
            "The dashboard holds no configuration for the provider.",
            "Maintenance keeps the provider disabled.",
            "The account has no access to the provider.",
        ),
        user_message="This identity provider cannot be used.",
    )


class ProviderInitializationFailedError(ProviderError, kinds.UnavailableError):
    """The provider cannot be initialized.

    PROVIDER_INITIALIZATION_FAILED, HTTP 502, category failure. Retry with growing delays
    (documented).

    Causes:
        - The service of the provider is down.
        - The network connection has problems.
        - The configuration of the provider is not valid.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="PROVIDER_INITIALIZATION_FAILED",
        statuses=(502,),
        category="failure",
        retry=Retry("backoff", level="category"),
        summary="The provider cannot be initialized.",
        causes=(
            "The service of the provider is down.",
            "The network connection has problems.",
            "The configuration of the provider is not valid.",
        ),
    )


class GenericProviderError(ProviderError, kinds.UnavailableError):
    """The provider causes an error, which this code names only in general.

    PROVIDER_ERROR, HTTP 502, category failure. Retry with growing delays (documented).

    Causes:
        - The provider answers with an error.
        - The provider does not answer in time.
        - The provider answers in an unexpected way.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="PROVIDER_ERROR",
        statuses=(502,),
        category="failure",
        retry=Retry("backoff", level="category"),
        summary="The provider causes an error, which this code names only in general.",
        causes=(
            "The provider answers with an error.",
            "The provider does not answer in time.",
            "The provider answers in an unexpected way.",
        ),
    )


class ProviderUnavailableError(ProviderError, kinds.UnavailableError):
    """The service of the provider is not available.

    PROVIDER_UNAVAILABLE, HTTP 503, category failure. Retry with growing delays (documented).

    Causes:
        - The provider is under maintenance.
        - The service of the provider has an outage.
        - The provider limits the rate of requests.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="PROVIDER_UNAVAILABLE",
        statuses=(503,),
        category="failure",
        retry=Retry("backoff", level="category"),
        summary="The service of the provider is not available.",
        causes=(
            "The provider is under maintenance.",
            "The service of the provider has an outage.",
            "The provider limits the rate of requests.",
        ),
        user_message="The identity service is not available at the moment. Please come back later.",
    )


class ProviderConfigurationError(ProviderError, kinds.InvalidRequestError):
    """The configuration of the provider is not valid or not complete.

    PROVIDER_CONFIGURATION_ERROR, HTTP 400, category client. Do not retry automatically
    (documented).

    Causes:
        - Configuration values that are required are absent.
        - The configuration does not have a valid format.
        - The setup of the provider is not complete.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="PROVIDER_CONFIGURATION_ERROR",
        statuses=(400,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The configuration of the provider is not valid or not complete.",
        causes=(
            "Configuration values that are required are absent.",
            "The configuration does not have a valid format.",
            "The setup of the provider is not complete.",
        ),
    )


class ProviderAuthenticationFailedError(ProviderError, kinds.AuthenticationError):
    """The authentication with the eID provider does not succeed.

    PROVIDER_AUTHENTICATION_FAILED, HTTP 401, category client. Do not retry automatically
    (documented).

    Causes:
        - The provider credentials are not valid.
        - The provider API key is past its lifetime.
        - The authentication token is not valid.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="PROVIDER_AUTHENTICATION_FAILED",
        statuses=(401,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The authentication with the eID provider does not succeed.",
        causes=(
            "The provider credentials are not valid.",
            "The provider API key is past its lifetime.",
            "The authentication token is not valid.",
        ),
    )


class ProviderUnexpectedResponseError(ProviderError, kinds.UnavailableError):
    """What the provider returns is not expected or not valid.

    PROVIDER_UNEXPECTED_RESPONSE, HTTP 502, category failure. Retry with growing delays
    (documented).

    Causes:
        - The provider returns an empty response.
        - The data of the response is malformed.
        - The format of the response is not the expected one.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="PROVIDER_UNEXPECTED_RESPONSE",
        statuses=(502,),
        category="failure",
        retry=Retry("backoff", level="category"),
        summary="What the provider returns is not expected or not valid.",
        causes=(
            "The provider returns an empty response.",
            "The data of the response is malformed.",
            "The format of the response is not the expected one.",
        ),
    )


class SystemFaultError(HopaeError):
    """The error arises in the system.

    Any SYSTEM_* error, including undocumented codes.
    """

    info = ErrorInfo(group="system", summary="The error arises in the system.")


class SystemInternalError(SystemFaultError, kinds.InternalError):
    """The server fails internally.

    SYSTEM_INTERNAL_ERROR, HTTP 500, category error. Retry once, after a delay (documented).

    Causes:
        - The system runs into an unexpected error.
        - The connection to the database has problems.
        - The configuration is wrong.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="SYSTEM_INTERNAL_ERROR",
        statuses=(500,),
        category="error",
        retry=Retry("once", level="category"),
        summary="The server fails internally.",
        causes=(
            "The system runs into an unexpected error.",
            "The connection to the database has problems.",
            "The configuration is wrong.",
        ),
        user_message="We have a problem on our side. Please try once more.",
    )


class SystemUnsupportedModeError(SystemFaultError, kinds.UnsupportedError):
    """There is no support for the requested mode or feature.

    SYSTEM_UNSUPPORTED_MODE, HTTP 501, category error. Retry once, after a delay (documented).

    Causes:
        - The feature has no implementation.
        - The functionality is deprecated.
        - The operation mode is not valid.

    Note: The page asks for one retry at 501 too, odd as that is for a mode that is not
    supported.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="SYSTEM_UNSUPPORTED_MODE",
        statuses=(501,),
        category="error",
        retry=Retry("once", level="category"),
        summary="There is no support for the requested mode or feature.",
        causes=(
            "The feature has no implementation.",
            "The functionality is deprecated.",
            "The operation mode is not valid.",
        ),
        note=(
            "The page asks for one retry at 501 too, odd as that is for a mode "
            "that is not supported."
        ),
    )


class ResourceError(HopaeError):
    """A generic error occurs when a resource is created, read, updated or deleted.

    Any RESOURCE_* error, including undocumented codes.
    """

    info = ErrorInfo(
        group="resource",
        summary="A generic error occurs when a resource is created, read, updated or deleted.",
    )


class ResourceNotFoundError(ResourceError, kinds.NotFoundError):
    """The resource that the request asks for cannot be found.

    RESOURCE_NOT_FOUND, HTTP 404, category client. Do not retry automatically (documented).

    Causes:
        - The resource identifier is not valid.
        - A deletion has removed the resource.
        - There is no such resource.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="RESOURCE_NOT_FOUND",
        statuses=(404,),
        category="client",
        retry=Retry("never", level="category"),
        summary="The resource that the request asks for cannot be found.",
        causes=(
            "The resource identifier is not valid.",
            "A deletion has removed the resource.",
            "There is no such resource.",
        ),
        user_message="We cannot find what you asked for.",
    )


class ResourceConflictError(ResourceError, kinds.ConflictError):
    """The request conflicts with the state that the resource is in, for example by a duplicate
    entry.

    RESOURCE_CONFLICT, HTTP 409, category client. Do not retry automatically (documented).

    Causes:
        - There is already a resource with the same identifier.
        - The request attempts to enter a duplicate.
        - Concurrent modifications conflict with each other.

    Source: https://docs.hopae.com/api-reference/error-codes
    """

    info = ErrorInfo(
        code="RESOURCE_CONFLICT",
        statuses=(409,),
        category="client",
        retry=Retry("never", level="category"),
        summary=(
            "The request conflicts with the state that the resource is in, for "
            "example by a duplicate entry."
        ),
        causes=(
            "There is already a resource with the same identifier.",
            "The request attempts to enter a duplicate.",
            "Concurrent modifications conflict with each other.",
        ),
    )


def _read_problem(error: HopaeError, body: Any, _entry: Any, _wire: Wire) -> None:
    """Set what the envelope problem holds."""
    error.title = value if type(value := body.get("title")) is str else None
    error.body_status = (
        value if type(value := body.get("status")) is int or type(value) is float else None
    )
    error.detail = detail = value if type(value := body.get("detail")) is str else None
    error.instance = value if type(value := body.get("instance")) is str else None
    error.timestamp = value if type(value := body.get("timestamp")) is str else None
    error.body_context = value if type(value := body.get("context")) is dict else None
    error.doc_url = value if type(value := body.get("doc_url")) is str else None
    error.provider_message = detail or None


_provider = Provider(
    title="Hopae",
    base=HopaeError,
    groups=(
        Group(AuthError, match=("AUTH_*",)),
        Group(ValidationError, match=("VALIDATION_*",)),
        Group(SessionError, match=("SESSION_*",)),
        Group(ProviderError, match=("PROVIDER_*",)),
        Group(SystemFaultError, match=("SYSTEM_*",)),
        Group(ResourceError, match=("RESOURCE_*",)),
    ),
    categories=(
        Category(
            id="client", statuses=("4xx",), info=ErrorInfo(retry=Retry("never", level="category"))
        ),
        Category(
            id="failure",
            statuses=(502, 503),
            info=ErrorInfo(retry=Retry("backoff", level="category")),
        ),
        Category(
            id="error", statuses=(500, 501), info=ErrorInfo(retry=Retry("once", level="category"))
        ),
    ),
    envelopes=(
        Envelope(
            id="problem",
            code=Place(path="title"),
            fields=(
                "title",
                "body_status",
                "detail",
                "instance",
                "timestamp",
                "body_context",
                "doc_url",
            ),
            read=_read_problem,
        ),
    ),
    log=("title", "body_status", "timestamp"),
    quoted=("timestamp",),
    codes=("title",),
)
ERRORS: Final[Mapping[str, type[HopaeError]]] = _provider.errors
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

# Emitted by errsmith from registry/providers/bankid_esign.toml
# with python/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Errors of BankID eSign B2B.

This is the business-to-business signing API of BankID in Norway.

The module covers the errors that this page documents:

    https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors

Its classes:

    ApiError
    └── BankIDEsignError
        ├── JSONValidationError  any json_validation_error
        │   ├── JSONValidation600Error  SIG_BB600, 400
        │   ├── JSONValidation601Error  SIG_BB601, 400
        │   └── JSONValidation602Error  SIG_BB602, 400
        ├── InsufficientScopeError  any insufficient_scope
        │   └── MissingScopeError  SIG_BB604, 403
        ├── BankIDInvalidRequestError  any invalid_request
        │   ├── UnsupportedDataStructureError  SIG-BB607, 400
        │   └── InvalidCMSOrOCSPFormatError  SIG-BB608, 400
        ├── BankIDInternalError  any internal_error
        │   ├── Internal699Error  SIG_BB699, 400
        │   ├── Internal801Error  SIG_BB801, 500
        │   ├── Internal802Error  SIG_BB802, 500
        │   └── Internal899Error  SIG_BB899, 500
        ├── BackendServiceUnavailableError  any backend_service_unavailable
        │   └── BackendServiceUnavailable800Error  SIG_BB800, 503
        ├── BackendServiceError  any backend_service_error
        │   ├── BackendService803Error  SIG_BB803, 500
        │   └── BackendService804Error  SIG_BB804, 500
        ├── UseDPoPHeaderError  use_dpop_header, 401
        ├── InvalidTokenError  invalid_token, 401
        └── InvalidDPoPProofError  invalid_dpop_proof, 401
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
from ._runtime.reading.declarations import Envelope, Group
from ._runtime.reading.places import Place
from ._runtime.wire.wire import Wire, first

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = [
    "ERRORS",
    "BackendService803Error",
    "BackendService804Error",
    "BackendServiceError",
    "BackendServiceUnavailable800Error",
    "BackendServiceUnavailableError",
    "BankIDEsignError",
    "BankIDInternalError",
    "BankIDInvalidRequestError",
    "Code",
    "InsufficientScopeError",
    "Internal699Error",
    "Internal801Error",
    "Internal802Error",
    "Internal899Error",
    "InvalidCMSOrOCSPFormatError",
    "InvalidDPoPProofError",
    "InvalidTokenError",
    "JSONValidation600Error",
    "JSONValidation601Error",
    "JSONValidation602Error",
    "JSONValidationError",
    "MissingScopeError",
    "UnsupportedDataStructureError",
    "UseDPoPHeaderError",
    "afrom_response",
    "araise_for_error",
    "converter",
    "from_code",
    "from_response",
    "parse",
    "raise_for_error",
]


class Code(StrEnum):
    """The codes that BankID eSign B2B documents, as its page lists them."""

    SIG_BB600 = "SIG_BB600"
    SIG_BB601 = "SIG_BB601"
    SIG_BB602 = "SIG_BB602"
    SIG_BB604 = "SIG_BB604"
    SIG_BB607 = "SIG-BB607"
    SIG_BB608 = "SIG-BB608"
    SIG_BB699 = "SIG_BB699"
    SIG_BB801 = "SIG_BB801"
    SIG_BB802 = "SIG_BB802"
    SIG_BB899 = "SIG_BB899"
    SIG_BB800 = "SIG_BB800"
    SIG_BB803 = "SIG_BB803"
    SIG_BB804 = "SIG_BB804"
    USE_DPOP_HEADER = "use_dpop_header"
    INVALID_TOKEN = "invalid_token"
    INVALID_DPOP_PROOF = "invalid_dpop_proof"


@attrs.define(auto_exc=False, eq=False, getstate_setstate=False, kw_only=True, repr=False)
class BankIDEsignError(ApiError):
    """Any error of BankID eSign B2B.

    Support: Quote the BankID code and the error reference.

    Attributes:
        error: Classifies the problem: the short text and the BankID code, as sent.
        error_description: Says in words what is wrong.
        error_reference: Identifies this one occurrence; quote it to support.
        error_uri: Links to a page about the error.
        realm: Names the protected area.
        scope: Names the scope that the access token needs.
        algs: Lists the algorithms that a DPoP proof may be signed with.
    """

    info = ErrorInfo(
        source_url="https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors"
    )
    error: str | None = attrs.field(default=None, repr=False)
    error_description: str | None = attrs.field(default=None, repr=False)
    error_reference: str | None = None
    error_uri: str | None = attrs.field(default=None, repr=False)
    realm: str | None = attrs.field(default=None, repr=False)
    scope: str | None = attrs.field(default=None, repr=False)
    algs: str | None = attrs.field(default=None, repr=False)

    @property
    def known_code(self) -> Code | None:
        """The code, or None if it is not documented."""
        return None if self._documented_code is None else Code(self._documented_code)


class JSONValidationError(BankIDEsignError):
    """Parameters of the request do not pass validation.

    Any json_validation_error error, including undocumented codes.

    What to do: Correct what the error message names and send the request again. Turn to BankID
    support when that does not help.
    """

    info = ErrorInfo(
        group="json_validation_error",
        retry=Retry("after_fix", level="group"),
        summary="Parameters of the request do not pass validation.",
        fix=(
            "Correct what the error message names and send the request again. "
            "Turn to BankID support when that does not help."
        ),
    )


class JSONValidation600Error(JSONValidationError, kinds.InvalidRequestError):
    """A parameter value in the request is missing or invalid, so that validation fails (600).

    SIG_BB600, HTTP 400, category validation. Retry after the fix (documented).

    What to do: Correct what the error message names and send the request again. Turn to BankID
    support when that does not help.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG_BB600",
        statuses=(400,),
        category="validation",
        summary=(
            "A parameter value in the request is missing or invalid, so that "
            "validation fails (600)."
        ),
    )


class JSONValidation601Error(JSONValidationError, kinds.InvalidRequestError):
    """A parameter value in the request is missing or invalid, so that validation fails (601).

    SIG_BB601, HTTP 400, category validation. Retry after the fix (documented).

    What to do: Correct what the error message names and send the request again. Turn to BankID
    support when that does not help.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG_BB601",
        statuses=(400,),
        category="validation",
        summary=(
            "A parameter value in the request is missing or invalid, so that "
            "validation fails (601)."
        ),
    )


class JSONValidation602Error(JSONValidationError, kinds.InvalidRequestError):
    """A parameter value in the request is missing or invalid, so that validation fails (602).

    SIG_BB602, HTTP 400, category validation. Retry after the fix (documented).

    What to do: Correct what the error message names and send the request again. Turn to BankID
    support when that does not help.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG_BB602",
        statuses=(400,),
        category="validation",
        summary=(
            "A parameter value in the request is missing or invalid, so that "
            "validation fails (602)."
        ),
    )


class InsufficientScopeError(BankIDEsignError):
    """The scope of the access token does not suffice.

    Any insufficient_scope error, including undocumented codes.
    """

    info = ErrorInfo(
        group="insufficient_scope", summary="The scope of the access token does not suffice."
    )


class MissingScopeError(InsufficientScopeError, kinds.PermissionDeniedError):
    """The access token lacks a scope that is required.

    SIG_BB604, HTTP 403, category validation. Retry after the fix (documented).

    What to do: Send the request again with a token that has the right scope. Turn to BankID
    support when that does not help.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG_BB604",
        statuses=(403,),
        category="validation",
        retry=Retry("after_fix"),
        summary="The access token lacks a scope that is required.",
        fix=(
            "Send the request again with a token that has the right scope. Turn "
            "to BankID support when that does not help."
        ),
    )


class BankIDInvalidRequestError(BankIDEsignError):
    """The endpoint cannot use what is sent.

    Any invalid_request error, including undocumented codes.
    """

    info = ErrorInfo(group="invalid_request", summary="The endpoint cannot use what is sent.")


class UnsupportedDataStructureError(BankIDInvalidRequestError, kinds.InvalidRequestError):
    """The request uses a data structure that the endpoint does not support.

    SIG-BB607, HTTP 400, category validation. Retry after the fix (derived).

    Endpoints: /sdo_from_cmses

    What to do: Send a body in one of the data structures that the API documentation defines.
    For SDOs, /sdo_from_cmses takes no CMS and no OCSP made for PAdES.

    Note: Listed with a hyphen, although the page gives the format as SIG_BB###.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG-BB607",
        statuses=(400,),
        endpoints=("/sdo_from_cmses",),
        category="validation",
        summary="The request uses a data structure that the endpoint does not support.",
        fix=(
            "Send a body in one of the data structures that the API "
            "documentation defines. For SDOs, /sdo_from_cmses takes no CMS and "
            "no OCSP made for PAdES."
        ),
        note="Listed with a hyphen, although the page gives the format as SIG_BB###.",
    )


class InvalidCMSOrOCSPFormatError(BankIDInvalidRequestError, kinds.InvalidRequestError):
    """The CMSes, the OCSPs or both are in the wrong format.

    SIG-BB608, HTTP 400, category validation. Retry after the fix (derived).

    Endpoints: /sdo_from_cmses

    What to do: Send a body in one of the data structures that the API documentation defines.
    For SDOs, /sdo_from_cmses takes no CMS and no OCSP made for PAdES.

    Note: Listed with a hyphen, although the page gives the format as SIG_BB###.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG-BB608",
        statuses=(400,),
        endpoints=("/sdo_from_cmses",),
        category="validation",
        summary="The CMSes, the OCSPs or both are in the wrong format.",
        fix=(
            "Send a body in one of the data structures that the API "
            "documentation defines. For SDOs, /sdo_from_cmses takes no CMS and "
            "no OCSP made for PAdES."
        ),
        note="Listed with a hyphen, although the page gives the format as SIG_BB###.",
    )


class BankIDInternalError(BankIDEsignError):
    """BankID fails internally.

    Any internal_error error, including undocumented codes.
    """

    info = ErrorInfo(group="internal_error", kind="internal", summary="BankID fails internally.")


class Internal699Error(BankIDInternalError, kinds.InternalError):
    """BankID fails internally while signing (699).

    SIG_BB699, HTTP 400, category validation. Retry with growing delays (derived).

    What to do: Turn to BankID support when the error does not go away.

    Note: The page files this 400 under validation, but says to treat it like the technical and
    communication errors.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG_BB699",
        statuses=(400,),
        category="validation",
        retry=Retry("backoff", basis="derived"),
        summary="BankID fails internally while signing (699).",
        fix="Turn to BankID support when the error does not go away.",
        note=(
            "The page files this 400 under validation, but says to treat it like "
            "the technical and communication errors."
        ),
    )


class Internal801Error(BankIDInternalError, kinds.InternalError):
    """BankID fails internally while signing (801).

    SIG_BB801, HTTP 500, category technical. Retry with growing delays (derived).

    What to do: Turn to BankID support when the error does not go away.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG_BB801",
        statuses=(500,),
        category="technical",
        retry=Retry("backoff", basis="derived", level="category"),
        summary="BankID fails internally while signing (801).",
        fix="Turn to BankID support when the error does not go away.",
    )


class Internal802Error(BankIDInternalError, kinds.InternalError):
    """BankID fails internally while signing (802).

    SIG_BB802, HTTP 500, category technical. Retry with growing delays (derived).

    What to do: Turn to BankID support when the error does not go away.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG_BB802",
        statuses=(500,),
        category="technical",
        retry=Retry("backoff", basis="derived", level="category"),
        summary="BankID fails internally while signing (802).",
        fix="Turn to BankID support when the error does not go away.",
    )


class Internal899Error(BankIDInternalError, kinds.InternalError):
    """BankID fails internally while signing (899).

    SIG_BB899, HTTP 500, category technical. Retry with growing delays (derived).

    What to do: Turn to BankID support when the error does not go away.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG_BB899",
        statuses=(500,),
        category="technical",
        retry=Retry("backoff", basis="derived", level="category"),
        summary="BankID fails internally while signing (899).",
        fix="Turn to BankID support when the error does not go away.",
    )


class BackendServiceUnavailableError(BankIDEsignError):
    """A backend service of BankID is not available.

    Any backend_service_unavailable error, including undocumented codes.
    """

    info = ErrorInfo(
        group="backend_service_unavailable", summary="A backend service of BankID is not available."
    )


class BackendServiceUnavailable800Error(BackendServiceUnavailableError, kinds.UnavailableError):
    """BankID fails internally while signing because a backend service is not available (800).

    SIG_BB800, HTTP 503, category technical. Retry with growing delays (derived).

    What to do: Turn to BankID support when the error does not go away.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG_BB800",
        statuses=(503,),
        category="technical",
        retry=Retry("backoff", basis="derived", level="category"),
        summary=(
            "BankID fails internally while signing because a backend service is "
            "not available (800)."
        ),
        fix="Turn to BankID support when the error does not go away.",
    )


class BackendServiceError(BankIDEsignError):
    """A backend service of BankID fails.

    Any backend_service_error error, including undocumented codes.
    """

    info = ErrorInfo(group="backend_service_error", summary="A backend service of BankID fails.")


class BackendService803Error(BackendServiceError, kinds.InternalError):
    """BankID fails internally while signing because of an error in a backend service (803).

    SIG_BB803, HTTP 500, category technical. Retry with growing delays (derived).

    What to do: Turn to BankID support when the error does not go away.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG_BB803",
        statuses=(500,),
        category="technical",
        retry=Retry("backoff", basis="derived", level="category"),
        summary=(
            "BankID fails internally while signing because of an error in a backend service (803)."
        ),
        fix="Turn to BankID support when the error does not go away.",
    )


class BackendService804Error(BackendServiceError, kinds.InternalError):
    """BankID fails internally while signing because of an error in a backend service (804).

    SIG_BB804, HTTP 500, category technical. Retry with growing delays (derived).

    What to do: Turn to BankID support when the error does not go away.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="SIG_BB804",
        statuses=(500,),
        category="technical",
        retry=Retry("backoff", basis="derived", level="category"),
        summary=(
            "BankID fails internally while signing because of an error in a backend service (804)."
        ),
        fix="Turn to BankID support when the error does not go away.",
    )


class UseDPoPHeaderError(BankIDEsignError, kinds.AuthenticationError):
    """The authentication lacks the DPoP header.

    use_dpop_header, HTTP 401, category validation. Retry after the fix (documented).

    What to do: Authenticate by DPoP with the right token and the DPoP proof, and send the
    request again. Turn to BankID support when that does not help.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="use_dpop_header",
        statuses=(401,),
        category="validation",
        retry=Retry("after_fix"),
        summary="The authentication lacks the DPoP header.",
        fix=(
            "Authenticate by DPoP with the right token and the DPoP proof, and "
            "send the request again. Turn to BankID support when that does not "
            "help."
        ),
    )


class InvalidTokenError(BankIDEsignError, kinds.AuthenticationError):
    """The DPoP token is absent or not valid.

    invalid_token, HTTP 401, category validation. Retry after the fix (documented).

    What to do: Authenticate by DPoP with the right token and the DPoP proof, and send the
    request again. Turn to BankID support when that does not help.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="invalid_token",
        statuses=(401,),
        category="validation",
        retry=Retry("after_fix"),
        summary="The DPoP token is absent or not valid.",
        fix=(
            "Authenticate by DPoP with the right token and the DPoP proof, and "
            "send the request again. Turn to BankID support when that does not "
            "help."
        ),
    )


class InvalidDPoPProofError(BankIDEsignError, kinds.AuthenticationError):
    """The DPoP proof is absent or not valid.

    invalid_dpop_proof, HTTP 401, category validation. Retry after the fix (documented).

    What to do: Authenticate by DPoP with the right token and the DPoP proof, and send the
    request again. Turn to BankID support when that does not help.

    Source: https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors
    """

    info = ErrorInfo(
        code="invalid_dpop_proof",
        statuses=(401,),
        category="validation",
        retry=Retry("after_fix"),
        summary="The DPoP proof is absent or not valid.",
        fix=(
            "Authenticate by DPoP with the right token and the DPoP proof, and "
            "send the request again. Turn to BankID support when that does not "
            "help."
        ),
    )


def _read_json(error: BankIDEsignError, body: Any, _entry: Any, _wire: Wire) -> None:
    """Set what the envelope json holds."""
    error.error = value if type(value := body.get("error")) is str else None
    error.error_description = error_description = (
        value if type(value := body.get("error_description")) is str else None
    )
    error.error_reference = value if type(value := body.get("error_reference")) is str else None
    error.provider_message = error_description or None


def _read_challenge(error: BankIDEsignError, _body: Any, _entry: Any, wire: Wire) -> None:
    """Set what the envelope challenge holds."""
    error.error = first(wire.parameter("WWW-Authenticate", "error"))
    error.error_description = error_description = first(
        wire.parameter("WWW-Authenticate", "error_description")
    )
    error.error_uri = first(wire.parameter("WWW-Authenticate", "error_uri"))
    error.realm = first(wire.parameter("WWW-Authenticate", "realm"))
    error.scope = first(wire.parameter("WWW-Authenticate", "scope"))
    error.algs = first(wire.parameter("WWW-Authenticate", "algs"))
    error.provider_message = error_description or None
    error.error_reference = None


_provider = Provider(
    title="BankID eSign B2B",
    base=BankIDEsignError,
    groups=(
        Group(JSONValidationError),
        Group(InsufficientScopeError),
        Group(BankIDInvalidRequestError),
        Group(BankIDInternalError),
        Group(BackendServiceUnavailableError),
        Group(BackendServiceError),
    ),
    envelopes=(
        Envelope(
            id="json",
            code=Place(path="error", parts="{group} -- {code}", fold=("dash",)),
            fields=("error", "error_description", "error_reference"),
            read=_read_json,
        ),
        Envelope(
            id="challenge",
            code=Place(
                header="WWW-Authenticate",
                parameter="error",
                parts="{group} -- {code}",
                fold=("dash",),
            ),
            fields=("error", "error_description", "error_uri", "realm", "scope", "algs"),
            read=_read_challenge,
            has_fields_beyond_body=True,
            kept_fields=("error_uri", "realm", "scope", "algs"),
        ),
    ),
    log=("error", "error_reference"),
    quoted=("error_reference",),
    codes=("error",),
)
ERRORS: Final[Mapping[str, type[BankIDEsignError]]] = _provider.errors
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

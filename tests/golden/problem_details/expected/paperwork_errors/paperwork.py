# Emitted by errsmith from registry/providers/paperwork.toml
# with python/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Errors of Paperwork.

Paperwork takes documents and gives them back signed. It keeps none of them.

The module covers the errors that these pages document:

    https://paperwork.example/problems
    https://paperwork.example/changes

Its classes:

    ApiError
    └── PaperworkError
        ├── DocumentError  any document-*
        │   ├── DocumentTooLargeError  document-too-large, 413
        │   ├── DocumentUnreadableError  document-unreadable, 400, 422
        │   └── DocumentLockedError  document-locked, 423
        ├── TooManyDocumentsError  too-many-documents, 429
        ├── TemplateMissingError  template-missing, 404, deprecated
        ├── FaxFailedError  fax-failed, 500, removed
        └── GatewayTimeoutError  1007, 504
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import attrs

from ._runtime import kinds
from ._runtime.errors import ApiError
from ._runtime.facts import ErrorInfo, Lifecycle, Retry
from ._runtime.lifecycle import deprecated
from ._runtime.provider import Provider
from ._runtime.reading.declarations import Category, Envelope, Group
from ._runtime.reading.places import Place
from ._runtime.wire.wire import Wire, first

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = [
    "ERRORS",
    "Code",
    "DocumentError",
    "DocumentLockedError",
    "DocumentTooLargeError",
    "DocumentUnreadableError",
    "FaxFailedError",
    "GatewayTimeoutError",
    "PaperworkError",
    "TemplateMissingError",
    "TooManyDocumentsError",
    "afrom_response",
    "araise_for_error",
    "converter",
    "from_code",
    "from_response",
    "parse",
    "raise_for_error",
]


class Code(StrEnum):
    """The codes that Paperwork documents, as its page lists them."""

    DOCUMENT_TOO_LARGE = "document-too-large"
    DOCUMENT_UNREADABLE = "document-unreadable"
    DOCUMENT_LOCKED = "document-locked"
    TOO_MANY_DOCUMENTS = "too-many-documents"
    TEMPLATE_MISSING = "template-missing"
    FAX_FAILED = "fax-failed"
    CODE_1007 = "1007"


@attrs.define(auto_exc=False, eq=False, getstate_setstate=False, kw_only=True, repr=False)
class PaperworkError(ApiError):
    """Any error of Paperwork.

    Support: Quote the `instance` of the problem.

    Note: All times are in UTC.

    Attributes:
        title: Names the problem.
        detail: Says what happened to this very document.
        body_status: Repeats the HTTP status.
        instance: Identifies this occurrence.
        documents: The documents that are concerned.
        wait: Seconds until the next attempt.
        request_id: Identifies the request.
        pause: Milliseconds until the next attempt.
        can_retry: Whether another attempt is of use.
    """

    info = ErrorInfo(note="All times are in UTC.", source_url="https://paperwork.example/problems")
    title: str | None = None
    detail: str | None = attrs.field(default=None, repr=False)
    body_status: int | None = None
    instance: str | None = None
    documents: list[Any] | None = attrs.field(default=None, repr=False)
    wait: float | None = attrs.field(default=None, repr=False)
    request_id: str | None = None
    pause: int | None = attrs.field(default=None, repr=False)
    can_retry: bool | None = attrs.field(default=None, repr=False)

    @property
    def known_code(self) -> Code | None:
        """The code, or None if it is not documented."""
        return None if self._documented_code is None else Code(self._documented_code)


class DocumentError(PaperworkError):
    """Something is wrong with a document.

    Any document-* error, including undocumented codes.

    What to do: Look at the document.
    """

    info = ErrorInfo(
        group="document", summary="Something is wrong with a document.", fix="Look at the document."
    )


class DocumentTooLargeError(DocumentError, kinds.InvalidRequestError):
    """The document has more than 20 MB.

    document-too-large, HTTP 413, category client. Do not retry automatically (documented).

    Endpoints: POST /documents, /templates

    Causes:
        - It has pictures in it that nobody needs.
        - It is "attached" twice; the page says `twice`.

    What to do: Look at the document.

    Source: https://paperwork.example/problems
    """

    info = ErrorInfo(
        code="document-too-large",
        statuses=(413,),
        endpoints=("POST /documents", "/templates"),
        category="client",
        retry=Retry("never", level="category"),
        summary="The document has more than 20 MB.",
        causes=(
            "It has pictures in it that nobody needs.",
            'It is "attached" twice; the page says `twice`.',
        ),
        reference_url="https://docs.paperwork.example/errors/paperwork#document-too-large",
    )


class DocumentUnreadableError(DocumentError, kinds.InvalidRequestError):
    """The document is no PDF/A.

    document-unreadable, HTTP 400 or 422, category client. Do not retry automatically
    (documented).

    What to do: Look at the document.

    Source: https://paperwork.example/problems#unreadable
    """

    info = ErrorInfo(
        code="document-unreadable",
        statuses=(400, 422),
        category="client",
        retry=Retry("never", level="category"),
        summary="The document is no PDF/A.",
        user_message="This file cannot be read.",
        source_url="https://paperwork.example/problems#unreadable",
        reference_url="https://docs.paperwork.example/errors/paperwork#document-unreadable",
    )


class DocumentLockedError(DocumentError, kinds.ConflictError):
    """Somebody else is about to sign the document.

    document-locked, HTTP 423, category client. Ask again at an even pace every 2.5 s
    (documented).

    What to do: Wait until it is free, or ask for a copy.

    Source: https://paperwork.example/problems
    """

    info = ErrorInfo(
        code="document-locked",
        statuses=(423,),
        category="client",
        retry=Retry("poll", delay=2.5),
        summary="Somebody else is about to sign the document.",
        fix="Wait until it is free, or ask for a copy.",
        reference_url="https://docs.paperwork.example/errors/paperwork#document-locked",
        since="2.0.0",
    )


class TooManyDocumentsError(PaperworkError, kinds.RateLimitError):
    """There are too many documents at once.

    too-many-documents, HTTP 429, category limits. Retry with growing delays (documented).

    Source: https://paperwork.example/changes
    """

    info = ErrorInfo(
        code="too-many-documents",
        aliases=("too-many-files", "4290"),
        statuses=(429,),
        category="limits",
        retry=Retry("backoff", level="category"),
        summary="There are too many documents at once.",
        source_url="https://paperwork.example/changes",
        reference_url="https://docs.paperwork.example/errors/paperwork#too-many-documents",
    )


class TemplateMissingError(PaperworkError, kinds.NotFoundError):
    """There is no template of that id.

    template-missing, HTTP 404, category client. Do not retry automatically (documented).

    Deprecated since 2.1.0: Templates are going away. It is still sent, so keep catching it. Use
    document-unreadable or document-locked.

    What to do: Change the request.

    Source: https://paperwork.example/problems
    """

    info = ErrorInfo(
        code="template-missing",
        statuses=(404,),
        category="client",
        retry=Retry("never", level="category"),
        summary="There is no template of that id.",
        fix="Change the request.",
        reference_url="https://docs.paperwork.example/errors/paperwork#template-missing",
        deprecated=Lifecycle(
            reason="Templates are going away.",
            replacements=("document-unreadable", "document-locked"),
            since="2.1.0",
        ),
    )


@deprecated("Removed since 2.0.0: There is no fax any more.")
class FaxFailedError(PaperworkError, kinds.InternalError):
    """The fax could not be sent.

    fax-failed, HTTP 500, category server. Retry once, after a delay, after 30 s (documented).

    Removed since 2.0.0: There is no fax any more.

    Note: Paperwork gave up its fax in 2024; see <https://paperwork.example/fax>.

    Source: https://paperwork.example/problems
    """

    info = ErrorInfo(
        code="fax-failed",
        statuses=(500,),
        category="server",
        retry=Retry("once", delay=30.0, level="category"),
        summary="The fax could not be sent.",
        user_message="Please try again later.",
        user_messages={
            "en": "Please try again later.",
            "sv": "Försök igen senare.",
            "pt-BR": "Tente mais tarde.",
        },
        note="Paperwork gave up its fax in 2024; see <https://paperwork.example/fax>.",
        reference_url="https://docs.paperwork.example/errors/paperwork#fax-failed",
        removed=Lifecycle(reason="There is no fax any more.", since="2.0.0"),
    )


class GatewayTimeoutError(PaperworkError, kinds.UnavailableError):
    """Paperwork takes too long to answer its gateway.

    1007, HTTP 504, category server. Retry once, after a delay, after 30 s (documented).

    Source: https://paperwork.example/problems
    """

    info = ErrorInfo(
        code="1007",
        statuses=(504,),
        category="server",
        retry=Retry("once", delay=30.0, level="category"),
        summary="Paperwork takes too long to answer its gateway.",
        user_message="Please try again later.",
        user_messages={
            "en": "Please try again later.",
            "sv": "Försök igen senare.",
            "pt-BR": "Tente mais tarde.",
        },
        reference_url="https://docs.paperwork.example/errors/paperwork#1007",
    )


def _read_problem(error: PaperworkError, body: Any, _entry: Any, wire: Wire) -> None:
    """Set what the envelope problem holds."""
    error.title = value if type(value := body.get("title")) is str else None
    error.detail = detail = value if type(value := body.get("detail")) is str else None
    error.body_status = value if type(value := body.get("status")) is int else None
    error.instance = value if type(value := body.get("instance")) is str else None
    error.documents = value if type(value := body.get("documents")) is list else None
    error.wait = value if type(value := body.get("wait")) is int or type(value) is float else None
    error.request_id = first(wire.header("X-Request-Id"))
    error.provider_message = detail or None
    error.pause = error.can_retry = None


def _read_gateway(error: PaperworkError, body: Any, _entry: Any, _wire: Wire) -> None:
    """Set what the envelope gateway holds."""
    fault = value if type(value := body.get("fault")) is dict else {}
    error.detail = detail = value if type(value := fault.get("text")) is str else None
    error.pause = value if type(value := fault.get("pauseInMs")) is int else None
    error.can_retry = value if type(value := fault.get("retryable")) is bool else None
    error.provider_message = detail or None
    error.title = error.body_status = error.instance = error.documents = error.wait = None
    error.request_id = None


_provider = Provider(
    title="Paperwork",
    base=PaperworkError,
    groups=(Group(DocumentError, match=("document-*",)),),
    categories=(
        Category(
            id="client",
            statuses=("4xx",),
            info=ErrorInfo(retry=Retry("never", level="category"), fix="Change the request."),
        ),
        Category(
            id="server",
            statuses=("5xx",),
            info=ErrorInfo(
                retry=Retry("once", delay=30.0, level="category"),
                user_message="Please try again later.",
                user_messages={
                    "en": "Please try again later.",
                    "sv": "Försök igen senare.",
                    "pt-BR": "Tente mais tarde.",
                },
            ),
        ),
    ),
    envelopes=(
        Envelope(
            id="problem",
            code=Place(path="type", last_segment=True, fold=("case",)),
            fields=(
                "title",
                "detail",
                "body_status",
                "instance",
                "documents",
                "wait",
                "request_id",
            ),
            read=_read_problem,
            has_fields_beyond_body=True,
        ),
        Envelope(
            id="gateway",
            code=Place(path="fault.code"),
            statuses=(502, 503, 504),
            body={"fault.source": "gateway"},
            fields=("detail", "pause", "can_retry"),
            read=_read_gateway,
        ),
    ),
    log=("title", "body_status", "instance", "request_id"),
    waits={"wait": "seconds", "pause": "milliseconds"},
    retryable=("can_retry",),
    quoted=("instance", "request_id"),
)
ERRORS: Final[Mapping[str, type[PaperworkError]]] = _provider.errors
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

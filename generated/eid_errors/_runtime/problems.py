# Emitted by errsmith from its runtime/problems.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Errors as problem documents for the callers of one's own API (RFC 9457).

The service that calls a provider answers callers of its own. What it tells them follows from who
must act, which is what a kind says:

- The service itself, since its credentials, its account or its request are at fault
  (`authentication`, `permission`, `invalid_request`, `unsupported`): 500. A 4xx would blame the
  caller, who cannot fix it; a 401 or 403 would even tell the caller to sign in.
- The provider, which fails (`internal`) or says nothing that makes sense (no kind): 502.
- Nobody; waiting helps (`unavailable`, `rate_limit`): 503. It is not the caller who sends too much,
  so that 429 would be wrong.
- The caller, who names what is not there (`not_found`): 404, or what is in another state
  (`conflict`): 409.
- The person at the screen, who has not acted yet (`pending`): 409, since that is a state which
  changes, whereas 202 would be a success; who said no (`declined`): 403; who came too late
  (`expired`): 410, since it does not come back.

A type is the address of the error in the published reference. Without one it is a URN: of the
error, if it is documented, else of its kind. Both consist of ids, which are permanent, and not of
sentences. The URN's namespace, `problem-type`, is not a registered one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from .facts import ErrorInfo, make_anchor
from .wire.headers import parse_weights

URN: Final = f"urn:problem-type:{__name__.split('.')[-3]}"
"""How the types of this SDK begin where the reference is not published."""
_LONGEST_LANGUAGES = 1_000
"""Characters of an `Accept-Language` header that are read; browsers send no longer ones."""


class Problem(NamedTuple):
    """The problem (RFC 9457) that callers receive for every error of a kind.

    Attributes:
        status: HTTP status.
        title: What happened, for people who know neither provider nor SDK.
    """

    status: int
    title: str


PROBLEMS: Final[Mapping[str, Problem]] = MappingProxyType(
    {
        "authentication": Problem(
            500, "This service could not prove who it is to another service."
        ),
        "permission": Problem(500, "This service lacks a permission at another service."),
        "invalid_request": Problem(500, "This service sent another service a faulty request."),
        "not_found": Problem(404, "What was asked for does not exist."),
        "conflict": Problem(409, "The present state does not allow this."),
        "rate_limit": Problem(503, "Another service gets too many requests at the moment."),
        "unsupported": Problem(500, "This service asked another service for what it does not do."),
        "unavailable": Problem(503, "Another service is not available at the moment."),
        "internal": Problem(502, "Another service failed."),
        "pending": Problem(409, "The person has not acted yet."),
        "declined": Problem(403, "The person declined."),
        "expired": Problem(410, "The time to act is over."),
    }
)
"""The problem for each kind."""

UNKNOWN_PROBLEM: Final = Problem(502, "Another service gave an answer that was not understood.")
"""The problem for an error without a kind."""


def build_problem(
    info: ErrorInfo, type_: str, texts: ErrorInfo, language: str | None
) -> dict[str, str | int]:
    """Return the problem document of an error.

    Args:
        info: The facts of the error.
        type_: The problem type.
        texts: The facts with the messages for the user.
        language: The language of `detail`, if there is a message in it.
    """
    status, title = PROBLEMS.get(info.kind or "", UNKNOWN_PROBLEM)
    problem: dict[str, str | int] = {"type": type_, "title": title, "status": status}
    detail = _find_message(texts.user_messages, language or "") or texts.user_message
    if detail is not None:
        problem["detail"] = detail
    return problem


def build_problem_type(info: ErrorInfo, provider: str | None, id_: str | None) -> str:
    """Return the problem type of an error, a URI that stays the same.

    Args:
        info: The facts of the error.
        provider: Name of the provider's module.
        id_: The error's id, None if the code is not documented.
    """
    if info.reference_url is not None:
        return info.reference_url
    if provider is not None and id_ is not None:
        return f"{URN}:{provider}:{make_anchor(id_)}"
    return f"{URN}:{info.kind if info.kind in PROBLEMS else 'unknown'}"


def _find_message(messages: Mapping[str, str], wanted: str) -> str | None:
    """Look up the first wanted language (RFC 4647, section 3.4), None if there is none of them."""
    by_tag = {tag.lower(): message for tag, message in messages.items()}
    candidates = (tag for wish in _parse_languages(wanted) for tag in _iterate_prefixes(wish))
    return next((by_tag[tag] for tag in candidates if tag in by_tag), None)


def _parse_languages(wanted: str) -> list[str]:
    """Return the languages of a tag or an `Accept-Language` header, in lower case, best first."""
    weights = parse_weights(wanted[:_LONGEST_LANGUAGES])
    best_first = sorted(weights, key=lambda pair: pair[1], reverse=True)
    return [tag for tag, weight in best_first if weight > 0]


def _iterate_prefixes(tag: str) -> Iterator[str]:
    """Yield a tag, and what is left as subtags go from its end: `zh-hant-tw`, `zh-hant`, `zh`."""
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]

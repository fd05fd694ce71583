"""Errors as problem documents (RFC 9457) for the callers of your API.

A service that calls a provider has callers of its own. The status that it sends them depends on who
must act, which the kind of the error says:

- The service itself (`authentication`, `permission`, `invalid_request`, `unsupported`): 500. Its
  credentials, account or request are wrong. A 4xx would blame the caller, who cannot fix that, and
  a 401 or 403 would even ask the caller to sign in.
- The provider, which failed (`internal`) or sent a response that makes no sense (no kind): 502.
- Nobody, since waiting helps (`unavailable`, `rate_limit`): 503. A 429 would be wrong, since the
  caller did not send too many requests.
- The caller, who asked for something that does not exist (`not_found`): 404, or that is in another
  state (`conflict`): 409.
- The user, who has not acted yet (`pending`): 409, since that state can change, whereas a 202 would
  mean success; who declined (`declined`): 403; or who was too late (`expired`): 410, since the
  chance to act does not come back.

The type of a problem is the URL of the error in the published reference. Without a reference, it is
the URN of the error or, if the error is not documented, of its kind. Both consist of ids, which
are permanent, not of sentences. The URN's namespace, `problem-type`, is not registered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from .facts import ErrorInfo, make_anchor
from .wire.headers import parse_weights

URN: Final = f"urn:problem-type:{__name__.split('.')[-3]}"
"""The prefix of problem types if the reference is not published."""
_LONGEST_LANGUAGES = 1_000
"""How many characters of an `Accept-Language` header are read; browsers send fewer."""


class Problem(NamedTuple):
    """The problem (RFC 9457) that callers receive for every error of a kind.

    Attributes:
        status: HTTP status.
        title: What happened, for people who know neither the provider nor the SDK.
    """

    status: int
    title: str


PROBLEMS: Final[Mapping[str, Problem]] = MappingProxyType(
    {
        "authentication": Problem(500, "This service could not authenticate to another service."),
        "permission": Problem(500, "This service lacks a permission for another service."),
        "invalid_request": Problem(500, "This service sent an invalid request to another service."),
        "not_found": Problem(404, "The requested resource does not exist."),
        "conflict": Problem(409, "The current state does not allow this."),
        "rate_limit": Problem(503, "Another service is receiving too many requests."),
        "unsupported": Problem(500, "Another service does not support what was requested."),
        "unavailable": Problem(503, "Another service is currently unavailable."),
        "internal": Problem(502, "Another service failed."),
        "pending": Problem(409, "The user has not acted yet."),
        "declined": Problem(403, "The user declined."),
        "expired": Problem(410, "The time to act has run out."),
    }
)
"""The problem for each kind of error."""

UNKNOWN_PROBLEM: Final = Problem(502, "Another service sent a response that was not understood.")
"""The problem for errors without a kind."""


def build_problem(
    info: ErrorInfo, type_: str, texts: ErrorInfo, language: str | None
) -> dict[str, str | int]:
    """Return the problem document of an error.

    Args:
        info: The facts of the error.
        type_: The problem type.
        texts: The facts that contain the user messages.
        language: The language of `detail`, if there is a message in that language.
    """
    status, title = PROBLEMS.get(info.kind or "", UNKNOWN_PROBLEM)
    problem: dict[str, str | int] = {"type": type_, "title": title, "status": status}
    detail = _find_message(texts.user_messages, language or "") or texts.user_message
    if detail is not None:
        problem["detail"] = detail
    return problem


def build_problem_type(info: ErrorInfo, provider: str | None, id_: str | None) -> str:
    """Return the problem type of an error, a permanent URI.

    Args:
        info: The facts of the error.
        provider: Name of the provider's module.
        id_: The error's id, or None if the code is not documented.
    """
    if info.reference_url is not None:
        return info.reference_url
    if provider is not None and id_ is not None:
        return f"{URN}:{provider}:{make_anchor(id_)}"
    return f"{URN}:{info.kind if info.kind in PROBLEMS else 'unknown'}"


def _find_message(messages: Mapping[str, str], wanted: str) -> str | None:
    """Return the message in the first available language (RFC 4647, section 3.4), or None."""
    by_tag = {tag.lower(): message for tag, message in messages.items()}
    candidates = (tag for wish in _parse_languages(wanted) for tag in _iterate_prefixes(wish))
    return next((by_tag[tag] for tag in candidates if tag in by_tag), None)


def _parse_languages(wanted: str) -> list[str]:
    """Parse a tag or an `Accept-Language` header; return lower-case tags, preferred first."""
    weights = parse_weights(wanted[:_LONGEST_LANGUAGES])
    best_first = sorted(weights, key=lambda pair: pair[1], reverse=True)
    return [tag for tag, weight in best_first if weight > 0]


def _iterate_prefixes(tag: str) -> Iterator[str]:
    """Yield a tag and its ever shorter prefixes: `zh-hant-tw`, `zh-hant`, `zh`."""
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]

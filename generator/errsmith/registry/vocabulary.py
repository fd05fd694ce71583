"""Words that people write by mistake, and the words of the format that they mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from errsmith.registry.wording import guess_choice

WORDS: Final[Mapping[str, str]] = {
    "exponential": "backoff",
    "exponential_backoff": "backoff",
    "linear": "backoff",
    "retry": "backoff",
    "yes": "backoff",
    "always": "backoff",
    "wait": "backoff",
    "immediately": "once",
    "immediate": "once",
    "no": "never",
    "none": "never",
    "no_retry": "never",
    "false": "never",
    "fix": "after_fix",
    "manual": "after_fix",
    "auth": "authentication",
    "unauthorized": "authentication",
    "forbidden": "permission",
    "authorization": "permission",
    "validation": "invalid_request",
    "bad_request": "invalid_request",
    "client": "invalid_request",
    "server": "internal",
    "server_error": "internal",
    "throttling": "rate_limit",
    "timeout": "unavailable",
    "bool": "boolean",
    "int": "integer",
    "str": "string",
    "text": "string",
    "float": "number",
    "dict": "object",
    "map": "object",
    "list": "array",
    "request_id": "reference",
    "correlation_id": "trace_id",
    "date": "timestamp",
    "url": "doc_link",
    "lower": "case",
    "upper": "case",
    "underscore": "dash",
    "hyphen": "dash",
}
"""Words found in place of one of a few choices, and the choices that they mean."""

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "pattern": ("match", "parts"),
    "regex": ("match", "parts"),
    "regexp": ("match", "parts"),
    "glob": ("match", "paths"),
    "prefix": ("match",),
    "codes": ("match", "aliases"),
    "description": ("summary",),
    "message": ("summary",),
    "text": ("summary",),
    "name": ("title", "class", "id", "distribution"),
    "http_status": ("status",),
    "status_code": ("status",),
    "reason": ("causes", "note"),
    "solution": ("fix",),
    "resolution": ("fix",),
    "docs": ("link", "url"),
    "doc_url": ("link", "url"),
    "href": ("link", "url"),
    "url": ("link", "url", "repository"),
    "retryable": ("retry",),
    "retry_after": ("retry", "delay"),
    "advice": ("documented",),
    "strategy": ("documented",),
    "wait": ("delay",),
    "seconds": ("delay",),
    "date": ("retrieved",),
    "read": ("retrieved",),
    "accessed": ("retrieved",),
    "json": ("path",),
    "pointer": ("path",),
    "jsonpath": ("path",),
    "key": ("path",),
    "field": ("path",),
    "required": ("optional",),
    "replaced_by": ("replacement", "deprecated"),
    "licence": ("license",),
    "licence_file": ("license_file",),
}
"""Keys that people write, and the keys of the format that they mean."""


def guess_word(word: str, choices: Collection[str]) -> str | None:
    """Return the choice that a word means, or None if that is unclear."""
    known = WORDS.get(word.lower().replace(" ", "_").replace("-", "_"))
    return known if known in choices else guess_choice(word, choices)


def guess_key(key: str, keys: Collection[str]) -> str | None:
    """Return the key of a table that another key means, or None if that is unclear."""
    known = next((meant for meant in _KEYS.get(key.lower(), ()) if meant in keys), None)
    return known or guess_choice(key, keys)

"""What the keys of a response's body usually contain."""

from __future__ import annotations

import re
from typing import Final

from errsmith.importing.draft import Path

_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_SUCCESSES: Final = frozenset({"ok", "success", "successful", "succeeded", "none", "0", "200"})

_RANKS: Final = {
    **dict.fromkeys(
        ("code", "errorcode", "errcode", "errorcodes", "codes", "errcodes", "errno"), 5.0
    ),
    **dict.fromkeys(
        ("error", "issue", "errorkey", "errorname", "errorid", "reasoncode", "messagecode"), 4.0
    ),
    **dict.fromkeys(("subcode", "internalcode", "symbol", "slug", "key", "codename"), 3.5),
    **dict.fromkeys(("errortype", "name", "type", "reason", "id", "errortitle"), 3.0),
    **dict.fromkeys(("title", "status", "kind", "category", "class", "fault"), 2.0),
}
"""How likely a key contains a code, by its letters and digits."""
_PARENTS: Final = frozenset(
    {"error", "errors", "err", "fault", "problem", "exception", "issues", "details", "failure"}
)
"""Keys above a code, usually."""
_CERTAIN: Final = 5.0
"""The rank of keys that contain a code wherever they are."""

_ROLES: Final = {
    **dict.fromkeys(
        (
            *("message", "errormessage", "detail", "description", "errordescription", "msg"),
            *("usermessage", "displaymessage", "longmessage", "errormsg", "errortext"),
            *("developermessage", "technicalmessage"),
        ),
        "message",
    ),
    **dict.fromkeys(
        ("requestid", "reference", "pspreference", "correlationid", "debugid", "referenceid"),
        "reference",
    ),
    **dict.fromkeys(("traceid", "trace"), "trace_id"),
    **dict.fromkeys(("timestamp", "occurredat"), "timestamp"),
    **dict.fromkeys(("status", "statuscode", "httpstatus", "httpcode", "httpstatuscode"), "status"),
    **dict.fromkeys(
        (
            *("documentationurl", "docurl", "docsurl", "helpurl", "moreinfo", "moreinfourl"),
            *("informationlink", "documentation", "infolink", "helplink"),
        ),
        "doc_link",
    ),
    **dict.fromkeys(
        (
            *("errors", "details", "params", "parameters", "meta", "metadata"),
            *("invalidfields", "invalidparameters", "causes"),
        ),
        "context",
    ),
}
"""The roles of fields whose names leave no doubt, by their letters and digits."""
_ROLE_TYPES: Final = {
    "message": ("string",),
    "reference": ("string",),
    "trace_id": ("string",),
    "timestamp": ("string", "integer", "number"),
    "status": ("integer", "number", "string"),
    "doc_link": ("string",),
    "context": ("string", "integer", "number", "boolean", "object", "array"),
}
"""The JSON types that a field of a role can have."""


def fold_key(key: str | int) -> str:
    """Return the letters and digits of a key in lowercase: `errorcode` for `error_code`."""
    return _SIGNS.sub("", str(key).lower())


def get_last_key(path: Path) -> str:
    """Return the last key of a path that is not an index, "" if there is none."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def rank_path(path: Path) -> float:
    """Return how likely the value at a path is a code: 0 if that is unusual, 5 for `code`."""
    keys = [fold_key(part) for part in path if isinstance(part, str)]
    rank = _RANKS.get(keys[-1], 0.0) if keys else 0.0
    if not rank:
        return 0.0
    above = keys[:-1]
    if above and above[-1] in _PARENTS:
        rank += 0.5
    elif above and rank < _CERTAIN:
        return 0.0
    elif above:
        rank -= 1.0
    return rank - 0.05 * len(path)


def rank_key(path: Path) -> float:
    """Return how likely a code is under the last key of a path, wherever that is."""
    return _RANKS.get(fold_key(get_last_key(path)), 0.0)


def is_certain_place(path: Path) -> bool:
    """Return whether a value at a path is certainly a code, by the names of its keys."""
    return rank_path(path) > _CERTAIN - 1


def find_role(key: str, json_type: str) -> str | None:
    """Return the role of a field, or None if its name does not make it clear."""
    role = _ROLES.get(fold_key(key))
    return role if role is not None and json_type in _ROLE_TYPES[role] else None


def can_be_path(path: Path) -> bool:
    """Return whether the registry's format can express a path."""
    return all(
        isinstance(part, int)
        or (part != "" and not set(part) & set(".[]{}") and part.isprintable())
        for part in path
    )


def format_path(path: Path) -> str:
    """Return a path in the registry's format: `errors[0].code`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def parse_path(text: str) -> Path:
    """Return the keys and indexes of a path in the registry's format."""
    parts: list[str | int] = []
    for step in text.split("."):
        key, *indexes = step.split("[")
        if key:
            parts.append(key)
        parts += (int(index[:-1]) for index in indexes if index[:-1].isdecimal())
    return tuple(parts)


def is_success(text: str) -> bool:
    """Return whether a value means success."""
    return text.lower() in _SUCCESSES

"""What is said of a fact, in words for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from .facts import Advice, ErrorInfo, Level, Lifecycle, Retry

NOT_DOCUMENTED: Final = "not documented"

ADVICE: Final[Mapping[Advice, str]] = {
    "never": "Do not retry automatically",
    "once": "Retry once, after a delay",
    "backoff": "Retry with growing delays",
    "poll": "Ask again at an even pace",
    "after_fix": "Retry after the fix",
}
"""What each advice tells a reader to do."""

_SUBJECTS: Final[Mapping[Level, str]] = {
    "error": "this error",
    "group": "its group",
    "category": "its category",
    "kind": "its kind",
    "response": "this response",
}


def status_text(statuses: Sequence[int | str]) -> str:
    """Say an error's statuses: `401`, `400 or 4xx`, `not documented`."""
    return " or ".join(str(status) for status in statuses) or NOT_DOCUMENTED


def retry_text(
    retry: Retry | None, info: ErrorInfo, title: str, *, category: str | None = None
) -> str:
    """Say whether to retry, and who says so.

    Args:
        retry: The advice.
        info: What is documented of the error.
        title: Name of the provider.
        category: The category of the status that came, if there is one.
    """
    if retry is None:
        return "Nothing is known about retrying."
    return f"{ADVICE[retry.advice]}. {_origin(retry, info, title, category)}"


def _origin(retry: Retry, info: ErrorInfo, title: str, category: str | None) -> str:
    """Say who gives advice, and what it is given for."""
    if retry.basis == "response":
        return "The response says so."
    names = {"group": info.group, "category": info.category or category, "kind": info.kind}
    name = names.get(retry.level)
    subject = _SUBJECTS[retry.level]
    if retry.level == "category" and info.category is None:
        subject = "the category of its status"  # Which advises on an error without one.
    subject += "" if name is None else f", {name}"
    if retry.basis == "documented":
        return f"{title} documents this for {subject}."
    return f"This is derived for {subject}; it is not documented."


def ambiguity_text(
    candidates: Mapping[str, ErrorInfo],
    status: int | None,
    *,
    reads_groups: bool,
    scope: str = "`scope=`",
) -> str:
    """Return which errors a response can be, and what would tell them apart.

    Args:
        candidates: The facts of the errors, by the names of their classes.
        status: The HTTP status received, None if there was none.
        reads_groups: Whether a response can name the group of its code.
        scope: What the reader writes to name the part of the API.
    """
    infos = candidates.values()
    deciding: dict[str, set[Any]] = {
        f"the request path or {scope}": {frozenset(info.scopes) for info in infos},
        "the group": {info.group for info in infos} if reads_groups else set(),
        "the HTTP status": {info.statuses for info in infos} if status is None else set(),
    }
    named = [what for what, values in deciding.items() if len(values) > 1]
    decides = f"{' or '.join(named)} decides" if named else "nothing in it tells them apart"
    return f"documented for several cases ({', '.join(candidates)}); {decides}."


def alternatives(names: Sequence[str]) -> str:
    """Return names as alternatives: `A`, `A or B`, `A, B or C`."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def lifecycle_text(lifecycle: Lifecycle) -> str:
    """Say since when a code is on its way out, why, and what replaces it."""
    said = (
        None if lifecycle.since is None else f"Since version {lifecycle.since} of this SDK.",
        lifecycle.reason,
        f"Use {alternatives(lifecycle.replacements)}." if lifecycle.replacements else None,
    )
    return " ".join(one for one in said if one is not None) or "yes"

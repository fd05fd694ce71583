"""Human-readable sentences about documented facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from .facts import Advice, ErrorInfo, Level, Lifecycle, Retry

NOT_DOCUMENTED: Final = "not documented"

ADVICE: Final[Mapping[Advice, str]] = {
    "never": "Do not retry automatically",
    "once": "Wait, then retry once",
    "backoff": "Retry with increasing delays",
    "poll": "Poll at a fixed interval",
    "after_fix": "Fix the cause, then retry",
}
"""What each advice means, as an instruction."""

_SUBJECTS: Final[Mapping[Level, str]] = {
    "error": "this error",
    "group": "errors in this group",
    "category": "errors in this category",
    "kind": "errors of this kind",
    "response": "this response",
}


def format_statuses(statuses: Sequence[int | str]) -> str:
    """Return an error's statuses as a string: `401`, `400 or 4xx`, `not documented`."""
    return " or ".join(str(status) for status in statuses) or NOT_DOCUMENTED


def explain_retry(
    retry: Retry | None, info: ErrorInfo, title: str, *, category: str | None = None
) -> str:
    """Return sentences that say whether to retry, and where that advice comes from.

    Args:
        retry: The advice.
        info: What is documented about the error.
        title: Name of the provider.
        category: The category of the received status, if it has one.
    """
    if retry is None:
        return "Whether to retry is unknown."
    return f"{ADVICE[retry.advice]}. {_explain_origin(retry, info, title, category)}"


def _explain_origin(retry: Retry, info: ErrorInfo, title: str, category: str | None) -> str:
    """Return a sentence that says where advice comes from and what it applies to."""
    if retry.basis == "response":
        return "The response says so."
    names = {"group": info.group, "category": info.category or category, "kind": info.kind}
    name = names.get(retry.level)
    subject = _SUBJECTS[retry.level]
    if retry.level == "category" and info.category is None:
        subject = "the category of this HTTP status"  # Errors without a category use its advice.
    subject += "" if name is None else f" ({name})"
    if retry.basis == "documented":
        return f"{title} documents this advice for {subject}."
    return f"This advice for {subject} is derived, not documented."


def explain_ambiguity(
    candidates: Mapping[str, ErrorInfo],
    status: int | None,
    *,
    can_name_group: bool,
    scope: str = "`scope=`",
) -> str:
    """Return which errors a response can mean, and what would decide between them.

    Args:
        candidates: The facts of the errors, by the names of their classes.
        status: The received HTTP status, or None if there was none.
        can_name_group: Whether a response can name the group of its code.
        scope: The argument or option that names the part of the API.
    """
    infos = candidates.values()
    values_by_source: dict[str, set[Any]] = {
        f"the request path or {scope}": {frozenset(info.scopes) for info in infos},
        "the group": {info.group for info in infos} if can_name_group else set(),
        "the HTTP status": {info.statuses for info in infos} if status is None else set(),
    }
    sources = [source for source, values in values_by_source.items() if len(values) > 1]
    decides = f"{' or '.join(sources)} decides" if sources else "the response does not say which"
    return f"documented for several cases ({', '.join(candidates)}); {decides}."


def join_alternatives(names: Sequence[str]) -> str:
    """Return names joined as alternatives: `A`, `A or B`, `A, B or C`."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def join_all(names: Sequence[str]) -> str:
    """Return names joined as a list: `A`, `A and B`, `A, B and C`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def format_lifecycle(stage: str, lifecycle: Lifecycle) -> str:
    """Return since when a code is deprecated or removed, why, and what replaces it."""
    still = " It is still sent, so keep catching it." if stage == "Deprecated" else ""
    since = "" if lifecycle.since is None else f" since {lifecycle.since}"
    reason = "." if lifecycle.reason is None else f": {lifecycle.reason}"
    names = lifecycle.replacements
    replacement = f" Use {join_alternatives(names)}." if names else ""
    return f"{stage}{since}{reason}{still}{replacement}"


def format_advice(retry: Retry | None) -> str:
    """Return advice for a table cell: `backoff after 7 s (documented)`."""
    if retry is None:
        return "unknown"
    return f"{retry.advice}{_format_wait(retry)} ({retry.basis})"


def format_instruction(retry: Retry | None) -> str:
    """Return advice as an instruction: `Wait, then retry once, after 7 s (derived)`."""
    if retry is None:
        return "Whether to retry is unknown"
    wait = _format_wait(retry)
    return f"{ADVICE[retry.advice]}{',' if wait else ''}{wait} ({retry.basis})"


def _format_wait(retry: Retry) -> str:
    if retry.delay is None:
        return ""
    return f" {'every' if retry.advice == 'poll' else 'after'} {retry.delay:g} s"


class Statement(NamedTuple):
    """What is documented about an error under one label.

    Attributes:
        codes: Identifiers of the provider or the SDK.
        texts: Sentences or list items.
        url: A link.
    """

    codes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    url: str = ""


def describe(info: ErrorInfo, class_name: str) -> dict[str, Statement]:
    """Return what is documented about an error, by label.

    The reference, docstrings and the command line each show a part of it. Undocumented facts are
    absent, except where readers expect to find them.

    Args:
        info: The facts.
        class_name: Name of the error's class.
    """
    missing = Statement(texts=(NOT_DOCUMENTED,))
    stages = {"Removed": info.removed, "Deprecated": info.deprecated}
    messages = tuple(f"{tag}: {text}" for tag, text in info.user_messages.items())
    message = () if info.user_message is None else (info.user_message,)
    statements: dict[str, Statement | None] = {
        "What happened": Statement(texts=(info.summary or NOT_DOCUMENTED,)),
        "Lifecycle": _list_texts(
            *(format_lifecycle(stage, facts) for stage, facts in stages.items() if facts)
        ),
        "Code": Statement((info.code or "",)),
        "Other spellings": Statement(info.aliases) if info.aliases else None,
        "Scope": Statement(info.scopes) if info.scopes else None,
        "Endpoints": Statement(info.endpoints) if info.endpoints else None,
        "HTTP status": Statement(texts=(format_statuses(info.statuses),)),
        "Class": Statement((class_name,)),
        "Group": None if info.group is None else Statement((info.group,)),
        "Category": missing if info.category is None else Statement((info.category,)),
        "Kind": None if info.kind is None else Statement((info.kind,), ("(derived)",)),
        "Retry": _describe_retry(info.retry),
        "Causes": _list_texts(*info.causes) or missing,
        "What to do": missing if info.fix is None else Statement(texts=(info.fix,)),
        "User message": _list_texts(*(messages or message)) or missing,
        "Note": None if info.note is None else Statement(texts=(info.note,)),
        "Since": None if info.since is None else Statement(texts=(f"version {info.since}",)),
        "Source": missing if info.source_url is None else Statement(url=info.source_url),
        "Reference": None if info.reference_url is None else Statement(url=info.reference_url),
    }
    return {label: statement for label, statement in statements.items() if statement is not None}


def _list_texts(*texts: str) -> Statement | None:
    return Statement(texts=texts) if texts else None


def _describe_retry(retry: Retry | None) -> Statement:
    if retry is None:
        return Statement(texts=("unknown",))
    instruction = format_instruction(retry).removesuffix(f" ({retry.basis})")
    explanation = f"({retry.basis}): {instruction[0].lower()}{instruction[1:]}"
    return Statement((retry.advice,), (explanation,))

"""The words of changes: values, lists, causes, and the client code of examples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from errsmith.changes.change import Example
from errsmith.changes.pairing import ErrorPair, ProviderPair, name_kind
from errsmith.registry.wording import cut, quote
from errsmith.runtime.facts import ErrorInfo, Retry

NOTHING = "not documented"
SHARED = (
    "Also catch the other errors with this code, because a response that was this error may now be "
    "another one."
)
"""What to do if it changes which of several errors with the same code a response is."""
_MOST_NAMED = 3
_BODY = "handle(error)"


def code(text: str) -> str:
    """Return a string as code, shortened if it is long."""
    return f"`{cut(text)}`"


def plain(text: str) -> str:
    """Return words without the marks of code, for programs."""
    return text.replace("`", "")


def write_literal(text: str) -> str:
    """Return a string as Python writes it, in double quotes if possible."""
    written = repr(text)
    return written if set(written) & {'"', "\\"} or "'" in text else f'"{text}"'


def join(items: Iterable[str], word: str = "and") -> str:
    """Return a list in words: `a`, `a and b`, `a, b and c`."""
    *first, last = items
    return f"{', '.join(first)} {word} {last}" if first else last


def list_some(items: Sequence[str]) -> str:
    """Return the first of some items in words: `a, b, c and 4 more`."""
    if len(items) <= _MOST_NAMED:
        return join(items)
    return f"{', '.join(items[:_MOST_NAMED])} and {len(items) - _MOST_NAMED:,} more"


def format_statuses(statuses: Sequence[int | str]) -> str:
    """Return statuses in words: `404`, `404 or 410`."""
    return join(map(str, statuses), "or") if statuses else NOTHING


def format_text(value: str | None) -> str:
    """Return a string in quotes, or that there is none."""
    return NOTHING if value is None else quote(value)


def format_retry(retry: Retry | None) -> str:
    """Return the word of retry advice."""
    return "unknown" if retry is None else code(retry.advice)


def format_seconds(delay: float | None) -> str:
    """Return a delay: `5 seconds`."""
    if delay is None:
        return "the SDK's default"
    return f"{delay:g} second{'' if delay == 1 else 's'}"


def describe_kind(kind: str | None) -> str:
    """Return the name of a kind, or that there is none."""
    return "none" if kind is None else code(kind)


# --- causes --------------------------------------------------------------------------------------


def explain_kind(pair: ErrorPair) -> str:
    """Return why the kind of an error has changed, "" if it is simply another one."""
    old, new = pair.before, pair.after
    if old.kind == new.kind:
        return ""
    if old.statuses != new.statuses:
        return _explain_status(old, new)
    if old.group != new.group:
        return explain_group(pair)
    if _get_group_kind(pair, is_new=False) != _get_group_kind(pair, is_new=True):
        return f"the kind of its group {_name(new.group)} changed"
    return f"its kind changed from {describe_kind(old.kind)} to {describe_kind(new.kind)}"


def _explain_status(old: ErrorInfo, new: ErrorInfo) -> str:
    if not new.statuses:
        return f"its status, {format_statuses(old.statuses)}, is no longer documented"
    if not old.statuses:
        return f"its status, {format_statuses(new.statuses)}, is now documented"
    before, after = format_statuses(old.statuses), format_statuses(new.statuses)
    return f"its status changed from {before} to {after}"


def explain_group(pair: ErrorPair) -> str:
    """Return from which group an error moved to which."""
    ids = (pair.before.group, pair.after.group)
    names = ["no group" if id_ is None else f"the group {code(id_)}" for id_ in ids]
    return f"it moved from {names[0]} to {names[1]}"


def explain_retry(pair: ErrorPair) -> str:
    """Return why the retry advice of an error has changed, "" if it is its own advice."""
    old, new = pair.before, pair.after
    retry = new.retry or old.retry
    level = None if retry is None else retry.level
    has_moved = old.retry is not None and new.retry is not None and old.retry.level != level
    if level == "kind":
        return explain_kind(pair)
    if old.statuses != new.statuses and old.category != new.category:
        return _explain_status(old, new)
    ids = {"category": (old.category, new.category), "group": (old.group, new.group)}
    before, after = ids.get(level or "", (None, None))
    if level == "group" and before != after:
        return explain_group(pair)
    if before != after:
        return f"its {level} changed from {_name(before)} to {_name(after)}"
    if level not in ids or has_moved:
        return ""
    return f"the advice of its {level} {_name(after)} changed"


def explain_category(pair: ErrorPair) -> str:
    """Return why the category of an error has changed, "" if the registry just says so."""
    old, new = pair.before, pair.after
    return _explain_status(old, new) if old.statuses != new.statuses else ""


def explain_rename(pair: ErrorPair) -> str:
    """Return that an error was renamed, "" if it was not."""
    return f"{code(pair.old_id)} was renamed to {code(pair.id)}" if pair.is_renamed else ""


def _name(id_: str | None) -> str:
    return "none" if id_ is None else code(id_)


def _get_group_kind(pair: ErrorPair, *, is_new: bool) -> str | None:
    info, provider = (pair.after, pair.provider.new) if is_new else (pair.before, pair.provider.old)
    group = provider.groups.get(info.group or "")
    return None if group is None else group.info.kind


# --- client code ---------------------------------------------------------------------------------


def write_handler(module: str, classes: str, body: str = _BODY) -> str:
    """Return a `try` statement that catches classes of responses to a provider's API."""
    return f"try:\n    {module}.raise_for_error(response)\nexcept {classes} as error:\n    {body}\n"


def show_catching(pair: ProviderPair, before: str, after: str, body: str = _BODY) -> Example:
    """Return an example of an `except` clause with other classes."""
    module = pair.provider_name
    return Example(before=write_handler(module, before), after=write_handler(module, after, body))


def show_base(
    pair: ProviderPair, cls: str, condition: str, *, base: str = "", body: str = _BODY
) -> Example:
    """Return an example of a handler of a base class, for errors that a class does not catch.

    Args:
        pair: Both states of the provider.
        cls: The class that the client catches.
        condition: Which errors to raise again.
        base: The base class; the provider's by default.
        body: What to do about the others.
    """
    module = pair.provider_name
    before = write_handler(module, f"{module}.{cls}")
    clause = f"except {module}.{base or pair.new.class_} as error:"
    after = f"{clause}\n    if {condition}:\n        raise\n    {body}\n"
    return Example(before=before, after=before + after)


def show_unreadable(pair: ProviderPair) -> Example | None:
    """Return an example of handling responses without a readable code."""
    error = next(iter(pair.new.errors.values()), None)
    if error is None:
        return None
    condition = 'error.reading != "unreadable"'
    return show_base(pair, error.class_, condition, body="handle_unreadable(error)")


def qualify(pair: ProviderPair, cls: str) -> str:
    """Return a class as clients write it: `hopae.SessionError`, `eid_errors.ConflictError`."""
    is_own = cls in pair.new_classes or cls in pair.old_classes
    return f"{pair.provider_name if is_own else pair.package}.{cls}"


def show_kind(pair: ProviderPair, kind: str) -> str:
    """Return the class of a kind as clients write it."""
    return f"{pair.package}.{name_kind(kind)}"

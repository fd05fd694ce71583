"""Rules about retry behavior: the advice of errors, groups and categories, and its delays."""

from __future__ import annotations

from collections.abc import Iterator

from errsmith.changes.change import Affected, Draft, Example, Level
from errsmith.changes.pairing import ErrorPair, ProviderPair
from errsmith.changes.phrases import (
    code,
    explain_retry,
    format_retry,
    format_seconds,
    plain,
    write_handler,
)
from errsmith.changes.rules.rule import define_rule
from errsmith.runtime.advice import RETRYABLE
from errsmith.runtime.facts import Retry

_ASKED = "is_retryable"
_ORIGINS = {
    "error": "the error itself",
    "group": "its group",
    "category": "its category",
    "kind": "its kind",
    "response": "the response",
}
"""The levels of advice in words."""


def is_retryable(retry: Retry | None) -> bool | None:
    """Return whether advice allows retrying automatically; None if there is no advice."""
    return None if retry is None else RETRYABLE[retry.advice]


@define_rule("C201", "retry-stopped", Level.BREAKING, affects=(Affected.RETRY,))
def retry_stopped(pair: ErrorPair) -> Iterator[Draft]:
    """An error must no longer be retried automatically, or its advice is no longer known.

    Why: `is_retryable` returns False or None, and `retry_delay` returns None. A loop that follows
    the advice gives up at once, so calls that used to succeed on a later attempt fail.
    Adapt: handle the error without retrying. If you know that a retry is right, retry in your own
    handler.
    """
    old, new = pair.before.retry, pair.after.retry
    if is_retryable(old) and not is_retryable(new):
        cls = pair.new.class_
        yield Draft(
            subject=pair.id,
            message=(
                f"{code(cls)} is no longer retried: its advice changed from {format_retry(old)} to "
                f"{format_retry(new)}"
            ),
            cause=explain_retry(pair),
            adapt=f"Handle {code(cls)} without retrying; `retry_delay` returns None for it.",
            before=_get_word(old),
            after=_get_word(new),
            find="retry_delay",
            example=_show_stop(pair),
            at=("errors", pair.id),
        )


def _show_stop(pair: ErrorPair) -> Example:
    package, name = pair.provider.package, f"{pair.provider_name}.{pair.new.class_}"
    wait = f"time.sleep({package}.retry_delay(error))"
    return Example(
        before=write_handler(pair.provider_name, name, wait),
        after=write_handler(pair.provider_name, name, "give_up(error)"),
    )


@define_rule("C202", "retry-started", Level.RISKY, affects=(Affected.RETRY,))
def retry_started(pair: ErrorPair) -> Iterator[Draft]:
    """An error may now be retried automatically.

    Why: a loop that follows the advice sends the same request again; it used to give up.
    Adapt: check whether the request may be repeated, for example because it has an idempotency key.
    """
    old, new = pair.before.retry, pair.after.retry
    if is_retryable(new) and not is_retryable(old):
        cls = f"{pair.provider_name}.{pair.new.class_}"
        package = pair.provider.package
        condition = f"if {package}.is_retryable(error)"
        yield Draft(
            subject=pair.id,
            message=(
                f"{code(pair.new.class_)} is now retried: its advice changed from "
                f"{format_retry(old)} to {format_retry(new)}"
            ),
            cause=explain_retry(pair),
            adapt="Check whether your requests may be sent again; if not, exclude this class.",
            before=_get_word(old),
            after=_get_word(new),
            find=_ASKED,
            example=Example(
                before=f"{condition}:\n    retry()\n",
                after=f"{condition} and not isinstance(error, {cls}):\n    retry()\n",
            ),
            at=("errors", pair.id),
        )


@define_rule(
    "C203", "retry-advice-changed", Level.RISKY, Level.SAFE, affects=(Affected.RETRY, Affected.DOCS)
)
def retry_advice_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The retry advice has changed, but not whether a retry may be automatic.

    It is risky between `once`, `backoff` and `poll`, since clients make more or fewer attempts or
    wait differently, and if the advice was or becomes unknown, since some clients retry unless
    `is_retryable` returns False. Between `never` and `after_fix`, it is safe.

    Why: `retry_delay` depends on the advice.
    Adapt: check the number of attempts that you make.
    """
    old, new = pair.before.retry, pair.after.retry
    may, might = is_retryable(new), is_retryable(old)
    if _get_word(old) == _get_word(new) or bool(may) != bool(might):
        return
    is_safe = may is False and might is False
    adapt = "Nothing: it is still not retried automatically."
    if may:
        adapt = "Check how many attempts you make, and how long you wait in between."
    elif not is_safe:
        adapt = "If you retry unless `is_retryable` returns False, check this error."
    yield Draft(
        subject=pair.id,
        message=(
            f"the retry advice of {code(pair.new.class_)} changed from {format_retry(old)} to "
            f"{format_retry(new)}"
        ),
        cause=explain_retry(pair),
        adapt=adapt,
        before=_get_word(old),
        after=_get_word(new),
        level=Level.SAFE if is_safe else Level.RISKY,
        find="" if is_safe else "retry_delay" if may else _ASKED,
        at=("errors", pair.id),
    )


@define_rule("C204", "retry-delay-changed", Level.RISKY, Level.SAFE, affects=(Affected.RETRY,))
def retry_delay_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The delay before another attempt has changed.

    It is safe if the error is not retried automatically.

    Why: `retry_delay` returns a different number of seconds, which may be longer than you can wait.
    Adapt: check the longest delay that your code accepts.
    """
    old, new = pair.before.retry, pair.after.retry
    if old is None or new is None or old.delay == new.delay:
        return
    is_retried = RETRYABLE[new.advice]
    if RETRYABLE[old.advice] != is_retried:
        return
    yield Draft(
        subject=pair.id,
        message=(
            f"the delay before a retry of {code(pair.new.class_)} changed from "
            f"{format_seconds(old.delay)} to {format_seconds(new.delay)}"
        ),
        cause=explain_retry(pair),
        adapt="Check the longest delay that your code accepts from `retry_delay`."
        if is_retried
        else "Nothing: it is not retried automatically.",
        before=_get_delay(old),
        after=_get_delay(new),
        level=Level.RISKY if is_retried else Level.SAFE,
        find="retry_delay" if is_retried else "",
        at=("errors", pair.id),
    )


@define_rule("C205", "retry-basis-changed", Level.SAFE, affects=(Affected.DOCS,))
def retry_basis_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The advice is the same, but has a different origin.

    It or its delay was derived and is now documented, or vice versa, or it now comes from the
    error, its group, its category or its kind.

    Why: `retry.basis` and `retry.level` show it.
    Adapt: nothing, unless you follow documented advice only.
    """
    old, new = pair.before.retry, pair.after.retry
    if old is None or new is None or old.advice != new.advice:
        return
    before, after = f"{_name_basis(old)}, {old.level}", f"{_name_basis(new)}, {new.level}"
    if old.delay != new.delay:  # Reported as such, with its basis.
        before, after = f"{old.basis}, {old.level}", f"{new.basis}, {new.level}"
    if before != after:
        bases = f"{_name_basis(new)} instead of {_name_basis(old)}"
        message = f"the retry advice of {code(pair.new.class_)} is now {bases}"
        if old.basis == new.basis and old.level != new.level:
            origins = f"{_ORIGINS[new.level]} instead of {_ORIGINS[old.level]}"
            message = f"the retry advice of {code(pair.new.class_)} now comes from {origins}"
        yield Draft(
            subject=pair.id,
            message=message,
            adapt="Nothing, unless you only follow documented advice.",
            before=before,
            after=after,
            at=("errors", pair.id),
        )


def _get_word(retry: Retry | None) -> str:
    return "" if retry is None else retry.advice


def _get_delay(retry: Retry) -> str:
    return "" if retry.delay is None else f"{retry.delay:g}"


@define_rule(
    "C211",
    "undocumented-retry-changed",
    Level.RISKY,
    Level.SAFE,
    affects=(Affected.RETRY,),
)
def undocumented_retry_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The advice for undocumented codes of a group or category has changed.

    It is safe if only its origin has changed, for example from derived to documented. Consequences
    for documented errors are reported for each of them.

    Why: clients start or stop retrying undocumented codes, or wait differently.
    Adapt: check your handlers that retry all errors of the group or provider.
    """
    groups = [
        (f"group {id_}", f"codes of the group {code(id_)}", ("groups", id_), old.info, new.info)
        for id_, old, new in pair.groups
    ]
    categories = [
        (
            f"category {id_}",
            f"codes with a status of the category {code(id_)}",
            ("categories", id_),
            category.info,
            pair.new.categories[id_].info,
        )
        for id_, category in pair.old.categories.items()
        if id_ in pair.new.categories
    ]
    for subject, what, at, old, new in [*groups, *categories]:
        if old.retry == new.retry:
            continue
        before, after = _describe(old.retry), _describe(new.retry)
        is_safe = before == after
        if old.retry is not None and new.retry is not None and is_safe:
            before, after = (_name_basis(retry) for retry in (old.retry, new.retry))
        yield Draft(
            subject=subject,
            message=f"the retry advice for undocumented {what} changed from {before} to {after}",
            adapt="Nothing, unless you only follow documented advice."
            if is_safe
            else "Check your handlers that retry every error of this provider.",
            before=plain(before),
            after=plain(after),
            level=Level.SAFE if is_safe else Level.RISKY,
            find="" if is_safe else _ASKED,
            at=at,
        )


def _name_basis(retry: Retry) -> str:
    if retry.delay_basis in {None, retry.basis}:
        return retry.basis
    return f"{retry.basis} with a {retry.delay_basis} delay"


def _describe(retry: Retry | None) -> str:
    if retry is None or retry.delay is None:
        return format_retry(retry)
    return f"{format_retry(retry)} after {format_seconds(retry.delay)}"


PROVIDER_RULES = (undocumented_retry_changed,)
ERROR_RULES = (
    retry_stopped,
    retry_started,
    retry_advice_changed,
    retry_delay_changed,
    retry_basis_changed,
)

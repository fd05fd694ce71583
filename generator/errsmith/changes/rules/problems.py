"""Rules about what callers and end users of a client see: problem documents and messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from errsmith.changes.change import Affected, Draft, Example, Level
from errsmith.changes.pairing import ErrorPair, ProviderPair, build_problem_type
from errsmith.changes.phrases import (
    code,
    explain_kind,
    explain_rename,
    format_text,
    join,
    write_literal,
)
from errsmith.changes.rules.rule import define_rule
from errsmith.reporting.words import count
from errsmith.runtime.facts import ErrorInfo
from errsmith.runtime.problems import PROBLEMS, UNKNOWN_PROBLEM, Problem

_FEW = 3
"""The maximum number of errors of a provider whose problem types are reported one by one."""


@define_rule("C271", "problem-type-changed", Level.BREAKING, affects=(Affected.PROBLEMS,))
def problem_type_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The `type` of an error's problem document has changed.

    It depends on the id of the error, the name of the package and `reference_url`. If it changes
    for more than three errors of a provider, one change is reported for all of them.

    Why: the callers of your API recognize a problem by its type, a URI that they expect to be
    permanent.
    Adapt: announce the new type to your callers, or keep sending the old one.
    """
    has_moved = pair.package != pair.old_package
    types = [
        (error, _build_type(error, is_new=False), _build_type(error, is_new=True))
        for error in pair.errors
        if has_moved or not error.is_unchanged
    ]
    changed = [(error, old, new) for error, old, new in types if old != new]
    if len(changed) > _FEW:
        common = [each for each in changed if not each[0].is_renamed]
        changed = [each for each in changed if each[0].is_renamed]
        if common:
            error, old, new = common[0]
            yield Draft(
                subject="problem types",
                message=(
                    f"the problem types of {count(len(common), 'error')} changed, for example from "
                    f"{code(old)} to {code(new)}"
                ),
                cause=_explain_types(error),
                adapt=(
                    "Announce the new types to the callers of your API, or keep sending the old "
                    "ones."
                ),
                before=old,
                after=new,
                find="to_problem",
                example=_show_type(old, new),
            )
    for error, old, new in changed:
        yield Draft(
            subject=error.id,
            message=f"the problem type of {code(error.id)} changed from {code(old)} to {code(new)}",
            cause=explain_rename(error) or _explain_types(error),
            adapt="Announce the new type to the callers of your API, or keep sending the old one.",
            before=old,
            after=new,
            find="to_problem",
            example=_show_type(old, new),
            at=("errors", error.id),
        )


def _build_type(pair: ErrorPair, *, is_new: bool) -> str:
    provider = pair.provider
    package = provider.package if is_new else provider.old_package
    info, id_ = (pair.after, pair.id) if is_new else (pair.before, pair.old_id)
    return build_problem_type(info, package, pair.provider_name, id_)


def _explain_types(pair: ErrorPair) -> str:
    old, new = pair.before.reference_url, pair.after.reference_url
    if old is not None and new is not None:
        return "`reference_url` changed"
    if old is not None:
        return "`reference_url` is gone"
    return "there is a `reference_url` now" if new is not None else "the package was renamed"


def _show_type(old: str, new: str) -> Example:
    return Example(
        before=f'assert error.to_problem()["type"] == {write_literal(old)}\n',
        after=f'assert error.to_problem()["type"] == {write_literal(new)}\n',
    )


@define_rule("C272", "problem-changed", Level.RISKY, Level.SAFE, affects=(Affected.PROBLEMS,))
def problem_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The status or title of an error's problem document has changed.

    Both follow from the kind. A new status is risky; if only the title is new, the change is safe.

    Why: the callers of your API get a different status if you send what `to_problem` returns.
    Adapt: check what your callers do with the new status.
    """
    old, new = _find_problem(pair.before), _find_problem(pair.after)
    if old == new:
        return
    is_status = old.status != new.status
    message = f"the problem title of {code(pair.id)} is now {format_text(new.title)}"
    if is_status:
        message = f"the problem status of {code(pair.id)} changed from {old.status} to {new.status}"
    yield Draft(
        subject=pair.id,
        message=message,
        cause=explain_kind(pair),
        adapt="Check what callers of your API do with the new status." if is_status else "Nothing.",
        before=f"{old.status} {old.title}",
        after=f"{new.status} {new.title}",
        level=Level.RISKY if is_status else Level.SAFE,
        find="to_problem" if is_status else "",
        at=("errors", pair.id),
    )


def _find_problem(info: ErrorInfo) -> Problem:
    return PROBLEMS.get(info.kind or "", UNKNOWN_PROBLEM)


@define_rule("C273", "user-message-gone", Level.RISKY, affects=(Affected.PROBLEMS,))
def user_message_gone(pair: ErrorPair) -> Iterator[Draft]:
    """An error no longer has a message for the end user, at least in one language.

    Why: `error.user_message` is None, and problem documents have no `detail`. If only one language
    is gone, its readers get the message in another one.
    Adapt: show your own message if there is none.
    """
    old, new = _list_messages(pair.before), _list_messages(pair.after)
    if not old:
        return
    gone = sorted(old.keys() - new.keys())
    if not new:
        yield Draft(
            subject=pair.id,
            message=f"{code(pair.id)} no longer has a message for the end user",
            adapt="Show your own message if `error.user_message` is None.",
            before=next(iter(old.values())),
            find="user_message",
            example=Example(
                before='text = error.to_problem()["detail"]\n',
                after='text = error.to_problem().get("detail", DEFAULT_MESSAGE)\n',
            ),
            at=("errors", pair.id),
        )
    elif gone and "" not in {*gone, *new}:
        yield Draft(
            subject=pair.id,
            message=f"{code(pair.id)} no longer has a message for the end user in "
            f"{join(map(code, gone))}",
            adapt=f"Show your own message for {join(map(code, gone))}.",
            before=", ".join(old),
            after=", ".join(new),
            find="language=",
            at=("errors", pair.id, "user_message"),
        )


@define_rule("C274", "user-message-changed", Level.SAFE, affects=(Affected.PROBLEMS,))
def user_message_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The message for the end user has changed, or is new.

    Why: end users see it if you show `error.user_message`, and callers in the `detail` of problem
    documents.
    Adapt: if you show it to users, read it.
    """
    old, new = _list_messages(pair.before), _list_messages(pair.after)
    changed = [language for language, text in new.items() if old.get(language) != text]
    if changed:
        language = changed[0]
        text = new[language]
        known = old.get(language, old.get("", ""))
        where = f" in {code(language)}" if language else ""
        how = f"changed from {format_text(known)} to" if known else "is now"
        yield Draft(
            subject=pair.id,
            message=f"the message for the end user{where} {how} {format_text(text)}",
            adapt="If you show it to users, read it.",
            before=known,
            after=text,
            at=("errors", pair.id),
        )


def _list_messages(info: ErrorInfo) -> Mapping[str, str]:
    """Return the messages by language; a single message has the language ""."""
    if info.user_messages or info.user_message is None:
        return info.user_messages
    return {"": info.user_message}


PROVIDER_RULES = (problem_type_changed,)
ERROR_RULES = (problem_changed, user_message_gone, user_message_changed)

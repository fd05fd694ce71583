"""Rules about codes, aliases, and codes that are deprecated or removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from errsmith.changes.change import Affected, Draft, Example, Level
from errsmith.changes.pairing import ErrorPair, ProviderPair, list_ancestors
from errsmith.changes.phrases import (
    code,
    explain_rename,
    join,
    qualify,
    show_base,
    show_catching,
    write_literal,
)
from errsmith.changes.rules.classes import list_old_catchers
from errsmith.changes.rules.rule import define_rule
from errsmith.meaning.naming import build_member_name
from errsmith.runtime.facts import Lifecycle


@define_rule(
    "C131",
    "code-changed",
    Level.BREAKING,
    affects=(Affected.TYPES, Affected.LOGS, Affected.READING),
)
def code_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The code of an error has changed.

    Why: `error.code` and the field `code` in logs have a different value, so comparisons with the
    old one are never true. Unless another error has the old code, its member of `Code` is gone.
    Adapt: compare with the new member of `Code` or the new string, also in dashboards and alerts.
    """
    old, new = pair.before.code or "", pair.after.code or ""
    if old == new:
        return
    module = pair.provider_name
    members = [build_member_name(text) for text in (old, new)]
    is_read = old in pair.provider.new_code_owners
    is_member = old in pair.provider.new_members
    gone = "" if is_member else f", and {code(f'Code.{members[0]}')} is gone"
    unread = "" if is_read else "; responses with the old code are read as undocumented"
    before, after = f"{module}.Code.{members[0]}", f"{module}.Code.{members[1]}"
    yield Draft(
        subject=pair.id,
        message=f"`error.code` changed from {code(old)} to {code(new)}{gone}{unread}",
        cause=explain_rename(pair),
        adapt=(
            f"Replace {code(before)} with {code(after)}, and {code(old)} with {code(new)} "
            "where you compare codes or search logs."
        ),
        before=old,
        after=new,
        find=old,
        example=Example(
            before=f"if error.known_code is {before}:\n    handle(error)\n",
            after=f"if error.known_code is {after}:\n    handle(error)\n",
        ),
        at=("errors", pair.id, "code"),
    )


@define_rule("C132", "error-renamed", Level.RISKY, affects=(Affected.READING, Affected.DOCS))
def error_renamed(pair: ErrorPair) -> Iterator[Draft]:
    """An error has a new id, and the old one is its alias.

    If the error with the new id existed before, or replaces several errors, responses with the old
    code now have its bases, statuses and advice.

    Why: `ERRORS` has the error under both ids, but iterating over `ERRORS` yields both. Names that
    are derived from the id have also changed, which is reported separately.
    Adapt: use the new id.
    """
    if pair.is_renamed:
        how, more = "is now called", ""
        if pair.is_merged:
            how, more = "is now an alias of", ", so it has the bases and facts of that error"
        before, after = write_literal(pair.old_id), write_literal(pair.id)
        yield Draft(
            subject=pair.id,
            message=f"the error {code(pair.old_id)} {how} {code(pair.id)}{more}",
            adapt=(
                f"Use {code(pair.id)} instead of {code(pair.old_id)} as a key of `ERRORS`; both "
                "work."
            ),
            before=pair.old_id,
            after=pair.id,
            find=pair.old_id,
            example=Example(
                before=f"cls = {pair.provider_name}.ERRORS[{before}]\n",
                after=f"cls = {pair.provider_name}.ERRORS[{after}]\n",
            ),
            at=("errors", pair.id),
        )


@define_rule("C133", "alias-gone", Level.BREAKING, affects=(Affected.READING, Affected.EXCEPT))
def alias_gone(pair: ProviderPair) -> Iterator[Draft]:
    """An alias is gone.

    Why: a response with this spelling is read as undocumented, so `except` clauses with the class
    of the error no longer catch it, and `ERRORS` no longer has the alias.
    Adapt: if the provider still sends this spelling, also catch the class of the group or provider.
    Use the id as a key of `ERRORS`.
    """
    for alias, owners in pair.old_alias_owners.items():
        if alias in pair.new_code_owners or alias in pair.new.errors:
            continue
        kept = [pair.find_successor(owner) for owner in owners]
        ids = [id_ for id_ in kept if id_ is not None]
        if not ids:
            continue  # The error itself is gone.
        classes = _list_classes(pair, ids)
        group = pair.new_globs.find_only(alias)
        base = pair.new.class_ if group is None else pair.new.groups[group].class_
        yield Draft(
            subject=ids[0],
            message=(
                f"{code(alias)} is no longer an alias of {join(map(code, ids))}, so it is read as "
                "undocumented"
            ),
            adapt=(
                f"If the provider still sends {code(alias)}, catch {code(base)} and compare "
                "`error.code`."
            ),
            before=alias,
            find=alias,
            example=show_base(pair, classes[0], f"error.code != {write_literal(alias)}", base=base),
            at=("errors", ids[0]),
        )


@define_rule("C134", "alias-moved", Level.BREAKING, affects=(Affected.READING, Affected.EXCEPT))
def alias_moved(pair: ProviderPair) -> Iterator[Draft]:
    """A code or alias now belongs to another error, or to more or fewer errors.

    Why: a response with it becomes an error of another class. If it belongs to several errors,
    `ERRORS` does not have it, and a response that does not show which one it is gets a class whose
    name begins with `Ambiguous`.
    Adapt: also catch the other class, or the class of their group.
    """
    for text, owners in pair.old_code_owners.items():
        new = pair.new_code_owners.get(text, [])
        heirs = [heir for heir in map(pair.find_successor, owners) if heir is not None]
        if not new or not heirs or set(heirs) == set(new):
            continue
        old_class, classes = pair.old.errors[owners[0]].class_, _list_classes(pair, new)
        if len(new) == 1:
            before = join(map(code, owners), "or")
            message = f"the code {code(text)} is now read as {code(new[0])} instead of {before}"
            target = classes[0]
            adapt = f"Where you handle {code(text)}, catch {code(target)}."
        else:
            message = f"the code {code(text)} can now be {join(map(code, new), 'or')}"
            groups = {pair.new.errors[id_].info.group for id_ in new}
            group = pair.new.groups.get(next(iter(groups)) or "") if len(groups) == 1 else None
            target = pair.new.class_ if group is None else group.class_
            adapt = (
                f"Where you handle {code(text)}, catch {code(target)}, because a response may not "
                "show which error it is."
            )
        yield Draft(
            subject=new[0],
            message=message,
            adapt=adapt,
            before=", ".join(owners),
            after=", ".join(new),
            find=old_class,
            example=_show_move(pair, old_class, target),
            at=("errors", new[0]),
        )


def _list_classes(pair: ProviderPair, ids: Iterable[str]) -> list[str]:
    return [pair.new.errors[id_].class_ for id_ in ids]


def _show_move(pair: ProviderPair, old_class: str, new_class: str) -> Example | None:
    old, new = (f"{pair.provider_name}.{cls}" for cls in (old_class, new_class))
    return None if new == old else show_catching(pair, old, new)


@define_rule(
    "C135",
    "alias-new",
    Level.BREAKING,
    Level.RISKY,
    affects=(Affected.EXCEPT, Affected.READING),
)
def alias_new(pair: ProviderPair) -> Iterator[Draft]:
    """An error has a new alias.

    It is breaking if an `except` clause caught the spelling while it was undocumented, but no
    longer does. Otherwise, it is risky.

    Why: a response with this spelling was undocumented, and is now read as the error, so handlers
    of the error receive it.
    Adapt: check that these handlers also work for it. You can delete code that handles the spelling
    as undocumented.
    """
    for alias, owners in pair.new_alias_owners.items():
        if alias in pair.old_code_owners or alias in pair.old.errors:
            continue
        for id_ in owners:
            error = pair.new.errors[id_]
            cls = error.class_
            if id_ in pair.added_errors:
                continue
            caught = list_ancestors(error, pair.new.class_)
            lost = sorted(list_old_catchers(pair, error, alias) - set(caught))
            message = f"{code(alias)} is a new alias and is now read as {code(cls)}"
            adapt = f"Check that your handlers of {code(cls)} also work for {code(alias)}."
            example = None
            if lost:
                message += f"; {join(code(f'except {base}') for base in lost)} caught it, but no "
                message += f"longer {'does' if len(lost) == 1 else 'do'}"
                adapt += f" If you rely on {join(map(code, lost), 'or')}, also catch {code(cls)}."
                names = [qualify(pair, base) for base in lost]
                before = names[0] if len(names) == 1 else f"({', '.join(names)})"
                after = f"({', '.join([*names, f'{pair.provider_name}.{cls}'])})"
                example = show_catching(pair, before, after)
            yield Draft(
                subject=id_,
                message=message,
                adapt=adapt,
                after=alias,
                level=Level.BREAKING if lost else Level.RISKY,
                find=lost[0] if lost else cls,
                example=example,
                at=("errors", id_, "aliases"),
            )


@define_rule("C141", "code-removed", Level.RISKY, affects=(Affected.TYPES, Affected.DOCS))
def code_removed(pair: ErrorPair) -> Iterator[Draft]:
    """An error is now marked as removed: the provider no longer sends its code.

    Its class, anchor and code stay, and responses with the code are still read.

    Why: type checkers report uses of the class as deprecated, and fail if you configured them to.
    Adapt: delete its handlers, or handle the errors that replace it.
    """
    if pair.before.removed is None and pair.after.removed is not None:
        yield _draft_lifecycle(pair, "removed", pair.after.removed)


@define_rule("C142", "code-deprecated", Level.SAFE, affects=(Affected.DOCS,))
def code_deprecated(pair: ErrorPair) -> Iterator[Draft]:
    """An error is now marked as deprecated: the provider is phasing out its code.

    Why: the provider will stop sending the code. Until then, nothing changes: type checkers report
    only classes of removed codes.
    Adapt: also handle the errors that replace it.
    """
    if pair.before.deprecated is None and pair.after.deprecated is not None:
        yield _draft_lifecycle(pair, "deprecated", pair.after.deprecated)


def _draft_lifecycle(pair: ErrorPair, stage: str, lifecycle: Lifecycle) -> Draft:
    module, cls = pair.provider_name, pair.new.class_
    errors = pair.provider.new.errors
    known = [errors[id_].class_ for id_ in lifecycle.replacements if id_ in errors]
    adapt = "Nothing yet: the provider still sends it."
    if stage == "removed":
        adapt = f"Delete the handlers of {code(cls)}, unless you still read old responses."
    message = f"{code(pair.id)} is now marked as {stage}"
    example = Example(before=show_catching(pair.provider, f"{module}.{cls}", "").before)
    if known:
        verb = "replaces" if len(known) == 1 else "replace"
        message += f"; {join(map(code, lifecycle.replacements))} {verb} it"
        adapt = f"Handle {join(map(code, known))} as you handle {code(cls)}."
        names = ", ".join(f"{module}.{name}" for name in [*known, cls])
        example = show_catching(pair.provider, f"{module}.{cls}", f"({names})")
        if stage == "removed":
            names = ", ".join(f"{module}.{name}" for name in known)
            after = names if len(known) == 1 else f"({names})"
            example = show_catching(pair.provider, f"{module}.{cls}", after)
    return Draft(
        subject=pair.id,
        message=message,
        adapt=adapt,
        after=", ".join(lifecycle.replacements),
        find=cls,
        example=example,
        at=("errors", pair.id, stage),
    )


@define_rule("C143", "code-restored", Level.SAFE, affects=(Affected.TYPES, Affected.DOCS))
def code_restored(pair: ErrorPair) -> Iterator[Draft]:
    """An error is no longer marked as removed or deprecated.

    Why: the provider sends the code again, and type checkers accept the class again.
    Adapt: keep its handlers.
    """
    for stage in ("removed", "deprecated"):
        is_removed_now = stage == "deprecated" and pair.after.removed is not None
        old, new = getattr(pair.before, stage), getattr(pair.after, stage)
        if old is not None and new is None and not is_removed_now:
            yield Draft(
                subject=pair.id,
                message=f"{code(pair.id)} is no longer marked as {stage}",
                adapt=f"Keep the handlers of {code(pair.new.class_)}.",
                before=stage,
                at=("errors", pair.id),
            )


@define_rule("C144", "lifecycle-changed", Level.SAFE, affects=(Affected.TYPES, Affected.DOCS))
def lifecycle_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The reason or the replacement of a removal or deprecation has changed.

    Its `since` is not compared, because releases write it.

    Why: `info` and the messages of type checkers show them.
    Adapt: check whether you handle a new replacement.
    """
    for stage in ("removed", "deprecated"):
        old, new = getattr(pair.before, stage), getattr(pair.after, stage)
        if old is None or new is None:
            continue
        names = {"reason": "reason", "replacements": "replacement"}
        changed = [word for name, word in names.items() if getattr(old, name) != getattr(new, name)]
        if changed:
            yield Draft(
                subject=pair.id,
                message=f"{code(pair.id)} is marked as {stage} with a different {join(changed)}",
                adapt="Read it, and check whether you handle every replacement.",
                before=", ".join(old.replacements),
                after=", ".join(new.replacements),
                at=("errors", pair.id, stage),
            )


PROVIDER_RULES = (alias_gone, alias_moved, alias_new)
IDENTITY_RULES = (code_changed, error_renamed)
ERROR_RULES = (
    *IDENTITY_RULES,
    code_removed,
    code_deprecated,
    code_restored,
    lifecycle_changed,
)

"""Rules about the classes of errors, and what catches them."""

from __future__ import annotations

from collections.abc import Iterator

from errsmith.changes.change import Affected, Draft, Example, Level
from errsmith.changes.pairing import ROOT, ErrorPair, ProviderPair, list_ancestors
from errsmith.changes.phrases import (
    code,
    explain_group,
    explain_kind,
    explain_rename,
    join,
    qualify,
    show_catching,
    write_handler,
    write_literal,
)
from errsmith.changes.rules.rule import define_rule
from errsmith.registry.snapshot import ErrorSnapshot
from errsmith.runtime.kinds import KINDS
from errsmith.runtime.statuses import derive_kind

_KINDS = frozenset(cls.__name__ for cls in KINDS.values())


@define_rule(
    "C111",
    "error-gone",
    Level.BREAKING,
    affects=(Affected.EXCEPT, Affected.TYPES, Affected.READING, Affected.LOGS, Affected.DOCS),
)
def error_gone(pair: ProviderPair) -> Iterator[Draft]:
    """An error is gone: no error has its id or an alias of it.

    Why: an `except` clause with its class raises AttributeError when it is reached, and its code is
    read as undocumented.
    Adapt: if the provider renamed the code, look for the error that replaces it. Otherwise, catch
    the class of the group or the provider, and compare `error.code`.
    """
    for id_, error in pair.gone_errors.items():
        is_class_gone = error.class_ not in pair.new_classes
        owners = pair.new_alias_owners.get(id_, [])
        what = f"{code(id_)} is gone"
        if is_class_gone:
            what += f", and with it the class {code(error.class_)}"
        base = _find_reader(pair, error)
        old, new = qualify(pair, error.class_), qualify(pair, base)
        same_code = error.info.code or id_
        adapt = (
            f"Delete the code that handles {code(error.class_)}. If the provider still sends "
            f"{code(same_code)}, catch {code(base)} and compare `error.code`."
        )
        heir = pair.class_owners.get(error.class_)
        if heir is not None:
            what += f"; the class {code(error.class_)} now belongs to {code(heir)}"
            adapt = (
                f"Use {code(heir)} as a key of `ERRORS`, and check that your handlers of "
                f"{code(error.class_)} also work for it."
            )
        if owners:
            # Which of them it was is not known.
            classes = [pair.new.errors[owner].class_ for owner in owners]
            what += f"; {code(id_)} is now an alias of {join(map(code, owners))}"
            adapt = f"Catch {join(map(code, classes))} instead of {code(error.class_)}."
        yield Draft(
            subject=id_,
            message=what,
            adapt=adapt,
            before=error.class_,
            find=error.class_,
            example=None
            if owners or heir is not None
            else show_catching(
                pair,
                old,
                new,
                f"if error.code != {write_literal(same_code)}:\n        raise\n    handle(error)",
            ),
        )


def _find_reader(pair: ProviderPair, error: ErrorSnapshot) -> str:
    """Return the class that a response with the code of a gone error has now."""
    owners = pair.new_code_owners.get(error.info.code or "", ())
    if len(owners) == 1:
        return pair.new.errors[owners[0]].class_
    group = pair.new_globs.find_only(error.info.code or "")
    return pair.new.class_ if group is None else pair.new.groups[group].class_


@define_rule(
    "C112",
    "error-new",
    Level.RISKY,
    Level.SAFE,
    affects=(Affected.READING, Affected.EXCEPT, Affected.TYPES),
)
def error_new(pair: ProviderPair) -> Iterator[Draft]:
    """There is a new error.

    It is risky if other `except` clauses catch it than while its code was undocumented, or if its
    group existed before, since handlers of the group receive it as a documented error. Otherwise,
    it is safe.

    Why: an exhaustive `match` on `known_code` is no longer exhaustive, which type checkers report,
    and `error.reading` changes from `undocumented` to `documented`.
    Adapt: check that your handlers of the group or kind also work for it; add a case to such a
    `match`.
    """
    for id_, error in pair.added_errors.items():
        caught = set(list_ancestors(error, pair.new.class_))
        # A code that was another error's is reported as such.
        was_known = (error.info.code or "") in pair.old_code_owners
        before = caught if was_known else list_old_catchers(pair, error, error.info.code or "")
        gained, lost = sorted(caught - before), sorted(before - caught)
        family = _find_old_family(pair, error)
        message = f"{code(id_)} is a new error with the class {code(error.class_)}"
        adapt = f"Catch {code(error.class_)} if you want to handle it separately."
        if family:
            message += f", which {code(f'except {family}')} catches"
            adapt = f"Check that your handlers of {code(family)} also work for it."
        others = [cls for cls in gained if cls != family]
        if others:
            message += f"; {join(code(f'except {cls}') for cls in others)} "
            message += f"did not catch its code before, but now {_do(others)}"
            handlers = f"handlers of {join(map(code, others))}"
            adapt = f"Check that your {handlers} also work for it."
        if lost:
            message += f"; {join(code(f'except {cls}') for cls in lost)} "
            message += f"caught its code while it was undocumented, but no longer {_do(lost)}"
            relied_on = join(map(code, lost), "or")
            adapt += f" If you rely on {relied_on} to catch it, also catch {code(error.class_)}."
        catchers = [*lost, *others, *filter(None, [family])]
        yield Draft(
            subject=id_,
            message=message,
            adapt=f"{adapt} If you have an exhaustive `match` on `known_code`, add a case.",
            after=error.class_,
            level=Level.RISKY if catchers else Level.SAFE,
            find=catchers[0] if catchers else "",
            example=_show_new(pair, error, lost=lost, catchers=catchers),
            at=("errors", id_),
        )


def _find_old_family(pair: ProviderPair, error: ErrorSnapshot) -> str:
    """Return the class of the group of a new error, "" if the old state did not have the group."""
    id_ = error.info.group or ""
    return pair.new.groups[id_].class_ if id_ in pair.old_group_ids else ""


def _do(items: list[str]) -> str:
    return "does" if len(items) == 1 else "do"


def _show_new(
    pair: ProviderPair, error: ErrorSnapshot, *, lost: list[str], catchers: list[str]
) -> Example | None:
    module = pair.provider_name
    cls = f"{module}.{error.class_}"
    if lost:
        names = [qualify(pair, base) for base in lost]
        before = names[0] if len(names) == 1 else f"({', '.join(names)})"
        return show_catching(pair, before, f"({', '.join([*names, cls])})")
    if not catchers:
        return None
    family = qualify(pair, catchers[0])
    after = write_handler(module, cls).replace("handle(error)", "handle_new(error)")
    return Example(
        before=write_handler(module, family),
        after=f"{after}except {family} as error:\n    handle(error)\n",
    )


def list_old_catchers(pair: ProviderPair, error: ErrorSnapshot, text: str) -> set[str]:
    """Return the classes that caught a response with a code while it was undocumented.

    New names of classes count as the old ones, and classes that are new count as not missed.

    Args:
        pair: Both states of the provider.
        error: The error that a response with the code is in the new state.
        text: The code.
    """
    info = error.info
    names = pair.new_names
    group = pair.old_globs.find_only(text)
    stated = pair.new.groups.get(info.group or "")
    if group is None and stated is not None and not stated.match:
        # The response or the envelope names the group.
        group = pair.old_group_ids.get(info.group or "")
    old_group = None if group is None else pair.old.groups[group]
    numbers = (s if isinstance(s, int) else int(s[0]) * 100 for s in info.statuses)
    statuses = (*numbers,) or (None,)
    group_kind = None if old_group is None else old_group.info.kind
    kinds = {derive_kind(status, group_kind) for status in statuses}
    catchers = {pair.new.class_, ROOT}
    if old_group is not None:
        catchers.add(names.get(old_group.class_, old_group.class_))
    if len(kinds) == 1 and (kind := next(iter(kinds))) is not None:
        catchers.add(KINDS[kind].__name__)
    # A class that the old state does not have caught nothing, and nobody can rely on it.
    return catchers | (pair.added_families & set(error.bases))


@define_rule(
    "C113",
    "class-renamed",
    Level.BREAKING,
    affects=(Affected.EXCEPT, Affected.TYPES, Affected.LOGS),
)
def class_renamed(pair: ErrorPair) -> Iterator[Draft]:
    """The class of an error was renamed.

    An error with a new id counts as renamed if the old id is its alias. The old class is gone in
    either case.

    Why: an `except` clause with the old name raises AttributeError when it is reached. Pickled
    errors of the old class cannot be loaded.
    Adapt: use the new name.
    """
    old, new = pair.old.class_, pair.new.class_
    if old != new:
        module = pair.provider_name
        yield Draft(
            subject=pair.id,
            message=f"the class {code(old)} is now {code(new)}",
            cause=explain_rename(pair),
            adapt=f"Replace {code(f'{module}.{old}')} with {code(f'{module}.{new}')}.",
            before=old,
            after=new,
            find=old,
            example=show_catching(pair.provider, f"{module}.{old}", f"{module}.{new}"),
            at=("errors", pair.id),
        )


@define_rule("C114", "base-gone", Level.BREAKING, affects=(Affected.EXCEPT, Affected.TYPES))
def base_gone(pair: ErrorPair) -> Iterator[Draft]:
    """A class no longer derives from the class of a group or kind.

    Why: `except` clauses with that class no longer catch it, and the exception propagates.
    Adapt: where you catch the base class, also catch the class of the error.
    """
    for base in sorted(pair.old_bases - pair.new_bases):
        if base not in _KINDS and base not in pair.provider.new_classes:
            continue  # Reported for the group.
        cls = f"{pair.provider_name}.{pair.new.class_}"
        family = qualify(pair.provider, base)
        yield Draft(
            subject=pair.id,
            message=f"{code(pair.new.class_)} no longer derives from {code(base)}",
            cause=_explain_base(pair, base),
            adapt=(
                f"If you rely on {code(f'except {base}')} to catch it, also catch "
                f"{code(pair.new.class_)}."
            ),
            before=base,
            find=base,
            example=show_catching(pair.provider, family, f"({family}, {cls})"),
            at=("errors", pair.id),
        )


@define_rule("C115", "base-new", Level.RISKY, affects=(Affected.EXCEPT,))
def base_new(pair: ErrorPair) -> Iterator[Draft]:
    """A class now also derives from the class of a group or kind.

    Why: `except` clauses with that class now catch it, perhaps before the clause that caught it
    until now.
    Adapt: check that your handlers of that class also work for it; if not, catch the error before
    that class.
    """
    for base in sorted(pair.new_bases - pair.old_bases):
        if base not in _KINDS and base not in pair.provider.kept_families:
            continue  # Nobody catches a new class yet.
        cls = f"{pair.provider_name}.{pair.new.class_}"
        family = qualify(pair.provider, base)
        module = pair.provider_name
        after = write_handler(module, cls, "handle_as_before(error)")
        yield Draft(
            subject=pair.id,
            message=f"{code(f'except {base}')} now catches {code(pair.new.class_)}",
            cause=_explain_base(pair, base),
            adapt=(
                f"Check that your handlers of {code(base)} also work for it; if not, catch "
                f"{code(pair.new.class_)} before {code(base)}."
            ),
            after=base,
            find=base,
            example=Example(
                before=write_handler(module, family),
                after=f"{after}except {family} as error:\n    handle(error)\n",
            ),
            at=("errors", pair.id),
        )


def _explain_base(pair: ErrorPair, base: str) -> str:
    if base in _KINDS:
        return explain_kind(pair)
    return explain_group(pair)


PROVIDER_RULES = (error_gone, error_new)
IDENTITY_RULES = (class_renamed,)
ERROR_RULES = (*IDENTITY_RULES, base_gone, base_new)

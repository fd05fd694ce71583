"""Rules about scopes, which decide what a code means in a part of an API."""

from __future__ import annotations

from collections.abc import Iterator

from errsmith.changes.change import Affected, Draft, Example, Level
from errsmith.changes.pairing import ErrorPair, ProviderPair
from errsmith.changes.phrases import SHARED, code, join
from errsmith.changes.rules.rule import define_rule


@define_rule("C241", "scope-gone", Level.BREAKING, affects=(Affected.READING,))
def scope_gone(pair: ProviderPair) -> Iterator[Draft]:
    """A scope is gone.

    Why: `parse(scope=…)` with its id has no effect, so a code that several errors have becomes an
    error of a class whose name begins with `Ambiguous`, which handlers of one error do not catch.
    Adapt: pass another scope, or the path of the request.
    """
    for id_ in pair.old.scopes:
        if id_ not in pair.new.scopes:
            module = pair.provider_name
            yield Draft(
                subject=f"scope {id_}",
                message=f"the scope {code(id_)} is gone, so passing it has no effect",
                adapt="Pass the path of the request instead, or another scope.",
                before=id_,
                find=f'scope="{id_}"',
                example=Example(
                    before=f'error = {module}.from_response(response, scope="{id_}")\n',
                    after=f"error = {module}.from_response(response)\n",
                ),
            )


@define_rule(
    "C242",
    "scope-changed",
    Level.BREAKING,
    Level.SAFE,
    affects=(Affected.EXCEPT, Affected.READING),
)
def scope_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The paths of a scope have changed, or there is a new scope.

    It is safe if no error or envelope had a scope. A new scope without paths is also safe, since it
    applies only if you pass it. Otherwise, the change is breaking.

    Why: the path of the request can decide which of several errors with the same code it is, or
    whether it is one of them.
    Adapt: check your handlers of codes whose meaning depends on the path.
    """
    for id_, new in pair.new.scopes.items():
        old = pair.old.scopes.get(id_)
        if old == new:
            continue
        paths = join(map(code, new)) if new else ""
        message = f"the scope {code(id_)} now applies to {paths or 'no paths'}"
        if old is None:
            message = f"the scope {code(id_)} is new{f' and applies to {paths}' if new else ''}"
        is_safe = not pair.had_scopes or (old is None and not new)
        yield Draft(
            subject=f"scope {id_}",
            message=message,
            adapt="Nothing."
            if is_safe
            else "Check your handlers of codes whose meaning depends on the path.",
            before=", ".join(old or ()),
            after=", ".join(new),
            level=Level.SAFE if is_safe else Level.BREAKING,
            find="" if is_safe else "scope",
            at=("scopes", id_),
        )


@define_rule(
    "C243",
    "error-scopes-changed",
    Level.BREAKING,
    Level.RISKY,
    affects=(Affected.EXCEPT, Affected.READING),
)
def error_scopes_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The scopes of an error have changed.

    It is risky if no other error has the same code and no scope is gone, and breaking otherwise.

    Why: if a request has a scope that the error no longer has, a response with its code is read as
    undocumented, or as another error with the same code.
    Adapt: check what you pass as `scope` or `path`.
    """
    old, new = pair.before.scopes, pair.after.scopes
    if old != new:
        is_wider = not new or (bool(old) and set(old) <= set(new))
        is_shared = pair.provider.is_shared(pair.new)
        adapt = "Check what you pass as `scope` or `path` when you expect this error."
        before, after = (join(map(code, ids)) if ids else "all" for ids in (old, new))
        yield Draft(
            subject=pair.id,
            message=f"{code(pair.id)} is now documented for {_name_scopes(new, after)} instead of "
            f"{_name_scopes(old, before)}",
            adapt=f"{SHARED} {adapt}" if is_shared else adapt,
            before=", ".join(old),
            after=", ".join(new),
            level=Level.RISKY if is_wider and not is_shared else Level.BREAKING,
            find="scope",
            at=("errors", pair.id, "scope"),
        )


def _name_scopes(ids: tuple[str, ...], words: str) -> str:
    if not ids:
        return "all scopes"
    return f"the scope{'s' if len(ids) > 1 else ''} {words}"


PROVIDER_RULES = (scope_gone, scope_changed)
ERROR_RULES = (error_scopes_changed,)

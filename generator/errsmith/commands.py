"""What the verbs of the command line do: read, check, emit, print, and say how it went."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from enum import Enum, auto
from functools import wraps
from pathlib import Path
from typing import Final, ParamSpec

from attrs import evolve

from errsmith import emission, formatting, output
from errsmith import lint as linting
from errsmith.diagnostics import Diagnostic, Position, Rule, Span
from errsmith.formatting import FormattingError
from errsmith.output import Change, EditedFilesError, OutputError, Plan, State
from errsmith.registry import RegistryError
from errsmith.render import TemplateError
from errsmith.report import github, json, text
from errsmith.source import path_for_people
from errsmith.verification import VerificationError
from errsmith.wording import nearest

FINE: Final = 0
FINDINGS: Final = 1
COULD_NOT_RUN: Final = 2

_P = ParamSpec("_P")


class Mode(Enum):
    """What `generate` does with the files it has made."""

    WRITE = auto()
    CHECK = auto()
    DIFF = auto()


STATES: Final[Mapping[State, Rule]] = {
    State.CHANGED: Rule("R901", "outdated-file", "An emitted file is not what the registry says."),
    State.MISSING: Rule("R902", "missing-output", "An emitted file is not there."),
    State.STALE: Rule("R903", "stale-file", "An emitted file is no longer part of the output."),
    State.EDITED: Rule("R904", "hand-edited-file", "An emitted file was edited by hand."),
    State.FOREIGN: Rule("R905", "foreign-file", "A file stands where one is to be emitted."),
}
"""What `generate --check` finds, by the state of a file."""

_MENDS: Final[Mapping[State, str]] = {
    State.CHANGED: "run `errsmith generate`",
    State.MISSING: "run `errsmith generate`",
    State.STALE: "run `errsmith generate`, which deletes it",
    State.EDITED: "move the edit to the registry, then run `errsmith generate --force`",
    State.FOREIGN: "move the file away, or run `errsmith generate --force` to overwrite it",
}


def _reporting(command: Callable[_P, int]) -> Callable[_P, int]:
    """Make a message and exit code 2 of what keeps a command from its work."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> int:
        try:
            return command(*args, **kwargs)
        except BrokenPipeError:
            raise
        except (
            FormattingError,
            OSError,
            OutputError,
            RegistryError,
            TemplateError,
            VerificationError,
        ) as error:
            _say(f"errsmith: {error}")
            return COULD_NOT_RUN

    return run


@_reporting
def lint(registry: Path, *, form: str = "text") -> int:
    """Print what is wrong with a registry."""
    report = linting.check(registry)
    _print(report.diagnostics, report.registry.texts, form)
    if not report.diagnostics and form == "text":
        count = len(report.registry.providers)
        _say(f"no findings in {registry.as_posix()} ({count} provider{'s' * (count != 1)})")
    return FINDINGS if report.diagnostics else FINE


@_reporting
def generate(
    registry: Path,
    out: Path,
    *,
    templates: Path | None = None,
    mode: Mode = Mode.WRITE,
    force: bool = False,
    form: str = "text",
) -> int:
    """Emit what a registry says, or show how it differs from what is there."""
    report = linting.check(registry)
    if report.diagnostics:
        _print(report.diagnostics, report.registry.texts, form)
        _say("nothing was emitted, because the registry has findings")
        return FINDINGS
    tools = {"ruff": formatting.ruff_version()}
    files = emission.sdk_files(report.registry, templates)
    plans = (
        output.plan(out, files, tools=tools),
        output.plan(registry / "schema", emission.schema_files()),
    )
    if mode is Mode.WRITE:
        return _write(plans, form, force=force)
    if mode is Mode.DIFF:
        _out("".join(_patch(plan, change) for plan in plans for change in plan.changes))
        return FINE
    return _check(plans, form)


def _write(plans: Iterable[Plan], form: str, *, force: bool) -> int:
    plans = tuple(plans)
    if not force and any(plan.conflicts for plan in plans):
        return _refuse(plans, form)
    try:
        done = [output.write(plan, force=force) for plan in plans]
    except EditedFilesError:  # Somebody edited a file since the plans were made.
        return _refuse([plan.renewed() for plan in plans], form)
    changes = [change for plan in done for change in plan.changes]
    deleted = sum(change.after is None for change in changes)
    same = sum(len(plan.files) + 1 for plan in done) - len(changes) + deleted
    _say(f"{len(changes) - deleted} written, {deleted} deleted, {same} as they were")
    return FINE


def _refuse(plans: Iterable[Plan], form: str) -> int:
    conflicts = [_diagnostic(plan, change) for plan in plans for change in plan.conflicts]
    _print(conflicts, {}, form)
    _say("nothing was written, because it would overwrite what errsmith did not write")
    return FINDINGS


def _check(plans: Iterable[Plan], form: str) -> int:
    plans = tuple(plans)
    diagnostics = [_diagnostic(plan, change) for plan in plans for change in plan.changes]
    if form != "text":
        _print(diagnostics, {}, form)
    else:
        for plan in plans:
            for change in plan.changes:
                _print([_diagnostic(plan, change)], {}, form)
                _out(f"{_patch(plan, change)}\n")
    if not diagnostics and form == "text":
        count = sum(len(plan.files) for plan in plans)
        _say(f"{count} emitted files are what the registry says")
    return FINDINGS if diagnostics else FINE


def _diagnostic(plan: Plan, change: Change) -> Diagnostic:
    """Make a finding of a file that is not as it should be."""
    rule = STATES[change.state]
    start = Position(1, 1)
    path = path_for_people(plan.root / change.path)
    message = f"{change.state}: {rule.summary[0].lower()}{rule.summary[1:-1]}"
    return Diagnostic(rule, message, Span(path, start, start), help=_MENDS[change.state])


def _patch(plan: Plan, change: Change) -> str:
    """Give the diff of a file as `git apply` takes it in the current directory."""
    path = path_for_people(plan.root / change.path).lstrip("/")
    header = f"diff --git a/{path} b/{path}\n"
    if change.before is None:
        header += "new file mode 100644\n"
    elif change.after is None:
        header += "deleted file mode 100644\n"
    return header + output.diff(evolve(change, path=path))


@_reporting
def explain(id_: str | None) -> int:
    """Print what a rule is about, or the list of all rules."""
    rules = {rule.id: rule for rule in (*linting.all_rules(), *STATES.values())}
    if id_ is None:
        width = max(len(rule.name) for rule in rules.values())
        _out("".join(f"{r.id}  {r.name:{width}}  {r.summary}\n" for r in rules.values()))
        return FINE
    rule = rules.get(id_.upper())
    if rule is None:
        meant = nearest(id_, rules)
        _say(f"errsmith: there is no rule {id_}{f', did you mean {meant}?' if meant else ''}")
        return COULD_NOT_RUN
    _out(f"{rule.id} {rule.name}\n\n{linting.documentation(rule)}\n")
    return FINE


def _print(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], form: str) -> None:
    if form == "text":
        text.write(diagnostics, texts, sys.stdout)
    else:
        _out({"github": github, "json": json}[form].render(diagnostics, texts))


def _out(written: str) -> None:
    sys.stdout.write(written)


def _say(line: str) -> None:
    """Tell a person how it went, apart from what programs read."""
    sys.stderr.write(f"{line}\n")

"""Generated files that are not as they should be, as findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import evolve

from errsmith import output
from errsmith.characters import escape
from errsmith.output import Change, Plan, Shadow, State
from errsmith.registry.diagnostics import Diagnostic, Position, Rule, Span
from errsmith.registry.source import format_path

STATES: Final[Mapping[State, Rule]] = {
    State.CHANGED: Rule("R901", "outdated-file", "A generated file is not what the registry says."),
    State.MISSING: Rule("R902", "missing-output", "A generated file is not there."),
    State.STALE: Rule("R903", "stale-file", "A generated file is no longer part of the output."),
    State.EDITED: Rule("R904", "hand-edited-file", "A generated file was edited by hand."),
    State.FOREIGN: Rule("R905", "foreign-file", "A file stands where one is to be generated."),
}
"""What `generate --check` finds, by the state of a file."""

SHADOWING: Final = Rule("R906", "shadowing-file", "A file is imported in place of a generated one.")
RULES: Final = (*STATES.values(), SHADOWING)
"""All that `generate --check` finds."""

_FIXES: Final[Mapping[State, str]] = {
    State.CHANGED: "run `errsmith generate`",
    State.MISSING: "run `errsmith generate`",
    State.STALE: "run `errsmith generate`, which deletes it",
    State.EDITED: "move the edit to the registry, then run `errsmith generate --force`",
    State.FOREIGN: "move the file away, or run `errsmith generate --force` to overwrite it",
}


def diagnose(plan: Plan, change: Change) -> Diagnostic:
    """Return the diagnostic for a file that does not match the plan."""
    rule = STATES[change.state]
    start = Position(1, 1)
    message = f"{change.state}: {rule.summary[0].lower()}{rule.summary[1:-1]}"
    return Diagnostic(
        rule, message, Span(locate(plan, change), start, start), help=_FIXES[change.state]
    )


def diagnose_shadow(plan: Plan, shadow: Shadow) -> Diagnostic:
    """Return the finding of a file that is imported in place of a generated one."""
    module = format_path(plan.root / shadow.module)
    message = f"shadowing: it is imported, or read by type checkers, in place of {module}"
    start = Position(1, 1)
    span = Span(format_path(plan.root / shadow.path), start, start)
    return Diagnostic(SHADOWING, message, span, help="move the file away")


def locate(plan: Plan, change: Change) -> str:
    """Return the path of a file as people read it."""
    return format_path(plan.root / change.path)


def format_patch(plan: Plan, change: Change) -> str:
    """Return the diff of a file as `git apply` takes it in the current directory."""
    path = escape(locate(plan, change).lstrip("/"))
    header = f"diff --git a/{path} b/{path}\n"
    if change.before is None:
        header += "new file mode 100644\n"
    elif change.after is None:
        header += "deleted file mode 100644\n"
    lines = output.diff(evolve(change, path=path)).split("\n")
    return header + "\n".join(escape(line, keep_blanks=True) for line in lines)

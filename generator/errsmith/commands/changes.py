"""Findings about generated files that are not up to date."""

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
    State.CHANGED: Rule("R901", "outdated-file", "A generated file is out of date."),
    State.MISSING: Rule("R902", "missing-output", "A generated file is missing."),
    State.STALE: Rule("R903", "stale-file", "A generated file is no longer part of the output."),
    State.EDITED: Rule("R904", "hand-edited-file", "A generated file was edited by hand."),
    State.FOREIGN: Rule("R905", "foreign-file", "A file not written by errsmith is in the way."),
}
"""Rules of `generate --check`, by the state of a file."""

SHADOWING: Final = Rule("R906", "shadowing-file", "A file is imported instead of a generated one.")
RULES: Final = (*STATES.values(), SHADOWING)
"""All rules of `generate --check`."""

_MESSAGES: Final[Mapping[State, tuple[str, str]]] = {
    State.CHANGED: ("this file is out of date", "Run `errsmith generate`"),
    State.MISSING: ("this file does not exist", "Run `errsmith generate`"),
    State.STALE: (
        "this file is no longer part of the output",
        "Run `errsmith generate` to delete it",
    ),
    State.EDITED: (
        "this file was edited after it was generated",
        "Move the edit to the registry, then generate with --force",
    ),
    State.FOREIGN: (
        "this file is in the way, and errsmith did not write it",
        "Move the file, or generate with --force to overwrite it",
    ),
}
"""What is wrong with a file, and how to fix it."""


def diagnose(plan: Plan, change: Change) -> Diagnostic:
    """Return a diagnostic for a file that does not match the plan."""
    rule = STATES[change.state]
    start = Position(1, 1)
    message, fix = _MESSAGES[change.state]
    span = Span(locate(plan, change), start, start)
    return Diagnostic(rule, f"{change.state}: {message}", span, help=fix)


def diagnose_shadow(plan: Plan, shadow: Shadow) -> Diagnostic:
    """Return a diagnostic for a file that is imported instead of a generated one."""
    module = format_path(plan.root / shadow.module)
    message = f"shadowing: Python or type checkers import this file instead of {module}"
    start = Position(1, 1)
    span = Span(format_path(plan.root / shadow.path), start, start)
    return Diagnostic(SHADOWING, message, span, help="Move the file")


def locate(plan: Plan, change: Change) -> str:
    """Return the path of a file for display."""
    return format_path(plan.root / change.path)


def format_patch(path: str, change: Change) -> str:
    """Return the diff of a file in a form that `git apply` accepts in the current directory.

    Args:
        path: The path of the file, as displayed.
        change: Its change.
    """
    path = escape(path.lstrip("/"))
    header = f"diff --git a/{path} b/{path}\n"
    if change.before is None:
        header += "new file mode 100644\n"
    elif change.after is None:
        header += "deleted file mode 100644\n"
    lines = output.diff(evolve(change, path=path)).split("\n")
    return header + "\n".join(escape(line, keep_blanks=True) for line in lines)

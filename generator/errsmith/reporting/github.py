"""Workflow commands, which GitHub shows as annotations of lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from errsmith.characters import escape
from errsmith.registry.diagnostics import Diagnostic

Level: TypeAlias = Literal["error", "warning", "notice"]
"""The level of an annotation."""


def format_command(diagnostic: Diagnostic, level: Level = "error") -> str:
    """Return the workflow command that annotates the place of a diagnostic."""
    span = diagnostic.span
    properties = {"file": span.path, "line": span.start.line, "endLine": span.end.line}
    if span.start.line == span.end.line:
        # GitHub accepts columns only within a single line.
        properties |= {"col": span.start.column, "endColumn": span.end.column}
    properties["title"] = f"{diagnostic.rule.id} {diagnostic.rule.name}"
    listed = ",".join(f"{key}={_escape_property(str(value))}" for key, value in properties.items())
    message = _escape_data("\n".join(_list_lines(diagnostic)))
    return f"::{level} {listed}::{message}"


def format_notice(title: str, lines: Iterable[str]) -> str:
    """Return the workflow command that shows lines about the whole run."""
    message = _escape_data("\n".join(map(escape, lines)))
    return f"::notice title={_escape_property(title)}::{message}"


def _list_lines(diagnostic: Diagnostic) -> list[str]:
    lines = [diagnostic.message]
    for label in diagnostic.related:
        start = label.span.start
        lines.append(f"note: {label.span.path}:{start.line}:{start.column}: {label.message}")
    if diagnostic.help:
        lines.append(f"help: {diagnostic.help}")
    return [escape(line) for line in lines]


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(escape(text)).replace(":", "%3A").replace(",", "%2C")

"""Print diagnostics for programs: a JSON array with one object per diagnostic, in the given order.

Every object has all of these keys:

- `rule`, `name`: id and name of the rule, `"R103"`, `"wrong-type"`.
- `message`: what is wrong and what was expected.
- `help`: how to fix it, or null.
- `path`: the file, relative to the current directory if it is inside it.
- `start`, `end`: `{"line": …, "column": …}` from 1, columns in code points, `end` excluded.
- `at`: keys and list indexes that lead to the value, `["errors", "DOWN", "status"]`; may be empty.
- `related`: other places, objects with `path`, `start`, `end` and `message`.

Keys may be added, but these keep their meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from errsmith.registry.diagnostics import Diagnostic, Position, Span


def render(diagnostics: Iterable[Diagnostic], _sources: Mapping[str, str]) -> str:
    """Return the JSON array, in ASCII only."""
    return json.dumps([_convert(diagnostic) for diagnostic in diagnostics], indent=2) + "\n"


def _convert(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "rule": diagnostic.rule.id,
        "name": diagnostic.rule.name,
        "message": diagnostic.message,
        "help": diagnostic.help,
        **_convert_span(diagnostic.span),
        "at": list(diagnostic.at),
        "related": [
            {**_convert_span(label.span), "message": label.message} for label in diagnostic.related
        ],
    }


def _convert_span(span: Span) -> dict[str, object]:
    return {
        "path": span.path,
        "start": _convert_position(span.start),
        "end": _convert_position(span.end),
    }


def _convert_position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}

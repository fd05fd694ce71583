"""Print errors and pages for programs, as JSON arrays.

`errsmith list` prints an object per error, the same as in the SDK's catalogue (`catalogue.json`).

`errsmith show` adds to each of these objects:

- `path`, `start`, `end`: the header of its table, as in findings.
- `origins`: where each fact comes from, by its name in the catalogue: a list of objects with
  - `how`: `"stated"` (in the error's own table), `"inherited"` (from another table), `"derived"`
    (from other facts) or `"default"`.
  - `reason`: the same in words, or empty.
  - `unused`: empty if the fact comes from here; otherwise the fact that would, in words.
  - `path`, `start`, `end`: the place, or null.
- `envelopes`: ids of the envelopes that can carry it.
- `examples`: objects with `basis` (`"documented"`, or `"derived"` if errsmith built it), `envelope`
  (whose shape a derived one has, or null), `status`, `headers`, `body`, `query`, `path`, `scope`.

Keys may be added, but these keep their meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from attrs import asdict

from errsmith.inspecting.origins import Origin, trace
from errsmith.inspecting.page import list_examples
from errsmith.inspecting.selection import Entry
from errsmith.meaning.examples import ErrorResponse
from errsmith.registry.diagnostics import Span
from errsmith.runtime.catalogue import Json, make_error_json


def render_list(entries: Iterable[Entry]) -> str:
    """Return the JSON array of `errsmith list`, in ASCII only."""
    return dump([_convert(entry) for entry in entries])


def render_pages(entries: Iterable[Entry]) -> str:
    """Return the JSON array of `errsmith show`, in ASCII only."""
    return dump([_convert_page(entry) for entry in entries])


def dump(value: Any) -> str:
    """Return a value as JSON that ends with a line end, in ASCII only."""
    return json.dumps(value, indent=2) + "\n"


def _convert(entry: Entry) -> Json:
    return make_error_json(
        entry.info, entry.class_name, provider=entry.subject.name, id_=entry.error.id
    )


def _convert_page(entry: Entry) -> Json:
    envelopes = entry.subject.list_carriers(entry.error.id)
    return {
        **_convert(entry),
        **convert_span(entry.span),
        "origins": {
            name: [_convert_origin(origin) for origin in origins]
            for name, origins in trace(entry).items()
        },
        "envelopes": [envelope.id for envelope in envelopes],
        "examples": [_convert_example(response) for response, _ in list_examples(entry)],
    }


def _convert_origin(origin: Origin) -> Json:
    return {
        "how": origin.how,
        "reason": origin.reason,
        "unused": origin.unused,
        **convert_span(origin.span),
    }


def _convert_example(response: ErrorResponse) -> Json:
    return {
        "basis": "derived" if response.envelope else "documented",
        "envelope": response.envelope or None,
        "status": response.status,
        "headers": dict(response.headers),
        "body": response.body,
        "query": response.query,
        "path": response.path,
        "scope": response.scope,
    }


def convert_span(span: Span | None) -> Json:
    """Return a place as the properties `path`, `start` and `end`, each null if it is None."""
    if span is None:
        return {"path": None, "start": None, "end": None}
    return {"path": span.path, "start": asdict(span.start), "end": asdict(span.end)}

"""Print outcomes for programs: a JSON object with these keys.

- `sources`: one object per source that was compared, with
  - `provider`, `source`: its ids; `address`: the URL, or the path of the file, that was read.
  - `verdict`: `"unchanged"`, `"read"`, `"truncated"`, `"unlike"` or `"could-not-read"`.
  - `could_tell`: whether the page could be compared; if not, `reason` is why, and `hint` what to do
    about it. Both are strings, and may be empty.
  - `has_record`: whether there is a record of an earlier reading.
  - `is_unfetched`: whether the server said that the page has not changed.
  - `codes`: how many codes the page documents; `read_to`: its last line that was read;
    `last_code`: the last code on it, or null.
  - `not_seen`: ids of errors that were not found, if the verdict does not allow reporting them as
    removed.
  - `differences`: see below, in the order of the other formats.
  - `written`: paths of the files that were written for it.
  - `carriers`: where codes stand or could: objects with `kind`, `label`, `headings`, `first`,
    `last`, `codes`, `sample`, `known`, `score`, `is_chosen`, `declaration` and `reasons`.
- `tasks`: what is left for a person after files were written, null if the run was only to report:
  objects with `kind`, `name`, `message`, and `line`, `heading`, `path`, `start` and `end` as below.
- `failure`: why files could not be written, "" if they could.
- `skipped`: sources that are not compared because of `as = "none"`, as `"provider.source"`.
- `findings`: if files of the registry cannot be read, their findings as `errsmith lint` prints
  them; then nothing is compared.

A difference has `kind`; `id`: the id in the registry, or null; `code`: the code on the page, or
null; `registry` and `page`: the values, or null; `message`: the same in words, as in the other
formats; `evidence`, a string; `line` and `heading` on the page, the line or null;
`is_informative`: whether it leaves the exit code at 0; and `path`, `start` and `end`: the place in
the registry as in findings, each null if the registry has none.

Keys and kinds may be added, but these keep their meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from attrs import asdict

from errsmith.drift.differences import Difference, Outcome
from errsmith.drift.facts import Carrier
from errsmith.drift.pinning import pin
from errsmith.drift.report.contents import Change, Report, Task
from errsmith.drift.report.phrases import describe, is_informative
from errsmith.lint.report import json as lint_json
from errsmith.registry.diagnostics import Diagnostic, Span


def render(report: Report, findings: Iterable[Diagnostic] = ()) -> str:
    """Return the JSON object, in ASCII only.

    `findings` are those of files of the registry because of which nothing was compared.
    """
    content = {
        "sources": [_convert(outcome, report) for outcome in report.outcomes],
        "tasks": None if report.changes is None else list(map(_convert_task, report.tasks)),
        "failure": report.failure,
        "skipped": list(report.skipped),
        "findings": json.loads(lint_json.render(findings, {})),
    }
    return json.dumps(content, indent=2) + "\n"


def _convert(outcome: Outcome, report: Report) -> dict[str, object]:
    change = (report.changes or {}).get((outcome.provider, outcome.source), Change())
    return {
        "provider": outcome.provider,
        "source": outcome.source,
        "address": outcome.address,
        "verdict": outcome.verdict,
        "could_tell": outcome.could_tell,
        "reason": outcome.reason,
        "hint": outcome.hint,
        "has_record": outcome.has_record,
        "is_unfetched": outcome.is_unfetched,
        "codes": outcome.codes,
        "read_to": outcome.read_to,
        "last_code": outcome.last_code,
        "not_seen": list(outcome.not_seen),
        "differences": [_convert_difference(difference) for difference in outcome.differences],
        "written": list(change.files),
        "carriers": [_convert_carrier(carrier) for carrier in outcome.carriers],
    }


def _convert_carrier(carrier: Carrier) -> dict[str, object]:
    return {**asdict(carrier), "declaration": pin([carrier])}


def _convert_difference(difference: Difference) -> dict[str, object]:
    return {
        "kind": difference.kind,
        "id": difference.id,
        "code": difference.code,
        "registry": difference.registry,
        "page": difference.page,
        "message": describe(difference),
        "evidence": difference.evidence,
        "line": difference.line,
        "heading": difference.heading,
        "is_informative": is_informative(difference),
        **_convert_span(difference.span),
    }


def _convert_task(task: Task) -> dict[str, object]:
    return {
        "kind": task.kind,
        "name": task.name,
        "message": task.message,
        "line": task.line,
        "heading": task.heading,
        **_convert_span(task.span),
    }


def _convert_span(span: Span | None) -> dict[str, object]:
    if span is None:
        return {"path": None, "start": None, "end": None}
    return {"path": span.path, "start": asdict(span.start), "end": asdict(span.end)}

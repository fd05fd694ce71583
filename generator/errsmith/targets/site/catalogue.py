"""The catalogue, for programs and spreadsheets: `catalogue.json`, its schema, `catalogue.csv`.

An SDK prints the same catalogue: `python -m <package> list --json`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from errsmith.meaning.subjects import Subject
from errsmith.runtime.catalogue import (
    Json,
    make_catalogue_json,
    make_error_json,
    make_provider_json,
)
from errsmith.runtime.facts import ErrorInfo, Lifecycle, make_anchor
from errsmith.targets.spreadsheets import make_row_inert
from errsmith.targets.target import Project

CATALOGUE: Final = "catalogue.json"
SCHEMA: Final = "catalogue.schema.json"
TABLE: Final = "catalogue.csv"
_SCHEMA: Final = Path(__file__).with_name("catalogue.schema.json")
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))
_NO_STAGE: Final = Lifecycle()


def build_catalogue(project: Project) -> bytes:
    """Build `catalogue.json`, with a line per error."""
    sdk = project.sdk
    content = make_catalogue_json(
        (), distribution=sdk.distribution, package=sdk.package, version=sdk.version
    )
    providers = (_dump_provider(subject, sdk.package) for subject in project.providers)
    data = io.BytesIO()  # Not joined, because the pieces and the whole take much memory.
    for piece in _dump_block(content, "providers", providers):
        data.write(piece.encode())
    data.write(b"\n")
    return data.getvalue()


def _dump_provider(subject: Subject, package: str) -> Iterator[str]:
    facts = subject.facts
    content = make_provider_json(facts.about, (), package=package, quoted=facts.quoted)
    errors = ([_dump(error)] for error in _iterate_errors(subject, package))
    return _dump_block(content, "errors", errors)


def _iterate_errors(subject: Subject, package: str) -> Iterator[Json]:
    for id_, class_, info in list_facts(subject, package):
        yield make_error_json(info, class_, provider=subject.name, id_=id_)


def list_facts(subject: Subject, package: str) -> Iterator[tuple[str, str, ErrorInfo]]:
    """Yield id, class and facts of each error, in the order in which the SDK lists them."""
    for errors in subject.resolution.list_errors_by_group().values():
        for error in errors:
            class_ = f"{package}.{subject.name}.{error.class_}"
            yield error.id, class_, subject.facts.errors[error.id]


def _dump_block(content: Json, name: str, items: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield an object as pieces of JSON, and last in it a list whose items begin on new lines."""
    head = _dump({key: value for key, value in content.items() if key != name})
    yield f"{head.removesuffix('}')},{_dump(name)}:["
    separator = "\n"
    for item in items:
        yield separator
        yield from item
        separator = ",\n"
    yield "\n]}"


def _dump(value: Any) -> str:
    return _ENCODER.encode(value)


def build_schema() -> bytes:
    """Build the JSON Schema of `catalogue.json`."""
    return _SCHEMA.read_bytes()


def build_csv(project: Project) -> bytes:
    """Build `catalogue.csv`: a header, and a row per error.

    It starts with a byte order mark, without which Excel misreads non-ASCII characters; Python
    reads it as `utf-8-sig`. Lines end with LF, which all spreadsheets accept. Every cell is quoted,
    because versions of Python disagree on which ones need quotes. A list has an item per line in
    its cell.

    Cells that a spreadsheet might run as a formula are made inert with an apostrophe. Programs that
    need the exact values read `catalogue.json`.
    """
    package, version = project.sdk.package, project.sdk.version
    data = io.BytesIO()
    sheet = io.TextIOWrapper(data, "utf-8-sig", newline="")
    writer = csv.writer(sheet, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(_build_row("", "", "", ErrorInfo(), ""))  # Its keys are the header.
    for subject in project.providers:
        for id_, class_, info in list_facts(subject, package):
            row = _build_row(subject.name, id_, class_, info, version).values()
            cells = ["" if fact is None else str(fact) for fact in row]
            writer.writerow(make_row_inert(cells))
    sheet.flush()
    return data.getvalue()


def _build_row(
    provider: str, id_: str, class_: str, info: ErrorInfo, version: str
) -> dict[str, object]:
    """Return the facts of an error by the names of their columns."""
    retry = info.retry
    documented = retry if retry is not None and retry.basis == "documented" else None
    derived = None if retry is documented else retry
    deprecated, removed = info.deprecated or _NO_STAGE, info.removed or _NO_STAGE
    messages = (f"{language}: {text}" for language, text in info.user_messages.items())
    return {
        "provider": provider,
        "id": id_,
        "anchor": make_anchor(id_),
        "class": class_,
        "code": info.code,
        "aliases": "\n".join(info.aliases),
        "documented_statuses": "\n".join(map(str, info.statuses)),
        "documented_scopes": "\n".join(info.scopes),
        "documented_endpoints": "\n".join(info.endpoints),
        "documented_group": info.group,
        "documented_category": info.category,
        "documented_retry": documented and documented.advice,
        "documented_retry_delay": documented and documented.delay,
        "documented_retry_level": documented and documented.level,
        "documented_summary": info.summary,
        "documented_causes": "\n".join(info.causes),
        "documented_fix": info.fix,
        "documented_user_message": info.user_message,
        "documented_user_messages": "\n".join(messages),
        "documented_note": info.note,
        "documented_source_url": info.source_url,
        "derived_kind": info.kind,
        "derived_retry": derived and derived.advice,
        "derived_retry_delay": derived and derived.delay,
        "derived_retry_level": derived and derived.level,
        "since": info.since,
        "deprecated": info.deprecated and "yes",
        "deprecated_since": deprecated.since,
        "deprecated_reason": deprecated.reason,
        "deprecated_replacements": "\n".join(deprecated.replacements),
        "removed": info.removed and "yes",
        "removed_since": removed.since,
        "removed_reason": removed.reason,
        "removed_replacements": "\n".join(removed.replacements),
        "reference_url": info.reference_url,
        "version": version,
    }

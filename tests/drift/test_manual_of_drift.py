"""`drift/README.md`: its tables name what there is, and its example is what is printed."""

from __future__ import annotations

import json
from typing import Final, get_args

from markdown_it import MarkdownIt

from errsmith.drift.differences import Difference, DifferenceKind, Outcome, Verdict
from errsmith.drift.report import json as report_json
from errsmith.drift.report import text
from errsmith.drift.report.contents import Change, Report, Task
from errsmith.drift.writing import is_writable
from errsmith.registry.diagnostics import Position, Span
from tests.registries import ROOT

PAGE: Final = ROOT / "generator" / "errsmith" / "drift" / "README.md"
REGISTRY: Final = "registry/providers/acme.toml"
OUTCOME: Final = Outcome(
    provider="acme",
    source="errors",
    address="https://acme.example/errors",
    verdict="read",
    has_record=True,
    differences=(Difference(kind="status", id="SESSION_NOT_FOUND"),),
)


def read_tables() -> list[list[tuple[str, ...]]]:
    """Return the rows of each table, cells as Markdown; the first is the header."""
    tables: list[list[tuple[str, ...]]] = []
    row: list[str] = []
    for token in MarkdownIt().enable("table").parse(PAGE.read_text(encoding="utf-8")):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "inline" and token.level > 2:
            row.append(token.content)
        elif token.type == "tr_close":
            tables[-1].append(tuple(row))
            row = []
    return tables


TABLES: Final = read_tables()


def find_table(*header: str) -> dict[str, tuple[str, ...]]:
    """Return the rows of the table with this header, by their first cell without backticks."""
    [rows] = [rows for rows in TABLES if rows[0][: len(header)] == header]
    return {row[0].replace("`", ""): row[1:] for row in rows[1:]}


def split_keys(table: dict[str, tuple[str, ...]]) -> set[str]:
    """Return the keys of a table, in which one row can have several."""
    return {key for cell in table for key in cell.split(", ")}


def find_key_tables() -> list[dict[str, tuple[str, ...]]]:
    """Return the tables of the keys of the JSON report, in their order."""
    found = [rows for rows in TABLES if rows[0] == ("key", "value")]
    return [{row[0].replace("`", ""): row[1:] for row in rows[1:]} for rows in found]


def test_verdicts() -> None:
    """Every verdict has a row."""
    assert find_table("verdict").keys() == set(get_args(Verdict))


def test_kinds() -> None:
    """Every kind of difference has a row, which says whether `--write` settles it."""
    kinds = find_table("kind", "meaning", "`--write`")
    assert kinds.keys() == set(get_args(DifferenceKind))
    settled = {
        kind
        for kind in get_args(DifferenceKind)
        if is_writable(Difference(kind=kind), has_record=True)
    }
    assert {kind for kind, cells in kinds.items() if cells[1] != "–"} == settled  # noqa: RUF001


def test_json_keys() -> None:
    """The keys of the report, of a source, of a difference and of a task are complete."""
    task = Task(kind="summary", name="SESSION_LOCKED", message="to be written")
    changes = {("acme", "errors"): Change(tasks=(task,))}
    report = json.loads(report_json.render(Report(outcomes=(OUTCOME,), changes=changes)))
    whole, source, difference = map(split_keys, find_key_tables())
    assert whole == report.keys()
    assert source == report["sources"][0].keys()
    assert difference == report["sources"][0]["differences"][0].keys()
    places = {"line", "heading", "path", "start", "end"}
    assert report["tasks"][0].keys() == {"kind", "name", "message"} | places


def test_example() -> None:
    """The first example is what is printed, but for the place of the codes."""
    differences = (
        Difference(
            kind="status",
            id="SESSION_NOT_FOUND",
            code="SESSION_NOT_FOUND",
            registry="404",
            page="410",
            line=72,
            heading="Sessions",
            span=Span(REGISTRY, Position(141, 10), Position(141, 13)),
        ),
        Difference(kind="added", code="SESSION_LOCKED", page="409", line=60, heading="Sessions"),
    )
    outcome = Outcome(
        provider="acme",
        source="errors",
        address="https://acme.example/errors",
        verdict="read",
        has_record=True,
        codes=27,
        differences=differences,
    )
    shown = next(
        token.content
        for token in MarkdownIt().parse(PAGE.read_text(encoding="utf-8"))
        if token.type == "fence" and token.info == "console"
    )
    expected = "$ errsmith drift\n" + text.render(Report(outcomes=(outcome,)))
    assert shown.replace(" (table), lines 17-148", "") == expected


def test_links_lead_somewhere() -> None:
    """The manual has the section that the page links to."""
    assert "../../../registry/README.md#sourcesidextract" in PAGE.read_text(encoding="utf-8")
    manual = (PAGE.parent / "../../../registry/README.md").resolve().read_text(encoding="utf-8")
    assert "### `[sources.ID.extract]`" in manual

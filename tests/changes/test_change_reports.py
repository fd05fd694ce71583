"""Reports of changes: every format, escaping, and the same bytes for the same states."""

from __future__ import annotations

import ast
import json as json_parser
import os
import re
from pathlib import Path
from types import ModuleType

import pytest
from attrs import evolve
from markdown_it import MarkdownIt

from errsmith.changes.comparing import compare
from errsmith.changes.report import github, guide, json, markdown, text
from errsmith.changes.report.contents import Report, format_sentence, list_sections
from errsmith.changes.versions import propose_version
from errsmith.registry.diagnostics import Position, Span
from tests.changes.cases import CASES, add
from tests.changes.states import ACME, Edits, apply, build_state, compare_edited

ACCEPT = "ERRSMITH_ACCEPT"
EXPECTED = Path(__file__).with_name("expected")
FORMATS = [github, guide, json, markdown, text]
EDITS: Edits = (
    ("status = 403", "status = 401"),
    ('documented = "backoff", delay = 5', 'documented = "never"'),
    (", log = true", ""),
    ("The session has expired.", "The session is too old."),
    *add('[errors.SLOW]\nstatus = 504\nsummary = "The service is slow."'),
)


def make_report(folder: Path, edits: Edits = EDITS) -> Report:
    old, new = build_state(folder, ACME), build_state(folder, apply(edits))
    changes = compare(old, new)
    return Report(
        old="release 0.1.0",
        new="registry",
        changes=changes,
        proposal=propose_version("0.1.0", changes, ""),
    )


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return make_report(tmp_path)


def accept_or_compare(content: str, name: str) -> None:
    path = EXPECTED / name
    if os.environ.get(ACCEPT):
        path.write_text(content, encoding="utf-8", newline="\n")
    expected = path.read_text(encoding="utf-8")
    assert content == expected, (
        f"accept with: {ACCEPT}=1 pytest tests/changes/{Path(__file__).name}"
    )


@pytest.mark.parametrize(
    ("module", "name"), [(text, "report.txt"), (markdown, "report.md"), (guide, "guide.md")]
)
def test_report_for_people(report: Report, module: ModuleType, name: str) -> None:
    """The most severe subjects come first, and equal changes of several subjects are combined."""
    accept_or_compare(module.render(report), name)


def test_sentences(tmp_path: Path) -> None:
    """Every rule's sentences read as expected."""
    lines: list[str] = []
    for rule, cases in CASES.items():
        for case in cases:
            changes = compare_edited(tmp_path, case.edits, backwards=case.backwards, base=case.base)
            for change in changes:
                if (change.rule.id, change.subject) == (rule, case.subject):
                    lines += [f"{rule} {change.level.value}: {format_sentence(change)}"]
                    lines += [f"  {change.adapt}", f"  find: {change.find}"]
                    lines += [f"  values: {change.before!r}, {change.after!r}"]
                    example = change.example
                    code = f"{example.before}---\n{example.after}" if example else ""
                    lines += [f"    {line}" for line in code.splitlines()]
    accept_or_compare("".join(f"{line}\n" for line in lines), "sentences.txt")


def test_github(report: Report) -> None:
    """A change is annotated at its place, in its provider's file, or in none.

    The totals come first, because GitHub shows only some of many notices.
    """
    first = report.changes[0]
    start = Position(12, 1)
    spans = {
        ("acme", first.at): Span("registry/providers/acme.toml", start, Position(12, 9)),
        ("acme", ()): Span("registry/providers/acme.toml", Position(1, 1), Position(1, 1)),
    }
    totals, *lines = github.render(evolve(report, spans=spans)).splitlines()
    assert totals.startswith(
        "::notice title=Changes for clients::3 breaking, 4 risky, 3 safe%0ANext version: 0.2.0, "
    )
    assert len(lines) == len(report.changes)
    levels = {"breaking": "error", "risky": "warning", "safe": "notice"}
    for line, change in zip(lines, report.changes, strict=True):
        assert line.startswith(f"::{levels[change.level.value]} file=registry/providers/acme.toml,")
        assert f"title={change.rule.id} {change.rule.name}::" in line
    assert ",line=12," in lines[0]
    assert all("file=acme.toml," in line for line in github.render(report).splitlines()[1:])


def test_json(report: Report) -> None:
    """Every change is there, with all its values."""
    content = json_parser.loads(json.render(report))
    assert content["counts"] == {"breaking": 3, "risky": 4, "safe": 3}
    assert content["proposal"]["version"] == "0.2.0"
    assert [change["rule"] for change in content["changes"]] == [
        change.rule.id for change in report.changes
    ]
    assert content["changes"][0]["affected"] == ["retry behavior"]


def test_no_changes(tmp_path: Path) -> None:
    """Every format says so, or is empty."""
    nothing = evolve(make_report(tmp_path, ()), proposal=None)
    assert text.render(nothing) == "release 0.1.0 -> registry\n\nno changes for clients\n"
    assert "You do not have to change anything." in guide.render(nothing)
    assert "no changes for clients" in markdown.render(nothing)
    assert github.render(nothing) == ""
    assert json_parser.loads(json.render(nothing))["changes"] == []


@pytest.mark.parametrize("module", FORMATS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_same_states_give_the_same_bytes(tmp_path: Path, module: ModuleType) -> None:
    """No output depends on a clock, a hash or a folder."""
    reports = [make_report(tmp_path / name) for name in ("a", "b")]
    assert module.render(reports[0]) == module.render(reports[1])


def test_code_of_the_guide_is_python(tmp_path: Path) -> None:
    """Every block of every case can be parsed."""
    blocks = 0
    for cases in CASES.values():
        for case in cases:
            changes = compare_edited(tmp_path, case.edits, backwards=case.backwards, base=case.base)
            shown = guide.render(Report(old="a", new="b", changes=changes))
            for token in MarkdownIt().parse(shown):
                if token.type == "fence":
                    ast.parse(token.content)
                    blocks += 1
    assert blocks > 50


HOSTILE = "@everyone `` <img src=x> | [x](javascript:1) #1 \\u202e\\u001b[31m\\n::error::x"


def test_hostile_texts_are_inert(tmp_path: Path) -> None:
    """Texts of the registry create no controls, mentions, HTML or commands."""
    edits: Edits = (
        ("The session has expired.", HOSTILE),
        ("Your account is empty.", HOSTILE),
        ('title = "Acme"', f'title = "{HOSTILE}"'),
        ("[errors.BROKEN]", f'[errors."{HOSTILE}"]\nclass = "HostileError"\naliases = ["BROKEN"]'),
        (', replacement = "BROKEN"', ""),
    )
    report = make_report(tmp_path, edits)
    for module in FORMATS:
        shown = module.render(report)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        if module is not json:
            assert not any(line.startswith("::error::x") for line in shown.splitlines())
    for module in (markdown, guide):
        parser = MarkdownIt("commonmark", {"html": True}).enable("table")
        html = parser.render(module.render(report))
        outside = re.sub(r"<code[^>]*>.*?</code>", "", html, flags=re.DOTALL)
        assert "Acme" in html or "hostile" in html.lower()
        assert not re.findall(r"@|<img|<a |#1", outside)


def test_sections_combine_equal_changes_only(report: Report) -> None:
    """Other subjects are named, and no change is lost."""
    sections = {section.subject: section.others for section in list_sections(report.changes)}
    assert sections["BROKEN"] == ("DOWN",)
    named = [subject for pair in sections.items() for subject in (pair[0], *pair[1])]
    assert sorted(named) == sorted({change.subject for change in report.changes})


def test_sections_keep_different_messages_apart(tmp_path: Path) -> None:
    """One of the fields was logged, although both have the same type and are gone."""
    edits: Edits = (
        ('fields.detail = { path = "error.detail", role = "message" }', ""),
        ('fields.trace = { header = "X-Trace", role = "trace_id", log = true }', ""),
    )
    sections = list_sections(compare_edited(tmp_path, edits))
    assert [(section.subject, section.others) for section in sections] == [
        ("field detail", ()),
        ("field trace", ()),
    ]

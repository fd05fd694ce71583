"""`allow`: a table's exceptions to rules, with reasons."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from errsmith import lint
from errsmith.cli import main
from errsmith.registry.diagnostics import KeyPath
from tests.registries import (
    MakeRegistry,
    complete_registry,
    generate_files,
    lint_registry,
    list_findings,
)

TODAY = datetime.date(2026, 11, 21)
FINDINGS = Path(__file__).parent / "findings"
ALLOWABLE = {rule.id for rule in lint.list_rules() if rule.is_allowable}
FOLDERS = sorted(path.name for path in FINDINGS.iterdir() if path.name[:4] in ALLOWABLE)

ODD = """
[categories.client]
status = "4xx"

[errors.SLOW_DOWN]
status = 503
category = "client"
summary = "Ask again."
{allow}
[errors.LATER]
status = 504
{category}summary = "Ask again."
"""
ALLOW = 'allow = [{ rule = "R212", reason = "The page says so." }]\n'


def find_in(folder: Path) -> list[tuple[str, int]]:
    found = lint_registry(folder, TODAY).diagnostics
    return [(finding.rule.id, finding.span.start.line) for finding in found]


def allow_everything(document: Any, at: KeyPath, rule: str) -> None:
    """Write `allow` into the innermost table around a place that accepts the key."""
    tables = [document]
    for part in at:
        try:
            inner = tables[-1][part]
        except (LookupError, tomlkit.exceptions.NonExistentKey):
            break
        if not isinstance(inner, dict) and not isinstance(part, int) and part != "envelopes":
            break
        tables.append(inner)
    # The format defines no keys for the file itself or for `errors`, `fields`, `body` and so on.
    names = ("", *map(str, at))
    free = {"", "errors", "groups", "scopes", "sources", "categories", "envelopes", "fields"}
    free |= {"body", "aliases", "headers"}
    while names[len(tables) - 1] in free or not isinstance(tables[-1], dict):
        tables.pop()
    entry = {"rule": rule, "reason": "The page is like that."}
    if all(allowed["rule"] != rule for allowed in tables[-1].get("allow", [])):
        tables[-1]["allow"] = [*tables[-1].get("allow", []), entry]


@pytest.mark.parametrize("name", FOLDERS)
def test_registry_with_allowed_findings_generates(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A registry whose findings are all allowed passes the lint and generates valid Python."""
    source = FINDINGS / name / "registry"
    folder = complete_registry(shutil.copytree(source, tmp_path / "registry"))
    findings = lint_registry(folder, TODAY).diagnostics
    for part in ("sdk.toml", "providers/acme.toml"):
        document: Any = tomlkit.parse((folder / part).read_text(encoding="utf-8"))
        for finding in findings:
            if finding.span.path.endswith(part):
                if part == "sdk.toml":
                    document["allow"] = [{"rule": finding.rule.id, "reason": "Ours."}]
                else:
                    allow_everything(document, finding.at, finding.rule.id)
        (folder / part).write_text(tomlkit.dumps(document), encoding="utf-8")
    report = lint_registry(folder, TODAY)
    assert list_findings(report) == []
    assert report.allowed == len(findings)
    assert main(["lint", "--registry", str(folder)]) == 0
    assert f"{report.allowed} silenced finding" in capsys.readouterr().err
    for path, data in generate_files(folder).items():
        if path.endswith(".py"):
            compile(data, path, "exec")


def test_allow_covers_its_own_table_only(make_registry: MakeRegistry) -> None:
    """`allow` does not silence the same finding in another table or file."""
    assert find_in(make_registry(ODD.format(allow=ALLOW, category=""))) == []
    both = ODD.format(allow=ALLOW, category='category = "client"\n')
    assert find_in(make_registry(both)) == [("R212", 20)]


def test_allow_at_a_related_place_has_no_effect(make_registry: MakeRegistry) -> None:
    """`allow` only works where the finding points, not where its notes point."""
    overlap = '[categories.a]\nstatus = 404\n{}[categories.b]\nstatus = "4xx"\n{}'
    allow = ALLOW.replace("R212", "R211")
    assert find_in(make_registry(overlap.format("", allow))) == []
    assert find_in(make_registry(overlap.format(allow, ""))) == [("R602", 11), ("R211", 13)]


@pytest.mark.parametrize("at", ["code", "envelope", "both"])
def test_innermost_allow_is_used(make_registry: MakeRegistry, at: str) -> None:
    """An outer exception is unused if an inner one already covers the finding."""
    allow = 'allow = [{ rule = "R243", reason = "An object." }]'
    inner = f", {allow}" if at != "envelope" else ""
    outer = f"{allow}\n" if at != "code" else ""
    text = f'[[envelopes]]\nid = "a"\n{outer}code = {{ path = "a.0"{inner} }}\n'
    assert find_in(make_registry(text)) == ([("R602", 11)] if at == "both" else [])


def test_allow_does_not_hide_other_findings(make_registry: MakeRegistry) -> None:
    """Other rules still check a place with an allowed finding."""
    text = """[[envelopes]]
id = "json"
code = { path = "code" }
[errors."odd "]
class = "OddError"
status = 400
summary = "It is refused."
allow = [{ rule = "R241", reason = "It is sent so." }]
example = { status = 400, body = '{"code": "odd"}' }
"""
    assert find_in(make_registry(text)) == [("R401", 17)]


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        ("", ["R602"]),
        ("staus = 503\n", ["R101"]),
        ('[groups.g]\nmach = "S*"\n', ["R101"]),
        ('[errors.GONE]\nstatus = "410"\nsummary = "x"\n', ["R103"]),
    ],
)
def test_unused_allow_is_found_in_a_well_formed_file(
    make_registry: MakeRegistry, more: str, rules: list[str]
) -> None:
    """An unused exception is not reported while format errors might explain it."""
    text = f'[errors.SLOW]\nstatus = 503\nsummary = "Ask again."\n{ALLOW}{more}'
    report = lint_registry(make_registry(text), TODAY)
    assert [finding.rule.id for finding in report.diagnostics] == rules


def test_unused_allow_of_a_rule_that_was_skipped(make_registry: MakeRegistry) -> None:
    """An exception is not reported as unused if other findings kept its rule from running."""
    text = """[scopes.token]
allow = [{ rule = "R204", reason = "Callers name it." }]
[errors.SLOW]
scope = "tokn"
status = 503
summary = "Ask again."
"""
    report = lint_registry(make_registry(text), TODAY)
    assert [finding.rule.id for finding in report.diagnostics] == ["R201"]


def test_allowed_findings_are_not_reported(
    make_registry: MakeRegistry, capsys: pytest.CaptureFixture[str]
) -> None:
    """Allowed findings are only counted on stderr, and do not change the exit code."""
    folder = make_registry(ODD.format(allow=ALLOW, category='category = "client"\n'))
    arguments = ["lint", "--registry", str(folder), "--format"]
    assert main([*arguments, "json"]) == 1
    assert [finding["rule"] for finding in json.loads(capsys.readouterr().out)] == ["R212"]
    assert main([*arguments, "github"]) == 1
    assert capsys.readouterr().out.count("::error ") == 1
    assert main([*arguments, "text"]) == 1
    printed = capsys.readouterr()
    assert printed.out.endswith("\nR212 status-outside-category  1\n")
    assert printed.err == "1 silenced finding is not counted\n"


@pytest.mark.parametrize(
    ("allow", "rule"),
    [
        ("allow = []", "R104"),
        ('allow = "R212"', "R103"),
        ('allow = ["R212"]', "R103"),
        ('allow = { rule = "R212", reason = "x" }', "R103"),
        ('allow = [{ rule = "R212" }]', "R102"),
        ('allow = [{ rule = "R212", reason = "" }]', "R104"),
        ('allow = [{ rule = 212, reason = "x" }]', "R103"),
        ('allow = [{ rule = "R212", why = "x", reason = "x" }]', "R101"),
    ],
)
def test_malformed_allow_is_a_finding(make_registry: MakeRegistry, allow: str, rule: str) -> None:
    """An exception needs exactly a rule and a reason."""
    text = f'[errors.SLOW]\nstatus = 503\nsummary = "Ask again."\n{allow}\n'
    assert find_in(make_registry(text)) == [(rule, 12)]


def test_allow_at_the_top_of_a_provider_file_is_a_finding(make_registry: MakeRegistry) -> None:
    """`allow` cannot cover a whole provider file."""
    folder = make_registry({"acme": ""})
    acme = make_registry() / "providers" / "acme.toml"
    acme.write_text(ALLOW + acme.read_text(encoding="utf-8"), encoding="utf-8")
    (finding,) = lint_registry(folder, TODAY).diagnostics
    assert (finding.rule.id, finding.help) == (
        "R101",
        "Write `allow` in the table that the finding points to",
    )


def test_rule_says_whether_it_can_be_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    """The last line of each explanation says whether the rule can be allowed."""
    for rule in lint.list_rules():
        assert main(["rule", rule.id]) == 0
        last = capsys.readouterr().out.splitlines()[-1]
        if rule.is_allowable:
            assert last.startswith(
                "To silence a finding, add this to the table that has it: `allow = ["
            )
        else:
            assert last == "Findings of this rule cannot be silenced."
    assert not any(id_.startswith(("R0", "R1", "R3", "R6")) for id_ in ALLOWABLE)
    assert not ALLOWABLE & {"R201", "R213", "R214", "R221", "R224", "R252"}

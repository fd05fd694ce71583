"""Lint rules over whole registries: what they accept, and how they work together."""

from __future__ import annotations

import copy
import math
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from errsmith import lint
from errsmith.lint.report.text import render
from errsmith.lint.rules import ALLOW_RULES, PROVIDER_RULES, SDK_RULES
from errsmith.registry.diagnostics import Diagnostic, Rule
from errsmith.registry.misfits import RULES as MISFIT_RULES
from errsmith.registry.releases import RULES as RELEASE_RULES
from errsmith.registry.releases import Release, dump_release
from errsmith.registry.snapshot import ProviderSnapshot, Snapshot
from errsmith.registry.source import RULES as SOURCE_RULES
from tests.registries import (
    REGISTRIES,
    MakeRegistry,
    add_head,
    generate_files,
    lint_registry,
    sdk_toml,
    write_files,
    write_registry,
)

LINT_RULES = sorted(
    [
        *(check.rule.id for check in PROVIDER_RULES),
        *(check.rule.id for check in SDK_RULES),
        *(check.rule.id for check in ALLOW_RULES),
    ]
)

NEAR_MISSES = REGISTRIES["near_misses"]
"""A registry with a provider for each rule, which the provider almost breaks."""

JSON = '[[envelopes]]\nid = "json"\ncode = { path = "code" }\n'

SOUND: list[tuple[str, dict[str, str]]] = [
    ("R501", {"package": '"acme2"', "distribution": '"Acme.Errors_2-x"'}),
    ("R502", {"version": '"1.4.0rc1.post2.dev3"'}),
    ("R503", {"license_file": '"LICENSE"'}),
    ("R503", {"license_file": '"LICENSE.TXT"'}),
    ("R503", {"license_file": '"attr.py.md"'}),
    ("R506", {"repository": '"http://git"', "allow": '[{ rule = "R506", reason = "Ours." }]'}),
    ("R504", {"reference_url": '"https://acme.example/{provider}.html#{anchor}"'}),
    ("R504", {"reference_url": '"https://acme.example/{version}/{provider}#{anchor}"'}),
    ("R505", {"acronyms": '"JSON"'}),
    ("R506", {"repository": '"https://acme.example"'}),
    ("R506", {"repository": '"https://acme.example:8443/errors/tree/main/a@b/"'}),
    ("R505", {"acronyms": '["JSON", "DPoP", "O2"]'}),
    ("R507", {}),
    ("R508", {"version": '"0.1.0rc1"'}),
]
"""Valid additions to `sdk.toml`, by the rule that each almost breaks."""

RELEASED = Release(
    version="0.1.0rc1",
    date=date(2026, 11, 20),
    errsmith="0.1.0",
    digest="",
    snapshot=Snapshot(
        version="0.1.0rc1",
        providers={"acme": ProviderSnapshot(title="Acme", class_="AcmeError")},
    ),
)
"""The last release of the registries with these additions."""


def list_places(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, int, str]]:
    return [(Path(d.span.path).name, d.span.start.line, d.rule.id) for d in diagnostics]


def test_check_of_near_misses_finds_nothing() -> None:
    """Input that almost breaks one rule breaks no rule."""
    assert lint_registry(NEAR_MISSES, date(2026, 11, 20)).diagnostics == ()


@pytest.mark.parametrize(("rule", "sdk"), SOUND)
def test_check_of_near_miss_in_sdk_finds_nothing(
    make_registry: MakeRegistry, rule: str, sdk: dict[str, str]
) -> None:
    """Input in `sdk.toml` that almost breaks one rule breaks no rule."""
    folder = make_registry(**sdk)
    (folder / sdk.get("license_file", '"LICENSE"').strip('"')).touch()
    write_files(folder, {f"releases/{RELEASED.version}.json": dump_release(RELEASED)})
    assert lint_registry(folder).diagnostics == (), rule


def test_every_lint_rule_has_a_near_miss() -> None:
    """Each lint rule has a near miss, which is named after it."""
    rules = [check.rule for check in PROVIDER_RULES] + [check.rule for check in ALLOW_RULES]
    names = {f"{rule.id.lower()}_{rule.name.replace('-', '_')}" for rule in rules}
    assert {path.stem for path in (NEAR_MISSES / "providers").iterdir()} == names
    assert {rule for rule, _ in SOUND} == {check.rule.id for check in SDK_RULES}


def test_all_rules_are_sorted_and_those_of_each_stage() -> None:
    """The list has the rules of reading, structure and linting."""
    ids = [rule.id for rule in lint.list_rules()]
    assert ids == sorted(ids)
    stages = {rule.id for rule in (*SOURCE_RULES, *RELEASE_RULES, *MISFIT_RULES)}
    assert set(ids) == stages | set(LINT_RULES)


def test_rules_that_can_be_allowed() -> None:
    """They are about what a page or an API may really be like, and no code depends on them."""
    ids = [rule.id for rule in lint.list_rules() if rule.is_allowable]
    assert ids == [
        *("R204", "R211", "R212", "R215", "R222", "R223", "R241", "R243", "R244", "R246"),
        *("R251", "R253", "R254", "R262", "R402", "R403", "R404", "R506"),
    ]


@pytest.mark.parametrize("rule", lint.list_rules(), ids=lambda rule: rule.id)
def test_documentation_of_lint_rule_says_why_and_how(rule: Rule) -> None:
    """A rule's docstring begins with its summary and has both headings."""
    doc = lint.explain_rule(rule)
    assert doc.startswith(rule.summary)
    assert rule.summary.endswith(".")
    if rule.id in LINT_RULES:
        assert "\nWhy: " in doc
        assert "\nFix: " in doc


# --- several files, several problems -------------------------------------------------------------


def test_check_of_several_files_reports_all_problems_sorted(make_registry: MakeRegistry) -> None:
    """One run reports every problem of every file, by path, line and column."""
    acme = """\
[provider]
title = "Acme"
class = "Acme"

[sources.errors]
url = "acme.example"
retrieved = 2026-11-21

[errors.BAD]
status = "400"
category = "client"
source = "nowhere"
summary = "It is refused."

[errors.NOT_FOUND]
status = 404
sumary = "It is somewhere else."
"""
    beta = """\
[provider]
title = "Beta"
class = "BetaError"

[sources]

[errors.GONE]
status = [404, 409]
catgory = "lost"
summary = "Nobody keeps it."

[errors.LOST]
status = [404, 409]
summary = "Nobody has it."
"""
    folder = make_registry(
        {"beta": beta, "acme": acme, "class": beta.replace("409", "410"), "broken": "[provider"},
        version='"next"',
        acronyms="[]",
    )
    assert list_places(lint_registry(folder).diagnostics) == [
        ("acme.toml", 3, "R302"),
        ("acme.toml", 6, "R108"),
        ("acme.toml", 10, "R103"),
        ("acme.toml", 11, "R201"),
        ("acme.toml", 12, "R201"),
        ("acme.toml", 17, "R101"),
        ("beta.toml", 5, "R203"),
        ("beta.toml", 9, "R101"),
        ("beta.toml", 12, "R213"),
        ("broken.toml", 1, "R008"),
        ("class.toml", 1, "R307"),
        ("class.toml", 5, "R203"),
        ("class.toml", 9, "R101"),
        ("sdk.toml", 3, "R502"),
        ("sdk.toml", 8, "R104"),
    ]


BROKEN = [
    pytest.param(
        '[errors.BAD]\nstatus = "404"\nsummary = "It is refused."',
        ["R103"],
        id="status-of-wrong-type-says-no-kind",
    ),
    pytest.param(
        '[errors.BAD]\nstaus = 404\nsummary = "It is refused."',
        ["R101"],
        id="misspelt-status-says-no-kind",
    ),
    pytest.param(
        '[errors.BAD]\nkind = "conflit"\nsummary = "It is refused."',
        ["R105"],
        id="misspelt-kind-is-a-kind",
    ),
    pytest.param(
        '[groups.a]\nkind = "conflit"\nmatch = "B*"\n[errors.BAD]\nsummary = "It is refused."',
        ["R105"],
        id="misspelt-kind-of-group-is-a-kind",
    ),
    pytest.param(
        '[groups.a]\nkind = "conflict"\nmach = "B*"\n[errors.BAD]\nsummary = "It is refused."',
        ["R101"],
        id="group-without-its-globs-has-members",
    ),
    pytest.param(
        '[groups.a]\nkind = "conflict"\n[errors.BAD]\ngroup = "b"\nsummary = "It is refused."',
        ["R201"],
        id="dangling-group-says-no-kind",
    ),
    pytest.param(
        '[errors.BAD]\nstatus = 400\ncategory = "x"\nsummary = "x"\n[categoris.x]\n',
        ["R101"],
        id="misspelt-table-has-ids",
    ),
    pytest.param(
        '[groups.a]\nretry = { documented = "nevr" }',
        ["R105"],
        id="misspelt-advice-is-advice",
    ),
    pytest.param(
        '[groups.a.retry]\ndocumentd = "never"\n',
        ["R101"],
        id="misspelt-basis-is-a-basis",
    ),
    pytest.param(
        '[errors.not_found]\nclass = 5\nstatus = 404\nsummary = "It is somewhere else."',
        ["R103"],
        id="class-of-wrong-type-is-a-class",
    ),
    pytest.param(
        '[errors.not_found]\nclas = "MissingError"\nstatus = 404\nsummary = "x"',
        ["R101"],
        id="misspelt-class-is-a-class",
    ),
    pytest.param(
        '[groups.bad]\nclass = ""\n[errors.BAD]\nstatus = 400\nsummary = "It is refused."',
        ["R104"],
        id="empty-class-collides-with-nothing",
    ),
    pytest.param(
        '[errors.a]\nstatus = 400\nsummary = "x"\n'
        '[errors.b]\ncode = "a"\nstatus = "401"\nsummary = "x"',
        ["R103"],
        id="status-of-wrong-type-may-tell-errors-apart",
    ),
    pytest.param(
        '[errors.a-b]\ncode = true\nclass = "YError"\nstatus = 400\nsummary = "x"\n'
        '[errors.x]\ncode = "a_b"\nstatus = 400\nsummary = "y"',
        ["R103"],
        id="code-of-wrong-type-is-no-member",
    ),
    pytest.param(
        '[errors.a]\ncode = true\naliases = ["a"]\nstatus = 400\nsummary = "x"',
        ["R103"],
        id="code-of-wrong-type-is-no-alias",
    ),
    pytest.param(
        '[groups.a]\nmatch = "BA*"\n[groups.b]\nmatch = "*AD"\n'
        '[errors.BAD]\ngroup = 1\nstatus = 400\nsummary = "x"',
        ["R103"],
        id="group-of-wrong-type-is-one-group",
    ),
    pytest.param(
        '[[envelopes]]\nid = "json"\ncode = { pth = "code" }\n'
        '[errors.BAD]\nstatus = 400\nsummary = "x"\nexample.body = \'{"code": "BAD"}\'',
        ["R101"],
        id="misspelt-path-is-a-place",
    ),
    pytest.param(
        '[[envelopes]]\nid = "a"\ncode = { heder = "WWW-Authenticate", parameter = "error" }',
        ["R101"],
        id="misspelt-header-has-parameters",
    ),
    pytest.param(
        '[[envelopes]]\nid = "a"\ncode = { path = "a..{group}" }\n'
        'fields.reason = { path = "a.{group}.reason" }',
        ["R233"],
        id="malformed-path-may-hold-the-group",
    ),
    pytest.param(
        f'{JSON}fields.message = {{ role = "mesage" }}',
        ["R105"],
        id="misspelt-role-may-be-that-of-message",
    ),
    pytest.param(
        f"{JSON}fields.number = {{ type = 'integer' }}\n"
        "[[envelopes]]\nid = 'b'\ncode.path = 'b'\nfields.number = { tpe = 'integer' }",
        ["R101"],
        id="misspelt-type-is-the-same-type",
    ),
    pytest.param(
        f'{JSON}[[envelopes]]\nid = 1\ncode.path = "x"\n'
        '[errors.BAD]\nstatus = 400\nsummary = "x"\nexample.body = \'{"x": "BAD"}\'',
        ["R103"],
        id="broken-envelope-may-read-the-example",
    ),
    pytest.param(
        f"{JSON}[errors.BAD]\nstatus = 400\nsummary = 'x'\nexample = {{ boddy = '{{}}' }}",
        ["R101"],
        id="broken-example-is-not-read",
    ),
    pytest.param(
        f"{JSON}[errors.a]\nstatus = 400\nsummary = 'x'\nexample.body = '{{\"code\": \"a\"}}'\n"
        "[errors.b]\ncode = 'a'\nstatus = 400\nsummary = 'x'\n",
        ["R221"],
        id="duplicate-is-not-read",
    ),
    pytest.param(
        "[scopes.token]\n\n[errors.BAD]\nscope = 5\nstatus = 400\nsummary = 'x'\n",
        ["R103"],
        id="broken-scope-may-name-the-scope",
    ),
]
"""Providers with one mistake, and the rule that it breaks."""


@pytest.mark.parametrize(("provider", "found"), BROKEN)
def test_check_of_broken_value_has_no_follow_up(
    make_registry: MakeRegistry, provider: str, found: list[str]
) -> None:
    """One mistake leads to one finding: nothing is concluded from a broken value."""
    assert [d.rule.id for d in lint_registry(make_registry(provider)).diagnostics] == found


def test_check_of_broken_key_lints_other_keys_of_the_table(make_registry: MakeRegistry) -> None:
    """Only what depends on the broken value is skipped."""
    provider = """
[errors.not_found]
status = "404"
source = "nowhere"
retry = { delay = 3 }
summary = "It is somewhere else."
"""
    found = [d.rule.id for d in lint_registry(make_registry(provider)).diagnostics]
    assert found == ["R301", "R103", "R201", "R214"]


@pytest.mark.parametrize(
    ("acme", "rule"),
    [
        ("[sources.a]\nurl = 'https://a.example'\nretrieved = 2026-11-21\n", "R102"),
        ("[provider]\ntitle = 'Acme'\nclass = 'AcmeError'\n", "R102"),
        ("provider = 1\nsources = 1\n", "R103"),
        ("[provider]\ntitle = 'Acme'\n[sources.a]\n", "R102"),
    ],
)
def test_check_without_provider_or_sources_lints_the_rest(
    make_registry: MakeRegistry, acme: str, rule: str
) -> None:
    """A file without a required table is still linted."""
    error = "[errors.not_found]\nstatus = 404\nsummary = 'It is somewhere else.'\n"
    found = [d.rule.id for d in lint_registry(make_registry({"acme": acme + error})).diagnostics]
    assert set(found) == {rule, "R301"}


def test_check_without_sdk_file_still_lints_providers(make_registry: MakeRegistry) -> None:
    """A broken `sdk.toml` hides no findings in providers."""
    folder = make_registry('[errors.TIMEOUT]\nstatus = 504\nsummary = "It takes too long."')
    (folder / "sdk.toml").write_text("package = ")
    assert list_places(lint_registry(folder).diagnostics) == [
        ("acme.toml", 9, "R301"),
        ("sdk.toml", 1, "R008"),
    ]


@pytest.mark.parametrize(
    ("today", "rules"),
    [
        (date(2026, 11, 21), []),
        (date(2026, 11, 20), []),  # It is the next day in Kiribati.
        (date(2026, 11, 19), ["R252"]),
        (date.min, ["R252"]),
        (date.max, []),
        (None, []),  # Generation does not read the clock.
    ],
)
def test_day_of_a_page_is_compared_with_the_day_of_the_check(
    make_registry: MakeRegistry, today: date | None, rules: list[str]
) -> None:
    """Only a day that lies in the future in every time zone is a finding."""
    found = lint_registry(make_registry(), today).diagnostics
    assert [finding.rule.id for finding in found] == rules


@pytest.mark.parametrize(
    ("id_", "summary", "repeats"),
    [
        ("SESSION_NOT_FOUND", "The session was not found.", True),
        ("SESSION_NOT_FOUND", "Session not found", True),
        ("SESSION_NOT_FOUND", "There is no session with this ID.", False),
        ("session.expired", "The session expires.", True),
        ("sessionExpired", "The sessions have expired!", True),
        ("SESSION_EXPIRED", "The session is over.", False),
        ("userCancel", "The user cancelled.", True),
        ("userCancel", "The person closed the app.", False),
        ("ACCESS_DENIED", "Access is denied.", True),
        ("ACCESS_DENY", "Access is denied.", True),
        ("OX", "Oxed.", False),
        ("INVALID_GRANT", "The grant is invalid, for example expired.", False),
        ("MISSING_BODY", "A body is missed.", True),
        ("E17", "E 17 occurred.", True),
        ("ungültig", "Es ist ungültig.", False),
    ],
)
def test_summary_that_repeats_the_code(
    make_registry: MakeRegistry,
    id_: str,
    summary: str,
    repeats: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    """The comparison ignores word endings, filler words and punctuation."""
    error = f'[errors."{id_}"]\nclass = "OtherError"\nstatus = 400\nsummary = "{summary}"\n'
    found = {finding.rule.id for finding in lint_registry(make_registry(error)).diagnostics}
    assert found == ({"R253"} if repeats else set())


@pytest.mark.parametrize(
    ("character", "is_found"),
    [
        *(("\u180b", True), ("\u180f", True), ("\ufe00", True), ("\ufe0f", True)),
        *(("\U000e0100", True), ("\U000e01ef", True)),
        *(("\u180a", False), ("\u1810", False), ("\ufdff", False), ("\ufe10", False)),
        *(("\U000e00ff", False), ("\U000e01f0", False)),
    ],
    ids=lambda value: f"U+{ord(value):04X}" if isinstance(value, str) else None,
)
def test_variation_selectors_in_codes(
    make_registry: MakeRegistry,
    character: str,
    is_found: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    """A variation selector in a code is a finding; its neighbours in Unicode are visible."""
    error = f'code = "A{character}B"\nstatus = 400\nsummary = "The request has no body."\n'
    report = lint_registry(make_registry(f"[errors.bad]\n{error}"))
    found = {finding.rule.id for finding in report.diagnostics}
    assert ("R241" in found) == is_found


# --- arbitrary files -----------------------------------------------------------------------------

PROVIDERS = [path.read_text("utf-8") for path in sorted((NEAR_MISSES / "providers").iterdir())]
ODD = [
    *(0, 1, -1, 404, "404", "4xx", True, False, 1.5, math.inf, date(2026, 1, 1), [], {}),
    *("", "x", "Error", "NotFoundError", "class", "type", "{group}", "a.b[0]", "[0]", "*", '"""'),
    *(["a"], [1, "a"], {"path": "x"}, {"header": "X"}, {"status": True}, "never", "array", "dash"),
]
"""Values that some keys accept and others do not."""


def find_slots(table: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a file as a table or list and its key or index."""
    pairs = table.items() if isinstance(table, dict) else enumerate(table)
    for key, value in list(pairs):
        yield table, key
        if isinstance(value, (dict, list)):
            yield from find_slots(value)


@st.composite
def mutated_providers(draw: st.DrawFn) -> str:
    """Write a provider's file in which some values are changed, deleted or moved to another key."""
    values = tomllib.loads(draw(st.sampled_from(PROVIDERS)))
    for _ in range(draw(st.integers(1, 3))):
        left = list(find_slots(values))
        if not left:
            break
        holder, key = draw(st.sampled_from(left))
        way = draw(st.sampled_from(["replace", "remove", "rename"]))
        if way == "replace":
            holder[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
        elif way == "remove":
            del holder[key]
        elif isinstance(holder, dict):
            holder[draw(st.sampled_from(["a-b", "A_B", "NOT_FOUND", "type", "é", *holder]))] = (
                holder.pop(key)
            )
    return tomlkit.dumps(values)


@settings(max_examples=200, deadline=None)
@given(mutated_providers())
def test_check_and_generation_of_mutated_registry_never_raise(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """A mutated registry has findings, or an SDK that matches it."""
    sdk = (NEAR_MISSES / "sdk.toml").read_bytes()
    folder = write_registry(tmp_path_factory.getbasetemp() / "mutated", {"acme": text}, sdk)
    report = lint_registry(folder)
    assert render(report.diagnostics, report.registry.texts) or not report.diagnostics
    if not report.diagnostics:
        assert "near_misses/acme.py" in generate_files(folder)


def test_rule_continues_after_an_entry_with_a_slip(make_registry: MakeRegistry) -> None:
    """A rule that cannot check one entry still checks the next."""
    folder = make_registry(
        '[errors.CLOSED]\ncodes = "SHUT"\nstatus = 400\nsummary = "It is closed."\n'
        '[errors.SIG-BB60]\nclass = "BadFormatError"\nstatus = 400\nsummary = "Wrong format."\n'
        '[errors.form]\ncode = "SIG_BB60"\nclass = "FormError"\nstatus = 400\nsummary = "Wrong."\n'
    )
    rules = [finding.rule.id for finding in lint_registry(folder).diagnostics]
    assert {"R101", "R304"} <= {*rules}


def test_example_that_another_envelope_would_make_an_error(make_registry: MakeRegistry) -> None:
    """`raise_for_error` reads a 200 if any envelope lists it, but raises for this one only."""
    folder = make_registry(
        '[[envelopes]]\nid = "ok"\nwhen.status = 200\ncode = { path = "result" }\n'
        '[[envelopes]]\nid = "json"\ncode = { path = "code" }\n'
        '[errors.LATE]\nstatus = 400\nsummary = "It was late."\n'
        'example = { status = 200, body = \'{"code": "LATE"}\' }\n'
    )
    findings = [(found.rule.id, found.message) for found in lint_registry(folder).diagnostics]
    assert ("R401", "found an example with status 200, which counts as a success") in findings


def test_suggested_class_has_the_acronyms_of_the_sdk(tmp_path: Path) -> None:
    """The name that is suggested for a malformed one keeps their spelling."""
    error = '[errors.BAD]\nclass = "api_down"\nstatus = 400\nsummary = "The API is down."\n'
    sdk = sdk_toml(acronyms='["API"]')
    report = lint_registry(write_registry(tmp_path, {"acme": add_head(error)}, sdk))
    (finding,) = (finding for finding in report.diagnostics if finding.rule.id == "R302")
    assert finding.help == 'For example, write `"APIDownError"`'


def test_reason_why_an_envelope_reads_no_code(tmp_path: Path) -> None:
    """A condition may fill the code's place, with a code or with a value of `success`."""
    envelopes = "".join(
        f'[[envelopes]]\nid = "{key}"\nwhen = {{ body = {{ {key} = "ERROR" }} }}\n'
        f'code = {{ path = "{key}"{more} }}\n'
        for key, more in {"state": "", "phase": ', success = ["ERROR"]'}.items()
    )
    error = '[errors.gone]\nstatus = 404\nsummary = "An order was deleted."\n'
    report = lint_registry(write_registry(tmp_path, {"acme": add_head(envelopes + error)}))
    (help_,) = {finding.help for finding in report.diagnostics if finding.rule.id == "R402"}
    assert (
        help_ == 'The envelope "state" reads the code "ERROR". The envelope "phase" reads no code'
    )

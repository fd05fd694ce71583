"""Rules about changes: what each reports, what it does not report, and how it is documented."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import attrs
import pytest
from attrs import evolve

from errsmith import cli
from errsmith.changes.change import Change, Level
from errsmith.changes.comparing import compare, explain_rule, list_rules
from errsmith.changes.rules import SDK_RULES, ChangeRule
from errsmith.registry.snapshot import (
    EMPTY,
    ErrorSnapshot,
    GroupSnapshot,
    ProviderSnapshot,
    Snapshot,
)
from errsmith.runtime.facts import ErrorInfo, Lifecycle, Retry
from errsmith.runtime.kinds import KINDS
from tests.changes.cases import CASES, GONE, NEAR_MISSES, OTHER, RENAMED, SESSION, Case, add
from tests.changes.states import ACME, Edits, apply, build_state, compare_edited
from tests.drift.growth import grows_linearly
from tests.registries import SDK

RULES = {rule.rule.id: rule for rule in list_rules()}
SDK_IDS = {rule.rule.id for rule in SDK_RULES}


def find(changes: tuple[Change, ...], rule: str) -> list[Change]:
    return [change for change in changes if change.rule.id == rule]


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        pytest.param(rule, case, id=f"{rule}-{number}")
        for rule, cases in CASES.items()
        for number, case in enumerate(cases)
    ],
)
def test_rule_reports_its_cases(tmp_path: Path, rule: str, case: Case) -> None:
    """Each case is reported for its subject, with its level and complete texts."""
    changes = compare_edited(tmp_path, case.edits, backwards=case.backwards, base=case.base)
    found = [change for change in find(changes, rule) if change.subject == case.subject]
    change = next(change for change in found if change.level.value == case.level)
    assert change.level in RULES[rule].levels
    assert change.affected == RULES[rule].affected
    assert not change.message.endswith(".")
    assert change.adapt.endswith(".")
    assert "None" not in change.message.replace("is None", "")
    if change.level is not Level.SAFE:
        assert change.find
    if change.example is not None:
        ast.parse(change.example.before)
        ast.parse(change.example.after)
        assert change.example.before != change.example.after


@pytest.mark.parametrize(
    ("rule", "edits"),
    [
        pytest.param(rule, edits, id=f"{rule}-{number}")
        for rule, cases in NEAR_MISSES.items()
        for number, edits in enumerate(cases)
    ],
)
def test_rule_does_not_report_its_near_misses(tmp_path: Path, rule: str, edits: Edits) -> None:
    """A near miss is a change, but not one of this rule."""
    assert apply(edits) != ACME
    assert not find(compare_edited(tmp_path, edits), rule)


def test_rules_are_the_documented_and_the_tested_ones() -> None:
    """Every rule has cases and near misses, and its id is unique."""
    ids = [rule.rule.id for rule in list_rules()]
    assert len(set(ids)) == len(ids)
    assert set(ids) - SDK_IDS == set(CASES) == set(NEAR_MISSES)
    assert {"C101", "C102", "C103", "C104"} == SDK_IDS
    names = [rule.rule.name for rule in list_rules()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("rule", list_rules(), ids=lambda rule: rule.rule.id)
def test_documentation_of_rule_says_why_and_how(
    rule: ChangeRule[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Its docstring begins with the summary and has both headings; the command prints it."""
    doc = explain_rule(rule.rule.id)
    assert doc is not None
    assert doc.startswith(rule.rule.summary)
    assert rule.rule.summary.endswith(".")
    assert "\nWhy: " in doc
    assert "\nAdapt: " in doc
    assert cli.main(["rule", rule.rule.name]) == 0
    assert capsys.readouterr().out == f"{rule.rule.id} {rule.rule.name}\n\n{doc}\n"
    assert list(rule.levels) == [level for level in Level if level in rule.levels]
    tested = {case.level for case in CASES.get(rule.rule.id, ())}
    assert tested == {level.value for level in rule.levels} or rule.rule.id in SDK_IDS


def test_explanation_of_unknown_rule() -> None:
    """Lint rules are explained elsewhere."""
    assert explain_rule("R101") is None


# --- the whole SDK -------------------------------------------------------------------------------


@pytest.fixture
def acme(tmp_path: Path) -> Snapshot:
    return build_state(tmp_path, ACME)


def test_package_renamed(acme: Snapshot) -> None:
    """Imports break, and so do the types of problem documents."""
    changes = compare(acme, evolve(acme, package="acme_sdk"))
    assert [(change.rule.id, change.subject) for change in changes] == [
        ("C101", "package"),
        ("C271", "problem types"),
    ]
    assert changes[1].cause == "the package was renamed"
    assert "urn:problem-type:acme_sdk:acme:session-locked" in changes[1].message


def test_package_renamed_back(acme: Snapshot) -> None:
    """The order of the names does not matter."""
    changes = compare(evolve(acme, package="acme_sdk"), acme)
    assert [change.rule.id for change in changes] == ["C101", "C271"]


def test_distribution_renamed(acme: Snapshot) -> None:
    """Only requirements break."""
    (change,) = compare(acme, evolve(acme, distribution="acme-sdk"))
    assert (change.rule.id, change.level) == ("C102", Level.BREAKING)


def test_version_alone_is_no_change(acme: Snapshot) -> None:
    """The version of the SDK is not a fact about errors."""
    assert compare(acme, evolve(acme, version="9.9")) == ()


def test_provider_gone_and_new(acme: Snapshot) -> None:
    """A module with the same base class may be the one that replaces it."""
    renamed = evolve(acme, providers={"acme_pay": acme.providers["acme"]})
    new, gone = sorted(compare(acme, renamed), key=lambda change: change.level.value == "breaking")
    assert (new.rule.id, new.level) == ("C104", Level.SAFE)
    assert (gone.rule.id, gone.level) == ("C103", Level.BREAKING)
    assert gone.example is not None
    assert gone.example.after == "from acme_errors import acme_pay\n"
    other = evolve(acme.providers["acme"], class_="OtherError")
    gone = find(compare(acme, evolve(acme, providers={"other": other})), "C103")[0]
    assert gone.example is None


def test_first_release_has_only_new_providers(acme: Snapshot) -> None:
    """The empty registry has no name that could have changed."""
    assert [change.rule.id for change in compare(EMPTY, acme)] == ["C104"]


def test_equal_states_have_no_changes(acme: Snapshot, tmp_path: Path) -> None:
    """Two readings of the same files are equal."""
    assert compare(acme, build_state(tmp_path / "again", ACME)) == ()


# --- completeness --------------------------------------------------------------------------------

CONTAINERS = {"providers", "fields", "envelopes", "categories", "groups", "errors"}


PARTS = {"retry", "deprecated", "removed"}


def list_info(info: ErrorInfo, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the path of every fact of an error, group or category, with those of its advice."""
    paths = [(*path, name) for name in vars(info)]
    for name in PARTS:
        part = getattr(info, name)
        if part is not None:
            paths += [(*path, name, inner) for inner in vars(part)]
    return paths


def list_facts(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the path of every fact below a snapshot that is not a container of others."""
    paths: list[tuple[str, ...]] = []
    for field in attrs.fields(type(value)):
        inner = getattr(value, field.name)
        if field.name in CONTAINERS:
            for id_, item in inner.items():
                paths += list_facts(item, (*path, field.name, id_))
        elif field.name == "info":
            paths += list_info(inner, (*path, "info"))
        else:
            paths.append((*path, field.name))
    return paths


def change_fact(value: Any, path: tuple[str, ...]) -> Any:
    """Return a snapshot in which the fact at a path has another value."""
    name, *rest = path
    inner = getattr(value, name)
    if name in CONTAINERS:
        key = rest[0]
        return evolve(value, **{name: {**inner, key: change_fact(inner[key], (*rest[1:],))}})
    if rest:
        return evolve(value, **{name: change_fact(inner, (*rest,))})
    return evolve(value, **{name: invent(name, inner)})


def invent(name: str, value: Any) -> Any:
    """Return another value for a fact."""
    special: dict[str, Any] = {
        "kind": "pending" if value != "pending" else "expired",
        "type": "boolean",
        "unit": "milliseconds",
        "retry": None if value is not None else Retry("never"),
        "deprecated": None if value is not None else Lifecycle(),
        "removed": None if value is not None else Lifecycle(),
        "advice": "poll" if value != "poll" else "once",
        "delay": 7.0,
        "basis": "response",
        "level": "response",
        "delay_basis": "response",
        "places": {},
        "sources": {},
        "scopes": {} if isinstance(value, dict) else ("token",),
        "body": {"other": 1},
        "code": {"path": "elsewhere"} if isinstance(value, dict) else "OTHER_CODE",
        "group": {"path": "elsewhere"} if isinstance(value, dict) else "elsewhere",
        "bases": ("AcmeError",),
        "user_messages": {"de": "Nein."},
        "statuses": (418,),
    }
    if name in special:
        return special[name]
    if isinstance(value, bool):
        return not value
    if isinstance(value, tuple):
        return (*value, "OTHER")
    return "OtherError"


def can_change_alone(path: tuple[str, ...]) -> bool:
    """Return whether a fact can change without any other, and is tested with another value."""
    *_, table, id_, name = ("", "", *path) if "info" not in path else (*path[:-2], path[-1])
    if table == "fields":
        return name != "unit" or id_ == "wait"
    if name == "is_redirect":
        return False
    if table == "categories":
        return name != "kind"
    # A table of messages contains the single message.
    return (id_, name) != ("SESSION_LOCKED", "user_message")


def test_every_fact_of_a_snapshot_has_a_rule(acme: Snapshot) -> None:
    """If any fact that clients can see changes, at least one rule reports it."""
    unnoticed = set()
    for path in list_facts(acme):
        if not can_change_alone(path):
            continue
        new = change_fact(acme, path)
        assert new != acme, path
        if not compare(acme, new):
            unnoticed.add(path)
    # The version of the SDK is not a fact about errors, and releases write `since`.
    assert {path for path in unnoticed if path[-1] != "since"} == {("version",)}


# --- causes --------------------------------------------------------------------------------------


def list_causes(changes: tuple[Change, ...]) -> dict[str, str]:
    return {change.rule.id: change.cause for change in changes if change.cause}


def test_consequences_of_a_status_name_it(tmp_path: Path) -> None:
    """Bases, advice and problem documents follow from one change."""
    changes = compare_edited(tmp_path, (("status = 503", "status = 402"),))
    because = "its status changed from 503 to 402"
    assert list_causes(changes) == dict.fromkeys(("C114", "C115", "C201", "C222", "C272"), because)
    assert find(changes, "C221")[0].cause == ""


def test_consequences_of_a_group_and_a_category_name_it(tmp_path: Path) -> None:
    """What members inherit has a cause elsewhere."""
    changes = compare_edited(
        tmp_path, (("delay = 5", "delay = 6"), ('kind = "conflict"', 'kind = "expired"'))
    )
    assert list_causes(changes) == {"C204": "the advice of its category `server` changed"}
    changes = compare_edited(
        tmp_path,
        (("status = 409\n", ""), ('kind = "conflict"', 'kind = "expired"')),
    )
    assert list_causes(changes)["C114"] == "its status, 409, is no longer documented"
    changes = compare_edited(tmp_path, (('group = "order"', 'group = "session"'),))
    assert list_causes(changes)["C114"] == "it moved from the group `order` to the group `session`"


def test_consequences_of_a_rename_name_it(tmp_path: Path) -> None:
    """The class, the code, the problem type and the anchor follow from the id."""
    changes = compare_edited(tmp_path, RENAMED)
    because = "`BROKEN` was renamed to `DEFECT`"
    assert list_causes(changes) == dict.fromkeys(("C113", "C131", "C271", "C301"), because)


def test_undeclared_rename_is_a_new_and_a_gone_error(tmp_path: Path) -> None:
    """Without an alias, nothing says that it is the same error."""
    edits = (("[errors.BROKEN]", "[errors.DEFECT]"), (', replacement = "BROKEN"', ""))
    rules = {change.rule.id for change in compare_edited(tmp_path, edits)}
    assert {"C111", "C112"} <= rules
    assert "C113" not in rules


def test_error_that_became_an_alias(tmp_path: Path) -> None:
    """The facts of the other error have not changed, so no change of them is reported."""
    edits = (*GONE, ("status = 503\n", 'status = 503\naliases = ["BROKEN"]\n'))
    changes = [change for change in compare_edited(tmp_path, edits) if change.subject == "DOWN"]
    assert {change.rule.id for change in changes} >= {"C113", "C131", "C132", "C271", "C301"}
    assert not {change.rule.id for change in changes} & {"C114", "C115", "C221", "C272", "C302"}


def test_class_of_a_gone_error_that_belongs_to_another_one(tmp_path: Path) -> None:
    """The class is not gone, so the message does not say so."""
    edits = (("[errors.NO_MONEY]", '[errors.POOR]\nclass = "NoMoneyError"'),)
    (gone,) = find(compare_edited(tmp_path, edits), "C111")
    assert gone.message == "`NO_MONEY` is gone; the class `NoMoneyError` now belongs to `POOR`"
    assert "Use `POOR` as a key of `ERRORS`" in gone.adapt


def test_new_error_with_the_code_of_another_one(tmp_path: Path) -> None:
    """Its code was documented before, so it is not compared with an undocumented code."""
    edits = (
        ('aliases = ["session.locked"]\n', ""),
        *add('[errors."session.locked"]\nclass = "LockedError"\nstatus = 401\nsummary = "x"'),
    )
    changes = compare_edited(tmp_path, edits)
    (new,) = find(changes, "C112")
    assert new.message == "`session.locked` is a new error with the class `LockedError`"
    (moved,) = find(changes, "C134")
    assert moved.message == (
        "the code `session.locked` is now read as `session.locked` instead of `SESSION_LOCKED`"
    )


def test_new_error_in_a_group_that_is_not_declared(tmp_path: Path) -> None:
    """A dangling reference is a finding of the linter, and does not stop the comparison."""
    edits = ((SESSION, ""), *add(f'{OTHER}\ngroup = "session"'))
    (new,) = find(compare_edited(tmp_path, edits), "C112")
    assert new.message == "`OTHER` is a new error with the class `OtherError`"


def test_rename_by_replacement(tmp_path: Path) -> None:
    """The old error stays, marked as removed, and handlers of the new one are the way to go."""
    edits = (
        ("[errors.SESSION_OLD]", '[errors.SESSION_OLD]\nremoved = { replacement = "SESSION_X" }'),
        *add('[errors.SESSION_X]\nstatus = 409\nsummary = "The session is over."'),
    )
    changes = compare_edited(tmp_path, edits)
    assert {(change.rule.id, change.level.value) for change in changes} == {
        ("C112", "risky"),
        ("C141", "risky"),
    }
    (removed,) = find(changes, "C141")
    assert removed.example is not None
    assert "except acme.SessionXError as error" in removed.example.after


def test_few_problem_types(tmp_path: Path) -> None:
    """Renamed errors are reported one by one."""
    ids = ("SESSION_OLD", "NO_MONEY", "BROKEN")
    edits = tuple((f"[errors.{id_}]", f'[errors.X_{id_}]\naliases = ["{id_}"]') for id_ in ids)
    found = find(compare_edited(tmp_path, edits), "C271")
    assert [change.subject for change in found] == [f"X_{id_}" for id_ in sorted(ids)]


def test_new_place_of_the_reference_changes_all_problem_types(tmp_path: Path) -> None:
    """It is one change of the provider."""
    sdk = 'reference_url = "https://{}.example/{{provider}}#{{anchor}}"\n'
    base = (tmp_path, ACME)
    old = build_state(*base, f"{SDK}{sdk.format('a')}")
    new = build_state(*base, f"{SDK}{sdk.format('b')}")
    (change,) = compare(old, new)
    assert change.subject == "problem types"
    assert change.cause == "`reference_url` changed"
    assert compare(build_state(*base), new)[0].cause == "there is a `reference_url` now"
    assert compare(new, build_state(*base))[0].cause == "`reference_url` is gone"


def test_version_in_the_reference_is_no_change(tmp_path: Path) -> None:
    """If `reference_url` contains it, the URLs are new in each release."""
    sdk = f'{SDK}reference_url = "https://a.example/{{version}}/{{provider}}/{{anchor}}.html"\n'
    old = build_state(tmp_path, ACME, sdk)
    new = build_state(tmp_path, ACME, sdk.replace("0.1.0", "0.2.0"))
    assert (old.version, new.version) == ("0.1.0", "0.2.0")
    assert compare(old, new) == ()


# --- time ----------------------------------------------------------------------------------------


GROUPS = 20


def make_state(size: int, prefix: str, alias: str = "", kind: str = "permission") -> Snapshot:
    """Return a state with a number of errors."""
    groups = {
        f"g{number}": GroupSnapshot(
            class_=f"G{number}Error", match=(f"{prefix}{number}_*",), info=ErrorInfo()
        )
        for number in range(GROUPS)
    }
    errors: dict[str, ErrorSnapshot] = {}
    for number in range(size):
        group = number % GROUPS
        name = f"{group}_{number}"
        errors[f"{prefix}{name}"] = ErrorSnapshot(
            class_=f"{prefix}{name}Error",
            bases=(f"G{group}Error", KINDS[kind].__name__),
            info=ErrorInfo(
                code=f"{prefix}{name}",
                aliases=(f"{alias}{name}",) if alias else (),
                group=f"g{group}",
                kind=kind,
            ),
        )
    provider = ProviderSnapshot(title="Acme", class_="AcmeError", groups=groups, errors=errors)
    return Snapshot(distribution="a", package="a", version="1.0", providers={"acme": provider})


@pytest.mark.parametrize(
    ("prefix", "alias", "kind"),
    [
        pytest.param("B", "A", "permission", id="renamed"),
        pytest.param("B", "", "permission", id="replaced"),
        pytest.param("A", "", "declined", id="moved"),
    ],
)
def test_time_grows_with_the_number_of_errors(prefix: str, alias: str, kind: str) -> None:
    """It does so whatever has changed about all of them."""
    states = {
        size: (make_state(size, "A"), make_state(size, prefix, alias, kind)) for size in (250, 4000)
    }
    assert grows_linearly(lambda size: compare(*states[size]), 250, 4000, most=2)

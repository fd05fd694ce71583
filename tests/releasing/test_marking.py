"""Writing `version` and `since`: in any form of table, and nothing else in the file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from errsmith.changes.building import build_snapshot
from errsmith.registry.snapshot import Snapshot
from errsmith.releasing.errors import ReleaseError
from errsmith.releasing.marking import mark
from tests.registries import HEAD, SDK, MakeRegistry, lint_registry

OLD = f"""{HEAD}
[errors.OLD]
status = 400
summary = "The shop is closed."
"""


def read_old(make_registry: MakeRegistry) -> Snapshot:
    return build_snapshot(lint_registry(make_registry(OLD)).registry)


def mark_text(make_registry: MakeRegistry, text: str, version: str = "0.2.0") -> str:
    """Return the text of a provider's file after a release that follows that of `OLD`."""
    old = read_old(make_registry)
    registry = lint_registry(make_registry(text)).registry
    replacements = {file.path.name: file for file in mark(registry, old, version)}
    assert replacements["sdk.toml"].after.decode() == SDK.replace("0.1.0", version)
    file = replacements.get("acme.toml")
    if file is None:
        return text
    assert file.before == text.encode()
    return file.after.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            '[errors.NEW]\nstatus = 401\nsummary = "It rains."  # hard\n# The end.\n',
            '[errors.NEW]\nstatus = 401\nsummary = "It rains."  # hard\nsince = "0.2.0"\n'
            "# The end.\n",
            id="header",
        ),
        pytest.param(
            '[errors.NEW]\nsummary = "It rains."\n\n[errors.NEW.retry]\nderived = "once"\n',
            '[errors.NEW]\nsummary = "It rains."\nsince = "0.2.0"\n\n'
            '[errors.NEW.retry]\nderived = "once"\n',
            id="header_with_subtable",
        ),
        pytest.param(
            '[errors.NEW]\nsummary = "It rains."\nexample = { status = 400, body = "{}" }\n',
            '[errors.NEW]\nsummary = "It rains."\nsince = "0.2.0"\n'
            'example = { status = 400, body = "{}" }\n',
            id="above_example",
        ),
        pytest.param(
            '[errors]\nNEW = { summary = "It rains." }\n',
            '[errors]\nNEW = { summary = "It rains.", since = "0.2.0" }\n',
            id="inline",
        ),
        pytest.param(
            '[errors]\nNEW.summary = "It rains."\nNEW.status = 401\n',
            '[errors]\nNEW.summary = "It rains."\nNEW.status = 401\nNEW.since = "0.2.0"\n',
            id="dotted",
        ),
        pytest.param(
            '[errors."NEW.1"]\r\nclass = "NewError"\r\nsummary = "It rains."',
            '[errors."NEW.1"]\r\nclass = "NewError"\r\nsummary = "It rains."\r\n'
            'since = "0.2.0"\r\n',
            id="quoted_with_crlf",
        ),
        pytest.param('[errors.NEW]\nsince = "0.1.0"\nsummary = "It rains."\n', None, id="stated"),
    ],
)
def test_new_error(make_registry: MakeRegistry, before: str, after: str | None) -> None:
    """It gets `since` in the style of its table, unless it has one."""
    newline = "\r\n" if "\r\n" in before else "\n"
    # A table of dotted or inline errors cannot follow one with a header.
    rest = OLD if before.startswith("[errors.") else f"{HEAD}\n"
    if rest is not OLD:
        old = 'OLD = { status = 400, summary = "The shop is closed." }\n'
        before = before.replace("[errors]\n", f"[errors]\n{old}")
        after = None if after is None else after.replace("[errors]\n", f"[errors]\n{old}")
    start = f"{rest}\n".replace("\n", newline)
    wanted = before if after is None else after
    assert mark_text(make_registry, start + before) == start + wanted


@pytest.mark.parametrize("stage", ["deprecated", "removed"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('STAGE = { reason = "No." }', 'STAGE = { reason = "No.", since = "0.2.0" }'),
        ("STAGE = {}", 'STAGE = { since = "0.2.0" }'),
        ('STAGE.reason = "No."', 'STAGE.reason = "No."\nSTAGE.since = "0.2.0"'),
        (
            '\n[errors.OLD.STAGE]\nreason = "No."  # alas',
            '\n[errors.OLD.STAGE]\nreason = "No."  # alas\nsince = "0.2.0"',
        ),
        ("\n[errors.OLD.STAGE]", '\n[errors.OLD.STAGE]\nsince = "0.2.0"'),
        ('STAGE = { since = "0.1.0" }', 'STAGE = { since = "0.1.0" }'),
    ],
)
def test_new_stage(make_registry: MakeRegistry, before: str, after: str, stage: str) -> None:
    """The table gets `since`; the error, which was released, does not."""
    old, new = (f"{OLD}{text}\n".replace("STAGE", stage) for text in (before, after))
    assert mark_text(make_registry, old) == new


def test_new_error_that_is_removed(make_registry: MakeRegistry) -> None:
    """Both the error and its table are new."""
    text = f'{OLD}\n[errors.NEW]\nsummary = "It rains."\nremoved.reason = "No."\n'
    values = tomllib.loads(mark_text(make_registry, text))
    assert values["errors"]["NEW"] == {
        "summary": "It rains.",
        "removed": {"reason": "No.", "since": "0.2.0"},
        "since": "0.2.0",
    }


def test_stage_that_was_released_without_since(make_registry: MakeRegistry) -> None:
    """Nothing is new at the first release, so what it had never gets `since`."""
    text = f'{OLD}deprecated = {{ reason = "No." }}\n'
    registry = lint_registry(make_registry(text)).registry
    old = build_snapshot(registry)
    assert [file.path.name for file in mark(registry, old, "0.2.0")] == ["sdk.toml"]
    assert [file.path.name for file in mark(registry, None, "0.1.0")] == []


@pytest.mark.parametrize("since", ["", 'since = "0.1.0"\n'])
def test_renamed_error(make_registry: MakeRegistry, since: str) -> None:
    """An error whose old code is an alias is not new; a table that it gets at that time is."""
    text = OLD.replace("[errors.OLD]", '[errors.RENAMED]\naliases = ["OLD"]') + since
    assert mark_text(make_registry, text) == text
    deprecated = 'deprecated = { reason = "No."'
    assert mark_text(make_registry, f"{text}{deprecated} }}\n") == (
        f'{text}{deprecated}, since = "0.2.0" }}\n'
    )


def test_new_provider(make_registry: MakeRegistry) -> None:
    """All its errors are new."""
    old = read_old(make_registry)
    birch = OLD.replace("Acme", "Birch")
    registry = lint_registry(make_registry({"acme": OLD, "birch": birch})).registry
    replacements = {file.path.name: file.after.decode() for file in mark(registry, old, "0.2.0")}
    assert replacements["birch.toml"] == f'{birch}since = "0.2.0"\n'
    assert set(replacements) == {"sdk.toml", "birch.toml"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("version = '0.1.0'  # soon 1.0", 'version = "0.2.0"  # soon 1.0'),
        ('"version"="""0.1.0"""', '"version"="0.2.0"'),
        ('\tversion\t=\t"0.1.0"\r', '\tversion\t=\t"0.2.0"\r'),
    ],
)
def test_version(tmp_path: Path, make_registry: MakeRegistry, before: str, after: str) -> None:
    """It is replaced in any form, and the rest of the line stays."""
    make_registry(OLD)
    sdk = SDK.replace('version = "0.1.0"', before)
    (tmp_path / "registry" / "sdk.toml").write_bytes(sdk.encode())
    registry = lint_registry(tmp_path / "registry").registry
    [file] = mark(registry, None, "0.2.0")
    assert file.after.decode() == SDK.replace('version = "0.1.0"', after)


def test_many_errors_are_marked_at_once(make_registry: MakeRegistry) -> None:
    """The text is parsed once, not once per error."""
    errors = "".join(
        f'\n[errors.NEW_{number}]\nstatus = 401\nsummary = "It rains."\n' for number in range(800)
    )
    marked = mark_text(make_registry, OLD + errors)
    assert marked == OLD + errors.replace('rains."\n', 'rains."\nsince = "0.2.0"\n')


def test_table_without_a_place_for_since(make_registry: MakeRegistry) -> None:
    """The message names the file, the key and a form that works."""
    text = f"""{HEAD}
[errors]
OLD = {{ status = 400, summary = "The shop is closed." }}
NEW.summary = "It rains."

[errors.NEW.retry]
derived = "once"
"""
    with pytest.raises(ReleaseError, match=r"errors\.NEW") as caught:
        mark_text(make_registry, text)
    assert "acme.toml: `since` cannot be written, because" in caught.value.reason
    assert caught.value.hint == (
        "Write the table with a header, such as `[errors.ID]`, and try again"
    )

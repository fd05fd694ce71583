"""`errsmith show`: all facts about an error, and where they come from."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from errsmith.characters import count_cells
from errsmith.cli import main
from tests.registries import HEAD

from .conftest import Run, Write

ACME = """\
[scopes.web]
paths = "/web/*"

[[envelopes]]
id = "json"
code = { path = "error.code" }

[[envelopes]]
id = "challenge"
code = { header = "WWW-Authenticate", parameter = "error" }
derived = true

[categories.client]
status = "4xx"
retry = { documented = "never" }
user_message = { en = "Call us.", nb = "Ring oss." }

[groups.auth]
match = "AUTH_*"
retry = { derived = "after_fix" }
fix = "Ask for new credentials. If that does not help, call the people who issued the old ones."

[errors.AUTH_REVOKED]
aliases = ["REVOKED"]
scope = "web"
endpoints = ["GET /a", "GET /b"]
status = 401
summary = "The credentials were revoked."
causes = ["Somebody leaked them.", "They are old."]
note = "The page spells it in two ways."
since = "0.1.0"
deprecated = { reason = "It is too coarse.", since = "0.1.0", replacement = "AUTH_OLD" }

[errors.AUTH_OLD]
status = 401
summary = "The credentials are too old."

[[errors.AUTH_OLD.example]]
status = 401
body = '{"error": {"code": "AUTH_OLD", "on": 1}}'

[[errors.AUTH_OLD.example]]
status = 401
body = '{"error": {"code": "AUTH_OLD", "on": 2}}'
"""
WIDE = """\
acme.AUTH_REVOKED (deprecated)  registry/providers/acme.toml:31:1

What happened    The credentials were revoked.        registry/providers/acme.toml:36:11
Lifecycle        Deprecated since 0.1.0: It is too coarse. It is still sent, so keep catching it.
                 Use AUTH_OLD.
                 registry/providers/acme.toml:40:14
Code             AUTH_REVOKED                         registry/providers/acme.toml:31:1   the id
Other spellings  REVOKED                              registry/providers/acme.toml:32:11
Scope            web                                  registry/providers/acme.toml:33:9
Endpoints        - GET /a
                 - GET /b
                 registry/providers/acme.toml:34:13
HTTP status      401                                  registry/providers/acme.toml:35:10
Class            AuthRevokedError                     from the id
Group            auth                                 registry/providers/acme.toml:27:9   "AUTH_*" in [groups.auth]
Category         client                               registry/providers/acme.toml:22:10  status 401 in [categories.client]
Kind             authentication (derived)             registry/providers/acme.toml:35:10  from status 401
Retry            after_fix (derived)                  registry/providers/acme.toml:28:9   in [groups.auth]
                                                      registry/providers/acme.toml:23:9   overridden: never (documented) in [categories.client]
Causes           - Somebody leaked them.
                 - They are old.
                 registry/providers/acme.toml:37:10
What to do       Ask for new credentials. If that does not help, call the people who issued the old
                 ones.
                 registry/providers/acme.toml:29:7   in [groups.auth]
User message     en: Call us.
                 nb: Ring oss.
                 registry/providers/acme.toml:24:16  in [categories.client]
Note             The page spells it in two ways.      registry/providers/acme.toml:38:8
Since            version 0.1.0                        registry/providers/acme.toml:39:9
Source           https://acme.example/errors
                 read on 2026-11-21
                 registry/providers/acme.toml:6:7    in [sources.errors]
Envelope         json                                 registry/providers/acme.toml:12:1
                 challenge (derived)                  registry/providers/acme.toml:16:1
Example          derived from json, in the scope web
                 HTTP/1.1 401 Unauthorized
                 Content-Type: application/json

                 {
                   "error": {
                     "code": "AUTH_REVOKED"
                   }
                 }
"""  # noqa: E501 - as it is printed
NARROW = """\
acme.AUTH_OLD  registry/providers/acme.toml:42:1

What happened    The credentials are too
                 old.
                 registry/providers/acme.toml:44:11
Code             AUTH_OLD
                 registry/providers/acme.toml:42:1   the id
HTTP status      401
                 registry/providers/acme.toml:43:10
Class            AuthOldError
                 from the id
"""
EXAMPLES = """\
Example          documented                    registry/providers/acme.toml:46:1
                 HTTP/1.1 401 Unauthorized

                 {"error": {"code": "AUTH_OLD", "on": 1}}
                 documented                    registry/providers/acme.toml:50:1
                 HTTP/1.1 401 Unauthorized

                 {"error": {"code": "AUTH_OLD", "on": 2}}
"""


def test_page_of_an_error(write: Write, run: Run) -> None:
    """Without a terminal, origins are next to the facts, and long paragraphs are wrapped."""
    write(ACME)
    result = run("show", "AUTH_REVOKED")
    assert (result.code, result.out, result.err) == (0, WIDE, "")


def test_page_on_a_narrow_terminal(write: Write, run: Run, narrow: Callable[[int], None]) -> None:
    """Origins are below the facts, and places are never broken."""
    write(ACME)
    narrow(40)
    out = run("show", "AUTH_OLD").out
    assert out.startswith(NARROW)
    assert all(count_cells(line) <= 40 or "registry/" in line for line in out.splitlines()[1:12])


def test_page_on_a_wide_terminal_is_that_of_a_file(
    write: Write, run: Run, narrow: Callable[[int], None]
) -> None:
    """The layout depends on the width only."""
    write(ACME)
    narrow(200)
    assert run("show", "AUTH_REVOKED").out == WIDE


def test_documented_examples_have_places(write: Write, run: Run) -> None:
    """Each response that the page shows is printed unchanged, and none is built."""
    write(ACME)
    assert EXAMPLES in run("show", "AUTH_OLD").out


def test_undocumented_facts_share_a_line(write: Write, run: Run) -> None:
    """Facts that the provider cannot document are not among them."""
    write('[errors.A]\nclass = "OddError"\nkind = "conflict"\nsummary = "It is odd."\n')
    out = run("show", "A").out
    assert out.endswith("\n\nNot documented   HTTP status, causes, what to do, user message\n")
    assert "Retry            unknown\n" in out
    assert "none: the provider does not document how it sends codes" in out
    write(
        '[categories.client]\nstatus = "4xx"\n'
        '[errors.A]\nclass = "OddError"\nkind = "conflict"\nsummary = "It is odd."\n'
    )
    assert "HTTP status, category, causes" in run("show", "A").out


def test_several_errors_are_separated_by_a_blank_line(write: Write, run: Run) -> None:
    """All errors with a code are shown, each with its name."""
    write(ACME)
    out = run("show", "AUTH_OLD", "REVOKED").out
    assert out == run("show", "AUTH_OLD").out + "\n" + WIDE


def test_registry_with_findings_is_shown(write: Write, run: Run) -> None:
    """A message counts the findings of the files that were read."""
    write(ACME.replace("[errors.AUTH_OLD]", "[errors.AUTH_OLD]\nsource = 'nope'\nx = 1"))
    result = run("show", "AUTH_OLD")
    assert result.code == 0
    assert result.err == "2 findings in registry; run `errsmith lint` to see them\n"
    assert "Retry            after_fix (derived)" in result.out
    assert "Envelope         json" in result.out


def test_envelopes_with_findings_are_not_shown(write: Write, run: Run) -> None:
    """Nobody knows which responses they would read; everything else is shown."""
    write(ACME.replace('path = "error.code"', 'path = ".."'))
    result = run("show", "AUTH_OLD")
    assert result.code == 0
    assert "Envelope         not shown, because of findings in the file\n" in result.out
    assert "Example " not in result.out
    assert "Retry            after_fix (derived)" in result.out


def test_findings_of_other_providers_are_not_counted(write: Write, run: Run) -> None:
    """With --provider, only its own findings may explain what is shown."""
    other = HEAD.replace("AcmeError", "OtherError") + "x = 1\n"
    write({"acme": f"{HEAD}\n{ACME}", "other": other})
    assert "1 finding in registry" in run("show", "AUTH_OLD").err
    assert run("show", "AUTH_OLD", "--provider", "acme").err == ""


@pytest.mark.parametrize("broken", ["other", "acme"])
def test_unreadable_file_is_said(write: Write, run: Run, broken: str) -> None:
    """The exit code says that there may be more errors with this name."""
    files = dict.fromkeys(("acme", "other"), f"{HEAD}\n{ACME}")
    files["other"] = files["other"].replace("AcmeError", "OtherError")
    write({**files, broken: "[provider\n"})
    result = run("show", "AUTH_OLD")
    assert result.code == 1
    assert f"skipped registry/providers/{broken}.toml: cannot be read\n" in result.err
    assert result.out.count("What happened") == 1


def test_unreadable_sdk_is_named(write: Write, run: Run) -> None:
    """The acronyms of class names are missing, so the exit code is 1."""
    registry = write(ACME)
    (registry / "sdk.toml").write_text("[", encoding="utf-8")
    result = run("show", "AUTH_OLD", "--format", "json")
    assert result.code == 1
    assert "registry/sdk.toml cannot be read, so classes may have other names\n" in result.err
    assert result.json[0]["class"] == "acme.AuthOldError"
    assert "1 finding in registry" in result.err


def test_hostile_text_is_escaped(write: Write, run: Run) -> None:
    """Control characters are named, markup is text, and a line end in a summary is a space."""
    nasty = "\\u001b[31m[red]a\\nb\\u202e[/red]" + "x" * 500
    write(
        f'[errors."{nasty}"]\nclass = "NastyError"\nkind = "conflict"\nsummary = "{nasty}"\n'
        f'note = "{nasty}"\nfix = "{nasty}"\nuser_message = "{nasty}"\ncauses = ["{nasty}"]\n'
        'aliases = ["N"]\n'
    )
    out = run("show", "N").out
    assert out.startswith("acme.<U+001B>[31m[red]a<U+000A>b<U+202E>[/red]xxx")
    assert "<U+001B>[31m[red]a\n" in out
    assert all(map(str.isprintable, out.split("\n")))


JSON_KEYS = {
    *("provider", "id", "anchor", "class", "code", "aliases", "documented", "derived", "lifecycle"),
    *("reference_url", "path", "start", "end", "origins", "envelopes", "examples"),
}


def test_json_has_the_documented_keys(write: Write, run: Run) -> None:
    """Programs rely on these keys and values."""
    write(ACME)
    first, second = run("show", "AUTH_REVOKED", "AUTH_OLD", "--format", "json").json
    assert set(first) == set(second) == JSON_KEYS
    assert (first["path"], first["start"]) == (
        "registry/providers/acme.toml",
        {"line": 31, "column": 1},
    )
    assert first["envelopes"] == ["json", "challenge"]
    assert first["origins"]["retry"] == [
        {
            "how": "inherited",
            "reason": "in [groups.auth]",
            "unused": "",
            "path": "registry/providers/acme.toml",
            "start": {"line": 28, "column": 9},
            "end": {"line": 28, "column": 34},
        },
        {
            "how": "inherited",
            "reason": "in [categories.client]",
            "unused": "never (documented)",
            "path": "registry/providers/acme.toml",
            "start": {"line": 23, "column": 9},
            "end": {"line": 23, "column": 33},
        },
    ]
    [built] = first["examples"]
    assert (built["basis"], built["envelope"], built["scope"]) == ("derived", "json", "web")
    assert [(e["basis"], e["envelope"]) for e in second["examples"]] == [("documented", None)] * 2
    assert set(built) == {
        *("basis", "envelope", "status", "headers", "body", "query", "path", "scope"),
    }


def test_listed_json_is_a_part_of_the_shown_json(write: Write, run: Run) -> None:
    """`list` and `show` have the same facts."""
    write(ACME)
    listed = run("list", "--format", "json").json
    for facts in listed:
        [shown] = run("show", facts["id"], "--format", "json").json
        assert {key: shown[key] for key in facts} == facts


@pytest.mark.parametrize("arguments", [["list"], ["show", "E1"], ["show", "--coverage"]])
def test_closed_pipe_ends_quietly(write: Write, arguments: list[str]) -> None:
    """`errsmith list | head -1` prints no traceback."""
    registry = write(
        "".join(
            f'[errors.E{n}]\nclass = "Odd{n}Error"\nsummary = "{"x" * 200}"\n'
            f'aliases = ["A{n}"]\nnote = "{"It is odd. " * 30_000 if n == 1 else "n"}"\n'
            for n in range(600)
        )
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "errsmith", *arguments, "--all"][
            : None if "--coverage" in arguments else -1
        ],
        cwd=registry.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    error = process.stderr.read().decode()
    assert process.wait() == 2
    assert "Traceback" not in error
    process.stderr.close()


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    """The help says what the arguments are."""
    for command in ("list", "show"):
        assert main([command, "--help"]) == 0
        out = capsys.readouterr().out
        assert f"Usage: errsmith {command}" in out
        assert "--registry" in out


def test_page_of_a_file_elsewhere_has_its_path(
    write: Write, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Places are relative to the current directory if the registry is below it."""
    registry = write(ACME)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    out = run("show", "AUTH_OLD", "--registry", str(registry)).out
    assert f"acme.AUTH_OLD  {registry.as_posix()}/providers/acme.toml:42:1\n" in out

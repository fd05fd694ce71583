"""`errsmith list`: a row per error, as wide as the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from errsmith.characters import count_cells
from tests.registries import HEAD

from .conftest import Run, Write

ACME = """\
[[envelopes]]
id = "json"
code = { path = "code" }

[categories.client]
status = "4xx"
retry = { documented = "never" }

[groups.auth]
match = "AUTH_*"

[errors.AUTH_EXPIRED]
status = 401
summary = "The session has expired, so the person must sign in once more."

[errors.BUSY]
status = 503
summary = "The service is busy."

[errors.STRANGE]
summary = "TODO: write what happened."

[errors.GONE]
status = [404, 410]
summary = "Nobody keeps it."
removed = {}
"""
PLAIN = """\
code          state      status          retry               kind (derived)  group  category        class             summary
AUTH_EXPIRED             401             never (documented)  authentication  auth   client          AuthExpiredError  The session has expired, so the person must sign in once more.
BUSY                     503             backoff (derived)   unavailable            not documented  BusyError         The service is busy.
STRANGE       unwritten  not documented  unknown                                    not documented  StrangeError      TODO: write what happened.
GONE          removed    404 or 410      never (documented)  not_found              client          GoneError         Nobody keeps it.
"""  # noqa: E501 - as it is printed
BETA = """\
[provider]
title = "Beta"
class = "BetaError"

[sources.errors]
url = "https://beta.example/errors"
retrieved = 2026-11-21

[scopes.web]
[scopes.app]

[errors.access_denied]
scope = "web"
summary = "It is refused on the web."

[errors.access_denied_app]
code = "access_denied"
scope = ["app"]
deprecated = {}
summary = "It is refused in the app."
"""


def unwrap(text: str) -> list[list[str]]:
    """Return the words of each line."""
    return [line.split() for line in text.splitlines()]


def test_row_per_error(write: Write, run: Run) -> None:
    """Empty columns are left out; undocumented and derived facts are marked."""
    write(ACME)
    result = run("list")
    assert (result.code, result.out) == (0, PLAIN)
    assert result.err == "2 findings in registry; run `errsmith lint` to see them\n"
    assert run("list", "acme").out == PLAIN


def test_several_providers_have_a_column(write: Write, run: Run) -> None:
    """The provider, the scope and the stage are in the row."""
    write({"acme": f"{HEAD}\n{ACME}", "beta": BETA})
    rows = unwrap(run("list").out)
    assert rows[0][:4] == ["provider", "code", "scope", "state"]
    assert rows[1][:2] == ["acme", "AUTH_EXPIRED"]
    assert rows[5][:3] == ["beta", "access_denied", "web"]
    assert rows[6][:4] == ["beta", "access_denied", "app", "deprecated"]
    assert unwrap(run("list", "beta").out)[1][:2] == ["access_denied", "web"]
    assert run("list", "beta", "acme").out == run("list").out


def test_json_is_the_catalogue_of_the_sdk(write: Write, run: Run) -> None:
    """Each object is as in `catalogue.json`, with documented and derived facts apart."""
    write(ACME.replace('"TODO: write what happened."', '"It is odd."\nkind = "conflict"'))
    assert run("site").code == 0
    with open("site/catalogue.json", encoding="utf-8") as file:  # noqa: PTH123
        [provider] = json.load(file)["providers"]
    result = run("list", "--format", "json")
    assert (result.code, result.err) == (0, "")
    listed = result.json
    for found in (*listed, *provider["errors"]):
        del found["reference_url"]  # The site has its own.
    assert listed == provider["errors"]


@pytest.mark.parametrize("width", [1, 2, 20, 40, 60, 80, 100, 120, 160, 400])
def test_terminal_is_as_wide_as_the_lines(
    write: Write, run: Run, narrow: Callable[[int], None], width: int
) -> None:
    """No line is wider, the code is kept for as long as possible, and what is left out is named."""
    write(ACME)
    narrow(width)
    result = run("list")
    lines = result.out.splitlines()
    assert len(lines) == 5
    assert all(count_cells(line) <= width for line in lines)
    left_out = [head for head in ("class", "category", "group") if f" {head}" not in lines[0]]
    if width >= 80:
        assert all(head in result.err.splitlines()[-1] for head in left_out)
        assert "The session" in lines[1]
    if width == 400:
        assert result.out == PLAIN
        assert "no room" not in result.err


def test_wide_characters_are_counted_as_two_cells(
    write: Write, run: Run, narrow: Callable[[int], None]
) -> None:
    """A line in Japanese is cut where the terminal ends."""
    write(f'[errors.A]\nstatus = 404\nsummary = "{"署名" * 60}"\n')
    narrow(80)
    line = run("list").out.splitlines()[1]
    assert 78 <= count_cells(line) <= 80
    assert line.endswith("…")


def test_hostile_text_is_escaped(write: Write, run: Run, narrow: Callable[[int], None]) -> None:
    """Control characters are named, and markup is text."""
    write(
        '[errors."[red]A[/red]"]\nclass = "MarkupError"\n'
        'summary = "[bold]a\\u001b[31m\\nb\\u202e[/bold]"\n'
    )
    for _ in range(2):
        out = run("list").out
        assert "[red]A[/red]" in out
        assert "[bold]a<U+001B>[31m<U+000A>b<U+202E>[/bold]" in out
        assert all(map(str.isprintable, out.splitlines()))
        narrow(200)


def test_markup_on_a_terminal_in_color_is_text(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """rich prints it verbatim; only the head is bold."""
    write('[errors.A]\nclass = "MarkupError"\nsummary = "[red]a[/red] :smile:"\n')
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    head, row = run("list").out.splitlines()
    assert head.startswith("\x1b[1mcode")
    assert "[red]a[/red] :smile:" in row
    assert "\x1b" not in row


def test_huge_name_does_not_widen_other_rows(write: Write, run: Run) -> None:
    """A code of thousands of characters is printed whole, and the others stay aligned."""
    code = "A" * 5000
    write(f'[errors.{code}]\nclass = "LongError"\nsummary = "a"\n[errors.B]\nsummary = "b"\n')
    _, first, second = run("list").out.splitlines()
    assert first.startswith(code)
    assert len(second) < 200


def test_provider_without_errors_has_no_table(write: Write, run: Run) -> None:
    """The message is on stderr, and the JSON array is empty."""
    write("")
    result = run("list")
    assert (result.code, result.out, result.err) == (0, "", "no errors\n")
    assert run("list", "--format", "json").json == []


def test_registry_without_providers_exits_with_2(write: Write, run: Run) -> None:
    """The message is that of the other commands."""
    write({})
    result = run("list")
    assert (result.code, result.out) == (2, "")
    assert result.err == "errsmith: registry: has no providers/<provider>.toml\n"
    assert run("list", "--registry", "nowhere").code == 2


def test_unreadable_file_is_left_out(write: Write, run: Run) -> None:
    """The others are listed; the exit code says that the table is not whole."""
    write({"acme": f"{HEAD}\n{ACME}", "beta": "[provider\n"})
    result = run("list")
    assert (result.code, result.out) == (1, PLAIN)
    assert result.err == (
        "skipped registry/providers/beta.toml: cannot be read\n"
        "3 findings in registry; run `errsmith lint` to see them\n"
    )
    assert run("list", "acme").code == 0
    result = run("list", "beta")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "errsmith: cannot read registry/providers/beta.toml, because of its findings; "
        "run `errsmith lint` to see them\n"
    )

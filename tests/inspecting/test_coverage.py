"""`errsmith show --coverage`: what is documented, derived, missing or old."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from errsmith.drift.record import Record, RecordedCode
from errsmith.drift.record_files import dump_record, get_record_path
from tests.registries import HEAD, write_files

from .conftest import Run, Write

ACME = """\
[sources.more]
url = "https://acme.example/more"
retrieved = 2026-08-01

[sources.skipped]
url = "https://acme.example/skipped"
retrieved = 2026-12-03
extract = { as = "none" }

[[envelopes]]
id = "json"
code = { path = "code" }

[[envelopes]]
id = "redirect"
code = { query = "error" }
derived = true

[categories.client]
status = "4xx"
fix = "Correct the request."

[groups.auth]
match = "AUTH_*"

[errors.AUTH_EXPIRED]
status = 401
retry = { documented = "once" }
summary = "The session has expired."
causes = ["It is old."]
example = { status = 401, body = '{"code": "AUTH_EXPIRED"}' }

[errors.AUTH_LOST]
status = 401
summary = "The session was lost."
user_message = "Sign in."

[errors.BUSY]
source = "more"
status = 503
summary = "TODO: write what happened."

[errors.CLASH]
kind = "conflict"
summary = "Somebody else was faster."

[errors.GONE]
status = 404
summary = "Nobody keeps it."
removed = {}
"""
TEXT = """\
acme  4 errors and 1 removed one; 2 envelopes (1 derived)

  fact          documented  derived  missing  share
  summary                3                 1    75%
  status                 3                 1    75%
  group                  2                 2    50%
  category               2                 2    50%
  kind                            4        0
  retry                  1        2        1    25%
  causes                 1                 3    25%
  fix                    2                 2    50%
  user message           1                 3    25%
  example                1        3        0    25%

  source   retrieved   age             errors  last compared  codes on page
  errors   2026-11-21  10 days              4  2026-11-30                 2
  more     2026-08-01  122 days (old)       1  never
  skipped  2026-12-03  in the future        0  not compared

  summary: to be written (1)
    BUSY  registry/providers/acme.toml:49:11

  status: not documented (1)
    CLASH  registry/providers/acme.toml:51:1

  group: not documented (2)
    BUSY   registry/providers/acme.toml:46:1
    CLASH  registry/providers/acme.toml:51:1

  category: not documented (2)
    BUSY   registry/providers/acme.toml:46:1
    CLASH  registry/providers/acme.toml:51:1

  retry: not documented (1)
    CLASH  registry/providers/acme.toml:51:1

  causes: not documented (3)
    AUTH_LOST  registry/providers/acme.toml:41:1
    BUSY       registry/providers/acme.toml:46:1
    CLASH      registry/providers/acme.toml:51:1

  fix: not documented (2)
    BUSY   registry/providers/acme.toml:46:1
    CLASH  registry/providers/acme.toml:51:1

  user message: not documented (3)
    AUTH_EXPIRED  registry/providers/acme.toml:34:1
    BUSY          registry/providers/acme.toml:46:1
    CLASH         registry/providers/acme.toml:51:1

  retry: derived (2)
    AUTH_LOST  registry/providers/acme.toml:41:1  usual for the kind authentication
    BUSY       registry/providers/acme.toml:46:1  usual for the kind unavailable

  example: derived (3)
    AUTH_LOST  registry/providers/acme.toml:41:1
    BUSY       registry/providers/acme.toml:46:1
    CLASH      registry/providers/acme.toml:51:1

1 provider, 4 errors, 3 sources, 1 of them old
"""


def write_record(registry: Path, provider: str, source: str) -> None:
    """Write the record of a page that had two codes."""
    record = Record(
        url="https://acme.example/errors",
        date=datetime.date(2026, 11, 30),
        digest="0",
        registry_digest="0",
        codes={"A": RecordedCode(line=1), "B": RecordedCode(line=2)},
        lines=9,
    )
    path = get_record_path(registry, provider, source)
    write_files(path.parent, {path.name: dump_record(record)})


def measure(write: Write, run: Run, tables: str, *options: str) -> Any:
    """Return the coverage of a provider as JSON."""
    write(tables)
    [measured] = run("show", "--coverage", "--format", "json", *options).json
    return measured


def count(measured: Any, fact: str) -> tuple[int, int, int]:
    """Return how many errors have a documented fact, a derived one and none."""
    found = measured["facts"][fact]
    return found["documented"], found["derived"], found["missing"]


def test_table_of_a_provider(write: Write, run: Run) -> None:
    """Facts, the age of pages and the errors that lack something; removed errors do not count."""
    write_record(write(ACME), "acme", "errors")
    result = run("show", "--coverage")
    assert (result.code, result.out) == (0, TEXT)
    assert run("show", "--coverage", "acme").out == TEXT
    assert run("show", "--coverage", "--provider", "acme").out == TEXT


def test_json_has_the_documented_keys(write: Write, run: Run) -> None:
    """Programs rely on these keys and values."""
    registry = write(ACME)
    write_record(registry, "acme", "errors")
    [measured] = run("show", "--coverage", "--format", "json").json
    assert set(measured) == {
        *("provider", "title", "is_open", "errors", "removed", "envelopes", "facts", "sources")
    }
    assert (measured["provider"], measured["errors"], measured["removed"]) == ("acme", 4, 1)
    assert measured["envelopes"] == {"documented": 1, "derived": 1}
    assert measured["facts"]["statuses"] == {
        "documented": 3,
        "derived": 0,
        "missing": 1,
        "gaps": [
            {
                "id": "CLASH",
                "basis": "missing",
                "reason": "",
                "path": "registry/providers/acme.toml",
                "start": {"line": 51, "column": 1},
                "end": {"line": 51, "column": 15},
            }
        ],
    }
    assert measured["facts"]["kind"]["gaps"] == []
    errors, more, skipped = measured["sources"]
    assert errors == {
        "id": "errors",
        "url": "https://acme.example/errors",
        "retrieved": "2026-11-21",
        "age": 10,
        "is_old": False,
        "errors": 4,
        "comparison": "recorded",
        "compared": "2026-11-30",
        "codes": 2,
        "path": "registry/providers/acme.toml",
        "start": {"line": 7, "column": 13},
        "end": {"line": 7, "column": 23},
    }
    assert (more["age"], more["is_old"], more["comparison"]) == (122, True, "never")
    assert (skipped["age"], skipped["comparison"], skipped["codes"]) == (-2, "skipped", None)


@pytest.mark.parametrize(("days", "old"), [(9, 2), (10, 1), (121, 1), (122, 0), (0, 2)])
def test_age_from_which_a_page_is_old(write: Write, run: Run, days: int, old: int) -> None:
    """A page is old after that many days, not on the last of them."""
    measured = measure(write, run, ACME, "--older-than", str(days))
    assert sum(source["is_old"] for source in measured["sources"]) == old


def test_age_must_not_be_negative(write: Write, run: Run) -> None:
    """The command line says what is expected."""
    write(ACME)
    result = run("show", "--coverage", "--older-than", "-1")
    assert (result.code, result.out) == (2, "")
    assert "--older-than" in result.err


def test_facts_that_a_provider_cannot_have_are_not_counted(write: Write, run: Run) -> None:
    """Without groups, categories and envelopes, no error can have one."""
    error = '[errors.A]\nclass = "OddError"\nkind = "conflict"\nsummary = "It is odd."\n'
    measured = measure(write, run, error)
    expected = {"summary", "statuses", "kind", "retry", "causes", "fix", "user_message"}
    assert set(measured["facts"]) == expected


def test_error_that_only_redirects_carry_needs_no_status(write: Write, run: Run) -> None:
    """A redirect to the client has no status of the error."""
    redirect = '[[envelopes]]\nid = "redirect"\ncode = { query = "error" }\n'
    body = '[[envelopes]]\nid = "json"\ncode = { path = "error" }\n'
    error = '[errors.DENIED]\nclass = "OddError"\nkind = "declined"\nsummary = "It is odd."\n'
    assert "statuses" not in measure(write, run, redirect + error)["facts"]
    assert count(measure(write, run, redirect + body + error), "statuses") == (0, 0, 1)
    assert count(measure(write, run, redirect + error + "status = 400\n"), "statuses") == (1, 0, 0)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('retry = { documented = "once" }', (1, 0, 0)),
        ('retry = { derived = "once" }', (0, 1, 0)),
        ("", (0, 0, 1)),
        ("status = 503", (0, 1, 0)),
    ],
)
def test_retry_advice_is_documented_derived_or_missing(
    write: Write, run: Run, keys: str, expected: tuple[int, int, int]
) -> None:
    """Advice that only the kind implies is derived."""
    error = f'[errors.A]\nclass = "OddError"\nkind = "internal"\nsummary = "It is odd."\n{keys}\n'
    if "503" in keys:
        error = error.replace('kind = "internal"\n', "")
    assert count(measure(write, run, error), "retry") == expected


def list_errors(number: int, documented: int) -> str:
    """Return errors; only the first ones have causes."""
    return "".join(
        f'[errors.E{n}]\nclass = "Odd{"x" * n}Error"\nkind = "conflict"\n'
        f'summary = "It is odd."\nfix = "Wait."\n'
        + ('causes = ["It is old."]\n' if n < documented else "")
        for n in range(number)
    )


def test_long_lists_are_cut(write: Write, run: Run) -> None:
    """Five errors are listed for each fact, unless all are asked for."""
    write(list_errors(12, 3))
    out = run("show", "--coverage").out
    assert "  causes: not documented (9)\n    E3  " in out
    assert "    E7  registry/providers/acme.toml:47:1\n    … and 4 more; --all lists them\n" in out
    assert "E8" not in out
    out = run("show", "--coverage", "--all").out
    assert "    E11  " in out
    assert "more;" not in out


def test_fact_that_all_errors_lack_is_named_once(write: Write, run: Run) -> None:
    """A list of all errors would not help."""
    write(list_errors(12, 0))
    out = run("show", "--coverage").out
    assert "\n  missing for all errors: status, retry, causes, user message\n" in out
    assert "causes: not documented" not in out
    assert "causes: not documented (12)" in run("show", "--coverage", "--all").out


@pytest.mark.parametrize(
    ("documented", "share"), [(0, "0%"), (1, "<1%"), (2, "1%"), (199, "99%"), (200, "100%")]
)
def test_share_is_rounded_honestly(write: Write, run: Run, documented: int, share: str) -> None:
    """A single exception is visible: the share is neither 0 % nor 100 %."""
    write(list_errors(200, documented))
    [row] = [line for line in run("show", "--coverage").out.splitlines() if "  causes  " in line]
    assert row.split()[-1] == share


def test_open_page_is_marked(write: Write, run: Run) -> None:
    """The page itself says that there are more errors."""
    write({"acme": HEAD.replace('title = "Acme"', 'title = "Acme"\nopen = true')})
    result = run("show", "--coverage")
    assert result.out.startswith(
        "acme  0 errors; the page says that its list is incomplete; 0 envelopes\n"
    )
    assert result.code == 0


def test_unreadable_record_is_said(write: Write, run: Run) -> None:
    """A record in conflict is not taken for a missing one."""
    registry = write(ACME)
    write_files(registry / "pages", {"acme.errors.json": "<<<<<<<"})
    [measured] = run("show", "--coverage", "--format", "json").json
    assert measured["sources"][0]["comparison"] == "unreadable"
    assert "unreadable\n" in run("show", "--coverage").out


def test_missing_sources_are_not_invented(write: Write, run: Run) -> None:
    """A file without the required tables is measured as far as it goes."""
    write({"acme": '[errors.A]\nclass = "OddError"\nkind = "conflict"\nsummary = "It is odd."\n'})
    result = run("show", "--coverage", "--format", "json")
    assert result.code == 0
    assert "findings in registry" in result.err
    assert result.json[0]["sources"] == []


def test_envelopes_of_a_file_with_findings_are_not_counted(write: Write, run: Run) -> None:
    """Nobody knows which responses they would read."""
    write(ACME.replace('code = { path = "code" }', 'code = { path = ".." }'))
    result = run("show", "--coverage")
    assert "envelopes not shown, because of findings in the file\n" in result.out
    assert "example" not in result.out
    assert "findings" in result.err


def test_hostile_ids_are_escaped(write: Write, run: Run) -> None:
    """Ids of sources and errors are printed without their control characters."""
    write(
        '[sources."a\\u001b[31m\\n"]\nurl = "https://acme.example/x"\nretrieved = 2026-01-01\n'
        '[errors."b\\u001b[31m[red]\\n"]\nclass = "OddError"\nkind = "conflict"\nsummary = "O."\n'
        '[errors.C]\nkind = "conflict"\nsummary = "It is odd."\ncauses = ["It is old."]\n'
    )
    out = run("show", "--coverage").out
    assert "a<U+001B>[31m<U+000A>" in out
    assert "b<U+001B>[31m[red]<U+000A>" in out
    assert all(map(str.isprintable, out.split("\n")))

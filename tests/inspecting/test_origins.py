"""Where each fact of an error comes from: every fact, every origin, and its place in the file."""

from __future__ import annotations

from typing import Any

import pytest

from tests.registries import HEAD

from .conftest import Run, Write

LINES = len(HEAD.splitlines()) + 1
"""The lines above the tables of a test."""


def trace(write: Write, run: Run, tables: str, id_: str = "AUTH_DOWN") -> dict[str, Any]:
    """Return the origins of an error's facts."""
    write(tables)
    [shown] = run("show", f"acme.{id_}", "--format", "json").json
    origins: dict[str, Any] = shown["origins"]
    return origins


def shorten(origins: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Return how, reason, unused fact and line (without the required tables) of each origin."""
    return [
        (o["how"], o["reason"], o["unused"], o["start"] and o["start"]["line"] - LINES)
        for o in origins
    ]


def error(*lines: str) -> str:
    """Return the table of an error."""
    return "\n".join(["[errors.AUTH_DOWN]", 'summary = "Acme is down."', *lines]) + "\n"


GROUP = '[groups.auth]\nmatch = ["X", "AUTH_*"]\n'
OTHER = "[groups.other]\n"
CATEGORY = '[categories.server]\nstatus = "5xx"\n'
OTHER_CATEGORY = "[categories.ours]\n"

CASES: dict[str, tuple[str, str, list[tuple[Any, ...]]]] = {
    "code from the id": (error(), "code", [("default", "the id", "", 1)]),
    "code stated": (error('code = "E-1"'), "code", [("stated", "", "", 3)]),
    "class from the id": (error(), "class", [("derived", "from the id", "", None)]),
    "class stated": (error('class = "OutageError"'), "class", [("stated", "", "", 3)]),
    "aliases": (error('aliases = ["A-1"]'), "aliases", [("stated", "", "", 3)]),
    "endpoints": (error('endpoints = "GET /x"'), "endpoints", [("stated", "", "", 3)]),
    "statuses": (error("status = 503"), "statuses", [("stated", "", "", 3)]),
    "scopes": (
        error('scope = "token"') + "[scopes.token]\n",
        "scopes",
        [("stated", "", "", 3)],
    ),
    "causes": (error('causes = ["It rains."]'), "causes", [("stated", "", "", 3)]),
    "note": (error('note = "It is odd."'), "note", [("stated", "", "", 3)]),
    "since": (error('since = "0.1.0"'), "since", [("stated", "", "", 3)]),
    "deprecated": (error("deprecated = {}"), "deprecated", [("stated", "", "", 3)]),
    "removed": (error("removed = {}"), "removed", [("stated", "", "", 3)]),
    "summary": (error(), "summary", [("stated", "", "", 2)]),
    "group by match": (
        GROUP + error(),
        "group",
        [("derived", '"AUTH_*" in [groups.auth]', "", 2)],
    ),
    "group stated": (OTHER + error('group = "other"'), "group", [("stated", "", "", 4)]),
    "group stated against match": (
        GROUP + OTHER + error('group = "other"'),
        "group",
        [("stated", "", "", 6), ("derived", '"AUTH_*" in [groups.auth]', "auth", 2)],
    ),
    "group undefined": (
        error('group = "nope"'),
        "group",
        [("stated", "not defined in [groups]", "", 3)],
    ),
    "category by status": (
        CATEGORY + error("status = [502, 503]"),
        "category",
        [("derived", "statuses 502 and 503 in [categories.server]", "", 2)],
    ),
    "category stated": (
        OTHER_CATEGORY + error('category = "ours"'),
        "category",
        [("stated", "", "", 4)],
    ),
    "category stated against status": (
        CATEGORY + OTHER_CATEGORY + error("status = 503", 'category = "ours"'),
        "category",
        [
            ("stated", "", "", 7),
            ("derived", "status 503 in [categories.server]", "server", 2),
        ],
    ),
    "category undefined": (
        error('category = "nope"'),
        "category",
        [("stated", "not defined in [categories]", "", 3)],
    ),
    "kind from a status": (
        error("status = 503"),
        "kind",
        [("derived", "from status 503", "", 3)],
    ),
    "kind from statuses": (
        error("status = [502, 503]"),
        "kind",
        [("derived", "from statuses 502 and 503", "", 3)],
    ),
    "kind from a class of statuses": (
        error('status = "5xx"'),
        "kind",
        [("derived", "from status 5xx", "", 3)],
    ),
    "kind from the group": (
        GROUP + 'kind = "authentication"\n' + error(),
        "kind",
        [("inherited", "in [groups.auth]", "", 3)],
    ),
    "kind from the group at an unlisted status": (
        GROUP + 'kind = "conflict"\n' + error("status = 400"),
        "kind",
        [("inherited", "in [groups.auth]", "", 3)],
    ),
    "kind from a listed status in spite of the group": (
        GROUP + 'kind = "conflict"\n' + error("status = 401"),
        "kind",
        [("derived", "from status 401", "", 6)],
    ),
    "kind stated": (
        error('kind = "conflict"'),
        "kind",
        [("stated", "", "", 3)],
    ),
    "kind stated against the status": (
        error("status = 503", 'kind = "conflict"'),
        "kind",
        [("stated", "", "", 4), ("derived", "from status 503", "unavailable", 3)],
    ),
    "kinds that disagree": (
        error("status = [401, 503]"),
        "kind",
        [
            ("derived", "from status 401", "authentication", 3),
            ("derived", "from status 503", "unavailable", 3),
        ],
    ),
    "retry by kind": (
        error("status = 503"),
        "retry",
        [("derived", "usual for the kind unavailable", "", None)],
    ),
    "retry stated": (
        error('retry = { documented = "once" }'),
        "retry",
        [("stated", "", "", 3)],
    ),
    "retry of the group": (
        GROUP + 'retry = { derived = "once" }\n' + error(),
        "retry",
        [("inherited", "in [groups.auth]", "", 3)],
    ),
    "retry of the category": (
        CATEGORY + 'retry = { documented = "never" }\n' + error("status = 503"),
        "retry",
        [("inherited", "in [categories.server]", "", 3)],
    ),
    "retry of all": (
        CATEGORY
        + 'retry = { documented = "never" }\n'
        + GROUP
        + 'retry = { derived = "backoff", delay = 2 }\n'
        + error("status = 503", 'retry = { documented = "once" }'),
        "retry",
        [
            ("stated", "", "", 10),
            ("inherited", "in [groups.auth]", "backoff after 2 s (derived)", 6),
            ("inherited", "in [categories.server]", "never (documented)", 3),
        ],
    ),
    "fix of all": (
        CATEGORY + 'fix = "C"\n' + GROUP + 'fix = "G"\n' + error("status = 503", 'fix = "E"'),
        "fix",
        [
            ("stated", "", "", 10),
            ("inherited", "in [groups.auth]", "G", 6),
            ("inherited", "in [categories.server]", "C", 3),
        ],
    ),
    "user message of the category": (
        CATEGORY + 'user_message = "C"\n' + GROUP + error("status = 503"),
        "user_message",
        [("inherited", "in [categories.server]", "", 3)],
    ),
    "user message in several languages": (
        CATEGORY
        + 'user_message = { en = "C", nb = "D" }\n'
        + error("status = 503", 'user_message = "E"'),
        "user_message",
        [("stated", "", "", 7), ("inherited", "in [categories.server]", "en: C; nb: D", 3)],
    ),
    "first source": (
        error(),
        "source_url",
        [("default", "in [sources.errors]", "", 6 - LINES)],
    ),
    "source stated": (
        '[sources.more]\nurl = "https://acme.example/more"\nretrieved = 2026-11-21\n'
        + error('source = "more"'),
        "source_url",
        [("inherited", "in [sources.more]", "", 2)],
    ),
    "source undefined": (
        error('source = "nope"'),
        "source_url",
        [("default", "in [sources.errors]", "", 6 - LINES)],
    ),
    "link stated": (
        error('link = "https://acme.example/errors#down"'),
        "source_url",
        [("stated", "", "", 3)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_origin_of_a_fact(write: Write, run: Run, case: str) -> None:
    """Each fact has the place that states it, and those that would if it did not."""
    tables, fact, expected = CASES[case]
    assert shorten(trace(write, run, tables)[fact]) == expected


@pytest.mark.parametrize(
    "fact",
    ["group", "category", "kind", "retry", "fix", "user_message", "causes", "note", "statuses"],
)
def test_undocumented_fact_has_no_origin(write: Write, run: Run, fact: str) -> None:
    """Nothing states it, so there is no place."""
    assert fact not in trace(write, run, error())


def test_every_fact_of_the_catalogue_can_have_an_origin(write: Write, run: Run) -> None:
    """The names of the cases are those of the catalogue, apart from the URL of the reference."""
    write(error())
    [shown] = run("show", "AUTH_DOWN", "--format", "json").json
    names = {*shown["documented"], *shown["derived"], *shown["lifecycle"]}
    names |= {"class", "code", "aliases"}
    assert names - {"user_messages"} == {fact for _, fact, _ in CASES.values()}


def test_place_counts_lines_and_columns_from_1(write: Write, run: Run) -> None:
    """A place has the path as displayed, and the columns of the value."""
    [origin] = trace(write, run, error("status = [502, 503]"))["statuses"]
    assert origin["path"] == "registry/providers/acme.toml"
    assert origin["start"] == {"line": LINES + 3, "column": 10}
    assert origin["end"] == {"line": LINES + 3, "column": 20}


def test_incomplete_retry_states_nothing(write: Write, run: Run) -> None:
    """A finding in the error's own table does not hide the advice that it inherits."""
    tables = GROUP + 'retry = { derived = "once" }\n' + error("retry = { delay = 3 }")
    assert shorten(trace(write, run, tables)["retry"]) == [("inherited", "in [groups.auth]", "", 3)]

"""`catalogue.json`, its schema, and `catalogue.csv`: the facts of all errors for programs."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from errsmith import generation
from errsmith.runtime import facts
from errsmith.runtime.kinds import KINDS
from errsmith.targets.site.catalogue import build_catalogue, build_csv, build_schema
from errsmith.targets.target import Project
from tests.registries import REGISTRIES, ROOT, read_registry, write_registry
from tests.sdk.commanding import run
from tests.site.sites import mark_published
from tests.specimen.sdk import REGISTRY

ALL = {**REGISTRIES, "published": ROOT / "registry"}
SPECIMEN = REGISTRY / "providers"

FULL = """
[provider]
title = "Acme"
class = "AcmeError"
support = "Quote the request ID."
open = true

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21
note = "It is short."

[scopes.orders]
paths = "/orders*"

[[envelopes]]
id = "json"
code = { path = "code", summary = "Names the error." }
fields.request_id = { header = "X-Request-Id", role = "reference", summary = "Its ID." }

[groups.ORDER]
class = "OrderError"
match = "ORDER_*"
retry = { derived = "backoff", delay = 5 }

[errors.CLOSED]
status = [409, "5xx"]
kind = "conflict"
scope = "orders"
endpoints = ["POST /orders", "PUT /orders"]
aliases = ["SHUT", 17]
retry = { documented = "once", delay = 1.5 }
summary = "The shop is closed; come back tomorrow."
causes = ["It is night.", "It is Sunday."]
fix = "Wait, \\"quietly\\"."
user_message = { en = "We are closed.", sv = "Vi har stängt." }
note = "The page calls it shut, too."
since = "0.1.0"

[errors.ORDER_LOST]
status = 404
summary = "Nobody can find this order."
deprecated = { reason = "It was split.", replacement = ["CLOSED", "ORDER_GONE"], since = "0.1.0" }

[errors.ORDER_GONE]
status = 404
summary = "This order was deleted."
removed = { since = "0.1.0" }
"""
"""A provider with every fact that an error can have."""


@cache
def build_project(registry: Path) -> Project:
    return generation.build_project(read_registry(registry))


def read_catalogue(project: Project) -> Any:
    return json.loads(build_catalogue(project))


def read_rows(project: Project) -> list[dict[str, str]]:
    """Read the sheet as its documentation says."""
    sheet = io.TextIOWrapper(io.BytesIO(build_csv(project)), encoding="utf-8-sig", newline="")
    return list(csv.DictReader(sheet, strict=True))


def list_errors(project: Project) -> list[dict[str, Any]]:
    providers = read_catalogue(project)["providers"]
    return [error for provider in providers for error in provider["errors"]]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project whose errors have every fact."""
    folder = tmp_path_factory.mktemp("full") / "registry"
    return build_project(write_registry(folder, FULL))


# --- catalogue.json -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", mark_published(ALL))
def test_catalogue_fits_its_schema(name: str) -> None:
    """The catalogue of a registry is valid."""
    Draft202012Validator(json.loads(build_schema())).validate(
        read_catalogue(build_project(ALL[name]))
    )


def test_full_catalogue_fits_its_schema(full: Project) -> None:
    """A catalogue with every fact is valid, and not without one of the properties."""
    validator = Draft202012Validator(json.loads(build_schema()))
    catalogue = read_catalogue(full)
    validator.validate(catalogue)
    places = [place for place, _ in iterate_objects(catalogue) if place[-1:] != ("user_messages",)]
    assert len(places) > 10
    for place in places:
        for name in find_object(catalogue, place):
            damaged = json.loads(json.dumps(catalogue))
            value = find_object(damaged, place).pop(name)
            assert not validator.is_valid(damaged), (place, name)
            find_object(damaged, place).update({name: value, "other": value})
            assert not validator.is_valid(damaged), (place, "other")


def iterate_objects(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Yield each object in a JSON value, with its place."""
    if isinstance(value, dict):
        yield place, value
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from iterate_objects(inner, (*place, key))


def find_object(value: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        value = value[key]
    return value


def test_schema_describes_every_property() -> None:
    """The schema is valid, describes all properties, and has the words of the model."""
    schema = json.loads(build_schema())
    Draft202012Validator.check_schema(schema)
    definitions = schema["$defs"]
    for _, found in iterate_objects(schema):
        for name, definition in found.get("properties", {}).items():
            target = definitions.get(definition.get("$ref", "").removeprefix("#/$defs/"), {})
            assert {**target, **definition}.get("description"), name
    assert set(definitions["advice"]["enum"]) == set(get_args(facts.Advice))
    assert set(definitions["derived"]["properties"]["kind"]["enum"]) == {*KINDS, None}
    levels = definitions["derived_retry"]["properties"]["level"]["enum"]
    assert set(levels) == set(get_args(facts.Level)) - {"response"}
    bases = {
        definitions[f"{basis}_retry"]["properties"]["basis"]["const"]
        for basis in ("documented", "derived")
    }
    assert bases == set(get_args(facts.Basis)) - {"response"}


def test_catalogue_is_what_an_sdk_prints() -> None:
    """An SDK lists the same objects in the same order."""
    assert read_catalogue(build_project(REGISTRY)) == json.loads(run("list", "--json").out)


@pytest.mark.parametrize("path", sorted(SPECIMEN.glob("*.toml")), ids=lambda path: path.stem)
def test_catalogue_has_the_facts_of_the_registry(path: Path) -> None:
    """Stated facts are the registry's, as `tomllib` reads them."""
    tables = tomllib.loads(path.read_text("utf-8"))["errors"]
    errors = {
        e["id"]: e for e in list_errors(build_project(REGISTRY)) if e["provider"] == path.stem
    }
    assert set(errors) == set(tables)
    for id_, table in tables.items():
        error, documented = errors[id_], errors[id_]["documented"]
        assert error["code"] == table.get("code", id_)
        assert documented["summary"] == table["summary"]
        assert documented["causes"] == table.get("causes", [])
        assert documented["note"] == table.get("note")
        status = table.get("status", [])
        assert documented["statuses"] == (status if isinstance(status, list) else [status])
        for basis, other in (("documented", "derived"), ("derived", "documented")):
            if basis in table.get("retry", {}):
                assert error[basis]["retry"]["advice"] == table["retry"][basis]
                assert error[basis]["retry"]["level"] == "error"
                assert error[other]["retry"] is None


def test_catalogue_has_a_line_per_error(full: Project) -> None:
    """Each error is JSON on a line of its own, so that a change of one error changes one line."""
    text = build_catalogue(full).decode("ascii")
    lines = [line.rstrip(",") for line in text.split("\n") if line.startswith('{"provider":')]
    assert [json.loads(line) for line in lines] == list_errors(full)
    assert text.endswith("]}\n]}\n")


def test_provider_in_the_catalogue(full: Project) -> None:
    """A provider has its facts and pages."""
    [provider] = read_catalogue(full)["providers"]
    assert {name: fact for name, fact in provider.items() if name != "errors"} == {
        "name": "acme",
        "title": "Acme",
        "class": "acme_errors.acme.AcmeError",
        "summary": None,
        "support": "Quote the request ID.",
        "quoted": ["request_id"],
        "note": None,
        "is_open": True,
        "sources": [
            {
                "url": "https://acme.example/errors",
                "retrieved": "2026-11-21",
                "note": "It is short.",
            }
        ],
    }
    # Errors of a group come before those without one.
    assert [e["id"] for e in provider["errors"]] == ["ORDER_LOST", "ORDER_GONE", "CLOSED"]


# --- catalogue.csv ------------------------------------------------------------------------------


def test_row_with_every_fact(full: Project) -> None:
    """A row has the facts of an error, with an item per line in cells of lists."""
    rows = {row["id"]: row for row in read_rows(full)}
    filled = {name: cell for name, cell in rows["CLOSED"].items() if cell}
    assert filled == {
        "provider": "acme",
        "id": "CLOSED",
        "anchor": "closed",
        "class": "acme_errors.acme.ClosedError",
        "code": "CLOSED",
        "aliases": "SHUT\n17",
        "documented_statuses": "409\n5xx",
        "documented_scopes": "orders",
        "documented_endpoints": "POST /orders\nPUT /orders",
        "documented_retry": "once",
        "documented_retry_delay": "1.5",
        "documented_retry_level": "error",
        "documented_summary": "The shop is closed; come back tomorrow.",
        "documented_causes": "It is night.\nIt is Sunday.",
        "documented_fix": 'Wait, "quietly".',
        "documented_user_message": "We are closed.",
        "documented_user_messages": "en: We are closed.\nsv: Vi har stängt.",
        "documented_note": "The page calls it shut, too.",
        "documented_source_url": "https://acme.example/errors",
        "derived_kind": "conflict",
        "since": "0.1.0",
        "version": "0.1.0",
    }
    assert (rows["ORDER_LOST"]["derived_kind"], rows["ORDER_LOST"]["documented_group"]) == (
        "not_found",
        "ORDER",
    )
    lost = {name: cell for name, cell in rows["ORDER_LOST"].items() if "retry" in name and cell}
    assert lost == {
        "derived_retry": "backoff",
        "derived_retry_delay": "5.0",
        "derived_retry_level": "group",
    }
    stages = {
        id_: {n: c for n, c in row.items() if n.startswith(("deprecated", "removed")) and c}
        for id_, row in rows.items()
    }
    assert stages == {
        "CLOSED": {},
        "ORDER_LOST": {
            "deprecated": "yes",
            "deprecated_since": "0.1.0",
            "deprecated_reason": "It was split.",
            "deprecated_replacements": "CLOSED\nORDER_GONE",
        },
        "ORDER_GONE": {"removed": "yes", "removed_since": "0.1.0"},
    }


def flatten(error: dict[str, Any], version: str) -> dict[str, str]:
    """Return the row that an object of the catalogue must have."""
    row: dict[str, Any] = {"version": version}
    for name, value in error.items():
        if name == "lifecycle":
            row["since"] = value["since"]
            for stage in ("deprecated", "removed"):
                parts = value[stage] or dict.fromkeys(("since", "reason", "replacements"))
                row[stage] = "yes" if value[stage] else None
                row.update({f"{stage}_{part}": fact for part, fact in parts.items()})
        elif name in ("documented", "derived"):
            for fact_name, fact in value.items():
                column = f"{name}_{fact_name}"
                if fact_name == "retry":
                    advice = fact or dict.fromkeys(("advice", "delay", "level"))
                    row[column] = advice["advice"]
                    row.update({f"{column}_{part}": advice[part] for part in ("delay", "level")})
                else:
                    row[column] = fact
        else:
            row[name] = value
    return {column: format_cell(value) for column, value in row.items()}


def format_cell(value: Any) -> str:
    if isinstance(value, dict):
        value = [f"{name}: {item}" for name, item in value.items()]
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")


@pytest.mark.parametrize("name", REGISTRIES)
def test_sheet_has_the_facts_of_the_catalogue(name: str) -> None:
    """There is a row per error with all of its facts; these registries have no formulas."""
    project = build_project(REGISTRIES[name])
    version = read_catalogue(project)["version"]
    assert read_rows(project) == [flatten(error, version) for error in list_errors(project)]


ENVELOPE = """
[[envelopes]]
id = "json"
code = { path = "code", summary = "Names the error." }
"""
FORMULAS = {
    "=1+1": "'=1+1",
    "+1+1": "'+1+1",
    "-1+1": "'-1+1",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t'=1",
    "\r=1": "'\r'=1",
    "\n=1": "'\n'=1",
    '"=1"': '\'"=1"',
    "\uff1d1+1": "'\uff1d1+1",
    "x;=1": "x;'=1",
    'x\n"=1': "x\n'\"=1",
    # These are data in any spreadsheet.
    "-17": "-17",
    "+1.5": "+1.5",
    "x=1; y - 2": "x=1; y - 2",
    "'=1": "'=1",
}
"""Texts, and their cells."""


def test_formulas_are_inert(tmp_path: Path) -> None:
    """A text that a spreadsheet might run as a formula gets an apostrophe; other texts do not."""
    texts = [*FORMULAS]
    tables = "".join(
        f"[errors.E{number}]\nstatus = 400\nsummary = 'It runs.'\ncauses = [{json.dumps(text)}]\n"
        for number, text in enumerate(texts)
    )
    registry = write_registry(tmp_path / "registry", ENVELOPE + tables)
    project = generation.build_project(read_registry(registry))
    cells = [row["documented_causes"] for row in read_rows(project)]
    assert cells == [FORMULAS[text] for text in texts]
    assert [error["documented"]["causes"] for error in list_errors(project)] == [[t] for t in texts]


def test_bytes_of_the_sheet(full: Project) -> None:
    """It begins with a byte order mark, has every cell in quotes, and LF at the end of lines."""
    data = build_csv(full)
    assert data.startswith(b'\xef\xbb\xbf"provider","id",')
    assert b"\r" not in data
    assert data.endswith(b'"0.1.0"\n')
    assert len({len(row) for row in csv.reader(io.StringIO(data.decode(), newline=""))}) == 1

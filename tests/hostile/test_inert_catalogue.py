"""The catalogue has the registry's strings unchanged, and its sheet runs none of them."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from errsmith import generation
from errsmith.targets.site.catalogue import build_catalogue, build_csv, build_schema
from errsmith.targets.target import Project
from tests.registries import read_registry, sdk_toml, write_registry

from .test_inert_text import OF_MEANING, PROVIDERS

STATED = ("summary", "causes", "fix", "note")
"""Facts of an error with the same form in the registry and in the catalogue."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the project of all providers with hostile strings."""
    folder = tmp_path_factory.mktemp("catalogue") / "registry"
    registry = write_registry(folder, PROVIDERS, sdk_toml(acronyms='["JSON"]'))
    return generation.build_project(read_registry(registry, OF_MEANING))


@pytest.fixture(scope="module")
def catalogue(project: Project) -> Any:
    """Return the catalogue as programs read it."""
    return json.loads(build_catalogue(project))


@pytest.fixture(scope="module")
def rows(project: Project) -> list[dict[str, str]]:
    """Return the rows of the sheet as programs read them."""
    text = build_csv(project).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def list_errors(catalogue: Any) -> list[Any]:
    return [error for provider in catalogue["providers"] for error in provider["errors"]]


def test_catalogue_of_hostile_strings(catalogue: Any) -> None:
    """The catalogue is valid, and has every string of the registry."""
    Draft202012Validator(json.loads(build_schema())).validate(catalogue)
    assert {provider["name"] for provider in catalogue["providers"]} == set(PROVIDERS)
    for provider in catalogue["providers"]:
        file = tomllib.loads(PROVIDERS[provider["name"]])
        assert provider["title"] == file["provider"]["title"]
        assert provider["support"] == file["provider"]["support"]
        errors = {error["id"]: error["documented"] for error in provider["errors"]}
        assert set(errors) == set(file["errors"])
        for id_, table in file["errors"].items():
            stated = {name: table[name] for name in STATED if name in table}
            assert {name: errors[id_][name] for name in stated} == stated


def test_sheet_of_hostile_strings(catalogue: Any, rows: list[dict[str, str]]) -> None:
    """The sheet has a row per error, with the catalogue's strings apart from apostrophes."""
    for error, row in zip(list_errors(catalogue), rows, strict=True):
        for name in ("id", "code"):
            assert row[name].replace("'", "") == error[name].replace("'", "")
        for name in ("summary", "fix", "note"):
            expected = (error["documented"][name] or "").replace("'", "")
            assert row[f"documented_{name}"].replace("'", "") == expected


def test_sheet_has_no_formula(rows: list[dict[str, str]]) -> None:
    """No cell begins like a formula, even for a program that splits cells at other separators."""
    cells = [cell for row in rows for cell in row.values()]
    assert any("'=1+1" in cell for cell in cells)
    numbers = [cell for cell in cells if re.fullmatch(r"[-+]?\d+(\.\d+)?", cell)]
    for cell in set(cells) - set(numbers):
        assert not cell.startswith(("\t", "\r", "\n"))
        for piece in re.split(r"[;\t\r\n]", cell):
            assert not piece.lstrip('"').startswith(("=", "+", "-", "@")), repr(cell)

"""The example of added outputs: a table and Go constants, for any registry."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from errsmith import generation
from errsmith.targets.custom import filters
from tests.errsmith.go_source import read_file
from tests.hostile.test_inert_text import OF_MEANING, PROVIDERS
from tests.registries import (
    REGISTRIES,
    MakeRegistry,
    read_registry,
    sdk_toml,
    write_files,
    write_registry,
)

EXAMPLE = Path(filters.__file__).parent / "example"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folders of the registries of tests, and of a hostile one."""
    folder = tmp_path_factory.mktemp("example") / "registry"
    hostile = write_registry(folder, PROVIDERS, sdk_toml(acronyms='["JSON"]'))
    return {**REGISTRIES, "hostile": hostile}


@pytest.fixture(scope="module")
def added(sources: Mapping[str, Path]) -> dict[str, dict[str, str]]:
    """Return the files that the example adds for each registry."""
    found = {}
    for name, source in sources.items():
        registry = read_registry(source, OF_MEANING if name == "hostile" else ())
        generated = generation.generate_sdk(registry, EXAMPLE, targets=())
        paths = [path for path in generated if path.startswith(("data/", "go/"))]
        found[name] = {path: generated[path].decode() for path in paths}
    return found


def read_errors(source: Path) -> dict[str, dict[str, Any]]:
    """Return the errors of each provider as the registry has them."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8")).get("errors", {})
        for path in sorted((source / "providers").glob("*.toml"))
    }


def list_statuses(error: Mapping[str, Any]) -> list[str]:
    """Return the documented statuses of an error as strings."""
    found = error.get("status", [])
    return [str(status) for status in (found if isinstance(found, list) else [found])]


@pytest.mark.parametrize("name", [*REGISTRIES, "hostile"])
def test_table_has_the_facts_of_the_registry(
    name: str, sources: Mapping[str, Path], added: Mapping[str, Mapping[str, str]]
) -> None:
    """A program that reads CSV gets a row per error, apart from apostrophes before formulas."""
    text = added[name]["data/errors.csv"]
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    errors = read_errors(sources[name])
    assert len(rows) == sum(map(len, errors.values()))
    found = {(row["provider"], simplify(row["id"])): row for row in rows}
    for provider, its_errors in errors.items():
        for id_, error in its_errors.items():
            row = found[provider, simplify(id_)]
            assert simplify(row["code"]) == simplify(str(error.get("code", id_)))
            assert simplify(row["summary"]) == simplify(error.get("summary", ""))
            assert row["statuses"].split() == list_statuses(error)
            if "documented" in error.get("retry", {}):
                assert row["documented_retry"] == error["retry"]["documented"]
                assert row["derived_retry"] == ""
            assert not (row["documented_retry"] and row["derived_retry"])


def simplify(text: str) -> str:
    """Return text without what a cell does not keep."""
    text = re.sub(r"[ \t\r\v\f]+(?=\n)", "", text.replace("'", "").replace("\0", "\ufffd"))
    return text.replace("\r", "")


@pytest.mark.parametrize("name", [*REGISTRIES, "hostile"])
def test_constants_have_the_codes_of_the_registry(
    name: str, sources: Mapping[str, Path], added: Mapping[str, Mapping[str, str]]
) -> None:
    """A Go file has a constant per error and the statuses per code, whatever the strings are."""
    for provider, errors in read_errors(sources[name]).items():
        package, constants, statuses = read_file(added[name][f"go/{provider}errors/errors.go"])
        assert package == f"{provider}errors"
        codes = [str(error.get("code", id_)) for id_, error in errors.items()]
        assert sorted(constants.values()) == sorted(codes)
        documented: dict[str, list[str]] = {}
        for code, error in zip(codes, errors.values(), strict=True):
            documented.setdefault(code, []).extend(list_statuses(error))
        assert {code: set(found) for code, found in statuses.items()} == {
            code: set(found) for code, found in documented.items() if found
        }


def test_hostile_strings_stay_in_their_place(added: Mapping[str, Mapping[str, str]]) -> None:
    """No line of Go is anything but a declaration, and no cell begins like a formula."""
    files = {path: text for path, text in added["hostile"].items() if path.endswith(".go")}
    assert len(files) == len(PROVIDERS)
    for text in files.values():
        assert all(line.replace("\t", "").isprintable() for line in text.split("\n"))
    table = added["hostile"]["data/errors.csv"]
    cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
    assert any("'=1+1" in cell for cell in cells)
    for cell in {cell for cell in cells if not re.fullmatch(r"[-+]?\d+(\.\d+)?", cell)}:
        for part in re.split(r"[;\t\r\n]", cell):
            assert not part.lstrip('"').startswith(("=", "+", "-", "@")), repr(cell)


def test_paths_of_hostile_ids(sources: Mapping[str, Path], tmp_path: Path) -> None:
    """Ids of errors reach paths only as anchors, so every path is inside the output folder."""
    manifest = '[[outputs]]\ntemplate = "a.jinja"\ndata = "error"\npath = "{provider}/{anchor}/a"\n'
    write_files(tmp_path, {"outputs.toml": manifest, "a.jinja": "{{ view.id | json }}\n"})
    registry = read_registry(sources["hostile"], OF_MEANING)
    # Ids can be too long for a file's name, which is a finding.
    ids = {
        name: set(errors)
        for name, errors in read_errors(sources["hostile"]).items()
        if max(map(len, errors)) < 200
    }
    assert len(ids) > 100
    providers = tuple(provider for provider in registry.providers if provider.name in ids)
    files = generation.generate_sdk(evolve(registry, providers=providers), tmp_path, targets=())
    found: dict[str, set[str]] = {}
    for path, data in files.items():
        if path != "LICENSE":
            match = re.fullmatch(r"([a-z0-9_]+)/[a-z0-9-]+/a", path)
            assert match is not None, path
            found.setdefault(match[1], set()).add(json.loads(data))
    assert found == ids


@pytest.mark.skipif(shutil.which("gofmt") is None, reason="gofmt is not installed")
@pytest.mark.parametrize("name", [*REGISTRIES, "hostile"])
def test_gofmt_changes_nothing(
    name: str, added: Mapping[str, Mapping[str, str]], tmp_path: Path
) -> None:
    """Editors format Go when they save it, and a changed file would count as hand-edited."""
    folder = write_files(tmp_path, added[name])
    listed = subprocess.run(
        ["gofmt", "-l", "-e", folder], capture_output=True, text=True, check=True
    )
    assert listed.stdout + listed.stderr == ""


def test_provider_without_statuses(make_registry: MakeRegistry) -> None:
    """An empty map is formatted as gofmt would."""
    provider = '[errors.GONE]\nsummary = "It was deleted."\nkind = "not_found"\n'
    registry = read_registry(make_registry(provider), {"R240", "R241"})
    text = generation.generate_sdk(registry, EXAMPLE, targets=())[
        "go/acmeerrors/errors.go"
    ].decode()
    assert read_file(text) == ("acmeerrors", {"CodeGone": "GONE"}, {})
    assert text.endswith("{\n\t// None are documented.\n}\n")

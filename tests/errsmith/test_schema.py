"""The JSON Schema with which editors check a registry."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from errsmith.registry import model
from errsmith.registry.schema import build_schemas
from tests.specimen.sdk import REGISTRY

ROOT = Path(__file__).parents[2]
FINDINGS = Path(__file__).parent / "findings"
PROVIDERS = sorted(
    path
    for folder in (REGISTRY, *(ROOT / "tests" / "golden").glob("*/registry"))
    for path in folder.glob("providers/*.toml")
)

GOOD: dict[str, Any] = {
    "provider": {"title": "Acme", "class": "AcmeError"},
    "sources": {"errors": {"url": "https://acme.example", "retrieved": "2026-11-21"}},
}
CLASSES = [cl for cl in vars(model).values() if isinstance(cl, type) and attrs.has(cl)]
CLASSES.remove(model.Doc)


def make_validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(build_schemas()[name]), format_checker=FormatChecker())


def convert_to_json(value: Any) -> Any:
    """Return TOML values as editors pass them to a JSON Schema: dates as strings."""
    if isinstance(value, dict):
        return {key: convert_to_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [convert_to_json(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def is_valid(table: dict[str, Any]) -> bool:
    return make_validator("provider.schema.json").is_valid(GOOD | table)


def is_valid_error(**keys: Any) -> bool:
    return is_valid({"errors": {"A": {"summary": "A."} | keys}})


def is_valid_code(**keys: Any) -> bool:
    return is_valid({"envelopes": [{"id": "a", "code": keys}]})


@pytest.mark.parametrize("name", ["provider.schema.json", "sdk.schema.json"])
def test_schema_is_a_json_schema(name: str) -> None:
    """The schema is valid, closed everywhere, and the same bytes every time."""
    data = build_schemas()[name]
    assert data == build_schemas()[name]
    assert data.endswith(b"}\n")
    assert b"\r" not in data
    schema = json.loads(data)
    Draft202012Validator.check_schema(schema)
    for table in (schema, *schema["$defs"].values()):
        if "properties" in table:
            assert table["additionalProperties"] is False


@pytest.mark.parametrize("cl", CLASSES)
def test_schema_has_every_class_of_the_model(cl: type) -> None:
    """The schema has the model's attributes as keys, with their descriptions."""
    hints = get_type_hints(cl, include_extras=True)
    expected = {name.rstrip("_"): get_args(hint)[1].text for name, hint in hints.items()}
    name = "sdk.schema.json" if cl is model.SdkFile else "provider.schema.json"
    schema = json.loads(build_schemas()[name])
    table = schema if cl in {model.SdkFile, model.ProviderFile} else schema["$defs"][cl.__name__]
    described = {key: value["description"] for key, value in table["properties"].items()}
    assert described == expected


@pytest.mark.parametrize("path", PROVIDERS, ids=lambda path: path.stem)
def test_schema_accepts_every_provider(path: Path) -> None:
    """An editor underlines nothing in a provider that errsmith accepts."""
    values = convert_to_json(tomllib.loads(path.read_text(encoding="utf-8")))
    assert [e.message for e in make_validator("provider.schema.json").iter_errors(values)] == []


def test_schema_accepts_sdk_file() -> None:
    """A valid `sdk.toml` matches its schema."""
    values = tomllib.loads((REGISTRY / "sdk.toml").read_text(encoding="utf-8"))
    make_validator("sdk.schema.json").validate(values)


@pytest.mark.parametrize("folder", sorted(p.name for p in FINDINGS.glob("R1*")))
def test_schema_refuses_what_structure_refuses(folder: str) -> None:
    """The schema and errsmith agree about every file that has a finding."""
    path = next((FINDINGS / folder).glob("*.toml"))
    values = convert_to_json(tomllib.loads(path.read_text(encoding="utf-8")))
    name = "sdk.schema.json" if path.name == "sdk.toml" else "provider.schema.json"
    assert not make_validator(name).is_valid(values)


def test_schema_of_places() -> None:
    """A place has exactly one of its four keys, and `parameter` needs `header`."""
    assert is_valid_code(path="code")
    assert is_valid_code(header="X", parameter="error")
    assert is_valid_code(status=True)
    assert not is_valid_code()
    assert not is_valid_code(path="code", header="X")
    assert not is_valid_code(path="code", parameter="error")


@pytest.mark.parametrize(
    ("keys", "valid"),
    [
        ({}, True),
        ({"path": "a"}, True),
        ({"path": "a", "query": "b"}, False),
        ({"parameter": "a"}, False),
    ],
)
def test_schema_of_fields(keys: dict[str, str], valid: bool) -> None:  # noqa: FBT001
    """A field without a place uses its name."""
    envelope = {"id": "a", "code": {"path": "a"}, "fields": {"x": keys}}
    assert is_valid({"envelopes": [envelope]}) is valid


def test_schema_of_retry() -> None:
    """Advice is either documented or derived."""
    assert is_valid_error(retry={"documented": "once", "delay": 0.5})
    assert not is_valid_error(retry={"documented": "once", "derived": "once"})
    assert not is_valid_error(retry={"delay": 30})


def test_schema_of_one_or_many() -> None:
    """Statuses, globs, scopes and folds are single values or lists."""
    good: list[Any] = [404, "4xx", [404, "5xx"]]
    bad: list[Any] = ["404", [], [404, 404], 99, 600, 404.5, True]
    assert all(is_valid_error(status=value) for value in good)
    assert not any(is_valid_error(status=value) for value in bad)
    assert is_valid_error(code=1)
    assert is_valid_error(aliases=[1, "A"])
    assert not is_valid_error(code=1.5)


def test_schema_of_messages() -> None:
    """A message is a string, or a table of strings by language."""
    assert is_valid_error(user_message="Wait.")
    assert is_valid_error(user_message={"en": "Wait.", "pt-BR": "Espere."})
    for value in ("", {}, {"english": "Wait."}, {"en": 1}):
        assert not is_valid_error(user_message=value)


@pytest.mark.parametrize(
    ("extract", "valid"),
    [
        ({"as": "table", "in": ["Errors", "Codes*"], "retries": {"Try again": "once"}}, True),
        ({"missing": [{"code": 1012, "reason": "Rain.", "until": "2027-01-01"}]}, True),
        ({"ignore": [{"code": "A"}]}, False),
        ({"ignore": [{"code": "A", "reason": "Rain.", "until": "soon"}]}, False),
        ({"retries": {"Try again": "wait"}}, False),
        ({"as": "pdf"}, False),
        ({}, False),
    ],
)
def test_schema_of_extract(extract: dict[str, Any], valid: bool) -> None:  # noqa: FBT001
    """How a page is read has at least one key, and its exceptions have reasons."""
    source = GOOD["sources"]["errors"] | {"extract": extract}
    assert is_valid({"sources": {"errors": source}}) is valid


def test_tombi_accepts_every_provider(tmp_path: Path) -> None:
    """The linter of editors, which supports TOML's dates, agrees."""
    (tmp_path / "schema").mkdir()
    (tmp_path / "providers").mkdir()
    (tmp_path / "tombi.toml").touch()
    for name, data in build_schemas().items():
        (tmp_path / "schema" / name).write_bytes(data)
    for path in PROVIDERS:
        text = re.sub(r"\A#:schema .*\n", "", path.read_text(encoding="utf-8"))
        place = tmp_path / "providers" / path.name
        place.write_text(f"#:schema ../schema/provider.schema.json\n{text}", encoding="utf-8")
    command = ["tombi", "lint", "--offline", "--error-on-warnings", "providers"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    bad = tmp_path / "providers" / "bad.toml"
    bad.write_text("#:schema ../schema/provider.schema.json\n[provider]\ntitle = 1\n")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1

"""The catalogue that `list --json` prints against the registry: exactly the same facts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from tests.sdk.commanding import run

from .project import COMMANDS, REGISTRY
from .registry import Error, Provider

pytestmark = pytest.mark.published

ERRORS = [
    pytest.param(name, id_, id=f"{name}-{id_}")
    for name, provider in REGISTRY.providers.items()
    for id_ in provider.errors
]
DERIVED = "derived"


@cache
def read_catalogue() -> Any:
    return json.loads(run("list", "--json", package=COMMANDS).out)


@cache
def index_errors(name: str) -> dict[str, Any]:
    [provider] = [entry for entry in read_catalogue()["providers"] if entry["name"] == name]
    return {error["id"]: error for error in provider["errors"]}


def expect_error(error: Error) -> Mapping[str, Any]:
    """Return the object that the catalogue must have for an error."""
    facts = json.loads(json.dumps(error.info))
    retry = facts.pop("retry")
    is_derived = retry is not None and retry["basis"] == DERIVED
    provider = error.provider
    return {
        "provider": provider.name,
        "id": error.id,
        "anchor": error.anchor,
        "class": f"{provider.registry.sdk['package']}.{provider.name}.{error.class_}",
        "code": facts.pop("code"),
        "aliases": facts.pop("aliases"),
        "reference_url": facts.pop("reference_url"),
        "lifecycle": {name: facts.pop(name) for name in ("since", "deprecated", "removed")},
        "derived": {"kind": facts.pop("kind"), "retry": retry if is_derived else None},
        "documented": {**facts, "retry": None if is_derived else retry},
    }


def list_quoted(provider: Provider) -> Iterator[str]:
    for name, field in provider.fields.items():
        if field.get("role") in ("reference", "trace_id", "timestamp"):
            yield name


@pytest.mark.parametrize(("name", "id_"), ERRORS)
def test_error_in_catalogue(name: str, id_: str) -> None:
    """An error has the registry's facts, with documented and derived ones apart."""
    assert index_errors(name)[id_] == expect_error(REGISTRY.providers[name].errors[id_])


@pytest.mark.parametrize("name", REGISTRY.files)
def test_errors_of_catalogue(name: str) -> None:
    """A provider has exactly the registry's errors."""
    assert set(index_errors(name)) == set(REGISTRY.providers[name].errors)


def test_providers_of_catalogue() -> None:
    """The catalogue has the registry's providers, with their facts and pages."""
    catalogue = read_catalogue()
    sdk = REGISTRY.sdk
    assert {name: catalogue[name] for name in ("distribution", "package", "version")} == {
        name: sdk[name] for name in ("distribution", "package", "version")
    }
    found = {
        entry["name"]: {
            name: fact for name, fact in entry.items() if name not in ("name", "errors")
        }
        for entry in catalogue["providers"]
    }
    assert found == {
        name: {
            "title": provider.about["title"],
            "class": f"{sdk['package']}.{name}.{provider.base}",
            "summary": provider.about.get("summary"),
            "support": provider.about.get("support"),
            "quoted": [*list_quoted(provider)],
            "note": provider.about.get("note"),
            "is_open": provider.about.get("open", False),
            "sources": [
                {
                    "url": page["url"],
                    "retrieved": page["retrieved"].isoformat(),
                    "note": page.get("note"),
                }
                for page in provider.sources
            ],
        }
        for name, provider in REGISTRY.providers.items()
    }

"""`list --json` and `explain --json`: the facts of errors, for programs.

`tests/output/test_catalogue_against_registry.py` compares each fact with the registry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

import specimen_errors
from specimen_errors import ErrorInfo, ProviderInfo, SourceInfo
from specimen_errors import __main__ as specimen_main
from tests.sdk.commanding import import_main, run
from tests.sdk.conftest import ACME, ModuleOf

PROVIDERS = specimen_errors.PROVIDERS


def print_json(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json").out)


def iterate_names(value: object) -> Iterator[str]:
    """Yield the names of the properties of an object, and of the objects in it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from iterate_names(inner)


def test_catalogue_of_an_sdk() -> None:
    """Without a selection, the result is the SDK with its providers and all their errors."""
    catalogue = print_json("list")
    assert {name: catalogue[name] for name in ("distribution", "package", "version")} == {
        "distribution": "specimen-errors",
        "package": "specimen_errors",
        "version": "0.1.0",
    }
    assert catalogue["format"] == 1
    assert [provider["name"] for provider in catalogue["providers"]] == [*PROVIDERS]
    for provider in catalogue["providers"]:
        module = PROVIDERS[provider["name"]].load()
        assert {error["id"]: error["class"] for error in provider["errors"]} == {
            id_: f"{module.__name__}.{cls.__name__}" for id_, cls in module.ERRORS.items()
        }
        assert provider["class"] == f"{module.__name__}.{PROVIDERS[provider['name']].base}"


def test_catalogue_has_every_fact() -> None:
    """Every field of the classes of facts has a property."""
    [provider, *_] = print_json("list")["providers"]
    sources = {*provider["sources"][0]}
    assert sources == set(attrs.fields_dict(SourceInfo))
    # `class` is the full name of `base`.
    assert {*provider, "base"} == {*attrs.fields_dict(ProviderInfo), "class", "quoted", "errors"}
    error = provider["errors"][0]
    assert set(attrs.fields_dict(ErrorInfo)) <= {*iterate_names(error)}


@pytest.mark.parametrize("name", PROVIDERS)
def test_same_facts_in_every_command(name: str) -> None:
    """Lists have the objects of the catalogue; `explain` adds what to quote to support."""
    [provider] = [entry for entry in print_json("list")["providers"] if entry["name"] == name]
    errors = provider["errors"]
    assert print_json("list", name) == errors
    kind = errors[0]["derived"]["kind"]
    assert print_json("list", name, "--kind", kind) == [
        error for error in errors if error["derived"]["kind"] == kind
    ]
    support = {"support": provider["support"], "quoted": provider["quoted"]}
    class_ = errors[0]["class"]
    assert print_json("explain", class_) == [errors[0] | support]


def test_retry_advice_is_documented_or_derived() -> None:
    """Retry advice is with the documented facts if the page has it, otherwise with the derived."""
    errors = [error for entry in print_json("list")["providers"] for error in entry["errors"]]
    bases = {(error["documented"]["retry"] or {}).get("basis") for error in errors}
    assert bases == {None, "documented"}
    bases = {(error["derived"]["retry"] or {}).get("basis") for error in errors}
    assert bases == {None, "derived"}
    assert not [e for e in errors if e["documented"]["retry"] and e["derived"]["retry"]]
    [error] = print_json("explain", "SYSTEM_INTERNAL_ERROR")
    assert error["documented"]["retry"] == {
        "advice": "once",
        "delay": None,
        "basis": "documented",
        "level": "category",
        "delay_basis": None,
    }


def test_ids_that_differ_from_codes(module_of: ModuleOf) -> None:
    """Errors that share a code have separate ids and anchors; lifecycles and languages are kept."""
    main = import_main(module_of(ACME))
    listed = json.loads(run("list", "acme", "--json", package=main).out)
    errors = {error["id"]: error for error in listed}
    assert {id_ for id_, error in errors.items() if error["code"] == "access_denied"} == {
        "access_denied",
        "access_denied_by_user",
    }
    assert errors["access_denied_by_user"]["anchor"] == "access-denied-by-user"
    assert errors["token_gone"]["lifecycle"] == {
        "since": None,
        "deprecated": {
            "reason": "The page names another.",
            "replacements": ["invalid_token"],
            "since": "0.1.0",
        },
        "removed": None,
    }
    token = errors["invalid_token"]
    assert token["aliases"] == ["token_invalid", "4711"]
    assert token["documented"]["user_message"] == "Please sign in."
    assert token["documented"]["user_messages"] == {"en": "Please sign in.", "sv": "Logga in."}


def test_selection_without_errors() -> None:
    """A selection that no error matches is an empty list."""
    ran = run("list", "stepup", "--status", "418", "--json", package=specimen_main)
    assert (ran.code, json.loads(ran.out)) == (1, [])

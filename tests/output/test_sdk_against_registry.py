"""The generated SDK against the registry: exactly the same classes and facts."""

from __future__ import annotations

import tomllib
from functools import cache

import attrs
import pytest

from .project import PACKAGE, REGISTRY
from .registry import ROOT
from .sdk import Facts, derive_facts, read_facts, read_tree, split_paragraphs

pytestmark = pytest.mark.published

EXPECTED = {name: derive_facts(provider) for name, provider in REGISTRY.providers.items()}
FACTS = [(name, fact) for name, facts in EXPECTED.items() for fact in facts]


@cache
def read_provider(name: str) -> Facts:
    """Read a provider's module once."""
    return read_facts(PACKAGE.PROVIDERS[name].load())


def test_providers_of_package() -> None:
    """The package has one provider for each file of the registry."""
    assert set(PACKAGE.PROVIDERS) == set(REGISTRY.files)


@pytest.mark.parametrize(("name", "fact"), FACTS)
def test_fact_in_module(name: str, fact: str) -> None:
    """A module has exactly the registry's facts about each class."""
    assert read_provider(name)[fact] == EXPECTED[name][fact]


@pytest.mark.parametrize("name", REGISTRY.files)
def test_all_facts_of_module_are_compared(name: str) -> None:
    """These tests compare every fact."""
    assert set(read_provider(name)) == set(EXPECTED[name])


@pytest.mark.parametrize("name", REGISTRY.files)
def test_exported_name_when_imported(name: str) -> None:
    """Each exported name exists, and a class has the name it is imported by."""
    module = PACKAGE.PROVIDERS[name].load()
    found = {exported: getattr(module, exported) for exported in module.__all__}
    classes = {exported: value for exported, value in found.items() if isinstance(value, type)}
    assert {exported: (cls.__module__, cls.__qualname__) for exported, cls in classes.items()} == {
        exported: (module.__name__, exported) for exported in classes
    }


@pytest.mark.parametrize("name", REGISTRY.files)
def test_known_code_of_each_class(name: str) -> None:
    """An instance has the member of `Code` with its code."""
    module = PACKAGE.PROVIDERS[name].load()
    codes = {id_: error.code for id_, error in REGISTRY.providers[name].errors.items()}
    assert {id_: module.ERRORS[id_]().known_code for id_ in codes} == {
        id_: module.Code(code) for id_, code in codes.items()
    }


def test_kinds_of_package() -> None:
    """The classes of kinds are the manual's, with its sentences and its advice."""
    classes = {
        name: getattr(PACKAGE, name)
        for name in PACKAGE.__all__
        if name.endswith("Error") and name != "ApiError"
    }
    assert {
        name: (cls.__bases__, cls.info.kind, cls.info.retry and attrs.asdict(cls.info.retry))
        for name, cls in classes.items()
    } == {
        kind.class_: ((PACKAGE.ApiError,), kind.name, kind.retry)
        for kind in REGISTRY.kinds.values()
    }
    assert {name: split_paragraphs(cls.__doc__)[0] for name, cls in classes.items()} == {
        kind.class_: kind.who_must_act for kind in REGISTRY.kinds.values()
    }


def test_tree_of_package() -> None:
    """The package's docstring shows each kind below `ApiError`, with its name beside it."""
    assert read_tree(PACKAGE.__doc__ or "") == {
        "ApiError": ("", ""),
        **{kind.class_: ("ApiError", kind.name) for kind in REGISTRY.kinds.values()},
    }


def test_exports_of_package() -> None:
    """Each exported name exists in the package's namespace, including `ApiError`."""
    classes = {
        name: value for name in PACKAGE.__all__ if isinstance(value := getattr(PACKAGE, name), type)
    }
    assert "ApiError" in classes
    assert {cls.__module__ for cls in classes.values()} == {REGISTRY.sdk["package"]}


def test_summary_of_package() -> None:
    """The package's docstring begins with the summary of `sdk.toml`."""
    assert split_paragraphs(PACKAGE.__doc__)[0] == REGISTRY.sdk["summary"]


def test_metadata_of_distribution() -> None:
    """The project file and the license match `sdk.toml`."""
    project = tomllib.loads((ROOT / "generated" / "pyproject.toml").read_text(encoding="utf-8"))
    metadata = project["project"]
    sdk = REGISTRY.sdk
    assert {
        "distribution": metadata["name"],
        "version": metadata["version"],
        "summary": metadata["description"],
        "license": metadata["license"],
        "license_file": metadata["license-files"],
        "author": metadata["authors"],
        "package": project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"],
    } == {
        **{key: sdk[key] for key in ("distribution", "version", "summary", "license")},
        "license_file": [sdk["license_file"]],
        "author": [{"name": sdk["author"]}],
        "package": [sdk["package"]],
    }
    license_file = sdk["license_file"]
    generated = (ROOT / "generated" / license_file).read_text(encoding="utf-8")
    assert generated == (ROOT / "registry" / license_file).read_text(encoding="utf-8")

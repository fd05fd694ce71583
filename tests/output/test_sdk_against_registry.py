"""The generated SDK against the registry: the same classes and facts, none more and none fewer."""

from __future__ import annotations

import tomllib
from functools import cache

import attrs
import pytest

from .registry import REGISTRY, ROOT
from .sdk import PACKAGE, Facts, expected, observed, paragraphs, read_tree

EXPECTED = {name: expected(provider) for name, provider in REGISTRY.providers.items()}
FACTS = [(name, fact) for name, facts in EXPECTED.items() for fact in facts]


@cache
def said_by(name: str) -> Facts:
    """Read a provider's module once."""
    return observed(PACKAGE.PROVIDERS[name].load())


def test_providers_of_package() -> None:
    """There is one provider for each file of the registry."""
    assert set(PACKAGE.PROVIDERS) == set(REGISTRY.files)


@pytest.mark.parametrize(("name", "fact"), FACTS)
def test_fact_in_module(name: str, fact: str) -> None:
    """A module says of each class what the registry says, and of no other class anything."""
    assert said_by(name)[fact] == EXPECTED[name][fact]


@pytest.mark.parametrize("name", REGISTRY.files)
def test_facts_that_module_can_state(name: str) -> None:
    """There is no fact that these tests do not compare."""
    assert set(said_by(name)) == set(EXPECTED[name])


@pytest.mark.parametrize("name", REGISTRY.files)
def test_exported_name_when_imported(name: str) -> None:
    """Each exported name is there, and a class is known by the name it is imported by."""
    module = PACKAGE.PROVIDERS[name].load()
    found = {exported: getattr(module, exported) for exported in module.__all__}
    classes = {exported: one for exported, one in found.items() if isinstance(one, type)}
    assert {one: (cls.__module__, cls.__qualname__) for one, cls in classes.items()} == {
        one: (module.__name__, one) for one in classes
    }


@pytest.mark.parametrize("name", REGISTRY.files)
def test_known_code_of_each_class(name: str) -> None:
    """An instance knows its code as the member of `Code` of that value."""
    module = PACKAGE.PROVIDERS[name].load()
    codes = {id_: error.code for id_, error in REGISTRY.providers[name].errors.items()}
    assert {id_: module.ERRORS[id_]().known_code for id_ in codes} == {
        id_: module.Code(code) for id_, code in codes.items()
    }


def test_kinds_of_package() -> None:
    """The classes of kinds are those of the manual, with the sentence and the advice of there."""
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
    assert {name: paragraphs(cls.__doc__)[0] for name, cls in classes.items()} == {
        kind.class_: kind.who_must_act for kind in REGISTRY.kinds.values()
    }


def test_tree_of_package() -> None:
    """The package's docstring draws each kind below `ApiError`, with its name beside it."""
    assert read_tree(PACKAGE.__doc__ or "") == {
        "ApiError": ("", ""),
        **{kind.class_: ("ApiError", kind.name) for kind in REGISTRY.kinds.values()},
    }


def test_exports_of_package() -> None:
    """Each exported name is there and says the package as its home; `ApiError` is among them."""
    classes = {
        name: one for name in PACKAGE.__all__ if isinstance(one := getattr(PACKAGE, name), type)
    }
    assert "ApiError" in classes
    assert {one.__module__ for one in classes.values()} == {REGISTRY.sdk["package"]}


def test_summary_of_package() -> None:
    """The package's docstring opens with the summary of `sdk.toml`."""
    assert paragraphs(PACKAGE.__doc__)[0] == REGISTRY.sdk["summary"]


def test_metadata_of_distribution() -> None:
    """The project file and the licence are those that `sdk.toml` says."""
    project = tomllib.loads((ROOT / "generated" / "pyproject.toml").read_text(encoding="utf-8"))
    said = project["project"]
    sdk = REGISTRY.sdk
    assert {
        "distribution": said["name"],
        "version": said["version"],
        "summary": said["description"],
        "license": said["license"],
        "license_file": said["license-files"],
        "author": said["authors"],
        "package": project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"],
    } == {
        **{key: sdk[key] for key in ("distribution", "version", "summary", "license")},
        "license_file": [sdk["license_file"]],
        "author": [{"name": sdk["author"]}],
        "package": [sdk["package"]],
    }
    licence = sdk["license_file"]
    generated = (ROOT / "generated" / licence).read_text(encoding="utf-8")
    assert generated == (ROOT / "registry" / licence).read_text(encoding="utf-8")

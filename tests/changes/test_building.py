"""Snapshots of registries: each says what the generated SDK has, which the tests import."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve, fields_dict

from errsmith.changes.building import build_snapshot
from errsmith.meaning.subjects import NO_DAY, interpret
from errsmith.registry.loading import load
from errsmith.registry.snapshot import (
    EnvelopeSnapshot,
    ErrorSnapshot,
    FieldSnapshot,
    GroupSnapshot,
    ProviderSnapshot,
    Snapshot,
)
from tests.output.markdown import read
from tests.registries import (
    REGISTRIES,
    SDK,
    TESTS,
    Project,
    complete_registry,
    generate,
    read_registry,
    write_registry,
)

ACME = """
[scopes.orders]
paths = ["/orders/*", "/baskets/*"]

[[envelopes]]
id = "list"
when = { status = ["4xx", 200], body = { ok = false } }
code = { path = "errors[0].code", fold = ["dash", "case"], success = ["NONE"] }
group = { path = "errors[0].family" }
scope = "orders"
fields.message = { path = "errors[0].text", role = "message" }
fields.wait = { header = "X-Wait", role = "retry_after", type = "integer" }
fields.errors = { type = "array", log = true }

[[envelopes]]
id = "redirect"
code = { query = "error", type = "string" }
group = "session"
fields.wait = { query = "wait", role = "retry_after", type = "integer" }

[groups.session]
match = "SESSION_*"
summary = "The session cannot be used."

[errors.SESSION_OVER]
aliases = ["SESSION_DONE"]
status = 401
summary = "The session has ended."

[errors.odd]
code = "ODD"
class = "StrangeError"
status = [400, 404]
kind = "conflict"
aliases = ["SESSION_DONE", "STRANGE"]
summary = "It is odd."

[errors.unclear]
code = "UNCLEAR"
summary = "It is not clear who must act."
allow = [{ rule = "R402", reason = "Not sent yet." }]
"""


@pytest.fixture(scope="module", params=REGISTRIES)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Snapshot, Project]]:
    """Return the snapshot of a registry, and its generated SDK."""
    registry = REGISTRIES[request.param]
    package = f"snapshot_of_{request.param}"
    read = read_registry(registry)
    assert read.sdk is not None
    snapshot = build_snapshot(evolve(read, sdk=evolve(read.sdk, package=package)))
    project = generate(registry, tmp_path_factory.mktemp("sdk"), package)
    yield snapshot, project
    project.forget()


Built = tuple[Snapshot, Project]


def load_providers(built: Built) -> Iterator[tuple[ProviderSnapshot, ModuleType]]:
    snapshot, project = built
    assert [*snapshot.providers] == project.providers
    for name, provider in snapshot.providers.items():
        yield provider, project.load(name)


def test_classes_and_bases(built: Built) -> None:
    """The classes and their bases are those of the module."""
    _, project = built
    root = project.load().ApiError
    for provider, module in load_providers(built):
        found = {
            name: [base.__name__ for base in cls.__bases__]
            for name, cls in vars(module).items()
            if isinstance(cls, type) and issubclass(cls, root) and cls.__module__ == module.__name__
        }
        assert found == {
            provider.class_: ["ApiError"],
            **{group.class_: [provider.class_] for group in provider.groups.values()},
            **{error.class_: [*error.bases] for error in provider.errors.values()},
        }


def list_facts(info: Any) -> dict[str, Any]:
    """Return facts as plain values: each SDK has its own classes."""
    facts = {name: getattr(info, name) for name in fields_dict(type(info))}
    return {
        name: list_facts(fact) if hasattr(type(fact), "__attrs_attrs__") else fact
        for name, fact in facts.items()
    }


def test_facts(built: Built) -> None:
    """The facts of errors and groups are those of their classes, with inherited ones."""
    for provider, module in load_providers(built):
        entries: list[ErrorSnapshot | GroupSnapshot] = []
        entries += [*provider.errors.values(), *provider.groups.values()]
        for entry in entries:
            assert list_facts(entry.info) == list_facts(getattr(module, entry.class_).info)
        assert provider.note == getattr(module, provider.class_).info.note


def test_errors_by_id_and_alias(built: Built) -> None:
    """The ids and the aliases of only one error are the keys of `ERRORS`."""
    for provider, module in load_providers(built):
        assert provider.find_anchors().keys() == module.ERRORS.keys()
        classes = {id_: error.class_ for id_, error in provider.errors.items()}
        assert classes.items() <= {id_: cls.__name__ for id_, cls in module.ERRORS.items()}.items()


def test_anchors(built: Built) -> None:
    """The anchors are those of the reference."""
    _, project = built
    for name, provider in built[0].providers.items():
        page = project.read_page(name)
        for anchor in provider.find_anchors().values():
            assert anchor in [section.anchor for section in read(page).sections]


def test_fields(built: Built) -> None:
    """The fields are those of the provider's class, and the logged ones those in logs."""
    _, project = built
    common = fields_dict(project.load().ApiError).keys()
    for provider, module in load_providers(built):
        base = getattr(module, provider.class_)
        assert provider.fields.keys() == fields_dict(base).keys() - common
        logged = {name for name, field in provider.fields.items() if field.is_logged}
        values = dict.fromkeys(provider.fields)
        assert logged == base(**values).log_fields().keys() & provider.fields.keys()


TYPES = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "dict[str, Any]",
    "array": "list[Any]",
}


def test_types_of_fields(built: Built) -> None:
    """The types of the fields are those of the class's attributes."""
    for provider, module in load_providers(built):
        annotations = getattr(module, provider.class_).__annotations__
        for name, field in provider.fields.items():
            assert annotations[name] == f"{TYPES[field.type]} | None"


def test_envelopes_and_categories(built: Built) -> None:
    """The order of the envelopes, their statuses, and the categories are those of the catalog."""
    for provider, module in load_providers(built):
        catalog = getattr(module, provider.class_)._provider.catalog
        assert [*provider.envelopes] == [envelope.id for envelope in catalog.envelopes]
        for envelope in catalog.envelopes:
            built_one = provider.envelopes[envelope.id]
            assert built_one.statuses == envelope.statuses
            assert built_one.scope == envelope.scope
            assert {**built_one.body} == {**envelope.body}
            assert {name for name, f in provider.fields.items() if envelope.id in f.places} == {
                *envelope.fields
            }
        assert {id_: c.statuses for id_, c in provider.categories.items() if c.statuses} == {
            category.id: category.statuses for category in catalog.categories
        }
        assert provider.scopes == {scope.id: scope.paths for scope in catalog.scopes}


def test_provider_info(built: Built) -> None:
    """The facts of a provider are those in `PROVIDERS`."""
    snapshot, project = built
    for about in project.load().PROVIDERS.values():
        provider = snapshot.providers[about.name]
        assert provider.title == about.title
        assert provider.class_ == about.base
        assert provider.is_open == about.is_open
        assert provider.support == about.support
        assert provider.note == about.note
        assert [*provider.sources.values()] == [source.url for source in about.sources]


def test_distribution(built: Built) -> None:
    """The distribution, the package and the version are those of the project."""
    snapshot, project = built
    pyproject = tomllib.loads((project.folder / "pyproject.toml").read_text("utf-8"))["project"]
    assert snapshot.package == project.package
    assert snapshot.version == pyproject["version"]


def build(folder: Path, tables: str = ACME, sdk: str = SDK) -> Snapshot:
    return build_snapshot(interpret(load(write_registry(folder, tables, sdk)), NO_DAY))


def test_places(tmp_path: Path) -> None:
    """A place has the keys that locate a value, without those that have their default."""
    provider = build(tmp_path).providers["acme"]
    assert provider.envelopes == {
        "list": EnvelopeSnapshot(
            code={"path": "errors[0].code", "fold": ("dash", "case"), "success": ("NONE",)},
            group={"path": "errors[0].family"},
            statuses=("4xx", 200),
            body={"ok": False},
            scope="orders",
        ),
        "redirect": EnvelopeSnapshot(code={"query": "error"}, group="session", is_redirect=True),
    }
    assert provider.fields == {
        "message": FieldSnapshot(
            type="string", role="message", places={"list": {"path": "errors[0].text"}}
        ),
        "wait": FieldSnapshot(
            type="integer",
            role="retry_after",
            unit="seconds",
            places={"list": {"header": "X-Wait"}, "redirect": {"query": "wait"}},
        ),
        "errors": FieldSnapshot(type="array", is_logged=True, places={"list": {"path": "errors"}}),
    }
    assert provider.scopes == {"orders": ("/orders/*", "/baskets/*")}


def test_bases_and_aliases(tmp_path: Path) -> None:
    """An error without a kind has one base, and an alias of two errors has no anchor."""
    provider = build(tmp_path).providers["acme"]
    assert {id_: error.bases for id_, error in provider.errors.items()} == {
        "SESSION_OVER": ("SessionError", "AuthenticationError"),
        "odd": ("AcmeError", "ConflictError"),
        "unclear": ("AcmeError",),
    }
    assert provider.find_anchors() == {
        "SESSION_OVER": "session-over",
        "STRANGE": "odd",
        "odd": "odd",
        "unclear": "unclear",
    }


def test_names(tmp_path: Path) -> None:
    """The distribution, the package and the version are those of `sdk.toml`."""
    snapshot = build(tmp_path)
    names = (snapshot.distribution, snapshot.package, snapshot.version)
    assert names == ("acme-errors", "acme_errors", "0.1.0")


def test_registry_without_sdk(tmp_path: Path) -> None:
    """Without `sdk.toml`, there is no snapshot."""
    with pytest.raises(ValueError, match=r"no readable sdk\.toml"):
        build(tmp_path, sdk="distribution = 1")


FINDINGS = sorted((TESTS / "errsmith" / "findings").glob("*/registry"))


@pytest.mark.parametrize("registry", FINDINGS, ids=lambda path: path.parent.name)
def test_registry_with_findings(registry: Path, tmp_path: Path) -> None:
    """A registry that breaks a lint rule has a snapshot: an old state may break new rules."""
    loaded = load(complete_registry(shutil.copytree(registry, tmp_path / "registry")))
    if loaded.sdk is not None:
        names = {path.stem for path in (registry / "providers").glob("*.toml")}
        assert build_snapshot(interpret(loaded, NO_DAY)).providers.keys() <= names

"""errsmith's own templates, and their input."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from errsmith import generation
from errsmith.changes.building import build_snapshot
from errsmith.meaning.subjects import Registry
from errsmith.registry.releases import Release
from errsmith.targets.rendering import Renderer, list_templates
from errsmith.targets.target import Rendering

from .registries import lint_registry

NAMES = list_templates(generation.TARGETS)
RENDERERS = {target.name: Renderer(target) for target in generation.TARGETS}
"""The targets by name, with which the names of their templates begin."""
FILTERS = {
    name: filter_ for target in generation.TARGETS for name, filter_ in target.filters.items()
}
MANUAL = Path(generation.__file__).parent / "targets" / "README.md"


def template_path(name: str) -> Path:
    """Return the path of a template."""
    [target] = (target for target in generation.TARGETS if name.startswith(f"{target.name}/"))
    return target.templates / name.removeprefix(f"{target.name}/")


def read_template(name: str) -> str:
    """Return the text of a template."""
    return template_path(name).read_text(encoding="utf-8")


def list_renderings(registry: Path) -> Iterator[tuple[str, Rendering]]:
    """Yield the full name of each template and its renderings for a registry's files.

    The registry has two releases, between which everything was added.
    """
    project = generation.build_project(release(lint_registry(registry).registry))
    for target in generation.TARGETS:
        for rendering in target.list_renderings(project):
            yield f"{target.name}/{rendering.template}", rendering


def release(registry: Registry) -> Registry:
    """Return a registry with two releases: one without errors, and one with all of them."""
    snapshot = build_snapshot(registry)
    before = {name: evolve(each, errors={}) for name, each in snapshot.providers.items()}
    releases = tuple(
        Release(
            version=version,
            date=datetime.date(2026, 11, 21),
            errsmith="0.1.0",
            digest="sha256:0",
            snapshot=evolve(snapshot, version=version, providers=providers),
        )
        for version, providers in (("0.1.0", before), ("0.2.0", snapshot.providers))
    )
    return evolve(registry, releases=releases)


def render(name: str, rendering: Rendering) -> bytes:
    """Render what `list_renderings` yields."""
    return RENDERERS[name.partition("/")[0]].render(rendering)

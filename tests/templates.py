"""errsmith's own templates, and their input."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from errsmith import generation
from errsmith.changes.building import build_snapshot
from errsmith.meaning.subjects import Registry, Subject
from errsmith.registry.model import WireCode, WireCodes
from errsmith.registry.releases import Release
from errsmith.targets import replacements
from errsmith.targets.rendering import Renderer
from errsmith.targets.replacements import list_templates
from errsmith.targets.site import target as site
from errsmith.targets.target import Rendering

from .registries import lint_registry

NAMES = list_templates(replacements.TARGETS)
RENDERERS = {target.name: Renderer(target) for target in replacements.TARGETS}
"""The targets by name, with which the names of their templates begin."""
FILTERS = {
    name: filter_ for target in replacements.TARGETS for name, filter_ in target.filters.items()
}
SHARED = WireCodes((WireCode("SHARED"),))
"""The aliases of all errors in `list_renderings`."""
MANUAL = Path(generation.__file__).parent / "targets" / "README.md"


def template_path(name: str) -> Path:
    """Return the path of a template."""
    [target] = (target for target in replacements.TARGETS if name.startswith(f"{target.name}/"))
    return target.templates / name.removeprefix(f"{target.name}/")


def read_template(name: str) -> str:
    """Return the text of a template."""
    return template_path(name).read_text(encoding="utf-8")


def list_renderings(registry: Path) -> Iterator[tuple[str, Rendering]]:
    """Yield the full name of each template and its renderings for a registry's files.

    The registry has two releases, between which all errors were added, and an alias that several
    errors have.
    """
    released = release(lint_registry(registry).registry)
    providers = tuple(map(_share_alias, released.providers))
    project = generation.build_project(evolve(released, providers=providers))
    for target in replacements.TARGETS:
        for rendering in target.list_renderings(project):
            yield f"{target.name}/{rendering.template}", rendering
    for page in site.list_pages(project):
        # The others are also files of the SDK.
        if page.twin is not None and page.twin.template.startswith("site/"):
            yield f"markdown/{page.twin.template}", page.twin


def _share_alias(provider: Subject) -> Subject:
    """Return a provider whose errors have an alias in common."""
    errors = {
        id_: evolve(error, definition=evolve(error.definition, aliases=SHARED))
        for id_, error in provider.resolution.errors.items()
    }
    return evolve(provider, resolution=evolve(provider.resolution, errors=errors))


def release(registry: Registry) -> Registry:
    """Return a registry with two releases: one without errors, and one with what there is."""
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

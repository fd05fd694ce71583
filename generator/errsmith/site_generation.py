"""Generate the site of a registry: render each page as HTML and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from errsmith.targets.markdown import target as markdown
from errsmith.targets.rendering import Renderer
from errsmith.targets.site import target as site
from errsmith.targets.site.documents import remove_comments
from errsmith.targets.site.sitemap import build_sitemaps
from errsmith.targets.site.versions import DATA, Copy, build_versions_script
from errsmith.targets.target import Project, Rendering


def generate_site(
    project: Project, templates: Path | None = None, copy: Copy | None = None
) -> Iterator[tuple[str, bytes]]:
    """Generate the site: yield each file with its path relative to the output folder.

    Files are yielded one at a time, because all of them together take much memory.

    Args:
        project: The project.
        templates: Folder of templates that replace errsmith's own.
        copy: The place of this copy of the site, if several versions are published together.

    Raises:
        TargetError: A template cannot be used.
    """
    if templates is not None:
        # Imported here because the Python target is slow to import.
        from errsmith.targets.replacements import read_templates  # noqa: PLC0415

        # The files that it adds belong to the SDK.
        read_templates(templates)
    html, twins = Renderer(site.TARGET, templates), Renderer(markdown.TARGET, templates)
    paths: list[str] = []
    for page in site.list_pages(project, copy):
        yield page.html.path, html.render(page.html)
        if page.twin is not None:
            paths.append(page.html.path)
            yield page.twin.path, _render_twin(twins, page.twin)
    for document in site.list_documents(project, copy):
        twin = _render_twin(twins, document.twin)
        rendering = document.build_html(twin.decode())
        paths.append(rendering.path)
        yield document.twin.path, twin
        yield rendering.path, html.render(rendering)
    yield from site.list_data(project, copy)
    if project.base_url and (copy is None or copy.is_default):
        yield from build_sitemaps(project.base_url, paths)


def _render_twin(renderer: Renderer, twin: Rendering) -> bytes:
    return remove_comments(renderer.render(twin).decode()).encode()


def generate_version_files(
    project: Project, files: Mapping[str, AbstractSet[str]], templates: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Generate the files about all versions: yield each with its path.

    Args:
        project: The project.
        files: The paths of the files of each version.
        templates: Folder of templates that replace errsmith's own.
    """
    page = site.build_version_list(project.sdk, files)
    yield page.path, Renderer(site.TARGET, templates).render(page)
    yield DATA, build_versions_script(files)

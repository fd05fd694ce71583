"""The Markdown target: the README, the changelog, the guides and the reference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from errsmith.targets.markdown.changelog import build_changelog_view
from errsmith.targets.markdown.filters import FILTERS
from errsmith.targets.markdown.index import build_index_view
from errsmith.targets.markdown.links import Links
from errsmith.targets.markdown.page import build_page_view
from errsmith.targets.markdown.project import build_project_view
from errsmith.targets.target import CHANGELOG, Project, Rendering, Target

GUIDES: Final = ("clients", "retrying", "problems", "testing")
"""Pages in `docs/guides/`, which show how to use the SDK; each has a template of the same name."""


def _list_renderings(project: Project) -> Iterator[Rendering]:
    view = build_project_view(project)
    yield Rendering("README.md", "README.md.jinja", view)
    if project.releases:
        links = Links(project, f"{project.link_base}docs/")
        yield Rendering(CHANGELOG, "CHANGELOG.md.jinja", build_changelog_view(project, links))
    for name in GUIDES:
        yield Rendering(f"docs/guides/{name}.md", f"guides/{name}.md.jinja", view)
    yield Rendering("docs/index.md", "index.md.jinja", build_index_view(project))
    for provider in project.providers:
        yield Rendering(
            f"docs/{provider.name}.md", "provider.md.jinja", build_page_view(provider, project)
        )


TARGET: Final = Target(
    name="markdown",
    templates=Path(__file__).with_name("templates"),
    list_renderings=_list_renderings,
    filters=FILTERS,
)
"""The documentation of the SDK."""

"""The target of added outputs, which is built from a manifest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from errsmith.targets.custom.filters import FILTERS
from errsmith.targets.custom.manifest import Manifest
from errsmith.targets.custom.paths import list_files
from errsmith.targets.custom.views import build_catalogue_view
from errsmith.targets.markdown.filters import FILTERS as MARKDOWN
from errsmith.targets.python.filters import FILTERS as PYTHON
from errsmith.targets.site.filters import FILTERS as SITE
from errsmith.targets.target import Project, Rendering, Target

NAME: Final = "custom"


def build_target(manifest: Manifest) -> Target:
    """Build the target that renders the outputs of a manifest."""

    def list_renderings(project: Project) -> Iterator[Rendering]:
        catalogue = build_catalogue_view(project)
        for output in manifest.outputs:
            for path, view in list_files(output, catalogue):
                yield Rendering(path, output.template, view)

    return Target(
        name=NAME,
        templates=manifest.folder,
        list_renderings=list_renderings,
        filters={**PYTHON, **MARKDOWN, **SITE, **FILTERS},
        prefix="",
        manual="errsmith/targets/custom/README.md",
    )

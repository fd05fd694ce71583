"""The files of a registry: each target renders its views through its templates."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from errsmith.meaning.subjects import Registry
from errsmith.targets.markdown import target as markdown
from errsmith.targets.python import target as python
from errsmith.targets.rendering import Renderer, check_templates
from errsmith.targets.target import Project, Target

TARGETS: Final = (python.TARGET, markdown.TARGET)
"""The languages of the output."""


def generate_sdk(
    registry: Registry,
    templates: Path | None = None,
    *,
    verify: bool = False,
    targets: Iterable[Target] | None = None,
) -> dict[str, bytes]:
    """Return the generated project: every file, by its path below the output folder.

    Args:
        registry: The registry, without findings that keep it from being generated.
        templates: Folder of templates that replace errsmith's own.
        verify: Whether each target checks what was rendered. With `templates` it always does;
            errsmith's own templates are proven by its tests.
        targets: The languages of the output, all of errsmith's if None.

    Raises:
        ValueError: The registry has findings that keep it from being generated.
        TargetError: A template cannot be used, or a target cannot build its files.
        OSError: The licence's file cannot be read.
    """
    targets = tuple(TARGETS if targets is None else targets)
    project = build_project(registry)
    if templates is not None:
        check_templates(templates, targets)
    files: dict[str, bytes] = {}
    for target in targets:
        rendered: dict[str, bytes] = {}
        renderer = Renderer(target, templates)
        for rendering in target.list_renderings(project):
            rendered[rendering.path] = data = renderer.render(rendering)
            if verify or templates is not None:
                target.check(rendering, data)
        finished = target.finish(project, rendered)
        files.update((path, _strip_whitespace(data)) for path, data in finished.items())
    # The registry's own text, which no target touches, whatever its name.
    name = project.sdk.license_file
    return {**files, name: _strip_whitespace((registry.folder / name).read_bytes())}


def build_project(registry: Registry) -> Project:
    """Return a registry as targets see it.

    Raises:
        ValueError: The registry has findings that keep it from being generated.
    """
    if registry.sdk is None:
        msg = "a registry with findings is not generated"
        raise ValueError(msg)
    return Project(registry.folder.resolve().name, registry.sdk, registry.providers)


def list_tools() -> dict[str, str]:
    """Return the programs that shape the files, with their versions.

    Raises:
        TargetError: One of them cannot be run.
    """
    return {name: version for target in TARGETS for name, version in target.list_tools().items()}


def _strip_whitespace(data: bytes) -> bytes:
    """Return a text with LF line endings, no trailing whitespace, and one newline at its end.

    Hooks and editors would remove such whitespace, and the file would count as hand-edited. A text
    with NUL bytes, such as a licence in UTF-16, is left unchanged.
    """
    if b"\0" in data:
        return data
    text = b"\n".join(line.rstrip() for line in data.split(b"\n")).rstrip()
    return text + b"\n" if text else b""

"""Folders of templates that replace errsmith's own, or add files to the output."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from errsmith.registry.wording import guess_choice
from errsmith.targets.custom.manifest import NAME as MANIFEST
from errsmith.targets.custom.manifest import Manifest, read_manifest
from errsmith.targets.markdown import target as markdown
from errsmith.targets.python import target as python
from errsmith.targets.rendering import TemplateError
from errsmith.targets.site import target as site
from errsmith.targets.target import Target

TARGETS: Final = (python.TARGET, markdown.TARGET, site.TARGET)
"""All targets of errsmith."""


def list_templates(targets: Iterable[Target]) -> list[str]:
    """Return the sorted names of the targets' templates."""
    return sorted(
        f"{target.name}/{path.relative_to(target.templates).as_posix()}"
        for target in targets
        for path in target.templates.rglob("*.jinja")
    )


def read_templates(templates: Path, targets: Iterable[Target] = ()) -> Manifest | None:
    """Read the manifest of a folder, and check that each template there is used.

    Args:
        templates: The folder.
        targets: Further targets, whose templates can also be replaced.

    Returns:
        The files that the folder adds to the output, or None if it has no manifest.

    Raises:
        ManifestError: The manifest has findings.
        TemplateError: The folder does not exist, is not a folder or has no template, or a template
            is unused or cannot be read.
    """
    if not templates.is_dir():
        reason = "is not a folder" if templates.exists() else "does not exist"
        raise TemplateError(str(templates), None, f"{reason}; use --templates to name the folder")
    names = list_templates({*TARGETS, *targets})
    manifest = read_manifest(templates, names)
    used = {*names} if manifest is None else {*names, *manifest.list_templates()}
    choices = f"List templates that add files in {MANIFEST}, or replace {', '.join(names)}"
    paths = sorted(templates.rglob("*.jinja"))
    if not paths:
        raise TemplateError(str(templates), None, f"contains no template. {choices}")
    for path in paths:
        name = path.relative_to(templates).as_posix()
        if name not in used:
            meant = guess_choice(name, names)
            hint = f"Did you mean {meant}? Otherwise, list it in {MANIFEST}" if meant else choices
            raise TemplateError(str(path), None, f"replaces no template. {hint}")
        if fault := _explain_unreadable(path):
            raise TemplateError(str(path), None, fault)
    return manifest


def _explain_unreadable(path: Path) -> str | None:
    """Return why a template cannot be read, or None if it can.

    Jinja skips anything but files and would use the template that this one should replace.
    """
    if not path.is_file():
        return "is not a file"
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        byte = f"byte 0x{error.object[error.start]:02x} at offset {error.start}"
        return f"is not UTF-8: {byte}; save it as UTF-8"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if "\0" in source:
        return "is not text: it contains a NUL byte"
    if source.startswith("\ufeff"):
        return "begins with a byte order mark; save it as UTF-8 without one"
    return None

"""A registry as files: which template is rendered over which view, and where it goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from attrs import frozen

from errsmith import formatting, render, verification
from errsmith.meaning.subjects import Registry
from errsmith.registry import schema
from errsmith.registry.loading import SDK
from errsmith.registry.model import SdkFile
from errsmith.views.index import index_view
from errsmith.views.module import module_view
from errsmith.views.package import main_view, project_view
from errsmith.views.page import page_view
from errsmith.views.responses import examples_view

RUNTIME = Path(__file__).with_name("runtime")
GUIDES = ("clients", "retrying", "problems", "testing")
"""Pages of `docs/guides/`, which show how the SDK is used; each has a template of its name."""
_MODULES: Final[Mapping[str, str]] = {
    "__init__.py": "init.py",
    "_examples/__init__.py": "examples/init.py",
    "testing/__init__.py": "testing/init.py",
    "testing/plugin.py": "testing/plugin.py",
}
"""Modules that every package has, and their templates."""


@frozen
class Rendering:
    """One file to render: a template, its view, and where it goes.

    Attributes:
        path: Path below the output folder.
        template: Name of the template.
        view: What the template receives.
    """

    path: str
    template: str
    view: object


def sdk_files(
    registry: Registry, templates: Path | None = None, *, verify: bool = False
) -> dict[str, bytes]:
    """Return the generated project: every file, by its path below the output folder.

    Args:
        registry: The registry, without findings that keep it from being generated.
        templates: Folder of templates that replace errsmith's own.
        verify: Whether to compare the rendered Python with the registry. With `templates` it always
            is; errsmith's own are proven by its tests.

    Raises:
        TemplateError: A template cannot be used.
        FormattingError: Ruff cannot be run, or a template gives no Python.
        VerificationError: A generated file does not say what the registry says.
        OSError: The licence's file cannot be read.
    """
    sdk = registry.sdk
    if sdk is None:
        msg = "a registry with findings is not emitted"
        raise ValueError(msg)
    environment = render.environment(templates)
    files: dict[str, bytes] = {}
    for one in _renderings(registry, sdk):  # One view at a time: those of all take much memory.
        files[one.path] = _tidied(render.render(environment, one.template, one.view))
        if one.path.endswith(".toml"):
            verification.verify_toml(one.path, files[one.path])
        elif one.path.endswith(".py") and (verify or templates is not None):
            verification.verify(one.path, files[one.path], one.view)
    # The runtime is formatted as it is, and the larger part of what would have to be.
    files = formatting.formatted(files) | dict(_copies(sdk))
    # Somebody's text, and no business of formatter and verification, whatever its name.
    licence = (registry.folder / sdk.license_file).read_bytes()
    return {**files, sdk.license_file: _tidied(licence)}


def schema_files() -> dict[str, bytes]:
    """Give the JSON Schemas of the registry's files, by their names."""
    return dict(schema.schemas())


def _renderings(registry: Registry, sdk: SdkFile) -> Iterator[Rendering]:
    """Give what is rendered: once per SDK, and once per provider."""
    folder = registry.folder.resolve().name
    providers = {one.name: one for one in registry.providers}
    project = project_view(sdk, providers, f"{folder}/{SDK}")
    yield Rendering("pyproject.toml", "project/pyproject.toml.jinja", project)
    yield Rendering("README.md", "project/README.md.jinja", project)
    for path, name in _MODULES.items():
        yield Rendering(f"{sdk.package}/{path}", f"python/{name}.jinja", project)
    main = main_view(sdk, f"{folder}/{SDK}")
    yield Rendering(f"{sdk.package}/__main__.py", "python/main.py.jinja", main)
    for name in GUIDES:
        template = f"markdown/guides/{name}.md.jinja"
        yield Rendering(f"docs/guides/{name}.md", template, project)
    index = index_view(sdk, providers, f"{folder}/{SDK}")
    yield Rendering("docs/index.md", "markdown/index.md.jinja", index)
    for one in registry.providers:
        name, source = one.name, f"{folder}/providers/{one.name}.toml"
        module = module_view(one, source)
        yield Rendering(f"{sdk.package}/{name}.py", "python/provider.py.jinja", module)
        examples = f"{sdk.package}/_examples/{name}.py"
        yield Rendering(
            examples, "python/examples/provider.py.jinja", examples_view(one, sdk, source)
        )
        yield Rendering(
            f"docs/{name}.md", "markdown/provider.md.jinja", page_view(one, sdk, source)
        )


def _copies(sdk: SdkFile) -> Iterator[tuple[str, bytes]]:
    """Give the runtime's modules below the usual header, and the mark of a typed package."""
    for path in sorted(RUNTIME.rglob("*.py")):
        name = path.relative_to(RUNTIME).as_posix()
        header = (
            f"# Emitted by errsmith from its runtime/{name}; do not edit.\n"
            "# To change it, edit the runtime and run `errsmith generate`.\n"
        )
        yield f"{sdk.package}/_runtime/{name}", _tidied(header.encode() + path.read_bytes())
    yield f"{sdk.package}/py.typed", b""


def _tidied(data: bytes) -> bytes:
    """Return a text with LF line endings, no trailing whitespace, and one newline at its end.

    Hooks and editors would remove such whitespace, and the file would count as hand-edited. A text
    with NUL bytes, such as a licence in UTF-16, is left unchanged.
    """
    if b"\0" in data:
        return data
    text = b"\n".join(line.rstrip() for line in data.split(b"\n")).rstrip()
    return text + b"\n" if text else b""

"""The Python target: modules of the SDK, the runtime that they need, the project file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from errsmith import runtime
from errsmith.targets.python import formatting, verification
from errsmith.targets.python.examples import build_examples_view
from errsmith.targets.python.filters import FILTERS
from errsmith.targets.python.module import build_module_view
from errsmith.targets.python.package import build_package_view
from errsmith.targets.target import Project, Rendering, Target

_MODULES: Final[Mapping[str, str]] = {
    "__init__.py": "init.py",
    "__main__.py": "main.py",
    "_examples/__init__.py": "examples/init.py",
    "testing/__init__.py": "testing/init.py",
    "testing/plugin.py": "testing/plugin.py",
}
"""Modules that every package has, and their templates."""


def _list_renderings(project: Project) -> Iterator[Rendering]:
    package = project.sdk.package
    view = build_package_view(project)
    yield Rendering("pyproject.toml", "pyproject.toml.jinja", view)
    for path, name in _MODULES.items():
        yield Rendering(f"{package}/{path}", f"{name}.jinja", view)
    for provider in project.providers:
        source, name = project.format_source(provider), provider.name
        module = build_module_view(provider, source)
        yield Rendering(f"{package}/{name}.py", "provider.py.jinja", module)
        examples = build_examples_view(provider, package, source)
        yield Rendering(f"{package}/_examples/{name}.py", "examples/provider.py.jinja", examples)


def _finish(project: Project, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Format the rendered files, and add the runtime, which is already formatted."""
    return {**formatting.format_files(files), **_copy_runtime(project.sdk.package)}


def _copy_runtime(package: str) -> dict[str, bytes]:
    """Return the runtime's modules below the usual header, and the mark of a typed package."""
    [folder] = map(Path, runtime.__path__)
    files = {f"{package}/py.typed": b""}
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        header = (
            f"# Emitted by errsmith from its runtime/{name}; do not edit.\n"
            "# To change it, edit the runtime and run `errsmith generate`.\n"
        )
        files[f"{package}/_runtime/{name}"] = header.encode() + path.read_bytes()
    return files


def _list_tools() -> Mapping[str, str]:
    return {"ruff": formatting.get_ruff_version()}


TARGET: Final = Target(
    name="python",
    templates=Path(__file__).with_name("templates"),
    list_renderings=_list_renderings,
    filters=FILTERS,
    check=verification.verify,
    finish=_finish,
    list_tools=_list_tools,
)
"""The SDK with its project file."""

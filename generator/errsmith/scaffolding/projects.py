"""The files of a new project: a registry with an example, and the files around it."""

from __future__ import annotations

import datetime
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Final

import jinja2
from attrs import frozen

from errsmith import lint
from errsmith.registry.diagnostics import Diagnostic
from errsmith.registry.loading import PROVIDERS, SDK
from errsmith.registry.printing import print_value
from errsmith.scaffolding.suggestions import suggest_class

REGISTRY: Final = "registry"
"""The folder of the registry in a new project."""
LICENSE: Final = "LICENSE"
"""The license file in the folder of the registry."""
MIT: Final = "MIT"
"""The license whose text errsmith knows."""
_TEMPLATES: Final = Path(__file__).parent / "templates"
_REGISTRY_FILES: Final = {SDK: "sdk.toml", f"{PROVIDERS}/{{}}.toml": "provider.toml"}
"""The templates of the registry's files, by path; `{}` is the provider."""
_OTHER_FILES: Final = {
    "README.md": "readme.md",
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/errors.yml": "workflow.yml",
}
_EXAMPLES: Final = frozenset(
    {"AuthError", "AuthBadSecretError", "QuotaExceededError", "ServiceDownError"}
)
"""The other classes of the example provider."""


@frozen(kw_only=True)
class Project:
    """A new project, as its templates see it.

    Attributes:
        provider: The module of the example provider.
        title: The display name of the example provider.
        package: The name of the package.
        distribution: The name of the distribution.
        author: Who publishes the SDK.
        license: The SPDX expression of its license.
        license_text: The text of the license, None for that of `MIT`.
        today: The current day in UTC.
    """

    provider: str
    title: str
    package: str
    distribution: str
    author: str
    license: str = MIT
    license_text: bytes | None = None
    today: datetime.date

    @property
    def class_(self) -> str:
        """The base class of the example provider."""
        return suggest_class(self.provider, self.title, taken=_EXAMPLES) or "ExampleError"

    @property
    def url(self) -> str:
        """The page of the example provider, which does not exist."""
        return f"https://{self.provider.replace('_', '-').strip('-')}.example/errors"

    @property
    def summary(self) -> str:
        """What the SDK is, in one line."""
        return f"Typed errors of {self.title}."

    @property
    def year(self) -> int:
        """The year of the copyright."""
        return self.today.year

    @property
    def errsmith(self) -> str:
        """The version of errsmith."""
        return version("errsmith")


def render_registry(project: Project) -> dict[str, bytes]:
    """Return the files of the registry, by their paths in its folder."""
    files = {
        path.format(project.provider): _render(name, project)
        for path, name in _REGISTRY_FILES.items()
    }
    text = project.license_text
    return {**files, LICENSE: _render("mit.txt", project) if text is None else text}


def render_project(project: Project) -> dict[str, bytes]:
    """Return all files of a new project, by path."""
    registry = {f"{REGISTRY}/{path}": data for path, data in render_registry(project).items()}
    return {**registry, **{path: _render(name, project) for path, name in _OTHER_FILES.items()}}


def _render(name: str, project: Project) -> bytes:
    return _open_templates().get_template(f"{name}.jinja").render(view=project).encode()


def _open_templates() -> jinja2.Environment:
    # Workflows use braces, and TOML uses brackets.
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        variable_start_string="<<",
        variable_end_string=">>",
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - TOML strings are escaped by `toml`; there is no HTML
        keep_trailing_newline=True,
    )
    environment.filters["toml"] = print_value
    return environment


def check_project(project: Project) -> tuple[Diagnostic, ...]:
    """Return the findings of the new registry, which are mistakes in the chosen names."""
    with tempfile.TemporaryDirectory() as folder:
        for path, data in render_registry(project).items():
            target = Path(folder, path)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(data)
        return lint.check(Path(folder), project.today).diagnostics

"""The view of the SDK as a package: `init.py`, `main.py`, `pyproject.toml` and others."""

from __future__ import annotations

from attrs import frozen

from errsmith.meaning import naming
from errsmith.runtime.facts import ProviderInfo
from errsmith.runtime.kinds import KINDS
from errsmith.targets.python.docstrings import wrap_summary
from errsmith.targets.python.exports import sort_exports
from errsmith.targets.target import CHANGELOG, Project
from errsmith.targets.text import Node, draw_tree, wrap


@frozen(kw_only=True, eq=False)
class PackageView:
    """The SDK as a package.

    Attributes:
        source: Path of `sdk.toml`, for the header.
        distribution: Name of the distribution.
        package: Name of the package.
        version: Its version.
        summary: What it is, in one line.
        license: SPDX expression of the license.
        license_file: Name of the license file.
        author: Its publisher.
        repository: URL of the project's folder in its repository, or empty.
        changelog: URL of the changelog there, or empty.
        contents: The files and folders to include in the source distribution.
        doc: Lines of the package's docstring.
        exports: Sorted `__all__`.
        kinds: Names of the kind classes.
        providers: Values of `PROVIDERS`.
    """

    source: str
    distribution: str
    package: str
    version: str
    summary: str
    license: str
    license_file: str
    author: str
    repository: str
    changelog: str
    contents: tuple[str, ...]
    doc: tuple[str, ...]
    exports: tuple[str, ...]
    kinds: tuple[str, ...]
    providers: tuple[ProviderInfo, ...]


_EXPORTS = (
    "ApiError",
    "ErrorInfo",
    "Lifecycle",
    "PROVIDERS",
    "ProviderInfo",
    "RawResponse",
    "Retry",
    "SourceInfo",
    "is_retryable",
    "retry_delay",
)


def build_package_view(project: Project) -> PackageView:
    """Build the view for the modules that every package has and for the project file."""
    sdk = project.sdk
    kinds = tuple(sorted(cls.__name__ for cls in KINDS.values()))
    names = (provider.name for provider in project.providers)
    changelog = (CHANGELOG,) if project.releases else ()
    return PackageView(
        source=project.source,
        distribution=sdk.distribution,
        package=sdk.package,
        version=sdk.version,
        summary=sdk.summary,
        license=sdk.license,
        license_file=sdk.license_file,
        author=sdk.author,
        repository=sdk.repository or "",
        changelog=f"{project.link_base}{CHANGELOG}" if sdk.repository and changelog else "",
        contents=(sdk.package, "docs", *changelog),
        doc=_write_docstring(sdk.summary),
        exports=sort_exports((*_EXPORTS, *kinds, *names)),
        kinds=kinds,
        providers=tuple(provider.facts.about for provider in project.providers),
    )


def _write_docstring(summary: str) -> tuple[str, ...]:
    kinds = tuple(Node(cls.__name__, kind) for kind, cls in KINDS.items())
    return (
        *wrap_summary(summary),
        "",
        *wrap(
            "Each provider has a module with its error classes and the functions `parse`, "
            "`from_response` and `raise_for_error`, and for asynchronous clients `afrom_response` "
            "and `araise_for_error`. "
            "Every error class derives from `ApiError`, and from the class of its kind if it has "
            "one. The kinds are the same for all providers:"
        ),
        "",
        *(f"    {line}" for line in draw_tree(Node(naming.ROOT, "", kinds))),
    )

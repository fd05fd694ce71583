"""The interface of a target: one output language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Final

from attrs import Factory, field, frozen

from errsmith.meaning.subjects import Subject
from errsmith.registry.loading import PROVIDERS, SDK
from errsmith.registry.model import SdkFile
from errsmith.registry.releases import RELEASES, Release

CHANGELOG: Final = "CHANGELOG.md"
"""The path of the changelog, which is generated if there is a release."""
MANIFEST: Final = "manifest.json"
"""The path of the list of generated files."""


class TargetError(Exception):
    """A target cannot build its files."""


@frozen(eq=False)
class Project:
    """A registry without findings, as targets see it.

    Attributes:
        folder: Name of the registry's folder, for headers.
        sdk: The settings in `sdk.toml`.
        providers: The providers, sorted by name.
        releases: The releases, sorted by version.
        base_url: URL of the published site with a trailing slash, or empty if it is unknown.
    """

    folder: str
    sdk: SdkFile
    providers: tuple[Subject, ...]
    releases: tuple[Release, ...] = ()
    base_url: str = ""

    @property
    def source(self) -> str:
        """The path of `sdk.toml`, for headers."""
        return f"{self.folder}/{SDK}"

    @property
    def link_base(self) -> str:
        """The prefix of links in pages that a package index also shows, or ""."""
        repository = self.sdk.repository
        return f"{repository.rstrip('/')}/" if repository else ""

    @property
    def history(self) -> str:
        """The path of the folder of releases, for headers."""
        return f"{self.folder}/{RELEASES}"

    def format_source(self, provider: Subject) -> str:
        """Return the path of a provider's file, for headers."""
        return f"{self.folder}/{PROVIDERS}/{provider.name}.toml"


@frozen
class Rendering:
    """One file to render: a template with its view.

    Attributes:
        path: Path relative to the output folder.
        template: Name of the template in the target's folder.
        view: What the template receives.
    """

    path: str
    template: str
    view: object


def _accept(_rendering: Rendering, _data: bytes) -> None:
    """Accept any rendered file."""


def _keep(_project: Project, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the rendered files unchanged."""
    return files


@frozen(kw_only=True, eq=False)
class Target:
    """One output language.

    Attributes:
        name: Its name.
        templates: Folder of its templates.
        list_renderings: Yields the files to render for a project. Views are built one at a time,
            because all of them together take much memory.
        filters: Filters of its templates, by name.
        check: Compares a rendered file with its view and raises TargetError if they differ. It is
            called for custom templates; tests cover the target's own.
        finish: Returns the target's final files for the rendered ones, for example formatted;
            raises TargetError on failure.
        list_tools: Returns the programs that affect the bytes of its files, with versions.
        prefix: The folder with which its templates' names begin, by default its name; or empty.
        manual: The page that documents its views and filters.
    """

    name: str
    templates: Path
    list_renderings: Callable[[Project], Iterable[Rendering]]
    filters: Mapping[str, Callable[..., str]] = field(factory=dict)
    check: Callable[[Rendering, bytes], None] = _accept
    finish: Callable[[Project, Mapping[str, bytes]], Mapping[str, bytes]] = _keep
    list_tools: Callable[[], Mapping[str, str]] = field(default=dict)
    prefix: str = field(default=Factory(attrgetter("name"), takes_self=True))
    manual: str = "errsmith/targets/README.md"

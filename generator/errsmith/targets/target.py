"""What a target is: one language of the output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from attrs import field, frozen

from errsmith.meaning.subjects import Subject
from errsmith.registry.loading import PROVIDERS, SDK
from errsmith.registry.model import SdkFile


class TargetError(Exception):
    """A target cannot build its files."""


@frozen(eq=False)
class Project:
    """A registry without findings, as targets see it.

    Attributes:
        folder: Name of the registry's folder, for headers.
        sdk: What is generated.
        providers: The providers, in the order of their names.
    """

    folder: str
    sdk: SdkFile
    providers: tuple[Subject, ...]

    @property
    def source(self) -> str:
        """The path of `sdk.toml`, for headers."""
        return f"{self.folder}/{SDK}"

    def format_source(self, provider: Subject) -> str:
        """Return the path of a provider's file, for headers."""
        return f"{self.folder}/{PROVIDERS}/{provider.name}.toml"


@frozen
class Rendering:
    """One file to render: a template over a view.

    Attributes:
        path: Path below the output folder.
        template: Name of the template in the target's folder.
        view: What the template receives.
    """

    path: str
    template: str
    view: object


def _accept(_rendering: Rendering, _data: bytes) -> None:
    """Accept whatever was rendered."""


def _keep(_project: Project, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Keep the files as they were rendered."""
    return files


@frozen(kw_only=True, eq=False)
class Target:
    """One language of the output.

    Attributes:
        name: Its name, with which the names of its templates begin.
        templates: Folder of its templates.
        list_renderings: Yields what is rendered for a project, one view at a time: those of all
            files take much memory.
        filters: Filters of its templates, by name.
        check: Compares a rendered file with its view; raises TargetError if they differ. It is for
            custom templates; tests cover the target's own.
        finish: Returns all files of the target for those that were rendered, such as formatted
            ones; raises TargetError if it cannot.
        list_tools: Returns the programs that shape its files, with their versions.
    """

    name: str
    templates: Path
    list_renderings: Callable[[Project], Iterable[Rendering]]
    filters: Mapping[str, Callable[..., str]] = field(factory=dict)
    check: Callable[[Rendering, bytes], None] = _accept
    finish: Callable[[Project, Mapping[str, bytes]], Mapping[str, bytes]] = _keep
    list_tools: Callable[[], Mapping[str, str]] = field(default=dict)

"""Permanent URLs: those of aliases, and of the folders of providers.

Each error and alias has a URL below its provider: the page of an error, a redirect to it, or a
list of the errors that have the alias. The linter keeps the ids and aliases of all releases in the
registry, so no released URL is lost.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from errsmith.meaning.resolution import ResolvedError
from errsmith.meaning.subjects import Subject
from errsmith.registry.releases import Release
from errsmith.registry.wording import quote
from errsmith.targets.site.frame import Frames, FrameView
from errsmith.targets.site.links import LinkView
from errsmith.targets.site.paths import get_error_path, get_provider_path
from errsmith.targets.target import Project
from errsmith.targets.text import split_sentences

_INDEX: Final = "index"
"""The file that servers show for a folder."""
_LONGEST: Final = 200
"""Maximum length of an id or alias: most file systems allow names of 255 bytes."""


@frozen(kw_only=True)
class RedirectView:
    """A redirect.

    Attributes:
        path: Its path.
        target: The path of the other page.
    """

    path: str
    target: str

    @property
    def url(self) -> str:
        """The other page, relative to this one."""
        return _relate(self.path, self.target)

    @property
    def refresh(self) -> str:
        """The content of the `refresh` meta tag."""
        return f"0; url={self.url}"


@frozen(kw_only=True, eq=False)
class AliasOwnerView:
    """An error that has an alias.

    Attributes:
        text: Its code.
        url: Its page, relative to that of the alias.
        summaries: What happened, sentence by sentence.
    """

    text: str
    url: str
    summaries: tuple[str, ...]


@frozen(kw_only=True, eq=False)
class SharedAliasView:
    """The page of an alias that several errors have, `alias.html.jinja`.

    Attributes:
        path: Path of the page.
        frame: What surrounds it.
        provider: Display name of the provider, with its page.
        aliases: The alias; several if they differ only in characters that URLs do not keep.
        errors: The errors, in the order of the registry.
    """

    path: str
    frame: FrameView
    provider: LinkView
    aliases: tuple[str, ...]
    errors: tuple[AliasOwnerView, ...]


def list_redirects(project: Project) -> Iterator[RedirectView]:
    """Yield the redirects, sorted by path within each provider."""
    for provider in project.providers:
        owners = _find_owners(provider)
        targets = {
            path: get_error_path(provider.name, errors[0].id)
            for path, errors in owners.items()
            if len(errors) == 1
        }
        index = get_error_path(provider.name, _INDEX)
        if index not in owners.keys() | _list_pages(provider):
            targets[index] = get_provider_path(provider.name)
        for path, target in sorted(targets.items()):
            yield RedirectView(path=path, target=target)


def list_shared_aliases(project: Project, frames: Frames) -> Iterator[SharedAliasView]:
    """Yield the pages of aliases that several errors have, sorted by path within each provider."""
    for provider in project.providers:
        for path, owners in sorted(_find_owners(provider).items()):
            if len(owners) > 1:
                yield _build_shared_alias(provider, path, owners, frames)


def _build_shared_alias(
    provider: Subject, path: str, owners: Iterable[ResolvedError], frames: Frames
) -> SharedAliasView:
    title = provider.facts.about.title
    found = (alias for error in owners for alias in error.definition.aliases)
    aliases = dict.fromkeys(a for a in found if get_error_path(provider.name, a) == path)
    return SharedAliasView(
        path=path,
        frame=frames.build(path, f"{', '.join(aliases)} · {title}", has_twin=False),
        provider=LinkView(text=title, url=_relate(path, get_provider_path(provider.name))),
        aliases=tuple(aliases),
        errors=tuple(
            AliasOwnerView(
                text=error.code,
                url=_relate(path, get_error_path(provider.name, error.id)),
                summaries=split_sentences(provider.facts.errors[error.id].summary),
            )
            for error in owners
        ),
    )


def list_released_paths(releases: Iterable[Release]) -> Mapping[str, str]:
    """Return the paths of all providers, errors and aliases, with the last release that had each.

    Args:
        releases: The releases, sorted by version.
    """
    paths: dict[str, str] = {}
    for release in releases:
        for name, provider in release.snapshot.providers.items():
            paths[get_provider_path(name)] = release.version
            for id_ in provider.find_anchors():
                paths[get_error_path(name, id_)] = release.version
    return paths


def _find_owners(provider: Subject) -> Mapping[str, list[ResolvedError]]:
    """Return the errors with each alias, by the alias's path, unless that is an error's page."""
    pages = _list_pages(provider)
    owners: dict[str, list[ResolvedError]] = {}
    for error in provider.resolution.errors.values():
        aliases = error.definition.aliases
        for path in {get_error_path(provider.name, alias) for alias in aliases} - pages:
            owners.setdefault(path, []).append(error)
    return owners


def _list_pages(provider: Subject) -> set[str]:
    """Return the paths of the errors' pages."""
    return {get_error_path(provider.name, id_) for id_ in provider.resolution.errors}


def _relate(path: str, target: str) -> str:
    """Return the URL of a page relative to another one."""
    return posixpath.relpath(target, posixpath.dirname(path) or ".")


def explain_long_name(project: Project) -> str | None:
    """Return which id or alias is too long for the name of a page's file, None if none is."""
    for provider in project.providers:
        for error in provider.resolution.errors.values():
            for name in (error.id, *error.definition.aliases):
                if len(name) > _LONGEST:
                    return (
                        f"{project.format_source(provider)}: found the id or alias {quote(name)}, "
                        f"which has {len(name)} characters; it names the file of a page, and can "
                        f"have at most {_LONGEST}"
                    )
    return None

"""The sites that the browser opens, and the registries that they are built from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from attrs import frozen

from benchmarks import registries as invented
from errsmith import generation, site_generation
from errsmith.commands.site import Request
from errsmith.commands.site import site as publish
from errsmith.meaning.subjects import Registry
from errsmith.targets.rendering import Renderer
from errsmith.targets.site import target as site
from tests.errsmith.test_templates import HOSTILE, OF_MEANING, write_hostile
from tests.registries import ROOT, SDK, read_registry, write_files, write_registry
from tests.site.projects import write_provider
from tests.specimen.sdk import REGISTRY

MARKUP: Final = (
    "<script>window.intruder = 1</script><img src=x onerror='window.intruder = 2'>"
    '"><svg onload=window.intruder=3>'
)
"""A string that runs if it reaches the page as markup."""


@frozen
class Site:
    """A written site.

    Attributes:
        folder: The folder.
        registry: The registry.
    """

    folder: Path
    registry: Registry

    @property
    def url(self) -> str:
        """The URL of the folder, with a slash at the end."""
        return f"{self.folder.as_uri()}/"

    def list_pages(self) -> list[str]:
        """List the paths of all HTML pages, without those that lead to another one."""
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*.html")
            if b'http-equiv="refresh"' not in path.read_bytes()
        )


def write_site(folder: Path, registry: Path, ignored: Collection[str] = ()) -> Site:
    """Write the site of a registry."""
    read = read_registry(registry, ignored)
    for path, data in site_generation.generate_site(generation.build_project(read)):
        write_files(folder, {path: data})
    return Site(folder, read)


def write_front(folder: Path, registry: Path) -> Site:
    """Write only the front page of a site, with its scripts and its style."""
    read = read_registry(registry)
    project = generation.build_project(read)
    front = next(site.list_pages(project)).html
    page = Renderer(site.TARGET).render(front)
    write_files(folder, {front.path: page, **dict(site.list_data(project))})
    return Site(folder, read)


def write_inert(folder: Path, value: str) -> Site:
    """Write the site of a registry with the same string in every field."""
    return write_site(folder / "site", write_hostile(folder / "registry", value), OF_MEANING)


def write_versions(folder: Path) -> Site:
    """Write two versions of a site; the second one has an alias instead of B, and no C."""
    states = {"0.1.0": {"A": "", "B": "", "C": ""}, "0.2.0": {"A": 'aliases = ["B"]'}}
    for version, errors in states.items():
        files = {"acme": write_provider(errors)}
        registry = write_registry(folder / version, files, SDK.replace("0.1.0", version))
        publish(Request(registry=registry, out=folder / "site", versions=True))
    return Site(folder / "site", read_registry(folder / "0.2.0"))


ODD: Final = """
[provider]
title = "Odd"
class = "OddError"
[sources.errors]
url = "https://docs.odd.example/errors"
retrieved = 2026-11-21
[[envelopes]]
id = "json"
code = { path = "failure.number", type = "integer" }
[[envelopes]]
id = "text"
code = { path = "failure.name" }
[errors.404]
class = "NumberError"
kind = "not_found"
summary = "It has a number that is also a status."
[errors.-32601]
class = "NegativeError"
kind = "unsupported"
summary = "It has a negative number."
[errors."auth/invalid-token"]
kind = "authentication"
status = 401
aliases = ["TOKEN BAD"]
summary = "It has a path."
[errors."auth/user-not-found"]
kind = "not_found"
summary = "It has a path with marks."
[errors."urn:acme:error:bad"]
kind = "invalid_request"
summary = "It is a URN."
[errors."https://acme.example/problems/out-of-credit"]
class = "CreditError"
kind = "declined"
status = 402
summary = "It is a URL."
[errors."E:17"]
kind = "internal"
summary = "It has a colon."
[errors."card+declined"]
kind = "declined"
summary = "It has a plus sign."
[errors."ns#frag"]
kind = "internal"
summary = "It has a hash."
[errors."a & b"]
class = "LettersError"
kind = "internal"
summary = "It has an ampersand."
[errors."Ошибка доступа"]
class = "CyrillicError"
kind = "permission"
summary = "It has two words of another alphabet."
[errors."署名エラー"]
class = "JapaneseError"
kind = "invalid_request"
summary = "It has no blanks at all."
[errors.TOKEN]
kind = "authentication"
removed = { since = "0.1.0" }
summary = "It is a part of others."
[errors.TOKEN_ERROR]
class = "OtherTokenError"
kind = "authentication"
deprecated = { since = "0.1.0" }
summary = "It is called like a class."
"""
"""A provider with codes that look like other things."""

SITES: Final[dict[str, Callable[[Path], Site]]] = {
    "published": lambda folder: write_site(folder, ROOT / "registry"),
    "specimen": lambda folder: write_site(folder, REGISTRY),
    "hostile": lambda folder: write_inert(folder, HOSTILE + MARKUP),
    "harmless": lambda folder: write_inert(folder, "words"),
    "versions": write_versions,
    "odd": lambda folder: write_site(
        folder / "site", write_registry(folder / "registry", {"odd": ODD}), OF_MEANING
    ),
    "large": lambda folder: write_site(
        folder / "site", invented.write_registry(folder / "registry", 252, 1)
    ),
    "huge": lambda folder: write_front(
        folder / "site", invented.write_registry(folder / "registry", 10_000)
    ),
}
"""How to write each site, by its name; `huge` has only the front page."""

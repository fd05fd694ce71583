"""`objects.inv`: the names that other projects' documentation can link to.

The format is that of Sphinx (version 2): a header, then compressed lines of name, domain and role,
priority, address and display name.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from errsmith.meaning import naming
from errsmith.meaning.subjects import Subject
from errsmith.runtime.facts import make_anchor
from errsmith.runtime.kinds import KINDS
from errsmith.targets.markdown.headings import make_class_anchor
from errsmith.targets.site.paths import (
    FRONT_PAGE,
    KINDS_PAGE,
    get_error_path,
    get_provider_path,
    get_word_anchor,
)
from errsmith.targets.target import Project
from errsmith.targets.text import format_line

INVENTORY: Final = "objects.inv"
_MODULE: Final = "py:module"
_EXCEPTION: Final = "py:exception"
_LABEL: Final = "std:label"
_SHOWN: Final = {_MODULE: "0", _EXCEPTION: "1", _LABEL: "-1"}
"""The priority of each role in a search; -1 hides it."""


@frozen
class _Entry:
    """A name that documentation can refer to.

    Attributes:
        role: Domain and role.
        name: Its name, without blanks.
        address: The page, with a fragment if the name is only a part of it.
        title: What links show; empty for the name.
    """

    role: str
    name: str
    address: str
    title: str = ""

    def __str__(self) -> str:
        title = format_line(self.title) or "-"
        return f"{self.name} {self.role} {_SHOWN[self.role]} {self.address} {title}"


def build_inventory(project: Project) -> bytes:
    """Build the inventory: the modules, the exceptions, and a label for each error."""
    sdk = project.sdk
    head = (
        "# Sphinx inventory version 2\n"
        f"# Project: {sdk.distribution}\n"
        f"# Version: {sdk.version}\n"
        "# The remainder of this file is compressed using zlib.\n"
    )
    lines = "".join(f"{entry}\n" for entry in _list_entries(project))
    return head.encode() + zlib.compress(lines.encode(), 9)


def _list_entries(project: Project) -> Iterator[_Entry]:
    package = project.sdk.package
    yield _Entry(_MODULE, package, FRONT_PAGE)
    yield _Entry(_EXCEPTION, f"{package}.{naming.ROOT}", KINDS_PAGE)
    for kind, class_ in KINDS.items():
        address = f"{KINDS_PAGE}#{get_word_anchor(kind)}"
        yield _Entry(_EXCEPTION, f"{package}.{class_.__name__}", address)
    for provider in project.providers:
        yield from _list_provider_entries(provider, f"{package}.{provider.name}")


def _list_provider_entries(provider: Subject, module: str) -> Iterator[_Entry]:
    page = get_provider_path(provider.name)
    yield _Entry(_MODULE, module, page)
    for class_ in (provider.facts.about.base, *provider.resolution.group_classes.values()):
        yield _Entry(_EXCEPTION, f"{module}.{class_}", f"{page}#{make_class_anchor(class_)}")
    for error in provider.resolution.errors.values():
        address = get_error_path(provider.name, error.id)
        yield _Entry(_EXCEPTION, f"{module}.{error.class_}", address)
        yield _Entry(_LABEL, f"{provider.name}-{make_anchor(error.id)}", address, error.code)

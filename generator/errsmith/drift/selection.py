"""Choose the sources of a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Final

from attrs import frozen

from errsmith.drift.record_files import get_record_path
from errsmith.meaning.subjects import Registry, Subject
from errsmith.registry.diagnostics import Span
from errsmith.registry.model import SourceDef
from errsmith.registry.wording import guess_choice, quote

STDIN: Final = "-"
"""The name of a page that is read from standard input."""


class SelectionError(Exception):
    """The arguments are ambiguous, or name sources that do not exist."""


@frozen(kw_only=True)
class Source:
    """A source of a provider.

    Attributes:
        subject: The provider.
        id: The id of the source.
    """

    subject: Subject
    id: str

    @property
    def name(self) -> str:
        """The name on the command line and in reports: `provider.source`."""
        return f"{self.subject.name}.{self.id}"

    @property
    def file_name(self) -> str:
        """The name of its files without the extension, safe for any id."""
        return get_record_path(Path(), self.subject.name, self.id).stem

    @property
    def definition(self) -> SourceDef:
        """The source as the registry defines it."""
        return self.subject.file.sources[self.id]

    @property
    def url(self) -> str:
        """The URL to fetch the page from."""
        return self.definition.fetch or self.definition.url

    @property
    def is_skipped(self) -> bool:
        """Whether no codes are read from this page."""
        return self.definition.extract is not None and self.definition.extract.as_ == "none"

    @property
    def header(self) -> Span:
        """The place of the source's table in the registry."""
        return self.subject.document.find_span(("sources", self.id), "table")


def select_sources(registry: Registry, names: Iterable[str]) -> list[Source]:
    """Return the sources with these names, in the order of the registry; all if there are none.

    A name is `provider` or `provider.source`.

    Raises:
        SelectionError: There is no such provider or source.
    """
    sources = _list_sources(registry)
    wanted: set[str] = set()
    for name in names:
        found = {source.name for source in sources if name in {source.name, source.subject.name}}
        if not found:
            raise SelectionError(_explain_unknown(name, sources))
        wanted |= found
    return [source for source in sources if not wanted or source.name in wanted]


def _list_sources(registry: Registry) -> list[Source]:
    return [
        Source(subject=subject, id=id_)
        for subject in registry.providers
        for id_ in subject.file.sources
    ]


def _explain_unknown(name: str, sources: Sequence[Source]) -> str:
    providers = list(dict.fromkeys(source.subject.name for source in sources))
    provider, dot, _ = name.partition(".")
    if dot and provider in providers:
        known = [source.name for source in sources if source.subject.name == provider]
        kind = "source"
    else:
        known, kind = providers, "provider"
    meant = guess_choice(name, known)
    hint = f"Did you mean {meant}?" if meant else f"Known {kind}s: {', '.join(known)}"
    return f"unknown {kind} {quote(name)}. {hint}"


def select_source_of_page(sources: Sequence[Source], page: str) -> Source:
    """Return the source of a saved page: the only one, or the one that the file is named after.

    Raises:
        SelectionError: There are several sources, and the file is not named after one of them.
    """
    file = PurePath(page).name
    if len(sources) > 1:
        sources = [
            source for source in sources if is_named_after(file, source.file_name)
        ] or sources
    if len(sources) > 1:
        names = ", ".join(source.name for source in sources)
        reason = (
            "--page needs exactly one source; name it as PROVIDER.SOURCE, or rename the file to "
            f"PROVIDER.SOURCE.html. Sources: {names}"
        )
        raise SelectionError(reason)
    source = sources[0]
    if source.is_skipped:
        reason = f'{source.name} is not compared, because of `as = "none"`'
        raise SelectionError(reason)
    return source


def is_named_after(file: str, name: str) -> bool:
    """Return whether a file has this name, with any extension or none."""
    return file == name or file.startswith(f"{name}.")

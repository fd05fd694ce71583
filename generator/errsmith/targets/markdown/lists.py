"""The views of providers in a list, and of the pages that document their errors."""

from __future__ import annotations

from attrs import frozen

from errsmith.meaning.subjects import Subject
from errsmith.runtime.facts import ProviderInfo
from errsmith.targets.text import split_sentences


@frozen(kw_only=True, eq=False)
class SourceView:
    """A page that documents errors.

    Attributes:
        url: Its URL.
        retrieved: The day on which it was read.
        notes: Its oddities, sentence by sentence.
    """

    url: str
    retrieved: str
    notes: tuple[str, ...]


@frozen(kw_only=True, eq=False)
class ListedView:
    """A provider in a list.

    Attributes:
        name: Name of its module.
        title: Display name.
        base: Name of the base class of its errors.
        summary: What the API does, or empty.
        errors: Number of its errors.
        pages: The pages that document them.
    """

    name: str
    title: str
    base: str
    summary: str
    errors: int
    pages: tuple[SourceView, ...]


def build_listed_view(provider: Subject) -> ListedView:
    """Build the view of a provider in a list."""
    about = provider.facts.about
    return ListedView(
        name=about.name,
        title=about.title,
        base=about.base,
        summary=about.summary or "",
        errors=len(provider.file.errors),
        pages=build_source_views(about),
    )


def build_source_views(about: ProviderInfo) -> tuple[SourceView, ...]:
    """Build the views of the pages that document a provider's errors."""
    return tuple(
        SourceView(url=page.url, retrieved=page.retrieved, notes=split_sentences(page.note))
        for page in about.sources
    )

"""The view of a provider's page, `provider.html.jinja`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from attrs import frozen

from errsmith.meaning.subjects import Subject
from errsmith.reporting.words import count
from errsmith.runtime.facts import ErrorInfo
from errsmith.targets.markdown.envelopes import EnvelopeSectionView
from errsmith.targets.markdown.headings import HeadingView, make_class_anchor
from errsmith.targets.markdown.page import PageView
from errsmith.targets.site.frame import Frames, FrameView
from errsmith.targets.site.links import LinkView
from errsmith.targets.site.paths import get_error_path, get_provider_path
from errsmith.targets.site.tables import HtmlTableView, convert_table
from errsmith.targets.site.tree_diagram import TreeDiagramView, build_tree_diagram


@frozen(kw_only=True, eq=False)
class EnvelopeView:
    """An envelope, a format of error responses.

    Attributes:
        section: Its section on the page in Markdown.
        fields: Its fields.
    """

    section: EnvelopeSectionView
    fields: HtmlTableView


@frozen(kw_only=True, eq=False)
class GapView:
    """What the provider's pages do not say about some errors.

    Attributes:
        label: What is not documented.
        errors: For how many errors.
    """

    label: str
    errors: int


@frozen(kw_only=True, eq=False)
class ProviderPageView:
    """A provider's page.

    Attributes:
        frame: What surrounds it.
        title: Display name of the provider.
        errors: The number of its errors, with the noun.
        base_anchor: The id of the base class.
        contents: Links to its sections.
        tree: Its classes.
        table: Its errors.
        groups: Its groups.
        categories: How errors are handled.
        scopes: The parts of the API with separate codes.
        envelopes: The fields of each envelope.
        gaps: What is not documented, for how many errors.
        reference: The same page in Markdown.
    """

    frame: FrameView
    title: str
    errors: str
    base_anchor: str
    contents: tuple[LinkView, ...]
    tree: TreeDiagramView
    table: HtmlTableView
    groups: HtmlTableView
    categories: HtmlTableView
    scopes: HtmlTableView
    envelopes: tuple[EnvelopeView, ...]
    gaps: tuple[GapView, ...]
    reference: PageView


def build_provider_page(subject: Subject, reference: PageView, frames: Frames) -> ProviderPageView:
    """Build the view of a provider's page."""
    about = subject.facts.about
    path = get_provider_path(subject.name)
    return ProviderPageView(
        frame=frames.build(path, f"{about.title} errors", about.summary or ""),
        title=about.title,
        errors=count(len(subject.resolution.errors), "error"),
        base_anchor=make_class_anchor(about.base),
        contents=tuple(_list_contents(reference)),
        tree=_build_tree(subject),
        # The class is on the page of the error; here, the summary needs the space.
        table=convert_table(reference.table, omitted="class"),
        groups=convert_table(reference.groups),
        categories=convert_table(reference.categories),
        scopes=convert_table(reference.scopes),
        envelopes=tuple(
            EnvelopeView(section=section, fields=convert_table(section.fields))
            for section in reference.envelopes
        ),
        gaps=tuple(_list_gaps(subject.facts.errors.values())),
        reference=reference,
    )


def _build_tree(subject: Subject) -> TreeDiagramView:
    classes = subject.resolution.group_classes
    return build_tree_diagram(
        subject,
        link_group=lambda id_: f"#{make_class_anchor(classes[id_])}",
        link_error=lambda id_: get_error_path(subject.name, id_),
    )


def _list_gaps(infos: Collection[ErrorInfo]) -> Iterator[GapView]:
    """Yield what is not documented about some errors."""
    missing: dict[str, Callable[[ErrorInfo], bool]] = {
        "HTTP status": lambda info: not info.statuses,
        "Endpoints": lambda info: not info.endpoints,
        "Retry advice": lambda info: info.retry is None or info.retry.basis == "derived",
        "Causes": lambda info: not info.causes,
        "What to do": lambda info: info.fix is None,
        "Message for users": lambda info: info.user_message is None,
    }
    for label, is_missing in missing.items():
        if errors := sum(map(is_missing, infos)):
            yield GapView(label=label, errors=errors)


def _list_contents(reference: PageView) -> Iterator[LinkView]:
    """Yield links to the sections of a page."""
    *headings, sources = _list_headings(reference)
    for heading in headings:
        yield LinkView(text=heading.title, url=f"#{heading.anchor}")
    yield LinkView(text="Undocumented facts", url="#not_documented")
    yield LinkView(text=sources.title, url=f"#{sources.anchor}")


def _list_headings(reference: PageView) -> Iterator[HeadingView]:
    """Yield the headings that a page also has in Markdown, except those of single errors."""
    headings = reference.headings
    yield headings.errors
    if reference.catching:
        yield headings.catching
    if reference.support:
        yield headings.support
    yield headings.classes
    if reference.groups.rows:
        yield headings.groups
    if reference.categories.rows:
        yield headings.categories
    if reference.scopes.rows:
        yield headings.scopes
    if reference.envelopes:
        yield headings.envelopes
    yield headings.sources

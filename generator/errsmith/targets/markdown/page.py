"""The view of a provider's page in the reference, `markdown/provider.md.jinja`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from errsmith.meaning.subjects import Subject
from errsmith.registry.model import CategoryDef, GroupDef
from errsmith.runtime.facts import ErrorInfo, make_anchor
from errsmith.runtime.statements import NOT_DOCUMENTED, format_advice, format_statuses
from errsmith.targets.class_tree import build_class_tree
from errsmith.targets.markdown.catching import build_catching
from errsmith.targets.markdown.envelopes import EnvelopeSectionView, build_envelope_section
from errsmith.targets.markdown.headings import HeadingView, PageHeadings, make_class_anchor
from errsmith.targets.markdown.lists import SourceView, build_source_views
from errsmith.targets.markdown.sections import ErrorSectionView, build_error_section
from errsmith.targets.markdown.tables import (
    CellView,
    HeadView,
    TableView,
    build_code_cell,
    build_row,
    build_table,
    build_text_cell,
)
from errsmith.targets.target import Project
from errsmith.targets.text import draw_tree, split_sentences

_MOST_WITHOUT_CONTENTS: Final = 30
"""Errors of a page that needs no table of contents."""
_KINDS: Final = "index.md#kinds"
_ADVICE: Final = "index.md#retry-advice"


@frozen(kw_only=True, eq=False)
class HeadingsView:
    """The headings of a page, which take no anchor of an error.

    Attributes:
        title: The title of the page.
        errors: The table of errors.
        catching: How to catch them.
        support: What to quote to support.
        classes: The tree of classes.
        groups: The families of codes.
        categories: How errors are handled.
        scopes: The parts of the API.
        envelopes: The formats of error responses.
        sources: The pages that document the errors.
        details: The errors' sections.
    """

    title: HeadingView
    errors: HeadingView
    catching: HeadingView
    support: HeadingView
    classes: HeadingView
    groups: HeadingView
    categories: HeadingView
    scopes: HeadingView
    envelopes: HeadingView
    sources: HeadingView
    details: HeadingView


@frozen(kw_only=True, eq=False)
class PageView:
    """A provider's page.

    Attributes:
        source: Path of the registry's file, for the header.
        package: Name of the package.
        name: Name of the module.
        headings: Its headings.
        contents: The headings of level 2, or none if the page is short.
        base: The base class of its errors.
        summaries: What the API does, sentence by sentence.
        support: What to quote to support, sentence by sentence.
        notes: Notes, sentence by sentence.
        is_open: Whether the page itself says that its list is not complete.
        sources: The pages that document the errors.
        envelopes: The formats of error responses.
        scopes: The parts of the API with separate codes.
        categories: How errors are handled.
        groups: The families of codes.
        tree: Lines of the tree of classes.
        table: All errors.
        catching: Lines of Python that catch an error in the usual way, for each way in which it
            arrives; empty if no code can.
        caught: The class that they catch.
        has_other_ways: Whether some errors are caught in another way.
        has_details: Whether the errors' sections are on this page.
        errors: The errors' sections.
    """

    source: str
    package: str
    name: str
    headings: HeadingsView
    contents: tuple[HeadingView, ...]
    base: str
    summaries: tuple[str, ...]
    support: tuple[str, ...]
    notes: tuple[str, ...]
    is_open: bool
    sources: tuple[SourceView, ...]
    envelopes: tuple[EnvelopeSectionView, ...]
    scopes: TableView
    categories: TableView
    groups: TableView
    tree: tuple[str, ...]
    table: TableView
    catching: tuple[tuple[str, ...], ...]
    caught: str
    has_other_ways: bool
    has_details: bool
    errors: tuple[ErrorSectionView, ...]


def build_page_view(subject: Subject, project: Project, folder: str = "") -> PageView:
    """Build the view of a provider's page.

    Args:
        subject: The provider.
        project: The project.
        folder: The folder with a page for each error, or empty if errors are sections of this page.
    """
    file, provider = subject.file, subject.file.provider
    errors = subject.resolution.errors
    headings = PageHeadings(map(make_anchor, errors))
    titles = _build_headings(subject, headings)
    catching = build_catching(subject)
    support = split_sentences(provider.support)
    shown = {
        titles.errors: True,
        titles.catching: bool(catching.usual),
        titles.support: bool(support),
        titles.classes: True,
        titles.groups: bool(file.groups),
        titles.categories: bool(file.categories),
        titles.scopes: bool(file.scopes),
        titles.envelopes: bool(file.envelopes),
        titles.sources: True,
        titles.details: not folder,
    }
    targets = _list_targets(titles)
    return PageView(
        source=project.format_source(subject),
        package=project.sdk.package,
        name=subject.name,
        headings=titles,
        contents=tuple(title for title in shown if shown[title])
        if len(errors) > _MOST_WITHOUT_CONTENTS
        else (),
        base=provider.class_,
        summaries=split_sentences(provider.summary),
        support=support,
        notes=split_sentences(provider.note),
        is_open=provider.open,
        sources=build_source_views(subject.facts.about),
        envelopes=tuple(
            build_envelope_section(envelope, headings.add(f"Envelope {envelope.id}"))
            for envelope in file.envelopes
        ),
        scopes=_build_scopes(subject),
        categories=_build_categories(subject),
        groups=_build_groups(subject),
        tree=tuple(draw_tree(build_class_tree(subject))),
        table=_build_errors(subject, targets, folder),
        catching=catching.usual,
        caught=catching.example,
        has_other_ways=any(catching.special.values()),
        has_details=bool(errors) and not folder,
        errors=()
        if folder
        else tuple(build_error_section(subject, e, catching, targets) for e in errors.values()),
    )


def _build_headings(subject: Subject, headings: PageHeadings) -> HeadingsView:
    return HeadingsView(
        title=headings.add(f"{subject.file.provider.title} errors"),
        errors=headings.add("Errors"),
        catching=headings.add("How to catch an error"),
        support=headings.add("Support"),
        classes=headings.add("Classes"),
        groups=headings.add("Groups"),
        categories=headings.add("Categories"),
        scopes=headings.add("Scopes"),
        envelopes=headings.add("How responses are read"),
        sources=headings.add("Sources"),
        details=headings.add("Error details"),
    )


def _list_targets(titles: HeadingsView) -> dict[str, str]:
    """Return where the facts of errors are explained, by label."""
    return {
        "Group": f"#{titles.groups.anchor}",
        "Category": f"#{titles.categories.anchor}",
        "Scope": f"#{titles.scopes.anchor}",
        "Kind": _KINDS,
        "Retry": _ADVICE,
    }


def _build_scopes(subject: Subject) -> TableView:
    rows = tuple(
        build_row(
            CellView(code=id_),
            build_text_cell(scope.summary),
            build_text_cell(", ".join(scope.paths)),
        )
        for id_, scope in subject.file.scopes.items()
    )
    return build_table(("scope", "description", "request paths"), rows)


def _build_categories(subject: Subject) -> TableView:
    rows = tuple(
        build_row(
            CellView(code=id_),
            build_text_cell(category.title or id_),
            build_text_cell(format_statuses(category.status) if category.status else "per error"),
            build_text_cell(_format_own_advice(subject.facts.categories[id_])),
            build_text_cell(_describe(category)),
        )
        for id_, category in subject.file.categories.items()
    )
    return build_table(
        ("category", "name", "status", HeadView(title="retry", url=_ADVICE), "description"), rows
    )


def _build_groups(subject: Subject) -> TableView:
    rows = tuple(
        build_row(
            CellView(code=id_),
            CellView(code=subject.resolution.group_classes[id_]),
            *_build_code_cells(subject, id_),
            build_text_cell("by status" if group.kind is None else f"{group.kind} (derived)"),
            build_text_cell(_format_own_advice(subject.facts.groups[id_])),
            build_text_cell(_describe(group)),
            anchor=make_class_anchor(subject.resolution.group_classes[id_]),
        )
        for id_, group in subject.file.groups.items()
    )
    kind, retry = HeadView(title="kind", url=_KINDS), HeadView(title="retry", url=_ADVICE)
    heads = ("group", "class", "codes", "undocumented codes", kind, retry, "description")
    return build_table(heads, rows)


def _build_code_cells(subject: Subject, group: str) -> tuple[CellView, CellView]:
    """Return the cells for the codes of a group: which they are, and whether new ones join it."""
    match subject.reach.memberships[group]:
        case "pattern":
            codes = CellView(code=", ".join(subject.file.groups[group].match))
            return codes, build_text_cell("yes")
        case "response":
            return build_text_cell("those that arrive with this group"), build_text_cell("yes")
        case "envelope":
            return build_text_cell("those in its envelope"), build_text_cell("yes")
        case "stated":
            return build_text_cell("only those listed below"), build_text_cell("no")


def _build_errors(subject: Subject, targets: Mapping[str, str], folder: str) -> TableView:
    retry, group, category = (
        HeadView(title=label.lower(), url=targets[label])
        for label in ("Retry", "Group", "Category")
    )
    kind = HeadView(title="kind (derived)", url=_KINDS)
    heads = ("code", "summary", "status", retry, kind, group, category, "class")
    no_category = NOT_DOCUMENTED if subject.file.categories else ""
    rows = []
    for id_, error in subject.resolution.errors.items():
        info = subject.facts.errors[id_]
        anchor = make_anchor(id_)
        stages = [f"{stage.capitalize()}." for stage in error.stages]
        rows.append(
            build_row(
                CellView(
                    link=error.code, target=f"{folder}/{anchor}.md" if folder else f"#{anchor}"
                ),
                build_text_cell(" ".join((*stages, error.definition.summary))),
                build_text_cell(format_statuses(error.definition.status)),
                build_text_cell(format_advice(info.retry)),
                build_code_cell(info.kind),
                build_code_cell(info.group),
                build_code_cell(error.category) if error.category else build_text_cell(no_category),
                build_code_cell(error.class_),
                anchor=anchor,
            )
        )
    return build_table(heads, rows)


def _format_own_advice(info: ErrorInfo) -> str:
    return NOT_DOCUMENTED if info.retry is None else format_advice(info.retry)


def _describe(owner: GroupDef | CategoryDef) -> str:
    """Return what applies to all codes of a group or category, including undocumented ones."""
    sentences = [owner.summary, owner.note]
    sentences += [f"What to do: {owner.fix}"] if owner.fix is not None else []
    for language, message in owner.user_message.items():
        sentences.append(f"User message{f' ({language})' if language else ''}: {message}")
    return " ".join(filter(None, sentences))

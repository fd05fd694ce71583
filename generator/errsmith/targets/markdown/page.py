"""The view of a provider's page in the reference, `markdown/provider.md.jinja`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Final

from attrs import frozen

from errsmith.meaning.examples import ErrorResponse
from errsmith.meaning.resolution import ResolvedError
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import (
    PLAIN,
    CategoryDef,
    GroupDef,
    ProviderFile,
)
from errsmith.runtime.facts import ErrorInfo, anchor_of
from errsmith.runtime.statements import (
    NOT_DOCUMENTED,
    Statement,
    describe,
    format_advice,
    status_text,
)
from errsmith.targets.classes import build_class_tree
from errsmith.targets.markdown.envelopes import EnvelopeSectionView, envelope_section
from errsmith.targets.markdown.lists import SourceView, source_views
from errsmith.targets.markdown.tables import CellView, TableView, row, text
from errsmith.targets.target import Project
from errsmith.targets.text import draw_tree, split_sentences

_PHRASES: Final[Mapping[int, str]] = {
    **{status.value: status.phrase for status in HTTPStatus},
    # Python 3.12 and older have those of an RFC before 9110.
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}


@frozen(kw_only=True, eq=False)
class FactView:
    """A line of an error's facts.

    Attributes:
        label: What it is.
        codes: Texts shown as code.
        text: What is said of it, after them.
        url: An address.
    """

    label: str
    codes: tuple[str, ...] = ()
    text: str = ""
    url: str = ""


@frozen(kw_only=True, eq=False)
class ErrorSectionView:
    """The section of an error, of which the anchor never changes.

    Attributes:
        id: The error's id.
        anchor: Its anchor.
        class_: Its class.
        stages: Sentences on its being removed or deprecated.
        summaries: What happened, in sentences.
        facts: Its facts.
        causes: Why.
        fixes: What to do, in sentences.
        user_messages: Language, empty if there is one only, and text.
        notes: In sentences.
        example: Lines of an example response, empty where nothing says how it arrives.
        example_documented: Whether the provider's page shows it.
        further_examples: Lines of each of the other responses that the provider's page shows.
        example_path: Path of the request that is answered so, empty if any may be.
        example_scope: The part of the API that answers so, empty if any may, or if the path says.
        why_no_example: Why there is none.
        catching: Lines of Python that catch it, or recognise it, for each way in which it arrives;
            empty if nothing does.
    """

    id: str
    anchor: str
    class_: str
    stages: tuple[str, ...]
    summaries: tuple[str, ...]
    facts: tuple[FactView, ...]
    causes: tuple[str, ...]
    fixes: tuple[str, ...]
    user_messages: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    example: tuple[str, ...]
    example_documented: bool
    further_examples: tuple[tuple[str, ...], ...]
    example_path: str
    example_scope: str
    why_no_example: str
    catching: tuple[tuple[str, ...], ...]


@frozen(kw_only=True, eq=False)
class PageView:
    """A provider's page.

    Attributes:
        source: Path of the registry's file, for the header.
        package: Name of the package.
        name: Name of the module.
        title: Name of the provider.
        base: Class of all its errors.
        summaries: What the API does, in sentences.
        support: What to quote to support, in sentences.
        notes: In sentences.
        is_open: Whether the page itself says that its list is not complete.
        sources: The pages that the facts come from.
        envelopes: The shapes of a response.
        scopes: The parts of the API with codes of their own.
        categories: How errors are handled.
        groups: The families of codes.
        tree: Lines of the tree of classes.
        table: All errors.
        errors: The errors' sections.
    """

    source: str
    package: str
    name: str
    title: str
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
    errors: tuple[ErrorSectionView, ...]


def page_view(provider: Subject, project: Project) -> PageView:
    """Shape one provider's page."""
    return _Page(provider, provider.file).view(project)


@frozen(eq=False)
class _Page:
    subject: Subject
    file: ProviderFile

    def view(self, project: Project) -> PageView:
        file, provider = self.file, self.file.provider
        return PageView(
            source=project.format_source(self.subject),
            package=project.sdk.package,
            name=self.subject.name,
            title=provider.title,
            base=provider.class_,
            summaries=split_sentences(provider.summary),
            support=split_sentences(provider.support),
            notes=split_sentences(provider.note),
            is_open=provider.open,
            sources=source_views(self.subject.facts.about),
            envelopes=tuple(map(envelope_section, file.envelopes)),
            scopes=self.scopes(),
            categories=self.categories(),
            groups=self.groups(),
            tree=tuple(draw_tree(build_class_tree(self.subject))),
            table=self.table(),
            errors=tuple(map(self.error, self.subject.resolution.errors.values())),
        )

    def scopes(self) -> TableView:
        rows = tuple(
            row(CellView(code=id_), text(one.summary), text(", ".join(one.paths)))
            for id_, one in self.file.scopes.items()
        )
        return TableView(heads=("scope", "what it is", "request paths"), rows=rows)

    def categories(self) -> TableView:
        rows = tuple(
            row(
                CellView(code=id_),
                text(one.title or id_),
                text(status_text(one.status) if one.status else "said per error"),
                text(_stated_retry(self.subject.facts.categories[id_])),
                text(_stated(one)),
            )
            for id_, one in self.file.categories.items()
        )
        return TableView(heads=("category", "name", "status", "retry", "what it is"), rows=rows)

    def groups(self) -> TableView:
        rows = tuple(
            row(
                CellView(code=id_),
                CellView(code=self.subject.resolution.group_classes[id_]),
                *self._members(id_),
                text("by status" if one.kind is None else f"{one.kind} (derived)"),
                text(_stated_retry(self.subject.facts.groups[id_])),
                text(_stated(one)),
            )
            for id_, one in self.file.groups.items()
        )
        heads = ("group", "class", "codes", "undocumented codes", "kind", "retry", "what it is")
        return TableView(heads=heads, rows=rows)

    def table(self) -> TableView:
        heads = ("code", "status", "class", "category", "retry", "summary")
        rows = []
        for id_, error in self.subject.resolution.errors.items():
            info = self.subject.facts.errors[id_]
            stages = [f"{stage.capitalize()}." for stage in error.stages]
            rows.append(
                row(
                    CellView(link=error.code, anchor=anchor_of(id_)),
                    text(status_text(error.definition.status)),
                    CellView(code=error.class_),
                    CellView(code=error.category) if error.category else text(NOT_DOCUMENTED),
                    text(format_advice(info.retry)),
                    text(" ".join((*stages, error.definition.summary))),
                )
            )
        return TableView(heads=heads, rows=tuple(rows))

    def error(self, resolved: ResolvedError) -> ErrorSectionView:
        error, info = resolved.definition, self.subject.facts.errors[resolved.id]
        statements = describe(info, resolved.class_)
        example = self.subject.examples.by_error.get(resolved.id)
        messages = resolved.user_message
        return ErrorSectionView(
            id=resolved.id,
            anchor=anchor_of(resolved.id),
            class_=resolved.class_,
            stages=tuple(
                line
                for text in statements.get("Lifecycle", Statement()).texts
                for line in split_sentences(text)
            ),
            summaries=split_sentences(error.summary),
            facts=tuple(_list_facts(statements)),
            causes=tuple(error.causes),
            fixes=split_sentences(info.fix),
            user_messages=tuple(("" if k == PLAIN else k, text) for k, text in messages.items()),
            notes=split_sentences(error.note),
            example=() if example is None else tuple(response_lines(example)),
            example_documented=example is not None and not example.envelope,
            further_examples=tuple(
                tuple(response_lines(one))
                for one in self.subject.examples.further.get(resolved.id, ())
                if not one.envelope
            ),
            example_path=(example and example.scope and example.path) or "",
            example_scope=(example and not example.path and example.scope) or "",
            why_no_example="" if example is not None else self._why_no_example(resolved),
            catching=tuple(dict.fromkeys(self._snippets(resolved))),
        )

    def _members(self, group: str) -> tuple[CellView, CellView]:
        """Return the cells that say which codes belong to a group, and whether new ones do."""
        match self.subject.reach.memberships[group]:
            case "pattern":
                return CellView(code=", ".join(self.file.groups[group].match)), text("yes")
            case "response":
                return text("named by the response"), text("yes")
            case "envelope":
                return text("given by the shape of the response"), text("yes")
            case "stated":
                return text("only those listed below"), text("no")

    def _why_no_example(self, resolved: ResolvedError) -> str:
        if not self.file.envelopes:
            return "how the provider sends its codes is not documented"
        if self.subject.reach.refusals[resolved.id]:
            return "no response of a documented shape is read as this error"
        if len(self.subject.examples.shapes) < len(self.file.envelopes):
            return "a response of the documented shape is too large to show"
        return "responses have another spelling of its code"

    def _snippets(self, resolved: ResolvedError) -> Iterator[tuple[str, ...]]:
        """Write how to catch an error, once for its first example and for those that differ."""
        examples = self.subject.examples
        first = examples.by_error.get(resolved.id)
        for example in (first, *examples.further.get(resolved.id, ())):
            if lines := tuple(self._catching(resolved, example)):
                yield lines

    def _catching(self, resolved: ResolvedError, example: ErrorResponse | None) -> Iterator[str]:
        """Write how to catch an error, or to recognise it where nothing raises it."""
        name, class_ = self.subject.name, resolved.class_
        if example is not None and example.read_by == "raise_for_error":
            yield "try:"
            yield f"    {name}.raise_for_error(response)"
            yield f"except {name}.{class_} as error:"
            yield "    ..."
            return
        if example is None:
            arguments = self.subject.examples.codes.get(resolved.id)
            if arguments is None:
                return
            more = "".join(f", {key}={_literal(value)}" for key, value in arguments.items())
            yield f"error = {name}.from_code(code{more})"
        elif example.read_by == "parse_redirect":
            yield f"error = {name}.parse_redirect(url)"
        else:
            yield f"error = {name}.parse("
            yield "    status=response.status_code,"
            yield "    headers=response.headers,"
            yield "    body=response.content,"
            if example.query is not None:
                yield "    query=query,"
            if example.scope is not None:
                yield f"    scope={_literal(example.scope)},"
            yield ")"
        yield f"if isinstance(error, {name}.{class_}):"
        yield "    ..."


def _literal(value: object) -> str:
    """Return a string or a number as Python, in double quotes unless the string has one."""
    printed = repr(value)
    return f'"{printed[1:-1]}"' if isinstance(value, str) and '"' not in printed else printed


_LISTED: Final = (
    *("Code", "Other spellings", "Scope", "Endpoints", "HTTP status", "Class", "Group"),
    *("Category", "Kind", "Retry", "Since", "Source"),
)
"""The labels of an error's list of facts; the others have paragraphs of their own."""


def _list_facts(statements: Mapping[str, Statement]) -> Iterator[FactView]:
    for label in _LISTED:
        if label in statements:
            codes, texts, url = statements[label]
            yield FactView(label=label, codes=codes, text=" ".join(texts), url=url)


def response_lines(example: ErrorResponse) -> Iterator[str]:
    """Write an example as HTTP has it; without a status line where no status is documented."""
    if example.query is not None:
        yield f"GET /callback?{example.query} HTTP/1.1"
        return
    if example.is_status_shown:
        yield f"HTTP/1.1 {example.status} {_PHRASES.get(example.status, '')}".rstrip()
    yield from (f"{name}: {value}" for name, value in example.headers.items())
    if example.body:
        yield ""
        yield from example.body.splitlines()


def _stated_retry(info: ErrorInfo) -> str:
    return NOT_DOCUMENTED if info.retry is None else format_advice(info.retry)


def _stated(owner: GroupDef | CategoryDef) -> str:
    """Put what is said of a group or category, for those of its codes too that nobody documents."""
    said = [owner.summary, owner.note]
    said += [f"What to do: {owner.fix}"] if owner.fix is not None else []
    for language, message in owner.user_message.items():
        said.append(f"User message{f' ({language})' if language else ''}: {message}")
    return " ".join(filter(None, said))

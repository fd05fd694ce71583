"""The view of a provider's page in the reference, `markdown/provider.md.jinja`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Final

from attrs import frozen

from errsmith.meaning.examples import ErrorResponse
from errsmith.meaning.resolution import ResolvedError
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import PLAIN, CategoryDef, GroupDef
from errsmith.runtime.facts import ErrorInfo, make_anchor
from errsmith.runtime.statements import (
    NOT_DOCUMENTED,
    Statement,
    describe,
    format_advice,
    format_statuses,
)
from errsmith.targets.class_tree import build_class_tree
from errsmith.targets.markdown.envelopes import EnvelopeSectionView, build_envelope_section
from errsmith.targets.markdown.lists import SourceView, build_source_views
from errsmith.targets.markdown.tables import CellView, TableView, build_row, build_text_cell
from errsmith.targets.target import Project
from errsmith.targets.text import draw_tree, split_sentences

_PHRASES: Final[Mapping[int, str]] = {
    **{status.value: status.phrase for status in HTTPStatus},
    # Python 3.12 and older have the phrases of an earlier RFC than 9110.
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
        codes: Strings to show as code.
        text: The text after them.
        url: A URL.
    """

    label: str
    codes: tuple[str, ...] = ()
    text: str = ""
    url: str = ""


@frozen(kw_only=True, eq=False)
class ErrorSectionView:
    """The section of an error; its anchor is permanent.

    Attributes:
        id: The error's id.
        anchor: Its anchor.
        class_: Its class.
        stages: Sentences that say whether it is removed or deprecated.
        summaries: What happened, sentence by sentence.
        facts: Its facts.
        causes: Its causes.
        fixes: What to do, sentence by sentence.
        user_messages: Languages and messages; the language is empty if there is only one.
        notes: Notes, sentence by sentence.
        example: Lines of an example response; empty if there is none.
        example_documented: Whether the provider's page shows the example.
        example_envelope: Id of the envelope that it follows; empty if it is documented.
        further_examples: Lines of each further response that the provider's page shows.
        example_path: Path of a request with this response; empty if the path does not matter.
        example_scope: Scope of the response; empty if it does not matter or follows from the path.
        why_no_example: Why there is no example.
        catching: Lines of Python that catch or recognize it, for each way in which it arrives;
            empty if no code can.
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
    example_envelope: str
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


def build_page_view(subject: Subject, project: Project) -> PageView:
    """Build the view of a provider's page."""
    file, provider = subject.file, subject.file.provider
    errors = subject.resolution.errors.values()
    return PageView(
        source=project.format_source(subject),
        package=project.sdk.package,
        name=subject.name,
        title=provider.title,
        base=provider.class_,
        summaries=split_sentences(provider.summary),
        support=split_sentences(provider.support),
        notes=split_sentences(provider.note),
        is_open=provider.open,
        sources=build_source_views(subject.facts.about),
        envelopes=tuple(map(build_envelope_section, file.envelopes)),
        scopes=_build_scopes(subject),
        categories=_build_categories(subject),
        groups=_build_groups(subject),
        tree=tuple(draw_tree(build_class_tree(subject))),
        table=_build_errors(subject),
        errors=tuple(_build_error_section(subject, error) for error in errors),
    )


def _build_scopes(subject: Subject) -> TableView:
    rows = tuple(
        build_row(
            CellView(code=id_),
            build_text_cell(scope.summary),
            build_text_cell(", ".join(scope.paths)),
        )
        for id_, scope in subject.file.scopes.items()
    )
    return TableView(heads=("scope", "description", "request paths"), rows=rows)


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
    return TableView(heads=("category", "name", "status", "retry", "description"), rows=rows)


def _build_groups(subject: Subject) -> TableView:
    rows = tuple(
        build_row(
            CellView(code=id_),
            CellView(code=subject.resolution.group_classes[id_]),
            *_build_code_cells(subject, id_),
            build_text_cell("by status" if group.kind is None else f"{group.kind} (derived)"),
            build_text_cell(_format_own_advice(subject.facts.groups[id_])),
            build_text_cell(_describe(group)),
        )
        for id_, group in subject.file.groups.items()
    )
    heads = ("group", "class", "codes", "undocumented codes", "kind", "retry", "description")
    return TableView(heads=heads, rows=rows)


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


def _build_errors(subject: Subject) -> TableView:
    heads = ("code", "status", "class", "category", "retry", "summary")
    rows = []
    for id_, error in subject.resolution.errors.items():
        category, summary = error.category, error.definition.summary
        stages = [f"{stage.capitalize()}." for stage in error.stages]
        rows.append(
            build_row(
                CellView(link=error.code, anchor=make_anchor(id_)),
                build_text_cell(format_statuses(error.definition.status)),
                CellView(code=error.class_),
                CellView(code=category) if category else build_text_cell(NOT_DOCUMENTED),
                build_text_cell(format_advice(subject.facts.errors[id_].retry)),
                build_text_cell(" ".join((*stages, summary))),
            )
        )
    return TableView(heads=heads, rows=tuple(rows))


def _build_error_section(subject: Subject, error: ResolvedError) -> ErrorSectionView:
    info = subject.facts.errors[error.id]
    statements = describe(info, error.class_)
    lifecycle = statements.get("Lifecycle", Statement()).texts
    messages = error.user_message.items()
    example = subject.examples.by_error.get(error.id)
    further = subject.examples.further.get(error.id, ())
    return ErrorSectionView(
        id=error.id,
        anchor=make_anchor(error.id),
        class_=error.class_,
        stages=tuple(line for text in lifecycle for line in split_sentences(text)),
        summaries=split_sentences(info.summary),
        facts=tuple(_list_facts(statements)),
        causes=info.causes,
        fixes=split_sentences(info.fix),
        user_messages=tuple(("" if key == PLAIN else key, text) for key, text in messages),
        notes=split_sentences(info.note),
        example=() if example is None else _write_response(example),
        example_documented=example is not None and not example.envelope,
        example_envelope=(example and example.envelope) or "",
        further_examples=tuple(_write_response(e) for e in further if not e.envelope),
        example_path=(example and example.scope and example.path) or "",
        example_scope=(example and not example.path and example.scope) or "",
        why_no_example="" if example is not None else _explain_no_example(subject, error.id),
        catching=tuple(dict.fromkeys(_write_snippets(subject, error))),
    )


def _explain_no_example(subject: Subject, id_: str) -> str:
    envelopes = subject.file.envelopes
    if not envelopes:
        return "the provider does not document how it sends codes"
    if subject.reach.refusals[id_]:
        return "no response in a documented envelope is read as this error"
    if len(subject.examples.shapes) < len(envelopes):
        return "a response in the documented envelope is too large to show"
    return "responses spell its code differently"


def _write_snippets(subject: Subject, error: ResolvedError) -> Iterator[tuple[str, ...]]:
    """Yield code that catches each example of an error, or recognises the error without one."""
    examples = subject.examples
    class_ = f"{subject.name}.{error.class_}"
    if error.id in examples.by_error:
        for example in (examples.by_error[error.id], *examples.further[error.id]):
            yield _write_snippet(subject.name, class_, example)
    elif error.id in examples.codes:
        arguments = examples.codes[error.id].items()
        more = "".join(f", {name}={_format_literal(value)}" for name, value in arguments)
        yield (f"error = {subject.name}.from_code(code{more})", *_write_check(class_))


def _write_snippet(module: str, class_: str, example: ErrorResponse) -> tuple[str, ...]:
    """Return code that catches an error, or recognises it if nothing raises it."""
    if example.read_by == "raise_for_error":
        return (
            "try:",
            f"    {module}.raise_for_error(response)",
            f"except {class_} as error:",
            "    ...",
        )
    if example.read_by == "parse_redirect":
        return (f"error = {module}.parse_redirect(url)", *_write_check(class_))
    return (
        f"error = {module}.parse(",
        "    status=response.status_code,",
        "    headers=response.headers,",
        "    body=response.content,",
        *(() if example.query is None else ["    query=query,"]),
        *(() if example.scope is None else [f"    scope={_format_literal(example.scope)},"]),
        ")",
        *_write_check(class_),
    )


def _write_check(class_: str) -> tuple[str, str]:
    return f"if isinstance(error, {class_}):", "    ..."


def _format_literal(value: object) -> str:
    """Return a string or a number as Python; strings in double quotes, unless they contain one."""
    printed = repr(value)
    return f'"{printed[1:-1]}"' if isinstance(value, str) and '"' not in printed else printed


_IN_PARAGRAPHS: Final = frozenset(
    {
        *("What happened", "Lifecycle", "Causes", "What to do", "User message", "Note"),
        "Reference",  # this very page
    }
)
"""Labels of the statements outside of an error's list of facts."""


def _list_facts(statements: Mapping[str, Statement]) -> Iterator[FactView]:
    for label, (codes, texts, url) in statements.items():
        if label not in _IN_PARAGRAPHS:
            yield FactView(label=label, codes=codes, text=" ".join(texts), url=url)


def _write_response(example: ErrorResponse) -> tuple[str, ...]:
    """Return the lines of an HTTP response, without a status line if no status is documented."""
    if example.query is not None:
        return (f"GET /callback?{example.query} HTTP/1.1",)
    lines = [f"{name}: {value}" for name, value in example.headers.items()]
    if example.is_status_shown:
        phrase = _PHRASES.get(example.status, "")
        lines.insert(0, f"HTTP/1.1 {example.status} {phrase}".rstrip())
    if example.body:
        lines += ["", *example.body.splitlines()]
    return tuple(lines)


def _format_own_advice(info: ErrorInfo) -> str:
    return NOT_DOCUMENTED if info.retry is None else format_advice(info.retry)


def _describe(owner: GroupDef | CategoryDef) -> str:
    """Return what applies to all codes of a group or category, including undocumented ones."""
    sentences = [owner.summary, owner.note]
    sentences += [f"What to do: {owner.fix}"] if owner.fix is not None else []
    for language, message in owner.user_message.items():
        sentences.append(f"User message{f' ({language})' if language else ''}: {message}")
    return " ".join(filter(None, sentences))

"""The views of the reference's pages: `markdown/*`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from attrs import frozen

from errsmith import naming, resolution
from errsmith.model import PLAIN, FieldDef, PlaceDef, ProviderFile, SdkFile
from errsmith.runtime.kinds import KINDS, LISTED, OTHER
from errsmith.views import facts
from errsmith.views.examples import ExampleView, example_of
from errsmith.views.literals import Call
from errsmith.views.module import advice_text, class_tree, lifecycle_text
from errsmith.views.package import ListedView, listed_view
from errsmith.views.text import ADVICE, NOT_DOCUMENTED, sentences, status_text, tree


@frozen(kw_only=True)
class KindView:
    """A kind of error.

    Attributes:
        kind: Its name in `info`.
        class_: Its class.
        summary: Who must act.
        statuses: The statuses that say it.
        advice: The usual advice on retrying.
        errors: Number of errors of this kind, of all providers.
    """

    kind: str
    class_: str
    summary: str
    statuses: str
    advice: str
    errors: int


@frozen(kw_only=True)
class IndexView:
    """The reference's first page.

    Attributes:
        source: Path of `sdk.toml`, for the header.
        package: Name of the package.
        summary: What the SDK is.
        providers: The providers.
        kinds: The kinds.
        errors: Number of errors of all providers.
    """

    source: str
    package: str
    summary: str
    providers: tuple[ListedView, ...]
    kinds: tuple[KindView, ...]
    errors: int


@frozen(kw_only=True)
class SourceView:
    """A page that facts come from.

    Attributes:
        url: Its address.
        retrieved: The day it was read.
        notes: What is odd about it, in sentences.
    """

    url: str
    retrieved: str
    notes: tuple[str, ...]


@frozen(kw_only=True)
class CellView:
    """A cell of a table; exactly one of text, code and link is given.

    Attributes:
        text: Plain text.
        code: Text shown as code.
        link: Text shown as code, leading to `anchor`.
        anchor: Where the link leads.
    """

    text: str = ""
    code: str = ""
    link: str = ""
    anchor: str = ""


@frozen(kw_only=True)
class RowView:
    """A row of a table: its cells are text (`text`) or code (`code`), and may lead somewhere.

    Attributes:
        cells: The cells, in order.
    """

    cells: tuple[CellView, ...]


@frozen(kw_only=True)
class TableView:
    """A table.

    Attributes:
        heads: Heads of its columns.
        rows: Its rows.
    """

    heads: tuple[str, ...]
    rows: tuple[RowView, ...]


@frozen(kw_only=True)
class EnvelopeSectionView:
    """A shape of a response.

    Attributes:
        id: Its name.
        summaries: When it is sent, in sentences.
        derived: Whether the page does not show it.
        conditions: When it is read, in sentences.
        fields: Its fields.
    """

    id: str
    summaries: tuple[str, ...]
    derived: bool
    conditions: tuple[str, ...]
    fields: TableView


@frozen(kw_only=True)
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


@frozen(kw_only=True)
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
        catching: Lines of Python that catch it.
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
    catching: tuple[str, ...]


@frozen(kw_only=True)
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


def index_view(sdk: SdkFile, files: Mapping[str, ProviderFile], source: str) -> IndexView:
    """Shape the reference's first page."""
    kinds = [resolution.kind_of(file, id_) for file in files.values() for id_ in file.errors]
    return IndexView(
        source=source,
        package=sdk.package,
        summary=sdk.summary,
        providers=tuple(listed_view(name, file) for name, file in files.items()),
        kinds=tuple(_kind(kind, kinds.count(kind)) for kind in KINDS),
        errors=len(kinds),
    )


def _kind(kind: str, errors: int) -> KindView:
    cls = KINDS[kind]
    statuses = [str(status) for status, one in LISTED.items() if one == kind]
    statuses += [f"other {digit}xx" for digit, one in OTHER.items() if one == kind]
    usual = cls.info.retry
    return KindView(
        kind=kind,
        class_=cls.__name__,
        summary=(cls.__doc__ or "").strip(),
        statuses=", ".join(statuses) or "none",
        advice="unknown" if usual is None else ADVICE[usual.advice],
        errors=errors,
    )


def page_view(sdk: SdkFile, name: str, file: ProviderFile, source: str) -> PageView:
    """Shape one provider's page."""
    return _Page(sdk, name, file).view(source)


@frozen
class _Page:
    sdk: SdkFile
    name: str
    file: ProviderFile

    def view(self, source: str) -> PageView:
        file, provider = self.file, self.file.provider
        names = resolution.names_of(file, self.sdk.acronyms)
        return PageView(
            source=source,
            package=self.sdk.package,
            name=self.name,
            title=provider.title,
            base=provider.class_,
            summaries=_sentences(provider.summary),
            support=_sentences(provider.support),
            notes=_sentences(provider.note),
            is_open=provider.open,
            sources=tuple(
                SourceView(
                    url=one.url, retrieved=one.retrieved.isoformat(), notes=_sentences(one.note)
                )
                for one in file.sources.values()
            ),
            envelopes=tuple(self.envelope(position) for position in range(len(file.envelopes))),
            scopes=self.scopes(),
            categories=self.categories(),
            groups=self.groups(names.groups),
            tree=tuple(tree(class_tree(file, names, resolution.members_of(file)))),
            table=self.table(names.errors),
            errors=tuple(self.error(id_, names.errors[id_]) for id_ in file.errors),
        )

    def envelope(self, position: int) -> EnvelopeSectionView:
        one = self.file.envelopes[position]
        conditions = []
        if one.when.status:
            conditions.append(f"It is read only at HTTP {status_text(one.when.status)}.")
        for path, value in one.when.body.items():
            conditions.append(f"It is read only if the body has {path} = {json.dumps(value)}.")
        if one.scope is not None:
            conditions.append(f"It belongs to the scope {one.scope}.")
        rows = [_place_row("the code", one.code, one.code.summary)]
        if one.group is not None:
            rows.append(_place_row("the group", one.group, one.group.summary))
        rows += [_place_row(name, field, field.summary) for name, field in one.fields.items()]
        heads = ("attribute", "stands at", "type", "role", "logged", "optional", "what it holds")
        return EnvelopeSectionView(
            id=one.id,
            summaries=_sentences(one.summary),
            derived=one.derived,
            conditions=tuple(conditions),
            fields=TableView(heads=heads, rows=tuple(rows)),
        )

    def scopes(self) -> TableView:
        rows = tuple(
            _row(CellView(code=id_), _text(one.summary), _text(", ".join(one.paths)))
            for id_, one in self.file.scopes.items()
        )
        return TableView(heads=("scope", "what it is", "request paths"), rows=rows)

    def categories(self) -> TableView:
        rows = tuple(
            _row(
                CellView(code=id_),
                _text(one.title or id_),
                _text(status_text(one.status) if one.status else "said per error"),
                _text(
                    advice_text(facts.retry(one.retry, "category"))
                    if one.retry
                    else "not documented"
                ),
                _text(" ".join(filter(None, (one.summary, one.note)))),
            )
            for id_, one in self.file.categories.items()
        )
        return TableView(heads=("category", "name", "status", "retry", "what it is"), rows=rows)

    def groups(self, classes: dict[str, str]) -> TableView:
        rows = tuple(
            _row(
                CellView(code=id_),
                CellView(code=classes[id_]),
                CellView(code=", ".join(one.match)),
                _text("" if one.kind is None else f"{one.kind} (derived)"),
                _text(" ".join(filter(None, (one.summary, one.note)))),
            )
            for id_, one in self.file.groups.items()
        )
        return TableView(heads=("group", "class", "codes", "kind", "what it is"), rows=rows)

    def table(self, classes: dict[str, str]) -> TableView:
        heads = ("code", "status", "class", "category", "retry", "summary")
        rows = []
        for id_, error in self.file.errors.items():
            known = facts.error_facts(self.sdk, self.name, self.file, id_)
            rows.append(
                _row(
                    CellView(link=known["code"], anchor=naming.anchor(id_)),
                    _text(status_text(error.status)),
                    CellView(code=classes[id_]),
                    CellView(code=known["category"])
                    if known["category"]
                    else _text(NOT_DOCUMENTED),
                    _text(retry_text(known["retry"])),
                    _text(error.summary),
                )
            )
        return TableView(heads=heads, rows=tuple(rows))

    def error(self, id_: str, class_: str) -> ErrorSectionView:
        error = self.file.errors[id_]
        known = facts.error_facts(self.sdk, self.name, self.file, id_)
        stages = ((s, known[s]) for s in ("removed", "deprecated") if known[s] is not None)
        example = example_of(self.file, id_)
        messages = resolution.user_message_of(self.file, id_)
        return ErrorSectionView(
            id=id_,
            anchor=naming.anchor(id_),
            class_=class_,
            stages=tuple(line for stage in stages for line in sentences(lifecycle_text(*stage))),
            summaries=_sentences(error.summary),
            facts=tuple(self.facts(class_, known)),
            causes=tuple(error.causes),
            fixes=_sentences(known["fix"]),
            user_messages=tuple(("" if k == PLAIN else k, text) for k, text in messages.items()),
            notes=_sentences(error.note),
            example=() if example is None else tuple(response_lines(example)),
            example_documented=example is not None and example.documented,
            catching=tuple(catching(self.name, class_)),
        )

    def facts(self, class_: str, known: dict[str, Any]) -> Iterator[FactView]:
        yield FactView(label="Code", codes=(known["code"],))
        if known["aliases"]:
            yield FactView(label="Other spellings", codes=known["aliases"])
        if known["scopes"]:
            yield FactView(label="Scope", codes=known["scopes"])
        yield FactView(label="HTTP status", text=status_text(known["statuses"]))
        yield FactView(label="Class", codes=(class_,))
        if known["group"] is not None:
            yield FactView(label="Group", codes=(known["group"],))
        category = known["category"]
        yield FactView(
            label="Category",
            codes=() if category is None else (category,),
            text=NOT_DOCUMENTED if category is None else "",
        )
        yield FactView(label="Kind", codes=(known["kind"],), text="(derived)")
        yield FactView(label="Retry", text=retry_text(known["retry"]))
        if known["since"] is not None:
            yield FactView(label="Since", text=f"version {known['since']}")
        yield FactView(label="Source", url=known["source_url"] or "")


def retry_text(retry: Call | None) -> str:
    """Say what advice there is on retrying, and whose it is, in a cell's few words."""
    return "unknown" if retry is None else advice_text(retry)


def response_lines(example: ExampleView) -> Iterator[str]:
    """Write an example as HTTP has it; without a status line where no status is documented."""
    if example.query is not None:
        yield f"GET /callback?{example.query} HTTP/1.1"
        return
    if example.status is not None:
        reasons = {status.value: status.phrase for status in HTTPStatus}
        yield f"HTTP/1.1 {example.status} {reasons.get(example.status, '')}".rstrip()
    yield from (f"{name}: {value}" for name, value in example.headers.items())
    if example.body:
        yield ""
        yield from example.body


def catching(provider: str, class_: str) -> Iterator[str]:
    """Write how an error is caught."""
    yield "try:"
    yield f"    {provider}.raise_for_error(response)"
    yield f"except {provider}.{class_} as error:"
    yield "    ..."


def _sentences(text: str | None) -> tuple[str, ...]:
    return () if text is None else tuple(sentences(text))


def _text(text: str | None) -> CellView:
    return CellView(text=text or "")


def _row(*cells: CellView) -> RowView:
    return RowView(cells=cells)


def _place_row(name: str, place: PlaceDef | FieldDef, summary: str | None) -> RowView:
    field = place if isinstance(place, FieldDef) else None
    label = CellView(code=name) if field is not None else _text(name)
    return _row(
        label,
        CellView(code=_where(name, place)),
        _text(place.type),
        _text(field.role if field is not None else ""),
        _text("yes" if field is not None and field.log else ""),
        _text("yes" if field is not None and field.optional else ""),
        _text(summary),
    )


def _where(name: str, place: PlaceDef | FieldDef) -> str:
    if place.header is not None:
        return place.header if place.parameter is None else f"{place.header}; {place.parameter}="
    if place.query is not None:
        return f"?{place.query}="
    if isinstance(place, PlaceDef) and place.status:
        return "the status"
    path = place.path or name
    parts = place.parts if isinstance(place, PlaceDef) else None
    return path if parts is None else f"{path}: {parts}"

"""The view of a provider's module, `python/provider.py.jinja`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from attrs import evolve, frozen

from errsmith.meaning import naming
from errsmith.meaning.resolution import Membership, ResolvedError, is_redirect
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import SECONDS, FieldDef, PlaceDef, ProviderFile
from errsmith.runtime.facts import ErrorInfo, inherit
from errsmith.runtime.kinds import KINDS
from errsmith.runtime.provider import Provider
from errsmith.runtime.reading.places import steps_of
from errsmith.runtime.statements import (
    NOT_DOCUMENTED,
    Statement,
    describe,
    format_instruction,
    format_lifecycle,
    status_text,
)
from errsmith.targets.classes import build_class_tree
from errsmith.targets.python.literals import Call, Name, call, call_of, names_in
from errsmith.targets.python.readers import ReaderView, readers_of
from errsmith.targets.text import WIDTH, draw_tree, wrap

PYTHON_TYPES = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "dict[str, Any]",
    "array": "list[Any]",
}
_NOTHING: Final = ErrorInfo()
_MESSAGES: Final = ("user_message", "user_messages")
"""Facts that a class states together."""
_NO_STATUS: Final = "HTTP status not documented"
_PARAGRAPHS: Final = ("Endpoints", "Causes", "What to do", "Note", "Source")
"""Labels of what follows the first lines of an error's docstring."""
_QUOTED = ("reference", "trace_id", "timestamp")
"""The roles of fields that tell one occurrence from others."""
_MEMBERS: dict[Membership, str] = {
    "pattern": "Any {} error, including undocumented codes.",
    "response": "Any {} error, including undocumented codes.",
    "envelope": "Any {} error, including undocumented codes.",
    "stated": "Only the errors below; undocumented codes are never of this class.",
}
"""What a group's class catches."""

_EXPORTS = (
    *("Code", "ERRORS", "converter", "from_code", "parse"),
    *("afrom_response", "araise_for_error", "from_response", "raise_for_error"),
)


@frozen(kw_only=True, eq=False)
class FieldView:
    """An attribute of a provider's class.

    Attributes:
        name: Its name.
        type: Its type, None apart.
        is_private: Whether tools that walk the fields of attrs classes must not show it.
    """

    name: str
    type: str
    is_private: bool


@frozen(kw_only=True, eq=False)
class MemberView:
    """A member of `Code`.

    Attributes:
        name: Its name.
        code: Its value.
    """

    name: str
    code: str


@frozen(kw_only=True, eq=False)
class ClassView:
    """A group's or an error's class.

    Attributes:
        id: The group's or the error's id.
        name: Its name.
        bases: Its bases, as the module names them.
        doc: Lines of its docstring.
        info: Its `info`.
        removed: Why it should not be used, if its code is no longer sent; otherwise empty.
    """

    id: str
    name: str
    bases: tuple[str, ...]
    doc: tuple[str, ...]
    info: ErrorInfo
    removed: str = ""


@frozen(kw_only=True, eq=False)
class ImportView:
    """An import of the runtime.

    Attributes:
        module: Module of the runtime.
        names: Names, sorted.
    """

    module: str
    names: tuple[str, ...]


@frozen(kw_only=True, eq=False)
class ModuleView:
    """A provider's module.

    Attributes:
        source: Path of the registry's file, for the header.
        doc: Lines of the module's docstring.
        name: Name of the module.
        title: Name of the provider, for people.
        imports: Names to import, by module of the runtime.
        uses_kinds: Whether the classes of kinds are needed.
        reads_redirects: Whether errors arrive in the query of a redirect.
        exports: Names for `__all__`, sorted.
        base: The provider's class.
        base_doc: Lines of its docstring.
        base_info: Its `info`.
        fields: Its attributes beside those of `ApiError`.
        members: Members of `Code`.
        classes: The groups' classes, each followed by those of its errors, then the other errors'.
        readers: Functions that read the envelopes' fields.
        provider: The call that makes the module's `Provider`.
    """

    source: str
    doc: tuple[str, ...]
    name: str
    title: str
    imports: tuple[ImportView, ...]
    uses_kinds: bool
    reads_redirects: bool
    exports: tuple[str, ...]
    base: str
    base_doc: tuple[str, ...]
    base_info: ErrorInfo
    fields: tuple[FieldView, ...]
    members: tuple[MemberView, ...]
    classes: tuple[ClassView, ...]
    readers: tuple[ReaderView, ...]
    provider: Call


def module_view(subject: Subject, source: str) -> ModuleView:
    """Shape one provider for its module."""
    return _Module(subject, subject.file, subject.resolution.list_members()).view(source)


@frozen(eq=False)
class _Module:
    subject: Subject
    file: ProviderFile
    members: dict[str | None, list[ResolvedError]]

    def view(self, source: str) -> ModuleView:
        file = self.file
        classes = tuple(self.classes())
        base_info = self.subject.facts.base
        readers = readers_of(file)
        provider = self.provider({reader.envelope: reader for reader in readers})
        objects = [base_info, provider, *(view.info for view in classes)]
        names = {file.provider.class_, *(one.name for one in classes), *_EXPORTS}
        reads_redirects = any(map(is_redirect, file.envelopes))
        has_removed = any(one.removed for one in classes)
        if reads_redirects:
            names.add("parse_redirect")
        return ModuleView(
            source=source,
            doc=self.doc(),
            name=self.subject.name,
            title=file.provider.title,
            imports=_imports(objects, readers, has_removed=has_removed),
            uses_kinds=bool(file.errors),
            reads_redirects=reads_redirects,
            exports=naming.sort_exports(names),
            base=file.provider.class_,
            base_doc=self.base_doc(),
            base_info=base_info,
            fields=self.fields(),
            members=self.codes(),
            classes=classes,
            readers=readers,
            provider=provider,
        )

    def classes(self) -> Iterator[ClassView]:
        """Give the classes in the order of the tree."""
        for group, errors in self.members.items():
            if group is not None:
                yield self.group(group)
            yield from map(self.error, errors)

    def in_order(self) -> Iterator[ResolvedError]:
        """Give the errors in the order of the tree."""
        return chain.from_iterable(self.members.values())

    def fields(self) -> tuple[FieldView, ...]:
        fields = {
            name: one for envelope in self.file.envelopes for name, one in envelope.fields.items()
        }
        coded = _coded(self.file)
        return tuple(
            FieldView(
                name=name,
                type=PYTHON_TYPES[one.type],
                is_private=not one.log or name in coded,
            )
            for name, one in fields.items()
        )

    def codes(self) -> tuple[MemberView, ...]:
        codes = dict.fromkeys(error.code for error in self.in_order())
        return tuple(MemberView(name=naming.build_member_name(code), code=code) for code in codes)

    def group(self, id_: str) -> ClassView:
        group = self.file.groups[id_]
        opening = group.summary or f"An error of the group {id_} of {self.file.provider.title}."
        doc = [*wrap(opening, width=WIDTH - 3)]
        members = " or ".join(group.match) or id_
        said = _MEMBERS[self.subject.reach.memberships[id_]].format(members)
        doc += ["", *wrap(said)]
        doc += _paragraph("What to do", group.fix)
        doc += _paragraph("Note", group.note)
        return ClassView(
            id=id_,
            name=self.subject.resolution.group_classes[id_],
            bases=(self.file.provider.class_,),
            doc=tuple(doc),
            info=_stated(self.subject.facts.groups[id_], self.subject.facts.base),
        )

    def error(self, error: ResolvedError) -> ClassView:
        groups = self.subject.resolution.group_classes
        family = self.file.provider.class_ if error.group is None else groups[error.group]
        bases = (family,) if error.kind is None else (family, f"kinds.{KINDS[error.kind].__name__}")
        facts = self.subject.facts
        info = facts.errors[error.id]
        kind = _NOTHING if error.kind is None else KINDS[error.kind].info
        inherited_from = facts.base if error.group is None else facts.groups[error.group]
        return ClassView(
            id=error.id,
            name=error.class_,
            bases=bases,
            doc=self.error_doc(error),
            info=_stated(info, inherited_from, kind),
            removed="" if info.removed is None else format_lifecycle("Removed", info.removed),
        )

    def error_doc(self, error: ResolvedError) -> tuple[str, ...]:
        info = self.subject.facts.errors[error.id]
        statements = describe(info, error.class_)
        status = f"HTTP {status_text(info.statuses)}" if info.statuses else _NO_STATUS
        category = f", category {info.category}" if info.category else ""
        head = f"{info.code}, {status}{category}. {format_instruction(info.retry)}."
        doc = [*wrap(info.summary or "", width=WIDTH - 3), "", *wrap(head)]
        for text in statements.get("Lifecycle", Statement()).texts:
            doc += ["", *wrap(text)]
        for label in _PARAGRAPHS:
            doc += _format_statement(label, statements.get(label, Statement()))
        return tuple(doc)

    def doc(self) -> tuple[str, ...]:
        provider = self.file.provider
        doc = [*wrap(f"Errors of {provider.title}.", width=WIDTH - 3)]
        if provider.summary is not None:
            doc += ["", *wrap(provider.summary)]
        pages = list(self.file.sources.values())
        covered = "this page documents" if len(pages) == 1 else "these pages document"
        doc += ["", f"The module covers the errors that {covered}:", ""]
        doc += [f"    {one.url}" for one in pages]
        doc += ["", "Its classes:"]
        classes = draw_tree(build_class_tree(self.subject))
        return (*doc, "", *(f"    {line}" for line in classes))

    def base_doc(self) -> tuple[str, ...]:
        provider = self.file.provider
        doc = wrap(f"Any error of {provider.title}.", width=WIDTH - 3)
        doc += _paragraph("Support", provider.support)
        doc += _paragraph("Note", provider.note)
        summaries = {
            name: one.summary or "Not described."
            for envelope in reversed(self.file.envelopes)
            for name, one in envelope.fields.items()
        }
        if summaries:
            doc += ["", "Attributes:"]
            for one in self.fields():
                doc += wrap(f"{one.name}: {summaries[one.name]}", first="    ", rest="        ")
        return tuple(doc)

    def provider(self, readers: dict[str, ReaderView]) -> Call:
        file, catalog = self.file, self.subject.catalog
        fields = {n: f for envelope in file.envelopes for n, f in envelope.fields.items()}
        return call(
            Provider,
            title=file.provider.title,
            base=Name(file.provider.class_),
            ids={error.class_: error.id for error in self.in_order() if error.id != error.code},
            groups=tuple(
                call_of(group, family=Name(self.subject.resolution.group_classes[id_]))
                for id_, group in catalog.groups.items()
            ),
            categories=catalog.categories,
            scopes=catalog.scopes,
            envelopes=tuple(
                call_of(envelope, read=Name(readers[envelope.id].name))
                if envelope.id in readers
                else envelope
                for envelope in catalog.envelopes
            ),
            log=tuple(name for name, one in fields.items() if one.log),
            waits={
                name: one.unit or SECONDS
                for name, one in fields.items()
                if one.role == "retry_after"
            },
            retryable=tuple(name for name, one in fields.items() if one.role == "retryable"),
            texts=_several_texts(fields),
            quoted=tuple(name for name, one in fields.items() if one.role in _QUOTED),
            codes=tuple(name for name in _coded(file) if fields[name].log),
        )


def _stated(info: ErrorInfo, family: ErrorInfo, kind: ErrorInfo = _NOTHING) -> ErrorInfo:
    """Return the facts that a class has to state, since its bases do not have them."""
    inherited = ErrorInfo()
    inherit(inherited, family, kind)
    names = {n for n, fact in vars(inherited).items() if fact == getattr(info, n)}
    if not names.issuperset(_MESSAGES):
        names.difference_update(_MESSAGES)
    return evolve(info, **{name: getattr(_NOTHING, name) for name in names})


def _coded(file: ProviderFile) -> tuple[str, ...]:
    """Return the fields that are read from the same place as a code or a group."""
    return tuple(
        dict.fromkeys(
            name
            for envelope in file.envelopes
            for name, field in envelope.fields.items()
            if any(_is_at(name, field, place) for place in (envelope.code, envelope.group))
        )
    )


def _is_at(name: str, field: FieldDef, place: PlaceDef | str | None) -> bool:
    if not isinstance(place, PlaceDef) or place.status:
        return False
    if place.path is not None:
        is_in_body = field.header is None and field.query is None
        return is_in_body and steps_of(field.path or name) == steps_of(place.path)
    return (field.header or "").lower() == (place.header or "").lower() and (
        (field.parameter or "").lower(),
        field.query,
    ) == ((place.parameter or "").lower(), place.query)


def _several_texts(fields: dict[str, FieldDef]) -> tuple[str, ...]:
    """Return the fields that hold messages for people, if there are several."""
    texts = tuple(name for name, one in fields.items() if one.role == "message")
    return texts if len(texts) > 1 else ()


def _format_statement(label: str, statement: Statement) -> list[str]:
    """Return a paragraph of a docstring, none for what is not documented."""
    codes, texts, url = statement
    if texts == (NOT_DOCUMENTED,):
        return []
    if url:
        return ["", f"{label}: {url}"]
    if label == "Causes" and texts:
        items = (wrap(text, first="    - ", rest="      ") for text in texts)
        return ["", "Causes:", *chain.from_iterable(items)]
    return _paragraph(label, ", ".join(codes + texts) or None)


def _paragraph(label: str, text: str | None) -> list[str]:
    return [] if text is None else ["", *wrap(f"{label}: {text}")]


def _imports(
    objects: list[object], readers: tuple[ReaderView, ...], *, has_removed: bool
) -> tuple[ImportView, ...]:
    """Return the imports that the objects, the readers and the removed classes need."""
    names: dict[str, set[str]] = {"errors": {"ApiError"}}
    if readers:
        names["wire.wire"] = {"Wire"}
    if has_removed:
        names["lifecycle"] = {"deprecated"}
    for called in names_in(objects):
        if isinstance(called, Call):
            names.setdefault(called.module, set()).add(called.function)
    helpers = {step.helper for reader in readers for step in reader.steps if step.helper}
    for module, function in helpers:
        names.setdefault(module, set()).add(function)
    return tuple(ImportView(module=m, names=tuple(sorted(names[m]))) for m in sorted(names))

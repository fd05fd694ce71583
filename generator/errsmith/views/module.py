"""The view of a provider's module, `python/provider.py.jinja`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from attrs import frozen

from errsmith import naming, resolution
from errsmith.model import ErrorDef, PlaceDef, ProviderFile, SdkFile
from errsmith.resolution import Names
from errsmith.views import facts
from errsmith.views.literals import Call, Name, call
from errsmith.views.reading import ReaderView, is_own_attribute, reader_of
from errsmith.views.statements import advice_text, lifecycle_text, status_text
from errsmith.views.text import WIDTH, Node, tree, wrapped

PYTHON_TYPES = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "dict[str, Any]",
    "array": "list[Any]",
}
_EXPORTS = ("Code", "ERRORS", "converter", "parse", "raise_for_error")


@frozen(kw_only=True)
class FieldView:
    """An attribute of a provider's class.

    Attributes:
        name: Its name.
        type: Its type, None apart.
    """

    name: str
    type: str


@frozen(kw_only=True)
class MemberView:
    """A member of `Code`.

    Attributes:
        name: Its name.
        code: Its value.
    """

    name: str
    code: str


@frozen(kw_only=True)
class ClassView:
    """A group's or an error's class.

    Attributes:
        id: The group's or the error's id.
        name: Its name.
        bases: Its bases, as the module names them.
        doc: Lines of its docstring.
        info: Its `info`.
    """

    id: str
    name: str
    bases: tuple[str, ...]
    doc: tuple[str, ...]
    info: Call


@frozen(kw_only=True)
class ImportView:
    """An import of the runtime.

    Attributes:
        module: Module of the runtime.
        names: Names, sorted.
    """

    module: str
    names: tuple[str, ...]


@frozen(kw_only=True)
class LookupView:
    """An entry of `ERRORS`.

    Attributes:
        id: An error's id, or an alias.
        class_: Name of its class.
    """

    id: str
    class_: str


@frozen(kw_only=True)
class ModuleView:
    """A provider's module.

    Attributes:
        source: Path of the registry's file, for the header.
        doc: Lines of the module's docstring.
        name: Name of the module.
        title: Name of the provider, for people.
        imports: Names to import, by module of the runtime.
        uses_kinds: Whether the classes of kinds are needed.
        exports: Names for `__all__`, sorted.
        base: The provider's class.
        base_doc: Lines of its docstring.
        base_info: Its `info`.
        fields: Its attributes beside those of `ApiError`.
        members: Members of `Code`.
        classes: The groups' classes, each followed by those of its errors, then the other errors'.
        lookup: The class of each id, and of each alias that belongs to one error.
        readers: Functions that read the envelopes' fields.
        provider: The call that makes the module's `Provider`.
    """

    source: str
    doc: tuple[str, ...]
    name: str
    title: str
    imports: tuple[ImportView, ...]
    uses_kinds: bool
    exports: tuple[str, ...]
    base: str
    base_doc: tuple[str, ...]
    base_info: Call
    fields: tuple[FieldView, ...]
    members: tuple[MemberView, ...]
    classes: tuple[ClassView, ...]
    lookup: tuple[LookupView, ...]
    readers: tuple[ReaderView, ...]
    provider: Call


def module_view(sdk: SdkFile, name: str, file: ProviderFile, source: str) -> ModuleView:
    """Shape one provider for its module."""
    names = resolution.names_of(file, sdk.acronyms)
    return _Module(sdk, name, file, names, resolution.members_of(file)).view(source)


@frozen
class _Module:
    sdk: SdkFile
    name: str
    file: ProviderFile
    names: Names
    by_group: dict[str | None, list[str]]

    def view(self, source: str) -> ModuleView:
        file = self.file
        classes = tuple(self.classes())
        base_info = facts.info(facts.provider_facts(file))
        readers = tuple(reader_of(file, envelope) for envelope in file.envelopes if envelope.fields)
        provider = self.provider({reader.envelope: reader for reader in readers})
        calls = [base_info, provider, *(one.info for one in classes)]
        names = {file.provider.class_, *(one.name for one in classes)}
        return ModuleView(
            source=source,
            doc=self.doc(),
            name=self.name,
            title=file.provider.title,
            imports=_imports(calls, readers),
            uses_kinds=bool(file.errors),
            exports=naming.export_order({*names, *_EXPORTS}),
            base=file.provider.class_,
            base_doc=self.base_doc(),
            base_info=base_info,
            fields=self.fields(),
            members=self.members(),
            classes=classes,
            lookup=self.lookup(),
            readers=readers,
            provider=provider,
        )

    def classes(self) -> Iterator[ClassView]:
        """Give the classes in the order of the tree."""
        for group, ids in self.by_group.items():
            if group is not None:
                yield self.group(group)
            yield from map(self.error, ids)

    def in_order(self) -> Iterator[str]:
        """Give the errors' ids in the order of the tree."""
        return chain.from_iterable(self.by_group.values())

    def fields(self) -> tuple[FieldView, ...]:
        fields = {
            name: PYTHON_TYPES[one.type]
            for envelope in self.file.envelopes
            for name, one in envelope.fields.items()
            if is_own_attribute(name)
        }
        return tuple(FieldView(name=name, type=type_) for name, type_ in fields.items())

    def members(self) -> tuple[MemberView, ...]:
        codes = {resolution.code_of(self.file, id_): None for id_ in self.in_order()}
        return tuple(MemberView(name=naming.member_name(code), code=code) for code in codes)

    def group(self, id_: str) -> ClassView:
        group = self.file.groups[id_]
        opening = group.summary or f"An error of the group {id_} of {self.file.provider.title}."
        doc = [*wrapped(opening, width=WIDTH - 3)]
        family = " or ".join(group.match) or id_
        doc += ["", *wrapped(f"Any error of {family}, codes that are not documented included.")]
        doc += _paragraph("What to do", group.fix)
        doc += _paragraph("Note", group.note)
        return ClassView(
            id=id_,
            name=self.names.groups[id_],
            bases=(self.file.provider.class_,),
            doc=tuple(doc),
            info=facts.info(facts.group_facts(self.file, id_)),
        )

    def error(self, id_: str) -> ClassView:
        group, kind = resolution.group_of(self.file, id_), resolution.kind_of(self.file, id_)
        family = self.file.provider.class_ if group is None else self.names.groups[group]
        bases = (family,) if kind is None else (family, f"kinds.{resolution.kind_class(kind)}")
        known = facts.error_facts(self.sdk, self.name, self.file, id_)
        return ClassView(
            id=id_,
            name=self.names.errors[id_],
            bases=bases,
            doc=self.error_doc(self.file.errors[id_], known),
            info=facts.info(known),
        )

    def error_doc(self, error: ErrorDef, known: dict[str, Any]) -> tuple[str, ...]:
        status = (
            f"HTTP {status_text(error.status)}" if error.status else "HTTP status not documented"
        )
        category = f", category {known['category']}" if known["category"] else ""
        head = f"{known['code']}, {status}{category}. {advice_text(known['retry'])}."
        doc = [*wrapped(error.summary, width=WIDTH - 3), "", *wrapped(head)]
        for stage in ("removed", "deprecated"):
            if known[stage] is not None:
                doc += ["", *wrapped(lifecycle_text(stage, known[stage]))]
        if error.causes:
            doc += ["", "Causes:"]
            for cause in error.causes:
                doc += wrapped(cause, first="    - ", rest="      ")
        doc += _paragraph("What to do", known["fix"])
        doc += _paragraph("Note", error.note)
        if known["source_url"] is not None:
            doc += ["", f"Source: {known['source_url']}"]
        return tuple(doc)

    def doc(self) -> tuple[str, ...]:
        provider = self.file.provider
        doc = [*wrapped(f"Errors of {provider.title}.", width=WIDTH - 3)]
        if provider.summary is not None:
            doc += ["", *wrapped(provider.summary)]
        return (*doc, "", *(f"    {line}" for line in tree(self.class_tree())))

    def class_tree(self) -> Node:
        return class_tree(self.file, self.names, self.by_group)

    def base_doc(self) -> tuple[str, ...]:
        provider = self.file.provider
        doc = wrapped(f"Any error of {provider.title}.", width=WIDTH - 3)
        doc += _paragraph("Support", provider.support)
        doc += _paragraph("Note", provider.note)
        summaries = {
            name: one.summary or "Not described."
            for envelope in reversed(self.file.envelopes)
            for name, one in envelope.fields.items()
            if is_own_attribute(name)
        }
        if summaries:
            doc += ["", "Attributes:"]
            for one in self.fields():
                doc += wrapped(f"{one.name}: {summaries[one.name]}", first="    ", rest="        ")
        return tuple(doc)

    def lookup(self) -> tuple[LookupView, ...]:
        """Give the class of each id, and of each alias that belongs to one error."""
        lookup = {id_: self.names.errors[id_] for id_ in self.in_order()}
        owners: dict[str, list[str]] = {}
        for id_ in self.in_order():
            for alias in self.file.errors[id_].aliases:
                owners.setdefault(alias, []).append(id_)
        for alias, ids in owners.items():
            if len(ids) == 1:
                lookup.setdefault(alias, self.names.errors[ids[0]])
        return tuple(LookupView(id=id_, class_=name) for id_, name in lookup.items())

    def provider(self, readers: dict[str, ReaderView]) -> Call:
        file = self.file
        fields = {n: f for envelope in file.envelopes for n, f in envelope.fields.items()}
        return call(
            "Provider",
            title=file.provider.title,
            base=Name(file.provider.class_),
            errors=Name("ERRORS"),
            groups=tuple(
                call("Group", Name(self.names.groups[id_]), match=tuple(group.match))
                for id_, group in file.groups.items()
            ),
            categories=tuple(
                call(
                    "Category",
                    id=id_,
                    statuses=tuple(one.status),
                    retry=None if one.retry is None else facts.retry(one.retry, "category"),
                )
                for id_, one in file.categories.items()
                if one.status
            ),
            scopes=tuple(
                call("Scope", id=id_, paths=tuple(one.paths)) for id_, one in file.scopes.items()
            ),
            envelopes=tuple(
                call(
                    "Envelope",
                    id=one.id,
                    code=_place(one.code),
                    group=None if one.group is None else _place(one.group),
                    statuses=tuple(one.when.status),
                    body=dict(one.when.body),
                    scope=one.scope,
                    **(readers[one.id].arguments if one.id in readers else {}),
                )
                for one in file.envelopes
            ),
            log=tuple(name for name, one in fields.items() if one.log),
            waits=tuple(name for name, one in fields.items() if one.role == "retry_after"),
        )


def class_tree(file: ProviderFile, names: Names, by_group: dict[str | None, list[str]]) -> Node:
    """Give the tree of a provider's classes, from `ApiError` down."""
    families: list[Node] = []
    for group, ids in by_group.items():
        below = tuple(Node(names.errors[id_], _remark(file, id_)) for id_ in ids)
        if group is None:
            families += below
        else:
            codes = " or ".join(file.groups[group].match or (group,))
            families.append(Node(names.groups[group], f"any {codes}", below))
    return Node(naming.ROOT, "", (Node(file.provider.class_, "", tuple(families)),))


def _remark(file: ProviderFile, id_: str) -> str:
    said = (
        resolution.code_of(file, id_),
        *file.errors[id_].status,
        *resolution.stages_of(file, id_),
    )
    return ", ".join(str(one) for one in said)


def _paragraph(label: str, text: str | None) -> list[str]:
    return [] if text is None else ["", *wrapped(f"{label}: {text}")]


def _place(place: PlaceDef) -> Call:
    return call(
        "Place",
        path=place.path,
        header=place.header,
        parameter=place.parameter,
        query=place.query,
        **({"status": True} if place.status else {}),
        parts=place.parts,
        **({"last_segment": True} if place.last_segment else {}),
        fold=tuple(place.fold),
        success=tuple(place.success),
    )


_HOMES = {
    "Category": "catalog",
    "Envelope": "catalog",
    "Group": "catalog",
    "Scope": "catalog",
    "ErrorInfo": "facts",
    "Lifecycle": "facts",
    "Retry": "facts",
    "Place": "places",
    "Provider": "provider",
}


def _imports(calls: list[Call], readers: tuple[ReaderView, ...]) -> tuple[ImportView, ...]:
    """Give the imports that the calls and the readers need."""
    names: dict[str, set[str]] = {"errors": {"ApiError"}}
    for function in {name for one in calls for name in _functions(one)}:
        names.setdefault(_HOMES[function], set()).add(function)
    helpers = {step.helper for reader in readers for step in reader.steps if step.helper}
    for module, function in helpers:
        names.setdefault(module, set()).add(function)
    return tuple(ImportView(module=m, names=tuple(sorted(names[m]))) for m in sorted(names))


def _functions(value: Any) -> set[str]:
    """Give the names of the classes that an expression calls."""
    if isinstance(value, Call):
        inner = (*value.arguments, *value.keywords.values())
        return {value.function}.union(*(_functions(one) for one in inner))
    if isinstance(value, (tuple, list)):
        return set().union(*(_functions(one) for one in value))
    return set()

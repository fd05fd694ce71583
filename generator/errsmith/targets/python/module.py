"""The view of a provider's module, `python/provider.py.jinja`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from attrs import evolve, frozen

from errsmith.meaning import naming
from errsmith.meaning.catalog import is_beyond_body
from errsmith.meaning.resolution import ResolvedError, is_redirect
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import SECONDS, FieldDef, PlaceDef, ProviderFile
from errsmith.runtime.facts import ErrorInfo, inherit
from errsmith.runtime.kinds import KINDS
from errsmith.runtime.provider import Provider
from errsmith.runtime.reading.places import split_path
from errsmith.runtime.statements import format_lifecycle
from errsmith.targets.python.docstrings import (
    write_base_docstring,
    write_error_docstring,
    write_group_docstring,
    write_module_docstring,
)
from errsmith.targets.python.exports import sort_exports
from errsmith.targets.python.literals import Call, Name, build_call, convert_to_call, find_names
from errsmith.targets.python.readers import ReaderView, build_reader_views

_TYPES: Final = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "dict[str, Any]",
    "array": "list[Any]",
}
"""Python types by JSON type."""
_NOTHING: Final = ErrorInfo()
_MESSAGES: Final = ("user_message", "user_messages")
"""Facts that a class states together or not at all."""
_EXPORTS: Final = (
    *("Code", "ERRORS", "converter", "from_code", "parse"),
    *("afrom_response", "araise_for_error", "from_response", "raise_for_error"),
)


@frozen(kw_only=True, eq=False)
class FieldView:
    """A field of a provider's class.

    Attributes:
        name: Its name.
        type: Its type, without `None`.
        is_private: Whether tools that show attrs fields must not show it.
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
    """The class of a group or an error.

    Attributes:
        id: Id of the group or error.
        name: Its name.
        bases: Its bases, as named in the module.
        doc: Lines of its docstring.
        info: Its `info`.
        removed: Deprecation message if its code is no longer sent, or empty.
    """

    id: str
    name: str
    bases: tuple[str, ...]
    doc: tuple[str, ...]
    info: ErrorInfo
    removed: str = ""


@frozen(kw_only=True, eq=False)
class ImportView:
    """An import from the runtime.

    Attributes:
        module: Module of the runtime.
        names: Sorted names.
    """

    module: str
    names: tuple[str, ...]


@frozen(kw_only=True, eq=False)
class ModuleView:
    """A provider's module.

    Attributes:
        source: Path of the registry file, for the header.
        doc: Lines of the module's docstring.
        name: Name of the module.
        title: Display name of the provider.
        imports: Imports from the runtime.
        uses_kinds: Whether it uses the kind classes.
        reads_redirects: Whether errors arrive in redirects.
        exports: Sorted `__all__`.
        base: The provider's class.
        base_doc: Lines of its docstring.
        base_info: Its `info`.
        fields: Its fields, without those of `ApiError`.
        members: Members of `Code`.
        classes: Each group's class followed by its errors', then errors without a group.
        readers: Functions that read envelopes.
        provider: The module's `Provider`.
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


def build_module_view(subject: Subject, source: str) -> ModuleView:
    """Build the view of a provider's module; `source` is the path of its registry file."""
    file = subject.file
    base = file.provider.class_
    base_info = subject.facts.base
    errors_by_group = subject.resolution.list_errors_by_group()
    errors = list(chain.from_iterable(errors_by_group.values()))
    fields = {name: f for envelope in file.envelopes for name, f in envelope.fields.items()}
    code_fields = _find_code_fields(file)
    classes = tuple(_build_classes(subject, errors_by_group))
    readers = build_reader_views(file)
    provider = _build_provider(subject, errors, fields, code_fields, readers)
    reads_redirects = any(map(is_redirect, file.envelopes))
    exports = {base, *(view.name for view in classes), *_EXPORTS}
    if reads_redirects:
        exports.add("parse_redirect")
    return ModuleView(
        source=source,
        doc=write_module_docstring(subject),
        name=subject.name,
        title=file.provider.title,
        imports=_build_imports(
            [base_info, provider, *(view.info for view in classes)],
            readers,
            has_removed=any(view.removed for view in classes),
        ),
        uses_kinds=bool(errors),
        reads_redirects=reads_redirects,
        exports=sort_exports(exports),
        base=base,
        base_doc=write_base_docstring(file),
        base_info=base_info,
        fields=_build_fields(fields, code_fields),
        members=_build_members(errors),
        classes=classes,
        readers=readers,
        provider=provider,
    )


def _build_fields(
    fields: Mapping[str, FieldDef], code_fields: tuple[str, ...]
) -> tuple[FieldView, ...]:
    return tuple(
        FieldView(
            name=name,
            type=_TYPES[field.type],
            is_private=not field.log or name in code_fields,
        )
        for name, field in fields.items()
    )


def _build_members(errors: list[ResolvedError]) -> tuple[MemberView, ...]:
    codes = dict.fromkeys(error.code for error in errors)
    return tuple(MemberView(name=naming.build_member_name(code), code=code) for code in codes)


def _build_classes(
    subject: Subject, errors_by_group: Mapping[str | None, list[ResolvedError]]
) -> Iterator[ClassView]:
    """Yield the views of the classes, in the order of the class tree."""
    for group, errors in errors_by_group.items():
        if group is not None:
            yield _build_group_class(subject, group)
        yield from (_build_error_class(subject, error) for error in errors)


def _build_group_class(subject: Subject, id_: str) -> ClassView:
    return ClassView(
        id=id_,
        name=subject.resolution.group_classes[id_],
        bases=(subject.file.provider.class_,),
        doc=write_group_docstring(subject, id_),
        info=_leave_out_inherited(subject.facts.groups[id_], subject.facts.base),
    )


def _build_error_class(subject: Subject, error: ResolvedError) -> ClassView:
    facts = subject.facts
    info = facts.errors[error.id]
    base, inherited = subject.file.provider.class_, facts.base
    if error.group is not None:
        base = subject.resolution.group_classes[error.group]
        inherited = facts.groups[error.group]
    bases, kind_info = [base], _NOTHING
    if error.kind is not None:
        kind = KINDS[error.kind]
        bases.append(f"kinds.{kind.__name__}")
        kind_info = kind.info
    return ClassView(
        id=error.id,
        name=error.class_,
        bases=tuple(bases),
        doc=write_error_docstring(info, error.class_),
        info=_leave_out_inherited(info, inherited, kind_info),
        removed="" if info.removed is None else format_lifecycle("Removed", info.removed),
    )


def _leave_out_inherited(info: ErrorInfo, base: ErrorInfo, kind: ErrorInfo = _NOTHING) -> ErrorInfo:
    """Return the facts that a class must state because it does not inherit them."""
    inherited = ErrorInfo()
    inherit(inherited, base, kind)
    names = {name for name, fact in vars(inherited).items() if fact == getattr(info, name)}
    if not names.issuperset(_MESSAGES):
        names.difference_update(_MESSAGES)
    return evolve(info, **{name: getattr(_NOTHING, name) for name in names})


def _build_provider(
    subject: Subject,
    errors: list[ResolvedError],
    fields: Mapping[str, FieldDef],
    code_fields: tuple[str, ...],
    readers: tuple[ReaderView, ...],
) -> Call:
    catalog = subject.catalog
    functions = {reader.envelope: Name(reader.name) for reader in readers}
    roles = {name: field.role for name, field in fields.items()}
    messages = tuple(name for name, role in roles.items() if role == "message")
    return build_call(
        Provider,
        title=subject.file.provider.title,
        base=Name(subject.file.provider.class_),
        ids={error.class_: error.id for error in errors if error.id != error.code},
        groups=tuple(
            convert_to_call(group, family=Name(subject.resolution.group_classes[id_]))
            for id_, group in catalog.groups.items()
        ),
        categories=catalog.categories,
        scopes=catalog.scopes,
        envelopes=tuple(
            convert_to_call(envelope, read=functions[envelope.id])
            if envelope.id in functions
            else envelope
            for envelope in catalog.envelopes
        ),
        log=tuple(name for name, field in fields.items() if field.log),
        waits={
            name: field.unit or SECONDS
            for name, field in fields.items()
            if field.role == "retry_after"
        },
        retryable=tuple(name for name, role in roles.items() if role == "retryable"),
        texts=messages if len(messages) > 1 else (),
        quoted=subject.facts.quoted,
        codes=tuple(name for name in code_fields if fields[name].log),
    )


def _find_code_fields(file: ProviderFile) -> tuple[str, ...]:
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
        return not is_beyond_body(field) and split_path(field.path or name) == split_path(
            place.path
        )
    return _locate(field) == _locate(place)


def _locate(place: PlaceDef | FieldDef) -> tuple[str, str, str | None]:
    """Return a comparable location outside the body."""
    return (place.header or "").lower(), (place.parameter or "").lower(), place.query


def _build_imports(
    objects: list[object], readers: tuple[ReaderView, ...], *, has_removed: bool
) -> tuple[ImportView, ...]:
    """Build the imports that the objects, readers and removed classes need."""
    names: dict[str, set[str]] = {"errors": {"ApiError"}}
    if readers:
        names["wire.wire"] = {"Wire"}
    if has_removed:
        names["lifecycle"] = {"deprecated"}
    for call in find_names(objects):
        if isinstance(call, Call):
            names.setdefault(call.module, set()).add(call.function)
    helpers = {step.helper for reader in readers for step in reader.steps if step.helper}
    for module, function in helpers:
        names.setdefault(module, set()).add(function)
    return tuple(ImportView(module=m, names=tuple(sorted(names[m]))) for m in sorted(names))

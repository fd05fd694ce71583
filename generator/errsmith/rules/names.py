"""Names of the emitted classes, members, anchors, attributes and modules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import fields_dict, frozen

from errsmith import naming, resolution
from errsmith.diagnostics import KeyPath
from errsmith.registry import Subject
from errsmith.rules.rule import Spot, lint, related
from errsmith.runtime.errors import ApiError
from errsmith.wording import quote

OWNED = frozenset(
    {
        *fields_dict(ApiError),
        *(name for name in dir(ApiError) if not name.startswith("__")),
        "provider",
        "error_type",
    }
)
"""Names that every error has, or that `log_fields` gives."""


@frozen
class _Named:
    """A class that will be emitted, and where its name comes from."""

    at: KeyPath
    of: Literal["value", "table"]
    name: str
    stated: bool


def _classes(subject: Subject) -> Iterator[_Named]:
    """Give the classes in the order in which they may keep their names: groups before members."""
    file = subject.file
    yield _Named(("provider", "class"), "value", file.provider.class_, stated=True)
    for id_, group in file.groups.items():
        name = resolution.group_class_of(file, id_, subject.acronyms)
        yield _named(("groups", id_), name, stated=group.class_ is not None)
    for id_, error in file.errors.items():
        name = resolution.class_of(file, id_, subject.acronyms)
        yield _named(("errors", id_), name, stated=error.class_ is not None)


def _named(at: KeyPath, name: str, *, stated: bool) -> _Named:
    return _Named((*at, "class") if stated else at, "value" if stated else "table", name, stated)


@lint("R301", "class-needed")
def class_needed(subject: Subject) -> Iterator[Spot]:
    """The name made of an id is no good name for a class.

    Why: a reader of `except` must see what happened, and never wonder whose class it is.
    Mend: say `class`; the group keeps the plain name, the member says what happened.
    """
    for one in _classes(subject):
        reason = None if one.stated else naming.why_not_derived(one.name)
        if reason is not None:
            message = f"{quote(str(one.at[-1]))} gives {one.name}, which {reason}; expected `class`"
            yield Spot(one.at, one.of, message, 'add class, for example class = "Acme…Error"')


@lint("R302", "unfit-class")
def unfit_class(subject: Subject) -> Iterator[Spot]:
    """A stated class is no name for an error's class.

    Why: it must be importable, end in `Error`, and be neither Python's nor a kind's.
    Mend: choose another name.
    """
    for one in _classes(subject):
        if not one.stated:
            continue
        if not naming.is_class_name(one.name):
            message = (
                f"found class {quote(one.name)}, expected letters and digits, "
                "a capital first, Error last"
            )
            yield Spot(one.at, one.of, message)
        elif (reason := naming.why_unfit(one.name)) is not None:
            message = f"found class {quote(one.name)}, which {reason}; expected another name"
            yield Spot(one.at, one.of, message)


@lint("R303", "class-collision")
def class_collision(subject: Subject) -> Iterator[Spot]:
    """Two classes of a module have the same name, whatever the case.

    Why: the second would replace the first.
    Mend: say `class` at the second.
    """
    first: dict[str, _Named] = {}
    for one in _classes(subject):
        other = first.setdefault(one.name.lower(), one)
        if other is not one:
            message = f"found class {one.name} a second time, expected another name"
            taken = related(other.at, other.of, f"{other.name} is taken here")
            yield Spot(
                one.at, one.of, message, "say class here; a group keeps the plain name", (taken,)
            )


@lint("R304", "code-member")
def code_member(subject: Subject) -> Iterator[Spot]:
    """A code makes no member of `Code`, or the same as another code.

    Why: every code is a member of its own.
    Mend: make one an alias of the other, if they are one error; the format has no other way.
    """
    first: dict[str, tuple[str, str]] = {}
    for id_ in subject.file.errors:
        code = resolution.code_of(subject.file, id_)
        name = naming.member_name(code)
        other, other_id = first.setdefault(name, (code, id_))
        if not name.strip("_") or name.startswith("_"):
            message = f"found code {quote(code)}, expected one that begins with a letter or a digit"
            yield Spot(("errors", id_), "table", message)
        elif other != code:
            message = f"code {quote(code)} gives the member {name}, which {quote(other)} gives too"
            first_one = related(("errors", other_id), "table", "the first one")
            yield Spot(("errors", id_), "table", message, None, (first_one,))


@lint("R305", "anchor-collision")
def anchor_collision(subject: Subject) -> Iterator[Spot]:
    """Two errors have the same anchor in the documentation.

    Why: a link must lead to one of them.
    Mend: give one of them another id, with `code` as on the wire.
    """
    first: dict[str, str] = {}
    for id_ in subject.file.errors:
        anchor = naming.anchor(id_)
        other = first.setdefault(anchor, id_)
        if other != id_:
            message = f"found anchor {quote(anchor)} a second time, expected another id"
            too = related(("errors", other), "table", f"{quote(other)} has it too")
            yield Spot(("errors", id_), "table", message, None, (too,))


@lint("R306", "unfit-field")
def unfit_field(subject: Subject) -> Iterator[Spot]:
    """A field cannot be an attribute of the provider's class.

    Why: the base class owns the name, or Python would not take it.
    Mend: rename the field and say its path: `fields.body_status = { path = "status" }`.
    """
    for position, envelope in enumerate(subject.file.envelopes):
        for name, field in envelope.fields.items():
            at = ("envelopes", position, "fields", name)
            if name == "message" and field.role == "message":
                continue
            if name in OWNED:
                message = f"found field {quote(name)}, a name of the base class; expected another"
                yield Spot(at, "key", message, f'write body_{name} = {{ path = "{name}", … }}')
            elif not naming.is_attribute_name(name):
                meant = naming.anchor(name).replace("-", "_").strip("_")
                fits = naming.is_attribute_name(meant) and meant not in OWNED
                message = f"found field {quote(name)}, expected lower case letters, digits and _"
                yield Spot(at, "key", message, f"for example {meant}, with path" if fits else None)


@lint("R307", "unfit-module")
def unfit_module(subject: Subject) -> Iterator[Spot]:
    """The file's name is no name for a module.

    Why: the file's stem is the module that clients import.
    Mend: rename the file: lower case letters, digits and `_`, no keyword.
    """
    if not naming.is_module_name(subject.name) or subject.name in naming.TAKEN_MODULES:
        message = (
            f"found file name {quote(subject.name)}, expected a module's name such as acme_pay"
        )
        yield Spot(("provider",), "table", message)


RULES = (
    class_needed,
    unfit_class,
    class_collision,
    code_member,
    anchor_collision,
    unfit_field,
    unfit_module,
)

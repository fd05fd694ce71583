"""Names of the generated classes, members, anchors, attributes and modules."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from attrs import fields_dict, frozen

from errsmith.lint.rules.rule import define_rule
from errsmith.meaning import naming
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Finding, KeyPath, Related
from errsmith.registry.wording import cut, quote
from errsmith.runtime.errors import ApiError
from errsmith.runtime.facts import make_anchor

OWNED = frozenset(
    {
        *fields_dict(ApiError),
        *(name for name in dir(ApiError) if not name.startswith("__")),
        "provider",
        "error_type",
    }
)
"""Names that every error has, or that `log_fields` gives."""

NEEDED = frozenset({"bool", "dict", "float", "int", "list", "property", "self", "str"})
"""Names that the body of a provider's class uses."""

SENT = {
    "context": "Sanic's error pages show to callers",
    "errno": "Sentry reports with any exception",
    "extensions": "GraphQL servers send to their callers",
    "extra": "Sanic's error pages show in debug mode",
}
"""Attributes that tools take from any exception, and what they do with them."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@frozen
class _NamedClass:
    """A class that will be generated, and where its name is stated or would be."""

    at: KeyPath
    name: str
    is_stated: bool


def _list_classes(subject: Subject) -> Iterator[_NamedClass]:
    """Yield the classes in the order in which they may keep their names: groups before members."""
    file = subject.file
    classes = [_NamedClass(("provider", "class"), file.provider.class_, is_stated=True)]
    for id_, group in file.groups.items():
        name = subject.resolution.group_classes[id_]
        classes.append(
            _NamedClass(("groups", id_, "class"), name, is_stated=group.class_ is not None)
        )
    for id_, error in subject.resolution.errors.items():
        is_stated = error.definition.class_ is not None
        classes.append(_NamedClass(("errors", id_, "class"), error.class_, is_stated=is_stated))
    yield from (named for named in classes if subject.is_sound(*named.at))


@define_rule("R301", "class-needed")
def class_needed(subject: Subject) -> Iterator[Finding]:
    """The name made of an id is no good name for a class.

    Why: a reader of `except` must see what happened, and never wonder whose class it is.
    Mend: say `class`; the group keeps the plain name, the member says what happened.
    """
    for named in _list_classes(subject):
        reason = None if named.is_stated else naming.explain_unfit_derived_class(named.name)
        if reason is not None:
            id_ = str(named.at[1])
            message = f"{quote(id_)} gives {cut(named.name)}, which {reason}; expected `class`"
            hint = f"add a class that says what happened{_suggest_longer(subject, named.name)}"
            yield Finding(named.at, "value", message, hint)


def _suggest_longer(subject: Subject, name: str) -> str:
    """Return a suggestion to prefix the name with the provider's, empty if that is not valid."""
    base = subject.file.provider.class_
    longer = base.removesuffix(naming.SUFFIX) + name
    return "" if longer == base else _suggest_class(longer)


def _suggest_class(name: str) -> str:
    is_good = naming.explain_unfit_derived_class(name) is None
    return f", for example class = {quote(name)}" if is_good else ""


@define_rule("R302", "unfit-class")
def unfit_class(subject: Subject) -> Iterator[Finding]:
    """A stated class is no name for an error's class.

    Why: it must be importable, end in `Error`, and be neither Python's nor a kind's.
    Mend: choose another name.
    """
    for named in _list_classes(subject):
        if not named.is_stated:
            continue
        if (reason := naming.explain_unfit_class(named.name)) is not None:
            message = f"found class {quote(named.name)}, which {reason}; expected another name"
            hint = f"say what happened{_suggest_longer(subject, named.name)}"
            if named.at[0] == "provider":
                meant = naming.build_class_name(subject.file.provider.title, ())
                hint = f"name the provider{_suggest_class(meant)}"
            yield Finding(named.at, "value", message, hint)
        elif not naming.is_class_name(named.name):
            expected = "ASCII letters and digits, a capital first, Error last"
            message = f"found class {quote(named.name)}, expected {expected}"
            meant = naming.build_class_name(named.name, subject.acronyms)
            is_clear = named.name.isascii() and naming.explain_unfit_derived_class(meant) is None
            example = f"for example {quote(meant)}" if is_clear else None
            yield Finding(named.at, "value", message, example)


@define_rule("R303", "class-collision")
def class_collision(subject: Subject) -> Iterator[Finding]:
    """Two classes of a module have the same name, whatever the case.

    Why: the second would replace the first.
    Mend: say `class` at the second.
    """
    first: dict[str, _NamedClass] = {}
    for named in _list_classes(subject):
        other = first.setdefault(named.name.lower(), named)
        if other is not named:
            message = f"found class {cut(named.name)} a second time, expected another name"
            hint = "add a class that says what happened"
            if named.is_stated:
                hint = "rename one of the two"
            if (other.at[0], named.at[0]) == ("groups", "errors"):
                hint += "; the group keeps the plain name"
            taken = Related(other.at, "value", f"{cut(other.name)} is taken here")
            yield Finding(named.at, "value", message, hint, (taken,))


@define_rule("R304", "code-member")
def code_member(subject: Subject) -> Iterator[Finding]:
    """Two codes make the same member of `Code`.

    Why: every code is a member of its own.
    Mend: make one an alias of the other, if they are one error; the format has no other way.
    """
    first: dict[str, tuple[str, KeyPath]] = {}
    for id_, error in subject.resolution.errors.items():
        at: KeyPath = ("errors", id_, "code")
        if not subject.is_sound(*at):
            continue
        code = error.code
        name = naming.build_member_name(code)
        other, other_at = first.setdefault(name, (code, at))
        if other != code:
            message = f"found code {quote(code)}, which gives the member {cut(name)} a second time"
            hint = "make one an alias of the other, if they are one error"
            taken = Related(other_at, "value", f"{quote(other)} gives it too")
            yield Finding(at, "value", message, hint, (taken,))


@define_rule("R305", "anchor-collision")
def anchor_collision(subject: Subject) -> Iterator[Finding]:
    """Two errors have the same anchor in the documentation.

    Why: a link must lead to one of them.
    Mend: give one of them another id, with `code` as on the wire.
    """
    first: dict[str, str] = {}
    for id_ in subject.file.errors:
        anchor = make_anchor(id_)
        other = first.setdefault(anchor, id_)
        if other != id_:
            message = f"found anchor {quote(anchor)} a second time, expected another id"
            code = "" if subject.file.errors[id_].code else f", with code = {quote(id_)}"
            hint = f"give it another id{code}"
            taken = Related(("errors", other), "table", f"{quote(other)} has it too")
            yield Finding(("errors", id_), "table", message, hint, (taken,))


@define_rule("R306", "unfit-field")
def unfit_field(subject: Subject) -> Iterator[Finding]:
    """A field cannot be an attribute of the provider's class.

    Why: the base class owns the name, the class needs it, tools send an attribute of that name,
        or Python would not take it.
    Mend: rename the field and say its path: `fields.body_status = { path = "status" }`.
    """
    for position, envelope in enumerate(subject.file.envelopes):
        for name, field in envelope.fields.items():
            at: KeyPath = ("envelopes", position, "fields", name)
            message = _explain_unfit_field(name)
            if message is not None and subject.is_sound(*at):
                plain = make_anchor(_HUMP.sub("_", name)).replace("-", "_").strip("_")
                known = ("text",) if field.role == "message" else ()
                names = (plain, *known, f"body_{plain}")
                meant = next(filter(_is_field, names), "")
                has_place = field.path or field.header or field.query
                where = "" if has_place else f", with path = {quote(name)}"
                yield Finding(
                    at, "key", message, f"for example {cut(meant)}{where}" if plain else None
                )


def _explain_unfit_field(name: str) -> str | None:
    if name in OWNED:
        return f"found field {quote(name)}, a name of the base class; expected another"
    if name in NEEDED:
        return f"found field {quote(name)}, a name that the class itself needs; expected another"
    if name in SENT:
        return f"found field {quote(name)}, which {SENT[name]}; expected another name"
    if keyword.iskeyword(name):
        return f"found field {quote(name)}, a keyword of Python; expected another name"
    if not naming.is_lowercase_name(name):
        return f"found field {quote(name)}, expected lower case letters, digits and _"
    return None


def _is_field(name: str) -> bool:
    return naming.is_lowercase_name(name) and name not in OWNED | NEEDED | SENT.keys()


@define_rule("R307", "unfit-module")
def unfit_module(subject: Subject) -> Iterator[Finding]:
    """The file's name is no name for a module.

    Why: the file's stem is the module that clients import, and the page of the reference.
    Mend: rename the file: lower case letters, digits and `_`, no keyword, no device of Windows.
    """
    name = subject.name
    package = None if subject.sdk is None else subject.sdk.package
    hint = "rename the file"
    if keyword.iskeyword(name):
        reason = ", a keyword of Python"
    elif name in naming.TAKEN_MODULES or name == package:
        reason = ", a name that the generated package needs"
    elif name in naming.DEVICES:
        reason = ", a name that Windows keeps for a device"
    elif len(name) > naming.LONGEST:
        reason = f" of more than {naming.LONGEST} characters"
    elif not naming.is_lowercase_name(name):
        reason = ""
        hint = "rename the file: lower case letters, digits and _, a letter first"
    else:
        return
    message = f"found file name {quote(name)}{reason}; expected a module's name such as acme_pay"
    yield Finding(("provider",), "table", message, hint)


RULES = (
    class_needed,
    unfit_class,
    class_collision,
    code_member,
    anchor_collision,
    unfit_field,
    unfit_module,
)

"""Rules about the names of generated classes, members, anchors, attributes and modules."""

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
"""Names that every error has, or that `log_fields` returns."""

NEEDED = frozenset({"bool", "dict", "float", "int", "list", "property", "self", "str"})
"""Names that the body of a provider's class uses."""

SENT = {
    "context": "Sanic's error pages show to callers",
    "errno": "Sentry reports with any exception",
    "extensions": "GraphQL servers send to their callers",
    "extra": "Sanic's error pages show in debug mode",
}
"""Attributes that tools read from any exception, and what they do with them."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@frozen
class _NamedClass:
    """A class to be generated, and the place where its name is or would be stated."""

    at: KeyPath
    name: str
    is_stated: bool


def _list_classes(subject: Subject) -> Iterator[_NamedClass]:
    """Yield the classes in the order in which they can claim names: groups before members."""
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
    """The name derived from an id is not suitable for a class.

    Why: an `except` clause should show readers what happened, and whether the class belongs to the
    provider, the SDK or Python.
    Fix: add `class`. The group keeps the plain name; its members say what happened.
    """
    for named in _list_classes(subject):
        reason = None if named.is_stated else naming.explain_unfit_derived_class(named.name)
        if reason is not None:
            id_ = str(named.at[1])
            message = f"{quote(id_)} needs `class`: the name {cut(named.name)} {reason}"
            hint = (
                f"Add a `class` whose name says what happened{_suggest_longer(subject, named.name)}"
            )
            yield Finding(named.at, "value", message, hint)


def _suggest_longer(subject: Subject, name: str) -> str:
    """Return a suggestion to prefix the name with the provider's, or "" if that is not valid."""
    base = subject.file.provider.class_
    longer = base.removesuffix(naming.SUFFIX) + name
    return "" if longer == base else _suggest_class(longer)


def _suggest_class(name: str) -> str:
    is_good = naming.explain_unfit_derived_class(name) is None
    return f", for example `class = {quote(name)}`" if is_good else ""


@define_rule("R302", "unfit-class")
def unfit_class(subject: Subject) -> Iterator[Finding]:
    """The value of `class` is not a suitable name for an error class.

    Why: it must be importable, end in `Error`, and differ from Python's exceptions and the kinds.
    Fix: choose another name.
    """
    for named in _list_classes(subject):
        if not named.is_stated:
            continue
        if (reason := naming.explain_unfit_class(named.name)) is not None:
            message = f"found class {quote(named.name)}, which {reason}"
            hint = f"Say what happened{_suggest_longer(subject, named.name)}"
            if named.at[0] == "provider":
                meant = naming.build_class_name(subject.file.provider.title, ())
                hint = f"Name the provider{_suggest_class(meant)}"
            yield Finding(named.at, "value", message, hint)
        elif not naming.is_class_name(named.name):
            expected = "ASCII letters and digits, beginning with a capital and ending in Error"
            message = f"found class {quote(named.name)}, expected {expected}"
            meant = naming.build_class_name(named.name, subject.acronyms)
            is_clear = named.name.isascii() and naming.explain_unfit_derived_class(meant) is None
            example = f"For example, write `{quote(meant)}`" if is_clear else None
            yield Finding(named.at, "value", message, example)


@define_rule("R303", "class-collision")
def class_collision(subject: Subject) -> Iterator[Finding]:
    """Two classes of a module have the same name, ignoring case.

    Why: the second would replace the first.
    Fix: add `class` to the second.
    """
    first: dict[str, _NamedClass] = {}
    for named in _list_classes(subject):
        other = first.setdefault(named.name.lower(), named)
        if other is not named:
            message = f"found class {cut(named.name)} a second time, expected a different name"
            hint = "Add a `class` whose name says what happened"
            if named.is_stated:
                hint = "Rename one of them"
            if (other.at[0], named.at[0]) == ("groups", "errors"):
                hint += "; the group keeps the plain name"
            taken = Related(other.at, "value", f"{cut(other.name)} is taken here")
            yield Finding(named.at, "value", message, hint, (taken,))


@define_rule("R304", "code-member")
def code_member(subject: Subject) -> Iterator[Finding]:
    """Two codes produce the same member of `Code`.

    Why: each code needs its own member.
    Fix: make one an alias of the other if they are the same error; the format has no other way.
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
            message = (
                f"found code {quote(code)}, but another code already has the member {cut(name)}"
            )
            hint = "Make one an alias of the other if they are the same error"
            taken = Related(other_at, "value", f"{quote(other)} also has this member")
            yield Finding(at, "value", message, hint, (taken,))


@define_rule("R305", "anchor-collision")
def anchor_collision(subject: Subject) -> Iterator[Finding]:
    """Two errors have the same anchor in the documentation.

    Why: a link must lead to one error.
    Fix: give one of them a different id, and set `code` to the code as sent.
    """
    first: dict[str, str] = {}
    for id_ in subject.file.errors:
        anchor = make_anchor(id_)
        other = first.setdefault(anchor, id_)
        if other != id_:
            message = f"found anchor {quote(anchor)} a second time, expected a different id"
            code = "" if subject.file.errors[id_].code else f", and add `code = {quote(id_)}`"
            hint = f"Change the id{code}"
            taken = Related(("errors", other), "table", f"{quote(other)} also has this anchor")
            yield Finding(("errors", id_), "table", message, hint, (taken,))


@define_rule("R306", "unfit-field")
def unfit_field(subject: Subject) -> Iterator[Finding]:
    """A field cannot be an attribute of the provider's class.

    Why: the base class or the class itself uses the name, tools send an attribute of that name, or
    Python does not accept it.
    Fix: rename the field and add its path: `fields.body_status = { path = "status" }`.
    """
    for position, envelope in enumerate(subject.file.envelopes):
        for name, field in envelope.fields.items():
            at: KeyPath = ("envelopes", position, "fields", name)
            message = _explain_unfit_field(name)
            if message is not None and subject.is_sound(*at):
                plain = make_anchor(_HUMP.sub("_", name)).replace("-", "_").strip("_")
                known = ("text",) if field.role == "message" else ()
                names = (plain, *known, f"body_{plain}")
                meant = next(filter(can_be_field, names), "")
                has_place = field.path or field.header or field.query
                where = "" if has_place else f", and add `path = {quote(name)}`"
                hint = f"Rename it, for example to `{cut(meant)}`{where}"
                yield Finding(at, "key", message, hint if plain else None)


def _explain_unfit_field(name: str) -> str | None:
    if name in OWNED:
        return f"found field {quote(name)}, which the base class uses"
    if name in NEEDED:
        return f"found field {quote(name)}, which the class itself uses"
    if name in SENT:
        return f"found field {quote(name)}, which {SENT[name]}"
    if keyword.iskeyword(name):
        return f"found field {quote(name)}, which is a Python keyword"
    if not naming.is_lowercase_name(name):
        return (
            f"found field {quote(name)}, expected lowercase letters, digits and _, beginning with a"
            " letter"
        )
    return None


def can_be_field(name: str) -> bool:
    """Return whether a field can have a name."""
    return naming.is_lowercase_name(name) and name not in OWNED | NEEDED | SENT.keys()


@define_rule("R307", "unfit-module")
def unfit_module(subject: Subject) -> Iterator[Finding]:
    """The name of a provider's file is not a valid module name.

    Why: the name of the file, without its suffix, becomes the module that clients import and the
    page in the reference.
    Fix: rename the file: lowercase letters, digits and `_`, not a keyword or a Windows device name.
    """
    name = subject.name
    package = None if subject.sdk is None else subject.sdk.package
    reason = naming.explain_unfit_module(name, package)
    if reason is None:
        return
    why = f" ({reason})" if reason else ""
    message = f"found file name {quote(name)}{why}, expected a module name such as acme_pay"
    form = "" if reason else ": use lowercase letters, digits and `_`, beginning with a letter"
    yield Finding(("provider",), "table", message, f"Rename the file{form}")


RULES = (
    class_needed,
    unfit_class,
    class_collision,
    code_member,
    anchor_collision,
    unfit_field,
    unfit_module,
)

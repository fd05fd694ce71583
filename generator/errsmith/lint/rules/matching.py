"""Rules about values that nothing in a response can ever match."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator

from attrs import frozen

from errsmith.lint.rules.places import find_paths, find_places
from errsmith.lint.rules.rule import define_rule
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Finding, KeyPath, Of, Related
from errsmith.registry.model import FieldDef, PlaceDef
from errsmith.registry.wording import quote

_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Invisible letters and marks; other invisible characters are recognized by their category."""
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Zl", "Zp"})
_VARIATION_SELECTORS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_STEPS = re.compile(r"([.\[\]])")
_TOKEN = frozenset(string.ascii_letters + string.digits + "!#$%&'*+-.^_`|~")
_DIGITS = re.compile(r"[0-9]{1,3}")
_CHALLENGES = frozenset({"www-authenticate", "proxy-authenticate"})
_HOST = r"(?:localhost|(?:[A-Za-z0-9-]{1,63}\.){1,9}[A-Za-z]{2,63})(?::[0-9]{1,5})?(?=/)"
_REGULAR = "with regular expression syntax"
_UNFIT_IN_SCOPE_PATHS = tuple(
    (re.compile(pattern), what, meant)
    for pattern, what, meant in (
        (r"^[A-Z]{3,10}\s+(?=\S)", "with a method", ""),
        (rf"^(?:[A-Za-z*][A-Za-z0-9+.-]*://[^/?#]*|{_HOST})", "with a host", ""),
        (r"^\^|\$$", _REGULAR, ""),
        (r"\[\^[^\]]*\][+*]?|\\[dwS][+*]?|\.\+", _REGULAR, "*"),
        (r"\\(?=[/.-])", _REGULAR, ""),
        (r"\?[^/]*[=&].*$", "with a query", ""),
        (r"#.*$", "with a fragment", ""),
        (r"\{[^{}/]*\}|<[^<>/]*>|(?<=/):[A-Za-z_]\w*", "with a placeholder", "*"),
    )
)
"""Patterns that do not belong in the globs of `paths`, what they are, and their replacements."""


@frozen
class _ComparedText:
    """A string that is compared with part of a response."""

    at: KeyPath
    of: Of
    name: str
    text: str
    is_trimmed: bool = False
    """Whether leading and trailing spaces are ignored."""


@define_rule("R241", "invisible-character", allowable=True)
def invisible_character(subject: Subject) -> Iterator[Finding]:
    """A value begins or ends with whitespace, or contains an invisible character.

    Codes, aliases, `success`, globs, paths, parameters and the like are compared with responses.
    No-break spaces, zero-width spaces, soft hyphens and the like slip in when a value is copied
    from a page.

    Why: the value never matches.
    Fix: delete the character.
    """
    for compared in _find_compared(subject):
        name, text = compared.name, compared.text
        blank = "" if compared.is_trimmed else _find_blank(name, text)
        # Printable ASCII needs no further check.
        is_plain = text.isascii() and text.isprintable()
        invisible = "" if is_plain else next(filter(_is_invisible, text), "")
        if character := blank or invisible:
            where = "at the start or end of" if blank else "in"
            found = f"{_name_character(character)} {where} {name} {quote(text)}"
            visible = "".join(map(_show, text)).strip()
            if name == "path":
                visible = "".join(map(str.strip, _STEPS.split(visible)))
            hint = f"Write `{quote(visible)}`" if visible else "Delete it"
            yield Finding(compared.at, compared.of, f"found {found}, expected none", hint)


def _find_blank(name: str, text: str) -> str:
    """Return the first leading or trailing whitespace character, or an empty string.

    In a path, every key is checked.
    """
    keys = _STEPS.split(text) if name == "path" else [text]
    return next((end for key in keys for end in (key[:1], key[-1:]) if end.isspace()), "")


def _show(character: str) -> str:
    """Return what a character was meant to be.

    This is a regular space for another kind of space, and empty for an invisible character.
    """
    if unicodedata.category(character) == "Zs":
        return " "
    return "" if _is_invisible(character) else character


def _is_invisible(character: str) -> bool:
    if character == " ":
        return False
    category = unicodedata.category(character)
    return (
        category in _INVISIBLE_CATEGORIES
        # Every other space looks like a regular one.
        or category == "Zs"
        or character in _INVISIBLE
        or any(ord(character) in selectors for selectors in _VARIATION_SELECTORS)
    )


def _name_character(character: str) -> str:
    if character == " ":
        return "a space"
    known = {"\n": "line break", "\r": "carriage return", "\t": "tab"}
    name = known.get(character) or unicodedata.name(character, "control character").lower()
    article = "an" if name[0] in "aeiou" else "a"
    return f"{article} {name} (U+{ord(character):04X})"


def _find_compared(subject: Subject) -> Iterator[_ComparedText]:
    """Yield every string in a file that is compared with responses."""
    yield from _find_codes(subject)
    for id_, group in subject.file.groups.items():
        if not group.match:
            yield _ComparedText(("groups", id_), "key", "group", id_)
        yield from _number_texts(subject, ("groups", id_, "match"), "glob", group.match)
    for id_, scope in subject.file.scopes.items():
        yield from _number_texts(subject, ("scopes", id_, "paths"), "glob", scope.paths)
    for stated in find_places(subject):
        yield from _find_in_place(stated.at, stated.place)
    for position, envelope in enumerate(subject.file.envelopes):
        at: KeyPath = ("envelopes", position, "when", "body")
        for path, value in envelope.when.body.items():
            yield _ComparedText((*at, path), "key", "path", path)
            if isinstance(value, str):
                yield _ComparedText((*at, path), "value", "value", value)


def _find_codes(subject: Subject) -> Iterator[_ComparedText]:
    for id_, error in subject.file.errors.items():
        if error.code is None:
            yield _ComparedText(("errors", id_), "key", "code", id_)
        else:
            yield _ComparedText(("errors", id_, "code"), "value", "code", error.code)
        for position, alias in enumerate(error.aliases):
            yield _ComparedText(("errors", id_, "aliases", position), "value", "alias", alias)


def _number_texts(
    subject: Subject, at: KeyPath, name: str, texts: tuple[str, ...]
) -> Iterator[_ComparedText]:
    for position, text in enumerate(texts):
        yield _ComparedText(subject.document.get_item_path(at, position), "value", name, text)


def _find_in_place(at: KeyPath, place: PlaceDef | FieldDef) -> Iterator[_ComparedText]:
    for key in ("path", "query"):
        text = getattr(place, key)
        if text is not None:
            yield _ComparedText((*at, key), "value", "path" if key == "path" else "parameter", text)
    if isinstance(place, PlaceDef):
        for position, text in enumerate(place.success):
            yield _ComparedText((*at, "success", position), "value", "code", text)
        if place.parts is not None:
            yield _ComparedText((*at, "parts"), "value", "parts", place.parts, is_trimmed=True)


@define_rule("R245", "unfit-header")
def unfit_header(subject: Subject) -> Iterator[Finding]:
    """The name of a header, or of a challenge's parameter, is not a token (RFC 9110).

    Why: no response can have it.
    Fix: write only the name, without the colon: letters, digits and `-`.
    """
    for stated in find_places(subject):
        for key in ("header", "parameter"):
            name = getattr(stated.place, key)
            if name is not None:
                yield from _check_token((*stated.at, key), "value", key, name)
    for id_, error in subject.file.errors.items():
        for position, example in enumerate(error.example):
            at = subject.document.get_item_path(("errors", id_, "example"), position)
            for name in example.headers:
                yield from _check_token((*at, "headers", name), "key", "header", name)


def _check_token(at: KeyPath, of: Of, key: str, name: str) -> Iterator[Finding]:
    if not _TOKEN.issuperset(name):
        example = "X-Error-Code" if key == "header" else "error"
        message = f"found {key} {quote(name)}, expected a name such as {example}"
        plain = (c if c in _TOKEN else " " for c in name.partition(":")[0])
        meant = "-".join("".join(plain).split())
        is_clear = meant and name.isascii()
        hint = f"Write `{quote(meant)}`" if is_clear else "Use letters, digits and `-`"
        yield Finding(at, of, message, hint)


@define_rule("R243", "digits-in-path", allowable=True)
def digits_in_path(subject: Subject) -> Iterator[Finding]:
    """A step of a path is a number without brackets.

    Why: `errors.0.code` reads the key `"0"` of an object. The first item of an array is
    `errors[0]`.
    Fix: put the index in brackets: `errors[0].code`.
    """
    for position in range(len(subject.file.envelopes)):
        for place, of, path in find_paths(subject, position):
            steps = path.split(".")
            digits = [step for step in steps if _DIGITS.fullmatch(step.partition("[")[0])]
            if digits and subject.is_sound(*place):
                message = f"found key {quote(digits[0])} in path {quote(path)}"
                meant = "".join(_bracket(step) for step in steps).removeprefix(".")
                hint = f"Write `{quote(meant)}` for an item of an array"
                yield Finding(place, of, f"{message}, expected an index in brackets", hint)


def _bracket(step: str) -> str:
    """Return a step as it is appended to a path; a number becomes an index."""
    name, bracket, rest = step.partition("[")
    index = f"[{int(name)}]" if _DIGITS.fullmatch(name) else f".{name}"
    return f"{index}{bracket}{rest}"


@define_rule("R244", "challenge-without-parameter", allowable=True)
def challenge_without_parameter(subject: Subject) -> Iterator[Finding]:
    """A code is read from a challenge header without `parameter`.

    Why: `WWW-Authenticate` has values such as `Bearer error="invalid_token"`, which are not codes.
    Fix: name the parameter that contains the code: `parameter = "error"`.
    """
    for stated in find_places(subject):
        place = stated.place
        if stated.is_field or place.header is None or place.header.lower() not in _CHALLENGES:
            continue
        has_parts = isinstance(place, PlaceDef) and place.parts is not None
        if place.parameter is None and not has_parts and subject.is_sound(*stated.at, "parameter"):
            message = f"found header {quote(place.header)} without `parameter`, expected both"
            hint = 'Name the parameter of the challenge, for example `parameter = "error"`'
            yield Finding((*stated.at, "header"), "value", message, hint)


@define_rule("R246", "unfit-scope-path", allowable=True)
def unfit_scope_path(subject: Subject) -> Iterator[Finding]:
    """A glob in the `paths` of a scope matches no request path, or is in two scopes.

    A request path begins with `/` and ends before the query. In a glob, `*` matches any characters
    and `?` any one character; a glob must match the whole path.

    Why: the path never selects the scope, so codes of several scopes may stay ambiguous.
    Fix: write only the path, with `*` for its variable parts: `/v1/*/token`. If scopes share a
    path, remove it from both; the caller then names the scope.
    """
    first: dict[str, tuple[str, KeyPath]] = {}
    for id_, scope in subject.file.scopes.items():
        for position, glob in enumerate(scope.paths):
            at = subject.document.get_item_path(("scopes", id_, "paths"), position)
            if not subject.is_sound(*at):
                continue
            what, hint = _check_path(glob)
            if what:
                message = f"found glob {quote(glob)} {what}, expected a path such as */token"
                yield Finding(at, "value", message, hint)
            other, there = first.setdefault(re.sub(r"\*+", "*", glob), (id_, at))
            if other != id_:
                message = f"found glob {quote(glob)} in two scopes, expected it in one"
                hint = "Remove it from both: a path that matches two scopes selects neither"
                taken = Related(there, "value", f"also in scope {quote(other)}")
                yield Finding(at, "value", message, hint, (taken,))


def _check_path(glob: str) -> tuple[str, str]:
    """Return why a glob cannot match a path (empty if it can), and what to write instead."""
    found = ""
    meant = glob
    for pattern, what, fit in _UNFIT_IN_SCOPE_PATHS:
        fixed = pattern.sub(fit, meant)
        if fixed != meant:
            found, meant = found or what, fixed
    if meant.startswith(("/", "*", "?")):
        return found, f"Write `{quote(meant)}`"
    below = f"/{meant}"
    hint = f"Write `{quote(below)}`, or `{quote(f'*{below}')}` if something can precede it"
    return found or "without a leading /", hint if meant else f"Write `{quote(below)}`"


RULES = (invisible_character, unfit_header, unfit_scope_path, challenge_without_parameter)
LATE_RULES = (digits_in_path,)
"""Rules about paths that are valid; they run last, because other rules find the invalid ones."""

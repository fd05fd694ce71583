"""Rules about how `errsmith drift` reads a page: `fetch` and `extract` of a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from errsmith.lint.rules.places import explain_malformed
from errsmith.lint.rules.rule import define_rule
from errsmith.meaning.resolution import ResolvedError
from errsmith.meaning.subjects import NO_DAY, Subject
from errsmith.registry.diagnostics import Finding, KeyPath, Related
from errsmith.registry.model import ExtractDef, PageExceptionDef
from errsmith.registry.values import get_attribute
from errsmith.registry.wording import guess_choice, quote
from errsmith.runtime.reading.globs import Globs

_NAMES: Final = ("code", "group", "status", "category", "retry", "description")
"""The names that a `line` can have."""
_LINES: Final = "lines"
_PLACES_OF_CODES: Final = ("in", "skip", "like", "line")
_UNUSED: Final[Mapping[str, tuple[str, ...]]] = {
    "prose": (*_NAMES, "retries"),
    "none": (*_NAMES, "retries", *_PLACES_OF_CODES),
}
"""Keys of `extract` that do not apply, by its `as`."""
_HINTS: Final = {
    "prose": "Remove it: prose has no columns or keys",
    "none": "Remove it: no codes are read from this page",
}
_EXAMPLE: Final = '`line = "{code}: {description}"`'


@frozen
class _StatedException:
    """An item of `ignore` or `missing`."""

    at: KeyPath
    definition: PageExceptionDef


def _find_extracts(subject: Subject) -> Iterator[tuple[str, KeyPath, ExtractDef]]:
    """Yield the id of each source with `extract`, and the place and value of `extract`."""
    for id_, source in subject.file.sources.items():
        if source.extract is not None:
            yield id_, ("sources", id_, "extract"), source.extract


def _find_exceptions(extract: ExtractDef, at: KeyPath) -> Iterator[_StatedException]:
    for key, stated in (("ignore", extract.ignore), ("missing", extract.missing)):
        for position, definition in enumerate(stated):
            yield _StatedException((*at, key, position), definition)


def _list_errors(subject: Subject, source: str) -> dict[str, list[ResolvedError]]:
    """Return the errors of a source by the codes, aliases and ids that a page may list."""
    first = next(iter(subject.file.sources))
    found: dict[str, list[ResolvedError]] = {}
    for id_, error in subject.resolution.errors.items():
        if (error.definition.source or first) == source:
            for name in dict.fromkeys((id_, error.code, *error.definition.aliases)):
                found.setdefault(name, []).append(error)
    return found


def _is_sent(error: ResolvedError) -> bool:
    return error.definition.removed is None


@define_rule("R255", "malformed-line")
def malformed_line(subject: Subject) -> Iterator[Finding]:
    """A `line` template is ambiguous or incomplete.

    Why: values can only be told apart by separators, and the template needs `{code}`.
    Fix: write literals and `{code}`, `{group}`, `{status}`, `{category}`, `{retry}`,
    `{description}`, `{}`, each name once: `{code} ({status}): {description}`.
    """
    for _, at, extract in _find_extracts(subject):
        reason = None if extract.line is None else explain_malformed(extract.line, "code", _NAMES)
        if reason is not None:
            message = f"found line {quote(extract.line or '')}, {reason}"
            hint = f"For example, write {_EXAMPLE}, with `{{}}` for text to ignore"
            yield Finding((*at, "line"), "value", message, hint)


@define_rule("R256", "unfit-extract")
def unfit_extract(subject: Subject) -> Iterator[Finding]:
    """A key of `extract` does not apply to its `as`, or to its `line`.

    Why: the key has no effect.
    Fix: remove the key, or correct `as`.
    """
    for _, at, extract in _find_extracts(subject):
        carrier = extract.as_ or _LINES
        for key in _NAMES if extract.line is not None and carrier == _LINES else ():
            if getattr(extract, get_attribute(key)):
                message = f"found `{key}`, which does not apply to `line`"
                hint = "Remove it, and add its name to `line`, as in `{code} ({status})`"
                yield Finding((*at, key), "key", message, hint)
        if extract.line is not None and carrier not in {_LINES, "none"}:
            message = f"found `line`, which does not apply to `as = {quote(carrier)}`"
            yield Finding((*at, "line"), "key", message, 'Write `as = "lines"`, or remove `line`')
        for key in _UNUSED.get(carrier, ()):
            if getattr(extract, get_attribute(key)) and (key != "line" or carrier == "none"):
                message = f"found `{key}`, which does not apply to `as = {quote(carrier)}`"
                yield Finding((*at, key), "key", message, _HINTS[carrier])


@define_rule("R257", "unlike-code")
def unlike_code(subject: Subject) -> Iterator[Finding]:
    """A code of a source does not match any glob of `like`.

    Removed errors and those in `missing` do not count, because the page does not list them.

    Why: the code would not be found on the page, so it would be reported as removed.
    Fix: add a glob that matches the code, or correct the error's `source`.
    """
    for source, at, extract in _find_extracts(subject):
        globs = Globs((glob, glob) for glob in extract.like)
        excepted = {stated.code for stated in extract.missing}
        for name, errors in _list_errors(subject, source).items() if extract.like else ():
            for error in filter(_is_sent, errors):
                is_code = name == error.code and excepted.isdisjoint({name, error.id})
                if is_code and not globs.find_best(name) and subject.is_sound("errors", error.id):
                    message = f"found no glob that matches {quote(name)}, a code of this source"
                    hint = f"Add a glob that matches it, such as {quote(name)} itself"
                    where = Related(("errors", error.id), "table", "the error is defined here")
                    yield Finding((*at, "like"), "value", message, hint, (where,))


@define_rule("R258", "unfit-exception")
def unfit_exception(subject: Subject) -> Iterator[Finding]:
    """An item of `ignore` or `missing` has no effect.

    `ignore` is for codes that the registry leaves out, and `missing` for errors of this source that
    the page does not list. Removed errors are not expected on the page anyway.

    Why: it is outdated or misspelt, and could hide a real difference later.
    Fix: correct its `code`, or remove it.
    """
    for source, at, extract in _find_extracts(subject):
        errors = _list_errors(subject, source)
        first: dict[tuple[str | int, str], KeyPath] = {}
        for stated in _find_exceptions(extract, at):
            code, key = stated.definition.code, stated.at[-2]
            place: KeyPath = (*stated.at, "code")
            earlier = first.setdefault((key, code), place)
            if earlier != place:
                message = f"found {quote(code)} twice in `{key}`, expected it once"
                where = Related(earlier, "value", "also here")
                yield Finding(place, "value", message, "Remove one of them", (where,))
            elif key == "ignore":
                yield from _check_ignored(place, code, errors)
            elif subject.is_sound("errors"):
                yield from _check_missing(place, code, errors)


def _check_ignored(
    at: KeyPath, code: str, errors: Mapping[str, list[ResolvedError]]
) -> Iterator[Finding]:
    error = next(filter(_is_sent, errors.get(code, ())), None)
    if error is not None:
        message = f"found {quote(code)}, expected a code that the registry leaves out"
        where = Related(("errors", error.id), "table", "the error is defined here")
        yield Finding(at, "value", message, "Remove this item, or remove the error", (where,))


def _check_missing(
    at: KeyPath, code: str, errors: Mapping[str, list[ResolvedError]]
) -> Iterator[Finding]:
    if code not in errors:
        meant = guess_choice(code, errors)
        message = f"found {quote(code)}, expected the code of an error of this source"
        hint = (
            f"Did you mean {quote(meant)}?"
            if meant
            else "Remove it: no error of this source has this code"
        )
        yield Finding(at, "value", message, hint)
    elif not any(map(_is_sent, errors[code])):
        message = f"found {quote(code)}, whose error is marked as removed"
        where = Related(("errors", errors[code][0].id, "removed"), "key", "marked here")
        hint = "Remove it: removed codes are not expected on the page"
        yield Finding(at, "value", message, hint, (where,))


@define_rule("R259", "expired-exception")
def expired_exception(subject: Subject) -> Iterator[Finding]:
    """The `until` of an item of `ignore` or `missing` is in the past.

    Why: the exception was meant to be reviewed by then.
    Fix: compare the page with the registry, then remove the item or set a later date.
    """
    if subject.today == NO_DAY:
        return
    for _, at, extract in _find_extracts(subject):
        for stated in _find_exceptions(extract, at):
            until = stated.definition.until
            if until is not None and until < subject.today:
                code = quote(stated.definition.code)
                message = f"found {until}, expected a date that has not passed"
                hint = (
                    f"Check whether the page has {code}, then remove this item or set a later date"
                )
                yield Finding((*stated.at, "until"), "value", message, hint)


@define_rule("R260", "needless-fetch")
def needless_fetch(subject: Subject) -> Iterator[Finding]:
    """The `fetch` of a source equals its `url`.

    Why: without `fetch`, errsmith fetches `url`.
    Fix: remove it.
    """
    for id_, source in subject.file.sources.items():
        if source.fetch is not None and source.fetch == source.url:
            message = "found the same URL in `fetch` and `url`"
            where = Related(("sources", id_, "url"), "value", "this is fetched by default")
            yield Finding(("sources", id_, "fetch"), "value", message, "Remove `fetch`", (where,))


RULES = (
    malformed_line,
    unfit_extract,
    unlike_code,
    unfit_exception,
    expired_exception,
    needless_fetch,
)

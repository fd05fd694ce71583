"""Select providers by name, and find errors by a name in any spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from errsmith.meaning.naming import SUFFIX
from errsmith.meaning.resolution import ResolvedError, is_unwritten
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Span
from errsmith.registry.wording import cut, format_key_path, guess_choice, quote
from errsmith.runtime.facts import ErrorInfo
from errsmith.runtime.nearest import find_nearest
from errsmith.runtime.statements import join_alternatives

_MOST_NEAREST: Final = 3
_MOST_MEMBERS: Final = 5
"""How many errors of a group or category a message lists."""
_SEPARATORS: Final = re.compile(r"[\s_-]+")
_WORD: Final = re.compile(r"\w[\w.-]*\w")
_MARKED: Final = re.compile(r"[\d_-]")
"""A character that identifiers have and ordinary words lack."""


class SelectionError(Exception):
    """The arguments name a provider that does not exist."""


@frozen(kw_only=True)
class Entry:
    """An error of the registry.

    Attributes:
        subject: Its provider.
        error: The error.
    """

    subject: Subject
    error: ResolvedError

    @property
    def name(self) -> str:
        """The name that finds exactly this error: `provider.ID`."""
        return f"{self.subject.name}.{self.error.id}"

    @property
    def info(self) -> ErrorInfo:
        """Its facts, including inherited ones."""
        return self.subject.facts.errors[self.error.id]

    @property
    def span(self) -> Span:
        """The header of its table."""
        return self.subject.document.find_span(("errors", self.error.id), "table")

    @property
    def class_name(self) -> str:
        """Its class, with the module that generated code has it in."""
        sdk = self.subject.sdk
        package = "" if sdk is None else f"{sdk.package}."
        return f"{package}{self.subject.name}.{self.error.class_}"

    @property
    def is_unwritten(self) -> bool:
        """Whether its summary is still to be written."""
        return is_unwritten(self.error.definition.summary)

    @property
    def stage(self) -> str:
        """Its last lifecycle stage: `removed`, `deprecated`, or empty."""
        return next(iter(self.error.stages), "")


def select_providers(subjects: Sequence[Subject], names: Iterable[str]) -> list[Subject]:
    """Return the providers with these names, in the same order; all if there are none.

    Raises:
        SelectionError: There is no such provider.
    """
    known = [subject.name for subject in subjects]
    wanted = set(names)
    for name in sorted(wanted.difference(known)):
        meant = guess_choice(name, known)
        hint = f"Did you mean {meant}?" if meant else f"Known providers: {', '.join(known)}"
        msg = f"unknown provider {quote(name)}. {hint}"
        raise SelectionError(msg)
    return [subject for subject in subjects if not wanted or subject.name in wanted]


def list_entries(subjects: Iterable[Subject]) -> Iterator[Entry]:
    """Yield the errors of providers, in the order in which the SDK lists them."""
    for subject in subjects:
        for errors in subject.resolution.list_errors_by_group().values():
            for error in errors:
                yield Entry(subject=subject, error=error)


def find_entries(text: str, subjects: Sequence[Subject]) -> list[Entry]:
    """Return the errors that match a string.

    These are tried in order, until one matches:

    1. An exact id, code, alias or class.
    2. The same after the name of a provider and `.` or `:`.
    3. A code as a response spells it.
    4. An id, code, alias or class in any spelling.
    5. The last word of the string that matches as in 4.
    """
    return next(filter(None, _try_ways(text, subjects)), [])


def _try_ways(text: str, subjects: Sequence[Subject]) -> Iterator[list[Entry]]:
    yield _find_exact(text, subjects)
    for subject in subjects:
        # From a report or a traceback: `package.provider.SomeError`.
        qualified = re.match(rf"(?:\w+\.)?{re.escape(subject.name)}[.:](.+)", text, re.DOTALL)
        if qualified is not None:
            yield _find_exact(qualified[1], [subject])
            yield from _try_spellings(qualified[1], [subject])
    yield from _try_spellings(text, subjects)


def _find_exact(text: str, subjects: Iterable[Subject]) -> list[Entry]:
    return _filter(subjects, lambda name: name == text)


def _try_spellings(text: str, subjects: Sequence[Subject]) -> Iterator[list[Entry]]:
    yield [entry for subject in subjects for entry in _find_spelled(text, subject)]
    yield _find_folded(text, subjects)
    words: list[str] = _WORD.findall(text[:_LONGEST])
    for word in reversed(words):
        if _MARKED.search(word):
            yield _find_folded(word, subjects)


_LONGEST: Final = 2_000
"""The most characters of a string that are searched for words."""


def _filter(subjects: Iterable[Subject], is_meant: Callable[[str], bool]) -> list[Entry]:
    entries = list_entries(subjects)
    return [entry for entry in entries if any(map(is_meant, _list_names(entry.error)))]


def _list_names(error: ResolvedError) -> tuple[str, ...]:
    return (error.id, error.code, *error.definition.aliases, error.class_)


def _find_spelled(text: str, subject: Subject) -> Iterator[Entry]:
    """Yield the errors for a code as a response spells it."""
    match = subject.catalog.identify_code(text, None, None)
    for found in match.candidates if match.error is None else (match.error,):
        yield Entry(subject=subject, error=subject.resolution.errors[found.id])


def _find_folded(text: str, subjects: Iterable[Subject]) -> list[Entry]:
    wanted = _fold(text)
    return _filter(subjects, lambda name: _fold(name) == wanted)


def _fold(text: str) -> str:
    return _SEPARATORS.sub("_", text.strip().casefold())


def explain_unknown(text: str, chosen: Sequence[Subject], subjects: Sequence[Subject]) -> str:
    """Return the message about an unknown name, with the nearest valid choice.

    Args:
        text: The name.
        chosen: The providers that were searched.
        subjects: All providers.
    """
    found = f"unknown error {quote(text)}"
    names = [subject.name for subject in subjects]
    if text in names:
        return f"{found}, which is a provider. Did you mean `errsmith list {text}`?"
    elsewhere = dict.fromkeys(entry.subject.name for entry in find_entries(text, subjects))
    if elsewhere:
        others = join_alternatives([f"--provider {name}" for name in elsewhere])
        return f"{found} of {join_alternatives([s.name for s in chosen])}. Did you mean {others}?"
    for subject in chosen:
        if family := _find_family(text, subject):
            table, id_, members = family
            start = subject.document.find_span((table, id_), "table").start
            place = f"{subject.document.path}:{start.line}:{start.column}"
            header = f"[{format_key_path((table, id_))}]"
            shown = [cut(member) for member in members[:_MOST_MEMBERS]]
            rest = len(members) - len(shown)
            listed = ", ".join(shown) + (f" and {rest} more" if rest else "")
            errors = f"Its errors are {listed}" if members else "It has no errors"
            return f"{found}, which is {header} ({place}). {errors}"
    known = (name for entry in list_entries(chosen) for name in _list_names(entry.error))
    is_class = text.endswith(SUFFIX)
    alike = dict.fromkeys(name for name in known if name.endswith(SUFFIX) == is_class)
    nearest = find_nearest(text, alike, _MOST_NEAREST)
    if nearest:
        return f"{found}. Did you mean {join_alternatives([cut(name) for name in nearest])}?"
    return f"{found}. Run `errsmith list` to list all errors"


def _find_family(text: str, subject: Subject) -> tuple[str, str, list[str]] | None:
    """Return the table, the id and the errors of a group or category, which can be a class."""
    resolution = subject.resolution
    classes = {class_: id_ for id_, class_ in resolution.group_classes.items()}
    group = classes.get(text, text)
    if group in subject.file.groups:
        return "groups", group, [i for i, e in resolution.errors.items() if e.group == group]
    if text in subject.file.categories:
        return "categories", text, [i for i, e in resolution.errors.items() if e.category == text]
    return None

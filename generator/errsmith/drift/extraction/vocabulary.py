"""The codes, groups and categories of a source, to recognize them on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from attrs import frozen

from errsmith.drift.extraction.codes import Shapes, is_code_like, strip
from errsmith.drift.extraction.labels import Labels, build_labels
from errsmith.drift.extraction.phrases import Role
from errsmith.drift.facts import Statuses
from errsmith.meaning.catalog import CatalogEntry
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import ExtractDef
from errsmith.runtime.reading.catalog import Catalog
from errsmith.runtime.reading.globs import Globs
from errsmith.runtime.reading.places import fold_spelling
from errsmith.runtime.wire.wire import Wire

_UNDECLARED = ExtractDef()
_SUCCESS = frozenset({"0", "ok", "success", "successful", "succeeded", "no_error"})
"""Values that mean success even if the registry does not list them."""
_SUCCEEDED = re.compile(r"(?<!NOT)_SUCCESS$", re.IGNORECASE)


@frozen
class ReadCode:
    """A code read from a string of the page.

    Attributes:
        code: The code.
        group: The group that the string has beside the code.
        ids: The errors of the registry that have the code.
    """

    code: str
    group: str | None
    ids: tuple[str, ...]


class Vocabulary:
    """Reads codes, groups and categories in the words of the page.

    Codes are read as the SDK reads them in a response: with `parts`, `fold` and `last_segment` of
    the envelopes. What the source declares in `extract` is part of it.
    """

    def __init__(self, subject: Subject, source_id: str) -> None:
        self._catalog = subject.catalog
        self._folds = _list_folds(self._catalog)
        self._mentioned: dict[str, tuple[str, ...]] = {}
        self._file = subject.file
        self._codes: dict[str, ReadCode | None] = {}
        self.extract = subject.file.sources[source_id].extract or _UNDECLARED
        first = next(iter(subject.file.sources))
        self.expected = {
            id_: resolved
            for id_, resolved in subject.resolution.errors.items()
            if (resolved.definition.source or first) == source_id
            and resolved.definition.removed is None
        }
        """The errors that the page should document."""
        self._errors = subject.resolution.errors
        self.codes = {error.code for error in self._errors.values()}
        self.shapes = Shapes(self.codes)
        self._like = Globs(("like", glob) for glob in self.extract.like)
        self._group_ids = _fold_all((id_, id_) for id_ in self._file.groups)
        self._category_ids = _fold_all(
            (name, id_)
            for id_, category in self._file.categories.items()
            for name in (id_, category.title or id_)
        )
        self._advice = _fold_all(self.extract.retries.items())
        self._ignored = {entry.code for entry in self.extract.ignore}

    @cached_property
    def labels(self) -> Labels:
        """The roles of labels."""
        extract = self.extract
        declared: tuple[tuple[Role, tuple[str, ...]], ...] = (
            ("code", extract.code),
            ("status", extract.status),
            ("category", extract.category),
            ("group", extract.group),
            ("retry", extract.retry),
            ("description", extract.description),
        )
        return build_labels(declared)

    @property
    def is_pinned(self) -> bool:
        """Whether the source declares what its codes are listed in."""
        return self.extract.as_ is not None or self.extract.line is not None

    @cached_property
    def has_status_codes(self) -> bool:
        """Whether codes of the registry are HTTP statuses."""
        return any(place.status for e in self._catalog.envelopes for place in (e.code,))

    def read(self, text: str) -> ReadCode | None:
        """Return the code if a string consists of one, otherwise None."""
        if text not in self._codes:
            self._codes[text] = self._read(strip(text))
        return self._codes[text]

    def _read(self, text: str) -> ReadCode | None:
        if not text or any(e.code.is_success(text) for e in self._catalog.envelopes):
            return None
        if _is_success(text) and text not in self.codes:
            return None
        match = self._catalog.identify_code(text, None, None)
        if match.error is not None or match.candidates:
            found = match.candidates if match.error is None else (match.error,)
            return ReadCode(
                match.code or text, match.sent.group, tuple(entry.id for entry in found)
            )
        code = match.code
        if code is None or not self._can_be_code(code) or not self.is_like(code):
            return None
        return ReadCode(code, match.sent.group, ())

    def _can_be_code(self, text: str) -> bool:
        """Return whether an unknown string can be a code; with spaces, only if known ones can.

        Numbers and capitals can have spaces between them. Words with spaces are text.
        """
        if " " in text and not any(character.islower() for character in text):
            return self.shapes.covers(text) and is_code_like(text.replace(" ", ""))
        return is_code_like(text)

    def read_body(self, body: object) -> list[str]:
        """Return the codes in the decoded body of a response."""
        wire = Wire(None, body)
        return [
            sent.code
            for envelope in self._catalog.envelopes
            if envelope.code.path is not None
            for sent in envelope.code.read_codes(wire)
            if sent.code is not None
        ]

    def narrow_by_scope(self, ids: tuple[str, ...], headings: Iterable[str]) -> tuple[str, ...]:
        """Return the errors in the scope that a heading names; the nearest heading counts."""
        scopes = {s for id_ in ids for s in self._errors[id_].definition.scope}
        for heading in headings:
            named = [scope for scope in sorted(scopes) if self._names(heading, scope)]
            if len(named) == 1:
                return tuple(id_ for id_ in ids if named[0] in self._errors[id_].definition.scope)
        return ids

    def _names(self, heading: str, id_: str) -> bool:
        """Return whether a heading names a scope by its id, its summary or one of its paths."""
        scope = self._file.scopes.get(id_)
        paths = () if scope is None else scope.paths
        words = f" {_fold(heading)} "
        names = [id_, *([] if scope is None or scope.summary is None else [scope.summary])]
        if any(f" {_fold(name)} " in words for name in names):
            return True
        return any(path.strip("*/") and path.strip("*/") in heading for path in paths)

    def narrow_by_status(self, ids: tuple[str, ...], statuses: Statuses) -> tuple[str, ...]:
        """Return the only error that has these statuses, or all errors if that is ambiguous."""
        fitting = [id_ for id_ in ids if set(self._errors[id_].definition.status) == set(statuses)]
        return tuple(fitting) if len(fitting) == 1 else ids

    def is_like(self, code: str) -> bool:
        """Return whether a code matches the globs in `like`, or there are none."""
        return not self.extract.like or bool(self._like.find_best(code))

    def is_usual(self, code: str) -> bool:
        """Return whether a code is known or looks like the registry's codes."""
        return code in self.codes or self.shapes.covers(code)

    def is_group(self, text: str) -> bool:
        """Return whether a text is the id of a group."""
        return _fold(text) in self._group_ids

    def is_family(self, text: str) -> bool:
        """Return whether a text names a group or a category."""
        return self.is_group(text) or self.find_category(text) is not None

    def find_group(self, text: str) -> str | None:
        """Return the id of the group that a text names, or None."""
        return self._group_ids.get(_fold(text))

    @property
    def has_categories(self) -> bool:
        """Whether the registry has categories."""
        return bool(self._category_ids)

    def find_category(self, text: str) -> str | None:
        """Return the id of the category that a text names, or None."""
        return self._category_ids.get(_fold(text))

    def find_category_of_section(self, heading: str) -> str | None:
        """Return the id of the category that a heading names, unless statuses imply categories."""
        id_ = self.find_category(heading)
        return None if id_ is None or self._file.categories[id_].status else id_

    def find_advice(self, text: str) -> str | None:
        """Return the retry advice of a phrase that `retries` declares, or None."""
        return self._advice.get(_fold(text))

    def find_mentioned(self, word: str, *, is_marked: bool = True) -> tuple[str, ...]:
        """Return the errors that a word of the page mentions.

        A code that is an ordinary word, such as `conflict`, counts only if it is set as code.
        """
        # Few words are codes, so the look-up comes first.
        ids = self._mentioned.get(word)
        if ids is None:
            folded = fold_spelling(word, self._folds)
            ids = self._mentioned[word] = _index_spellings(self._catalog).get(folded, ())
        return ids if ids and (is_marked or not word.isalpha()) else ()


def _list_folds(catalog: Catalog[CatalogEntry]) -> set[str]:
    return {fold for envelope in catalog.envelopes for fold in envelope.code.fold}


@lru_cache(16)  # The same for all sources of a provider.
def _index_spellings(catalog: Catalog[CatalogEntry]) -> Mapping[str, tuple[str, ...]]:
    """Return the errors by each spelling of their code, folded as the envelopes fold it."""
    folds = _list_folds(catalog)
    by_spelling: dict[str, tuple[str, ...]] = {}
    for entry in catalog.errors:
        info = entry.info
        for code in (info.code or "", *info.aliases):
            folded = fold_spelling(code, folds)
            if entry.id not in by_spelling.get(folded, ()):
                by_spelling[folded] = (*by_spelling.get(folded, ()), entry.id)
    return by_spelling


def _is_success(text: str) -> bool:
    """Return whether a string means success: `OK`, `PAYMENT_SUCCESS`."""
    return text.lower() in _SUCCESS or _SUCCEEDED.search(text) is not None


def _fold(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").split()).strip("'\"`*.: ").lower()


def _fold_all(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {_fold(name): value for name, value in names}

"""Turn the chosen places of a page into the facts of its codes and categories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import evolve

from errsmith.drift.extraction.candidates import Candidate, Entry
from errsmith.drift.extraction.codes import strip
from errsmith.drift.extraction.phrases import Role
from errsmith.drift.extraction.reads import Read
from errsmith.drift.extraction.scoring import Scored
from errsmith.drift.extraction.statuses import (
    find_labelled_status,
    find_leading_status,
    find_status_beside,
    is_status,
    is_statuses,
    read_leading_statuses,
    read_statuses,
)
from errsmith.drift.extraction.vocabulary import ReadCode, Vocabulary
from errsmith.drift.facts import KEY_LABEL, PageCategory, PageCode, Statuses
from errsmith.drift.pages.page import Cell, Item, Page, Text

_DEPRECATED = re.compile(
    r"\bdeprecated\b|\bobsolete\b|\bno longer (?:used|sent|returned)\b", re.IGNORECASE
)
_LONGEST_TEXT: Final = 4000
_MOST_INSIDE: Final = 4
"""The maximum number of texts in an item among which its group is looked for."""
_PROSE: Final = frozenset({None, "description", "field", "type", "code"})
_REPEATED: Final = 0.6
"""A place repeats the chosen ones if at least this share of its codes is in them."""
_SEVERAL: Final = 2
_FIRST_REDIRECT: Final = 300
_FIRST_ERROR: Final = 400
"""The first status of an error; a lower one in a sentence is not the code's."""


class Assembler:
    """Builds the facts of codes from their entries.

    Attributes:
        vocabulary: What the registry knows.
        inner: The texts directly inside each item, by the identity of the item.
    """

    def __init__(self, page: Page, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.inner: dict[int, list[str]] = {}
        for block in page.blocks:
            if isinstance(block, Text) and block.item is not None:
                texts = self.inner.setdefault(id(block.item), [])
                if len(texts) < _MOST_INSIDE:
                    texts.append(block.content.text)

    def build_codes(
        self, chosen: Sequence[Scored], others: Sequence[Scored]
    ) -> tuple[PageCode, ...]:
        """Return the codes of the chosen places, each once, in the order of the page.

        A code has the line of its first place, which a truncated page still has. Other places that
        repeat these codes only add facts.
        """
        codes: dict[tuple[str, tuple[str, ...]], PageCode] = {}
        for one in chosen:
            for read in one.reads:
                for code in read.codes:
                    found = self._narrow(self._build_code(code, read, one.candidate), read.entry)
                    key = (found.code, found.ids)
                    codes[key] = found if key not in codes else _merge(codes[key], found)
        self._add_repeats(codes, others)
        return tuple(sorted(codes.values(), key=lambda code: code.line))

    def _add_repeats(
        self, codes: dict[tuple[str, tuple[str, ...]], PageCode], others: Sequence[Scored]
    ) -> None:
        """Add facts from places that only repeat these codes, and statuses if no code has one.

        The codes of an OpenAPI document are in an `enum`, and their statuses around the examples.
        """
        named = {code for code, _ in codes}
        has_statuses = any(code.statuses for code in codes.values())
        for one in others:
            if len(one.codes & named) < len(one.codes) * _REPEATED:
                continue
            is_data = one.candidate.kind == "data"
            for read in one.reads:
                for code in read.codes:
                    key = (code.code, code.ids)
                    if key in codes:
                        repeated = self._build_code(code, read, one.candidate)
                        codes[key] = _repeat(
                            codes[key], repeated, is_data=is_data, has_statuses=has_statuses
                        )

    def _build_code(self, code: ReadCode, read: Read, candidate: Candidate) -> PageCode:
        entry = read.entry
        deprecated = [entry.code.text, entry.rest, *(h.content.text for h in entry.headings[-1:])]
        return PageCode(
            code=code.code,
            group=self._find_group(code, entry),
            ids=code.ids,
            line=entry.line,
            heading=entry.headings[-1].content.text if entry.headings else "",
            statuses=self._find_statuses(code.code, entry, candidate),
            category=self._find_category(entry),
            retry=self._find_retry(entry),
            text=" ".join(filter(None, self._list_texts(entry)))[:_LONGEST_TEXT],
            is_deprecated=any(map(_DEPRECATED.search, deprecated)),
        )

    def _narrow(self, code: PageCode, entry: Entry) -> PageCode:
        """Return a code with only the error that fits its headings or status, if there is one."""
        if len(code.ids) < _SEVERAL:
            return code
        texts = [entry.lead, *(heading.content.text for heading in reversed(entry.headings))]
        ids = self.vocabulary.narrow_by_scope(code.ids, texts)
        if len(ids) > 1 and code.statuses:
            ids = self.vocabulary.narrow_by_status(ids, code.statuses)
        return evolve(code, ids=ids)

    def _list_texts(self, entry: Entry) -> list[str]:
        """Return the texts about a code that are not separate facts."""
        texts = [entry.rest]
        for label, cell in entry.cells:
            is_number = _is_unlabelled(label) and is_status(cell.text)
            if self._find_role(label) in _PROSE and not is_number:
                texts.append(cell.text)
        return texts

    def _find_role(self, label: str) -> Role | None:
        return None if _is_unlabelled(label) else self.vocabulary.labels.find_role(label)

    def _list_labelled(self, entry: Entry, role: Role) -> list[Cell]:
        return [cell for label, cell in entry.cells if self._find_role(label) == role]

    # --- statuses -----------------------------------------------------------------------------

    def _find_statuses(self, code: str, entry: Entry, candidate: Candidate) -> Statuses:
        if self.vocabulary.has_status_codes:
            return ()
        labelled = self._list_labelled(entry, "status")
        if labelled:
            return _join(read_statuses(cell.text) for cell in labelled)
        if self.vocabulary.labels.is_declared("status"):
            return ()
        for label, cell in entry.cells:
            may_be = _is_unlabelled(label) or self._find_role(label) == "code"
            if may_be and is_status(cell.text):
                statuses = read_statuses(cell.text)
                if all(isinstance(s, str) or s >= _FIRST_REDIRECT for s in statuses):
                    return statuses
        # A numeric code is not a status.
        text = f"{entry.code.text} {entry.rest}".replace(code, "", 1) if code.isdigit() else ""
        beside = find_leading_status(entry.rest)
        beside = beside or find_status_beside(text or f"{entry.code.text} {entry.rest}")
        if not beside and entry.lead and is_statuses(entry.lead):
            beside = read_leading_statuses(entry.lead)
        if beside or candidate.kind != "table":
            beside = beside or self._find_at_start(entry) or self._find_in_sentences(entry)
        return beside or self._find_around(entry)

    def _find_at_start(self, entry: Entry) -> Statuses:
        """Return the status that a description begins with: `(404) There is no such thing.`."""
        text = next((cell.text for label, cell in entry.cells if _is_unlabelled(label)), "")
        found = find_status_beside(text) if text.startswith(("(", "[")) else ()
        return found or find_leading_status(text)

    def _find_in_sentences(self, entry: Entry) -> Statuses:
        texts = [entry.rest, *(cell.text for label, cell in entry.cells if not label)]
        found = {s for text in texts for s in find_labelled_status(text)}
        errors = [s for s in found if isinstance(s, int) and s >= _FIRST_ERROR]
        return tuple(errors) if len(errors) == 1 else ()

    def _find_around(self, entry: Entry) -> Statuses:
        """Return the status of the section, key or item that an entry is in."""
        for heading in reversed(entry.headings):
            text = heading.content.text
            if is_statuses(text):
                return read_leading_statuses(text)
            if not heading.is_key:
                beside = find_status_beside(text)
                if beside:
                    return beside
        for item in reversed(entry.around):
            if is_statuses(item.content.text):
                return read_leading_statuses(item.content.text)
        return ()

    # --- group, category, retry ---------------------------------------------------------------

    def _find_group(self, code: ReadCode, entry: Entry) -> str | None:
        if code.group is not None:
            return self.vocabulary.find_group(code.group) or code.group
        declared = self.vocabulary.labels.is_declared("group")
        for cell in self._list_labelled(entry, "group"):
            group = self.vocabulary.find_group(cell.text)
            if group is not None or declared:
                return group or cell.text
        for text in (entry.lead, *self._list_around(entry)):
            group = self.vocabulary.find_group(text)
            if group is not None:
                return group
        return None

    def _list_around(self, entry: Entry) -> Iterable[str]:
        """Yield what could name the group of an entry: the items and headings around it."""
        for item in reversed(entry.around):
            yield strip(item.content.text)
            yield from map(strip, self._list_inside(item))
        for heading in reversed(entry.headings):
            yield strip(heading.content.text)

    def _list_inside(self, item: Item) -> list[str]:
        return self.inner.get(id(item), [])

    def _find_category(self, entry: Entry) -> str | None:
        if not self.vocabulary.has_categories:
            return None
        for cell in self._list_labelled(entry, "category"):
            if cell.text:
                return self.vocabulary.find_category(cell.text) or cell.text
        named = map(
            self.vocabulary.find_category_of_section,
            (heading.content.text for heading in reversed(entry.headings)),
        )
        return next(filter(None, named), None)

    def _find_retry(self, entry: Entry) -> str | None:
        cells = self._list_labelled(entry, "retry")
        return next(filter(None, (self.vocabulary.find_advice(cell.text) for cell in cells)), None)

    def build_categories(self, candidates: Iterable[Candidate]) -> tuple[PageCategory, ...]:
        """Return the categories of the registry that tables and lists of the page describe."""
        found: dict[str, PageCategory] = {}
        for candidate in candidates:
            role = self.vocabulary.labels.find_role(candidate.label)
            if candidate.kind not in {"table", "data"} or role in {"status", "retry"}:
                continue
            named = [
                (id_, entry)
                for entry in candidate.entries
                if (id_ := self.vocabulary.find_category(strip(entry.code.text)))
            ]
            ids = {id_ for id_, _ in named}
            # In a table of codes, the column of categories only repeats them.
            if len(named) * 2 < len(candidate.entries) or len(ids) < len(named):
                continue
            for id_, entry in named:
                statuses = _join(
                    read_statuses(cell.text) for cell in self._list_labelled(entry, "status")
                )
                retry = self._find_retry(entry)
                found.setdefault(
                    id_, PageCategory(id=id_, line=entry.line, statuses=statuses, retry=retry)
                )
        return tuple(sorted(found.values(), key=lambda category: category.line))


def _repeat(first: PageCode, repeated: PageCode, *, is_data: bool, has_statuses: bool) -> PageCode:
    """Return the facts of a code, extended by those of a place that repeats it.

    In data, the code has the line of the first place, which a truncated page still has.
    """
    is_new = repeated.text not in first.text
    return evolve(
        first,
        line=min(first.line, repeated.line) if is_data else first.line,
        statuses=first.statuses if has_statuses else _join((first.statuses, repeated.statuses)),
        text=f"{first.text} {repeated.text}"[:_LONGEST_TEXT] if is_new else first.text,
    )


def _is_unlabelled(label: str) -> bool:
    """Return whether a label is meaningless, such as the number of an argument of a constant."""
    return label in {"", KEY_LABEL} or label.isdigit()


def _join(statuses: Iterable[Statuses]) -> Statuses:
    return tuple(dict.fromkeys(status for some in statuses for status in some))


def _merge(first: PageCode, second: PageCode) -> PageCode:
    """Return the facts of a code that the page documents twice."""
    return evolve(
        first,
        group=first.group or second.group,
        statuses=_join((first.statuses, second.statuses)),
        category=first.category or second.category,
        retry=first.retry or second.retry,
        text=f"{first.text} {second.text}".strip()[:_LONGEST_TEXT],
        is_deprecated=first.is_deprecated and second.is_deprecated,
    )

"""What a page said when it was last read, without its sentences.

The text about a code is recorded as a *sketch*: the smallest hashes of its words and pairs of
words. Two sketches show how similar the texts are, but the text cannot be recovered. Headings and
the last lines of the page are recorded as short hashes.
"""

from __future__ import annotations

import datetime
import hashlib
import heapq
import json
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

import attrs
from attrs import Factory, frozen

from errsmith.drift.facts import PageCode, PageFacts, Statuses
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import EnvelopeDef, ErrorDef, ExtractDef, ProviderFile, RetryDef

SKETCH_SIZE: Final = 16
HASH_BYTES: Final = 2
"""The size of each hash of a sketch."""
_TEXT_HASH_BYTES: Final = 4
_DIGEST_BYTES: Final = 8
_WORD: Final = re.compile(r"\w+")
_MOST_WORDS_OF_NAME: Final = 3
_LONGEST_NAME: Final = 40
_PROSE: Final = frozenset({"allow", "note", "reason", "summary"})
"""Keys of the registry that do not change how a page is read."""


@frozen(kw_only=True)
class RecordedCode:
    """What the page said about a code.

    Attributes:
        code: The code as the page spelled it, "" if that is its key in the record.
        ids: The ids of its errors, if there are several that the page did not distinguish.
        statuses: Its statuses.
        category: Its category, as in `PageCode`, or the hash of a text that is too long for a name.
        retry: Its retry advice.
        group: Its group, in the form of `category`.
        line: Its line.
        heading: The hash of the heading above it, "" if there was none.
        sketch: The sketch of its text.
    """

    code: str = ""
    ids: tuple[str, ...] = ()
    statuses: Statuses = ()
    category: str | None = None
    retry: str | None = None
    group: str | None = None
    line: int
    heading: str = ""
    sketch: tuple[int, ...] = ()


@frozen(kw_only=True)
class RecordedCarrier:
    """A place from which codes were taken.

    Attributes:
        kind: Its kind.
        label: The header or key of the codes, in the form of `RecordedCode.category`.
        codes: How many codes it had.
        known: How many of them the registry had.
    """

    kind: str
    label: str = ""
    codes: int
    known: int


@frozen(kw_only=True)
class Record:
    """What a page said when it was last read.

    Attributes:
        url: The URL of the page, as in the registry.
        date: The day on which it was read.
        digest: `digest_facts` of the page.
        registry_digest: `digest_registry` on that day.
        etag: The header `ETag`; None if there was none, or the page was a file.
        last_modified: The same for the header `Last-Modified`.
        codes: What it said about each code, in its order. The key is the id of the code's error, or
            the code if the registry lacked it or had several errors for it.
        mentions: The ids of the errors that it only mentioned.
        carriers: Where the codes were.
        ends: The hashes of its last lines, the last one first.
        lines: Its number of lines.
        form: Its format; None if an older record does not have it.
    """

    url: str
    date: datetime.date
    digest: str
    registry_digest: str
    etag: str | None = None
    last_modified: str | None = None
    codes: dict[str, RecordedCode] = Factory(dict)
    mentions: tuple[str, ...] = ()
    carriers: tuple[RecordedCarrier, ...] = ()
    ends: tuple[str, ...] = ()
    lines: int
    form: str | None = None


def build_record(
    facts: PageFacts,
    subject: Subject,
    source_id: str,
    *,
    url: str,
    date: datetime.date,
    form: str | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
) -> Record:
    """Build the record of a page that was read on a day."""
    codes: dict[str, RecordedCode] = {}
    for code in facts.codes:
        key = _choose_key(code, codes)
        codes[key] = _record_code(code, key, subject.file)
    return Record(
        url=url,
        date=date,
        digest=digest_facts(facts),
        registry_digest=digest_registry(subject, source_id),
        etag=etag,
        last_modified=last_modified,
        codes=codes,
        mentions=tuple(sorted(facts.mentions)),
        carriers=tuple(
            RecordedCarrier(
                kind=carrier.kind,
                label=_abridge(carrier.label) or "",
                codes=carrier.codes,
                known=carrier.known,
            )
            for carrier in facts.carriers
            if carrier.is_chosen
        ),
        ends=tuple(filter(None, map(hash_text, facts.ends))),
        lines=facts.lines,
        form=form,
    )


def _choose_key(code: PageCode, taken: Collection[str]) -> str:
    """Return the key of a code, with a number if the same code is in several groups."""
    key = code.ids[0] if len(code.ids) == 1 else code.code
    number = 1
    while key in taken:
        number += 1
        key = f"{code.code} ({number})"
    return key


def _record_code(code: PageCode, key: str, file: ProviderFile) -> RecordedCode:
    """Return what is recorded about a code; ids of categories and groups are kept unchanged."""
    return RecordedCode(
        code="" if code.code == key else code.code,
        ids=code.ids if len(code.ids) > 1 else (),
        statuses=code.statuses,
        category=code.category if code.category in file.categories else _abridge(code.category),
        retry=code.retry,
        group=code.group if code.group in file.groups else _abridge(code.group),
        line=code.line,
        heading=hash_text(code.heading),
        sketch=sketch(code.text),
    )


def _abridge(text: str | None) -> str | None:
    """Return a name from the page, or the hash of a longer text."""
    if text is None or (
        len(text) <= _LONGEST_NAME and len(_WORD.findall(text)) <= _MOST_WORDS_OF_NAME
    ):
        return text
    return f"#{hash_text(text)}"


# --- texts ---------------------------------------------------------------------------------------


def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest distinct hashes of a text's words and pairs of words, in order."""
    words = _list_words(text)
    hashes = {_hash_shingle(shingle) for shingle in (*words, *map(" ".join, pairwise(words)))}
    return tuple(heapq.nsmallest(SKETCH_SIZE, hashes))


# The texts of a page share many words and pairs of words.
@lru_cache(maxsize=2**16)
def _hash_shingle(shingle: str) -> int:
    return int.from_bytes(_hash(shingle, HASH_BYTES).digest(), "big")


def compare_sketches(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Return how similar two texts are: the estimated share of common words and pairs, 0 to 1.

    It is 0 if either text has no words.
    """
    if not a or not b:
        return 0.0
    smallest = set(heapq.nsmallest(SKETCH_SIZE, {*a, *b}))
    return len(smallest.intersection(a).intersection(b)) / len(smallest)


def hash_text(text: str) -> str:
    """Return the hash of a text's words as eight hexadecimal digits, "" if it has no words."""
    words = _list_words(text)
    return _hash(" ".join(words), _TEXT_HASH_BYTES).hexdigest() if words else ""


def _list_words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _hash(text: str, size: int) -> hashlib.blake2b:
    # Pages in JSON may have lone surrogates.
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size)


# --- digests -------------------------------------------------------------------------------------


def digest_facts(facts: PageFacts) -> str:
    """Return the digest of what a page says, independent of where it says so."""
    codes = [
        (
            code.code,
            code.group or "",
            code.statuses,
            code.category,
            code.retry,
            code.is_deprecated,
            hash_text(code.text),
        )
        for code in sorted(facts.codes, key=lambda code: (code.code, code.group or "", code.ids))
    ]
    categories = [
        (category.id, category.statuses, category.retry)
        for category in sorted(facts.categories, key=lambda category: category.id)
    ]
    return _digest([codes, categories, sorted(facts.mentions)])


def digest_registry(subject: Subject, source_id: str) -> str:
    """Return the digest of the part of the registry that is compared with a page."""
    file = subject.file
    errors = {id_: _list_facts(error) for id_, error in _iter_errors(file, source_id)}
    categories = {
        id_: (category.status, _get_documented(category.retry))
        for id_, category in file.categories.items()
    }
    groups = {
        id_: (group.match, _get_documented(group.retry)) for id_, group in file.groups.items()
    }
    envelopes = [_omit_prose(attrs.evolve(envelope, fields={})) for envelope in file.envelopes]
    extract = file.sources[source_id].extract or ExtractDef()
    return _digest([errors, categories, groups, envelopes, _omit_prose(extract)])


def _iter_errors(file: ProviderFile, source_id: str) -> Iterator[tuple[str, ErrorDef]]:
    """Yield the errors of a source, by id; an error without a source has the first one."""
    first = next(iter(file.sources))
    for id_, error in file.errors.items():
        if (error.source or first) == source_id:
            yield id_, error


def _list_facts(error: ErrorDef) -> list[object]:
    """Return the facts of an error that a page can confirm or contradict."""
    removed = None if error.removed is None else error.removed.replacement
    return [
        error.code,
        error.aliases,
        error.scope,
        error.status,
        error.category,
        error.group,
        _get_documented(error.retry),
        error.deprecated is not None,
        removed,
    ]


def _get_documented(retry: RetryDef | None) -> str | None:
    return None if retry is None else retry.documented


def _omit_prose(table: EnvelopeDef | ExtractDef) -> dict[str, object]:
    return attrs.asdict(table, filter=lambda field, _: field.name not in _PROSE)


def _digest(values: object) -> str:
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()

"""Read a page of documentation, or source code, into a draft."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any, Final

from attrs import evolve, frozen

from errsmith.drift import extraction
from errsmith.drift.extraction.codes import is_code_like, is_distinct
from errsmith.drift.extraction.labels import build_labels
from errsmith.drift.facts import Carrier, PageCode, PageFacts
from errsmith.drift.pages.page import Datum, Heading, Item, Listing, Page
from errsmith.importing import bodies
from errsmith.importing.draft import Draft, DraftEnvelope, DraftError, Origin, Path, name_envelope
from errsmith.importing.fields import Candidate, choose_fields
from errsmith.importing.keys import can_be_path, format_path, rank_path
from errsmith.importing.subjects import SOURCE, build_subject
from errsmith.registry.wording import quote

_MOST_ROUNDS: Final = 3
"""How often a page is read again with the codes found so far."""
_NUMBERED: Final = re.compile(r"(-?[0-9]{3,8})(?![\w.])")
_CONSTANT: Final = re.compile(r"\W*([A-Z][A-Z0-9]*_[A-Z0-9_]*|[A-Z][A-Z0-9]{3,})(?!\w)")
"""A name in the form of a constant, at the beginning of a description."""
_STATUSES: Final = frozenset(str(status.value) for status in HTTPStatus)
_GROUPS: Final = ("group", "error group", "family", "domain", "module", "component")
"""Headers of columns that have groups; drift reads only declared ones, or known groups."""
_VALUE: Final = "value"
"""The label of the values of constants."""
_SHARE: Final = 0.9
_LABELS: Final = build_labels(())
_CLASS_ENDINGS: Final = ("Error", "Exception")
_HALF: Final = 1 / 2
_QUARTER: Final = 1 / 4
_MANY: Final = 5
"""The number of headings that are alike by more than coincidence."""
_JSON: Final = re.compile(r"^[ \t]*[{\[]", re.MULTILINE)
_LONGEST: Final = 200_000
"""The maximum length of an example in characters."""
_FEW: Final = 3
_WORDS: Final = re.compile(r"[^a-z0-9]+")


def read_documentation(
    page: Page, stated: Sequence[Path] = (), extract: Mapping[str, object] | None = None
) -> tuple[Draft, PageFacts]:
    """Return what a page says about errors, which may be nothing, and what drift reads.

    Args:
        page: The page.
        stated: The paths of the code in a body, if the user names them.
        extract: How the codes are to be read, if the user says it.
    """
    facts = _settle_facts(page, extract)
    is_stated = bool(extract)
    if not is_stated and page.form == "source":
        facts, extract = _read_constants(page, facts)
    elif not is_stated and not facts.codes:
        extract = _guess_extract(page)
        facts = _settle_facts(page, extract) if extract else facts
    groups = _find_groups(facts.codes)
    errors = tuple(_build_error(code, groups) for code in facts.codes)
    draft = Draft(
        url=find_canonical_url(page),
        errors=errors,
        envelopes=tuple(_find_envelopes(page, errors, stated)),
        groups={id_: title for title, id_ in groups.items()},
        places=tuple(describe_carrier(c) for c in facts.carriers if c.is_chosen),
        extract=extract or {},
        is_extract_concluded=not is_stated,
    )
    return draft, facts


def _settle_facts(page: Page, extract: Mapping[str, object] | None) -> PageFacts:
    """Return what a page says, reading it again with the codes of its best place.

    Known codes show which other places have codes.
    """
    facts = _read_facts(page, (), extract)
    known = () if extract and "like" in extract else _list_best(facts)
    for _ in range(_MOST_ROUNDS):
        again = _read_facts(page, known, extract) if known else facts
        if len(again.codes) < len(known):
            break
        facts, before = again, known
        known = tuple(code.code for code in facts.codes)
        if known == before:
            break
    return facts if _are_codes(page, facts) else evolve(facts, codes=())


def _read_constants(page: Page, facts: PageFacts) -> tuple[PageFacts, dict[str, object]]:
    """Return what source code says, and how to read it if that is not usual.

    The values of an enum are sent, unless it only numbers its names.
    """
    extract: dict[str, object] = {}
    if not facts.codes:
        extract = {"as": "data"}
        facts = _settle_facts(page, extract)
    headings = {carrier.headings[-1:] for carrier in facts.carriers if carrier.is_chosen}
    constants = [
        block
        for block in page.blocks
        if isinstance(block, Datum)
        and tuple(heading.content.text for heading in block.headings[-1:]) in headings
    ]
    values = [cell.text for block in constants for name, cell in block.values if name == _VALUE]
    sent = [value for value in values if _is_sent(value)]
    keys = {block.key.text for block in constants if block.key is not None}
    if len(sent) < _SHARE * max(1, len(keys)) or not keys & {code.code for code in facts.codes}:
        return facts, extract
    sections = sorted(text for heading in headings for text in heading if text.strip())
    extract = {"as": "data", "code": [_VALUE], **({"in": sections} if sections else {})}
    again = _settle_facts(page, extract)
    return (again, extract) if again.codes else (facts, {})


def _is_sent(value: str) -> bool:
    """Return whether the value of a constant can be a code, not its number in a list."""
    return is_code_like(value) and (
        not value.isdigit() or (len(value) >= _FEW and value not in _STATUSES)
    )


def _list_best(facts: PageFacts) -> tuple[str, ...]:
    """Return the codes in the chosen place that most likely has codes."""
    chosen = [carrier for carrier in facts.carriers if carrier.is_chosen]
    most = max((carrier.codes for carrier in chosen), default=1)
    best = max(chosen, key=lambda one: one.score + one.codes / most, default=None)
    if best is None:
        return ()
    lines = range(best.first, best.last + 1)
    return tuple(code.code for code in facts.codes if code.line in lines)


def _are_codes(page: Page, facts: PageFacts) -> bool:
    """Return whether a page has codes, not only ordinary words or the names of classes."""
    codes = [code.code for code in facts.codes]
    if page.form == "source":
        classes = sum(code.endswith(_CLASS_ENDINGS) for code in codes)
        if codes and classes >= _HALF * len(codes):
            return False
    distinct = sum(is_distinct(code) or not code.islower() for code in codes)
    if codes and distinct >= _QUARTER * len(codes):
        return True
    labels = {carrier.label for carrier in facts.carriers if carrier.is_chosen}
    return len(codes) >= _FEW and any(_LABELS.find_role(label) == "code" for label in labels)


def _guess_extract(page: Page) -> dict[str, object]:
    """Return how to read a page whose headings begin with numbers, {} if they do not."""
    headings = [block.content.text for block in page.blocks if isinstance(block, Heading)]
    numbers = [match[1] for text in headings if (match := _NUMBERED.match(text))]
    shapes = Counter(
        f"{'-' * number.startswith('-')}{'?' * len(number.lstrip('-'))}" for number in numbers
    )
    common = [shape for shape, count in shapes.items() if count >= _MANY]
    statuses = sum(number in _STATUSES for number in numbers)
    if not common or 2 * statuses > len(numbers):
        return {}
    return {"as": "headings", "like": common}


def leave_out_data(page: Page) -> Page:
    """Return a JSON or YAML page with only its texts, such as descriptions in Markdown.

    An enum of any other values looks the same as one of codes.
    """
    blocks = (
        block
        for block in page.blocks
        if not isinstance(block, Datum)
        and not (isinstance(block, Item) and block.headings and block.headings[-1].is_key)
    )
    return evolve(page, blocks=tuple(blocks))


def _read_facts(
    page: Page, known: Iterable[str], extract: Mapping[str, object] | None
) -> PageFacts:
    source: dict[str, Any] = {
        "url": "https://unknown.example",
        "retrieved": datetime.date.min,
        "extract": {"group": list(_GROUPS), **(extract or {})},
    }
    values: dict[str, Any] = {
        "provider": {"title": "Unknown", "class": "UnknownProviderError"},
        "sources": {SOURCE: source},
        "errors": {code: {"summary": "Known."} for code in known},
    }
    subject = build_subject("", "unknown", values, None, datetime.date.max)
    return extraction.read_facts(page, subject, SOURCE)


def describe_carrier(carrier: Carrier) -> str:
    """Return a place on a page in words: `table "Code", below "Errors", lines 17-148 (27)`."""
    kind = "list of terms" if carrier.kind == "terms" else carrier.kind
    label = f" {quote(carrier.label)}" if carrier.label else ""
    below = f", below {quote(carrier.headings[-1])}" if carrier.headings else ""
    last = f"-{carrier.last}" if carrier.last != carrier.first else ""
    return f"{kind}{label}{below}, line{'s' * bool(last)} {carrier.first}{last} ({carrier.codes})"


# --- errors --------------------------------------------------------------------------------------


def _build_error(code: PageCode, groups: Mapping[str, str]) -> DraftError:
    return DraftError(
        code=code.code,
        origin=Origin(line=code.line, where=code.heading),
        statuses=code.statuses,
        group=groups.get(code.group or ""),
        retry=code.retry,
        name=_find_name(code),
        is_deprecated=code.is_deprecated,
    )


def _find_name(code: PageCode) -> str:
    """Return the name that a page has beside a code that is a number, "" if it has none."""
    if not code.code.lstrip("-").isdigit():
        return ""
    if is_code_like(code.text):
        return code.text
    match = _CONSTANT.match(code.text.removeprefix(code.code))
    return match[1] if match is not None else ""


def _find_groups(codes: Sequence[PageCode]) -> dict[str, str]:
    """Return the id of each group that the page has beside its codes, by its title.

    A column in which every code has another value, or all have the same, has no groups.
    """
    members: dict[str, int] = {}
    for code in codes:
        if code.group is not None:
            members[code.group] = members.get(code.group, 0) + 1
    ids = {title: _WORDS.sub("_", title.lower()).strip("_") for title in members}
    is_family = 1 < len(members) <= len(codes) / 2 and len(set(ids.values())) == len(ids)
    return ids if is_family and all(ids.values()) else {}


# --- envelopes -----------------------------------------------------------------------------------


@frozen
class _Example:
    """An example response of the page."""

    body: Any
    origin: Origin


def _find_envelopes(
    page: Page, errors: Sequence[DraftError], stated: Sequence[Path]
) -> Iterator[DraftEnvelope]:
    """Yield the shapes of the example responses that have a code of the page."""
    examples = list(_list_examples(page))
    if stated:
        places: dict[Path, list[_Example]] = {path: [] for path in stated}
        for example in examples:
            for value in bodies.list_values(example.body):
                if value.path in places:
                    places[value.path].append(example)
    else:
        places = _find_places(examples, {error.code for error in errors})
    for index, (path, found) in enumerate(places.items()):
        candidates = [_list_candidates(example) for example in found]
        values = [
            value.value
            for example in found
            for value in bodies.list_values(example.body)
            if value.path == path
        ]
        is_integer = bool(values) and all(isinstance(value, int) for value in values)
        yield DraftEnvelope(
            id=name_envelope(index),
            code={"path": format_path(path), **({"type": "integer"} if is_integer else {})},
            origin=found[0].origin if found and not stated else None,
            fields=choose_fields(path, candidates),
        )


def _list_candidates(example: _Example) -> list[Candidate]:
    """Return the values of an example that may become fields."""
    return [
        Candidate(path=value.path, type=bodies.find_type(value.value))
        for value in bodies.list_values(example.body)
        if value.value is not None
    ]


def _list_examples(page: Page) -> Iterator[_Example]:
    for block in page.blocks:
        if isinstance(block, Listing) and len(block.text) <= _LONGEST:
            match = _JSON.search(block.text)
            body = None if match is None else bodies.parse_body(block.text[match.start() :])
            if isinstance(body, dict | list):
                heading = block.headings[-1].content.text if block.headings else ""
                yield _Example(body, Origin(line=block.line, where=heading))


def _find_places(examples: Iterable[_Example], codes: set[str]) -> dict[Path, list[_Example]]:
    """Return the places with codes of the page, the likeliest first, with their examples."""
    found: dict[Path, list[_Example]] = {}
    for example in examples:
        for value in bodies.list_values(example.body):
            is_code = isinstance(value.value, str | int) and not isinstance(value.value, bool)
            if is_code and str(value.value) in codes and can_be_path(value.path):
                shown = found.setdefault(value.path, [])
                if example not in shown:
                    shown.append(example)
    likely = [path for path in found if rank_path(path) > 0]
    likely.sort(key=lambda path: (-len(found[path]) - rank_path(path), len(path)))
    chosen: dict[Path, list[_Example]] = {}
    explained: list[_Example] = []
    for path in likely:
        if any(example not in explained for example in found[path]):
            chosen[path] = found[path]
            explained += found[path]
    return dict(list(chosen.items())[:_FEW])


# --- the URL -------------------------------------------------------------------------------------


class _LinkFinder(HTMLParser):
    """Finds the URL that a page of HTML says is its own."""

    def __init__(self) -> None:
        super().__init__()
        self.url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and (values.get("rel") or "").lower() == "canonical":
            self.url = self.url or (values.get("href") or "").strip()


def find_canonical_url(page: Page) -> str:
    """Return the URL that a page of HTML says is its own, "" if it names none."""
    if page.form != "html":
        return ""
    finder = _LinkFinder()
    finder.feed(page.text)
    return finder.url

"""Read a page of documentation, or source code, into a draft."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any, Final

from attrs import evolve

from errsmith.drift import extraction
from errsmith.drift.extraction.codes import is_code_like, is_distinct
from errsmith.drift.facts import KEY_LABEL, PageCode, PageFacts
from errsmith.drift.pages.page import Datum, Heading, Item, Page
from errsmith.importing.carriers import (
    STATUSES,
    describe_carrier,
    has_code_label,
    has_exact_label,
    has_ordinary_words,
    has_usual_label,
    is_below_errors,
    list_codes,
    list_unread,
    lists_statuses,
)
from errsmith.importing.draft import Draft, DraftError, Origin, Path
from errsmith.importing.examples import find_envelopes
from errsmith.importing.groups import build_group_ids
from errsmith.importing.keys import is_success
from errsmith.importing.subjects import SOURCE, build_subject

_MOST_ROUNDS: Final = 3
"""How often a page is read again with the codes found so far."""
_NUMBERED: Final = re.compile(r"(-?[0-9]{3,8})(?![\w.])")
_CONSTANT: Final = re.compile(r"\W*([A-Z][A-Z0-9]*_[A-Z0-9_]*|[A-Z][A-Z0-9]{3,})(?!\w)")
"""A name in the form of a constant, at the beginning of a description."""
_GROUPS: Final = ("group", "error group", "family", "domain", "module", "component")
"""Headers of columns that have groups; drift reads only declared ones, or known groups."""
_VALUE: Final = "value"
"""The label of the values of constants."""
_SHARE: Final = 0.9
_CLASS_ENDINGS: Final = ("Error", "Exception")
_HALF: Final = 1 / 2
_QUARTER: Final = 1 / 4
_WORDS_REMARK: Final = (
    "it seems to list fields or ordinary words; select the codes with --in or --like"
)
_MANY: Final = 5
"""The number of headings that are alike by more than coincidence."""
_FEW: Final = 3


def read_documentation(
    page: Page, stated: Sequence[Path] = (), extract: Mapping[str, object] | None = None
) -> tuple[Draft, PageFacts]:
    """Return what a page says about errors, which may be nothing, and what drift reads.

    Args:
        page: The page.
        stated: The paths of the code in a body, if the user names them.
        extract: How to read the codes, if the user states it.
    """
    facts = _settle_facts(page, extract)
    is_stated = bool(extract)
    remarks: list[str] = []
    if extract and {"like", "in"}.isdisjoint(extract):
        facts, extract, remarks = _leave_out_words(page, facts, extract)
    elif not is_stated and page.form == "source":
        facts, extract = _read_constants(page, facts)
    elif not is_stated and not facts.codes:
        extract = _guess_extract(page)
        facts = _settle_facts(page, extract) if extract else facts
    elif not is_stated:
        facts, extract = _leave_out_others(page, facts)
    # A table of codes may include a success code, which drift must ignore, too.
    successes = list(filter(is_success, (code.code for code in facts.codes)))
    if successes:
        ignored = [{"code": code, "reason": "The code means success."} for code in successes]
        extract = {**(extract or {}), "ignore": ignored}
        facts = evolve(facts, codes=tuple(c for c in facts.codes if c.code not in successes))
    groups = _find_groups(facts.codes)
    errors = tuple(_build_error(code, groups) for code in facts.codes)
    envelopes, unclear = find_envelopes(page, errors, stated)
    if not is_stated:
        remarks += list_unread(facts)
    draft = Draft(
        url=find_canonical_url(page),
        errors=errors,
        envelopes=envelopes,
        groups={id_: title for title, id_ in groups.items()},
        places=tuple(describe_carrier(c) for c in facts.carriers if c.is_chosen),
        remarks=(*remarks, *unclear),
        extract=extract or {},
        is_extract_concluded=not is_stated,
    )
    return draft, facts


def _settle_facts(page: Page, extract: Mapping[str, object] | None) -> PageFacts:
    """Return what a page says, reading it again with the codes of its best place.

    Known codes show which other places have codes.
    """
    facts = _read_facts(page, (), extract)
    is_shape_stated = extract is not None and "like" in extract
    known = () if is_shape_stated else _list_best(facts)
    for _ in range(_MOST_ROUNDS):
        again = _read_facts(page, known, extract) if known else facts
        if len(again.codes) < len(known):
            break
        facts, before = again, known
        known = tuple(code.code for code in facts.codes)
        if known == before:
            break
    return facts if is_shape_stated or _are_codes(page, facts) else evolve(facts, codes=())


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
        not value.isdigit() or (len(value) >= _FEW and value not in STATUSES)
    )


def _list_best(facts: PageFacts) -> tuple[str, ...]:
    """Return the codes in the chosen places that most likely have codes.

    These are the best place, and all whose labels leave no doubt.
    """
    chosen = [carrier for carrier in facts.carriers if carrier.is_chosen]
    most = max((carrier.codes for carrier in chosen), default=1)
    exact = [carrier for carrier in chosen if has_exact_label(carrier)]
    best = max(exact or chosen, key=lambda one: one.score + one.codes / most, default=None)
    if best is None:
        return ()
    found = (code for one in (best, *exact) for code in list_codes(one, facts.codes))
    return tuple(dict.fromkeys(found))


def _leave_out_others(page: Page, facts: PageFacts) -> tuple[PageFacts, dict[str, object]]:
    """Return what a page says without the places of other codes, and how to read it so.

    These are columns such as `Prefix Code` if another one is an `Error Code`, and lists of HTTP
    statuses if there are other codes.
    """
    chosen = [carrier for carrier in facts.carriers if carrier.is_chosen]
    codes = {carrier: list_codes(carrier, facts.codes) for carrier in chosen}
    statuses = [one for one in chosen if lists_statuses(one, codes[one])]
    kept = [one for one in chosen if one not in statuses]
    exact = [code for one in chosen if has_exact_label(one) for code in codes[one]]
    qualified = [one for one in kept if has_code_label(one) and not has_usual_label(one)]
    # With so few codes, other places of the page cannot be told apart by the shape of theirs.
    is_unsure = 0 < len(exact) < _FEW and any(not has_usual_label(one) for one in kept)
    extract: dict[str, object] = {}
    if exact and (qualified or is_unsure):
        named = [one for one in kept if has_usual_label(one) and one.codes > 1]
        kept = [*named, *filter(is_below_errors, kept)] if named else kept
        extract["code"] = sorted({one.label for one in named or kept})
        if all(one.headings for one in kept):
            extract["in"] = sorted({one.headings[-1] for one in kept})
    if statuses:
        extract["skip"] = sorted({one.headings[-1] for one in statuses})
    if not extract or not kept:
        return facts, {}
    again = _settle_facts(page, extract)
    wanted = {code for one in kept for code in codes[one]}
    is_complete = wanted <= {code.code for code in again.codes}
    return (again, extract) if is_complete else (facts, {})


def _leave_out_words(
    page: Page, facts: PageFacts, extract: Mapping[str, object]
) -> tuple[PageFacts, Mapping[str, object], list[str]]:
    """Return what a page says without lists of ordinary words, how to read it so, and remarks."""
    chosen = [carrier for carrier in facts.carriers if carrier.is_chosen]
    others = [one for one in chosen if has_ordinary_words(one, list_codes(one, facts.codes))]
    if not others:
        return facts, extract, []
    kept = [carrier for carrier in chosen if carrier not in others]
    remarks = [f"{describe_carrier(one)}: {_WORDS_REMARK}" for one in others]
    if not kept:
        return evolve(facts, codes=()), extract, remarks
    if all(carrier.label not in {"", KEY_LABEL} for carrier in kept):
        narrow: dict[str, object] = {"code": sorted({carrier.label for carrier in kept})}
    elif all(carrier.headings for carrier in kept):
        narrow = {"in": sorted({carrier.headings[-1] for carrier in kept})}
    else:
        return evolve(facts, codes=()), extract, remarks
    extract = {**extract, **narrow}
    again = _settle_facts(page, extract)
    # If other places are still read, their codes cannot be told apart.
    is_narrow = not any(
        has_ordinary_words(one, list_codes(one, again.codes))
        for one in again.carriers
        if one.is_chosen
    )
    return again if is_narrow else evolve(again, codes=()), extract, remarks


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
    chosen = (carrier for carrier in facts.carriers if carrier.is_chosen)
    return len(codes) >= _FEW and any(map(has_code_label, chosen))


def _guess_extract(page: Page) -> dict[str, object]:
    """Return how to read a page whose headings begin with numbers, {} if they do not."""
    headings = [block.content.text for block in page.blocks if isinstance(block, Heading)]
    numbers = [match[1] for text in headings if (match := _NUMBERED.match(text))]
    shapes = Counter(
        f"{'-' * number.startswith('-')}{'?' * len(number.lstrip('-'))}" for number in numbers
    )
    common = [shape for shape, count in shapes.items() if count >= _MANY]
    statuses = sum(number in STATUSES for number in numbers)
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
    is_family = 1 < len(members) <= len(codes) / 2
    return build_group_ids(members) if is_family else {}


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

"""Judge the places on a page that have codes, or could have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Final

from errsmith.drift.extraction.codes import is_distinct
from errsmith.drift.extraction.labels import build_labels, fold_label, is_usual_label
from errsmith.drift.extraction.phrases import WORDS_ABOVE_ERRORS, WORDS_ABOVE_OTHERS
from errsmith.drift.facts import Carrier, PageCode, PageFacts
from errsmith.registry.wording import quote
from errsmith.scaffolding.refusals import RefusedError

STATUSES: Final = frozenset(str(status.value) for status in HTTPStatus)
"""The usual HTTP statuses."""
_PHRASES: Final = frozenset(HTTPStatus.__members__)
"""Their names: `NOT_FOUND`."""
_EXACT: Final = frozenset(
    {"error code", "error codes", "errorcode", "errorcodes", "err code", "errcode", "errno"}
    | {"api error code", "error code name", "error code value", "error number"}
)
"""Labels of columns that have nothing but codes of errors."""
_LABELS: Final = build_labels(())
_LABELLED: Final = frozenset({"table", "keys", "data"})
"""Kinds of places whose codes have a label."""
_OTHERS: Final = frozenset({"field", "type", "status", "description"})
"""Roles of values that are not codes."""
_HALF: Final = 1 / 2
_FEWEST: Final = 2
_FEW: Final = 3
"""How many places a message names."""


def describe_carrier(carrier: Carrier) -> str:
    """Return a place on a page in words: `table "Code", below "Errors", lines 17-148 (27)`."""
    kind = "list of terms" if carrier.kind == "terms" else carrier.kind
    label = f" {quote(carrier.label)}" if carrier.label else ""
    below = f", below {quote(carrier.headings[-1])}" if carrier.headings else ""
    last = f"-{carrier.last}" if carrier.last != carrier.first else ""
    return f"{kind}{label}{below}, line{'s' * bool(last)} {carrier.first}{last} ({carrier.codes})"


def _list_words(carrier: Carrier) -> set[str]:
    """Return the words of the nearest heading above a place."""
    return set(fold_label(carrier.headings[-1]).split()) if carrier.headings else set()


def has_code_label(carrier: Carrier) -> bool:
    """Return whether the label of a place is one for codes."""
    return _LABELS.find_role(carrier.label) == "code"


def has_exact_label(carrier: Carrier) -> bool:
    """Return whether the label of a place clearly says that it has error codes."""
    are_statuses = all(code in STATUSES for code in carrier.sample)
    return fold_label(carrier.label) in _EXACT and not are_statuses


def has_usual_label(carrier: Carrier) -> bool:
    """Return whether a label usually names codes of errors, unlike `Prefix Code`."""
    return has_code_label(carrier) and is_usual_label(carrier.label)


def is_below_errors(carrier: Carrier) -> bool:
    """Return whether a place without a label is below a heading about errors."""
    return not carrier.label and not _list_words(carrier).isdisjoint(WORDS_ABOVE_ERRORS)


def list_codes(carrier: Carrier, codes: Sequence[PageCode]) -> list[str]:
    """Return the codes that were read first in a place."""
    return [code.code for code in codes if carrier.first <= code.line <= carrier.last]


def lists_statuses(carrier: Carrier, codes: Sequence[str]) -> bool:
    """Return whether a place lists HTTP statuses with their names, and its heading says so."""
    is_about_statuses = bool(_list_words(carrier) & {"http", "status", "statuses"})
    return is_about_statuses and bool(codes) and all(code.upper() in _PHRASES for code in codes)


def has_ordinary_words(carrier: Carrier, codes: Sequence[str]) -> bool:
    """Return whether a table or data has fields or ordinary words, which look the same as codes."""
    if carrier.kind not in _LABELLED or has_code_label(carrier):
        return False
    if _LABELS.find_role(carrier.label) in _OTHERS:
        return True
    if _is_other_data(carrier):
        return True
    return sum(map(_is_word, codes)) > _HALF * len(codes)


def _is_other_data(carrier: Carrier) -> bool:
    """Return whether a place has data without a name that is about errors."""
    return carrier.kind == "data" and _list_words(carrier).isdisjoint(WORDS_ABOVE_ERRORS)


def _is_word(code: str) -> bool:
    """Return whether a value looks like an ordinary word."""
    return (code.islower() or code.istitle()) and not is_distinct(code)


def _looks_like_codes(carrier: Carrier) -> bool:
    """Return whether the values in a place that was not read may be codes."""
    if carrier.codes < _FEWEST or all(code in STATUSES for code in carrier.sample):
        return False
    if _list_words(carrier) & WORDS_ABOVE_OTHERS:
        return False
    if has_code_label(carrier):
        return True
    if _LABELS.find_role(carrier.label) in _OTHERS or _is_other_data(carrier):
        return False
    distinct = [code for code in carrier.sample if not _is_word(code)]
    return len(distinct) > _HALF * len(carrier.sample)


def list_unread(facts: PageFacts) -> Iterator[str]:
    """Yield the places that were not read, although their labels are ones for codes."""
    known = {code.code for code in facts.codes}
    for carrier in facts.carriers:
        is_likely = (
            carrier.kind == "table" and has_code_label(carrier) and _looks_like_codes(carrier)
        )
        if is_likely and not carrier.is_chosen and not known.issuperset(carrier.sample):
            yield f"{describe_carrier(carrier)}: not read; select its heading with --in"


def explain_page(reason: str, facts: PageFacts) -> RefusedError:
    """Return the error for a page without codes, with the places where they might be.

    Args:
        reason: What was found.
        facts: What the page says.
    """
    likely = [carrier for carrier in facts.carriers if _looks_like_codes(carrier)][:_FEW]
    if likely:
        places = "; ".join(map(describe_carrier, likely))
        options = f"--as {likely[0].kind}"
        if likely[0].headings:
            options += f" --in {quote(likely[0].headings[-1])}"
        return RefusedError(
            reason, f"If the codes are in one of these places, use {options}: {places}"
        )
    looked = "; ".join(map(describe_carrier, facts.carriers[:_FEW]))
    hint = "Check that this is the page that lists the errors"
    return RefusedError(f"{reason}; looked at {looked}" if looked else reason, hint)

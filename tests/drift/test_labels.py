"""Labels tell codes, statuses and other facts from each other, in any spelling and language."""

from __future__ import annotations

import pytest

from errsmith.drift.extraction.labelled import split_label, split_pairs
from errsmith.drift.extraction.labels import (
    build_labels,
    fold_label,
    is_label,
    is_type_label,
    is_weak_label,
)
from errsmith.drift.extraction.phrases import LABELS, Role
from errsmith.drift.pages.page import Cell

USUAL = build_labels([])


@pytest.mark.parametrize(
    ("label", "folded"),
    [
        ("Error code", "error code"),
        ("errorCode:", "error code"),
        ("ERROR_CODE", "error code"),
        ("**Error code** *", "error code"),
        ("HTTPStatus", "httpstatus"),
        ("httpStatus", "http status"),
        ("Error\u00a0code", "error code"),
        ("", ""),
        ("—", ""),
    ],
)
def test_fold_label(label: str, folded: str) -> None:
    """Labels are compared as words, whatever their case and punctuation."""
    assert fold_label(label) == folded


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Code", "code"),
        ("Error Codes", "code"),
        ("errorCode", "code"),
        ("error_code", "code"),
        ("Code (string)", "code"),
        ("Payment error code", "code"),
        ("Fehlercode", "code"),
        ("Código de error", "code"),
        ("错误码", "code"),
        ("Hata Kodu", "code"),
        ("Mã lỗi", "code"),
        ("Код ошибки", "code"),
        ("에러 코드", "code"),
        ("Codes d'erreur", "code"),
        ("Código HTTP", "status"),
        ("HTTP 상태 코드", "status"),
        ("Mô tả", "description"),
        ("Описание", "description"),
        ("Parâmetro", "field"),
        ("Obligatorio", "type"),
        ("HTTP status", "status"),
        ("httpStatus", "status"),
        ("HTTP code", "status"),
        ("HTTP Status (default)", "status"),
        ("Response code", "status"),
        ("Category", "category"),
        ("Group", "group"),
        ("Retry?", "retry"),
        ("Is it safe to retry", "retry"),
        ("Retryable", "retry"),
        ("Description", "description"),
        ("What it means", "description"),
        ("Detailed description", "description"),
        ("Field", "field"),
        ("Parameter", "field"),
        ("Event type", "field"),
        ("Required", "type"),
        ("Data type", "type"),
        ("Country code", None),
        ("Currency code", None),
        ("Verification code", None),
        ("Price", None),
        ("The codes that we send to you if anything goes wrong", None),
        ("", None),
    ],
)
def test_usual_role(label: str, role: Role | None) -> None:
    """Usual labels have roles without a declaration."""
    assert USUAL.find_role(label) == role


def test_phrases() -> None:
    """Every phrase has one role, and is written as labels are compared."""
    phrases = [phrase for role in LABELS for phrase in LABELS[role]]
    assert len(phrases) == len(set(phrases))
    assert [phrase for phrase in phrases if fold_label(phrase) != phrase] == []


def test_declared_role() -> None:
    """Declared labels have their role, and only they."""
    labels = build_labels([("code", ("Our *", "ref")), ("status", ())])
    assert labels.find_role("Our code") == "code"
    assert labels.find_role("our thing") == "code"
    assert labels.find_role("REF") == "code"
    assert labels.find_role("Reference") is None
    assert labels.find_role("Code") is None
    assert labels.find_role("HTTP status") == "status"
    assert labels.is_declared("code")
    assert not labels.is_declared("status")
    assert labels.list_declared("Our code") == ["code"]
    assert labels.list_declared("Code") == []


@pytest.mark.parametrize(
    ("glob", "label"),
    [
        ("HTTP*", "HTTP Status"),
        ("http status", "HTTP Status"),
        ("http status", "httpStatus"),
        ("HTTP ?*", "http status"),
        (" Status ", "status"),
        ("errorCode", "errorcode"),
        ("Code*", "Code (string)"),
    ],
)
def test_declared_globs(glob: str, label: str) -> None:
    """A glob matches a whole label, as it is written or as words; case does not matter."""
    assert build_labels([("retry", (glob,))]).find_role(label) == "retry"


def test_label_with_two_roles() -> None:
    """A label that two declarations match has the role of the first."""
    labels = build_labels([("code", ("C*",)), ("status", ("*e",))])
    assert labels.find_role("Code") == "code"
    assert labels.list_declared("Code") == ["code", "status"]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Code: A", ("Code", "A")),
        ("**Code:** A", ("Code", "A")),
        ("- Code: A", ("Code", "A")),
        ("Code = A", ("Code", "A")),
        ("Code:", ("Code", "")),
        ("Code: a: b", ("Code", "a: b")),
        ("https://acme.example", None),
        ("Code", None),
        (": A", None),
        ("These are all of the codes that we know of: A", None),
    ],
)
def test_split_label(text: str, pair: tuple[str, str] | None) -> None:
    """A label is a few words before a colon."""
    found = split_label(Cell(text, 1))
    assert (None if found is None else (found[0], found[1].text)) == pair


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Code: A | HTTP status: 404", [("Code", "A"), ("HTTP status", "404")]),
        ("Code: A; Status: 404; Retry: no", [("Code", "A"), ("Status", "404"), ("Retry", "no")]),
        ("Code: A, Status: 404", [("Code", "A"), ("Status", "404")]),
        ("Code: A\nStatus: 404", [("Code", "A"), ("Status", "404")]),
        ("Description: a, b", [("Description", "a, b")]),
        ("Description: see Code: A, not B", [("Description", "see Code: A, not B")]),
        ("A sentence.", []),
    ],
)
def test_split_pairs(text: str, pairs: list[tuple[str, str]]) -> None:
    """A line can have several labelled values, if all of its parts are labelled."""
    found = split_pairs(Cell(text, 1), USUAL)
    assert [(label, cell.text) for label, cell in found] == pairs


def test_kinds_of_labels() -> None:
    """Some labels are those of codes and of other values."""
    assert is_weak_label("Name")
    assert not is_weak_label("Code")
    assert is_type_label("TYPE")
    assert not is_type_label("Error type")
    assert is_label("Possible causes")
    assert not is_label("")
    assert not is_label("a" * 61)
    assert not is_label("This is quite clearly a whole sentence")

"""Words in headers of tables and in labels."""

from __future__ import annotations

import pytest

from errsmith.drift.extraction.phrases import LABELS
from errsmith.drift.header_words import HEADER_WORDS
from errsmith.drift.pages.headers import has_header_words
from errsmith.drift.pages.words import is_header_word


def test_labels_of_codes_are_header_words() -> None:
    """What labels a code or a status is a header wherever tables have to be recognized."""
    assert set(LABELS["code"] | LABELS["status"]) <= HEADER_WORDS


@pytest.mark.parametrize(
    "text", ["Code", "**HTTP status**:", "error_code", "When it happens", "Código"]
)
def test_header_word(text: str) -> None:
    """Case, marks and punctuation do not matter."""
    assert is_header_word(text)


@pytest.mark.parametrize("text", ["", "KEY_OLD", "The key is old", "Codes of the vault"])
def test_other_word(text: str) -> None:
    """Codes and sentences are no headers."""
    assert not is_header_word(text)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Error code", "What went wrong"], True),
        (["Code", "Gotcha", "", "Meaning"], True),
        (["KEY_OLD", "Code"], False),
        (["Code"], False),
        (["404", "Not found"], False),
        (["A long cell with many words in it", "Code"], False),
    ],
)
def test_row_of_header_words(texts: list[str], expected: bool) -> None:  # noqa: FBT001
    """Half of the cells of a header have known words, and none has a code or a sentence."""
    assert has_header_words(texts) is expected

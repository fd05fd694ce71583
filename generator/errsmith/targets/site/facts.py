"""The views of an error's facts, each with what it is based on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

from attrs import frozen

from errsmith.runtime.facts import ErrorInfo
from errsmith.runtime.statements import (
    ADVICE,
    NOT_DOCUMENTED,
    explain_retry,
    format_instruction,
)
from errsmith.targets.site.links import LinkView, build_link
from errsmith.targets.site.paths import RETRY_PAGE, UP, get_word_anchor

Basis = Literal["documented", "derived", "missing"]
"""What a fact is based on: the provider's page, our conclusion, or nothing."""

_FACTS: Final = 1024
"""Facts that are kept: most facts of an error are those of many others."""


# Not slotted, because attrs takes twice as long to build frozen objects with slots.
@frozen(kw_only=True, eq=False, slots=False)
class ErrorFactView:
    """A fact of an error.

    Attributes:
        label: What it is.
        basis: `documented`, `derived` or `missing`.
        codes: Strings to show as code, with links.
        text: The text after them, or empty.
    """

    label: str
    basis: Basis
    codes: tuple[LinkView, ...] = ()
    text: str = ""

    @property
    def is_derived(self) -> bool:
        """Whether it is our conclusion."""
        return self.basis == "derived"


@frozen(kw_only=True, eq=False, slots=False)
class RetryView:
    """The retry advice of an error.

    Attributes:
        word: The advice in one word, or `unknown`.
        basis: `documented`, `derived` or `missing`.
        mark: The same in words.
        instruction: The advice as an instruction, or empty if it is unknown.
        explanation: Where the advice comes from.
        url: Where the advice is explained.
    """

    word: str
    basis: Basis
    mark: str
    instruction: str
    explanation: str
    url: str


@lru_cache(_FACTS)
def build_fact(
    label: str, basis: Basis, codes: tuple[LinkView, ...], text: str = ""
) -> ErrorFactView:
    """Return a fact, the same object for the same arguments."""
    return ErrorFactView(label=label, basis=basis, codes=codes, text=text)


def build_text_fact(label: str, text: str) -> ErrorFactView:
    """Return a documented fact, or that it is not documented."""
    return build_fact(label, "missing" if text == NOT_DOCUMENTED else "documented", (), text)


def show_codes(codes: Iterable[str]) -> tuple[LinkView, ...]:
    """Return strings without links."""
    return tuple(map(build_link, codes))


def build_retry(info: ErrorInfo, title: str) -> RetryView:
    """Build the view of the retry advice of an error of a provider with this title."""
    retry = info.retry
    page = f"{UP}{RETRY_PAGE}"
    explanation = explain_retry(retry, info, title)
    if retry is None:
        return RetryView(
            word="unknown",
            basis="missing",
            mark=NOT_DOCUMENTED,
            instruction="",
            explanation=explanation,
            url=page,
        )
    basis: Basis = "derived" if retry.basis == "derived" else "documented"
    instruction = format_instruction(retry).removesuffix(f" ({retry.basis})")
    return RetryView(
        word=retry.advice,
        basis=basis,
        mark=basis,
        instruction=f"{instruction}.",
        explanation=explanation.removeprefix(f"{ADVICE[retry.advice]}. "),
        url=f"{page}#{get_word_anchor(retry.advice)}",
    )

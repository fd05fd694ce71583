"""What a page says: the codes that it documents, and their facts."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from attrs import frozen

Statuses: TypeAlias = "tuple[int | str, ...]"
CarrierKind: TypeAlias = Literal[
    "table", "list", "keys", "terms", "headings", "data", "lines", "prose", "examples"
]
"""The kind of a place that lists codes; `keys` is a run of `Key: value` lines."""

KEY_LABEL: Final = "(key)"
"""The label of codes that are the keys of mappings or the names of constants."""


@frozen(kw_only=True)
class PageCode:
    """A code that a page documents.

    Attributes:
        code: The code, taken from its cell by the `parts` of the envelopes.
        group: The text, code or key of its group, if the page has it beside the code.
        ids: The errors of the registry that have the code; empty for an unknown code, several if
            the page does not distinguish them.
        line: Its line on the page.
        heading: The nearest heading above it, "" if there is none.
        statuses: Its statuses; empty if the page documents none.
        category: The id of its category or, if the registry has no such category, the page's text;
            None if the page documents none.
        retry: Its retry advice (a word of the format), None if the page documents none or uses an
            unknown phrase.
        text: Everything that the page says about it, in the page's words; never written to a file.
        is_deprecated: Whether it is deprecated according to the page.
    """

    code: str
    group: str | None = None
    ids: tuple[str, ...] = ()
    line: int
    heading: str = ""
    statuses: Statuses = ()
    category: str | None = None
    retry: str | None = None
    text: str = ""
    is_deprecated: bool = False


@frozen(kw_only=True)
class PageCategory:
    """A category that a page describes.

    Attributes:
        id: The id of the category in the registry.
        line: Its line on the page.
        statuses: Its statuses; a range such as 400-499 is `"4xx"`, and any other range is a list
            of statuses.
        retry: Its retry advice, as in `PageCode`.
    """

    id: str
    line: int
    statuses: Statuses = ()
    retry: str | None = None


@frozen(kw_only=True)
class Carrier:
    """A place on the page where codes are or could be.

    Attributes:
        kind: Its kind.
        label: The header or key of the codes, "" if there is none.
        headings: The headings above it, without those of single codes, as globs.
        first: Its first line.
        last: Its last line.
        codes: How many codes it has.
        known: How many of them the registry has.
        score: How likely it is that it defines codes: 0 to 1.
        is_chosen: Whether codes were taken from it.
        sample: Its first codes.
        reasons: What raised or lowered the score, for `--explain`.
    """

    kind: CarrierKind
    label: str
    headings: tuple[str, ...]
    first: int
    last: int
    codes: int
    known: int
    score: float
    is_chosen: bool
    sample: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@frozen(kw_only=True)
class PageFacts:
    """Everything that a page says about errors.

    Attributes:
        codes: The codes it documents, each once, in the order of the page.
        mentions: The line of each error of the registry that the page only mentions (in prose,
            examples or secondary places), by the error's id.
        categories: The categories that it describes.
        carriers: The places where codes are or could be, the likeliest first.
        ends: Normalized texts of the last lines of the page's content, the last one first. A later
            version of the page without any of them is probably truncated.
        lines: Its number of lines.
        unused: The keys of `extract` that match nothing on the page, such as `code`.
    """

    codes: tuple[PageCode, ...]
    mentions: dict[str, int]
    categories: tuple[PageCategory, ...] = ()
    carriers: tuple[Carrier, ...] = ()
    ends: tuple[str, ...] = ()
    lines: int
    unused: tuple[str, ...] = ()

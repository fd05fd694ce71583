"""Random facts are read from pages of any layout, and any page is read in linear time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from html import escape

import pytest
from attrs import frozen
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from errsmith.drift.errors import UnusablePageError
from errsmith.drift.extraction import read_facts
from errsmith.drift.pages.page import Page
from errsmith.drift.pages.reading import read_page
from errsmith.meaning.subjects import Subject
from tests.drift.comparing import define_errors
from tests.drift.extracting import CODES, ENVELOPE, build_subject, list_codes, map_statuses, read
from tests.sdk.measuring import count_lines

SETTINGS = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)

# --- facts ---------------------------------------------------------------------------------------

WORDS = (
    *("card", "order", "limit", "token", "account", "signature", "amount", "shop", "parcel"),
    *("blocked", "expired", "missing", "closed", "unknown", "reached", "late", "refused", "empty"),
)
STYLES: Mapping[str, Callable[[Sequence[str], int], str]] = {
    "upper case": lambda words, _: "_".join(words).upper(),
    "lower case": lambda words, _: "_".join(words),
    "dots": lambda words, _: ".".join(words),
    "inner capitals": lambda words, _: words[0] + "".join(map(str.capitalize, words[1:])),
    "capitals": lambda words, _: "".join(map(str.capitalize, words)),
    "prefix": lambda _, number: f"ACM{number}",
    "prefix and dash": lambda _, number: f"E-{number}",
    "number": lambda _, number: str(number),
    "upper case and number": lambda words, number: f"{words[0].upper()}_{number}",
}


@frozen
class Fact:
    """A code on a page.

    Attributes:
        code: The code.
        status: Its status.
        text: A sentence about it.
    """

    code: str
    status: int
    text: str


names = st.tuples(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3), st.integers(10_000, 99_999)
)
statuses = st.sampled_from([400, 401, 403, 404, 409, 422, 429, 500, 503])
sentences = st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(
    lambda words: "The " + " ".join(words) + "."
)


@st.composite
def draw_facts(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Draw codes of one style, with their statuses and texts."""
    write = STYLES[draw(st.sampled_from(sorted(STYLES)))]
    codes = draw(
        st.lists(names.map(lambda name: write(*name)), min_size=4, max_size=12, unique=True)
    )
    return tuple(Fact(code, draw(statuses), draw(sentences)) for code in codes)


# --- pages ---------------------------------------------------------------------------------------


def write_pipe_table(facts: Sequence[Fact]) -> str:
    rows = "".join(f"| `{fact.code}` | {fact.status} | {fact.text} |\n" for fact in facts)
    return f"# Errors\n\n| Code | HTTP status | Description |\n|---|---|---|\n{rows}"


def write_html_table(facts: Sequence[Fact]) -> str:
    rows = "".join(
        f"<tr><td>{fact.status}</td><td><code>{escape(fact.code)}</code></td>"
        f"<td>{escape(fact.text)}</td></tr>\n"
        for fact in facts
    )
    head = "<tr><th>Status</th><th>Error code</th><th>Meaning</th></tr>\n"
    return f"<html><body><h1>Errors</h1>\n<table>\n{head}{rows}</table></body></html>\n"


def write_bullets(facts: Sequence[Fact]) -> str:
    items = "".join(f"- `{fact.code}` ({fact.status}): {fact.text}\n" for fact in facts)
    return f"# Errors\n\n{items}"


def write_keys(facts: Sequence[Fact]) -> str:
    records = "".join(
        f"**Code:** {fact.code}\n**HTTP status:** {fact.status}\n\n{fact.text}\n\n"
        for fact in facts
    )
    return f"# Errors\n\n{records}"


def write_headings(facts: Sequence[Fact]) -> str:
    sections = "".join(
        f"## `{fact.code}`\n\nHTTP status: {fact.status}\n\n{fact.text}\n\n" for fact in facts
    )
    return f"# Errors\n\n{sections}"


def write_terms(facts: Sequence[Fact]) -> str:
    terms = "".join(
        f"<dt><code>{fact.code}</code> ({fact.status})</dt>\n<dd>{fact.text}</dd>\n"
        for fact in facts
    )
    return f"<h1>Errors</h1>\n<dl>\n{terms}</dl>\n"


def write_json(facts: Sequence[Fact]) -> str:
    listed = [
        {"code": fact.code, "httpStatus": fact.status, "message": fact.text} for fact in facts
    ]
    return json.dumps({"errors": listed}, indent=2)


def write_yaml(facts: Sequence[Fact]) -> str:
    return "".join(
        f'"{fact.code}":\n  status: {fact.status}\n  description: {fact.text}\n' for fact in facts
    )


def write_lines(facts: Sequence[Fact]) -> str:
    lines = "".join(f"{fact.code} - ({fact.status}) {fact.text}\n\n" for fact in facts)
    return f"Errors\n======\n\n{lines}"


LAYOUTS: Mapping[str, tuple[str, Callable[[Sequence[Fact]], str]]] = {
    "pipe table": ("page.md", write_pipe_table),
    "HTML table": ("page.html", write_html_table),
    "bullets": ("page.md", write_bullets),
    "keys": ("page.md", write_keys),
    "headings": ("page.md", write_headings),
    "terms": ("page.html", write_terms),
    "JSON": ("page.json", write_json),
    "YAML": ("page.yaml", write_yaml),
    "lines": ("page.txt", write_lines),
}


@SETTINGS
@given(facts=draw_facts(), data=st.data())
@pytest.mark.parametrize("layout", LAYOUTS)
def test_random_facts(layout: str, facts: tuple[Fact, ...], data: st.DataObject) -> None:
    """Exactly the codes of a page are read, with their statuses and texts, in its order."""
    name, write = LAYOUTS[layout]
    known = data.draw(st.integers(len(facts) // 2, len(facts)), label="known codes")
    found = read(write(facts), name, codes=[fact.code for fact in facts[:known]])
    assert list_codes(found) == [fact.code for fact in facts]
    assert map_statuses(found) == {fact.code: (fact.status,) for fact in facts}
    assert all(fact.text in one.text for fact, one in zip(facts, found.codes, strict=True))
    assert [bool(one.ids) for one in found.codes] == [n < known for n in range(len(facts))]


# --- hostile pages -------------------------------------------------------------------------------

PIECES = (
    *("# Errors\n", "## CARD_BLOCKED (403)\n", "| Code | Status |\n|---|---|\n", "\n", "\n\n", " "),
    *(
        "| NO_FUNDS | 402 |\n",
        "- `TOO_FAST`: no\n",
        "  - NO_FUNDS\n",
        "Code: ",
        "Status:\n",
        "404 ",
    ),
    *(
        "CARD_BLOCKED",
        "NEW_ONE, ",
        "{code}",
        "[",
        "(",
        "`",
        "|",
        ":",
        "-",
        "<td>",
        "<dl><dt>",
        "<ul>",
    ),
    *(
        '{"code": "TOO_FAST"}',
        "```\n",
        "400-499",
        "HTTP ",
        "\x00",
        "\u2028",
        "é",
        "=",
        "\\",
        "*",
        "<h2>",
    ),
)
texts = st.one_of(
    st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
)
EXTRACTS = (
    *("", 'as = "prose"', 'as = "examples"', 'as = "lines"', 'as = "data"', 'as = "keys"'),
    *('line = "{code} ({status})"', 'in = "*"\nskip = "?"\nlike = "*_*"\nstatus = "*"'),
)


@settings(SETTINGS, max_examples=100)
@given(
    text=texts,
    name=st.sampled_from(
        ["page.md", "page.html", "page.txt", "page.rst", "page.json", "page.yaml"]
    ),
    extract=st.sampled_from(EXTRACTS),
)
@example(text="| |\n|-|\n| |", name="page.md", extract="")
@example(text="{}{", name="page.md", extract='as = "examples"')
def test_arbitrary_text(text: str, name: str, extract: str) -> None:
    """Any text is read or refused; what is read is on the page."""
    try:
        facts = read(text, name, extract=extract)
    except UnusablePageError as error:
        assert error.reason  # noqa: PT017
        return
    assert all(1 <= code.line <= facts.lines for code in facts.codes)
    assert all(1 <= line <= facts.lines for line in facts.mentions.values())
    keys = [(code.code, code.ids) for code in facts.codes]
    assert len(keys) == len(set(keys))
    assert not {id_ for _, ids in keys for id_ in ids} & set(facts.mentions)


# --- growth --------------------------------------------------------------------------------------

GROWING = {
    "rows": ("# Errors\n\n| Code | Status |\n|---|---|\n", "| CODE_{} | 404 |\n"),
    "rows of one code": ("| Code | Status |\n|---|---|\n", "| NO_FUNDS | 404 |\n"),
    "tables": ("", "| Code | Status |\n|---|---|\n| CODE_{} | 404 |\n\n"),
    "tables in sections": ("", "## S {}\n\n| Code | Status |\n|---|---|\n| CODE_{} | 404 |\n\n"),
    "items": ("", "- `E_{}` (404): text\n"),
    "items in sections": ("", "## S {}\n\n- `CODE_{}`: text\n- `NO_FUNDS`\n\n"),
    "headings": ("", "## CODE_{}\n\nText.\n\n"),
    "headings below headings": ("", "# Part {}\n\n## CODE_{}\n\nText.\n\n"),
    "keys": ("", "Code: CODE_{}\nStatus: 404\n\n"),
    "keys without values": ("", "Code:\n\n"),
    "lines": ("", "CODE_{} - text\n\n"),
    "sentences": ("", "See `CODE_{}` or NO_FUNDS with HTTP 404.\n\n"),
    "items around items": ("", "- `A_{}`\n  - `B_{}`\n    - `C_{}`\n"),
    "codes in a cell": ("| Code |\n|---|\n| ", "CODE_{}, "),
    "words in a line": ("", "CODE_{} 404 (400) [500] HTTP 404: "),
    "brackets": ("NO_FUNDS ", "(404 ["),
    "quotes": ("NO_FUNDS ", "\"` ' "),
    "digits": ("NO_FUNDS ", "404-"),
    "examples": ("", '```json\n{{"code": "CODE_{}"}}\n```\n\n'),
    "open examples": ("```json\n", '{{"code": "CODE_{}", ['),
}


QUADRATIC = {
    "items with labels": ("", "- CODE {}: text\n"),
    "codes that begin like labels": ("", "ERROR_{}: text\n\n"),
    "lists in a mapping": ("", "k{}:\n- CODE_{}\n"),
}


@pytest.mark.parametrize("extract", ["", 'as = "prose"', 'line = "{code} ({status}): {}"'])
@pytest.mark.parametrize(("start", "part"), GROWING.values(), ids=GROWING)
def test_time_grows_with_the_page(start: str, part: str, extract: str) -> None:
    """The time to extract codes grows with the page, not with its square."""
    declared = f"[sources.errors.extract]\n{extract}\n" if extract else ""
    subject = build_subject(f"{declared}{ENVELOPE}{define_errors(CODES)}")
    less, more = (repeat(start, part, count) for count in (100, 400))
    assert is_linear(less, more, subject)


@pytest.mark.parametrize(("start", "part"), QUADRATIC.values(), ids=QUADRATIC)
def test_lines_that_run_grow_with_the_page(start: str, part: str) -> None:
    """Four times as long a page needs at most five times as many lines of Python."""
    name = "page.yaml" if part.startswith("k") else "page.md"
    subject = build_subject(ENVELOPE + define_errors(CODES))
    less, more = (repeat(start, part, count, name) for count in (50, 200))
    read_facts(less, subject, "errors")
    lines = count_lines(lambda: read_facts(less, subject, "errors"))
    assert count_lines(lambda: read_facts(more, subject, "errors")) <= 5 * lines


def repeat(start: str, part: str, count: int, name: str = "page.md") -> Page:
    """Return a page that repeats a part."""
    text = start + "".join(part.replace("{}", str(number)) for number in range(count))
    return read_page(text.encode(), name=name)


def is_linear(less: Page, more: Page, subject: Subject) -> bool:
    """Return whether a page four times as long takes at most eight times as long, or 0.1 s more.

    Other processes can slow down one measurement, so the second one counts too.
    """
    return any(measure(more, subject) < 0.1 + 8 * measure(less, subject) for _ in range(2))


def measure(page: Page, subject: Subject) -> float:
    """Return the processor time to extract the codes of a page."""
    begun = time.process_time()
    read_facts(page, subject, "errors")
    return time.process_time() - begun


def test_many_known_codes() -> None:
    """The time to extract codes grows with the registry, too."""
    times = []
    for count in (100, 400):
        codes = [f"CODE_{number}" for number in range(count)]
        subject = build_subject(ENVELOPE + define_errors(codes))
        page = repeat("| Code |\n|---|\n", "| CODE_{} |\n", count)
        assert list_codes(read_facts(page, subject, "errors")) == codes
        times.append(min(measure(page, subject) for _ in range(2)))
    assert times[1] < 0.2 + 8 * times[0]

"""The generated reference has the facts of the registry, and its links lead somewhere."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest

from .markdown import Fence, Page, read
from .pages import Facts, expected, observed
from .registry import REGISTRY, ROOT
from .sdk import PACKAGE

GENERATED = ROOT / "generated"
FILES = sorted(path.relative_to(GENERATED).as_posix() for path in GENERATED.rglob("*.md"))
EXPECTED = {name: expected(provider) for name, provider in REGISTRY.providers.items()}
ANSWERS = {
    **dict.fromkeys(("authentication", "permission", "invalid_request", "unsupported"), "500"),
    **dict.fromkeys(("rate_limit", "unavailable"), "503"),
    **dict.fromkeys(("conflict", "pending"), "409"),
    "not_found": "404",
    "declined": "403",
    "expired": "410",
    "internal": "502",
}
"""The status of each kind for the callers of a client's own API."""
FACTS = [(name, fact) for name, facts in EXPECTED.items() for fact in facts]


@cache
def page(file: str) -> Page:
    """Read a generated file once."""
    return read((GENERATED / file).read_text(encoding="utf-8"))


@cache
def said_by(name: str) -> Facts:
    """Read the facts of a provider's page once."""
    return observed(page(f"docs/{name}.md"))


def fences(language: str) -> list[Any]:
    """Return the fenced blocks of a language in all files."""
    return [
        pytest.param(one, id=f"{file}:{one.line}")
        for file in FILES
        for one in page(file).fences
        if one.language == language
    ]


def slug(title: str) -> str:
    """Return the anchor that GitHub makes of a title."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def anchors(file: str) -> list[str]:
    """Return the anchors of a file, including those of titles; one above its title counts once."""
    made = [slug(one.title) for one in page(file).sections if slug(one.title) != one.anchor]
    return [*made, *page(file).anchors]


def leads_somewhere(file: str, address: str) -> bool:
    """Return whether a URL in a file is one of the web, or that of a file and an anchor here."""
    if address.startswith(("https://", "http://")):
        return True
    path, _, anchor = address.partition("#")
    target = (GENERATED / file).parent / path if path else GENERATED / file
    if not target.is_file():
        return False
    return not anchor or anchor in anchors(target.resolve().relative_to(GENERATED).as_posix())


def response(text: str) -> dict[str, Any]:
    """Read a response as HTTP has it, for `parse`."""
    head, _, body = text.partition("\n\n")
    first, *lines = head.splitlines()
    query = re.match(r"GET \S*\?(\S+) ", first)
    if query:
        return {"query": query[1]}
    status = re.match(r"HTTP/1\.1 (\d{3})", first)
    headers = dict(line.split(": ", 1) for line in (lines if status else [first, *lines]))
    return {"status": int(status[1]) if status else None, "headers": headers, "body": body}


def place(label: str) -> dict[str, str]:
    """Read the path or the scope that the label of an example names, for `parse`."""
    named = re.search(r" (to a request such as|in the scope) (\S+?)(?:,| \(|$)", label)
    if named is None:
        return {}
    return {"path" if named[1].startswith("to") else "scope": named[2]}


def test_pages_of_reference() -> None:
    """There is a page for each file of the registry, an index, and guides."""
    assert set(FILES) == {
        "README.md",
        "docs/guides/clients.md",
        "docs/guides/retrying.md",
        "docs/guides/problems.md",
        "docs/guides/testing.md",
        "docs/index.md",
        *(f"docs/{name}.md" for name in REGISTRY.files),
    }


@pytest.mark.parametrize(("name", "fact"), FACTS)
def test_fact_on_page(name: str, fact: str) -> None:
    """A page says of each error what the registry says, and of no other error anything."""
    assert said_by(name)[fact] == EXPECTED[name][fact]


@pytest.mark.parametrize("name", REGISTRY.files)
def test_facts_that_page_can_state(name: str) -> None:
    """There is no column and no fact that these tests do not compare."""
    assert set(said_by(name)) == set(EXPECTED[name])


@pytest.mark.parametrize("name", REGISTRY.files)
def test_example_of_each_section_when_parsed(name: str) -> None:
    """The response that a section shows is parsed to the class that the section names."""
    parse = PACKAGE.PROVIDERS[name].load().parse
    sections = page(f"docs/{name}.md").below("Errors")
    examples = {
        one.title: response(text) | place(label)
        for one in sections
        for label, (text, *_) in one.labelled.items()
        if label.startswith("Example response")
    }
    provider = REGISTRY.providers[name]
    # Where nothing says how an error arrives, there is nothing to show.
    errors = provider.errors if provider.envelopes else {}
    assert {id_: type(parse(**shown)).__name__ for id_, shown in examples.items()} == {
        id_: error.class_ for id_, error in errors.items()
    }


def test_words_of_advice_in_sections() -> None:
    """What an advice means is said alike at each error and in the index."""
    (table,) = page("docs/index.md").section("Retry advice").tables
    meanings = {word: text.rstrip(".").lower() for word, text in table.rows}
    said = [
        item.removeprefix("Retry: ")
        for name in REGISTRY.files
        for section in page(f"docs/{name}.md").below("Errors")
        for item in section.lead
        if item.startswith("Retry: ")
    ]
    advice = re.compile(r"(\w+) \(\w+\): (.*?)(?:,? (?:after|every) [\d.]+ s)?")
    known = [advice.fullmatch(one) for one in said if one != "unknown"]
    assert {(one[1], one[2]) if one else None for one in known} <= meanings.items()
    assert {kind.advice for kind in REGISTRY.kinds.values()} <= {None, *meanings}


def test_providers_of_index() -> None:
    """The index lists each provider with its module, its class, its errors and its pages."""
    table, *_ = page("docs/index.md").section("Providers").tables
    sources = {name: provider.sources for name, provider in REGISTRY.providers.items()}
    package = REGISTRY.sdk["package"]
    assert set(table.rows) == {
        (
            provider.about["title"],
            f"{package}.{name}",
            provider.base,
            str(len(provider.errors)),
            " ".join(f"{one['url']}, read on {one['retrieved']}." for one in sources[name]),
        )
        for name, provider in REGISTRY.providers.items()
    }
    assert set(page("docs/index.md").section("Providers").links) == {
        *(f"{name}.md" for name in REGISTRY.files),
        *(one["url"] for pages in sources.values() for one in pages),
    }


def test_providers_of_readme() -> None:
    """The SDK's README lists each provider with its module, its class, its errors and its pages."""
    table, *_ = page("README.md").section("Providers").tables
    package = REGISTRY.sdk["package"]
    assert set(table.rows) == {
        (
            provider.about["title"],
            f"{package}.{name}",
            provider.base,
            str(len(provider.errors)),
            " ".join(one["url"] for one in provider.sources),
        )
        for name, provider in REGISTRY.providers.items()
    }


def test_kinds_of_index() -> None:
    """The index says of each kind what the manual says, the number of its errors, its answer."""
    (table,) = page("docs/index.md").section("Kinds").tables
    errors = Counter(
        error.kind for provider in REGISTRY.providers.values() for error in provider.errors.values()
    )
    assert set(table.rows) == {
        (
            kind.name,
            kind.class_,
            str(errors[kind.name]),
            ", ".join(kind.statuses) or "none",
            kind.advice or "unknown",
            ANSWERS[kind.name],
            kind.who_must_act,
        )
        for kind in REGISTRY.kinds.values()
    }


@pytest.mark.parametrize("file", ["README.md", "docs/index.md"])
def test_number_of_all_errors(file: str) -> None:
    """A text that gives the number of all errors gives the registry's."""
    errors = sum(len(provider.errors) for provider in REGISTRY.providers.values())
    said = [
        int(number) for number in re.findall(r"\b(\d+) (?:documented )?errors\b", page(file).text)
    ]
    assert said == [errors]


@pytest.mark.parametrize("file", FILES)
def test_link_in_file(file: str) -> None:
    """Each link leads to a file and an anchor that are there."""
    assert [one for one in page(file).links if not leads_somewhere(file, one)] == []


@pytest.mark.parametrize("file", FILES)
def test_anchors_of_file(file: str) -> None:
    """No anchor is there twice, a title's own included."""
    assert [anchor for anchor, times in Counter(anchors(file)).items() if times > 1] == []


@pytest.mark.parametrize("file", FILES)
def test_layout_of_file(file: str) -> None:
    """No line ends in blanks, no two are empty in a row, and the last one ends."""
    text = page(file).text
    assert [
        number for number, line in enumerate(text.split("\n"), 1) if line != line.rstrip()
    ] == []
    assert "\n\n\n" not in re.sub(r"(?ms)^```.*?^```$", "a block of code", text)
    assert text == text.rstrip("\n") + "\n"


@pytest.mark.parametrize("file", FILES)
def test_fences_of_file(file: str) -> None:
    """Each fence that opens a block names a language and has one that closes it."""
    fences = page(file).fences
    marks = [line for line in page(file).text.splitlines() if line.startswith(("```", "~~~"))]
    assert len(marks) == 2 * len(fences)
    assert {one.language for one in fences} <= {"console", "http", "python", "text"}


@pytest.mark.parametrize("fence", fences("python"))
def test_python_in_fence(fence: Fence) -> None:
    """The Python that a reader may copy compiles."""
    compile(fence.text, "<fence>", "exec")

"""The generated reference has the facts of the registry, and its links work."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest

from .markdown import Fence, Page, read
from .pages import Facts, derive_facts, read_facts
from .project import PACKAGE, REGISTRY
from .registry import ROOT

pytestmark = pytest.mark.published

GENERATED = ROOT / "generated"
FILES = sorted(path.relative_to(GENERATED).as_posix() for path in GENERATED.rglob("*.md"))
EXPECTED = {name: derive_facts(provider) for name, provider in REGISTRY.providers.items()}
ANSWERS = {
    **dict.fromkeys(("authentication", "permission", "invalid_request", "unsupported"), "500"),
    **dict.fromkeys(("rate_limit", "unavailable"), "503"),
    **dict.fromkeys(("conflict", "pending"), "409"),
    "not_found": "404",
    "declined": "403",
    "expired": "410",
    "internal": "502",
}
"""The status of each kind in responses of a client's own API."""
FACTS = [(name, fact) for name, facts in EXPECTED.items() for fact in facts]


@cache
def read_page(file: str) -> Page:
    """Read a generated file once."""
    return read((GENERATED / file).read_text(encoding="utf-8"))


@cache
def read_provider(name: str) -> Facts:
    """Read the facts of a provider's page once."""
    return read_facts(read_page(f"docs/{name}.md"))


def find_fences(language: str) -> list[Any]:
    """Return the fenced blocks of a language in all files."""
    return [
        pytest.param(fence, id=f"{file}:{fence.line}")
        for file in FILES
        for fence in read_page(file).fences
        if fence.language == language
    ]


def list_anchors(file: str) -> list[str]:
    """Return the anchors of a file, including those of titles; one above its title counts once."""
    page = read_page(file)
    stated = Counter(page.anchors)
    stated.subtract(s.anchor for s in page.sections if s.anchor in s.above)
    return [*(section.anchor for section in page.sections), *stated.elements()]


def has_target(file: str, url: str) -> bool:
    """Return whether a link in a file is a web URL, or leads to an existing file and anchor."""
    if url.startswith(("https://", "http://")):
        return True
    path, _, anchor = url.partition("#")
    target = (GENERATED / file).parent / path if path else GENERATED / file
    if not target.is_file():
        return False
    return not anchor or anchor in list_anchors(target.resolve().relative_to(GENERATED).as_posix())


def parse_response(text: str) -> dict[str, Any]:
    """Read a response in HTTP format into arguments of `parse`."""
    head, _, body = text.partition("\n\n")
    first, *lines = head.splitlines()
    query = re.match(r"GET \S*\?(\S+) ", first)
    if query:
        return {"query": query[1]}
    status = re.match(r"HTTP/1\.1 (\d{3})", first)
    headers = dict(line.split(": ", 1) for line in (lines if status else [first, *lines]))
    return {"status": int(status[1]) if status else None, "headers": headers, "body": body}


def parse_request(label: str) -> dict[str, str]:
    """Read the path or the scope in an example's label into arguments of `parse`."""
    named = re.search(r" (to a request such as|in the scope) (\S+?)(?:,| \(|$)", label)
    if named is None:
        return {}
    return {"path" if named[1].startswith("to") else "scope": named[2]}


def test_pages_of_reference() -> None:
    """The reference has a page for each file of the registry, an index, and guides.

    From the first release on, there is a changelog.
    """
    has_releases = any((ROOT / "registry" / "releases").glob("*.json"))
    assert set(FILES) == {
        "README.md",
        *(("CHANGELOG.md",) if has_releases else ()),
        "docs/guides/clients.md",
        "docs/guides/retrying.md",
        "docs/guides/problems.md",
        "docs/guides/testing.md",
        "docs/index.md",
        *(f"docs/{name}.md" for name in REGISTRY.files),
    }


@pytest.mark.parametrize(("name", "fact"), FACTS)
def test_fact_on_page(name: str, fact: str) -> None:
    """A page has exactly the registry's facts about each error."""
    assert read_provider(name)[fact] == EXPECTED[name][fact]


@pytest.mark.parametrize("name", REGISTRY.files)
def test_all_facts_of_page_are_compared(name: str) -> None:
    """These tests compare every column and every fact."""
    assert set(read_provider(name)) == set(EXPECTED[name])


@pytest.mark.parametrize("name", REGISTRY.files)
def test_example_of_each_section_when_parsed(name: str) -> None:
    """The example of a section is parsed to the class that the section names."""
    parse = PACKAGE.PROVIDERS[name].load().parse
    sections = read_page(f"docs/{name}.md").find_below("Error details")
    examples = {
        section.anchor: parse_response(text) | parse_request(label)
        for section in sections
        for label, (text, *_) in section.labelled.items()
        if label.startswith("Example response")
    }
    provider = REGISTRY.providers[name]
    # Without an envelope that can send the error, there is no example.
    errors = provider.errors if provider.envelopes else {}
    assert {anchor: type(parse(**shown)).__name__ for anchor, shown in examples.items()} == {
        error.anchor: error.class_ for error in errors.values()
    }


def test_words_of_advice_in_sections() -> None:
    """Each section and the index describe an advice in the same words."""
    (table,) = read_page("docs/index.md").find_section("Retry advice").tables
    meanings = {word: text.rstrip(".").lower() for word, text in table.rows}
    phrases = [
        item.removeprefix("Retry: ")
        for name in REGISTRY.files
        for section in read_page(f"docs/{name}.md").find_below("Error details")
        for item in section.lead
        if item.startswith("Retry: ")
    ]
    advice = re.compile(r"(\w+) \(\w+\): (.*?)(?:,? (?:after|every) [\d.]+ s)?")
    known = [advice.fullmatch(text) for text in phrases if text != "unknown"]
    assert {(match[1], match[2]) if match else None for match in known} <= meanings.items()
    assert {kind.advice for kind in REGISTRY.kinds.values()} <= {None, *meanings}


def test_providers_of_index() -> None:
    """The index lists each provider with its module, its class, its errors and its pages."""
    table, *_ = read_page("docs/index.md").find_section("Providers").tables
    sources = {name: provider.sources for name, provider in REGISTRY.providers.items()}
    package = REGISTRY.sdk["package"]
    assert set(table.rows) == {
        (
            provider.about["title"],
            f"{package}.{name}",
            provider.base,
            str(len(provider.errors)),
            " ".join(
                f"{source['url']}, read on {source['retrieved']}." for source in sources[name]
            ),
        )
        for name, provider in REGISTRY.providers.items()
    }
    assert set(read_page("docs/index.md").find_section("Providers").links) == {
        *(f"{name}.md" for name in REGISTRY.files),
        *(source["url"] for pages in sources.values() for source in pages),
    }


def test_providers_of_readme() -> None:
    """The SDK's README lists each provider with its module, its class, its errors and its pages."""
    table, *_ = read_page("README.md").find_section("Providers").tables
    package = REGISTRY.sdk["package"]
    assert set(table.rows) == {
        (
            provider.about["title"],
            f"{package}.{name}",
            provider.base,
            str(len(provider.errors)),
            " ".join(source["url"] for source in provider.sources),
        )
        for name, provider in REGISTRY.providers.items()
    }


def test_kinds_of_index() -> None:
    """The index has the manual's facts about each kind, the number of its errors and its answer."""
    (table,) = read_page("docs/index.md").find_section("Kinds").tables
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
    """Wherever the output has the number of all errors, it is the registry's."""
    errors = sum(len(provider.errors) for provider in REGISTRY.providers.values())
    numbers = [
        int(number)
        for number in re.findall(r"\b(\d+) (?:documented )?errors\b", read_page(file).text)
    ]
    assert numbers == [errors]


@pytest.mark.parametrize("file", FILES)
def test_link_in_file(file: str) -> None:
    """Each link leads to an existing file and anchor."""
    assert [link for link in read_page(file).links if not has_target(file, link)] == []


@pytest.mark.parametrize("file", FILES)
def test_anchors_of_file(file: str) -> None:
    """Anchors are unique, including those of titles."""
    assert [anchor for anchor, times in Counter(list_anchors(file)).items() if times > 1] == []


@pytest.mark.parametrize("file", FILES)
def test_layout_of_file(file: str) -> None:
    """No trailing whitespace, no two empty lines in a row, and a terminated last line."""
    text = read_page(file).text
    assert [
        number for number, line in enumerate(text.split("\n"), 1) if line != line.rstrip()
    ] == []
    assert "\n\n\n" not in re.sub(r"(?ms)^```.*?^```$", "a block of code", text)
    assert text == text.rstrip("\n") + "\n"


@pytest.mark.parametrize("file", FILES)
def test_fences_of_file(file: str) -> None:
    """Each fence that opens a block names a language, and is closed."""
    fences = read_page(file).fences
    marks = [line for line in read_page(file).text.splitlines() if line.startswith(("```", "~~~"))]
    assert len(marks) == 2 * len(fences)
    assert {fence.language for fence in fences} <= {"console", "http", "python", "text"}


@pytest.mark.parametrize("fence", find_fences("http"))
def test_response_in_fence(fence: Fence) -> None:
    """A block of HTTP begins as a response or a request does; Sphinx accepts no other."""
    assert re.match(r"HTTP/1\.1 \d{3}( |$)|GET \S+ HTTP/1\.1$", fence.text, re.MULTILINE)


@pytest.mark.parametrize("file", FILES)
def test_tables_of_file(file: str) -> None:
    """Tables have neither padding nor empty columns."""
    assert [
        line for line in read_page(file).text.splitlines() if re.match(r"\|.* {3}.*\|$", line)
    ] == []
    for section in read_page(file).sections:
        for table in section.tables:
            assert all(any(column) for column in zip(*table.rows, strict=True))


@pytest.mark.parametrize("file", FILES)
def test_first_line_of_file(file: str) -> None:
    """Site builders take the title of a page from its first line."""
    assert read_page(file).text.startswith("# ")


@pytest.mark.parametrize("fence", find_fences("python"))
def test_python_in_fence(fence: Fence) -> None:
    """The Python that readers may copy compiles."""
    compile(fence.text, "<fence>", "exec")

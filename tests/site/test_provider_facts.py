"""Pages of providers, of kinds and of retry advice have the facts of the registry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from errsmith.site_generation import generate_site
from tests.output.markdown import join_lines, make_slug
from tests.output.pages import derive_facts
from tests.output.registry import Error, Provider, Registry
from tests.site.projects import build_project
from tests.site.sites import FOLDERS, NAMES, build_site, parse, read_text

MANY = 500
ANSWERS = {"never", "once", "backoff", "poll", "after_fix"}
"""All words of advice."""


@cache
def list_providers(name: str) -> Mapping[str, Provider]:
    """Return the providers of a registry by name."""
    return Registry.read(FOLDERS[name]).providers


def list_errors(name: str) -> Iterator[Error]:
    """Yield the errors of all providers of a registry."""
    for provider in list_providers(name).values():
        yield from provider.errors.values()


# --- reading -------------------------------------------------------------------------------------


def list_parts(page: Element) -> dict[str, list[Element]]:
    """Return the elements below each heading of level 2 or 3, by its id."""
    [main] = page.iter("main")
    parts: dict[str, list[Element]] = {}
    id_ = ""
    for element in main:
        if element.tag in ("h2", "h3"):
            id_ = element.get("id", "")
        else:
            parts.setdefault(id_, []).append(element)
    return parts


def read_table(table: Element) -> list[dict[str, str]]:
    """Return the cells of each row by head, without empty ones; labels repeat the heads."""
    heads = [read_text(head) for head in table.findall("thead/tr/th")]
    rows = []
    for row in table.findall("tbody/tr"):
        labels = [cell.get("data-label") for cell in row]
        assert labels == [None, *heads[1:]]
        cells = zip(heads, map(read_text, row), strict=True)
        rows.append({head: cell for head, cell in cells if cell})
    return rows


def read_part(page: Element, id_: str) -> list[dict[str, str]]:
    """Return the rows of the only table below a heading, none if there is no such heading."""
    tables = [table for each in list_parts(page).get(id_, ()) for table in each.iter("table")]
    return [row for table in tables for row in read_table(table)]


def read_envelopes(page: Element) -> dict[str, str]:
    """Return what is said about each envelope; a mark stands before what we conclude."""
    envelopes = {}
    for heading in page.iter("h3"):
        name = read_text(heading).removeprefix("Envelope ")
        parts = list_parts(page)[heading.get("id", "")]
        texts = [read_text(each) for each in parts if each.tag == "p"]
        marked = [each for each in parts if each.find("span") is not None]
        assert [read_text(each)[:8] for each in marked] == ["derived "] * len(marked)
        text = " ".join(texts)
        envelopes[name] = text.replace("derived The page", "Derived: the page", len(marked))
    return envelopes


def read_fields(page: Element) -> dict[str, list[dict[str, str]]]:
    """Return the fields of each envelope."""
    return {
        read_text(heading).removeprefix("Envelope "): read_part(page, heading.get("id", ""))
        for heading in page.iter("h3")
    }


def read_sources(page: Element) -> list[str]:
    """Return the pages of the provider, without the full stops that Markdown has."""
    [part] = (each for each in list_parts(page)["sources"] if each.tag == "ul")
    return [read_text(each) for each in part]


def expect_sources(provider: Provider) -> list[str]:
    """Return the pages of the provider."""
    return [
        join_lines(f"{page['url']}, read on {page['retrieved']} {page.get('note', '')}")
        for page in provider.sources
    ]


def read_about(page: Element) -> tuple[str, str, bool]:
    """Return the title, what precedes the first part, and whether the list is open."""
    [title] = page.iter("h1")
    paragraphs = [
        each for each in list_parts(page)[""] if each.tag == "p" and not each.findall("a")
    ]
    *about, _ = (read_text(each) for each in paragraphs)
    about = [each for each in about if each]
    gaps = " ".join(map(read_text, list_parts(page)["not_documented"]))
    return read_text(title), " ".join(about), "list of codes is not complete" in gaps


def expect_about(provider: Provider) -> tuple[str, str, bool]:
    """Return the same from the registry."""
    facts = derive_facts(provider)
    return facts["title"], " ".join(facts["about"]), facts["open"]


def expect_fact(provider: Provider, *, fact: str) -> object:
    """Return a fact that the page in Markdown has in the same form."""
    return derive_facts(provider)[fact]


FACTS: Mapping[str, tuple[Callable[[Provider], Any], Callable[[Element], Any]]] = {
    "about": (expect_about, read_about),
    "envelopes": (partial(expect_fact, fact="envelopes"), read_envelopes),
    "fields": (partial(expect_fact, fact="fields"), read_fields),
    "sources": (expect_sources, read_sources),
    "support": (
        partial(expect_fact, fact="support"),
        lambda page: [read_text(each) for each in list_parts(page).get("support", ())],
    ),
    **{
        fact: (partial(expect_fact, fact=fact), partial(read_part, id_=fact))
        for fact in ("groups", "categories", "scopes")
    },
}
"""What is expected of a provider, and what its page has."""


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("name", NAMES)
def test_facts_of_providers(name: str, fact: str) -> None:
    """Each page has the facts of its provider, and no others."""
    expect, read_page = FACTS[fact]
    for path, provider in list_providers(name).items():
        assert read_page(build_site(name).pages[f"{path}.html"]) == expect(provider), path


@pytest.mark.parametrize("name", NAMES)
def test_table_of_errors(name: str) -> None:
    """It has all errors, with the columns that any of them needs, except for the class.

    Each row leads to the page of its error.
    """
    for path, provider in list_providers(name).items():
        page, facts = build_site(name).pages[f"{path}.html"], derive_facts(provider)
        [table] = [each for part in list_parts(page)["errors"] for each in part.iter("table")]
        heads = [read_text(head) for head in table.findall("thead/tr/th")]
        assert heads == [head for head in facts["table: columns"] if head != "class"]
        rows = table.findall("tbody/tr")
        anchors = [error.anchor for error in provider.errors.values()]
        assert sorted(row.get("id", "") for row in rows) == sorted(anchors)
        for row, cells in zip(rows, read_table(table), strict=True):
            anchor = row.get("id", "")
            expected = {head: facts[f"table: {head}"][anchor] for head in heads}
            assert cells == {head: cell for head, cell in expected.items() if cell}
            [link] = row.findall("th/a")
            assert link.get("href") == f"{path}/{anchor}.html"


@pytest.mark.parametrize("name", NAMES)
def test_classes_have_ids(name: str) -> None:
    """The tree, the inventory and pages of errors lead to the base class and the groups."""
    for path, provider in list_providers(name).items():
        page = build_site(name).pages[f"{path}.html"]
        ids = {each.get("id"): each for each in page.iter() if "id" in each.attrib}
        base = ids[f"class_{make_slug(provider.base)}"]
        assert provider.base in read_text(base)
        for group in provider.groups.values():
            id_, class_, *_ = map(read_text, ids[f"class_{make_slug(group.class_)}"])
            assert (id_, class_) == (group.id, group.class_)


@pytest.mark.parametrize("name", NAMES)
def test_contents_lead_to_each_part(name: str) -> None:
    """In the order of the page."""
    for path in list_providers(name):
        page = build_site(name).pages[f"{path}.html"]
        [contents] = [each for each in page.iter("nav") if each.get("class") == "contents"]
        links = [(read_text(link), link.get("href")) for link in contents.iter("a")]
        parts = [(read_text(part), f"#{part.get('id')}") for part in page.iter("h2")]
        assert links == parts


def test_large_provider_is_complete(tmp_path: Path) -> None:
    """Nothing is left out, however many errors there are."""
    ids = [f"FAILED_{number}" for number in range(MANY)]
    errors = {id_: f'class = "Number{number}Error"\nstatus = 400' for number, id_ in enumerate(ids)}
    files = dict(generate_site(build_project(tmp_path, {"acme": errors})))
    page = parse(files["acme.html"])
    assert [row["code"] for row in read_part(page, "errors")] == ids
    anchors = {id_: id_.lower().replace("_", "-") for id_ in ids}
    assert {f"acme/{anchor}.html" for anchor in anchors.values()} < files.keys()
    links = {each.get("href") for each in page.iter("a")}
    assert {f"acme/{anchor}.html" for anchor in anchors.values()} <= links
    front = parse(files["index.html"])
    [card] = [each for each in front.iter("li") if "acme_errors.acme" in read_text(each)]
    assert f"{MANY} errors" in read_text(card)


# --- all providers -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_front_page_lists_providers(name: str) -> None:
    """Without script, it leads to the pages of all providers."""
    page = build_site(name).pages["index.html"]
    [cards] = [each for each in page.iter("ul") if each.get("class") == "cards"]
    found = []
    for card in cards:
        [link] = card.iter("a")
        found.append((link.get("href"), read_text(link), read_text(card.findall("p")[-1])))
    package = Registry.read(FOLDERS[name]).sdk["package"]
    assert found == [
        (
            f"./{path}.html",
            join_lines(provider.about["title"]),
            f"{len(provider.errors)} errors · {package}.{path}",
        )
        for path, provider in list_providers(name).items()
    ]


@pytest.mark.parametrize("name", NAMES)
def test_page_of_kinds(name: str) -> None:
    """It has all kinds of the format's manual, and the number of errors of each."""
    [table] = build_site(name).pages["guides/kinds.html"].iter("table")
    counts = Counter(error.kind for error in list_errors(name))
    kinds = Registry.read(FOLDERS[name]).kinds
    rows = {row["kind"]: row for row in read_table(table)}
    assert [*rows] == [*kinds]
    for kind, row in rows.items():
        assert row["who must act"] == kinds[kind].who_must_act
        assert row["class"] == kinds[kind].class_
        assert row["usual advice"] == kinds[kind].advice or kinds[kind].advice is None
        assert int(row["errors"]) == counts[kind]
    ids = {kind.replace("_", "-") for kind in kinds}
    assert {row.get("id") for row in table.findall("tbody/tr")} == ids


@pytest.mark.parametrize("name", NAMES)
def test_page_of_advice(name: str) -> None:
    """It has each word of advice, and the number of errors with it."""
    [table] = build_site(name).pages["guides/retry-advice.html"].iter("table")
    counts = Counter(error.retry["advice"] if error.retry else "" for error in list_errors(name))
    found = {row["advice"]: int(row["errors"]) for row in read_table(table)}
    assert found == {"unknown": counts.pop("", 0), **dict.fromkeys(ANSWERS, 0), **counts}


@pytest.mark.parametrize("name", NAMES)
def test_filters_have_the_values_of_errors(name: str) -> None:
    """A filter without any result would be a dead end."""
    page = build_site(name).pages["index.html"]
    values = {
        select.get("id", "").removeprefix("filter-"): {
            option.get("value") for option in select.iter("option")
        }
        - {""}
        for select in page.iter("select")
    }
    errors = [*list_errors(name)]
    statuses = {str(status) for error in errors for status in error.statuses}
    assert values == {
        "provider": {*list_providers(name)},
        "kind": {error.kind for error in errors} - {None},
        "status": statuses | {f"{status[0]}xx" for status in statuses},
        "retry": {error.retry["advice"] if error.retry else "unknown" for error in errors},
        "category": {error.category for error in errors} - {None},
    }

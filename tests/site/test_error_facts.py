"""Pages of errors have the facts of the registry, as `tomllib` reads it, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from attrs import evolve

from tests.output.markdown import join_lines, read
from tests.output.pages import derive_blocks, derive_bullets, write_http
from tests.output.registry import Error, Registry, many, wait_of
from tests.site.sites import FOLDERS, NAMES, build_site, find_section, read_text

NOT_DOCUMENTED = "not documented"
DOCUMENTED, DERIVED, MISSING = "documented", "derived", "missing"


@cache
def list_errors(name: str) -> Mapping[str, Error]:
    """Return the errors of a registry, by the paths of their pages without suffix."""
    return {
        f"{provider.name}/{error.anchor}": error
        for provider in Registry.read(FOLDERS[name]).providers.values()
        for error in provider.errors.values()
    }


def get_basis(*texts: object) -> str:
    """Return whether the page of the provider has any of some facts."""
    return DOCUMENTED if any(texts) else MISSING


# --- what is expected ----------------------------------------------------------------------------


def expect_facts(error: Error) -> dict[str, tuple[str, str]]:
    """Return basis and text of each fact beside the text, by label."""
    bullets, provider = derive_bullets(error), error.provider
    facts = {
        "HTTP status": (get_basis(error.statuses), bullets["HTTP status"]),
        **expect_envelopes(error),
        "Endpoints": (
            get_basis(error.table.get("endpoints")),
            bullets.get("Endpoints", NOT_DOCUMENTED),
        ),
        "Code": (DOCUMENTED, bullets["Code"]),
        "Source": (DOCUMENTED, expect_source(error)),
    }
    aliases = " ".join(map(str, many(error.table.get("aliases"))))
    if aliases:
        facts["Other spellings"] = (DOCUMENTED, aliases)
    if folded := bullets.get("Other spellings", "").removeprefix(aliases).strip():
        facts["Also read as this code"] = (DERIVED, f"{folded} {DERIVED}")
    for label in ("Scope", "Group"):
        if label in bullets:
            facts[label] = (DOCUMENTED, bullets[label])
    if error.category or provider.categories:
        facts["Category"] = (get_basis(error.category), bullets["Category"])
    if error.kind:
        facts["Kind"] = (DERIVED, f"{error.kind} {DERIVED}")
    return facts


def expect_envelopes(error: Error) -> dict[str, tuple[str, str]]:
    """Return the facts that say in which envelopes an error arrives."""
    fitting = [
        envelope
        for envelope in error.provider.envelopes
        if "scope" not in envelope or not error.scopes or envelope["scope"] in error.scopes
        if can_have_status(envelope, error)
    ]
    shown = " ".join(envelope["id"] for envelope in fitting if not envelope.get("derived"))
    derived = " ".join(envelope["id"] for envelope in fitting if envelope.get("derived"))
    facts = {"Envelope": (DOCUMENTED, shown)} if shown else {}
    if derived:
        facts["Derived envelope"] = (DERIVED, f"{derived} {DERIVED}")
    return facts or {"Envelope": (MISSING, NOT_DOCUMENTED)}


def can_have_status(envelope: Mapping[str, Any], error: Error) -> bool:
    """Return whether an envelope is read with a status of an error."""
    read_with = {str(status) for status in many(envelope.get("when", {}).get("status"))}
    sent_with = {str(status) for status in error.statuses}
    classes = {f"{status[0]}xx" for status in read_with | sent_with}
    return (
        not read_with
        or not sent_with
        or bool(
            read_with & sent_with
            or any(
                class_ in read_with and class_[0] in {s[0] for s in sent_with} for class_ in classes
            )
            or any(
                class_ in sent_with and class_[0] in {s[0] for s in read_with} for class_ in classes
            )
        )
    )


def expect_source(error: Error) -> str:
    """Return the page that documents an error, with the day on which it was read."""
    days = {source["url"]: source["retrieved"] for source in error.provider.sources}
    url = error.source_url
    return f"{url}, read on {days[url]}" if url in days else url


def expect_retry(error: Error) -> tuple[str, str, str]:
    """Return word and basis of the advice, and what a page must say about the delay."""
    if error.retry is None:
        return "unknown", MISSING, ""
    basis = DERIVED if error.retry["basis"] == DERIVED else DOCUMENTED
    return error.retry["advice"], basis, wait_of(error.retry)


def expect_examples(error: Error) -> list[tuple[str, str | None]]:
    """Return the basis of each example response; the content of derived ones is not known."""
    if error.examples:
        return [(DOCUMENTED, write_http(example)) for example in error.examples]
    return [(DERIVED, None)] if error.provider.envelopes else []


def expect_notices(error: Error) -> str:
    """Return whether an error is removed or deprecated, without what replaces it."""
    return join_lines(" ".join(stage.partition(" Use ")[0] for stage in error.stages))


def expect_replacements(error: Error) -> list[tuple[str, str]]:
    """Return the codes and pages of the errors that replace one."""
    ids = [id_ for end in error.ends for id_ in many(error.table[end].get("replacement"))]
    others = [error.provider.errors[id_] for id_ in dict.fromkeys(ids)]
    return [(other.code, f"{other.anchor}.html") for other in others]


def expect_ancestors(error: Error) -> list[str]:
    """Return the classes above that of an error, its own, and that of its kind."""
    above = ["ApiError", error.provider.base, *([error.group.class_] if error.group else [])]
    kind = f", which also inherits from {error.kind_class} (its kind)" if error.kind_class else ""
    return [*above, f"{error.class_}{kind}"]


def expect_about(error: Error) -> dict[str, object]:
    """Return what a page says about the provider of an error."""
    about = error.provider.about
    return {
        "provider": about["title"],
        "class": f"{error.provider.registry.sdk['package']}.{error.provider.name}.{error.class_}",
        "support": join_lines(about.get("support", "")),
        "open": about.get("open", False),
    }


# --- what pages have -----------------------------------------------------------------------------


def read_facts(page: Element) -> dict[str, tuple[str | None, str]]:
    """Return basis and text of each fact beside the text, by label."""
    [found] = page.iter("aside")
    [facts] = found.findall("dl")
    labels, values = facts.findall("dt"), facts.findall("dd")
    assert len(facts) == 2 * len(labels) == 2 * len(values)
    return {
        read_text(label): (value.get("data-basis"), read_text(value))
        for label, value in zip(labels, values, strict=True)
    }


def read_section(page: Element, id_: str) -> list[str]:
    """Return the paragraphs, list items and quotations of a section."""
    section = find_section(page, id_)
    if section is None:
        return []
    found = [*section.findall("p"), *section.findall("ul/li"), *section.findall("blockquote")]
    return [
        read_text(each)
        for each in found
        if each.get("class") != "missing" and each.find("span[@class='badge']") is None
    ]


def read_missing(page: Element) -> set[str]:
    """Return the sections that say that something is not documented."""
    return {
        section.get("aria-labelledby", "")
        for section in page.iter("section")
        if any(
            NOT_DOCUMENTED in read_text(each).lower()
            for each in section.findall("p[@class='missing']")
        )
    }


def read_retry(page: Element) -> tuple[str, str, str]:
    """Return word and basis of the advice, and the delay that the page states."""
    [found] = (each for each in page.iter("div") if each.get("class") == "retry")
    [badge] = found.iter("span")
    assert found.get("data-basis") == badge.get("data-basis")
    basis = str(badge.get("data-basis"))
    assert read_text(badge) == {MISSING: NOT_DOCUMENTED}.get(basis, basis)
    delay = re.search(r"(?:after|every) [\d.]*\d s\b", read_text(found))
    return read_text(next(found.iter("code"))), basis, delay[0] if delay else ""


def read_examples(page: Element) -> list[tuple[str, str | None]]:
    """Return the basis of each example response, and the content of documented ones."""
    section = find_section(page, "example-response")
    assert section is not None
    badges = [str(each.get("data-basis")) for each in section.iter("span")]
    assert badges == [read_text(each) for each in section.iter("span")]
    blocks = ["".join(each.itertext()) for each in section.findall("pre")]
    assert bool(blocks) != ("No example:" in read_text(section))
    return [
        (basis, block if basis == DOCUMENTED else None)
        for basis, block in zip(badges, blocks, strict=True)
    ]


def read_messages(page: Element) -> list[tuple[str, str]]:
    """Return language and text of the messages for users."""
    section = find_section(page, "user-message")
    found = [] if section is None else section.findall("blockquote")
    for each in found:
        [*mark] = each.iter("span")
        assert [read_text(language) for language in mark] == [*filter(None, [each.get("lang")])]
    return [(each.get("lang", ""), join_lines(each.text or "")) for each in found]


def read_notices(page: Element) -> str:
    """Return the sentences at the top about the end of an error."""
    return " ".join(read_text(each) for each in page.findall(".//main/p[@class='notice']/strong"))


def read_replacements(page: Element) -> list[tuple[str, str | None]]:
    """Return the codes and pages of the errors that replace one."""
    links = page.findall(".//main/div[@class='notice']/ul/li/a")
    return [(read_text(link), link.get("href")) for link in links]


def read_about(page: Element) -> dict[str, object]:
    """Return what a page says about the provider of an error."""
    section = find_section(page, "class")
    assert section is not None
    [main] = page.iter("main")
    [*_, crumb] = main.findall("nav/a")
    return {
        "provider": read_text(crumb),
        "class": read_text(next(section.iter("code"))),
        "support": " ".join(read_section(page, "support")),
        "open": "The provider says that its list of codes is not complete." in read_text(main),
    }


def read_lead(page: Element) -> str:
    """Return the summary."""
    return read_text(next(each for each in page.iter("p") if each.get("class") == "lead"))


def read_ancestors(page: Element) -> list[str]:
    """Return the classes above that of an error, its own, and that of its kind."""
    return [read_text(each) for each in page.findall(".//ol[@class='ancestors']/li")]


def list_missing(error: Error) -> set[str]:
    """Return the sections that must say that something is not documented."""
    missing = set() if "causes" in error.table else {"causes"}
    return missing if error.inherited("fix") else {*missing, "what-to-do"}


def read_actor(page: Element) -> str:
    """Return who must act, which is derived from the kind."""
    section = find_section(page, "what-to-do")
    assert section is not None
    found = [each for each in section.findall("p") if each.find("span") is not None]
    for each in found:
        badge = each.find("span")
        assert badge is not None
        assert (badge.get("data-basis"), read_text(badge)) == (DERIVED, DERIVED)
    return " ".join(read_text(each).removeprefix(f"{DERIVED} ") for each in found)


def expect_actor(error: Error) -> str:
    """Return who must act, as the format's manual says."""
    kind = error.provider.registry.kinds.get(error.kind or "")
    return "" if kind is None else kind.who_must_act


FACTS: Mapping[str, tuple[Callable[[Error], Any], Callable[[Element], Any]]] = {
    "code": (lambda error: error.code, lambda page: read_text(next(page.iter("h1")))),
    "summary": (lambda error: join_lines(error.table["summary"]), read_lead),
    "notices": (expect_notices, read_notices),
    "replacements": (expect_replacements, read_replacements),
    "facts": (expect_facts, read_facts),
    "causes": (
        lambda error: derive_blocks(error)["Causes"],
        lambda page: read_section(page, "causes"),
    ),
    "fix": (
        lambda error: " ".join(derive_blocks(error)["What to do"]),
        lambda page: " ".join(read_section(page, "what-to-do")),
    ),
    "actor": (expect_actor, read_actor),
    "missing": (list_missing, read_missing),
    "retry": (expect_retry, read_retry),
    "messages": (
        lambda error: [
            (language, join_lines(text)) for language, text in error.user_messages.items()
        ],
        read_messages,
    ),
    "examples": (expect_examples, read_examples),
    "notes": (
        lambda error: " ".join(derive_blocks(error)["Note"]),
        lambda page: " ".join(read_section(page, "notes")),
    ),
    "classes": (expect_ancestors, read_ancestors),
    "provider": (expect_about, read_about),
}
"""What is expected of an error, and what its page has."""


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("name", NAMES)
def test_facts_of_errors(name: str, fact: str) -> None:
    """Each page has the facts of its error; what we conclude is marked as derived."""
    expect, read_page = FACTS[fact]
    pages, errors = build_site(name).pages, list_errors(name)
    found = {path: read_page(pages[f"{path}.html"]) for path in errors}
    assert found == {path: expect(error) for path, error in errors.items()}


@pytest.mark.parametrize("name", NAMES)
def test_each_error_has_a_page(name: str) -> None:
    """And there is no other page of an error, except redirects of aliases."""
    site, errors = build_site(name), list_errors(name)
    folders = {error.provider.name for error in errors.values()}
    found = (path for path in site.files if path.endswith(".md"))
    twins = {path for path in found if path.partition("/")[0] in folders and "/" in path}
    assert twins == {f"{path}.md" for path in errors}


@pytest.mark.parametrize("name", NAMES)
def test_derived_facts_are_marked(name: str) -> None:
    """The mark stands beside a derived fact only, and the legend explains all three."""
    for path in list_errors(name):
        [aside] = build_site(name).pages[f"{path}.html"].iter("aside")
        for value in aside.findall("dl/dd"):
            marks = [each.get("data-basis") for each in value.iter("span")]
            assert marks == ([DERIVED] if value.get("data-basis") == DERIVED else []), path
            assert (NOT_DOCUMENTED in read_text(value)) == (value.get("data-basis") == MISSING)
        legend = [each.get("data-basis") for each in aside.findall("p/span")]
        assert legend == [DOCUMENTED, DERIVED, MISSING]


# --- the same page in Markdown -------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_facts_of_twins(name: str) -> None:
    """The page in Markdown has the same facts."""
    files = build_site(name).files
    for path, error in list_errors(name).items():
        page = read(files[f"{path}.md"].decode())
        [section] = page.sections
        assert (section.level, section.title) == (1, join_lines(error.code)), path
        _, *blocks = section.blocks
        section = evolve(section, blocks=tuple(blocks))
        lead = " ".join(section.lead)
        assert expect_notices(error) in lead, path
        assert join_lines(error.table["summary"]) in lead, path
        bullets = dict(text.split(": ", 1) for text in section.lead if ": " in text)
        for label, (basis, text) in expect_facts(error).items():
            shown = f"{text.removesuffix(DERIVED)}({DERIVED})" if basis == DERIVED else text
            assert bullets[label] == shown, (path, label)
        labelled = section.labelled
        word, basis, delay = expect_retry(error)
        advice = " ".join(labelled[f"Retry ({NOT_DOCUMENTED if basis == MISSING else basis})"])
        assert delay in advice, path
        assert (word == "unknown") == ("Whether to retry is unknown" in advice), path
        for label, expected in derive_blocks(error).items():
            want = expected or NOTHING.get(label, [])
            assert labelled.get(LABELS.get(label, label), [])[: len(want)] == want, (path, label)
        documented = [
            block
            for label, blocks in labelled.items()
            for block in blocks
            if label.startswith(f"Example response ({DOCUMENTED})")
        ]
        assert documented == [write_http(example) for example in error.examples], path


LABELS = {"User message": "Message for users"}
"""Labels of the site that are others than those of the reference."""
NOTHING = {"Causes": ["Not documented."], "What to do": ["Not documented."]}
"""What stands below a label without facts."""

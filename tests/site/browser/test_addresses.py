"""The address of the front page: deep links, the back button, other ways to publish."""

from __future__ import annotations

import pytest

from tests.site.browser.visits import Front, Visits

pytest.importorskip("playwright", reason="only the session browser installs it")

REMEMBERED = (
    "The spelling matches IDHub's group session. "
    "The status is HTTP 404. Retry advice for this category: never."
)
"""What the page says of a text without repeating anything of it."""


def test_address_has_text_and_filters(visits: Visits) -> None:
    """Text and filters are in the fragment, which no server sees."""
    front = visits.open_front("specimen").type("found & lost").choose("provider", "idhub")
    assert front.fragment == "#provider=idhub&q=found+%26+lost"
    again = visits.open_front("specimen", front.fragment)
    assert again.query.input_value() == "found & lost"
    assert again.page.locator("#provider").input_value() == "idhub"


@pytest.mark.parametrize(
    ("fragment", "first"),
    [
        ("#q=SIG_BB801", "SIG_BB801"),
        ("#kind=not_found&q=", "SESSION_NOT_FOUND"),
        ("#provider=stepup", "CLIENT_SIDE_ERROR"),
        ("#status=4xx&provider=autograph&q=dpop", "use_dpop_header"),
    ],
)
def test_deep_link(visits: Visits, fragment: str, first: str) -> None:
    """A link with a state shows its results at once."""
    assert visits.open_front("specimen", fragment).list_codes()[0] == first


def test_deep_link_with_a_value_that_no_error_has(visits: Visits) -> None:
    """The filter shows the value, and the page offers to remove it."""
    front = visits.open_front("specimen", "#status=418&q=session")
    assert front.page.locator("#status").input_value() == "418"
    assert front.read("count") == "0 errors"
    front.page.get_by_role("button", name="Clear filters").click()
    assert "SESSION_NOT_FOUND" in front.list_codes()


def test_links_of_other_pages(visits: Visits) -> None:
    """Kinds, advice and providers lead to their errors."""
    page = visits.open("specimen", "guides/kinds.html")
    page.locator("tr#not-found td[data-label=errors] a").click()
    page.wait_for_url("**/index.html#kind=*")
    front = Front(page)
    infos = [
        info
        for provider in visits.get_site("specimen").registry.providers
        for info in provider.facts.errors.values()
    ]
    assert len(front.list_codes()) == sum(info.kind == "not_found" for info in infos)
    page.goto(visits.get_site("specimen").url + "idhub.html")
    page.get_by_role("link", name="Search these errors").click()
    page.wait_for_url("**/index.html#provider=*")
    assert front.list_codes()[0] == "AUTH_INVALID_CREDENTIALS"


def test_back_and_forward(visits: Visits) -> None:
    """Typing replaces the entry of the history, a filter adds one; both are restored."""
    front = visits.open_front("specimen").type("found")
    front.choose("provider", "idhub")
    front.choose("status", "404")
    filtered = front.list_codes()
    front.page.go_back()
    front.settle()
    assert front.page.locator("#status").input_value() == ""
    assert front.page.locator("#provider").input_value() == "idhub"
    front.page.go_back()
    front.settle()
    assert (front.fragment, front.query.input_value()) == ("#q=found", "found")
    assert "not_found" in front.list_codes()
    front.page.go_forward()
    front.page.go_forward()
    front.settle()
    assert front.list_codes() == filtered


def test_back_from_a_page(visits: Visits) -> None:
    """The back button restores text, filters, results and the focus."""
    front = visits.open_front("specimen").choose("provider", "idhub").type("session")
    found = front.list_codes()
    address = front.links.nth(2).get_attribute("href")
    front.links.nth(2).click()
    front.page.wait_for_url(f"**/{address}")
    front.page.go_back()
    front.page.wait_for_url("**/index.html#*")
    assert front.list_codes() == found
    assert front.query.input_value() == "session"
    assert front.focused == address


def test_back_to_further_results(visits: Visits) -> None:
    """The back button also restores results that were shown on request."""
    front = visits.open_front("large").choose("provider", "provider_0")
    front.page.get_by_role("button", name="Show more").click()
    address = front.links.nth(70).get_attribute("href")
    front.links.nth(70).click()
    front.page.wait_for_url(f"**/{address}")
    front.page.go_back()
    front.page.wait_for_url("**/index.html#*")
    assert front.focused == address


@pytest.mark.parametrize(
    ("pasted", "remembered"),
    [
        ('{"title": "SESSION_KARI", "detail": "Nordmann", "status": 404}', REMEMBERED),
        ("session kari", ""),
    ],
)
def test_back_to_results_of_a_private_text(visits: Visits, pasted: str, remembered: str) -> None:
    """The back button restores results, but nothing stores the text that led to them."""
    front = visits.open_front("specimen").paste(pasted)
    found = front.list_codes()
    summary = front.read("count")
    front.query.press("Enter")
    front.page.keyboard.press("Enter")
    front.page.wait_for_url("**/idhub/*.html")
    front.page.go_back()
    front.page.wait_for_url("**/index.html")
    front.settle()
    assert front.list_codes() == found
    assert front.read("count") == summary
    expected = f"These are the results of your last search. {remembered}".strip()
    assert front.read("understood") == expected
    assert front.focused == front.links.first.get_attribute("href")
    stored = front.page.evaluate("JSON.stringify(history.state) + location.href").lower()
    assert "kari" not in stored
    assert "nordmann" not in stored
    front.type("sig_bb801")
    assert front.list_codes() == ["SIG_BB801"]


def test_anchor_keeps_the_search(visits: Visits) -> None:
    """The links of the front page to its own sections do not change the search."""
    front = visits.open_front("specimen").type("session")
    front.page.evaluate("location.hash = '#guides'")
    front.settle()
    assert front.query.input_value() == "session"
    assert "SESSION_NOT_FOUND" in front.list_codes()


def test_site_below_a_path_of_a_server(visits: Visits, served: str) -> None:
    """The site works below a sub-path of any host, and requests nothing else."""
    front = Front(visits.open_url(served, "index.html"))
    front.type("sig_bb801").query.press("Enter")
    front.page.wait_for_url("**/some/path/autograph/sig-bb801.html")
    front.page.go_back()
    assert front.list_codes()[0] == "SIG_BB801"

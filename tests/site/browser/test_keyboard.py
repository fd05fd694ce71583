"""The search without a mouse."""

from __future__ import annotations

import pytest

from tests.site.browser.visits import Visits

pytest.importorskip("playwright", reason="only the session browser installs it")


def test_enter_opens_no_similar_error_unasked(visits: Visits) -> None:
    """Without a match, Enter moves to the first similar error, which a second Enter opens."""
    front = visits.open_front("specimen").paste('{"title": "SESSION_FOO"}')
    first = front.links.first.get_attribute("href")
    front.query.press("Enter")
    assert front.focused == first
    front.page.keyboard.press("Enter")
    front.page.wait_for_url(f"**/{first}")


def test_slash_focuses_the_search(visits: Visits) -> None:
    """`/` focuses the text and selects it, unless somebody is typing."""
    front = visits.open_front("specimen", "#q=session")
    front.page.keyboard.press("/")
    assert front.focused == "query"
    front.page.keyboard.type("a/b")
    assert front.query.input_value() == "a/b"
    front.page.locator("#provider").focus()
    front.page.keyboard.press("/")
    assert front.focused == "provider"


def test_arrows_move_between_results(visits: Visits) -> None:
    """The arrow keys move from the text to the results and back."""
    front = visits.open_front("specimen").type("session")
    addresses = front.links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(addresses) > 2
    front.page.keyboard.press("ArrowDown")
    assert front.focused == addresses[0]
    front.page.keyboard.press("ArrowDown")
    assert front.focused == addresses[1]
    front.page.keyboard.press("ArrowUp")
    front.page.keyboard.press("ArrowUp")
    assert front.focused == "query"


def test_arrows_stop_at_the_last_result(visits: Visits) -> None:
    """Below the last result, the focus stays."""
    front = visits.open_front("specimen").type("SIG_BB801")
    front.page.keyboard.press("ArrowDown")
    front.page.keyboard.press("ArrowDown")
    assert front.focused == "autograph/sig-bb801.html"


def test_arrow_down_shows_more(visits: Visits) -> None:
    """Below the last result that is shown, the arrow key shows more."""
    front = visits.open_front("huge").type("access")
    front.links.nth(49).focus()
    front.page.keyboard.press("ArrowDown")
    assert front.results.count() == 100
    assert front.focused == front.links.nth(50).get_attribute("href")


def test_enter_in_an_empty_form_opens_nothing(visits: Visits) -> None:
    """The list of all errors is not a result of a search."""
    front = visits.open_front("specimen")
    front.query.press("Enter")
    front.settle()
    assert front.page.url.endswith("/index.html")


def test_enter_opens_the_first_result(visits: Visits) -> None:
    """Enter in the text opens the first result, also of a pasted text."""
    front = visits.open_front("specimen").paste('{"title": "SESSION_NOT_FOUND", "status": 404}')
    front.query.press("Enter")
    front.page.wait_for_url("**/idhub/session-not-found.html")
    assert front.page.locator("h1").inner_text() == "SESSION_NOT_FOUND"


def test_enter_opens_the_focused_result(visits: Visits) -> None:
    """Enter on a result opens that one."""
    front = visits.open_front("specimen").type("session")
    front.page.keyboard.press("ArrowDown")
    front.page.keyboard.press("ArrowDown")
    address = front.focused
    front.page.keyboard.press("Enter")
    front.page.wait_for_url(f"**/{address}")


def test_escape_clears_the_text(visits: Visits) -> None:
    """Escape empties the text, in the field and on a result, and keeps the filters."""
    front = visits.open_front("specimen").choose("provider", "idhub").type("session")
    front.page.keyboard.press("Escape")
    assert (front.query.input_value(), front.fragment) == ("", "#provider=idhub&q=")
    front.type("session").page.keyboard.press("ArrowDown")
    front.page.keyboard.press("Escape")
    assert (front.focused, front.query.input_value()) == ("query", "")


def test_arrows_move_inside_a_long_text(visits: Visits) -> None:
    """In a text of several lines, the arrow keys move between its lines first."""
    front = visits.open_front("specimen").paste('{\n"title": "SESSION_NOT_FOUND"\n}')
    front.query.press("Control+Home")
    front.page.keyboard.press("ArrowDown")
    assert front.focused == "query"
    front.query.press("Control+End")
    front.page.keyboard.press("ArrowDown")
    assert front.focused == "idhub/session-not-found.html"


def test_number_of_results_is_announced(visits: Visits) -> None:
    """A polite live region says how many results there are."""
    front = visits.open_front("specimen").type("session")
    assert front.page.get_by_role("status").inner_text() == f"{front.results.count()} errors"
    front.type("SIG_BB801")
    assert front.page.get_by_role("status").inner_text() == "1 error"

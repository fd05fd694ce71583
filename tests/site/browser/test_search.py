"""The search by words, the filters, and what is shown."""

from __future__ import annotations

import pytest

from tests.site.browser.visits import Reused, Visits

pytest.importorskip("playwright", reason="only the session browser installs it")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("SESSION_NOT_FOUND", "SESSION_NOT_FOUND IDHub"),
        ("session-not-found", "SESSION_NOT_FOUND IDHub"),
        ("session not found", "SESSION_NOT_FOUND IDHub"),
        ("SessionNotFound", "SESSION_NOT_FOUND IDHub"),
        ("idhub.SessionNotFoundError", "SESSION_NOT_FOUND IDHub"),
        ("sig_bb607", "SIG-BB607 Autograph"),
        ("SIGBB801", "SIG_BB801 Autograph"),
        ("bb801", "SIG_BB801 Autograph"),
        ("internal_error -- SIG_BB801", "SIG_BB801 Autograph"),
        ("internal_error", "internal_error Seal"),
        ("not found", "not_found Seal"),
        ("idhub not found", "SESSION_NOT_FOUND IDHub"),
        ("503 idhub", "PROVIDER_UNAVAILABLE IDHub"),
        ("autograph 503", "SIG_BB800 Autograph"),
        ("sess", "SESSION_NOT_FOUND IDHub"),
        ("rate_limit", "TOO_MANY_REQUESTS StepUp"),
    ],
)
def test_best_result_comes_first(reused: Reused, typed: str, first: str) -> None:
    """An exact code precedes its beginning, that a part of it, and that a summary."""
    assert reused("specimen").type(typed).list_found()[0] == first


@pytest.mark.parametrize("line", ["HTTP 503", "HTTP/1.1 503 Service Unavailable"])
def test_status_line_finds_errors_with_the_status(reused: Reused, line: str) -> None:
    """A status as responses and this site write it is a status, not words."""
    found = reused("specimen").type("503").list_found()
    assert found
    assert reused("specimen").type(line).list_found() == found


def test_each_word_must_match(visits: Visits) -> None:
    """Words narrow the results down; case and order do not matter."""
    front = visits.open_front("specimen")
    found = set(front.type("not found").list_found())
    assert len(found) > 3
    narrowed = front.type("FOUND not idhub Verification").list_found()
    assert narrowed == ["SESSION_VERIFICATION_NOT_FOUND IDHub"]
    assert set(narrowed) < found


def test_every_error_is_found_by_its_code(visits: Visits) -> None:
    """The code of each error finds it, first among those with other codes."""
    front = visits.open_front("specimen")
    codes = [
        info.code or ""
        for provider in visits.get_site("specimen").registry.providers
        for info in provider.facts.errors.values()
    ]
    found = [name.split()[0] for name in front.paste_each(codes)]
    assert found == codes


def test_result_shows_facts(visits: Visits) -> None:
    """A result has code, provider, summary, status, retry advice and kind.

    What is derived is marked as on the pages of errors.
    """
    front = visits.open_front("specimen").type("PROVIDER_UNAVAILABLE")
    shown = " ".join(front.results.first.inner_text().split())
    info = next(
        provider.facts.errors["PROVIDER_UNAVAILABLE"]
        for provider in visits.get_site("specimen").registry.providers
        if provider.name == "idhub"
    )
    assert info.summary is not None
    assert info.summary in shown
    assert "HTTP 503 retry backoff kind unavailable derived" in shown
    front.type("not_found")
    marks = front.results.first.locator(".badge[data-basis=derived]")
    assert marks.all_inner_texts() == ["derived", "derived"]  # its retry advice and its kind
    assert marks.first.evaluate("mark => getComputedStyle(mark).borderStyle") == "dashed"
    assert "status not documented" in front.results.first.inner_text()


def test_removed_and_deprecated_codes_are_marked(visits: Visits) -> None:
    """A removed or deprecated code says so, and follows equally good results."""
    front = visits.open_front("odd").type("token")
    shown = {
        code: front.results.nth(position).locator(".stage").all_text_contents()
        for position, code in enumerate(front.list_codes())
    }
    assert shown == {"TOKEN": ["removed"], "TOKEN_ERROR": ["deprecated"], "auth/invalid-token": []}
    assert "also spelled TOKEN BAD" in front.results.last.inner_text()


def test_links_lead_to_pages(visits: Visits) -> None:
    """Each result is a link to the page of its error."""
    for site in ("specimen", "hostile", "odd"):
        front = visits.open_front(site, "#kind=invalid_request&q=")
        addresses = front.links.evaluate_all("links => links.map(link => link.href)")
        assert addresses
        folder = visits.get_site(site).url
        for address in addresses:
            path = visits.get_site(site).folder / address.removeprefix(folder)
            assert path.is_file(), address


@pytest.mark.parametrize(
    ("filter_", "value", "expected"),
    [
        ("provider", "stepup", lambda name, _: name == "stepup"),
        ("kind", "not_found", lambda _, info: info.kind == "not_found"),
        ("status", "404", lambda _, info: 404 in info.statuses),
        ("status", "5xx", lambda _, info: any(str(s)[0] == "5" for s in info.statuses)),
        ("retry", "backoff", lambda _, info: info.retry and info.retry.advice == "backoff"),
        ("retry", "unknown", lambda _, info: info.retry is None),
        ("category", "client", lambda _, info: info.category == "client"),
    ],
)
def test_filter(visits: Visits, filter_: str, value: str, expected: object) -> None:
    """A filter alone lists all errors with its value, and only these."""
    front = visits.open_front("specimen").choose(filter_, value)
    assert callable(expected)
    wanted = [
        info.code
        for provider in visits.get_site("specimen").registry.providers
        for info in provider.facts.errors.values()
        if expected(provider.name, info)
    ]
    assert 0 < len(wanted) <= 50
    assert front.list_codes() == wanted


def test_filters_and_text_combine(visits: Visits) -> None:
    """Results match the text and all filters; a hidden result can be shown again."""
    front = visits.open_front("specimen").type("found").choose("provider", "idhub")
    assert "not_found" not in front.list_codes()
    front.choose("status", "503")
    assert front.list_codes() == []
    assert front.read("count") == "0 errors"
    front.page.get_by_role("button", name="Clear filters").click()
    assert "not_found" in front.list_codes()


def test_clear(visits: Visits) -> None:
    """The button empties the form; the page shows all errors again."""
    front = visits.open_front("specimen").choose("provider", "idhub").type("session")
    front.page.get_by_role("button", name="Clear all").click()
    front.settle()
    assert (front.query.input_value(), front.fragment) == ("", "")
    assert front.page.get_by_role("heading", name="Providers").is_visible()


def test_empty_form_shows_all_errors(visits: Visits) -> None:
    """Below the providers, the front page lists all errors; a search replaces both."""
    front = visits.open_front("huge")
    front.page.get_by_role("heading", name="All 10,000 errors").wait_for()
    assert front.results.count() == 50
    front.page.get_by_role("button", name="Show more").click()
    assert front.results.count() == 100
    front.type("access")
    assert not front.page.get_by_role("heading", name="All 10,000 errors").is_visible()
    assert not front.page.get_by_role("heading", name="Providers").is_visible()


def test_more_results(visits: Visits) -> None:
    """The first 50 results are shown, and more on request."""
    front = visits.open_front("huge").type("access")
    number = int(front.read("count").removesuffix(" errors").replace(",", ""))
    assert number > 100
    assert front.results.count() == 50
    front.page.get_by_role("button", name="Show more").click()
    assert front.results.count() == 100
    assert front.focused == front.links.nth(50).get_attribute("href")


def test_all_errors_are_searched(visits: Visits) -> None:
    """Each status class lists as many errors as the registry has."""
    front = visits.open_front("huge")
    infos = [
        info
        for provider in visits.get_site("huge").registry.providers
        for info in provider.facts.errors.values()
    ]
    for class_ in "45":
        front.choose("status", f"{class_}xx")
        number = sum(str(info.statuses[0])[0] == class_ for info in infos)
        assert front.read("count") == f"{number:,} errors"


@pytest.mark.parametrize(
    ("typed", "understood", "neighbor"),
    [
        ("SESSION_FOO", "The spelling matches IDHub's group session.", "SESSION_NOT_FOUND"),
        ("session_not_find", "session_not_find is not documented.", "SESSION_NOT_FOUND"),
        ("SIG_BB698", "SIG_BB698 is not documented.", "SIG_BB699"),
        ("what is the code bb801", "No error matches all of these words.", "SIG_BB801"),
        ("4xx stepup", "No error matches all of these words.", "CLIENT_SIDE_ERROR"),
    ],
)
def test_neighbors(reused: Reused, typed: str, understood: str, neighbor: str) -> None:
    """Without a result, the page says what it understood and lists similar errors."""
    front = reused("specimen").type(typed)
    assert front.read("count").startswith("No match; ")
    assert understood in front.read("understood")
    assert neighbor in front.list_codes()


@pytest.mark.parametrize(
    ("entered", "neighbor"),
    [
        ("session expired", "SESSION_NOT_FOUND"),
        ("access denied", "AUTH_FORBIDDEN"),
        ("retry never idhub", "AUTH_INVALID_CREDENTIALS"),
    ],
)
def test_neighbors_of_words(reused: Reused, entered: str, neighbor: str) -> None:
    """Plain words find the same errors whether they are typed or pasted."""
    front = reused("specimen").type(entered)
    typed = front.list_codes()
    assert neighbor in typed
    front.paste(entered)
    assert front.list_codes() == typed
    assert front.fragment == ""


@pytest.mark.parametrize("typed", ["qwert", "lorem"])
def test_word_is_not_a_code(reused: Reused, typed: str) -> None:
    """A word that no error has does not become an undocumented code."""
    front = reused("specimen").type(typed)
    assert front.read("understood").startswith(f"No error matches {typed}.")


def test_misspelled_word(reused: Reused) -> None:
    """A word with a mistake has similar codes."""
    front = reused("specimen").type("konflict")
    assert front.list_codes()[0] == "conflict"


def test_status_that_no_error_has(reused: Reused) -> None:
    """The page says which kind a status implies, and shows errors of this kind."""
    front = reused("specimen").type("410")
    assert front.read("understood") == (
        "No error is documented with HTTP 410. The kind for this status is not_found."
    )
    link = front.page.locator("#understood a")
    assert link.get_attribute("href") == "guides/kinds.html#not-found"
    assert "SESSION_NOT_FOUND" in front.list_codes()


@pytest.mark.parametrize(
    ("typed", "sentence", "address", "code"),
    [
        (
            "UnavailableError",
            "UnavailableError is the class of all errors of the kind unavailable.",
            "guides/kinds.html#unavailable",
            "PROVIDER_UNAVAILABLE",
        ),
        (
            "specimen_errors.NotFoundError",
            "NotFoundError is the class of all errors of the kind not_found.",
            "guides/kinds.html#not-found",
            "SESSION_NOT_FOUND",
        ),
        (
            "idhub.SessionError",
            "SessionError is the class of IDHub's group session.",
            "idhub.html#class_sessionerror",
            "SESSION_NOT_FOUND",
        ),
        (
            "IDHubError",
            "IDHubError is the class of all errors of IDHub.",
            "idhub.html#class_idhuberror",
            "AUTH_FORBIDDEN",
        ),
        (
            "ApiError",
            "ApiError is the class of all errors of all kinds.",
            "guides/kinds.html",
            "AUTH_FORBIDDEN",
        ),
    ],
)
def test_class_of_several_errors(
    visits: Visits, typed: str, sentence: str, address: str, code: str
) -> None:
    """The page says what a public class is, links to it and lists its errors."""
    front = visits.open_front("specimen").type(typed)
    assert front.read("understood") == sentence
    link = front.page.locator("#understood a").first
    assert link.get_attribute("href") == address
    path, _, anchor = address.partition("#")
    assert f'id="{anchor}"' in (visits.get_site("specimen").folder / path).read_text() or not anchor
    front.page.locator("#more").evaluate("more => { while (!more.hidden) more.click(); }")
    assert code in front.list_codes()
    front.paste(f"Traceback:\n  raise {typed}(x)")
    assert front.read("understood") == sentence


def test_class_of_an_undocumented_code(reused: Reused) -> None:
    """The name that the SDK prints for an undocumented code leads to its group."""
    front = reused("specimen").type("UndocumentedSessionConflictError")
    assert front.read("understood") == (
        "UndocumentedSessionConflictError is not documented. "
        "The spelling matches IDHub's group session."
    )
    assert "SESSION_NOT_FOUND" in front.list_codes()


def test_group_in_the_place_of_a_code(reused: Reused) -> None:
    """A group where a code is expected leads to the errors of the group."""
    front = reused("specimen").paste("x=1&code=api_error")
    assert front.read("understood") == "api_error is a group of Seal, not a code."
    link = front.page.locator("#understood a").first
    assert link.get_attribute("href") == "seal.html#class_sealfaulterror"
    assert "internal_error" in front.list_codes()


def test_filters_apply_to_neighbors(visits: Visits) -> None:
    """Similar errors pass the filters; the page says if others exist."""
    front = visits.open_front("specimen", "#provider=idhub&q=SESSION_FROZEN")
    assert all(found.endswith(" IDHub") for found in front.list_found())
    front.choose("provider", "stepup").choose("kind", "not_found")
    assert front.list_codes() == []
    assert "similar errors can be shown without filters." in front.read("understood")
    front.page.get_by_role("button", name="Clear filters").click()
    assert "SESSION_NOT_FOUND" in front.list_codes()


def test_nothing_similar(reused: Reused) -> None:
    """A text that resembles nothing has no results, and the page says so."""
    front = reused("specimen").type("qqqqqqqq")
    assert front.read("count") == "0 errors"
    assert "No similar error is documented." in front.read("understood")

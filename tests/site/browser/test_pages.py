"""Every type of page: accessibility, narrow screens, hostile text, and pages without script."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.site.browser.visits import Visits

pytest.importorskip("playwright", reason="only the session browser installs it")
axe = pytest.importorskip("axe_playwright_python", reason="only the session browser installs it")

AXE = Path(axe.__file__).with_name("axe.min.js").read_text("utf-8")
PAGES = {
    "front page": "index.html",
    "results": "index.html#provider=idhub&q=found",
    "no result": "index.html#q=SESSION_FOO+404",
    "provider": "idhub.html",
    "error": "idhub/session-not-found.html",
    "error with composite code": "autograph/sig-bb801.html",
    "kinds": "guides/kinds.html",
    "retry advice": "guides/retry-advice.html",
    "guide": "guides/retrying.html",
}
"""A page of each type, in the specimen's site."""
HOSTILE = ("index.html", "index.html#kind=invalid_request&q=", "acme.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_is_accessible(visits: Visits, path: str, scheme: str) -> None:
    """The accessibility checker axe finds nothing, in either mode."""
    page = visits.open("specimen", path, color_scheme=scheme)
    page.evaluate(AXE)
    # Otherwise, axe requests the stylesheet again, which a page opened from file:// cannot.
    script = "axe.run({ preload: false }).then((results) => results.violations)"
    violations = page.evaluate(script)
    found = [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert found == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_dark_mode(visits: Visits, path: str) -> None:
    """A page is dark on a screen that prefers this, and light otherwise."""
    page = visits.open("specimen", path, color_scheme="light")
    script = "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)"
    assert sum(page.evaluate(script)) > 600
    page.emulate_media(color_scheme="dark")
    assert sum(page.evaluate(script)) < 150


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_narrow_screen(visits: Visits, path: str) -> None:
    """Nothing is wider than a screen of 360 pixels, apart from code that scrolls by itself."""
    assert find_overflow(visits.open("specimen", path, viewport=NARROW)) == []


@pytest.mark.parametrize("path", HOSTILE)
def test_narrow_screen_with_long_words(visits: Visits, path: str) -> None:
    """Hostile text does not make a page wider."""
    assert find_overflow(visits.open("hostile", path, viewport=NARROW)) == []


NARROW = {"width": 360, "height": 740}


def find_overflow(page: Any) -> Any:
    """Return the elements that reach beyond the right edge, if the page scrolls sideways."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [
          ...document.querySelectorAll("body *"),
        ].filter((element) => element.getBoundingClientRect().right > innerWidth)
          .map((element) => element.outerHTML.slice(0, 200))"""
    )


def test_page_without_script(visits: Visits) -> None:
    """Without script, the front page says how to find errors, and has no dead form."""
    page = visits.open("specimen", java_script_enabled=False)
    assert page.locator("noscript .notice").is_visible()
    assert not page.locator("#search").is_visible()
    page.get_by_role("link", name="IDHub", exact=True).click()
    page.locator("table a", has_text="SESSION_NOT_FOUND").first.click()
    assert page.locator("h1").inner_text() == "SESSION_NOT_FOUND"
    assert page.get_by_role("button").count() == 0


def test_copy_button(visits: Visits) -> None:
    """The button of an example copies its text."""
    path = "idhub/session-not-found.html"
    permissions = ["clipboard-read", "clipboard-write"]
    page = visits.open("specimen", path, permissions=permissions)
    block = page.locator("pre", has_text='"title"').first
    button = block.locator("xpath=..").get_by_role("button")
    names = page.get_by_role("button").evaluate_all(
        "buttons => buttons.map((button) => button.getAttribute('aria-label'))"
    )
    assert len(set(names)) == len(names) > 1
    button.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == block.text_content().removesuffix("\n")
    assert json.loads(copied[copied.index("{") :])["title"] == "SESSION_NOT_FOUND"


def count_markup(page: Any) -> Counter[str]:
    """Count the elements of a page by tag, and their attributes by tag and name."""
    script = """[...document.querySelectorAll("*")].flatMap((element) => [
      element.localName,
      ...element.getAttributeNames().map((name) => `${element.localName} ${name}`),
    ])"""
    # Long lines of code may break in more places, or scroll with the keyboard.
    return Counter(name for name in page.evaluate(script) if name not in {"wbr", "pre tabindex"})


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_text_is_inert(visits: Visits, path: str) -> None:
    """With hostile text in every field, a page has no other markup, and nothing runs."""
    hostile, harmless = (visits.open(site, path) for site in ("hostile", "harmless"))
    assert count_markup(hostile).keys() == count_markup(harmless).keys()
    assert hostile.evaluate("window.intruder") is None
    assert "<script>window.intruder" in hostile.locator("main").inner_text()


def test_hostile_page_of_an_error_is_inert(visits: Visits) -> None:
    """The pages of errors with hostile text have no other markup either."""
    errors = [
        [path for path in visits.get_site(site).list_pages() if path.startswith("acme/")]
        for site in ("hostile", "harmless")
    ]
    assert [len(paths) for paths in errors] == [len(errors[0])] * 2
    allowed = {name for path in errors[1] for name in count_markup(visits.open("harmless", path))}
    for path in errors[0]:
        page = visits.open("hostile", path)
        assert count_markup(page).keys() <= allowed
        assert page.evaluate("window.intruder") is None


def test_hostile_search_is_inert(visits: Visits) -> None:
    """Hostile text that is typed or pasted, or in an address, is shown as text."""
    markup = "<img src=x onerror='window.intruder=1'>"
    front = visits.open_front("specimen", f"#status={markup}&q={markup}")
    for text in (markup, f'{{"title": "SESSION_{markup}"}}', f'{{"error": "X_Y -- A_{markup}"}}'):
        front.paste(text)
        assert front.page.locator("img").count() == 0
    assert front.page.evaluate("window.intruder") is None

"""Versions side by side: the menu, the notice on old pages, and addresses of aliases."""

from __future__ import annotations

import pytest

from tests.site.browser.visits import Visits

pytest.importorskip("playwright", reason="only the session browser installs it")


def test_old_page_leads_to_the_same_page_of_the_latest_version(visits: Visits) -> None:
    """The notice of an old version has a link, and the latest version has no notice."""
    page = visits.open("versions", "0.1.0/acme/a.html")
    notice = page.get_by_role("note")
    assert notice.inner_text() == "This is version 0.1.0. The latest version is 0.2.0."
    notice.get_by_role("link").click()
    page.wait_for_url("**/site/acme/a.html")
    assert page.get_by_role("heading", level=1).inner_text() == "A"
    assert page.get_by_role("note").count() == 0


def test_old_page_without_successor_leads_to_the_front_page(visits: Visits) -> None:
    """What only an old version has is found by search, or not at all."""
    page = visits.open("versions", "0.1.0/acme/c.html")
    page.get_by_role("note").get_by_role("link").click()
    page.wait_for_url("**/site/index.html*")


def test_menu_lists_all_versions(visits: Visits) -> None:
    """Each page shows its version, and opens the others."""
    page = visits.open("versions", "acme.html")
    menu = page.locator(".versions")
    menu.get_by_text("Version 0.2.0").click()
    assert menu.get_by_role("link").all_inner_texts() == ["0.2.0 (latest)", "0.1.0"]
    menu.get_by_role("link", name="0.1.0").click()
    page.wait_for_url("**/site/0.1.0/index.html*")


def test_versions_are_found_without_script(visits: Visits) -> None:
    """A link leads to a page that lists them."""
    page = visits.open("versions", "0.1.0/acme/a.html", java_script_enabled=False)
    page.get_by_role("link", name="All versions").click()
    page.wait_for_url("**/site/all-versions/index.html")
    page.get_by_role("link", name="0.2.0").click()
    page.wait_for_url("**/site/0.2.0/index.html")


def test_alias_leads_to_its_error(visits: Visits) -> None:
    """The address of an alias opens the page of the error, with and without script."""
    for is_enabled in (True, False):
        page = visits.open("versions", "acme/b.html", java_script_enabled=is_enabled)
        page.wait_for_url("**/site/acme/a.html")

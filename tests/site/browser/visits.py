"""Opening pages, and what is done on the front page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.site.browser.sites import Site


class Front:
    """The front page in a browser.

    Attributes:
        page: Playwright's page.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        self.query = page.locator("#query")
        self.results = page.locator("#errors > li")
        self.links = page.locator("#errors a")

    def type(self, text: str) -> Front:
        """Replace the text by typing."""
        self.query.fill("")
        self.query.press_sequentially(text)
        return self

    def paste(self, text: str) -> Front:
        """Replace the text by pasting."""
        self.query.fill("")
        self.query.evaluate(
            """(query, text) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", text);
              const options = { clipboardData, bubbles: true, cancelable: true };
              // The browser itself inserts nothing for a paste by a script.
              if (query.dispatchEvent(new ClipboardEvent("paste", options))) {
                query.setRangeText(text, query.selectionStart, query.selectionEnd, "end");
                query.dispatchEvent(new Event("input", { bubbles: true }));
              }
            }""",
            text,
        )
        return self

    def paste_each(self, texts: list[str]) -> list[str]:
        """Paste each of several texts; return the first result of each, or "" without one."""
        script = """(texts) => texts.map((text) => {
          const query = document.getElementById("query");
          query.value = text;
          query.dispatchEvent(new Event("input", { bubbles: true }));
          return document.querySelector("#errors .head")?.textContent ?? "";
        })"""
        return [" ".join(found.split()) for found in self.page.evaluate(script, texts)]

    def settle(self) -> Front:
        """Wait until the page has read its address."""
        self.page.evaluate(
            "new Promise((done) => setTimeout(() => requestAnimationFrame(() => done())))"
        )
        return self

    def choose(self, filter_: str, value: str) -> Front:
        """Choose an option of a filter."""
        self.page.locator(f"#{filter_}").select_option(value)
        return self

    def list_found(self) -> list[str]:
        """List the shown results as `<code> <provider>`."""
        heads = self.page.locator("#errors .head").all_text_contents()
        return [" ".join(head.split()) for head in heads]

    def list_codes(self) -> list[str]:
        """List the codes of the shown results."""
        return [code.strip() for code in self.links.all_text_contents()]

    def read(self, id_: str) -> str:
        """Return the text of an element."""
        return " ".join(self.page.locator(f"#{id_}").inner_text().split())

    @property
    def fragment(self) -> str:
        """The fragment of the address, with its `#`."""
        return str(self.page.evaluate("location.hash"))

    @property
    def focused(self) -> str:
        """The id of the focused element or, of a link without one, its address."""
        script = "document.activeElement.id || document.activeElement.getAttribute('href')"
        return str(self.page.evaluate(script))


Reused = Callable[[str], Front]
"""Returns the front page of a site, by the site's name."""


class Visits:
    """Opens pages, and records what they should not do.

    Attributes:
        incidents: Console messages, errors of scripts, dialogs, and requests to anything but the
            site.
    """

    def __init__(self, browser: Any, write_site: Callable[[str], Site]) -> None:
        self._browser = browser
        self._write_site = write_site
        self._contexts: list[Any] = []
        self.incidents: list[str] = []

    def get_site(self, name: str) -> Site:
        """Return a site by its name."""
        return self._write_site(name)

    def open(self, site: str, path: str = "index.html", **options: Any) -> Any:
        """Open a page of a site from its file, in a new context with these options."""
        return self.open_url(self.get_site(site).url, path, **options)

    def open_front(self, site: str, fragment: str = "", **options: Any) -> Front:
        """Open the front page of a site from its file."""
        return Front(self.open(site, f"index.html{fragment}", **options))

    def open_url(self, root: str, path: str, **options: Any) -> Any:
        """Open a page below a URL."""
        context = self._browser.new_context(**options)
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: self._record("console", message.text))
        page.on("pageerror", lambda error: self._record("error", str(error)))
        page.on("requestfailed", lambda request: self._record("failed", request.url))
        page.on("dialog", self._dismiss)
        page.on("request", lambda request: self._check_request(root, request.url))
        page.goto(root + path)
        return page

    def close(self) -> None:
        """Close all pages."""
        for context in self._contexts:
            context.close()

    def _record(self, kind: str, text: str) -> None:
        self.incidents.append(f"{kind}: {text}")

    def _dismiss(self, dialog: Any) -> None:
        self._record("dialog", dialog.message)
        dialog.dismiss()

    def _check_request(self, root: str, url: str) -> None:
        if not url.startswith((root, "data:")):
            self._record("request", url)

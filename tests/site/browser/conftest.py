"""Chromium, and pages that report whatever they should not do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.site.browser.sites import SITES, Site
from tests.site.browser.visits import Reused, Visits

_sites: dict[str, Site] = {}


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return a headless Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only one session has it

    path = shutil.which("chromium")
    assert path is not None, "install chromium, or run `nox -s browser`"
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def write_site(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a function that returns a site by its name, and writes it the first time."""

    def write(name: str) -> Site:
        if name not in _sites:
            _sites[name] = SITES[name](tmp_path_factory.mktemp(name))
        return _sites[name]

    return write


@pytest.fixture
def visits(browser: Any, write_site: Any) -> Iterator[Visits]:
    """Return what opens pages; they log nothing, fail at nothing and request nothing else."""
    visits = Visits(browser, write_site)
    yield visits
    visits.close()
    assert visits.incidents == []


@pytest.fixture(scope="module")
def reused(browser: Any, write_site: Any) -> Iterator[Reused]:
    """Return what opens a front page once, for tests that only replace its text."""
    visits = Visits(browser, write_site)
    yield cache(visits.open_front)
    visits.close()
    assert visits.incidents == []


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Log nothing."""


@pytest.fixture
def served(write_site: Any, tmp_path: Path) -> Iterator[str]:
    """Return the URL of the specimen's site below a sub-path of a server."""
    folder = tmp_path / "served"
    shutil.copytree(write_site("specimen").folder, folder / "some" / "path")
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/some/path/"
        server.shutdown()

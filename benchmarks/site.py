"""Measure the site's search in a browser: the time from a key to its results, and its files."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import sync_playwright

from benchmarks.measuring import Figure
from benchmarks.registries import write_registry
from benchmarks.tables import Table
from errsmith import generation, lint
from errsmith.targets.rendering import Renderer
from errsmith.targets.site import target as site

ERRORS: Final = 10_000
DATA: Final = "assets/errors.js"
SIZE_TARGETS: Final = {"front page, style and scripts": 100.0, "data": 400.0}
KEYS: Final = {
    "first key, once the page has loaded": ("", "a"),
    "second key": ("a", "c"),
    "last key of a code": ("ACCESS_CARD_BROKE", "N"),
    "key with which nothing is found": ("ACCESS_CARD_BROKEN", "X"),
}
"""What is in the field, and the key that is pressed."""
KEY_TARGET: Final = 50.0

WAIT: Final = "new Promise((done) => requestIdleCallback(() => done()))"
WATCH: Final = """
window.shown = new Promise((done) => {
  const query = document.getElementById("query");
  // After the next frame, the results are on the screen.
  const wait = () => requestAnimationFrame(() => setTimeout(done));
  query.addEventListener("input", wait, { once: true });
});
undefined
"""
"""Prepares to wait until the results of the next key press are on the screen."""


def measure(effort: float) -> Iterator[Table]:
    """Measure the sizes of the front page's files, and the time from a key to its results."""
    with TemporaryDirectory(prefix="errsmith-bench-") as scratch:
        files = build_front(write_registry(Path(scratch) / "registry", ERRORS))
        page = write_files(Path(scratch) / "site", files)
        sizes = {name: len(gzip.compress(data)) / 1_000 for name, data in files.items()}
        data = sizes.pop(DATA)
        figures = {"front page, style and scripts": sum(sizes.values()), "data": data}
        yield Table(
            "Size of the front page, 10,000 errors",
            "Compressed as servers send it.",
            {"kB": {name: Figure([value]) for name, value in figures.items()}},
            SIZE_TARGETS,
        )
        yield Table(
            "Typing in the search, 10,000 errors",
            "Processor time of the page, from a key press until its results are on the screen.",
            {"ms": measure_typing(page.as_uri(), round(20 * effort))},
            dict.fromkeys(KEYS, KEY_TARGET),
        )


def build_front(registry: Path) -> dict[str, bytes]:
    """Build the front page of a registry's site with the files that it loads, by their paths."""
    project = generation.build_project(lint.check(registry).registry)
    front = next(site.list_pages(project)).html
    page = Renderer(site.TARGET).render(front)
    loaded = {path: data for path, data in site.list_data(project) if path.startswith("assets/")}
    return {front.path: page, **loaded}


def write_files(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files, and return the path of the first."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder / next(iter(files))


def measure_typing(url: str, rounds: int) -> dict[str, Figure]:
    """Return the milliseconds that a page needs to show the results of a key press."""
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=options
        )
        times: dict[str, list[float]] = {name: [] for name in KEYS}
        for _ in range(max(3, rounds)):
            page = chromium.new_page()
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            page.goto(url)
            page.evaluate(WAIT)
            for name, (text, key) in KEYS.items():
                times[name].append(_press_key(page, session, text, key))
            page.close()
        chromium.close()
    return {name: Figure(values) for name, values in times.items()}


def _press_key(page: Any, session: Any, text: str, key: str) -> float:
    """Press a key behind a text, and return the milliseconds that its results need."""
    if text:
        page.fill("#query", text)
        page.evaluate(WAIT)
    page.focus("#query")
    page.evaluate(WATCH)
    before = _read_processor_time(session)
    page.keyboard.press(key)
    page.evaluate("window.shown")
    return _read_processor_time(session) - before


def _read_processor_time(session: Any) -> float:
    """Return the milliseconds that the page's main thread has worked."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1_000 * next(float(each["value"]) for each in metrics if each["name"] == "ThreadTime")

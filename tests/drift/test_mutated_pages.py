"""Mutated pages are read and compared, or refused with a reason; they never cause a traceback.

`PAGES` pages are read. The suite reads that many; `nox -s fuzz_pages` reads as many as you ask for.
"""

from __future__ import annotations

import datetime
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from attrs import frozen
from hypothesis import HealthCheck, given, settings

from errsmith.cli import main
from errsmith.drift import comparison
from errsmith.drift.differences import Outcome
from errsmith.drift.errors import UnusablePageError
from errsmith.drift.extraction import read_facts
from errsmith.drift.facts import PageFacts
from errsmith.drift.pages.page import Page
from errsmith.drift.pages.reading import read_page
from errsmith.drift.record import Record
from errsmith.drift.record_files import get_record_path, load_record
from errsmith.drift.selection import Source
from tests.drift.layouts import find_source
from tests.drift.page_mutations import LAYOUTS, NAMES, SEEDS, MutatedPage, Seed, mutate_pages

PAGES = int(os.environ.get("ERRSMITH_PAGES", "1000"))
"""The number of pages that are read."""

TODAY = datetime.date(2026, 11, 21)
LIMIT = 20.0
"""The processor time that a page may take, in seconds; most take some milliseconds."""

SETTINGS = settings(
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ]
)

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
"""A page that fails is shown in full."""


@frozen
class Known:
    """The registry of a layout, with the record of its old page."""

    source: Source
    record: Record | None


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> list[Known]:
    """Return what is known of each layout, in the order of `LAYOUTS`."""
    result = []
    for layout in LAYOUTS:
        registry = layout.write_registry(tmp_path_factory.mktemp(layout.name))
        page = str(layout.old)
        assert main(["drift", "--registry", str(registry), "--page", page, "--write"]) == 0
        source = find_source(registry)
        path = get_record_path(registry, layout.name, source.id)
        result.append(Known(source, load_record(path)))
    return result


def test_comparison_of_mutated_pages(known: list[Known]) -> None:
    """A mutated page has an outcome or a reason why it cannot be read, in limited time."""
    refused: list[bool] = []

    @settings(SETTINGS, max_examples=PAGES)
    @given(mutate_pages())
    def run(page: MutatedPage) -> None:
        with limit_processor_time(LIMIT):
            refused.append(not compare(page, known))

    run()
    assert len(refused) >= PAGES
    # Most changes leave a page that can be read.
    assert sum(refused) < len(refused) / 2


@pytest.mark.parametrize(
    "seed",
    [seed for seed in SEEDS if seed.name.startswith("old")],
    ids=lambda seed: LAYOUTS[seed.layout].name,
)
def test_comparison_of_page_in_other_formats(known: list[Known], seed: Seed) -> None:
    """A page under the names of all other formats has outcomes, or reasons."""
    for name in NAMES:
        with limit_processor_time(LIMIT):
            compare(MutatedPage(seed.layout, name, None, seed.text.encode()), known)


def compare(mutated: MutatedPage, known: Sequence[Known]) -> bool:
    """Compare a page with the registry of its layout; return whether it could be read."""
    source, record = known[mutated.layout].source, known[mutated.layout].record
    page = read(mutated)
    if page is None:
        return False
    facts = read_facts(page, source.subject, source.id)
    assert_located(page, facts)
    for known_record in (record, None):
        outcome = comparison.compare(
            page,
            facts,
            source.subject,
            source.id,
            known_record,
            address=mutated.name,
            today=TODAY,
            accept=False,
        )
        assert_sound(outcome, page)
    return True


def read(mutated: MutatedPage) -> Page | None:
    """Read a page; return None if it is refused with a reason."""
    try:
        return read_page(mutated.data, name=mutated.name, content_type=mutated.content_type)
    except UnusablePageError as error:
        reason = error.reason
    assert reason
    return None


def assert_located(page: Page, facts: PageFacts) -> None:
    """Check that all blocks and facts are on the page, with each code once."""
    assert all(1 <= block.line <= page.lines for block in page.blocks)
    assert all(1 <= code.line <= page.lines for code in facts.codes)
    assert all(1 <= line <= page.lines for line in facts.mentions.values())
    assert all(code.code for code in facts.codes)
    ids = [code.ids for code in facts.codes if code.ids]
    assert len(ids) == len(set(ids))


def assert_sound(outcome: Outcome, page: Page) -> None:
    """Check that differences are on the page, and that a doubtful page calls nothing removed."""
    for found in outcome.differences:
        assert found.id is not None or found.code is not None
        assert found.line is None or 1 <= found.line <= page.lines
    if not outcome.could_tell:
        assert outcome.reason
        assert not [found for found in outcome.differences if found.kind == "removed"]


@contextmanager
def limit_processor_time(seconds: float) -> Iterator[None]:
    """Fail with a traceback if the block takes more processor time."""

    def fail(_number: int, _frame: object) -> None:
        message = f"it takes more than {seconds} s"
        raise TimeoutError(message)

    before = signal.signal(signal.SIGPROF, fail)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)

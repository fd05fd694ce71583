"""Compare the pages of sources with the registry."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

from attrs import Factory, evolve, frozen

from errsmith.drift import comparison, extraction
from errsmith.drift.differences import Outcome
from errsmith.drift.errors import RecordError, UnusablePageError
from errsmith.drift.facts import PageFacts
from errsmith.drift.fetching import FetchedPage, PageFetcher, format_url
from errsmith.drift.pages.page import Page
from errsmith.drift.pages.reading import read_page
from errsmith.drift.record import Record, digest_registry
from errsmith.drift.record_files import get_record_path, load_record
from errsmith.drift.saved_pages import (
    find_saved_page,
    keep_page,
    list_saved_pages,
    read_saved_page,
)
from errsmith.drift.selection import STDIN, Source
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Diagnostic

OnProgress: TypeAlias = "Callable[[str, int], object]"
"""Called with the next step, such as `acme.errors: fetching`, and the number of sources done."""

_AT_ONCE: Final = 4
"""The most pages that are fetched at the same time."""


@frozen(kw_only=True)
class Reading:
    """A page that was read.

    Attributes:
        page: The page.
        facts: What it says.
        fetched: The page as the server sent it, None if it came from a file.
    """

    page: Page
    facts: PageFacts
    fetched: FetchedPage | None


@frozen(kw_only=True)
class Checked:
    """A source, and the result of comparing it with its page.

    Attributes:
        source: The source.
        outcome: What was found.
        reading: The page, None if it was not read.
        record: The record of an earlier reading, None if there is none.
    """

    source: Source
    outcome: Outcome
    reading: Reading | None = None
    record: Record | None = None


def ignore_progress(_step: str, _done: int) -> None:
    """Report no progress."""


@frozen(kw_only=True)
class Checker:
    """Compares sources with their pages.

    Attributes:
        registry: The registry's folder.
        today: The date of the run.
        accept: Whether a page that is unlike the registry is accepted.
        unfit: A finding of each source whose page would be misread, by the name of the source.
        save: The folder for fetched pages, None if they are not kept.
        is_conditional: Whether servers are asked to skip pages that have not changed.
        on_progress: Called before each step, possibly from other threads.
    """

    registry: Path
    today: datetime.date
    accept: bool = False
    unfit: Mapping[str, Diagnostic] = Factory(dict)
    save: Path | None = None
    is_conditional: bool = True
    on_progress: OnProgress = ignore_progress

    def check_saved_page(self, source: Source, page: str) -> Checked:
        """Compare a source with a page from a file, or from stdin if `page` is `-`."""
        address = "standard input" if page == STDIN else page
        try:
            record = self._load_record(source)
            content = read_page(read_saved_page(page), name=page, content_type=None)
        except UnusablePageError as error:
            return _give_up(source, address, error)
        return self._compare(source, content, record, address=address)

    def check_folder(self, sources: Sequence[Source], folder: str) -> list[Checked]:
        """Compare sources with the pages in a folder; pages are named after their sources."""
        try:
            pages = list_saved_pages(folder)
        except UnusablePageError as error:
            return [_give_up(source, folder, error) for source in sources]
        return [
            self._check_in_folder(source, pages, folder, done)
            for done, source in enumerate(sources)
        ]

    def _check_in_folder(
        self, source: Source, pages: Sequence[Path], folder: str, done: int
    ) -> Checked:
        """Compare a source with its page in a folder."""
        self.on_progress(f"{source.name}: reading", done)
        try:
            page = find_saved_page(pages, source)
        except UnusablePageError as error:
            return _give_up(source, folder, error)
        return self.check_saved_page(source, str(page))

    def check_pages(self, sources: Sequence[Source]) -> list[Checked]:
        """Fetch the pages of sources, each URL once, and compare them.

        A page that cannot be fetched or read does not stop the others.

        Raises:
            OutputError: A fetched page cannot be saved.
        """
        records: dict[str, Record | None] = {}
        done: dict[str, Checked] = {}
        by_url: dict[str, list[Source]] = {}
        for source in sources:
            try:
                records[source.name] = self._load_record(source)
                by_url.setdefault(source.url, []).append(source)
            except UnusablePageError as error:
                done[source.name] = _give_up(source, format_url(source.url), error)
        with _open_pool() as pool:
            fetches = {
                pool.submit(self._fetch, same, records, done): same for same in by_url.values()
            }
            for future in as_completed(fetches):
                for source in fetches[future]:
                    self.on_progress(f"{source.name}: reading", len(done))
                    done[source.name] = self._check(source, future, records[source.name])
        return [done[source.name] for source in sources]

    def _fetch(
        self,
        sources: Sequence[Source],
        records: Mapping[str, Record | None],
        done: Mapping[str, Checked],
    ) -> FetchedPage:
        """Fetch the page that several sources may share."""
        source = sources[0]
        self.on_progress(f"{source.name}: fetching", len(done))
        record = records[source.name] if len(sources) == 1 else None
        # A fetcher belongs to one thread.
        with PageFetcher() as fetcher:
            if record is None or not self._can_skip(source, record):
                return fetcher.fetch(source.url)
            return fetcher.fetch(source.url, etag=record.etag, last_modified=record.last_modified)

    def _can_skip(self, source: Source, record: Record) -> bool:
        """Return whether an unchanged page does not have to be compared again."""
        if not self.is_conditional or self.save is not None or record.url != source.url:
            return False
        return record.registry_digest == digest_registry(source.subject, source.id)

    def _check(self, source: Source, future: Future[FetchedPage], record: Record | None) -> Checked:
        """Compare a source with its fetched page."""
        address = format_url(source.url)
        try:
            fetched = future.result()
            if fetched.is_unmodified and record is not None:
                outcome = _repeat(source, record)
                return Checked(source=source, outcome=outcome, record=record)
        except UnusablePageError as error:
            return _give_up(source, address, error)
        try:
            content = self._read(source, fetched)
        except UnusablePageError as error:
            checked = _give_up(source, address, error)
        else:
            checked = self._compare(source, content, record, address=address, fetched=fetched)
        target = format_url(fetched.url)
        if target == address or checked.outcome.could_tell:
            return checked
        # The page of a login is unlike any registry.
        reason = f"{checked.outcome.reason}; it was redirected to {target}"
        return evolve(checked, outcome=evolve(checked.outcome, reason=reason))

    def _read(self, source: Source, fetched: FetchedPage) -> Page:
        """Read a fetched page, and save it even if it cannot be read."""
        form = None
        try:
            content = read_page(fetched.data, name=fetched.url, content_type=fetched.content_type)
            form = content.form
        finally:
            if self.save is not None:
                keep_page(self.save, source.file_name, fetched.data, form=form, url=source.url)
        return content

    def _compare(
        self,
        source: Source,
        page: Page,
        record: Record | None,
        *,
        address: str,
        fetched: FetchedPage | None = None,
    ) -> Checked:
        facts = extraction.read_facts(page, source.subject, source.id)
        outcome = comparison.compare(
            page,
            facts,
            source.subject,
            source.id,
            record,
            address=address,
            today=self.today,
            accept=self.accept,
        )
        reading = Reading(page=page, facts=facts, fetched=fetched)
        return Checked(source=source, outcome=outcome, reading=reading, record=record)

    def _load_record(self, source: Source) -> Record | None:
        """Return the record of a source that can be compared, None if there is none."""
        finding = self.unfit.get(source.name)
        if finding is not None:
            start = finding.span.start
            place = f"{finding.span.path}:{start.line}:{start.column}"
            reason = f"{place}: {finding.rule.id} {finding.message}"
            raise UnusablePageError(reason, finding.help or "Run `errsmith lint`")
        try:
            return load_record(get_record_path(self.registry, source.subject.name, source.id))
        except RecordError as error:
            raise UnusablePageError(str(error), error.hint) from error

    def check_again(self, checked: Checked, reading: Reading, subject: Subject) -> Checked:
        """Compare a page that was already read with a changed registry."""
        return self._compare(
            evolve(checked.source, subject=subject),
            reading.page,
            checked.record,
            address=checked.outcome.address,
            fetched=reading.fetched,
        )


def _give_up(source: Source, address: str, error: UnusablePageError) -> Checked:
    """Return the result for a source whose page cannot be used."""
    outcome = Outcome(
        provider=source.subject.name,
        source=source.id,
        address=address,
        verdict="could-not-read",
        reason=error.reason,
        hint=_format_hint(error.hint),
    )
    return Checked(source=source, outcome=outcome)


def _format_hint(hint: str) -> str:
    """Return a hint as a sentence without a period, like other help."""
    return f"{hint[:1].upper()}{hint[1:].removesuffix('.')}"


def _repeat(source: Source, record: Record) -> Outcome:
    """Return the outcome for a page that has not changed according to its server."""
    return Outcome(
        provider=source.subject.name,
        source=source.id,
        address=format_url(source.url),
        verdict="unchanged",
        codes=len(record.codes),
        last_code=next(reversed(record.codes), None),
        read_to=record.lines,
        has_record=True,
        is_unfetched=True,
    )


@contextmanager
def _open_pool() -> Iterator[ThreadPoolExecutor]:
    """Yield a pool of threads, and leave it at once if the block is interrupted."""
    pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="errsmith-fetch")
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)

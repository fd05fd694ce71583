"""Write the differences that need no decision to the registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from attrs import Factory, evolve, frozen

from errsmith import lint
from errsmith.drift.checking import Checked, Checker, Reading
from errsmith.drift.code_index import CodeIndex
from errsmith.drift.comparison import INCOMPLETE
from errsmith.drift.differences import Difference
from errsmith.drift.record import Record, build_record
from errsmith.drift.record_files import dump_record, get_record_path
from errsmith.drift.report.contents import Change, Task
from errsmith.drift.report.phrases import describe, name_error
from errsmith.drift.writing import Step, plan_update
from errsmith.meaning.subjects import Subject, interpret_provider
from errsmith.output.locking import OnWait
from errsmith.output.replacing import Replacement, read_file, replace_files
from errsmith.registry.diagnostics import Diagnostic
from errsmith.registry.loading import PROVIDERS, load_provider
from errsmith.registry.source import format_path, read_document
from errsmith.registry.wording import format_key_path

_UNWRITTEN: Final = "R254"
"""The rule about summaries that are still to be written."""
_CHECK: Final = "check the name of its class, {}, before a release"
_RENAMED: Final = frozenset({"renamed", "possible-rename"})


@frozen(kw_only=True)
class Writer:
    """Writes what was found to the registry.

    Attributes:
        checker: The checker that compared the sources.
        on_wait: Called if another run has locked the registry.
    """

    checker: Checker
    on_wait: OnWait

    def write(self, checked: Sequence[Checked]) -> dict[tuple[str, str], Change]:
        """Update the files of providers and the records, and return what was done for each source.

        All new content is planned and checked before the first file is replaced. A source whose
        page has not changed is not written.

        Raises:
            OutputError: A file cannot be written, or was edited during the run.
        """
        by_provider: dict[str, list[Checked]] = {}
        for each in checked:
            by_provider.setdefault(each.source.subject.name, []).append(each)
        changes: dict[tuple[str, str], Change] = {}
        replacements: list[Replacement] = []
        for name, sources in by_provider.items():
            subject = sources[0].source.subject
            written: list[_Written] = []
            for each in sources:
                written.append(self._write_source(each, subject))
                subject = written[-1].subject
            # Places refer to the file after the last change.
            for source in written:
                tasks = (*source.refusals, *self._list_left(source, subject))
                files = tuple(format_path(file.path) for file in source.replacements)
                changes[name, source.checked.source.id] = Change(files=files, tasks=tasks)
                replacements += source.replacements
        if replacements:
            replace_files(self.checker.registry, _merge(replacements), on_wait=self.on_wait)
        return changes

    def _write_source(self, checked: Checked, subject: Subject) -> _Written:
        """Plan a source; `subject` has the changes for the provider's other sources."""
        reading = checked.reading
        if reading is None or checked.outcome.verdict == "unchanged":
            return _Written(checked=checked, subject=subject)
        if blocking := _list_blocking(checked, subject):
            return _Written(checked=checked, subject=subject, refusals=blocking)
        if subject is not checked.source.subject:
            checked = self.checker.check_again(checked, reading, subject)
            reading = checked.reading or reading
        update = plan_update(
            subject,
            checked.source.id,
            checked.outcome,
            reading.facts,
            recorded=_list_recorded(checked, subject),
            retrieved=None if reading.fetched is None else self.checker.today,
        )
        changed = _reload(subject, update.text)
        again = self.checker.check_again(checked, reading, changed)
        return _Written(
            checked=checked,
            subject=changed,
            replacements=self._list_replacements(subject, changed, again, reading),
            left=update.left,
            chosen=update.chosen,
        )

    def _list_left(self, written: _Written, subject: Subject) -> Iterator[Task]:
        """Yield what is left to do after all changes to a provider."""
        reading = written.checked.reading
        if reading is not None and written.checked.outcome.verdict != "unchanged":
            again = self.checker.check_again(written.checked, reading, subject)
            yield from _list_differences(again.outcome.counted, written.left)
        chosen = dict(written.chosen)
        for finding in lint.check_text(subject, subject.document.text):
            if finding.rule.is_allowable:
                task = build_task(finding, subject)
                if task.kind == "summary":
                    chosen.pop(str(finding.at[1]), "")
                yield task
        for id_, class_ in chosen.items():
            at = ("errors", id_, "class")
            span = subject.document.find_span(at, "value")
            yield Task(kind="class", name=id_, message=_CHECK.format(class_), span=span)

    def _list_replacements(
        self, before: Subject, after: Subject, checked: Checked, reading: Reading
    ) -> tuple[Replacement, ...]:
        """Return the changes of the provider's file and of the record."""
        folder = self.checker.registry
        provider = Replacement(
            path=folder / PROVIDERS / f"{after.name}.toml",
            before=before.document.text.encode(),
            after=after.document.text.encode(),
        )
        replacements = [provider]
        if not _has_unsettled(checked):
            path = get_record_path(folder, after.name, checked.source.id)
            record = dump_record(self._build_record(checked, reading))
            replacements.append(Replacement(path=path, before=read_file(path), after=record))
        return tuple(file for file in replacements if file.before != file.after)

    def _build_record(self, checked: Checked, reading: Reading) -> Record:
        source, fetched = checked.source, reading.fetched
        facts = reading.facts if checked.reading is None else checked.reading.facts
        record = build_record(
            facts,
            source.subject,
            source.id,
            url=source.url,
            date=self.checker.today,
            form=reading.page.form,
            etag=None if fetched is None else fetched.etag,
            last_modified=None if fetched is None else fetched.last_modified,
        )
        # The next run must not report the page as unchanged while something is left to do.
        return evolve(record, registry_digest="") if checked.outcome.counted else record


@frozen(kw_only=True)
class _Written:
    """What is written for a source.

    Attributes:
        checked: The source.
        subject: Its provider, as it is now.
        replacements: The files that change for it.
        left: The edits that were left out.
        chosen: The classes that were chosen for new errors, by id.
        refusals: Why nothing was written.
    """

    checked: Checked
    subject: Subject
    replacements: tuple[Replacement, ...] = ()
    left: tuple[Step, ...] = ()
    chosen: Mapping[str, str] = Factory(dict)
    refusals: tuple[Task, ...] = ()


def _merge(replacements: Iterable[Replacement]) -> list[Replacement]:
    """Return one replacement per file; each source changes the text that the last one left."""
    merged: dict[Path, Replacement] = {}
    for replacement in replacements:
        first = merged.get(replacement.path, replacement)
        merged[replacement.path] = evolve(first, after=replacement.after)
    return list(merged.values())


def _list_recorded(checked: Checked, subject: Subject) -> frozenset[str] | None:
    """Return the ids of the errors in the record, None if there is no record."""
    if checked.record is None:
        return None
    codes = CodeIndex(subject.resolution.errors).identify_recorded(checked.record)
    return frozenset({*(id_ for code in codes for id_ in code.ids), *checked.record.mentions})


def _has_unsettled(checked: Checked) -> bool:
    """Return whether a recorded code is missing, and what happened to it is undecided.

    Until that is decided, the record is not replaced, because a rename could not be recognized
    without what the page said about the code.
    """
    return checked.record is not None and any(
        difference.kind in _RENAMED
        or (difference.kind == "removed" and difference.evidence in {"", INCOMPLETE})
        for difference in checked.outcome.differences
    )


def _reload(subject: Subject, text: str) -> Subject:
    """Return a provider with another text of its file, which must be readable."""
    document, _ = read_document(subject.document.path, text)
    provider, _ = load_provider(subject.name, document)
    if provider is None:
        message = f"the new text of {subject.document.path} cannot be read"
        raise AssertionError(message)
    return interpret_provider(provider, subject.sdk, subject.today, subject.released)


def _list_blocking(checked: Checked, subject: Subject) -> tuple[Task, ...]:
    """Return the findings that prevent a provider's file from being written."""
    return tuple(
        Task(
            kind=finding.rule.id,
            name=checked.source.name,
            message=f"not written, because of this finding: {finding.message}",
            span=finding.span,
        )
        for finding in lint.check_text(subject, subject.document.text)
        if not finding.rule.is_allowable
    )


def _list_differences(differences: Iterable[Difference], left: Iterable[Step]) -> Iterator[Task]:
    """Yield the differences that are left, each with the reason."""
    reasons = {_identify(step.difference): step.text for step in left}
    for difference in differences:
        reason = reasons.pop(_identify(difference), "")
        yield Task(
            kind=difference.kind,
            name=name_error(difference),
            message=_describe_left(difference, reason),
            line=difference.line,
            heading=difference.heading,
            span=difference.span,
        )
    if reason := reasons.get(None, ""):
        yield Task(kind="left-out", name="", message=reason)


def _describe_left(difference: Difference, reason: str) -> str:
    """Return the values of a difference and what to do about it."""
    has_values = bool(difference.registry or difference.page or difference.evidence)
    parts = [describe(difference) if has_values or not reason else "", reason]
    return "; ".join(filter(None, parts))


def _identify(difference: Difference | None) -> tuple[str, str | None, str | None] | None:
    return None if difference is None else (difference.kind, difference.id, difference.code)


def build_task(finding: Diagnostic, subject: Subject) -> Task:
    """Return the task to fix a finding, or to write a summary and to check a stated class."""
    if finding.rule.id == _UNWRITTEN:
        name = format_key_path(finding.at[1:2])
        error = subject.file.errors.get(str(finding.at[1])) if finding.at[0] == "errors" else None
        class_ = None if error is None else error.class_
        message = f"to be written; {_CHECK.format(class_)}" if class_ else "to be written"
        return Task(kind="summary", name=name, message=message, span=finding.span)
    name = format_key_path(finding.at) or finding.rule.name
    return Task(kind=finding.rule.id, name=name, message=finding.message, span=finding.span)

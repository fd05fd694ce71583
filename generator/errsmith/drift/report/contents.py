"""The content of a report, independent of its format."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory, frozen

from errsmith.drift.differences import Outcome
from errsmith.drift.writing import is_writable
from errsmith.registry.diagnostics import Span


@frozen(kw_only=True)
class Task:
    """Something that is left to do.

    Attributes:
        kind: The kind of a difference, the id of a rule, or `left-out` for an edit that could not
            be made.
        name: What it is about.
        message: What to do, or why it was not done.
        line: The line on the page, None if there is none.
        heading: The nearest heading above that line.
        span: The place in the registry, None if there is none.
    """

    kind: str
    name: str
    message: str
    line: int | None = None
    heading: str = ""
    span: Span | None = None


@frozen(kw_only=True)
class Change:
    """What was written for a source.

    Attributes:
        files: The paths of the files that were written, as displayed.
        tasks: What is left to do.
    """

    files: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()


@frozen(kw_only=True)
class Report:
    """The outcomes of a run.

    Attributes:
        outcomes: One outcome for each source that was compared, sorted by provider.
        headers: The header of each source's table, by provider and source; for formats that show
            no lines, the first line of its file.
        skipped: Sources that are not compared because of `as = "none"`, as `provider.source`.
        registry: The registry's folder as the user named it; "" if it is the default.
        page: The file that was read instead of a URL, as the user named it; "" if there is none.
        changes: What was written, by provider and source; None if nothing was to be written, or
            could be.
        failure: Why files could not be written, "" if they could.
    """

    outcomes: tuple[Outcome, ...]
    headers: Mapping[tuple[str, str], Span] = Factory(dict)
    skipped: tuple[str, ...] = ()
    registry: str = ""
    page: str = ""
    changes: Mapping[tuple[str, str], Change] | None = None
    failure: str = ""

    @property
    def could_tell(self) -> bool:
        """Whether every page could be compared with the registry."""
        return all(outcome.could_tell for outcome in self.outcomes)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Everything that is left to do after files were written."""
        changes = (self.changes or {}).values()
        return tuple(dict.fromkeys(task for change in changes for task in change.tasks))

    @property
    def has_differences(self) -> bool:
        """Whether any page and the registry differ in more than wording."""
        return any(outcome.counted for outcome in self.outcomes)


def has_writable(outcome: Outcome) -> bool:
    """Return whether `--write` settles at least one of the differences."""
    return any(is_writable(d, has_record=outcome.has_record) for d in outcome.differences)

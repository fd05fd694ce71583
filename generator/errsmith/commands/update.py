"""`errsmith update`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from errsmith import lint as linting
from errsmith.changes.errors import StateError
from errsmith.changes.report import text as changes
from errsmith.changes.states import load_state
from errsmith.commands import COULD_NOT_RUN, FINDINGS, FINE
from errsmith.commands.console import put, report_errors, say
from errsmith.commands.diff import build_report, load_baseline
from errsmith.commands.drift import Mode, Request, conclude, explain_unwritten, run
from errsmith.commands.generate import generate, require_templates
from errsmith.drift.applying import build_task
from errsmith.drift.report import text
from errsmith.drift.report.contents import Report, Task
from errsmith.drift.selection import SelectionError
from errsmith.output import OutputError
from errsmith.registry.loading import RegistryError


@report_errors(OutputError, RegistryError, SelectionError)
def update(
    registry: Path,
    out: Path,
    *,
    providers: tuple[str, ...] = (),
    page: str | None = None,
    accept: bool = False,
    templates: Path | None = None,
) -> int:
    """Bring the registry up to date with its pages, generate, and list what is left."""
    require_templates(out, templates)
    mode = Mode.ACCEPT if accept else Mode.WRITE
    request = Request(registry=registry, providers=providers, page=page, mode=mode)
    report = run(request, "text")
    if report is None:
        return COULD_NOT_RUN
    put(text.render_sources(report))
    if conclude(report) == COULD_NOT_RUN:
        put(f"\n{text.render_totals(report)}")
        explain_unwritten(report, "written or generated")
        return COULD_NOT_RUN
    code = generate(registry, out, templates=templates)
    result = linting.check(registry)
    tasks = _list_tasks(report, result)
    if code != FINE and result.is_generable:
        command = shlex.join(["errsmith", "generate", *_list_options(registry, out, templates)])
        message = f"not everything was written, see above; then run `{command}`"
        tasks.append(Task(kind="generate", name=out.as_posix(), message=message))
    put(f"\n{text.render_tasks(tasks)}\n{text.render_totals(report)}\n")
    _show_changes(registry)
    return FINDINGS if tasks or code != FINE else FINE


def _show_changes(registry: Path) -> None:
    """Print what has changed for clients since the last release."""
    try:
        old = load_baseline(registry)
        put(changes.render(build_report(old, load_state(None, registry), registry)))
    except StateError as error:
        say(f"the changes for clients are not shown: {error}")


def _list_options(registry: Path, out: Path, templates: Path | None) -> Iterator[str]:
    """Yield the options that name the folders, without those that are the default."""
    if registry != Path("registry"):
        yield from ("--registry", str(registry))
    if out != Path("generated"):
        yield from ("--out", str(out))
    if templates is not None:
        yield from ("--templates", str(templates))


def _list_tasks(report: Report, result: linting.Result) -> list[Task]:
    """Return what is left of the differences, and the findings of the same providers."""
    paths = {header.path for header in report.headers.values()}
    subjects = {subject.document.path: subject for subject in result.registry.providers}
    found = [
        build_task(each, subjects[each.span.path])
        for each in result.diagnostics
        if each.span.path in paths & subjects.keys()
    ]
    known = {(task.kind, task.span) for task in report.tasks}
    return [*report.tasks, *(task for task in found if (task.kind, task.span) not in known)]

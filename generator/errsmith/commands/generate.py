"""`errsmith generate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from errsmith import generation, output
from errsmith import lint as linting
from errsmith.commands import FINDINGS, FINE
from errsmith.commands.changes import diagnose, diagnose_shadow, format_patch, locate
from errsmith.commands.console import put, report_errors, say, show
from errsmith.lint.report import text
from errsmith.meaning.subjects import Registry
from errsmith.output import EditedFilesError, OutputError, Plan
from errsmith.registry.diagnostics import Diagnostic
from errsmith.registry.loading import SCHEMA, RegistryError
from errsmith.registry.schema import build_schemas
from errsmith.registry.source import format_path
from errsmith.targets.target import TargetError


class Mode(Enum):
    """What `generate` does with the generated files."""

    WRITE = auto()
    CHECK = auto()
    DIFF = auto()


@report_errors(OutputError, RegistryError, TargetError)
def generate(
    registry: Path,
    out: Path,
    *,
    templates: Path | None = None,
    mode: Mode = Mode.WRITE,
    force: bool = False,
    verify: bool = False,
    report_format: str = "text",
) -> int:
    """Generate the output of a registry, or show how it differs from the existing files."""
    checked = read_registry(registry, report_format)
    if checked is None:
        return FINDINGS
    if not force:
        require_templates(out, templates)
    plans = plan_output(checked, out, templates, verify=verify)
    if mode is Mode.WRITE:
        return _write(plans, report_format, force=force)
    if mode is Mode.DIFF:
        put(
            "".join(
                format_patch(locate(plan, change), change)
                for plan in plans
                for change in plan.changes
            )
        )
        for plan in plans:
            for change in plan.conflicts:
                say(f"{locate(plan, change)} is {change.state}; nothing is written without --force")
        for diagnostic in diagnose_shadows(plans):
            say(f"{diagnostic.span.path}: {diagnostic.message}")
        return FINE
    return _check(plans, report_format)


def read_registry(folder: Path, report_format: str = "text") -> Registry | None:
    """Return a registry, or None after printing the findings that prevent generation."""
    report = linting.check(folder)
    if not report.is_generable:
        show(report.diagnostics, report.registry.texts, report_format)
        say("nothing was generated because the registry has findings")
        return None
    if report.diagnostics:
        count = len(report.diagnostics)
        say(f"{count} finding{'s'[: count > 1]} in {folder}; run `errsmith lint` to see them")
    return report.registry


def plan_output(
    registry: Registry, out: Path, templates: Path | None = None, *, verify: bool = False
) -> tuple[Plan, Plan]:
    """Generate everything, and compare it with the files of the SDK and the JSON Schemas.

    Raises:
        OutputError: A file cannot be read, or would be written into the registry.
        TargetError: The SDK cannot be generated.
    """
    schema = registry.folder / SCHEMA
    if schema.is_symlink():
        # The user chose the output folder, but not the target of a link in the registry.
        raise OutputError(schema, "is a symbolic link, but a directory is expected")
    tools = generation.list_tools(templates)
    files = generation.generate_sdk(registry, templates, verify=verify)
    check_out(out, files, registry.folder)
    return (
        output.plan(out, files, tools=tools, on_wait=say_wait),
        output.plan(schema, build_schemas(), on_wait=say_wait),
    )


def needs_templates(out: Path, templates: Path | None) -> bool:
    """Return whether files were generated with custom templates, and there are none now.

    Without the templates, all files that they add would be deleted.
    """
    with suppress(OutputError):  # Generating reports why the folder cannot be read.
        return templates is None and generation.CUSTOM_TEMPLATES in output.read_tools(out)
    return False


def require_templates(out: Path, templates: Path | None) -> None:
    """Raise if files were generated with custom templates, and there are none now.

    Raises:
        OutputError: That is so.
    """
    if needs_templates(out, templates):
        reason = (
            "was generated with custom templates; pass their folder with --templates, or run "
            "`errsmith generate --force` to generate without them"
        )
        raise OutputError(out, reason)


def check_out(out: Path, files: Iterable[str], registry: Path) -> None:
    """Raise OutputError if a generated file would be written to the registry.

    Folders are compared by identity, whatever links or letter case are used in their names.
    """
    folders = {(out / path).parent for path in files}
    real = [Path(os.path.realpath(folder)) for folder in folders]
    for folder in {above for path in real for above in (path, *path.parents)}:
        with suppress(OSError):  # It does not exist yet.
            if folder.samefile(registry):
                reason = (
                    f"generated files would go into {registry}; use --out to name another folder"
                )
                raise OutputError(out, reason)


def _write(plans: Iterable[Plan], report_format: str, *, force: bool) -> int:
    plans = tuple(plans)
    if not force and any(plan.conflicts for plan in plans):
        return _refuse(plans, report_format)
    written: list[Plan] = []
    kept: list[Diagnostic] = []
    for plan in plans:
        try:
            written.append(output.write(plan, force=force, on_wait=say_wait))
        except EditedFilesError as error:
            kept += [diagnose(plan, change) for change in error.changes]
    if kept:
        show(kept, {}, report_format)
        say("files that were edited during the run were kept; the output is incomplete")
        return FINDINGS
    for plan in written:
        for change in plan.changes:
            if change.after is None or change in plan.conflicts:
                verb = "deleted" if change.after is None else "overwrote"
                say(f"{verb} {locate(plan, change)} ({change.state})")
    changes = [change for plan in written for change in plan.changes]
    deleted = sum(change.after is None for change in changes)
    unchanged = sum(len(plan.files) + 1 for plan in written) - len(changes) + deleted
    say(f"{len(changes) - deleted} written, {deleted} deleted, {unchanged} unchanged")
    shadow_diagnostics = diagnose_shadows(written)
    if shadow_diagnostics:
        show(shadow_diagnostics, {}, report_format)
    return FINDINGS if shadow_diagnostics else FINE


def diagnose_shadows(plans: Iterable[Plan]) -> list[Diagnostic]:
    """Return diagnostics for files that are imported instead of generated ones."""
    return [diagnose_shadow(plan, shadow) for plan in plans for shadow in plan.shadows]


def say_wait(folder: Path) -> None:
    """Print that the command waits for another one."""
    say(f"waiting for another errsmith process in {format_path(folder)}")


def _refuse(plans: Iterable[Plan], report_format: str) -> int:
    show([diagnose(plan, change) for plan in plans for change in plan.conflicts], {}, report_format)
    say("nothing was written; use --force to overwrite these files")
    return FINDINGS


def _check(plans: Iterable[Plan], report_format: str) -> int:
    plans = tuple(plans)
    diagnostics = [diagnose(plan, change) for plan in plans for change in plan.changes]
    shadow_diagnostics = diagnose_shadows(plans)
    diagnostics += shadow_diagnostics
    if report_format != "text":
        show(diagnostics, {}, report_format)
    else:
        for plan in plans:
            for change in plan.changes:
                text.write([diagnose(plan, change)], {}, sys.stdout)
                put(f"{format_patch(locate(plan, change), change)}\n")
        if shadow_diagnostics:
            text.write(shadow_diagnostics, {}, sys.stdout)
            put("\n")
        put(text.render_counts(diagnostics).removeprefix("\n"))
    if not diagnostics and report_format == "text":
        count = sum(len(plan.files) + 1 for plan in plans)  # And a manifest.
        say(f"{count} generated files are up to date")
    return FINDINGS if diagnostics else FINE

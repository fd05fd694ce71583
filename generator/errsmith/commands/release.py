"""`errsmith release`."""

from __future__ import annotations

import datetime
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from attrs import frozen

from errsmith import generation, output
from errsmith import lint as linting
from errsmith.changes.change import Level
from errsmith.changes.versions import can_follow
from errsmith.commands import COULD_NOT_RUN, FINDINGS, FINE
from errsmith.commands.changes import diagnose
from errsmith.commands.console import put, report_errors, say, show
from errsmith.commands.generate import diagnose_shadows, needs_templates, plan_output, say_wait
from errsmith.git import GitError
from errsmith.output import EditedFilesError, OutputError
from errsmith.registry import releases
from errsmith.registry.loading import RegistryError
from errsmith.registry.source import format_path
from errsmith.registry.versions import get_sort_key, is_later
from errsmith.releasing.candidate import Candidate
from errsmith.releasing.choosing import check_version, choose_version
from errsmith.releasing.errors import ReleaseError
from errsmith.releasing.planning import Plan, plan_release, plan_rest
from errsmith.releasing.work_tree import list_deleted_records, list_ignored, list_uncommitted
from errsmith.releasing.writing import write_release
from errsmith.reporting.words import count
from errsmith.targets.target import TargetError

_MOST_NAMED: Final = 3
"""Maximum number of files that a message names."""
_NEVERTHELESS: Final = "with --allow-dirty"
_ALLOW: Final = f"or release {_NEVERTHELESS}"


@frozen(kw_only=True)
class Request:
    """The arguments of a run.

    Attributes:
        registry: The registry's folder.
        out: The folder of the generated project.
        templates: Folder of templates that replace errsmith's own, or None.
        version: The version to release, None for the proposed one.
        allow_dirty: Whether files may be uncommitted.
        dry_run: Whether to write nothing.
    """

    registry: Path
    out: Path
    templates: Path | None = None
    version: str | None = None
    allow_dirty: bool = False
    dry_run: bool = False


@frozen(kw_only=True)
class Problem:
    """Why the SDK cannot be released.

    Attributes:
        message: Why.
        hint: What to do about it, or "".
        code: The exit code.
    """

    message: str
    hint: str = ""
    code: int = COULD_NOT_RUN


@report_errors(OutputError, RegistryError, TargetError)
def release(request: Request) -> int:
    """Release the SDK, or print everything that prevents it."""
    today = datetime.datetime.now(datetime.UTC).date()
    result = linting.check(request.registry, today)
    unreadable = [each for each in result.diagnostics if each.rule in releases.RULES]
    if unreadable:
        show(unreadable, result.registry.texts, "text")
        say("nothing was released, because a record of a release cannot be read")
        return COULD_NOT_RUN
    if needs_templates(request.out, request.templates):
        message = f"{format_path(request.out)} was generated with custom templates"
        return _report([Problem(message=message, hint="Pass their folder with --templates")])
    candidate = Candidate(registry=result.registry, templates=request.templates)
    try:
        plan = _plan_rest(request, result, candidate)
        if plan is None:
            problems = list(_list_problems(request, result, candidate))
            version = _choose_version(request, result, candidate, problems)
            if problems:
                return _report(problems)
            plan = plan_release(candidate, version, today)
            if problems := list(_list_ignored(request, plan)):
                return _report(problems)
    except ReleaseError as error:
        return _report([Problem(message=error.reason, hint=error.hint)])
    return _write(request, candidate, plan)


def _plan_rest(request: Request, result: linting.Result, candidate: Candidate) -> Plan | None:
    """Plan the rest of a release that was interrupted after its record, or return None."""
    last = candidate.last
    if result.diagnostics or last is None or request.version not in {None, last.version}:
        return None
    if not candidate.is_released:
        return None
    generated, _ = plan_output(candidate.registry, request.out, request.templates)
    if generated.conflicts or not generated.changes:
        return None
    say(f"completing the release of {last.version}, which was interrupted")
    return plan_rest(candidate, last, generated.files)


# --- checks --------------------------------------------------------------------------------------


def _list_problems(
    request: Request, result: linting.Result, candidate: Candidate
) -> Iterator[Problem]:
    """Print findings, and yield each problem that prevents a release."""
    if result.diagnostics:
        show(result.diagnostics, result.registry.texts, "text")
        found = count(len(result.diagnostics), "finding")
        message = f"{format_path(request.registry)} has {found}"
        can_silence = all(each.rule.is_allowable for each in result.diagnostics)
        hint = f"Fix every finding{', or silence it with `allow`' if can_silence else ''}"
        yield Problem(message=message, hint=hint, code=FINDINGS)
    if result.is_generable:
        yield from _list_outdated(request, candidate)
    if not request.allow_dirty:
        yield from _list_uncommitted(request)
        if result.is_generable:
            yield from _list_deleted(candidate)


def _choose_version(
    request: Request, result: linting.Result, candidate: Candidate, problems: list[Problem]
) -> str:
    """Return the version to release; add a problem if there is none."""
    try:
        if request.version is not None:
            check_version(request.version)
        if result.is_generable:
            return choose_version(candidate, request.version)
    except ReleaseError as error:
        problems.append(Problem(message=error.reason, hint=error.hint))
    return ""


def _list_outdated(request: Request, candidate: Candidate) -> Iterator[Problem]:
    """Yield a problem if generated files were edited or are out of date."""
    plans = plan_output(candidate.registry, request.out, request.templates)
    edited = [diagnose(plan, change) for plan in plans for change in plan.conflicts]
    edited += diagnose_shadows(plans)
    if edited:
        show(edited, {}, "text")
        message = "1 file was edited by hand, or is in the way of a generated one"
        if len(edited) > 1:
            message = (
                f"{len(edited)} files were edited by hand, or are in the way of generated ones"
            )
        yield Problem(message=message, code=FINDINGS)
    outdated = sum(len(plan.changes) - len(plan.conflicts) for plan in plans)
    if outdated:
        command = shlex.join(["errsmith", "generate", *_list_options(request)])
        verb = "is" if outdated == 1 else "are"
        yield Problem(
            message=f"{count(outdated, 'generated file')} {verb} out of date",
            hint=f"Run `{command}`, and commit the result",
            code=FINDINGS,
        )


def _list_uncommitted(request: Request) -> Iterator[Problem]:
    """Yield a problem if files are uncommitted, because the release commit would include them."""
    folders = [folder for folder in (request.registry, request.out) if folder.is_dir()]
    try:
        found = list_uncommitted(folders)
    except GitError as error:
        yield _explain_git(error)
        return
    if found:
        yield Problem(
            message=f"uncommitted changes: {_list_some(found)}",
            hint=f"Commit or discard them, {_ALLOW}",
        )


def _list_deleted(candidate: Candidate) -> Iterator[Problem]:
    """Yield a problem for each deleted record, without which its version would be released again.

    A version that `sdk.toml` no longer has may have been reverted.
    """
    registry, stated = candidate.registry.folder, candidate.snapshot.version
    with suppress(GitError):  # It has been reported.
        for version in list_deleted_records(registry):
            is_missed = can_follow(version) and not is_later(version, stated)
            if is_missed and (candidate.last is None or is_later(version, candidate.last.version)):
                place = format_path(releases.get_release_path(registry, version))
                yield Problem(
                    message=f"{place}, the record of a release, was deleted",
                    hint=f"Restore it from git; if it was never published, release {_NEVERTHELESS}",
                )


def _list_ignored(request: Request, plan: Plan) -> Iterator[Problem]:
    """Yield a problem if git ignores files of the registry."""
    if request.allow_dirty:
        return
    paths = [replacement.path for replacement in plan.replacements]
    if ignored := list_ignored(request.registry, paths):
        yield Problem(
            message=f"git ignores {_list_some(ignored)}",
            hint=f"Remove the pattern from `.gitignore`, {_ALLOW}",
        )


def _explain_git(error: GitError) -> Problem:
    remedy = error.remedy or "release from a git repository"
    hint = f"{remedy[0].upper()}{remedy[1:]}, {_ALLOW}"
    return Problem(message=f"uncommitted changes cannot be found: {error.reason}", hint=hint)


def _list_some(paths: Sequence[str]) -> str:
    rest = len(paths) - _MOST_NAMED
    named = ", ".join(paths[:_MOST_NAMED])
    return f"{named} and {rest} more" if rest > 0 else named


def _report(problems: Sequence[Problem]) -> int:
    """Print what prevents a release, and return the exit code."""
    for problem in problems:
        say(f"errsmith: {problem.message}")
        if problem.hint:
            say(f"  help: {problem.hint}")
    say("nothing was released")
    return max(problem.code for problem in problems)


# --- writing -------------------------------------------------------------------------------------


def _write(request: Request, candidate: Candidate, plan: Plan) -> int:
    """Write a release, and print what was done and what is left to do."""
    generated = output.plan(
        request.out, plan.files, tools=generation.list_tools(request.templates), on_wait=say_wait
    )
    if generated.conflicts:
        show([diagnose(generated, change) for change in generated.conflicts], {}, "text")
        say("nothing was released; move these files out of the way first")
        return FINDINGS
    if not request.dry_run:
        try:
            write_release(plan, candidate.registry.folder, generated, on_wait=say_wait)
        except EditedFilesError as error:
            show([diagnose(generated, change) for change in error.changes], {}, "text")
            # The help of each finding says what to run.
            say("files that were edited during the run were kept; the rest was released")
            return FINDINGS
    if not candidate.releases:
        _warn_of_earlier_releases(candidate)
    put(_describe(request, plan, generated))
    return FINE


def _warn_of_earlier_releases(candidate: Candidate) -> None:
    """Print a message if `since` names releases although none is recorded."""
    versions = {
        stage.since
        for provider in candidate.snapshot.providers.values()
        for error in provider.errors.values()
        for stage in (error.info, error.info.deprecated, error.info.removed)
        if stage is not None and stage.since is not None
    }
    if versions:
        last = max(versions, key=get_sort_key)
        folder = format_path(candidate.registry.folder / releases.RELEASES)
        say(f"no earlier release is recorded, although `since` names {last}")
        say(f"  help: If {folder}/ was deleted, undo this release and restore the folder first")


def _describe(request: Request, plan: Plan, generated: output.Plan) -> str:
    """Return what was done, or would be done, and the next commands."""
    release_, sdk = plan.release, plan.release.snapshot.distribution
    done, wrote = ("would release", "write") if request.dry_run else ("released", "wrote")
    lines = [f"{done} {sdk} {release_.version}: {_describe_changes(plan)}"]
    lines += (f"  {wrote} {format_path(file.path)}" for file in plan.replacements)
    files = count(len(generated.changes), "file")
    lines.append(f"  {wrote} {files} in {format_path(request.out)}")
    if not request.dry_run:
        lines += ("", "next steps:", *(f"  {line}" for line in _list_next_steps(request, plan)))
    return "".join(f"{line}\n" for line in lines)


def _describe_changes(plan: Plan) -> str:
    if plan.base is None:
        return "the first release"
    found = Counter(change.level for change in plan.changes)
    counts = [count(found[level], f"{level.value} change") for level in Level if found[level]]
    return f"{', '.join(counts) or 'no facts changed'} since {plan.base}"


def _list_next_steps(request: Request, plan: Plan) -> list[str]:
    """Return the commands that commit, tag, build and push a release."""
    title = f"{plan.release.snapshot.distribution} {plan.release.version}"
    tag = title.replace(" ", "-")
    folders = [format_path(request.registry), format_path(request.out)]
    commands = [
        ["git", "add", *folders],
        ["git", "commit", "-m", f"Release {title}"],
        ["git", "tag", "-a", tag, "-m", title],
        ["python", "-m", "build", "--outdir", "dist", folders[1]],
        ["git", "push", "--atomic", "origin", "HEAD", tag],
    ]
    return [*map(shlex.join, commands)]


def _list_options(request: Request) -> list[str]:
    """Return the options that name the folders, without those that are the default."""
    options = [] if request.registry == Path("registry") else ["--registry", str(request.registry)]
    options += [] if request.out == Path("generated") else ["--out", str(request.out)]
    templates = request.templates
    return options if templates is None else [*options, "--templates", str(templates)]

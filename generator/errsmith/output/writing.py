"""Carry out a plan: replace files one by one, between two updates of the manifest."""

from __future__ import annotations

from contextlib import ExitStack, suppress

from attrs import evolve

from errsmith.output import manifest, paths
from errsmith.output.comparison import Change, Plan, State
from errsmith.output.disk import report_os_errors
from errsmith.output.locking import OnWait, ignore_wait, lock
from errsmith.output.staging import stage


class EditedFilesError(Exception):
    """Files with content that errsmith did not write were kept.

    `changes` lists them: hand-edited or foreign files. Without force, no other file was written
    either, unless the kept files were edited during the run.
    """

    def __init__(self, changes: tuple[Change, ...]) -> None:
        super().__init__(changes)
        self.changes = changes

    def __str__(self) -> str:
        listed = "".join(f"\n  {change.path}: {change.state}" for change in self.changes)
        return f"kept these files, because errsmith did not write their content:{listed}"


def write(planned: Plan, *, force: bool = False, on_wait: OnWait = ignore_wait) -> Plan:
    """Carry out a plan, and return the plan with the changes that were made.

    Other runs may have written in the meantime, so the plan is renewed once the directory is
    locked; `on_wait` is called if another run holds the lock for more than a moment. If everything
    is up to date, nothing is written.

    `force` also overwrites or deletes hand-edited and foreign files. Each file is read again just
    before it is replaced or deleted: edits made since the comparison, for example while the run was
    suspended, are kept even with force, because the user has not agreed to lose them.

    Raises:
        EditedFilesError: There are such files and `force` is False, or files were edited during
            the run. In the latter case, the other files are written.
        OutputError: The file system refuses a step, or something is in the way of a file.

    """
    root = planned.root
    with report_os_errors(root, "created"):
        root.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with report_os_errors(root, "opened"):
            stack.enter_context(lock(root, alone=True, on_wait=on_wait))
        current = planned.renew()
        if current.conflicts and not force:
            raise EditedFilesError(current.conflicts)
        if current.changes and (kept := _carry_out(current)):
            raise EditedFilesError(kept)
    return current


def _carry_out(plan: Plan) -> tuple[Change, ...]:
    """Apply the changes of a plan.

    Return the changes that were not made because the file was edited after the comparison.

    While files are replaced, the manifest lists the old and the new digest of each file, so the
    next run recognizes the files of a run that was killed. Deletions come first, because a file may
    become a directory and vice versa.
    """
    files = {change.path: change for change in plan.changes}
    manifest_change = files.pop(plan.manifest_name, None)
    between = manifest.render(plan.owned.merge(plan.wanted))
    if manifest_change is not None and manifest_change.before != between:
        edit = _replace(plan, evolve(manifest_change, after=between))
        if edit is not None:
            return (edit,)
    edits = [_delete(plan, change) for change in files.values() if change.after is None]
    _remove_emptied_directories(plan)
    edits += [_replace(plan, change) for change in files.values() if change.after is not None]
    kept = [edit for edit in edits if edit is not None]
    final = manifest.render(plan.wanted.keep_entries([change.path for change in kept], plan.owned))
    if between != final:
        edit = _replace(plan, Change(plan.manifest_name, State.CHANGED, between, final))
        kept += [] if edit is None else [edit]
    return tuple(kept)


def _replace(plan: Plan, change: Change) -> Change | None:
    """Replace or create a file atomically; an existing file keeps its mode.

    Return the change as a conflict if the file was edited meanwhile and is kept, otherwise None.
    """
    target = plan.root / change.path
    with stage(target, change.after or b"") as temporary:
        if edit := plan.find_edit(change):
            return edit
        temporary.replace(target)
    return None


def _delete(plan: Plan, change: Change) -> Change | None:
    """Delete a file if it still exists.

    Return the change as a conflict if the file was edited meanwhile and is kept, otherwise None.
    """
    target = plan.root / change.path
    with report_os_errors(target, "deleted"):
        if edit := plan.find_edit(change):
            return edit
        target.unlink(missing_ok=True)
    return None


def _remove_emptied_directories(plan: Plan) -> None:
    """Remove the directories that lost all their files, unless they get new ones."""
    emptied = {parent for path in plan.departed for parent in paths.list_parents(path)}
    needed = {parent for path in plan.files for parent in paths.list_parents(path)}
    for directory in sorted(emptied - needed, reverse=True):
        # It may have other files, or be gone; and an empty directory does no harm.
        with suppress(OSError):
            (plan.root / directory).rmdir()

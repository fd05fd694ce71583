"""A plan carried out: files replaced one by one between two states of the manifest."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from attrs import evolve

from errsmith.locking import OnWait, ignore_wait, locked
from errsmith.output import manifest, paths
from errsmith.output.comparison import Change, Plan, State
from errsmith.output.disk import reporting


class EditedFilesError(Exception):
    """Files with content that errsmith did not write were kept.

    `changes` are those files, hand-edited or foreign. Without force, no other file was written
    either, unless these were edited during the run.
    """

    def __init__(self, changes: tuple[Change, ...]) -> None:
        super().__init__(changes)
        self.changes = changes

    def __str__(self) -> str:
        listed = "".join(f"\n  {change.path}: {change.state}" for change in self.changes)
        return f"these files have content that errsmith did not write and were kept:{listed}"


def write(planned: Plan, *, force: bool = False, on_wait: OnWait = ignore_wait) -> Plan:
    """Bring a directory to what a plan has, and return the changes as they were made.

    Other runs may have written since the plan was made, so it is made again once this run has
    locked the directory; `on_wait` is called if another run holds it for more than a moment. If
    everything is up to date, nothing is written.

    `force` overwrites or deletes hand-edited and foreign files, too. Each file is read again right
    before it is replaced or deleted. Edits made since the comparison, for example while the run was
    suspended, are kept even with force, because nobody agreed to lose them.

    Raises:
        EditedFilesError: There are such files and no force, or files were edited during the run.
            In the latter case the other files are written.
        OutputError: The file system refuses a step, or has something in the way of a file.

    """
    root = planned.root
    with reporting(root, "created"):
        root.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with reporting(root, "opened"):
            stack.enter_context(locked(root, alone=True, on_wait=on_wait))
        current = planned.renewed()
        if current.conflicts and not force:
            raise EditedFilesError(current.conflicts)
        _remove_leftovers(current)
        if current.changes and (kept := _carry_out(current)):
            raise EditedFilesError(kept)
    return current


def _carry_out(plan: Plan) -> tuple[Change, ...]:
    """Apply the changes of a plan, in an order that is safe to interrupt, even by a power cut.

    Return the changes that were not made because the file was edited after the comparison.

    The manifest knows a file under its old and its new digest for as long as it may have either:
    it is on the disk before any file is touched, and what was done to files before it is trimmed.
    Deletions come first, because a file may become a directory and a directory a file.
    """
    files = {change.path: change for change in plan.changes}
    own = files.pop(plan.manifest_name, None)
    between = manifest.render(plan.owned.until(plan.wanted))
    if own is not None:
        if own.before != between and (kept := _replace(plan, [evolve(own, after=between)])):
            return tuple(kept)
        # Also where a run that was killed has left it so: its name may not be on the disk yet.
        _sync_directories(plan.root, [])
    kept = _delete(plan, [change for change in files.values() if change.after is None])
    _remove_emptied_directories(plan)
    kept += _replace(plan, [change for change in files.values() if change.after is not None])
    _sync_directories(plan.root, files)
    final = manifest.render(plan.wanted.keeping([change.path for change in kept], plan.owned))
    if between != final:
        kept += _replace(plan, [Change(plan.manifest_name, State.CHANGED, between, final)])
    return tuple(kept)


def _replace(plan: Plan, changes: Sequence[Change]) -> list[Change]:
    """Put contents in the places of files, each in one step; the mode stays where a file has one.

    Return the changes to files that were edited meanwhile, which are kept.

    A rename may reach the disk before the content does, and leave an empty file after a power cut.
    So the contents go first: all are written, then all synced, which takes a few milliseconds for a
    whole SDK; one after the other it would take ten times as long.
    """
    kept: list[Change] = []
    targets = [plan.root / change.path for change in changes]
    temporaries = [target.with_name(paths.temporary_name()) for target in targets]
    todo = list(zip(changes, targets, temporaries, strict=True))
    try:
        for change, target, temporary in todo:
            with reporting(target, "written"):
                target.parent.mkdir(parents=True, exist_ok=True)
                with temporary.open("xb") as file:
                    file.write(change.after or b"")
        for _, target, temporary in todo:
            with reporting(target, "written"):
                _sync(temporary, os.O_RDWR)
        for change, target, temporary in todo:
            with reporting(target, "written"):
                # Some mounted file systems refuse every change of mode; theirs has to do.
                with suppress(FileNotFoundError, PermissionError):
                    temporary.chmod(stat.S_IMODE(target.lstat().st_mode))
                if edit := plan.edit(change):
                    kept.append(edit)
                    temporary.unlink()
                else:
                    temporary.replace(target)
    except BaseException:
        for temporary in temporaries:
            # What cannot be removed now is removed by the next run.
            with suppress(OSError):
                temporary.unlink()
        raise
    return kept


def _sync(path: Path, flags: int) -> None:
    """Wait until what a file or a directory holds is on the disk."""
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_directories(root: Path, changed: Iterable[str]) -> None:
    """Wait until what was renamed and deleted in the directories of paths is on the disk.

    Windows does not sync directories, nor do some network file systems; there the order in which
    things reach the disk is theirs.
    """
    above = {parent for path in changed for parent in paths.parents(path)}
    for directory in (root, *(root / parent for parent in sorted(above))):
        with suppress(OSError):  # It may also be gone, with the files that it held.
            _sync(directory, os.O_RDONLY)


def _delete(plan: Plan, changes: Iterable[Change]) -> list[Change]:
    """Delete files that still exist; return the changes to files that were edited meanwhile."""
    kept: list[Change] = []
    for change in changes:
        target = plan.root / change.path
        with reporting(target, "deleted"):
            if edit := plan.edit(change):
                kept.append(edit)
            else:
                target.unlink(missing_ok=True)
    return kept


def _remove_emptied_directories(plan: Plan) -> None:
    """Remove the directories that held departed files alone and will hold no new ones."""
    left = {parent for path in plan.departed for parent in paths.parents(path)}
    needed = {parent for path in plan.files for parent in paths.parents(path)}
    for directory in sorted(left - needed, reverse=True):
        # It may hold files of others, or be gone; and an empty directory does no harm.
        with suppress(OSError):
            (plan.root / directory).rmdir()


def _remove_leftovers(plan: Plan) -> None:
    """Delete the temporary files that killed runs left beside the files of this plan."""
    every = {*plan.files, *plan.departed, plan.manifest_name}
    for directory in sorted({"", *(parent for path in every for parent in paths.parents(path))}):
        folder = plan.root / directory
        with reporting(folder, "listed"), suppress(FileNotFoundError, NotADirectoryError):
            for entry in folder.iterdir():
                if paths.is_leftover(entry.name) and entry.is_file():
                    with reporting(entry, "deleted"):
                        entry.unlink(missing_ok=True)

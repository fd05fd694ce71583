"""Write a planned release: the registry's files together, then the generated ones."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from errsmith import output
from errsmith.output.disk import report_os_errors
from errsmith.output.locking import OnWait, lock
from errsmith.output.replacing import replace_files
from errsmith.output.staging import remove_temporary, stage
from errsmith.releasing.planning import Plan


def write_release(plan: Plan, registry: Path, generated: output.Plan, *, on_wait: OnWait) -> None:
    """Write the files of a release.

    Before the first file is replaced, all new content is written beside the files, so a read-only
    folder or a full disk changes nothing.

    Raises:
        OutputError: The file system refuses it, or a file of the registry was edited since the run
            began.
        EditedFilesError: A generated file was edited since the run began, and was kept; everything
            else was written.
    """
    with ExitStack() as stack:
        root = generated.root
        with report_os_errors(root, "opened"):
            stack.enter_context(lock(root, alone=True, on_wait=on_wait))
        remove_temporary({(root / path).parent for path in generated.files})
        for change in generated.changes:
            if change.after is not None:
                stack.enter_context(stage(root / change.path, change.after))
        replace_files(registry, plan.replacements, on_wait=on_wait)
    output.write(generated, on_wait=on_wait)

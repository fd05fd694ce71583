"""`{path: bytes}` and a directory: planned first, then written, checked or shown.

    planned = plan(root, files, tools={"ruff": "0.17.6"})
    planned.is_clean                            # check
    "".join(map(diff, planned.changes))         # diff
    write(planned)                              # write

A manifest in the directory lists the files of errsmith. Other files are never overwritten or
deleted without force, and files that are edited during a run never are. Each file is replaced in
one step, and the next run completes a run that was killed.
"""

from errsmith.output.comparison import Change, Plan, State, diff, plan
from errsmith.output.disk import OutputError
from errsmith.output.shadows import Shadow
from errsmith.output.writing import EditedFilesError, write

__all__ = [
    "Change",
    "EditedFilesError",
    "OutputError",
    "Plan",
    "Shadow",
    "State",
    "diff",
    "plan",
    "write",
]

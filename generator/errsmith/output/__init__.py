"""`{path: bytes}` and a directory: planned first, then written, checked or shown.

    planned = plan(root, files, tools={"ruff": "0.17.6"})
    planned.is_clean                            # check
    "".join(map(diff, planned.changes))         # diff
    write(planned)                              # write

A manifest in the directory says which files are errsmith's. Nothing else is ever overwritten or
deleted without force, and nothing at all that was edited while a run writes. No file is ever half
written, and a run that was killed, or cut off from its power, is repaired by the next one.
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

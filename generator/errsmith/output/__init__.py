"""Plan the changes that bring a directory to `{path: bytes}`, then write, check or show them.

    planned = plan(root, files, tools={"ruff": "0.17.6"})
    planned.is_clean                            # check
    "".join(map(diff, planned.changes))         # diff
    write(planned)                              # write

A manifest in the directory lists errsmith's files. Other files are overwritten or deleted only with
force, and files that are edited during a run never are. Each file is replaced atomically, and if a
run is killed, the next one completes it.
"""

from errsmith.output.comparison import Change, Plan, State, diff, plan, read_tools
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
    "read_tools",
    "write",
]

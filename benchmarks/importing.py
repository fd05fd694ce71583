"""Importing a provider's module, as a process that does nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from benchmarks.effort import Effort
from benchmarks.measuring import command_ratios, python
from benchmarks.responses import RESPONSES
from benchmarks.tables import TIMES, Table, command_rows

TARGET: Final = 1.25
OTHERS: Final = {
    "bare Python": "pass",
    "attrs and cattrs": "import attrs, cattrs",
    "all four providers": "from eid_errors import bankid_esign, hopae, signet, singpass_ciba",
    "a provider and its converter": "from eid_errors import hopae; hopae.converter",
    "pydantic": "import pydantic; pydantic.BaseModel",
    "botocore.exceptions": "import botocore.exceptions",
    "openai": "import openai",
}


def tables(effort: Effort) -> Iterator[Table]:
    """Measure, and give the table."""
    ours = {f"eid_errors.{name}": f"import eid_errors.{name}" for name in RESPONSES}
    commands = {name: python(statement) for name, statement in {**ours, **OTHERS}.items()}
    ratios = command_ratios(python("import attrs"), commands, effort.rounds(30))
    yield Table(
        "Importing, whole process",
        "`import attrs` is 1.00.",
        TIMES,
        command_rows(ratios, dict.fromkeys(ours, TARGET)),
    )

"""The commands: one module each, imported when the command is run."""

from typing import Final

FINE: Final = 0
FINDINGS: Final = 1
COULD_NOT_RUN: Final = 2

"""What the verbs of the command line do: a module for each, imported when its verb is called."""

from typing import Final

FINE: Final = 0
FINDINGS: Final = 1
COULD_NOT_RUN: Final = 2

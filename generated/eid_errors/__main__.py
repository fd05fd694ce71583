# Emitted by errsmith from registry/sdk.toml with python/main.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""The command line, for the person on call: `python -m eid_errors --help`."""

from __future__ import annotations

import sys

from . import PROVIDERS
from ._runtime.command_line import commands


def main(arguments: list[str] | None = None) -> int:
    """List and explain documented errors, explain what somebody pasted, or serve examples.

    Args:
        arguments: The arguments, those of the process if None.

    Returns:
        The exit code: 0; 1 if the error is not documented; 2 if that could not be told, or if the
        command could not run; 130 after Ctrl-C.
    """
    return commands.main(arguments, version="0.1.0", providers=PROVIDERS)


if __name__ == "__main__":
    sys.exit(main())

"""Run the command line of an SDK within the test process."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
from types import ModuleType
from typing import Final, NamedTuple
from unittest import mock

from specimen_errors import __main__ as specimen_main

IDHUB: Final = (
    b'{"title": "SESSION_NOT_FOUND", "status": 404, "detail": "Kari Nordmann", "instance": "/s/1"}'
)
"""An error body of IDHub."""
UNCLEAR: Final = b'{"error": "unheard_of", "error_description": "words"}'
"""A body that several providers could have sent."""


class Ran(NamedTuple):
    """The exit code and the output of a command."""

    code: int
    out: str
    err: str

    def facts(self) -> dict[str, str]:
        """Return the text beside each label of a page, or `not documented`."""
        facts: dict[str, str] = {}
        label = ""
        for line in self.out.splitlines()[2:]:
            label = line[:17].strip() or label
            facts[label] = f"{facts.get(label, '')} {line[17:].strip()}".strip()
        for missing in filter(None, facts.pop("Not documented", "").split(", ")):
            facts[missing[0].upper() + missing[1:]] = "not documented"
        return facts


class Terminal(io.TextIOWrapper):
    """A stdin that is a terminal."""

    def isatty(self) -> bool:
        return True


def run(
    *arguments: str,
    stdin: bytes = b"",
    package: ModuleType = specimen_main,
    is_terminal: bool = False,
    width: int = 80,
) -> Ran:
    """Run a command and capture its output."""
    typed = (Terminal if is_terminal else io.TextIOWrapper)(io.BytesIO(stdin), "utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    with (
        mock.patch.object(sys, "stdin", typed),
        mock.patch.dict(os.environ, COLUMNS=str(width)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = package.main([*arguments])
    texts = []
    for stream in (out, err):
        stream.seek(0)
        texts.append(stream.read())
    return Ran(code, *texts)


def import_main(module: ModuleType) -> ModuleType:
    """Return the command line of the SDK that contains a provider's module."""
    return importlib.import_module(f"{module.__package__}.__main__")

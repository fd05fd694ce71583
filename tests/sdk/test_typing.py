"""mypy and pyright accept a client's code, and refuse its mistakes.

| rule of the SDK | tests |
|---|---|
| the package and example clients pass both checkers as this project configures them | `client` |
| a misspelt class or attribute is an error, in spite of the module's `__getattr__` | `mistakes` |
| a `match` over `known_code` that forgets a code is an error | `mistakes` |
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "tests" / "typing" / "client.py"

HEAD = """\
from typing import assert_never, assert_type, cast
import aiohttp
import eid_errors
from eid_errors import hopae, singpass_ciba
error = hopae.parse(status=404)
awaited = cast("aiohttp.ClientResponse", None)
"""

MISTAKES = (
    "hopae.SessionsNotFoundError",
    "hopae.UndocumentedSessionsConflictError",
    "from eid_errors.hopae import SessionsError",
    "eid_errors.UnavailableErr",
    "hopae.Code.SESSIONS_NOT_FOUND",
    "print(error.details)",
    "print(error.trace_id)",
    "print(error.message.upper())",
    "hopae.SessionError('d')",
    "hopae.SessionError(details='d')",
    "hopae.SessionError(status='404')",
    "hopae.SessionError.info.code = 'x'",
    "hopae.ERRORS['x'] = hopae.SessionError",
    "hopae.parse(404)",
    "hopae.parse(status='404')",
    "hopae.parse(body=1)",
    "hopae.raise_for_error('no response')",
    "hopae.raise_for_error(awaited)",
    "raising = hopae.araise_for_error('no response')",
    "aiohttp.ClientSession(raise_for_status=hopae.raise_for_error)",
)
"""A client's mistakes, one line each."""

FORGOTTEN = """\
def advise(code: singpass_ciba.Code) -> str:
    match code:
        case singpass_ciba.Code.CLIENT_SIDE_ERROR | singpass_ciba.Code.ARGUMENTS_NOT_VALID:
            return "mend"
        case singpass_ciba.Code.SERVER_SIDE_ERROR:
            return "report"
        case _:
            assert_never(code)
"""

Findings = set[tuple[str, int]]


def run(tool: str, *arguments: str | Path) -> str:
    command = [sys.executable, "-m", tool, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def mypy(*files: Path) -> Findings:
    """Give the files and lines in which mypy finds something."""
    found = [json.loads(line) for line in run("mypy", "--output=json", *files).splitlines()]
    return {(Path(one["file"]).name, one["line"]) for one in found}


def pyright(*files: Path) -> Findings:
    """Give the files and lines in which pyright finds something."""
    output = run("pyright", "--outputjson", "--pythonpath", sys.executable, *files)
    found = json.loads(output)["generalDiagnostics"]
    return {(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in found}


@pytest.fixture(params=[mypy, pyright], ids=["mypy", "pyright"], scope="module")
def findings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Give what a checker finds, in one run, in the client and in the mistakes."""
    check: Callable[..., Findings] = request.param
    mistakes = tmp_path_factory.mktemp("typing") / "mistakes.py"
    mistakes.write_text(HEAD + "\n".join(MISTAKES) + "\n" + FORGOTTEN, encoding="utf-8")
    return check(CLIENT, mistakes)


def test_client_is_accepted(findings: Findings) -> None:
    """A client's code has no findings."""
    assert [line for file, line in findings if file == CLIENT.name] == []


def test_mistakes_are_refused(findings: Findings) -> None:
    """Every line with a mistake has a finding, and no other line has one."""
    first = HEAD.count("\n") + 1
    after = first + len(MISTAKES)
    [forgotten] = [n for n, line in enumerate(FORGOTTEN.splitlines()) if "assert_never" in line]
    expected = {*range(first, after), after + forgotten}
    assert {line for file, line in findings if file != CLIENT.name} == expected

"""sentry-sdk: events as it comes, and with all that it can record."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.privacy.in_sentry import SETTINGS
from tests.privacy.raising import WAYS
from tests.privacy.vault import marks

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sent(package: Path) -> dict[str, list[Any]]:
    """Return what is sent of each way of raising, in each setting."""
    command = [sys.executable, "-m", "tests.privacy.in_sentry", str(package.parent)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "default"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    events: dict[str, list[Any]] = json.loads(done.stdout)
    return events


def exceptions(events: list[Any]) -> Iterator[Any]:
    for event in events:
        yield from (event.get("exception") or {}).get("values", ())


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", WAYS)
def test_sentry(sent: dict[str, list[Any]], name: str, setting: str) -> None:
    """No event shows anything private, local variables and the program's own values included."""
    events = sent[f"{name}, {setting}"]
    assert [*exceptions(events)]
    assert marks(json.dumps(events, ensure_ascii=False)) == []


@pytest.mark.parametrize("setting", SETTINGS)
def test_title_of_an_event(sent: dict[str, list[Any]], setting: str) -> None:
    """The title is `str(error)`."""
    first = next(exceptions(sent[f"parsed-documented, {setting}"]))
    assert first["type"] == "LockedOutError"
    assert first["value"].startswith("Vault V_101 (HTTP 403): The person is locked out.")


@pytest.mark.parametrize("setting", SETTINGS)
def test_variables_of_an_event(sent: dict[str, list[Any]], package: Path, setting: str) -> None:
    """Local variables of the SDK are among what is looked at above."""
    [*found] = exceptions(sent[f"structured, {setting}"])
    frames = [one for error in found for one in error["stacktrace"]["frames"]]
    ours = [one for one in frames if one["abs_path"].startswith(str(package))]
    assert any("OpenError" in str(one["vars"]) for one in ours)

"""sentry-sdk: events with its defaults, and with everything that it can record."""

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
from tests.privacy.vault import find_marks

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sent(package: Path) -> dict[str, list[Any]]:
    """Return the events of each way to raise, in each setting."""
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


def list_exceptions(events: list[Any]) -> Iterator[Any]:
    for event in events:
        yield from (event.get("exception") or {}).get("values", ())


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", WAYS)
def test_sentry(sent: dict[str, list[Any]], name: str, setting: str) -> None:
    """No event shows anything private, also not in local variables or the program's own values."""
    events = sent[f"{name}, {setting}"]
    assert [*list_exceptions(events)]
    assert find_marks(json.dumps(events, ensure_ascii=False)) == []


@pytest.mark.parametrize("setting", SETTINGS)
def test_title_of_an_event(sent: dict[str, list[Any]], setting: str) -> None:
    """The title of an event is `str(error)`."""
    first = next(list_exceptions(sent[f"raise_parsed-documented, {setting}"]))
    assert first["type"] == "LockedOutError"
    assert first["value"].startswith("Vault V_101 (HTTP 403): The person is locked out.")


@pytest.mark.parametrize("setting", SETTINGS)
def test_variables_of_an_event(sent: dict[str, list[Any]], package: Path, setting: str) -> None:
    """The events above include local variables of the SDK."""
    [*found] = list_exceptions(sent[f"structure, {setting}"])
    frames = [frame for error in found for frame in error["stacktrace"]["frames"]]
    ours = [frame for frame in frames if frame["abs_path"].startswith(str(package))]
    assert any("OpenError" in str(frame["vars"]) for frame in ours)

"""Measure several ways of doing the same thing, each as a ratio to a reference.

On a busy machine, absolute times drift by a factor of two. So each way is timed directly before or
after the reference, the two take turns in going first, and only the ratio of such a pair counts.
pyperf is not used because it runs one benchmark after the other, and the machine changes meanwhile.

Time is processor time, so it excludes other programs: the time of the thread for calls; the user
and system time of the command and the processes that it starts for commands.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import sysconfig
import time
import timeit
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from attrs import frozen

SCRIPTS: Final = Path(sysconfig.get_path("scripts"))
"""The folder with the commands of this environment."""

_BATCH: Final = 3_000_000
"""The approximate time of a batch of calls, in nanoseconds."""

_WARM_UP: Final = 50
"""Calls before the first batch."""

_INTERVAL: Final = 0.005
"""Seconds between two readings of a command's memory."""


@frozen
class Figure:
    """The measurements of all rounds."""

    values: Sequence[float]

    @property
    def median(self) -> float:
        """The median of the values."""
        return statistics.median(self.values)

    @property
    def spread(self) -> float:
        """Half of the interquartile range of the values, 0 for a single value."""
        if len(self.values) == 1:
            return 0.0
        low, _, high = statistics.quantiles(self.values, n=4, method="inclusive")
        return (high - low) / 2

    def __str__(self) -> str:
        digits = 2 if self.median < 10 else 1  # noqa: PLR2004 - three figures
        spread = f" ±{self.spread:.{digits}f}" if len(self.values) > 1 else ""
        return f"{self.median:.{digits}f}{spread}"


@frozen
class Command:
    """A command to run.

    Attributes:
        arguments: The program and its arguments.
        folder: The working directory.
        output: A folder that the command writes; it is deleted before each run.
        exit_code: The exit code of a run that did what it should.
    """

    arguments: Sequence[str | Path]
    folder: Path | None = None
    output: Path | None = None
    exit_code: int = 0


def build_python(statement: str) -> Command:
    """Build a command that executes a Python statement, isolated from the user's settings."""
    return Command([sys.executable, "-I", "-c", statement])


def measure_ratios(
    reference: Callable[[], float], ways: Mapping[str, Callable[[], float]], rounds: float
) -> dict[str, Figure]:
    """Measure each way in pairs with the reference; return the ratios by name.

    Args:
        reference: Does the work once and returns its cost.
        ways: The same for each way, by name.
        rounds: How many pairs to measure per way, rounded, at least 1.
    """
    for measure in (reference, *ways.values()):  # Fill the caches of Python and the system.
        measure()
    ratios: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(max(1, round(rounds))):
        for name, measure in ways.items():
            if number % 2:
                cost = measure()
                ratios[name].append(cost / reference())
            else:
                reference_cost = reference()
                ratios[name].append(measure() / reference_cost)
    return {name: Figure(values) for name, values in ratios.items()}


def measure_commands(
    reference: Command, commands: Mapping[str, Command], rounds: float
) -> dict[str, Figure]:
    """Measure the processor time of commands as `measure_ratios` does."""
    ways = {name: partial(run, command) for name, command in commands.items()}
    return measure_ratios(partial(run, reference), ways, rounds)


def prepare_call(
    statement: str, names: Mapping[str, Any], setup: str = "pass"
) -> Callable[[], float]:
    """Return a function that times a call, in nanoseconds: the mean of a batch.

    Args:
        statement: The call as Python code, since a wrapping function would take time too.
        names: The variables of the statement.
        setup: Runs before each batch, untimed. Its variable `times` is the number of calls.
    """
    variables = {**names, "times": _WARM_UP}
    timer = timeit.Timer(statement, setup, time.thread_time_ns, variables)
    timer.timeit(_WARM_UP)
    times = max(1, round(_BATCH * _WARM_UP / timer.timeit(_WARM_UP)))
    variables["times"] = times
    return lambda: timer.timeit(times) / times


def run(command: Command) -> float:
    """Run a command; return its processor time in seconds.

    Raises:
        RuntimeError: The command failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = _start(command)
    _, stderr = process.communicate()
    _check(process, command, stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measure_seconds(commands: Mapping[str, Command], rounds: float) -> dict[str, Figure]:
    """Measure the processor time of commands in seconds, taking turns.

    Args:
        commands: The commands, by name.
        rounds: How often to run each, rounded, at least 1.
    """
    values: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(max(1, round(rounds))):
        for name, command in commands.items():
            values[name].append(run(command))
    return {name: Figure(figures) for name, figures in values.items()}


def measure_peak_memory(command: Command) -> Figure:
    """Run a command; return the peak memory of it and the processes it starts, in MiB.

    Shared memory counts for each process. This needs Linux.

    Raises:
        RuntimeError: The command failed.
    """
    process = _start(command, new_session=True)
    peak = 0
    while process.returncode is None:
        peak = max(peak, _read_memory(process.pid))
        with suppress(subprocess.TimeoutExpired):
            _, stderr = process.communicate(timeout=_INTERVAL)
            _check(process, command, stderr)
    return Figure([peak / 2**20])


def _start(command: Command, *, new_session: bool = False) -> subprocess.Popen[str]:
    if command.output is not None:
        shutil.rmtree(command.output, ignore_errors=True)
    environment = {**os.environ, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"}
    # Otherwise each run would compile its imports again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen(
        command.arguments,
        cwd=command.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=new_session,
    )


def _check(process: subprocess.Popen[str], command: Command, stderr: str) -> None:
    if process.returncode != command.exit_code:
        msg = f"{process.args!r} failed: {stderr}"
        raise RuntimeError(msg)


def _read_memory(session: int) -> int:
    """Return the memory of the processes in a session in bytes, as reported by proc(5)."""
    pages: dict[str, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # The process has ended.
            fields = path.read_text("utf-8").rpartition(")")[2].split()
            if int(fields[3]) == session:
                # A child that has not called `exec` yet shares memory and stack with its parent.
                pages[fields[25]] = int(fields[21])
    return sum(pages.values()) * resource.getpagesize()

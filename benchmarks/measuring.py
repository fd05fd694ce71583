"""Ways of doing the same, measured in turn, each against a reference.

Absolute times drift by a factor of two on a machine that does other things, too. So a way is timed
directly after or before the reference, the two take turns in going first, and what counts is the
ratio of each such pair. The median of the pairs is the figure, half of their interquartile range
its spread.

pyperf is not used, because it runs one benchmark after the other, each in processes of its own:
between two of them the machine has changed. What it rightly insists on is done here as well.
Calls are repeated in batches of some milliseconds after a warm-up, by `timeit`, which has the
garbage collector rest in the meantime. The rounds are spread over several processes with different
hash seeds, since the layout of memory alone can make a difference of some percent.

Time is processor time: of the thread for calls, and for processes user and system time, with that
of the processes they started. It leaves out what other programs take of the machine. For processes
elapsed time is given beside it.
"""

from __future__ import annotations

import gc
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import timeit
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

SCRIPTS: Final = Path(sysconfig.get_path("scripts"))
"""Where the commands of this environment are; those that are measured find them there, too."""

_BATCH = 3_000_000
"""Nanoseconds that a batch of calls takes, about."""

_WARM_UP = 50
_POLL = 0.005
"""Seconds between two looks at the memory of a process."""


def _floats(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(values)


@frozen
class Figure:
    """Values of one thing measured, round by round."""

    values: tuple[float, ...] = field(converter=_floats)
    unit: str = ""

    @property
    def median(self) -> float:
        """The median of the values."""
        return statistics.median(self.values)

    @property
    def spread(self) -> float:
        """Half of the interquartile range of the values, 0 if there is one only."""
        if len(self.values) < 2:  # noqa: PLR2004 - quartiles need two
            return 0.0
        low, _, high = statistics.quantiles(self.values, n=4, method="inclusive")
        return (high - low) / 2

    def __str__(self) -> str:
        digits = 2 if self.median < 10 else 1 if self.median < 100 else 0  # noqa: PLR2004 - three figures
        spread = f" ±{self.spread:.{digits}f}" if len(self.values) > 1 else ""
        return f"{self.median:.{digits}f}{spread}{self.unit and ' '}{self.unit}"


@frozen
class Call:
    """A call to time.

    Attributes:
        statement: The call as Python, as `timeit` has it: a function around it would cost, too.
        names: What its names stand for.
        setup: Is run before each batch, outside of the time measured; it has `times`, the number
            of calls, and what it binds may be used up by them.
    """

    statement: str
    names: Mapping[str, Any]
    setup: str = "pass"


def call_ratios(reference: Call, calls: Mapping[str, Call], rounds: int) -> dict[str, list[float]]:
    """Time calls against a reference; give the ratios of each, one per round."""
    gc.collect()
    gc.freeze()  # What was imported until now is no work for the collector any more.
    sizes = {name: _batch_size(call) for name, call in calls.items()}
    reference_size = _batch_size(reference)
    ratios: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds):
        for name in random.sample(list(calls), len(calls)):
            if number % 2:
                mine = _mean(calls[name], sizes[name])
                ratios[name].append(mine / _mean(reference, reference_size))
            else:
                theirs = _mean(reference, reference_size)
                ratios[name].append(_mean(calls[name], sizes[name]) / theirs)
    return ratios


def _batch_size(call: Call) -> int:
    """Find how many calls make up a batch; the calls it takes are the warm-up."""
    mean = _mean(call, _WARM_UP)
    return max(1, round(_BATCH / min(mean, _mean(call, _WARM_UP))))


def _mean(call: Call, times: int) -> float:
    """Give the nanoseconds that a call takes, the mean of a batch."""
    names = {**call.names, "times": times}
    timer = timeit.Timer(call.statement, call.setup, time.thread_time_ns, names)
    gc.collect()
    return timer.timeit(times) / times


def in_processes(module: str, count: int, *arguments: str) -> Any:
    """Run a module in processes of its own, one after the other.

    Each prints a JSON object of objects of lists of ratios; the lists of all are joined.
    """
    joined: dict[str, dict[str, list[float]]] = {}
    for seed in range(count):
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            stdout=subprocess.PIPE,
            check=True,
        )
        for column, rows in json.loads(done.stdout).items():
            for row, ratios in rows.items():
                joined.setdefault(column, {}).setdefault(row, []).extend(ratios)
    return joined


@frozen
class Command:
    """A command to time.

    Attributes:
        arguments: The program and its arguments.
        before: Is called before each run, outside of the time measured.
        folder: Where it runs.
    """

    arguments: Sequence[str | Path]
    before: Callable[[], object] = lambda: None
    folder: Path | None = None


def python(statement: str) -> Command:
    """Make a command that executes a statement, whatever the user's environment says."""
    return Command([sys.executable, "-I", "-c", statement])


def fresh(*arguments: str | Path, out: Path) -> Command:
    """Make a command that writes into a folder, its last argument, that is not there yet."""
    return Command([*arguments, out], before=partial(shutil.rmtree, out, ignore_errors=True))


@frozen
class Used:
    """What a run of a command took.

    Attributes:
        processor: Seconds of user and system time, those of its children included.
        elapsed: Seconds.
        largest: Bytes that the largest of its processes held.
    """

    processor: float
    elapsed: float
    largest: int


@frozen
class Ratios:
    """A command against its reference, round by round."""

    processor: Figure
    elapsed: Figure


def command_ratios(
    reference: Command, commands: Mapping[str, Command], rounds: int, *, warm_up: bool = True
) -> dict[str, Ratios]:
    """Time whole processes against a reference, in turn."""
    if warm_up:  # Compiles what is imported, and brings it into the cache of the file system.
        for command in (reference, *commands.values()):
            run(command)
    pairs: dict[str, list[tuple[Used, Used]]] = {name: [] for name in commands}
    for number in range(rounds):
        for name, command in commands.items():
            if number % 2:
                mine = run(command)
                pairs[name].append((mine, run(reference)))
            else:
                theirs = run(reference)
                pairs[name].append((run(command), theirs))
    return {
        name: Ratios(
            Figure(mine.processor / theirs.processor for mine, theirs in used),
            Figure(mine.elapsed / theirs.elapsed for mine, theirs in used),
        )
        for name, used in pairs.items()
    }


def run(command: Command) -> Used:
    """Run a command, and give what it took.

    Raises:
        RuntimeError: It failed.
    """
    command.before()
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            message = said.read().decode(errors="replace")
            msg = f"{' '.join(map(str, command.arguments))} failed: {message}"
            raise RuntimeError(msg)
    unit = 1 if sys.platform == "darwin" else 1024
    return Used(usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss * unit)


def _environment() -> dict[str, str]:
    """Give the environment of a command: of a machine that has not been told to be slow.

    What is imported is compiled by the warm-up, and stays so, whatever the user's environment says.
    """
    own = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**own, "PATH": os.pathsep.join((str(SCRIPTS), os.environ["PATH"]))}


def peak_memory(command: Command) -> float:
    """Run a command; give the most MiB that it and the processes below it held at one time.

    `ru_maxrss` gives the largest of them alone, so that their sum is read from /proc now and then.
    Pages that several of them share are counted for each.
    """
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(_POLL):
            peak = max(peak, *map(_resident, _children(os.getpid())), 0)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        largest = run(command).largest
    finally:
        done.set()
        watcher.join()
    return max(peak, largest) / 2**20


def _resident(pid: int) -> int:
    """Give the bytes in memory of a process and of those below it; 0 of one that has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize() + sum(map(_resident, _children(pid)))


def _children(pid: int) -> list[int]:
    try:
        tasks = [task / "children" for task in Path(f"/proc/{pid}/task").iterdir()]
        return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]
    except OSError:
        return []

"""The tests that a mutant must pass, and runs of them.

All tests run once without mutants, which records the lines that each runs and the time it takes.
After that a mutant only needs the tests that run its statement. They run in forks of this process,
which has loaded all packages but the project's own.
"""

from __future__ import annotations

import ast
import os
import resource
import signal
import sys
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import accumulate
from multiprocessing import get_context
from multiprocessing.connection import Connection

import coverage
import pytest

from tests.mutants.sample import ERRSMITH, PACKAGES, ROOT, Mutant, change_text, list_paths, read

COPIED = ROOT / "generated" / "eid_errors" / "_runtime"

FIRST_TESTS = 2.0
"""Seconds of tests to start with, which are enough for most mutants."""
PATIENCE = 5
"""How many times its usual processor time a test may take."""
STARTING = 20
"""Additional seconds for starting the tests."""
STUCK = 900
"""Seconds without progress after which a run is ended; a busy machine is slow."""
MEMORY = 4 << 30

PRELOADED = (
    *("aiohttp", "anyio", "cattrs.preconf.json", "httpx", "httpx2", "inline_snapshot", "jinja2"),
    *("markdown_it", "pytest_httpserver", "requests", "rich.console", "tomli", "tree_sitter"),
    *("urllib3", "werkzeug", "xdist"),
)
"""Packages that forks need not load."""

OPTIONS = (
    *("-q", "-x", "--tb=no", "--no-header", "--no-summary", "-p", "no:cacheprovider"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning", "--hypothesis-profile=mutants"),
)

Costs = Mapping[str, float]
Runs = Mapping[str, Mapping[int, frozenset[str]]]


class Recorder:
    """Records the lines that each test runs, and the seconds that it takes."""

    def __init__(self) -> None:
        paths = list_paths()
        copies = [path.replace("runtime/", "_runtime/", 1) for path in paths]
        included = [f"*/errsmith/{path}" for path in paths] + [f"*/{path}" for path in copies]
        self.coverage = coverage.Coverage(data_file=None, include=included, config_file=False)
        self.coverage.start()
        self.costs: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        start = sum(os.times()[:4])
        try:
            return (yield)
        finally:
            self.costs[item.nodeid] = sum(os.times()[:4]) - start

    def lines(self) -> Runs:
        """Return the tests that run each line of each module; import runs lines without a test."""
        self.coverage.stop()
        data = self.coverage.get_data()
        found: dict[str, dict[int, set[str]]] = {}
        for file in data.measured_files():
            path = file.replace("/_runtime/", "/errsmith/runtime/").rpartition("/errsmith/")[2]
            above = head_of_copy(path).count("\n") if "/_runtime/" in file else 0
            lines = found.setdefault(path, {})
            for line, tests in data.contexts_by_lineno(file).items():
                lines.setdefault(line - above, set()).update(tests)
        return {
            path: {line: frozenset(tests - {""}) for line, tests in lines.items()}
            for path, lines in found.items()
        }


class Selection:
    """Runs some of the collected tests, and sends the file of one that fails."""

    def __init__(self, tests: Collection[str], sender: Connection) -> None:
        self.tests = tests
        self.sender = sender

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.tests]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.sender.send(file_of(report.nodeid))


def record() -> tuple[Costs, Runs]:
    """Run all tests, and return the seconds of each and the lines it runs.

    A comment is added to each module. A test that then fails compares files rather than behaviour.
    """
    receiver, sender = get_context("fork").Pipe(duplex=False)
    commented = {path: f"{read(path)}# A comment.\n" for path in list_paths()}
    with replace_modules(commented):
        process = get_context("fork").Process(target=run_and_record, args=(sender,))
        process.start()
        sender.close()
        try:
            code, costs, runs = receiver.recv()
        except EOFError:
            sys.exit("the run that records ended early")
        process.join()
    if code:
        sys.exit("there are tests that fail without a mutant")
    return costs, runs


def run_and_record(sender: Connection) -> None:
    """Run all tests, and send the exit code and what was recorded."""
    recorder = Recorder()
    files = dict.fromkeys(file for package in PACKAGES.values() for file in package.test_files)
    code = int(pytest.main([*OPTIONS, "--tb=short", *files], plugins=[recorder]))
    sender.send((code, recorder.costs, recorder.lines()))


def is_killed(mutant: Mutant, costs: Costs, runs: Runs, killers: Counter[str]) -> bool:
    """Return whether a test fails with a mutant, and count the kills of its file."""
    tests = find_tests(mutant, costs, runs)
    with replace_modules({mutant.path: change_text(mutant)}):
        return not all(passes(part, costs, killers) for part in make_batches(tests, costs, killers))


def find_tests(mutant: Mutant, costs: Costs, runs: Runs) -> frozenset[str]:
    """Return the tests that may notice a mutant: those that run its statement.

    A statement outside of functions, which runs at import, may matter to all that run anything of
    the module. Tests of one file share what the generator makes for the first of them.
    """
    lines = runs.get(mutant.path, {})
    nobody = frozenset[str]()
    statement = find_statement(mutant)
    tests = nobody.union(*(lines.get(line, nobody) for line in statement))
    if not tests or runs_at_import(mutant.path, statement.start):
        tests = nobody.union(*lines.values())
    files = set(PACKAGES[mutant.package].test_files)
    if mutant.path.startswith("runtime/"):
        return frozenset(test for test in tests if file_of(test) in files)
    files &= {file_of(test) for test in tests}
    return frozenset(test for test in costs if file_of(test) in files)


def find_statement(mutant: Mutant) -> range:
    """Return the lines of the changed statement, without its body if it has one."""
    around = [
        node
        for node in ast.walk(ast.parse(read(mutant.path)))
        if isinstance(node, ast.stmt)
        if node.lineno <= mutant.line <= (node.end_lineno or 0)
    ]
    if not around:
        return range(mutant.line, mutant.line + 1)
    statement = max(around, key=lambda node: node.lineno)
    body: list[ast.stmt] = getattr(statement, "body", [])
    end = body[0].lineno if body else (statement.end_lineno or 0) + 1
    return range(statement.lineno, max(end, statement.lineno + 1))


def runs_at_import(path: str, line: int) -> bool:
    """Return whether a line is outside of all functions of a module."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return not any(
        node.body[0].lineno <= line <= (node.end_lineno or 0)
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, functions)
    )


def head_of_copy(path: str) -> str:
    """Return what a copy of a module in an SDK has above the module's text."""
    copy = COPIED / path.removeprefix("runtime/")
    return copy.read_text(encoding="utf-8").removesuffix(read(path))


def file_of(test: str) -> str:
    """Return the path of the file that has a test."""
    return test.partition("::")[0]


def make_batches(tests: Iterable[str], costs: Costs, killers: Counter[str]) -> Iterator[list[str]]:
    """Yield the tests of the most promising files, then all others.

    Files whose tests are quick and have killed mutants come first. They are not split: the first
    test of a file prepares what the others share.
    """
    files: dict[str, list[str]] = {}
    for test in sorted(tests):
        files.setdefault(file_of(test), []).append(test)
    spent = {file: sum(costs[test] for test in files[file]) for file in files}
    ranked = sorted(files, key=lambda file: spent[file] / len(files[file]) / (1 + killers[file]))
    first = bisect(list(accumulate(spent[file] for file in ranked)), FIRST_TESTS)
    for part in filter(None, (ranked[:first], ranked[first:])):
        yield [test for file in part for test in files[file]]


def passes(tests: list[str], costs: Costs, killers: Counter[str]) -> bool:
    """Return whether tests pass, in a fork of this process."""
    seconds = round(STARTING + PATIENCE * sum(costs[test] for test in tests))
    receiver, sender = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(target=run, args=(tests, seconds, sender))
    process.start()
    sender.close()
    try:
        process.join(STUCK)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(
                process.ident or 0, signal.SIGKILL
            )  # Also end the processes that the tests left running.
        process.join()
    with suppress(EOFError):
        if receiver.poll():
            killers[receiver.recv()] += 1
    # A mutant may change which tests there are.
    return process.exitcode in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


def run(tests: list[str], seconds: int, sender: Connection) -> None:
    """Run tests in a separate process without output, and end it with their exit code."""
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    files = dict.fromkeys(map(file_of, tests))
    os._exit(pytest.main([*OPTIONS, *files], plugins=[Selection(frozenset(tests), sender)]))


@contextmanager
def replace_modules(texts: Mapping[str, str]) -> Iterator[None]:
    """Replace the content of modules for a while, in the generated SDK as well.

    They are restored with their old timestamps, so their compiled code stays valid.
    """
    files = {ERRSMITH / path: text for path, text in texts.items()}
    for path, text in texts.items():
        if path.startswith("runtime/"):
            files[COPIED / path.removeprefix("runtime/")] = head_of_copy(path) + text
    before = {file: (file.read_bytes(), file.stat()) for file in files}
    try:
        for file, text in files.items():
            file.write_text(text, encoding="utf-8", newline="\n")
        yield
    finally:
        for file, (data, stat) in before.items():
            file.write_bytes(data)
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))

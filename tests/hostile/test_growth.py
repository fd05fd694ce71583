"""Many entries and long strings: the work grows linearly with them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import FrameType

import pytest

from errsmith.lint.report import text
from errsmith.targets.python.exports import sort_exports
from tests.registries import HEAD, lint_registry, write_registry

from .checking import SDK, check, fail_if_hanging

Growing = Callable[[int], str]


def repeat_distinct(entry: str, count: int) -> Iterator[str]:
    """Repeat an entry, with a different word for every `#`."""
    letters = str.maketrans("0123456789", "abcdefghij")
    return (entry.replace("#", str(number).translate(letters)) for number in range(count))


def repeat(entry: str) -> Growing:
    """Repeat an entry."""
    return lambda count: "".join(repeat_distinct(f"{entry}\n", count))


def repeat_item(before: str, item: str, after: str) -> Growing:
    """Repeat an item of a list or an inline table, on one line."""
    return lambda count: before + ", ".join(repeat_distinct(item, count)) + f"{after}\n"


ERROR = '[errors.A]\nsummary = "x"\nstatus = 404\n'
EACH = '[errors.E#X]\nsummary = "y"\nstatus = 404\n'
MANY: dict[str, Growing] = {
    "errors": repeat(EACH),
    "errors of wrong types": repeat(EACH.replace("404", '"404"')),
    "errors with unknown keys": repeat(f"{EACH}summery = 1"),
    "errors of one code": repeat(f'{EACH}code = "X"'),
    "errors of one code in scopes of their own": lambda count: (
        repeat("[scopes.s#]")(count) + repeat(f'{EACH}code = "X"\nscope = "s#"')(count)
    ),
    "errors of one code in groups of their own": lambda count: (
        repeat('[groups.g#]\nclass = "Family#Error"')(count)
        + repeat(f'{EACH}code = "X"\ngroup = "g#"')(count)
    ),
    "errors of one class": repeat(f'{EACH}class = "OneError"'),
    "errors with examples": repeat(f"{EACH}example = {{ status = 404 }}"),
    "errors in several groups": lambda count: (
        repeat('[groups.G#]\nclass = "Family#Error"\nmatch = "E*"')(5) + repeat(EACH)(count)
    ),
    "errors with exceptions": repeat(
        f"{EACH.replace('y', 'x')}allow = [{{ rule = 'R253', reason = 'r' }}]"
    ),
    "errors with exceptions for nothing": repeat(
        f"{EACH}allow = [{{ rule = 'R253', reason = 'r' }}]"
    ),
    "exceptions of one error": repeat_item(
        f"{ERROR}allow = [", "{ rule = 'R253', reason = '#' }", "]"
    ),
    "errors replaced by the one before": lambda count: "".join(
        f"{error}removed = {{ replacement = '{before}' }}\n"
        for error, before in zip(
            repeat_distinct(EACH, count), ("EaX", *repeat_distinct("E#X", count)), strict=False
        )
    ),
    "errors replaced by themselves": repeat(f"{EACH}removed = {{ replacement = 'E#X' }}"),
    "errors replaced by the first": repeat(f"{EACH}removed = {{ replacement = 'EaX' }}"),
    "errors with blanks": repeat(f"{EACH}code = ' #'"),
    "errors that name nothing": repeat(
        f'{EACH}category = "none#"\ngroup = "none#"\nsource = "no#"'
    ),
    "categories": repeat("[categories.c#]"),
    "categories of one status": repeat('[categories.c#]\nstatus = "4xx"'),
    "groups": repeat('[groups.G#]\nclass = "Family#Error"'),
    "groups for one code": lambda count: repeat('[groups.G#]\nmatch = "*"')(count) + ERROR,
    "scopes": repeat("[scopes.s#]"),
    "sources": repeat('[sources.s#]\nurl = "x"'),
    "envelopes": repeat('[[envelopes]]\nid = "e#"\ncode = { path = "a..b" }\nfields.A = {}'),
    "envelopes of one id": repeat('[[envelopes]]\nid = "e"\ncode = { path = "a" }'),
    "envelopes that are none": repeat("[[envelopes]]"),
    "fields": lambda count: (
        '[[envelopes]]\nid = "e"\ncode = { path = "a" }\n' + repeat("fields.A# = {}")(count)
    ),
    "keys": lambda count: ERROR + repeat("retry.x# = 1")(count),
    "tables": repeat("[x#]"),
    "statuses": repeat_item(f"{ERROR}aliases = [", "404", "]"),
    "causes": repeat_item(f"{ERROR}causes = [", '"x"', "]"),
    "values of wrong types": repeat_item(f"{ERROR}causes = [", "1", "]"),
    "messages": repeat_item(f"{ERROR}user_message = {{ ", '"é#" = "a"', " }"),
}
"""Parts of a provider's file, by number of entries."""


@pytest.fixture
def check_many(tmp_path: Path) -> Callable[[str], None]:
    """Return a function that checks a provider and reports its findings."""

    def run(tables: str) -> None:
        report = lint_registry(write_registry(tmp_path, {"acme": HEAD + tables}, SDK))
        text.render(report.diagnostics, report.registry.texts)

    return run


def count_calls(function: Callable[[], object]) -> int:
    """Count the calls of functions, including the steps of generators."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("growing", MANY.values(), ids=MANY)
def test_work_grows_with_the_number_of_entries(
    check_many: Callable[[str], None], growing: Growing
) -> None:
    """Doubling the additional entries doubles the additional work, so it is not quadratic."""
    check_many(growing(3))  # imports and caches
    few, more, most = (count_calls(partial(check_many, growing(n))) for n in (100, 200, 400))
    assert most - more < 3 * (more - few)


LONG: dict[str, str] = {
    "text": f'{ERROR}note = "{"word " * 200_000}"',
    "word": f'{ERROR}note = "{"x" * 1_000_000}"',
    "id": f'[errors.{"ab" * 200_000}]\nstatus = 404\nsummary = "x"',
    "ids that are alike": f"[categories.{'xy' * 50_000}]\n{ERROR}category = '{'yx' * 50_000}'",
    "key": f"{'x' * 1_000_000} = 1",
    "number": "1" * 1_000_000,
    "glob": f"[groups.G]\nmatch = '*{'a' * 20_000}b'\n[errors.{'a' * 100_000}]\nsummary = 'x'",
    "path": f"[[envelopes]]\nid = 'e'\ncode = {{ path = '{'a[0].' * 20_000}' }}",
    "path of blanks": f"[[envelopes]]\nid = 'e'\ncode = {{ path = '{' ' * 200_000}a' }}",
    "invisible code": f"{ERROR}code = '{chr(0xAD) * 200_000}'",
    "header": f"[[envelopes]]\nid = 'e'\ncode = {{ header = '{'a ' * 100_000}' }}",
    "summary": f'[errors.A]\nstatus = 404\nsummary = "{"a" * 500_000} {"a " * 200_000}"',
    "version": f"{ERROR}since = '{'1.' * 200_000}1'",
    "parts": f"[[envelopes]]\nid = 'e'\ncode = {{ path = 'a', parts = '{'{code}' * 20_000}' }}",
    "list": f"{ERROR}aliases = [{'404, ' * 5_000}]",
    "list of lists": f"a = {'[' * 200_000}",
    "table of tables": f"a = {'{ a = ' * 100_000}",
    "headers": "[" * 500_000,
    "dotted key": f"{'a.' * 50_000}a = 1",
    "dotted header": f"[{'a.' * 50_000}a]",
    "quotes": '"' * 500_000,
    "comment": f"# {'x' * 1_000_000}",
    "no TOML": '= ] } " \n' * 50_000,
    "repeated keys": "a = 1\n" * 50_000,
    "one line": "a = 1 " * 50_000,
    "address": f"[sources.a]\nurl = 'https://{'a' * 500_000} '\nretrieved = 2026-11-21",
    "language": f"{ERROR}user_message = {{ {'en-' * 100_000}en = 'x' }}",
    "class": f"{ERROR}class = 'A{'1' * 100_000}Error'",
}
"""Parts of a provider's file that contain something very long."""


@pytest.mark.parametrize("line", LONG.values(), ids=LONG)
def test_check_of_very_long_value(tmp_path: Path, line: str) -> None:
    """Findings on long values are short, and are found at once."""
    with fail_if_hanging():
        report = check(write_registry(tmp_path, {"acme": f"{HEAD}{line}\n"}, SDK))
    for found in report.diagnostics[:10]:
        assert len(found.message) < 1000


def test_order_of_names_with_many_digits() -> None:
    """Numbers in names are compared as numbers, at any length."""
    many_digits = "1" * 5000
    names = [f"A{many_digits}2Error", f"A{many_digits}Error", "A10Error", "A9Error", "AError"]
    assert sort_exports(names) == ("A9Error", "A10Error", *names[1::-1], "AError")

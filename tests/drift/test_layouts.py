"""Each layout of `pages/` is compared with its registry, whole and cut, and written to it."""

from __future__ import annotations

import datetime
import io
import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from errsmith.cli import main
from errsmith.drift.checking import Checker
from errsmith.drift.selection import Source
from tests.drift.layouts import Expected, Layout, find_source, list_layouts
from tests.registries import lint_registry, list_findings

TODAY = datetime.date(2026, 11, 21)
CUTS = range(4, 100, 4)
"""The percentages at which a page is cut."""
WRITTEN = {"added", "removed", "renamed", "status"}
"""Kinds of differences that `--write` settles; the others need a decision."""
CUT = ("removed", "possible-rename", "renamed", "added", "status", "status-undocumented")
"""Kinds of differences that a page can seem to have because it was cut."""

Check: TypeAlias = Callable[..., dict[str, Any]]
FindRegistry: TypeAlias = Callable[[Layout], Path]

each_layout = pytest.mark.parametrize("layout", list_layouts(), ids=lambda layout: layout.name)


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Return a function that runs `errsmith drift` on a page, and returns what it reports."""

    def run(layout: Layout, page: Path, *options: str, code: int | None = None) -> dict[str, Any]:
        arguments = ["drift", layout.name, "--page", str(page), "--format", "json", *options]
        exit_code = main([*arguments, "--registry", str(tmp_path / "registry")])
        printed = capsys.readouterr()
        [outcome] = json.loads(printed.out)["sources"]
        assert code in {None, exit_code}, (outcome, printed.err)
        return dict(outcome)

    return run


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> FindRegistry:
    """Return a function that returns the registry of a layout, with the record of its old page."""

    @cache
    def write(layout: Layout) -> Path:
        registry = layout.write_registry(tmp_path_factory.mktemp(layout.name))
        page = str(layout.old)
        with redirect_stdout(io.StringIO()):
            assert main(["drift", "--registry", str(registry), "--page", page, "--write"]) == 0
        return registry

    return write


@pytest.fixture
def copy_recorded(recorded: FindRegistry, tmp_path: Path) -> FindRegistry:
    """Return a function that copies the registry of a layout, with the record of its old page."""

    def copy(layout: Layout) -> Path:
        registry = tmp_path / "registry"
        shutil.copytree(recorded(layout), registry)
        return registry

    return copy


# --- the committed files -------------------------------------------------------------------------


@each_layout
def test_expected_lines(layout: Layout) -> None:
    """Each expected difference names the line of the new page that has the code or category."""
    lines = ["", *layout.new.read_text(encoding="utf-8").split("\n")]
    listed = [*layout.differences, *(layout.differences_without_record or ())]
    for difference in listed:
        if difference["kind"] == "removed":
            assert "line" not in difference
        else:
            what = str(difference.get("code") or difference["id"]).casefold()
            assert what in lines[difference["line"]].casefold(), difference


@each_layout
def test_expected_codes(layout: Layout) -> None:
    """New codes are only on the new page, and everything else is in the registry."""
    errors = tomllib.loads(layout.provider)["errors"]
    old = layout.old.read_text(encoding="utf-8")
    for difference in layout.differences:
        if difference["kind"] in {"added", "renamed"}:
            assert re.search(rf"\b{difference['code']}\b", old) is None
        if difference["kind"] != "category-range":
            assert difference.get("id") in {None, *errors}
    assert layout.reworded <= set(errors)
    assert 12 <= len(errors) <= 40


@each_layout
def test_registry_has_no_findings(layout: Layout, tmp_path: Path) -> None:
    """The registry of each layout is complete."""
    assert list_findings(lint_registry(layout.write_registry(tmp_path))) == []


# --- reports -------------------------------------------------------------------------------------


@each_layout
def test_drift_of_old_page_without_record(layout: Layout, tmp_path: Path, check: Check) -> None:
    """The registry agrees with the page that it was written from."""
    layout.write_registry(tmp_path)
    outcome = check(layout, layout.old, code=0)
    assert outcome["differences"] == []
    assert outcome["verdict"] == "read"


@each_layout
def test_drift_of_recorded_page(layout: Layout, copy_recorded: FindRegistry, check: Check) -> None:
    """A page that was recorded and did not change is unchanged."""
    copy_recorded(layout)
    outcome = check(layout, layout.old, code=0)
    assert outcome["differences"] == []
    assert outcome["verdict"] == "unchanged"


@each_layout
def test_drift_of_new_page(layout: Layout, copy_recorded: FindRegistry, check: Check) -> None:
    """The new page differs from the registry as expected; other texts may have changed."""
    copy_recorded(layout)
    outcome = check(layout, layout.new, code=1)
    assert outcome["verdict"] == "read"
    counted, reworded = split_by_kind(outcome["differences"])
    assert_differences(counted, layout.differences)
    assert reworded <= layout.reworded


@pytest.mark.parametrize(
    "layout",
    [layout for layout in list_layouts() if layout.differences_without_record is not None],
    ids=lambda layout: layout.name,
)
def test_drift_of_new_page_without_record(layout: Layout, tmp_path: Path, check: Check) -> None:
    """Without a record, texts cannot be compared, so that fewer renames are found."""
    layout.write_registry(tmp_path)
    outcome = check(layout, layout.new, code=1)
    counted, reworded = split_by_kind(outcome["differences"])
    assert layout.differences_without_record is not None
    assert_differences(counted, layout.differences_without_record)
    assert reworded == set()


def split_by_kind(differences: list[Expected]) -> tuple[list[Expected], set[str]]:
    """Return the differences that count, and the ids of errors whose text changed."""
    counted = [found for found in differences if found["kind"] != "text-changed"]
    return counted, {found["id"] for found in differences if found["kind"] == "text-changed"}


def assert_differences(found: list[Expected], expected: list[Expected]) -> None:
    """Check that there are exactly the expected differences, in the keys that count."""
    found, expected = sort(found), sort(expected)
    kept = [
        {key: value for key, value in difference.items() if key in wanted}
        for difference, wanted in zip(found, expected, strict=False)
    ]
    missing = [name(difference) for difference in expected if name(difference) not in names(found)]
    surplus = [name(difference) for difference in found if name(difference) not in names(expected)]
    assert (missing, surplus) == ([], [])
    assert kept == expected


def sort(differences: Iterable[Expected]) -> list[Expected]:
    return sorted(differences, key=name)


def names(differences: Iterable[Expected]) -> set[tuple[str, str]]:
    return {name(difference) for difference in differences}


def name(difference: Expected) -> tuple[str, str]:
    return difference["kind"], difference.get("id") or difference["code"]


# --- cut pages -----------------------------------------------------------------------------------


def test_drift_of_cut_pages(tmp_path: Path, recorded: FindRegistry) -> None:
    """With a record, at most 1 of 400 pages that were cut somewhere has differences of a kind."""
    wrong: dict[str, list[str]] = {kind: [] for kind in CUT}
    number = 0
    for layout in list_layouts():
        text = layout.old.read_text(encoding="utf-8")
        cuts = list_cuts(text)
        for start, differences in check_cuts(tmp_path, recorded(layout), layout.old, cuts):
            number += 1
            for kind in {kind for kind, _, _ in differences}.intersection(CUT):
                wrong[kind].append(f"{layout.name} after {text[:start][-40:]!r}: {kind}")
    assert number >= 400
    for found in wrong.values():
        assert len(found) <= number // 400, "\n".join(found)


def test_drift_of_cut_new_pages(tmp_path: Path, recorded: FindRegistry) -> None:
    """At most 1 of 400 changed pages that were cut seems to lack a code that the whole one has."""
    wrong = []
    number = 0
    for layout in list_layouts():
        registry = recorded(layout)
        checker = Checker(registry=registry, today=TODAY)
        whole = list_differences(checker, find_source(registry), layout.new)
        size = len(layout.new.read_text(encoding="utf-8"))
        cuts = [size * percentage // 100 for percentage in CUTS]
        for start, differences in check_cuts(tmp_path, registry, layout.new, cuts):
            number += 1
            surplus = {found for found in differences - whole if found[0] in CUT}
            if surplus:
                wrong.append(f"{layout.name} at {start}: {sorted(map(str, surplus))}")
    assert number >= 400
    assert len(wrong) <= number // 400, "\n".join(wrong)


def check_cuts(
    folder: Path, registry: Path, page: Path, cuts: list[int]
) -> Iterator[tuple[int, set[tuple[str, str | None, str | None]]]]:
    """Yield where a page is cut, and its differences then."""
    checker = Checker(registry=registry, today=TODAY)
    source = find_source(registry)
    text = page.read_text(encoding="utf-8")
    cut = folder / f"cut{page.suffix}"
    for end in cuts:
        cut.write_text(text[:end], encoding="utf-8")
        yield end, list_differences(checker, source, cut)


def list_differences(
    checker: Checker, source: Source, page: Path
) -> set[tuple[str, str | None, str | None]]:
    """Return kind, id and code of each difference."""
    outcome = checker.check_saved_page(source, str(page)).outcome
    return {(found.kind, found.id, found.code) for found in outcome.differences}


def list_cuts(text: str) -> list[int]:
    """Return where a page is cut: all over it, and often near its end, where its last codes are."""
    near = range(len(text) * 4 // 5, len(text), max(1, len(text) // 25))
    return sorted({*(len(text) * percentage // 100 for percentage in CUTS), *near})


# --- --write -------------------------------------------------------------------------------------


@each_layout
def test_write_of_new_page(layout: Layout, copy_recorded: FindRegistry, check: Check) -> None:
    """What `--write` settles is not reported again, and a second `--write` changes nothing."""
    registry = copy_recorded(layout)
    before = check(layout, layout.new)["differences"]
    check(layout, layout.new, "--write")
    written = read_files(registry)
    left = check(layout, layout.new)["differences"]
    unsettled = [found for found in left if found["kind"] in WRITTEN]
    assert {found["code"] for found in unsettled} <= layout.incomplete
    assert names(left) <= names(before)
    check(layout, layout.new, "--write")
    assert read_files(registry) == written


@each_layout
def test_registry_after_write(layout: Layout, copy_recorded: FindRegistry, check: Check) -> None:
    """`--write` keeps comments and the order of tables, and leaves only summaries to be written."""
    registry = copy_recorded(layout)
    check(layout, layout.new, "--write")
    after = (registry / "providers" / f"{layout.name}.toml").read_text(encoding="utf-8")
    assert is_subsequence(list_comments(layout.provider), list_comments(after))
    assert is_subsequence(list_headers(layout.provider), list_headers(after))
    added = {found["code"] for found in layout.differences if found["kind"] in {"added", "renamed"}}
    added -= layout.incomplete
    new = set(list_headers(after)) - set(list_headers(layout.provider))
    assert len([header for header in new if header.startswith("[errors.")]) == len(added)
    findings = list_findings(lint_registry(registry))
    # The summary of a renamed error may repeat the words of its new code.
    assert [found for found in findings if not found.startswith(("R253 ", "R254 "))] == []


def read_files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def list_comments(text: str) -> list[str]:
    """List the comments of a file; no string of it contains `# `."""
    return ["# " + line.partition("# ")[2] for line in text.splitlines() if "# " in line]


def list_headers(text: str) -> list[str]:
    """List the headers of tables."""
    return [line for line in text.splitlines() if line.startswith("[")]


def is_subsequence(part: list[str], whole: list[str]) -> bool:
    """Return whether the strings are in a list in this order."""
    rest = iter(whole)
    return all(line in rest for line in part)

"""Differences that `--write` leaves to a person: nothing is forgotten until they are settled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable

import pytest

from tests.drift.projects import CODES, Project, Result, change, read_tree, write_page

OLD, NEW = "ORDER_CLOSED", "ORDER_DONE"


def write_left_rename() -> str:
    """Return a page with an evident rename that cannot be written: its statuses need a kind."""
    return write_page(change(rename={OLD: NEW})).replace("| 409 |", "| 409, 503 |")


def write_possible_rename() -> str:
    """Return a page on which two new codes have the text of one that is gone."""
    text = CODES[OLD][1]
    return write_page({**change(OLD), NEW: (409, text), "ORDER_FINISHED": (409, text)})


LEFT = [(write_left_rename, "renamed"), (write_possible_rename, "possible-rename")]

settled_both_ways = pytest.mark.parametrize(("write", "kind"), LEFT)


def drift(project: Project, page: str, *options: str) -> Result:
    project.write_page("page.md", page)
    return project.run("drift", "acme", "--page", "page.md", *options)


def list_differences(result: Result) -> list[tuple[str, str]]:
    """Return the kind and the error of each difference of the text report."""
    found = re.findall(r"^  ([a-z]+(?:-[a-z]+)*) +(\w+)", result.out, re.MULTILINE)
    return [(kind, name) for kind, name in found if name in {*CODES, NEW, "ORDER_FINISHED"}]


def settle(project: Project, page: str) -> None:
    """Check that a page has no differences any more, and is unchanged once it is recorded."""
    text = project.provider.read_text()
    project.provider.write_text(text.replace("TODO: write what happened.", "Nothing is open."))
    result = drift(project, page)
    assert (result.code, list_differences(result)) == (0, []), result.out
    assert drift(project, page, "--write").code == 0
    result = drift(project, page)
    assert result.out.splitlines()[0].endswith("unchanged")


def edit(project: Project, change_text: Callable[[str], str]) -> None:
    before = project.provider.read_text()
    project.provider.write_text(change_text(before))
    assert project.provider.read_text() != before


def add_error(code: str, status: str = "409") -> str:
    facts = f'status = {status}\nkind = "conflict"\nsummary = "Somebody was faster."'
    return f"\n[errors.{code}]\n{facts}\n"


def mark_removed(text: str, replacement: str = "") -> str:
    summary = 'summary = "Event 3 happened."\n'
    assert summary in text
    return text.replace(summary, f"{summary}removed = {{ {replacement} }}\n")


@settled_both_ways
def test_rename_that_is_left_is_reported_again(
    project: Project, write: Callable[[], str], kind: str
) -> None:
    """A second `--write` reports it like the first, and changes nothing."""
    drift(project, write_page(), "--write")
    first = list_differences(drift(project, write()))
    assert (kind, OLD) in first
    drift(project, write(), "--write")
    before = read_tree(project.folder / "registry")
    for options in ([], ["--write"], ["--write"]):
        result = drift(project, write(), *options)
        assert result.code == 1
        assert (kind, OLD) in list_differences(result)
        assert "removed" not in tomllib.loads(project.provider.read_text())["errors"][OLD]
        assert read_tree(project.folder / "registry") == before


@settled_both_ways
def test_rename_that_is_left_is_settled_as_rename(
    project: Project, write: Callable[[], str], kind: str
) -> None:
    """Once the old error is marked as replaced by the new one, nothing is left."""
    drift(project, write_page(), "--write")
    drift(project, write(), "--write")
    statuses = "[409, 503]" if kind == "renamed" else "409"
    edit(
        project,
        lambda text: mark_removed(text + add_error(NEW, statuses), f'replacement = "{NEW}"'),
    )
    settle(project, write())


@settled_both_ways
def test_rename_that_is_left_is_settled_as_two_errors(
    project: Project, write: Callable[[], str], kind: str
) -> None:
    """Once the old error is marked as removed, the new code is one that was added."""
    drift(project, write_page(), "--write")
    drift(project, write(), "--write")
    edit(project, mark_removed)
    assert list_differences(drift(project, write())) == [("added", NEW)]
    edit(project, lambda text: text + add_error(NEW, "[409, 503]" if kind == "renamed" else "409"))
    drift(project, write(), "--write")
    errors = tomllib.loads(project.provider.read_text())["errors"]
    assert errors[OLD]["removed"] == {}
    settle(project, write())


@pytest.mark.parametrize("alias", [f'aliases = ["{OLD}"]', f'code = "{NEW}"'])
def test_rename_that_is_left_is_settled_in_place(project: Project, alias: str) -> None:
    """The error can also have the new code itself."""
    drift(project, write_page(), "--write")
    drift(project, write_left_rename(), "--write")
    id_ = OLD if alias.startswith("code") else NEW
    new = f'[errors.{id_}]\n{alias}\nkind = "conflict"\nstatus = [409, 503]'
    edit(
        project,
        lambda text: text.replace(f"[errors.{OLD}]\nstatus = 409  # as documented", new),
    )
    settle(project, write_left_rename())


def test_rename_is_found_after_the_new_error_was_added_by_hand(project: Project) -> None:
    """The old error is marked as replaced by it, instead of as removed."""
    drift(project, write_page(), "--write")
    drift(project, write_left_rename(), "--write")
    edit(project, lambda text: text + add_error(NEW, "[409, 503]"))
    assert list_differences(drift(project, write_left_rename())) == [("renamed", OLD)]
    drift(project, write_left_rename(), "--write")
    errors = tomllib.loads(project.provider.read_text())["errors"]
    assert errors[OLD]["removed"] == {"replacement": NEW}
    settle(project, write_left_rename())


def test_other_changes_are_written_beside_a_rename_that_is_left(project: Project) -> None:
    """They are not reported again, and do not change what is said about the rename."""
    codes = change("NO_FUNDS", rename={OLD: NEW}, TOO_FAST=420, NEW_ONE=400)
    page = write_page(codes).replace("| 409 |", "| 409, 503 |")
    drift(project, write_page(), "--write")
    [before] = [line for line in drift(project, page).out.splitlines() if " renamed " in line]
    drift(project, page, "--write")
    result = drift(project, page)
    assert list_differences(result) == [("renamed", OLD)]
    evidence = before.partition("evident")[2].partition("page:")[0]
    assert evidence
    assert evidence.split() == result.out.partition("evident")[2].partition("page:")[0].split()


def test_code_that_is_gone_while_a_rename_is_left(project: Project) -> None:
    """The record still has the codes of the last settled reading, so it is marked as removed."""
    drift(project, write_page(), "--write")
    drift(project, write_left_rename(), "--write")
    page = "".join(
        line for line in write_left_rename().splitlines(keepends=True) if "NO_FUNDS" not in line
    )
    drift(project, page, "--write")
    errors = tomllib.loads(project.provider.read_text())["errors"]
    assert errors["NO_FUNDS"]["removed"] == {}
    assert list_differences(drift(project, page)) == [("renamed", OLD)]


def test_rename_without_record_is_reported_again(project: Project) -> None:
    """The first `--write` records the page, but not that it once had the old code."""
    page = write_page(change(rename={OLD: "ORDERS_CLOSED_NOW"}))
    for options in ([], ["--write"], [], ["--write"]):
        result = drift(project, page, *options)
        [(kind, name)] = list_differences(result)[:1]
        assert (kind in {"renamed", "possible-rename"}, name) == (True, OLD)
        assert "removed" not in tomllib.loads(project.provider.read_text())["errors"][OLD]
    assert project.record.exists()


@pytest.mark.parametrize("report_format", ["text", "markdown", "json", "github"])
def test_returned_code_is_called_so_in_each_format(project: Project, report_format: str) -> None:
    """Only a person knows whether it is sent again, so `--write` is not suggested."""
    text = project.provider.read_text()
    project.provider.write_text(text.replace("status = 409", "status = 409\nremoved = {}"))
    project.drift(change(OLD), "--write")
    said = "marked as removed, but documented again; delete `removed`"
    result = project.drift(CODES, "--format", report_format)
    assert result.code == 1
    assert said in result.out.replace("`again;`", "again;")
    assert "--write" not in result.out
    result = project.drift(CODES, "--write", "--format", report_format)
    assert result.code == 1
    assert said in result.out.replace("`again;`", "again;")

"""`errsmith drift`: exit codes, what is written, and bad input."""

from __future__ import annotations

import datetime
import errno
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from attrs import Factory, define

from errsmith.drift.writing import plan_update
from errsmith.output.disk import OutputError
from errsmith.output.staging import stage
from tests.drift.projects import (
    CODES,
    Project,
    change,
    read_tree,
    write_page,
    write_provider,
)
from tests.registries import lint_registry, list_findings, write_registry

HALF = dict(list(CODES.items())[:2])
SIGNALS = [signal.SIGINT, signal.SIGTERM]


def read_errors(project: Project) -> dict[str, dict[str, object]]:
    errors: dict[str, dict[str, object]] = tomllib.loads(project.provider.read_text())["errors"]
    return errors


# --- comparing -----------------------------------------------------------------------------------


def test_registry_of_the_tests_has_no_findings(project: Project) -> None:
    """Otherwise nothing would be written."""
    assert list_findings(lint_registry(project.folder / "registry")) == []


def test_page_without_differences_exits_with_0(project: Project) -> None:
    """Without a record, the report says how to create it; nothing is written."""
    before = read_tree(project.folder / "registry")
    result = project.drift(CODES)
    assert (result.code, result.err) == (0, "")
    command = "`errsmith drift acme.errors --page page.md --write`"
    assert f"no record yet; {command} creates one\n" in result.out
    assert result.out.endswith("\n1 source: 1 without differences\n")
    assert read_tree(project.folder / "registry") == before


def test_page_with_differences_exits_with_1(project: Project) -> None:
    """Each difference has a line of the page and, unless it is new, a place in the registry."""
    project.drift(CODES, "--write")
    result = project.drift(change("NO_FUNDS", TOO_FAST=420, NEW_ONE=400))
    assert result.code == 1
    text = re.sub(" +", " ", result.out)
    place = r"registry/providers/acme\.toml:\d+:\d+"
    assert re.search(rf"^ removed NO_FUNDS no longer on the page {place}$", text, re.MULTILINE)
    assert re.search(r" status TOO_FAST registry 429, page 420 page:\d+ Codes registry/", text)
    assert re.search(r" added NEW_ONE 400 page:\d+ Codes\n", text)
    assert text.endswith("1 source: 1 with 3 differences\n")


def test_unchanged_page_is_called_unchanged(project: Project) -> None:
    """Once there is a record, an equal page is unchanged."""
    assert project.drift(CODES, "--write").code == 0
    result = project.drift(CODES)
    assert result.code == 0
    assert result.out.splitlines()[0].endswith("unchanged")


@pytest.mark.parametrize("name", ["markdown", "json", "github"])
def test_other_formats_have_the_same_exit_code(project: Project, name: str) -> None:
    """Stdout is the format alone."""
    result = project.drift(change(TOO_FAST=420), "--format", name)
    assert (result.code, result.err) == (1, "")
    assert "TOO_FAST" in result.out
    if name == "json":
        assert json.loads(result.out)["sources"][0]["verdict"] == "read"


def test_page_is_read_from_standard_input(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-` is standard input."""
    read, write = os.pipe()
    os.write(write, write_page().encode())
    os.close(write)
    with os.fdopen(read) as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        result = project.run("drift", "--page", "-")
    assert result.code == 0
    assert "standard input" in result.out


def test_explanation_shows_carriers_and_how_to_pin_them(project: Project) -> None:
    """Each carrier has its score, its reasons and a line of TOML."""
    result = project.drift(CODES, "--explain")
    assert result.code == 0
    assert re.search(
        r"^  chosen  [01]\.\d\d  table \"Code\"  6 codes \(.*, …\), 6 known",
        result.out,
        re.MULTILINE,
    )
    assert "to pin it, add to [sources.errors]: " in result.out


@pytest.mark.parametrize("name", ["markdown", "github"])
def test_explanation_in_a_format_that_has_none_is_refused(project: Project, name: str) -> None:
    """The message names the formats that have it."""
    result = project.drift(CODES, "--explain", "--format", name)
    said = f"errsmith: --explain does not support --format {name}; use text or json\n"
    assert (result.code, result.out, result.err) == (2, "", said)


# --- choosing sources ----------------------------------------------------------------------------


@pytest.fixture
def several(project: Project) -> Project:
    """Return a project whose provider has two sources."""
    urls = {"errors": "https://acme.example/errors", "guide": "https://acme.example/guide"}
    text = write_provider(urls).replace(
        "[sources.guide]\n", '[sources.guide]\nextract = { as = "none" }\n'
    )
    beta = write_provider({"errors": "https://beta.example/errors"}, title="Beta")
    write_registry(project.folder / "registry", {"acme": text, "beta": beta})
    return project


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("acmee", 'unknown provider "acmee". Did you mean acme?'),
        ("acme.error", 'unknown source "acme.error". Did you mean acme.errors?'),
        ("zzz", 'unknown provider "zzz". Known providers: acme, beta'),
        ("\x1b[31m", 'unknown provider "\\u001b[31m". Known providers: acme, beta'),
    ],
)
def test_unknown_name_suggests_another(several: Project, name: str, said: str) -> None:
    """Nothing is fetched."""
    result = several.run("drift", name)
    assert (result.code, result.out, result.err) == (2, "", f"errsmith: {said}\n")


def test_page_of_several_sources_names_them(several: Project) -> None:
    """The message lists the sources, and how to choose one."""
    several.write_page("page.md", write_page())
    result = several.run("drift", "--page", "page.md")
    assert (result.code, result.out) == (2, "")
    assert "Sources: acme.errors, acme.guide, beta.errors" in result.err


@pytest.mark.parametrize(
    ("file", "arguments"), [("beta.errors.md", []), ("page.md", ["beta"]), ("x", ["beta.errors"])]
)
def test_page_belongs_to_the_source_that_is_named(
    several: Project, file: str, arguments: list[str]
) -> None:
    """The name is on the command line or in the name of the file."""
    several.write_page(file, write_page())
    result = several.run("drift", *arguments, "--page", file)
    assert result.code == 0
    assert result.out.startswith(f"beta  errors  {file}  6 codes")


def test_page_of_a_skipped_source_is_refused(several: Project) -> None:
    """`as = "none"` is a decision of the registry."""
    several.write_page("page.md", write_page())
    result = several.run("drift", "acme.guide", "--page", "page.md")
    said = 'errsmith: acme.guide is not compared, because of `as = "none"`\n'
    assert (result.code, result.out, result.err) == (2, "", said)


# --- registries with findings --------------------------------------------------------------------


@pytest.mark.parametrize("report_format", ["text", "json", "github", "markdown"])
def test_file_that_cannot_be_read_shows_its_findings(project: Project, report_format: str) -> None:
    """Nothing is compared; the other providers can still be chosen."""
    broken = project.provider.with_name("beta.toml")
    broken.write_text("[provider\n")
    result = project.drift(CODES, "--format", report_format)
    assert result.code == 0
    page = ["--page", "page.md", "--format", report_format]
    for arguments in (["drift", *page], ["drift", "beta", *page]):
        result = project.run(*arguments)
        assert result.code == 2
        assert "R008" in result.out
        if report_format == "json":
            content = json.loads(result.out)
            assert (content["sources"], content["findings"][0]["rule"]) == ([], "R008")
        assert result.err == "nothing was compared, because 1 file cannot be read\n"


@pytest.mark.parametrize("where", ["nowhere", "page.md"])
def test_registry_that_does_not_exist_is_named(project: Project, where: str) -> None:
    """The message is that of the other commands."""
    project.write_page("page.md", write_page())
    result = project.run("drift", "--page", "page.md", "--registry", where)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"errsmith: {where}: ")


def test_settings_that_cannot_be_read_do_not_matter(project: Project) -> None:
    """`sdk.toml` says nothing about pages."""
    (project.folder / "registry" / "sdk.toml").write_text("[")
    assert project.drift(CODES, "--write").code == 0


@pytest.mark.parametrize(
    ("extract", "rule"),
    [
        ('{ as = "tables" }', "R1"),
        ('{ cod = "Code" }', "R101"),
        ('{ like = ["A_*"] }', "R257"),
        ('{ as = "prose", code = "Code" }', "R256"),
        ('{ line = "{code}{status}" }', "R255"),
    ],
)
def test_page_that_would_be_misread_is_not_compared(
    project: Project, extract: str, rule: str
) -> None:
    """The reason is the finding, with its place."""
    text = project.provider.read_text()
    new = f"[sources.errors]\nextract = {extract}\n"
    project.provider.write_text(text.replace("[sources.errors]\n", new))
    result = project.drift(CODES)
    assert result.code == 2
    place = r"registry/providers/acme\.toml:\d+:\d+"
    assert re.search(rf"could not read: {place}: {rule}\d* \w", result.out)
    assert re.search(r"^  help: ", result.out, re.MULTILINE)


def test_findings_of_files_are_counted(project: Project) -> None:
    """Stdout is the report alone."""
    text = project.provider.read_text().replace("status = 403", "status = 403\nkinds = 1")
    project.provider.write_text(text)
    result = project.drift(CODES)
    assert result.err == "1 finding in registry; run `errsmith lint` to see them\n"


def test_provider_with_findings_is_compared_but_not_written(project: Project) -> None:
    """The findings are what is left to do first."""
    text = project.provider.read_text().replace("status = 403", "status = 403\nkinds = 1")
    project.provider.write_text(text)
    assert project.drift(change(TOO_FAST=420)).code == 1
    before = read_tree(project.folder / "registry")
    result = project.drift(change(TOO_FAST=420), "--write")
    assert result.code == 1
    assert "R101" in result.out
    assert "not written, because of this finding" in result.out
    assert read_tree(project.folder / "registry") == before


# --- writing -------------------------------------------------------------------------------------


def test_first_write_creates_a_record_and_marks_nothing_as_removed(project: Project) -> None:
    """A missing code may never have been on the page."""
    result = project.drift(change("NO_FUNDS"), "--write")
    assert result.code == 1
    assert project.record.exists()
    assert "removed" not in read_errors(project)["NO_FUNDS"]


def test_write_brings_the_registry_up_to_date(project: Project) -> None:
    """Comments and order stay; the record is that of the new page."""
    assert project.drift(CODES, "--write").code == 0
    codes = change("NO_FUNDS", TOO_FAST=420, NEW_ONE=400)
    result = project.drift(codes, "--write")
    assert result.code == 1
    assert "wrote `registry/providers/acme.toml`, `registry/pages/acme.errors.json`" in result.out
    assert re.search(
        r"^  summary  NEW_ONE  to be written  registry/\S+:\d+:\d+$", result.out, re.MULTILINE
    )
    errors = read_errors(project)
    assert errors["TOO_FAST"]["status"] == 420
    assert "removed" in errors["NO_FUNDS"]
    assert errors["NEW_ONE"]["status"] == 400
    assert project.provider.read_text().count("# as documented") == len(CODES)
    assert list(json.loads(project.record.read_text())["codes"]) == list(codes)


def test_second_write_finds_nothing_more(project: Project) -> None:
    """The files stay unchanged, and only the summary is left."""
    project.drift(CODES, "--write")
    codes = change("NO_FUNDS", rename={"ORDER_CLOSED": "ORDER_DONE"}, TOO_FAST=420, NEW_ONE=400)
    project.drift(codes, "--write")
    before = read_tree(project.folder / "registry")
    result = project.drift(codes, "--write")
    assert read_tree(project.folder / "registry") == before
    assert result.out.splitlines()[0].endswith("unchanged")
    assert "wrote" not in result.out
    left = result.out.partition("left to do:\n")[2].split("\n\n")[0]
    assert [line.split()[:2] for line in left.splitlines()] == [["summary", "NEW_ONE"]]


def test_difference_that_is_left_is_not_forgotten(project: Project) -> None:
    """A code that was never on the page stays a task, although neither page nor registry change."""
    gone = change("NO_FUNDS")
    project.drift(gone, "--write")
    before = read_tree(project.folder / "registry")
    for options in ([], ["--write"], ["--write"]):
        result = project.drift(gone, *options)
        assert result.code == 1
        assert re.search(r"^  removed  NO_FUNDS ", result.out, re.MULTILINE)
        assert read_tree(project.folder / "registry") == before


def test_json_after_a_write_names_files_and_tasks(project: Project) -> None:
    """`written` and `tasks` are for programs."""
    result = project.drift(change(NEW_ONE=400), "--write", "--format", "json")
    content = json.loads(result.out)
    files = ["registry/providers/acme.toml", "registry/pages/acme.errors.json"]
    assert content["sources"][0]["written"] == files
    assert [(task["kind"], task["name"]) for task in content["tasks"]] == [("summary", "NEW_ONE")]


def test_page_unlike_the_registry_is_only_accepted_on_request(project: Project) -> None:
    """`--write` alone changes nothing; `--accept` writes."""
    project.drift(CODES, "--write")
    before = read_tree(project.folder / "registry")
    page = write_page({**HALF, "ANY_OTHER": (400, "Quite another thing is wrong here.")})
    project.write_page("page.md", page)
    arguments = ["drift", "acme", "--page", "page.md"]
    for option in ([], ["--write"]):
        assert project.run(*arguments, *option).code == 2
        assert read_tree(project.folder / "registry") == before
    result = project.run(*arguments, "--accept")
    assert result.code == 1
    assert "removed" in read_errors(project)["NO_FUNDS"]


@pytest.mark.parametrize("options", [["--write", "--accept"], ["--write", "--explain"]])
def test_modes_exclude_each_other(project: Project, options: list[str]) -> None:
    """The message names both options."""
    result = project.drift(CODES, *options)
    assert result.code == 2
    assert all(option in result.err for option in options)


# --- nothing changes at exit code 2 --------------------------------------------------------------

BAD_PAGES = {
    "empty": b"",
    "blank": b" \n\n",
    "binary": b"\x7fELF\x00\x01\x02" * 300,
    "other": "# Willkommen\n\nHier steht nichts über Fehler.\n".encode(),
    "large": b"x" * 50_000_000,
    "cut": write_page().encode()[:230],
    "shell": b'<!doctype html><div id="root"></div><script src="a.js"></script>',
}


@pytest.mark.parametrize("name", BAD_PAGES)
def test_page_that_cannot_be_used_changes_nothing(project: Project, name: str) -> None:
    """The report has a reason and a hint, and the exit code is 2."""
    project.drift(CODES, "--write")
    page = project.write_page("bad.md", BAD_PAGES[name])
    before = read_tree(project.folder / "registry")
    for option in ([], ["--write"]):
        result = project.run("drift", "acme", "--page", page.name, *option)
        assert result.code == 2
        assert re.match(r"acme  errors  bad\.md  could not (read|compare): \w+", result.out)
        assert re.search(r"^  help: [A-Z].*[^.]$", result.out, re.MULTILINE)
        said = "nothing was written, because not every page could be compared\n"
        assert result.err == (said if option else "")
        assert read_tree(project.folder / "registry") == before


@pytest.mark.parametrize("name", ["nowhere.md", "registry", "\0", "x" * 300])
def test_page_that_cannot_be_opened_is_reported(project: Project, name: str) -> None:
    """The report says why, without a traceback."""
    result = project.run("drift", "--page", name)
    assert result.code == 2
    assert re.search("could not read: the (file|folder) ", result.out)
    assert result.err == ""


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"{}", b"\0", b"[" * 100_000])
def test_broken_record_is_named_and_stays(project: Project, content: bytes) -> None:
    """A record is not replaced by accident: it is what proves that a code was removed."""
    project.record.parent.mkdir()
    project.record.write_bytes(content)
    before = read_tree(project.folder / "registry")
    result = project.drift(CODES, "--write")
    assert result.code == 2
    assert "could not read: registry/pages/acme.errors.json" in result.out
    assert "Restore the file from version control" in result.out
    assert read_tree(project.folder / "registry") == before


def test_record_with_a_merge_conflict_says_how_to_solve_it(project: Project) -> None:
    """Any side will do, because the next reading replaces it."""
    project.drift(CODES, "--write")
    text = project.record.read_text()
    project.record.write_text(f"<<<<<<< ours\n{text}=======\n{text}>>>>>>> theirs\n")
    result = project.drift(CODES)
    assert result.code == 2
    assert "help: Take either side and run `errsmith drift --write` again\n" in result.out


def test_page_without_a_name_is_an_error_of_the_argument(project: Project) -> None:
    """It is not the current folder."""
    result = project.run("drift", "--page", "")
    said = "errsmith: --page needs the name of a file or a folder, or `-` for standard input\n"
    assert (result.code, result.out, result.err) == (2, "", said)


@pytest.mark.parametrize("failing", [0, 1])
def test_file_system_that_refuses_a_file_changes_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """All files are prepared before the first one is replaced."""
    before = read_tree(project.folder / "registry")
    calls = iter(range(9))

    def refuse(target: Path, data: bytes) -> object:
        if next(calls) == failing:
            raise OutputError(target, "cannot be written: Read-only file system")
        return stage(target, data)

    monkeypatch.setattr("errsmith.output.replacing.stage", refuse)
    result = project.drift(change(TOO_FAST=420), "--write")
    assert result.code == 2
    assert re.fullmatch(
        r"errsmith: registry/\S+: cannot be written: Read-only file system\n"
        r"nothing was written\n  help: Check the file and its folder, .*\n",
        result.err,
    )
    assert re.search(r"^  status +TOO_FAST ", result.out, re.MULTILINE)
    assert read_tree(project.folder / "registry") == before


@pytest.mark.parametrize("report_format", ["text", "json"])
def test_file_that_cannot_be_written_keeps_all_providers(
    several: Project, monkeypatch: pytest.MonkeyPatch, report_format: str
) -> None:
    """The differences are printed anyway, and no provider is written."""
    pages = several.folder / "pages"
    pages.mkdir()
    for name in ("acme", "beta"):
        (pages / f"{name}.errors.md").write_text(write_page(change(TOO_FAST=420)))
    before = read_tree(several.folder)
    replace = Path.replace

    def refuse(path: Path, target: Path) -> None:
        if target.name == "beta.toml":
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    arguments = ["drift", "--page", "pages", "--write", "--format", report_format]
    result = several.run(*arguments)
    assert result.code == 2
    assert result.out.count("TOO_FAST") >= 2
    said = "registry/providers/beta.toml: cannot be written: Read-only file system"
    assert result.err.startswith(f"errsmith: {said}\nnothing was written\n")
    if report_format == "json":
        assert json.loads(result.out)["failure"] == said
    assert read_tree(several.folder) == before


def test_file_edited_during_the_run_is_kept(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edit is not lost, and no record of the run is kept."""

    def edit(*arguments: object, **options: object) -> object:
        project.provider.write_text(project.provider.read_text() + "# mine\n")
        return plan_update(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("errsmith.drift.applying.plan_update", edit)
    result = project.drift(change(TOO_FAST=420), "--write")
    assert result.code == 2
    assert "acme.toml: was edited during the run\nnothing was written\n" in result.err
    assert project.provider.read_text().endswith("# mine\n")
    assert "420" not in project.provider.read_text()
    assert not project.record.exists()


# --- fetching ------------------------------------------------------------------------------------


@define
class Site:
    """A web site on this machine.

    Attributes:
        url: Its URL, without a slash at the end.
        pages: The pages by path.
        asked: The path and the conditions of each request.
        slow: Paths that are answered only when the test is over.
        moved: New paths by path.
    """

    url: str
    pages: dict[str, bytes] = Factory(dict)
    asked: list[tuple[str, str | None]] = Factory(list)
    slow: dict[str, threading.Event] = Factory(dict)
    moved: dict[str, str] = Factory(dict)


@pytest.fixture
def site() -> Iterator[Site]:
    """Run a web site."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            condition = self.headers.get("If-None-Match")
            served.asked.append((self.path, condition))
            if self.path in served.slow:
                served.slow[self.path].set()
                over.wait(30)
            data = served.pages.get(self.path)
            tag = f'"{hash(data)}"'
            moved = served.moved.get(self.path)
            status = 302 if moved else 404 if data is None else 304 if condition == tag else 200
            body = data if status == 200 and data is not None else b""
            with suppress(OSError):  # The client may have gone.
                self.send_response(status)
                if moved:
                    self.send_header("Location", moved)
                self.send_header("ETag", tag)
                self.send_header("Content-Type", "text/markdown")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield served
    over.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def online(project: Project, site: Site) -> Project:
    """Return a project with two providers whose pages are on the site."""
    acme = write_provider({"errors": f"{site.url}/acme"})
    beta = write_provider({"errors": f"{site.url}/beta"}, title="Beta")
    write_registry(project.folder / "registry", {"acme": acme, "beta": beta})
    site.pages |= {"/acme": write_page().encode(), "/beta": write_page().encode()}
    return project


def test_all_sources_are_fetched_in_one_run(online: Project, site: Site) -> None:
    """Each page is fetched once, and the report has the order of the registry."""
    result = online.run("drift")
    assert result.code == 0
    lines = [line for line in result.out.splitlines() if line.startswith(("acme", "beta"))]
    assert [line.split("  ")[:3] for line in lines] == [
        ["acme", "errors", f"{site.url}/acme"],
        ["beta", "errors", f"{site.url}/beta"],
    ]
    assert sorted(site.asked) == [("/acme", None), ("/beta", None)]
    assert result.err == ""


def test_only_a_fetched_page_sets_the_day_of_retrieval(online: Project) -> None:
    """A saved page may be old; the record has the day of the run either way."""
    online.write_page("acme.errors.md", write_page(change(TOO_FAST=420)))
    today = datetime.datetime.now(datetime.UTC).date()
    assert online.run("drift", "--page", "acme.errors.md", "--write").code == 0
    assert "status = 420" in online.provider.read_text()
    assert "retrieved = 2026-01-02\n" in online.provider.read_text()
    assert json.loads(online.record.read_text())["date"] >= today.isoformat()
    assert online.run("drift", "acme", "--write").code == 0
    retrieved = tomllib.loads(online.provider.read_text())["sources"]["errors"]["retrieved"]
    assert retrieved >= today


def test_failed_fetch_does_not_stop_the_others(online: Project, site: Site) -> None:
    """It never looks clean, and nothing is written for any source."""
    del site.pages["/beta"]
    before = read_tree(online.folder)
    result = online.run("drift", "--write")
    assert result.code == 2
    assert "/acme  6 codes" in result.out
    assert "could not read: the server responded with 404 (Not Found)" in result.out
    assert result.out.endswith("2 sources: 1 without differences, 1 could not be compared\n")
    assert read_tree(online.folder) == before


def test_sources_with_the_same_url_share_a_request(project: Project, site: Site) -> None:
    """The page is fetched once for both."""
    site.pages["/one"] = write_page().encode()
    texts = {
        name.lower(): write_provider({"errors": f"{site.url}/one"}, title=name)
        for name in ("Acme", "Beta")
    }
    write_registry(project.folder / "registry", texts)
    assert project.run("drift").code == 0
    assert site.asked == [("/one", None)]


def test_sources_of_one_provider_are_written_one_after_the_other(
    project: Project, site: Site
) -> None:
    """Both changes are in the file, and places are those of the file in the end."""
    first, second = dict(list(CODES.items())[:4]), dict(list(CODES.items())[4:])
    urls = {"errors": f"{site.url}/first", "more": f"{site.url}/second"}
    text = write_provider(urls)
    for code in second:
        text = text.replace(f"[errors.{code}]\n", f'[errors.{code}]\nsource = "more"\n')
    write_registry(project.folder / "registry", {"acme": text})
    site.pages |= {"/first": write_page(first).encode(), "/second": write_page(second).encode()}
    assert project.run("drift", "--write").code == 0
    new = {"NEW_ONE": (400, "A thing is new here.")}
    newer = {"NEWER_ONE": (401, "Another thing is newer still.")}
    site.pages["/first"] = write_page({**new, **first}).encode()
    site.pages["/second"] = write_page({**newer, **second}).encode()
    result = project.run("drift", "--write", "--format", "json")
    assert result.code == 1
    tasks = json.loads(result.out)["tasks"]
    lines = project.provider.read_text().splitlines()
    above = {task["name"]: lines[: task["start"]["line"]] for task in tasks}
    assert set(above) == {"NEW_ONE", "NEWER_ONE"}
    for name, read in above.items():
        assert read[-1].startswith("summary = ")
        assert [line for line in read if line.startswith("[")][-1] == f"[errors.{name}]"
    assert read_errors(project)["NEWER_ONE"]["source"] == "more"
    records = {path.name for path in project.record.parent.iterdir()}
    assert records == {"acme.errors.json", "acme.more.json"}
    result = project.run("drift")
    assert result.code == 0
    assert result.out.endswith("2 sources: 2 unchanged\n")


def test_page_that_the_server_calls_unchanged_is_not_sent_again(
    online: Project, site: Site
) -> None:
    """The record remembers the server's tag, until the registry changes."""
    assert online.run("drift", "acme", "--write").code == 0
    result = online.run("drift", "acme")
    assert result.code == 0
    assert "6 codes  unchanged" in result.out
    assert [condition is not None for _, condition in site.asked] == [False, True]
    text = online.provider.read_text().replace("status = 429", "status = 420")
    online.provider.write_text(text)
    assert online.run("drift", "acme").code == 1
    assert site.asked[-1] == ("/acme", None)


def test_explanation_fetches_an_unchanged_page_again(online: Project, site: Site) -> None:
    """Without the page there are no carriers to explain."""
    online.run("drift", "acme", "--write")
    assert "chosen" in online.run("drift", "acme", "--explain").out
    assert site.asked[-1] == ("/acme", None)


def test_fetched_pages_are_saved(online: Project, site: Site) -> None:
    """A saved page can be named after --page without its source; one that cannot be read is too."""
    site.pages["/beta"] = b"\0\1\2"
    assert online.run("drift", "--save", "saved/pages").code == 2
    saved = read_tree(online.folder / "saved")
    assert saved == {
        "pages/acme.errors.md": write_page().encode(),
        "pages/beta.errors.txt": b"\0\1\2",
    }
    assert online.run("drift", "--page", "saved/pages/acme.errors.md").code == 0


def test_saved_page_replaces_its_older_file_with_another_ending(
    online: Project, site: Site
) -> None:
    """Otherwise the folder would have two pages for the source; other files stay."""
    online.run("drift", "acme", "--save", "saved")
    (online.folder / "saved" / "notes.md").write_text("mine")
    site.pages["/acme"] = b"\0\1\2"
    online.run("drift", "acme", "--save", "saved")
    assert set(read_tree(online.folder / "saved")) == {"acme.errors.txt", "notes.md"}


def test_redirect_to_a_page_that_cannot_be_compared_is_named(online: Project, site: Site) -> None:
    """It is often a login; the query may be private."""
    site.moved["/acme"] = "/login?token=secret"
    site.pages["/login?token=secret"] = b"# Welcome\n\nEnter your name.\n"
    result = online.run("drift", "acme")
    assert result.code == 2
    assert f"it was redirected to {site.url}/login" in result.out
    assert "secret" not in result.out


def test_saved_page_of_an_odd_source_stays_in_its_folder(project: Project, site: Site) -> None:
    """The id of a source may be any string, and its file can be read again."""
    site.pages["/a"] = write_page().encode()
    text = write_provider({"x": f"{site.url}/a"}).replace("sources.x", 'sources."../../É b"')
    write_registry(project.folder / "registry", {"acme": text})
    before = read_tree(project.folder)
    assert project.run("drift", "--save", "saved").code == 0
    (path,) = read_tree(project.folder).keys() - before.keys()
    assert path.startswith("saved/acme.")
    assert path.count("/") == 1
    result = project.run("drift", "--page", path, "--write")
    assert result.code == 0
    assert "pages/acme." in result.out


def test_folder_for_pages_that_cannot_be_made_is_named(online: Project) -> None:
    """The message is about the file, and nothing is written."""
    online.write_page("file", "")
    before = read_tree(online.folder)
    result = online.run("drift", "acme", "--save", "file/below", "--write")
    assert (result.code, result.out) == (2, "")
    assert re.match(r"errsmith: file/below/acme\.errors\.md: cannot be written: ", result.err)
    assert read_tree(online.folder) == before


def test_progress_is_shown_on_a_terminal_only(online: Project) -> None:
    """The line names the source and the number of those done, and is removed at the end."""
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "errsmith", "drift"],
        cwd=online.folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TERM": "xterm",
            "COLUMNS": "100",
        },
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        check=True,
        timeout=60,
    )
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # A terminal without writers ends with an error.
        while data := os.read(ours, 65536):
            shown += data
    os.close(ours)
    assert re.search(rb"(acme|beta)\.errors: (fetch|read)ing \xe2\x80\xa6 \(\d of 2 done\)", shown)
    assert shown.endswith((b"\x1b[2K", b"\x1b[?25h", b"\r"))


@pytest.mark.parametrize("number", SIGNALS)
def test_signal_during_a_fetch_ends_the_process_and_changes_nothing(
    online: Project, site: Site, number: signal.Signals
) -> None:
    """The process ends at once, by the signal, although a server does not answer."""
    site.slow["/beta"] = threading.Event()
    before = read_tree(online.folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "errsmith", "drift", "--write", "--save", "saved"],
        cwd=online.folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert site.slow["/beta"].wait(30)
    started = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (-number, "")
    assert err == f"errsmith: stopped by {number.name}\n"
    assert time.monotonic() - started < 10
    left = read_tree(online.folder)
    left.pop("saved/acme.errors.md", None)
    assert left == before


KILLED = """
import itertools, os, shutil, signal, sys
from pathlib import Path
from errsmith.__main__ import run
from errsmith.commands import drift  # Imported once, for all runs.
from errsmith.registry.spans import Locator

CHANGES = {"open", "os.chmod", "os.mkdir", "os.remove", "os.rename"}


def start(folder, at):
    seen = 0

    def hear(event, arguments):
        nonlocal seen
        if event in CHANGES and "registry" in os.path.abspath(str(arguments[0])):
            if event != "open" or arguments[2] & (os.O_WRONLY | os.O_RDWR):
                seen += 1
                if seen == at:
                    os.kill(os.getpid(), signal.SIGKILL)

    os.chdir(folder)
    sys.addaudithook(hear)
    sys.argv = ["errsmith", "drift", "--page", "page.md", "--write"]
    run()


for at in itertools.count(1):
    folder = Path(f"copy-{at}").absolute()
    shutil.copytree("project", folder)
    child = os.fork()
    if not child:
        start(folder, at)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code != -signal.SIGKILL:
        sys.exit(code)
"""
"""Compares a page in a copy of a project for each change of a file, and is killed before it."""


def test_process_that_is_killed_at_any_change_leaves_old_or_new_files(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file is half written, the record is never newer than the registry, and a run repairs."""
    project.drift(CODES, "--write")
    project.write_page("page.md", write_page(change("NO_FUNDS", TOO_FAST=420)))
    old = project.provider.read_bytes(), project.record.read_bytes()
    copies = project.folder / "copies"
    copies.mkdir()
    shutil.copytree(project.folder / "registry", copies / "project" / "registry")
    shutil.copy(project.folder / "page.md", copies / "project")
    subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=copies,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=60,
    )
    ends = set()
    for folder in copies.glob("copy-*"):
        copy = Project(folder, project.run)
        left = copy.provider.read_bytes(), copy.record.read_bytes()
        tomllib.loads(left[0].decode())
        json.loads(left[1])
        ends.add((left[0] != old[0], left[1] != old[1]))
        monkeypatch.chdir(folder)
        assert project.run("drift", "--page", "page.md", "--write").code == 0
        assert "removed" in read_errors(copy)["NO_FUNDS"]
        assert not list((folder / "registry").rglob("*.tmp"))
    assert ends == {(False, False), (True, False), (True, True)}

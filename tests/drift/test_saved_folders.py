"""`errsmith drift --page FOLDER`: a saved page for each source, named after it."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from errsmith import cli
from errsmith.registry.loading import PROVIDERS
from tests.registries import write_files, write_registry

PROVIDER = """\
[provider]
title = "NAME"
class = "NAMEError"

[sources.errors]
url = "https://NAME.example/errors"
retrieved = 2026-11-21

[sources.webhooks]
url = "https://NAME.example/webhooks"
retrieved = 2026-11-21

[[envelopes]]
id = "problem"
code = { path = "code", summary = "Identifies the error." }

[errors.CARD_LOST]
status = 403
summary = "The card was reported lost."

[errors.CARD_UNKNOWN]
status = 404
summary = "No customer has a card with this number."

[errors.HOOK_GONE]
source = "webhooks"
status = 410
summary = "The address was deleted."

[errors.HOOK_SLOW]
source = "webhooks"
status = 504
summary = "The address does not answer in time."
"""
CARDS = """\
# Errors

| Code | HTTP status | Meaning |
|---|---|---|
| CARD_LOST | 403 | Somebody reported the card. |
| CARD_UNKNOWN | 404 | No card has this number. |
"""
HOOKS = """\
<h1>Webhooks</h1>
<table>
<tr><th>Code</th><th>HTTP status</th><th>Meaning</th></tr>
<tr><td>HOOK_GONE</td><td>410</td><td>You deleted the address.</td></tr>
<tr><td>HOOK_SLOW</td><td>504</td><td>Your server is too slow.</td></tr>
</table>
"""
PAGES = {
    "alder.errors.md": CARDS,
    "alder.webhooks.html": HOOKS,
    "birch.errors.md": CARDS,
    "birch.webhooks.html": HOOKS,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the pages of two providers, beside their registry."""
    monkeypatch.chdir(tmp_path)
    names = ("alder", "birch")
    write_registry(
        tmp_path / "registry", {name: PROVIDER.replace("NAME", name.title()) for name in names}
    )
    return write_files(tmp_path / "saved", PAGES)


def compare(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code of `errsmith drift --page saved` and its sources, by name."""
    code = cli.main(["drift", *arguments, "--page", "saved", "--format", "json"])
    sources = json.loads(capsys.readouterr().out)["sources"]
    return code, {f"{source['provider']}.{source['source']}": source for source in sources}


@pytest.mark.usefixtures("folder")
def test_page_for_each_source(capsys: pytest.CaptureFixture[str]) -> None:
    """Every source is compared with its own page, whose path is the address."""
    code, sources = compare(capsys)
    assert code == 0
    assert {name: source["address"] for name, source in sources.items()} == {
        Path(name).stem: str(Path("saved", name)) for name in PAGES
    }
    assert all(source["codes"] == 2 for source in sources.values())


def test_changed_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A difference on one page belongs to its source."""
    write_files(folder, {"birch.webhooks.html": HOOKS.replace("410", "404")})
    code, sources = compare(capsys)
    assert code == 1
    assert {name for name, source in sources.items() if source["differences"]} == {"birch.webhooks"}


@pytest.mark.parametrize("chosen", ["birch", "birch.errors"])
def test_chosen_sources_only(chosen: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the pages of the chosen sources are read, so others may be missing."""
    for page in folder.glob("alder.*"):
        page.unlink()
    code, sources = compare(capsys, chosen)
    assert code == 0
    assert all(name.startswith(chosen) for name in sources)


def test_missing_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A source without a page is never clean: exit code 2, and the others are still compared."""
    (folder / "alder.webhooks.html").unlink()
    code, sources = compare(capsys)
    assert code == 2
    lost = sources.pop("alder.webhooks")
    assert (lost["verdict"], lost["reason"]) == (
        "could-not-read",
        "the folder has no page for this source",
    )
    assert "alder.webhooks.html" in lost["hint"]
    assert {source["verdict"] for source in sources.values()} == {"read"}


def test_several_pages_of_a_source(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not guessed which of two pages is meant."""
    write_files(folder, {"alder.errors.html": HOOKS})
    code, sources = compare(capsys)
    assert code == 2
    reason = "the folder has several pages for this source: alder.errors.html, alder.errors.md"
    assert sources["alder.errors"]["reason"] == reason


def test_names_that_only_begin_alike(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a longer name nor a folder counts as the page of a source."""
    write_files(folder, {"alder.errors2.md": "", "alder.errors.parts/page.md": "", "notes": ""})
    assert compare(capsys)[0] == 0


def test_unwritable_findings_of_one_page_leave_the_registry(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--write` changes nothing at all if a page of the folder is missing."""
    write_files(folder, {"birch.webhooks.html": HOOKS.replace("410", "404")})
    (folder / "alder.errors.md").unlink()
    registry = folder.parent / "registry"
    before = {path: path.read_bytes() for path in registry.rglob("*") if path.is_file()}
    assert compare(capsys, "--write")[0] == 2
    assert {path: path.read_bytes() for path in registry.rglob("*") if path.is_file()} == before


def test_write_then_compare(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--write` brings the files of all providers up to date: the next run finds nothing."""
    for name in ("alder", "birch"):
        write_files(folder, {f"{name}.webhooks.html": HOOKS.replace("410", "404")})
    assert compare(capsys, "--write")[0] == 0
    for name in ("alder", "birch"):
        assert "status = 410" not in (Path("registry") / PROVIDERS / f"{name}.toml").read_text()
    code, sources = compare(capsys)
    assert code == 0
    assert {source["verdict"] for source in sources.values()} == {"unchanged"}


def test_skipped_source_needs_no_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A source with `as = "none"` is not looked for in the folder."""
    path = Path("registry") / PROVIDERS / "alder.toml"
    text = path.read_text(encoding="utf-8")
    extract = '[sources.webhooks]\nextract = { as = "none" }\n'
    path.write_text(text.replace("[sources.webhooks]\n", extract), encoding="utf-8")
    (folder / "alder.webhooks.html").unlink()
    code, sources = compare(capsys)
    assert (code, "alder.webhooks" in sources) == (0, False)


def test_empty_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing looks clean if there are no pages at all."""
    for page in folder.iterdir():
        page.unlink()
    code, sources = compare(capsys)
    assert code == 2
    assert {source["verdict"] for source in sources.values()} == {"could-not-read"}


def test_folder_that_cannot_be_listed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each source has the reason."""
    list_files = Path.iterdir

    def refuse(path: Path) -> Iterator[Path]:
        if path.name == folder.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return list_files(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    code, sources = compare(capsys)
    assert code == 2
    reasons = {source["reason"] for source in sources.values()}
    assert reasons == {"the folder cannot be read (permission denied)"}

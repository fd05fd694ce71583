"""Versions side by side: which folders are written, and what the menu of versions shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from errsmith.output.disk import OutputError
from errsmith.output.folder import LIST, write_folder
from errsmith.output.version_folders import read_versions
from errsmith.targets.site.versions import build_versions_script, list_versions, plan_copies

PAGES = {"index.html": b"", "acme/gone.html": b"", "acme/gone.md": b""}


def read_script(data: bytes) -> object:
    """Return what the script sets."""
    start, end = "window.siteVersions = ", ";\n"
    text = data.decode()
    assert text.startswith(start)
    assert text.endswith(end)
    return json.loads(text.removeprefix(start).removesuffix(end))


@pytest.mark.parametrize(
    ("version", "others", "folders"),
    [
        ("0.1.0", [], ["0.1.0", ""]),
        ("0.2.0", ["0.1.0", "0.2.0"], ["0.2.0", ""]),
        ("0.1.1", ["0.1.0", "0.2.0"], ["0.1.1"]),
        ("0.3.0rc1", ["0.2.0"], ["0.3.0rc1"]),
        ("0.3.0rc1", ["0.3.0a1"], ["0.3.0rc1", ""]),
        ("0.1.0", ["0.2.0rc1"], ["0.1.0", ""]),
    ],
)
def test_latest_version_is_also_the_default(
    version: str, others: list[str], folders: list[str]
) -> None:
    """A pre-release is the default only while there is no final version."""
    copies = plan_copies(version, others)
    assert [copy.folder for copy in copies] == folders
    assert [copy.up for copy in copies] == ["../" if folder else "" for folder in folders]


def test_list_has_each_version_in_order() -> None:
    """The latest version is marked, whether or not it comes first."""
    views = list_versions(["0.9.0", "0.10.0", "0.11.0a1"])
    assert [(view.version, view.url, view.is_latest) for view in views] == [
        ("0.11.0a1", "../0.11.0a1/index.html", False),
        ("0.10.0", "../0.10.0/index.html", True),
        ("0.9.0", "../0.9.0/index.html", False),
    ]


def test_script_has_the_pages_that_the_latest_version_lacks() -> None:
    """From them, the notice leads to the front page of the latest version."""
    files = {
        "0.1.0": {"index.html", "guides/b.html", "guides/a.html", "guides/a.md", "style.css"},
        "0.2.0": {"index.html"},
    }
    assert read_script(build_versions_script(files)) == {
        "latest": "0.2.0",
        "versions": [
            {"version": "0.2.0", "gone": []},
            {"version": "0.1.0", "gone": ["guides/a.html", "guides/b.html"]},
        ],
    }


def test_versions_are_the_folders_that_errsmith_wrote(tmp_path: Path) -> None:
    """People keep other folders and links beside them, such as `latest`."""
    for folder in ("0.10.0", "0.9.0", ".", "all-versions"):
        write_folder(tmp_path / folder, PAGES.items())
    (tmp_path / "1.0").mkdir()
    (tmp_path / "2.0").write_bytes(b"")
    (tmp_path / "3.0").symlink_to("0.9.0")
    found = read_versions(tmp_path)
    assert found == {"0.9.0": PAGES.keys(), "0.10.0": PAGES.keys()}
    assert [*found] == ["0.9.0", "0.10.0"]


def test_folder_that_does_not_exist_has_no_versions(tmp_path: Path) -> None:
    """The first version creates it."""
    assert read_versions(tmp_path / "site") == {}


def test_damaged_version_is_an_error(tmp_path: Path) -> None:
    """The menu must not lose it."""
    write_folder(tmp_path / "0.1.0", PAGES.items())
    (tmp_path / "0.1.0" / LIST).write_bytes(b"")
    with pytest.raises(OutputError, match=r"0\.1\.0/site-files\.txt: is damaged"):
        read_versions(tmp_path)


def test_default_version_does_not_delete_other_versions(tmp_path: Path) -> None:
    """Each folder has a list of its own files."""
    write_folder(tmp_path / "0.1.0", PAGES.items())
    write_folder(tmp_path, PAGES.items())
    write_folder(tmp_path / "0.2.0", [("index.html", b"2")])
    write_folder(tmp_path, [("index.html", b"2")])
    assert (tmp_path / "index.html").read_bytes() == b"2"
    assert read_versions(tmp_path) == {
        "0.1.0": PAGES.keys(),
        "0.2.0": frozenset({"index.html"}),
    }

"""`CHANGELOG.md` of an SDK: what its clients read before they upgrade."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.output.markdown import read
from tests.registries import generate_files
from tests.releasing.histories import FIRST, SECOND, THIRD, Project, commit

LINK = re.compile(r"\]\(([^)]+)\)")


@pytest.fixture(scope="module")
def released(released_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project with three releases."""
    project = Project(released_project).copy(tmp_path_factory.mktemp("three") / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.path)
        for state in (SECOND, THIRD):
            project.change(state)
            assert project.run("release").code == 0
            commit(project.path)
    return project


def list_anchors(page: str) -> list[str]:
    return [section.anchor for section in read(page).sections]


def read_sections(changelog: str) -> dict[str, dict[str, str]]:
    """Return the text of each section, by version and title; "" is what precedes them."""
    sections: dict[str, dict[str, str]] = {}
    for release in re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]:
        head, *parts = re.split(r"^### ", release, flags=re.MULTILINE)
        version, _, start = head.partition(" ")
        found = sections.setdefault(version, {"": start.partition("\n")[2].strip()})
        for part in parts:
            title, _, text = part.partition("\n")
            found[title] = text.strip()
    return sections


def test_sections(released: Project) -> None:
    """The latest release comes first, and each release begins with what clients must change."""
    sections = read_sections(released.read("generated/CHANGELOG.md"))
    titles = ["", "Breaking changes", "Risky changes", "Additions", "Other changes"]
    assert {version: list(parts) for version, parts in sections.items()} == {
        "0.3.0": titles[:-1] if "Other changes" not in sections["0.3.0"] else titles,
        "0.2.0": titles,
        "0.1.0": [""],
    }
    assert list(sections) == ["0.3.0", "0.2.0", "0.1.0"]


def test_first_release_lists_providers(released: Project) -> None:
    """Nobody upgrades to the first release, so it has no changes."""
    sections = read_sections(released.read("generated/CHANGELOG.md"))
    assert sections["0.1.0"][""] == (
        "The first release.\n\n"
        "- [Acme Shop](docs/acme.md): 4 errors\n"
        "- [Birch Post](docs/birch.md): 2 errors"
    )


def test_entries(released: Project) -> None:
    """An entry names the provider and the error, and says what has changed and how to adapt."""
    second = read_sections(released.read("generated/CHANGELOG.md"))["0.2.0"]
    assert second[""] == "Changes since 0.1.0."
    entries = second["Breaking changes"].split("\n- ")
    assert entries[0] == (
        "- Acme Shop, [`CARD_BLOCKED`](docs/acme.md#card-blocked):\n"
        "  `CardBlockedError` no longer derives from `PermissionDeniedError`, because its status "
        "changed from 403 to 401.\n"
        "  If you rely on `except PermissionDeniedError` to catch it, also catch "
        "`CardBlockedError`."
    )
    assert [entry.partition(":\n")[0] for entry in entries[1:]] == [
        "Acme Shop, [`TOO_FAST`](docs/acme.md#too-fast)",
        "Acme Shop, field detail",
    ]
    assert "[`CARD_STOLEN`](docs/acme.md#card-stolen)" in second["Risky changes"]
    assert "Acme Shop, field note:" in second["Additions"]
    assert "Birch Post, [`PARCEL_HEAVY`](docs/birch.md#parcel-heavy)" in second["Other changes"]


def test_old_id_links_to_the_error_of_today(released: Project) -> None:
    """`ORDER_CLOSED` was renamed in a later release."""
    sections = read_sections(released.read("generated/CHANGELOG.md"))
    assert "[`ORDER_CLOSED`](docs/acme.md#order-done)" in sections["0.2.0"]["Other changes"]
    assert "[`ORDER_DONE`](docs/acme.md#order-done)" in sections["0.3.0"]["Breaking changes"]


def test_links_lead_to_the_reference(released: Project) -> None:
    """Each link leads to an existing page, and to an anchor on it."""
    links = LINK.findall(released.read("generated/CHANGELOG.md"))
    assert len(links) > 10
    for link in links:
        page, _, anchor = link.partition("#")
        assert not anchor or anchor in list_anchors(released.read(f"generated/{page}")), link


def test_links_with_repository(released: Project, tmp_path: Path) -> None:
    """With `repository`, links also work on a package index, which shows only the README."""
    project = released.copy(tmp_path / "project")
    url = "https://git.example/errors/tree/main/generated"
    text = project.read("registry/sdk.toml") + f'repository = "{url}"\n'
    (project.path / "registry" / "sdk.toml").write_text(text, encoding="utf-8")
    files = generate_files(project.path / "registry")
    assert all(link.startswith(f"{url}/") for link in LINK.findall(files["CHANGELOG.md"].decode()))
    assert f"[Changelog]({url}/CHANGELOG.md)" in files["README.md"].decode()
    assert f'Changelog = "{url}/CHANGELOG.md"\n' in files["pyproject.toml"].decode()


def test_project_without_releases_has_no_changelog(generated_project: Path) -> None:
    """Nothing refers to it, and it is not packaged."""
    files = Project(generated_project).read_files()
    generated = {path: data for path, data in files.items() if path.startswith("generated/")}
    assert "generated/CHANGELOG.md" not in generated
    assert not [path for path, data in generated.items() if b"CHANGELOG" in data]


def test_changelog_does_not_depend_on_a_clock(released: Project) -> None:
    """The dates are those of the records."""
    path = "registry/releases/0.2.0.json"
    text = re.sub(r'"date": "[\d-]+"', '"date": "2026-01-02"', released.read(path))
    (released.path / path).write_text(text, encoding="utf-8")
    files = generate_files(released.path / "registry")
    assert "\n## 0.2.0 (2026-01-02)\n" in files["CHANGELOG.md"].decode()


HOSTILE = "x`_*[x](y)<b>&lt;|~$# {{ view }} --> ``` \\\x85\u202e\x1b[31m $(x) é 署名 <script>"


def list_tokens(text: str) -> list[Token]:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [inner for token in tokens for inner in (token, *(token.children or ()))]


def test_hostile_strings_are_text(
    generated_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Titles, ids, summaries and names of groups cannot act as Markdown or HTML."""
    quoted = (
        '"'
        + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in HOSTILE)
        + '"'
    )
    project = Project(generated_project).copy(tmp_path / "project")
    monkeypatch.chdir(project.path)
    acme = FIRST["acme"].replace('"Acme Shop"', quoted)
    project.change({**FIRST, "acme": acme})
    assert project.run("release").code == 0
    commit(project.path)
    alias = 'class = "BlockedError"\naliases = ["CARD_BLOCKED"]'
    acme = acme.replace("CARD_BLOCKED]", f'{quoted}]\ncode = "CARD_ODD"\ngroup = "card"\n{alias}')
    acme = acme.replace('"Nobody can change an order that was delivered."', quoted)
    acme = acme.replace("[groups.order]", f'[groups.{quoted}]\nclass = "OrderError"')
    project.change({**FIRST, "acme": acme})
    result = project.run("release")
    assert result.code == 0, result
    text = project.read("generated/CHANGELOG.md")
    assert all(line.isprintable() for line in text.split("\n"))
    tokens = list_tokens(text)
    assert {token.type for token in tokens if token.type.startswith("html")} == {"html_block"}
    assert all(token.content.startswith("<!-- ") for token in tokens if token.type == "html_block")
    kinds = {token.type.rpartition("_")[0] for token in tokens if token.nesting}
    assert kinds == {"heading", "paragraph", "bullet_list", "list_item", "link"}
    links = {str(token.attrs["href"]) for token in tokens if token.type == "link_open"}
    assert all(re.fullmatch(r"docs/(acme|birch)\.md(#[a-z0-9-]+)?", link) for link in links)

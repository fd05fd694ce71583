"""`errsmith update`: the registry and the generated files, in one run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.drift.projects import CODES, Project, Result, change, read_tree, write_page
from tests.registries import write_files


def update(project: Project, codes: dict[str, tuple[int, str]], *options: str) -> Result:
    page = project.write_page("page.md", write_page(codes))
    return project.run("update", "acme", "--page", page.name, *options)


def list_left(result: Result) -> list[list[str]]:
    """Return kind and name of everything that is left for a person."""
    left = result.out.partition("left to do:\n")[2].split("\n\n")[0]
    return [line.split()[:2] for line in left.splitlines()]


def test_update_without_differences_generates(project: Project) -> None:
    """Nothing is left, so the exit code is 0."""
    result = update(project, CODES)
    assert result.code == 0
    assert "nothing left to do\n" in result.out
    assert (project.folder / "generated" / "acme_errors").is_dir()
    assert project.record.exists()
    assert re.search(r"^\d+ written, 0 deleted, 0 unchanged$", result.err, re.MULTILINE)


def test_update_generates_what_changed_on_the_page(project: Project) -> None:
    """A new code is in the generated package; its summary is left, with its place."""
    update(project, CODES)
    result = update(project, change("NO_FUNDS", TOO_FAST=420, NEW_ONE=400))
    assert result.code == 1
    assert list_left(result) == [["summary", "NEW_ONE"]]
    assert re.search(
        r"to be written  registry/providers/acme\.toml:\d+:\d+$", result.out, re.MULTILINE
    )
    generated = (project.folder / "generated" / "acme_errors" / "acme.py").read_text()
    assert "NEW_ONE" in generated
    assert "420" in generated


def test_update_ends_with_what_changes_for_clients(project: Project) -> None:
    """The report ends like that of `errsmith diff`, with the same note if there is no release."""
    result = update(project, change(TOO_FAST=503))
    diff = project.run("diff")
    assert diff.code == 0
    assert result.out.endswith(f"\n\n{diff.out}")
    assert result.err.endswith(diff.err)
    assert "no release yet" in diff.err


def test_update_without_a_readable_registry_says_that_no_changes_are_shown(
    project: Project,
) -> None:
    """The findings are what is left to do."""
    text = project.provider.read_text().replace("status = 403", "status = 403\nkinds = 1")
    project.provider.write_text(text)
    result = update(project, CODES)
    assert result.code == 1
    assert "the changes for clients are not shown: the registry has findings: " in result.err


def test_second_update_changes_nothing(project: Project) -> None:
    """Only what is left for a person is reported again."""
    update(project, CODES)
    codes = change("NO_FUNDS", TOO_FAST=420, NEW_ONE=400)
    update(project, codes)
    before = read_tree(project.folder)
    result = update(project, codes)
    assert read_tree(project.folder) == before
    assert result.code == 1
    assert list_left(result) == [["summary", "NEW_ONE"]]
    assert "0 written, 0 deleted" in result.err


def test_update_that_cannot_tell_writes_and_generates_nothing(project: Project) -> None:
    """An incomplete page changes neither registry nor output."""
    update(project, CODES)
    page = project.write_page("page.md", write_page(dict(list(CODES.items())[:1])))
    before = read_tree(project.folder)
    result = project.run("update", "--page", page.name)
    assert result.code == 2
    assert "could not" in result.out
    said = "nothing was written or generated, because not every page could be compared\n"
    assert result.err == said
    assert read_tree(project.folder) == before


def test_update_of_a_registry_with_findings_lists_them(project: Project) -> None:
    """Nothing is written or generated before they are fixed."""
    text = project.provider.read_text().replace("status = 403", "status = 403\nkinds = 1")
    project.provider.write_text(text)
    before = read_tree(project.folder / "registry")
    result = update(project, change(TOO_FAST=420))
    assert result.code == 1
    assert ["R101", "acme.errors"] in list_left(result)
    assert read_tree(project.folder / "registry") == before
    assert not (project.folder / "generated").exists()


def test_update_keeps_edited_files_and_says_so(project: Project) -> None:
    """A generated file that was edited by hand is not overwritten."""
    update(project, CODES)
    module = project.folder / "generated" / "acme_errors" / "acme.py"
    module.write_text(module.read_text() + "# mine\n")
    result = update(project, change(TOO_FAST=420))
    assert result.code == 1
    assert "R904" in result.out
    assert "nothing is left" not in result.out
    assert list_left(result) == [["generate", "generated"]]
    assert module.read_text().endswith("# mine\n")


def test_update_that_cannot_generate_names_the_command_with_its_folders(project: Project) -> None:
    """The registry is up to date; generating is left."""
    (project.folder / "registry").rename(project.folder / "other")
    project.write_page("sdk", "not a folder")
    result = update(project, CODES, "--registry", "other", "--out", "sdk")
    assert result.code == 1
    assert "run `errsmith generate --registry other --out sdk`" in result.out
    assert (project.folder / "other" / "pages" / "acme.errors.json").exists()


def test_update_accepts_a_page_on_request(project: Project) -> None:
    """The hint names a command that exists."""
    update(project, CODES)
    codes = {**dict(list(CODES.items())[:2]), "ANY_OTHER": (400, "Quite another thing is wrong.")}
    result = update(project, codes)
    assert result.code == 2
    assert "`--accept`" in result.out
    assert update(project, codes, "--accept").code == 1
    assert "removed" in project.provider.read_text()


def test_class_is_to_be_checked_until_the_summary_is_written(project: Project) -> None:
    """A later run says so, too."""
    codes = {**CODES, "404.1": (404, "The shelf is not there.")}
    for result in (update(project, codes), update(project, codes)):
        assert "to be written; check the name of its class, Acme4041Error" in result.out


def test_update_uses_the_folders_that_it_is_given(project: Project) -> None:
    """`--registry` and `--out` are those of the other commands."""
    (project.folder / "registry").rename(project.folder / "other")
    result = update(project, CODES, "--registry", "other", "--out", "sdk")
    assert result.code == 0
    assert (project.folder / "sdk" / "acme_errors").is_dir()
    assert "wrote `other/pages/acme.errors.json`" in result.out


def test_update_uses_the_templates_that_it_is_given(project: Project) -> None:
    """Files that a folder of templates adds are kept up to date, and not deleted."""
    output = '[[outputs]]\ntemplate = "codes.txt.jinja"\ndata = "provider"\n'
    templates = {
        "outputs.toml": f'{output}path = "{{provider}}.txt"\n',
        "codes.txt.jinja": "{% for error in view.errors %}\n{{ error.id }}\n{% endfor %}\n",
    }
    write_files(project.folder / "templates", templates)
    update(project, CODES, "--templates", "templates")
    listed = project.folder / "generated" / "acme.txt"
    assert set(listed.read_text().split()) == CODES.keys()
    update(project, change(NEW_ONE=400), "--templates", "templates")
    assert set(listed.read_text().split()) == {*CODES, "NEW_ONE"}


def test_update_with_a_bad_template_updates_the_registry(project: Project) -> None:
    """Generating is left, with the command that does it."""
    write_files(project.folder / "templates", {"python/provider.py.jinja": "{{"})
    result = update(project, CODES, "--templates", "templates")
    assert result.code == 1
    assert "templates/python/provider.py.jinja:1: " in result.err
    assert "run `errsmith generate --templates templates`" in result.out
    assert project.record.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["acmee"], 'errsmith: unknown provider "acmee". Did you mean acme?\n'),
        (["--registry", "nowhere"], "errsmith: nowhere: does not exist; use --registry to name"),
    ],
)
def test_update_with_wrong_arguments_says_so(
    project: Project, arguments: list[str], said: str
) -> None:
    """The messages are those of the other commands."""
    result = project.run("update", *arguments, Path("--page"), "x")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(said)

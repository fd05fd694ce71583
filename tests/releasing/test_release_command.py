"""`errsmith release`: what it checks, what it writes, and what it prints."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import pytest

from errsmith.registry.releases import load_releases
from tests.registries import write_files
from tests.releasing.histories import (
    ACME,
    BIRCH,
    FIRST,
    SDK,
    SECOND,
    THIRD,
    Project,
    Result,
    commit,
    run_git,
)

SAFE = {"acme": ACME.replace("on the page", "documented"), "birch": BIRCH}
"""Only a comment differs from the first state."""
PATCH = {**FIRST, "acme": ACME.replace("The owner has blocked", "The owner blocked")}
"""Only a summary differs from the first state."""


def refuse(project: Project, *arguments: str) -> Result:
    """Run a release that must not change anything, not even with --dry-run."""
    before = project.read_files()
    result = project.run("release", *arguments)
    assert project.read_files() == before
    assert result.err.endswith("nothing was released\n")
    assert project.run("release", *arguments, "--dry-run").err == result.err
    return result


def list_versions(project: Project) -> list[str]:
    return [release.version for release in load_releases(project.path / "registry")[0]]


# --- releasing -----------------------------------------------------------------------------------


def test_first_release(unreleased: Project) -> None:
    """It has the version of `sdk.toml`; only the record is new in the registry."""
    before = unreleased.read_files()
    result = unreleased.run("release")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "released shop-errors 0.1.0: the first release\n"
        "  wrote registry/releases/0.1.0.json\n"
        "  wrote 4 files in generated\n"
        "\n"
        "next steps:\n"
        "  git add registry generated\n"
        "  git commit -m 'Release shop-errors 0.1.0'\n"
        "  git tag -a shop-errors-0.1.0 -m 'shop-errors 0.1.0'\n"
        "  python -m build --outdir dist generated\n"
        "  git push --atomic origin HEAD shop-errors-0.1.0\n"
    )
    after = unreleased.read_files()
    changed = {path for path in after if after[path] != before.get(path)}
    generated = {f"generated/{name}" for name in ("README.md", "manifest.json", "pyproject.toml")}
    assert changed == {*generated, "generated/CHANGELOG.md", "registry/releases/0.1.0.json"}


def test_first_release_with_since(unreleased: Project) -> None:
    """Earlier releases may be unrecorded, or their records may have been deleted."""
    old = ACME.replace("status = 409", 'status = 409\nsince = "0.0.2"')
    unreleased.change({**FIRST, "acme": old})
    result = unreleased.run("release")
    assert result.err == (
        "no earlier release is recorded, although `since` names 0.0.2\n"
        "  help: If registry/releases/ was deleted, undo this release and restore the folder "
        "first\n"
    )
    assert result.out.startswith("released shop-errors 0.1.0: the first release\n")


def test_release_sets_version_and_since(project: Project) -> None:
    """Only what is new since the last release gets `since`; comments and order stay."""
    project.change(SECOND)
    result = project.run("release")
    assert (result.code, result.err) == (0, "")
    assert project.read("registry/sdk.toml") == SDK.replace('"0.1.0"', '"0.2.0"')
    assert project.read("registry/providers/acme.toml") == SECOND["acme"].replace(
        'police look for the card."\n', 'police look for the card."\nsince = "0.2.0"\n'
    )
    assert project.read("registry/providers/birch.toml") == SECOND["birch"].replace(
        'replacement = "PARCEL_LOST" }', 'replacement = "PARCEL_LOST", since = "0.2.0" }'
    )
    assert list_versions(project) == ["0.1.0", "0.2.0"]
    for command in (["lint"], ["generate", "--check"]):
        assert project.run(*command).code == 0
    assert "no changes for clients" in project.run("diff").out


def test_record_has_date_and_addresses(project: Project) -> None:
    """The date is the day in UTC, and each error and alias has its provider and anchor."""
    project.change(SECOND)
    project.run("release")
    commit(project.path)
    project.change(THIRD)
    days = [datetime.datetime.now(datetime.UTC).date()]
    project.run("release")
    days.append(datetime.datetime.now(datetime.UTC).date())
    *_, last = load_releases(project.path / "registry")[0]
    assert last.date in days
    record = json.loads(project.read("registry/releases/0.3.0.json"))
    addresses = record["addresses"]
    assert addresses["acme"]["ORDER_CLOSED"] == addresses["acme"]["ORDER_DONE"] == "order-done"
    assert set(addresses) == {"acme", "birch", "cedar"}


def test_since_that_is_stated_stays(project: Project) -> None:
    """An existing `since` is not overwritten."""
    text = SECOND["acme"].replace(
        "[errors.CARD_STOLEN]\n", '[errors.CARD_STOLEN]\nsince = "0.1.0"\n'
    )
    project.change({**SECOND, "acme": text})
    assert project.run("release").code == 0
    assert project.read("registry/providers/acme.toml") == text


def test_dry_run_writes_nothing(project: Project) -> None:
    """It prints what a run would write."""
    project.change(SECOND)
    before = project.read_files()
    result = project.run("release", "--dry-run")
    assert project.read_files() == before
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "would release shop-errors 0.2.0: 3 breaking changes, 3 risky changes, 4 safe changes"
        " since 0.1.0\n"
        "  write registry/sdk.toml\n"
        "  write registry/providers/acme.toml\n"
        "  write registry/providers/birch.toml\n"
        "  write registry/releases/0.2.0.json\n"
        "  write 8 files in generated\n"
    )


@pytest.mark.parametrize("version", ["0.2.0", "0.2.0rc1", "0.3", "1.0.0", "1!0.1"])
def test_version_that_is_high_enough(project: Project, version: str) -> None:
    """Any later version can be chosen, or a pre-release of one."""
    project.change(SECOND)
    assert project.run("release", version).code == 0
    assert list_versions(project) == ["0.1.0", version]
    assert f'version = "{version}"' in project.read("registry/sdk.toml")
    assert f'version = "{version}"' in project.read("generated/pyproject.toml")


def test_version_that_was_raised_by_hand(project: Project) -> None:
    """A later version in `sdk.toml` is used, because somebody chose it."""
    project.change(SECOND, SDK.replace('"0.1.0"', '"0.9.0"'))
    assert project.run("release").code == 0
    assert list_versions(project) == ["0.1.0", "0.9.0"]


def test_release_after_a_prerelease(project: Project) -> None:
    """Pre-releases are numbered; the final version lists what changed since the last final one."""
    project.change(SECOND)
    assert project.run("release", "0.2.0rc1").code == 0
    commit(project.path)
    assert "  help: To release the final version, pass 0.2.0\n" in refuse(project).err
    write_files(project.path, {"registry/providers/cedar.toml": THIRD["cedar"]})
    project.run("generate")
    commit(project.path)
    assert project.run("release").code == 0
    commit(project.path)
    assert list_versions(project) == ["0.1.0", "0.2.0rc1", "0.2.0rc2"]
    assert 'since = "0.2.0rc1"' in project.read("registry/providers/acme.toml")
    assert project.run("release", "0.2.0").code == 0
    changelog = project.read("generated/CHANGELOG.md")
    final, second, first = changelog.split("\n## ")[1:4]
    assert final.startswith("0.2.0 (")
    assert "CARD_STOLEN" in final
    assert "cedar" in final
    assert "CARD_STOLEN" not in second
    assert "cedar" not in first


def test_release_with_only_other_code(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of errsmith changes the generated code, which clients get with a release only."""
    runtime = project.path / "runtime"
    shutil.copytree(Path(__file__).parents[2] / "generator" / "errsmith" / "runtime", runtime)
    with (runtime / "advice.py").open("a", encoding="utf-8") as file:
        file.write("# A fix.\n")
    monkeypatch.setattr("errsmith.runtime.__path__", [str(runtime)])
    project.run("generate")
    commit(project.path)
    result = project.run("release")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("released shop-errors 0.1.1: no facts changed since 0.1.0\n")
    assert "No documented fact has changed since 0.1.0.\n" in project.read("generated/CHANGELOG.md")


def test_release_from_other_folders(project: Project) -> None:
    """`--registry` and `--out` are those of the other commands, also in what is printed."""
    shutil.move("registry", "errors")
    shutil.move("generated", "sdk")
    folders = ("--registry", "errors", "--out", "sdk")
    write_files(Path("errors/providers"), {f"{name}.toml": text for name, text in SECOND.items()})
    project.run("generate", *folders)
    commit(project.path)
    result = project.run("release", *folders)
    assert (result.code, result.err) == (0, "")
    assert "  wrote errors/sdk.toml\n" in result.out
    assert "  git add errors sdk\n" in result.out
    assert "  python -m build --outdir dist sdk\n" in result.out
    assert project.run("generate", "--check", *folders).code == 0


def test_release_with_templates(project: Project) -> None:
    """Files of a project with its own templates are current if they come from these templates."""
    templates = project.path / "templates" / "markdown"
    templates.mkdir(parents=True)
    (templates / "index.md.jinja").write_text("# {{ view.package }}\n", encoding="utf-8")
    project.change(SECOND)
    project.run("generate", "--templates", "templates")
    commit(project.path)
    said = refuse(project).err
    assert said == (
        "errsmith: generated was generated with custom templates\n"
        "  help: Pass their folder with --templates\nnothing was released\n"
    )
    assert project.run("release", "--templates", "templates").code == 0
    assert project.read("generated/docs/index.md") == "# shop_errors\n"


def test_release_with_added_outputs(project: Project) -> None:
    """A release has the files that a folder of templates adds, in its version."""
    templates = project.path / "templates"
    templates.mkdir()
    (templates / "outputs.toml").write_text(
        '[[outputs]]\ntemplate = "a.jinja"\ndata = "catalogue"\npath = "a.txt"\n', encoding="utf-8"
    )
    (templates / "a.jinja").write_text("{{ view.sdk.version }}\n", encoding="utf-8")
    project.change(SECOND)
    project.run("generate", "--templates", "templates")
    commit(project.path)
    assert project.run("release", "--templates", "templates").code == 0
    assert project.read("generated/a.txt") == "0.2.0\n"
    commit(project.path)
    assert project.run("generate", "--check", "--templates", "templates").code == 0
    said = refuse(project, "--templates", "templates").err
    assert said.startswith("errsmith: nothing to release: ")
    (templates / "outputs.toml").write_text("outputs = 3\n", encoding="utf-8")
    refused = project.run("release", "--templates", "templates")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("templates/outputs.toml:1:11: R103 ")


# --- refusing ------------------------------------------------------------------------------------


def test_nothing_to_release(project: Project) -> None:
    """Comments are not facts."""
    project.change(SAFE)
    result = refuse(project, "0.2.0")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("errsmith: nothing to release: neither the facts nor the ")


def test_version_in_the_reference_is_nothing_to_release(unreleased: Project) -> None:
    """A version that was raised by hand changes URLs that contain it, and nothing else."""
    sdk = f'{SDK}reference_url = "https://shop.example/{{version}}/{{provider}}/{{anchor}}.html"\n'
    unreleased.change(FIRST, sdk)
    assert unreleased.run("release").code == 0
    unreleased.change(FIRST, sdk.replace('"0.1.0"', '"0.2.0"'))
    assert refuse(unreleased).err.startswith("errsmith: nothing to release: ")
    unreleased.change(SECOND, sdk)
    assert unreleased.run("release").code == 0
    module = unreleased.read("generated/shop_errors/acme.py")
    assert "https://shop.example/0.2.0/acme/card-stolen.html" in module
    assert "https://shop.example/0.1.0/" not in module


@pytest.mark.parametrize(
    "version", ["v0.2.0", "0.2.0-rc1", "0.2.0+local", "two", "", "0.2.0\n", "../1.0"]
)
def test_version_that_is_not_valid(project: Project, version: str) -> None:
    """The message shows the version, and how to write one."""
    project.change(SECOND)
    result = refuse(project, version)
    assert (result.code, result.out) == (2, "")
    assert "is not a PEP 440 version in its normal form" in result.err
    assert "help: Write a version such as 1.4.0, or 1.5.0rc1 for a pre-release" in result.err


@pytest.mark.parametrize("version", ["0.2.0.1" + "0" * 40, "0." + "9" * 5000])
def test_version_that_is_too_long(project: Project, version: str) -> None:
    """It is the name of a file, and a number."""
    project.change(SECOND)
    result = refuse(project, version)
    assert (result.code, result.out) == (2, "")
    assert "has more than 40 characters\n" in result.err
    assert len(result.err) < 500


@pytest.mark.parametrize("version", ["0.1.0", "0.0.9", "0.1.0rc1"])
def test_version_that_is_not_later(project: Project, version: str) -> None:
    """The message names the last release, and the version to release instead."""
    project.change(SECOND)
    result = refuse(project, version)
    assert result.code == 2
    assert result.err.startswith(
        f"errsmith: {version} is not later than the last release, 0.1.0\n"
        "  help: Release 0.2.0 or a later version\n"
    )


@pytest.mark.parametrize("version", ["0.1.1", "0.1.9rc1", "0.1.0.post1"])
def test_version_that_is_too_low(project: Project, version: str) -> None:
    """The message names the most severe change, and the lowest version that is enough."""
    project.change(SECOND)
    result = refuse(project, version)
    assert result.code == 2
    assert result.err.startswith(
        f"errsmith: {version} is too low after 0.1.0, because of a breaking change: acme"
        " CARD_BLOCKED: `CardBlockedError` no longer derives from `PermissionDeniedError`"
    )
    assert "  help: Release 0.2.0 or a later version; see `errsmith diff`\n" in result.err


def test_prerelease_that_is_too_low(project: Project) -> None:
    """Changes of pre-releases count since the last final release."""
    project.change(PATCH)
    assert project.run("release", "0.1.1rc1").code == 0
    commit(project.path)
    project.change(SECOND)
    assert "0.1.1rc2 is too low after 0.1.0" in refuse(project, "0.1.1rc2").err
    assert project.run("release").code == 0
    assert list_versions(project) == ["0.1.0", "0.1.1rc1", "0.2.0"]


def propose(project: Project) -> str:
    """Return the version that `errsmith diff` proposes."""
    return project.run("diff").out.partition("next version: ")[2].partition(",")[0]


def release_all(project: Project, *versions: str) -> None:
    """Release and commit different states of the registry."""
    for version in versions:
        project.replace("The owner has blocked", f"In {version}, the owner has blocked")
        project.run("generate")
        commit(project.path)
        assert project.run("release", version).code == 0, version
        commit(project.path)
        project.replace(f"In {version}, the owner has blocked", "The owner has blocked")


@pytest.mark.parametrize(
    ("versions", "proposed"),
    [
        ([], "0.2.0"),
        (["0.1.1rc1"], "0.2.0"),
        (["0.2.0rc1"], "0.2.0rc2"),
        # The last final release counts, not the first one.
        (["1.0.0", "1.0.1rc1"], "2.0.0"),
        (["1.0.0", "2.0.0rc1"], "2.0.0rc2"),
    ],
)
def test_diff_proposes_what_is_released(
    project: Project, versions: list[str], proposed: str
) -> None:
    """Both measure the version from the last final release."""
    release_all(project, *versions)
    project.change(SECOND)
    assert propose(project) == proposed
    assert project.run("release").code == 0
    assert list_versions(project)[-1] == proposed


def test_diff_proposes_a_version_that_was_raised_by_hand(project: Project) -> None:
    """The reason is that somebody has chosen it."""
    project.change(SECOND, SDK.replace('"0.1.0"', '"0.5.0"'))
    assert (
        "next version: 0.5.0, because `sdk.toml` has this version, which is later than 0.2.0"
        in (project.run("diff").out.replace("\n", " "))
    )
    assert project.run("release").code == 0
    assert list_versions(project) == ["0.1.0", "0.5.0"]


def test_breaking_change_after_final_releases(project: Project) -> None:
    """A version is compared with the last final release, not with the first one."""
    release_all(project, "1.0.0", "1.0.1rc1")
    project.change(SECOND)
    result = refuse(project, "1.1.0")
    assert result.err.startswith("errsmith: 1.1.0 is too low after 1.0.0, because of a breaking")
    assert "  help: Release 2.0.0 or a later version; see `errsmith diff`\n" in result.err


def test_final_version_after_pre_releases_only(unreleased: Project) -> None:
    """Only the first pre-release is the first release."""
    assert unreleased.run("release", "1.0.0rc1").code == 0
    commit(unreleased.path)
    assert unreleased.run("release", "1.0.0").code == 0
    changelog = unreleased.read("generated/CHANGELOG.md")
    assert changelog.count("The first release.") == 1
    assert "No documented fact has changed since 1.0.0rc1.\n" in changelog


def test_registry_with_findings(project: Project) -> None:
    """Findings that do not prevent generation prevent a release."""
    project.change({**FIRST, "acme": ACME.replace("The owner has blocked the card.", "TODO")})
    result = refuse(project)
    assert result.code == 1
    assert "R254" in result.out
    assert "errsmith: registry has 1 finding\n" in result.err


def test_stage_that_is_not_a_table(project: Project) -> None:
    """A finding says what is expected."""
    project.replace("status = 409\n", "status = 409\ndeprecated = true\n")
    result = refuse(project, "--allow-dirty")
    assert result.code == 1
    assert "expected a table" in result.out


def test_registry_that_cannot_be_read(project: Project) -> None:
    """The findings are shown; nothing else can be checked but version and work tree."""
    project.replace("[provider]", "[provider")
    result = refuse(project, "v1")
    assert result.code == 2
    assert "R008" in result.out
    said = [line for line in result.err.splitlines() if line.startswith("errsmith: ")]
    assert [line.split()[1:3] for line in said] == [
        ["registry", "has"],
        ["uncommitted", "changes:"],
        ['"v1"', "is"],
    ]


def test_generated_files_that_are_out_of_date(project: Project) -> None:
    """The message has the command that fixes it."""
    project.replace("The owner has blocked", "The owner blocked")
    commit(project.path)
    result = refuse(project)
    assert (result.code, result.out) == (1, "")
    assert "generated files are out of date\n" in result.err
    assert "  help: Run `errsmith generate`, and commit the result\n" in result.err


def test_generated_file_that_was_edited(project: Project) -> None:
    """The file is shown with what to do about it."""
    project.change(SECOND)
    project.replace("Changelog", "History", "generated/CHANGELOG.md")
    commit(project.path)
    result = refuse(project)
    assert result.code == 1
    assert result.out.startswith("generated/CHANGELOG.md:1:1: R904 hand-edited")
    said = "errsmith: 1 file was edited by hand, or is in the way of a generated one\n"
    assert result.err.startswith(said)


def test_changelog_of_somebody_else(unreleased: Project) -> None:
    """A file in the place of the first changelog is kept."""
    (unreleased.path / "generated" / "CHANGELOG.md").write_text("mine\n", encoding="utf-8")
    commit(unreleased.path)
    before = unreleased.read_files()
    result = unreleased.run("release")
    assert unreleased.read_files() == before
    assert result.code == 1
    assert result.out.startswith("generated/CHANGELOG.md:1:1: R905 foreign")
    assert result.err == "nothing was released; move these files out of the way first\n"


def test_uncommitted_changes(project: Project) -> None:
    """Each changed, staged or untracked file counts, and the first ones are named."""
    project.change(SECOND)
    project.replace("# The shop", "# A shop")
    (project.path / "registry" / "notes.md").write_text("mine\n", encoding="utf-8")
    project.replace("", "", "generated/README.md")
    (project.path / "elsewhere.md").write_text("mine\n", encoding="utf-8")
    result = refuse(project)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(
        "errsmith: uncommitted changes: registry/notes.md, registry/providers/acme.toml\n"
        "  help: Commit or discard them, or release with --allow-dirty\n"
    )
    assert project.run("release", "--allow-dirty").code == 0


def test_many_uncommitted_changes(project: Project) -> None:
    """Only some are named."""
    project.change(SECOND)
    for number in range(9):
        path = project.path / "registry" / "releases" / f"{number}.txt"
        path.write_text("mine\n", encoding="utf-8")
    commit(project.path)
    for path in (project.path / "registry" / "releases").glob("*.txt"):
        path.unlink()
    named = ", ".join(f"registry/releases/{number}.txt" for number in range(3))
    assert f"errsmith: uncommitted changes: {named} and 6 more\n" in refuse(project).err


def test_project_without_git(project: Project) -> None:
    """Without git, nobody could see what was released; --allow-dirty releases it anyway."""
    project.change(SECOND)
    shutil.rmtree(project.path / ".git")
    result = refuse(project)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(
        "errsmith: uncommitted changes cannot be found: registry is not in a git repository\n"
        "  help: Run `git init`, or release with --allow-dirty\n"
    )
    assert project.run("release", "--allow-dirty").code == 0


def test_machine_without_git(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what git is needed for."""
    project.change(SECOND)
    monkeypatch.setenv("PATH", "")
    result = refuse(project)
    assert result.code == 2
    assert result.err.startswith(
        "errsmith: uncommitted changes cannot be found: git is not installed\n"
        "  help: Install it, or release with --allow-dirty\n"
    )


def test_repository_of_another_user(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is that of `errsmith diff`."""
    project.change(SECOND)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert refuse(project).err.startswith(
        "errsmith: uncommitted changes cannot be found: the git repository of registry belongs to"
        " another user\n"
        "  help: If you trust it, add its folder to `safe.directory` in your git configuration, or"
        " release with --allow-dirty\n"
    )


def test_release_in_a_git_hook(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The repository is that of the registry, not that of the hook."""
    project.change(SECOND)
    project.replace("# The shop", "# A shop")
    run_git(project.path.parent, "init", "--quiet", "other")
    monkeypatch.setenv("GIT_DIR", str(project.path.parent / "other" / ".git"))
    assert "uncommitted changes: registry/providers/acme.toml\n" in refuse(project).err


def test_untracked_files_that_git_hides(project: Project) -> None:
    """The user's configuration does not make a dirty tree pass as clean."""
    project.change(SECOND)
    run_git(project.path, "config", "status.showUntrackedFiles", "no")
    (project.path / "registry" / "notes.md").write_text("mine\n", encoding="utf-8")
    assert "uncommitted changes: registry/notes.md\n" in refuse(project).err


def test_record_that_git_ignores(project: Project) -> None:
    """`git add` would omit it without a message."""
    project.change(SECOND)
    (project.path / ".gitignore").write_text("releases/\n", encoding="utf-8")
    commit(project.path)
    result = refuse(project)
    assert result.code == 2
    assert result.err.startswith(
        "errsmith: git ignores registry/releases/0.2.0.json\n"
        "  help: Remove the pattern from `.gitignore`, or release with --allow-dirty\n"
    )
    assert project.run("release", "--allow-dirty").code == 0


def test_records_that_were_deleted(project: Project) -> None:
    """Without them, a version would be released again, as the first one."""
    shutil.rmtree(project.path / "registry" / "releases")
    project.run("generate")
    commit(project.path)
    result = refuse(project)
    assert result.code == 2
    assert result.err.startswith(
        "errsmith: registry/releases/0.1.0.json, the record of a release, was deleted\n"
        "  help: Restore it from git; if it was never published, release with --allow-dirty\n"
    )
    assert project.run("release", "--allow-dirty").code == 0


def test_last_record_that_was_deleted(project: Project) -> None:
    """Its version is still in `sdk.toml`."""
    project.change(SECOND)
    project.run("release")
    commit(project.path)
    (project.path / "registry" / "releases" / "0.2.0.json").unlink()
    project.run("generate")
    commit(project.path)
    assert "registry/releases/0.2.0.json, the record of a release, was" in refuse(project).err


def test_release_that_was_reverted(project: Project) -> None:
    """A reverted release can be made again."""
    project.change(SECOND)
    project.run("release")
    commit(project.path)
    run_git(project.path, "revert", "--no-edit", "HEAD")
    assert project.run("release").code == 0
    assert list_versions(project) == ["0.1.0", "0.2.0"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("LICENSE", "", "Copyright Ada\n"),
        ("templates/markdown/index.md.jinja", "#", "##"),
    ],
)
def test_release_with_only_other_documents(project: Project, path: str, old: str, new: str) -> None:
    """The license and the pages are released too."""
    file = project.path / "registry" / "LICENSE"
    options: tuple[str, ...] = ()
    if path != "LICENSE":
        file = project.path / path
        file.parent.mkdir(parents=True)
        file.write_text("# {{ view.package }}\n", encoding="utf-8")
        options = ("--templates", "templates")
        project.run("generate", *options)
        commit(project.path)
        assert project.run("release", *options).code == 0
        commit(project.path)
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    project.run("generate", *options)
    commit(project.path)
    assert project.run("release", *options).code == 0


def test_shallow_clone(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release needs the last commit only, as CI has it."""
    project.change(SECOND)
    clone = tmp_path / "clone"
    source = (project.path / ".git").as_uri()
    run_git(tmp_path, "clone", "--quiet", "--depth=1", source, str(clone))
    monkeypatch.chdir(clone)
    assert project.run("release").code == 0


def test_detached_head(project: Project) -> None:
    """A tag that is checked out can be released again after changes."""
    project.change(SECOND)
    run_git(project.path, "checkout", "--quiet", "--detach")
    assert project.run("release").code == 0


def test_broken_record(project: Project) -> None:
    """The record is the only one of what clients use, so nothing is guessed; its place is shown."""
    project.change(SECOND)
    project.replace('"release": "0.1.0"', '"release": "0.1"', "registry/releases/0.1.0.json")
    result = refuse_unreadable(project)
    assert result.out.startswith("registry/releases/0.1.0.json:")
    assert "R015" in result.out


def test_newer_record(project: Project) -> None:
    """A format of a newer errsmith is not read."""
    project.change(SECOND)
    project.replace('"version": 1\n', '"version": 2\n', "registry/releases/0.1.0.json")
    assert "R016" in refuse_unreadable(project).out


def refuse_unreadable(project: Project) -> Result:
    before = project.read_files()
    result = project.run("release", "--allow-dirty")
    assert project.read_files() == before
    assert result.code == 2
    said = "nothing was released, because a record of a release cannot be read\n"
    assert result.err == said
    return result


def test_everything_wrong_at_once(project: Project) -> None:
    """All problems are reported in one run, and the exit code is that of the most severe one."""
    text = SECOND["acme"].replace("The owner has blocked the card.", "TODO")
    path = project.path / "registry" / "providers" / "acme.toml"
    path.write_text(text, encoding="utf-8")
    result = refuse(project, "0.1.1")
    assert result.code == 2
    said = [line for line in result.err.splitlines() if line.startswith("errsmith: ")]
    assert [line.split()[1:3] for line in said] == [
        ["registry", "has"],
        [said[1].split()[1], "generated"],
        ["uncommitted", "changes:"],
        ["0.1.1", "is"],
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--registry", "nowhere"], "errsmith: nowhere: does not exist; use --registry to name"),
        (["--out", "registry"], "errsmith: registry: generated files would go into registry"),
        (["--templates", "nowhere"], "errsmith: nowhere: does not exist; use --templates"),
        (["0.2.0", "0.3.0"], "errsmith: unexpected argument 0.3.0"),
    ],
)
def test_wrong_arguments(project: Project, arguments: list[str], said: str) -> None:
    """The messages are those of the other commands."""
    before = project.read_files()
    result = project.run("release", *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(said)
    assert project.read_files() == before


def test_released_code_that_is_gone(project: Project) -> None:
    """Codes are permanent, so a release cannot lose one."""
    start = ACME.index("[errors.CARD_EXPIRED]")
    end = ACME.index("# --- Orders ---")
    path = project.path / "registry" / "providers" / "acme.toml"
    path.write_text(ACME[:start] + ACME[end:], encoding="utf-8")
    commit(project.path)
    result = refuse(project)
    assert "R261" in result.out

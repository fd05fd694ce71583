"""`errsmith init`: a registry that works at once, or nothing."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from errsmith import generation, lint
from tests.registries import ROOT, Project, list_findings, write_files
from tests.scaffolding.commands import Answer, Run

FILES = {
    ".gitattributes",
    ".github/workflows/errors.yml",
    ".gitignore",
    ".pre-commit-config.yaml",
    "README.md",
    "registry/LICENSE",
    "registry/providers/acme.toml",
    "registry/sdk.toml",
}


def list_files(folder: Path) -> set[str]:
    """Return the paths of all files and empty folders below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file() or not any(path.iterdir()))
    return {path.relative_to(folder).as_posix() for path in found}


def test_new_project_has_no_findings_and_generates(run: Run, tmp_path: Path) -> None:
    """The example works at once: it lints, generates, imports, and raises its errors."""
    done = run("init")
    assert (done.code, done.err) == (0, "")
    assert list_files(tmp_path) == FILES
    assert done.out.endswith(
        "next:\n"
        "  errsmith lint\n"
        "  errsmith generate\n"
        "  pip install ./generated\n"
        "  then replace the example in registry/providers/acme.toml\n"
    )
    assert run("lint").code == 0
    assert run("generate").code == 0
    assert run("generate", "--check").code == 0
    project = Project(tmp_path / "generated", "acme_errors")
    try:
        acme = project.load("acme")
        body = b'{"error": {"code": "QUOTA_EXCEEDED", "message": "m"}, "request_id": "8c1f"}'
        with pytest.raises(acme.QuotaExceededError) as caught:
            raise acme.parse(status=429, body=body)
        assert caught.value.request_id == "8c1f"
        body = b'{"error": {"code": "AUTH_FROM_TOMORROW"}}'
        assert isinstance(acme.parse(status=401, body=body), acme.AuthError)
    finally:
        project.forget()


def test_examples_of_the_readme_run(run: Run, tmp_path: Path) -> None:
    """The README of a new project names its package, and commands that exist."""
    assert run("init").code == 0
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    fences = [token for token in MarkdownIt().parse(text) if token.type == "fence"]
    [example] = [token.content for token in fences if token.info == "python"]
    assert run("generate").code == 0
    project = Project(tmp_path / "generated", "acme_errors")
    try:
        acme = project.load("acme")
        assert "from acme_errors import acme\n" in example
        assert hasattr(acme, "QuotaExceededError")
    finally:
        project.forget()


def test_options_replace_every_default(run: Run, tmp_path: Path) -> None:
    """Names and the license come from options, and are escaped in TOML."""
    (tmp_path / "apache.txt").write_bytes(b"The text of the license.\n")
    options = (
        *("--provider", "birch_pay", "--title", 'Birch "Pay" {# %} << >>', "--package", "birch"),
        *("--distribution", "birch-sdk", "--author", "B\\irch\tInc".replace("\t", " ")),
        *("--license", "Apache-2.0", "--license-file", "apache.txt"),
    )
    assert run("init", "sdk folder", *options).code == 0
    registry = tmp_path / "sdk folder" / "registry"
    sdk = tomllib.loads((registry / "sdk.toml").read_text(encoding="utf-8"))
    chosen = ("package", "distribution", "author", "license")
    assert [sdk[key] for key in chosen] == ["birch", "birch-sdk", "B\\irch Inc", "Apache-2.0"]
    assert (registry / "LICENSE").read_bytes() == b"The text of the license.\n"
    provider = tomllib.loads((registry / "providers/birch_pay.toml").read_text(encoding="utf-8"))
    assert provider["provider"]["title"] == 'Birch "Pay" {# %} << >>'
    assert list_findings(lint.check(registry)) == []
    assert generation.generate_sdk(lint.check(registry).registry, verify=True)


@pytest.mark.parametrize("provider", ["auth", "not_found", "quota_exceeded", "api", "e801", "x_"])
def test_any_module_name_gives_a_registry_without_findings(
    run: Run, tmp_path: Path, provider: str
) -> None:
    """The class of the provider avoids those of kinds and of the example."""
    assert run("init", "--provider", provider).code == 0
    assert list_findings(lint.check(tmp_path / "registry")) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--provider", "class"], 'found id "class" (a Python keyword)'),
        (["--provider", "../evil"], 'found id "../evil", expected the name of a module'),
        (["--provider", ""], 'found id "", expected the name of a module'),
        (["--provider", "con"], 'found id "con" (a Windows device name)'),
        (["--package", "json"], 'package: found package "json" (a standard library module)'),
        (["--package", "acme"], 'found package "acme", the name of the API\'s module'),
        (["--distribution", "a b"], 'distribution: found distribution "a b"'),
        (["--author", " "], "author: found string"),
        (["--author", "a\nb"], "expected one line without control characters"),
        (["--title", "\x1b[31mred"], "expected one line without control characters"),
        (["--license", "Apache-2.0"], "Pass the license text with --license-file"),
        (["--license", "\udcff"], "expected text in UTF-8"),
        (["--license-file", "LICENSE"], "found --license-file without --license"),
        (["--license", "X", "--license-file", "gone"], "gone: cannot be read"),
    ],
)
def test_unusable_option_creates_nothing(
    run: Run, tmp_path: Path, options: list[str], message: str
) -> None:
    """The message says what was expected; nothing is half written."""
    done = run("init", "new", *options)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "\x1b" not in done.err
    assert list_files(tmp_path) == set()


def test_existing_files_are_named_and_kept(run: Run, tmp_path: Path) -> None:
    """Nothing is overwritten, and the message says how to go on."""
    write_files(tmp_path, {"README.md": "mine", ".gitignore": "mine"})
    done = run("init")
    assert (done.code, done.out) == (2, "")
    assert "these files exist: README.md, .gitignore." in done.err
    assert "--registry-only" in done.err
    assert list_files(tmp_path) == {"README.md", ".gitignore"}
    assert run("init", "--registry-only").code == 0
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"
    assert run("lint").code == 0


def test_second_registry_is_refused(run: Run, tmp_path: Path) -> None:
    """A registry that exists is extended by other commands."""
    assert run("init").code == 0
    before = (tmp_path / "registry/sdk.toml").read_bytes()
    done = run("init", "--registry-only", "--author", "Else")
    assert done.code == 2
    assert "use `errsmith new`" in done.err
    assert (tmp_path / "registry/sdk.toml").read_bytes() == before


def test_broken_link_in_the_way_is_not_followed(run: Run, tmp_path: Path) -> None:
    """A link that leads nowhere is a file that exists."""
    (tmp_path / "README.md").symlink_to(tmp_path / "elsewhere")
    assert run("init").code == 2
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("name", ["new", ".github"])
def test_file_in_place_of_a_folder_creates_nothing(run: Run, tmp_path: Path, name: str) -> None:
    """Folders that were created until then are removed again."""
    folder = tmp_path / ("project" if name == ".github" else "")
    write_files(folder, {name: "mine"})
    before = list_files(tmp_path)
    done = run("init", "project" if name == ".github" else "new")
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert list_files(tmp_path) == before


def test_dry_run_prints_a_patch(run: Run, tmp_path: Path) -> None:
    """The patch creates what the command would create."""
    done = run("init", "a/b", "--dry-run")
    assert done.code == 0
    assert list_files(tmp_path) == set()
    names = {line.split()[2] for line in done.out.splitlines() if line.startswith("diff --git")}
    assert names == {f"a/a/b/{path}" for path in FILES}


def test_answers_on_a_terminal(run: Run, answer: Answer, tmp_path: Path) -> None:
    """Questions have defaults from the answers before, and a wrong answer is asked for again."""
    questions = answer("Birch", "birch", "", "json", "", "The Birch company")
    done = run("init")
    assert done.code == 0
    assert questions == [
        "Module of the API [acme]: ",
        "Module of the API [acme]: ",
        "Name of the API [Birch]: ",
        "Package to import [birch_errors]: ",
        "Package to import [birch_errors]: ",
        "Author of the SDK [The Birch authors]: ",
    ]
    assert 'found id "Birch", expected the name of a module' in done.out
    sdk = tomllib.loads((tmp_path / "registry/sdk.toml").read_text(encoding="utf-8"))
    assert (sdk["package"], sdk["author"]) == ("birch_errors", "The Birch company")


@pytest.mark.parametrize("error", [EOFError(), KeyboardInterrupt()])
def test_end_at_a_question_creates_nothing(
    run: Run, answer: Answer, tmp_path: Path, error: BaseException
) -> None:
    """Ctrl-D is a message, and Ctrl-C ends the process, which `__main__` does."""
    answer("", error)
    if isinstance(error, KeyboardInterrupt):
        with pytest.raises(KeyboardInterrupt):
            run("init", "new")
    else:
        done = run("init", "new")
        assert done.code == 2
        assert "the input ended before the last question, so nothing was written" in done.err
    assert list_files(tmp_path) == set()


def test_interrupted_creation_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal between two files removes the first, and the new folders."""
    replace = Path.replace
    done: list[Path] = []

    def stop_later(path: Path, target: Path) -> Path:
        done.append(target)
        if len(done) > 3:
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", stop_later)
    with pytest.raises(KeyboardInterrupt):
        run("init", "new")
    assert list_files(tmp_path) == set()


def test_file_that_appears_during_the_run_is_kept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of another program is neither overwritten nor removed."""
    write_files(tmp_path, {"new/README.md": "theirs"})
    for module in ("commands.init", "scaffolding.creation"):
        monkeypatch.setattr(f"errsmith.{module}.find_existing", lambda *_: [])
    done = run("init", "new")
    assert done.code == 2
    assert "README.md: was edited during the run" in done.err
    assert list_files(tmp_path) == {"new/README.md"}
    assert (tmp_path / "new/README.md").read_text(encoding="utf-8") == "theirs"


# --- the other files -----------------------------------------------------------------------------


def test_workflow_is_that_of_the_page_on_drift(run: Run, tmp_path: Path) -> None:
    """Both are the same, apart from how errsmith is installed."""
    page = (ROOT / "generator/errsmith/drift/README.md").read_text(encoding="utf-8")
    fences = [token for token in MarkdownIt().parse(page) if token.type == "fence"]
    shown = next(token.content for token in fences if token.info == "yaml")
    assert run("init").code == 0
    text = (tmp_path / ".github/workflows/errors.yml").read_text(encoding="utf-8")
    assert "pip install -c constraints.txt ." in shown
    installed = f"pip install errsmith=={version('errsmith')}"
    assert text == shown.replace("pip install -c constraints.txt .", installed)


def test_hooks_run_commands_that_exist(run: Run, tmp_path: Path) -> None:
    """Each hook of a new project passes in it."""
    assert run("init").code == 0
    assert run("generate").code == 0
    config = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    for hook in config["repos"][0]["hooks"]:
        assert run(*hook["entry"].split()[1:]).code == 0

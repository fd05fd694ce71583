"""The README's examples: each is run, or compared with what it shows.

They run against an SDK of the README's own registry, `tests/readme/registry`.
No example breaks if a fact in `registry/` changes.
"""

from __future__ import annotations

import datetime
import logging
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from markdown_it import MarkdownIt

from errsmith import cli
from errsmith.changes.building import build_snapshot
from errsmith.drift.fetching import FetchedPage, PageFetcher
from errsmith.registry.releases import Release, dump_release, get_release_path
from tests.registries import (
    ROOT,
    Project,
    generate,
    generate_files,
    read_registry,
    write_files,
)

REGISTRY = Path(__file__).parent / "readme" / "registry"
PAGE = Path(__file__).parent / "readme" / "pages" / "hopae.errors.md"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the README's fenced blocks of a language."""
    tokens = MarkdownIt().parse(README)
    return [token.content for token in tokens if token.type == "fence" and token.info == language]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the SDK that is generated from the README's own registry."""
    return generate(REGISTRY, tmp_path_factory.mktemp("readme"))


@pytest.fixture
def sdk(project: Project) -> Iterator[Any]:
    """Import that SDK under its name; another of the same name gives way for a test."""
    others = project.forget()
    yield project.load()
    project.forget()
    sys.modules.update(others)


def run(*examples: str, **names: object) -> dict[str, Any]:
    """Run examples of the README one after another, and return the names that they leave."""
    names["__name__"] = "client"
    for example in examples:
        exec(compile(example, "README.md", "exec"), names)  # noqa: S102 - the example
    return names


def client_answering(*responses: httpx.Response) -> httpx.Client:
    """Return a client that gets these responses, one after another."""
    left = iter(responses)
    return httpx.Client(
        base_url="https://hopae.example", transport=httpx.MockTransport(lambda _: next(left))
    )


def test_client_example_on_each_outcome(sdk: Any, caplog: pytest.LogCaptureFixture) -> None:
    """The function catches this error, its family and any provider's outage, and logs no body."""
    fetch = run(blocks("python")[0])["fetch_session"]
    client = client_answering(
        httpx.Response(200, json={"id": "1"}),
        httpx.Response(404, json={"title": "SESSION_NOT_FOUND", "detail": "secret"}),
        httpx.Response(409, json={"title": "SESSION_EXAMPLE_ONLY", "detail": "secret"}),
        httpx.Response(503, text="<html>secret</html>"),
    )
    with caplog.at_level(logging.WARNING):
        assert fetch(client, "1") == {"id": "1"}
        assert fetch(client, "1") is None
        with pytest.raises(sdk.PROVIDERS["hopae"].load().SessionError):
            fetch(client, "1")
        with pytest.raises(sdk.UnavailableError):
            fetch(client, "1")
    assert len(caplog.records) == 2
    assert "secret" not in caplog.text


def test_parse_example(sdk: Any) -> None:
    """What the second example asserts holds."""
    run(blocks("python")[1], hopae=sdk.PROVIDERS["hopae"].load(), eid_errors=sdk)


def test_pasted_response_shown(project: Project) -> None:
    """The README shows what `parse` prints of the response that it pastes."""
    command, _, shown = blocks("console")[0].partition("\n")
    echo, pasted, *arguments = shlex.split(command.removeprefix("$ "))
    assert (echo, arguments[:2]) == ("echo", ["|", "python"])
    done = subprocess.run(
        [sys.executable, *arguments[2:]],
        cwd=project.folder,
        env={**os.environ, "COLUMNS": "80", "PYTHONPATH": str(project.folder)},
        input=pasted,
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout == shown


def test_commands_on_call(project: Project) -> None:
    """The other commands for people on call find what they name."""
    for command in blocks("console")[1].splitlines():
        python, *arguments = shlex.split(command.removeprefix("$ "))
        assert python == "python"
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=project.folder,
            env={**os.environ, "PYTHONPATH": str(project.folder)},
            capture_output=True,
            check=False,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout


@pytest.fixture
def copied_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the README's registry, below the current directory."""
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(REGISTRY, tmp_path / "registry")


def add_to_hopae(registry: Path, toml: str) -> None:
    """Append a table to Hopae's file."""
    path = registry / "providers" / "hopae.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + toml, encoding="utf-8")


def test_maintainer_example_generates_the_class_shown(copied_registry: Path) -> None:
    """The table is all that a new error takes: the README shows its class, to the letter."""
    add_to_hopae(copied_registry, blocks("toml")[0])
    generated = generate_files(copied_registry)["eid_errors/hopae.py"].decode()
    [shown] = re.findall(
        r"^class SessionLockedError\(.*?^    \)\n", generated, re.MULTILINE | re.DOTALL
    )
    assert shown == blocks("python")[2]
    assert shown.startswith("class SessionLockedError(SessionError, kinds.ConflictError):")
    assert 'category="client"' in shown
    assert 'retry=Retry("never", level="category")' in shown


def test_finding_shown(copied_registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The README shows what `errsmith lint` prints."""
    mistake = blocks("toml")[0].replace("causes = ", "cause = ")
    add_to_hopae(copied_registry, mistake)
    assert cli.main(["lint"]) == 1
    assert capsys.readouterr().out == blocks("console")[2].partition("\n")[2]


def write_release(registry: Path) -> None:
    """Record the state of a registry as its release 0.1.0."""
    release = Release(
        version="0.1.0",
        date=datetime.date(2026, 11, 21),
        errsmith="0.1.0",
        digest="0" * 64,
        snapshot=build_snapshot(read_registry(registry)),
    )
    path = get_release_path(registry, release.version)
    write_files(path.parent, {path.name: dump_release(release)})


@pytest.fixture
def changed_page(
    copied_registry: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """Return the registry after its page has changed: it is fetched without a network."""
    new = PAGE.read_text(encoding="utf-8")
    kept = [line for line in new.splitlines(keepends=True) if "SESSION_LOCKED" not in line]
    old = copied_registry.with_name("old.md")
    old.write_text("".join(kept).replace("410", "404"), encoding="utf-8")
    assert cli.main(["drift", "hopae", "--page", str(old), "--write"]) == 0
    capsys.readouterr()
    write_release(copied_registry)

    def fetch(_fetcher: object, url: str, **_conditions: str | None) -> FetchedPage:
        return FetchedPage(
            data=new.encode(),
            url=url,
            content_type="text/markdown",
            etag=None,
            last_modified=None,
            is_unmodified=False,
        )

    monkeypatch.setattr(PageFetcher, "fetch", fetch)
    return copied_registry


@pytest.mark.usefixtures("changed_page")
def test_differences_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The README shows what `errsmith drift` prints after the page has changed."""
    command, _, shown = blocks("console")[3].partition("\n")
    assert cli.main(shlex.split(command)[2:]) == 1
    assert capsys.readouterr().out == shown


def test_update_shown(changed_page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The README shows parts of what `errsmith update` prints, and the SDK is generated."""
    command, *parts = blocks("console")[4].split("\n...\n")
    assert cli.main(shlex.split(command)[2:]) == 1
    printed = capsys.readouterr().out
    assert all(f"\n{part}" in printed for part in parts if part)
    # It ends with the next example.
    assert cli.main(["diff"]) == 0
    assert printed.endswith(f"\n{capsys.readouterr().out}")
    generated = changed_page.with_name("generated") / "eid_errors" / "hopae.py"
    assert "class SessionLockedError(" in generated.read_text(encoding="utf-8")


@pytest.mark.usefixtures("changed_page")
def test_changes_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The README shows what `errsmith diff` prints after the registry was updated."""
    assert cli.main(["drift", "hopae", "--write"]) == 1
    capsys.readouterr()
    command, _, shown = blocks("console")[5].partition("\n")
    assert cli.main(shlex.split(command)[2:]) == 0
    assert capsys.readouterr().out == shown


def test_own_api_from_the_first_command_to_the_first_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands start a project that catches errors at once, and add the error that is shown."""
    monkeypatch.chdir(tmp_path)
    for line in blocks("bash")[1].splitlines():
        program, *arguments = shlex.split(line)
        if program == "errsmith":
            assert cli.main(arguments) == 0
        elif program == "cd":
            monkeypatch.chdir(arguments[0])
    folder = tmp_path / "acme-errors"
    own = Project(folder / "generated", "acme_errors")
    own.forget()  # Another test may have imported a package of this name.
    try:
        own.load("acme")
        monkeypatch.syspath_prepend(str(own.folder))
        error = {"error": {"code": "QUOTA_EXCEEDED", "message": "secret"}}
        capsys.readouterr()
        run(blocks("python")[3], response=httpx.Response(429, json=error))
        assert capsys.readouterr().out == "Wait until tomorrow, or ask for a larger quota.\n"
    finally:
        own.forget()
    command, _, shown = blocks("console")[7].partition("\n")
    assert cli.main(shlex.split(command)[2:]) == 0
    assert capsys.readouterr().out == shown


@pytest.mark.usefixtures("copied_registry")
def test_page_of_an_error_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The README shows parts of what `errsmith show` prints."""
    command, _, shown = blocks("console")[6].partition("\n")
    assert cli.main(shlex.split(command)[2:]) == 0
    printed = capsys.readouterr().out
    first, *parts = shown.split("\n...\n")
    assert printed.startswith(f"{first}\n")
    assert all(f"\n{part.rstrip()}\n" in printed for part in parts)


def test_commands_listed() -> None:
    """Each command of the list exists, with these options."""
    for line in blocks("text")[0].splitlines():
        command = line.partition("  ")[0].removeprefix("errsmith ")
        cli.app.parse_args(shlex.split(command), exit_on_error=False, print_error=False)


def test_commands_end_in_nox() -> None:
    """Each copied command makes an environment and ends in a call of nox."""
    commands = blocks("sh")
    assert [command.split("&& ")[-1].strip() for command in commands] == [
        ".venv/bin/nox -s generate",
        ".venv/bin/nox -s tests",
    ]


def test_links_lead_somewhere() -> None:
    """Every relative link of the README, of CONTRIBUTING and of the manuals leads to a file."""
    package = "generator/errsmith"
    guides = ("drift", "changes", "importing", "targets", "targets/site", "targets/custom")
    folders = ("registry", *(f"{package}/{name}" for name in guides))
    for name in ("README.md", "CONTRIBUTING.md", *(f"{folder}/README.md" for folder in folders)):
        path = ROOT / name
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), (name, target)

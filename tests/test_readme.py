"""The README's examples: each is run, or compared with what it shows."""

from __future__ import annotations

import ast
import importlib.util
import logging
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from markdown_it import MarkdownIt

import eid_errors
from eid_errors import hopae
from errsmith import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Give the README's fenced blocks of a language."""
    tokens = MarkdownIt().parse(README)
    return [token.content for token in tokens if token.type == "fence" and token.info == language]


def client_answering(*responses: httpx.Response) -> httpx.Client:
    """Give a client that gets these responses, one after another."""
    left = iter(responses)
    return httpx.Client(
        base_url="https://hopae.example", transport=httpx.MockTransport(lambda _: next(left))
    )


def test_client_example_on_each_outcome(caplog: pytest.LogCaptureFixture) -> None:
    """The function catches this error, its family and any provider's outage, and logs no body."""
    names: dict[str, object] = {"__name__": "client"}
    exec(compile(blocks("python")[0], "README.md", "exec"), names)  # noqa: S102 - the example
    client = client_answering(
        httpx.Response(200, json={"id": "1"}),
        httpx.Response(404, json={"title": "SESSION_NOT_FOUND", "detail": "secret"}),
        httpx.Response(409, json={"title": "SESSION_LOCKED", "detail": "secret"}),
        httpx.Response(503, text="<html>secret</html>"),
    )
    fetch = names["fetch_session"]
    assert callable(fetch)
    with caplog.at_level(logging.WARNING):
        assert fetch(client, "1") == {"id": "1"}
        assert fetch(client, "1") is None
        with pytest.raises(hopae.SessionError):
            fetch(client, "1")
        with pytest.raises(eid_errors.UnavailableError):
            fetch(client, "1")
    assert len(caplog.records) == 2
    assert "secret" not in caplog.text


def test_retry_example_on_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop waits as advised and not for long, gives the session once it comes, or gives up."""
    names: dict[str, object] = {"__name__": "client"}
    exec(compile(blocks("python")[0], "README.md", "exec"), names)  # noqa: S102 - the example
    exec(compile(blocks("python")[2], "README.md", "exec"), names)  # noqa: S102 - the example
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    fetch = names["fetch_with_patience"]
    assert callable(fetch)
    away = httpx.Response(503, headers={"Retry-After": "7"})
    assert fetch(client_answering(away, httpx.Response(200, json={})), "1") == {}
    assert slept == [7.0]
    with pytest.raises(hopae.HopaeError):
        fetch(client_answering(*[httpx.Response(502)] * 4), "1")
    assert slept == [7.0, 1.0, 2.0, 4.0]
    away = httpx.Response(503, headers={"Retry-After": "121"})
    with pytest.raises(hopae.HopaeError):
        fetch(client_answering(away), "1")
    assert slept == [7.0, 1.0, 2.0, 4.0]


def test_parse_example() -> None:
    """What the second example asserts holds."""
    names = {"hopae": hopae, "eid_errors": eid_errors}
    exec(compile(blocks("python")[1], "README.md", "exec"), names)  # noqa: S102 - the example


def test_pasted_response_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The README shows what `parse` prints of the response that it pastes."""
    command, _, shown = blocks("console")[0].partition("\n")
    echo, pasted, *arguments = shlex.split(command.removeprefix("$ "))
    assert (echo, arguments[:2]) == ("echo", ["|", "python"])
    monkeypatch.setenv("COLUMNS", "80")
    done = subprocess.run(
        [sys.executable, *arguments[2:]], input=pasted, capture_output=True, check=True, text=True
    )
    assert done.stdout == shown


def test_emitted_class_shown() -> None:
    """The class in the README is the one in the SDK, to the letter."""
    emitted = (ROOT / "generated" / "eid_errors" / "hopae.py").read_text(encoding="utf-8")
    shown = blocks("python")[3]
    assert isinstance(ast.parse(shown).body[0], ast.ClassDef)
    assert shown in emitted


@pytest.fixture
def copied_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the registry, below the current directory."""
    shutil.copytree(ROOT / "registry", tmp_path / "registry")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "registry"


def add_to_hopae(registry: Path, toml: str) -> None:
    """Append a table to Hopae's file."""
    path = registry / "providers" / "hopae.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + toml, encoding="utf-8")


def test_maintainer_example_is_all_a_new_error_takes(copied_registry: Path, tmp_path: Path) -> None:
    """The table gives a class with its group, category, kind and advice."""
    add_to_hopae(copied_registry, blocks("toml")[0])
    assert cli.main(["generate"]) == 0
    package = tmp_path / "generated" / "eid_errors"
    spec = importlib.util.spec_from_file_location(
        "emitted_for_readme", package / "__init__.py", submodule_search_locations=[str(package)]
    )
    assert spec is not None
    assert spec.loader is not None
    sys.modules["emitted_for_readme"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    provider = module.PROVIDERS["hopae"].load()
    info = provider.SessionLockedError.info
    assert (info.group, info.category, info.kind) == ("session", "client", "conflict")
    assert info.retry.advice == "never"
    for name in [name for name in sys.modules if name.startswith("emitted_for_readme")]:
        del sys.modules[name]


def test_finding_shown(copied_registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The README shows what `errsmith lint` prints, apart from line numbers."""
    mistake = blocks("toml")[0].replace("status = 409", 'category = "client"\nstatus = 502')
    add_to_hopae(copied_registry, mistake)
    assert cli.main(["lint"]) == 1
    shown = blocks("console")[1].partition("\n")[2]
    assert without_numbers(capsys.readouterr().out) == without_numbers(shown)


def without_numbers(text: str) -> str:
    """Give a finding without what an edit of the file would change."""
    return re.sub(r"(?m)^ *(?:\d+)? *\|", "|", re.sub(r":\d+:\d+:", ":", text))


def test_commands_end_in_nox() -> None:
    """Each copied command makes an environment and ends in a call of nox."""
    commands = blocks("sh")
    assert [command.split("&& ")[-1].strip() for command in commands] == [
        ".venv/bin/nox -s generate",
        ".venv/bin/nox -s tests",
    ]


def test_links_lead_somewhere() -> None:
    """Every relative link of the README, of CONTRIBUTING and of the manual leads to a file."""
    for name in ("README.md", "CONTRIBUTING.md", "registry/README.md"):
        path = ROOT / name
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), (name, target)


def test_counts_in_the_table() -> None:
    """The README's table has every provider with the number of its errors."""
    rows = re.findall(r"\| `eid_errors\.(\w+)` \| \[(\d+)\]", README)
    counts = {name: str(len(info.load().ERRORS)) for name, info in eid_errors.PROVIDERS.items()}
    assert dict(rows) == counts

"""The examples and claims of the generated project's README."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import requests
from markdown_it import MarkdownIt

import specimen_errors
from specimen_errors import __main__ as command_line
from specimen_errors import idhub
from tests.specimen.sdk import GENERATED

README = (GENERATED / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def check() -> Callable[..., float | None]:
    """Return the function of the README's example."""
    [code] = [t.content for t in MarkdownIt().parse(README) if t.info == "python"]
    names: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), names)  # noqa: S102 - the example
    function: Callable[..., float | None] = names["check"]
    return function


def test_example_on_success(check: Callable[..., float | None]) -> None:
    """A response that is not an error passes."""
    assert check(httpx.Response(200, json={})) is None


def test_example_on_outage(check: Callable[..., float | None]) -> None:
    """An outage returns the seconds to wait, from the response or from the policy."""
    assert check(httpx.Response(503)) == 1.0
    assert check(httpx.Response(503, headers={"Retry-After": "30"})) == 30.0


def test_example_on_other_error(
    check: Callable[..., float | None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Any other error prints what is safe to log, and continues."""
    response = requests.Response()
    response.status_code = 404
    response._content = b'{"title": "SESSION_NOT_FOUND", "detail": "secret"}'
    with pytest.raises(idhub.SessionNotFoundError):
        check(response)
    printed = capsys.readouterr().out
    assert "'code': 'SESSION_NOT_FOUND'" in printed
    assert "secret" not in printed


def test_commands_for_the_person_on_call(capsys: pytest.CaptureFixture[str]) -> None:
    """The README's commands for the person on call describe the provider that they name."""
    [commands] = [
        t.content for t in MarkdownIt().parse(README) if "explain" in t.content and t.tag == "code"
    ]
    *typed, pasting = commands.splitlines()
    for line in typed:
        assert line.startswith("$ python -m specimen_errors ")
        assert command_line.main(line.split()[4:]) == 0
    printed = capsys.readouterr().out
    assert all(code in printed for code in idhub.ERRORS)
    assert pasting.endswith("| python -m specimen_errors parse")


def test_claims_of_numbers() -> None:
    """The counts are those of the modules."""
    counts = {
        name: len(provider.load().ERRORS) for name, provider in specimen_errors.PROVIDERS.items()
    }
    assert f": {sum(counts.values())} documented errors as exception classes" in README
    rows = re.findall(r"`specimen_errors\.(\w+)` *\| *`(\w+)` *\| *(\d+) *\|", README)
    assert {name: int(count) for name, _, count in rows} == counts
    assert {name: base for name, base, _ in rows} == {
        name: provider.base for name, provider in specimen_errors.PROVIDERS.items()
    }


def test_claims_of_dependencies() -> None:
    """The project depends on attrs and cattrs only."""
    project = tomllib.loads((GENERATED / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[^\w-]", requirement)[0] for requirement in project["dependencies"]}
    assert names == {"attrs", "cattrs"}


def test_claims_of_links() -> None:
    """Every relative link leads to a file of the project."""
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    for link in links:
        assert (GENERATED / link.partition("#")[0]).is_file()

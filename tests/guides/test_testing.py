"""The guide on testing: its Python runs as a test suite, its commands against a server."""

from __future__ import annotations

import re
import shlex

import httpx
import pytest
from markdown_it import MarkdownIt

from specimen_errors._runtime.test_kit.malformed import VARIANTS
from specimen_errors.testing import ErrorServer, example_responses
from tests.specimen.sdk import GENERATED

pytest_plugins = ["pytester"]

PAGE = GENERATED / "docs" / "guides" / "testing.md"
TEXT = PAGE.read_text(encoding="utf-8")
TOKENS = MarkdownIt().enable("table").parse(TEXT)
CONFTEST, *SUITE = sorted(
    (token.content for token in TOKENS if token.type == "fence" and token.info == "python"),
    key=lambda block: not block.startswith("pytest_plugins"),
)
REQUESTS = re.findall(r"^\$ curl (.*)$", TEXT, re.MULTILINE)
ADDRESS = "http://127.0.0.1:8080"


def test_suite_of_the_guide(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test passes, and the parametrized test runs once for each example."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile("\n".join(SUITE))
    named = re.findall(r"^def (test_\w+)", "\n".join(SUITE), re.MULTILINE)
    assert len(named) == len(set(named)) == 7
    done = pytester.runpytest_subprocess("-W", "error", "-v")
    done.assert_outcomes(passed=len(named) - 1 + len(example_responses("idhub")))
    [selected] = re.findall(r"an id such as `(.+?)`", TEXT)
    done.stdout.fnmatch_lines([f"*::test_advice[[]{selected}[]] PASSED*"])


@pytest.fixture(scope="module")
def answers() -> list[httpx.Response]:
    """Return the answers to the requests of the guide."""
    with ErrorServer() as server, httpx.Client() as client:
        return [
            _answer(client, shlex.split(request.replace(ADDRESS, server.url)))
            for request in REQUESTS
        ]


def _answer(client: httpx.Client, arguments: list[str]) -> httpx.Response:
    """Send the request that curl would send for `-i`, `-X`, `-d` and `-H`."""
    method, headers, content, url = "GET", dict[str, str](), None, ""
    words = iter(arguments)
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            content = next(words)
        elif word != "-i":
            url = word
    return client.request(method, url, headers=headers, content=content)


def test_requests_of_the_guide(answers: list[httpx.Response]) -> None:
    """The answers are the guide's: two lists, one error four times, the last one truncated."""
    everything, provider, *errors = answers
    assert everything.json()["providers"].keys() > {"idhub"}
    assert provider.headers["Content-Type"].startswith("text/plain")
    [example] = [
        candidate
        for candidate in example_responses("idhub")
        if f"idhub/{candidate.id}" in REQUESTS[2]
    ]
    assert [candidate.status_code for candidate in errors] == [example.status] * 4
    assert [candidate.content for candidate in errors[:3]] == [example.body] * 3
    assert errors[3].headers["Retry-After"] == "30"
    assert errors[3].content == example.body[: len(example.body) // 2]


def test_table_of_what_can_be_malformed() -> None:
    """The table has every name that the server accepts."""
    names = [
        child.content
        for token in TOKENS
        if token.type == "inline" and token.children
        for child in token.children
        if child.type == "code_inline" and child.content in VARIANTS
    ]
    assert names == list(VARIANTS)

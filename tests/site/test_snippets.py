"""The Python on pages of errors: it compiles, and it catches the error of the page."""

from __future__ import annotations

import ast
import asyncio
import re
from collections.abc import Awaitable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any
from xml.etree.ElementTree import Element

import httpx
import pytest
import requests

from tests.output.registry import Registry
from tests.registries import REGISTRIES
from tests.site.sites import FOLDERS, NAMES, build_site, find_section, read_text

CLIENTS = ("httpx", "httpx, async", "requests")
UNCAUGHT = "nothing raises its class"
TOP_LEVEL = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
MODULES = sorted(Registry.read(REGISTRIES["specimen"]).files)


def read_snippets(page: Element) -> list[tuple[str, str]]:
    """Return title and text of the Python on a page that catches its error."""
    section = find_section(page, "catch-it")
    assert section is not None
    found, title = [], ""
    for element in section:
        if element.tag == "h3":
            title = read_text(element)
        elif element.tag == "pre":
            found.append((title, "".join(element.itertext())))
            title = ""
    assert bool(found) != (UNCAUGHT in read_text(section))
    return found


@cache
def list_snippets(name: str) -> Mapping[str, list[tuple[str, str]]]:
    """Return the Python of a site, by provider and class."""
    site = build_site(name)
    return {
        f"{provider.name}.{error.class_}": read_snippets(
            site.pages[f"{provider.name}/{error.anchor}.html"]
        )
        for provider in Registry.read(FOLDERS[name]).providers.values()
        for error in provider.errors.values()
    }


def compile_snippet(text: str) -> Any:
    """Compile Python that may wait at its top level."""
    return compile(text, "page", "exec", flags=TOP_LEVEL, dont_inherit=True)


@pytest.mark.parametrize("name", NAMES)
def test_snippets_name_the_class(name: str) -> None:
    """Each compiles, imports what it needs, and uses the class of the error."""
    package = Registry.read(FOLDERS[name]).sdk["package"]
    for class_, snippets in list_snippets(name).items():
        for title, text in snippets:
            compile_snippet(text)
            uses = re.findall(r"^ *except (\S+) as|isinstance\(error, (\S+)\)", text, re.MULTILINE)
            assert ["".join(use) for use in uses] == [class_], text
            assert ("await" in text) == ("async" in title), text
            assert f"from {package} import {class_.partition('.')[0]}\n" in text


@pytest.mark.parametrize("name", NAMES)
def test_each_client_has_a_snippet(name: str) -> None:
    """Unless an error arrives in the URL of a redirect, which no client requests."""
    for class_, snippets in list_snippets(name).items():
        titles = tuple(title for title, _ in snippets if title)
        assert titles in ((), CLIENTS), class_
        assert bool(titles) == any("raise_for_error" in text for _, text in snippets), class_


# --- running -------------------------------------------------------------------------------------


class Answering:
    """Clients that get one response to each request.

    Args:
        example: The response, an `ExampleResponse`.
    """

    def __init__(self, example: Any) -> None:
        shown = example.to_httpx()
        self.url = str(shown.request.url)
        self.example = example
        self._answer = (shown.status_code, shown.headers, shown.content)

    def make_transport(self) -> httpx.MockTransport:
        """Return a transport for a client of httpx."""
        status, headers, content = self._answer
        return httpx.MockTransport(
            lambda _: httpx.Response(status, headers=headers, content=content)
        )

    def patch(self, patch: pytest.MonkeyPatch) -> None:
        """Let the clients that pages show get the response."""
        transport = self.make_transport()
        client = httpx.AsyncClient
        patch.setattr(httpx, "get", httpx.Client(transport=transport).get)
        patch.setattr(httpx, "AsyncClient", lambda: client(transport=transport))
        patch.setattr(requests, "get", self.get)

    def get(self, _: str, *, timeout: float) -> Any:
        """Return the response as requests does."""
        assert timeout > 0
        return self.example.to_requests()


def run_snippet(text: str, url: str) -> type[BaseException] | None:
    """Run Python of a page, and return the class of the error that it catches."""
    code = re.sub(r"^( *)\.\.\.$", r"\1caught = type(error)", text, flags=re.MULTILINE)
    assert code != text
    names: dict[str, Any] = {"url": url, "caught": None}
    running = eval(compile_snippet(code), names)  # noqa: S307 - what the page shows
    if isinstance(running, Awaitable):
        asyncio.run(await_it(running))
    caught: type[BaseException] | None = names["caught"]
    return caught


async def await_it(running: Awaitable[Any]) -> None:
    """Wait for something."""
    await running


def list_examples(module: str) -> Iterator[Any]:
    """Yield the example responses of a provider of the specimen."""
    testing = import_module("specimen_errors.testing")
    yield from testing.example_responses(module)


@pytest.mark.parametrize("module", MODULES)
def test_snippets_catch_the_error(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With each client, a response leads to the branch of the page."""
    tried = set()
    for example in list_examples(module):
        answering = Answering(example)
        class_ = example.error.__name__
        for title, text in list_snippets("specimen")[f"{module}.{class_}"]:
            if title in CLIENTS:
                with monkeypatch.context() as patch:
                    answering.patch(patch)
                    assert run_snippet(text, answering.url) is example.error, text
                tried.add((title, class_))
    assert {title for title, _ in tried} == {*CLIENTS}
    assert len(tried) == 3 * len({class_ for _, class_ in tried})


def test_snippets_do_not_catch_another_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the same provider leaves the code."""
    for module in MODULES:
        examples = [*list_examples(module)]
        first, last = examples[0], examples[-1]
        [(_, text), *_] = list_snippets("specimen")[f"{module}.{first.error.__name__}"]
        with monkeypatch.context() as patch:
            Answering(last).patch(patch)
            with pytest.raises(last.error):
                run_snippet(text, Answering(last).url)

"""Checks what a provider's page says about catching each error, with the responses it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from tests.registries import Project

CLASS = re.compile(r"^- Class: `(\w+)`$", re.MULTILINE)
BLOCK = re.compile(r"^```python\n((?:.|\n)*?)^```$", re.MULTILINE)
USUAL = re.compile(r"^This code catches `(\w+)`\.\n((?:.|\n)*?)(?=^## )", re.MULTILINE)
UNCAUGHT = "No response distinguishes this error from others with the same code."


def find_faults(project: Project, provider: str) -> Iterator[str]:
    """Yield the faults of a page's instructions on catching errors."""
    module, testing = project.load(provider), project.load("testing")
    # Aliases lead to the same classes.
    examples: dict[type[Any], list[Any]] = {cls: [] for cls in module.ERRORS.values()}
    for example in testing.example_responses(provider):
        examples[example.error].append(example)
    overview, _, details = project.read_page(provider).partition("\n## Error details\n")
    usual = USUAL.findall(overview)
    _, *sections = re.split("^### ", details, flags=re.MULTILINE)
    by_class = {CLASS.findall(section)[0]: section for section in sections}
    assert by_class.keys() == {cls.__name__ for cls in examples}
    for cls, shown in examples.items():
        section = by_class[cls.__name__]
        has_example = "Example response: none, because" not in section
        if has_example != bool(shown):
            yield f"{cls.__name__}: the page shows an example, or does not, unlike the test kit"
        snippets = find_snippets(section, cls.__name__, usual)
        if not snippets and UNCAUGHT not in section:
            yield f"{cls.__name__}: the page does not say how to catch it"
        caught = {
            (snippet, number): run_catching(snippet, module, cls, example)
            for snippet in snippets
            for number, example in enumerate(shown or [None])
        }
        for number, example in enumerate(shown):
            if snippets and cls not in [caught[snippet, number] for snippet in snippets]:
                yield f"{cls.__name__}: nothing catches {example}"
        for snippet in snippets:
            if cls not in [found for (tried, _), found in caught.items() if tried == snippet]:
                yield f"{cls.__name__}: never caught by\n{snippet}"


def find_snippets(section: str, class_: str, usual: list[tuple[str, str]]) -> list[str]:
    """Return the Python that catches an error: its section's, or the page's for its class."""
    _, own, catching = section.partition("How to catch it:\n")
    if own or UNCAUGHT in section:
        assert not own or UNCAUGHT not in section
        return BLOCK.findall(catching)
    return [
        re.sub(rf"\b{caught}\b", class_, snippet)
        for caught, shown in usual
        for snippet in BLOCK.findall(shown)
    ]


def run_catching(snippet: str, module: ModuleType, cls: type[Any], example: Any) -> Any:
    """Run the Python that a page shows for an error, and return the class that it catches."""
    names: dict[str, Any] = {module.__name__.rpartition(".")[2]: module, "caught": None}
    names["code"] = cls.info.code
    if example is not None:
        query = example.query or ""
        names |= {"response": example.to_httpx(), "query": query}
        names["url"] = f"https://client.example/callback?{query}"
    code = re.sub(r"^    \.\.\.$", "    caught = type(error)", snippet, flags=re.MULTILINE)
    try:
        exec(compile(code, "page", "exec"), names)  # noqa: S102 - what the page shows
    except Exception as error:  # noqa: BLE001 - the caller compares the classes
        return error
    return names["caught"]

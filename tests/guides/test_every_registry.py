"""Pages and guides of every registry: their examples work for any provider."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests import catching
from tests.registries import (
    REGISTRIES,
    ROOT,
    Project,
    add_head,
    generate,
    sdk_toml,
    write_registry,
)

pytest_plugins = ["pytester"]

GUIDES = ("clients", "retrying", "problems")
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SEVERAL_WAYS = """
[[envelopes]]
id = "json"
code = { path = "code" }

[[envelopes]]
id = "redirect"
code = { query = "error" }

[[errors.denied.example]]
envelope = "json"
status = 403
body = '{"code": "denied"}'

[[errors.denied.example]]
envelope = "redirect"
query = "error=denied"

[errors.denied]
status = 403
summary = "The person has said no."
"""


def read_recipes() -> Mapping[str, str]:
    """Return the provider files of the manual that have a head, by heading."""
    found: dict[str, str] = {}
    title = last = ""
    manual = (ROOT / "registry" / "README.md").read_text(encoding="utf-8")
    for token in MarkdownIt().parse(manual):
        if token.type == "inline" and last == "heading_open":
            title = token.content
        elif token.type == "fence" and token.info == "toml" and "[[envelopes]]" in token.content:
            found[title] = add_head(token.content)
        last = token.type
    return found


SOURCES: dict[str, Path | str] = {
    **read_recipes(),
    **REGISTRIES,
    "readme": ROOT / "tests" / "readme" / "registry",
    "several ways": add_head(SEVERAL_WAYS),
}
SDK = sdk_toml(acronyms='["API", "JSON"]')
_numbers = count(1)


@pytest.fixture(scope="module", params=SOURCES, ids=lambda name: re.sub(r"\W+", "-", name))
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the project of each registry and each recipe."""
    source, scratch = SOURCES[request.param], tmp_path_factory.mktemp("every")
    if isinstance(source, str):
        source = write_registry(scratch / "registry", {"acme": source}, SDK)
    return generate(source, scratch / "project", f"every_{next(_numbers)}_errors")


def test_each_error_is_caught_as_its_page_says(project: Project) -> None:
    """The Python of an error's section catches exactly its class, with each of its examples."""
    found = [f for name in project.providers for f in catching.find_faults(project, name)]
    assert found == []


@pytest.mark.parametrize("guide", GUIDES)
def test_python_of_a_guide_runs(project: Project, guide: str) -> None:
    """A reader who copies the blocks in order gets no exception."""
    names: dict[str, object] = {"__name__": "guide"}
    for block in BLOCK.findall(project.read_page(f"guides/{guide}")):
        exec(compile(block, guide, "exec", dont_inherit=True), names)  # noqa: S102 - the guide


def test_suite_of_the_guide_on_testing_passes(
    project: Project, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests of the guide pass, or have no examples to run with."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.syspath_prepend(project.folder)
    blocks = BLOCK.findall(project.read_page("guides/testing"))
    [conftest] = [block for block in blocks if block.startswith("pytest_plugins")]
    pytester.makeconftest(conftest)
    pytester.makepyfile("\n".join(block for block in blocks if block != conftest))
    done = pytester.runpytest_inprocess("-W", "error", "-q")
    assert done.ret == 0, done.outlines

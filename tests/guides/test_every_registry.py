"""Pages and guides of every registry: what they show works, whatever the provider is like."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import pytest

from tests import catching
from tests.registries import Generated, folders, generate, recipes, write_recipe

pytest_plugins = ["pytester"]

GUIDES = ("clients", "retrying", "problems")
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SEVERAL_WAYS = """
[provider]
title = "Acme"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21

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
SOURCES: dict[str, Path | str] = {**recipes(), **folders(), "several ways": SEVERAL_WAYS}
_numbers = count(1)


@pytest.fixture(scope="module", params=SOURCES, ids=lambda name: re.sub(r"\W+", "-", name))
def generated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generated:
    """Return the package of each registry and of each recipe."""
    source, scratch = SOURCES[request.param], tmp_path_factory.mktemp("every")
    registry = source if isinstance(source, Path) else write_recipe(source, scratch / "registry")
    return generate(registry, scratch / "project", f"every_{next(_numbers)}_errors")


def test_each_error_is_caught_as_its_page_says(generated: Generated) -> None:
    """The Python of its section catches exactly its class, with each of its examples."""
    found = [f for name in generated.providers for f in catching.faults(generated, name)]
    assert found == []


@pytest.mark.parametrize("guide", GUIDES)
def test_python_of_a_guide_runs(generated: Generated, guide: str) -> None:
    """A reader who copies the blocks one after another gets no exception."""
    names: dict[str, object] = {"__name__": "guide"}
    for block in BLOCK.findall(generated.page(f"guides/{guide}")):
        exec(compile(block, guide, "exec", dont_inherit=True), names)  # noqa: S102 - the guide


def test_suite_of_the_guide_to_testing_passes(
    generated: Generated, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tests pass, or have no examples to run with."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(generated.folder))
    blocks = BLOCK.findall(generated.page("guides/testing"))
    [conftest] = [block for block in blocks if block.startswith("pytest_plugins")]
    pytester.makeconftest(conftest)
    pytester.makepyfile("\n".join(block for block in blocks if block != conftest))
    done = pytester.runpytest_subprocess("-W", "error", "-q")
    assert done.ret == 0, done.outlines

"""Templates are compiled once, or on each run if the cache cannot be used."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest

from errsmith.targets.rendering import Renderer, TemplateError
from errsmith.targets.target import Rendering, Target

NAME = "words.txt.jinja"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a temporary folder that caches the test's compiled templates."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """Return a target with one template."""
    folder = tmp_path / "target"
    folder.mkdir()
    (folder / NAME).write_text("{{ view.word }}\n", encoding="utf-8")
    return Target(name="words", templates=folder, list_renderings=lambda _: ())


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the templates that are compiled."""
    names: list[str] = []
    compile_ = jinja2.Environment.compile

    def count(self: jinja2.Environment, source: str, name: str, *rest: object) -> object:
        names.append(name)
        return compile_(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", count)
    return names


def render(target: Target, templates: Path | None = None) -> str:
    """Render the template with a new renderer, as each run does."""
    rendering = Rendering("words.txt", NAME, SimpleNamespace(word="said"))
    return Renderer(target, templates).render(rendering).decode()


def test_template_is_compiled_once(target: Target, compilations: list[str]) -> None:
    """The second run uses the compiled template from the first."""
    assert render(target) == render(target) == "said\n"
    assert compilations == [NAME]


def test_changed_template_is_compiled_again(target: Target, compilations: list[str]) -> None:
    """The cache depends on the template's content, not on its timestamp."""
    render(target)
    path = target.templates / NAME
    before = path.stat()
    path.write_text("{{ view.word }}.\n", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert render(target) == "said.\n"
    assert compilations == [NAME, NAME]


def test_template_folders_are_not_changed(target: Target, tmp_path: Path) -> None:
    """Rendering adds no files to the template folders."""
    mine = tmp_path / "mine" / "words" / NAME
    mine.parent.mkdir(parents=True)
    mine.write_text("mine\n", encoding="utf-8")
    assert render(target) == "said\n"
    assert render(target, tmp_path / "mine") == "mine\n"
    assert render(target) == "said\n"
    assert [path for path in target.templates.rglob("*") if path.is_file()] == [
        target.templates / NAME
    ]
    assert [path for path in (tmp_path / "mine").rglob("*") if path.is_file()] == [mine]


def test_unusable_cache(target: Target, cache: Path, compilations: list[str]) -> None:
    """If the cache folder is unusable, templates are compiled on each run."""
    cache.rmdir()
    cache.write_text("no folder", encoding="utf-8")
    assert render(target) == render(target) == "said\n"
    assert compilations == [NAME, NAME]


def test_damaged_compiled_template_is_replaced(
    target: Target, cache: Path, compilations: list[str]
) -> None:
    """A truncated file in the cache is ignored and replaced."""
    render(target)
    [kept] = cache.rglob("*.cache")
    whole = kept.read_bytes()
    for end in range(0, len(whole), 7):
        kept.write_bytes(whole[:end])
        assert render(target) == "said\n"
    assert kept.read_bytes() == whole
    assert len(compilations) == 1 + len(range(0, len(whole), 7))


def test_full_disk(
    target: Target, compilations: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Templates render even if the cache cannot be written."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    assert render(target) == render(target) == "said\n"
    assert compilations == [NAME, NAME]


@pytest.mark.parametrize(
    "text",
    [
        "{% if view.name is defined %}{{ view.name }}{% else %}said{% endif %}",
        "{{ view.name | default(view.word) }}",
        "{{ view.outer.name | d('said') }}",
        "{{ view.outer.class }}",
    ],
)
def test_attribute_lookup(target: Target, text: str) -> None:
    """A template can ask whether an attribute exists; its name can be a keyword of Python."""
    (target.templates / NAME).write_text(text, encoding="utf-8")
    outer = SimpleNamespace(**{"class": "said"})
    rendering = Rendering("words.txt", NAME, SimpleNamespace(word="said", outer=outer))
    assert Renderer(target).render(rendering) == b"said"


class Broken:
    """A view with a fault."""

    @property
    def word(self) -> str:
        """A word that it does not have."""
        return self.missing  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (SimpleNamespace(words="said"), "has no attribute 'word' (did you mean 'words'?); views"),
        (Broken(), "AttributeError: 'Broken' object has no attribute 'missing'"),
    ],
)
def test_missing_attribute(target: Target, view: object, said: str) -> None:
    """An attribute that the view lacks is told apart from a fault in the view."""
    with pytest.raises(TemplateError, match=re.escape(f"{NAME}:1: ")) as raised:
        Renderer(target).render(Rendering("words.txt", NAME, view))
    assert said in str(raised.value)

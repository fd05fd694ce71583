"""Templates are compiled once, and no compiled template ever gives other text than its source."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest

from errsmith import render

NAME = "python/init.py.jinja"
VIEW = SimpleNamespace(word="said")


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the only one of errsmith's templates, in a place of its own."""
    path = tmp_path / "targets" / NAME
    path.parent.mkdir(parents=True)
    path.write_text("{{ view.word }}\n", encoding="utf-8")
    monkeypatch.setattr(render, "TEMPLATES", tmp_path / "targets")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return path


def rendered(templates: Path | None = None) -> str:
    """Render the template in an environment of its own, as each run has one."""
    return render.render(render.environment(templates), NAME, VIEW).decode()


def compiled(template: Path) -> list[Path]:
    """List what is kept beside a template."""
    return sorted((template.parent / "__pycache__").glob("*"))


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the templates that are compiled."""
    names: list[str] = []
    compile_ = jinja2.Environment.compile

    def counted(self: jinja2.Environment, source: str, name: str, *rest: object) -> object:
        names.append(name)
        return compile_(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", counted)
    return names


def test_template_is_compiled_once(template: Path, compilations: list[str]) -> None:
    """The second run takes what the first has kept, beside the template and whole."""
    assert rendered() == rendered() == "said\n"
    assert compilations == [NAME]
    [kept] = compiled(template)
    assert kept.suffix == ".pyc"
    assert sys.implementation.cache_tag in kept.name


def test_template_that_changed_is_compiled_anew(template: Path, compilations: list[str]) -> None:
    """Its text decides, not its time."""
    rendered()
    before = template.stat()
    template.write_text("{{ view.word }}.\n", encoding="utf-8")
    shutil.copystat(template, template)
    assert template.stat().st_ino == before.st_ino
    assert rendered() == "said.\n"
    assert compilations == [NAME, NAME]


def test_template_of_another_jinja_is_compiled_anew(
    template: Path, compilations: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one version has compiled is not for another."""
    rendered()
    monkeypatch.setattr(jinja2, "__version__", "3.99")
    assert rendered() == "said\n"
    assert compilations == [NAME, NAME]
    assert len(compiled(template)) == 2


def test_template_under_other_options_is_compiled_anew(
    template: Path, compilations: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How templates are compiled decides, too."""
    template.write_text("{% if view.word %}\n{{ view.word }}\n{% endif %}\n", encoding="utf-8")
    assert rendered() == "said\n"
    monkeypatch.setattr(render, "_OPTIONS", {**render._OPTIONS, "trim_blocks": False})
    assert rendered() == "\nsaid\n\n"
    assert compilations == [NAME, NAME]


def test_template_is_kept_where_python_keeps_modules(
    template: Path, tmp_path: Path, compilations: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`PYTHONPYCACHEPREFIX` names a folder that need not be there yet."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere" / "cache"))
    assert rendered() == rendered() == "said\n"
    assert compilations == [NAME]
    assert compiled(template) == []


@pytest.mark.parametrize("content", [b"", b"no code", b"\0" * 200], ids=["empty", "text", "NUL"])
def test_compiled_template_that_is_broken_is_replaced(
    template: Path, compilations: list[str], content: bytes
) -> None:
    """Half a file, or somebody else's, is no obstacle."""
    rendered()
    [kept] = compiled(template)
    kept.write_bytes(content)
    assert rendered() == rendered() == "said\n"
    assert compilations == [NAME, NAME]


def test_compiled_template_that_is_cut_anywhere(template: Path) -> None:
    """Whatever part of it is there, the text is the template's."""
    rendered()
    [kept] = compiled(template)
    whole = kept.read_bytes()
    for end in range(len(whole)):
        kept.write_bytes(whole[:end])
        assert rendered() == "said\n"


def test_template_where_nothing_can_be_written(template: Path, compilations: list[str]) -> None:
    """A place that takes no file costs time and nothing else."""
    (template.parent / "__pycache__").write_text("no folder", encoding="utf-8")
    assert rendered() == rendered() == "said\n"
    assert compilations == [NAME, NAME]


def test_template_when_no_bytecode_is_to_be_written(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`PYTHONDONTWRITEBYTECODE` counts for templates, too."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered() == "said\n"
    assert compiled(template) == []


def test_template_of_a_user_is_not_kept(template: Path, tmp_path: Path) -> None:
    """A folder of a user's templates stays as it is, and errsmith's holds errsmith's."""
    mine = tmp_path / "mine" / NAME
    mine.parent.mkdir(parents=True)
    mine.write_text("mine\n", encoding="utf-8")
    rendered()
    kept = {path: path.read_bytes() for path in compiled(template)}
    assert rendered(tmp_path / "mine") == "mine\n"
    assert [path for path in (tmp_path / "mine").rglob("*") if path.is_file()] == [mine]
    assert {path: path.read_bytes() for path in compiled(template)} == kept
    assert rendered() == "said\n"

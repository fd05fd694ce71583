"""A new output language needs no change of errsmith."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import frozen

from errsmith import generation
from errsmith.lint import check
from errsmith.targets.rendering import TemplateError
from errsmith.targets.target import Project, Rendering, Target, TargetError

MakeRegistry = Callable[..., Path]

PROVIDER = """
[[envelopes]]
id = "json"
code = { path = "code" }

[errors.BAD_TOKEN]
summary = 'The token, as sent, is "bad".'
status = 401

[errors.GONE]
summary = "The page is gone."
status = 410
"""


@frozen
class CodesView:
    """The rows of a table of codes."""

    rows: tuple[tuple[str, ...], ...]


def quote_cell(text: str) -> str:
    """Return a string as a cell of CSV (RFC 4180)."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def render_codes(project: Project) -> Iterator[Rendering]:
    """Yield the table of each provider."""
    for provider in project.providers:
        infos = provider.facts.errors.values()
        rows = ((info.code or "", info.kind or "", info.summary or "") for info in infos)
        yield Rendering(f"codes/{provider.name}.csv", "codes.csv.jinja", CodesView(tuple(rows)))


def check_columns(rendering: Rendering, data: bytes) -> None:
    """Check that each row has all cells."""
    if any(len(row) != 3 for row in csv.reader(io.StringIO(data.decode()))):
        msg = f"{rendering.path}: a row lacks a cell"
        raise TargetError(msg)


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """Return a target that generates tables."""
    folder = tmp_path / "codes"
    folder.mkdir()
    (folder / "codes.csv.jinja").write_text(
        "{% for row in view.rows %}\n"
        "{% for cell in row %}{{ cell | cell }}{% if not loop.last %},{% endif %}{% endfor %}\n\n"
        "{% endfor %}\n",
        encoding="utf-8",
    )
    return Target(
        name="codes",
        templates=folder,
        list_renderings=render_codes,
        filters={"cell": quote_cell},
        check=check_columns,
        finish=lambda project, files: {"codes/index.txt": project.sdk.package.encode(), **files},
    )


def test_external_target(target: Target, make_registry: MakeRegistry) -> None:
    """Files of an external target are generated like errsmith's own, and beside them."""
    registry = check(make_registry(PROVIDER)).registry
    files = generation.generate_sdk(registry, targets=(*generation.TARGETS, target), verify=True)
    rows = list(csv.reader(io.StringIO(files["codes/acme.csv"].decode())))
    assert rows == [
        ["BAD_TOKEN", "authentication", 'The token, as sent, is "bad".'],
        ["GONE", "not_found", "The page is gone."],
    ]
    assert files["codes/index.txt"] == b"acme_errors\n"
    assert generation.generate_sdk(registry).keys() == files.keys() - {
        "codes/acme.csv",
        "codes/index.txt",
    }


def test_template_of_an_external_target_is_replaced(
    target: Target, make_registry: MakeRegistry, tmp_path: Path
) -> None:
    """The user's template is in a folder named after the target, which checks the result."""
    registry = check(make_registry(PROVIDER)).registry
    own = tmp_path / "own" / "codes"
    own.mkdir(parents=True)
    template = own / "codes.csv.jinja"
    template.write_text("{% for row in view.rows %}{{ row[0] }}\n{% endfor %}", encoding="utf-8")
    with pytest.raises(TargetError, match=r"codes/acme\.csv: a row lacks a cell"):
        generation.generate_sdk(registry, own.parent, targets=(target,))
    template.rename(own / "code.csv.jinja")
    with pytest.raises(TemplateError, match=r"Did you mean codes/codes\.csv\.jinja"):
        generation.generate_sdk(registry, own.parent, targets=(target,))

"""Sphinx reads `objects.inv`, and links to it from the documentation of other projects."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from errsmith import generation
from errsmith.targets.site.inventory import build_inventory
from tests.registries import read_registry, write_files
from tests.specimen.sdk import REGISTRY

pytest.importorskip("sphinx", reason="only the session publishing installs it")

CONF = """\
project = "Client"
extensions = ["sphinx.ext.intersphinx"]
intersphinx_mapping = {"errors": ("https://errors.example/", "objects.inv")}
intersphinx_disabled_reftypes = []
nitpicky = True
"""
LINKS = {
    ":py:mod:`{package}`": "index.html",
    ":py:exc:`{package}.ApiError`": "guides/kinds.html",
    ":py:exc:`{package}.RateLimitError`": "guides/kinds.html#rate-limit",
    ":py:mod:`{package}.{provider}`": "{provider}.html",
    ":py:exc:`{package}.{provider}.{base}`": "{provider}.html#class_{anchor}",
    ":py:exc:`{package}.{provider}.{class_}`": "{provider}/{error}.html",
    ":ref:`{provider}-{error}`": "{provider}/{error}.html",
}


def test_sphinx_links_to_each_kind_of_name(tmp_path: Path) -> None:
    """A project that uses the SDK builds without warnings, and its links lead to the site."""
    project = generation.build_project(read_registry(REGISTRY))
    provider = next(each for each in project.providers if each.resolution.errors)
    error = next(iter(provider.resolution.errors.values()))
    base = provider.facts.about.base
    names = {
        "package": project.sdk.package,
        "provider": provider.name,
        "base": base,
        "anchor": base.lower(),
        "class_": error.class_,
        "error": error.id.lower().replace("_", "-"),
    }
    links = {role.format(**names): url.format(**names) for role, url in LINKS.items()}
    text = "".join(f"* {role}\n" for role in links)
    files = {"conf.py": CONF, "index.rst": f"Client\n======\n\n{text}"}
    write_files(tmp_path, {**files, "objects.inv": build_inventory(project)})
    command = ("-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", ".", "built")
    done = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    built = (tmp_path / "built/index.html").read_text("utf-8")
    for role, url in links.items():
        assert f'href="https://errors.example/{url}"' in built, role
    assert f">{error.code}<" in built

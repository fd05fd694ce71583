"""Generate an SDK with the least possible code: `python minimum.py REGISTRY OUTPUT`.

This is an hour's work: read TOML with `tomllib`, structure it with cattrs, render one Jinja
template per provider, format everything with one run of ruff. The modules have the classes, their
docstrings, the facts and `Code`. Nothing checks the registry, parses responses, writes a reference
or compares the output with existing files.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import cattrs
import jinja2
import ruff
from attrs import Factory, frozen

TEMPLATE = '''\
"""Errors of {{ provider.title }}."""

from enum import StrEnum


class Code(StrEnum):
    """The documented codes."""

{% for id in errors %}
    {{ id }} = {{ id.__repr__() }}
{% endfor %}


class {{ provider["class"] }}(Exception):
    """Any error of {{ provider.title }}."""

{% for id, group in groups.items() %}

class {{ id.title().replace("_", "") }}Error({{ provider["class"] }}):
    """{{ group.summary }}"""

{% endfor %}
{% for id, error in errors.items() %}

class {{ id.title().replace("_", "") }}Error({{ id.split("_")[0].title() }}Error):
    """{{ error.summary }}

    {{ id }}, HTTP {{ error.status }}.
    {% if error.causes %}

    Causes:
    {% for cause in error.causes %}
        - {{ cause }}
    {% endfor %}
    {% endif %}
    {% if error.fix %}

    {{ error.fix }}
    {% endif %}

    Source: {{ error.link }}
    """

    info = dict(
        code=Code.{{ id }},
        status={{ error.status }},
        summary={{ error.summary.__repr__() }},
        causes={{ error.causes.__repr__() }},
        fix={{ error.fix.__repr__() }},
        note={{ error.note.__repr__() }},
        retry={{ error.retry.__repr__() }},
        user_message={{ error.user_message.__repr__() }},
        link={{ error.link.__repr__() }},
    )

{% endfor %}
'''


@frozen
class Error:
    """The keys of an error that the template needs."""

    status: int
    summary: str
    link: str
    causes: list[str] = Factory(list)
    fix: str | None = None
    note: str | None = None
    retry: dict[str, Any] | None = None
    user_message: str | None = None


@frozen
class File:
    """The tables of a provider's file that the template needs."""

    provider: dict[str, str]
    groups: dict[str, dict[str, str]]
    errors: dict[str, Error]


def generate(registry: Path, output: Path) -> None:
    """Write a module per provider."""
    environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - Python
    template = environment.from_string(TEMPLATE)
    converter = cattrs.Converter(detailed_validation=False)
    output.mkdir(parents=True)
    for path in sorted((registry / "providers").glob("*.toml")):
        file = converter.structure(tomllib.loads(path.read_text("utf-8")), File)
        text = template.render(provider=file.provider, groups=file.groups, errors=file.errors)
        (output / path.with_suffix(".py").name).write_text(text, "utf-8")
    options = ("--isolated", "--no-cache", "--quiet", "--line-length=100")
    subprocess.run([ruff.find_ruff_bin(), "format", *options, "."], cwd=output, check=True)


if __name__ == "__main__":
    generate(Path(sys.argv[1]), Path(sys.argv[2]))

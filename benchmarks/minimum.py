"""The least that generating an SDK takes: `python minimum.py REGISTRY OUT`.

What somebody would write in an hour, and the measure of errsmith: TOML by `tomllib`, tables into
attrs classes by cattrs, one Jinja template over each provider, one run of ruff over the tree. The
emitted modules have the classes, their docstrings, the facts and `Code`. There is no check of the
registry, no reading of responses, no reference and no comparison with what was there before.
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


class {{ provider.class_ }}(Exception):
    """Any error of {{ provider.title }}."""

{% for id, group in groups.items() %}

class {{ camel(id) }}Error({{ provider.class_ }}):
    """{{ group.summary }}"""

{% endfor %}
{% for id, error in errors.items() %}

class {{ camel(id) }}Error({{ camel(error.group or id.split("_")[0]) }}Error):
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
class Provider:
    """A provider, as far as the template prints it."""

    title: str
    class_: str


@frozen
class Group:
    """A family of codes, as far as the template prints it."""

    summary: str


@frozen
class Error:
    """A documented error, as far as the template prints it."""

    status: int
    summary: str
    link: str
    group: str | None = None
    causes: list[str] = Factory(list)
    fix: str | None = None
    note: str | None = None
    retry: dict[str, Any] | None = None
    user_message: str | None = None


@frozen
class File:
    """A provider's file."""

    provider: Provider
    groups: dict[str, Group]
    errors: dict[str, Error]


def camel(id_: str) -> str:
    """Give a code as the words of a class name."""
    return id_.title().replace("_", "")


def generate(registry: Path, out: Path) -> None:
    """Emit a module per provider."""
    environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - Python
    environment.globals["camel"] = camel
    template = environment.from_string(TEMPLATE)
    converter = cattrs.Converter(detailed_validation=False)
    out.mkdir(parents=True)
    for path in sorted((registry / "providers").glob("*.toml")):
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        values["provider"]["class_"] = values["provider"].pop("class")
        file = converter.structure(values, File)
        text = template.render(provider=file.provider, groups=file.groups, errors=file.errors)
        (out / f"{path.stem}.py").write_text(text, encoding="utf-8")
    format_ = ("format", "--isolated", "--no-cache", "--quiet", "--line-length=100", ".")
    subprocess.run([ruff.find_ruff_bin(), *format_], cwd=out, check=True)


if __name__ == "__main__":
    generate(Path(sys.argv[1]), Path(sys.argv[2]))

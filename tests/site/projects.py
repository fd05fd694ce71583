"""Projects with invented releases."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve

from errsmith import generation
from errsmith.changes.building import build_snapshot
from errsmith.meaning.subjects import NO_DAY, Registry, interpret
from errsmith.registry.loading import load
from errsmith.registry.releases import Release
from errsmith.targets.target import Project
from tests.registries import HEAD, SDK, write_registry

ENVELOPE = """
[[envelopes]]
id = "json"
code = { path = "code" }
"""


State = Mapping[str, Mapping[str, str]]
"""The errors of a registry: for each provider and id, its lines apart from the summary."""

STATES: list[State] = [
    {"acme": {"A": 'aliases = ["X"]', "B": ""}, "birch": {"INDEX": ""}},
    {
        "acme": {"A_B": 'aliases = ["A", "B"]', "C": 'aliases = ["X"]'},
        "birch": {"A": 'aliases = ["INDEX"]'},
    },
    {
        "acme": {"B": 'aliases = ["A", "A_B", "A-B", "C"]', "X": ""},
        "birch": {"A": "", "B": 'aliases = ["INDEX"]'},
        "cedar": {"A": ""},
    },
    {
        "acme": {"B": 'aliases = ["A"]', "C": 'aliases = ["A", "A-B"]', "X": 'aliases = ["A_B"]'},
        "birch": {"A": 'aliases = ["INDEX"]', "B": 'aliases = ["INDEX"]'},
        "cedar": {"A": ""},
    },
]
"""Each renames or splits errors, and keeps all ids and aliases, as the linter demands."""


def write_provider(errors: Mapping[str, str]) -> str:
    """Return the file of a provider: for each error, its lines apart from the summary."""
    tables = (
        f'\n[errors."{id_}"]\nkind = "conflict"\nsummary = "It happened."\n{lines}\n'
        for id_, lines in errors.items()
    )
    return f"{HEAD}{ENVELOPE}{''.join(tables)}"


def read_state(folder: Path, providers: State, version: str) -> Registry:
    """Return a registry with these errors, by provider and id."""
    files = {name: write_provider(errors) for name, errors in providers.items()}
    return interpret(load(write_registry(folder, files, SDK.replace("0.1.0", version))), NO_DAY)


def build_project(folder: Path, *states: State) -> Project:
    """Return a project with the last state; the others were released as 0.1.0, 0.2.0, …."""
    *released, current = [
        read_state(folder, state, f"0.{number}.0") for number, state in enumerate(states, 1)
    ]
    releases = tuple(
        Release(
            version=f"0.{number}.0",
            date=datetime.date(2026, 11, number),
            errsmith="0.1.0",
            digest="sha256:0",
            snapshot=build_snapshot(registry),
        )
        for number, registry in enumerate(released, 1)
    )
    return generation.build_project(evolve(current, releases=releases))

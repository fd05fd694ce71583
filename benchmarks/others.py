"""Generators of Python from schemas, on as many schemas as errsmith has errors.

They do another job, and the comparison says no more than what it costs to print so many classes
by a generator that people use: one class per error from a schema with the same fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.effort import Effort
from benchmarks.measuring import SCRIPTS, Command, command_ratios, fresh
from benchmarks.registries import class_of, shares, write_registry
from benchmarks.scaling import LARGE, SMALL, generate
from benchmarks.tables import TIMES, Table, command_rows


def tables(effort: Effort) -> Iterator[Table]:
    """Write a registry and a document of schemas, measure, and give the tables."""
    for count in (SMALL, LARGE) if effort.full else (SMALL,):
        with TemporaryDirectory(prefix="errsmith-bench-") as scratch:
            yield _table(Path(scratch), count, effort.rounds(3 if count == SMALL else 1))


def _table(folder: Path, count: int, rounds: int) -> Table:
    registry = write_registry(folder / "registry", count)
    document = folder / "openapi.json"
    document.write_text(json.dumps(_openapi(count)), encoding="utf-8")
    ratios = command_ratios(
        generate(folder, registry), _commands(folder, document), rounds, warm_up=count == SMALL
    )
    return Table(
        f"Other generators, {count:,} schemas",
        f"`errsmith generate`, from nothing, of {count:,} errors over 100 providers is 1.00.",
        TIMES,
        command_rows(ratios, {}),
    )


def _commands(folder: Path, document: Path) -> dict[str, Command]:
    return {
        "datamodel-code-generator, ruff": fresh(
            SCRIPTS / "datamodel-codegen",
            *("--input", document, "--input-file-type", "openapi"),
            *("--output-model-type", "pydantic_v2.BaseModel"),
            *("--formatters", "ruff-check", "ruff-format"),
            "--output",
            out=folder / "models.py",
        ),
        "openapi-python-client, ruff": fresh(
            SCRIPTS / "openapi-python-client",
            *("generate", "--path", document, "--meta", "none"),
            "--output-path",
            out=folder / "client",
        ),
    }


def _openapi(count: int) -> dict[str, object]:
    """Make an OpenAPI document with one schema per error."""
    schemas = {
        class_of(name.replace("_", " "), *parts): _schema(parts)
        for name, codes in shares(count)
        for parts in codes
    }
    info = {"title": "Invented errors", "version": "0.1.0"}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}


def _schema(parts: tuple[str, str, str]) -> dict[str, object]:
    family, subject, fault = parts
    text = {"type": "string"}
    return {
        "type": "object",
        "description": f"The {subject} of the {family} is {fault}.",
        "required": ["code", "message"],
        "properties": {
            "code": {"type": "string", "const": "_".join(parts).upper().replace(" ", "_")},
            "status": {"type": "integer", "description": "HTTP status."},
            "message": {**text, "description": "Says what is wrong."},
            "reference": {**text, "description": "Identifies this one occurrence."},
            "trace_id": {**text, "description": "Identifies the request."},
            "context": {"type": "object", "additionalProperties": True},
        },
    }

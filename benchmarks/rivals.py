"""Compare other parsers, SDKs and generators; they have no targets.

Each parser does as little as possible: its errors have a status and a payload. The SDKs convert
Hopae's response as far as it resembles theirs: openai finds the class of the status, botocore
builds a `ClientError`. The generators do a different job: they write a class of fields per error.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import attrs
import cattrs.preconf.json
import httpx2
import msgspec
import openai
import pydantic
from botocore.exceptions import ClientError  # type: ignore[import-untyped]
from botocore.parsers import create_parser  # type: ignore[import-untyped]

from benchmarks.commands import build_generate
from benchmarks.measuring import (
    SCRIPTS,
    Command,
    build_python,
    measure_commands,
    measure_ratios,
    prepare_call,
)
from benchmarks.parsing import BODIES, HEADERS, STATUSES
from benchmarks.registries import write_registry
from benchmarks.tables import Table
from eid_errors import hopae

FIELDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("title", "detail", "instance", "timestamp", "doc_url"), str | None),
    "status": int | None,
    "context": dict[str, str] | None,
}
"""The fields of Hopae's body."""

IMPORTS: Final = (
    "import eid_errors.hopae",
    "import cattrs",
    "from pydantic import BaseModel",
    "import botocore.exceptions",
    "import openai",
)
SCHEMAS: Final = 1_000
STATUS, BODY = STATUSES["hopae"], BODIES["hopae"]


CLASSES: Final = {str(code): type(code.name, (Exception,), {}) for code in hopae.Code}
"""Minimal error classes, by code."""


def measure(effort: float) -> Iterator[Table]:
    """Measure parsing, importing and generating."""
    reference = prepare_call("loads(body)", {"loads": json.loads, "body": BODY})
    ways = prepare_parsers() | prepare_sdks()
    yield Table(
        "From the bytes of Hopae's response to an error",
        "`json.loads` of its body is 1.00.",
        {"ratio": measure_ratios(reference, ways, 40 * effort)},
    )
    imports = {statement: build_python(statement) for statement in IMPORTS}
    yield Table(
        "Importing packages",
        "A process that runs `import attrs` is 1.00.",
        {"ratio": measure_commands(build_python("import attrs"), imports, 10 * effort)},
    )
    with TemporaryDirectory(prefix="errsmith-bench-") as scratch:
        folder = Path(scratch)
        generate = build_generate(write_registry(folder / "registry", SCHEMAS), folder / "output")
        yield Table(
            f"Generators, {SCHEMAS:,} schemas",
            f"`errsmith generate` of {SCHEMAS:,} errors over 100 providers is 1.00.",
            {"ratio": measure_commands(generate, build_generators(folder), 3 * effort)},
        )


def prepare_parsers() -> dict[str, Callable[[], float]]:
    """Prepare the calls of libraries that decode the body into a class of optional fields."""
    struct = msgspec.defstruct("Body", [(name, kind, None) for name, kind in FIELDS.items()])
    definitions: dict[str, Any] = {name: (kind, None) for name, kind in FIELDS.items()}
    fields = {name: attrs.field(default=None, type=kind) for name, kind in FIELDS.items()}
    plain, converter = attrs.make_class("Body", fields), cattrs.preconf.json.make_converter()
    decoders: dict[str, Callable[[bytes], Any]] = {
        "msgspec": msgspec.json.Decoder(struct).decode,
        "pydantic": pydantic.create_model("Body", **definitions).model_validate_json,
        "cattrs without hooks": lambda body: converter.loads(body, plain),
    }
    names = {"parse": hopae.parse, "classes": CLASSES, "status": STATUS, "body": BODY}
    calls = {"eid_errors.hopae": prepare_call("parse(status=status, body=body)", names)}
    statement = "payload = decode(body); classes[payload.title](status, payload)"
    for name, decode in decoders.items():
        calls[name] = prepare_call(statement, {**names, "decode": decode})
    return calls


def prepare_sdks() -> dict[str, Callable[[], float]]:
    """Prepare the calls with which SDKs convert a response."""
    request = httpx2.Request("POST", "https://api.example/v1")
    openai_names = {
        "respond": lambda: httpx2.Response(STATUS, headers=HEADERS, content=BODY, request=request),
        # The public methods that call it send a request.
        "convert": openai.OpenAI(api_key="none")._make_status_error_from_response,  # noqa: SLF001
    }
    botocore_names = {
        "response": {"status_code": STATUS, "headers": HEADERS, "body": BODY},
        "parse": create_parser("json").parse,
        "ClientError": ClientError,
    }
    # A response caches its text, so each call gets a new one.
    setup = "responses = [respond() for _ in range(times)]"
    return {
        "openai": prepare_call("convert(responses.pop())", openai_names, setup),
        "botocore": prepare_call("ClientError(parse(response, None), '')", botocore_names),
    }


def build_generators(folder: Path) -> dict[str, Command]:
    """Write an OpenAPI document with a schema per error; build the commands that read it."""
    text = {"type": "string", "description": "Describes the error for people."}
    properties = {
        **dict.fromkeys(("code", "message", "reference", "trace_id"), text),
        "status": {"type": "integer", "description": "Repeats the HTTP status."},
        "context": {"type": "object", "additionalProperties": True},
    }
    schema = {"type": "object", "description": "The request fails.", "properties": properties}
    api = {
        "openapi": "3.1.0",
        "info": {"title": "Invented errors", "version": "0.1.0"},
        "paths": {},
        "components": {"schemas": {f"Invented{number}Error": schema for number in range(SCHEMAS)}},
    }
    document, models, client = folder / "api.json", folder / "models.py", folder / "client"
    document.write_text(json.dumps(api), "utf-8")
    datamodel = (
        *(SCRIPTS / "datamodel-codegen", "--input", document, "--output", models),
        *("--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel"),
        *("--formatters", "ruff-check", "ruff-format"),
    )
    openapi = (
        *(SCRIPTS / "openapi-python-client", "generate", "--meta", "none"),
        *("--path", document, "--output-path", client),
    )
    return {
        "datamodel-code-generator, ruff": Command(datamodel),
        "openapi-python-client, ruff": Command(openapi, output=client),
    }

"""Import documents into a registry of the tests."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from errsmith.cli import main
from tests.registries import lint_registry, list_findings, write_registry

URL = "https://shop.example/errors"


@frozen
class Result:
    """What an import did.

    Attributes:
        code: The exit code.
        out: What was printed.
        err: The messages.
        text: The text of the new file, "" if there is none.
    """

    code: int
    out: str
    err: str
    text: str

    @property
    def values(self) -> dict[str, Any]:
        """The values of the new file."""
        return tomllib.loads(self.text)

    @property
    def errors(self) -> dict[str, Any]:
        """The errors of the new file."""
        return dict(self.values.get("errors", {}))

    @property
    def statuses(self) -> dict[str, Any]:
        """The statuses of the errors, None for those without."""
        return {code: error.get("status") for code, error in self.errors.items()}

    @property
    def places(self) -> list[str]:
        """The paths of the codes."""
        return [envelope["code"]["path"] for envelope in self.values.get("envelopes", [])]

    def get_comment(self, header: str) -> list[str]:
        """Return the lines of the comment above a table."""
        lines = self.text.splitlines()
        end = lines.index(header)
        start = end
        while lines[start - 1].startswith("#"):
            start -= 1
        return lines[start:end]

    def read_comment(self, header: str) -> str:
        """Return the comment above a table in one line."""
        return " ".join(line.removeprefix("# ") for line in self.get_comment(header))


@frozen
class Importer:
    """Imports documents into a registry.

    Attributes:
        folder: The folder with the registry and the documents.
        capsys: Captures what is printed.
    """

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def file(self) -> Path:
        """The new file."""
        return self.folder / "registry" / "providers" / "shop.toml"

    def run(self, source: str, *options: str) -> Result:
        """Run the command, and return what it did."""
        if self.file.exists():
            self.file.unlink()
        registry = str(self.folder / "registry")
        code = main(["import", source, "--provider", "shop", "--registry", registry, *options])
        out, err = self.capsys.readouterr()
        text = self.file.read_text(encoding="utf-8") if self.file.exists() else ""
        return Result(code, out, err, text)

    def write(self, name: str, content: str | bytes) -> str:
        """Write a document, and return its path."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def draft(self, name: str, content: str | bytes | Mapping[str, Any], *options: str) -> Result:
        """Import a document, and check that only summaries are left to be written."""
        if isinstance(content, Mapping):
            content = json.dumps(content, indent=2)
        result = self.run(self.write(name, content), "--url", URL, *options)
        assert result.code == 0, result.err
        assert list_findings(lint_registry(self.folder / "registry"), ["R254"]) == []
        return result


def make_importer(folder: Path, capsys: pytest.CaptureFixture[str]) -> Importer:
    """Return an importer with a registry of one provider, acme."""
    write_registry(folder / "registry")
    return Importer(folder, capsys)


# --- OpenAPI -------------------------------------------------------------------------------------


def write_openapi(
    responses: Mapping[str, Any], components: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """Return an OpenAPI document with one operation, `GET /carts`, that has these responses."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {"/carts": {"get": {"responses": dict(responses)}}},
        "components": dict(components or {}),
        **more,
    }


def respond(schema: Any = None, *examples: Any, media: str = "application/json") -> dict[str, Any]:
    """Return a response with a schema and examples."""
    content: dict[str, Any] = {} if schema is None else {"schema": schema}
    if examples:
        content["examples"] = {f"e{n}": {"value": value} for n, value in enumerate(examples)}
    return {"description": "An error.", "content": {media: content}}


def describe(**properties: Any) -> dict[str, Any]:
    """Return the schema of an object."""
    return {"type": "object", "properties": properties}


def list_values(*values: Any, **more: Any) -> dict[str, Any]:
    """Return the schema of a value from a list."""
    return {"type": "string", "enum": list(values), **more}

"""The examples of the guide on HTTP clients, as code to run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt

from tests.specimen.sdk import GENERATED

GUIDE = GENERATED / "docs" / "guides" / "clients.md"


def list_examples() -> Mapping[str, list[str]]:
    """Return the Python blocks below each heading that has any."""
    found: dict[str, list[str]] = {}
    title, last = "", ""
    for token in MarkdownIt().parse(GUIDE.read_text("utf-8")):
        if token.type == "inline" and last == "heading_open":
            title = token.content
        elif token.type == "fence" and token.info == "python":
            found.setdefault(title, []).append(token.content)
        last = token.type
    return found


def run(title: str, number: int = 0, library: str = "httpx") -> Any:
    """Run an example, optionally with httpx2 instead of httpx, and return its names."""
    code = re.sub(r"\bhttpx\b", library, list_examples()[title][number])
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, GUIDE.name, "exec", dont_inherit=True), names)  # noqa: S102 - the example
    return names

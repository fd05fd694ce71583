"""Compare pages with the least possible code: `python minimum_drift.py REGISTRY PAGES`.

This is an hour's work: read TOML with `tomllib`, take the text of HTML with `html.parser` and the
strings of JSON and YAML, find everything that looks like a code and a status after it, and print
what differs. Nothing is known about tables, sections and examples, no line is named, and nothing
tells a page that is cut off from one that removes codes.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

FOUND = re.compile(r"\b([A-Z]+(?:_[A-Z0-9]+)+)\b\W*(?:(?:HTTP )?(?i:status)\W*)?([1-5]\d\d)?\b")


class Text(HTMLParser):
    """The text of a page of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        self.parts.append(data)


def read_text(path: Path) -> str:
    """Return the text of a page."""
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        parser = Text()
        parser.feed(text)
        return " ".join(parser.parts)
    if path.suffix == ".json":
        return " ".join(find_scalars(json.loads(text)))
    if path.suffix == ".yaml":
        return " ".join(find_scalars(yaml.load(text, yaml.CSafeLoader)))
    return text


def find_scalars(value: Any) -> Iterator[str]:
    """Yield the strings and numbers in a value, in order."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from find_scalars(inner)
    else:
        yield str(value)


def compare(registry: Path, pages: Path) -> Iterator[str]:
    """Yield the differences between a registry and its pages."""
    for path in sorted((registry / "providers").glob("*.toml")):
        file = tomllib.loads(path.read_text("utf-8"))
        for source in file["sources"]:
            known = {
                code: str(error["status"])
                for code, error in file["errors"].items()
                if error.get("source", "errors") == source
            }
            [page] = pages.glob(f"{path.stem}.{source}.*")
            found = dict(FOUND.findall(read_text(page)))
            yield from (f"removed {code}" for code in known.keys() - found.keys())
            for code, status in found.items():
                if code not in known:
                    yield f"added {code}"
                elif status and status != known[code]:
                    yield f"status {code} {status}"


if __name__ == "__main__":
    print("\n".join(compare(Path(sys.argv[1]), Path(sys.argv[2]))))

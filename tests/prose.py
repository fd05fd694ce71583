"""Phrases that plain English does without: `python -m tests.prose` lists where they are.

It reads docstrings and other strings of Python, comments, prose of Markdown outside of code, and
the strings of the registry. The lint session runs it.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import tomlkit
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
FOLDERS = ("benchmarks", "generated", "generator", "registry", "tests")
OTHERS = re.compile(r"/(findings|golden|near_misses|specimen/(generated|registry))/|_cache")
"""Files with invented content, which may be in any words."""

OPENINGS = {
    r"^(Give|Tell|Say|Make)s?\b": "Return, Yield, Build, Write or Check",
}
"""How no docstring begins, and what it begins with instead."""
PHRASES = {
    r"\bemit(s|ted|ting)?\b|\bemission\b": "generate",
    r"(?<![Tt]here )\bis no (?!longer\b|more\b)": "is not a",
    r"\bthat nobody\b": "undocumented, unknown, or a passive",
    r"\bpast (its|their) lifetime\b": "has expired",
    r"^Of (which|several|these)\b|, of which\b": "a relative clause, or two sentences",
    r"\ban own\b|\b(its|their) own one\b": "a separate",
    r"\bfor ever\b": "permanent, permanently",
    r"\b[Mm]end(s|ed|ing)?\b": "fix",
    r"\bas (it is|it was|they are|they were)(?=[.,;:]|$)": "unchanged",
    r"\bNone where\b": "None if",
    r"\bthereof\b|\bwherein\b|\bbesides\b|\blikewise\b": "also",
    r"\b(is|are) (not )?to be \w+ed\b": "must, must not",
    r"\bstands? (at|in)\b": "is at, is in",
    r"\b[Ww]h(o|ich)ever\b|\b[Oo]ne's own\b": "any, your",
    r"\b(codes?|errors?|fields?|bodies|values?) included\b": "including",
}
"""Phrases, and what to write instead; `there is no` and `is no longer` are fine."""


class Passage(NamedTuple):
    """A passage of a file.

    Attributes:
        place: Its line, or the keys that lead to it.
        text: Its text.
        kind: `comment`, `docstring`, `prose` or `string`.
    """

    place: str
    text: str
    kind: str


def read_markdown(text: str) -> Iterator[Passage]:
    """Yield each paragraph and cell, without its code."""
    for token in MarkdownIt().enable("table").parse(text):
        prose = (child.content for child in token.children or () if child.type == "text")
        yield Passage(str((token.map or [0])[0] + 1), " ".join(prose), "prose")


def read_toml(text: str) -> Iterator[Passage]:
    """Yield each string, and each line with a comment."""
    yield from find_toml_strings(tomlkit.parse(text).unwrap(), "")
    for number, line in enumerate(text.splitlines(), 1):
        if "#" in line:
            yield Passage(str(number), line, "comment")


def read_python(text: str) -> Iterator[Passage]:
    """Yield each string and comment."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield Passage(str(token.start[0]), token.string, "comment")
    nodes = list(ast.walk(ast.parse(text)))
    statements = [node.value for node in nodes if isinstance(node, ast.Expr)]
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            kind = "docstring" if node in statements else "string"
            yield Passage(str(node.lineno), " ".join(node.value.split()), kind)


def find_toml_strings(value: Any, place: str) -> Iterator[Passage]:
    """Yield each string in a value at a place."""
    if isinstance(value, str):
        yield Passage(place, value, "prose")
    elif isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from find_toml_strings(inner, f"{place}.{key}".removeprefix("."))


READERS = {".md": read_markdown, ".py": read_python, ".toml": read_toml}


def find_phrases(path: Path) -> Iterator[str]:
    """Yield a line for each phrase in a file; other strings of tests may be input or output."""
    is_test = path.is_relative_to(ROOT / "tests")
    for place, text, kind in READERS[path.suffix](path.read_text(encoding="utf-8")):
        if is_test and kind == "string":
            continue
        for phrase, advice in (PHRASES | (OPENINGS if kind == "docstring" else {})).items():
            if found := re.search(phrase, text):
                around = text[max(0, found.start() - 20) : found.end() + 20]
                yield f"{path.relative_to(ROOT)}:{place}: {around!r}; write: {advice}"


def list_files() -> list[Path]:
    """List the files of the project that have prose."""
    paths = [*ROOT.glob("*.*"), *(path for name in FOLDERS for path in (ROOT / name).rglob("*.*"))]
    return sorted(
        path for path in paths if path.suffix in READERS and not OTHERS.search(path.as_posix())
    )


if __name__ == "__main__":
    files = [Path(name).resolve() for name in sys.argv[1:]] or list_files()
    sys.exit("\n".join(line for file in files for line in find_phrases(file)) or None)

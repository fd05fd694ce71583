"""The check of phrases finds them in each kind of file, and only where people read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import prose

FILES = {
    "a.md": ("Paths\n\nIt is no path.\n", ["3"]),
    "table.md": ("| a | b |\n| --- | --- |\n| c | It is no path. |\n", ["3"]),
    "code.md": ("Write `is no path`:\n\n```text\nIt is no path.\n```\n", []),
    "a.toml": ('# It is no path.\n[a]\nb = ["It is no path."]\n', ["a.b.0", "1"]),
    "comment.py": ("x = 1  # It is no path.\n", ["1"]),
    "docstring.py": ('def f():\n    """Give a path."""\n', ["2"]),
    "string.py": ("message = 'It is no path.'\nGive = 'Give a path.'\n", ["1"]),
    "fine.py": ('"""A path is not a URL, and is no longer read."""\n', []),
}


@pytest.mark.parametrize("name", FILES)
def test_phrases_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    """Each line has the file, the place, the passage and what to write instead."""
    monkeypatch.setattr(prose, "ROOT", tmp_path)
    text, places = FILES[name]
    (tmp_path / name).write_text(text)
    lines = list(prose.find_phrases(tmp_path / name))
    assert [line.removeprefix(f"{name}:").partition(":")[0] for line in lines] == places

"""Change a registry as its maintainers do: `python -m tests.maintenance REGISTRY`.

The session `maintenance` does so in a copy of the repository, where the tests that read the
registry or its output must pass: they must not depend on particular facts.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent
NEW_PROVIDER = TESTS / "golden" / "oauth" / "registry" / "providers" / "doorkeeper.toml"
VERSION = "9.9.9"
KEPT = ("scope", "group", "category", "status", "kind")
"""Keys that an added error shares with the one that it is modelled on."""


def change(registry: Path) -> None:
    """Release a version with added, deprecated and removed errors, and with a new provider."""
    edit(registry / "sdk.toml", r'^version = ".*"', f'version = "{VERSION}"')
    providers = registry / "providers"
    for path in sorted(providers.glob("*.toml")):
        change_errors(path, errors_of(path))
    readme = (TESTS.parent / "README.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^```toml\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    if "SESSION_LOCKED" not in errors_of(providers / "hopae.toml"):
        append(providers / "hopae.toml", example)
    shutil.copy(NEW_PROVIDER, providers)


def errors_of(path: Path) -> dict[str, Any]:
    """Return the errors of a provider's file."""
    errors: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["errors"]
    return errors


def change_errors(path: Path, errors: dict[str, Any]) -> None:
    """Add an error to a provider's file, deprecate another in its favour, and remove a third."""
    *_, model = errors
    added = f"{model}_TOO" if model.isupper() else f"{model}_too"
    append(path, copy_error(added, errors[model]))
    marks = {
        "deprecated": {"reason": "Renamed.", "replacement": added, "since": VERSION},
        "removed": {"replacement": added, "since": VERSION},
    }
    unmarked = (code for code, error in errors.items() if not marks.keys() & error.keys())
    for code, (key, facts) in zip(unmarked, marks.items(), strict=False):
        table = ", ".join(f"{name} = {json.dumps(value)}" for name, value in facts.items())
        edit(path, rf'^\[errors\."?{re.escape(code)}"?\]$', rf"\g<0>\n{key} = {{ {table} }}")


def copy_error(code: str, model: dict[str, Any]) -> str:
    """Return the table of a new error that is sent in the same way as another."""
    facts = {key: model[key] for key in KEPT if key in model}
    facts |= {"class": "BrandNewError", "summary": "The provider has a new error."}
    facts |= {"since": VERSION, "aliases": [f"{code}_ONCE"]}
    lines = (f"{key} = {json.dumps(value)}" for key, value in facts.items())
    return "\n".join((f"[errors.{json.dumps(code)}]", *lines, ""))


def append(path: Path, table: str) -> None:
    """Append a table to a file."""
    text = path.read_text(encoding="utf-8").rstrip()
    path.write_text(f"{text}\n\n{table}", encoding="utf-8")


def edit(path: Path, pattern: str, instead: str) -> None:
    """Replace the only match of a pattern in a file."""
    text, times = re.subn(pattern, instead, path.read_text("utf-8"), flags=re.MULTILINE)
    assert times == 1, f"{path}: {times} places fit {pattern}"
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    change(Path(sys.argv[1]))

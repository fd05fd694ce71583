"""Check the outputs that a manifest lists: their templates, their data and their paths."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from errsmith.meaning.naming import DEVICES
from errsmith.registry.diagnostics import Finding, Rule
from errsmith.registry.misfits import UNKNOWN_CHOICE
from errsmith.registry.wording import guess_choice, quote

DATA: Final[Mapping[str, tuple[str, ...]]] = {
    "catalogue": (),
    "provider": ("provider",),
    "error": ("provider", "anchor"),
}
"""The values of `data`, each with the placeholders that the path needs."""

UNFIT_TEMPLATE: Final = Rule(
    "R911", "unfit-template", "The template of an output does not exist or cannot be used."
)
UNFIT_PATH: Final = Rule("R912", "unfit-path", "The path of an output cannot be used.")
PLACEHOLDERS: Final = Rule(
    "R913", "wrong-placeholders", "The path of an output has the wrong placeholders for its data."
)
TAKEN_PATH: Final = Rule("R914", "taken-path", "Two generated files would have the same path.")
RULES: Final = (UNFIT_TEMPLATE, UNFIT_PATH, PLACEHOLDERS, TAKEN_PATH)
"""The rules of manifests."""

_SUFFIX: Final = ".jinja"
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN: Final = frozenset('\\:*?"<>|')
"""Characters that a file name cannot contain on Windows."""
_GIT: Final = ".git"
_MEANT: Final[Mapping[str, str]] = {"id": "anchor", "error": "anchor", "code": "anchor"}
"""Placeholders that do not exist, because such a path could contain any character."""


def check_output(
    folder: Path, builtin: Collection[str], *, template: str, data: str, path: str
) -> Iterator[Finding]:
    """Yield the findings of an output; their places are relative to its table.

    Args:
        folder: The folder of templates.
        builtin: The names of built-in templates.
        template: The path of its template.
        data: What it is rendered for.
        path: The path of its files, with placeholders.
    """
    yield from _check_template(folder, builtin, template)
    if data not in DATA:
        listed = ", ".join(map(quote, DATA))
        meant = guess_choice(data, DATA)
        yield Finding(
            ("data",),
            "value",
            f"data: found string {quote(data)}, expected one of {listed}",
            f"Did you mean {quote(meant)}?" if meant else None,
            rule=UNKNOWN_CHOICE,
        )
    if reason := explain_unfit_path(path):
        message = f"path: found {quote(path)}, which {reason}, expected a path in the output folder"
        yield Finding(("path",), "value", message, rule=UNFIT_PATH)
    elif data in DATA:
        yield from _check_placeholders(data, path)


def _check_template(folder: Path, builtin: Collection[str], name: str) -> Iterator[Finding]:
    reason, help_ = _explain_unfit_template(folder, builtin, name)
    if reason:
        message = f"template: found {quote(name)}, which {reason}"
        yield Finding(("template",), "value", message, help_, rule=UNFIT_TEMPLATE)


def _explain_unfit_template(
    folder: Path, builtin: Collection[str], name: str
) -> tuple[str | None, str | None]:
    """Return why a template cannot be used and what to do about it; None if it can."""
    is_within = {"", ".", ".."}.isdisjoint(name.split("/")) and "\\" not in name
    if not is_within or not name.isprintable():
        return "is not a path in this folder", "Separate folders with `/`, without `.` or `..`"
    if name in builtin:
        return "replaces a built-in template", "Copy it to another name"
    if not name.endswith(_SUFFIX):
        return f"is not a template, expected a name that ends in `{_SUFFIX}`", None
    if not (folder / name).is_file():
        if (folder / name).exists():
            return "is not a file", None
        found = (path for path in folder.rglob(f"*{_SUFFIX}") if path.is_file())
        own = {path.relative_to(folder).as_posix() for path in found}
        meant = guess_choice(name, sorted(own - set(builtin)))
        return "does not exist", f"Did you mean {quote(meant)}?" if meant else None
    return None, None


def explain_unfit_path(path: str) -> str | None:
    """Return why a file cannot have a path on some system, as a predicate; None if it can."""
    parts = path.split("/")
    if not {"", ".", ".."}.isdisjoint(parts):
        return "is absolute or has empty parts, `.` or `..`"
    if not path.isprintable() or not _FORBIDDEN.isdisjoint(path):
        listed = " ".join(sorted(_FORBIDDEN))
        return f"has a control character or one of {listed}"
    if any(part.startswith(" ") or part.endswith((" ", ".")) for part in parts):
        return "has a part that begins or ends with a space or ends with a dot"
    if any(part.partition(".")[0].lower() in DEVICES for part in parts):
        return "has a Windows device name"
    if any(part.lower() == _GIT for part in parts):
        return f"has the name of git's folder, `{_GIT}`"
    return None


def _check_placeholders(data: str, path: str) -> Iterator[Finding]:
    """Yield a finding for the placeholders of a path that do not fit its data."""
    found = dict.fromkeys(_PLACEHOLDER.findall(path))
    needed = DATA[data]
    if set(found) == set(needed) and not set(_PLACEHOLDER.sub("", path)) & {"{", "}"}:
        return
    expected = "no placeholders, because there is only one file"
    if needed:
        listed = " and ".join(f"{{{name}}}" for name in needed)
        expected = f"the placeholder{'s'[: len(needed) > 1]} {listed}: there is a file per {data}"
    message = f"path: found {quote(path)}, expected {expected}"
    yield Finding(("path",), "value", message, _suggest(found, needed), rule=PLACEHOLDERS)


def _suggest(found: Collection[str], needed: Collection[str]) -> str | None:
    """Return help for a wrong brace or placeholder, or for placeholders that fit other data."""
    if set(found) == set(needed):
        return "Remove the other braces"
    for name in found:
        if name not in needed and _MEANT.get(name) in needed:
            return f"Did you mean `{{{_MEANT[name]}}}`?"
    for data, names in DATA.items():
        if names and set(names) == set(found):
            return f"To generate a file for each {data}, write `data = {quote(data)}`"
    return None

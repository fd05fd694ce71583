"""A registry of two invented providers that changes from release to release."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import evolve, frozen

from errsmith.cli import main
from tests.registries import sdk_toml, write_registry

GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{role}_NAME": "Ada" for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_EMAIL": "ada@acme.example" for role in ("AUTHOR", "COMMITTER")},
}
"""The environment of git: a fixed user, without the configuration of this machine."""
SDK = sdk_toml(distribution='"shop-errors"', package='"shop_errors"', acronyms='["ID"]')

ACME = """\
# The shop of Acme.

[provider]
title = "Acme Shop"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21

[[envelopes]]
id = "json"
code = { path = "code" }
fields.trace_id = { role = "trace_id", log = true }
fields.detail = { role = "message" }

[groups.card]
match = "CARD_*"
summary = "Something is wrong with the card."

[groups.order]
match = "ORDER_*"
summary = "Something is wrong with the order."

# --- Cards ---

[errors.CARD_BLOCKED]
status = 403  # as on the page
summary = "The owner has blocked the card."

[errors.CARD_EXPIRED]
status = 400
summary = "The card is past its last month of use."

# --- Orders ---

[errors.ORDER_CLOSED]
status = 409
summary = "Nobody can change an order that was delivered."

[errors.TOO_FAST]
status = 429
summary = "The shop receives more orders than agreed."
retry = { documented = "backoff" }
"""

BIRCH = """\
[provider]
title = "Birch Post"
class = "BirchError"

[sources.errors]
url = "https://birch.example/errors"
retrieved = 2026-11-21

[[envelopes]]
id = "json"
code = { path = "error" }

[errors.PARCEL_LOST]
status = 404
summary = "Nobody knows where the parcel is."

[errors.PARCEL_HEAVY]
status = 422
summary = "The parcel weighs more than a person may carry."
"""

FIRST = {"acme": ACME, "birch": BIRCH}

SECOND = {
    "acme": ACME.replace("status = 403  #", "status = 401  #")
    .replace('retry = { documented = "backoff" }', 'retry = { documented = "never" }')
    .replace("fields.detail = ", "fields.note = ")
    .replace(
        "# --- Orders ---",
        '[errors.CARD_STOLEN]\nstatus = 403\nsummary = "The police look for the card."\n\n'
        "# --- Orders ---",
    )
    .replace("an order that was delivered", "a delivered order"),
    "birch": BIRCH.replace(
        "status = 422\n",
        'status = 422\ndeprecated = { reason = "It has lifts.", replacement = "PARCEL_LOST" }\n',
    ),
}
"""A status that changes the base, other advice, a renamed field, a new error, a deprecation."""

THIRD = {
    "acme": SECOND["acme"]
    .replace("[errors.ORDER_CLOSED]", '[errors.ORDER_DONE]\naliases = ["ORDER_CLOSED"]')
    .replace("[groups.order]\n", '[groups.order]\nclass = "PurchaseError"\n'),
    "birch": BIRCH.replace(
        "status = 422\n",
        'status = 422\nremoved = { reason = "It has lifts.", replacement = "PARCEL_LOST" }\n',
    )
    + '\n[errors.STAMP_MISSING]\nstatus = 402\nsummary = "The parcel has no stamp."\n',
    "cedar": BIRCH.replace("birch", "cedar").replace("Birch", "Cedar"),
}
"""A rename with an alias, a renamed group, a removed code, a new error, a new provider."""


@frozen
class Result:
    """The result of a command."""

    code: int
    out: str
    err: str


@frozen
class Project:
    """A folder with a registry and its generated files, in a git repository.

    Attributes:
        path: The folder.
        capture: Returns what was printed since the last call.
    """

    path: Path
    capture: Callable[[], tuple[str, str]] = lambda: ("", "")

    def copy(self, path: Path) -> Project:
        """Copy the project to another folder."""
        shutil.copytree(self.path, path, symlinks=True)
        return evolve(self, path=path)

    def run(self, *arguments: str) -> Result:
        """Run errsmith in this process, in the current directory."""
        self.capture()
        code = main([*arguments])
        return Result(code, *self.capture())

    def change(self, providers: Mapping[str, str], sdk: str = "") -> None:
        """Write, generate and commit another state of the registry."""
        write_state(self.path, providers, sdk)

    def replace(self, old: str, new: str, path: str = "registry/providers/acme.toml") -> None:
        """Replace a string in a file, without generating or committing."""
        file = self.path / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def read(self, path: str) -> str:
        """Return the text of a file."""
        return (self.path / path).read_text(encoding="utf-8")

    def read_files(self) -> dict[str, bytes]:
        """Return every file by its path, apart from those of git."""
        return {
            path.relative_to(self.path).as_posix(): path.read_bytes()
            for path in self.path.rglob("*")
            if path.is_file() and ".git" not in path.relative_to(self.path).parts
        }


def run_git(folder: Path, *arguments: str) -> str:
    """Run git in a folder as a fixed user, without the configuration of this machine."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **GIT},
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout


def commit(folder: Path) -> None:
    """Commit everything in a folder, which becomes a repository if it is not one."""
    if not (folder / ".git").exists():
        run_git(folder, "init", "--quiet", "--initial-branch=main")
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--allow-empty", "--message", "Change the registry")


def write_state(folder: Path, providers: Mapping[str, str], sdk: str = "") -> None:
    """Write, generate and commit a state of the registry; the version stays the same."""
    path = folder / "registry" / "sdk.toml"
    text = sdk or (path.read_text(encoding="utf-8") if path.exists() else SDK)
    write_registry(folder / "registry", providers, text)
    assert main(["generate"]) == 0
    commit(folder)

"""The application, and the options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

from cyclopts import App, Group, Parameter, validators

Format = Literal["text", "github", "json"]
"""Output formats of findings."""
ReportFormat = Literal["text", "markdown", "json", "github"]
"""Output formats of reports."""

NO_FLAGS: Final = ()
"""Otherwise, `errsmith diff --version` would print the version of cyclopts."""

MODE = Group("Mode", validator=validators.MutuallyExclusive())
FOLDERS = Group("Folders")

app = App(
    name="errsmith",
    help="""
    Generate a typed Python SDK and its reference from a TOML registry of documented API errors.

    A registry is a folder with `sdk.toml` and `providers/<provider>.toml`. The manual describes the
    format: it is `registry/README.md` in the repository, and `errsmith/registry-format.md` in the
    installed package.

    Exit codes: 0 for success, 1 if there are findings, 2 if the command failed. A signal ends the
    process as usual; after Ctrl-C, the exit code is 130.
    """,
    version_flags=["--version"],
    help_format="markdown",
    version_format="plaintext",
    suppress_keyboard_interrupt=False,
)

RegistryFolder = Annotated[
    Path, Parameter(name="--registry", group=FOLDERS, help="Folder of the registry.")
]
FindingsFormat = Annotated[
    Format,
    Parameter(
        name="--format",
        help="Output format of findings: text, GitHub annotations, or a JSON array.",
    ),
]

"""Rendered Python against the views: its facts are those of the registry, each in its place."""

from __future__ import annotations

import tomli

from errsmith.views.module import ModuleView
from errsmith.views.package import ProjectView
from errsmith.views.responses import ExamplesView

__all__ = ["VerificationError", "verify", "verify_toml"]


class VerificationError(Exception):
    """A generated file does not say what the registry says.

    Attributes:
        path: The file.
        reason: What differs.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}; this is a fault of a template, nothing was written"


def verify(path: str, data: bytes, view: object) -> None:
    """Compare classes, docstrings, facts, codes and examples of a rendered module with its view.

    Args:
        path: The file, for messages.
        data: The module as rendered; formatted or not.
        view: What it was rendered over.

    Raises:
        VerificationError: The module is not Python or differs from the view.
    """
    if isinstance(view, ProjectView) and path != f"{view.package}/__init__.py":
        return
    if not isinstance(view, (ModuleView, ProjectView, ExamplesView)):
        return
    # Imported here: without custom templates nothing is verified.
    from errsmith.verification import tree

    reason = tree.difference(view, data.decode())
    if reason is not None:
        raise VerificationError(path, reason)


def verify_toml(path: str, data: bytes) -> None:
    """Check that a rendered file is valid TOML.

    Raises:
        VerificationError: It is not.
    """
    try:
        tomli.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise VerificationError(path, f"is not valid TOML: {error}") from error

"""Rendered Python against the views: its facts are those of the registry, each in its place."""

from __future__ import annotations

import tomli

from errsmith.verification import lines
from errsmith.views.module import ModuleView
from errsmith.views.package import ProjectView
from errsmith.views.responses import ExamplesView

__all__ = ["VerificationError", "verify"]


class VerificationError(Exception):
    """An emitted file does not say what the registry says.

    Attributes:
        path: The file.
        reason: What differs.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}; this is a fault of a template, nothing was written"


def verify(path: str, data: bytes, view: object, *, usual: bool = True) -> None:
    """Hold classes, docstrings, facts, codes and examples of a rendered module against its view.

    For a TOML file, only the syntax is checked. Other files are not checked.

    Args:
        path: The file, for messages.
        data: The module as rendered; formatted or not.
        view: What it was rendered over.
        usual: Whether a template of errsmith's own rendered it, so that a look at its lines will
            mostly do.

    Raises:
        VerificationError: The module is not Python or differs from the view, or the file is not
            valid TOML.
    """
    if path.endswith(".toml"):
        _verify_toml(path, data)
    if isinstance(view, ProjectView) and path != f"{view.package}/__init__.py":
        return
    if not isinstance(view, (ModuleView, ProjectView, ExamplesView)):
        return
    text = data.decode()
    if usual and lines.agree(view, text):
        return
    # Imported here: it is for templates of a user's, and for faults.
    from errsmith.verification import tree

    reason = tree.difference(view, text)
    if reason is not None:
        raise VerificationError(path, reason)


def _verify_toml(path: str, data: bytes) -> None:
    try:
        tomli.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise VerificationError(path, f"is not valid TOML: {error}") from error

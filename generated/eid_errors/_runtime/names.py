# Emitted by errsmith from its runtime/names.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Names that a module lacks."""

from __future__ import annotations

from collections.abc import Collection


def no_attribute(module: str, name: str, known: Collection[str]) -> AttributeError:
    """Make the error for a name that a module lacks, with the nearest of its names.

    Python itself suggests nothing where a misspelt name is imported.
    """
    msg = f"module {module!r} has no attribute {name!r}."
    if not name.startswith("_"):  # Tools look for such names; nobody misspelt them.
        # Imported here: few names are misspelt.
        from .nearest import did_you_mean

        msg += did_you_mean(name, known)
    return AttributeError(msg, name=name)

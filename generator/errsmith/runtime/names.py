"""Names that a module or a constructor lacks."""

from __future__ import annotations

from collections.abc import Collection, Sized

from .printing import redact_code


def make_attribute_error(module: str, name: str, known: Collection[str]) -> AttributeError:
    """Build the error for a name that a module lacks, with the nearest of its names.

    Python itself suggests names only in tracebacks; this message is also what loggers show.
    """
    msg = f"module {module!r} has no attribute {name!r}."
    if not name.startswith("_"):  # Tools look for such names; nobody misspelt them.
        # Imported here: few names are misspelt.
        from .nearest import suggest

        msg += suggest(name, known)
    return AttributeError(msg, name=name)


def make_call_error(
    cls: str, positional: Sized, given: Collection[str], known: Collection[str]
) -> TypeError:
    """Build the error for a wrong call of a constructor, which names the class that was called."""
    if positional:
        return TypeError(f"{cls}() takes no positional arguments")
    name = min(set(given) - set(known))
    # Imported here: few programs call a constructor wrongly.
    from .nearest import suggest

    shown = redact_code(name)  # It may be a key of a body: `SomeError(**body)`.
    msg = f"{cls}() got an unexpected keyword argument {shown!r}.{suggest(name, known)}"
    return TypeError(msg)

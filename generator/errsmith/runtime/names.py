"""Errors for names that a module or a constructor does not have."""

from __future__ import annotations

from collections.abc import Collection, Sized

from .printing import redact_code


def make_attribute_error(module: str, name: str, known: Collection[str]) -> AttributeError:
    """Build the error for a name that a module does not have, and suggest the nearest one.

    Python suggests names only in tracebacks, but loggers show this message, too.
    """
    msg = f"module {module!r} has no attribute {name!r}."
    if not name.startswith("_"):  # Tools look up such names; they are not misspelled.
        # Imported here: misspelled names are rare.
        from .nearest import suggest

        msg += suggest(name, known)
    return AttributeError(msg, name=name)


def make_call_error(
    cls: str, positional: Sized, given: Collection[str], known: Collection[str]
) -> TypeError:
    """Build the TypeError for a wrong constructor call; it names the class that was called."""
    if positional:
        return TypeError(f"{cls}() takes no positional arguments")
    name = min(set(given) - set(known))
    # Imported here: wrong calls are rare.
    from .nearest import suggest

    shown = redact_code(name)  # It may be a key of a body: `SomeError(**body)`.
    msg = f"{cls}() got an unexpected keyword argument {shown!r}.{suggest(name, known)}"
    return TypeError(msg)

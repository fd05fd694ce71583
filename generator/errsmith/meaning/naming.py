"""Names for codes: classes and members of `Code`."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable

from errsmith.runtime.joined import AMBIGUOUS, UNDOCUMENTED
from errsmith.runtime.kinds import KINDS

SUFFIX = "Error"
_DROPPED = {"error", "err", "exception"}
_WORDS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])")
_OTHER = re.compile(r"[^A-Za-z0-9]")
_THREE_DIGITS = re.compile(r"\d{3}")
_KINDS = frozenset(cls.__name__.lower() for cls in KINDS.values())
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*Error\Z")
_LOWERCASE = re.compile(r"[a-z][a-z0-9_]*\Z")
ROOT = "ApiError"
TAKEN_MODULES = frozenset({"assets", "guides", "index", "is_retryable", "retry_delay", "testing"})
"""Names that a provider's module cannot have, in addition to those that begin with `_`.

The package already has functions or a module with these names, or the reference a page or folder.
"""

DEVICES = frozenset(
    {"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
"""Device names of Windows, which no file can have, with any suffix."""
LONGEST = 100
"""Maximum length of a name, which leaves room for the rest of a path."""


def build_class_name(id_: str, acronyms: Iterable[str]) -> str:
    """Return the class name for an id: `AUTH_INVALID_GRANT` becomes `AuthInvalidGrantError`."""
    spelled = {acronym.lower(): acronym for acronym in acronyms}
    words = [word.lower() for word in _WORDS.split(id_) if word]
    if words and words[-1] in _DROPPED:
        words.pop()
    return "".join(spelled.get(word, word[0].upper() + word[1:]) for word in words) + SUFFIX


def build_member_name(code: str) -> str:
    """Return a code's member of `Code`: `SIG_BB607` for `SIG-BB607`, `CODE_471` for `471`."""
    name = _OTHER.sub("_", code.upper())
    return name if name[:1].isalpha() else f"CODE_{name}"


def is_class_name(name: str) -> bool:
    """Return whether a name has the form of a generated class: `Acme…Error`, in ASCII."""
    return _CLASS.match(name) is not None


def is_lowercase_name(name: str) -> bool:
    """Return whether a name fits an attribute or module: `a-z`, digits, `_`, not a keyword."""
    return _LOWERCASE.match(name) is not None and not keyword.iskeyword(name)


def explain_unfit_module(name: str, package: str | None) -> str | None:
    """Return why a module's name is not valid; "" if its form is wrong, None if it is valid.

    Args:
        name: The name.
        package: The name of the package, or None if it is unknown.
    """
    if keyword.iskeyword(name):
        return "a Python keyword"
    if name in TAKEN_MODULES or name == package:
        return "used by the generated package"
    if name in DEVICES:
        return "a Windows device name"
    if len(name) > LONGEST:
        return f"more than {LONGEST} characters"
    return None if is_lowercase_name(name) else ""


def explain_unfit_class(name: str) -> str | None:
    """Return why a class must not have a name, as a predicate; None if it may."""
    folded = name.lower()
    if name == SUFFIX:
        return "does not say what happened"
    if hasattr(builtins, name):
        return "clashes with a Python built-in"
    if folded == ROOT.lower():
        return "clashes with the base class of all errors (ignoring case)"
    if folded in _KINDS:
        return "clashes with the class of a kind (ignoring case)"
    if name.startswith((UNDOCUMENTED, AMBIGUOUS)):
        return f"has a prefix reserved for the SDK ({UNDOCUMENTED}, {AMBIGUOUS})"
    return None


def explain_unfit_derived_class(name: str) -> str | None:
    """Return why an id needs `class` instead of the name built from it; None if it does not."""
    if name[:1].isdigit():
        return "starts with a digit"
    if _THREE_DIGITS.search(name):
        return "contains three digits in a row"
    if not is_class_name(name):
        return "is not a valid class name"
    return explain_unfit_class(name)

"""Codes as names: classes, members of `Code`."""

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
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]*\Z")
ROOT = "ApiError"
TAKEN_MODULES = frozenset({"guides", "index", "is_retryable", "retry_delay", "testing"})
"""Modules that a provider must not be, besides those that begin with `_`.

The package has functions or a module of these names, and the reference a page or a folder.
"""

DEVICES = frozenset(
    {"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
"""What Windows takes for a device, whatever the ending: no file can have such a name."""
LONGEST = 100
"""Characters of a name that still leave room for others in a path."""


def class_name(id_: str, acronyms: Iterable[str]) -> str:
    """Give the class name of an id: `AUTH_INVALID_GRANT` is `AuthInvalidGrantError`."""
    spelled = {acronym.lower(): acronym for acronym in acronyms}
    words = [word.lower() for word in _WORDS.split(id_) if word]
    if words and words[-1] in _DROPPED:
        words.pop()
    return "".join(spelled.get(word, word[0].upper() + word[1:]) for word in words) + SUFFIX


def member_name(code: str) -> str:
    """Give the member of `Code` for a code: `SIG-BB607` is `SIG_BB607`, `471` is `CODE_471`."""
    name = _OTHER.sub("_", code.upper())
    return name if name[:1].isalpha() else f"CODE_{name}"


def stem(class_: str) -> str:
    """Give a class name without its `Error`."""
    return class_.removesuffix(SUFFIX)


def is_class_name(name: str) -> bool:
    """Tell whether `name` has the form of an emitted class: `Acme…Error`, letters and digits."""
    return _CLASS.match(name) is not None


def is_attribute_name(name: str) -> bool:
    """Tell whether `name` can be an attribute: lower case, digits, `_`, and no keyword."""
    return _ATTRIBUTE.match(name) is not None and not keyword.iskeyword(name)


def is_module_name(name: str) -> bool:
    """Tell whether `name` can be imported as a module."""
    return is_attribute_name(name)


def why_unfit(name: str) -> str | None:
    """Say why a class must not have a name, None if it may."""
    folded = name.lower()
    if name == SUFFIX:
        return "says nothing"
    if hasattr(builtins, name):
        return "is Python's own"
    if folded == ROOT.lower():
        return "is the class of every provider's errors, whatever the case"
    if folded in _KINDS:
        return "is the class of a kind, whatever the case"
    if name.startswith((UNDOCUMENTED, AMBIGUOUS)):
        return f"begins with {UNDOCUMENTED} or {AMBIGUOUS}, prefixes reserved for the SDK"
    return None


def why_not_derived(name: str) -> str | None:
    """Say why a name made of an id needs `class` instead, None if it does not."""
    if name[:1].isdigit():
        return "starts with a digit"
    if _THREE_DIGITS.search(name):
        return "holds three digits in a row"
    if not is_class_name(name):
        return "is no class name"
    return why_unfit(name)


def export_order(names: Iterable[str]) -> tuple[str, ...]:
    """Sort names for `__all__` as linters expect it: constants, classes, the rest."""

    def rank(name: str) -> tuple[int, list[tuple[int, str, str]]]:
        first = 0 if name.isupper() else 1 if name[:1].isupper() else 2
        pieces = re.findall(r"\d+|\D+", name)
        # Digits compare by number, of which Python does not make one of any length.
        numbers = (piece.lstrip("0") if piece.isdigit() else None for piece in pieces)
        return first, [
            (-1, "", piece) if number is None else (len(number), number, piece)
            for piece, number in zip(pieces, numbers, strict=True)
        ]

    return tuple(sorted(names, key=rank))

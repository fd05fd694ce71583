"""Name the classes of new errors."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from errsmith.meaning import naming
from errsmith.meaning.subjects import Subject

_NUMBER: Final = re.compile(r"\d+", re.ASCII)
_LONG_NUMBER: Final = re.compile(r"\d{3}", re.ASCII)


def list_classes(subject: Subject) -> set[str]:
    """Return the names of all classes of a provider, in lowercase."""
    resolution = subject.resolution
    classes = {subject.file.provider.class_, *resolution.group_classes.values()}
    return {name.lower() for name in (*classes, *(e.class_ for e in resolution.errors.values()))}


def choose_class(
    subject: Subject, code: str, group: str | None, taken: Collection[str]
) -> str | None:
    """Return the `class` that a new error needs, or None if it needs none.

    Args:
        subject: The provider.
        code: The code of the error, which is also its id.
        group: The id of its group.
        taken: The names that are taken, in lowercase.

    Returns:
        The class of its group or provider and the number or the words of the code, as in
        `JSONValidation603Error`. None if the name derived from the code can be used, or if no other
        name can.
    """
    derived = naming.build_class_name(code, subject.acronyms)
    if naming.explain_unfit_derived_class(derived) is None and derived.lower() not in taken:
        return None
    names = _list_names(subject, code, group, derived.removesuffix(naming.SUFFIX))
    return next((name for name in names if _is_fit(name) and name.lower() not in taken), None)


def _list_names(subject: Subject, code: str, group: str | None, derived: str) -> Iterator[str]:
    owners = [subject.resolution.group_classes.get(group or ""), subject.file.provider.class_]
    stems = [owner.removesuffix(naming.SUFFIX) for owner in owners if owner is not None]
    parts = [derived]
    if derived[:1].isdigit() or _LONG_NUMBER.search(derived):
        parts = [_find_number(code), *parts]
    for stem in stems:
        yield from (f"{stem}{part}{naming.SUFFIX}" for part in parts)


def _find_number(code: str) -> str:
    """Return the longest number of a code; `404.1` is one number."""
    numbers = _NUMBER.findall(code)
    has_letters = any(character.isalpha() for character in code)
    return max(reversed(numbers), key=len) if has_letters else "".join(numbers)


def _is_fit(name: str) -> bool:
    return naming.is_class_name(name) and naming.explain_unfit_class(name) is None

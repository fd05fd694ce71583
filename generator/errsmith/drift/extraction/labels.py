"""The roles of column headers and of the keys of lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from attrs import frozen

from errsmith.drift.extraction.phrases import LABELS, WEAK_LABELS, Role
from errsmith.runtime.reading.globs import Globs

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORDS = re.compile(r"[^\W_]+")

_ROLES: Final[Mapping[str, Role]] = {
    phrase: role for role, phrases in LABELS.items() for phrase in phrases
}

_TYPE: Final = "type"


@frozen
class Labels:
    """The roles of labels, as declared for a source or by default.

    Attributes:
        declared: The globs that `extract` declares, by role.
    """

    declared: Mapping[Role, Globs]

    def find_role(self, label: str) -> Role | None:
        """Return the role of a label, or None if it has none."""
        folded = fold_label(label)
        for role, globs in self.declared.items():
            if globs.find_only(label.strip().lower()) or globs.find_only(folded):
                return role
        usual = _find_usual_role(folded)
        # If a role is declared, only the declared labels have it.
        return None if usual in self.declared else usual

    def list_declared(self, label: str) -> list[Role]:
        """Return the roles whose declared globs match a label."""
        names = (label.strip().lower(), fold_label(label))
        return [r for r, globs in self.declared.items() if any(map(globs.find_best, names))]

    def is_declared(self, role: Role) -> bool:
        """Return whether the labels of a role are declared."""
        return role in self.declared


def build_labels(declared: Iterable[tuple[Role, tuple[str, ...]]]) -> Labels:
    """Return the roles of labels, with declared globs by role."""
    return Labels(
        {
            role: Globs((role, glob.strip().lower()) for glob in globs)
            for role, globs in declared
            if globs
        }
    )


@lru_cache(4096)
def fold_label(label: str) -> str:
    """Return a label as lowercase words, the same for `errorCode:` and `Error code *`."""
    return " ".join(_WORDS.findall(_BOUNDARY.sub(" ", label[:200]))).lower()


@lru_cache(4096)
def _find_usual_role(folded: str) -> Role | None:
    if folded in _ROLES:
        return _ROLES[folded]
    words = folded.split()
    if "retry" in words or "retryable" in words:
        return "retry"
    # "Code (string)", "HTTP status (default)": the first words decide.
    if 1 < len(words) <= _MOST_WORDS and not any(map(str.isdigit, words)):
        for end in range(len(words) - 1, 0, -1):
            first = _ROLES.get(" ".join(words[:end]))
            if first in {"code", "status"}:
                return first
        if words[-1] in {"code", "codes"} and not _OTHER_CODES & set(words):
            return "code"
        if words[-1] in {"description", "message", "meaning"}:
            return "description"
    return None


_OTHER_CODES: Final = frozenset(
    {"http", "status", "country", "currency", "language", "postal", "zip", "bank", "phone", "area"}
    | {"auth", "authorization", "verification", "grant", "tx", "transaction", "device", "user"}
    | {"access", "state", "promo", "coupon", "bar", "qr", "pin", "challenge", "merchant", "length"}
)
"""Words before `code` that make it something other than an error code: `country code`."""
_MOST_WORDS: Final = 5
"""The maximum number of words of a label; a longer line is a sentence."""


_LONGEST: Final = 60
"""The maximum length of a label."""


def is_weak_label(label: str) -> bool:
    """Return whether a label is ambiguous: codes can have it, and other values, too."""
    return fold_label(label) in WEAK_LABELS


def is_usual_label(label: str) -> bool:
    """Return whether a label is in the list of usual labels, such as `error_description`."""
    return fold_label(label) in _ROLES


def is_type_label(label: str) -> bool:
    """Return whether a label is that of a type: the data type of fields, or the type of errors."""
    return fold_label(label) == _TYPE


def is_label(text: str) -> bool:
    """Return whether a text is short enough to be a label."""
    return 0 < len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS + 1

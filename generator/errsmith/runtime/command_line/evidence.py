"""The evidence that a provider sent a response: codes and fields that other APIs do not have.

- A documented code with a digit in it, such as `SIG_BB801`, is certain evidence.
- Any other documented code is certain evidence together with a field that only this provider has,
  or deep inside the body, or if it is not a common word and the body has only the provider's keys.
- A group is certain evidence together with a field that only this provider has. With an
  undocumented code, it also is if group and code are two parts of one string, or if the body has
  three of the provider's fields and no other keys.
- Anything else is weak evidence, because many APIs send problem details or OAuth errors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from http import HTTPStatus
from typing import Any, Final

from ..errors import ApiError
from ..provider import Provider
from ..reading.catalog import Match
from ..reading.places import split_path
from ..wire.wire import LEAST_ERROR, LEAST_STATUS

_PHRASES: Final = frozenset(re.sub("[ -]", "_", status.phrase.lower()) for status in HTTPStatus)
_STANDARD_FIELDS: Final = frozenset(
    {
        "algs",
        "code",
        "detail",
        "details",
        "error",
        "error_description",
        "error_uri",
        "id",
        "instance",
        "iss",
        "message",
        "realm",
        "reason",
        "scope",
        "state",
        "status",
        "success",
        "timestamp",
        "title",
    }
)
"""Members of problem details (RFC 9457), OAuth errors and challenges, and many other APIs."""
_ENOUGH_FIELDS: Final = 3


class Clue(IntEnum):
    """The evidence that a provider sent a response, weakest first."""

    NOTHING = 0
    FIELDS = 1
    COMMON_CODE = 2
    GROUP = 3
    CODE = 4
    PRINTED = 5


CLAIMS: Final = {
    Clue.GROUP: "no other provider documents this group",
    Clue.CODE: "no other provider documents this code in a response like this",
    Clue.PRINTED: "the printed error names it",
}
"""Why an error is attributed to a provider, by clue."""
LIKENESSES: Final = {
    Clue.FIELDS: "uses these field names, but other APIs do too",
    Clue.COMMON_CODE: "documents codes like this, but other APIs may send them too",
}
"""Why an error may come from a provider, by clue."""


class Evidence:
    """The evidence in a response for one provider.

    Attributes:
        fields: The provider's fields that the response has.
        clue: The strongest clue.
    """

    def __init__(
        self,
        error: ApiError,
        provider: Provider[Any],
        body: object,
        match: Match[Any] | None,
        *,
        is_cut: bool = False,
    ) -> None:
        """Weigh the evidence in a response.

        Args:
            error: The response, parsed as an error of the provider.
            provider: The provider.
            body: The body.
            match: The match in the provider's catalog, None for a redirect.
            is_cut: Whether the body was cut off.
        """
        self._error = error
        self._provider = provider
        self._body: Mapping[Any, Any] = body if isinstance(body, dict) else {}
        self._match = match
        names = ("provider_message", *provider.fields)
        self.fields = [name for name in names if getattr(error, name) is not None]
        clue = self._weigh()
        # The end of a code may be missing.
        self.clue = min(clue, Clue.FIELDS) if is_cut and not self._is_documented else clue

    @property
    def _is_documented(self) -> bool:
        return self._error.reading in ("documented", "ambiguous")

    def _weigh(self) -> Clue:
        error = self._error
        if self._is_of_status() or self._is_success():
            return Clue.NOTHING
        code = error.code
        if self._is_documented and code is not None:
            return Clue.CODE if self._is_own_code(code) else Clue.COMMON_CODE
        # In an envelope with a constant group, every code is in that group.
        if error.info.group not in {None, *self._provider.catalog.constant_groups}:
            if self._has_own_field() or (code is not None and self._is_own_group()):
                return Clue.GROUP
            return Clue.COMMON_CODE if code is None or len(self.fields) > 1 else Clue.NOTHING
        return Clue.FIELDS if code is not None and len(self.fields) > 1 else Clue.NOTHING

    def _is_of_status(self) -> bool:
        """Return whether the code is just the status, which every response has."""
        return self._error.code is not None and self._error.code == str(self._error.status)

    def _is_success(self) -> bool:
        status = self._body.get("status")
        return type(status) is int and LEAST_STATUS <= status < LEAST_ERROR

    def _is_own_code(self, code: str) -> bool:
        if any(c.isdigit() for c in code) or self._has_own_field() or self._is_deep():
            return True
        return not _is_common(code) and not self._has_foreign_keys()

    def _is_own_group(self) -> bool:
        match = self._match
        if match is not None and match.envelope is not None and match.envelope.code.parts:
            return match.sent.group is not None
        return len(self.fields) >= _ENOUGH_FIELDS and not self._has_foreign_keys()

    def _has_own_field(self) -> bool:
        common = {"provider_message", *self._provider.texts, *_STANDARD_FIELDS}
        return any(name.removeprefix("body_") not in common for name in self.fields)

    def _is_deep(self) -> bool:
        """Return whether the code is nested in the body, which few APIs do."""
        match = self._match
        path = None if match is None or match.envelope is None else match.envelope.code.path
        return len(split_path(path or "")) > 1

    def _has_foreign_keys(self) -> bool:
        """Return whether the body has keys that the provider does not send."""
        own = {name.removeprefix("body_") for name in self._provider.fields}
        paths = (envelope.code.path for envelope in self._provider.catalog.envelopes)
        own.update(str(split_path(path)[0]) for path in paths if path)
        foreign = self._body.keys() - own - _STANDARD_FIELDS
        kind = str(self._body.get("type", "about:blank"))  # A problem type (RFC 9457).
        if kind == "about:blank" or self._provider.name.replace("_", "") in kind.lower():
            foreign -= {"type"}
        return bool(foreign)


def _is_common(code: str) -> bool:
    """Return whether a code consists of ordinary words, as in OAuth, or is an HTTP phrase."""
    return code == code.lower() or code.lower().replace("-", "_") in _PHRASES

# Emitted by errsmith from its runtime/command_line/findings.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""The errors in a paste: the one to explain, and a list of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from attrs import evolve

from ..errors import ApiError
from ..facts import ProviderInfo
from . import terminal
from .evidence import CLAIMS, Clue
from .explaining import class_name
from .lookup import Providers, code_of
from .pastes.search import Paste
from .pastes.statuses import Statuses
from .recognition import Recognition, Sighting, error_of
from .reporting import headline

_MOST_LISTED: Final = 20


class Known(NamedTuple):
    """An error whose provider is known.

    Attributes:
        error: The error.
        provider: Its provider.
        reason: Why the error is attributed to this provider.
    """

    error: ApiError
    provider: ProviderInfo
    reason: str


class Findings:
    """The errors in a paste.

    Attributes:
        sighting: What to explain: the last error, otherwise the last response that may be one;
            empty if there is neither.
        errors: The certain errors, one per code: the last one with a status, otherwise the last
            one.
        has_values: Whether any value in the paste may be a body.
        has_redirect: Whether the last such value is a URL.
        pasted_text: The paste as text.
        is_exhausted: Whether a part was skipped because it would have taken too long.
    """

    def __init__(self, data: bytes, providers: Providers, told: Mapping[str, Any]) -> None:
        """Search pasted bytes; `told` are the status, path and scope given as options."""
        found = Recognition(data, providers, **told)
        self._providers = providers
        self.pasted_text = found.text
        self.is_exhausted = found.is_exhausted
        self.has_values = bool(found.sightings)
        self.has_redirect = self.has_values and found.sightings[-1].paste.redirect is not None
        self._counts: dict[tuple[object, ...], int] = {}
        last: dict[tuple[object, ...], Sighting] = {}
        for one in found.sightings:
            if one.is_claimed:
                error = one.candidates[0].error
                key = (type(error), code_of(error))
                self._counts[key] = self._counts.get(key, 0) + 1
                before = last.pop(key, one)
                has_lost_status = error.status is None and before.candidates[0].error.status
                last[key] = before if has_lost_status else one
        self._keys = list(last)
        self.errors = list(last.values())
        self.sighting = self._to_explain(found, told)

    def _to_explain(self, found: Recognition, told: Mapping[str, Any]) -> Sighting:
        if self.errors:
            return self.errors[-1]
        alike = [one for one in found.sightings if one.candidates]
        failures = [one for one in found.sightings if one.is_failure]
        responses = [one for one in found.sightings if one.paste.is_response]
        for some in (alike, failures):
            if some:
                return some[-1]
        status = told.get("status") or Statuses(found.text).only_failure()
        paste = responses[-1].paste if responses else Paste()
        return Sighting(paste if status is None else evolve(paste, status=status), ())

    @property
    def is_kind_alone(self) -> bool:
        """Whether this SDK printed the error with only its kind."""
        return self.sighting.clue == Clue.PRINTED and self.sighting.candidates[0].provider is None

    def known(self, told: str | None) -> Known | None:
        """Return the error to explain if its provider is known.

        Args:
            told: The name of the provider given as an option, or None.
        """
        if len(self._providers) == 1 and self.sighting.clue != Clue.PRINTED:
            reason = "the only provider of this SDK" if told is None else "given by --provider"
            return self.told(next(iter(self._providers.values())), reason)
        if not self.sighting.is_claimed:
            return None
        candidate = self.sighting.candidates[0]
        if candidate.provider is None:
            return None
        return Known(candidate.error, candidate.provider, CLAIMS[candidate.clue])

    def told(self, info: ProviderInfo, reason: str) -> Known | None:
        """Return the paste as an error of a provider, or None for a URL without an error."""
        compared = (one.error for one in self.sighting.candidates if one.provider is info)
        error = next(compared, None) or error_of(self.sighting.paste, info)
        return None if error is None else Known(error, info, reason)

    def text(self) -> str:
        """Return the list of the errors as text; empty if there are fewer than two."""
        if len(self.errors) < 2:  # noqa: PLR2004 - one needs no list
            return ""
        shown = [*zip(self._keys, self.errors, strict=True)][-_MOST_LISTED:]
        lines = self._lines
        rows = [[f"line {lines[one.paste.start]}", self._head(key, one)] for key, one in shown]
        head = f"{len(self.errors)} different errors found; the last one is explained."
        if len(shown) < len(self.errors):
            head += f" The last {_MOST_LISTED}:"
        return f"{head}\n\n{terminal.columns(rows)}\n"

    def as_json(self) -> list[dict[str, Any]]:
        """Return the errors as JSON objects."""
        lines = self._lines
        return [
            {
                "line": lines[one.paste.start],
                "times": self._counts[key],
                "provider": one.candidates[0].provider and one.candidates[0].provider.name,
                "class": class_name(type(one.candidates[0].error)),
                "code": code_of(one.candidates[0].error),
                "status": one.candidates[0].error.status,
                "reading": one.candidates[0].error.reading,
            }
            for key, one in zip(self._keys, self.errors, strict=True)
        ]

    def _head(self, key: tuple[object, ...], one: Sighting) -> str:
        provider, error, *_ = one.candidates[0]
        title = "Unknown provider" if provider is None else provider.title
        times = f" ({self._counts[key]} times)" if self._counts[key] > 1 else ""
        return headline(error, title) + times

    @property
    def _lines(self) -> dict[int, int]:
        """The number of the line of each error, by its position."""
        lines: dict[int, int] = {}
        line, position = 1, 0
        for start in sorted({one.paste.start for one in self.errors}):
            line += self.pasted_text.count("\n", position, start)
            position = start
            lines[start] = line
        return lines

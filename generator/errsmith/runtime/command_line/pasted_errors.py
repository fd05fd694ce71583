"""The errors in a paste: the one to explain, and a list of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from attrs import evolve

from ..errors import ApiError
from ..facts import ProviderInfo
from . import terminal
from .evidence import CLAIMS, Clue
from .explaining import get_class_name
from .lookup import Providers, get_shown_code
from .pastes.mentions import StatusMentions
from .pastes.search import Paste
from .recognition import Recognition, Sighting, parse_paste
from .reporting import format_headline

_MOST_LISTED: Final = 20


class Attribution(NamedTuple):
    """An error whose provider is known.

    Attributes:
        error: The error.
        provider: Its provider.
        reason: Why the error is attributed to this provider.
    """

    error: ApiError
    provider: ProviderInfo
    reason: str


class PastedErrors:
    """The errors in a paste.

    Attributes:
        sighting: The error to explain: the last certain error or, failing that, the last response
            that may be one; empty if there is neither.
        errors: The certain errors, one per code: the last one with a status, or else the last one.
        has_values: Whether any value in the paste may be a body.
        has_redirect: Whether the last such value is a URL.
        text: The paste as text.
        is_exhausted: Whether part of it was skipped because searching it would take too long.
    """

    def __init__(self, data: bytes, providers: Providers, hints: Mapping[str, Any]) -> None:
        """Search pasted bytes; `hints` are the status, path and scope given as options."""
        recognition = Recognition(data, providers, **hints)
        self._providers = providers
        self.text = recognition.text
        self.is_exhausted = recognition.is_exhausted
        self.has_values = bool(recognition.sightings)
        self.has_redirect = self.has_values and recognition.sightings[-1].paste.redirect is not None
        self._counts: dict[tuple[object, ...], int] = {}
        last: dict[tuple[object, ...], Sighting] = {}
        for sighting in recognition.sightings:
            if sighting.is_claimed:
                error = sighting.best.error
                key = (type(error), get_shown_code(error))
                self._counts[key] = self._counts.get(key, 0) + 1
                before = last.pop(key, sighting)
                has_lost_status = error.status is None and before.best.error.status
                last[key] = before if has_lost_status else sighting
        self._keys = list(last)
        self.errors = list(last.values())
        self.sighting = self._choose_sighting(recognition, hints)

    def _choose_sighting(self, recognition: Recognition, hints: Mapping[str, Any]) -> Sighting:
        if self.errors:
            return self.errors[-1]
        alike = [sighting for sighting in recognition.sightings if sighting.candidates]
        failures = [sighting for sighting in recognition.sightings if sighting.is_failure]
        responses = [sighting for sighting in recognition.sightings if sighting.paste.is_response]
        if alike or failures:
            return (alike or failures)[-1]
        status = hints.get("status") or StatusMentions(recognition.text).find_only_failure()
        paste = responses[-1].paste if responses else Paste()
        return Sighting(paste if status is None else evolve(paste, status=status), ())

    @property
    def is_kind_alone(self) -> bool:
        """Whether the paste shows only the error's kind, as this SDK printed it."""
        return self.sighting.clue == Clue.PRINTED and self.sighting.best.provider is None

    def attribute(self, option: str | None) -> Attribution | None:
        """Return the error to explain if its provider is known.

        Args:
            option: The name of the provider given as an option, or None.
        """
        if len(self._providers) == 1 and self.sighting.clue != Clue.PRINTED:
            is_chosen = option is not None
            reason = (
                "you named it with --provider" if is_chosen else "it is the only one in this SDK"
            )
            return self.attribute_to(next(iter(self._providers.values())), reason)
        if not self.sighting.is_claimed:
            return None
        provider, error, clue, _ = self.sighting.best
        return None if provider is None else Attribution(error, provider, CLAIMS[clue])

    def attribute_to(self, info: ProviderInfo, reason: str) -> Attribution | None:
        """Return the paste as an error of a provider, or None for a URL without an error."""
        candidates = self.sighting.candidates
        compared = (candidate.error for candidate in candidates if candidate.provider is info)
        error = next(compared, None) or parse_paste(self.sighting.paste, info)
        return None if error is None else Attribution(error, info, reason)

    def to_text(self) -> str:
        """Return the list of the errors as text; empty if there are fewer than two."""
        if len(self.errors) < 2:  # noqa: PLR2004 - a single error needs no list
            return ""
        shown = [*zip(self._keys, self.errors, strict=True)][-_MOST_LISTED:]
        lines = self._lines
        rows = [
            [f"line {lines[sighting.paste.start]}", self._format_headline(key, sighting)]
            for key, sighting in shown
        ]
        head = f"{len(self.errors)} different errors found; the last one is explained."
        if len(shown) < len(self.errors):
            head += f" The last {_MOST_LISTED}:"
        return f"{head}\n\n{terminal.format_columns(rows)}\n"

    def to_json(self) -> list[dict[str, Any]]:
        """Return the errors as JSON objects."""
        lines = self._lines
        return [
            {
                "line": lines[sighting.paste.start],
                "times": self._counts[key],
                "provider": sighting.best.provider and sighting.best.provider.name,
                "class": get_class_name(type(sighting.best.error)),
                "code": get_shown_code(sighting.best.error),
                "status": sighting.best.error.status,
                "reading": sighting.best.error.reading,
            }
            for key, sighting in zip(self._keys, self.errors, strict=True)
        ]

    def _format_headline(self, key: tuple[object, ...], sighting: Sighting) -> str:
        provider, error, *_ = sighting.best
        title = "Unknown provider" if provider is None else provider.title
        times = f" ({self._counts[key]} times)" if self._counts[key] > 1 else ""
        return format_headline(error, title) + times

    @property
    def _lines(self) -> dict[int, int]:
        """The line number of each error, by its position."""
        lines: dict[int, int] = {}
        line, position = 1, 0
        for start in sorted({sighting.paste.start for sighting in self.errors}):
            line += self.text.count("\n", position, start)
            position = start
            lines[start] = line
        return lines

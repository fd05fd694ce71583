"""A page about an error of an unknown provider, for the person on call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..catalogue import make_facts_json
from ..errors import ApiError
from ..kinds import KINDS
from ..retrying import retry_delay
from ..statements import describe, explain_retry, join_alternatives
from ..statuses import derive_kind
from ..wire.headers import read_retry_after
from . import terminal
from .evidence import LIKENESSES, Clue
from .explaining import get_class_name, state, state_actor
from .lookup import Providers, get_shown_code
from .recognition import Sighting
from .reporting import describe_wait
from .terminal import Fact


class UnclearReport:
    """A page about an error whose provider is unknown.

    It shows what follows from the status: the kind and its usual advice.

    Attributes:
        sighting: The error, and the providers that may have sent it.
        providers: The providers of the SDK.
    """

    def __init__(self, sighting: Sighting, providers: Providers) -> None:
        self.sighting = sighting
        self.providers = providers
        self.error = _make_error(sighting)

    def to_text(self) -> str:
        """Return a page about the error."""
        status = self.error.status
        head = "Unknown provider" if status is None else f"Unknown provider: HTTP {status}"
        return terminal.format_page(head, self._list_facts())

    def to_json(self) -> dict[str, Any]:
        """Return the page as a JSON object."""
        error = self.error
        return {
            "provider": None,
            "looks_like": list(self._collect_likenesses()),
            "reason": None,
            "documented": False,
            "reading": None,
            "candidates": [],
            "class": get_class_name(type(error)),
            "code": self._find_code(),
            "status": error.status,
            "kind": error.info.kind,
            "retry": None if error.retry is None else make_facts_json(error.retry),
            "delay": retry_delay(error),
            "fix": None,
            "user_message": None,
            "fields": {},
            "quoted": [],
            "support": None,
            "info": make_facts_json(error.info),
        }

    def list_names(self) -> list[str]:
        """Return the names of the providers to choose from, the likely ones first."""
        return list(dict.fromkeys([*self._collect_likenesses(), *self.providers]))

    @property
    def is_empty(self) -> bool:
        """Whether the page would be empty."""
        return not self.sighting.candidates and self.error.status is None

    def _collect_likenesses(self) -> dict[str, Clue]:
        """Return the strongest clue for each provider, by the provider's name."""
        candidates = self.sighting.candidates
        return {provider.name: clue for provider, _, clue, _ in candidates if provider is not None}

    def _find_code(self) -> str | None:
        """Return the code, or None if it is uncertain."""
        codes = {get_shown_code(candidate.error) for candidate in self.sighting.candidates}
        is_known = len(codes) == 1 and self.sighting.clue > Clue.FIELDS
        return codes.pop() if is_known else None

    def _list_facts(self) -> Iterator[Fact]:
        likenesses = self._collect_likenesses()
        if self.sighting.clue == Clue.PRINTED:
            yield "What happened", "The input shows the kind of the error, but not its code."
        elif not likenesses:
            yield "What happened", "The input does not show which provider sent this."
        else:
            clues = {self.providers[name].title: clue for name, clue in likenesses.items()}
            likely = [f"{title}, which {_describe_likeness(c)}" for title, c in clues.items()]
            yield "Looks like", likely
        if code := self._find_code():
            yield "Code", code
        yield from state_actor(self.error.info.kind)
        yield "Retry", explain_retry(self.error.retry, self.error.info, "")
        if wait := describe_wait(self.error):
            yield "Wait", wait
        yield from state(describe(self.error.info, ""), "Kind")
        if self.sighting.clue != Clue.PRINTED:
            names = join_alternatives(self.list_names())
            option = f"`--provider NAME`, where NAME is {names},"
            yield "Next", f"Add {option} to see what that provider documents."


def _describe_likeness(clue: Clue) -> str:
    return LIKENESSES.get(clue, "documents codes like this, but others do too")


def _make_error(sighting: Sighting) -> ApiError:
    """Return an error of the kind that the status implies."""
    if sighting.clue == Clue.PRINTED:
        return sighting.best.error
    status, headers = sighting.paste.status, sighting.paste.headers
    cls = KINDS.get(derive_kind(status) or "", ApiError)
    return cls(status=status, retry_after=read_retry_after(headers))

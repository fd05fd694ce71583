"""A page about an error whose provider is not known, for the person on call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import ApiError
from ..headers import retry_after
from ..kinds import KINDS, kind_of
from ..retrying import retry_delay
from ..statements import alternatives, retry_text
from . import terminal
from .explaining import class_name, kind_text, plain
from .lookup import Providers
from .recognition import LIKENESSES, Clue, Sighting
from .reporting import wait_text
from .terminal import Fact


class UnclearReport:
    """A page about an error that no provider, or several, may have sent.

    It has what follows from the status alone: the kind and its usual advice.

    Attributes:
        sighting: The error, and the providers that it looks like.
        providers: The providers of the SDK.
    """

    def __init__(self, sighting: Sighting, providers: Providers) -> None:
        self.sighting = sighting
        self.providers = providers
        self.error = _error_of(sighting)

    def text(self) -> str:
        """Return a page about the error."""
        status = self.error.status
        head = "Unknown provider" if status is None else f"Unknown provider: HTTP {status}"
        return terminal.page(head, self._facts())

    def as_json(self) -> dict[str, Any]:
        """Return the same as a JSON object."""
        error = self.error
        return {
            "provider": None,
            "looks_like": [info.name for info in self._likenesses()],
            "documented": False,
            "reading": "unreadable",
            "class": class_name(type(error)),
            "code": self._code(),
            "status": error.status,
            "kind": error.info.kind,
            "retry": None if error.retry is None else plain(error.retry),
            "delay": retry_delay(error),
        }

    def names(self) -> list[str]:
        """Return the names of the providers to choose from, the likely ones alone if any is."""
        return [info.name for info in self._likenesses()] or list(self.providers)

    def _likenesses(self) -> list[Any]:
        return [one.provider for one in self.sighting.candidates if one.provider is not None]

    def _code(self) -> str | None:
        """Return the code, None if it may be anything else."""
        codes = {one.error._shown_code for one in self.sighting.candidates}
        is_known = len(codes) == 1 and self.sighting.clue > Clue.FIELDS
        return codes.pop() if is_known else None

    def _facts(self) -> Iterator[Fact]:
        likenesses = self._likenesses()
        if self.sighting.clue == Clue.PRINTED:
            yield "What happened", "This SDK printed the kind of the error and not its code."
        elif not likenesses:
            yield "What happened", "No provider of this SDK is recognized in what was pasted."
        else:
            yield "Looks like", [f"{one.title}, which {self._likeness()}" for one in likenesses]
        if code := self._code():
            yield "Code", code
        yield "Kind", kind_text(self.error.info.kind)
        yield "Retry", retry_text(self.error.retry, self.error.info, "")
        if wait := wait_text(self.error):
            yield "Wait", wait
        if self.sighting.clue != Clue.PRINTED:
            yield "Next", f"Add --provider {alternatives(self.names())} to read all of it."

    def _likeness(self) -> str:
        return LIKENESSES.get(self.sighting.clue, "documents this code, as others do")


def _error_of(sighting: Sighting) -> ApiError:
    """Return an error of the kind that the status implies."""
    if sighting.clue == Clue.PRINTED:
        return sighting.candidates[0].error
    status, headers = sighting.paste.status, sighting.paste.headers
    cls = KINDS.get(kind_of(status) or "", ApiError)
    return cls(status=status, retry_after=retry_after(headers))

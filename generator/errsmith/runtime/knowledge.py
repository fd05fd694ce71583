"""Facts about a provider's errors that go beyond their classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from .errors import ApiError
from .facts import ErrorInfo, Retry, find_common_facts
from .printing import Loggable, to_loggable
from .wire.headers import read_retry_after, read_wait
from .wire.wire import normalize_status

if TYPE_CHECKING:
    from .reading.catalog import Catalog
    from .reading.declarations import Category

E = TypeVar("E", bound=ApiError)


class Knowledge(Generic[E]):
    """The provider functions that errors use: advice, messages, and safe display."""

    if TYPE_CHECKING:  # Members of `Provider`, as in `Receiver`.
        errors: Mapping[str, type[E]]
        log: tuple[str, ...]
        codes: tuple[str, ...]
        _waits: Mapping[str, str]
        _retryable: tuple[str, ...]

        @property
        def catalog(self) -> Catalog[type[E]]:
            """The documented errors, and the shapes of the responses."""
            ...

    def find_id(self, error: ApiError) -> str | None:
        """Return the id of a documented error, or None if its code is not documented."""
        # By class, because one code may stand for several errors.
        return next((id_ for id_, cls in self.errors.items() if isinstance(error, cls)), None)

    def find_advice(self, error: ApiError) -> Retry | None:
        """Return the advice for an error, regardless of what its response asks for.

        It comes from the error, its group, its category or its kind, in this order.
        """
        own, *others = self._iterate_infos(error)
        if own.retry is not None and own.retry.level != "kind":
            return own.retry
        return next((info.retry for info in others if info.retry is not None), own.retry)

    def find_fix(self, error: ApiError) -> str | None:
        """Return what to do about an error: from the error, its group or its category."""
        infos = self._iterate_infos(error)
        return next((info.fix for info in infos if info.fix is not None), None)

    def find_user_texts(self, error: ApiError) -> ErrorInfo:
        """Return the facts with the messages for the user: the error's or its category's."""
        own, *others = self._iterate_infos(error)
        return next((info for info in (own, *others) if info.user_message is not None), own)

    def find_category(self, error: ApiError) -> Category | None:
        """Return the category of the status that was received, or None."""
        return self.catalog.find_category(normalize_status(error.status))

    def _iterate_infos(self, error: ApiError) -> Iterator[ErrorInfo]:
        """Yield the facts that may have advice for an error, the most specific first."""
        candidates = error.candidates
        own = find_common_facts(cls.info for cls in candidates) if candidates else error.info
        yield own
        category = self.find_category(error)
        if own.category is None and category is not None:
            yield category.info

    @property
    def can_name_group(self) -> bool:
        """Whether responses can name the group of their code."""
        return any(envelope.can_name_group for envelope in self.catalog.envelopes)

    def redact(self, code: str) -> str:
        """Return a code in a form that is safe to show: as sent if documented or an identifier."""
        # Imported here, as below: most errors are caught and never shown.
        from .showing import redact

        return redact(code, self.catalog)

    def redact_field(self, name: str, value: object) -> Loggable:
        """Return a field in a form that is safe to show; one that contains the code is redacted."""
        if name not in self.codes:
            return to_loggable(value)
        from .showing import redact_at

        place = next(e.code for e in self.catalog.envelopes if name in e.fields)
        return redact_at(place, value, self.catalog)

    def find_retry_after(self, error: ApiError) -> float | None:
        """Return the seconds that the response asks to wait, or None if it does not."""
        raw = error.raw
        headers = None if raw is None else raw.headers
        seconds = read_retry_after(headers)
        if seconds is not None:
            return seconds
        units = self._waits.items()
        waits = (read_wait(getattr(error, name), unit, headers) for name, unit in units)
        return next((wait for wait in waits if wait is not None), None)

    def find_retryable(self, error: ApiError) -> bool | None:
        """Return whether the response says that the error is retryable, or None if it does not say.

        If there are several such fields, the first one with a value counts.
        """
        flags = (getattr(error, name) for name in self._retryable)
        return next((flag for flag in flags if isinstance(flag, bool)), None)

    def redact_fields(self, error: ApiError) -> dict[str, Loggable]:
        """Return the fields of an error that are safe to show."""
        return {name: self.redact_field(name, getattr(error, name)) for name in self.log}

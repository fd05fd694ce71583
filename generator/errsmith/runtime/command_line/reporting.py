"""A page about an error of a known provider, for the person on call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs

from ..catalogue import make_facts_json
from ..errors import ApiError
from ..facts import ProviderInfo
from ..printing import Loggable, to_loggable
from ..retrying import retry_delay
from ..statements import (
    NOT_DOCUMENTED,
    Statement,
    describe,
    explain_ambiguity,
    explain_retry,
    format_statuses,
)
from ..statuses import has_status
from ..wire.wire import LEAST_ERROR
from . import terminal
from .explaining import get_class_name, state, state_actor, state_sources
from .lookup import get_shown_code, load_provider
from .terminal import Fact

_SHOWN_DELAYS: Final = 4
_LONGEST_MESSAGE: Final = 2_000
"""The most characters of a provider's message that are shown."""


class ErrorReport:
    """A page about an error that was received.

    Values of the response are shown only if they are marked as safe to log.

    Attributes:
        error: The error.
        provider: Its provider.
        reason: Why the error is attributed to this provider; follows "because".
        with_message: Whether to show the provider's message, which may contain personal data.
        is_cut: Whether the response was cut off.
    """

    def __init__(
        self,
        error: ApiError,
        provider: ProviderInfo,
        reason: str,
        *,
        with_message: bool,
        is_cut: bool = False,
    ) -> None:
        self.error = error
        self.provider = provider
        self.reason = reason
        self.with_message = with_message
        self.is_cut = is_cut

    @property
    def is_documented(self) -> bool:
        """Whether the code is documented, for one error or for several."""
        return self.error.reading in ("documented", "ambiguous")

    def to_text(self) -> str:
        """Return a page about the error."""
        title = format_headline(self.error, self.provider.title)
        return terminal.format_page(title, self._list_facts())

    def to_json(self) -> dict[str, Any]:
        """Return the page as a JSON object."""
        error, retry = self.error, self.error.retry
        texts = {"provider_message": error.provider_message} if self.with_message else {}
        return {
            "provider": self.provider.name,
            "looks_like": [],
            "reason": self.reason,
            "documented": self.is_documented,
            "reading": error.reading,
            "candidates": [get_class_name(cls) for cls in error.candidates],
            "class": get_class_name(type(error)),
            "code": get_shown_code(error),
            "status": error.status,
            "kind": error.info.kind,
            "retry": None if retry is None else make_facts_json(retry),
            "delay": retry_delay(error),
            "fix": error.fix,
            "user_message": error.user_message,
            "fields": self._get_log_fields(),
            "quoted": list(load_provider(self.provider).quoted),
            "support": self.provider.support,
            **texts,
            "info": make_facts_json(error.info),
        }

    def _list_facts(self) -> Iterator[Fact]:
        error, info, title = self.error, self.error.info, self.provider.title
        statements = self._describe()
        yield "What happened", self._describe_event()
        yield from state(statements, "Lifecycle", "Since")
        yield from state_actor(info.kind)
        yield "Retry", explain_retry(error.retry, info, title, category=self._find_category())
        if wait := describe_wait(error):
            yield "Wait", wait
        yield from state(statements, "What to do", "Causes")
        yield "Support", self.provider.support or NOT_DOCUMENTED
        yield "Quote", self._list_quotations()
        yield from state(statements, "User message")
        if error.provider_message is not None:
            yield "Message", self._format_message(error.provider_message)
        yield from self._list_other_fields()
        yield from state(statements, "Kind", "Class")
        yield "Provider", f"{title}, because {self.reason}."
        yield from state_sources(info, self.provider)

    def _describe(self) -> dict[str, Statement]:
        """Return the documented facts; those that the error lacks come from its category."""
        error = self.error
        texts = load_provider(self.provider).find_user_texts(error)
        info = attrs.evolve(
            error.info,
            fix=error.fix,
            user_message=texts.user_message,
            user_messages=texts.user_messages,
        )
        return describe(info, get_class_name(type(error)))

    def _get_log_fields(self) -> dict[str, Loggable]:
        """Return the fields that are safe to show."""
        return load_provider(self.provider).redact_fields(self.error)

    def _describe_event(self) -> list[str]:
        """Return what happened, and how the response differs from the documentation."""
        error, info = self.error, self.error.info
        sentences = [info.summary] if info.summary is not None else []
        if self.is_cut:
            sentences.append("The response was cut off; the rest of it could not be read.")
        if error.candidates:
            sentences.append(_capitalize(self._describe_ambiguity()))
            sentences += [f"- {cls.__name__}: {cls.info.summary}" for cls in error.candidates]
        elif not self.is_documented:
            sentences.append(self._describe_unknown())
        if error.status is None:
            return sentences
        if error.status < LEAST_ERROR and not self.is_documented:
            sentences.append(f"HTTP {error.status} is not an error status.")
        if info.statuses and not has_status(info.statuses, error.status):
            documented = format_statuses(info.statuses)
            sentences.append(f"The response has HTTP {error.status}; {documented} is documented.")
        return sentences

    def _describe_ambiguity(self) -> str:
        return explain_ambiguity(
            {cls.__name__: cls.info for cls in self.error.candidates},
            self.error.status,
            can_name_group=load_provider(self.provider).can_name_group,
            scope="--scope",
        )

    def _describe_unknown(self) -> str:
        title = self.provider.title
        if self.error.code is None:
            return f"The response has no {title} error code."
        its_own = " The page says that its list is not complete." if self.provider.is_open else ""
        return f"{title} does not document the code {get_shown_code(self.error)}.{its_own}"

    def _find_category(self) -> str | None:
        """Return the category of the status that was received."""
        category = load_provider(self.provider).find_category(self.error)
        return None if category is None else category.id

    def _format_message(self, message: str) -> str:
        if not self.with_message:
            return "not shown, since it may contain personal data; add --message to show it"
        return message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}…"

    def _list_quotations(self) -> list[str]:
        """Return what to quote to support, if it was pasted and is safe to show."""
        error, provider = self.error, load_provider(self.provider)
        quoted: dict[str, object] = {"code": get_shown_code(error), "HTTP status": error.status}
        quoted.update((name, getattr(error, name)) for name in provider.quoted)
        quoted.update(
            (name, shown) for name, shown in self._get_log_fields().items() if name in quoted
        )
        hidden = {*provider.quoted} - {*provider.log}
        return [f"{k}: {self._format_quotation(v, k in hidden)}" for k, v in quoted.items()]

    def _format_quotation(self, value: object, is_hidden: bool) -> object:  # noqa: FBT001 - private
        if value is None:
            return "not in the input"
        return "in the input, but not marked as safe to show" if is_hidden else to_loggable(value)

    def _list_other_fields(self) -> Iterator[Fact]:
        shown = (None, get_shown_code(self.error), self.error.status)
        fields = [
            f"{name}: {value}"
            for name, value in self._get_log_fields().items()
            if name not in load_provider(self.provider).quoted and value not in shown
        ]
        if fields:
            yield "Fields", fields


def describe_wait(error: ApiError) -> str | None:
    """Return the delays before the next attempts and their source, or None if there is no delay."""
    retry = error.retry
    every = [retry_delay(error, attempt) for attempt in range(1, _SHOWN_DELAYS + 1)]
    delays = [delay for delay in every if delay is not None]
    if retry is None or not delays:
        return None
    first, *others = [f"{delay:g} s" for delay in delays]
    if others and len(set(delays)) > 1:
        first = f"{first}, then {', '.join(others)} and so on"
    if retry.delay_basis == "response":
        return f"{first}; the response asks for it."
    if retry.delay_basis is None:
        return f"{first}; this is the SDK's default, since no delay is documented."
    subject = "the first delay" if len(set(delays)) > 1 else "the delay"
    if retry.delay_basis == "derived":
        return f"{first}; {subject} is derived, not documented."
    return f"{first}; {subject} is documented."


def format_headline(error: ApiError, title: str) -> str:
    """Return the provider, the code and the status of an error on one line."""
    is_documented = error.reading in ("documented", "ambiguous")
    what = get_shown_code(error) if is_documented else "not a documented error"
    status = "" if error.status is None else f", HTTP {error.status}"
    return f"{title}: {what}{status}"


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]

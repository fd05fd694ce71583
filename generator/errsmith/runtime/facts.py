"""The documented facts that error classes have."""

# No `from __future__ import annotations` here: the package re-exports these classes and sets their
# module to its own name, where the names in string annotations could not be resolved.

import importlib
import re
from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType, ModuleType
from typing import Any, Final, Literal

from attrs import Factory, field, fields_dict, frozen

Advice = Literal["never", "once", "backoff", "poll", "after_fix"]
Basis = Literal["documented", "derived", "response"]
Level = Literal["error", "group", "category", "kind", "response"]

NO_MESSAGES: Final[Mapping[str, str]] = MappingProxyType({})


def _freeze(messages: Mapping[str, str]) -> Mapping[str, str]:
    return messages if isinstance(messages, MappingProxyType) else MappingProxyType(messages)


class Facts:
    """Methods that classes of facts share; attrs would compile them per class, at every import."""

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return vars(self) == vars(other)

    def __hash__(self) -> int:
        facts = (fact for fact in vars(self).values() if not isinstance(fact, Mapping))
        return hash((type(self), *facts))

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({facts})"


def _choose_delay_basis(retry: "Retry") -> Basis | None:
    return None if retry.delay is None else retry.basis


@frozen(slots=False, eq=False, repr=False)
class Retry(Facts):
    """Advice on sending the same request again.

    Attributes:
        advice: `never` (not automatically), `once`, `backoff` (with increasing delays), `poll` (at
            a fixed interval), `after_fix` (after the request, the credentials or the account have
            changed).
        delay: Seconds to wait, None if no delay is known.
        basis: `documented` by the provider, `derived` by us, or from the `response` itself.
        level: Where the advice comes from: the error, its group, its category, its kind, or the
            response itself.
        delay_basis: The basis of the delay, with the same values as `basis`; None if there is no
            delay. It differs from `basis` if a response asks for a delay but the advice comes from
            another source.
    """

    advice: Advice
    delay: float | None = None
    basis: Basis = "documented"
    level: Level = "error"
    delay_basis: Basis | None = field(
        default=Factory(_choose_delay_basis, takes_self=True), kw_only=True
    )


@frozen(kw_only=True, slots=False, eq=False, repr=False)
class Lifecycle(Facts):
    """Why and since when a code is deprecated or removed, and what replaces it.

    Attributes:
        reason: The reason, None if not documented.
        replacements: The ids of the errors that replace it (keys of `ERRORS`); several if the code
            was split.
        since: The version of this SDK that first marked the code.
    """

    reason: str | None = None
    replacements: tuple[str, ...] = ()
    since: str | None = None


@frozen(kw_only=True, slots=False, eq=False, repr=False)
class ErrorInfo(Facts):
    """The documented facts of an error; undocumented ones are None or empty.

    Attributes:
        code: The code as the provider's page lists it.
        aliases: Other spellings of the code.
        statuses: HTTP statuses, such as 404 or `"4xx"`.
        scopes: The parts of the API that send it; all of them if empty.
        endpoints: The endpoints that send it, as the page writes them; not documented if empty.
        group: The group that the code belongs to.
        category: How the provider wants it handled.
        kind: Who must act: one of the kinds, which are the same for every provider.
        retry: Advice on retrying, with its basis.
        summary: What happened.
        causes: Possible causes.
        fix: What to do about it.
        user_message: A message for the end user; of several languages, the English one or, failing
            that, the first.
        user_messages: The same message by language, if the registry has several languages.
        note: Contradictions on the page, limits, history.
        source_url: The provider's page.
        reference_url: Our documentation of this error, if it is published.
        since: The first version of this SDK that had it.
        deprecated: Set if the code is deprecated.
        removed: Set if the code is no longer sent.
    """

    code: str | None = None
    aliases: tuple[str, ...] = ()
    statuses: tuple[int | str, ...] = ()
    scopes: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    group: str | None = None
    category: str | None = None
    kind: str | None = None
    retry: Retry | None = None
    summary: str | None = None
    causes: tuple[str, ...] = ()
    fix: str | None = None
    user_message: str | None = None
    user_messages: Mapping[str, str] = field(default=NO_MESSAGES, converter=_freeze)
    note: str | None = None
    source_url: str | None = None
    reference_url: str | None = None
    since: str | None = None
    deprecated: Lifecycle | None = None
    removed: Lifecycle | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        facts = {name: getattr(self, name) for name in fields_dict(type(self))}
        # A read-only view of the messages cannot be pickled.
        return partial(type(self), **{**facts, "user_messages": dict(self.user_messages)}), ()


def inherit(info: ErrorInfo, family: ErrorInfo, kind: ErrorInfo) -> None:
    """Add inherited facts to those that an error class states; call it before they are read.

    Summary, causes and notes are not inherited.

    Args:
        info: The facts that the class states.
        family: The facts of the class of its group or provider.
        kind: The facts of the class of its kind; empty for a group.
    """
    facts = vars(info)
    facts["group"] = info.group or family.group
    facts["kind"] = info.kind or kind.kind or family.kind
    facts["retry"] = info.retry or family.retry or kind.retry
    facts["fix"] = info.fix or family.fix
    facts["source_url"] = info.source_url or family.source_url
    if info.user_message is None:
        facts["user_message"] = family.user_message
        facts["user_messages"] = family.user_messages


_COMMON: Final = ("code", "category", "kind", "retry", "fix", "user_message", "user_messages")
"""The facts that the candidates of an ambiguous error can share."""


def find_common_facts(infos: Iterable[ErrorInfo]) -> ErrorInfo:
    """Return the facts that all candidates of an ambiguous error share.

    Args:
        infos: The facts of the candidates.
    """
    first, *others = infos
    common: dict[str, Any] = {
        name: getattr(first, name)
        for name in _COMMON
        if all(getattr(info, name) == getattr(first, name) for info in others)
    }
    return ErrorInfo(**common)


@frozen(kw_only=True, slots=False, eq=False, repr=False)
class SourceInfo(Facts):
    """A page of a provider's documentation.

    Attributes:
        url: Its URL.
        retrieved: The date on which it was read, such as `2026-11-21`.
        note: Peculiarities of the page.
    """

    url: str
    retrieved: str
    note: str | None = None


@frozen(kw_only=True, slots=False, eq=False, repr=False)
class ProviderInfo(Facts):
    """A provider whose errors this SDK covers.

    Attributes:
        name: Name of the module.
        title: Display name.
        base: Name of the base class of all its errors.
        summary: What the API does.
        support: What to quote to the provider's support.
        note: Other remarks.
        is_open: Whether the page itself says that its list is not complete.
        sources: The pages that the facts come from.
    """

    name: str
    title: str
    base: str
    summary: str | None = None
    support: str | None = None
    note: str | None = None
    is_open: bool = False
    sources: tuple[SourceInfo, ...] = ()

    def load(self) -> ModuleType:
        """Import the provider's module."""
        return importlib.import_module(f"..{self.name}", __package__)


def make_anchor(id_: str) -> str:
    """Return the anchor for an error's id: lower case, with `-` for all but letters and digits.

    It is permanent: documentation and problem documents link to it.
    """
    return _NOT_IN_ANCHORS.sub("-", id_.lower())


_NOT_IN_ANCHORS: Final = re.compile("[^a-z0-9]")

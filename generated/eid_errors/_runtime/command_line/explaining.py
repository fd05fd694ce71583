# Emitted by errsmith from its runtime/command_line/explaining.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""What is documented of an error, as facts for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..errors import ApiError
from ..facts import ErrorInfo, Facts, ProviderInfo, Retry
from ..kinds import KINDS
from ..statements import NOT_DOCUMENTED, lifecycle_text, retry_text, status_text
from . import terminal
from .lookup import Found, errors_of, provider_of
from .terminal import Fact


def explanation(found: Found) -> str:
    """Explain an error, a family of errors or a kind on a page of text."""
    info, provider, cls = found.cls.info, found.provider, found.cls
    if provider is None:
        return terminal.page(f"{cls.__name__}, a kind of every provider", _kind_facts(cls))
    if info.code is None:
        title = f"{provider.title}: {cls.__name__}, a family of errors"
        return terminal.page(title, _family_facts(cls, provider))
    return terminal.page(f"{provider.title}: {info.code}", _error_facts(cls, provider))


def provider_list(infos: Iterable[ProviderInfo]) -> str:
    """List providers, each with its module and the number of its errors."""
    rows: list[list[str]] = []
    remarks: list[list[str]] = []
    for info in infos:
        rows.append([info.name, info.title, f"{len(errors_of(info))} errors"])
        remarks.append([info.summary or "", *(source.url for source in info.sources)])
    return terminal.columns(rows, remarks)


def error_list(classes: Iterable[type[ApiError]]) -> str:
    """List errors: code, status, kind, retry advice; below, the class and what happened."""
    rows: list[list[str]] = []
    remarks: list[list[str]] = []
    for cls in classes:
        info = cls.info
        stage = "removed" if info.removed else "deprecated" if info.deprecated else ""
        status = status_text(info.statuses) if info.statuses else "-"
        code = f"{info.code} ({stage})" if stage else info.code or ""
        rows.append([code, status, info.kind or "-", _short_advice(info.retry)])
        remarks.append([f"{cls.__name__}: {info.summary or NOT_DOCUMENTED}"])
    head = ["code", "status", "kind", "retry"]
    return terminal.columns([head, *rows], [[], *remarks])


def _short_advice(retry: Retry | None) -> str:
    """Return the advice with its delay and whose it is: `backoff after 7 s (documented)`."""
    if retry is None:
        return "unknown"
    delay = "" if retry.delay is None else f" after {retry.delay:g} s"
    return f"{retry.advice}{delay} ({retry.basis})"


def error_lists(found: Iterable[Found], restriction: str) -> str:
    """List errors provider by provider, each list below the provider and the restriction."""
    classes: dict[str, list[type[ApiError]]] = {}
    for provider, cls in found:
        classes.setdefault("" if provider is None else provider.title, []).append(cls)
    lists = (f"{title}, {restriction}\n\n{error_list(one)}" for title, one in classes.items())
    return "\n".join(lists)


def as_json(found: Found) -> dict[str, Any]:
    """Give the facts of a class as a JSON object; null or empty is what nobody documents."""
    provider = found.provider
    facts: dict[str, Any] = {"provider": None, "class": class_name(found.cls)}
    if provider is not None:
        facts["provider"] = provider.name
        facts["support"] = provider.support
        facts["quoted"] = list(provider_of(provider).quoted)
    return {**facts, **plain(found.cls.info)}


def plain(facts: Facts) -> dict[str, Any]:
    """Give facts as a JSON object."""
    return {name: _plain(fact) for name, fact in vars(facts).items()}


def _plain(fact: Any) -> Any:
    if isinstance(fact, Facts):
        return plain(fact)
    if isinstance(fact, tuple):
        return [_plain(one) for one in fact]
    return dict(fact) if isinstance(fact, Mapping) else fact


def class_name(cls: type[ApiError]) -> str:
    """Give the name of a class as it is imported."""
    return f"{cls.__module__}.{cls.__qualname__}"


def kind_text(kind: str | None) -> str:
    """Say who must act; kinds are derived, and never a fact of a page."""
    if kind is None:
        return "none"
    # Under -OO there are no docstrings.
    return f"{kind} (derived). {KINDS[kind].__doc__ or ''}".strip()


def remedies(fix: str | None, info: ErrorInfo, texts: ErrorInfo) -> Iterator[Fact]:
    """Yield what to do about an error, why it happened, and what to tell the person concerned.

    Args:
        fix: What to do.
        info: What holds the causes.
        texts: What holds the messages for the user.
    """
    yield "What to do", fix or NOT_DOCUMENTED
    yield "Causes", [f"- {cause}" for cause in info.causes] or NOT_DOCUMENTED
    by_language = [f"{tag}: {text}" for tag, text in texts.user_messages.items()]
    yield "User message", by_language or texts.user_message or NOT_DOCUMENTED


def wait(retry: Retry | None) -> Iterator[Fact]:
    """Yield the delay before another attempt, if the advice has one."""
    if retry is not None and retry.delay is not None:
        is_derived = retry.delay_basis == "derived"
        basis = "derived, it is not documented" if is_derived else "as documented"
        yield "Wait", f"{retry.delay:g} s; the delay is {basis}."


def place(info: ErrorInfo, provider: ProviderInfo) -> Iterator[Fact]:
    """Give where an error is documented, and what is odd there."""
    notes = [note for note in (info.note, provider.note) if note is not None]
    if notes:
        yield "Note", list(dict.fromkeys(notes))
    read = [f"read on {one.retrieved}" for one in provider.sources if one.url == info.source_url]
    yield "Documented at", [info.source_url or NOT_DOCUMENTED, *read]
    if info.reference_url is not None:
        yield "Reference", info.reference_url


def lifecycle(info: ErrorInfo) -> Iterator[Fact]:
    """Give since when an error is known, and whether it is on its way out."""
    for label, stage in (("Deprecated", info.deprecated), ("Removed", info.removed)):
        if stage is not None:
            yield label, lifecycle_text(stage)
    if info.since is not None:
        yield "Since", f"version {info.since} of this SDK"


def _error_facts(cls: type[ApiError], provider: ProviderInfo) -> Iterable[Fact]:
    info = cls.info
    yield "What happened", info.summary or NOT_DOCUMENTED
    yield from lifecycle(info)
    if info.aliases:
        yield "Spelled also", ", ".join(info.aliases)
    yield "HTTP status", status_text(info.statuses)
    if info.scopes:
        yield "Sent by", ", ".join(info.scopes)
    if info.endpoints:
        yield "Endpoints", ", ".join(info.endpoints)
    yield "Class", class_name(cls)
    yield "Kind", kind_text(info.kind)
    if info.group is not None:
        yield "Group", _group_text(info.group, provider)
    yield "Category", info.category or NOT_DOCUMENTED
    yield "Retry", retry_text(info.retry, info, provider.title)
    yield from wait(info.retry)
    yield from remedies(info.fix, info, info)
    yield from _support(provider)
    yield from place(info, provider)


def _family_facts(cls: type[ApiError], provider: ProviderInfo) -> Iterable[Fact]:
    info = cls.info
    yield "What it holds", info.summary or f"Errors of {provider.title}."
    yield "Class", class_name(cls)
    if info.kind is not None:
        yield "Kind", kind_text(info.kind)
    if info.retry is not None:
        yield "Retry", retry_text(info.retry, info, provider.title)
        yield from wait(info.retry)
    if info.fix is not None:
        yield "What to do", info.fix
    yield from _support(provider)
    yield from place(info, provider)
    members = [one.info.code or "" for one in errors_of(provider) if issubclass(one, cls)]
    yield "Its errors", [f"- {code}" for code in members] or "none is documented"


def _kind_facts(cls: type[ApiError]) -> Iterable[Fact]:
    info = cls.info
    yield "Kind", kind_text(info.kind)
    yield "Retry", retry_text(info.retry, info, "")


def _group_text(group: str, provider: ProviderInfo) -> str:
    summary = provider_of(provider)._families[group].info.summary
    return group if summary is None else f"{group}. {summary}"


def _support(provider: ProviderInfo) -> Iterator[Fact]:
    """Give what to quote to support, and the fields of a response that hold it."""
    yield "Support", provider.support or NOT_DOCUMENTED
    if quoted := provider_of(provider).quoted:
        yield "Fields to quote", ", ".join(quoted)

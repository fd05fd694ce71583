"""The documented facts of an error, as text and as JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from .. import catalogue
from ..errors import ApiError
from ..facts import ErrorInfo, ProviderInfo, Retry
from ..kinds import KINDS
from ..statements import (
    NOT_DOCUMENTED,
    Statement,
    describe,
    explain_retry,
    format_advice,
    format_statuses,
)
from . import terminal
from .lookup import ErrorClass, Sdk, index_ids, list_error_classes, load_provider
from .terminal import Fact


def format_explanation(error_class: ErrorClass) -> str:
    """Return a page that explains an error, a class of errors or a kind."""
    provider, cls = error_class
    info = cls.info
    if provider is None:
        return terminal.format_page(f"{cls.__name__}, a kind of error", _list_kind_facts(cls))
    if info.code is None:
        title = f"{provider.title}: {cls.__name__}, a class of errors"
        return terminal.format_page(title, _list_family_facts(cls, provider))
    return terminal.format_page(f"{provider.title}: {info.code}", _list_error_facts(cls, provider))


def format_provider_list(infos: Iterable[ProviderInfo]) -> str:
    """Return a list of providers, each with its module and its number of errors."""
    rows: list[list[str]] = []
    remarks: list[list[str]] = []
    for info in infos:
        rows.append([info.name, info.title, f"{len(list_error_classes(info))} errors"])
        remarks.append([info.summary or "", *(source.url for source in info.sources)])
    return terminal.format_columns(rows, remarks)


def format_error_list(classes: Iterable[type[ApiError]]) -> str:
    """Return a table of errors: code, status, kind, retry advice, then class and summary."""
    rows: list[list[str]] = []
    remarks: list[list[str]] = []
    for cls in classes:
        info = cls.info
        stage = "removed" if info.removed else "deprecated" if info.deprecated else ""
        status = format_statuses(info.statuses) if info.statuses else "-"
        code = f"{info.code} ({stage})" if stage else info.code or ""
        rows.append([code, status, info.kind or "-", format_advice(info.retry)])
        remarks.append([f"{cls.__name__}: {info.summary or NOT_DOCUMENTED}"])
    head = ["code", "status", "kind", "retry"]
    return terminal.format_columns([head, *rows], [[], *remarks])


def format_error_lists(error_classes: Iterable[ErrorClass], restriction: str) -> str:
    """Return a table of errors per provider, titled with the provider and the restriction."""
    by_title: dict[str, list[type[ApiError]]] = {}
    for provider, cls in error_classes:
        by_title.setdefault("" if provider is None else provider.title, []).append(cls)
    lists = (f"{t}, {restriction}\n\n{format_error_list(c)}" for t, c in by_title.items())
    return "\n".join(lists)


def make_catalogue_json(sdk: Sdk) -> dict[str, Any]:
    """Return the catalogue of the SDK as a JSON object."""
    return catalogue.make_catalogue_json(
        (_make_provider_json(info, sdk.package) for info in sdk.providers.values()),
        distribution=sdk.distribution,
        package=sdk.package,
        version=sdk.version,
    )


def _make_provider_json(info: ProviderInfo, package: str) -> dict[str, Any]:
    errors = [ErrorClass(info, cls) for cls in list_error_classes(info)]
    return catalogue.make_provider_json(
        info,
        make_class_list_json(errors),
        package=package,
        quoted=load_provider(info).quoted,
    )


def make_class_list_json(matches: Collection[ErrorClass]) -> list[dict[str, Any]]:
    """Return the facts of classes as JSON objects, as in the catalogue."""
    ids = index_ids({match.provider for match in matches if match.provider is not None})
    return [
        catalogue.make_error_json(
            cls.info,
            get_class_name(cls),
            provider=None if provider is None else provider.name,
            id_=ids.get(cls),
        )
        for provider, cls in matches
    ]


def make_explanations_json(matches: Collection[ErrorClass]) -> list[dict[str, Any]]:
    """Return the facts of classes as JSON objects, with what to quote to support."""
    facts = make_class_list_json(matches)
    supports = [_make_support_json(provider) for provider, _ in matches]
    return [{**own, **support} for own, support in zip(facts, supports, strict=True)]


def _make_support_json(provider: ProviderInfo | None) -> dict[str, Any]:
    if provider is None:
        return {"support": None, "quoted": []}
    return {"support": provider.support, "quoted": list(load_provider(provider).quoted)}


def get_class_name(cls: type[ApiError]) -> str:
    """Return the name of a class with its module."""
    return f"{cls.__module__}.{cls.__qualname__}"


def state_actor(kind: str | None) -> Iterator[Fact]:
    """Yield who must act, which follows from the kind and is always derived."""
    text = "" if kind is None else KINDS[kind].__doc__
    if text:  # Python removes docstrings under -OO.
        yield "Who must act", f"{text.removesuffix('.')} (derived)."


def state(statements: Mapping[str, Statement], *labels: str) -> Iterator[Fact]:
    """Yield the documented facts of an error with some labels."""
    for label in labels:
        if label in statements:
            yield label, _format_statement(label, statements[label])


def _format_statement(label: str, statement: Statement) -> str | list[str]:
    codes, texts, url = statement
    if texts == (NOT_DOCUMENTED,):
        return NOT_DOCUMENTED
    if label == "Causes":
        return [f"- {text}" for text in texts]
    if len(texts) > 1:
        return list(texts)
    return " ".join(filter(None, (", ".join(codes), *texts, url)))


def state_wait(retry: Retry | None) -> Iterator[Fact]:
    """Yield the delay before another attempt, if the advice has one."""
    if retry is not None and retry.delay is not None:
        is_derived = retry.delay_basis == "derived"
        basis = "derived, not documented" if is_derived else "documented"
        yield "Wait", f"{retry.delay:g} s; the delay is {basis}."


def state_sources(info: ErrorInfo, provider: ProviderInfo) -> Iterator[Fact]:
    """Yield the pages that document an error, and notes on them."""
    notes = [note for note in (info.note, provider.note) if note is not None]
    if notes:
        yield "Note", list(dict.fromkeys(notes))
    days = [f"read on {page.retrieved}" for page in provider.sources if page.url == info.source_url]
    yield "Source", [info.source_url or NOT_DOCUMENTED, *days]
    if info.reference_url is not None:
        yield "Reference", info.reference_url


_PLACED: Final = frozenset(
    {
        *("What happened", "Lifecycle", "Since", "Retry", "What to do", "Causes"),  # what to do now
        *("Code", "Note", "Source", "Reference"),  # the title, and where it is documented
    }
)
"""Labels of the statements with a fixed place on an error's page."""


def _list_error_facts(cls: type[ApiError], provider: ProviderInfo) -> Iterable[Fact]:
    info = cls.info
    statements = describe(info, get_class_name(cls))
    yield from state(statements, "What happened", "Lifecycle", "Since")
    yield from state_actor(info.kind)
    yield "Retry", explain_retry(info.retry, info, provider.title)
    yield from state_wait(info.retry)
    yield from state(statements, "What to do", "Causes")
    yield from _state_support(provider)
    if info.group is not None:
        statements["Group"] = Statement(texts=(_format_group(info.group, provider),))
    yield from state(statements, *(label for label in statements if label not in _PLACED))
    yield from state_sources(info, provider)


def _list_family_facts(cls: type[ApiError], provider: ProviderInfo) -> Iterable[Fact]:
    info = cls.info
    yield "Summary", info.summary or f"Any error returned by {provider.title}."
    yield from state_actor(info.kind)
    if info.retry is not None:
        yield "Retry", explain_retry(info.retry, info, provider.title)
        yield from state_wait(info.retry)
    if info.fix is not None:
        yield "What to do", info.fix
    yield from _state_support(provider)
    yield from state(describe(info, get_class_name(cls)), "Kind", "Class")
    yield from state_sources(info, provider)
    members = (member for member in list_error_classes(provider) if issubclass(member, cls))
    yield "Errors", [f"- {member.info.code}" for member in members] or "none documented"


def _list_kind_facts(cls: type[ApiError]) -> Iterable[Fact]:
    info = cls.info
    yield from state_actor(info.kind)
    yield "Retry", explain_retry(info.retry, info, "")
    yield from state(describe(info, get_class_name(cls)), "Kind", "Class")


def _format_group(group: str, provider: ProviderInfo) -> str:
    summary = load_provider(provider).families[group].info.summary
    return group if summary is None else f"{group}: {summary}"


def _state_support(provider: ProviderInfo) -> Iterator[Fact]:
    """Yield what to quote to support, and the fields of a response that contain it."""
    yield "Support", provider.support or NOT_DOCUMENTED
    if quoted := load_provider(provider).quoted:
        yield "Fields to quote", ", ".join(quoted)

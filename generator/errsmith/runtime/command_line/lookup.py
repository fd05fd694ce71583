"""Find errors by code, name, spelling or status."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple, cast

from .. import errors
from ..errors import ApiError
from ..facts import ProviderInfo
from ..kinds import KINDS
from ..nearest import find_nearest
from ..provider import Provider
from ..statuses import has_status

Providers = Mapping[str, ProviderInfo]

_MOST_NEAREST = 4
_SHORTEST_NAME = 3
_WORD = r"\w[\w.\-]*"
_MOST_WORDS = 10_000
"""The most words of a string that are looked up."""


class Sdk(NamedTuple):
    """The SDK that the command line belongs to.

    Attributes:
        distribution: Name of its distribution.
        package: Name of its package.
        version: Its version.
        providers: Its providers, by name.
    """

    distribution: str
    package: str
    version: str
    providers: Providers


class ErrorClass(NamedTuple):
    """The class of an error, of several errors, or of a kind.

    Attributes:
        provider: Its provider, or None for the class of a kind.
        cls: The class.
    """

    provider: ProviderInfo | None
    cls: type[ApiError]


def load_provider(info: ProviderInfo) -> Provider[Any]:
    """Import a provider's module and return its `Provider`."""
    base: type[ApiError] = getattr(info.load(), info.base)
    return cast("Provider[Any]", errors.get_provider(base))


def get_shown_code(error: ApiError) -> str | None:
    """Return the code of an error in a form that is safe to show."""
    code = error.log_fields()["code"]
    return None if code is None else str(code)


def list_error_classes(info: ProviderInfo) -> tuple[type[ApiError], ...]:
    """Return the classes of a provider's errors, in the order of its `ERRORS`."""
    return load_provider(info).catalog.errors


def index_ids(infos: Iterable[ProviderInfo]) -> dict[type[ApiError], str]:
    """Return the ids of the errors of providers, by class."""
    ids: dict[type[ApiError], str] = {}
    for info in infos:
        for id_, cls in load_provider(info).errors.items():
            ids.setdefault(cls, id_)  # Aliases come after ids.
    return ids


def find_classes(text: str, providers: Providers) -> list[ErrorClass]:
    """Return the classes that a string names.

    The first of these that matches in any provider counts: a code, an alias, an id or a class name;
    a code as a response spells it; a kind; a code or a name, ignoring case.
    """
    return next(filter(None, _try_ways(text, providers)), [])


def _try_ways(text: str, providers: Providers) -> Iterator[list[ErrorClass]]:
    yield _find_in_all(_find_exact, text, providers)
    qualified, _, name = text.rpartition(".")
    named = providers.get(qualified.rpartition(".")[2])
    if named is not None:  # From a traceback: `package.provider.SomeError`.
        yield _find_in_all(_find_exact, name, {named.name: named})
    yield _find_in_all(_find_spelled, text, providers)
    yield [ErrorClass(None, cls) for kind, cls in KINDS.items() if name in (kind, cls.__name__)]
    yield _find_in_all(_find_loosely, text, providers)


def parse_status(text: str) -> int | None:
    """Return a string as an HTTP status, or None if it is not one."""
    number = re.fullmatch(r"(?:HTTP )?(\d{3})", text, re.ASCII | re.IGNORECASE)
    return None if number is None else int(number[1])


def find_by_status(status: int | None, providers: Providers) -> list[ErrorClass]:
    """Return the errors that are documented with a status; empty for None."""
    return [] if status is None else filter_errors(providers, None, status)


def filter_errors(providers: Providers, kind: str | None, status: int | None) -> list[ErrorClass]:
    """Return the errors with a kind and a status; None matches any."""
    return [
        ErrorClass(info, cls)
        for info in providers.values()
        for cls in list_error_classes(info)
        if kind in (None, cls.info.kind)
        and (status is None or has_status(cls.info.statuses, status))
    ]


def find_provider(text: str, providers: Providers) -> ProviderInfo | None:
    """Return the only provider whose name or title begins with a string, or None."""
    wanted = text.casefold()
    infos = [
        info
        for info in providers.values()
        if any(name.casefold().startswith(wanted) for name in (info.name, info.title))
    ]
    return infos[0] if len(infos) == 1 and len(wanted) >= _SHORTEST_NAME else None


def find_families(text: str, providers: Providers) -> list[ErrorClass]:
    """Return the group classes of an undocumented code."""
    return _find_in_all(_find_family, text, providers)


def suggest_names(text: str, providers: Providers) -> list[str]:
    """Return the codes most similar to a string, or the classes if it ends in `Error`."""
    is_class = text.endswith("Error")
    names = (name for name in _iterate_names(providers) if name.endswith("Error") == is_class)
    return find_nearest(text, names, _MOST_NEAREST)


def find_mentioned(text: str, providers: Providers) -> list[str]:
    """Return the documented codes and classes that a text mentions.

    Ordinary words, such as `conflict`, count only if they are the whole text.
    """
    names = {_fold(name): name for name in _iterate_names(providers) if name}
    words = [match[0] for match in islice(re.finditer(_WORD, text), _MOST_WORDS)]
    matches = (names.get(_fold(word.strip(".-"))) for word in words)
    mentioned = dict.fromkeys(
        name
        for name, word in zip(matches, words, strict=True)
        if name is not None and (len(words) == 1 or _is_technical(word))
    )
    return list(mentioned)[-_MOST_NEAREST:]


def _is_technical(word: str) -> bool:
    """Return whether a word looks like an identifier rather than an ordinary word."""
    is_joined = any(c in "_-" or c.isdigit() for c in word.strip(".-"))
    return is_joined or word.isupper() or word[1:] != word[1:].lower()


def _iterate_names(providers: Providers) -> Iterator[str]:
    for info in providers.values():
        for cls in list_error_classes(info):
            yield from (cls.__name__, *cls.info.aliases, cls.info.code or "")


def _find_in_all(
    way: Callable[[str, Provider[Any]], Iterable[type[ApiError]]], text: str, providers: Providers
) -> list[ErrorClass]:
    return [
        ErrorClass(info, cls)
        for info in providers.values()
        for cls in dict.fromkeys(way(text, load_provider(info)))
    ]


def _find_exact(text: str, provider: Provider[Any]) -> Iterable[type[ApiError]]:
    classes = [
        cls for cls in provider.catalog.errors if text in _iterate_class_names(cls, provider)
    ]
    if classes:
        return classes
    families = [cls for cls in _list_families(provider) if text in (cls.__name__, cls.info.group)]
    joined_class = provider.find_class(text)
    return families if joined_class is None else [joined_class]


def _iterate_class_names(cls: type[ApiError], provider: Provider[Any]) -> Iterator[str | None]:
    yield cls.__name__
    yield cls.info.code
    yield from cls.info.aliases
    yield from (id_ for id_, error_class in provider.errors.items() if error_class is cls)


def _list_families(provider: Provider[Any]) -> tuple[type[ApiError], ...]:
    return (provider.base, *provider.families.values())


def _find_spelled(text: str, provider: Provider[Any]) -> Iterator[type[ApiError]]:
    """Yield the errors for a code as a response spells it."""
    match = provider.catalog.identify_code(text, None, None)
    yield from match.candidates if match.error is None else (match.error,)


def _find_family(text: str, provider: Provider[Any]) -> Iterator[type[ApiError]]:
    group = provider.catalog.identify_code(text, None, None).group
    if group in provider.families:
        yield provider.families[group]


def _find_loosely(text: str, provider: Provider[Any]) -> Iterable[type[ApiError]]:
    wanted = _fold(text)

    def is_named(names: Iterable[str | None]) -> bool:
        return any(name is not None and _fold(name) == wanted for name in names)

    classes = [
        cls for cls in provider.catalog.errors if is_named(_iterate_class_names(cls, provider))
    ]
    families = (cls for cls in _list_families(provider) if is_named((cls.__name__, cls.info.group)))
    return classes or list(families)


def _fold(text: str) -> str:
    return text.strip().casefold().replace("-", "_").replace(" ", "_")

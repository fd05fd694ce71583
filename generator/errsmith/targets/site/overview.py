"""The views of the pages about all providers: the front page, the kinds, the retry advice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from errsmith.runtime.facts import ErrorInfo
from errsmith.runtime.kinds import KINDS
from errsmith.runtime.statements import ADVICE
from errsmith.targets.markdown.index import IndexView, KindView
from errsmith.targets.site.frame import Frames, FrameView
from errsmith.targets.site.paths import (
    FRONT_PAGE,
    KINDS_PAGE,
    MISSING_PAGE,
    RETRY_PAGE,
    get_word_anchor,
)
from errsmith.targets.site.retry_diagram import RetryDiagramView, build_retry_diagram
from errsmith.targets.target import Project

_ABOUT_KINDS: Final = "The kinds of errors, the same for all providers, and who must act on each."
UNKNOWN: Final = "unknown"
"""The retry advice of errors without retry advice, as the site calls it."""


@frozen(kw_only=True, eq=False)
class OptionView:
    """A value to filter by.

    Attributes:
        value: The value in addresses.
        text: What is shown.
    """

    value: str
    text: str


@frozen(kw_only=True, eq=False)
class FilterView:
    """A filter of the search.

    Attributes:
        name: Its name in addresses.
        label: What is shown.
        options: The values that errors have.
    """

    name: str
    label: str
    options: tuple[OptionView, ...]


@frozen(kw_only=True, eq=False)
class FrontView:
    """The front page.

    Attributes:
        frame: What surrounds it.
        index: The first page of the reference in Markdown.
        filters: The filters of the search.
    """

    frame: FrameView
    index: IndexView
    filters: tuple[FilterView, ...]


@frozen(kw_only=True, eq=False)
class KindRowView:
    """A kind of error on the page of kinds.

    Attributes:
        anchor: Its id on the page.
        kind: What the reference says about it.
    """

    anchor: str
    kind: KindView


@frozen(kw_only=True, eq=False)
class KindsView:
    """The page of kinds.

    Attributes:
        frame: What surrounds it.
        index: The first page of the reference in Markdown.
        kinds: The kinds.
    """

    frame: FrameView
    index: IndexView
    kinds: tuple[KindRowView, ...]


@frozen(kw_only=True, eq=False)
class AdviceRowView:
    """A word of advice.

    Attributes:
        word: The word.
        anchor: Its id on the page.
        text: What to do.
        errors: Number of errors with this advice, across all providers.
    """

    word: str
    anchor: str
    text: str
    errors: int


@frozen(kw_only=True, eq=False)
class AdviceView:
    """The page about retry advice.

    Attributes:
        frame: What surrounds it.
        index: The first page of the reference in Markdown.
        advice: The words of advice.
        unknown: Number of errors without retry advice.
        decision: How the advice for a response is decided.
    """

    frame: FrameView
    index: IndexView
    advice: tuple[AdviceRowView, ...]
    unknown: int
    decision: RetryDiagramView


@frozen(kw_only=True, eq=False)
class MissingView:
    """The page that hosts show for an unknown address.

    Attributes:
        frame: What surrounds it.
    """

    frame: FrameView


def build_missing_view(project: Project, frames: Frames) -> MissingView:
    """Build the view of the page for unknown addresses.

    It is shown at any depth, so its links are absolute if the URL of the site is known.
    """
    root = project.base_url or None
    frame = frames.build(MISSING_PAGE, "Page not found", has_twin=False, root=root)
    return MissingView(frame=frame)


def build_front_view(project: Project, index: IndexView, frames: Frames) -> FrontView:
    """Build the view of the front page."""
    summary = f"Find any of the {index.errors:,} documented errors by code, response or log line."
    return FrontView(
        frame=frames.build(FRONT_PAGE, f"{project.sdk.distribution}: {index.summary}", summary),
        index=index,
        filters=tuple(_list_filters(project)),
    )


def build_kinds_view(index: IndexView, frames: Frames) -> KindsView:
    """Build the view of the page of kinds."""
    return KindsView(
        frame=frames.build(KINDS_PAGE, "Kinds of errors", _ABOUT_KINDS),
        index=index,
        kinds=tuple(
            KindRowView(anchor=get_word_anchor(kind.kind), kind=kind) for kind in index.kinds
        ),
    )


def build_advice_view(project: Project, index: IndexView, frames: Frames) -> AdviceView:
    """Build the view of the page about retry advice."""
    counts = Counter(_get_advice(info) for info in _list_infos(project))
    return AdviceView(
        frame=frames.build(RETRY_PAGE, "Retry advice", "Whether to retry, and how long to wait."),
        index=index,
        advice=tuple(
            AdviceRowView(word=word, anchor=get_word_anchor(word), text=text, errors=counts[word])
            for word, text in index.advice
        ),
        unknown=counts[UNKNOWN],
        decision=build_retry_diagram(),
    )


def _list_filters(project: Project) -> Iterator[FilterView]:
    """Yield the filters, with the values that errors have."""
    infos = list(_list_infos(project))
    titles = {provider.name: provider.facts.about.title for provider in project.providers}
    statuses = {str(status) for info in infos for status in info.statuses}
    statuses |= {f"{status[0]}xx" for status in statuses}
    words = {_get_advice(info) for info in infos}
    yield _build_filter("provider", "Provider", titles)
    kinds = {info.kind for info in infos}
    yield _build_filter("kind", "Kind", _name(kind for kind in KINDS if kind in kinds))
    yield _build_filter("status", "HTTP status", _name(sorted(statuses)))
    yield _build_filter(
        "retry", "Retry", _name(word for word in (*ADVICE, UNKNOWN) if word in words)
    )
    categories = {info.category for info in infos if info.category is not None}
    yield _build_filter("category", "Category", _name(sorted(categories)))


def _build_filter(name: str, label: str, texts: Mapping[str, str]) -> FilterView:
    options = (OptionView(value=value, text=text) for value, text in texts.items())
    return FilterView(name=name, label=label, options=tuple(options))


def _name(values: Iterable[str]) -> dict[str, str]:
    return {value: value for value in values}


def _list_infos(project: Project) -> Iterator[ErrorInfo]:
    """Yield the facts of all errors."""
    for provider in project.providers:
        yield from provider.facts.errors.values()


def _get_advice(info: ErrorInfo) -> str:
    return UNKNOWN if info.retry is None else info.retry.advice

"""The view of the reference's first page, `index.md.jinja`."""

from __future__ import annotations

from collections import Counter

from attrs import frozen

from errsmith.runtime.kinds import KINDS
from errsmith.runtime.problems import PROBLEMS
from errsmith.runtime.statements import ADVICE
from errsmith.runtime.statuses import LISTED, OTHER
from errsmith.targets.markdown.lists import ListedView, build_listed_view
from errsmith.targets.target import Project
from errsmith.targets.text import split_sentences


@frozen(kw_only=True, eq=False)
class KindView:
    """A kind of error.

    Attributes:
        kind: Its name in `info`.
        class_: Its class.
        summary: Who must act.
        statuses: The statuses that imply it.
        advice: The usual retry advice.
        answer: The status that `to_problem` returns for your own callers.
        errors: Number of errors of this kind, across all providers.
    """

    kind: str
    class_: str
    summary: str
    statuses: str
    advice: str
    answer: int
    errors: int


@frozen(kw_only=True, eq=False)
class IndexView:
    """The reference's first page.

    Attributes:
        source: Path of `sdk.toml`, for the header.
        package: Name of the package.
        summary: What the SDK is.
        notices: What readers must know, sentence by sentence.
        providers: The providers.
        kinds: The kinds.
        advice: The words of advice, and what each asks readers to do.
        errors: Number of errors, across all providers.
    """

    source: str
    package: str
    summary: str
    notices: tuple[str, ...]
    providers: tuple[ListedView, ...]
    kinds: tuple[KindView, ...]
    advice: tuple[tuple[str, str], ...]
    errors: int


def build_index_view(project: Project) -> IndexView:
    """Build the view of the reference's first page."""
    sdk, providers = project.sdk, project.providers
    kinds = Counter(info.kind for provider in providers for info in provider.facts.errors.values())
    return IndexView(
        source=project.source,
        package=sdk.package,
        summary=sdk.summary,
        notices=split_sentences(sdk.notice),
        providers=tuple(map(build_listed_view, providers)),
        kinds=tuple(_build_kind_view(kind, kinds[kind]) for kind in KINDS),
        advice=tuple((word, f"{text}.") for word, text in ADVICE.items()),
        errors=kinds.total(),
    )


def _build_kind_view(kind: str, errors: int) -> KindView:
    cls = KINDS[kind]
    statuses = [str(status) for status, its_kind in LISTED.items() if its_kind == kind]
    statuses += [f"other {digit}xx" for digit, its_kind in OTHER.items() if its_kind == kind]
    retry = cls.info.retry
    return KindView(
        kind=kind,
        class_=cls.__name__,
        summary=(cls.__doc__ or "").strip(),
        statuses=", ".join(statuses) or "none",
        advice="unknown" if retry is None else retry.advice,
        answer=PROBLEMS[kind].status,
        errors=errors,
    )

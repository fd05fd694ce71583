"""The view of an error's page, `error.html.jinja`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import evolve, frozen

from errsmith.meaning import naming
from errsmith.meaning.resolution import ResolvedError, has_common_status
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import PLAIN
from errsmith.runtime.facts import ErrorInfo, make_anchor
from errsmith.runtime.kinds import KINDS
from errsmith.runtime.statements import (
    NOT_DOCUMENTED,
    format_lifecycle,
    format_statuses,
)
from errsmith.targets.markdown.headings import make_class_anchor
from errsmith.targets.markdown.page import PageView
from errsmith.targets.markdown.sections import (
    ResponseView,
    build_response_view,
    explain_no_example,
    fold_spellings,
)
from errsmith.targets.site.facts import (
    Basis,
    ErrorFactView,
    RetryView,
    build_fact,
    build_retry,
    build_text_fact,
    show_codes,
)
from errsmith.targets.site.frame import Frames, FrameView
from errsmith.targets.site.history import EventView, Histories
from errsmith.targets.site.links import LinkView, build_link
from errsmith.targets.site.paths import (
    KINDS_PAGE,
    UP,
    get_error_path,
    get_word_anchor,
)
from errsmith.targets.site.snippets import SnippetView, list_snippets
from errsmith.targets.text import split_sentences

_ENVELOPES: Final[Mapping[str, Basis]] = {
    "Envelope": "documented",
    "Derived envelope": "derived",
}
"""The labels of envelopes, by their basis."""


@frozen(kw_only=True, eq=False, slots=False)
class ExampleView:
    """An example response.

    Attributes:
        basis: `documented` or `derived`.
        envelope: Id of the envelope that a derived example follows, or empty.
        path: Path of a request with this response, or empty if the path does not matter.
        scope: Scope of the response, or empty if it does not matter or follows from the path.
        response: The response.
    """

    basis: Basis
    envelope: str
    path: str
    scope: str
    response: ResponseView


@frozen(kw_only=True, eq=False, slots=False)
class ErrorSourceView:
    """The page that documents an error.

    Attributes:
        url: Its URL, or empty if the registry has none.
        retrieved: The day on which it was read, or empty if unknown.
    """

    url: str
    retrieved: str

    @property
    def basis(self) -> Basis:
        """Whether there is such a page: `documented` or `missing`."""
        return "documented" if self.url else "missing"


@frozen(kw_only=True, eq=False, slots=False)
class ErrorPageView:
    """An error's page.

    Attributes:
        frame: What surrounds it.
        provider: Display name of the provider, with its page.
        provider_twin: File of that page in Markdown.
        code: The code.
        class_: Name of its class.
        qualified_class: The same with its module.
        stages: Sentences that say whether it is removed or deprecated.
        replacements: The errors that replace it.
        summaries: What happened, sentence by sentence.
        actor: Who must act, or empty if unknown.
        fixes: What to do, sentence by sentence.
        retry: Whether to retry.
        facts: When and how it is sent, and what it belongs to.
        causes: Its causes.
        user_messages: Languages and messages; the language is empty if there is only one.
        examples: Example responses.
        why_no_example: Why there is no example, or empty.
        snippets: Python that catches it.
        ancestors: The classes above its class, from the root.
        kind_class: The class of its kind, or None.
        notes: Notes, sentence by sentence.
        support: What to quote to support, sentence by sentence.
        since: The first version of the SDK that had it, or empty.
        history: What happened to it, from the latest to the earliest release.
        source: The page that documents it.
        is_open: Whether the provider says that its list of errors is not complete.
    """

    frame: FrameView
    provider: LinkView
    provider_twin: str
    code: str
    class_: str
    qualified_class: str
    stages: tuple[str, ...]
    replacements: tuple[LinkView, ...]
    summaries: tuple[str, ...]
    actor: str
    fixes: tuple[str, ...]
    retry: RetryView
    facts: tuple[ErrorFactView, ...]
    causes: tuple[str, ...]
    user_messages: tuple[tuple[str, str], ...]
    examples: tuple[ExampleView, ...]
    why_no_example: str
    snippets: tuple[SnippetView, ...]
    ancestors: tuple[LinkView, ...]
    kind_class: LinkView | None
    notes: tuple[str, ...]
    support: tuple[str, ...]
    since: str
    history: tuple[EventView, ...]
    source: ErrorSourceView
    is_open: bool


class ErrorPages:
    """Builds the views of the pages of a provider's errors.

    Args:
        subject: The provider.
        page: The view of its page.
        frames: Builds the frames of pages.
        histories: The histories of errors.
    """

    def __init__(
        self, subject: Subject, page: PageView, frames: Frames, histories: Histories
    ) -> None:
        self._subject = subject
        self._page = page
        self._frames = frames
        self._histories = histories
        self._url = f"{UP}{subject.name}.html"
        self._module = f"{page.package}.{subject.name}"
        self._envelopes = {
            envelope.id: f"{self._url}#{section.heading.anchor}"
            for envelope, section in zip(subject.file.envelopes, page.envelopes, strict=True)
        }
        self._retrieved = {page.url: page.retrieved for page in page.sources}

    def build(self, error: ResolvedError) -> ErrorPageView:
        """Build the view of an error's page."""
        subject, info = self._subject, self._subject.facts.errors[error.id]
        kind = "" if info.kind is None else info.kind
        path = get_error_path(subject.name, error.id)
        title = subject.facts.about.title
        examples = tuple(_list_examples(subject, error.id))
        return ErrorPageView(
            frame=self._frames.build(path, f"{error.code} · {title}", info.summary or ""),
            provider=build_link(title, self._url),
            provider_twin=f"{UP}{subject.name}.md",
            code=error.code,
            class_=error.class_,
            qualified_class=f"{self._module}.{error.class_}",
            stages=tuple(_list_stages(info)),
            replacements=tuple(self._list_replacements(error)),
            summaries=split_sentences(info.summary),
            actor=(KINDS[kind].__doc__ or "") if kind else "",
            fixes=split_sentences(info.fix),
            retry=build_retry(info, title),
            facts=tuple(self._list_facts(error, info)),
            causes=info.causes,
            user_messages=tuple(
                ("" if key == PLAIN else key, text) for key, text in error.user_message.items()
            ),
            examples=examples,
            why_no_example="" if examples else explain_no_example(subject, error.id),
            snippets=tuple(list_snippets(subject, error, self._page.package)),
            ancestors=tuple(self._list_ancestors(error)),
            kind_class=build_link(KINDS[kind].__name__, _link_kind(kind)) if kind else None,
            notes=split_sentences(info.note),
            support=self._page.support,
            since=info.since or "",
            history=self._histories.find(subject.name, error.id, info.aliases),
            source=ErrorSourceView(
                url=info.source_url or "", retrieved=self._retrieved.get(info.source_url or "", "")
            ),
            is_open=self._page.is_open,
        )

    def _list_facts(self, error: ResolvedError, info: ErrorInfo) -> Iterator[ErrorFactView]:
        """Yield when and how an error is sent, and what it belongs to."""
        headings = self._page.headings
        yield build_text_fact("HTTP status", format_statuses(info.statuses))
        yield from self._list_envelope_facts(info)
        if info.endpoints:
            yield build_fact("Endpoints", "documented", show_codes(info.endpoints))
        else:
            yield build_text_fact("Endpoints", NOT_DOCUMENTED)
        if info.scopes:
            codes = self._link_codes(info.scopes, headings.scopes.anchor)
            yield build_fact("Scope", "documented", codes)
        yield build_fact("Code", "documented", show_codes([error.code]))
        if info.aliases:
            yield build_fact("Other spellings", "documented", show_codes(info.aliases))
        if folded := list(dict.fromkeys(fold_spellings(self._subject, error))):
            yield build_fact("Also read as this code", "derived", show_codes(folded))
        if error.group is not None:
            codes = self._link_codes([error.group], headings.groups.anchor)
            yield build_fact("Group", "documented", codes)
        if error.category is not None:
            codes = self._link_codes([error.category], headings.categories.anchor)
            yield build_fact("Category", "documented", codes)
        elif self._page.categories.rows:
            yield build_text_fact("Category", NOT_DOCUMENTED)
        if info.kind is not None:
            yield build_fact("Kind", "derived", (build_link(info.kind, _link_kind(info.kind)),))

    def _list_envelope_facts(self, info: ErrorInfo) -> Iterator[ErrorFactView]:
        """Yield the documented and the derived envelopes in which an error can arrive."""
        envelopes = [
            envelope
            for envelope in self._subject.file.envelopes
            if _can_arrive(info, envelope.scope, envelope.when.status)
        ]
        if not envelopes:
            yield build_text_fact("Envelope", NOT_DOCUMENTED)
        for label, basis in _ENVELOPES.items():
            ids = [each.id for each in envelopes if each.derived == (basis == "derived")]
            if ids:
                links = tuple([build_link(id_, self._envelopes[id_]) for id_ in ids])
                yield build_fact(label, basis, links)

    def _link_codes(self, codes: Iterable[str], anchor: str) -> tuple[LinkView, ...]:
        return tuple([build_link(code, f"{self._url}#{anchor}") for code in codes])

    def _list_replacements(self, error: ResolvedError) -> Iterator[LinkView]:
        """Yield the errors that replace a removed or deprecated one."""
        stages = (error.definition.removed, error.definition.deprecated)
        ids = [id_ for stage in stages if stage is not None for id_ in stage.replacement]
        for id_ in dict.fromkeys(ids):
            code = self._subject.resolution.errors[id_].code
            yield build_link(code, f"{make_anchor(id_)}.html")

    def _list_ancestors(self, error: ResolvedError) -> Iterator[LinkView]:
        """Yield the classes above the class of an error."""
        base = self._page.base
        yield build_link(naming.ROOT, f"{UP}{KINDS_PAGE}")
        yield build_link(base, f"{self._url}#{make_class_anchor(base)}")
        if error.group is not None:
            class_ = self._subject.resolution.group_classes[error.group]
            yield build_link(class_, f"{self._url}#{make_class_anchor(class_)}")


def _list_stages(info: ErrorInfo) -> Iterator[str]:
    """Yield whether an error is removed or deprecated; the page links to its replacements."""
    for name, stage in {"Removed": info.removed, "Deprecated": info.deprecated}.items():
        if stage is not None:
            yield from split_sentences(format_lifecycle(name, evolve(stage, replacements=())))


def _can_arrive(info: ErrorInfo, scope: str | None, statuses: tuple[int | str, ...]) -> bool:
    """Return whether an error can arrive in an envelope with this scope and these statuses."""
    has_scope = scope is None or not info.scopes or scope in info.scopes
    return has_scope and (
        not statuses or not info.statuses or has_common_status(info.statuses, statuses)
    )


def _link_kind(kind: str) -> str:
    return f"{UP}{KINDS_PAGE}#{get_word_anchor(kind)}"


def _list_examples(subject: Subject, id_: str) -> Iterator[ExampleView]:
    """Yield the example responses of an error: the first one, and further documented ones."""
    examples = subject.examples
    first = examples.by_error.get(id_)
    if first is None:
        return
    further = (example for example in examples.further.get(id_, ()) if not example.envelope)
    for example in (first, *further):
        is_first = example is first
        yield ExampleView(
            basis="derived" if example.envelope else "documented",
            envelope=example.envelope,
            path=(is_first and example.scope and example.path) or "",
            scope=(is_first and not example.path and example.scope) or "",
            response=build_response_view(example),
        )

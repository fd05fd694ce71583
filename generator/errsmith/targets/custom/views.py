"""Views for the templates of added outputs, with the facts of the catalogue.

The views have the properties of `catalogue.json` under the same names (`class` is `class_`), and
keep documented and derived facts separate, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, overload

from attrs import field, frozen

from errsmith.meaning.naming import SUFFIX, build_member_name
from errsmith.meaning.subjects import Subject
from errsmith.runtime.catalogue import Json, make_error_json, make_provider_json
from errsmith.runtime.facts import Advice, Basis, ErrorInfo, Level
from errsmith.targets.site.catalogue import list_facts
from errsmith.targets.target import Project


@frozen(kw_only=True, eq=False)
class SdkView:
    """The SDK.

    Attributes:
        source: Path of `sdk.toml`, for headers.
        distribution: Name of the distribution.
        package: Name of the package.
        version: Its version.
        summary: What it is, in one line.
    """

    source: str
    distribution: str
    package: str
    version: str
    summary: str


@frozen(kw_only=True, eq=False)
class SourcePageView:
    """A page of a provider's documentation.

    Attributes:
        url: Its URL.
        retrieved: The date on which it was read, such as `2026-11-21`.
        note: Peculiarities of the page, or None.
    """

    url: str
    retrieved: str
    note: str | None


@frozen(kw_only=True, eq=False)
class CodeView:
    """A code; errors can share it.

    Attributes:
        code: The code as the provider's page lists it.
        member: Its name in `Code` of the SDK, such as `SIG_BB607`; unique within the provider.
        statuses: The documented statuses of the errors with this code; each is an integer, or a
            string such as `4xx` for any status of that class.
    """

    code: str
    member: str
    statuses: tuple[int | str, ...]


@frozen(kw_only=True, eq=False)
class RetryAdviceView:
    """Advice on sending the same request again.

    Attributes:
        advice: `never` (not automatically), `once`, `backoff`, `poll` or `after_fix`.
        delay: Seconds to wait, or None.
        basis: `documented` or `derived`.
        level: Where the advice comes from: `error`, `group`, `category` or `kind`.
        delay_basis: The basis of the delay, or None.
    """

    advice: Advice
    delay: float | None
    basis: Basis
    level: Level
    delay_basis: Basis | None


@frozen(kw_only=True, eq=False)
class DocumentedView:
    """What the provider documents, for the error itself or for its group or category.

    Attributes:
        statuses: HTTP statuses; a string such as `4xx` means any status of that class.
        scopes: The parts of the API that send it; empty means all.
        endpoints: The endpoints that send it, as the page writes them.
        group: The group that the code belongs to, or None.
        category: How the provider wants it handled, or None.
        retry: Documented advice on retrying, or None.
        summary: What happened, or None.
        causes: Possible causes.
        fix: What to do about it, or None.
        user_message: A message for the end user, in English if available; or None.
        user_messages: The same message by language, if there are several languages.
        note: Contradictions on the page, limits, history; or None.
        source_url: The provider's page, or None.
    """

    statuses: tuple[int | str, ...]
    scopes: tuple[str, ...]
    endpoints: tuple[str, ...]
    group: str | None
    category: str | None
    retry: RetryAdviceView | None
    summary: str | None
    causes: tuple[str, ...]
    fix: str | None
    user_message: str | None
    user_messages: Mapping[str, str]
    note: str | None
    source_url: str | None


@frozen(kw_only=True, eq=False)
class DerivedView:
    """Conclusions of errsmith or of the registry's maintainers, not documented by the provider.

    Attributes:
        kind: Who must act: one of the kinds, which are the same for every provider; or None.
        retry: Derived advice on retrying, or None.
    """

    kind: str | None
    retry: RetryAdviceView | None


@frozen(kw_only=True, eq=False)
class StageView:
    """Why and since when a code is deprecated or removed.

    Attributes:
        reason: Why, or None.
        replacements: The ids of the errors that replace it.
        since: The first version of the SDK that marks it, or None.
    """

    reason: str | None
    replacements: tuple[str, ...]
    since: str | None


@frozen(kw_only=True, eq=False)
class LifecycleView:
    """When an error was added to the SDK, and whether its code is deprecated or removed.

    Attributes:
        since: The first version of the SDK that had it, or None.
        deprecated: Set if the code is deprecated, otherwise None.
        removed: Set if the code is no longer sent, otherwise None.
    """

    since: str | None
    deprecated: StageView | None
    removed: StageView | None


@frozen(kw_only=True, eq=False)
class ErrorView:
    """An error.

    Attributes:
        provider: Its provider.
        id: Its id, which is permanent and unique within the provider.
        anchor: The id as it appears in URLs: `a`-`z`, digits and `-`; unique within the provider.
        class_: Its class, with its module.
        class_name: Its class, such as `AuthInvalidGrantError`; unique within the provider.
        identifier: The class name without `Error`, for other languages: ASCII letters and
            digits, the first an upper-case letter.
        code: The code as the provider's page lists it; errors can share a code.
        member: The code's name in `Code` of the SDK, such as `AUTH_INVALID_GRANT`.
        aliases: Other spellings of the code.
        documented: What the provider documents.
        derived: What errsmith or the registry's maintainers conclude.
        lifecycle: When it was added to the SDK, and whether it is deprecated or removed.
        reference_url: Its page in the published reference, or None.
    """

    provider: ProviderView = field(repr=False)
    id: str
    anchor: str
    class_: str
    class_name: str
    identifier: str
    code: str
    member: str
    aliases: tuple[str, ...]
    documented: DocumentedView
    derived: DerivedView
    lifecycle: LifecycleView
    reference_url: str | None


class ErrorList(Sequence[ErrorView]):
    """The errors of a provider, built one at a time to save memory."""

    def __init__(
        self, provider: ProviderView, facts: tuple[tuple[str, str, ErrorInfo], ...]
    ) -> None:
        self._provider, self._facts = provider, facts

    def __len__(self) -> int:
        return len(self._facts)

    @overload
    def __getitem__(self, index: int) -> ErrorView: ...
    @overload
    def __getitem__(self, index: slice) -> ErrorList: ...
    def __getitem__(self, index: int | slice) -> ErrorView | ErrorList:
        if isinstance(index, slice):
            return ErrorList(self._provider, self._facts[index])
        return _build_error(self._provider, *self._facts[index])

    def __iter__(self) -> Iterator[ErrorView]:
        return (_build_error(self._provider, *facts) for facts in self._facts)


@frozen(kw_only=True, eq=False)
class ProviderView:
    """An API and its errors.

    Attributes:
        sdk: The SDK.
        source: Path of the registry's file, for headers.
        name: Name of its module in the package: `a`-`z`, digits and `_`.
        title: Display name.
        class_: The base class of all its errors, with its module.
        class_name: The base class without its module.
        summary: What the API does, or None.
        support: What to quote to the provider's support, or None.
        quoted: The fields of a response that identify the occurrence of an error.
        note: Other remarks, or None.
        is_open: Whether the provider's page states that its list is incomplete.
        sources: The pages that the facts come from.
        codes: The codes of its errors, each once.
        errors: Its errors, in the order of its class tree.
    """

    sdk: SdkView
    source: str
    name: str
    title: str
    class_: str
    class_name: str
    summary: str | None
    support: str | None
    quoted: tuple[str, ...]
    note: str | None
    is_open: bool
    sources: tuple[SourcePageView, ...]
    codes: tuple[CodeView, ...] = field(repr=False)
    _facts: tuple[tuple[str, str, ErrorInfo], ...] = field(alias="facts", repr=False)

    @property
    def errors(self) -> Sequence[ErrorView]:
        """Its errors."""
        return ErrorList(self, self._facts)


@frozen(kw_only=True, eq=False)
class CatalogueView:
    """All errors of an SDK.

    Attributes:
        sdk: The SDK.
        providers: The providers, sorted by name.
    """

    sdk: SdkView
    providers: tuple[ProviderView, ...]


VIEWS: Final = (
    *(CatalogueView, SdkView, ProviderView, SourcePageView, CodeView, ErrorView),
    *(DocumentedView, DerivedView, RetryAdviceView, LifecycleView, StageView),
)
"""All views, in the order in which the manual documents them."""


def build_catalogue_view(project: Project) -> CatalogueView:
    """Build the view of a project's catalogue."""
    sdk = SdkView(
        source=project.source,
        distribution=project.sdk.distribution,
        package=project.sdk.package,
        version=project.sdk.version,
        summary=project.sdk.summary,
    )
    return CatalogueView(
        sdk=sdk,
        providers=tuple(
            _build_provider(subject, sdk, project.format_source(subject))
            for subject in project.providers
        ),
    )


def _build_provider(subject: Subject, sdk: SdkView, source: str) -> ProviderView:
    about = subject.facts.about
    facts = tuple(list_facts(subject, sdk.package))
    content = make_provider_json(about, (), package=sdk.package, quoted=subject.facts.quoted)
    content |= {
        "class_": content.pop("class"),
        "sources": tuple(SourcePageView(**page) for page in content["sources"]),
    }
    del content["errors"]
    return ProviderView(
        sdk=sdk,
        source=source,
        class_name=about.base,
        codes=tuple(_list_codes(info for _, _, info in facts)),
        facts=facts,
        **_freeze(content),
    )


def _list_codes(infos: Iterator[ErrorInfo]) -> Iterator[CodeView]:
    statuses: dict[str, dict[int | str, None]] = {}
    for info in infos:
        statuses.setdefault(info.code or "", {}).update(dict.fromkeys(info.statuses))
    for code, found in statuses.items():
        yield CodeView(code=code, member=build_member_name(code), statuses=tuple(found))


def _build_error(provider: ProviderView, id_: str, class_: str, info: ErrorInfo) -> ErrorView:
    content = make_error_json(info, class_, provider=provider.name, id_=id_)
    documented, derived, lifecycle = (
        content.pop(name) for name in ("documented", "derived", "lifecycle")
    )
    content |= {"provider": provider, "class_": content.pop("class")}
    class_name = class_.rpartition(".")[2]
    for facts in (documented, derived):
        facts["retry"] = None if facts["retry"] is None else RetryAdviceView(**facts["retry"])
    for name in ("deprecated", "removed"):
        stage = lifecycle[name]
        lifecycle[name] = None if stage is None else StageView(**_freeze(stage))
    return ErrorView(
        class_name=class_name,
        identifier=class_name.removesuffix(SUFFIX),
        member=build_member_name(content["code"]),
        documented=DocumentedView(**_freeze(documented)),
        derived=DerivedView(**derived),
        lifecycle=LifecycleView(**lifecycle),
        **_freeze(content),
    )


def _freeze(content: Json) -> dict[str, Any]:
    """Return a JSON object with tuples instead of lists."""
    return {key: tuple(item) if isinstance(item, list) else item for key, item in content.items()}

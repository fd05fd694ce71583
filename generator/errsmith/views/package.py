"""The views of the SDK as a whole: `python/init.py.jinja`, `python/main.py.jinja`, `project/*`."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from errsmith.meaning import naming
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import SdkFile
from errsmith.runtime.facts import ProviderInfo
from errsmith.runtime.kinds import KINDS
from errsmith.runtime.problems import ANSWERS, UNKNOWN
from errsmith.views.page import SourceView, source_views
from errsmith.views.samples import SampleView, sample_of, variants
from errsmith.views.text import WIDTH, Node, sentences, tree, wrapped


@frozen(kw_only=True, eq=False)
class ListedView:
    """A provider in a list.

    Attributes:
        name: Name of its module.
        title: Name for people.
        base: Name of the class of all its errors.
        info: Its `ProviderInfo`.
        summary: What the API does, empty if not said.
        errors: Number of its errors.
        pages: The pages that its facts come from.
    """

    name: str
    title: str
    base: str
    info: ProviderInfo
    summary: str
    errors: int
    pages: tuple[SourceView, ...]


@frozen(kw_only=True, eq=False)
class AnswerView:
    """What one's own callers are told of every error of a kind.

    Attributes:
        kind: Name of the kind.
        status: HTTP status.
        title: What happened, for people.
    """

    kind: str
    status: int
    title: str


@frozen(kw_only=True, eq=False)
class ProjectView:
    """The SDK as a whole.

    Attributes:
        source: Path of `sdk.toml`, for the header.
        distribution: Name of the distribution.
        package: Name of the package.
        version: Version of the SDK.
        summary: What it is, in one line.
        license: Licence, an SPDX expression.
        license_file: Name of the licence's file.
        author: Who publishes it.
        notices: What readers have to know, in sentences.
        repository: Address of the project's folder in its repository, empty if it has none.
        base: What the README's links begin with.
        doc: Lines of the package's docstring.
        exports: Names for `__all__` of the package, sorted.
        kinds: Names of the kinds' classes.
        providers: The providers, by name.
        errors: Number of errors of all providers.
        example: The provider of the README's example.
        answers: What `to_problem` says of each kind.
        unknown: What it says of an error without a kind.
        sample: An error of that provider.
        plugin: Line of a conftest.py that loads the plugin for pytest.
        variants: Names of what the local server makes of a response, and what that is.
    """

    source: str
    distribution: str
    package: str
    version: str
    summary: str
    license: str
    license_file: str
    author: str
    notices: tuple[str, ...]
    repository: str
    base: str
    doc: tuple[str, ...]
    exports: tuple[str, ...]
    kinds: tuple[str, ...]
    providers: tuple[ListedView, ...]
    errors: int
    example: ListedView
    answers: tuple[AnswerView, ...]
    unknown: AnswerView
    sample: SampleView
    plugin: str
    variants: tuple[tuple[str, str], ...]


@frozen(kw_only=True, eq=False)
class MainView:
    """The SDK's command line.

    Attributes:
        source: Path of `sdk.toml`, for the header.
        package: Name of the package.
        version: Version of the SDK.
    """

    source: str
    package: str
    version: str


_EXPORTS = (
    "ApiError",
    "ErrorInfo",
    "Lifecycle",
    "PROVIDERS",
    "ProviderInfo",
    "RawResponse",
    "Retry",
    "SourceInfo",
    "is_retryable",
    "retry_delay",
)


def project_view(sdk: SdkFile, providers: Mapping[str, Subject], source: str) -> ProjectView:
    """Shape the whole SDK for its package, its project file and its README."""
    kinds = tuple(sorted(cls.__name__ for cls in KINDS.values()))
    listed = tuple(map(listed_view, providers.values()))
    example = max(listed, key=lambda one: one.errors)
    shown = providers[example.name]
    return ProjectView(
        source=source,
        distribution=sdk.distribution,
        package=sdk.package,
        version=sdk.version,
        summary=sdk.summary,
        license=sdk.license,
        license_file=sdk.license_file,
        author=sdk.author,
        notices=sentences(sdk.notice),
        repository=sdk.repository or "",
        base=f"{sdk.repository.rstrip('/')}/" if sdk.repository else "",
        doc=_doc(sdk),
        exports=naming.export_order((*_EXPORTS, *kinds, *providers)),
        kinds=kinds,
        providers=listed,
        errors=sum(one.errors for one in listed),
        example=example,
        sample=sample_of(example.name, shown.resolution, shown.examples),
        plugin=f'pytest_plugins = ["{sdk.package}.testing.plugin"]',
        variants=variants(),
        answers=tuple(
            AnswerView(kind=kind, status=one.status, title=one.title)
            for kind, one in ANSWERS.items()
        ),
        unknown=AnswerView(kind="none", status=UNKNOWN.status, title=UNKNOWN.title),
    )


def main_view(sdk: SdkFile, source: str) -> MainView:
    """Shape the SDK for its command line."""
    return MainView(source=source, package=sdk.package, version=sdk.version)


def listed_view(subject: Subject) -> ListedView:
    """Shape one provider for a list."""
    about = subject.facts.about
    return ListedView(
        name=about.name,
        title=about.title,
        base=about.base,
        info=about,
        summary=about.summary or "",
        errors=len(subject.file.errors),
        pages=source_views(about),
    )


def _doc(sdk: SdkFile) -> tuple[str, ...]:
    kinds = tuple(Node(cls.__name__, kind) for kind, cls in KINDS.items())
    return (
        *wrapped(sdk.summary, width=WIDTH - 3),
        "",
        *wrapped(
            "Each provider has a module with its classes, `parse`, `from_response`, "
            "`raise_for_error`, and `afrom_response` and `araise_for_error` for asynchronous "
            "clients. "
            "Every class is below `ApiError`, and below the class of its kind, which is the same "
            "for every provider:"
        ),
        "",
        *(f"    {line}" for line in tree(Node(naming.ROOT, "", kinds))),
    )

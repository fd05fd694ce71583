"""The view of the SDK as a whole: `README.md.jinja`, `guides/*.md.jinja`."""

from __future__ import annotations

from attrs import frozen

from errsmith.runtime.problems import PROBLEMS, UNKNOWN_PROBLEM
from errsmith.targets.markdown.lists import ListedView, build_listed_view
from errsmith.targets.markdown.samples import SampleView, build_sample_view, describe_variants
from errsmith.targets.target import Project
from errsmith.targets.text import split_sentences


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
        summary: What it is, in one line.
        notices: What readers have to know, in sentences.
        base: What the README's links begin with.
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
    summary: str
    notices: tuple[str, ...]
    base: str
    providers: tuple[ListedView, ...]
    errors: int
    example: ListedView
    answers: tuple[AnswerView, ...]
    unknown: AnswerView
    sample: SampleView
    plugin: str
    variants: tuple[tuple[str, str], ...]


def build_project_view(project: Project) -> ProjectView:
    """Build the view of the whole SDK for its README and its guides."""
    sdk = project.sdk
    largest = max(project.providers, key=lambda provider: len(provider.file.errors))
    return ProjectView(
        source=project.source,
        distribution=sdk.distribution,
        package=sdk.package,
        summary=sdk.summary,
        notices=split_sentences(sdk.notice),
        base=f"{sdk.repository.rstrip('/')}/" if sdk.repository else "",
        providers=tuple(map(build_listed_view, project.providers)),
        errors=sum(len(provider.file.errors) for provider in project.providers),
        example=build_listed_view(largest),
        answers=tuple(
            AnswerView(kind=kind, status=answer.status, title=answer.title)
            for kind, answer in PROBLEMS.items()
        ),
        unknown=AnswerView(kind="none", status=UNKNOWN_PROBLEM.status, title=UNKNOWN_PROBLEM.title),
        sample=build_sample_view(largest),
        plugin=f'pytest_plugins = ["{sdk.package}.testing.plugin"]',
        variants=describe_variants(),
    )

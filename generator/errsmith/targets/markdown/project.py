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
    """The problem document that your own callers get for errors of a kind.

    Attributes:
        kind: Name of the kind.
        status: HTTP status.
        title: Display title: what happened.
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
        notices: What readers must know, sentence by sentence.
        base: Prefix of the README's links.
        has_changelog: Whether there is a `CHANGELOG.md`.
        providers: The providers, by name.
        errors: Number of errors, across all providers.
        example: The provider that the README and the guides use as their example.
        answers: What `to_problem` returns for each kind.
        unknown: What it returns for an error without a kind.
        sample: An error of that provider.
        plugin: Line of a `conftest.py` that loads the pytest plugin.
        variants: The ways in which the local server can malform a response: names and descriptions.
    """

    source: str
    distribution: str
    package: str
    summary: str
    notices: tuple[str, ...]
    base: str
    has_changelog: bool
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
        base=project.link_base,
        has_changelog=bool(project.releases),
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

"""`errsmith init`."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from attrs import frozen

from errsmith.characters import escape
from errsmith.commands import FINE
from errsmith.commands.changes import format_patch
from errsmith.commands.console import put, report_errors
from errsmith.commands.generate import say_wait
from errsmith.commands.prompting import ask, is_interactive
from errsmith.output import Change, OutputError, State
from errsmith.output.disk import report_os_errors
from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.loading import PROVIDERS
from errsmith.registry.source import format_path
from errsmith.registry.wording import format_key_path, quote
from errsmith.reporting.words import count
from errsmith.scaffolding.creation import create_files, find_existing
from errsmith.scaffolding.projects import (
    MIT,
    REGISTRY,
    Project,
    check_project,
    render_project,
)
from errsmith.scaffolding.refusals import RefusedError, require_unicode
from errsmith.scaffolding.suggestions import check_module, suggest_title

_OPTIONS: Final[dict[KeyPath, str]] = {
    ("provider", "title"): "title",
    ("provider", "class"): "title",
    ("package",): "package",
    ("distribution",): "distribution",
    ("author",): "author",
    ("license",): "license",
}
"""The option that a value of the new registry comes from, by the place of its findings."""


@frozen
class _Choice:
    """A value that an option, an answer or a default sets.

    Attributes:
        name: The name of the option.
        question: The question, or "" to use the default without asking.
        suggest: Returns the default, given the values before.
    """

    name: str
    question: str
    suggest: Callable[[dict[str, str]], str]


_CHOICES: Final = (
    _Choice("provider", "Module of the API", lambda _: "acme"),
    _Choice("title", "Name of the API", lambda chosen: suggest_title(chosen["provider"])),
    _Choice("package", "Package to import", lambda chosen: f"{chosen['provider']}_errors"),
    _Choice("distribution", "", lambda chosen: chosen["package"].replace("_", "-")),
    _Choice("author", "Author of the SDK", lambda chosen: f"The {chosen['title']} authors"),
)


@frozen(kw_only=True)
class Request:
    """The arguments of a run; None for what was not passed.

    Attributes:
        folder: The folder of the project.
        provider: The module of the example provider.
        title: Its display name.
        package: The name of the package.
        distribution: The name of the distribution.
        author: Who publishes the SDK.
        license: The SPDX expression of its license.
        license_file: The file with the text of that license.
        registry_only: Whether to create only the registry.
        dry_run: Whether to write nothing.
    """

    folder: Path
    provider: str | None = None
    title: str | None = None
    package: str | None = None
    distribution: str | None = None
    author: str | None = None
    license: str | None = None
    license_file: Path | None = None
    registry_only: bool = False
    dry_run: bool = False


@report_errors(OutputError, RefusedError)
def init(request: Request) -> int:
    """Create a registry with an example, and print what to do next."""
    texts = (getattr(request, choice.name) for choice in _CHOICES)
    require_unicode(filter(None, (request.license, *texts)))
    license_, text = _read_license(request)
    complete = partial(_build_project, license_=license_, license_text=text)
    _list_files(request, complete({}))  # Existing files are reported before the first question.
    project = complete(_choose(request, complete))
    files = _list_files(request, project)
    if request.dry_run:
        for path, data in files.items():
            change = Change(path, State.MISSING, None, data)
            put(format_patch(format_path(request.folder / path), change))
        return FINE
    create_files(request.folder, files, on_wait=say_wait)
    put(f"created {count(len(files), 'file')} in {escape(format_path(request.folder))}:\n")
    put("".join(f"  {path}\n" for path in sorted(files)))
    put("".join(("next:\n", *(f"  {escape(step)}\n" for step in _list_steps(request, project)))))
    return FINE


def _read_license(request: Request) -> tuple[str, bytes | None]:
    """Return the license and its text, None for the text that errsmith has.

    Raises:
        RefusedError: The text of the license, or the name of the text's license, is missing.
        OutputError: The file cannot be read.
    """
    path = request.license_file
    if path is None:
        if (request.license or MIT).upper() == MIT:
            return MIT, None
        reason = (
            f"found license {quote(request.license or '')}, but errsmith includes only the MIT text"
        )
        raise RefusedError(reason, "Pass the license text with --license-file")
    if request.license is None:
        reason = "found --license-file without --license"
        raise RefusedError(reason, "Pass the SPDX identifier of the license, such as Apache-2.0")
    with report_os_errors(path, "read"):
        return request.license, path.read_bytes()


def _build_project(
    chosen: Mapping[str, str], *, license_: str, license_text: bytes | None
) -> Project:
    """Return a project with these values, and the defaults of all others."""
    values = dict(chosen)
    for choice in _CHOICES:
        values.setdefault(choice.name, choice.suggest(values))
    today = datetime.datetime.now(datetime.UTC).date()
    return Project(**values, license=license_, license_text=license_text, today=today)


def _choose(request: Request, complete: Callable[[Mapping[str, str]], Project]) -> dict[str, str]:
    """Return the values of options and, on a terminal, of answers.

    Raises:
        RefusedError: A value cannot be used, or the input has ended.
    """
    chosen: dict[str, str] = {}
    asks = is_interactive()
    for choice in _CHOICES:
        option: str | None = getattr(request, choice.name)
        if option is not None:
            chosen[choice.name] = option

    def check(name: str, answer: str) -> None:
        _check(complete({**chosen, name: answer}), name)

    for choice in _CHOICES:
        name = choice.name
        if name in chosen:
            check(name, chosen[name])
        elif asks and choice.question:
            default = getattr(complete(chosen), name)
            chosen[name] = ask(choice.question, default, partial(check, name))
    _check(complete(chosen))
    return chosen


def _check(project: Project, only: str | None = None) -> None:
    """Raise unless all values of a project are valid, or only that of one option.

    Raises:
        RefusedError: A value cannot be used; the message says why.
    """
    if only in {None, "provider"}:
        check_module(project.provider, None)
    if only in {None, "provider", "package"} and project.package == project.provider:
        reason = f"found package {quote(project.package)}, the name of the API's module"
        raise RefusedError(reason, f"Choose another, such as {project.provider}_errors")
    for name in ("title", "author"):
        value: str = getattr(project, name)
        if only in {None, name} and not value.isprintable():
            reason = f"found {name} {quote(value)}, expected one line without control characters"
            raise RefusedError(reason)
    for found in check_project(project):
        name = _OPTIONS.get(found.at, format_key_path(found.at))
        if only in {None, name}:
            about = f"{found.at[-1]}: "
            reason = f"{name}: {found.message.removeprefix(about)}"
            raise RefusedError(reason, found.help or "")


def _list_files(request: Request, project: Project) -> dict[str, bytes]:
    """Return the files to create, by path.

    Raises:
        RefusedError: Some of them exist; the message names them all.
    """
    files = render_project(project)
    if request.registry_only:
        files = {path: data for path, data in files.items() if path.startswith(f"{REGISTRY}/")}
    existing = find_existing(request.folder, files)
    if not existing:
        return files
    names = ", ".join(map(format_path, existing))
    reason = f"nothing was created, because these files exist: {names}"
    if any((request.folder / REGISTRY) in path.parents for path in existing):
        hint = "To add to this registry, use `errsmith new`; to start another, pass another folder"
        raise RefusedError(reason, hint)
    hint = "Pass another folder, or pass --registry-only to create only the registry"
    raise RefusedError(reason, hint)


def _list_steps(request: Request, project: Project) -> Iterator[str]:
    """Yield the next commands."""
    if request.folder != Path():
        yield f"cd {shlex.quote(request.folder.as_posix())}"
    yield "errsmith lint"
    yield "errsmith generate"
    yield "pip install ./generated"
    yield f"then replace the example in {REGISTRY}/{PROVIDERS}/{project.provider}.toml"

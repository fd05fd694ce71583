"""`errsmith site`."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, frozen

from errsmith import generation
from errsmith.commands import FINDINGS, FINE
from errsmith.commands.console import put, report_errors, say
from errsmith.commands.generate import check_out, read_registry, say_wait
from errsmith.output.disk import OutputError
from errsmith.output.folder import Counts, list_files, write_folder
from errsmith.output.version_folders import read_versions
from errsmith.registry.loading import RegistryError
from errsmith.site_generation import generate_site, generate_version_files
from errsmith.targets.site.addresses import explain_long_name
from errsmith.targets.site.base_url import BaseUrlError, derive_base_url, normalize_base_url
from errsmith.targets.site.checking import check_site
from errsmith.targets.site.paths import FRONT_PAGE
from errsmith.targets.site.versions import FOLDER, plan_copies
from errsmith.targets.target import Project, TargetError


@frozen(kw_only=True)
class Request:
    """The arguments of a run.

    Attributes:
        registry: The registry's folder.
        out: The folder to write to.
        templates: Folder of templates that replace errsmith's own.
        base_url: URL at which the site will be published, or None to derive it.
        check: Whether to check the site instead of writing it.
        versions: Whether to publish several versions together.
    """

    registry: Path
    out: Path
    templates: Path | None = None
    base_url: str | None = None
    check: bool = False
    versions: bool = False


@report_errors(BaseUrlError, OutputError, RegistryError, TargetError)
def site(request: Request) -> int:
    """Generate the site of a registry, or check it."""
    base_url = None if request.base_url is None else normalize_base_url(request.base_url)
    registry = read_registry(request.registry)
    if registry is None:
        return FINDINGS
    project = generation.build_project(registry)
    if base_url is None:
        base_url = derive_base_url(project.sdk, for_all_versions=request.versions)
    project = evolve(project, base_url=base_url)
    if reason := explain_long_name(project):
        raise TargetError(reason)
    if request.check:
        return _check(project, request.templates)
    _check_templates(project, request)
    if request.versions:
        return _write_versions(project, request)
    _check_folders(request.out, project, request)
    if list_files(request.out / FOLDER) is not None:
        reason = "has several versions; use --versions, or --out to name another folder"
        raise OutputError(request.out, reason)
    files = generate_site(project, request.templates)
    return _report(write_folder(request.out, files, on_wait=say_wait), request.out)


def _check(project: Project, templates: Path | None) -> int:
    """Check links, anchors and permanent addresses, without writing."""
    problems = check_site(generate_site(project, templates), project)
    for problem in problems:
        put(f"{problem}\n")
    count = len(problems)
    say(f"{count} problem{'s'[: count != 1]}" if problems else "no problems found")
    return FINDINGS if problems else FINE


def _check_templates(project: Project, request: Request) -> None:
    """Render everything with custom templates, so that nothing is written if one is broken."""
    if request.templates is not None:
        for _ in generate_site(project, request.templates):
            pass


def _check_folders(folder: Path, project: Project, request: Request) -> None:
    """Raise OutputError if a file of the site would be written to the registry."""
    names = {"assets", "guides", *(provider.name for provider in project.providers)}
    check_out(folder, [FRONT_PAGE, *(f"{name}/{FRONT_PAGE}" for name in names)], request.registry)


def _write_versions(project: Project, request: Request) -> int:
    """Write the site to its version's folder and, if it is the latest, to the root folder."""
    version, out = project.sdk.version, request.out
    copies = plan_copies(version, read_versions(out))
    counts = Counts()
    for copy in copies:
        _check_folders(out / copy.folder, project, request)
    for copy in copies:
        located = evolve(project, base_url=copy.locate(project.base_url))
        files = generate_site(located, request.templates, copy)
        counts += write_folder(out / copy.folder, files, on_wait=say_wait)
    about = generate_version_files(project, read_versions(out), request.templates)
    named = ((path.removeprefix(f"{FOLDER}/"), data) for path, data in about)
    counts += write_folder(out / FOLDER, named, on_wait=say_wait)
    if not any(copy.is_default for copy in copies):
        say(f"version {version} is not the latest, so the default version is unchanged")
    return _report(counts, out)


def _report(counts: Counts, out: Path) -> int:
    say(
        f"{counts.written} written, {counts.deleted} deleted, {counts.unchanged} unchanged in {out}"
    )
    return FINE

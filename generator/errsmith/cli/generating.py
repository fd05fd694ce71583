"""Commands that read the registry and generate from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from errsmith.cli.app import FOLDERS, MODE, NO_FLAGS, FindingsFormat, RegistryFolder, app


@app.command(version_flags=NO_FLAGS)
def generate(
    *,
    check: Annotated[bool, Parameter(group=MODE, negative="", show_default=False)] = False,
    diff: Annotated[bool, Parameter(group=MODE, negative="", show_default=False)] = False,
    force: Annotated[bool, Parameter(group=MODE, negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    out: Annotated[Path, Parameter(group=FOLDERS)] = Path("generated"),
    templates: Annotated[Path | None, Parameter(group=FOLDERS)] = None,
    verify: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    format: FindingsFormat = "text",  # noqa: A002 - the name on the command line
) -> int:
    """Generate the SDK, its reference, and the JSON Schemas of the registry.

    Nothing is written if the registry has findings that `allow` cannot silence, or if a generated
    file was edited by hand. A file that is edited during the run is kept and reported. Files are
    replaced atomically, and if a run is interrupted, the next one completes it.

    Parameters
    ----------
    check
        Show which generated files are out of date, without writing; exit with 1 if there are any.
    diff
        Show the changes as a unified diff, without writing; control characters are escaped.
    force
        Also overwrite files that were edited by hand.
    out
        Folder of the generated project; it must be outside the registry.
    templates
        Folder of templates that replace built-in ones by name, such as `python/provider.py.jinja`;
        its `outputs.toml` can list further templates, which add files.
    verify
        Check that the generated Python states the facts of the registry; --templates implies this.
    """
    from errsmith.commands.generate import Mode
    from errsmith.commands.generate import generate as run

    mode = Mode.CHECK if check else Mode.DIFF if diff else Mode.WRITE
    return run(
        registry,
        out,
        templates=templates,
        mode=mode,
        force=force,
        verify=verify,
        report_format=format,
    )


@app.command(version_flags=NO_FLAGS)
def lint(*, registry: RegistryFolder = Path("registry"), format: FindingsFormat = "text") -> int:  # noqa: A002
    """Check a registry and report all problems in all files."""
    from errsmith.commands.lint import lint as run

    return run(registry, report_format=format)


@app.command(version_flags=NO_FLAGS)
def site(
    *,
    base_url: Annotated[str | None, Parameter(show_default=False)] = None,
    check: Annotated[bool, Parameter(group=MODE, negative="", show_default=False)] = False,
    versions: Annotated[bool, Parameter(group=MODE, negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    out: Annotated[Path, Parameter(group=FOLDERS)] = Path("site"),
    templates: Annotated[Path | None, Parameter(group=FOLDERS)] = None,
) -> int:
    """Generate the reference as a searchable static site.

    The site works on any host, below any path, and from disk. It has a page for each error, in
    HTML and in Markdown, and all facts as `catalogue.json` and `catalogue.csv`. Files that errsmith
    did not write are kept.

    Exit codes: 0 for success, 1 if the registry has findings or the check failed, 2 if it
    cannot be written.

    Parameters
    ----------
    base_url
        URL at which the site will be published, for the sitemap and for search engines; by default
        derived from `reference_url` in `sdk.toml`.
    check
        Check links, anchors and permanent URLs of what would be written, without writing.
    versions
        Write to a subfolder of --out named after the version; the latest version is also written
        to --out itself.
    out
        Folder to write to.
    templates
        Folder of templates that replace built-in ones by name, such as `site/error.html.jinja`.
    """
    from errsmith.commands.site import Request
    from errsmith.commands.site import site as run

    return run(
        Request(
            registry=registry,
            out=out,
            templates=templates,
            base_url=base_url,
            check=check,
            versions=versions,
        )
    )

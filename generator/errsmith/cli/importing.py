"""The command that drafts a provider."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from errsmith.cli.app import NO_FLAGS, RegistryFolder, app

ReadAs = Literal["table", "list", "keys", "terms", "headings", "data", "lines", "prose", "examples"]
"""What the codes of a page can be listed in."""


@app.command(version_flags=NO_FLAGS, name="import", usage="Usage: errsmith import [OPTIONS] SOURCE")
def import_provider(
    source: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    provider: Annotated[str, Parameter(show_default=False)],
    title: Annotated[str, Parameter(show_default=False)] = "",
    class_: Annotated[str, Parameter(name="--class", show_default=False)] = "",
    url: Annotated[str, Parameter(show_default=False)] = "",
    code: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (),
    read_as: Annotated[ReadAs | None, Parameter(name="--as", show_default=False)] = None,
    sections: Annotated[
        tuple[str, ...], Parameter(name="--in", negative="", show_default=False)
    ] = (),
    shapes: Annotated[
        tuple[str, ...], Parameter(name="--like", negative="", show_default=False)
    ] = (),
    dry_run: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
) -> int:
    """Draft the file of a new provider from a page, an OpenAPI document or a list of codes.

    The document may be OpenAPI 3, JSON or YAML that lists codes, source code with an enum, or a
    page in any format that `errsmith drift` reads. The draft has the codes and their facts, with
    comments that say where each was read and what errsmith concluded. No sentences are copied: you
    write the summaries.

    Exit codes: 0 if the provider was drafted, even if summaries still need to be written; 1 if
    the registry has findings; 2 if the document cannot be read or has no codes, or an option is
    invalid. With 1 and 2, nothing is written.

    Parameters
    ----------
    source
        URL or file of the document, or `-` for standard input.
    provider
        Id of the new provider, which becomes its module: `acme_pay`.
    title
        Display name; by default, the title of an OpenAPI document, or the id in words.
    class_
        Base class of its errors; by default, derived from the id: `AcmePayError`.
    url
        Public URL of the document; required for a file, unless the document states it.
    code
        Place of the code in a response, such as `error.code` or `errors[0].code`; repeat it if
        there are several. By default, it is concluded from examples and schemas.
    read_as
        How a page lists its codes; detected by default.
    sections
        Heading below which codes are read on a page, such as `Error codes*`; repeatable.
    shapes
        Shape of the codes on a page, such as `AUTH_*` or `-????`; repeatable.
    dry_run
        Print the change as a unified diff, without writing it.
    """
    from errsmith.commands.importing import Request
    from errsmith.commands.importing import import_provider as run

    return run(
        Request(
            source=source,
            provider=provider,
            registry=registry,
            title=title,
            class_=class_,
            url=url,
            code=code,
            read_as=read_as,
            sections=sections,
            shapes=shapes,
            dry_run=dry_run,
        )
    )

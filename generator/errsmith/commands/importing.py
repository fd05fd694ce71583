"""`errsmith import`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from errsmith.commands import COULD_NOT_RUN, FINDINGS, FINE
from errsmith.commands.additions import check_registry, name_registry, show_patch, write_file
from errsmith.commands.console import put, report_errors, say
from errsmith.drift.fetching import format_url
from errsmith.importing.building import Settings
from errsmith.importing.draft import Draft
from errsmith.importing.keys import parse_path
from errsmith.importing.reading import build_stated_envelopes, read_source
from errsmith.importing.report import render
from errsmith.importing.settling import Settled, check_settings, settle
from errsmith.importing.sources import get_source, has_private_parts, is_url
from errsmith.meaning.subjects import Registry
from errsmith.output import OutputError
from errsmith.registry.loading import PROVIDERS, RegistryError
from errsmith.registry.source import format_path
from errsmith.scaffolding.refusals import RefusedError, require_printable, require_unicode
from errsmith.scaffolding.suggestions import check_module


@frozen(kw_only=True)
class Request:
    """The arguments of a run.

    Attributes:
        source: The URL or the file to import, `-` for standard input.
        provider: The id of the new provider.
        registry: The registry's folder.
        title: The title of the provider; "" for that of the document.
        class_: The base class of its errors; "" to derive it from the id.
        url: The public URL of the document; "" to find it in the document.
        code: The places of the code in a body.
        read_as: What the codes are listed in, None to find out.
        sections: Globs of the headings below which codes are read; () for all.
        shapes: Globs that every code matches; () for any.
        dry_run: Whether to print the change instead of writing it.
    """

    source: str
    provider: str
    registry: Path
    title: str = ""
    class_: str = ""
    url: str = ""
    code: Sequence[str] = ()
    read_as: str | None = None
    sections: Sequence[str] = ()
    shapes: Sequence[str] = ()
    dry_run: bool = False


@report_errors(OutputError, RegistryError)
def import_provider(request: Request) -> int:
    """Draft the file of a provider, and write it unless something prevents that."""
    today = datetime.datetime.now(datetime.UTC).date()
    path = request.registry / PROVIDERS / f"{request.provider}.toml"
    result = check_registry(request.registry)
    if result is None:
        return FINDINGS
    registry = result.registry
    try:
        require_unicode(text for _, text in _list_texts(request))
        for option, text in _list_texts(request):
            require_printable(text, option)
        check_module(request.provider, None if registry.sdk is None else registry.sdk.package)
        settings = _build_settings(request, registry, today)
        check_settings(registry, _build_stated(request), settings)
        _require_new(path)
        settled, settings, form = _draft(request, registry, settings)
    except RefusedError as error:
        say(f"errsmith: {error.reason}")
        if error.hint:
            say(f"  help: {error.hint}")
        say("nothing was written")
        return COULD_NOT_RUN
    data = settled.text.encode()
    if request.dry_run:
        show_patch(path, None, data)
        return FINE
    shown = format_path(path)
    report = render(settled, settings, form, shown, name_registry(request.registry))
    write_file(request.registry, path, None, data)
    put(report)
    say(f"wrote {shown}")
    return FINE


def _list_texts(request: Request) -> Iterator[tuple[str, str]]:
    """Yield each option with the string that it states."""
    yield "--provider", request.provider
    yield "--title", request.title
    yield "--class", request.class_
    yield "--url", request.url
    yield from (("--code", text) for text in request.code)
    yield from (("--in", text) for text in request.sections)
    yield from (("--like", text) for text in request.shapes)


def _build_settings(request: Request, registry: Registry, today: datetime.date) -> Settings:
    # Only --url states that the query of a URL may be public.
    public = format_url(request.source) if is_url(request.source) else ""
    stated = request.url == request.source
    return Settings(
        id=request.provider,
        title=request.title,
        class_=request.class_,
        url=request.url or public,
        fetch="" if stated or not request.url else public,
        is_url_cut=bool(public) and not stated and has_private_parts(request.source),
        today=today,
        name=request.source,
        sdk=registry.sdk,
    )


def _build_stated(request: Request) -> Draft:
    """Return a draft with what the options state."""
    envelopes = build_stated_envelopes(request.code)
    return Draft(errors=(), envelopes=envelopes, extract=_build_extract(request))


def _build_extract(request: Request) -> Mapping[str, Any]:
    """Return the keys of `extract` that the options state."""
    stated = {
        "as": request.read_as,
        "in": list(request.sections),
        "like": list(request.shapes),
    }
    return {key: value for key, value in stated.items() if value}


def _require_new(path: Path) -> None:
    """Raise if the provider has a file, whatever the case of its name."""
    shown = format_path(path)
    entries = path.parent.iterdir() if path.parent.is_dir() else ()
    if path.name.lower() in {entry.name.lower() for entry in entries}:
        reason = f"{shown} already exists"
        hint = f"Choose another id, or compare the file with its page: `errsmith drift {path.stem}`"
        raise RefusedError(reason, hint)


def _draft(
    request: Request, registry: Registry, settings: Settings
) -> tuple[Settled, Settings, str]:
    """Read the document, and return the draft, its settings and what the document is."""
    source = get_source(request.source)
    stated = [parse_path(path) for path in request.code]
    reading = read_source(source, stated, _build_extract(request))
    url = settings.url or reading.draft.url
    if not url.lower().startswith(("https://", "http://")):
        found = f", only {url!r}" if url else ""
        reason = f"{source.name}: the document does not state its public URL{found}"
        raise RefusedError(reason, "Add --url URL")
    settings = evolve(settings, url=url, name=source.name)
    settled = settle(registry, reading.draft, settings)
    if not settled.draft.errors and not settled.draft.groups:
        reason = f"{source.name}: none of its codes can be drafted: {settled.dropped[0]}"
        raise RefusedError(reason, "Write the file by hand")
    return settled, settings, reading.form

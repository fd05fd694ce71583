"""`errsmith new provider`."""

from __future__ import annotations

import datetime
import os
from functools import partial
from pathlib import Path
from typing import Any, Final

from attrs import evolve, frozen

from errsmith import lint as linting
from errsmith.characters import escape
from errsmith.commands import FINDINGS, FINE
from errsmith.commands.additions import (
    accept_findings,
    check_registry,
    name_registry,
    show_patch,
    write_file,
)
from errsmith.commands.console import put, report_errors
from errsmith.commands.prompting import ask, is_interactive
from errsmith.meaning.subjects import Registry
from errsmith.output import OutputError
from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.loading import PROVIDERS, RegistryError
from errsmith.registry.source import format_path
from errsmith.registry.wording import quote
from errsmith.scaffolding.provider_files import DEFAULT_CODE, SOURCE, NewProvider, print_provider
from errsmith.scaffolding.refusals import RefusedError, require_unicode
from errsmith.scaffolding.suggestions import check_module, suggest_class, suggest_title

_QUESTIONS: Final = {
    "title": "Name of the API",
    "class_": "Base class of its errors",
    "url": "URL of its page about errors",
    "code": "Path of the code in a JSON body",
    "summary": "What it does (optional)",
}
"""The question about each attribute of a provider, in order."""
_PLACES: Final[dict[str, KeyPath]] = {
    "title": ("provider", "title"),
    "class_": ("provider", "class"),
    "url": ("sources", SOURCE, "url"),
    "code": ("envelopes", 0, "code"),
}
"""The place of an attribute's findings in the file."""


@frozen(kw_only=True)
class Request:
    """The arguments of a run; None for what was not passed.

    Attributes:
        registry: The registry's folder.
        id: The name of the provider's module.
        title: Its display name.
        class_: The base class of its errors.
        url: The page that documents its errors.
        code: The path of the code in the body of a response.
        summary: What the API does.
        dry_run: Whether to write nothing.
    """

    registry: Path
    id: str
    title: str | None = None
    class_: str | None = None
    url: str | None = None
    code: str | None = None
    summary: str | None = None
    dry_run: bool = False


@report_errors(OutputError, RefusedError, RegistryError)
def add_provider(request: Request) -> int:
    """Add a provider's file to a registry."""
    texts = (request.title, request.class_, request.url, request.code, request.summary)
    require_unicode(filter(None, texts))
    result = check_registry(request.registry)
    if result is None:
        return FINDINGS
    registry = result.registry
    path = request.registry / PROVIDERS / f"{request.id}.toml"
    check_module(request.id, None if registry.sdk is None else registry.sdk.package)
    if os.path.lexists(path):
        reason = f"{format_path(path)} already exists"
        raise RefusedError(reason, f"Add errors to it with `errsmith new error {request.id} CODE`")
    provider = _choose(request, registry)
    text = print_provider(provider)
    found = linting.check_draft(registry, provider.id, text, provider.today)
    if not accept_findings(found, {format_path(path): text}, "the new file would have"):
        return FINDINGS
    if request.dry_run:
        show_patch(path, None, text.encode())
        return FINE
    write_file(request.registry, path, None, text.encode())
    put(f"created {escape(format_path(path))}, with the class {provider.class_}\n")
    if not provider.is_code_known:
        put(f"  check `code`: {DEFAULT_CODE} is only a guess\n")
    put(f"next:\n  errsmith new error {provider.id} CODE{name_registry(request.registry)}\n")
    return FINE


def _choose(request: Request, registry: Registry) -> NewProvider:
    """Return the provider that options and, on a terminal, answers describe.

    Raises:
        RefusedError: A value is missing, or the input has ended.
    """
    asks = is_interactive()
    acronyms = () if registry.sdk is None else registry.sdk.acronyms
    new = NewProvider(
        id=request.id,
        title=suggest_title(request.id, acronyms),
        code=DEFAULT_CODE,
        is_code_known=asks or request.code is not None,
        today=datetime.datetime.now(datetime.UTC).date(),
    )
    for name, question in _QUESTIONS.items():
        if name == "class_":  # It depends on the title.
            new = evolve(new, class_=suggest_class(new.id, new.title, acronyms) or "")
        stated: str | None = getattr(request, name)
        default: str = getattr(new, name)
        if stated is None and asks:
            stated = ask(question, default, partial(_check, registry, new, name))
        new = _change(new, name, default if stated is None else stated)
    _check_path(new.code)
    if not new.url:
        reason = "the URL of the page that documents the errors is missing"
        raise RefusedError(reason, "Pass it with --url")
    if not new.class_:
        reason = f"no class could be derived from {quote(new.title)}"
        raise RefusedError(reason, "Pass one with --class, such as AcmeError")
    return new


def _check(registry: Registry, new: NewProvider, name: str, answer: str) -> None:
    """Raise if an answer causes a finding.

    Raises:
        RefusedError: It does, or it is empty.
    """
    place = _PLACES.get(name)
    if place is None:
        return
    if name == "code":
        _check_path(answer)
    text = print_provider(_change(new, name, answer))
    for found in linting.check_draft(registry, new.id, text, new.today):
        if found.at[: len(place)] == place and not found.rule.is_allowable:
            raise RefusedError(found.message, found.help or "")


def _check_path(path: str) -> None:
    """Raise if a path is a JSON Pointer, which would be read as the name of a key.

    Raises:
        RefusedError: It is.
    """
    if "/" in path:
        meant = ".".join(filter(None, path.removeprefix("#").split("/")))
        reason = f"found path {quote(path)}, expected keys separated by dots"
        raise RefusedError(reason, f"Did you mean {meant}?")


def _change(new: NewProvider, name: str, value: str) -> NewProvider:
    changes: dict[str, Any] = {name: value}
    return evolve(new, **changes)

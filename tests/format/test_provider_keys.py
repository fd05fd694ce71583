"""`[provider]`: each key, and its effect on package and reference."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

GenerateModule = Callable[..., ModuleType]
GeneratePage = Callable[..., str]

SOURCE = """
[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21
"""
ERROR = """
[[envelopes]]
id = "json"
code = { path = "code" }

[errors.LABEL_LOST]
status = 404
summary = "The label is lost."
"""
LEAST = '[provider]\ntitle = "Acme"\nclass = "AcmeError"\n' + SOURCE + ERROR
FULL = (
    """
[provider]
title = "Acme Payments: EU"
class = "AcmePaymentsError"
summary = "Acme moves money between bank accounts."
support = "Quote the request ID."
note = "The page covers version 2 only."
open = true
"""
    + SOURCE
    + ERROR
)


def test_minimal_provider_has_no_optional_facts(
    generate_package: GenerateModule,
) -> None:
    """Summary, support and note are None, and the list of codes counts as complete."""
    provider = generate_package(LEAST).PROVIDERS["acme"]
    assert (provider.summary, provider.support, provider.note) == (None, None, None)
    assert provider.is_open is False


def test_provider_without_envelopes_and_errors(generate_module: GenerateModule) -> None:
    """The module's `parse` still recognizes statuses."""
    module = generate_module('[provider]\ntitle = "Acme"\nclass = "AcmeError"\n' + SOURCE)
    assert dict(module.ERRORS) == {}
    assert type(module.parse(status=404)).__name__ == "UndocumentedAcmeNotFoundError"


def test_title_is_the_readable_name(
    generate_module: GenerateModule, generate_package: GenerateModule, generate_page: GeneratePage
) -> None:
    """The title is in `str(error)`, `PROVIDERS`, the module and the page."""
    module = generate_module(FULL)
    error = module.parse(status=404, body={"code": "LABEL_LOST"})
    assert str(error) == "Acme Payments: EU LABEL_LOST (HTTP 404): The label is lost."
    assert generate_package(FULL).PROVIDERS["acme"].title == "Acme Payments: EU"
    assert str(module.__doc__).startswith("Errors returned by Acme Payments: EU.")
    assert "# Acme Payments: EU errors" in generate_page(FULL).splitlines()


def test_class_catches_every_error_of_the_provider(
    generate_module: GenerateModule, generate_package: GenerateModule
) -> None:
    """Known errors, unknown codes and responses without a code derive from it."""
    module = generate_module(FULL)
    for body in ({"code": "LABEL_LOST"}, {"code": "NEW"}, None):
        assert isinstance(module.parse(status=404, body=body), module.AcmePaymentsError)
    assert generate_package(FULL).PROVIDERS["acme"].base == "AcmePaymentsError"


def test_summary_begins_module_and_page(
    generate_module: GenerateModule, generate_package: GenerateModule, generate_page: GeneratePage
) -> None:
    """The description of the API comes first."""
    assert "Acme moves money between bank accounts." in str(generate_module(FULL).__doc__)
    assert (
        generate_package(FULL).PROVIDERS["acme"].summary
        == "Acme moves money between bank accounts."
    )
    assert "Acme moves money between bank accounts." in generate_page(FULL).splitlines()


def test_support_says_what_to_quote(
    generate_module: GenerateModule, generate_package: GenerateModule, generate_page: GeneratePage
) -> None:
    """The provider's class, `PROVIDERS` and the page have it."""
    assert "Support: Quote the request ID." in generate_module(FULL).AcmePaymentsError.__doc__
    assert generate_package(FULL).PROVIDERS["acme"].support == "Quote the request ID."
    assert "## Support\n\nQuote the request ID.\n" in generate_page(FULL)


def test_note_is_kept(
    generate_module: GenerateModule, generate_package: GenerateModule, generate_page: GeneratePage
) -> None:
    """The class has it in docstring and `info`; so do `PROVIDERS` and the page."""
    base = generate_module(FULL).AcmePaymentsError
    assert "Note: The page covers version 2 only." in base.__doc__
    assert base.info.note == "The page covers version 2 only."
    assert generate_package(FULL).PROVIDERS["acme"].note == "The page covers version 2 only."
    assert "The page covers version 2 only." in generate_page(FULL).splitlines()


def test_open_list_is_marked_as_incomplete(
    generate_package: GenerateModule, generate_page: GeneratePage
) -> None:
    """Only providers with `open` have that sentence."""
    sentence = "The provider says that its list of codes is not complete."
    assert generate_package(FULL).PROVIDERS["acme"].is_open is True
    assert sentence in generate_page(FULL)
    assert sentence not in generate_page(LEAST)

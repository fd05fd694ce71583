"""`[provider]`: each key, as the emitted package and the reference show it."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

EmitModule = Callable[..., ModuleType]
EmitPage = Callable[..., str]

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


def test_provider_with_required_keys_alone_leaves_the_rest_absent(emit_package: EmitModule) -> None:
    """`summary`, `support` and `note` are None, and the list of codes is taken for complete."""
    provider = emit_package(LEAST).PROVIDERS["acme"]
    assert (provider.summary, provider.support, provider.note) == (None, None, None)
    assert provider.is_open is False


def test_provider_needs_nothing_but_a_source(emit: EmitModule) -> None:
    """A file without envelopes and errors gives a module whose `parse` knows statuses."""
    module = emit('[provider]\ntitle = "Acme"\nclass = "AcmeError"\n' + SOURCE)
    assert dict(module.ERRORS) == {}
    assert type(module.parse(status=404)).__name__ == "UndocumentedAcmeNotFoundError"


def test_title_names_the_provider_to_people(
    emit: EmitModule, emit_package: EmitModule, emit_page: EmitPage
) -> None:
    """It stands in the error's text, in `PROVIDERS`, and at the top of module and page."""
    module = emit(FULL)
    error = module.parse(status=404, body={"code": "LABEL_LOST"})
    assert str(error) == "Acme Payments: EU LABEL_LOST (HTTP 404): The label is lost."
    assert emit_package(FULL).PROVIDERS["acme"].title == "Acme Payments: EU"
    assert str(module.__doc__).startswith("Errors of Acme Payments: EU.")
    assert "# Errors of Acme Payments: EU" in emit_page(FULL).splitlines()


def test_class_catches_every_error_of_the_provider(
    emit: EmitModule, emit_package: EmitModule
) -> None:
    """Known errors, unknown codes and responses without a code are below it."""
    module = emit(FULL)
    for body in ({"code": "LABEL_LOST"}, {"code": "NEW"}, None):
        assert isinstance(module.parse(status=404, body=body), module.AcmePaymentsError)
    assert emit_package(FULL).PROVIDERS["acme"].base == "AcmePaymentsError"


def test_summary_opens_module_and_page(
    emit: EmitModule, emit_package: EmitModule, emit_page: EmitPage
) -> None:
    """What the API does stands where a reader begins."""
    assert "Acme moves money between bank accounts." in str(emit(FULL).__doc__)
    assert emit_package(FULL).PROVIDERS["acme"].summary == "Acme moves money between bank accounts."
    assert "Acme moves money between bank accounts." in emit_page(FULL).splitlines()


def test_support_says_what_to_quote(
    emit: EmitModule, emit_package: EmitModule, emit_page: EmitPage
) -> None:
    """The class of all errors, `PROVIDERS` and the page have it."""
    assert "Support: Quote the request ID." in emit(FULL).AcmePaymentsError.__doc__
    assert emit_package(FULL).PROVIDERS["acme"].support == "Quote the request ID."
    assert "## Support\n\nQuote the request ID.\n" in emit_page(FULL)


def test_note_is_kept(emit: EmitModule, emit_package: EmitModule, emit_page: EmitPage) -> None:
    """The class of all errors has it in docstring and `info`; so do `PROVIDERS` and the page."""
    base = emit(FULL).AcmePaymentsError
    assert "Note: The page covers version 2 only." in base.__doc__
    assert base.info.note == "The page covers version 2 only."
    assert emit_package(FULL).PROVIDERS["acme"].note == "The page covers version 2 only."
    assert "The page covers version 2 only." in emit_page(FULL).splitlines()


def test_open_list_is_said_to_be_incomplete(emit_package: EmitModule, emit_page: EmitPage) -> None:
    """Only a provider that says so of its list is shown with that sentence."""
    sentence = "The provider says that its list of codes is not complete."
    assert emit_package(FULL).PROVIDERS["acme"].is_open is True
    assert sentence in emit_page(FULL)
    assert sentence not in emit_page(LEAST)

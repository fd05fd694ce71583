"""The SDK with only attrs, cattrs and pytest installed.

`nox -s python314` runs this file, and loads the pickles of earlier versions, on CPython 3.14 in
`nox -s python314` runs this file, and loads the pickles of earlier versions, on CPython 3.14 in
"""

from __future__ import annotations

import copy
import importlib
import io
import json
import pickle
import pkgutil
import sys
from types import ModuleType, SimpleNamespace

import pytest

import eid_errors
from eid_errors import ApiError
from eid_errors.__main__ import main
from eid_errors.testing import ExampleResponse, example_responses

pytestmark = pytest.mark.published

PROVIDERS: dict[str, ModuleType] = {
    name: info.load() for name, info in eid_errors.PROVIDERS.items()
}
MODULES = [module.name for module in pkgutil.walk_packages(eid_errors.__path__, "eid_errors.")]
CLASSES: list[type[ApiError]] = [
    value
    for module in (eid_errors, *PROVIDERS.values())
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, ApiError)
]
EXAMPLES = [example for name in PROVIDERS for example in example_responses(name)]
RESPONSES = [example for example in EXAMPLES if example.query is None and example.scope is None]
"""Examples that are complete: not redirects, and without a scope that the caller must name."""
PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


def build_name(example: ExampleResponse) -> str:
    """Return the name of an example's test."""
    return f"{example.provider}-{example.id}"


def list_errors(name: str) -> list[type[ApiError]]:
    """Return the classes of a provider's documented errors."""
    return [*dict.fromkeys(PROVIDERS[name].ERRORS.values())]


def format_response(example: ExampleResponse) -> bytes:
    """Return a response as a person would paste it."""
    if example.query is not None:
        return f"https://client.example/callback?{example.query}".encode()
    headers = "".join(f"{name}: {value}\r\n" for name, value in example.headers.items())
    return f"HTTP/1.1 {example.status}\r\n{headers}\r\n".encode() + example.body


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, stdin: bytes = b"") -> int:
    """Run the command line."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
    return main(list(arguments))


@pytest.mark.parametrize("name", MODULES)
def test_module_can_be_imported(name: str) -> None:
    """Every module of the package can be imported without a warning."""
    assert importlib.import_module(name).__name__ == name


@pytest.mark.parametrize("example", EXAMPLES, ids=build_name)
def test_example_is_read_as_its_error(example: ExampleResponse) -> None:
    """A documented response is read as its error, both returned and raised."""
    error = example.parse()
    assert type(error) is example.error
    with pytest.raises(example.error) as caught:
        raise error
    assert str(caught.value) == str(error)
    assert error.known_code is not None
    assert eid_errors.is_retryable(error) in {True, False, None}
    assert json.loads(json.dumps(error.log_fields()))["code"] == error.code


@pytest.mark.parametrize("example", RESPONSES, ids=build_name)
def test_response_of_example_is_raised(example: ExampleResponse) -> None:
    """A response of an HTTP client raises the same error."""
    response = SimpleNamespace(
        status_code=example.status,
        headers=example.headers,
        content=example.body,
        url=f"https://api.example{example.path or '/'}",
    )
    with pytest.raises(example.error) as caught:
        PROVIDERS[example.provider].raise_for_error(response)
    assert type(caught.value) is example.error


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: f"{cls.__module__}-{cls.__name__}")
def test_error_survives_pickle_and_copy(cls: type[ApiError]) -> None:
    """Errors of every class survive every pickle protocol and copies, with fields and notes."""
    error = cls(status=400, code="A_CODE")
    error.add_note("seen in the night")
    copies = [pickle.loads(pickle.dumps(error, protocol)) for protocol in PROTOCOLS]  # noqa: S301
    for copied in (*copies, copy.copy(error), copy.deepcopy(error)):
        assert type(copied) is cls
        assert (copied.status, copied.code, str(copied)) == (error.status, error.code, str(error))
        assert copied.__notes__ == ["seen in the night"]


@pytest.mark.parametrize("example", EXAMPLES, ids=build_name)
def test_error_that_was_read_survives_pickle(example: ExampleResponse) -> None:
    """Errors with the fields of a response survive pickling."""
    error = example.parse()
    for protocol in PROTOCOLS:
        loaded = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - our own
        assert type(loaded) is example.error
        assert (repr(loaded), loaded.log_fields()) == (repr(error), error.log_fields())


@pytest.mark.parametrize("status", [None, 200, 400, 404, 429, 500, 503])
@pytest.mark.parametrize("name", PROVIDERS)
def test_undocumented_error_survives_pickle(name: str, status: int | None) -> None:
    """Classes created for undocumented codes survive pickling."""
    error = PROVIDERS[name].parse(status=status, body=b"<html>")
    for protocol in PROTOCOLS:
        loaded = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - our own
        assert type(loaded) is type(error)
        assert str(loaded) == str(error)


def test_list_names_providers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line lists the providers."""
    assert run(monkeypatch, "list") == 0
    printed = capsys.readouterr().out
    assert [name for name in PROVIDERS if name not in printed] == []


@pytest.mark.parametrize("name", PROVIDERS)
def test_list_names_errors(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line lists every error of a provider, for people and for programs."""
    assert run(monkeypatch, "list", name) == 0
    assert capsys.readouterr().out
    assert run(monkeypatch, "list", name, "--json") == 0
    listed = [entry["class"] for entry in json.loads(capsys.readouterr().out)]
    assert listed == [f"eid_errors.{name}.{cls.__name__}" for cls in list_errors(name)]


@pytest.mark.parametrize(
    "cls", [cls for name in PROVIDERS for cls in list_errors(name)], ids=lambda cls: cls.__name__
)
def test_explain_describes_error(
    cls: type[ApiError], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line explains every documented error."""
    assert run(monkeypatch, "explain", cls.__name__) == 0
    assert f"{cls.__module__}.{cls.__name__}" in capsys.readouterr().out


@pytest.mark.parametrize("example", EXAMPLES, ids=build_name)
def test_parse_recognises_example(
    example: ExampleResponse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line names the error of a pasted response."""
    path = () if example.path is None else ("--path", example.path)
    options = ("--provider", example.provider, *path, "--json")
    assert run(monkeypatch, "parse", *options, stdin=format_response(example)) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["class"] == f"{example.error.__module__}.{example.error.__name__}"

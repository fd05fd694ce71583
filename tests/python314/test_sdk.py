"""The SDK with only attrs, cattrs and pytest installed.

`nox -s python314` runs this file, and loads the pickles of earlier versions, on CPython 3.14 in
Pyodide, which has no sockets, processes or threads. The suite runs it on the other versions.
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

PROVIDERS: dict[str, ModuleType] = {
    name: info.load() for name, info in eid_errors.PROVIDERS.items()
}
MODULES = [one.name for one in pkgutil.walk_packages(eid_errors.__path__, "eid_errors.")]
CLASSES: list[type[ApiError]] = [
    value
    for module in (eid_errors, *PROVIDERS.values())
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, ApiError)
]
EXAMPLES = [one for name in PROVIDERS for one in example_responses(name)]
RESPONSES = [one for one in EXAMPLES if one.query is None and one.scope is None]
"""Those that arrive by themselves: no redirect, and no scope that the caller has to name."""
PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


def name_of(example: ExampleResponse) -> str:
    """Return the name of a test of an example."""
    return f"{example.provider}-{example.id}"


def errors_of(name: str) -> list[type[ApiError]]:
    """Return the classes of a provider's documented errors."""
    return [*dict.fromkeys(PROVIDERS[name].ERRORS.values())]


def pasted(example: ExampleResponse) -> bytes:
    """Return a response as a person pastes it."""
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
    """Every module of the package can be imported, without a warning."""
    assert importlib.import_module(name).__name__ == name


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_example_is_read_as_its_error(example: ExampleResponse) -> None:
    """A documented response is its error, as a value and as an exception that is caught."""
    error = example.parse()
    assert type(error) is example.error
    with pytest.raises(example.error) as caught:
        raise error
    assert str(caught.value) == str(error)
    assert error.known_code is not None
    assert eid_errors.is_retryable(error) in {True, False, None}
    assert json.loads(json.dumps(error.log_fields()))["code"] == error.code


@pytest.mark.parametrize("example", RESPONSES, ids=name_of)
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
    """Every class, under every protocol, with its fields and notes."""
    error = cls(status=400, code="A_CODE")
    error.add_note("seen in the night")
    copies = [pickle.loads(pickle.dumps(error, protocol)) for protocol in PROTOCOLS]  # noqa: S301
    for one in (*copies, copy.copy(error), copy.deepcopy(error)):
        assert type(one) is cls
        assert (one.status, one.code, str(one)) == (error.status, error.code, str(error))
        assert one.__notes__ == ["seen in the night"]


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_error_that_was_read_survives_pickle(example: ExampleResponse) -> None:
    """The same for errors that have the fields of a response."""
    error = example.parse()
    for protocol in PROTOCOLS:
        one = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - our own
        assert type(one) is example.error
        assert (repr(one), one.log_fields()) == (repr(error), error.log_fields())


@pytest.mark.parametrize("status", [None, 200, 400, 404, 429, 500, 503])
@pytest.mark.parametrize("name", PROVIDERS)
def test_undocumented_error_survives_pickle(name: str, status: int | None) -> None:
    """The same for classes that are made when an undocumented code arrives."""
    error = PROVIDERS[name].parse(status=status, body=b"<html>")
    for protocol in PROTOCOLS:
        one = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - our own
        assert type(one) is type(error)
        assert str(one) == str(error)


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
    listed = [one["class"] for one in json.loads(capsys.readouterr().out)]
    assert listed == [f"eid_errors.{name}.{cls.__name__}" for cls in errors_of(name)]


@pytest.mark.parametrize(
    "cls", [cls for name in PROVIDERS for cls in errors_of(name)], ids=lambda cls: cls.__name__
)
def test_explain_describes_error(
    cls: type[ApiError], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line explains every documented error."""
    assert run(monkeypatch, "explain", cls.__name__) == 0
    assert f"{cls.__module__}.{cls.__name__}" in capsys.readouterr().out


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_parse_recognises_example(
    example: ExampleResponse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line names the error of a response that is pasted into it."""
    path = () if example.path is None else ("--path", example.path)
    options = ("--provider", example.provider, *path, "--json")
    assert run(monkeypatch, "parse", *options, stdin=pasted(example)) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["class"] == f"{example.error.__module__}.{example.error.__name__}"

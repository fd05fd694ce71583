"""Errors keep private data to themselves: a mark in each place of a response shows where it goes.

| rule of the SDK | tests |
|---|---|
| no output shows the provider's free text, a header, the body or a URL | `marks` |
| the fields are attributes, the response is `raw` | `planted`, `asked_for` |
| pickles and unstructured errors leave out the response | `left_behind` |
| `args` stays empty; nothing is raised inside an `except` that has the body | `chained` |
"""

from __future__ import annotations

import importlib
import json
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator, Mapping
from logging.handlers import SocketHandler
from types import ModuleType
from typing import Any

import attrs
import pytest

import specimen_errors
from specimen_errors import ApiError
from tests.sdk.planting import (
    FIELD,
    OUTSIDE,
    PRIVATE,
    Planted,
    plant,
    read_field_values,
    read_providers,
)


@attrs.frozen
class Shape:
    """An envelope of a provider, and responses in this shape that contain marks.

    Each generated package has its own `ApiError`.
    """

    module: ModuleType
    base: type[ApiError]
    planted: tuple[Planted, ...]
    shown: Mapping[str, Any]
    hidden: Mapping[str, Any]

    def parsed(self) -> Iterator[tuple[str, ApiError]]:
        """Yield the error of each response, and of each body that the converter structures."""
        for planted in self.planted:
            yield planted.sort, self.module.parse(**planted.arguments)
            body = planted.arguments["body"]
            if isinstance(body, dict):
                yield f"{planted.sort}, converted", self.module.converter.structure(body, self.base)

    def raised(self) -> Iterator[tuple[str, ApiError]]:
        """Yield the error that is raised for each response of an HTTP client."""
        for planted in self.planted:
            if planted.is_raised:
                with pytest.raises(self.base) as caught:
                    self.module.raise_for_error(planted.response)
                yield f"{planted.sort}, raised", caught.value

    def errors(self) -> list[tuple[str, ApiError]]:
        """Return the errors of all responses, parsed and raised."""
        return [*self.parsed(), *self.raised()]


SHAPES = {
    f"{name}-{envelope['id']}": (name, position)
    for name, provider in read_providers().items()
    for position, envelope in enumerate(provider.envelopes)
}


@pytest.fixture(scope="module", params=SHAPES.values(), ids=list(SHAPES))
def shape(request: pytest.FixtureRequest, golden: Mapping[str, ModuleType]) -> Shape:
    """Return each envelope of each provider, including the invented ones."""
    name, position = request.param
    known = specimen_errors.PROVIDERS.get(name)
    module = golden[name] if known is None else known.load()
    envelope = read_providers()[name].envelopes[position]
    return Shape(
        module,
        importlib.import_module(module.__name__.rpartition(".")[0]).ApiError,
        plant(name, position),
        read_field_values(envelope, log=True),
        read_field_values(envelope, log=False),
    )


def find_marks(text: object) -> list[str]:
    """Return the private marks in a string."""
    return [mark for mark in PRIVATE if mark in str(text)]


def find_leaks(errors: list[tuple[str, ApiError]], show: Callable[[ApiError], object]) -> list[Any]:
    """Return the responses whose error shows a mark in a given form."""
    found = [(sort, find_marks(show(error))) for sort, error in errors]
    assert found  # Without an error, there would be no mark.
    return [leak for leak in found if leak[1]]


def build_caused(error: ApiError) -> BaseException:
    """Return another exception with an error as its cause."""
    other = RuntimeError("the client's")
    other.__cause__ = error
    return other


def build_following(error: ApiError) -> BaseException:
    """Return another exception with an error as its context."""
    other = RuntimeError("the client's")
    other.__context__ = error
    return other


def test_planted_marks_arrive(shape: Shape) -> None:
    """The responses are read as documented, with marks in logged fields and in all others."""
    known = [planted for planted in shape.planted if planted.expected is not None]
    errors = {planted.sort: shape.module.parse(**planted.arguments) for planted in known}
    assert {planted.sort: planted.expected for planted in known} == {
        sort: type(error).__name__ for sort, error in errors.items()
    }
    for error in errors.values():
        assert {name: getattr(error, name) for name in shape.hidden} == shape.hidden
        assert {name: error.log_fields()[name] for name in shape.shown} == shape.shown
        assert all(f"{name}={value}" in str(error) for name, value in shape.shown.items())
    assert {planted.sort for planted in shape.planted if planted.expected is None} >= {
        *("undocumented", "no code", "other types", "cut", "page", "deep"),
    }


TEXTS: Mapping[str, Callable[[ApiError], object]] = {
    "str": str,
    "repr": repr,
    "format": lambda error: f"{error} {error!r} {error!s}",
    "log_fields": lambda error: error.log_fields(),
    "to_problem": lambda error: json.dumps(error.to_problem(language="sv")),
    "retry": lambda error: error.retry,
    "raw": lambda error: f"{error.raw} {error.raw!r}",
    "info": lambda error: error.info,
    "list": lambda error: [error, {"error": error}],
    "group": lambda error: ExceptionGroup("group", [ExceptionGroup("inner", [error])]),
    "group, repr": lambda error: repr(ExceptionGroup("group", [error])),
}


def test_marks_in_no_string(shape: Shape) -> None:
    """No string made from an error contains a mark."""
    errors = shape.errors()
    assert {
        text: found for text, show in TEXTS.items() if (found := find_leaks(errors, show))
    } == {}


TRACEBACKS: Mapping[str, Callable[[ApiError], BaseException]] = {
    "raised": lambda error: error,
    "cause": build_caused,
    "context": build_following,
    "group": lambda error: ExceptionGroup("group", [ExceptionGroup("inner", [error]), OSError()]),
}


@pytest.mark.parametrize("chain", TRACEBACKS)
def test_marks_in_no_traceback(shape: Shape, chain: str) -> None:
    """A traceback without locals shows the error and its notes, and no mark."""

    def show(error: ApiError) -> str:
        error.add_note("a note")
        text = "".join(traceback.format_exception(TRACEBACKS[chain](error)))
        assert type(error).__name__ in text
        assert "a note" in text
        return text

    assert find_leaks(shape.errors(), show) == []


def test_marks_in_no_log(shape: Shape) -> None:
    """A logged error shows no mark, as text, as fields, with a traceback, or over a socket."""
    log = logging.getLogger("client")
    formatter = logging.Formatter("%(message)s %(provider)s %(code)s")
    socket = SocketHandler("localhost", 0)

    def show(error: ApiError) -> str:
        exc_info = (type(error), error, error.__traceback__)
        record = log.makeRecord(
            *(log.name, logging.ERROR, __file__, 1, "%s %r", (error, error), exc_info),
            extra=error.log_fields(),
        )
        text = formatter.format(record)
        assert f"{type(error).__module__}.{type(error).__name__}" in text
        return text + str(vars(record)) + socket.makePickle(record).decode("latin-1")

    assert find_leaks(shape.errors(), show) == []


def test_left_behind_by_pickles(shape: Shape) -> None:
    """Pickles have the fields, but no headers, body or URL, also not those of a cause."""
    for sort, error in shape.errors():
        error.__cause__ = shape.module.parse(**shape.planted[0].arguments)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            pickled = pickle.dumps(error, protocol)
            assert OUTSIDE.encode() not in pickled, (sort, protocol)
            assert pickle.loads(pickled).raw is None  # noqa: S301 - our own
            if error.provider_message is not None:
                assert error.provider_message.encode() in pickled


def test_left_behind_by_unstructuring(shape: Shape) -> None:
    """Unstructuring returns the fields, and nothing else of the response."""
    for sort, error in shape.errors():
        assert OUTSIDE not in repr(shape.module.converter.unstructure(error)), sort
        assert OUTSIDE not in repr(attrs.asdict(error)), sort


def test_chained_to_nothing(shape: Shape) -> None:
    """Neither a parsed nor a raised error has a cause, a context or arguments."""
    errors = shape.errors()
    assert [
        (sort, error.__cause__, error.__context__, error.args)
        for sort, error in errors
        if error.__cause__ or error.__context__ or error.args or vars(error)
    ] == []


def test_chained_to_the_client_exception(shape: Shape) -> None:
    """The context of an error raised inside a client's `except` is the client's exception."""

    def handle(planted: Planted, handled: Exception) -> None:
        try:
            raise handled
        except ValueError:
            if planted.is_raised:
                shape.module.raise_for_error(planted.response)
            raise shape.module.parse(**planted.arguments)  # noqa: B904 - its context is tested

    for planted in shape.planted:
        handled = ValueError("the client's")
        with pytest.raises(shape.base) as caught:
            handle(planted, handled)
        assert caught.value.__context__ is handled
        assert handled.__context__ is None


def test_chained_errors_of_attributes_and_conversion(shape: Shape) -> None:
    """An exception about an error quotes nothing of it."""
    for sort, error in shape.parsed():
        with pytest.raises(AttributeError) as missing:
            _ = error.nothing  # type: ignore[attr-defined]
        assert find_marks("".join(traceback.format_exception(missing.value))) == [], sort
    for planted in shape.planted:
        if isinstance(planted.arguments["body"], dict):
            error = shape.module.converter.structure(planted.arguments["body"], shape.base)
            other = next(c for c in shape.module.ERRORS.values() if not isinstance(error, c))
            with pytest.raises(TypeError) as wrong:
                shape.module.converter.structure(planted.arguments["body"], other)
            assert find_marks("".join(traceback.format_exception(wrong.value))) == [], planted.sort
            assert wrong.value.__context__ is None


def test_asked_for_in_log_fields(shape: Shape) -> None:
    """With `free_text`, the messages are included, and nothing else that is private."""
    for sort, error in shape.errors():
        usual, fields = error.log_fields(), error.log_fields(free_text=True)
        assert usual.items() < fields.items()
        assert fields["provider_message"] == error.provider_message, sort
        more = [str(value) for name, value in fields.items() if name not in usual]
        assert {mark for text in more for mark in find_marks(text)} <= {FIELD}


def test_asked_for_as_raw(shape: Shape) -> None:
    """`raw` has everything as it was passed."""
    for planted in shape.planted:
        raw = shape.module.parse(**planted.arguments).raw
        assert raw.status == planted.arguments["status"]
        assert raw.headers is planted.arguments["headers"]
        assert raw.body is planted.arguments["body"]

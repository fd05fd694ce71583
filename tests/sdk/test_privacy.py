"""What an error keeps to itself, by marks in every place of a response that can hold something.

| rule of the SDK | tests |
|---|---|
| no text shows the provider's free text, a header, the body, an address | `marks` |
| the fields are there as attributes, the response as `raw` | `planted`, `asked_for` |
| pickles and unstructuring leave the response behind | `left_behind` |
| `args` stays empty; nothing is raised inside an `except` that holds the body | `chained` |
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
from tests.sdk.planting import FIELD, OUTSIDE, PRIVATE, Planted, plantings, providers, values


@attrs.frozen
class Shape:
    """An envelope of a provider, and responses of this shape with marks in them.

    Each generated package has an `ApiError` of its own.
    """

    module: ModuleType
    base: type[ApiError]
    planted: tuple[Planted, ...]
    shown: Mapping[str, Any]
    hidden: Mapping[str, Any]

    def parsed(self) -> Iterator[tuple[str, ApiError]]:
        """Yield the error of each response, and of each body that the converter reads."""
        for one in self.planted:
            yield one.sort, self.module.parse(**one.arguments)
            body = one.arguments["body"]
            if isinstance(body, dict):
                yield f"{one.sort}, converted", self.module.converter.structure(body, self.base)

    def raised(self) -> Iterator[tuple[str, ApiError]]:
        """Yield the error that each response of an HTTP client raises."""
        for one in self.planted:
            if one.is_raised:
                with pytest.raises(self.base) as caught:
                    self.module.raise_for_error(one.response)
                yield f"{one.sort}, raised", caught.value

    def errors(self) -> list[tuple[str, ApiError]]:
        """Return them all."""
        return [*self.parsed(), *self.raised()]


SHAPES = {
    f"{name}-{envelope['id']}": (name, position)
    for name, provider in providers().items()
    for position, envelope in enumerate(provider.envelopes)
}


@pytest.fixture(scope="module", params=SHAPES.values(), ids=list(SHAPES))
def shape(request: pytest.FixtureRequest, golden: Mapping[str, ModuleType]) -> Shape:
    """Return each envelope of each provider, the invented ones included."""
    name, position = request.param
    known = specimen_errors.PROVIDERS.get(name)
    module = golden[name] if known is None else known.load()
    envelope = providers()[name].envelopes[position]
    return Shape(
        module,
        importlib.import_module(module.__name__.rpartition(".")[0]).ApiError,
        plantings(name, position),
        values(envelope, log=True),
        values(envelope, log=False),
    )


def marks(text: object) -> list[str]:
    """Return the private marks in a text."""
    return [mark for mark in PRIVATE if mark in str(text)]


def seen(errors: list[tuple[str, ApiError]], show: Callable[[ApiError], object]) -> list[Any]:
    """Return the responses of which a way of showing an error shows a mark."""
    found = [(sort, marks(show(error))) for sort, error in errors]
    assert found  # Where there is no error, there would be no mark.
    return [one for one in found if one[1]]


def raised_from(error: ApiError) -> BaseException:
    """Return another exception, with an error as its cause."""
    other = RuntimeError("the client's")
    other.__cause__ = error
    return other


def raised_after(error: ApiError) -> BaseException:
    """Return another exception, with an error as its context."""
    other = RuntimeError("the client's")
    other.__context__ = error
    return other


def test_planted_marks_arrive(shape: Shape) -> None:
    """The responses are read as documented, with marks in fields that show and in all others."""
    known = [one for one in shape.planted if one.expected is not None]
    errors = {one.sort: shape.module.parse(**one.arguments) for one in known}
    assert {one.sort: one.expected for one in known} == {
        sort: type(error).__name__ for sort, error in errors.items()
    }
    for error in errors.values():
        assert {name: getattr(error, name) for name in shape.hidden} == shape.hidden
        assert {name: error.log_fields()[name] for name in shape.shown} == shape.shown
        assert all(f"{name}={value}" in str(error) for name, value in shape.shown.items())
    assert {one.sort for one in shape.planted if one.expected is None} >= {
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


def test_marks_in_no_text(shape: Shape) -> None:
    """No way of making a text of an error shows a mark."""
    errors = shape.errors()
    assert {text: found for text, show in TEXTS.items() if (found := seen(errors, show))} == {}


TRACEBACKS: Mapping[str, Callable[[ApiError], BaseException]] = {
    "raised": lambda error: error,
    "cause": raised_from,
    "context": raised_after,
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

    assert seen(shape.errors(), show) == []


def test_marks_in_no_log(shape: Shape) -> None:
    """Logged as text, as fields and with its traceback, here or over a socket, it shows none."""
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

    assert seen(shape.errors(), show) == []


def test_left_behind_by_pickles(shape: Shape) -> None:
    """Pickles hold the fields, and neither headers nor body nor address, nor those of a cause."""
    for sort, error in shape.errors():
        error.__cause__ = shape.module.parse(**shape.planted[0].arguments)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            pickled = pickle.dumps(error, protocol)
            assert OUTSIDE.encode() not in pickled, (sort, protocol)
            assert pickle.loads(pickled).raw is None  # noqa: S301 - our own
            if error.provider_message is not None:
                assert error.provider_message.encode() in pickled


def test_left_behind_by_unstructuring(shape: Shape) -> None:
    """Unstructuring gives the fields, not what else the response held."""
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


def test_chained_to_what_the_client_handles(shape: Shape) -> None:
    """Raised inside a client's `except`, the context is the client's and nothing between."""

    def handle(one: Planted, handled: Exception) -> None:
        try:
            raise handled
        except ValueError:
            if one.is_raised:
                shape.module.raise_for_error(one.response)
            raise shape.module.parse(**one.arguments)  # noqa: B904 - its context is tested

    for one in shape.planted:
        handled = ValueError("the client's")
        with pytest.raises(shape.base) as caught:
            handle(one, handled)
        assert caught.value.__context__ is handled
        assert handled.__context__ is None


def test_chained_errors_of_attributes_and_conversion(shape: Shape) -> None:
    """What goes wrong with an error in hand quotes nothing of it."""
    for sort, error in shape.parsed():
        with pytest.raises(AttributeError) as missing:
            _ = error.nothing  # type: ignore[attr-defined]
        assert marks("".join(traceback.format_exception(missing.value))) == [], sort
    for one in shape.planted:
        if isinstance(one.arguments["body"], dict):
            error = shape.module.converter.structure(one.arguments["body"], shape.base)
            other = next(c for c in shape.module.ERRORS.values() if not isinstance(error, c))
            with pytest.raises(TypeError) as wrong:
                shape.module.converter.structure(one.arguments["body"], other)
            assert marks("".join(traceback.format_exception(wrong.value))) == [], one.sort
            assert wrong.value.__context__ is None


def test_asked_for_in_log_fields(shape: Shape) -> None:
    """With `free_text`, the texts for people are there too, and nothing else that is private."""
    for sort, error in shape.errors():
        usual, fields = error.log_fields(), error.log_fields(free_text=True)
        assert usual.items() < fields.items()
        assert fields["provider_message"] == error.provider_message, sort
        more = [str(value) for name, value in fields.items() if name not in usual]
        assert {mark for text in more for mark in marks(text)} <= {FIELD}


def test_asked_for_as_raw(shape: Shape) -> None:
    """`raw` gives everything as it was handed over."""
    for one in shape.planted:
        raw = shape.module.parse(**one.arguments).raw
        assert raw.status == one.arguments["status"]
        assert raw.headers is one.arguments["headers"]
        assert raw.body is one.arguments["body"]

"""Errors survive pickles, copies, process pools and groups.

| rule of the SDK | tests |
|---|---|
| they survive pickling under every protocol, also in a fresh process | `pickle` |
| they keep notes and cause | `notes`, `cause` |
| every error can be pickled: one that cannot takes a process pool down | `whatever`, `pool` |
| copies keep the response, pickles do not | `copy`, `response` |
| they survive `ExceptionGroup` | `group` |
| pickles of an older or newer release load | `release` |
"""

from __future__ import annotations

import copy
import importlib
import itertools
import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest

import specimen_errors
from specimen_errors import ApiError, autograph, idhub, seal, stepup

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
ERRORS: tuple[ApiError, ...] = (
    idhub.parse(
        status=404,
        headers={"Retry-After": "3"},
        body={"title": "SESSION_NOT_FOUND", "detail": "é", "context": {"a": [1, {"b": None}]}},
    ),
    idhub.parse(status=409, body={"title": "SESSION_LOCKED", "status": 1.5}),
    idhub.parse(body={"title": "SESSION_LOCKED"}),
    idhub.parse(status=503, body=b"<html>"),
    idhub.parse(),
    autograph.parse(status=400, body={"error": "invalid_request -- SIG-BB607"}),
    seal.parse(status=404, body={"success": False, "errors": {"not_found": {"code": "gone"}}}),
    stepup.parse(status=500, body={"error": "\ud800", "id": "\x00"}),
    idhub.SessionNotFoundError(status=404, body_context={"a": 1}),
    idhub.AuthError(code="AUTH_NEW"),
    specimen_errors.RateLimitError(retry_after=2.5),
    ApiError(status=400),
)


def round_trip(value: Any, protocol: int = pickle.DEFAULT_PROTOCOL) -> Any:
    return pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 - our own


def read_facts(error: ApiError) -> dict[str, object]:
    """Return the facts of an error that must survive."""
    return {
        "type": type(error),
        "text": str(error),
        "repr": repr(error),
        "log_fields": error.log_fields(),
        "known_code": error.known_code,
        "retry": error.retry,
        "args": error.args,
        **{field.name: getattr(error, field.name) for field in attrs.fields(type(error))},
    }


def nest(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels):
        value = {"a": [value]}
    return value


# Pickles


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_pickle_under_every_protocol(error: ApiError, protocol: int) -> None:
    """Class, fields and output are unchanged."""
    loaded = round_trip(error, protocol)
    assert read_facts(loaded) == read_facts(error)
    assert loaded is not error


@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_pickle_without_the_response(error: ApiError) -> None:
    """A loaded error has no response: `raw` is None."""
    assert round_trip(error).raw is None


def test_pickle_reads_headers_first() -> None:
    """`retry_after` is kept even if it was never read before."""
    error = idhub.parse(status=503, headers={"Retry-After": "7"})
    loaded = round_trip(error)
    assert loaded.retry_after == 7.0
    assert specimen_errors.retry_delay(loaded) == 7.0


def test_pickle_in_a_fresh_process(fresh: Callable[..., str]) -> None:
    """A process that never imported the classes loads them, including undocumented ones."""
    said = fresh(
        "import pickle, sys\n"
        "for error in pickle.load(sys.stdin.buffer):\n"
        "    print(type(error).__module__, repr(error).encode(), sep='|')\n",
        stdin=pickle.dumps(ERRORS),
    )
    expected = [f"{type(error).__module__}|{repr(error).encode()!r}" for error in ERRORS]
    assert said.splitlines() == expected


def test_pickle_from_a_fresh_process(fresh: Callable[..., str]) -> None:
    """An error that another process pickled has the same class in this one."""
    said = fresh(
        "import pickle\n"
        "from specimen_errors import idhub\n"
        "error = idhub.parse(status=410, body={'title': 'RESOURCE_NEW'})\n"
        "print(pickle.dumps(error).hex())\n"
    )
    loaded = pickle.loads(bytes.fromhex(said))  # noqa: S301 - our own
    assert type(loaded) is type(idhub.parse(status=410, body={"title": "RESOURCE_NEW"}))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_pickle_keeps_notes(protocol: int) -> None:
    """Notes survive, and more can be added."""
    error = idhub.SessionNotFoundError(status=404)
    error.add_note("one")
    error.add_note("two")
    loaded = round_trip(error, protocol)
    assert loaded.__notes__ == ["one", "two"]
    loaded.add_note("three")
    assert error.__notes__ == ["one", "two"]


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(
    "cause",
    [ValueError("plain", 1), RuntimeError(), KeyError("k"), OSError(2, "No such file")],
    ids=repr,
)
def test_pickle_keeps_a_plain_cause(cause: BaseException, protocol: int) -> None:
    """A built-in cause with plain arguments is kept."""
    error = idhub.SessionNotFoundError(status=404)
    error.__cause__ = cause
    loaded = round_trip(error, protocol)
    assert type(loaded.__cause__) is type(cause)
    assert loaded.__cause__.args == cause.args
    assert loaded.__suppress_context__ is True


def test_pickle_keeps_a_provider_error_as_cause() -> None:
    """A provider's error is kept as a cause, with its own cause and without its response."""
    inner = idhub.parse(status=503, headers={"a": "b"}, body=b"{}")
    inner.__cause__ = TimeoutError("late")
    error = seal.SealError(status=502)
    error.__cause__ = inner
    loaded = round_trip(error)
    assert read_facts(loaded.__cause__) == read_facts(inner)
    assert loaded.__cause__.raw is None
    assert isinstance(loaded.__cause__.__cause__, TimeoutError)


def test_pickle_of_a_cycle_of_causes() -> None:
    """A cycle of causes stays a cycle."""
    error, other = idhub.SessionNotFoundError(), idhub.AuthForbiddenError()
    error.__cause__, other.__cause__ = other, error
    loaded = round_trip(error)
    assert loaded.__cause__.__cause__ is loaded


@pytest.mark.parametrize("suppress", [True, False])
def test_pickle_keeps_from_none(*, suppress: bool) -> None:
    """`raise … from None` still applies to a loaded error."""
    error = idhub.SessionNotFoundError()
    error.__suppress_context__ = suppress
    assert round_trip(error).__suppress_context__ is suppress


def list_foreign_causes() -> Iterator[BaseException]:
    """Yield causes that cannot be pickled, or that contain what pickles must not."""
    request = httpx.Request("GET", "https://idhub.example/?token=secret")
    yield httpx.HTTPStatusError("secret", request=request, response=httpx.Response(404))
    yield UnicodeDecodeError("utf-8", b"secret", 0, 1, "secret")
    yield ExceptionGroup("secret", [ValueError("secret")])
    yield ValueError(threading.Lock())
    holder = ValueError("secret")
    holder.response = threading.Lock()  # type: ignore[attr-defined]
    yield holder


@pytest.mark.parametrize("cause", [*list_foreign_causes()], ids=lambda cause: type(cause).__name__)
def test_pickle_leaves_out_a_foreign_cause(cause: BaseException) -> None:
    """A cause that may fail to pickle, or may contain the request, is left out."""
    error = idhub.SessionNotFoundError(status=404)
    error.__cause__ = cause
    assert b"secret" not in pickle.dumps(error)
    assert round_trip(error).__cause__ is None


def test_pickle_leaves_out_the_context() -> None:
    """The exception that was being handled when the error was raised is left out."""
    error = idhub.SessionNotFoundError(status=404)
    error.__context__ = ValueError("secret")
    assert b"secret" not in pickle.dumps(error)
    assert round_trip(error).__context__ is None


def test_pickle_whatever_the_response_holds() -> None:
    """Headers that cannot be pickled do not prevent pickling."""
    headers = {"Retry-After": "1", "lock": threading.Lock()}
    body = {"title": "SESSION_NOT_FOUND", "lock": threading.Lock()}
    error = idhub.parse(status=404, headers=headers, body=body)  # type: ignore[arg-type]
    assert round_trip(error).code == "SESSION_NOT_FOUND"
    assert copy.deepcopy(error).raw == error.raw


def test_pickle_whatever_is_nested() -> None:
    """A field nested too deeply for Python to pickle is left out; others are kept."""
    body = '{"title": "SESSION_NOT_FOUND", "detail": "d", "context": ' + '{"a":' * 900
    error = idhub.parse(status=404, body=body + "{}" + "}" * 901)
    assert error.body_context is not None
    loaded = round_trip(error)
    assert (loaded.detail, loaded.body_context) == ("d", None)
    assert copy.deepcopy(error).body_context is error.body_context


def build_local_text() -> str:
    """Return a string of a class that pickles cannot name."""

    class LocalText(str):
        __slots__ = ()

    return LocalText("t")


@pytest.mark.parametrize(
    "odd",
    [
        threading.Lock(),
        build_local_text(),
        {build_local_text(): 1},
        OrderedDict(a=nest(1_000)),
        (nest(1_000),),
        {threading.get_ident: 1},
        {threading.Lock(): 1},
    ],
    ids=[
        "object",
        "text of a class",
        "key of a class",
        "foreign mapping",
        "tuple",
        "key",
        "key that is an object",
    ],
)
def test_pickle_whatever_json_does_not_have(odd: object) -> None:
    """A field with a value that JSON does not have is left out; others are kept."""
    body = {"title": "SESSION_NOT_FOUND", "detail": "d", "context": {"list": [1, odd]}}
    error = idhub.parse(status=404, body=body)
    assert error.body_context is body["context"]
    loaded = round_trip(error)
    assert (loaded.detail, loaded.body_context) == ("d", None)
    assert copy.deepcopy(error).body_context is error.body_context


def test_pickle_keeps_plausible_nesting() -> None:
    """Nesting that a response may plausibly have is kept."""
    error = idhub.parse(body={"title": "SESSION_NOT_FOUND", "context": nest(20)})
    assert round_trip(error).body_context == nest(20)


def test_pickle_keeps_the_text_of_odd_notes() -> None:
    """A note of a subclass of str may not pickle; its text is kept."""
    error = idhub.SessionNotFoundError(status=404)
    error.add_note("kept")
    error.add_note(build_local_text())
    assert round_trip(error).__notes__ == ["kept", "t"]


def test_pickle_of_a_long_chain_of_causes() -> None:
    """A chain too long for recursion is left out; a short one is kept."""
    for length in (50, 2_000):
        errors = [idhub.SessionNotFoundError(status=404) for _ in range(length)]
        for error, cause in itertools.pairwise(errors):
            error.__cause__ = cause
        links, link = 0, round_trip(errors[0])
        while link.__cause__ is not None:
            links, link = links + 1, link.__cause__
        assert links == (49 if length == 50 else 0)


def test_release_with_fewer_fields() -> None:
    """A pickle of a release with one field more, or one field less, loads."""
    load, (cls, values), _state = idhub.SessionNotFoundError(status=404, detail="d").__reduce__()
    del values["detail"]
    error = load(cls, {**values, "dropped_since": 1})
    assert (error.status, error.code, error.detail) == (404, "SESSION_NOT_FOUND", None)


# Copies


@pytest.mark.parametrize("error", ERRORS, ids=repr)
@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_copy_keeps_the_response(
    error: ApiError, duplicate: Callable[[ApiError], ApiError]
) -> None:
    """A copy has all fields, and the same response."""
    new = duplicate(error)
    assert new is not error
    assert read_facts(new) == read_facts(error)
    assert new.raw == error.raw


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_copy_keeps_notes_cause_and_context(duplicate: Callable[[ApiError], ApiError]) -> None:
    """Notes, cause and context are kept; causes are shared."""
    error = idhub.parse(status=404)
    error.add_note("n")
    error.__cause__ = cause = ValueError(threading.Lock())
    error.__context__ = context = KeyError("c")
    new = duplicate(error)
    assert (new.__notes__, new.__cause__, new.__context__) == (["n"], cause, context)
    assert new.__suppress_context__ is True


def test_copy_keeps_what_a_client_added() -> None:
    """An attribute that a client added is copied too."""
    error: Any = idhub.parse(status=404)
    error.attempts = [1]
    assert copy.copy(error).attempts is error.attempts
    assert copy.deepcopy(error).attempts == [1]
    assert copy.deepcopy(error).attempts is not error.attempts


def test_copy_is_shallow_or_deep() -> None:
    """A copy shares the context; a deep copy has its own."""
    error = idhub.parse(body={"title": "SESSION_NOT_FOUND", "context": {"a": []}})
    assert copy.copy(error).body_context is error.body_context
    deep = copy.deepcopy(error)
    assert deep.body_context == error.body_context
    assert deep.body_context is not error.body_context


def test_copy_of_a_repeated_error() -> None:
    """A deep copy of a list with the same error twice has the same error twice."""
    first, second = copy.deepcopy([ERRORS[0]] * 2)
    assert first is second


# Groups and pools


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_group_pickles(protocol: int) -> None:
    """A group of errors survives with all members."""
    group = ExceptionGroup("several", list(ERRORS))
    loaded = round_trip(group, protocol)
    assert [read_facts(error) for error in loaded.exceptions] == [
        read_facts(error) for error in ERRORS
    ]


def test_group_splits_by_class() -> None:
    """A group can be split, and derived, by group of codes and by kind."""
    group = ExceptionGroup("several", list(ERRORS))
    ours, rest = copy.copy(group).split(idhub.SessionError)
    assert ours is not None
    assert rest is not None
    assert {type(error).__name__ for error in ours.exceptions} == {
        *("SessionNotFoundError", "UndocumentedSessionConflictError", "SessionError")
    }
    assert len(ours.exceptions) + len(rest.exceptions) == len(ERRORS)


WORKER = """
from specimen_errors import idhub

def fail(body):
    error = idhub.parse(status=409, headers={"a": "secret"}, body=body)
    error.add_note("from the worker")
    raise error from KeyError("k")
"""


def test_pool_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors cross a process pool both ways, raised or returned, and the pool keeps working."""
    (tmp_path / "sdk_worker.py").write_text(WORKER, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    fail = importlib.import_module("sdk_worker").fail
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        deep = '{"title": "SESSION_LOCKED", "context":' + '{"a":' * 900 + "}" * 901
        for body in ({"title": "SESSION_LOCKED"}, deep, b"<html>"):
            with pytest.raises(specimen_errors.ConflictError) as caught:
                pool.submit(fail, body).result(timeout=60)
            assert caught.value.__notes__ == ["from the worker"]
            assert caught.value.status == 409
            assert caught.value.raw is None
            assert "secret" not in str(caught.value.__cause__)
        returned = pool.submit(copy.copy, ERRORS).result(timeout=60)
    assert [read_facts(error) for error in returned] == [read_facts(error) for error in ERRORS]

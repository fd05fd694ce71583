"""A client's own subclasses of errors, and what their copies and pickles keep."""

from __future__ import annotations

import copy
import datetime
import decimal
import enum
import pickle
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from http import HTTPStatus
from multiprocessing import get_context
from typing import Any

import attrs
import pytest

from specimen_errors import idhub

ZONE = datetime.timezone(datetime.timedelta(hours=1))


class JobError(idhub.SessionNotFoundError):
    def __init__(self, job: str, **fields: Any) -> None:
        super().__init__(**fields)
        self.job = job


class ForgetfulError(idhub.SessionNotFoundError):
    def __init__(self, job: str) -> None:
        self.job = job


class SlottedError(idhub.IDHubError):
    __slots__ = ("job", "unset")

    def __init__(self, job: str) -> None:
        super().__init__(status=404)
        self.job = job


@attrs.define(auto_exc=False, eq=False, kw_only=True, repr=False, getstate_setstate=False)
class AttrsError(idhub.SessionNotFoundError):
    job: str = "none"
    parts: list[str] = attrs.Factory(list)


MADE: dict[str, Callable[[], idhub.IDHubError]] = {
    "own init": lambda: JobError("j-1", status=404, detail="d"),
    "init that calls no other": lambda: ForgetfulError("j-1"),
    "slots": lambda: SlottedError("j-1"),
    "attrs": lambda: AttrsError(job="j-1", parts=["a"], status=404),
}
WAYS: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda error: pickle.loads(pickle.dumps(error)),  # noqa: S301 - our own
    "pickle, oldest protocol": lambda error: pickle.loads(pickle.dumps(error, 0)),  # noqa: S301
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_subclass_survives(make: Callable[[], Any], way: Callable[[Any], Any]) -> None:
    """Class, fields, attributes and notes survive; `__init__` is not called."""
    error = make()
    error.add_note("seen at night")
    error.seen = {"at": (1, 2)}
    kept = way(error)
    assert type(kept) is type(error)
    assert (kept.job, kept.seen, kept.__notes__) == ("j-1", {"at": (1, 2)}, ["seen at night"])
    assert (kept.status, kept.code, kept.args) == (error.status, error.code, error.args)
    assert (str(kept), repr(kept)) == (str(error), repr(error))
    kept.add_note("another")
    assert error.__notes__ == ["seen at night"]


def test_fields_have_defaults_if_init_calls_no_other() -> None:
    """An error is usable even if its subclass's `__init__` sets nothing."""
    error = ForgetfulError("j-1")
    assert (error.status, error.code, error.detail) == (404, "SESSION_NOT_FOUND", None)
    assert str(error).startswith("IDHub SESSION_NOT_FOUND (HTTP 404): ")
    with pytest.raises(AttributeError, match="no attribute 'dteail'"):
        error.dteail  # type: ignore[attr-defined]  # noqa: B018


PLAIN = [
    None,
    1,
    "text",
    b"bytes",
    1.5,
    (1, [2, {"a": {3}}]),
    frozenset({1}),
    datetime.datetime(2026, 11, 29, 12, tzinfo=datetime.UTC),
    datetime.datetime(2026, 11, 29, 12, tzinfo=ZONE),
    datetime.date(2026, 11, 29),
    datetime.timedelta(seconds=7),
    decimal.Decimal("1.5"),
    uuid.UUID(int=7),
]


@pytest.mark.parametrize("value", PLAIN, ids=repr)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_plain_attribute_survives(value: object, way: Callable[[Any], Any]) -> None:
    """Attributes that a handler adds survive if they are plain data."""
    error = idhub.SessionNotFoundError()
    error.__dict__["seen"] = value
    assert way(error).seen == value


class NeedyError(Exception):
    """An object that can be pickled but not loaded, which takes a process pool down."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"{first} {second}")


class OddZone(datetime.tzinfo):
    def utcoffset(self, _when: datetime.datetime | None) -> None: ...
    def tzname(self, _when: datetime.datetime | None) -> None: ...
    def dst(self, _when: datetime.datetime | None) -> None: ...
    def __reduce__(self) -> Any:
        msg = "not to be pickled"
        raise TypeError(msg)


ODD = {
    "lock": threading.Lock,
    "exception": lambda: NeedyError(1, 2),
    "function": lambda: lambda: 1,
    "inside a list": lambda: [1, {"a": threading.Lock()}],
    "inside a tuple": lambda: ((threading.Lock(),),),
    "member of an enum": lambda: enum.Enum("Odd", ["A"]).A,  # type: ignore[attr-defined]
    "zone": lambda: datetime.datetime(2026, 11, 29, tzinfo=OddZone()),
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_odd_attribute_is_left_out_of_pickles(make: Callable[[], object]) -> None:
    """Only values that cannot be pickled are left out of pickles; copies share them."""
    error = JobError("j-1", status=404, body_context={"odd": make()})
    error.__dict__["odd"] = odd = make()
    for way in (copy.copy, copy.deepcopy):
        copied: Any = way(error)
        assert copied.odd is odd
        assert copied.body_context is error.body_context
    kept = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (kept.job, kept.status, kept.body_context) == ("j-1", 404, None)
    assert not hasattr(kept, "odd")


def test_fields_of_an_enum_are_pickled_as_plain_values() -> None:
    """A status or a code may be a member of an enum."""
    error = idhub.IDHubError(status=HTTPStatus.GONE, code=idhub.Code.SESSION_NOT_FOUND)
    kept = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (kept.status, kept.code) == (410, "SESSION_NOT_FOUND")
    assert type(kept.status) is int


def test_deep_copy_is_deep() -> None:
    """A deep copy shares no plain data with the error."""
    error = AttrsError(parts=["a"], body_context={"a": [1]})
    error.__dict__["seen"] = {"a": [1]}
    copied: Any = copy.deepcopy(error)
    assert copied.parts == error.parts
    assert copied.parts is not error.parts
    assert copied.seen["a"] is not error.__dict__["seen"]["a"]


def raise_in_a_worker(number: int) -> None:
    error = JobError(f"j-{number}", status=404, body_context={"lock": NeedyError(1, 2)})
    error.__dict__["lock"] = threading.Lock()
    raise error


def test_subclass_crosses_a_process_pool() -> None:
    """An error that a worker raises arrives, whatever it contains, and the pool keeps working."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        for number in range(2):
            with pytest.raises(JobError) as caught:
                pool.submit(raise_in_a_worker, number).result(timeout=120)
            assert caught.value.job == f"j-{number}"

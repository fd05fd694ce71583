"""Which documented errors have come to a handler, for tests that none is forgotten."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import wraps
from inspect import iscoroutinefunction
from types import ModuleType
from typing import Any, ParamSpec, TypeVar, cast

from ..deferred import Deferred
from ..errors import ApiError
from .examples import ExampleResponse, provider_module, provider_name

P = ParamSpec("P")
R = TypeVar("R")


class ErrorRecorder:
    """Records the errors of a provider that arrive, and tells which documented ones did not.

    Attributes:
        provider: Name of the provider's module.
    """

    def __init__(self, provider: str | ModuleType) -> None:
        """Begin with no error recorded.

        Args:
            provider: A provider's module, or its name.

        Raises:
            LookupError: This SDK has no such provider.
            TypeError: `provider` is neither a module nor a name.
        """
        self.provider: str = provider_name(provider)
        self._recorded: set[type[ApiError]] = set()

    def record(self, arrived: object) -> None:
        """Record an error, or the example response by which it arrives; pass over anything else.

        Of an exception group, its members are recorded, and those of the groups in it.
        """
        pending = [arrived]
        while pending:
            one = pending.pop()
            if isinstance(one, ExampleResponse):
                self._recorded.add(one.error)
            elif isinstance(one, ApiError):
                self._recorded.add(type(one))
            elif isinstance(one, BaseExceptionGroup):
                pending += one.exceptions

    def wrap(self, handler: Callable[P, R]) -> Callable[P, R]:
        """Give a handler that records what it is called with, errors and examples, and goes on.

        It has the name, docstring and signature of the other, and is asynchronous if that is.
        """

        @wraps(handler)
        def recorded(*args: P.args, **kwargs: P.kwargs) -> R:
            self._record_each((*args, *kwargs.values()))
            call = Deferred(handler, *args, **kwargs)
            del args, kwargs
            return call()

        @wraps(handler)
        async def recorded_later(*args: P.args, **kwargs: P.kwargs) -> Any:
            call = Deferred(recorded, *args, **kwargs)
            del args, kwargs
            return await cast("Awaitable[Any]", call())

        # Frameworks look at whether a handler is asynchronous before they call it.
        is_async = iscoroutinefunction(handler) or iscoroutinefunction(type(handler).__call__)
        return cast("Callable[P, R]", recorded_later) if is_async else recorded

    def _record_each(self, arrived: Iterable[object]) -> None:
        for one in arrived:
            self.record(one)

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the documented errors that did not arrive; removed ones are never missing."""
        ids: dict[type[ApiError], str] = {}
        for id_, cls in provider_module(self.provider).ERRORS.items():
            ids.setdefault(cls, id_)  # What comes later is an alias.
        expected = ((cls, id_) for cls, id_ in ids.items() if cls.info.removed is None)
        return tuple(id_ for cls, id_ in expected if cls not in self._recorded)

    def assert_complete(self) -> None:
        """Make sure that every documented error has arrived.

        Raises:
            AssertionError: Some have not; it lists them.
        """
        if missing := self.missing:
            listed = "".join(f"\n  {id_}" for id_ in missing)
            msg = f"{len(missing)} documented errors of {self.provider} did not arrive:{listed}"
            raise AssertionError(msg)

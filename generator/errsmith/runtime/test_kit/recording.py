"""Record which documented errors reach a handler, to test that none was forgotten."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import wraps
from inspect import iscoroutinefunction
from types import ModuleType
from typing import Any, ParamSpec, TypeVar, cast

from ..deferred import Deferred
from ..errors import ApiError
from .examples import ExampleResponse, get_provider_name, import_provider

P = ParamSpec("P")
R = TypeVar("R")


class ErrorRecorder:
    """Records the errors of a provider that arrive, and lists the documented ones that did not.

    Attributes:
        provider: Name of the provider's module.
    """

    def __init__(self, provider: str | ModuleType) -> None:
        """Start without recorded errors.

        Args:
            provider: A provider's module, or its name.

        Raises:
            LookupError: This SDK does not have this provider.
            TypeError: `provider` is neither a module nor a name.
        """
        self.provider: str = get_provider_name(provider)
        self._recorded: set[type[ApiError]] = set()

    def record(self, arrived: object) -> None:
        """Record an error, or the error of an example response; ignore anything else.

        For an exception group, record its members, including those of nested groups.
        """
        pending = [arrived]
        while pending:
            item = pending.pop()
            if isinstance(item, ExampleResponse):
                self._recorded.add(item.error)
            elif isinstance(item, ApiError):
                self._recorded.add(type(item))
            elif isinstance(item, BaseExceptionGroup):
                pending += item.exceptions

    def wrap(self, handler: Callable[P, R]) -> Callable[P, R]:
        """Return a handler that records the errors and examples among its arguments.

        It then calls `handler`. It has the name, docstring and signature of `handler`, and is
        asynchronous if that is.
        """

        @wraps(handler)
        def record_and_call(*args: P.args, **kwargs: P.kwargs) -> R:
            self._record_each((*args, *kwargs.values()))
            call = Deferred(handler, *args, **kwargs)
            del args, kwargs
            return call()

        @wraps(handler)
        async def record_and_await(*args: P.args, **kwargs: P.kwargs) -> Any:
            call = Deferred(record_and_call, *args, **kwargs)
            del args, kwargs
            return await cast("Awaitable[Any]", call())

        # Frameworks check whether a handler is asynchronous before they call it.
        is_async = iscoroutinefunction(handler) or iscoroutinefunction(type(handler).__call__)
        return cast("Callable[P, R]", record_and_await) if is_async else record_and_call

    def _record_each(self, arrived: Iterable[object]) -> None:
        for item in arrived:
            self.record(item)

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the documented errors that have not arrived; removed errors do not count."""
        ids: dict[type[ApiError], str] = {}
        for id_, cls in import_provider(self.provider).ERRORS.items():
            ids.setdefault(cls, id_)  # Later ids are aliases.
        expected = ((cls, id_) for cls, id_ in ids.items() if cls.info.removed is None)
        return tuple(id_ for cls, id_ in expected if cls not in self._recorded)

    def assert_complete(self) -> None:
        """Check that every documented error has arrived.

        Raises:
            AssertionError: Some have not arrived; the message lists them.
        """
        if missing := self.missing:
            listed = "".join(f"\n  {id_}" for id_ in missing)
            msg = f"{len(missing)} documented errors of {self.provider} did not arrive:{listed}"
            raise AssertionError(msg)

# Emitted by errsmith from its runtime/test_kit/recording.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Which documented errors have come to a handler, for tests that none is forgotten."""

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
        self.provider: str = get_provider_name(provider)
        self._recorded: set[type[ApiError]] = set()

    def record(self, arrived: object) -> None:
        """Record an error, or the example response by which it arrives; pass over anything else.

        Of an exception group, its members are recorded, and those of the groups in it.
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
        """Return a handler that records what it is called with, errors and examples, and goes on.

        It has the name, docstring and signature of the other, and is asynchronous if that is.
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

        # Frameworks look at whether a handler is asynchronous before they call it.
        is_async = iscoroutinefunction(handler) or iscoroutinefunction(type(handler).__call__)
        return cast("Callable[P, R]", record_and_await) if is_async else record_and_call

    def _record_each(self, arrived: Iterable[object]) -> None:
        for item in arrived:
            self.record(item)

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the documented errors that did not arrive; removed ones are never missing."""
        ids: dict[type[ApiError], str] = {}
        for id_, cls in import_provider(self.provider).ERRORS.items():
            ids.setdefault(cls, id_)  # What comes later is an alias.
        expected = ((cls, id_) for cls, id_ in ids.items() if cls.info.removed is None)
        return tuple(id_ for cls, id_ in expected if cls not in self._recorded)

    def assert_complete(self) -> None:
        """Check that every documented error has arrived.

        Raises:
            AssertionError: Some have not; it lists them.
        """
        if missing := self.missing:
            listed = "".join(f"\n  {id_}" for id_ in missing)
            msg = f"{len(missing)} documented errors of {self.provider} did not arrive:{listed}"
            raise AssertionError(msg)

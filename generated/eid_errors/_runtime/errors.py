# Emitted by errsmith from its runtime/errors.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""The base of every error class."""

# Annotations are objects here, not texts: the package shows these classes as its own, and the names
# in them could not be looked up there.

import builtins
import contextlib
import copy
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from .facts import ErrorInfo, Retry
from .printing import loggable

if TYPE_CHECKING:
    from enum import StrEnum

    from .provider import Provider

Headers = Mapping[str, str] | Collection[tuple[str, str]]
Body = bytes | bytearray | memoryview | str | Mapping[str, Any] | list[Any] | None

_SCALARS = (str, int, float, bool, type(None))
_DEEPEST = 100
"""Levels of a JSON value, or causes in a chain, that are copied and pickled, wherever on the stack
that happens."""


@attrs.frozen
class RawResponse:
    """What was handed to `parse` or `parse_redirect`; nothing of it shows in `repr`.

    Attributes:
        status: HTTP status.
        headers: HTTP headers, None if none were handed over.
        body: The body: bytes, text or a decoded mapping.
        url: The address that `parse_redirect` read; the rest is then None.
    """

    status: int | None = attrs.field(repr=False)
    headers: Headers | None = attrs.field(repr=False)
    body: Body = attrs.field(repr=False)
    url: str | None = attrs.field(default=None, repr=False)


class _Received(Exception):  # noqa: N818 - never raised as such
    """Holds the response outside the attrs fields: pickles and unstructuring leave it behind."""

    __slots__ = ("_raw",)

    _raw: tuple[Any, ...]


@attrs.define(auto_exc=False, eq=False, getstate_setstate=False, kw_only=True, repr=False)
class ApiError(_Received):
    """An error that a provider's API sent.

    `str`, `repr` and `log_fields` show the code as it was sent and the fields that the registry
    marks as safe to log, wherever they stand: of the provider's free text, of headers, of the body
    and of addresses nothing else.

    Copies and pickles keep the fields. A field of something that JSON does not have, or of values
    nested over 100 levels, is shared by a deep copy and stays behind in a pickle, as `raw` does.

    Attributes:
        status: The HTTP status received, None if there was none.
        code: The documented code if it is known, else the code as sent, None if there was none.
        message: The provider's text for people. It may hold personal data: do not log it.
        retry_after: Seconds to wait before another attempt, if the response says so.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo()
    if TYPE_CHECKING:
        _provider: ClassVar[Provider[Any] | None] = None
    else:
        _provider = None

    status: int | None = None
    code: str | None = attrs.field(
        default=attrs.Factory(lambda self: self.info.code, takes_self=True)
    )
    message: str | None = None
    retry_after: float | None = None

    if not TYPE_CHECKING:  # A checker would take any misspelt attribute for this one.

        def __getattr__(self, name: str) -> object:
            # `parse` leaves unset what is read of headers when somebody asks.
            if name == "retry_after":
                self.retry_after = self._provider.retry_after(self)
                return self.retry_after
            if self._provider is not None and name in self._provider.kept:
                self._provider.keep(self)
                return getattr(self, name)
            msg = f"{type(self).__name__!r} object has no attribute {name!r}"
            raise AttributeError(msg, name=name, obj=self)

    @property
    def known_code(self) -> "StrEnum | None":
        """The member of the provider's `Code` if the error is documented, else None."""
        return None

    @property
    def raw(self) -> RawResponse | None:
        """The response as received; None if the error was not parsed from one.

        It may hold personal data and secrets. Copies keep it, pickles do not.
        """
        try:
            received = self._raw
        except AttributeError:
            return None
        return RawResponse(*received)

    @property
    def retry(self) -> Retry | None:
        """Advice on retrying, this response taken into account; None if nothing is known."""
        # Imported here: that module knows this one, and most errors are not asked.
        from .retrying import advised

        given = self.info.retry if self._provider is None else self._provider.advice(self)
        return advised(self, given)

    def log_fields(self, *, free_text: bool = False) -> dict[str, str | int | float | bool | None]:
        """Give what is safe to log, by name: provider, class, code, status, and fields marked so.

        Texts are escaped to printable characters and cut at 200.

        Args:
            free_text: Add what the provider wrote for people, which may hold personal data:
                `message` as `provider_message`, since records of `logging` have a `message` of
                their own, and each of its texts by name where it sends several.
        """
        fields: dict[str, str | int | float | bool | None] = {
            "provider": None if self._provider is None else self._provider.name,
            "error_type": type(self).__name__,
            "code": loggable(self.code),
            "status": loggable(self.status),
        }
        fields.update(self._logged())
        if free_text:
            fields["provider_message"] = loggable(self.message)
            names = () if self._provider is None else self._provider.texts
            fields.update((name, loggable(getattr(self, name))) for name in names)
        return fields

    def to_problem(self, *, language: str | None = None) -> dict[str, str | int]:
        """Give a problem document (RFC 9457) that is safe to show to one's own callers.

        It says what is documented and what kind of error it is; nothing of the response is in it.

        Args:
            language: The language of `detail`, a tag such as `sv-SE` or the value of an
                `Accept-Language` header; English or the first one documented, if this is not.

        Returns:
            `type`, a URI that stays the same; `title`, a sentence about the kind; `status`, the
            HTTP status for the answer; `detail`, where a message for the user is documented.
        """
        # Imported here: only services that pass errors on need it.
        from .problems import problem_of

        return problem_of(self, language)

    def _logged(self) -> dict[str, str | int | float | bool | None]:
        names = () if self._provider is None else self._provider.log
        return {name: loggable(getattr(self, name)) for name in names}

    def __str__(self) -> str:
        title = "API" if self._provider is None else self._provider.title
        code = "error" if self.code is None else loggable(self.code)
        status = "" if self.status is None else f" (HTTP {loggable(self.status)})"
        summary = self.info.summary if self.info.code else None
        said = [f"{k}={v}" for k, v in self._logged().items() if v is not None and v != code]
        return (
            f"{title} {code}{status}: {summary or 'Not a documented error.'}"
            f"{' [' + ', '.join(said) + ']' if said else ''}"
        )

    def __repr__(self) -> str:
        shown = {"status": loggable(self.status), "code": loggable(self.code), **self._logged()}
        inside = ", ".join(
            f"{name}={value!r}" for name, value in shown.items() if value is not None
        )
        return f"{type(self).__name__}({inside})"

    def __copy__(self) -> "ApiError":
        return _copied(self, _values(self), self.__dict__)

    def __deepcopy__(self, memo: dict[int, Any]) -> "ApiError":
        values, odd = _parted(self)
        copied, extra = copy.deepcopy((values, self.__dict__), memo)
        return _copied(self, {**copied, **odd}, extra)

    def __reduce__(self) -> tuple[Any, ...]:
        values, _ = _parted(self)
        state: dict[str, Any] = {}
        if notes := [note for note in getattr(self, "__notes__", ()) if type(note) is str]:
            state["__notes__"] = notes
        if _is_portable(self.__cause__):
            state["__cause__"] = self.__cause__
        # The last one, since setting a cause sets it too.
        state["__suppress_context__"] = self.__suppress_context__
        return _restore, (type(self), values), state


def _values(error: ApiError) -> dict[str, Any]:
    return {field.name: getattr(error, field.name) for field in attrs.fields(type(error))}


def _parted(error: ApiError) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part the values of an error from those that may fail to be copied or pickled."""
    values = _values(error)
    odd = {name: values.pop(name) for name in tuple(values) if not _is_plain(values[name])}
    return values, odd


def _is_plain(value: object) -> bool:
    """Tell whether a value is what JSON can hold, and not so deep that recursion may fail on it."""
    level: list[Any] = [value]
    for _ in range(_DEEPEST):
        containers: dict[int, Any] = {}
        for inner in level:
            if type(inner) in (dict, list):
                containers[id(inner)] = inner
            elif type(inner) not in _SCALARS:  # A class of its own may refuse to be pickled.
                return False
        level = [inner for outer in containers.values() for inner in outer]
        level += [v for outer in containers.values() if type(outer) is dict for v in outer.values()]
        if not level:
            return True
    return False


def _is_portable(cause: BaseException | None) -> bool:
    """Tell whether a cause can go into a pickle.

    Another library's exception may hold a request, or not pickle at all and break a process pool;
    and a chain of too many causes ends where recursion does.
    """
    links: set[int] = set()
    link = cause
    while isinstance(link, ApiError) and id(link) not in links and len(links) < _DEEPEST:
        links.add(id(link))
        link = link.__cause__
    if links:
        return len(links) < _DEEPEST
    plain = getattr(builtins, type(cause).__name__, None) is type(cause)
    return (
        plain
        and vars(cause).keys() <= {"__notes__"}
        and all(type(arg) in (str, int, float, bool) for arg in getattr(cause, "args", ()))
    )


def _copied(error: ApiError, values: Mapping[str, Any], extra: Mapping[str, Any]) -> ApiError:
    """Make a copy of an error; causes and headers may hold connections, which it shares."""
    new = _restore(type(error), values)
    new.__dict__.update(extra)
    for name in ("__cause__", "__context__", "__suppress_context__"):
        setattr(new, name, getattr(error, name))
    with contextlib.suppress(AttributeError):
        new._raw = error._raw
    return new


def _restore(cls: type[ApiError], values: Mapping[str, Any]) -> ApiError:
    """Make an error of its values.

    Pickles name this function and its arguments: both stay as they are.
    """
    return cls(
        **{field.name: values[field.name] for field in attrs.fields(cls) if field.name in values}
    )

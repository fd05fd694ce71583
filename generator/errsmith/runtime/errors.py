"""The base of every error class."""

# No `from __future__ import annotations` here: the package re-exports these classes and sets their
# module to its own name, where the names in string annotations could not be resolved.

import contextlib
import copy
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

import attrs

from .copying import collect_values, is_plain, is_portable, to_plain
from .facts import ErrorInfo, Retry
from .printing import Loggable, redact_code, to_loggable

if TYPE_CHECKING:
    from .provider_protocol import ProviderProtocol

Headers = Mapping[str, str] | Collection[tuple[str, str]]
Body = bytes | bytearray | memoryview | str | Mapping[str, Any] | list[Any] | None
ReadingState = Literal["documented", "ambiguous", "undocumented", "unreadable"]


@attrs.frozen(slots=False, repr=False)
class RawResponse:
    """The input of `parse` or `parse_redirect`; its `repr` shows none of it.

    Attributes:
        status: HTTP status.
        headers: HTTP headers, None if there were none.
        body: The body: bytes, a string, or a decoded mapping or list; None if there was none.
        url: The URL that `parse_redirect` read; the other attributes are then None.
    """

    # `repr=False` hides fields from tools that print attrs objects field by field, such as rich.
    status: int | None = attrs.field(repr=False)
    headers: Headers | None = attrs.field(repr=False)
    body: Body = attrs.field(repr=False)
    url: str | None = attrs.field(default=None, repr=False)

    # Without these methods, pytest and Hypothesis would print attrs objects field by field.

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RawResponse) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash((self.status, self.url))

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001 - IPython's protocol
        printer.text(repr(self))

    @property
    def _parts(self) -> tuple[object, ...]:
        return (self.status, self.headers, self.body, self.url)


class _Received(Exception):  # noqa: N818 - never raised as such
    """Slots that are not attrs fields, so attrs, cattrs and rich do not see them."""

    __slots__ = ("_candidates", "_raw")

    _candidates: "tuple[type[ApiError], ...]"
    _raw: tuple[Any, ...]


_FACTORY: Any = type(attrs.Factory(list))


def _find_only_status(error: "ApiError") -> int | None:
    """Return the documented status for an error built by hand, if there is exactly one."""
    statuses = error.info.statuses
    return statuses[0] if len(statuses) == 1 and type(statuses[0]) is int else None


def _get_class_code(error: "ApiError") -> str | None:
    return error.info.code


def _format_code(code: str | None) -> str:
    return repr(None if code is None else redact_code(code))


@attrs.define(auto_exc=False, eq=False, getstate_setstate=False, kw_only=True, repr=False)
class ApiError(_Received):
    """An error returned by a provider's API.

    `str`, `repr`, `message` and `log_fields` show the code, the status and the fields that the
    registry marks as safe to log. By default, they never show the provider's free text, headers,
    body or URLs.
    An undocumented code that does not look like an identifier is shown as `<36 characters>`.

    Copies and pickles keep fields, notes and other attributes. Values that are not plain data, or
    are nested more than 100 levels deep, are shared by deep copies and left out of pickles. Pickles
    also leave out `raw`.

    Attributes:
        status: The HTTP status received, None if there was none. An error built by hand has the
            documented status, if there is exactly one.
        code: The documented code if it is known, otherwise the code as sent; None if there was
            none.
        provider_message: The provider's human-readable message. It may contain personal data: do
            not log it.
        retry_after: Seconds to wait before another attempt, if the response says so.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo()
    if TYPE_CHECKING:
        _provider: ClassVar["ProviderProtocol[ApiError] | None"] = None
    else:
        _provider = None

    status: int | None = attrs.field(default=attrs.Factory(_find_only_status, takes_self=True))
    code: str | None = attrs.field(
        default=attrs.Factory(_get_class_code, takes_self=True), repr=_format_code
    )
    provider_message: str | None = attrs.field(default=None, repr=False)
    retry_after: float | None = None

    if not TYPE_CHECKING:  # Type checkers would accept any arguments and any attribute.

        def __new__(cls, *args: Any, **fields: Any) -> Self:
            """Check the arguments, so a TypeError names the class that was called."""
            base = ApiError if cls._provider is None else cls._provider.base
            if cls.__init__ is base.__init__ and (args or not fields.keys() <= _list_names(base)):
                # Imported here: wrong calls are rare.
                from .names import make_call_error

                refusal = make_call_error(cls.__name__, args, fields.keys(), _list_names(base))
                del args, fields  # They may be private, and tools record local variables.
                raise refusal
            return BaseException.__new__(cls, *args)

        def __getattr__(self, name: str) -> object:
            # `parse` leaves some fields from headers unset; they are read on first access.
            provider = self._provider
            if provider is not None and name == "retry_after":
                self.retry_after = provider.find_retry_after(self)
                return self.retry_after
            if provider is not None and name in provider.kept_fields:
                provider.read_kept_fields(self)
                return getattr(self, name)
            if name in _list_names(type(self)):  # A subclass may not call this `__init__`.
                value = _make_default(self, name)
                object.__setattr__(self, name, value)
                return value
            msg = f"{type(self).__name__!r} object has no attribute {name!r}"
            raise AttributeError(msg, name=name, obj=self)

    @property
    def message(self) -> str:
        """The same as `str(error)`, safe to log; the provider's text is `provider_message`."""
        return str(self)

    @property
    def reading(self) -> ReadingState:
        """How far the response was understood.

        - `documented`: the response is the error that this class documents.
        - `ambiguous`: its code is documented for several errors, the `candidates`, and the response
          does not show which one it is.
        - `undocumented`: it has a code or a group, but no documented code.
        - `unreadable`: it has neither; for example, it is the HTML page of a gateway.
        """
        if self.info.code is not None:
            return "documented"
        if self.candidates:
            return "ambiguous"
        return "unreadable" if self.code is None and self.info.group is None else "undocumented"

    @property
    def candidates(self) -> "tuple[type[ApiError], ...]":
        """The classes that an ambiguous error may belong to; empty for any other error."""
        try:
            return self._candidates
        except AttributeError:
            return ()

    @property
    def known_code(self) -> StrEnum | None:
        """The member of the provider's `Code`, or None if the code is not documented."""
        return None

    @property
    def _documented_code(self) -> str | None:
        codes = {self.info.code, *(cls.info.code for cls in self.candidates)} - {None}
        return codes.pop() if len(codes) == 1 else None

    @property
    def raw(self) -> RawResponse | None:
        """The response as received, or None if the error was not parsed from one.

        It may contain personal data and secrets. Copies keep it, pickles do not.
        """
        try:
            received = self._raw
        except AttributeError:
            return None
        return RawResponse(*received)

    @property
    def retry(self) -> Retry | None:
        """Advice on retrying that takes this response into account; None if nothing is known."""
        # Imported here: most programs never ask for it.
        from .advice import advise

        provider = self._provider
        documented = self.info.retry if provider is None else provider.find_advice(self)
        retryable = None if provider is None else provider.find_retryable(self)
        return advise(documented, self.retry_after, self.status, retryable=retryable)

    @property
    def fix(self) -> str | None:
        """What to do about this response, or None if that is not documented.

        It comes from the first of these that has one: the error, its group, its category or, if it
        has none, that of the status.
        """
        return self.info.fix if self._provider is None else self._provider.find_fix(self)

    @property
    def user_message(self) -> str | None:
        """What to show to the end user, or None; it comes from the same sources as `fix`.

        If there are several languages, it is in English or, failing that, in the first one;
        `to_problem` takes a language.
        """
        return self._user_texts.user_message

    @property
    def _user_texts(self) -> ErrorInfo:
        return self.info if self._provider is None else self._provider.find_user_texts(self)

    def log_fields(self, *, free_text: bool = False) -> dict[str, Loggable]:
        """Return the fields that are safe to log, by name.

        They are the provider, the class, the code, the status, `reading`, and the fields that the
        registry marks as safe. Unprintable characters are escaped, and strings are truncated to 200
        characters.

        Args:
            free_text: Also include the provider's human-readable messages, which may contain
                personal data: `provider_message`, and each message by name if the provider sends
                several.
        """
        fields: dict[str, Loggable] = {
            "provider": None if self._provider is None else self._provider.name,
            "error_type": type(self).__name__,
            "code": self._shown_code,
            "status": to_loggable(self.status),
            "reading": self.reading,
        }
        fields.update(self._shown_fields)
        if free_text:
            fields["provider_message"] = to_loggable(self.provider_message)
            names = () if self._provider is None else self._provider.texts
            fields.update((name, to_loggable(getattr(self, name))) for name in names)
        return fields

    def to_problem(self, *, language: str | None = None) -> dict[str, str | int]:
        """Return a problem document (RFC 9457) that is safe to show to your own callers.

        It contains documented facts and the kind of the error, but nothing from the response.

        Args:
            language: The language of `detail`: a tag such as `sv-SE`, or the value of an
                `Accept-Language` header. If it is not documented, `detail` is in English or, if
                there is no English message, in the first documented language.

        Returns:
            `type`, a URI that never changes; `title`, a sentence about the kind; `status`, the HTTP
            status to respond with; `detail`, if a message for the user is documented.
        """
        # Imported here: only services that pass errors on need it.
        from .problems import build_problem, build_problem_type

        provider = self._provider
        name, id_ = (None, None) if provider is None else (provider.name, provider.find_id(self))
        type_ = build_problem_type(self.info, name, id_ if self.info.code is not None else None)
        return build_problem(self.info, type_, self._user_texts, language)

    @property
    def _shown_code(self) -> str | None:
        code: Any = self.code
        if code is None or code == self.info.code:
            return None if code is None else str(to_loggable(code))
        text = code if isinstance(code, str) else str(to_loggable(code))  # It may be set by hand.
        return redact_code(text) if self._provider is None else self._provider.redact(text)

    @property
    def _shown_fields(self) -> dict[str, Loggable]:
        return {} if self._provider is None else self._provider.redact_fields(self)

    def __str__(self) -> str:
        title = "API" if self._provider is None else self._provider.title
        code = self._shown_code
        status = "" if self.status is None else f" (HTTP {to_loggable(self.status)})"
        fields = self._shown_fields.items()
        shown = [f"{name}={value}" for name, value in fields if value is not None and value != code]
        suffix = f" [{', '.join(shown)}]" if shown else ""
        return f"{title} {code or 'error'}{status}: {self._describe_event()}{suffix}"

    def _describe_event(self) -> str:
        if self.candidates:
            # Imported here: few errors are ambiguous.
            from .statements import explain_ambiguity

            infos = {cls.__name__: cls.info for cls in self.candidates}
            can_name_group = self._provider is not None and self._provider.can_name_group
            return explain_ambiguity(infos, self.status, can_name_group=can_name_group)
        summary = self.info.summary if self.info.code else None
        return summary or "Not a documented error."

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self.__rich_repr__())
        return f"{type(self).__name__}({inside})"

    def __rich_repr__(self) -> Iterator[tuple[str, Loggable]]:
        shown = {"status": to_loggable(self.status), "code": self._shown_code, **self._shown_fields}
        yield from ((name, value) for name, value in shown.items() if value is not None)

    # Without these methods, pytest and Hypothesis would print attrs objects field by field.

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return BaseException.__hash__(self)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001 - IPython's protocol
        printer.text(repr(self))

    def __dir__(self) -> list[str]:
        # Hides the slots from tools that print every attribute; `raw` remains.
        return [name for name in super().__dir__() if name not in _Received.__slots__]

    def __copy__(self) -> "ApiError":
        return _copy(self, collect_values(self, ApiError))

    def __deepcopy__(self, memo: dict[int, Any]) -> "ApiError":
        values = collect_values(self, ApiError)
        plain = {name: value for name, value in values.items() if is_plain(value)}
        return _copy(self, {**values, **copy.deepcopy(plain, memo)})

    def __reduce__(self) -> tuple[Any, ...]:
        every = {name: to_plain(value) for name, value in collect_values(self, ApiError).items()}
        values = {name: value for name, value in every.items() if is_plain(value)}
        fields = {name: values.pop(name) for name in _list_names(type(self)) if name in values}
        if candidates := self.candidates:
            values["_candidates"] = candidates
        if is_portable(self.__cause__, ApiError):
            values["__cause__"] = self.__cause__
        # Must be last, since setting a cause also sets it.
        values["__suppress_context__"] = self.__suppress_context__
        return restore, (type(self), fields), values

    def __setstate__(self, state: dict[str, Any] | None) -> None:
        for name, value in (state or {}).items():
            with contextlib.suppress(AttributeError):  # The class may have lost a slot.
                object.__setattr__(self, name, value)


def keep_raw(error: ApiError, raw: tuple[Any, Any, Any] | tuple[Any, Any, Any, str]) -> None:
    """Store what an error was parsed from: status, headers, body, and the URL of a redirect."""
    error._raw = raw  # noqa: SLF001 - a function, because the classes are public


def keep_candidates(error: ApiError, candidates: tuple[type[ApiError], ...]) -> None:
    """Store the classes that an ambiguous error may belong to."""
    error._candidates = candidates  # noqa: SLF001 - a function, because the classes are public


def set_provider(base: type[ApiError], provider: "ProviderProtocol[ApiError]") -> None:
    """Store the provider in the base class of its errors."""
    base._provider = provider  # noqa: SLF001 - a function, because the classes are public


def get_provider(cls: type[ApiError]) -> "ProviderProtocol[ApiError] | None":
    """Return the provider of an error class, or None for a kind."""
    return cls._provider


def restore(cls: type[ApiError], fields: Mapping[str, Any]) -> ApiError:
    """Build an error with these fields, without calling the `__init__` of its class.

    Existing pickles refer to this function, so neither its name nor its arguments may change.
    """
    error: ApiError = BaseException.__new__(cls)
    # A newer version of the SDK may have fewer fields.
    error.__setstate__({name: fields[name] for name in _list_names(cls) if name in fields})
    return error


def _copy(error: ApiError, values: dict[str, Any]) -> ApiError:
    """Return a copy that shares causes and the response, since they may hold connections."""
    new: ApiError = BaseException.__new__(type(error))
    new.__setstate__(values)
    for name in ("_candidates", "_raw", "__cause__", "__context__", "__suppress_context__"):
        with contextlib.suppress(AttributeError):
            setattr(new, name, getattr(error, name))
    return new


def _list_names(cls: type[ApiError]) -> Collection[str]:
    return attrs.fields_dict(cls).keys()


def _make_default(error: ApiError, name: str) -> Any:
    default: Any = attrs.fields_dict(type(error))[name].default
    if default is attrs.NOTHING:
        return None
    if not isinstance(default, _FACTORY):
        return default
    return default.factory(error) if default.takes_self else default.factory()

# Emitted by errsmith from its runtime/command_line/pastes/printed.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Find errors that this SDK printed: in logs, tracebacks, log fields and problem documents.

Hopae SESSION_NOT_FOUND (HTTP 404): No session has this ID. [timestamp=...]      str(error)
SessionNotFoundError(status=404, code='SESSION_NOT_FOUND', timestamp='...')      repr(error)
{"provider": "hopae", "error_type": "SessionNotFoundError", "status": 404, ...}  log_fields
urn:problem-type:eid_errors:hopae:session-not-found                              to_problem
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from ...errors import ApiError
from ...facts import ProviderInfo
from ...joined import AMBIGUOUS, UNDOCUMENTED
from ...kinds import KINDS
from ...problems import URN
from ..lookup import Providers, errors_of, find, provider_of
from .loose import unescaped, unwrapped

_CALL: Final = re.compile(r"(?<![\w.])((?:\w+\.)*+)(\w+Error)\((?=(?:status|code)=)")
_ARGUMENT: Final = re.compile(
    r"""(\w+)=(?:'((?:[^'\\\n]|\\.)*+)'|"((?:[^"\\\n]|\\.)*+)"|([\w.+\-]++))(?:,\s+|(\)))"""
)
_CLASS: Final = re.compile(r"\b(\w{1,100}Error):\s{1,9}\Z")
_SPACES: Final = re.compile(r"\s+")
_MOST: Final = 5_000
"""The most printed errors of each form that are read; if there are more, the last ones."""
_LONGEST: Final = 1_000
"""How many characters after the status of a printed error are searched for its fields."""
_LONGEST_NAME: Final = 120
"""How many characters before a printed error are searched for the name of its class."""
_BEGINNING: Final = 20
"""How many characters of a summary tell it from another sentence."""
_NO_CODE: Final = "error"
_UNKNOWN: Final = "Not a documented error."
_HIDDEN: Final = re.compile(r"<\d+ characters>")
_ADDRESS: Final = re.compile(r"https?://[^\s'\"<>)\]}]++")


class Printed(NamedTuple):
    """An error that this SDK printed.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        provider: Its provider, or None if only its kind is known.
        error: The error, rebuilt from the text.
    """

    start: int
    end: int
    provider: ProviderInfo | None
    error: ApiError


class Printer:
    """Finds errors that this SDK printed."""

    def __init__(self, providers: Providers) -> None:
        self._providers = providers
        self._titles = {info.title: info for info in providers.values()}
        titles = sorted(map(re.escape, self._titles), key=len, reverse=True)
        title = "|".join(titles).replace(r"\ ", r"\s+") or r"(?!)"
        self._title = re.compile(rf"(?<!\w)(?:{title})\s")
        self._line = re.compile(
            rf"({title})\s+(\S[^\n:]{{0,200}}?)(?:\s+\(HTTP\s+(\d{{3}})\))?:(?=\s)"
        )
        self._urn = re.compile(rf"{re.escape(URN)}:([a-z0-9_]+)(?::([a-z0-9\-]+))?")
        self._types: dict[str, tuple[ProviderInfo, type[ApiError]]] | None = None

    def in_text(self, text: str) -> list[Printed]:
        """Return the printed errors in a text, in order and without overlaps."""
        found = [*self._lines(text), *self._calls(text), *self._problems(text)]
        found.sort(key=lambda one: (one.start, -one.end))
        apart: list[Printed] = []
        for one in found:
            if not apart or one.start >= apart[-1].end:
                apart.append(one)
        return apart

    def in_fields(self, fields: Mapping[Any, Any]) -> Printed | None:
        """Return the error whose `log_fields` an object is, or None if it is something else."""
        info = self._providers.get(str(fields.get("provider")))
        if info is None or not _has_class(info, fields.get("error_type")):
            return None
        status, code = _status_of(fields.get("status")), fields.get("code")
        code = code if isinstance(code, str) and code not in {"None", "null"} else None
        error = _made(info, fields["error_type"], code, status, fields)
        return Printed(0, 0, info, error)

    def _lines(self, text: str) -> Iterator[Printed]:
        """Yield the errors printed with `str`."""
        if not any(title.partition(" ")[0] in text for title in self._titles):
            return
        starts = deque((one.start() for one in self._title.finditer(text)), maxlen=_MOST)
        matches = [*filter(None, (self._line.match(text, start) for start in starts))]
        starts_of_next = [*(match.start() for match in matches[1:]), len(text)]
        for match, start_of_next in zip(matches, starts_of_next, strict=False):
            info = self._titles[_SPACES.sub(" ", match[1])]
            code, status = match[2], match[3]
            # Further text is not the error's: the rest of a log line, or another paragraph.
            rest = re.split(
                r'"|\n\s*\n', text[match.end() : min(start_of_next, match.end() + _LONGEST)]
            )[0]
            before = text[max(0, match.start() - _LONGEST_NAME) : match.start()]
            named = _CLASS.search(before)
            if not _is_printed(info, code, named and named[1], rest, has_status=status is not None):
                continue
            fields, length = _fields_in(info, rest)
            is_shown = code != _NO_CODE and not _HIDDEN.fullmatch(code)
            error = _made(
                info,
                named and named[1],
                code if is_shown else None,
                None if status is None else int(status),
                fields,
            )
            yield Printed(match.start(), match.end() + length, info, error)

    def _calls(self, text: str) -> Iterator[Printed]:
        """Yield the errors printed with `repr`."""
        if "Error(" not in text:
            return
        for match in deque(_CALL.finditer(text), maxlen=_MOST):
            arguments, end = _arguments_at(text, match.end())
            code = arguments.get("code")
            for provider, cls in find(match[2], self._providers):
                if provider is None or not _is_of(cls, match[1], code):
                    continue
                known = None if code is None or _HIDDEN.fullmatch(code) else code
                status = _status_of(arguments.get("status"))
                error = _made(provider, cls.__name__, known, status, arguments)
                yield Printed(match.start(), end, provider, error)
                break

    def _problems(self, text: str) -> Iterator[Printed]:
        """Yield the errors whose problem type (RFC 9457) is in a text."""
        if URN in text:
            for match in deque(self._urn.finditer(text), maxlen=_MOST):
                yield from self._typed(match, match[0])
                if match[2] is None and match[1] in KINDS:
                    error = KINDS[match[1]](status=None)
                    yield Printed(match.start(), match.end(), None, error)
        if "://" in text and any(not name.startswith(URN) for name in self._by_type()):
            for match in deque(_ADDRESS.finditer(text), maxlen=_MOST):
                yield from self._typed(match, match[0].rstrip(".,;:"))

    def _typed(self, match: re.Match[str], name: str) -> Iterator[Printed]:
        found = self._by_type().get(name)
        if found is not None:
            info, cls = found
            yield Printed(match.start(), match.end(), info, cls(status=None))

    def _by_type(self) -> dict[str, tuple[ProviderInfo, type[ApiError]]]:
        if self._types is None:
            self._types = {
                str(cls(status=None).to_problem()["type"]): (info, cls)
                for info in self._providers.values()
                for cls in errors_of(info)
            }
        return self._types


def _is_printed(
    info: ProviderInfo, code: str, class_name: str | None, rest: str, *, has_status: bool
) -> bool:
    """Return whether a text behind a title is a printed error, and not a sentence."""
    said = _SPACES.sub(" ", rest).strip()
    if said.startswith(_UNKNOWN) or _has_class(info, class_name):
        return True
    known = [cls.info for cls in errors_of(info) if code in (cls.info.code, *cls.info.aliases)]
    # A summary may have been another one in another version, or be cut off.
    return any(has_status or said.startswith((one.summary or "\n")[:_BEGINNING]) for one in known)


def _is_of(cls: type[ApiError], qualifier: str, code: str | None) -> bool:
    """Return whether a printed call can be one of a class; other packages have such names, too."""
    module = cls.__module__
    if qualifier and not f".{module}.".endswith(f".{qualifier}") and qualifier != f"{module}.":
        return False
    documented = (cls.info.code, *cls.info.aliases)
    if cls.info.code is not None:
        return code in documented
    return bool(qualifier) or cls.__name__.startswith((UNDOCUMENTED, AMBIGUOUS))


def _has_class(info: ProviderInfo, name: object) -> bool:
    found = getattr(info.load(), name, None) if isinstance(name, str) else None
    return isinstance(found, type) and issubclass(found, ApiError)


def _made(
    info: ProviderInfo,
    class_name: str | None,
    code: str | None,
    status: int | None,
    fields: Mapping[Any, Any],
) -> ApiError:
    """Build the error that was printed."""
    module: Any = info.load()
    error: ApiError = module.from_code(code or "", status)
    named: Any = getattr(module, class_name or "", None)
    is_error = isinstance(named, type) and issubclass(named, provider_of(info).base)
    is_error = is_error and (code is None or named.info.code in (None, error.code, code))
    if is_error and not error.candidates and type(error) is not named:
        error = named(status=status, code=code or named.info.code)
    for name in provider_of(info).log:
        if fields.get(name) not in (None, "None", "null"):
            setattr(error, name, fields[name])
    return error


def _status_of(value: object) -> int | None:
    return int(str(value)) if re.fullmatch(r"[1-9]\d\d", str(value)) else None


def _fields_in(info: ProviderInfo, text: str) -> tuple[dict[str, str], int]:
    """Return the logged fields behind a summary, such as `[a=1, b=2]`, and where they end.

    Only names of logged fields are read, and nothing beyond the bracket: what follows may be
    private. Without fields, the end is that of the first line.
    """
    names = "|".join(map(re.escape, provider_of(info).log)) or r"(?!)"
    bracket = re.search(rf"\[((?:{names})=[^\]]*+)\]", text)
    if bracket is None:
        return {}, len(text.partition("\n")[0])
    # A value ends where the next name begins, since it may contain commas.
    found = re.findall(rf"(?:^|,\s+)({names})=(.*?)(?=,\s+\w+=|$)", bracket[1], re.DOTALL)
    fields = {name: unwrapped(value) for name, value in found}
    if "\n" in bracket[1] and any("=" in value for value in fields.values()):
        return {}, len(text.partition("\n")[0])  # The bracket was cut off, and closed by another.
    return fields, bracket.end()


def _arguments_at(text: str, position: int) -> tuple[dict[str, str], int]:
    """Return the arguments of a call, and where they end; it may be cut off."""
    found: dict[str, str] = {}
    while (argument := _ARGUMENT.match(text, position)) is not None:
        name, single, double, bare, closing = argument.groups()
        found[name] = bare or unescaped(single or double or "")
        position = argument.end()
        if closing:
            break
    return found, position


def spans(printed: Iterable[Printed]) -> list[tuple[int, int]]:
    """Return where printed errors are in a text."""
    return [(one.start, one.end) for one in printed]

"""Find errors that this SDK printed: in logs, tracebacks, log fields and problem documents.

Hopae SESSION_NOT_FOUND (HTTP 404): No session has this ID. [timestamp=...]      str(error)
SessionNotFoundError(status=404, code='SESSION_NOT_FOUND', timestamp='...')      repr(error)
{"provider": "hopae", "error_type": "SessionNotFoundError", "status": 404, ...}  log_fields
urn:problem-type:eid_errors:hopae:session-not-found                              to_problem
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from ...errors import ApiError
from ...facts import ProviderInfo
from ...joined import AMBIGUOUS, UNDOCUMENTED
from ...kinds import KINDS
from ...problems import URN
from ..lookup import Providers, find_classes, list_error_classes, load_provider
from .loose import unescape, unwrap

_CALL: Final = re.compile(r"(?<![\w.])((?:\w+\.)*+)(\w+Error)\((?=(?:status|code)=)")
_ARGUMENT: Final = re.compile(
    r"""(\w+)=(?:'((?:[^'\\\n]|\\.)*+)'|"((?:[^"\\\n]|\\.)*+)"|([\w.+\-]++))(?:,\s+|(\)))"""
)
_CLASS: Final = re.compile(r"\b(\w{1,100}Error):\s{1,9}\Z")
_SPACES: Final = re.compile(r"\s+")
_MOST: Final = 5_000
"""The most printed errors of each form that are read; if there are more, the last ones."""
_LONGEST: Final = 1_000
"""The most characters after the status of a printed error that are searched for its fields."""
_LONGEST_NAME: Final = 120
"""The most characters before a printed error that are searched for its class name."""
_BEGINNING: Final = 20
"""The number of characters that distinguish a summary from another sentence."""
_NO_CODE: Final = "error"
_UNKNOWN: Final = "Not a documented error."
_HIDDEN: Final = re.compile(r"<\d+ characters>")
_ADDRESS: Final = re.compile(r"https?://[^\s'\"<>)\]}]++")


class PrintedError(NamedTuple):
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


class PrintedErrorFinder:
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

    def find_in_text(self, text: str) -> list[PrintedError]:
        """Return the printed errors in a text, in order and without overlaps."""
        errors = [*self._find_lines(text), *self._find_calls(text), *self._find_problem_types(text)]
        errors.sort(key=lambda error: (error.start, -error.end))
        apart: list[PrintedError] = []
        for error in errors:
            if not apart or error.start >= apart[-1].end:
                apart.append(error)
        return apart

    def read_log_fields(self, fields: Mapping[Any, Any]) -> PrintedError | None:
        """Return the error whose `log_fields` an object is, or None if it is something else."""
        info = self._providers.get(str(fields.get("provider")))
        if info is None or not _has_class(info, fields.get("error_type")):
            return None
        status, code = _parse_status(fields.get("status")), fields.get("code")
        code = code if isinstance(code, str) and code not in {"None", "null"} else None
        error = _rebuild(info, fields["error_type"], code, status, fields)
        return PrintedError(0, 0, info, error)

    def _find_lines(self, text: str) -> Iterator[PrintedError]:
        """Yield the errors printed with `str`."""
        if not any(title.partition(" ")[0] in text for title in self._titles):
            return
        starts = deque((match.start() for match in self._title.finditer(text)), maxlen=_MOST)
        matches = [*filter(None, (self._line.match(text, start) for start in starts))]
        starts_of_next = [*(match.start() for match in matches[1:]), len(text)]
        for match, start_of_next in zip(matches, starts_of_next, strict=False):
            info = self._titles[_SPACES.sub(" ", match[1])]
            code, status = match[2], match[3]
            # Anything else, such as the rest of a log line, is not part of the error.
            rest = re.split(
                r'"|\n\s*\n', text[match.end() : min(start_of_next, match.end() + _LONGEST)]
            )[0]
            before = text[max(0, match.start() - _LONGEST_NAME) : match.start()]
            named = _CLASS.search(before)
            if not _is_printed(info, code, named and named[1], rest, has_status=status is not None):
                continue
            fields, length = _read_fields(info, rest)
            is_shown = code != _NO_CODE and not _HIDDEN.fullmatch(code)
            error = _rebuild(
                info,
                named and named[1],
                code if is_shown else None,
                None if status is None else int(status),
                fields,
            )
            yield PrintedError(match.start(), match.end() + length, info, error)

    def _find_calls(self, text: str) -> Iterator[PrintedError]:
        """Yield the errors printed with `repr`."""
        if "Error(" not in text:
            return
        for match in deque(_CALL.finditer(text), maxlen=_MOST):
            arguments, end = _read_arguments(text, match.end())
            code = arguments.get("code")
            for provider, cls in find_classes(match[2], self._providers):
                if provider is None or not _is_call_of(cls, match[1], code):
                    continue
                shown_code = None if code is None or _HIDDEN.fullmatch(code) else code
                status = _parse_status(arguments.get("status"))
                error = _rebuild(provider, cls.__name__, shown_code, status, arguments)
                yield PrintedError(match.start(), end, provider, error)
                break

    def _find_problem_types(self, text: str) -> Iterator[PrintedError]:
        """Yield the errors whose problem type (RFC 9457) is in a text."""
        if URN in text:
            for match in deque(self._urn.finditer(text), maxlen=_MOST):
                yield from self._find_typed(match, match[0])
                if match[2] is None and match[1] in KINDS:
                    error = KINDS[match[1]](status=None)
                    yield PrintedError(match.start(), match.end(), None, error)
        if "://" in text and any(not name.startswith(URN) for name in self._collect_types()):
            for match in deque(_ADDRESS.finditer(text), maxlen=_MOST):
                yield from self._find_typed(match, match[0].rstrip(".,;:"))

    def _find_typed(self, match: re.Match[str], name: str) -> Iterator[PrintedError]:
        info, cls = self._collect_types().get(name, (None, None))
        if cls is not None:
            yield PrintedError(match.start(), match.end(), info, cls(status=None))

    def _collect_types(self) -> dict[str, tuple[ProviderInfo, type[ApiError]]]:
        if self._types is None:
            self._types = {
                str(cls(status=None).to_problem()["type"]): (info, cls)
                for info in self._providers.values()
                for cls in list_error_classes(info)
            }
        return self._types


def _is_printed(
    info: ProviderInfo, code: str, class_name: str | None, rest: str, *, has_status: bool
) -> bool:
    """Return whether the text after a title is a printed error, not a sentence."""
    sentence = _SPACES.sub(" ", rest).strip()
    if sentence.startswith(_UNKNOWN) or _has_class(info, class_name):
        return True
    infos = (cls.info for cls in list_error_classes(info))
    summaries = [known.summary or "\n" for known in infos if code in (known.code, *known.aliases)]
    # Another version may have a different summary, or the summary may be cut off.
    return any(has_status or sentence.startswith(text[:_BEGINNING]) for text in summaries)


def _is_call_of(cls: type[ApiError], qualifier: str, code: str | None) -> bool:
    """Return whether a printed call may belong to a class; other packages use such names, too."""
    module = cls.__module__
    if qualifier and not f".{module}.".endswith(f".{qualifier}") and qualifier != f"{module}.":
        return False
    documented = (cls.info.code, *cls.info.aliases)
    if cls.info.code is not None:
        return code in documented
    return bool(qualifier) or cls.__name__.startswith((UNDOCUMENTED, AMBIGUOUS))


def _has_class(info: ProviderInfo, name: object) -> bool:
    cls = getattr(info.load(), name, None) if isinstance(name, str) else None
    return isinstance(cls, type) and issubclass(cls, ApiError)


def _rebuild(
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
    is_error = isinstance(named, type) and issubclass(named, load_provider(info).base)
    is_error = is_error and (code is None or named.info.code in (None, error.code, code))
    if is_error and not error.candidates and type(error) is not named:
        error = named(status=status, code=code or named.info.code)
    for name in load_provider(info).log:
        if fields.get(name) not in (None, "None", "null"):
            setattr(error, name, fields[name])
    return error


def _parse_status(value: object) -> int | None:
    return int(str(value)) if re.fullmatch(r"[1-9]\d\d", str(value)) else None


def _read_fields(info: ProviderInfo, text: str) -> tuple[dict[str, str], int]:
    """Return the logged fields after a summary, such as `[a=1, b=2]`, and where they end.

    Only names of logged fields are read, and nothing after the bracket, since it may be private.
    If there are none, the error ends with its first line.
    """
    names = "|".join(map(re.escape, load_provider(info).log)) or r"(?!)"
    bracket = re.search(rf"\[((?:{names})=[^\]]*+)\]", text)
    if bracket is None:
        return {}, len(text.partition("\n")[0])
    # A value ends where the next name begins, since it may contain commas.
    pairs = re.findall(rf"(?:^|,\s+)({names})=(.*?)(?=,\s+\w+=|$)", bracket[1], re.DOTALL)
    fields = {name: unwrap(value) for name, value in pairs}
    if "\n" in bracket[1] and any("=" in value for value in fields.values()):
        return {}, len(text.partition("\n")[0])  # The bracket was cut off; this one closes another.
    return fields, bracket.end()


def _read_arguments(text: str, position: int) -> tuple[dict[str, str], int]:
    """Return the arguments of a call, and where they end; it may be cut off."""
    arguments: dict[str, str] = {}
    while (argument := _ARGUMENT.match(text, position)) is not None:
        name, single, double, bare, closing = argument.groups()
        arguments[name] = bare or unescape(single or double or "")
        position = argument.end()
        if closing:
            break
    return arguments, position

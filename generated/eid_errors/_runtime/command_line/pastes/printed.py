# Emitted by errsmith from its runtime/command_line/pastes/printed.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""What this SDK itself printed: errors in logs and tracebacks, log fields, problem documents.

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
from ...kinds import KINDS
from ...problems import URN, type_of
from ..lookup import Providers, errors_of, find, provider_of

_CALL: Final = re.compile(r"(?<!\w)(?:\w+\.)*+(\w+Error)\((?=(?:status|code)=)([^\n]*)")
_STATUS: Final = re.compile(r"status=(\d{3})\b")
_CODE: Final = re.compile(r"code=(?:'([^'\n]*)'|\"([^\"\n]*)\")")
_CLASS: Final = re.compile(r"(\w+Error):\s*\Z")
_FIELDS: Final = re.compile(r"\[(\w+=[^\n]*)\]")
_SPACES: Final = re.compile(r"\s+")
_MOST: Final = 5_000
"""Printed errors of each form that are read in a text; of more, the last ones."""
_LINE: Final = 2_000
"""Characters behind the status of a printed error in which its fields are looked for."""
_NO_CODE: Final = "error"
_UNKNOWN: Final = "Not a documented error."
_HIDDEN: Final = re.compile(r"<\d+ characters>")
_ADDRESS: Final = re.compile(r"https?://[^\s'\"<>)\]}]++")


class Printed(NamedTuple):
    """An error that this SDK printed.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        provider: Its provider, None if only its kind is known.
        error: The error, made anew.
    """

    start: int
    end: int
    provider: ProviderInfo | None
    error: ApiError


class Printer:
    """Recognises what the SDK of some providers printed."""

    def __init__(self, providers: Providers) -> None:
        self._providers = providers
        self._titles = {info.title: info for info in providers.values()}
        titles = sorted(map(re.escape, self._titles), key=len, reverse=True)
        title = "|".join(titles).replace(r"\ ", r"\s+") or r"(?!)"
        self._title = re.compile(rf"(?<!\w)(?:{title})\s")
        self._line = re.compile(
            rf"({title})\s+(\S[^\n:]{{0,200}}?)(?:\s+\(HTTP\s+(\d{{3}})\))?:(?=\s)([^\n]*)"
        )
        self._urn = re.compile(rf"{re.escape(URN)}:([a-z0-9_]+)(?::([a-z0-9\-]+))?")
        self._types: dict[str, tuple[ProviderInfo, type[ApiError]]] | None = None

    def in_text(self, text: str) -> list[Printed]:
        """Return the errors that were printed in a text, in order, none inside another."""
        found = [*self._lines(text), *self._calls(text), *self._problems(text)]
        found.sort(key=lambda one: (one.start, -one.end))
        apart: list[Printed] = []
        for one in found:
            if not apart or one.start >= apart[-1].end:
                apart.append(one)
        return apart

    def in_fields(self, fields: Mapping[Any, Any]) -> Printed | None:
        """Return the error whose `log_fields` an object is, None if it is not."""
        info = self._providers.get(str(fields.get("provider")))
        if info is None or not isinstance(fields.get("error_type"), str):
            return None
        sent, code = str(fields.get("status")), fields.get("code")
        status = int(sent) if re.fullmatch(r"\d{3}", sent) else None
        code = code if isinstance(code, str) and code not in {"None", "null"} else None
        error = _made(info, fields["error_type"], code, status, fields)
        return Printed(0, 0, info, error)

    def _lines(self, text: str) -> Iterator[Printed]:
        """Yield errors as `str` returns them."""
        if not any(title.partition(" ")[0] in text for title in self._titles):
            return
        starts = deque((one.start() for one in self._title.finditer(text)), maxlen=_MOST)
        matches = (self._line.match(text, start) for start in starts)
        for match in filter(None, matches):
            info = self._titles[_SPACES.sub(" ", match[1])]
            code, status, rest = match[2], match[3], match[4]
            if status is None and not _is_known(info, code, rest):
                continue
            named = _CLASS.search(text, max(0, match.start() - _LINE), match.start())
            fields = [*_FIELDS.finditer(rest[:_LINE])]
            sent = _fields_of(info, fields[-1][1]) if fields else {}
            is_shown = code != _NO_CODE and not _HIDDEN.fullmatch(code)
            error = _made(
                info,
                named and named[1],
                code if is_shown else None,
                None if status is None else int(status),
                sent,
            )
            yield Printed(match.start(), match.end(), info, error)

    def _calls(self, text: str) -> Iterator[Printed]:
        """Yield errors as `repr` returns them."""
        if "Error(" not in text:
            return
        for match in deque(_CALL.finditer(text), maxlen=_MOST):
            status, code = _STATUS.search(match[2]), _CODE.search(match[2])
            shown = None if code is None else code[1] or code[2]
            found = [one for one in find(match[1], self._providers) if one.provider is not None]
            coded = [one for one in found if shown in (one.cls.info.code, *one.cls.info.aliases)]
            for provider, cls in (coded or found)[:1]:
                if provider is not None:
                    fields = _fields_of(provider, match[2].rpartition(")")[0])
                    known = None if shown is None or _HIDDEN.fullmatch(shown) else shown
                    sent = status and int(status[1])
                    error = _made(provider, cls.__name__, known, sent, fields)
                    yield Printed(match.start(), match.end(), provider, error)

    def _problems(self, text: str) -> Iterator[Printed]:
        """Yield errors of which a text has the type of a problem document."""
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
                type_of(cls(status=None)): (info, cls)
                for info in self._providers.values()
                for cls in errors_of(info)
            }
        return self._types


def _is_known(info: ProviderInfo, code: str, rest: str) -> bool:
    """Return whether a text without a status is a printed error, and not a sentence."""
    if code == _NO_CODE:
        return rest.strip().startswith(_UNKNOWN)
    return provider_of(info)._catalog.has_code(code) or rest.strip().startswith(_UNKNOWN)


def _made(
    info: ProviderInfo,
    class_name: str | None,
    code: str | None,
    status: int | None,
    fields: Mapping[Any, Any],
) -> ApiError:
    """Make the error that was printed."""
    module: Any = info.load()
    error: ApiError = module.from_code(code or "", status)
    named: Any = getattr(module, class_name or "", None)
    is_error = isinstance(named, type) and issubclass(named, provider_of(info).base)
    if is_error and not error.candidates and type(error) is not named:
        error = named(status=status, code=code or named.info.code)
    for name in provider_of(info).log:
        if fields.get(name) not in (None, "None", "null"):
            setattr(error, name, fields[name])
    return error


def _fields_of(info: ProviderInfo, printed: str) -> dict[str, str]:
    """Return the logged fields in a list such as `a=1, b='2'`."""
    names = "|".join(map(re.escape, provider_of(info).log))
    if not names:
        return {}
    # Up to the next name, since values may contain commas.
    pattern = rf"(?:^|, )({names})=(.*?)(?=, \w+=|$)"
    return {name: _plain(value) for name, value in re.findall(pattern, printed)}


def _plain(value: str) -> str:
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if is_quoted else value


def spans(printed: Iterable[Printed]) -> list[tuple[int, int]]:
    """Return where printed errors are in a text."""
    return [(one.start, one.end) for one in printed]

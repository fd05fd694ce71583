"""One provider's errors: parsing responses into them."""

from __future__ import annotations

import contextlib
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Never, cast

import attrs

from .classes import complete_facts, index_by_id
from .deferred import never_raises
from .errors import ApiError, Body, Headers, keep_candidates, keep_raw, set_provider
from .facts import find_common_facts
from .joined import AMBIGUOUS, UNDOCUMENTED, JoinedClasses
from .knowledge import Knowledge
from .reading.places import to_code
from .receiving import E, Receiver
from .wire import decoding
from .wire.decoding import UNREADABLE, decode
from .wire.wire import LEAST_STATUS, MOST_STATUS, Wire, as_text, normalize_status

if TYPE_CHECKING:
    from cattrs import Converter

    from .reading.catalog import Catalog, Match
    from .reading.declarations import Category, Envelope, Group, Scope
    from .reading.places import SentCode
    from .reading.shortcut import Shortcut

Query = str | bytes | bytearray | memoryview | Mapping[str, str] | Mapping[str, list[str]] | None

_new: Callable[[Any], Any] = BaseException.__new__
_KEYWORDS_ONLY = (
    "parse takes the parts of a response by keyword: status, headers, body; "
    "from_response(response) takes a response of an HTTP client"
)


class Provider(Receiver[E], Knowledge[E]):
    """The errors of one provider, and the shapes of its responses.

    Attributes:
        name: Name of the module.
        title: Display name.
        base: Base class of all its errors.
        errors: The class of each documented error, by the error's id.
        families: The classes of its groups, by id.
        scopes: The parts of the API that have separate codes.
        fields: Names of the fields in its responses.
        log: Names of the fields that are safe to log.
        texts: Names of the fields that contain human-readable messages, if there are several.
        quoted: Names of the fields that identify the occurrence, to quote to support.
        codes: Names of the logged fields that are read from the place of a code or a group.
        kept_fields: Names of the fields that are read on first access.
    """

    def __init__(
        self,
        *,
        title: str,
        base: type[E],
        ids: Mapping[str, str] = MappingProxyType({}),
        groups: Iterable[Group] = (),
        categories: Iterable[Category] = (),
        scopes: Iterable[Scope] = (),
        envelopes: Iterable[Envelope] = (),
        log: tuple[str, ...] = (),
        waits: Mapping[str, str] = MappingProxyType({}),
        retryable: tuple[str, ...] = (),
        texts: tuple[str, ...] = (),
        quoted: tuple[str, ...] = (),
        codes: tuple[str, ...] = (),
    ) -> None:
        self.name = base.__module__.rpartition(".")[2]
        self.title = title
        self.base = base
        self.log = log
        self.texts = texts
        self.quoted = quoted
        self._waits = waits
        self._retryable = retryable
        self.codes = codes
        classes = complete_facts(base)
        self.errors = index_by_id(classes, ids)
        self._groups = tuple(groups)
        self._categories = tuple(categories)
        self.scopes = tuple(scopes)
        self._envelopes = tuple(envelopes)
        self.kept_fields = frozenset(
            name for envelope in self._envelopes for name in envelope.kept_fields
        )
        self.fields = tuple(
            f.name for f in attrs.fields(base) if f.name not in attrs.fields_dict(ApiError)
        )
        self.families: dict[str | None, Any] = {group.id: group.family for group in self._groups}
        self._joined_classes = JoinedClasses(
            vars(sys.modules[base.__module__]), (base, *self.families.values())
        )
        # Created on first use. `cached_property` would slow down every attribute of the instance,
        # because it moves them to a dictionary.
        self._lock = threading.Lock()
        self._catalog: Catalog[type[E]] | None = None
        self._shortcut: Shortcut[E] | None = None
        self._converter: Converter | None = None
        set_provider(base, self)

    @property
    def catalog(self) -> Catalog[type[E]]:
        """The documented errors, and the shapes of the responses."""
        if self._catalog is None:
            # Imported here, as below: many processes never receive an error.
            from .reading.catalog import Catalog

            self._catalog = Catalog(
                errors=dict.fromkeys(self.errors.values()),
                groups=self._groups,
                categories=self._categories,
                scopes=self.scopes,
                envelopes=self._envelopes,
            )
        return self._catalog

    def _get_shortcut(self) -> Shortcut[E]:
        if self._shortcut is None:
            from .reading.shortcut import make_shortcut

            self._shortcut = make_shortcut(self.catalog)
        return self._shortcut

    def parse(
        self,
        *responses: Never,
        status: int | None = None,
        headers: Headers | None = None,
        body: Body = None,
        path: str | bytes | bytearray | memoryview | None = None,
        query: Query = None,
        scope: str | None = None,
    ) -> E:
        """Return the error in a response as an instance of the most specific class.

        No response makes it raise.

        Args:
            responses: Not accepted; pass a response object to `from_response` instead.
            status: HTTP status.
            headers: HTTP headers, a mapping or pairs.
            body: The body: bytes, a string, a decoded mapping or list, or None.
            path: Path of the request, str or bytes; needed if the meaning of a code depends on it.
            query: Query of a redirect: str, bytes or a mapping.
            scope: Id of the part of the API that was called, as in the registry.

        Returns:
            An instance of the documented error's class. If the code is not documented, an instance
            of an `Undocumented…` class, which derives from the class of the group or the provider
            and from that of a kind.

        Raises:
            TypeError: An argument was passed by position; `from_response` takes a response.
        """
        if responses:  # ty: ignore[redundant-condition] - not every caller runs a type checker
            del responses, headers, body, path, query  # Tracebacks may show local variables.
            raise TypeError(_KEYWORDS_ONLY)
        raw = (status, headers, body)
        refused: type[BaseException] | None = None
        try:
            if type(status) is not int or not LEAST_STATUS <= status <= MOST_STATUS:
                status = normalize_status(status)
            # Inlined from `decode`: calling it would take as long as looking up the code.
            try:
                decoded = (
                    decoding.get_scanner()(body.decode(), 0)[0]
                    if type(body) is bytes
                    else decode(body, headers)
                )
            except decoding.REFUSALS as refusal:
                decoded, refused = None, decoding.get_refusal_class(refusal)
            if refused is not None:
                decoded = decoding.decode_refused(body, refused, headers)
            try:
                if type(decoded) is dict:
                    shortcut = self._shortcut or self._get_shortcut()
                    error = shortcut(decoded, status, raw, query)
                    if error is not None:
                        return error
                return self._parse_wire(Wire(status, decoded, headers, query), raw, scope, path)
            except Exception:  # noqa: BLE001 - keys of a mapping, and a scope, can raise when compared
                decoded = UNREADABLE
            # Outside the `except` block, so the body does not leak through `__context__`.
            return self._parse_wire(Wire(status, decoded, headers, query), raw)
        except BaseException as interruption:  # Ctrl-C, or anything that a custom mapping raises.
            interruption.__traceback__ = None  # Its frames contain the response.
            raise

    @never_raises
    def parse_redirect(self, url: object) -> E | None:
        """Return the error in the URL that a provider redirected the browser to; never raises.

        Args:
            url: The URL that was called, or its end starting at `?` or `#`: a string, bytes, or an
                object that `str` turns into the URL, as in httpx, Starlette and yarl.

        Returns:
            What `parse` returns for the query or, if that has no error code, for the fragment; None
            if neither has one, or if `url` is not a URL. `raw.url` is the URL as a string; there is
            no status, header or body.
        """
        text = _to_url_text(url)
        # Not in `parse`, which takes a string without `?` or `#` for a query.
        query = re.search(r"[?#].*", text, re.DOTALL)
        wire = Wire(None, UNREADABLE, None, query and query[0])
        match = self.catalog.identify(wire)
        raw = (None, None, None, text)
        return None if match.code is None else self.build_error(match, wire, raw)

    @never_raises
    def from_code(self, code: str | int, status: int | None = None, scope: str | None = None) -> E:
        """Return the error for a code that arrived without a response; never raises.

        Args:
            code: A code or an alias, alone or spelled as in a response.
            status: HTTP status, if there was one.
            scope: Id of the part of the API that was called, as in the registry.

        Returns:
            An instance of the class that `parse` would return; for an undocumented code, the class
            of its group. `raw` is None.
        """
        wire = Wire(normalize_status(status), UNREADABLE)
        text = to_code(str.__str__(code) if isinstance(code, str) else code)
        return self.build_error(self.catalog.identify_code(text, wire.status, scope), wire, None)

    @property
    def converter(self) -> Converter:
        """The cattrs converter of this provider's errors."""
        with self._lock:  # Only one may exist, since clients register hooks on it.
            if self._converter is None:
                # Imported here: programs that never convert do not wait for cattrs.
                from .structuring import make_converter

                self._converter = make_converter(self._get_shortcut(), self.parse)
            return self._converter

    def find_class(self, name: str) -> type[E] | None:
        """Return the class for undocumented or ambiguous codes with this name, or None."""
        return self._joined_classes.find_class(name)

    def get_module_attribute(self, name: str) -> Any:
        """Return a name that the module creates on first use: `converter`, or a joined class.

        Raises:
            AttributeError: The module does not have this name.
        """
        if name == "converter":
            return self.converter
        cls = self.find_class(name)
        if cls is None:
            # Imported here: misspelled names are rare.
            from .names import make_attribute_error

            module = self.base.__module__
            raise make_attribute_error(module, name, vars(sys.modules[module])["__all__"])
        return cls

    def read_kept_fields(self, error: ApiError) -> None:
        """Set the fields that `parse` left unset, from headers that other envelopes declare."""
        values: dict[str, Any] = {}
        with contextlib.suppress(Exception):  # Keys of a mapping can raise when compared.
            values = self._read_other_envelopes(error)
        for name in self.kept_fields:
            if not _is_set(error, name):
                setattr(error, name, values.get(name))

    def _read_other_envelopes(self, error: ApiError) -> dict[str, Any]:
        """Return the fields in headers of each envelope that finds a code or group."""
        values: dict[str, Any] = {}
        raw = error.raw
        if raw is None or raw.headers is None:
            return values
        status, body = normalize_status(raw.status), decode(raw.body, raw.headers)
        for envelope in self._envelopes:
            wire = Wire(status, body, raw.headers)
            if not envelope.kept_fields or not envelope.can_read(wire, None):
                continue
            match = self.catalog.match(envelope, wire, None)
            if match.envelope is not None:
                other = self.base.__new__(self.base)
                self._read_match(match.envelope, other, match.sent, wire)
                values = {**{n: getattr(other, n) for n in envelope.kept_fields}, **values}
        return values

    def _parse_wire(
        self, wire: Wire, raw: tuple[Any, ...], scope: str | None = None, path: object = None
    ) -> E:
        return self.build_error(self.catalog.identify(wire, scope, path), wire, raw)

    def build_error(self, match: Match[type[E]], wire: Wire, raw: tuple[Any, ...] | None) -> E:
        """Build the error for a response, or for a code alone, that was identified."""
        error: E = _new(self._choose_class(match, wire.status))
        error.status = wire.status
        error.code = match.code if match.error is None else match.error.info.code
        if raw is not None:
            keep_raw(error, raw)
        if match.candidates:
            keep_candidates(error, match.candidates)
            error.code = find_common_facts(cls.info for cls in match.candidates).code or match.code
        if match.envelope is not None:
            self._read_match(match.envelope, error, match.sent, wire)
        else:
            self._read_any(match.fitting_envelopes, error, wire)
        return error

    def _choose_class(self, match: Match[type[E]], status: int | None) -> type[E]:
        if match.error is not None:
            return match.error
        if match.candidates:
            kind = find_common_facts(cls.info for cls in match.candidates).kind
            base = _find_common_base(match.candidates)
            return self._joined_classes.get_class(AMBIGUOUS, base, kind)
        family: type[E] = self.families.get(match.group, self.base)
        kind = self.catalog.derive_kind(status, match.group)
        return self._joined_classes.get_class(UNDOCUMENTED, family, kind)

    def _read_match(self, envelope: Envelope, error: E, sent: SentCode, wire: Wire) -> None:
        """Read the envelope that has the code; if a challenge has it, ignore other challenges."""
        if sent.challenge is not None:
            wire.keep_challenge(envelope.code.header or "", sent.challenge)
        self._read(envelope, error, sent.key, wire)

    def _read(self, envelope: Envelope, error: E, key: str | None, wire: Wire) -> None:
        body = wire.body if type(wire.body) is envelope.root else envelope.root()
        envelope.read(error, body, envelope.find_entry(body, key), wire)

    def _read_any(self, envelopes: Iterable[Envelope], error: E, wire: Wire) -> None:
        """Read the first envelope with a field that the response has."""
        for name in ("provider_message", *self.fields):
            setattr(error, name, None)
        for envelope in envelopes:
            key = next((sent.key for sent in envelope.read_codes(wire)), None)
            self._read(envelope, error, key, wire)
            if any(getattr(error, name) is not None for name in envelope.fields):
                return


def _find_common_base(candidates: tuple[type[E], ...]) -> type[E]:
    """Return the nearest class that all candidates derive from: a group's or the provider's."""
    bases = cast("tuple[type[E], ...]", candidates[0].__mro__)
    return next(base for base in bases if all(issubclass(cls, base) for cls in candidates))


def _is_set(error: ApiError, name: str) -> bool:
    """Return whether an attribute has a value, without reading it from the response."""
    try:
        object.__getattribute__(error, name)
    except AttributeError:
        return False
    return True


def _to_url_text(url: object) -> str:
    """Return a URL as a string, empty if that fails; a string is returned unchanged."""
    # Not `isinstance`, which an object of another class can answer for itself.
    if issubclass(type(url), str):
        return cast("str", url)
    if url is None:
        return ""
    try:
        return str(as_text(url))
    except Exception:  # noqa: BLE001 - a foreign object can raise anything; parsing never does
        return ""

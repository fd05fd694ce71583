"""A response whose parts are read on demand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from . import headers

if TYPE_CHECKING:
    from .challenges import Challenge

LEAST_STATUS, LEAST_ERROR, MOST_STATUS = 100, 400, 999
BYTES = (bytes, bytearray, memoryview)
Parameters = dict[str, list[str]]

_AMPERSAND: Final = r"(?i)&(?:(?:amp|#0*38|#x0*26);)+"
"""An `&` that was escaped for HTML, possibly several times."""
_SECOND_MARK: Final = r"[?#](?=[^?#&=]+=)"
"""A further `?` or `#` in a query or a fragment, followed by a parameter."""
_INFINITE = float("inf")
_DIGITS = 18
"""The most digits of an integer in a header or a query; they fit into 64 bits."""


class Wire:
    """The arguments of `parse`; each part is read on demand.

    Attributes:
        status: HTTP status, None if unknown.
        body: The decoded body.
    """

    __slots__ = ("_challenges", "_headers", "_parameters", "_query", "body", "status")

    def __init__(
        self, status: int | None, body: Any, headers: Any = None, query: Any = None
    ) -> None:
        self.status = status
        self.body = body
        self._headers = headers
        self._query = query
        self._parameters: list[Parameters] | None = None
        self._challenges: dict[str, list[Challenge]] | None = None

    @property
    def is_body_alone(self) -> bool:
        """Whether there are neither headers nor a query."""
        return self._headers is None and self._query is None

    def header(self, name: str) -> list[str]:
        """Return the whole value of a header, then its parts if it is a list."""
        return headers.get_whole_and_parts(self._headers, name)

    def challenges(self, name: str) -> list[Challenge]:
        """Return the challenges of a header, from all of its lines."""
        key = name.lower()
        read = self._challenges = self._challenges or {}
        if key not in read:
            read[key] = _parse_challenges(headers.get_values(self._headers, name))
        return read[key]

    def keep_challenge(self, name: str, challenge: Challenge) -> None:
        """Read all parameters of a header from only one of its challenges."""
        self._challenges = {**(self._challenges or {}), name.lower(): [challenge]}

    def parameter(self, name: str, parameter: str) -> list[str]:
        """Return the values of a parameter in the challenges of a header."""
        wanted = parameter.lower()
        values = (challenge.parameters.get(wanted) for challenge in self.challenges(name))
        return [value for value in values if value is not None]

    def query(self, name: str) -> list[str]:
        """Return the values of a parameter in the redirect's query."""
        interpretations = self._interpret_query()
        return interpretations[0].get(name, []) if interpretations else []

    def code_in_query(self, name: str) -> list[str]:
        """Return the values of the parameter that contains the code.

        Other parameters are then read from the same interpretation of the query.
        """
        interpretations = self._interpret_query()
        self._parameters = sorted(
            interpretations, key=lambda parameters: _rate_doubt(parameters.get(name, []))
        )
        return self.query(name)

    def _interpret_query(self) -> list[Parameters]:
        if self._parameters is None:
            try:
                self._parameters = list(_parse_query(self._query))
            except Exception:  # noqa: BLE001 - a foreign mapping can raise anything; parsing never does
                self._parameters = []
        return self._parameters


def normalize_status(status: object) -> int | None:
    """Return a three-digit status as a plain integer, or None for anything else."""
    # Unlike `isinstance` and comparisons, `issubclass` runs no code of the value, which may raise.
    if issubclass(type(status), int) and type(status) is not bool:
        number = int.__index__(cast("int", status))
        return number if LEAST_STATUS <= number <= MOST_STATUS else None
    return None


def _rate_doubt(codes: list[str]) -> int:
    """Return how doubtful the interpretation with these codes is; 0 is the best."""
    codes = [code for code in codes if code]
    return int(all("?" in code for code in codes)) if codes else 2


def _parse_challenges(values: list[str]) -> list[Challenge]:
    if not values:
        return []
    # Imported here: few responses have a challenge.
    from .challenges import parse_challenges

    return list(parse_challenges(", ".join(values)))


def _parse_query(query: Any) -> Iterator[Parameters]:
    """Yield the interpretations of a query's parameters, the most likely first.

    A string may be the end of a URL, so its query is read first, then its fragment. A mapping has
    one or several strings per name.
    """
    query = as_text(query)
    if isinstance(query, str):
        address, _, fragment = re.sub(_AMPERSAND, "&", str.__str__(query)).partition("#")
        for part in (address, fragment):
            yield from _parse_query_part(part.lstrip("?#!/").rstrip("?"))
    elif isinstance(query, Mapping):
        yield _normalize_mapping(query)


def _parse_query_part(part: str) -> Iterator[Parameters]:
    """Yield the interpretations of the query or the fragment of a URL.

    The parameters may follow a path, as in a hash router, or other parameters, if a server appends
    `?error=` to a URL that already has a query.
    """
    # Imported here: only redirects need it.
    from urllib.parse import parse_qs

    texts = [part] if part else []
    if re.search(_SECOND_MARK, part):
        texts.append(re.sub(_SECOND_MARK, "&", part))
    for text in texts:
        yield parse_qs(text, keep_blank_values=True, errors="replace")


def _normalize_mapping(query: Mapping[Any, Any]) -> Parameters:
    several = {k: v if isinstance(v, (list, tuple)) else [v] for k, v in query.items()}
    named = [(as_text(k), map(as_text, v)) for k, v in several.items()]
    # Plain strings, because reading keys or values of a custom class may raise.
    return {
        str.__str__(k).removeprefix("amp;"): [
            str.__str__(item) for item in v if isinstance(item, str)
        ]
        for k, v in named
        if isinstance(k, str)
    }


def as_text(text: Any) -> Any:
    """Return bytes decoded to a string, and anything else unchanged."""
    return bytes(text).decode(errors="replace") if isinstance(text, BYTES) else text


def first(texts: list[str]) -> str | None:
    """Return the first value of a header or a query parameter, or None."""
    return texts[0] if texts else None


def first_integer(texts: list[str]) -> int | None:
    """Return the first value that is an integer, or None."""
    return next((number for text in texts if (number := _parse_integer(text)) is not None), None)


def first_number(texts: list[str]) -> float | None:
    """Return the first value that is a number, or None."""
    return next((number for text in texts if (number := _parse_number(text)) is not None), None)


def first_boolean(texts: list[str]) -> bool | None:
    """Return the first value that is `true` or `false` as a boolean, or None."""
    spelled = (text.strip().lower() for text in texts)
    return next((text == "true" for text in spelled if text in ("true", "false")), None)


def _parse_integer(text: str) -> int | None:
    digits = text.strip().removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else None


def _parse_number(text: str) -> float | None:
    whole = _parse_integer(text)
    if whole is not None:
        return whole
    digits = text.strip().removeprefix("-").replace(".", "", 1)
    number = float(text) if digits.isascii() and digits.isdigit() else _INFINITE
    return number if abs(number) < _INFINITE else None  # Too many digits also make it infinite.


def item(values: Any, index: int) -> Any:
    """Return an item of a JSON array, or None if there is none."""
    return values[index] if type(values) is list and index < len(values) else None

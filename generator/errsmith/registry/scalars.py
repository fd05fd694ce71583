"""Convert scalar TOML values for the model: strings, numbers, dates, statuses, URLs.

Each function takes a TOML value and returns the model's value, or raises `Misfit`.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NewType, TypeAlias

from errsmith.registry import misfits, model
from errsmith.registry.misfits import Misfit, WrongType
from errsmith.registry.vocabulary import guess_word
from errsmith.registry.wording import describe_value, quote
from errsmith.runtime.kinds import KINDS

FIRST_STATUS: Final = 100
LAST_STATUS: Final = 599
STATUS_CLASS: Final = r"[1-5]xx"
_HOST: Final = r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,9}(/[^\s\x00-\x20\x7f-\x9f]*)?"
URL: Final = r"https?://[^\s\x00-\x20\x7f-\x9f]+"
LANGUAGE: Final = (
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
"""Language, script, region and variants, without extensions and private use."""

Fold = NewType("Fold", str)
"""One of `Folds`."""
Status = NewType("Status", object)
"""One of `Statuses`."""

CHOICES: Final[Mapping[object, tuple[str, ...]]] = {
    model.Kind: tuple(KINDS),
    model.AdviceWord: model.ADVICE,
    model.JsonType: model.JSON_TYPES,
    model.CodeType: model.CODE_TYPES,
    model.Role: model.ROLES,
    model.Unit: model.UNITS,
    model.Carrier: model.CARRIERS,
    Fold: model.FOLDS,
}
"""The words that a type accepts."""

Hook: TypeAlias = "Callable[[Any, Any], Any]"
"""Converts a TOML value to one of the model; cattrs also passes the type."""


def take_text(value: object, _: object) -> str:
    """Return a string, unless it is blank."""
    if not isinstance(value, str):
        fix = None if isinstance(value, (dict, list)) else "Put strings in quotes"
        raise WrongType(value, "a string", fix)
    if not value.strip():
        raise Misfit(misfits.EMPTY_VALUE, describe_value(value), "a string that is not blank")
    return value


def take_boolean(value: object, _: object) -> bool:
    """Return a boolean."""
    if not isinstance(value, bool):
        is_quoted = isinstance(value, str) and value in {"true", "false"}
        fix = f"Write `{value}` without quotes" if is_quoted else None
        raise WrongType(value, "true or false", fix)
    return value


def take_integer(value: object, _: object) -> int:
    """Return an integer."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongType(value, "an integer", _suggest_unquoted(value))
    return value


def _suggest_unquoted(value: object) -> str | None:
    """Return how to fix a number in quotes, or None."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", value):
        return f"Write `{value}` without quotes"
    return None


def take_date(value: object, _: object) -> datetime.date:
    """Return a date without a time."""
    if isinstance(value, datetime.datetime):
        raise WrongType(value, "a date without a time", f"Write `{value.date()}`")
    if not isinstance(value, datetime.date):
        is_quoted = isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
        fix = f"Write `{value}` without quotes" if is_quoted else None
        raise WrongType(value, "a date such as 2026-11-21", fix)
    return value


def take_status(value: object, _: object) -> int | str:
    """Return a status or a class of statuses."""
    expected = 'a status such as 404 or "4xx"'
    if isinstance(value, str):
        if re.fullmatch(STATUS_CLASS, value):
            return value
        if re.fullmatch(r"[1-5][0-9]{2}", value):
            raise WrongType(value, expected, _suggest_unquoted(value))
        fix = f'Write `"{value[0]}xx"`' if re.fullmatch(r"[1-5]..", value) else None
        raise Misfit(misfits.BAD_STATUS, describe_value(value), expected, help=fix)
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongType(value, expected)
    if not FIRST_STATUS <= value <= LAST_STATUS:
        expected = f"a status from {FIRST_STATUS} to {LAST_STATUS}"
        raise Misfit(misfits.BAD_STATUS, describe_value(value), expected)
    return value


def make_choice_hook(choices: tuple[str, ...]) -> Hook:
    """Return a hook that accepts only the given words."""
    expected = f"one of {', '.join(quote(choice) for choice in choices)}"

    def hook(value: object, _: object) -> str:
        if not isinstance(value, str):
            raise WrongType(value, expected)
        if value not in choices:
            meant = guess_word(value, choices)
            fix = f"Did you mean {quote(meant)}?" if meant else None
            raise Misfit(misfits.UNKNOWN_CHOICE, describe_value(value), expected, help=fix)
        return value

    return hook


def take_wire_code(value: object, _: object) -> str:
    """Return a code, which is a string or an integer in TOML."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise WrongType(value, "a string or an integer")
    return take_text(value, _)


def take_url(value: object, _: object) -> str:
    """Return an http or https URL."""
    text = take_text(value, _)
    if not re.fullmatch(URL, text):
        expected = "a URL that begins with https:// or http:// and contains no spaces"
        with_scheme = f"https://{text}"
        fix = f"Write `{quote(with_scheme)}`" if re.fullmatch(_HOST, text) else None
        raise Misfit(misfits.BAD_URL, describe_value(text), expected, help=fix)
    return text


def take_seconds(value: object, _: object) -> float:
    """Return a positive, finite number of seconds."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise WrongType(value, "a number of seconds", _suggest_unquoted(value))
    if not (value > 0 and math.isfinite(value)):
        raise Misfit(misfits.BAD_SECONDS, describe_value(value), "a positive number of seconds")
    return float(value)


def check_id(key: str) -> None:
    """Raise Misfit if a key is blank and so cannot be an id."""
    if not key.strip():
        found, expected = f"key {quote(key)}", "a key that is not blank"
        raise Misfit(misfits.EMPTY_VALUE, found, expected, of="key", at=(key,))


def check_language(key: str) -> None:
    """Raise Misfit if a key is not a language tag."""
    if not re.fullmatch(LANGUAGE, key):
        tag = key.replace("_", "-")
        found, expected = f"key {quote(key)}", 'a language tag such as "en" or "pt-BR"'
        fix = f"Write `{tag}`" if re.fullmatch(LANGUAGE, tag) else None
        raise Misfit(misfits.BAD_LANGUAGE, found, expected, help=fix, of="key", at=(key,))

"""Responses that are written from the registry's envelopes alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

from .registry import Error, Table, covers, many

Response = dict[str, Any]

UNHEARD_OF = "UNHEARD_OF"
"""An undocumented code and an undocumented group."""

_SAMPLES: Mapping[str, Any] = {
    "string": "text of {name}",
    "integer": 7,
    "number": 1.5,
    "boolean": True,
    "object": {"of": "{name}"},
    "array": [{"of": "{name}"}],
}


def written(
    envelope: Table,
    code: object,
    group: str,
    value_of: Callable[[str, Table], Any] | None = None,
    **more: Any,
) -> Response:
    """Write a response with every field of an envelope, and a code at its place.

    `value_of` returns a field's value from its name and table; the default is a sample.
    """
    response: Response = {"headers": {}, "query": {}, "body": None, **more}
    challenges: dict[str, dict[str, Any]] = {}
    conditions = envelope.get("when", {}).get("body", {})
    value_of = value_of or make_sample
    places = [
        *((place, value_of(name, place)) for name, place in fields(envelope).items()),
        *(({"path": path}, value) for path, value in conditions.items()),
        *([(envelope["group"], group)] if isinstance(envelope.get("group"), dict) else []),
        (envelope["code"], code),
    ]
    # Containers come before their content.
    for place, value in sorted(places, key=lambda item: len(split_path(item[0], group))):
        if "parameter" in place:
            challenges.setdefault(place["header"], {})[place["parameter"]] = value
        elif "header" in place:
            response["headers"][place["header"]] = str(value)
        elif "query" in place:
            response["query"][place["query"]] = str(value)
        elif "path" in place:
            response["body"] = put(response["body"], split_path(place, group), value)
    for header, parameters in challenges.items():
        sent = ", ".join(f'{name}="{value}"' for name, value in parameters.items())
        response["headers"][header] = f'Basic realm="r", Bearer {sent}'
    return response


def read_place(response: Response, place: Table, group: str) -> Any:
    """Return the value at a place of a response; strings are converted to the place's type."""
    if "path" in place:
        value = response["body"]
        for step in split_path(place, group):
            value = value[int(step) if isinstance(value, list) else step]
        return value
    if "query" in place:
        text = response["query"][place["query"]]
    else:
        text = response["headers"][place["header"]]
    if "parameter" in place:
        text = re.findall(f'{place["parameter"]}="([^"]*)"', text)[-1]
    return text if place.get("type", "string") == "string" else json.loads(text.lower())


def fields(envelope: Table) -> dict[str, Table]:
    """Return the fields of an envelope, each with a place (by default its name)."""
    elsewhere = ("path", "header", "query")
    return {
        name: field if any(key in field for key in elsewhere) else {"path": name, **field}
        for name, field in envelope.get("fields", {}).items()
    }


def split_path(place: Table, group: str) -> list[str]:
    """Return the keys and indices of a place in the body."""
    return re.findall(r"[^.\[\]]+", place.get("path", "").replace("{group}", group))


def put(tree: Any, steps: list[str], value: Any) -> Any:
    """Put a value into JSON, and create what is missing above it."""
    if not steps:
        return value
    step, *rest = steps
    if step.isdigit():
        items = list(tree or [])
        items += [None] * (int(step) + 1 - len(items))
        items[int(step)] = put(items[int(step)], rest, value)
        return items
    return {**(tree or {}), step: put((tree or {}).get(step), rest, value)}


def make_sample(name: str, field: Table) -> Any:
    """Return a sample value of a field's type."""
    text = json.dumps(_SAMPLES[field.get("type", "string")])
    return json.loads(text.replace("{name}", name))


def texts(place: Table, code: str, group: str, blanks: str = " ") -> list[Any]:
    """Return each form of a code at a place: with its group, alone, as a number, in a URI."""
    if place.get("last_segment"):
        return [f"https://acme.example/errors/{code}", f"urn:acme:{code}"]
    if "parts" not in place:
        both = [code, int(code)] if code.isdigit() else [code]
        return both[::-1] if place.get("type") == "integer" else both
    named = {"{code}": code, "{group}": group, "{}": "anything"}
    pieces = re.split(r"(\{\w*\})", place["parts"])
    whole = blanks.join(named.get(piece, piece.strip()) for piece in pieces)
    return [whole, f"{blanks}{code}{blanks}"] if pieces[1] == "{group}" else [whole]


def list_spellings(text: str, folds: list[str]) -> list[str]:
    """Return each spelling that an envelope folds into a code or a group."""
    cases = [text, *([text.lower(), text.upper(), text.swapcase()] if "case" in folds else [])]
    signs = [
        ["-_" if sign in "-_" and "dash" in folds else sign for sign in form] for form in cases
    ]
    return ["".join(chosen) for form in signs for chosen in product(*form)]


def arrives(error: Error, envelope: Table) -> bool:
    """Return whether an error can have the shape of an envelope."""
    place, scope = envelope["code"], envelope.get("scope")
    if place.get("type") == "integer" and not error.code.isdigit():
        return False
    if place.get("status") and error.code not in map(str, error.statuses):
        return False
    return (scope is None or scope in error.scopes) and bool(circumstances(error, envelope))


def circumstances(error: Error, envelope: Table) -> list[Response]:
    """Return the documented statuses at which an envelope is read, with a scope if there is one."""
    when = envelope.get("when", {}).get("status")
    numbers = [int(str(status).replace("xx", "00")) for status in error.statuses or many(when)]
    at = [status for status in numbers if when is None or covers(when, status)]
    scope = envelope.get("scope", next(iter(error.scopes), None))
    return [{"status": status, "scope": scope} for status in (at if numbers else (None,))]

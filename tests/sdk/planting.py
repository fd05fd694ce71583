"""Responses of every provider with a mark in every place that may hold something private.

What may become of a mark depends on its place, which the files of the registries tell.

| mark | stands in | may be seen in |
|---|---|---|
| `OUTSIDE` | headers, what no envelope reads, the address | `raw` |
| `FIELD`, `NUMBER` | fields | `raw`, attributes, pickles; a text for people also if asked for |
| `SHOWN` | fields with `log = true` | anything |
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from attrs import evolve, frozen

from tests.output.registry import Provider, Registry, Table, many
from tests.output.responses import Response, arrives, circumstances, fields, texts, written
from tests.specimen.sdk import REGISTRY

GOLDEN = Path(__file__).parents[1] / "golden"

OUTSIDE = "OUTSIDE-20010203"
FIELD = "FIELD-19121212"
NUMBER = 191212121212
SHOWN = "SHOWN-7"
PRIVATE = (OUTSIDE, FIELD, str(NUMBER))
"""The marks that no text may show."""

HEADERS = {
    f"{OUTSIDE}-header": f"{OUTSIDE} header",
    "Authorization": f"Bearer {OUTSIDE}",
    "Set-Cookie": f"session={OUTSIDE}",
    "Location": f"https://provider.example/?token={OUTSIDE}",
    "Retry-After": OUTSIDE,
}

_BY_TYPE: Mapping[str, Any] = {
    "string": f"{FIELD} text",
    "integer": NUMBER,
    "number": NUMBER + 0.5,
    "boolean": True,
    "object": {f"{FIELD} key": [f"{FIELD} value", {f"{FIELD} inner key": NUMBER}]},
    "array": [f"{FIELD} item", {f"{FIELD} key": f"{FIELD} value"}],
}


@frozen(kw_only=True)
class Planted:
    """A response with marks.

    Attributes:
        sort: How it is written: `bytes`, `undocumented`, `cut` and the like.
        arguments: What `parse` receives.
        address: Address of the request.
        expected: Name of the class of the documented error, None if it is not one.
    """

    sort: str
    arguments: Response
    address: str
    expected: str | None = None

    @property
    def is_raised(self) -> bool:
        """Whether `raise_for_error` has to raise it."""
        return self.response.status_code >= 400 or self.expected is not None

    @property
    def response(self) -> httpx.Response:
        """The same as an HTTP client gives it."""
        body = self.arguments["body"]
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.Response(
            self.arguments["status"] or 400,
            headers=self.arguments["headers"],
            content=body.encode() if isinstance(body, str) else content,
            request=httpx.Request("GET", self.address),
        )


def providers() -> dict[str, Provider]:
    """Return the providers of the specimen and of `tests/golden` by name."""
    specimen = Registry.read(REGISTRY)
    files = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(GOLDEN.glob("*/registry/providers/*.toml"))
    }
    return specimen.providers | Registry(specimen.sdk, specimen.kinds, files).providers


@cache
def plantings(name: str, position: int) -> tuple[Planted, ...]:
    """Return the responses in the shape of an envelope, by its provider and its position."""
    provider = providers()[name]
    return tuple(_plantings(provider, provider.envelopes[position]))


def values(envelope: Table, *, log: bool) -> dict[str, Any]:
    """Return the values of the fields that show, or of those that do not, by name.

    Those that repeat the code are in neither.
    """
    return {
        name: marked(name, one)
        for name, one in fields(envelope).items()
        if one.get("log", False) is log and _home(one) != _home(envelope["code"])
    }


def _home(place: Table) -> tuple[str | None, ...]:
    """Return where something stands."""
    return tuple(place.get(key) for key in ("path", "header", "parameter", "query"))


def marked(name: str, field: Table) -> Any:
    """Return the value of a field."""
    if not field.get("log"):
        return _BY_TYPE[field.get("type", "string")]
    return f"{SHOWN} {name}" if field.get("type", "string") == "string" else 7


def mistyped(name: str, field: Table) -> Any:
    """Return a value that is not of the type of a field; headers and queries are always texts."""
    is_text = field.get("type", "string") == "string"
    if "path" not in field:
        return marked(name, field) if is_text else OUTSIDE
    return [OUTSIDE] if is_text else {OUTSIDE: OUTSIDE} if field["type"] == "array" else OUTSIDE


def _plantings(provider: Provider, envelope: Table) -> Iterator[Planted]:
    error = next(one for one in provider.errors.values() if arrives(one, envelope))
    group = "UNHEARD_OF" if error.group is None else error.group.id
    place = envelope["code"]
    around = circumstances(error, envelope)[0]
    text = _littered_text(texts(place, error.code, group)[0])
    known = Planted(
        sort="decoded",
        arguments=_littered(written(envelope, text, group, marked, **around)),
        address=_address(provider, envelope),
        expected=error.class_,
    )
    sent = json.dumps(known.arguments["body"])
    yield known
    for sort, body in (
        ("text", sent),
        ("bytes", sent.encode()),
        ("UTF-16", sent.encode("utf-16")),
        ("and more", f"{sent} {OUTSIDE}".encode()),
        ("and invalid UTF-8", sent.encode() + b"\xff"),
    ):
        yield _with_body(known, sort, body)
    lost = evolve(known, expected=None)
    for sort, body in (
        ("cut", sent.encode()[:-5]),
        ("page", f"<html>{OUTSIDE}</html>".encode()),
        ("array", f'[["{OUTSIDE}"]]'),
        ("string", f'"{OUTSIDE}"'),
        ("deep", f'{{"{OUTSIDE}":' * 10_000),
        ("deep and closed", f'{{"{OUTSIDE}":' * 10_000 + "1" + "}" * 10_000),
        ("empty", b""),
    ):
        yield _with_body(lost, sort, body)
    new = "471123" if error.code.isdigit() else "NEW"
    for sort, code, value_of in (
        ("undocumented", texts(place, new, group)[0], marked),
        ("no code", None, marked),
        ("other types", text, mistyped),
    ):
        yield evolve(
            lost,
            sort=sort,
            arguments=_littered(written(envelope, code, group, value_of, **around)),
        )


def _with_body(planted: Planted, sort: str, body: object) -> Planted:
    return evolve(planted, sort=sort, arguments={**planted.arguments, "body": body})


def _littered(response: Response) -> Response:
    """Put marks beside what an envelope reads."""
    headers = {**HEADERS, **response["headers"]}
    challenge = headers.get("WWW-Authenticate", 'Bearer realm="r"')
    unread = {f"{OUTSIDE}-key": f"{OUTSIDE} value", "unread": [{OUTSIDE: [OUTSIDE]}]}
    return {
        **response,
        "headers": {**headers, "WWW-Authenticate": f'{challenge}, unread="{OUTSIDE}"'},
        "query": {**response["query"], f"{OUTSIDE}-name": f"{OUTSIDE} value"},
        "path": f"/{OUTSIDE}",
        "body": unread if response["body"] is None else _littered_body(response["body"], unread),
    }


def _littered_body(value: Any, unread: Table) -> Any:
    if isinstance(value, dict) and not any(FIELD in key for key in value):
        return {**{key: _littered_body(one, unread) for key, one in value.items()}, **unread}
    if isinstance(value, list) and not any(FIELD in str(one) for one in value):
        return [*(_littered_body(one, unread) for one in value), OUTSIDE]
    return value


def _littered_text(text: Any) -> Any:
    """Put marks into what stands beside the code: a host, words that nobody reads."""
    if not isinstance(text, str):
        return text
    return text.replace("acme.example", f"{OUTSIDE}.example").replace("anything", FIELD)


def _address(provider: Provider, envelope: Table) -> str:
    scope = provider.scopes.get(envelope.get("scope", ""), {})
    path = next(iter(many(scope.get("paths"))), "*").replace("*", OUTSIDE).lstrip("/")
    user = f"{OUTSIDE}-user:{OUTSIDE}-password"
    return f"https://{user}@provider.example/{path}?{OUTSIDE}=1&q={OUTSIDE}#{OUTSIDE}"

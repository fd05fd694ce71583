"""Responses of every provider, with a mark in each place that may contain private data.

Where a mark may appear depends on its place, which the registries' files state.

| mark | is in | may appear in |
|---|---|---|
| `OUTSIDE` | headers, the URL, anything that no envelope reads | `raw` |
| `FIELD`, `NUMBER` | fields | `raw`, attributes, pickles; the message also on request |
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
"""The marks that no output may contain."""

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
        sort: The form of the response: `bytes`, `undocumented`, `cut` and so on.
        arguments: What `parse` receives.
        url: URL of the request.
        expected: Name of the class of the documented error, or None if there is none.
    """

    sort: str
    arguments: Response
    url: str
    expected: str | None = None

    @property
    def is_raised(self) -> bool:
        """Whether `raise_for_error` must raise it."""
        return self.response.status_code >= 400 or self.expected is not None

    @property
    def response(self) -> httpx.Response:
        """The same response as an HTTP client returns it."""
        body = self.arguments["body"]
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.Response(
            self.arguments["status"] or 400,
            headers=self.arguments["headers"],
            content=body.encode() if isinstance(body, str) else content,
            request=httpx.Request("GET", self.url),
        )


def read_providers() -> dict[str, Provider]:
    """Return the providers of the specimen and of `tests/golden` by name."""
    specimen = Registry.read(REGISTRY)
    files = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(GOLDEN.glob("*/registry/providers/*.toml"))
    }
    return specimen.providers | Registry(specimen.sdk, specimen.kinds, files).providers


@cache
def plant(name: str, position: int) -> tuple[Planted, ...]:
    """Return the responses for an envelope, given its provider and its position."""
    provider = read_providers()[name]
    return tuple(_plant(provider, provider.envelopes[position]))


def read_field_values(envelope: Table, *, log: bool) -> dict[str, Any]:
    """Return the values of the fields that are logged, or of those that are not, by name.

    Fields that repeat the code are in neither.
    """
    return {
        name: mark_field(name, field_)
        for name, field_ in fields(envelope).items()
        if field_.get("log", False) is log and _find_place(field_) != _find_place(envelope["code"])
    }


def _find_place(place: Table) -> tuple[str | None, ...]:
    """Return the place of a code or a field."""
    return tuple(place.get(key) for key in ("path", "header", "parameter", "query"))


def mark_field(name: str, field: Table) -> Any:
    """Return the value of a field."""
    if not field.get("log"):
        return _BY_TYPE[field.get("type", "string")]
    return f"{SHOWN} {name}" if field.get("type", "string") == "string" else 7


def mistype_field(name: str, field: Table) -> Any:
    """Return a value of the wrong type for a field; headers and queries are always strings."""
    is_text = field.get("type", "string") == "string"
    if "path" not in field:
        return mark_field(name, field) if is_text else OUTSIDE
    return [OUTSIDE] if is_text else {OUTSIDE: OUTSIDE} if field["type"] == "array" else OUTSIDE


def _plant(provider: Provider, envelope: Table) -> Iterator[Planted]:
    error = next(
        candidate for candidate in provider.errors.values() if arrives(candidate, envelope)
    )
    group = "UNHEARD_OF" if error.group is None else error.group.id
    place = envelope["code"]
    around = circumstances(error, envelope)[0]
    text = _litter_text(texts(place, error.code, group)[0])
    known = Planted(
        sort="decoded",
        arguments=_litter(written(envelope, text, group, mark_field, **around)),
        url=_build_url(provider, envelope),
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
        yield _replace_body(known, sort, body)
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
        yield _replace_body(lost, sort, body)
    new = "471123" if error.code.isdigit() else "NEW"
    for sort, code, value_of in (
        ("undocumented", texts(place, new, group)[0], mark_field),
        ("no code", None, mark_field),
        ("other types", text, mistype_field),
    ):
        yield evolve(
            lost,
            sort=sort,
            arguments=_litter(written(envelope, code, group, value_of, **around)),
        )


def _replace_body(planted: Planted, sort: str, body: object) -> Planted:
    return evolve(planted, sort=sort, arguments={**planted.arguments, "body": body})


def _litter(response: Response) -> Response:
    """Put marks next to what an envelope reads."""
    headers = {**HEADERS, **response["headers"]}
    challenge = headers.get("WWW-Authenticate", 'Bearer realm="r"')
    unread = {f"{OUTSIDE}-key": f"{OUTSIDE} value", "unread": [{OUTSIDE: [OUTSIDE]}]}
    return {
        **response,
        "headers": {**headers, "WWW-Authenticate": f'{challenge}, unread="{OUTSIDE}"'},
        "query": {**response["query"], f"{OUTSIDE}-name": f"{OUTSIDE} value"},
        "path": f"/{OUTSIDE}",
        "body": unread if response["body"] is None else _litter_body(response["body"], unread),
    }


def _litter_body(value: Any, unread: Table) -> Any:
    if isinstance(value, dict) and not any(FIELD in key for key in value):
        return {**{key: _litter_body(inner, unread) for key, inner in value.items()}, **unread}
    if isinstance(value, list) and not any(FIELD in str(inner) for inner in value):
        return [*(_litter_body(inner, unread) for inner in value), OUTSIDE]
    return value


def _litter_text(text: Any) -> Any:
    """Put marks next to the code: in a host, in words that are not read."""
    if not isinstance(text, str):
        return text
    return text.replace("acme.example", f"{OUTSIDE}.example").replace("anything", FIELD)


def _build_url(provider: Provider, envelope: Table) -> str:
    scope = provider.scopes.get(envelope.get("scope", ""), {})
    path = next(iter(many(scope.get("paths"))), "*").replace("*", OUTSIDE).lstrip("/")
    user = f"{OUTSIDE}-user:{OUTSIDE}-password"
    return f"https://{user}@provider.example/{path}?{OUTSIDE}=1&q={OUTSIDE}#{OUTSIDE}"

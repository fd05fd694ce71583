"""Any response gives an error that can be printed, logged, raised, copied and pickled.

Most responses are close to a documented one, which reaches more of the SDK than noise does.
`tests.fuzzing.invariants` lists what is checked for each.

| response | tests |
|---|---|
| documented, with any JSON value at any place, keys removed, added or repeated | `near` |
| the same in any charset, in any type that contains bytes, a string or mappings | `form` |
| truncated, or between other bytes | `garbage` |
| made of what serializers do not write: `NaN`, 10,000 levels, endless integers | `literal` |
| any JSON, any bytes, any string; any challenges, any URLs | `arbitrary` |
| an object with any of the attributes that responses of clients have | `object` |
"""

from __future__ import annotations

import gzip
import json
from array import array
from collections import ChainMap, OrderedDict, UserDict, UserString
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType, ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.fuzzing.invariants import (
    assert_parses,
    assert_redirects,
    assert_travels,
    assert_usable,
    get_base,
    list_documented,
)

WORDS = (
    *("code", "error", "title", "type", "errors", "message", "details", "reason", "fault", "state"),
    *("SESSION_NOT_FOUND", "SESSION_NEW", "AUTH_", "_", "CLIENT_SIDE_ERROR", "missing_header"),
    *("internal_error -- SIG_BB801", "internal_error -- ", " -- SIG_BB801", "--", "not_found"),
    *("stock -- EMPTY_SHELF: a", "east-gate", "GATE_", "471", "about:blank", "a/b#c:", "0"),
    *("invalid_token", "access_denied", "FAILED", "gateway"),
)
TEXTS = (
    st.sampled_from(WORDS)
    | st.text(max_size=20)
    # Lone surrogates, which JSON can represent.
    | st.text(st.characters(categories=["Cs", "Cc", "Cf", "Lu"]), max_size=20)
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**18, 2**640, -(2**641), 10**400])
    | st.floats()
    | TEXTS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 10**18, 2**640, 10**5_000, 0.5, -0.0),
    *(float("nan"), float("inf"), -float("inf"), "", " ", "0", "--", "/", "\ud800", "\x00\n\u202e"),
    *("x" * 1_000, "\x1b" * 1_000, [], {}, [[]], {"code": {}}, [{"code": "x"}], {"": [None]}),
)
"""Values that replace a value of a documented body."""

STATUSES = st.none() | st.integers() | st.sampled_from([200, 302, 400, 401, 404, 429, 500, 503])
NAMES = st.sampled_from(
    ["Retry-After", "WWW-Authenticate", "retry-after", "Content-Type", "X-Request-Id", "X-é"]
)
HEADER_TEXTS = TEXTS | st.sampled_from(
    [
        *("7", "-1", "1e3", "9" * 400, "Wed, 21 Oct 2099 07:28:00 GMT", "Wed, 99 Foo 99:99"),
        *('Bearer error="invalid_token"', 'Bearer error="', "Basic QQ==, Bearer error=x, ,"),
        *("a/b; charset=latin1", "a/b; charset=utf-16", 'a/b;charset="cp037"', "a/b; charset=idna"),
    ]
)
PAIRS = st.lists(st.tuples(NAMES | TEXTS, HEADER_TEXTS), max_size=4)
HEADERS = st.one_of(
    st.none(),
    PAIRS,
    PAIRS.map(dict),
    PAIRS.map(lambda pairs: [(k.encode("utf-8", "replace"), v) for k, v in pairs]),
    st.dictionaries(NAMES, st.lists(HEADER_TEXTS, max_size=3) | SCALARS, max_size=3),
    SCALARS,
)
QUERIES = st.one_of(
    st.none(),
    TEXTS,
    TEXTS.map(lambda text: f"?error={text}&error=&state"),
    st.dictionaries(TEXTS, SCALARS | st.lists(SCALARS, max_size=3), max_size=3),
)
ELSEWHERE = st.fixed_dictionaries(
    {"status": STATUSES, "headers": HEADERS},
    optional={
        "query": QUERIES,
        "path": SCALARS | st.sampled_from(["/authorize", "/a/token", "/sessions/1"]),
        "scope": SCALARS | st.sampled_from(["token", "session", "resource", "authorization"]),
    },
)
"""Arguments of `parse` except for the body."""

ANY = settings(max_examples=60)


def list_places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each container of a JSON value with each of its keys or indices."""
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from list_places(value[key])


@st.composite
def near(draw: st.DrawFn, module: ModuleType, values: st.SearchStrategy[Any] = VALUES) -> Any:
    """Return a documented body with up to three changes, perhaps wrapped."""
    body: Any = {"body": json.loads(json.dumps(draw(st.sampled_from(list_documented(module)))))}
    for _ in range(draw(st.integers(0, 3))):
        holder, key = draw(st.sampled_from(list(list_places(body))))
        match draw(st.sampled_from(["replace", "replace", "replace", "wrap", "remove", "add"])):
            case "replace":
                holder[key] = draw(values)
            case "wrap":
                holder[key] = draw(st.sampled_from([[holder[key]], {"errors": holder[key]}]))
            case "remove" if isinstance(holder, dict) and holder is not body:
                del holder[key]
            case _ if isinstance(holder, dict) and holder is not body:
                holder[draw(TEXTS)] = draw(values)
    return body["body"]


class Bytes(bytes):
    """A subclass of bytes."""


class Text(str):
    """A subclass of str."""

    __slots__ = ()


def encode(name: str) -> Callable[[Any], bytes]:
    return lambda body: json.dumps(body).encode(name)


def build_foreign(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a function that turns the dictionaries of a JSON value into another mapping type."""

    def convert(value: Any) -> Any:
        if isinstance(value, dict):
            return make({key: convert(inner) for key, inner in value.items()})
        return tuple(map(convert, value)) if isinstance(value, list) else value

    return convert


def spread(data: bytes) -> memoryview:
    """Return a view whose bytes are not contiguous."""
    return memoryview(b"".join(bytes([byte, 0]) for byte in data))[::2]


FORMS: Mapping[str, Callable[[Any], Any]] = {
    "text": json.dumps,
    "text as it is": lambda body: json.dumps(body, ensure_ascii=False),
    "text with layout": lambda body: f"\n\t {json.dumps(body, indent=1)} \r\n",
    "text with a mark": lambda body: f"\ufeff{json.dumps(body)}",
    "text of another class": lambda body: Text(json.dumps(body)),
    "bytes": encode("utf-8"),
    "bytes of another class": lambda body: Bytes(json.dumps(body).encode()),
    "bytearray": lambda body: bytearray(json.dumps(body).encode()),
    "view": lambda body: memoryview(json.dumps(body).encode()),
    "view of characters": lambda body: memoryview(json.dumps(body).encode()).cast("c"),
    "view of integers": lambda body: memoryview(array("H", json.dumps(body).encode("utf-16"))),
    "view with gaps": lambda body: spread(json.dumps(body).encode()),
    "gzip": lambda body: gzip.compress(json.dumps(body).encode()),
    "gzip of utf-16": lambda body: bytearray(gzip.compress(json.dumps(body).encode("utf-16"))),
    "utf-8-sig": encode("utf-8-sig"),
    "utf-16": encode("utf-16"),
    "utf-16-le": encode("utf-16-le"),
    "utf-16-be": encode("utf-16-be"),
    "utf-32": encode("utf-32"),
    "utf-32-le": encode("utf-32-le"),
    "utf-32-be": encode("utf-32-be"),
    "ordered": build_foreign(OrderedDict),
    "user's": build_foreign(UserDict),
    "read-only": build_foreign(MappingProxyType),
    "chained": build_foreign(ChainMap),
}
"""Ways to pass the same body."""

CHALLENGES = st.lists(
    st.sampled_from(
        [
            *("Bearer", "DPoP", "Basic", "error", "error_description", "realm", "scope", "algs"),
            *("invalid_token", "insufficient_scope", "internal_error -- SIG_BB801", "QQ==", "x"),
            *(
                "=",
                "=",
                '="',
                '"',
                '",',
                ",",
                " ",
                ", ",
                "\\",
                "/",
                ":",
                ";",
                "\t",
                "é",
                "\ud800",
                "\0",
            ),
        ]
    ),
    max_size=16,
).map("".join)
ADDRESSES = st.lists(
    st.sampled_from(
        [
            *("https://client.example/callback", "?", "#", "&", "=", "%", "%f", "+", "\ud800", ";"),
            *("error=", "error", "state=", "access_denied", "invalid_token", "error_description="),
        ]
    ),
    max_size=16,
).map("".join)

BETWEEN = (b"", b"\xef\xbb\xbf", b"\x00", b" ", b")]}',\n", b"<html>", b"{}", b"null", b"\xff\xfe")

LITERALS: Mapping[str, str] = {
    "no number": "NaN",
    "infinity": "-Infinity",
    "beyond floats": "1e999",
    "long integer": "1" * 4_300,
    "too long an integer": "1" * 4_301,
    "long fraction": "0." + "1" * 10_000,
    "lists": "[" * 10_000 + "]" * 10_000,
    "objects": '{"code":' * 10_000 + "null" + "}" * 10_000,
    "levels within reach": '{"a":[' * 200 + "]}" * 200,
    "surrogates": '"\\ud800\\udfff\\udc00\\ud800"',
    "doubled key": '{"code": "not_found", "code": 1, "code": {"code": "conflict"}}',
    "control character": '"a\x00\nb"',
    "no value": "",
    "comment": "/* */ 1",
    "other quotes": "'SESSION_NOT_FOUND'",
}
"""Literals in place of a value that are not JSON, or that are rarely sent."""


@ANY
@given(data=st.data(), elsewhere=ELSEWHERE)
def test_near_a_documented_body(
    any_module: ModuleType, data: st.DataObject, elsewhere: dict[str, Any]
) -> None:
    """Any value may be at any place of a documented body; if decoded, it is read as documented."""
    body = data.draw(near(any_module))
    error = assert_parses(any_module, body=body, **elsewhere)
    written = assert_parses(any_module, body=json.dumps(body).encode(), **elsewhere)
    assert type(written) is type(error)


def test_near_a_documented_body_at_each_place(any_module: ModuleType) -> None:
    """Each odd value is tried at each place of a documented body."""
    document = list_documented(any_module)[0]
    for number, _ in enumerate(list_places(document)):
        for value in ODD:
            body = json.loads(json.dumps(document))
            holder, key = list(list_places(body))[number]
            holder[key] = value
            assert_parses(any_module, status=404, body=body)


@ANY
@given(data=st.data(), elsewhere=ELSEWHERE)
def test_near_a_documented_body_with_repeated_keys(
    any_module: ModuleType, data: st.DataObject, elsewhere: dict[str, Any]
) -> None:
    """If a key is repeated in an object, the last value counts, as in Python's own decoder."""
    objects = [
        value for value in (data.draw(near(any_module)) for _ in "12") if isinstance(value, dict)
    ]
    text = "{" + ",".join(json.dumps(value)[1:-1] for value in objects if value) + "}"
    error = assert_parses(any_module, body=text, **elsewhere)
    assert type(error) is type(any_module.parse(body=json.loads(text), **elsewhere))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@settings(ANY, max_examples=4)
@given(data=st.data(), elsewhere=ELSEWHERE)
def test_form_of_a_body(
    any_module: ModuleType,
    form: Callable[[Any], Any],
    data: st.DataObject,
    elsewhere: dict[str, Any],
) -> None:
    """The same body gives the same error, in any type."""
    body = data.draw(near(any_module))
    if not isinstance(body, (dict, list)):
        body = [body]
    assume(json.loads(json.dumps(body)) == body)  # JSON combines two surrogates into one character.
    decoded = any_module.parse(body=body, **elsewhere)
    error = assert_parses(any_module, body=form(body), **elsewhere)
    assert (type(error), error.code, error.provider_message) == (
        type(decoded),
        decoded.code,
        decoded.provider_message,
    )


@ANY
@given(
    data=st.data(), elsewhere=ELSEWHERE, encoding=st.sampled_from(["utf-8", "utf-16", "latin-1"])
)
def test_garbage_around_a_body(
    any_module: ModuleType, data: st.DataObject, elsewhere: dict[str, Any], encoding: str
) -> None:
    """A truncated body, or one with other bytes before or after it, does not hide the status."""
    text = json.dumps(data.draw(near(any_module)), ensure_ascii=False)
    whole = text.encode(encoding, "replace")
    cut = whole[: data.draw(st.just(len(whole)) | st.integers(0, len(whole)))]
    before, after = (data.draw(st.sampled_from(BETWEEN) | st.binary(max_size=4)) for _ in range(2))
    error = assert_parses(any_module, body=before + cut + after, **elsewhere)
    assert error.status == any_module.parse(status=elsewhere["status"]).status


@pytest.mark.parametrize("literal", LITERALS.values(), ids=LITERALS)
@settings(ANY, max_examples=4)
@given(data=st.data(), elsewhere=ELSEWHERE)
def test_literal_in_a_body(
    any_module: ModuleType, literal: str, data: st.DataObject, elsewhere: dict[str, Any]
) -> None:
    """An invalid literal hides only itself, or the whole body."""
    mark = "\x7fliteral\x7f"
    text = json.dumps(data.draw(near(any_module, st.just(mark))))
    assert_parses(any_module, body=text.replace(json.dumps(mark), literal), **elsewhere)


@ANY
@given(body=VALUES, elsewhere=ELSEWHERE, encoding=st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_arbitrary_json(
    any_module: ModuleType, body: Any, elsewhere: dict[str, Any], encoding: str
) -> None:
    """Any JSON gives an error."""
    assert_parses(any_module, body=body, **elsewhere)
    assert_parses(any_module, body=json.dumps(body).encode(encoding), **elsewhere)


@ANY
@given(body=st.binary() | st.text(), elsewhere=ELSEWHERE)
def test_arbitrary_bytes_and_strings(
    any_module: ModuleType, body: bytes | str, elsewhere: dict[str, Any]
) -> None:
    """Any bytes and any string give an error."""
    error = assert_parses(any_module, body=body, **elsewhere)
    assert isinstance(error, get_base(any_module))


@ANY
@given(
    values=st.lists(CHALLENGES, min_size=1, max_size=3), body=st.sampled_from([b"", b"{}", None])
)
def test_arbitrary_challenges(any_module: ModuleType, values: list[str], body: Any) -> None:
    """Any challenges give an error, on one line or on several."""
    for headers in ({"WWW-Authenticate": ", ".join(values)}, {"www-authenticate": values}):
        error = assert_parses(any_module, status=401, headers=headers, body=body)
        assert error.status == 401


@ANY
@given(
    url=ADDRESSES | ADDRESSES.map(UserString) | st.text(max_size=40) | TEXTS | VALUES | st.binary()
)
def test_arbitrary_urls(any_module: ModuleType, url: object) -> None:
    """Any value passed as a URL gives an error or None, and the same one each time."""
    error = assert_redirects(any_module, url)
    assert type(assert_redirects(any_module, url)) is type(error)


URLS = SCALARS | st.sampled_from(["https://a.example/oauth/token?a=b", "/sessions/1", "http://[a"])
STATUS_OF_OBJECT = STATUSES | st.sampled_from([100, 204, 399, 599, 1_404]) | SCALARS
CONTENTS = st.binary() | st.text() | VALUES | VALUES.map(lambda body: json.dumps(body).encode())


@ANY
@given(
    attributes=st.fixed_dictionaries(
        {},
        optional={
            "status_code": STATUS_OF_OBJECT,
            "status": STATUS_OF_OBJECT,
            "headers": HEADERS,
            "content": CONTENTS,
            "data": CONTENTS,
            "read": CONTENTS.map(lambda content: lambda: content),
            "url": URLS,
            "request": URLS.map(lambda url: SimpleNamespace(url=url)) | SCALARS,
        },
    )
)
def test_object_with_parts_of_a_response(
    any_module: ModuleType, attributes: dict[str, Any]
) -> None:
    """An object with a status is an error or not by its status; one without is not a response."""
    statuses = [attributes.get(name) for name in ("status_code", "status")]
    status = next((status for status in statuses if isinstance(status, int)), None)
    response: Any = SimpleNamespace(**attributes)
    if status is None:
        with pytest.raises(TypeError):
            any_module.raise_for_error(response)
    elif status >= 400:
        with pytest.raises(get_base(any_module)) as caught:
            any_module.raise_for_error(response)
        assert_usable(caught.value)
        assert_travels(caught.value)
        assert caught.value.__context__ is None
    elif status != 200:  # The only successful status that carries an error of these providers.
        any_module.raise_for_error(response)

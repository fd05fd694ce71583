"""A header that is sent several times, through every HTTP client.

Some clients join the values with `, ` and others keep them separate; the error is the same. The
bytes come from a real socket.

| what is sent several times | tests |
|---|---|
| a code: a repeated value, or several values with one documented code | `code` |
| a code that has a comma in it, or a value that means no error | `code` |
| a field of each type | `field` |
| challenges, and the charset of the body | `challenge`, `charset` |
| `Retry-After`, `Date` and `Age` | `wait` |
"""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.format.clients import headers_by_client

GenerateModule = Callable[..., ModuleType]

PROVIDER = """
[[envelopes]]
id = "header"
code = { header = "X-Error-Code", success = ["OK", "0"] }
fields.text = { header = "X-Text" }
fields.count = { header = "X-Count", type = "integer" }
fields.share = { header = "X-Share", type = "number" }
fields.final = { header = "X-Final", type = "boolean" }
fields.realm = { header = "WWW-Authenticate", parameter = "realm" }

[groups.auth]
match = "AUTH_*"
summary = "Authentication."

[errors.QUOTA]
status = 429
summary = "The quota is used up."

[errors."BUSY, LATER"]
class = "BusyLaterError"
status = 503
summary = "Acme is busy, and will be free later."

[errors."A,B"]
class = "BothError"
status = 400
summary = "There are A and B."

[errors.GONE]
status = 410
summary = "Nobody keeps it."
"""

CHALLENGE = """
[[envelopes]]
id = "challenge"
code = { header = "WWW-Authenticate", parameter = "error" }
fields.realm = { header = "WWW-Authenticate", parameter = "realm" }

[errors.invalid_token]
status = 401
summary = "The token is not valid."
"""


def read_errors(module: ModuleType, *lines: str | bytes, body: bytes = b"") -> list[Any]:
    """Return the errors of one response, one for each client."""
    received = headers_by_client(*lines).values()
    return [module.parse(status=400, headers=headers, body=body) for headers in received]


def repeat(name: str, values: list[str]) -> list[str]:
    return [f"{name}: {value}" for value in values]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (["QUOTA", "QUOTA"], "QUOTA"),
        (["QUOTA", "QUOTA", "QUOTA"], "QUOTA"),
        (["QUOTA "] * 9, "QUOTA"),
        (["QUOTA \t"], "QUOTA"),
        (["NEW", "QUOTA"], "QUOTA"),
        (["NEW", "OTHER", "GONE", "QUOTA"], "GONE"),
        (["", "QUOTA"], "QUOTA"),
        (["QUOTA", ""], "QUOTA"),
        (["", "", "QUOTA", "", "QUOTA"], "QUOTA"),
        (["QUOTA, GONE"], "QUOTA"),
        (["NEW,QUOTA"], "QUOTA"),
        (["QUOTA,QUOTA"], "QUOTA"),
        (["NEW,OTHER", "GONE,QUOTA"], "GONE"),
        (["NEW,GONE", "QUOTA,OTHER"], "GONE"),
        (["BUSY, LATER"], "BUSY, LATER"),
        (["BUSY, LATER", "BUSY, LATER"], "BUSY, LATER"),
        (["BUSY, LATER", "QUOTA"], "QUOTA"),
        (["A,B"], "A,B"),
        (["A,B", "A,B"], "A,B"),
        (["NEW", "A,B", "QUOTA"], "A,B"),
        (["QUOTA"] * 20, "QUOTA"),
    ],
    ids=str,
)
def test_documented_code(generate_module: GenerateModule, values: list[str], code: str) -> None:
    """The whole value is tried first, then its parts; the first documented one counts."""
    errors = read_errors(generate_module(PROVIDER), *repeat("X-Error-Code", values))
    assert {error.code for error in errors} == {code}
    assert None not in {error.known_code for error in errors}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (["NEW", "NEW"], "NEW"),
        (["NEW", "OTHER"], "NEW, OTHER"),
        (["NEW, or so"], "NEW, or so"),
        (["", "NEW"], "NEW"),
        (["NEW", " "], "NEW"),
        (["AUTH_NEW", "AUTH_NEW", "AUTH_NEW"], "AUTH_NEW"),
        ([f"N{number}" for number in range(20)], ", ".join(f"N{number}" for number in range(20))),
    ],
    ids=lambda value: str(value)[:30],
)
def test_undocumented_code(generate_module: GenerateModule, values: list[str], code: str) -> None:
    """An undocumented code is the whole value, without repetitions."""
    module = generate_module(PROVIDER)
    errors = read_errors(module, *repeat("X-Error-Code", values))
    assert {(error.code, error.known_code) for error in errors} == {(code, None)}
    assert {isinstance(error, module.AuthError) for error in errors} == {code == "AUTH_NEW"}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (["OK", "OK"], None),
        (["OK", "0"], None),
        (["OK,0"], None),
        (["OK", ""], None),
        (["", ""], None),
        ([" , ,"], None),
        (["0", "QUOTA"], "QUOTA"),
    ],
    ids=str,
)
def test_success_values(
    generate_module: GenerateModule, values: list[str], code: str | None
) -> None:
    """Several values that each mean no error also mean no error together."""
    errors = read_errors(generate_module(PROVIDER), *repeat("X-Error-Code", values))
    assert {error.code for error in errors} == {code}


@pytest.mark.parametrize(
    ("name", "values", "read"),
    [
        ("text", ["a"], "a"),
        ("text", ["a", "a"], "a"),
        ("text", ["a", "b"], "a, b"),
        ("text", ["a, b", "a, b"], "a, b"),
        ("text", ["Sorry, no; later, perhaps,"], "Sorry, no; later, perhaps,"),
        ("text", [" a\t", "", "b "], "a, b"),
        ("text", [""], ""),
        ("text", ["", ""], ""),
        ("text", ["økt", "økt"], "økt"),
        ("count", ["5", "5"], 5),
        ("count", ["5", "7"], 5),
        ("count", ["", "7"], 7),
        ("count", ["x", "-7", "8"], -7),
        ("count", ["1,000"], None),
        ("count", ["1,000", "2,000"], None),
        ("share", ["0.5", "0.5", "0.5"], 0.5),
        ("share", ["x", "0.5"], 0.5),
        ("share", ["0,5"], None),
        ("final", ["true", "true"], True),
        ("final", ["False", "true"], False),
        ("final", ["yes", "no"], None),
    ],
    ids=str,
)
def test_field(generate_module: GenerateModule, name: str, values: list[str], read: object) -> None:
    """A string is the whole value; a number or a boolean is the first part of that type."""
    lines = repeat(f"X-{name.title()}", values)
    errors = read_errors(generate_module(PROVIDER), "X-Error-Code: QUOTA", *lines)
    assert {getattr(error, name) for error in errors} == {read}
    assert {type(getattr(error, name)) for error in errors} == {type(read)}


def test_field_in_two_charsets(generate_module: GenerateModule) -> None:
    """Each value is decoded separately, even if a client has joined it with another one."""
    lines = ("X-Text: økt", "X-Text: økt2".encode("latin-1"), b"X-Text: \xff")
    errors = read_errors(generate_module(PROVIDER), "X-Error-Code: QUOTA", *lines)
    assert {error.text for error in errors} == {"økt, økt2, ÿ"}


@pytest.mark.parametrize(
    "values",
    [
        ['Bearer realm="a", error="invalid_token"'] * 2,
        ["Basic realm=b", 'Bearer realm="a", error="invalid_token"'],
        ['Bearer error="new"', 'Bearer realm="a", error="invalid_token"', "Negotiate"],
        ["", 'Bearer realm="a", error="invalid_token"'],
    ],
    ids=str,
)
def test_challenge(generate_module: GenerateModule, values: list[str]) -> None:
    """Each line counts; the parameters are those of the challenge that has the documented code."""
    errors = read_errors(generate_module(CHALLENGE), *repeat("WWW-Authenticate", values))
    assert {(error.code, error.realm) for error in errors} == {("invalid_token", "a")}


@pytest.mark.parametrize(
    "first", ['Bearer realm="a', "Bearer error=invalid_token, realm=", 'Bearer realm="a\\']
)
def test_truncated_challenge(generate_module: GenerateModule, first: str) -> None:
    """A truncated line is read alike by all clients, even if it hides the next line."""
    lines = repeat("WWW-Authenticate", [first, 'Bearer realm="b", error="invalid_token"'])
    errors = read_errors(generate_module(CHALLENGE), *lines)
    assert len({(error.code, error.realm) for error in errors}) == 1


def test_charset_of_the_body(generate_module: GenerateModule) -> None:
    """A charset may be declared twice."""
    module = generate_module(
        '[[envelopes]]\nid = "json"\ncode = { path = "code" }\nfields.text = {}\n\n'
        '[errors.QUOTA]\nstatus = 429\nsummary = "The quota is used up."\n'
    )
    body = json.dumps({"code": "QUOTA", "text": "5 €"}, ensure_ascii=False).encode("iso-8859-15")
    for declared in ("application/json; charset=iso-8859-15", 'a/b;charset="ISO-8859-15";c=d'):
        lines = repeat("Content-Type", [declared] * 2)
        assert {error.text for error in read_errors(module, *lines, body=body)} == {"5 €"}


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        (["Retry-After: 7", "Retry-After: 7"], 7.0),
        (["Retry-After: 2.5", "Retry-After: 3"], 3.0),
        (["Retry-After: 2.5, 3"], 3.0),
        (["Retry-After: ", "Retry-After: soon", "Retry-After: 4"], 4.0),
        (
            [
                *["Retry-After: Wed, 25 Nov 2026 09:48:20 GMT"] * 2,
                *["Date: Wed, 25 Nov 2026 09:46:40 GMT"] * 2,
            ],
            100.0,
        ),
        (
            [
                "Retry-After: Wed, 25 Nov 2026 09:48:20 GMT",
                "Date: now",
                "Date: Wed, 25 Nov 2026 09:46:40 GMT",
                "Age: 40",
                "Age: 40",
            ],
            60.0,
        ),
        (
            [
                "Retry-After: Wed, 25 Nov 2026 09:48:20 GMT",
                "Date: Wed, 25 Nov 2026 09:46:40 GMT",
                "Date: Wed, 25 Nov 2026 09:46:41 GMT",
                "Age: old",
                "Age: 30",
            ],
            70.0,
        ),
    ],
    ids=str,
)
def test_wait(generate_module: GenerateModule, lines: list[str], seconds: float) -> None:
    """The delay depends neither on the client nor on how often the headers are sent."""
    errors = read_errors(generate_module(PROVIDER), *lines)
    assert {error.retry_after for error in errors} == {seconds}

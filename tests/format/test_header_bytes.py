"""Header values that are not ASCII, through every HTTP client.

The bytes come from a real socket. Each client decodes them differently; the error has what was
sent.

| what is sent | tests |
|---|---|
| UTF-8, in the parameters of a challenge and in plain headers | `utf_8` |
| Latin-1, and bytes that are neither | `latin_1` |
| UTF-8 beside a header in Latin-1, which changes how httpx decodes both | `mixed` |
| UTF-8 that was encoded twice | `twice` |
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from tests.format.clients import headers_by_client

GenerateModule = Callable[..., ModuleType]

PROVIDER = """
[[envelopes]]
id = "challenge"
code = { header = "WWW-Authenticate", parameter = "error" }
fields.description = { header = "WWW-Authenticate", parameter = "error_description" }
fields.hint = { header = "X-Hint" }

[[envelopes]]
id = "plain"
code = { header = "X-Error" }
fields.hint = { header = "X-Hint" }

[errors.invalid_token]
status = 401
summary = "The token is not valid."

[errors."utløpt"]
class = "SessionExpiredError"
status = 401
summary = "The session has expired."
"""

TEXTS = (
    "Utløpt økt",
    "ÅÄÖ åäö",
    "Økten er utløpt … “nå”",
    "期限切れ",
    "🙂",
    "naïve",
    "À bientôt",
    "ß",
)


def read_all(module: ModuleType, *lines: str | bytes) -> set[tuple[str | None, ...]]:
    """Return the set of codes, descriptions and hints that clients read from a response."""
    errors = [
        module.parse(status=401, headers=headers) for headers in headers_by_client(*lines).values()
    ]
    return {(error.code, error.description, error.hint) for error in errors}


@pytest.mark.parametrize("text", TEXTS)
def test_utf_8_in_a_challenge_and_in_a_plain_header(
    generate_module: GenerateModule, text: str
) -> None:
    """The error has what was sent."""
    challenge = f'WWW-Authenticate: Bearer error="invalid_token", error_description="{text}"'
    module = generate_module(PROVIDER)
    assert read_all(module, challenge, f"X-Hint: {text}") == {("invalid_token", text, text)}


def test_utf_8_in_a_code(generate_module: GenerateModule) -> None:
    """A documented code need not be ASCII."""
    module = generate_module(PROVIDER)
    assert read_all(module, "X-Error: utløpt", "X-Hint: h") == {("utløpt", None, "h")}
    challenge = "WWW-Authenticate: Bearer error=utløpt"
    assert read_all(module, challenge) == {("utløpt", None, None)}


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("Utløpt økt".encode("latin-1"), "Utløpt økt"),
        ("ÅÄÖ".encode("latin-1"), "ÅÄÖ"),
        (b"\xff\xfe", "ÿþ"),
        ("økt".encode() + b"\xff", "\xc3\xb8kt\xff"),
        ("økt".encode()[:1], "Ã"),
    ],
)
def test_latin_1(generate_module: GenerateModule, sent: bytes, text: str) -> None:
    """Bytes that are not UTF-8 are read as Latin-1, in every client."""
    challenge = b'WWW-Authenticate: Bearer error="invalid_token", error_description="%s"' % sent
    got = read_all(generate_module(PROVIDER), challenge, b"X-Hint: " + sent)
    assert got == {("invalid_token", text, text)}


def test_mixed(generate_module: GenerateModule) -> None:
    """Each value is decoded separately."""
    challenge = 'WWW-Authenticate: Bearer error="invalid_token", error_description="økt"'
    got = read_all(generate_module(PROVIDER), challenge, "X-Hint: økt".encode("latin-1"))
    assert got == {("invalid_token", "økt", "økt")}
    got = read_all(generate_module(PROVIDER), challenge, "X-Hint: økt", b"Server: \xe5\xff")
    assert got == {("invalid_token", "økt", "økt")}


@pytest.mark.parametrize("times", [2, 3])
def test_twice_encoded(generate_module: GenerateModule, times: int) -> None:
    """A string that a server encoded more than once is decoded completely."""
    sent = "Utløpt økt"
    for _ in range(times - 1):
        sent = sent.encode().decode("latin-1")
    assert read_all(generate_module(PROVIDER), "X-Error: utløpt", f"X-Hint: {sent}") == {
        ("utløpt", None, "Utløpt økt")
    }


@pytest.mark.parametrize(
    "text", ["\ud800", "a\udfff\ud83d", "\ud83d\ude00", "é\ud800", "漢\udc80x"]
)
def test_surrogates_made_by_hand(generate_module: GenerateModule, text: str) -> None:
    """Any other string with surrogates, which no client produces, still gives an error."""
    error = generate_module(PROVIDER).parse(
        status=401, headers={"X-Error": "utløpt", "X-Hint": text}
    )
    assert error.code == "utløpt"
    assert str(error).isprintable()

"""Values at the place of a code: identifiers are shown, others are replaced by their length.

| rule | tests |
|---|---|
| printable ASCII without spaces and `@`, at most 128 characters, no personal number | `codes` |
| a documented code is shown unchanged | `documented` |
| a string at the code's place is judged part by part | `parts` |
| a number is judged as well | `number` |
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.registries import Generate

IDENTIFIERS = {
    "name": "SESSION_EXPIRED",
    "dots": "user.not-found",
    "upper and lower": "invalidGrant",
    "prefix": "SIG_BB999",
    "number": "4711",
    "seven digits": "AADSTS7000218",
    "one character": "E",
    "one digit": "7",
    "punctuation": "ns/code:sub#1",
    "version": "v1.2.3-rc.4",
    "UUID": "c0ffee00-cafe-4bad-9dad-abadcafebabe",
    "128 characters": "E" * 128,
}
OTHERS = {
    "name of a person": "Anna Andersson",
    "umlaut": "Åkesson",
    "e-mail": "anna@example.com",
    "e-mail in a URL": "anna%40example.com",
    "e-mail in HTML": "anna&#64;example.com",
    "e-mail in HTML, by name": "anna&commat;example.com",
    "e-mail in JSON": r"anna\u0040example.com",
    "blank in a URL": "Anna%20Andersson",
    "phone": "+46701234567",
    "phone with spaces": "+46 70 123 45 67",
    "phone with hyphens": "070-123-45-67",
    "phone with brackets": "(070)123.45.67",
    "IBAN": "SE4550000000058398257466",
    "IBAN with letters": "GB82WEST12345698765432",
    "IBAN with spaces": "NO93 8601 1117 947",
    "card": "4111-1111-1111-1111",
    "Swedish": "19121212-1212",
    "Swedish, ten digits": "121212-1212",
    "Swedish, centenarian": "121212+1212",
    "Swedish, without a hyphen": "191212121212",
    "Swedish, in a code": "USER_19121212-1212",
    "Norwegian": "01019012345",
    "Norwegian with a space": "010190 12345",
    "Danish": "010190-1234",
    "Finnish": "010203-123B",
    "Finnish, born in 2003": "010203A123B",
    "Finnish, before 1900": "010203+123B",
    "Czech": "190101/1234",
    "Belgian": "90.01.01-123.45",
    "date and time": "2026-11-21T10:00",
    "sentence": "Internal error, please retry",
    "tab": "E1\tE2",
    "line": "E1\nE2",
    "bidi": "E1\u202e2E",
    "zero width": "E\u200b1",
    "emoji": "E🔥",
    "NUL": "E\0",
    "Cyrillic": "\u04151",
    "Arabic digits": "٤٧١١",
    "one letter": "Å",
    "JWT": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0.",
    "JWT of a bearer": "Bearer:eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0.",
    "129 characters": "E" * 129,
    "500 characters": "x" * 500,
}
WAYS: Mapping[str, Callable[[Any, str], Any]] = {
    "body": lambda vault, code: vault.parse(status=400, body={"error": f"login -- {code}"}),
    "problem": lambda vault, code: vault.parse(status=400, body={"type": f"urn:{code}"}),
    "header": lambda vault, code: vault.parse(status=400, headers={"X-Error-Code": code}),
    "query": lambda vault, code: vault.parse(query={"error": code}),
    "state": lambda vault, code: vault.parse(status=200, body={"state": code}),
    "from_code": lambda vault, code: vault.from_code(code),
    "by hand": lambda vault, code: vault.VaultError(status=400, code=code),
    "by hand, of a documented class": lambda vault, code: vault.BusyError(code=code),
    "by hand, of a kind": lambda vault, code: _kind(vault)(code=code),
    "unpickled": lambda vault, code: pickle.loads(  # noqa: S301 - our own
        pickle.dumps(vault.VaultError(code=code))
    ),
}


def _kind(vault: Any) -> Any:
    return sys.modules[vault.__name__.rpartition(".")[0]].ConflictError


def list_texts(error: Any) -> list[str]:
    with pytest.raises(AttributeError) as missing:
        _ = error.nothing
    return [
        str(error),
        repr(error),
        error.message,
        str(error.log_fields()),
        str(error.to_problem()),
        type(error).__name__,
        str(type(error).__mro__),
        str(missing.value),
        f"{error.retry} {error.fix} {error.user_message} {error.info}",
    ]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", OTHERS.values(), ids=OTHERS)
def test_codes_that_are_not_codes(vault: Any, way: str, code: str) -> None:
    """Only the length is shown, in every output of an error; `code` has it as sent."""
    error = WAYS[way](vault, code)
    sent = error.code
    assert sent is not None
    if sent == code:  # Some places read only a part of it as the code, or strip it.
        assert f"<{len(code)} characters>" in str(error)
        assert error.log_fields()["code"] == f"<{len(code)} characters>"
    leaks = [text for text in list_texts(error) if code.strip() in text and len(code.strip()) > 1]
    assert leaks == []


@pytest.mark.parametrize("way", ["body", "header", "query", "state", "from_code", "by hand"])
@pytest.mark.parametrize("code", IDENTIFIERS.values(), ids=IDENTIFIERS)
def test_codes_that_are_identifiers(vault: Any, way: str, code: str) -> None:
    """Identifiers are shown as sent."""
    error = WAYS[way](vault, code)
    assert error.code == code
    assert code in str(error)
    assert error.log_fields()["code"] == code


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("login -- V_101", "login -- V_101"),
        ("login -- V_999", "login -- V_999"),
        ("internal_error -- SIG_BB999", "internal_error -- SIG_BB999"),
        ("anna@example.com -- V_101", "<16 characters> -- V_101"),
        ("Anna -- Andersson 1912", "Anna -- <14 characters>"),
        ("anna@example.com--V_101", "<16 characters>--V_101"),
        ("  anna@example.com --  V_101 ", "  <16 characters> --  V_101 "),
        ("login -- 19121212 -- 1212", "login -- <16 characters>"),
        ("191212 -- 1212", "<14 characters>"),
        ("V_101", "V_101"),
        ("login -- 19121221", "login -- 19121221"),
        ("anna@example.com", "<16 characters>"),
        (" -- ", " -- "),
        ("x" * 2_000, "<2000 characters>"),
        (f"{'x' * 2_000} -- anna@example.com", "<2020 characters>"),
    ],
)
def test_parts(vault: Any, sent: str, shown: str) -> None:
    """A string at the code's place is judged part by part; a number across parts is one number."""
    error = vault.parse(status=400, body={"error": sent})
    assert error.error == sent
    assert error.log_fields()["error"] == shown


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("https://acme.example/problems/V_101", "https://acme.example/problems/V_101"),
        ("https://acme.example/problems/V_999", "https://acme.example/problems/V_999"),
        ("urn:acme:anna@example.com", "urn:acme:<16 characters>"),
        ("https://anna:pass word@acme.example/V_101", "https://anna:<22 characters>/V_101"),
        ("https://acme.example/V_101?to=a%40b.c", "https://acme.example/V_101?<10 characters>"),
        ("https://acme.example/190101/1234", "<32 characters>"),
        ("anna&#64;acme.example", "<21 characters>"),
        ("Anna Andersson/V_101", "<14 characters>/V_101"),
    ],
)
def test_parts_of_a_uri(vault: Any, sent: str, shown: str) -> None:
    """A URI whose last segment is the code is judged part by part as well."""
    error = vault.parse(status=400, body={"type": sent})
    assert error.log_fields()["type_uri"] == shown


def test_parts_take_linear_time(vault: Any) -> None:
    """A megabyte of separators is not split into parts."""
    error = vault.parse(status=400, body={"type": "/" * 1_000_000})
    start = time.process_time()
    assert error.log_fields()["type_uri"] == "<1000000 characters>"
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (4711, 4711),
        (4712, 4712),
        (19121221, 19121221),
        (1912121, 1912121),
        (191212121212, "<12 characters>"),
    ],
)
def test_number(vault: Any, sent: int, shown: object) -> None:
    """A number at the code's place may be a personal number as well."""
    error = vault.parse(status=400, body={"errno": sent})
    assert error.error_number == sent
    assert error.log_fields()["error_number"] == shown


STATUS = """
[provider]
title = "Gate"
class = "GateError"

[sources.errors]
url = "https://gate.example/errors"
retrieved = 2026-11-21

[[envelopes]]
id = "status"
code = { status = true, summary = "The status is the code." }
fields.trace = { log = true, summary = "Is the trace." }

[errors.403]
class = "ClosedError"
status = 403
summary = "The gate is closed."
"""


def test_fields_beside_a_status_that_is_the_code(generate: Generate) -> None:
    """If the status is the code, no field reads its place, and none is judged like it."""
    gate = generate("gate", STATUS).load("gate")
    error = gate.parse(status=403, body={"trace": "two words"})
    assert error.log_fields()["trace"] == "two words"
    assert repr(error) == "ClosedError(status=403, code='403', trace='two words')"


@pytest.mark.parametrize("fields", [{"attempts": 191212121212}, {"attempts": True}, {}])
def test_other_fields(vault: Any, fields: dict[str, Any]) -> None:
    """Other fields that are marked `log` are shown unchanged."""
    error = vault.parse(
        status=400, headers={"X-Trace": "Anna Andersson"}, body={"error": "denied", **fields}
    )
    shown = error.log_fields()
    assert shown["trace"] == "Anna Andersson"
    assert shown["attempts"] == error.attempts


def test_documented(vault: Any) -> None:
    """Documented codes, aliases and groups are shown, whatever they look like."""
    for cls in vault.ERRORS.values():
        assert cls().log_fields()["code"] == cls.info.code
    error = vault.parse(status=400, body={"error": "Anna Andersson -- V_900"})
    assert error.known_code is None
    assert error.log_fields()["error"] == "<14 characters> -- V_900"


@pytest.mark.parametrize("code", [4711, b"anna", 191212121212, 1.5, True])
def test_code_of_another_type(vault: Any, code: Any) -> None:
    """A code that was set by hand to another type breaks no output."""
    error = vault.VaultError(code=code)
    assert all(list_texts(error))
    assert "191212" not in str(error)


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize("name", ["e-mail", "Swedish", "sentence", "bidi", "Finnish, born in 2003"])
def test_command_line(package: Path, name: str, options: list[str]) -> None:
    """The command line prints only the length of such a code as well."""
    code = OTHERS[name]
    body = json.dumps({"error": f"login -- {code}", "message": f"It is {code}."})
    command = [sys.executable, "-m", package.name, "parse", "--status", "400", *options]
    done = subprocess.run(
        command, cwd=package.parent, input=body.encode(), capture_output=True, check=False
    )
    text = done.stdout.decode()
    assert done.returncode == 1, done.stderr.decode()
    assert f"<{len(code)} characters>" in text
    assert code not in text
    assert json.dumps(code)[1:-1] not in text
    assert done.stderr == b""


def test_command_line_with_the_message(package: Path) -> None:
    """The provider's text is printed only with `--message`."""
    body = json.dumps({"error": "login -- V_101", "message": "It is anna@example.com."})
    command = [sys.executable, "-m", package.name, "parse", "--status", "403"]
    for options, is_shown in ([], False), (["--message"], True), (["--json"], False):
        done = subprocess.run(
            [*command, *options],
            cwd=package.parent,
            input=body.encode(),
            capture_output=True,
            check=True,
        )
        assert (b"anna@example.com" in done.stdout) is is_shown

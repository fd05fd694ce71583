"""Errors in the challenges of `WWW-Authenticate`.

| rule of the SDK | tests |
|---|---|
| several challenges in one header, quotes, commas in quotes, what servers send | `challenges` |
| Autograph's DPoP errors are recognized from the header if the body has no code | `autograph` |
| if body and header both have a code, the first envelope that has one is used | `both` |
| fields that this envelope lacks are read from the header | `both` |
| the parameters are those of the challenge that contains the code | `of_one_challenge` |
| only the code as sent is logged from a header | `logged` |
"""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest

from specimen_errors import ApiError, PermissionDeniedError, autograph
from specimen_errors._runtime.wire.challenges import parse_challenges

CHALLENGES: Mapping[str, tuple[str, list[tuple[str, dict[str, str]]]]] = {
    "of RFC 6750": (
        'Bearer realm="example", error="invalid_token", error_description="It is expired"',
        [
            (
                "Bearer",
                {
                    "realm": "example",
                    "error": "invalid_token",
                    "error_description": "It is expired",
                },
            )
        ],
    ),
    "of RFC 9449": (
        'DPoP error="invalid_token", algs="ES256 PS256"',
        [("DPoP", {"error": "invalid_token", "algs": "ES256 PS256"})],
    ),
    "of RFC 9110": (
        'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""',
        [
            ("Basic", {"realm": "simple"}),
            ("Newauth", {"realm": "apps", "type": "1", "title": 'Login to "apps"'}),
        ],
    ),
    "token68": (
        'Negotiate YIIJvwYGKwYBBQUC+/==, Bearer error="x"',
        [("Negotiate", {}), ("Bearer", {"error": "x"})],
    ),
    "schemes alone": ("Negotiate, NTLM,Basic", [("Negotiate", {}), ("NTLM", {}), ("Basic", {})]),
    "commas in quotes": (
        'A a="1, B b=2", c="Bearer error=\\"no\\"", B b="x,"',
        [("A", {"a": "1, B b=2", "c": 'Bearer error="no"'}), ("B", {"b": "x,"})],
    ),
    "names in upper case": ('bearer ERROR="Up"', [("bearer", {"error": "Up"})]),
    "parameter twice": ("A a=1, a=2, A=3", [("A", {"a": "1"})]),
    "blanks and empty elements": (
        ' , ,A \t a = "1" ,, b=2 ,B,',
        [("A", {"a": "1", "b": "2"}), ("B", {})],
    ),
    "no commas": (
        'Bearer error="x" scope="a b" B c=1',
        [("Bearer", {"error": "x", "scope": "a b"}), ("B", {"c": "1"})],
    ),
    "semicolons": (
        'Bearer realm=a; error="x"; scope=b',
        [("Bearer", {"realm": "a", "error": "x", "scope": "b"})],
    ),
    "address without quotes": (
        "Bearer error_uri=https://a.example/e?x=1#y, error=invalid_token",
        [("Bearer", {"error_uri": "https://a.example/e?x=1#y", "error": "invalid_token"})],
    ),
    "empty values": ('A b="", a=, c=1', [("A", {"a": "", "b": "", "c": "1"})]),
    "unclosed quotes": ('A a="1, B b=2\\', [("A", {"a": "1, B b=2\\"})]),
    "folded line": (
        'Bearer\r\n realm="a",\r\n error="x"',
        [("Bearer", {"realm": "a", "error": "x"})],
    ),
    "beyond ascii": ('A a="é\u202e", é=1, b=2', [("A", {"a": "é\u202e", "b": "2"})]),
    "no scheme": ('error="x", Bearer error=y', [("Bearer", {"error": "y"})]),
    "neither scheme nor parameter": (
        'A a=1, b/c, "d, e=f", é=g, =h, ="i, j", k:l=m, n=2',
        [("A", {"a": "1", "n": "2"})],
    ),
    "parameters alone": ('="x", =', []),
    "nothing": (" \t,", []),
}


@pytest.mark.parametrize(("value", "read"), CHALLENGES.values(), ids=CHALLENGES)
def test_challenges_of_a_header(value: str, read: list[tuple[str, dict[str, str]]]) -> None:
    """Each challenge is read with its own parameters; anything else is ignored."""
    assert [
        (challenge.scheme, dict(challenge.parameters)) for challenge in parse_challenges(value)
    ] == read


def test_challenges_of_an_endless_header() -> None:
    """Only the beginning of a header that is far too long is searched."""
    early, late = 'Bearer error="x"', 'DPoP error="y"'
    read = list(parse_challenges(f"{early}, {'A a=1, ' * 100_000}{late}"))
    assert read[0].parameters == {"error": "x"}
    assert all(challenge.scheme != "DPoP" for challenge in read)


# Autograph: its page refers to the RFC, and does not show the header


def parse(challenge: object, body: Any = b"", status: int = 401) -> autograph.AutographError:
    headers: Any = {"Content-Length": "0", "WWW-Authenticate": challenge}
    return autograph.parse(status=status, headers=headers, body=body)


@pytest.mark.parametrize("code", ["use_dpop_header", "invalid_token", "invalid_dpop_proof"])
@pytest.mark.parametrize("body", [b"", None, b"{}", b"null", b"<html>", b'{"error": ""}', "", {}])
def test_autograph_error_in_the_header_alone(code: str, body: Any) -> None:
    """If the body has no code, the code of the challenge is used."""
    error = parse(f'DPoP error="{code}", error_description="Really."', body)
    assert type(error) is autograph.ERRORS[code]
    assert (error.code, error.error, error.provider_message) == (code, code, "Really.")
    assert (error.error_description, error.error_reference) == ("Really.", None)


def test_autograph_parameters_are_kept() -> None:
    """Each parameter that RFC 6750 and RFC 9449 define, apart from the code, is an attribute."""
    error = parse(
        'DPoP realm="sign", error="invalid_token", error_uri="https://autograph.example/e", '
        'algs="ES256 PS256", scope="esign/b2b"'
    )
    assert (error.realm, error.scope, error.algs) == ("sign", "esign/b2b", "ES256 PS256")
    assert error.error_uri == "https://autograph.example/e"
    assert error.provider_message is None


def test_autograph_code_with_dashes() -> None:
    """Dashes are read as in the body."""
    assert type(parse("DPoP error=invalid-dpop-proof")) is autograph.InvalidDPoPProofError


def test_autograph_group_in_the_header() -> None:
    """A short text that Autograph codes follow implies their group, as in the body."""
    error = parse('Bearer error="insufficient_scope", scope="esign"', status=403)
    assert isinstance(error, autograph.InsufficientScopeError)
    assert isinstance(error, PermissionDeniedError)
    assert (error.code, error.error, error.scope) == (None, "insufficient_scope", "esign")


def test_autograph_undocumented_code() -> None:
    """An undocumented code is kept as sent, and the status decides the kind."""
    error = parse('DPoP error="use_dpop_nonce", algs="ES256"')
    assert type(error).__name__ == "UndocumentedAutographAuthenticationError"
    assert (error.code, error.error, error.algs) == ("use_dpop_nonce", "use_dpop_nonce", "ES256")


def test_autograph_challenge_without_a_code() -> None:
    """A client that sent no token gets no error code (RFC 6750, section 3.1)."""
    error = parse('DPoP algs="ES256", realm="sign"')
    assert (error.code, error.error, error.realm, error.algs) == (None, None, "sign", "ES256")


def test_autograph_challenge_in_several_lines() -> None:
    """Each line is read, in any type of headers."""
    lines = ['Basic realm="a"', 'DPoP error="invalid_token", realm="b"']
    sent: tuple[Any, ...] = (
        {"www-authenticate": lines},
        [("WWW-Authenticate", line) for line in lines],
        [(b"www-authenticate", line.encode()) for line in lines],
        {"WWW-Authenticate": ", ".join(lines)},
    )
    for headers in sent:
        error = autograph.parse(status=401, headers=headers)
        assert type(error) is autograph.InvalidTokenError
        assert error.realm == "b"


def test_both_have_a_code_and_the_body_comes_first() -> None:
    """The first envelope that has a code provides the code and its fields."""
    body = {"error": "invalid_dpop_proof", "error_description": "d", "error_reference": "r"}
    error = parse('DPoP error="invalid_token", error_description="other", algs="ES256"', body)
    assert type(error) is autograph.InvalidDPoPProofError
    assert (error.provider_message, error.error_description, error.error_reference) == (
        "d",
        "d",
        "r",
    )


def test_both_have_a_code_and_the_parameters_are_kept() -> None:
    """Fields that the body lacks are read from the challenge, in copies and pickles too."""
    body = b'{"error": "SIG_BB801", "error_description": "d"}'
    sent = 'Basic realm=a, DPoP realm="b", error="invalid_token", algs="ES256", error_description=x'
    parsed = [parse(sent, body) for _ in range(4)]  # Each one reads its own fields once.
    data = pickle.dumps(parsed[2])
    for error in (
        copy.copy(parsed[0]),
        copy.deepcopy(parsed[1]),
        pickle.loads(data),  # noqa: S301 - our own
        parsed[3],
    ):
        assert error.error == "SIG_BB801"
        assert (error.realm, error.scope, error.algs) == ("b", None, "ES256")
        assert (error.error_uri, error.error_description, error.provider_message) == (
            None,
            "d",
            "d",
        )
    fields = autograph.converter.unstructure(parse(sent, body))
    assert (fields["realm"], fields["algs"], fields["provider_message"]) == ("b", "ES256", "d")


@pytest.mark.parametrize(
    "headers",
    [
        None,
        {},
        {"WWW-Authenticate": 'DPoP realm="sign", algs="ES256"'},
        {"WWW-Authenticate": 'DPoP error="", algs="ES256"'},
        {"X-Other": 'DPoP error="invalid_token", algs="ES256"'},
        7,
    ],
    ids=["none", "empty", "without a code", "with an empty code", "of another name", "no headers"],
)
def test_both_need_a_code_to_be_read(headers: Any) -> None:
    """A challenge without a code contributes no fields."""
    error = autograph.parse(status=401, headers=headers, body=b'{"error": "SIG_BB801"}')
    assert error.code == "SIG_BB801"
    assert (error.realm, error.scope, error.algs, error.error_uri) == (None, None, None, None)


def test_both_have_a_code_and_a_field_is_set() -> None:
    """A field that was set stays set, whatever is read later."""
    error = parse('DPoP error=invalid_token, realm=a, algs="ES256"', {"error": "SIG_BB801"})
    error.realm = "mine"
    assert (error.algs, error.realm) == ("ES256", "mine")


def test_both_have_a_code_and_reading_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading an attribute never raises, unless the attribute does not exist."""

    def fail(*_: object) -> None:
        raise RuntimeError

    error = parse("DPoP error=invalid_token, realm=a", {"error": "SIG_BB801"})
    # The key of a mapping may raise this when it is compared.
    monkeypatch.setattr("specimen_errors._runtime.reading.declarations.Envelope.can_read", fail)
    assert (error.realm, error.algs) == (None, None)
    with pytest.raises(AttributeError, match="relam"):
        getattr(error, "relam")  # noqa: B009 - type checkers would report the attribute


def test_both_have_a_code_of_an_invented_provider(acme: ModuleType) -> None:
    """The same applies to an envelope without fields that is read at one status."""
    headers = {"WWW-Authenticate": "Bearer error=invalid_token, realm=a", "X-Request-Id": "r"}
    error = acme.parse(status=200, headers=headers, body={"state": "PENDING", "about": "order"})
    assert type(error) is acme.OrderPendingError
    # The envelope that has the request's ID in a header was not sent.
    assert (error.realm, error.request_id, error.seen) == ("a", None, None)
    error = acme.parse(status=401, headers=headers, body={"error": "busy", "seen": 3})
    assert (error.realm, error.request_id, error.seen) == ("a", "r", 3)
    error = acme.parse(status=401, headers=headers)
    assert (error.realm, error.request_id, error.seen) == ("a", None, None)


def test_both_have_a_code_and_one_is_undocumented() -> None:
    """An undocumented code in the body counts as a code."""
    error = parse("DPoP error=invalid_token", {"error": "of_next_year"})
    assert (error.code, error.known_code) == ("of_next_year", None)


def test_both_have_a_code_or_a_group() -> None:
    """A code in any place takes precedence over a group in any place."""
    error = parse("DPoP error=invalid_token", {"error": "internal_error"})
    assert type(error) is autograph.InvalidTokenError


@pytest.mark.parametrize(
    "value",
    [
        'Basic realm="files", algs=none, DPoP error="invalid_token", algs="ES256"',
        'DPoP error="invalid_token", algs="ES256", Basic realm="files", algs=none',
        'DPoP algs=none, error="", DPoP algs="ES256", error=invalid_token, Bearer realm=files',
        'Bearer error=of_next_year, realm=files, DPoP error="invalid_token", algs="ES256"',
    ],
    ids=["before", "after", "without a code", "unknown before known"],
)
def test_fields_of_one_challenge(value: str) -> None:
    """Parameters of other challenges are not read as this error's fields."""
    error = parse(value)
    assert type(error) is autograph.InvalidTokenError
    assert (error.algs, error.realm, error.scope) == ("ES256", None, None)


def test_fields_of_one_challenge_when_its_group_decides() -> None:
    """The same applies if the challenge has only a group."""
    error = parse('Basic realm="files", Bearer error="insufficient_scope"', status=403)
    assert (error.realm, error.error) == (None, "insufficient_scope")


def test_fields_of_one_challenge_of_invented_provider(golden: Mapping[str, ModuleType]) -> None:
    """A field from another header is read as usual."""
    doorkeeper = golden["doorkeeper"]
    error = doorkeeper.parse(
        status=401,
        headers={
            "WWW-Authenticate": 'Bearer scope="a", DPoP error=use_dpop_nonce, error_description=d',
            "DPoP-Nonce": "n-1",
        },
    )
    assert type(error) is doorkeeper.UseDPoPNonceError
    assert (error.needed, error.provider_message, error.nonce) == (None, "d", "n-1")


def test_logged_is_only_the_code() -> None:
    """Description, realm and scope may contain anything, and appear in no output."""
    mark = "19121212-1212"
    error = parse(
        f'DPoP error="invalid_token", error_description="{mark}", realm="{mark}", '
        f'scope="{mark}", algs="{mark}", error_uri="https://autograph.example/{mark}"'
    )
    assert error.log_fields()["error"] == "invalid_token"
    assert mark not in f"{error} {error!r} {error.log_fields()} {error.raw!r}"
    assert (error.realm, error.algs) == (mark, mark)


def test_logged_of_a_header_that_is_hostile() -> None:
    """A code as sent is escaped and truncated, like everything that is logged."""
    error = parse(f'DPoP error="\x1b[31m{"x" * 1_000}"')
    assert str(error).isprintable()
    assert len(str(error)) < 1_000
    json.dumps(error.log_fields())


def test_copies_keep_the_parameters_and_pickles_no_header() -> None:
    """Pickles keep the attributes; the header is left out with the response."""
    error = parse('DPoP error="invalid_token", realm="sign", other="left behind"')
    data = pickle.dumps(error)
    new: ApiError = pickle.loads(data)  # noqa: S301 - our own
    assert isinstance(new, autograph.InvalidTokenError)
    assert (new.realm, new.raw) == ("sign", None)
    assert b"left behind" not in data

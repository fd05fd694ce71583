"""Errors in the challenges of `WWW-Authenticate`.

| rule of the SDK | tests |
|---|---|
| several challenges in one header, quotes, commas in them, what servers send | `challenges` |
| Autograph's DPoP errors are recognised from the header where the body says nothing | `autograph` |
| where body and header both have a code, the first envelope that has one is taken | `both` |
| what that one has no place for is kept of the other's header | `both` |
| the parameters are those of the challenge that held the code | `of_one_challenge` |
| nothing of a header is logged but the code as sent | `logged` |
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
    """Each challenge is read with its own parameters; what fits none is passed over."""
    assert [(one.scheme, dict(one.parameters)) for one in parse_challenges(value)] == read


def test_challenges_of_a_header_without_end() -> None:
    """Of a header that no server sends, the beginning is searched."""
    early, late = 'Bearer error="x"', 'DPoP error="y"'
    read = list(parse_challenges(f"{early}, {'A a=1, ' * 100_000}{late}"))
    assert read[0].parameters == {"error": "x"}
    assert all(one.scheme != "DPoP" for one in read)


# Autograph, whose page names the RFC and does not show the header


def parse(challenge: object, body: Any = b"", status: int = 401) -> autograph.AutographError:
    headers: Any = {"Content-Length": "0", "WWW-Authenticate": challenge}
    return autograph.parse(status=status, headers=headers, body=body)


@pytest.mark.parametrize("code", ["use_dpop_header", "invalid_token", "invalid_dpop_proof"])
@pytest.mark.parametrize("body", [b"", None, b"{}", b"null", b"<html>", b'{"error": ""}', "", {}])
def test_autograph_error_in_the_header_alone(code: str, body: Any) -> None:
    """A body that has no code leaves it to the challenge."""
    error = parse(f'DPoP error="{code}", error_description="Really."', body)
    assert type(error) is autograph.ERRORS[code]
    assert (error.code, error.error, error.provider_message) == (code, code, "Really.")
    assert (error.error_description, error.error_reference) == ("Really.", None)


def test_autograph_parameters_are_kept() -> None:
    """What RFC 6750 and RFC 9449 have beside the code is an attribute each."""
    error = parse(
        'DPoP realm="sign", error="invalid_token", error_uri="https://autograph.example/e", '
        'algs="ES256 PS256", scope="esign/b2b"'
    )
    assert (error.realm, error.scope, error.algs) == ("sign", "esign/b2b", "ES256 PS256")
    assert error.error_uri == "https://autograph.example/e"
    assert error.provider_message is None


def test_autograph_code_in_other_spelling() -> None:
    """Dashes count as in the body."""
    assert type(parse("DPoP error=invalid-dpop-proof")) is autograph.InvalidDPoPProofError


def test_autograph_group_in_the_header() -> None:
    """A short text that Autograph codes follow gives its family, as in the body."""
    error = parse('Bearer error="insufficient_scope", scope="esign"', status=403)
    assert isinstance(error, autograph.InsufficientScopeError)
    assert isinstance(error, PermissionDeniedError)
    assert (error.code, error.error, error.scope) == (None, "insufficient_scope", "esign")


def test_autograph_code_that_nobody_documents() -> None:
    """It is kept as sent, beside the kind of the status."""
    error = parse('DPoP error="use_dpop_nonce", algs="ES256"')
    assert type(error).__name__ == "UndocumentedAutographAuthenticationError"
    assert (error.code, error.error, error.algs) == ("use_dpop_nonce", "use_dpop_nonce", "ES256")


def test_autograph_challenge_without_a_code() -> None:
    """A client that sent no token is told of no error (RFC 6750, section 3.1)."""
    error = parse('DPoP algs="ES256", realm="sign"')
    assert (error.code, error.error, error.realm, error.algs) == (None, None, "sign", "ES256")


def test_autograph_challenge_in_several_lines() -> None:
    """Each line counts, whatever holds them."""
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


def test_both_speak_and_the_body_comes_first() -> None:
    """The first envelope that has a code gives it, and the fields that it has."""
    body = {"error": "invalid_dpop_proof", "error_description": "d", "error_reference": "r"}
    error = parse('DPoP error="invalid_token", error_description="other", algs="ES256"', body)
    assert type(error) is autograph.InvalidDPoPProofError
    assert (error.provider_message, error.error_description, error.error_reference) == (
        "d",
        "d",
        "r",
    )


def test_both_speak_and_the_parameters_are_kept() -> None:
    """What the body has no place for is taken from the challenge, in copies and pickles, too."""
    body = b'{"error": "SIG_BB801", "error_description": "d"}'
    sent = 'Basic realm=a, DPoP realm="b", error="invalid_token", algs="ES256", error_description=x'
    parsed = [parse(sent, body) for _ in range(4)]  # Each is asked for its fields once.
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
def test_both_speak_or_nothing_is_kept(headers: Any) -> None:
    """A challenge that holds no code tells nothing of this error."""
    error = autograph.parse(status=401, headers=headers, body=b'{"error": "SIG_BB801"}')
    assert error.code == "SIG_BB801"
    assert (error.realm, error.scope, error.algs, error.error_uri) == (None, None, None, None)


def test_both_speak_and_somebody_sets_a_field() -> None:
    """What was set stays, whatever is read afterwards."""
    error = parse('DPoP error=invalid_token, realm=a, algs="ES256"', {"error": "SIG_BB801"})
    error.realm = "mine"
    assert (error.algs, error.realm) == ("ES256", "mine")


def test_both_speak_and_reading_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """To read an attribute raises as little as to parse does, unless there is no such attribute."""

    def fail(*_: object) -> None:
        raise RuntimeError

    error = parse("DPoP error=invalid_token, realm=a", {"error": "SIG_BB801"})
    # As a key of a mapping may, when it is compared.
    monkeypatch.setattr("specimen_errors._runtime.reading.declarations.Envelope.can_read", fail)
    assert (error.realm, error.algs) == (None, None)
    with pytest.raises(AttributeError, match="relam"):
        getattr(error, "relam")  # noqa: B009 - type checkers would find it


def test_both_speak_to_an_invented_provider(acme: ModuleType) -> None:
    """It is the same for an envelope without fields, which is read at one status."""
    headers = {"WWW-Authenticate": "Bearer error=invalid_token, realm=a", "X-Request-Id": "r"}
    error = acme.parse(status=200, headers=headers, body={"state": "PENDING", "about": "order"})
    assert type(error) is acme.OrderPendingError
    # The shape that has the request's ID in a header is not what was sent.
    assert (error.realm, error.request_id, error.seen) == ("a", None, None)
    error = acme.parse(status=401, headers=headers, body={"error": "busy", "seen": 3})
    assert (error.realm, error.request_id, error.seen) == ("a", "r", 3)
    error = acme.parse(status=401, headers=headers)
    assert (error.realm, error.request_id, error.seen) == ("a", None, None)


def test_both_speak_and_the_code_of_the_body_is_unknown() -> None:
    """An unknown code is a code, too."""
    error = parse("DPoP error=invalid_token", {"error": "of_next_year"})
    assert (error.code, error.known_code) == ("of_next_year", None)


def test_both_speak_and_the_body_has_a_group_alone() -> None:
    """A code anywhere comes before a group anywhere."""
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
    """What other challenges have is not taken for what belongs to this error."""
    error = parse(value)
    assert type(error) is autograph.InvalidTokenError
    assert (error.algs, error.realm, error.scope) == ("ES256", None, None)


def test_fields_of_one_challenge_when_its_group_decides() -> None:
    """It is the same for a group."""
    error = parse('Basic realm="files", Bearer error="insufficient_scope"', status=403)
    assert (error.realm, error.error) == (None, "insufficient_scope")


def test_fields_of_one_challenge_of_invented_provider(golden: Mapping[str, ModuleType]) -> None:
    """A field of another header is read as ever."""
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


def test_logged_is_the_code_alone() -> None:
    """Description, realm and scope may hold anything; they show in no text."""
    mark = "19121212-1212"
    error = parse(
        f'DPoP error="invalid_token", error_description="{mark}", realm="{mark}", '
        f'scope="{mark}", algs="{mark}", error_uri="https://autograph.example/{mark}"'
    )
    assert error.log_fields()["error"] == "invalid_token"
    assert mark not in f"{error} {error!r} {error.log_fields()} {error.raw!r}"
    assert (error.realm, error.algs) == (mark, mark)


def test_logged_of_a_header_that_is_hostile() -> None:
    """A code as sent is printable and cut, as everything that is logged."""
    error = parse(f'DPoP error="\x1b[31m{"x" * 1_000}"')
    assert str(error).isprintable()
    assert len(str(error)) < 1_000
    json.dumps(error.log_fields())


def test_copies_keep_the_parameters_and_pickles_no_header() -> None:
    """The attributes travel; the header stays behind with the response."""
    error = parse('DPoP error="invalid_token", realm="sign", other="left behind"')
    data = pickle.dumps(error)
    new: ApiError = pickle.loads(data)  # noqa: S301 - our own
    assert isinstance(new, autograph.InvalidTokenError)
    assert (new.realm, new.raw) == ("sign", None)
    assert b"left behind" not in data

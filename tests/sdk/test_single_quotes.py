"""Challenge parameters in single quotes, which servers send although no standard allows them.

An apostrophe is a token character, so `error=it's` and `realm='tis` are valid values.

| sent | tests |
|---|---|
| values in single quotes that contain spaces, commas, apostrophes and escapes | `quoted` |
| apostrophes that quote nothing | `token` |
| a quote that is not closed, or closed by another character | `unclosed` |
| any of these: nothing is searched twice | `linear` |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from specimen_errors import autograph
from specimen_errors._runtime.wire.challenges import parse_challenges
from tests.sdk.measuring import count_lines

Read = list[tuple[str, dict[str, str]]]

QUOTED: Mapping[str, tuple[str, Read]] = {
    "all": (
        "Bearer realm='Acme API', error='invalid_token', error_description='It is expired'",
        [
            (
                "Bearer",
                {
                    "realm": "Acme API",
                    "error": "invalid_token",
                    "error_description": "It is expired",
                },
            )
        ],
    ),
    "commas and semicolons": (
        "A a='b, c; d=e', f='B g=h', B i='j'",
        [("A", {"a": "b, c; d=e", "f": "B g=h"}), ("B", {"i": "j"})],
    ),
    "several challenges": (
        "Basic realm='x', Bearer error='y', DPoP algs='ES256 PS256'",
        [("Basic", {"realm": "x"}), ("Bearer", {"error": "y"}), ("DPoP", {"algs": "ES256 PS256"})],
    ),
    "no commas": (
        "Bearer error='x' scope='a b' realm = 'c' d=e",
        [("Bearer", {"error": "x", "scope": "a b", "realm": "c", "d": "e"})],
    ),
    "semicolons between": (
        "Bearer realm='a b'; error='x'; scope=c",
        [("Bearer", {"realm": "a b", "error": "x", "scope": "c"})],
    ),
    "blanks around": ("A a = 'b c' , d='e' ", [("A", {"a": "b c", "d": "e"})]),
    "empty": ("A a='', b='', c=''", [("A", {"a": "", "b": "", "c": ""})]),
    "double quotes in it": (
        "A a='say \"no\", or', b='c'",
        [("A", {"a": 'say "no", or', "b": "c"})],
    ),
    "in double quotes": (
        "A a=\"it's 'so', b='c'\", d='e'",
        [("A", {"a": "it's 'so', b='c'", "d": "e"})],
    ),
    "apostrophes in it": (
        "A a='It's expired', b='the users' token, isn't it', c='d'",
        [("A", {"a": "It's expired", "b": "the users' token, isn't it", "c": "d"})],
    ),
    "escapes": (
        r"A a='it\'s', b='c\\d', e='\', f'",
        [("A", {"a": "it's", "b": r"c\d", "e": "', f"})],
    ),
    "beyond ascii": ("A a='økt utløpt', b='å'", [("A", {"a": "økt utløpt", "b": "å"})]),
    "address": (
        "A error_uri='https://a.example/e?x=1#y, z', error='x'",
        [("A", {"error_uri": "https://a.example/e?x=1#y, z", "error": "x"})],
    ),
    "next to each other": ("A a='b'c='d'", [("A", {"a": "b", "c": "d"})]),
    "folded line": ("A\r\n a='b',\r\n c='d e'\r\n", [("A", {"a": "b", "c": "d e"})]),
}

TOKENS: Mapping[str, tuple[str, Read]] = {
    "within": ("A error=it's, b=c's'd", [("A", {"error": "it's", "b": "c's'd"})]),
    "at the end": ("A a=users', b=c", [("A", {"a": "users'", "b": "c"})]),
    "in a name": ("A it's=b, c='d'", [("A", {"it's": "b", "c": "d"})]),
    "in a scheme": ("It's a='b'", [("It's", {"a": "b"})]),
    "alone": ("A a=', b=c", [("A", {"a": "'", "b": "c"})]),
    "in double quotes": ('A a="\'", b="\'c\'"', [("A", {"a": "'", "b": "'c'"})]),
}

UNCLOSED: Mapping[str, tuple[str, Read]] = {
    "to the end": ("A error='invalid_token", [("A", {"error": "'invalid_token"})]),
    "before others": ('A a=\'b, c=d, e="f"', [("A", {"a": "'b", "c": "d", "e": "f"})]),
    "before quoted ones": (
        "A a='b, c='d e', f='g'",
        [("A", {"a": "'b", "c": "d e", "f": "g"})],
    ),
    "before quoted ones with blanks": ("A a='b, c = 'd e'", [("A", {"a": "'b", "c": "d e"})]),
    "before another challenge": (
        "A a='b, B c='d'",
        [("A", {"a": "'b"}), ("B", {"c": "d"})],
    ),
    "twice": ("A a='b, c='d", [("A", {"a": "'b", "c": "'d"})]),
    "opened by another sign": ("A a=\"b', c=d", [("A", {"a": "b', c=d"})]),
    "token": ("A a='tis, b=c", [("A", {"a": "'tis", "b": "c"})]),
    "escaped": (r"A a='b\', c=d", [("A", {"a": r"'b\'", "c": "d"})]),
}


@pytest.mark.parametrize(("value", "read"), QUOTED.values(), ids=QUOTED)
def test_quoted(value: str, read: Read) -> None:
    """The value is the string between the quotes."""
    assert [
        (challenge.scheme, dict(challenge.parameters)) for challenge in parse_challenges(value)
    ] == read


@pytest.mark.parametrize(("value", "read"), TOKENS.values(), ids=TOKENS)
def test_token_with_an_apostrophe(value: str, read: Read) -> None:
    """An apostrophe inside a value, or alone, is part of it."""
    assert [
        (challenge.scheme, dict(challenge.parameters)) for challenge in parse_challenges(value)
    ] == read


@pytest.mark.parametrize(("value", "read"), UNCLOSED.values(), ids=UNCLOSED)
def test_unclosed(value: str, read: Read) -> None:
    """An unclosed apostrophe is part of the value, and hides nothing after it."""
    assert [
        (challenge.scheme, dict(challenge.parameters)) for challenge in parse_challenges(value)
    ] == read


def test_quoted_error_of_a_provider() -> None:
    """The code is documented, and the fields are those of the challenge."""
    sent = "DPoP realm='Sign, eID', error='invalid_token', algs='ES256 PS256'"
    error = autograph.parse(status=401, headers={"WWW-Authenticate": sent})
    assert type(error) is autograph.InvalidTokenError
    assert (error.realm, error.algs) == ("Sign, eID", "ES256 PS256")


LONG: Mapping[str, Callable[[int], str]] = {
    "quoted": lambda size: "A " + "a='b', " * (size // 7),
    "unclosed": lambda size: "A " + "a='b " * (size // 5),
    "unclosed after blanks": lambda size: "A " + "a= 'b " * (size // 6),
    "apostrophes": lambda size: "A a=" + "'" * size,
    "apostrophes and blanks": lambda size: "A a=" + "' " * (size // 2),
    "blanks": lambda size: "A a='b'" + " " * size + "x",
    "names": lambda size: "A a='" + "b' c" * (size // 4),
    "a long name": lambda size: "A a='b' " + "c" * size,
    "escapes": lambda size: "A a='" + "\\'" * (size // 2),
    "signs": lambda size: "A a='" + "= " * (size // 2),
}


@pytest.mark.parametrize("made", LONG.values(), ids=LONG)
def test_linear(made: Callable[[int], str]) -> None:
    """Four times as much takes at most five times as many lines."""
    less, more = made(2_000), made(8_000)
    assert count_lines(lambda: list(parse_challenges(more))) <= 5 * count_lines(
        lambda: list(parse_challenges(less))
    )

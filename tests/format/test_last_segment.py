"""`last_segment`: codes at the end of URIs, as in problem documents.

`test_places.py` covers URIs without query, fragment and trailing slashes.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

GenerateModule = Callable[..., ModuleType]

PROVIDER = """
[[envelopes]]
id = "problem"
code = {{ path = "type", last_segment = true{more} }}

[groups.key]
class = "AnyKeyError"
match = "key-*"
summary = "The key."

[errors.invalid-api-key]
status = 401
summary = "The key is not valid."

[errors.gone]
status = 410
summary = "Nobody keeps it."
"""
PLAIN = PROVIDER.format(more="")
KNOWN = "https://acme.example/errors/invalid-api-key"


@pytest.mark.parametrize(
    "sent",
    [
        *(KNOWN, f"{KNOWN}/", f"{KNOWN}///", f"{KNOWN}#", f"{KNOWN}?", f"{KNOWN}/#", f"{KNOWN}/?#"),
        *(f"{KNOWN}?lang=en", f"{KNOWN}?a=b/c:d", f"{KNOWN}/?lang=en#", f"{KNOWN}?x?y"),
        *(f"{KNOWN}#details", f"{KNOWN}/#details", f"{KNOWN}/?x#y", f"{KNOWN}#a/b:c"),
        "https://acme.example/errors#invalid-api-key",
        "https://acme.example/errors/#invalid-api-key/",
        "https://acme.example/errors?lang=en#invalid-api-key",
        "https://acme.example/#invalid-api-key",
        "https://acme.example#invalid-api-key",
        "https://acme.example/docs#/errors/invalid-api-key?lang=en",
        "https://acme.example/docs#!/errors/invalid-api-key/",
        "https://acme.example/a#b#invalid-api-key",
        *(
            "urn:acme:invalid-api-key",
            "urn:acme:invalid-api-key?+x",
            "urn:acme:errors#invalid-api-key",
        ),
        *("tag:acme.example,2026:invalid-api-key", "acme:invalid-api-key/"),
        *("/errors/invalid-api-key/", "//acme.example/invalid-api-key?x", "../invalid-api-key#x"),
        *("invalid-api-key", "invalid-api-key/", "invalid-api-key?x#y", "#invalid-api-key"),
        "about:blank#invalid-api-key",
    ],
)
def test_documented_code(generate_module: GenerateModule, sent: str) -> None:
    """A query, a fragment or trailing slashes do not hide a code, which may be the fragment."""
    module = generate_module(PLAIN)
    error = module.parse(status=401, body={"type": sent})
    assert type(error) is module.ERRORS["invalid-api-key"]


@pytest.mark.parametrize(
    "sent",
    [
        *("about:blank", "about:blank/", "about:blank#", "about:blank?lang=en", "about:blank?#"),
        *("https://acme.example", "https://acme.example/", "https://acme.example:8080"),
        *(
            "https://acme.example/?lang=en",
            "https://acme.example?code=gone",
            "https://acme.example#",
        ),
        *("", "/", "///", "#", "?", "/?#", "urn:", "https://", "?gone", "/?gone"),
    ],
)
def test_no_code(generate_module: GenerateModule, sent: str) -> None:
    """Neither a host nor a query is a code."""
    error = generate_module(PLAIN).parse(status=404, body={"type": sent})
    assert (error.code, error.known_code) == (None, None)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("https://acme.example/errors/New-Thing/", "New-Thing"),
        ("https://acme.example/errors/New-Thing?lang=en", "New-Thing"),
        ("https://acme.example/errors/New-Thing#top", "New-Thing"),
        ("https://acme.example/errors/New-Thing/#/a/b", "New-Thing"),
        ("https://acme.example#New-Thing", "New-Thing"),
        ("#New-Thing", "New-Thing"),
        ("urn:acme:New-Thing#top", "New-Thing"),
        ("https://acme.example/errors/New-Thing/?x#y", "New-Thing"),
        ("https://acme.example/errors/New-Thing?x", "New-Thing"),
        ("https://acme.example/errors/key-new/#", "key-new"),
    ],
)
def test_undocumented_code(generate_module: GenerateModule, sent: str, code: str) -> None:
    """An undocumented fragment is ignored, unless it is all there is."""
    module = generate_module(PLAIN)
    error = module.parse(status=401, body={"type": sent})
    assert (error.code, error.known_code) == (code, None)
    assert error.info.group == ("key" if code.startswith("key-") else None)


def test_first_of_two_documented_codes(generate_module: GenerateModule) -> None:
    """If both are documented, the code in the path counts."""
    module = generate_module(PLAIN)
    for sent in (f"{KNOWN}#gone", f"{KNOWN}?x#gone"):
        assert module.parse(body={"type": sent}).code == "invalid-api-key"


@pytest.mark.parametrize("sent", ["x/fine", "x/fine/", "x/fine?y", "x/fine#y", "x/y#fine"])
def test_success(generate_module: GenerateModule, sent: str) -> None:
    """A value of `success` means no error at any place of the code."""
    module = generate_module(PROVIDER.format(more=', success = ["fine"]'))
    assert module.parse(status=200, body={"type": sent}).code is None


def test_parts(generate_module: GenerateModule) -> None:
    """Parts are read from the segment."""
    module = generate_module(PROVIDER.format(more=', parts = "problem-{code}"'))
    for sent in ("x/problem-gone/", "x/problem-gone?y", "x/y#problem-gone", "x/problem-gone#y"):
        assert module.parse(body={"type": sent}).code == "gone"


def test_header(generate_module: GenerateModule) -> None:
    """Each URI of a list in a header is read."""
    module = generate_module(PLAIN.replace('path = "type"', 'header = "X-Problem"'))
    for sent in (f"{KNOWN}/", f"{KNOWN}/, {KNOWN}/", f"https://a.example/x?y, {KNOWN}?z"):
        assert module.parse(status=401, headers={"X-Problem": sent}).code == "invalid-api-key"

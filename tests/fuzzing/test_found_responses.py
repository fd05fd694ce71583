"""Responses that once broke a rule or reach odd corners, replayed for each provider.

The fuzz session starts from documented ones and reaches these. Add what it finds to break a rule
here, with a name that says what is odd about it.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from typing import Any

import pytest

from specimen_errors import PROVIDERS
from tests.fuzzing.invariants import assert_parses

GROUPS = {"not_found": {"code": {}}, "conflict": 10**30, "": {"code": "new"}, "code": ["code"]}

FOUND: Mapping[str, dict[str, Any]] = {
    "success with an error": {"status": 204, "body": b'{"error": "new", "title": "AUTH_"}'},
    "no status": {"headers": {"Retry-After": "7"}, "body": {"title": "SESSION_NEW"}},
    "negative status": {"status": -2_147_483_648, "body": {"title": "SESSION_NEW"}},
    "groups of the wrong type": {"status": 504, "body": {"errors": GROUPS}},
    "group that is a code": {"body": {"errors": {"not_found": {"code": "SESSION_NEW"}}}},
    "no text beside a known code": {"body": {"title": "AUTH_INVALID_CREDENTIALS", "detail": ""}},
    "parts without a code": {"body": {"error": "internal_error -- ", "error_description": "--"}},
    "parts without a group": {"body": {"error": " -- SIG_BB801"}},
    "code in other spelling": {"body": {"error": "internal_error -- SIG-BB801 "}},
    "byte before the body": {"status": 200, "path": "", "body": b'\xbf{"title": "SESSION_NEW"}'},
    "byte after the body": {"status": 200, "body": b'{"title": "SESSION_NEW"}\xbf'},
    "cut in a number": {"status": 422, "body": b'{"title": "SESSION_NEW", "status": 4.'},
    "cut in an escape": {"status": 422, "body": b'{"title": "SESSION_NEW\\u00'},
    "cut in a character": {"status": 409, "body": '{"title": "é"}'.encode()[:-3]},
    "cut in a character of utf-16": {"body": '{"title": "é"}'.encode("utf-16-le")[:-5]},
    "utf-16 with a byte too many": {"body": b'{\x00"\x00t\x00\xff"\x00:\x00 \x001\x00}\x00}'},
    "utf-32 beyond unicode": {"body": b'{\x00\x00\x00"\x00\x00\x00\xff\xff\xff\xff"\x00\x00\x00'},
    "two marks": {"body": b'\xef\xbb\xbf\xef\xbb\xbf{"title": "SESSION_NEW"}'},
    "mark of the other order": {"body": b'\xfe\xff{\x00"\x00'},
    "escaped bytes as text": {"status": 502, "body": '{"conflict": {"e"cdo:\udce9 "detailror'},
    "surrogates as code": {"body": {"title": "\udce9", "error": "\udc80 -- \udcff"}},
    "not a number": {"body": '{"status": NaN, "title": -Infinity, "context": {"a": NaN}}'},
    "status of many digits": {"body": {"status": 2**640, "title": 2**640, "error": -(2**639)}},
    "negative zero": {"body": b'{"status": -0.0, "title": -0, "error": -0}'},
    "names in other case": {"status": 503, "headers": {"retry-AFTER": "7", "": "", "\ud800": "1"}},
    "digits of another script": {"status": 503, "headers": {"Retry-After": "\u0663\u00b2"}},
    "moment before the calendar": {"headers": [("Retry-After", "Mon, 00 Jan 0000 00:00:00 +9999")]},
    "moment with digits alone": {"headers": [("Retry-After", "1 1 1 1:1 1"), ("Retry-After", "1")]},
    "moment of the far future": {"headers": {"Retry-After": "1 Jan 9999 99999999999:0:0 -9"}},
    "moment beyond the calendar": {"headers": {"Retry-After": "1 Jan 99999 00:00:00 GMT"}},
    "challenges of signs": {"status": 401, "headers": {"WWW-Authenticate": 'A=,="/" :b,"\\'}},
    "challenge that is cut": {"headers": {"WWW-Authenticate": 'DPoP error="invalid_token'}},
    "challenge of another header": {"headers": {"Proxy-Authenticate": "A error=invalid_token"}},
    "charset that is no text": {"headers": {"Content-Type": "a/b; charset=zlib"}, "body": b"{\xff"},
    "charset of another charset": {
        "headers": {"Content-Type": "a/b; charset=utf-16"},
        "body": b'{"error": "\xe5", "title": "\xe5"}',
    },
    "gzip that is cut": {"status": 503, "body": gzip.compress(b'{"title": "SESSION_NEW"}')[:-9]},
    "gzip of nothing": {"status": 503, "body": gzip.compress(b"")},
    "levels beside a code": {"body": b'{"a": ' + b"[" * 9_999 + b"]" * 9_999 + b', "title": "x"}'},
    "digits beside a code": {"body": '{"status": ' + "1" * 9_999 + ', "error": "SIG_BB801"}'},
    "query of marks": {"query": "?#?&&==&error&error=%ff%&=%", "body": b"<html>"},
}


@pytest.mark.parametrize("arguments", FOUND.values(), ids=FOUND)
@pytest.mark.parametrize("name", PROVIDERS)
def test_found_response(name: str, arguments: dict[str, Any]) -> None:
    """Every invariant of responses holds."""
    assert_parses(PROVIDERS[name].load(), **arguments)

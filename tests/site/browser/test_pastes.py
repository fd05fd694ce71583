"""Pasted responses and log lines: which error comes first, and what becomes of the text."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from attrs import frozen

from tests.site.browser.visits import Front, Reused, Visits

pytest.importorskip("playwright", reason="only the session browser installs it")


@frozen
class Example:
    """An example response of an error.

    Attributes:
        name: The error, as `list_found` lists it.
        status: Its status.
        body: Its body, or its headers if that is empty.
    """

    name: str
    status: int
    body: str


def list_examples(visits: Visits, site: str) -> Iterator[Example]:
    """Yield an example of each error that has one."""
    for provider in visits.get_site(site).registry.providers:
        for id_, response in provider.examples.by_error.items():
            name = f"{provider.facts.errors[id_].code} {provider.facts.about.title}"
            headers = "".join(f"{key}: {value}\n" for key, value in response.sent_headers.items())
            yield Example(name, response.status, response.body or headers)


def write_body(example: Example) -> str:
    return example.body


def write_record(example: Example) -> str:
    return json.dumps({"level": "error", "msg": "request failed", "body": example.body})


def write_line(example: Example) -> str:
    return f'2026-11-24T10:00:00Z ERROR c.e.Client - status={example.status} "{example.body}"'


def find_first(front: Front, text: str) -> str:
    """Paste a text, and return the first result."""
    found = front.paste(text).list_found()
    return found[0] if found else "nothing"


@pytest.mark.parametrize(
    "site", [pytest.param("published", marks=pytest.mark.published), "specimen"]
)
def test_body_of_each_error_finds_it_first(visits: Visits, site: str) -> None:
    """A pasted body, whole or as a logger escapes it, finds its error, without its status."""
    front = visits.open_front(site)
    examples = [*list_examples(visits, site)]
    assert len(examples) > 50
    for write in (write_body, write_record, write_line):
        found = front.paste_each([write(example) for example in examples])
        assert found == [example.name for example in examples]


def test_body_of_a_provider_among_many(visits: Visits) -> None:
    """Of equal codes of many providers, the one whose API the text mentions comes first."""
    front = visits.open_front("huge")
    for number in (3, 42, 97):
        [subject] = [
            provider
            for provider in visits.get_site("huge").registry.providers
            if provider.name == f"provider_{number}"
        ]
        id_, response = next(iter(subject.examples.by_error.items()))
        text = f"POST https://api.provider-{number}.example/v1\n\n{response.body}"
        assert find_first(front, text) == f"{id_} Provider {number}"
        assert id_ in find_first(front, response.body)


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("internal_error -- SIG_BB801", ["SIG_BB801 Autograph"]),
        (
            "{“error”: “internal_error -- SIG_BB801”, “state”: “x”}",
            ["SIG_BB801 Autograph"],
        ),
        ("{'error': 'internal_error -- SIG_BB801'}", ["SIG_BB801 Autograph"]),
        ('{"error": "internal_error --\nSIG_BB801", "error_desc', ["SIG_BB801 Autograph"]),
        (r"body={\"error\":\"internal_error -- SIG_BB801\"}", ["SIG_BB801 Autograph"]),
        ('the customer sees "invalid_request -- sig-bb607" ref 4f1a', ["SIG-BB607 Autograph"]),
        ('{"errors": {"api_error": {"code": "internal_error"}}}', ["internal_error Seal"]),
        ("HTTP/1.1 404 Not Found\n\n{'title': 'SESSION_NOT_FOUND'}", ["SESSION_NOT_FOUND IDHub"]),
        (
            "specimen_errors.idhub.SessionInvalidFlowError: IDHub SESSION_INVALID_FLOW (HTTP 400)",
            ["SESSION_INVALID_FLOW IDHub"],
        ),
        ("raise idhub.SessionInvalidFlowError(x)", ["SESSION_INVALID_FLOW IDHub"]),
        (
            "10:00 WARN AUTH_FORBIDDEN after 404 ms\n10:01 ERROR SESSION_NOT_FOUND, conflict\n",
            ["SESSION_NOT_FOUND IDHub", "AUTH_FORBIDDEN IDHub"],
        ),
        ("\x1b[31mSIG_BB801\x1b[0m: internal", ["SIG_BB801 Autograph"]),
        (
            "error: internal_error \N{EM DASH} SIG\N{NON-BREAKING HYPHEN}BB801",
            ["SIG_BB801 Autograph"],
        ),
        ('"error" => "invalid_token"', ["invalid_token Autograph"]),
        ("error=internal_error+--+SIG_BB801&state=1", ["SIG_BB801 Autograph"]),
        ("{&quot;title&quot;: &quot;AUTH_FORBIDDEN&quot;}", ["AUTH_FORBIDDEN IDHub"]),
        (r"{\u0022title\u0022: \u0022AUTH_FORBIDDEN\u0022}", ["AUTH_FORBIDDEN IDHub"]),
        (
            "https://client.example/callback?error=SERVER_SIDE_ERROR&state=x",
            ["SERVER_SIDE_ERROR StepUp"],
        ),
    ],
)
def test_paste(reused: Reused, pasted: str, expected: list[str]) -> None:
    """A text finds the errors that it names, and no words of its messages."""
    assert reused("specimen").paste(pasted).list_found() == expected


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ('{"failure": {"name": "auth/user-not-found"}}', ["auth/user-not-found"]),
        ('{"failure": {"name": "urn:acme:error:bad"}}', ["urn:acme:error:bad"]),
        (
            '{"failure": {"name": "https://acme.example/problems/out-of-credit"}}',
            ["https://acme.example/problems/out-of-credit"],
        ),
        (
            "10:00 ERROR type https://acme.example/problems/out-of-credit, status 402",
            ["https://acme.example/problems/out-of-credit"],
        ),
        ('{"failure": {"name": "E:17"}}', ["E:17"]),
        ("10:00 ERROR E:17 was sent", ["E:17"]),
        ('{"failure": {"name": "card+declined"}}', ["card+declined"]),
        ("10:00 ERROR card+declined: no money", ["card+declined"]),
        ("name=card%2Bdeclined&x=1", ["card+declined"]),
        ("10:00 ERROR (ns#frag) at line 3", ["ns#frag"]),
        ('{"failure": {"name": "a & b"}}', ["a & b"]),
        ("10:00 ERROR got a & b, gave up", ["a & b"]),
        ("{&quot;name&quot;: &quot;a &amp; b&quot;}", ["a & b"]),
        ('{"failure": {"number": 404}}', ["404"]),
        ('{"failure": {"number": -32601, "id": 404}}', ["-32601"]),
        ("rpc failed: code -32601 after 404 ms", ["-32601"]),
        ("10:00 INFO took 404 ms\n10:01 ERROR auth/invalid-token", ["auth/invalid-token"]),
        ('{"failure": {"name": "auth/invalid-token"}}', ["auth/invalid-token"]),
        ('{"failure": {"name": "token-bad"}}', ["auth/invalid-token"]),
        ('{"failure": {"name": "ОШИБКА ДОСТУПА"}}', ["Ошибка доступа"]),
        ('{"failure": {"name": "署名エラー"}}', ["署名エラー"]),
        ("odd: TOKEN_ERROR", ["TOKEN_ERROR"]),
        ("raise odd.TokenError()", ["TOKEN", "TOKEN_ERROR"]),
    ],
)
def test_odd_codes(reused: Reused, pasted: str, expected: list[str]) -> None:
    """Codes of digits, of any alphabet, with blanks or slashes are found; other numbers are not."""
    assert reused("odd").paste(pasted).list_codes() == expected


def test_undocumented_code_of_a_body(visits: Visits) -> None:
    """For an undocumented code, the page names the group, the status and the advice for it."""
    front = visits.open_front("specimen").paste('{"title": "SESSION_FOO", "status": 404}')
    assert front.read("understood") == (
        "SESSION_FOO is not documented. "
        "The spelling matches IDHub's group session. "
        "The status is HTTP 404. Retry advice for this category: never."
    )
    assert front.list_codes()[0] == "SESSION_NOT_FOUND"
    front.page.get_by_role("link", name="HTTP 404").click()
    front.settle()
    assert "SESSION_NOT_FOUND" in front.list_codes()
    assert front.page.locator("#status").input_value() == "404"


@pytest.mark.parametrize(
    ("pasted", "code", "group"),
    [
        ('{"errors":{"conflict":{"code":"frozen","reason":"r"}}}', "frozen", "conflict"),
        ('{"errors":{"not_found":{"code":"zz","reason":"r"}}}', "zz", "not_found"),
        ("{'errors' => {'not_found' => {'code' => 'zz'}}, 'x' => 'a conflict'}", "zz", "not_found"),
    ],
)
def test_any_value_in_the_place_of_a_code_is_one(
    reused: Reused, pasted: str, code: str, group: str
) -> None:
    """An undocumented code may look like a word; the key above it is its group, not a code."""
    front = reused("specimen").paste(pasted)
    assert f"{code} is not documented." in front.read("understood")
    assert f"Seal's group {group}." in front.read("understood")
    assert front.read("count").startswith("No match; ")


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("ERROR_CODE=5", "5"),
        ('{"ERROR_CODE": "X-1"}', "X-1"),
        ('{"errorCode": "x1"}', "x1"),
        ("error: timeout", "timeout"),
        ("error=timeout&state=1", "timeout"),
        ('{"error": null, "x_error_code": "GONE_AWAY"}', "GONE_AWAY"),
        ("GONE_AWAY, sorry", "GONE_AWAY"),
    ],
)
def test_undocumented_value(reused: Reused, pasted: str, code: str) -> None:
    """The value of a name is reported as a code, and not a part of the name."""
    front = reused("specimen").paste(pasted)
    assert front.read("understood").startswith(f"{code} is not documented.")


@pytest.mark.parametrize("pasted", ["error: it is broken", '{"error": null}', "error=false"])
def test_value_that_is_not_a_code(reused: Reused, pasted: str) -> None:
    """Words of a sentence and literals are not codes."""
    assert "is not documented" not in reused("specimen").paste(pasted).read("understood")


def test_undocumented_composite_code(reused: Reused) -> None:
    """The group of a composite code is not mistaken for another provider's code."""
    front = reused("specimen").paste('{"error": "internal_error -- SIG_BB998"}')
    assert "SIG_BB998 is not documented." in front.read("understood")
    assert "Autograph's group internal_error" in front.read("understood")
    assert front.list_codes()[0].startswith("SIG_BB")


def test_reason_phrase_is_not_a_code(reused: Reused) -> None:
    """`409 Conflict` says the status, although a provider has the code `conflict`."""
    front = reused("specimen").paste("HTTP/1.1 409 Conflict\nServer: x\n\n<html>")
    assert front.read("understood") == "The status is HTTP 409."
    assert front.list_codes()[0] == "SESSION_INVALID_STATUS_TRANSITION"


@pytest.mark.parametrize(
    ("pasted", "fragment"),
    [
        ('{"title": "SESSION_NOT_FOUND", "detail": "Kari 01017012345"}', "#q=SESSION_NOT_FOUND"),
        ("session-not-found", "#q=session-not-found"),
        ("Kari Nordmann", ""),
        ("01017012345", ""),
        ('{"title": "KARI_NORDMANN", "detail": "Kari"}', ""),
        ("session", ""),
    ],
)
def test_pasted_text_stays_out_of_the_address(reused: Reused, pasted: str, fragment: str) -> None:
    """Only recognized codes are written to the address."""
    assert reused("specimen").paste(pasted).fragment == fragment


def test_recognized_code_finds_the_same_error(visits: Visits) -> None:
    """The address that a paste leads to finds its errors, also if others have the same code."""
    front = visits.open_front("huge")
    subject = visits.get_site("huge").registry.providers[41]
    id_, response = next(iter(subject.examples.by_error.items()))
    title = subject.facts.about.title
    first = find_first(front, f"{title} sent {response.body}")
    assert first == f"{id_} {title}"
    assert visits.open_front("huge", front.fragment).list_found()[0] == first


def test_long_paste(visits: Visits) -> None:
    """Five megabytes are searched at their beginning and their end, and the page says so."""
    front = visits.open_front("specimen")
    noise = "2026-11-24T10:00:00Z INFO request took 300 ms\n" * 110_000
    front.paste(f"{noise}ERROR SESSION_NOT_FOUND\n")
    assert front.list_codes() == ["SESSION_NOT_FOUND"]
    assert "Only the beginning and the end of this long text were searched" in front.read(
        "understood"
    )
    assert len(front.query.input_value()) < 300_000


@pytest.mark.parametrize("part", ["x", "\\", "-", "a_", "key:", '"a":"b",', "&quot;", "error="])
def test_odd_paste_takes_no_long_time(reused: Reused, part: str) -> None:
    """No text takes quadratic time: that would be minutes."""
    front = reused("specimen").paste(part * (190_000 // len(part)))
    assert front.read("count") == "0 errors"

"""`python -m <package> parse` reads every form of response that people on call paste."""

from __future__ import annotations

import base64
import json
import textwrap
import time
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote_plus

import pytest

import specimen_errors
from specimen_errors import autograph, idhub
from tests.sdk.commanding import IDHUB, Ran, import_main, run

SECRET = "s3cr3t-token"  # noqa: S105 - invented
HUB = '{"title":"SESSION_NOT_FOUND","status":404,"detail":"Kari Nordmann","timestamp":"t"}'
HUB_UNAVAILABLE = '{"title":"PROVIDER_UNAVAILABLE","detail":"Kari Nordmann"}'
PEN = (
    '{"error":"internal_error -- SIG_BB801","error_description":"Kari Nordmann",'
    '"error_reference":"4f1a-22"}'
)
NOT_FOUND = ("IDHub: SESSION_NOT_FOUND", 404)
UNAVAILABLE = ("IDHub: PROVIDER_UNAVAILABLE", 503)
SIGNING = ("Autograph: SIG_BB801", 500)
SIGNING_ALONE = ("Autograph: SIG_BB801", None)


def encode(body: str) -> str:
    """Return a body in base64."""
    return base64.b64encode(body.encode()).decode()


def build_har(*bodies: tuple[int, Mapping[str, Any]]) -> str:
    """Return a HAR file with responses."""
    request = {
        "method": "POST",
        "url": f"https://api.example/v1/x?token={SECRET}",
        "headers": [{"name": "authorization", "value": SECRET}],
        "postData": {"text": '{"title": "AUTH_INVALID_CREDENTIALS"}'},
    }
    entries = [
        {
            "startedDateTime": "2026-11-24T10:00:00.000Z",
            "request": request,
            "response": {
                "status": status,
                "headers": [{"name": "Retry-After", "value": "7"}],
                "content": content,
            },
        }
        for status, content in bodies
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


PRINTED = (
    "IDHub SESSION_NOT_FOUND (HTTP 404): No session has this ID. [body_status=404, timestamp=t]"
)
FORMS: Mapping[str, tuple[str, tuple[str, int | None]]] = {
    # Responses
    "curl -v with its meter": (
        (
            "*   Trying 104.18.1.1:443...\n* Connected to api.example (104.18.1.1) port 443 (#0)\n"
            "> POST /v1/sessions HTTP/1.1\n> Host: api.example\n"
            f"> Authorization: Bearer {SECRET}\n> \n"
            "} [55 bytes data]\n< HTTP/1.1 503 Service Unavailable\n< Retry-After: 120\n< \n"
            "{ [120 bytes data]\n"
            "100   150  100    95  100    55    950    550 --:--:-- --:--:-- --:--:--  1500\n"
            f"* Connection #0 to host api.example left intact\n{HUB_UNAVAILABLE}\n"
        ),
        UNAVAILABLE,
    ),
    "copy as cURL, then the body": (
        (
            f"curl 'https://api.example/v1/s/9' \\\n  -H 'authorization: Bearer {SECRET}' \\\n"
            f"  --data-raw '{HUB_UNAVAILABLE}'\n\n{HUB}\n"
        ),
        NOT_FOUND,
    ),
    "copy as fetch, then the body": (
        (
            f'fetch("https://api.example/?x={SECRET}", {{\n'
            f'  "headers": {{"authorization": "{SECRET}"}},\n'
            f'  "body": {json.dumps(HUB_UNAVAILABLE)},\n  "method": "POST"\n}});\n\n{HUB}'
        ),
        NOT_FOUND,
    ),
    "HTTPie with the request": (
        (
            f"POST /v1/s HTTP/1.1\nAuthorization: {SECRET}\n\n{HUB_UNAVAILABLE}\n\n\n"
            f"HTTP/1.1 404 Not Found\nRetry-After: 3\n\n{HUB}\n"
        ),
        NOT_FOUND,
    ),
    "wget -S": (f"  HTTP/1.1 404 Not Found\n  Server: x\n\n{HUB}", NOT_FOUND),
    "devtools, name and value on a line": (
        (
            "Request URL: https://api.example/v1/s/9\nRequest Method: GET\n"
            "Status Code: 404 Not Found\n"
            f"Referrer Policy: strict-origin\nretry-after: 3\n\n{HUB}"
        ),
        NOT_FOUND,
    ),
    "devtools, name and value on two lines": (
        (
            "Request URL\nhttps://api.example/v1/s/9\nStatus Code\n404 Not Found\n"
            "retry-after\n3\n\n"
            f"{HUB}"
        ),
        NOT_FOUND,
    ),
    "devtools with both sections of headers": (
        (
            "General\nRequest URL: https://api.example/v1\nStatus Code: 503\nResponse Headers\n"
            f"Retry-After: 3\nRequest Headers\nAuthorization: {SECRET}\n\n{HUB_UNAVAILABLE}"
        ),
        UNAVAILABLE,
    ),
    "HAR file": (
        build_har((200, {"text": "{}"}), (404, {"text": HUB}), (200, {"text": "x"})),
        NOT_FOUND,
    ),
    "HAR file in base64": (
        build_har((503, {"text": encode(HUB_UNAVAILABLE), "encoding": "base64"})),
        UNAVAILABLE,
    ),
    "answer of a Lambda in base64": (
        json.dumps({"statusCode": 503, "isBase64Encoded": True, "body": encode(HUB_UNAVAILABLE)}),
        UNAVAILABLE,
    ),
    "a redirect, then the response": (
        f"HTTP/1.1 301 Moved\nLocation: /x?error=access_denied\n\nHTTP/1.1 404 x\n\n{HUB}",
        NOT_FOUND,
    ),
    # Bodies
    "wrapped by a terminal": (
        (
            '{"error": "internal_error --\nSIG_BB801", "error_description": "The\n'
            "'document' is inval\n"
            'id", "error_reference": "4f1a-\n22"}'
        ),
        SIGNING_ALONE,
    ),
    "wrapped inside the code": (
        '{"error": "internal_error -- SIG_B\nB801", "error_reference": "4f1a-22"}',
        SIGNING_ALONE,
    ),
    "typographic quotes": (
        (
            "{\u201cerror\u201d: \u201cinternal_error -- SIG_BB801\u201d, "
            "\u201cerror_reference\u201d: \u201c4f1a-22\u201d}"
        ),
        SIGNING_ALONE,
    ),
    "repr of a dict": (
        (
            "{'error': 'internal_error -- SIG_BB801', 'error_description': None, 'at': "
            "datetime.datetime(2026, 1, 2, 3, 4), 'error_reference': '4f1a-22'}"
        ),
        SIGNING_ALONE,
    ),
    "repr of bytes": (
        f"status=500 body=b{PEN.replace('Kari', chr(92) + 'xc3' + chr(92) + 'xa5')!r}".replace(
            "\\\\", "\\"
        ),
        SIGNING,
    ),
    "JavaScript object": (
        (
            "  status: 500,\n  data: {\n    error: 'internal_error -- SIG_BB801',\n"
            "    error_description: 'It\\'s',\n    error_reference: '4f1a-22'\n  }\n"
        ),
        SIGNING,
    ),
    "Java map": (
        (
            "ERROR [http-1] c.a.S - was {error=internal_error -- SIG_BB801, "
            "error_reference=4f1a-22} HTTP 500"
        ),
        SIGNING,
    ),
    "Ruby hash": (
        '{"error"=>"internal_error -- SIG_BB801", :detail=>nil, "error_reference"=>"4f1a-22"}',
        SIGNING_ALONE,
    ),
    "cut off": (HUB[:45], NOT_FOUND),
    "cut off within the code's neighbours": (PEN[:60], SIGNING_ALONE),
    "without its opening brace": (HUB[1:].replace(",", ",\n"), NOT_FOUND),
    "as YAML": ("title: SESSION_NOT_FOUND\nstatus: 404\ndetail: Kari Nordmann\n", NOT_FOUND),
    "escaped for HTML": (f"<p>{HUB}</p>".replace('"', "&quot;"), NOT_FOUND),
    "quoted in mail": (
        "\n".join(f"> > {line}" for line in f"HTTP/1.1 404 x\n\n{HUB}".split("\n")),
        NOT_FOUND,
    ),
    "behind the names of containers": (
        (
            'api-1  | failed:\napi-1  | {\napi-1  |   "title": "SESSION_NOT_FOUND",\n'
            'api-1  |   "status": 404\napi-1  | }\n'
        ),
        NOT_FOUND,
    ),
    "in a field of CSV": ('2026,"' + PEN.replace('"', '""') + '",500', SIGNING_ALONE),
    "with comments": (
        (
            '{\n  // the error\n  "error": "internal_error -- SIG_BB801", # here\n'
            '  "error_reference": "4f1a-22",\n}'
        ),
        SIGNING_ALONE,
    ),
    "pprint": (
        "{'error': 'internal_error -- '\n          'SIG_BB801',\n 'error_reference': '4f1a-22'}",
        SIGNING_ALONE,
    ),
    "Java record": ("ErrorBody[error=internal_error -- SIG_BB801, reference=4f1a]", SIGNING_ALONE),
    "dataclass": ("ErrorBody(error='internal_error -- SIG_BB801', x=None)", SIGNING_ALONE),
    "Go map": (
        "status 500 map[error:internal_error -- SIG_BB801 error_reference:4f1a-22]",
        SIGNING,
    ),
    "PHP print_r": (
        "Array\n(\n    [error] => internal_error -- SIG_BB801\n    [error_reference] => 4f1a-22\n)",
        SIGNING_ALONE,
    ),
    "guillemets": (
        "{\u00ab error \u00bb: \u00ab internal_error -- SIG_BB801 \u00bb}",
        SIGNING_ALONE,
    ),
    "invisible characters and dashes": (
        '{"error": "internal_error \u2014 SIG_\u200bBB801"}',
        SIGNING_ALONE,
    ),
    "percent-encoded": (f"?body={quote_plus(PEN)}", SIGNING_ALONE),
    "base64": (encode(PEN), SIGNING_ALONE),
    "behind times and names": (
        "".join(
            f"2026-11-24T10:00:0{n} pod-{n} | {line}\n"
            for n, line in enumerate(json.dumps(json.loads(HUB), indent=2).splitlines())
        ),
        NOT_FOUND,
    ),
    "partly quoted in mail": (
        'Hi,\n\n> {"title":"SESSION_NOT_FOUND","status":404,\n> "detail":"x"}\nBest, Ola',
        NOT_FOUND,
    ),
    # Lines of logs
    "JSON with the body as a string": (
        json.dumps({"level": "error", "status_code": 500, "body": PEN}),
        SIGNING,
    ),
    "JSON in JSON in JSON": (
        json.dumps({"log": json.dumps({"msg": json.dumps({"body": PEN, "status": 500})})}),
        SIGNING,
    ),
    "lines of JSON": (
        '{"level":"info","msg":"ok"}\n'
        + json.dumps({"level": "error", "body": json.loads(HUB_UNAVAILABLE), "status": 503}),
        UNAVAILABLE,
    ),
    "status in another branch": (
        json.dumps({"attributes": {"http": {"status_code": 500}}, "message": f"failed: {PEN}"}),
        SIGNING,
    ),
    "dotted keys": (
        json.dumps({"http.response.status_code": 500, "http.response.body.content": PEN}),
        SIGNING,
    ),
    "logfmt": (f'level=error status=500 body={json.dumps(PEN)} msg="it failed"', SIGNING),
    "logfmt with the fields": (
        'level=error error="internal_error -- SIG_BB801" error_reference=4f1a-22 status=500',
        SIGNING,
    ),
    "braces before the body": (
        f"[http-1] {{traceId=8f1c, spanId=77}} call failed: {HUB}",
        NOT_FOUND,
    ),
    "a sentence before the body": (f"IDHub returned 503:\n{HUB_UNAVAILABLE}\n", UNAVAILABLE),
    "a log of an HTTP client before the body": (
        f'INFO HTTP Request: POST https://a/b "HTTP/1.1 503 x"\n{HUB_UNAVAILABLE}',
        UNAVAILABLE,
    ),
    # What the SDK printed
    "str": (PRINTED, NOT_FOUND),
    "str in a line of a log": (f"ERROR:signing:{PRINTED}", NOT_FOUND),
    "traceback": (
        (
            'Traceback (most recent call last):\n  File "/app/x.py", line 50, in session\n'
            f"    raise_for_error(response)\nspecimen_errors.idhub.SessionNotFoundError: {PRINTED}"
        ),
        NOT_FOUND,
    ),
    "str, wrapped": (PRINTED.replace("this ID.", "this\nID."), NOT_FOUND),
    "repr": (
        "error=SessionNotFoundError(status=404, code='SESSION_NOT_FOUND', timestamp='t')",
        NOT_FOUND,
    ),
    "log fields": (json.dumps(idhub.parse(status=404, body=HUB).log_fields()), NOT_FOUND),
    "log fields as a dict": (str(idhub.parse(status=404, body=HUB).log_fields()), NOT_FOUND),
    "log fields in logfmt": (
        "failed code=SESSION_NOT_FOUND error_type=SessionNotFoundError provider=idhub status=404",
        NOT_FOUND,
    ),
    "problem document": (
        json.dumps(idhub.parse(status=404, body=HUB).to_problem()),
        ("IDHub: SESSION_NOT_FOUND", None),
    ),
    "URN": (
        "see urn:problem-type:specimen_errors:idhub:session-not-found.",
        ("IDHub: SESSION_NOT_FOUND", None),
    ),
    "event of Sentry": (
        json.dumps(
            {
                "request": {"headers": {"Authorization": SECRET}, "data": HUB_UNAVAILABLE},
                "exception": {"values": [{"type": "SessionNotFoundError", "value": PRINTED}]},
                "breadcrumbs": {"values": [{"data": {"status_code": 200, "method": "GET"}}]},
            }
        ),
        NOT_FOUND,
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_form(form: str) -> None:
    """The error is found with its status, and nothing private is printed."""
    pasted, (head, status) = FORMS[form]
    ran = run("parse", stdin=pasted.encode())
    title = head if status is None else f"{head}, HTTP {status}"
    assert (ran.code, ran.out.partition("\n")[0], ran.err) == (0, title, "")
    assert SECRET not in ran.out
    assert "Kari" not in ran.out
    said = json.loads(run("parse", "--json", stdin=pasted.encode()).out)
    assert (said["status"], said["reading"], len(said["found"])) == (status, "documented", 1)


@pytest.mark.parametrize("form", [name for name, (text, _) in FORMS.items() if "4f1a" in text])
def test_reference_in_a_form(form: str) -> None:
    """The reference to quote to support is also read."""
    ran = run("parse", stdin=FORMS[form][0].encode())
    if "4f1a-22" in FORMS[form][0].replace("\n", ""):
        assert "error_reference: 4f1a-22" in ran.facts()["Quote"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_form_in_other_encodings(form: str, encoding: str) -> None:
    """Windows line endings and encodings, and terminal colors, make no difference."""
    pasted, _ = FORMS[form]
    plain = run("parse", stdin=pasted.encode())
    ended = pasted.replace("\n", "\r\n")
    colored = "\n".join(f"\x1b[1;31m{line}\x1b[0m" for line in pasted.split("\n"))
    assert run("parse", stdin=ended.encode(encoding)).out == plain.out
    assert run("parse", stdin=colored.encode(encoding)).out == plain.out


@pytest.mark.parametrize(
    "pasted",
    [
        json.dumps([{"ts": 1, "body": json.loads(PEN)}, {"ts": 2, "body": json.loads(HUB)}]),
        json.dumps({"events": [{"message": f"{'x' * 99} {PEN}"}, {"message": HUB}]}),
        json.dumps({"log": f"HTTP/1.1 500 x\n\n{PEN}\n\nHTTP/1.1 404 x\n\n{HUB}"}),
    ],
)
def test_last_error_of_a_record(pasted: str) -> None:
    """Errors inside one value are listed in the order of the text."""
    said = json.loads(run("parse", "--json", stdin=pasted.encode()).out)
    assert said["code"] == "SESSION_NOT_FOUND"
    assert [error["code"] for error in said["found"]] == ["SIG_BB801", "SESSION_NOT_FOUND"]


@pytest.mark.parametrize(
    "pasted",
    [
        f'[{{"status":404,"err":"a"}},{{"body":{PEN}}}]',
        f'{{"events":[{{"message":{HUB}}},{{"message":{json.dumps("z " + PEN)}}}]}}',
        f'{{"order":{{"status":404}},"error_body":{PEN}}}',
        f'{{"healthcheck":{{"statusCode":503}},"body":{PEN}}}',
        f'{{"status":200,"data":{PEN}}}',
        f'HTTP/1.1 200 OK\n\n{{"hits":[{{"_source":{{"message":{json.dumps(PEN)}}}}}]}}',
        f'HTTP/1.1 502 Bad Gateway\n\n{{"cause":{PEN}}}',
        f"HTTP/1.1 404 Not Found\n\nwe also saw {PEN}",
        f"the job processed 500 rows and then {PEN}",
        f"got 404 users, then {PEN} (exit status 500)",
        f"invoice with 500 EUR: {PEN}",
        f"status=503ms {PEN}",
        f"order status 404 {PEN}",
        f"exitStatusCode=413 {PEN}",
    ],
)
def test_status_of_something_else(pasted: str) -> None:
    """Numbers of other records, other responses and other things are not the HTTP status."""
    found = json.loads(run("parse", "--json", stdin=pasted.encode()).out)["found"]
    assert [error["status"] for error in found if error["code"] == "SIG_BB801"] == [None]


@pytest.mark.parametrize(
    "status",
    [
        *("HTTP 500", "HTTP/1.1 500 x", "status=500", "status: 500", "http_code=500"),
        *("status code: 500", "500 Internal Server Error", "500 (Internal Server Error)"),
        *(
            "500, message='Internal Server Error'",
            "<Response [500]>",
            "<-- 500",
            "<status>500</status>",
        ),
        *(
            "it returned 500:",
            "we got a 500 from them",
            "failed with status code 500",
            "answered 500.",
        ),
    ],
)
def test_status_in_a_sentence(status: str) -> None:
    """The status next to a body is read as people and tools write it."""
    for pasted in (f"{status} {PEN}", f"{status}\n{PEN}", f"{PEN}\n{status}\n"):
        assert run("parse", stdin=pasted.encode()).out.startswith("Autograph: SIG_BB801, HTTP 500")


SENT = '{"error":"invalid_request -- SIG-BB607","error_reference":"' + SECRET + '"}'


@pytest.mark.parametrize(
    "request_",
    [
        f"kari@host:~$ curl https://a.example/x -d '{SENT}'",
        f"time curl -X POST https://a.example/x --data-raw '{SENT}'",
        f"run `curl https://a.example -d '{SENT}'` first",
        f"http POST https://a.example/x '{SENT}'",
        (
            f'Invoke-WebRequest -Uri "https://a.example" -Headers @{{\n"a"="{SECRET}"\n}} '
            f"-Body '{SENT}'"
        ),
        f"=> Send data, 90 bytes (0x5a)\n0000: {SENT}\n<= Recv header, 9 bytes",
        f"--> POST https://a.example/x\nX-Token: {SECRET}\n\n{SENT}\n--> END POST (90-byte body)",
        f"send: b'POST / HTTP/1.1\\r\\n\\r\\n{SENT}'",
        f"requests.post(url, json={SENT})",
        f"DEBUG request={SENT}",
        f"sent: {SENT}",
        f"POST /x HTTP/1.1\nHost: a\n\n{SENT}\nHTTP/1.1 200 OK\n\n",
        json.dumps({"config": {"method": "post", "data": SENT}}),
        json.dumps({"payload": json.loads(SENT)}),
        json.dumps({"request": {"body": SENT}, "status": 500}),
    ],
)
def test_request_is_not_a_response(request_: str) -> None:
    """A body that was sent is neither attributed nor shown, alone or next to the response."""
    for form in ((), ("--json",)):
        ran = run("parse", *form, stdin=request_.encode())
        assert ran.code == 2
        assert SECRET not in ran.out + ran.err
        ran = run("parse", *form, stdin=f"{request_}\n\n{HUB}\n".encode())
        assert ran.code == 0
        assert "SESSION_NOT_FOUND" in ran.out
        assert SECRET not in ran.out
        assert "607" not in ran.out


@pytest.mark.parametrize(
    "prose",
    [
        f"curl doesn't work, I get this:\n{PEN}\nIt's been an hour.",
        f"http call failed {PEN}",
        f"https is fine, but {PEN}",
    ],
)
def test_prose_is_not_a_command(prose: str) -> None:
    """Words that are also names of commands do not hide an error."""
    assert run("parse", stdin=prose.encode()).out.startswith("Autograph: SIG_BB801")


@pytest.mark.parametrize(
    "text",
    [
        "azure.core.exceptions.ResourceNotFoundError(status=404, code='BlobNotFound')",
        "jwt.exceptions.InvalidTokenError(code='x')",
        "ForbiddenError(status=403)",
        "ForbiddenError(status=403, code='quota')",
        '{"provider":"idhub","error_type":"timeout","status":503}',
        '{"provider":"seal","error_type":"TimeoutError"}',
        "Seal forbidden: you may not do that",
        "Seal not_found: it is gone",
        "Seal status (HTTP 404): gone fishing",
        '{"message":"x","errors":{"conflict":["y"]}}',
        '{"errors":{"forbidden":{"title":"x"}}}',
        '{"error":"internal_error","message":"boom"}',
        "level=error error=internal_error status=500",
        '{"title":"PROVIDER_TIMEOUT","status":504,"type":"https://acme.example/e"}',
        "title: SYSTEM_OVERVIEW\nstatus: draft\n",
        '{"title":"AUTH_GUIDE","status":200}',
        '{"items":[{"title":"SESSION_NOT_FOUND","price":404}]}',
        '{"error":"internal_error -- SI',
    ],
)
def test_others_are_not_claimed(text: str) -> None:
    """Exceptions, log fields, sentences and bodies of other systems are not attributed."""
    ran = run("parse", stdin=text.encode())
    assert (ran.code, ran.out.partition(":")[0].strip()) in {(2, ""), (2, "Unknown provider")} or (
        ran.code == 2 and ran.out.startswith("Unknown provider")
    )


def test_code_mentioned_in_an_unknown_page() -> None:
    """If no error is understood, codes in the text are still suggested."""
    pasted = 'error":"internal_error -- SIG_BB801","x'
    assert "`explain SIG_BB801`?" in run("parse", stdin=pasted.encode()).err


def test_log_with_thousands_of_similar_objects() -> None:
    """An error is found before thousands of objects that only share a key with it."""
    other = '{"level":"info","error":null,"msg":"done"}\n' * 6_000
    assert run("parse", stdin=f"{PEN}\n{other}".encode()).out.startswith("Autograph: SIG_BB801")
    other = '{"level":"info","msg":"done","user":{"id":5}}\n' * 25_000
    assert run("parse", stdin=f"{PEN}\n{other}".encode()).out.startswith("Autograph: SIG_BB801")


def test_status_option_outranks_the_paste() -> None:
    """`--status` replaces the status of a response and of a printed error."""
    for pasted in (HUB, f"HTTP/1.1 404 x\n\n{HUB}", PRINTED):
        ran = run("parse", "--status", "410", stdin=pasted.encode())
        assert ran.out.startswith("IDHub: SESSION_NOT_FOUND, HTTP 410")


def test_wait_beside_a_body() -> None:
    """`Retry-After` is read from heads, HAR files and records."""
    record = {"status": 503, "headers": {"Retry-After": "9"}, "body": HUB_UNAVAILABLE}
    for pasted in (
        f"HTTP/1.1 503 x\nRetry-After: 9\n\n{HUB_UNAVAILABLE}",
        json.dumps(record),
        json.dumps({**record, "headers": [["retry-after", 9]]}),
        json.dumps({**record, "headers": {"retry-after": ["9"]}}),
    ):
        facts = run("parse", stdin=pasted.encode()).facts()
        assert facts["Wait"] == "9 s; the response asks for it."
    waited = run("parse", stdin=build_har((503, {"text": HUB_UNAVAILABLE})).encode()).facts()[
        "Wait"
    ]
    assert waited == "7 s; the response asks for it."


def test_status_of_the_body_outranks_that_of_the_record() -> None:
    """The status in the body wins, because a record may have the application's status."""
    record = json.dumps({"status": 500, "body": HUB})
    assert run("parse", stdin=record.encode()).out.startswith("IDHub: SESSION_NOT_FOUND, HTTP 404")


def test_several_errors_are_listed() -> None:
    """Each error is listed once with its last line, and the last one is explained."""
    pasted = f"{PEN}\n{HUB}\n{HUB_UNAVAILABLE} status=503\n\n{HUB}\n".encode()
    ran = run("parse", stdin=pasted)
    assert ran.out.splitlines()[:6] == [
        "3 different errors found; the last one is explained.",
        "",
        "line 1  Autograph: SIG_BB801",
        "line 3  IDHub: PROVIDER_UNAVAILABLE, HTTP 503",
        "line 5  IDHub: SESSION_NOT_FOUND, HTTP 404 (2 times)",
        "",
    ]
    assert ran.out.splitlines()[6] == "IDHub: SESSION_NOT_FOUND, HTTP 404"
    found = json.loads(run("parse", "--json", stdin=pasted).out)["found"]
    assert [(error["line"], error["times"], error["code"]) for error in found] == [
        (1, 1, "SIG_BB801"),
        (3, 1, "PROVIDER_UNAVAILABLE"),
        (5, 2, "SESSION_NOT_FOUND"),
    ]
    assert found[2]["class"] == "specimen_errors.idhub.SessionNotFoundError"


def test_an_error_inside_an_error_is_part_of_it() -> None:
    """An object inside a documented body is not another error."""
    body = json.loads(HUB) | {"context": json.loads(HUB_UNAVAILABLE)}
    ran = run("parse", stdin=json.dumps(body).encode())
    assert ran.out.startswith("IDHub: SESSION_NOT_FOUND, HTTP 404\n")


def test_undocumented_code_that_was_printed() -> None:
    """An error that was printed with an undocumented code keeps its class and its advice."""
    error = idhub.parse(status=409, body='{"title": "SESSION_LOCKED"}')
    for printed in (str(error), repr(error), json.dumps(error.log_fields())):
        ran = run("parse", stdin=printed.encode())
        assert (ran.code, ran.out.partition("\n")[0]) == (
            1,
            "IDHub: not a documented error, HTTP 409",
        )
        name = "specimen_errors.idhub.UndocumentedSessionConflictError"
        assert ran.facts()["Class"] == name


def test_kind_that_was_printed() -> None:
    """A problem document with only a kind gets the usual advice for that kind."""
    problem = specimen_errors.UnavailableError().to_problem()
    ran = run("parse", stdin=json.dumps(problem).encode())
    assert (ran.code, ran.out.partition("\n")[0]) == (2, "Unknown provider")
    assert ran.facts()["Kind"] == "unavailable (derived)"


@pytest.mark.parametrize("provider", specimen_errors.PROVIDERS)
def test_every_printed_error_is_read(provider: str) -> None:
    """`parse` reads `str`, `repr`, `log_fields` and problem documents of every error."""
    for cls in specimen_errors.PROVIDERS[provider].load().ERRORS.values():
        error = cls()
        name = f"{cls.__module__}.{cls.__qualname__}"
        for printed in (
            f"{name}: {error}",
            str(error),
            repr(error),
            json.dumps(error.log_fields()),
            str(error.to_problem()["type"]),
        ):
            said = json.loads(run("parse", "--json", stdin=printed.encode()).out)
            if said["reading"] == "ambiguous":
                assert name in said["candidates"]
            else:
                assert said["class"] == name, printed


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"msg": PRINTED, "user": "Kari Nordmann", "token": SECRET, "tags": ["a"]}),
        f"{PRINTED} user=[Kari Nordmann] token=[{SECRET}]",
        PRINTED.removesuffix("]") + f"\n[user=Kari Nordmann] [token={SECRET}]",
        PRINTED.removesuffix("]") + f" user=Kari Nordmann token={SECRET}",
        f"SessionNotFoundError(status=404, code='SESSION_NOT_FOUND', timestamp='t') ({SECRET})",
        f"SessionNotFoundError(status=404, code='SESSION_NOT_FOUND', timestamp='t' user={SECRET})",
        f"SessionNotFoundError(status=404, code='SESSION_NOT_FOUND', timestamp='t {SECRET}",
    ],
)
def test_text_beside_a_printed_error_is_not_shown(text: str) -> None:
    """Only the fields of a printed error are read, and not the rest of the line."""
    for form in ((), ("--json",)):
        ran = run("parse", *form, stdin=text.encode())
        assert "SESSION_NOT_FOUND" in ran.out
        assert SECRET not in ran.out
        assert "Kari" not in ran.out


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
def test_printed_error_that_is_wrapped(width: int) -> None:
    """An error that a terminal or a logger broke into lines is one error with its fields."""
    error = autograph.parse(status=500, body=PEN)
    wrapped = "\n".join(textwrap.wrap(f"autograph.Internal801Error: {error}", width))
    ran = run("parse", stdin=f"Traceback:\n{wrapped}\n".encode())
    assert (ran.code, ran.out.partition("\n")[0]) == (0, "Autograph: SIG_BB801, HTTP 500")
    assert "error_reference: 4f1a-22" in ran.facts()["Quote"]


def test_sentence_about_a_provider_is_not_an_error() -> None:
    """A provider's title before a colon is not an error."""
    for sentence in (
        "IDHub error: connection refused",
        "IDHub call failed: x",
        "IDHub (HTTP 404): x",
    ):
        assert run("parse", stdin=sentence.encode()).out.startswith(("", "Unknown provider"))
        assert "IDHub:" not in run("parse", stdin=sentence.encode()).out


@pytest.mark.parametrize(
    "text",
    [
        '{"jsonrpc": "2.0", "error": {"code": -32600, "message": "x"}, "id": 1}',
        '{"error": {"code": 404, "message": "x", "status": "NOT_FOUND"}}',
        '{"message": "x", "errors": [{"code": "required"}]}',
        '{"title": "A page", "body": "words"}',
        "{{ template }} {not json} ${shell} { css: 1px }",
        "key=value other=value",
        "Dear all, the sum is 404 kroner.",
    ],
)
def test_other_text_is_not_claimed(text: str) -> None:
    """JSON and text from elsewhere are not attributed to a provider."""
    ran = run("parse", stdin=text.encode())
    assert ran.code == 2
    assert not ran.out or ran.out.startswith("Unknown provider")


LONG = 2_500_000
"""More characters than are searched for loose values, and more than a window."""

LINES = (
    f"{HUB}\n",
    '{"ts":"2026-11-24T10:00:00Z","msg":"ok","http":{"status":200}}\n',
    "2026-11-21 INFO [http-1] {traceId=8f1c, spanId=77} done status=200\n",
    "{\"a\":1} {'a':1}\n",
)
PIECES = (
    *("{", "[", '{"', '{"a":', "{a=", '{\\"a\\": ', '{"a":1} ', "HTTP/1.1 404 x\n\n"),
    *("> GET /x HTTP/1.1\n", "a=b ", "a: b\n", "\x1b]0;", "SomeError(status=", "a.", "IDHub x "),
    *("curl -d 'x", 'fetch("a",{\'\\"', "https://a?b=c ", "\n", " ", ",", "status ", "a", "| "),
    *(
        "urn:problem-type:specimen_errors:idhub:x ",
        "&quot;",
        "\\",
        "map[a:",
        "--> GET x\n",
        "=> Send x\n",
    ),
    *(f"{'a' * 1990}: IDHub x (HTTP 500): \n", "pod-1 | {\n", "%7B%22"),
)


def parse_long(piece: str, end: bytes) -> Ran:
    """Parse a long paste, which takes at most a few seconds."""
    pasted = piece.encode() * (LONG // len(piece)) + end
    started = time.process_time()
    ran = run("parse", stdin=pasted)
    assert time.process_time() - started < 12
    return ran


@pytest.mark.parametrize("piece", LINES)
def test_long_log(piece: str) -> None:
    """The last error of an ordinary log is found, however long the log is."""
    ran = parse_long(piece, IDHUB + b"\n")
    assert ran.out.startswith("IDHub: SESSION_NOT_FOUND, HTTP 404")


@pytest.mark.parametrize("piece", PIECES)
def test_long_paste(piece: str) -> None:
    """Anything else is read in the same time."""
    assert parse_long(piece, b"\n\n" + IDHUB + b"\n").code in {0, 2}


def test_long_log_ends_with_its_error() -> None:
    """Only the end of a very long log is searched, and a message says so."""
    line = b'{"ts":"2026-11-24T10:00:00Z","msg":"ok","http":{"status":200}}\n'
    ran = run("parse", stdin=line * 60_000 + IDHUB)
    assert (ran.code, ran.out.partition("\n")[0]) == (0, "IDHub: SESSION_NOT_FOUND, HTTP 404")
    assert ran.err == "The input is too long; only part of it, mostly the end, was searched.\n"


def test_printed_errors_of_other_sdks(golden: Mapping[str, ModuleType]) -> None:
    """Printed errors of every golden SDK are attributed to their provider."""
    for name, module in golden.items():
        for cls in module.ERRORS.values():
            ran = run("parse", "--json", stdin=str(cls()).encode(), package=import_main(module))
            assert json.loads(ran.out)["provider"] == name


FULL = b"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nRetry-After: 7\r\n\r\n" + IDHUB


@pytest.mark.parametrize(
    ("pasted", "status"),
    [
        (FULL, 404),
        (FULL.replace(b"\r\n", b"\n"), 404),
        (b"$ curl -i https://api.example/s/1\n" + FULL, 404),
        (FULL.replace(b"HTTP/1.1", b"HTTP/2"), 404),
        (b"\xef\xbb\xbf" + FULL, 404),
        (FULL.decode().encode("utf-16"), 404),
        (b"    " + FULL.replace(b"\n", b"\n    "), 404),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + FULL, 404),
        (b"HTTP/1.1 200 Connection established\r\n\r\n" + FULL, 404),
        (b"HTTP/1.1 301 Moved\r\nLocation: /s/2\r\n\r\n" + FULL, 404),
        (FULL.replace(b"\r\n\r\n", b"\r\n"), 404),
        (FULL.replace(b"Not Found\r\n", b"Not Found\r\nX-A: b\r\n  c: d\r\n"), 404),
        (b":status: 404\ncontent-type: application/json\n\n" + IDHUB, 404),
        (b"content-type: application/json\n\n" + IDHUB, 404),
        (b"2026-01-31 12:00:00 ERROR idhub answered " + IDHUB + b" in 3 s\n", 404),
        (b"\n\n  " + IDHUB + b"\n\n", 404),
        (
            b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"a;x=y\r\n" + IDHUB[:10] + b"\r\n%x\r\n" % len(IDHUB[10:]) + IDHUB[10:] + b"\r\n0\r\n",
            404,
        ),
        (b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n" + IDHUB, 404),
        (
            b"*   Trying 127.0.0.1:443...\n> GET /s/1?q=a HTTP/1.1\n> Host: api.example\n>\n"
            b"* Request completely sent off\n< HTTP/1.1 301 Moved\n< Location: /s/2\n<\n"
            b"* Ignoring the response-body\n> GET /s/2 HTTP/1.1\n> \n< HTTP/1.1 404 Not Found\n"
            b"* a remark\n< Content-Type: application/json\n< \n{ [98 bytes data]\n"
            + IDHUB
            + b"* Connection #0 to host api.example left intact\n",
            404,
        ),
        (
            b"  % Total    % Received % Xferd  Average Speed\n\r  0     0    0     0* Trying\n"
            b"> GET /s/1 HTTP/1.1\r\n> \r\n< HTTP/1.1 404 Not Found\r\n< Server: a\r\n< \r\n"
            b"{ [98 bytes data]\n\r100   98  100   98    0     0  27672      0 --:--:-- 31125\n"
            b"* Connection #0 to host api.example left intact\n" + IDHUB,
            404,
        ),
    ],
)
def test_parse_of_each_form_of_response(pasted: bytes, status: int, tmp_path: Path) -> None:
    """Status, headers and body are found in the output of servers, curl and browsers."""
    ran = run("parse", "--json", stdin=pasted)
    assert (ran.code, ran.err) == (0, "")
    said = json.loads(ran.out)
    assert (said["code"], said["status"]) == ("SESSION_NOT_FOUND", status)
    assert said["reason"] == "no other provider documents this code in a response like this"
    (tmp_path / "response").write_bytes(pasted)
    assert run("parse", "--json", str(tmp_path / "response")).out == ran.out

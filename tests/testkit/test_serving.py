"""The local server: any documented error on request, intact or malformed, over real sockets."""

from __future__ import annotations

import gc
import gzip
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote

import httpx
import pytest

import specimen_errors
from specimen_errors import idhub
from specimen_errors._runtime.test_kit.malformed import VARIANTS
from specimen_errors.testing import ErrorServer, ExampleResponse, example_responses
from tests.registries import Generate

PROVIDERS = list(specimen_errors.PROVIDERS)
ALL = [example for name in PROVIDERS for example in example_responses(name)]
NAME = "idhub/SESSION_NOT_FOUND"
[EXAMPLE] = [example for example in ALL if f"{example.provider}/{example.id}" == NAME]


@pytest.fixture(scope="module")
def server() -> Iterator[ErrorServer]:
    with ErrorServer() as running:
        yield running


@pytest.fixture(scope="module")
def client(server: ErrorServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=10) as opened:
        yield opened


def parse(response: httpx.Response, provider: str = "idhub") -> specimen_errors.ApiError:
    error: specimen_errors.ApiError = (
        specimen_errors.PROVIDERS[provider]
        .load()
        .parse(status=response.status_code, headers=response.headers, body=response.content)
    )
    return error


def connect(server: ErrorServer) -> socket.socket:
    """Return an open connection to a server."""
    host, port = server.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=10)


def send(server: ErrorServer, data: bytes, *, end: bool = True) -> bytes:
    """Send bytes over a socket, and return everything that arrives until the connection ends."""
    with connect(server) as connection:
        connection.sendall(data)
        if end:
            connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as answers:
            return answers.read()


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
def test_each_example_arrives(server: ErrorServer, client: httpx.Client, provider: str) -> None:
    """Each example arrives with its status, headers and exact body, and is read as its error."""
    for example in example_responses(provider):
        response = client.get(server.url_of(example))
        assert response.status_code == example.status
        assert response.content == example.body
        assert (
            response.headers.items() >= {k.lower(): v for k, v in example.headers.items()}.items()
        )
        assert type(parse(response, provider)) is example.error


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"/{NAME}", {}),
        (f"/{NAME}?x=1#y", {}),
        ("/idhub/SESSION%5fNOT_FOUND", {}),
        (f"/?error={NAME}", {}),
        (f"/v1/sessions/17?error={NAME}&x=%00", {}),
        ("/v1/sessions/17?error=idhub%2FSESSION_NOT_FOUND", {}),
        ("/v1/sessions/17", {"X-Error": NAME}),
        ("/seal/forbidden?error=seal/conflict", {"x-error": f"/{NAME}"}),
        (f"/seal/forbidden?error={NAME}", {}),
        (f"/seal/forbidden?error={NAME}&error=seal/conflict", {}),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "QUERY"])
def test_error_is_named_by_header_query_or_path(
    client: httpx.Client, method: str, path: str, headers: dict[str, str]
) -> None:
    """The header names the error, otherwise the query or the path, for any method and any path."""
    response = client.request(method, path, headers=headers, content=b"x" * 100)
    assert (response.status_code, response.content) == (404, EXAMPLE.body)


def test_full_url_as_proxies_receive_it(server: ErrorServer) -> None:
    """The path is read from a full URL, as proxies receive it."""
    said = send(server, f"GET http://api.example/{NAME} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert said.endswith(EXAMPLE.body)


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/idhub/SESSION_NOT_FUND", "/idhub/SESSION_NOT_FOUND"),
        ("/idhub/session_not_found", "/idhub/SESSION_NOT_FOUND"),
        ("/autograph/SIG_BB607", "/autograph/SIG-BB607"),
        ("/idhbu", "/idhub"),
        ("/idhbu/SESSION_NOT_FOUND", "/idhub"),
        ("/?error=sael/forbidden", "/seal"),
        ("/?error=", "/autograph"),
        ("/v1/sessions", "/autograph"),
    ],
)
def test_name_that_is_unknown(client: httpx.Client, path: str, nearest: str) -> None:
    """An unknown name is answered with a problem document that lists the nearest names."""
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem.items() >= {"type": "about:blank", "title": "Not Found", "status": 404}.items()
    assert problem["nearest"][0] == nearest


# --- options -------------------------------------------------------------------------------------


def test_delay(client: httpx.Client) -> None:
    """A delayed answer arrives later, and delays no other answer."""
    start = time.monotonic()
    late = threading.Thread(target=client.get, args=(f"/{NAME}?delay=0.4",))
    late.start()
    client.get(f"/{NAME}")
    assert time.monotonic() - start < 0.4
    late.join()
    assert time.monotonic() - start >= 0.4


def test_retry_after(client: httpx.Client) -> None:
    """The answer asks the client to wait, and the SDK reads that."""
    response = client.get("/idhub/PROVIDER_UNAVAILABLE?retry_after=30")
    assert response.headers["Retry-After"] == "30"
    assert specimen_errors.retry_delay(parse(response)) == 30.0


@pytest.mark.parametrize(
    "wish",
    [
        *("delay=-1", "delay=61", "delay=nan", "delay=1e1", "delay=", "delay=%d9%a1", "delay=+1"),
        *("retry_after=a", "retry_after=99999999", "retry_after=1%0d%0aX:1", "malformed=html5"),
    ],
)
def test_option_that_is_invalid(client: httpx.Client, wish: str) -> None:
    """An invalid option is answered at once with a problem document that says what was expected."""
    response = client.get(f"/{NAME}?{wish}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "Retry-After" not in response.headers
    assert wish.partition("=")[0].split("_")[0] in response.json()["detail"]


def test_further_example_of_an_error(server: ErrorServer, client: httpx.Client) -> None:
    """A further example has its own URL, which the list also has."""
    first, further = (
        example for example in example_responses("autograph") if example.id == "invalid_token"
    )
    place = "/autograph/invalid_token?envelope=challenge"
    assert server.url_of(further) == f"{server.url}{place}"
    assert server.url_of(further, delay=0) == f"{server.url}{place}&delay=0"
    response = client.get(place)
    assert (response.status_code, response.content) == (401, b"")
    assert response.headers["WWW-Authenticate"] == further.headers["WWW-Authenticate"]
    assert type(parse(response, "autograph")) is further.error
    for query in ("", "?envelope=json"):
        assert client.get(f"/autograph/invalid_token{query}").content == first.body
    urls = [example["url"] for example in client.get("/autograph").json()["errors"]]
    assert place in urls
    assert "/autograph/invalid_token" in urls


@pytest.mark.parametrize("envelope", ["", "jsn", "challenge"])
def test_envelope_without_an_example(client: httpx.Client, envelope: str) -> None:
    """If an error has no example in an envelope, the answer names those in which it has one."""
    response = client.get(f"/autograph/SIG_BB600?envelope={envelope}")
    assert response.status_code == 400
    assert f"envelope {envelope!r}" in response.json()["detail"]
    assert response.json()["known"] == ["json"]


EXPECTED: dict[str, Any] = {
    "bom": lambda body: b"\xef\xbb\xbf" + body,
    "deep": lambda _: b"[" * 100_000 + b"]" * 100_000,
    "empty": lambda _: b"",
    "list": lambda body: b"[" + body + b"]",
    "null": lambda _: b"null",
    "trailing": lambda body: body + b"\n<!-- 4 ms -->",
    "truncated": lambda body: body[: len(body) // 2],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_body_of_malformed_response(client: httpx.Client, name: str) -> None:
    """The body is malformed in the way that the variant describes."""
    response = client.get(f"/{NAME}?malformed={name}")
    assert response.content == EXPECTED[name](EXAMPLE.body)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        *(("html", "text/html"), ("text", "text/plain"), ("wrong-types", "application/json")),
        ("charset", "application/json; charset=utf-8"),
        ("utf-16", "application/json; charset=utf-16"),
    ],
)
def test_media_type_of_malformed_response(client: httpx.Client, name: str, media_type: str) -> None:
    """The media type is that of the body, or a wrong one."""
    response = client.get(f"/{NAME}?malformed={name}")
    assert response.headers.get_list("Content-Type") == [media_type]


def test_malformed_charsets_and_compression(client: httpx.Client) -> None:
    """Charsets and compression match the names of their variants."""
    body = {
        name: client.get(f"/{NAME}?malformed={name}").content
        for name in VARIANTS
        if name != "dropped"
    }
    assert gzip.decompress(body["gzip"]) == EXAMPLE.body
    assert body["gzip"][4:8] == bytes(4)  # Without a timestamp, so it is the same each time.
    assert body["utf-16"].decode("utf-16").encode() == EXAMPLE.body
    assert json.loads(body["charset"].decode("latin-1"))["title"] == EXAMPLE.id
    with pytest.raises(UnicodeDecodeError):
        body["charset"].decode()
    assert b"<h1>404 Not Found</h1>" in body["html"]
    wrong, right = json.loads(body["wrong-types"]), json.loads(EXAMPLE.body)
    assert wrong.keys() == right.keys()
    assert all(type(wrong[key]) is not type(right[key]) for key in right if right[key] != {})


def test_dropped_connection(server: ErrorServer) -> None:
    """Half of the body arrives, then nothing, and clients raise their own error."""
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(server.url_of(EXAMPLE, malformed="dropped"))
    said = send(server, f"GET /{NAME}?malformed=dropped HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    head, _, body = said.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(EXAMPLE.body)}".encode() in head.splitlines()
    assert body == EXAMPLE.body[: len(EXAMPLE.body) // 2]


@pytest.mark.parametrize("name", sorted(set(VARIANTS) - {"dropped"}))
def test_every_example_malformed(server: ErrorServer, client: httpx.Client, name: str) -> None:
    """A malformed example keeps its status, and is parsed as an error of the provider."""
    for example in ALL[:: len(PROVIDERS)]:
        response = client.get(server.url_of(example, malformed=name))
        assert response.status_code == example.status
        error = parse(response, example.provider)
        assert error.status == example.status
        assert specimen_errors.PROVIDERS[example.provider].base in {
            c.__name__ for c in type(error).__mro__
        }


@pytest.mark.parametrize(
    "wishes", [{"delay": 100.0}, {"retry_after": -1}, {"malformed": "html5"}], ids=str
)
def test_url_with_an_invalid_option(server: ErrorServer, wishes: dict[str, Any]) -> None:
    """An invalid option is rejected when the URL is built."""
    with pytest.raises(
        ValueError, match=r"Expected \w+ to be seconds from 0|Unknown value for malformed: 'html5'"
    ):
        server.url_of(EXAMPLE, **wishes)


def test_url_with_options(server: ErrorServer) -> None:
    """The URL is readable, and can be pasted into a command line."""
    url = server.url_of(EXAMPLE, delay=0.5, retry_after=3, malformed="html")
    assert url == f"{server.url}/{NAME}?delay=0.5&retry_after=3&malformed=html"


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "is_text"),
    [
        *((None, False), ("*/*", False), ("text/html, */*;q=0.8", False), ("text/plain", True)),
        *(("text/*", True), ("application/json, text/plain", False), ("", False)),
        *(("application/json;q=0.5, text/plain", True), ("text/plain;q=0", False)),
        *(("application/json;q=0, */*", True), (";;,=,q=;q=2", False)),
    ],
)
@pytest.mark.parametrize("path", ["/", "/idhub", "/idhub/", "/?x=1"])
def test_list_is_json_or_text(
    client: httpx.Client, path: str, accept: str | None, *, is_text: bool
) -> None:
    """Clients that prefer text get text, and all others JSON."""
    headers = {} if accept is None else {"Accept": accept}
    response = client.get(path, headers=headers)
    media_type = "text/plain; charset=utf-8" if is_text else "application/json"
    assert (response.status_code, response.headers["Content-Type"]) == (200, media_type)
    assert ("idhub/RESOURCE_CONFLICT" if "idhub" in path else "malformed") in response.text


def test_list_of_all(client: httpx.Client) -> None:
    """The list has the providers, and each way to be malformed with its description."""
    listed = client.get("/").json()
    assert {name: provider["examples"] for name, provider in listed["providers"].items()} == {
        name: len(example_responses(name)) for name in PROVIDERS
    }
    assert listed["malformed"].keys() == VARIANTS.keys()
    assert all(text.endswith(".") for text in listed["malformed"].values())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_list_of_a_provider(client: httpx.Client, provider: str) -> None:
    """The list has each example, its made-up parts, and its URL."""
    errors = client.get(f"/{provider}").json()["errors"]
    assert [
        (entry["id"], entry["class"], entry["status"], tuple(entry["made_up"])) for entry in errors
    ] == [(e.id, e.error.__name__, e.status, e.made_up) for e in example_responses(provider)]
    for entry in errors[:3]:
        assert client.get(entry["url"]).status_code == entry["status"]
    text = client.get(f"/{provider}", headers={"Accept": "text/plain"}).text
    assert [line.split()[0] for line in text.splitlines()] == [entry["url"] for entry in errors]


# --- HTTP ----------------------------------------------------------------------------------------


def test_head_has_no_body(server: ErrorServer) -> None:
    """HEAD returns the headers of the body, and keeps the connection open."""
    with closing(http.client.HTTPConnection(server.url.removeprefix("http://"))) as connection:
        for path in (f"/{NAME}", "/", "/nowhere"):
            connection.request("GET", path)
            got = connection.getresponse()
            length = len(got.read())
            connection.request("HEAD", path)
            head = connection.getresponse()
            assert (head.status, head.read()) == (got.status, b"")
            assert head.headers["Content-Length"] == str(length)
    said = send(server, f"HEAD /{NAME} HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
    assert said.endswith(b"\r\n\r\n")


def test_connection_is_kept(server: ErrorServer) -> None:
    """Requests with bodies of every sort can follow each other on one connection."""
    request = f"POST /{NAME} HTTP/1.1\r\nHost: x\r\n"
    chunks = "5\r\nhello\r\n3;x=y\r\nabc\r\n0\r\nTrailer: x\r\n\r\n"
    said = send(
        server,
        f"{request}Content-Length: 200000\r\n\r\n{'x' * 200_000}"
        f"{request}Transfer-Encoding: chunked\r\n\r\n{chunks}"
        f"{request}Content-Length: 0\r\n\r\n"
        f"{request}\r\n"
        f"{request}Connection: close\r\n\r\n"
        f"{request}\r\n".encode(),
    )
    assert said.count(b"HTTP/1.1 404 Not Found\r\n") == 5
    assert said.count(EXAMPLE.body) == 5


def test_client_that_expects_continue(server: ErrorServer) -> None:
    """A client that sends `Expect` is told to continue before it sends the body."""
    head = f"POST /{NAME} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"
    said = send(server, head.encode(), end=True)
    assert said.startswith(b"HTTP/1.1 100 Continue\r\n\r\n")


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/1.1"])
def test_old_client(server: ErrorServer, version: str) -> None:
    """HTTP/1.0 is answered, and its connection closed."""
    said = send(server, f"GET /{NAME} {version}\r\nConnection: close\r\n\r\n".encode(), end=False)
    assert said.endswith(EXAMPLE.body)
    assert b"\r\nConnection: close\r\n" in said


HOSTILE = {
    "nothing": b"",
    "line breaks": b"\r\n\r\n\r\n",
    "bytes": bytes(range(256)) * 40,
    "no end": b"GET /idhub HTTP/9.x\r\n\r\n" + b"x" * 3_000_000,
    "no version": b"GET /idhub\r\n\r\n",
    "bad version": b"GET /idhub HTTP/9.x\r\nX: y\r\n\r\n",
    "new version": b"GET /idhub HTTP/2.0\r\n\r\n",
    "words": b"GET /a b c HTTP/1.1\r\n\r\n",
    "long path": b"GET /idhub/" + b"a" * 60_000 + b" HTTP/1.1\r\nConnection: close\r\n\r\n",
    "longer path": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    "long header": b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    "bad escapes": b"GET /%/%zz%ff%00?%zz=%&error=%ff%00%0d%0aX:%20y HTTP/1.1\r\n\r\n",
    "line break in query": b"GET /?error=idhub/A%0d%0aX-Evil:%201 HTTP/1.1\r\n\r\n",
    "line break in wish": b"GET /seal/conflict?retry_after=1%0d%0aX-Evil:1 HTTP/1.1\r\n\r\n",
    "line break in header": b"GET / HTTP/1.1\r\nX-Error: idhub/A\r\n X-Evil: 1\r\n\r\n",
    "other bytes in header": b"GET / HTTP/1.1\r\nX-Error: \xff\xfe\x00/\xe9\r\n\r\n",
    "brackets": b"GET //[::1/idhub HTTP/1.1\r\n\r\n",
    "address": b"GET http:// HTTP/1.1\r\n\r\n",
    "asterisk": b"OPTIONS * HTTP/1.1\r\n\r\n",
    "tunnel": b"CONNECT x.example:443 HTTP/1.1\r\n\r\n",
    "dots": b"GET /../../etc/passwd HTTP/1.1\r\n\r\n",
    "method": b"X-Evil:\xff /idhub HTTP/1.1\r\n\r\n",
    "bad length": b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    "endless length": b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
    "no length": b"POST / HTTP/1.1\r\nContent-Length: \xb2\r\n\r\n",
    "short body": b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc",
    "bad chunks": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "short chunks": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "huge chunk": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 100 + b"\r\n",
    "unended chunk": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_request(
    server: ErrorServer, data: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """A request may go unanswered, but is never echoed in a head, and the server goes on."""
    said = send(server, data)
    head, _, body = said.partition(b"\r\n\r\n")
    names = [line.partition(b":")[0].decode() for line in head.splitlines()[1:]]
    known = {"Server", "Date", "Content-Type", "Content-Length", "Connection", "Retry-After"}
    assert set(names) <= known
    assert len(names) == len(set(names))
    if said:
        assert head.splitlines()[0] in (
            *(b"HTTP/1.1 200 OK", b"HTTP/1.1 400 Bad Request", b"HTTP/1.1 404 Not Found"),
            *(b"HTTP/1.1 414 Request-URI Too Long", b"HTTP/1.1 414 URI Too Long"),
            *(b"HTTP/1.1 431 Request Header Fields Too Large",),
            b"HTTP/1.1 505 HTTP Version Not Supported",
        )
        json.loads(body)
        assert len(body) < 10_000
    assert send(server, f"GET /{NAME} HTTP/1.1\r\n\r\n".encode()).endswith(EXAMPLE.body)
    assert capfd.readouterr() == ("", "")


def test_client_that_hangs_up(server: ErrorServer, capfd: pytest.CaptureFixture[str]) -> None:
    """A client that hangs up is not reported."""
    for _ in range(3):
        connection = connect(server)
        linger = b"\1\0\0\0\0\0\0\0"
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.sendall(f"GET /{NAME}?malformed=deep HTTP/1.1\r\n\r\n".encode() * 50)
        connection.close()
    assert httpx.get(server.url_of(EXAMPLE)).content == EXAMPLE.body
    assert capfd.readouterr() == ("", "")


def test_many_clients_at_once(server: ErrorServer) -> None:
    """Concurrent clients each get the error that they ask for."""
    wrong: list[ExampleResponse] = []

    def ask(examples: list[ExampleResponse]) -> None:
        with httpx.Client() as client:
            wrong.extend(e for e in examples if client.get(server.url_of(e)).content != e.body)

    threads = [threading.Thread(target=ask, args=(ALL[start::4],)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# --- registries with unusual examples ------------------------------------------------------------

ODD = """
[scopes.orders]
paths = "/v1/orders/*"
[[envelopes]]
id = "redirect"
code = { query = "error" }
fields.state = { query = "state" }
[[envelopes]]
id = "json"
code = { path = "code" }
"""
STRANGE = 'a/b?c#d é%20"\\'
Odd = tuple[Any, dict[str, ExampleResponse]]


def write_error(id_: str, more: str = "", **example: object) -> str:
    """Write an error, with an example if one is given."""
    name = json.dumps(id_, ensure_ascii=False)
    body = json.dumps(json.dumps({"code": id_}))
    given = {"body": body, **example} if example and "query" not in example else example
    keys = "".join(f"example.{key} = {value}\n" for key, value in given.items())
    head = f'[errors.{name}]\nclass = "X{id_.encode().hex()}Error"\nkind = "conflict"\n'
    return f'{head}summary = "It went wrong."\n{more}{keys}'


@pytest.fixture(scope="module")
def odd(generate: Generate) -> Iterator[Odd]:
    """Yield a running server of an invented package, and its examples by id."""
    headers = (
        r'{ X-Lines = "a\r\nX-Evil: 1\u0000", X-Wide = "é€", "X Evil" = "1", "X:y" = "2", '
        r'Content-Length = "7", transfer-encoding = "chunked", Connection = "upgrade" }'
    )
    errors = [
        write_error("redirected"),
        write_error("scoped", 'scope = "orders"\n', status=409),
        write_error("headers", status=409, headers=headers),
        *(write_error(f"s{status}", status=status) for status in (102, 204, 304, 599)),
        write_error(STRANGE, status=409, headers='{ content-type = "x/y", RETRY-AFTER = "1" }'),
        write_error("..", status=409),
        write_error("hop", 'aliases = ["hip"]\n', query='"error=hop&x=a b"'),
    ]
    testing = generate({"acme": ODD + "".join(errors)}).load("testing")
    with testing.ErrorServer() as running:
        yield running, {example.id: example for example in testing.example_responses("acme")}


def test_redirect(odd: Odd) -> None:
    """A redirect leads to a URL of the server itself, with the error in its query."""
    server, examples = odd
    response = httpx.get(server.url_of(examples["redirected"]))
    assert (response.status_code, response.content) == (302, b"")
    assert response.headers["Location"] == "/redirect-uri?error=redirected&state=af0ifjsldkj"
    landed = httpx.get(server.url_of(examples["redirected"]), follow_redirects=True)
    assert landed.status_code == 200
    assert landed.url.params["error"] == "redirected"
    assert (
        httpx.get(server.url_of(examples["hop"])).headers["Location"].endswith("?error=hop&x=a b")
    )


@pytest.mark.parametrize(
    ("name", "location"), [("empty", ""), ("truncated", "?error=redirected&")], ids=str
)
def test_redirect_that_is_malformed(odd: Odd, name: str, location: str) -> None:
    """A malformed redirect has a truncated query, and is still a redirect."""
    server, examples = odd
    response = httpx.get(server.url_of(examples["redirected"], malformed=name))
    assert response.status_code == 302
    assert response.headers["Location"] == f"/redirect-uri{location}"


@pytest.mark.parametrize("name", sorted(set(VARIANTS) - {"empty", "truncated"}))
def test_redirect_that_cannot_be_malformed(odd: Odd, name: str) -> None:
    """A variant that a redirect cannot have is rejected, and the possible ones are listed."""
    server, examples = odd
    with pytest.raises(ValueError, match=f"A redirect cannot be '{name}'"):
        server.url_of(examples["redirected"], malformed=name)
    response = httpx.get(f"{server.url}/acme/redirected?malformed={name}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["known"] == ["empty", "truncated"]


def test_error_of_a_scope(odd: Odd) -> None:
    """An error of a scope has a URL with a path of that scope."""
    server, examples = odd
    url = server.url_of(examples["scoped"], retry_after=1)
    assert url == f"{server.url}/v1/orders/?error=acme/scoped&retry_after=1"
    assert httpx.get(url).content == examples["scoped"].body


@pytest.mark.parametrize("id_", [STRANGE, "..", "hip"])
def test_error_with_an_unusual_id(odd: Odd, id_: str) -> None:
    """Path, query and header can name the error, also by an alias."""
    server, examples = odd
    example = examples.get(id_) or examples["hop"]
    quoted = quote(id_, safe="")
    urls = [server.url_of(example), f"{server.url}/?error=acme/{quoted}"]
    for url in urls:
        assert httpx.get(url).content == example.body
    answer = httpx.get(server.url, headers={"X-Error": f"acme/{quoted}"})
    assert (answer.status_code, answer.content) == (example.status, example.body)


def test_headers_that_cannot_be_sent(odd: Odd) -> None:
    """Lines are joined, values are UTF-8; invalid names and the server's own are left out."""
    server, examples = odd
    response = httpx.get(server.url_of(examples["headers"]))
    raw = {name.decode(): value.decode() for name, value in response.headers.raw}
    del raw["Date"], raw["Server"]
    body = examples["headers"].body
    assert raw == {
        "X-Lines": "a X-Evil: 1",
        "X-Wide": "é€",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
    assert response.content == body


def test_header_that_is_replaced(odd: Odd) -> None:
    """A replaced header is sent once, however the example spells its name."""
    server, examples = odd
    url = server.url_of(examples[STRANGE], retry_after=2, malformed="html")
    headers = httpx.get(url).headers
    assert headers.get_list("Content-Type") == ["text/html"]
    assert headers.get_list("Retry-After") == ["2"]


@pytest.mark.parametrize(("id_", "status"), [("s204", 204), ("s304", 304), ("s102", 501)])
def test_status_without_body(odd: Odd, id_: str, status: int) -> None:
    """Some statuses have no body, or cannot be sent; the connection stays open."""
    server, examples = odd
    with httpx.Client() as client:
        response = client.get(server.url_of(examples[id_]))
        assert response.status_code == status
        assert (response.content == b"") == (status != 501)
        assert client.get(server.url_of(examples["s599"])).status_code == 599


# --- starting and stopping -----------------------------------------------------------------------


def test_stop_ends_connections_and_threads() -> None:
    """Stopping does not wait for idle connections or delayed answers."""
    before = set(threading.enumerate())
    server = ErrorServer()
    server.start()
    late = server.url_of(EXAMPLE, delay=60).removeprefix(server.url)
    with httpx.Client() as client, closing(connect(server)) as waiting:
        assert client.get(server.url_of(EXAMPLE)).status_code == 404  # The connection is kept.
        waiting.sendall(f"GET {late} HTTP/1.1\r\n\r\n".encode())
        time.sleep(0.2)
        start = time.monotonic()
        server.stop()
        server.stop()
        assert time.monotonic() - start < 5
        assert waiting.recv(1) == b""
    assert set(threading.enumerate()) <= before
    gc.collect()  # An open socket would cause a warning.


def test_start_twice_and_again() -> None:
    """Starting a running server does nothing, and a stopped one can be started again."""
    server = ErrorServer()
    with pytest.raises(RuntimeError, match="not running"):
        assert server.url
    with server:
        url = server.url
        server.start()
        assert server.url == url
    with server:
        assert httpx.get(server.url).status_code == 200


def test_port_that_is_taken() -> None:
    """The error names the port."""
    with ErrorServer() as server:
        port = int(server.url.rpartition(":")[2])
        with pytest.raises(OSError, match=f"cannot listen at 127.0.0.1, port {port}: "):
            ErrorServer(port=port).start()


@pytest.mark.parametrize("port", [-1, 65_536])
def test_port_out_of_range(port: int) -> None:
    """A port above 65,535 or below 0 is rejected."""
    with pytest.raises(ValueError, match="expected port to be from 0 to 65535"):
        ErrorServer(port=port)


@pytest.mark.parametrize("port", [1.5, 80.0, "80", None, True], ids=repr)
def test_port_of_another_type(port: Any) -> None:
    """The error names the expected and the found type."""
    expected = re.escape(f"expected port to be an integer, found {port!r}")
    with pytest.raises(TypeError, match=expected):
        ErrorServer(port=port)


@pytest.mark.parametrize("host", [None, 127, b"127.0.0.1"], ids=repr)
def test_host_of_another_type(host: Any) -> None:
    """The error names the expected and the found type."""
    expected = re.escape(f"expected host to be a string, found {host!r}")
    with pytest.raises(TypeError, match=expected):
        ErrorServer(host)


def test_url_of_something_else(server: ErrorServer) -> None:
    """An example is required; the id of an error is a TypeError."""
    with pytest.raises(TypeError, match="expected an example response, found 'idhub/X'"):
        server.url_of("idhub/X")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1", "LOCALHOST"]
)
def test_host_of_loopback(host: str) -> None:
    """Names of the loopback interface are resolved."""
    server = ErrorServer(host)
    try:
        server.start()
    except OSError:
        if ":" in host:
            pytest.skip("this machine has no IPv6")
        raise
    with server:
        assert httpx.get(server.url_of(EXAMPLE)).content == EXAMPLE.body


ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - rejected, or allowed for a test


@pytest.mark.parametrize("host", [ALL_ADDRESSES, "", "::", "192.0.2.1", "::ffff:192.0.2.1"])
def test_host_that_other_machines_could_reach(host: str) -> None:
    """A host that other machines can reach is rejected unless it is allowed."""
    with pytest.raises(ValueError, match=r"other machines could connect.* or allow_remote=True$"):
        ErrorServer(host)
    ErrorServer(host, allow_remote=True)


@pytest.mark.parametrize("host", [ALL_ADDRESSES, ""])
def test_host_that_is_allowed(host: str) -> None:
    """The URL has an address at which this machine can be reached."""
    with ErrorServer(host, allow_remote=True) as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert httpx.get(server.url).status_code == 200


@pytest.mark.parametrize("host", ["no.such.host.invalid", "a" * 300, "a\0b", "\ud800"])
def test_host_that_is_unknown(host: str) -> None:
    """The error names the host."""
    with pytest.raises(OSError, match="unknown host"):
        ErrorServer(host)


SERVE = """
import sys
from specimen_errors.testing import ErrorServer
server = ErrorServer()
server.serve_forever(announce=lambda url: print(url, flush=True))
print("ended", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_server(number: signal.Signals) -> None:
    """A signal stops the server at once and cleanly; further signals make no difference."""
    command = [sys.executable, "-W", "error", "-X", "dev", "-c", SERVE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = process.stdout.readline().decode().strip()
        with httpx.Client() as client:
            assert client.get(f"{url}/{NAME}").status_code == 404
            start = time.monotonic()
            os.kill(process.pid, number)
            said, complaints = process.communicate(timeout=10)
    assert (process.returncode, said, complaints) == (0, b"ended\n", b"")
    assert time.monotonic() - start < 5


def test_serving_in_a_thread_ends_with_stop() -> None:
    """In a thread, signal handlers stay unchanged, and `stop` ends the server."""
    before = signal.getsignal(signal.SIGTERM)
    server, urls = ErrorServer(), list[str]()
    thread = threading.Thread(target=lambda: server.serve_forever(announce=urls.append))
    thread.start()
    while not urls:
        time.sleep(0.01)
    assert signal.getsignal(signal.SIGTERM) is before
    assert httpx.get(urls[0]).status_code == 200
    server.stop()
    thread.join(timeout=5)
    assert not thread.is_alive()


def test_several_signals_stop_once() -> None:
    """Signals that arrive while the server stops make no difference either."""

    def interrupt(_: str) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
            signal.raise_signal(number)

    ErrorServer().serve_forever(announce=interrupt)


def test_serving_that_fails() -> None:
    """If serving fails, the error is raised and the signal handlers are restored."""
    before = signal.getsignal(signal.SIGINT)
    with ErrorServer() as server, pytest.raises(OSError, match="cannot listen at"):
        ErrorServer(port=int(server.url.rpartition(":")[2])).serve_forever()
    assert signal.getsignal(signal.SIGINT) is before


def test_serving_restores_signal_handlers() -> None:
    """After serving, a program has its own signal handlers again."""
    before = signal.getsignal(signal.SIGINT)
    server = ErrorServer()
    server.serve_forever(announce=lambda _: signal.raise_signal(signal.SIGTERM))
    assert signal.getsignal(signal.SIGINT) is before


def test_parse_of_served_error_raises(server: ErrorServer) -> None:
    """A served error is read and raised as if the provider had sent it."""
    with pytest.raises(idhub.SessionNotFoundError):
        idhub.raise_for_error(httpx.get(server.url_of(EXAMPLE)))

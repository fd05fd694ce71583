"""`PageFetcher` with servers on this machine, which send good and broken responses."""

from __future__ import annotations

import gzip
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib.metadata import version

import httpx2
import pytest
from attrs import Factory, define

from errsmith.drift.errors import UnusablePageError
from errsmith.drift.fetching import FetchedPage, PageFetcher, format_url

PAGE = b"# Errors\n\n| Code |\n| --- |\n| BAD_TOKEN |\n"
HEAD_END = b"\r\n\r\n"
TLS_RECORD = b"\x16"
Answer = bytes | Callable[[socket.socket], None]


def build_response(
    body: bytes = PAGE, status: str = "200 OK", headers: Mapping[str, str] | None = None
) -> bytes:
    """Return a response with a length, unless `headers` replaces that."""
    fields = {"Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"\r\n{name}: {value}" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status}{head}".encode() + HEAD_END + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return build_response(b"Moved", status, {"Location": location})


@define
class Server:
    """A server that sends one answer for each path, and 404 for others.

    Attributes:
        url: Its URL, without a slash at the end.
        answers: The bytes to send by path, or what sends them.
        requests: The requests received so far, in lower case.
    """

    url: str
    answers: dict[str, Answer] = Factory(dict)
    requests: list[str] = Factory(list)

    def answer(self, connection: socket.socket) -> None:
        """Answer one request, and close the connection."""
        with connection, suppress(OSError):  # The client may have gone.
            request = b""
            while HEAD_END not in request and not request.startswith(TLS_RECORD):
                request += connection.recv(4096)
            if request.startswith(TLS_RECORD):
                connection.sendall(build_response(status="400 Bad Request"))
                return
            self.requests.append(request.decode("latin-1").lower())
            path = request.split(b" ", 2)[1].decode()
            answer = self.answers.get(path) or build_response(b"Gone", "404 Not Found")
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    listener = socket.create_server(("127.0.0.1", 0))
    started = Server(f"http://127.0.0.1:{listener.getsockname()[1]}")

    connections: list[socket.socket] = []

    def listen() -> None:
        with suppress(OSError):  # The listener is closed at the end.
            while True:
                connection, _ = listener.accept()
                connections.append(connection)
                threading.Thread(target=started.answer, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield started
    for open_ in (listener, *connections):  # Endless answers end too.
        with suppress(OSError):
            open_.shutdown(socket.SHUT_RDWR)
        open_.close()
    thread.join()


def fetch(url: str, seconds: float = 10, largest: int = 2**20) -> FetchedPage:
    with PageFetcher(seconds=seconds, largest=largest) as fetcher:
        return fetcher.fetch(url)


def fail(url: str, seconds: float = 10, largest: int = 2**20) -> UnusablePageError:
    """Return the reason why a page cannot be fetched."""
    with pytest.raises(UnusablePageError) as caught:
        fetch(url, seconds, largest)
    return caught.value


def fetch_with(respond: Callable[[httpx2.Request], httpx2.Response], url: str) -> FetchedPage:
    """Fetch a page from a function instead of a server."""
    with PageFetcher(transport=httpx2.MockTransport(respond)) as fetcher:
        return fetcher.fetch(url)


def wait(seconds: float) -> None:
    """Wait in a thread without `time.sleep`, which other tests replace."""
    threading.Event().wait(seconds)


# --- pages ---------------------------------------------------------------------------------------


def test_fetch_returns_bytes_url_and_headers(server: Server) -> None:
    """A page has its bytes, its URL, and the headers that the next request needs."""
    headers = {
        "Content-Type": "text/markdown; charset=utf-8",
        "ETag": '"v1"',
        "Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT",
    }
    server.answers["/errors"] = build_response(headers=headers)
    assert fetch(f"{server.url}/errors#codes") == FetchedPage(
        data=PAGE,
        url=f"{server.url}/errors#codes",
        content_type="text/markdown; charset=utf-8",
        etag='"v1"',
        last_modified="Sat, 21 Nov 2026 10:00:00 GMT",
        is_unmodified=False,
    )


def test_fetch_sends_one_request_that_names_errsmith(server: Server) -> None:
    """The only request names the program, prefers Markdown and has no conditions or cookies."""
    server.answers["/"] = build_response()
    fetch(f"{server.url}/")
    (request,) = server.requests
    assert request.startswith("get / http/1.1\r\n")
    assert f"\r\nuser-agent: errsmith/{version('errsmith')}\r\n" in request
    assert "\r\naccept: text/markdown, text/html;q=0.9," in request
    assert not any(name in request for name in ("if-none-match", "if-modified-since", "cookie"))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(gzip.compress(PAGE), {"Content-Encoding": "gzip"}, id="gzip"),
        pytest.param(gzip.compress(PAGE), {"Content-Encoding": " X-GZIP"}, id="old name"),
        pytest.param(
            gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]),
            {"Content-Encoding": "gzip"},
            id="two members",
        ),
        pytest.param(PAGE, {"Content-Encoding": "identity"}, id="identity"),
        pytest.param(PAGE, {"Content-Length": ""}, id="ends with the connection"),
        pytest.param(
            b"9\r\n" + PAGE[:9] + b"\r\n%x\r\n" % len(PAGE[9:]) + PAGE[9:] + b"\r\n0\r\n\r\n",
            {"Content-Length": "", "Transfer-Encoding": "chunked"},
            id="chunked",
        ),
    ],
)
def test_fetch_decodes_the_transfer(server: Server, body: bytes, headers: dict[str, str]) -> None:
    """Chunks and compression are undone."""
    server.answers["/"] = build_response(body, headers=headers)
    assert fetch(f"{server.url}/").data == PAGE


def test_fetch_leaves_the_charset_alone(server: Server) -> None:
    """A wrong charset is for the reader of the page: bytes and content type are unchanged."""
    body = "Ungültig".encode("latin-1")
    server.answers["/"] = build_response(body, headers={"Content-Type": "text/html; charset=no"})
    page = fetch(f"{server.url}/")
    assert (page.data, page.content_type) == (body, "text/html; charset=no")


def test_fetch_keeps_no_cookies(server: Server) -> None:
    """A cookie is sent back neither after a redirect nor with the next page."""
    cookie = {"Set-Cookie": "visitor=1; Path=/", "Location": "/b"}
    server.answers["/a"] = build_response(b"", "302 Found", cookie)
    server.answers["/b"] = build_response(headers={"Set-Cookie": "visitor=2; Path=/"})
    with PageFetcher() as fetcher:
        fetcher.fetch(f"{server.url}/a")
        fetcher.fetch(f"{server.url}/b")
    assert len(server.requests) == 3
    assert "cookie" not in "".join(server.requests)


# --- conditional requests ------------------------------------------------------------------------


def test_fetch_with_validators_accepts_unmodified(server: Server) -> None:
    """The validators of an earlier page are sent, and 304 means that it has not changed."""
    server.answers["/"] = build_response(b"", "304 Not Modified", {"ETag": '"v1"'})
    with PageFetcher() as fetcher:
        page = fetcher.fetch(f"{server.url}/", etag='W/"v1"', last_modified="Sat, 21 Nov 2026")
    assert (page.data, page.is_unmodified, page.etag) == (b"", True, '"v1"')
    assert '\r\nif-none-match: w/"v1"\r\n' in server.requests[0]
    assert "\r\nif-modified-since: sat, 21 nov 2026\r\n" in server.requests[0]


@pytest.mark.parametrize("etag", [None, "", '"a\r\nCookie: b"', '"ä"', f'"{"x" * 5000}"'])
def test_fetch_rejects_unmodified_without_validators(server: Server, etag: str | None) -> None:
    """A validator that cannot be sent is left out, and then 304 is an error."""
    server.answers["/"] = build_response(b"", "304 Not Modified")
    with PageFetcher() as fetcher, pytest.raises(UnusablePageError) as caught:
        fetcher.fetch(f"{server.url}/", etag=etag)
    assert caught.value.reason == "the server responded with 304 (Not Modified)"
    assert "if-none-match" not in server.requests[0]
    assert "cookie" not in server.requests[0]


def test_fetch_with_validators_accepts_a_changed_page(server: Server) -> None:
    """A page that has changed is sent as a whole, perhaps without validators."""
    server.answers["/"] = build_response(headers={"ETag": '"ä"'})
    with PageFetcher() as fetcher:
        page = fetcher.fetch(f"{server.url}/", etag='"v1"')
    assert (page.data, page.is_unmodified, page.etag) == (PAGE, False, None)


# --- statuses ------------------------------------------------------------------------------------

MOVED = "if the page has moved, set `url` or `fetch` in [sources.ID] to its new URL"
SAVE = "save the page in a browser and use `--page FILE`"
OPEN = "if the page opens in a browser, save it there and use `--page FILE`"


@pytest.mark.parametrize(
    ("status", "phrase", "hint"),
    [
        (404, "Not Found", MOVED),
        (410, "Gone", MOVED),
        (401, "Unauthorized", f"the page requires a login: {SAVE}"),
        (403, "Forbidden", f"the page requires a login or blocks programs: {SAVE}"),
        (500, "Internal Server Error", "try again later"),
        (502, "Bad Gateway", "try again later"),
        (503, "Service Unavailable", "try again later"),
        (429, "Too Many Requests", "try again later"),
        (204, "No Content", OPEN),
        (206, "Partial Content", OPEN),
        (300, "Multiple Choices", OPEN),
    ],
)
def test_fetch_of_other_status(server: Server, status: int, phrase: str, hint: str) -> None:
    """Only 200 is a page; the hint depends on the status."""
    body = b"" if status == 204 else PAGE
    server.answers["/"] = build_response(body, f"{status} Whatever")
    error = fail(f"{server.url}/")
    assert error.reason == f"the server responded with {status} ({phrase})"
    assert error.hint == hint
    assert len(server.requests) == 1


def test_fetch_of_unknown_status(server: Server) -> None:
    """A status without a name is shown as a number."""
    server.answers["/"] = build_response(status="599 Odd")
    assert fail(f"{server.url}/").reason == "the server responded with 599"


@pytest.mark.parametrize("status", [429, 503])
def test_fetch_of_busy_server(server: Server, status: int) -> None:
    """The hint says how long the server wants you to wait."""
    server.answers["/"] = build_response(status=f"{status} Busy", headers={"Retry-After": "30"})
    assert fail(f"{server.url}/").hint == "try again in 30 seconds"


@pytest.mark.parametrize(
    ("retry_after", "hint"),
    [
        ("1", "try again in 1 second"),
        ("119", "try again in 119 seconds"),
        ("121", "try again in 3 minutes"),
        ("86400", "try again in 24 hours"),
        ("0", "try again later"),
        ("Sat, 21 Nov 2026 10:05:00 GMT", "try again after 2026-11-21 10:05 UTC"),
        ("soon", "try again later"),
        ("-1", "try again later"),
        ("²", "try again later"),
        ("9" * 100, "try again later"),
    ],
)
def test_fetch_puts_wait_into_words(retry_after: str, hint: str) -> None:
    """Waits and dates are readable; a wait that is neither is ignored."""

    def respond(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(429, headers=[(b"Retry-After", retry_after.encode())])

    with pytest.raises(UnusablePageError) as caught:
        fetch_with(respond, "http://acme.example/")
    assert caught.value.hint == hint


# --- redirects -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "location"),
    [
        (301, "/new/errors"),
        (302, "../new/errors"),
        (303, "{url}/new/errors"),
        (307, "errors"),
        (308, "//127.0.0.1:{port}/new/errors"),
    ],
)
def test_fetch_follows_redirects(server: Server, status: int, location: str) -> None:
    """Relative and absolute redirects lead to the page, whose URL is the last one."""
    server.answers["/old/"] = redirect("/new/", f"{status} Moved")
    server.answers["/new/"] = redirect(
        location.format(url=server.url, port=server.url.rpartition(":")[2]), f"{status} Moved"
    )
    server.answers["/new/errors"] = build_response()
    page = fetch(f"{server.url}/old/")
    assert (page.data, page.url) == (PAGE, f"{server.url}/new/errors")


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("", "the server responded with 302 (Found), but without a new URL"),
        ("/", "the server redirects in a loop"),
        ("/b", "the server redirects in a loop"),
        ("/count0", "the server redirects more than 10 times"),
        ("http://[::1", "the server redirects to an invalid URL"),
        ("x" * 70_000, "the server redirects to an invalid URL"),
        *(
            (location, "the server redirects to a URL that is not a valid http or https URL")
            for location in (
                "ftp://127.0.0.1/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "mailto:support@acme.example",
                "http://127.0.0.1:99999/",
            )
        ),
    ],
)
def test_fetch_of_unusable_redirect(server: Server, location: str, reason: str) -> None:
    """Redirects that lead nowhere are reported."""
    server.answers["/"] = redirect(location)
    server.answers["/b"] = redirect("/#b")
    server.answers |= {f"/count{n}": redirect(f"/count{n + 1}") for n in range(20)}
    error = fail(f"{server.url}/")
    assert error.reason == reason
    assert error.hint == f"set `url` or `fetch` in [sources.ID] to the page's own URL, or {SAVE}"
    assert len(server.requests) <= 11


def test_fetch_after_ten_redirects(server: Server) -> None:
    """Ten redirects are followed."""
    server.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(10)}
    server.answers["/10"] = build_response()
    assert fetch(f"{server.url}/0").data == PAGE


def test_fetch_refuses_redirects_from_https_to_http() -> None:
    """No request leaves the encrypted connection."""
    seen: list[str] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(str(request.url))
        return httpx2.Response(302, headers={"Location": "http://docs.acme.example/errors"})

    with pytest.raises(UnusablePageError, match="redirects from https to http"):
        fetch_with(respond, "https://docs.acme.example/errors")
    assert seen == ["https://docs.acme.example/errors"]


def test_fetch_follows_redirects_from_http_to_https_without_credentials() -> None:
    """Credentials in the new URL are not sent."""
    seen: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        if request.url.scheme == "http":
            return httpx2.Response(301, headers={"Location": "https://me:secret@docs.acme.example"})
        return httpx2.Response(200, content=iter([PAGE]))

    page = fetch_with(respond, "http://docs.acme.example/errors")
    assert (page.data, page.url) == (PAGE, "https://docs.acme.example")
    assert [request.headers.get("Authorization") for request in seen] == [None, None]


# --- broken responses ----------------------------------------------------------------------------

INCOMPLETE = "the page is incomplete: the response ended early"
CHUNKED = {"Content-Length": "", "Transfer-Encoding": "chunked"}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(build_response(b""), "the server sent an empty page", id="empty"),
        pytest.param(build_response(b" \r\n"), "the server sent an empty page", id="blank"),
        pytest.param(
            build_response(gzip.compress(b""), headers={"Content-Encoding": "gzip"}),
            "the server sent an empty page",
            id="empty gzip",
        ),
        pytest.param(build_response(PAGE, headers={"Content-Length": "99"}), INCOMPLETE, id="cut"),
        pytest.param(
            build_response(b"5\r\n# Err\r\n", headers=CHUNKED), INCOMPLETE, id="no last chunk"
        ),
        pytest.param(
            build_response(gzip.compress(PAGE)[:-12], headers={"Content-Encoding": "gzip"}),
            INCOMPLETE,
            id="cut gzip",
        ),
        pytest.param(
            build_response(b"5;\r\n# Err\r\nzz\r\n", headers=CHUNKED),
            "the server's response is not valid HTTP",
            id="bad chunk",
        ),
        pytest.param(
            b"SSH-2.0-Server\r\n\r\n", "the server's response is not valid HTTP", id="not HTTP"
        ),
        pytest.param(
            build_response(headers={"Content-Length": "many"}),
            "the server's response is not valid HTTP",
            id="bad length",
        ),
        pytest.param(
            lambda _: None, "the server closed the connection without a response", id="nothing"
        ),
        pytest.param(
            build_response(headers={"Content-Encoding": "gzip"}),
            "the server says that the page is compressed with gzip, but it is not",
            id="not gzip",
        ),
        pytest.param(
            build_response(
                gzip.compress(PAGE)[:-8] + bytes(8), headers={"Content-Encoding": "gzip"}
            ),
            "the server says that the page is compressed with gzip, but it is not",
            id="broken gzip",
        ),
        pytest.param(
            build_response(headers={"Content-Encoding": "br"}),
            "the server used an unsupported compression (br)",
            id="brotli",
        ),
        pytest.param(
            build_response(headers={"Content-Encoding": "gzip, gzip"}),
            "the server used an unsupported compression",
            id="twice",
        ),
    ],
)
def test_fetch_of_broken_response(server: Server, answer: Answer, reason: str) -> None:
    """Each kind of broken response has its own reason, and a hint."""
    server.answers["/"] = answer
    error = fail(f"{server.url}/")
    assert error.reason == reason
    assert error.hint


def test_fetch_stops_at_reset_connection(server: Server) -> None:
    """A connection that breaks in the middle of a page is reported."""

    def reset(connection: socket.socket) -> None:
        connection.sendall(build_response(headers={"Content-Length": "9999"}))
        wait(0.05)
        # Closing without waiting for the client resets the connection.
        linger = (1).to_bytes(4, sys.byteorder) + (0).to_bytes(4, sys.byteorder)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    server.answers["/"] = reset
    assert fail(f"{server.url}/").reason == "the connection was lost"


# --- limits --------------------------------------------------------------------------------------


def send_forever(chunk: bytes, head: bytes, pause: float = 0) -> Answer:
    """Return what sends a head and then the same bytes until the client goes away."""

    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(chunk)
            wait(pause)

    return send


ENDLESS = build_response(b"", headers={"Content-Length": ""})


def test_fetch_stops_at_endless_page(server: Server) -> None:
    """A page without an end is read up to the maximum size."""
    server.answers["/"] = send_forever(b"x" * 4096, ENDLESS)
    error = fail(f"{server.url}/", largest=2**20)
    assert error.reason == "the page is larger than 1 MiB"


def test_fetch_does_not_read_page_that_is_announced_as_too_large(server: Server) -> None:
    """The length in the head is enough to refuse a page."""
    server.answers["/"] = build_response(headers={"Content-Length": "1001"})
    assert fail(f"{server.url}/", largest=1000).reason == "the page is larger than 1,000 bytes"


@pytest.mark.parametrize("size", [1000, 1001])
def test_fetch_counts_decompressed_bytes(server: Server, size: int) -> None:
    """The maximum size holds for the page, whatever its compression."""
    body = gzip.compress(b"x" * size)
    server.answers["/"] = build_response(body, headers={"Content-Encoding": "gzip"})
    if size == 1000:
        assert len(fetch(f"{server.url}/", largest=1000).data) == size
    else:
        reason = fail(f"{server.url}/", largest=1000).reason
        assert reason == "the page is larger than 1,000 bytes"


BOMB = """
import gzip, resource, sys
from errsmith.drift.errors import UnusablePageError
from errsmith.drift.fetching import PageFetcher

used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    PageFetcher().fetch(sys.argv[1])
except UnusablePageError as error:
    print(error.reason)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used) // 1024)
"""


def test_fetch_of_gzip_bomb_uses_little_memory(server: Server) -> None:
    """A page that decompresses to 200 MiB is refused, in much less memory."""
    body = gzip.compress(bytes(200 * 2**20), compresslevel=1)
    server.answers["/"] = build_response(body, headers={"Content-Encoding": "gzip"})
    command = [sys.executable, "-c", BOMB, server.url + "/"]
    reason, used = subprocess.check_output(command, text=True, timeout=60).splitlines()
    assert reason == "the page is larger than 10 MiB"
    assert int(used) < 80


SLOW = "the page was not complete after 0.3 seconds"
SILENT = "the server sent nothing for 0.3 seconds"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(send_forever(b"x", ENDLESS, 0.02), id="body"),
        pytest.param(send_forever(b"x", b"HTTP/1.1 200 OK\r\nX: ", 0.02), id="head"),
        pytest.param(send_forever(b"HTTP/1.1 103 Early Hints\r\n\r\n", b"", 0.02), id="hints"),
        pytest.param(send_forever(b"1;x=y\r\nx\r\n", ENDLESS[:-2], 0.02), id="chunks"),
        pytest.param(lambda _: wait(6), id="silence"),
    ],
)
def test_fetch_stops_at_slow_page(server: Server, answer: Answer) -> None:
    """The maximum time holds for the whole page, even if some bytes arrive in time."""
    server.answers["/"] = answer
    begun = time.monotonic()
    assert fail(f"{server.url}/", seconds=0.3).reason in {SLOW, SILENT}
    assert time.monotonic() - begun < 5


def test_fetch_after_slow_page(server: Server) -> None:
    """A page that takes too long does not spoil the next one."""
    server.answers["/slow"] = send_forever(b"x", b"HTTP/1.1 200 OK\r\nX: ", 0.02)
    server.answers["/"] = build_response()
    with PageFetcher(seconds=1) as fetcher:
        with pytest.raises(UnusablePageError, match="not complete after"):
            fetcher.fetch(f"{server.url}/slow")
        assert fetcher.fetch(f"{server.url}/").data == PAGE


INTERRUPTED = """
import sys
from errsmith.drift.fetching import PageFetcher

with PageFetcher() as fetcher:
    print("begun", flush=True)
    fetcher.fetch(sys.argv[1])
"""


def test_fetch_ends_at_ctrl_c(server: Server) -> None:
    """Ctrl-C passes through as KeyboardInterrupt, at once."""
    received = threading.Event()

    def wait(connection: socket.socket) -> None:
        received.set()
        connection.recv(1)

    server.answers["/"] = wait
    command = [sys.executable, "-c", INTERRUPTED, server.url + "/"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert received.wait(30)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        _, stderr = process.communicate(timeout=30)
    assert time.monotonic() - begun < 5
    assert process.returncode == -signal.SIGINT
    assert stderr.rstrip().endswith("KeyboardInterrupt")


# --- connections ---------------------------------------------------------------------------------


def test_fetch_from_closed_port() -> None:
    """A refused connection is reported."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    error = fail(f"http://127.0.0.1:{port}/")
    assert error.reason == "127.0.0.1 refused the connection"
    assert error.hint == "check the network connection"


def test_fetch_over_https_from_http_server(server: Server) -> None:
    """A server without TLS is reported."""
    server.answers["/"] = build_response()
    error = fail(server.url.replace("http:", "https:"), seconds=2)
    assert error.reason == "a secure connection to 127.0.0.1 cannot be established"


def raise_from_socket(cause: OSError) -> Callable[[httpx2.Request], httpx2.Response]:
    def respond(_: httpx2.Request) -> httpx2.Response:
        message = "failed"
        raise httpx2.ConnectError(message) from cause

    return respond


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (socket.gaierror(-2, "Name or service not known"), "the host acme.example cannot be found"),
        (OSError(101, "Network is unreachable"), "acme.example cannot be reached"),
    ],
)
def test_fetch_without_network(cause: OSError, reason: str) -> None:
    """A host that cannot be found or reached is named."""
    with pytest.raises(UnusablePageError) as caught:
        fetch_with(raise_from_socket(cause), "https://acme.example/errors?key=secret")
    assert caught.value.reason == reason
    assert caught.value.hint.startswith("check the network connection")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "errors.md",
        "/errors",
        "ftp://acme.example/errors",
        "file:///etc/passwd",
        "http://",
        "https://:80/",
        "http://acme.example:99999/",
        "http://acme.example:x/",
        "http://[::1/",
        "http://acme.example/\x00",
    ],
)
def test_fetch_of_invalid_url(url: str) -> None:
    """What is not the URL of a page is refused."""
    error = fail(url)
    assert error.reason == "the URL is not a valid http or https URL"
    assert error.hint == "check `url` and `fetch` in [sources.ID]"


def test_fetch_of_host_with_long_label() -> None:
    """A host that has no valid name is refused."""
    assert fail(f"http://{'a' * 80}.example/").reason == "the URL has an invalid host"


def test_fetch_sends_and_shows_no_credentials(server: Server) -> None:
    """A URL with a password is refused, because registries are public."""
    error = fail(server.url.replace("//", "//me:secret@"))
    assert error.reason == "the URL contains a user name or a password"
    assert "secret" not in error.hint
    assert server.requests == []


@pytest.mark.parametrize("proxy", ["gopher://127.0.0.1", "http://[::1", "socks5://127.0.0.1:1"])
def test_fetch_with_unusable_proxy(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    """A proxy that httpx2 cannot use is reported."""
    monkeypatch.setenv("HTTP_PROXY", proxy)
    error = fail("http://acme.example/")
    assert error.reason == "the proxy in the environment variables cannot be used"


def test_fetch_through_proxy(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    """The proxy of the environment is asked for the page."""
    monkeypatch.setenv("HTTP_PROXY", server.url)
    server.answers["http://acme.example/errors"] = build_response()
    assert fetch("http://acme.example/errors").data == PAGE


def test_fetch_with_unusable_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of certificates that does not exist is reported."""
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    error = fail("https://127.0.0.1:1/")
    assert error.reason == "the trusted certificates cannot be loaded"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:secret@acme.example:8443/a/b?key=1#c", "https://acme.example:8443/a/b"),
        ("https://acme.example", "https://acme.example"),
        ("http://[::1?key=secret", "an invalid URL"),
    ],
)
def test_format_url_hides_private_parts(url: str, shown: str) -> None:
    """Host and path are shown; credentials, query and fragment are not."""
    assert format_url(url) == shown

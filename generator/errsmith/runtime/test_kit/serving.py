"""A local HTTP server that responds with any documented error, for clients in any language."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Final, Self, cast

from .answering import NAMING_HEADER, answer, make_problem, make_target
from .examples import ExampleResponse
from .malformed import ServerResponse

ALLOWING: Final = "allow_remote=True"
"""How to allow a refused address; the command line replaces it by its option."""
_MOST_PORTS: Final = 65_535
_PIECE: Final = 65_536
"""The most bytes of a request's body, or of a line in it, that are read at once."""
_DIGITS: Final = 15
_BETWEEN_LOOKS: Final = 0.05
"""The most seconds until the server notices that it must stop."""
_LINGERING: Final = 1.0
"""The most seconds to wait for a client to close a connection that the server closed."""
_LEAST_FINAL: Final = 200
_BODILESS: Final = (204, 304)
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")


class ErrorServer:
    """Answers requests with the example of any documented error, as its provider would.

    `with ErrorServer() as server:` serves in the background until the block ends;
    `serve_forever` serves until SIGINT, SIGTERM or `stop`. The page at `/` lists the URLs.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = 0, *, allow_remote: bool = False
    ) -> None:
        """Choose the address; the server does not listen before `start`.

        Args:
            host: A name or an address of this machine; an empty string means all its addresses.
            port: A port, 0 for any free port.
            allow_remote: Whether other machines may connect.

        Raises:
            TypeError: `host` is not a string, or `port` is not an integer.
            ValueError: `port` is out of range, or other machines could connect although
                `allow_remote` is False.
            OSError: The host name is unknown.
        """
        if not isinstance(host, str):
            msg = f"expected host to be a string, found {host!r}"
            raise TypeError(msg)
        if isinstance(port, bool) or not isinstance(port, int):
            msg = f"expected port to be an integer, found {port!r}"
            raise TypeError(msg)
        if not 0 <= port <= _MOST_PORTS:
            msg = f"expected port to be from 0 to {_MOST_PORTS}, found {port}"
            raise ValueError(msg)
        self._family, self._address = _resolve_address(host, port)
        if not (allow_remote or _is_loopback(self._address[0])):
            msg = (
                f"other machines could connect to {host!r} ({self._address[0]}); "
                f"expected a loopback address, or {ALLOWING}"
            )
            raise ValueError(msg)
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._waiting: list[SimpleQueue[None]] = []

    @property
    def url(self) -> str:
        """The server's URL without a trailing slash, such as `http://127.0.0.1:8080`.

        Raises:
            RuntimeError: The server is not running.
        """
        if self._server is None:
            msg = "the server is not running; start it first"
            raise RuntimeError(msg)
        host, port = self._server.server_address[:2]
        address = ipaddress.ip_address(str(host).partition("%")[0])
        if address.is_unspecified:
            address = ipaddress.ip_address("::1" if address.version == 6 else "127.0.0.1")  # noqa: PLR2004
        return f"http://[{address}]:{port}" if ":" in str(address) else f"http://{address}:{port}"

    def url_of(
        self,
        example: ExampleResponse,
        *,
        delay: float | None = None,
        retry_after: int | None = None,
        malformed: str | None = None,
    ) -> str:
        """Return the URL at which an example is served; its path belongs to the example's scope.

        Args:
            example: One of this SDK's examples.
            delay: Seconds to wait before it is sent.
            retry_after: Seconds that its `Retry-After` asks to wait.
            malformed: How to break it, such as `truncated`; the page at `/` lists the values.

        Raises:
            RuntimeError: The server is not running.
            TypeError: `example` is not an example response.
            ValueError: The server would refuse one of the arguments.
        """
        if not isinstance(example, ExampleResponse):
            msg = f"expected an example response, found {example!r}"
            raise TypeError(msg)
        wishes = {"delay": delay, "retry_after": retry_after, "malformed": malformed}
        return self.url + make_target(example, {k: v for k, v in wishes.items() if v is not None})

    def start(self) -> None:
        """Listen, and answer in the background; do nothing if the server is running.

        Raises:
            OSError: The port is taken, or the address does not belong to this machine.
        """
        with self._lock:
            if self._server is not None:
                return
            try:
                server = _Server(self._family, self._address)
            except OSError as error:
                address = f"{self._address[0]}, port {self._address[1]}"
                msg = f"cannot listen at {address}: {error.strerror}"
                raise OSError(error.errno, msg) from error
            self._thread = threading.Thread(
                target=server.serve_forever, args=(_BETWEEN_LOOKS,), name="ErrorServer", daemon=True
            )
            self._thread.start()
            self._server = server

    def stop(self) -> None:
        """Close the port and all connections, and wait for all threads."""
        with self._lock:
            if self._server is not None and self._thread is not None:
                self._server.end()
                self._thread.join()
            self._server = self._thread = None
            while self._waiting:
                self._waiting.pop().put(None)

    def serve_forever(self, *, announce: Callable[[str], object] | None = None) -> None:
        """Start, wait for SIGINT, SIGTERM or another thread's `stop`, and stop.

        Signals stop it only in the main thread, since Python handles signals only there.

        Args:
            announce: Called with the server's URL once it answers and signals stop it.

        Raises:
            OSError: As `start` does.
        """
        # A signal handler may safely put an item into this queue to wake up the thread.
        ends: SimpleQueue[None] = SimpleQueue()
        self._waiting.append(ends)
        with _catch_signals(lambda: ends.put(None)), contextlib.ExitStack() as stack:
            stack.callback(self.stop)  # Signals are still caught while it stops.
            self.start()
            if announce is not None:
                announce(self.url)
            ends.get()

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()


@contextlib.contextmanager
def _catch_signals(end: Callable[[], None]) -> Generator[None, None, None]:
    """Call `end` on SIGINT and SIGTERM, if signals can be caught."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: end()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def _resolve_address(host: str, port: int) -> tuple[socket.AddressFamily, tuple[Any, ...]]:
    """Return the address of a host name to listen on, preferably IPv4.

    Raises:
        OSError: The host name is unknown.
    """
    try:
        addresses = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, ValueError) as error:
        msg = f"unknown host {host!r}"
        raise OSError(msg) from error
    family, _, _, _, address = min(addresses, key=lambda info: info[0] != socket.AF_INET)
    return family, address


def _is_loopback(host: str) -> bool:
    address = ipaddress.ip_address(host)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


class _Server(ThreadingHTTPServer):
    """Tracks its connections, so stopping does not wait for clients to close them."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_port = False  # Refuse a port that another server uses.
    request_queue_size = 128

    def __init__(self, family: socket.AddressFamily, address: tuple[Any, ...]) -> None:
        self.address_family = family
        self.ending = threading.Event()
        self._open: list[tuple[threading.Thread, socket.socket]] = []
        super().__init__(cast("tuple[str, int]", address), _Handler)

    def server_bind(self) -> None:
        """Bind without the host name lookup of `HTTPServer`, which may be slow."""
        TCPServer.server_bind(self)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer the requests of a connection in a separate thread."""
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        self._open = [pair for pair in self._open if pair[0].is_alive()]
        thread.start()
        self._open.append((thread, request))

    def shutdown_request(self, request: Any) -> None:
        """Close a connection after reading pending data; otherwise the response could be lost."""
        end = time.monotonic() + _LINGERING
        with contextlib.suppress(OSError):
            request.shutdown(socket.SHUT_WR)
            request.settimeout(_LINGERING)
            while time.monotonic() < end and request.recv(_PIECE):
                pass
        self.close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that disconnect."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)

    def end(self) -> None:
        """Stop answering, and wait until every connection is closed."""
        self.ending.set()
        self.shutdown()
        self.server_close()
        for thread, connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = default_request_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Return the same handler for every HTTP method."""
        if name.startswith("do_"):
            return self._handle
        raise AttributeError(name)

    def version_string(self) -> str:
        """Return only the SDK's name for `Server`, without the Python version."""
        return str(__package__).partition(".")[0]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Log nothing, since the test knows its requests."""

    def send_error(
        self,
        code: int,
        message: str | None = None,  # noqa: ARG002 - it may contain the request
        explain: str | None = None,  # noqa: ARG002
    ) -> None:
        """Answer an invalid request, without repeating any of it."""
        self.close_connection = True
        self._send(make_problem(code, "The server cannot answer this HTTP request."))

    def _handle(self) -> None:
        if not self._drain():
            self.send_error(400)
            return
        accept = ", ".join(self.headers.get_all("Accept", []))
        response = answer(self.path, accept, self.headers.get(NAMING_HEADER))
        if response.delay and cast("_Server", self.server).ending.wait(response.delay):
            self.close_connection = True  # The server is stopping.
        else:
            self._send(response)

    def _drain(self) -> bool:
        """Read the request's body, so the next request can be found after it."""
        if "Transfer-Encoding" in self.headers:
            return self._drain_chunks()
        length = self.headers.get("Content-Length", "0").strip()
        is_number = length.isascii() and length.isdigit() and len(length) <= _DIGITS
        return is_number and self._skip(int(length))

    def _drain_chunks(self) -> bool:
        while True:
            size = self.rfile.readline(_PIECE).partition(b";")[0].strip()
            if len(size) > _DIGITS or re.fullmatch(rb"[0-9A-Fa-f]+", size) is None:
                return False
            if int(size, 16) == 0:
                break
            if not self._skip(int(size, 16)) or self.rfile.readline(_PIECE).strip():
                return False
        while self.rfile.readline(_PIECE).strip():  # Trailers.
            pass
        return True

    def _skip(self, count: int) -> bool:
        while count:
            piece = self.rfile.read(min(count, _PIECE))
            if not piece:
                return False
            count -= len(piece)
        return True

    def _send(self, response: ServerResponse) -> None:
        if response.status < _LEAST_FINAL:
            detail = f"The example's status {response.status} is not a final status."
            response = make_problem(501, detail)
        has_body = response.status not in _BODILESS
        self.close_connection = self.close_connection or response.is_dropped
        self.send_response(response.status)
        for name, value in response.headers.items():
            if _TOKEN.fullmatch(name):
                # UTF-8 bytes in a Latin-1 string, and without line breaks.
                self.send_header(name, _CONTROLS.sub(" ", value).encode().decode("latin-1"))
        if has_body:
            self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if has_body and self.command != "HEAD":
            length = len(response.body) // 2 if response.is_dropped else len(response.body)
            self.wfile.write(response.body[:length])

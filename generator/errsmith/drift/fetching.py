"""Fetch pages over HTTP.

A page is one request plus its redirects, which are followed by hand: never from https to http, and
never to another scheme. Nothing is retried, and no cookie is kept.
"""

from __future__ import annotations

import gzip
import io
import threading
import time
import zlib
from concurrent.futures import Future
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from types import TracebackType
from typing import Final, Self

import httpx2
from attrs import field, frozen

from errsmith.drift import fetch_failures
from errsmith.drift.errors import UnusablePageError

SECONDS: Final = 60.0
"""The maximum time for a page in seconds, from the DNS lookup to the last byte."""
STEP_SECONDS: Final = 20.0
"""The maximum time in seconds to connect, and to wait for more bytes."""
LARGEST: Final = 10 * 2**20
"""The maximum size of a page in bytes, decompressed."""
MOST_REDIRECTS: Final = 10

_OK: Final = 200
_NOT_MODIFIED: Final = 304
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SCHEMES: Final = frozenset({"http", "https"})
_LAST_PORT: Final = 65535
_LONGEST_VALIDATOR: Final = 1024
_HEADERS: Final = {
    "User-Agent": f"errsmith/{version('errsmith')}",
    "Accept": (
        "text/markdown, text/html;q=0.9, application/xhtml+xml;q=0.9, text/plain;q=0.8, "
        "application/json;q=0.8, application/yaml;q=0.8, */*;q=0.1"
    ),
    # Decompressed here, because httpx2 does not notice if a compressed page ends early.
    "Accept-Encoding": "gzip",
}


@frozen(kw_only=True)
class FetchedPage:
    """A page that a server sent.

    Attributes:
        data: Its bytes, decompressed; empty if `is_unmodified`.
        url: Its URL after all redirects. Show it with `format_url`, because its query may be
            private.
        content_type: The header `Content-Type`, None if the server sent none.
        etag: The header `ETag`, for the next request; None if the server sent none.
        last_modified: The same for the header `Last-Modified`.
        is_unmodified: Whether the server says that the page has not changed (304).
    """

    data: bytes = field(repr=False)
    url: str
    content_type: str | None
    etag: str | None
    last_modified: str | None
    is_unmodified: bool


class PageFetcher:
    """Fetch pages one after another, with one HTTP client; use it as a context manager.

    It honors the environment variables for proxies and certificates, as httpx2 does. Use a separate
    fetcher in each thread.

    Args:
        seconds: The maximum time for a page.
        largest: The maximum size of a page in bytes.
        transport: Replaces the network in tests.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        largest: int = LARGEST,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._seconds, self._largest = seconds, largest
        self._transport = transport
        self._client: httpx2.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FetchedPage:
        """Fetch a page.

        `etag` and `last_modified` are those of an earlier page from the same URL: the server may
        respond that it has not changed.

        Raises:
            UnusablePageError: The page cannot be fetched.
        """
        visit = _Visit(
            client=self._open_client(),
            conditions=_build_conditions(etag, last_modified),
            largest=self._largest,
            seconds=self._seconds,
            deadline=time.monotonic() + self._seconds,
        )
        # A thread can be abandoned if it takes too long. A DNS lookup cannot be interrupted, and a
        # server can keep the connection alive by sending one byte of a header at a time.
        future: Future[FetchedPage] = Future()
        threading.Thread(target=_complete, args=(future, visit, url), daemon=True).start()
        try:
            return future.result(self._seconds)
        except TimeoutError:
            # The abandoned thread still uses the client.
            self._client = None
        raise fetch_failures.report_slow(self._seconds)

    def _open_client(self) -> httpx2.Client:
        if self._client is None:
            try:
                self._client = httpx2.Client(
                    transport=self._transport,
                    headers=_HEADERS,
                    cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                    timeout=min(STEP_SECONDS, self._seconds),
                )
            except (httpx2.InvalidURL, ValueError, ImportError, OSError) as error:
                raise fetch_failures.report_settings(error) from error
        return self._client


def _complete(future: Future[FetchedPage], visit: _Visit, url: str) -> None:
    """Fetch a page in another thread, and set its result."""
    try:
        future.set_result(visit.fetch(url))
    except Exception as error:  # noqa: BLE001 - raised in the waiting thread
        future.set_exception(error)


@frozen(kw_only=True)
class _Visit:
    """The requests for one page."""

    client: httpx2.Client
    conditions: dict[str, str]
    largest: int
    seconds: float
    deadline: float

    def fetch(self, url: str) -> FetchedPage:
        """Fetch a page, and follow redirects."""
        target = _parse_url(url)
        seen: set[httpx2.URL] = set()
        while target not in seen:
            seen.add(target)
            try:
                with self.client.stream("GET", target, headers=self.conditions) as response:
                    if response.status_code not in _REDIRECTS:
                        return self._read_page(response)
                    target = _find_target(response)
            except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
                raise fetch_failures.report_failure(error, target.host, self.step) from error
            if len(seen) > MOST_REDIRECTS:
                reason = f"the server redirects more than {MOST_REDIRECTS} times"
                raise fetch_failures.report_redirect(reason)
        reason = "the server redirects in a loop"
        raise fetch_failures.report_redirect(reason)

    @property
    def step(self) -> float:
        """The maximum time of a step in seconds."""
        return min(STEP_SECONDS, self.seconds)

    def _read_page(self, response: httpx2.Response) -> FetchedPage:
        status, headers = response.status_code, response.headers
        is_unmodified = status == _NOT_MODIFIED and bool(self.conditions)
        if status != _OK and not is_unmodified:
            raise fetch_failures.report_status(status, headers.get("Retry-After"))
        data = b"" if is_unmodified else self._read_body(response)
        return FetchedPage(
            data=data,
            url=str(response.url),
            content_type=headers.get("Content-Type"),
            etag=_take_validator(headers.get("ETag")),
            last_modified=_take_validator(headers.get("Last-Modified")),
            is_unmodified=is_unmodified,
        )

    def _read_body(self, response: httpx2.Response) -> bytes:
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > self.largest:
            raise fetch_failures.report_size(self.largest)
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self.largest:
                raise fetch_failures.report_size(self.largest)
            if time.monotonic() > self.deadline:
                raise fetch_failures.report_slow(self.seconds)
        data = self._decompress(bytes(body), response.headers.get("Content-Encoding", ""))
        if not data.strip():
            reason = "the server sent an empty page"
            raise UnusablePageError(reason, fetch_failures.SAVE_PAGE)
        return data

    def _decompress(self, body: bytes, encoding: str) -> bytes:
        """Return the body after decompression, which stops at the maximum size."""
        encoding = encoding.strip().lower()
        if encoding in {"", "identity"} or not body:
            return body
        if encoding not in {"gzip", "x-gzip"}:
            raise fetch_failures.report_encoding(encoding)
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
                data = file.read(self.largest + 1)
        except EOFError as error:
            raise fetch_failures.report_incomplete() from error
        except (OSError, zlib.error) as error:
            reason = "the server says that the page is compressed with gzip, but it is not"
            raise UnusablePageError(reason, fetch_failures.SAVE_PAGE) from error
        if len(data) > self.largest:
            raise fetch_failures.report_size(self.largest)
        return data


def format_url(url: str) -> str:
    """Return a URL for display, without the parts that may be private.

    These are the user name, the password, the query and the fragment.
    """
    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL:
        return "an invalid URL"
    return str(parsed.copy_with(username=None, password=None, query=None, fragment=None))


def _build_conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Return the headers of a conditional request, without values that cannot be sent."""
    conditions = {
        "If-None-Match": _take_validator(etag),
        "If-Modified-Since": _take_validator(last_modified),
    }
    return {name: value for name, value in conditions.items() if value is not None}


def _take_validator(value: str | None) -> str | None:
    """Return the value of `ETag` or `Last-Modified` if it can be sent back later."""
    if not value or len(value) > _LONGEST_VALIDATOR:
        return None
    return value if value.isascii() and value.isprintable() else None


def _parse_url(text: str) -> httpx2.URL:
    """Return the URL of a page, or raise if it cannot be fetched."""
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL as error:
        raise fetch_failures.report_url() from error
    if url.userinfo:
        raise fetch_failures.report_credentials()
    if not _can_fetch(url):
        raise fetch_failures.report_url()
    return url


def _can_fetch(url: httpx2.URL) -> bool:
    is_port = url.port is None or 0 < url.port <= _LAST_PORT
    return url.scheme in _SCHEMES and bool(url.host) and is_port


def _find_target(response: httpx2.Response) -> httpx2.URL:
    """Return the URL that a response redirects to, without credentials, or raise."""
    location = response.headers.get("Location", "").strip()
    if not location:
        status = fetch_failures.describe_status(response.status_code)
        reason = f"the server responded with {status}, but without a new URL"
        raise fetch_failures.report_redirect(reason)
    try:
        url = response.url.join(location).copy_with(username=None, password=None, fragment=None)
    except httpx2.InvalidURL as error:
        reason = "the server redirects to an invalid URL"
        raise fetch_failures.report_redirect(reason) from error
    if response.url.scheme == "https" and url.scheme == "http":
        reason = "the server redirects from https to http"
        raise fetch_failures.report_redirect(reason)
    if not _can_fetch(url):
        reason = "the server redirects to a URL that is not a valid http or https URL"
        raise fetch_failures.report_redirect(reason)
    return url

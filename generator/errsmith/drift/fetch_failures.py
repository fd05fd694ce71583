"""Errors for pages that could not be fetched.

Messages contain no URLs, because paths and queries may be private.
"""

from __future__ import annotations

import datetime
import http
import math
import socket
import ssl
from typing import Final

import httpx2

from errsmith.drift.errors import UnusablePageError
from errsmith.runtime.wire.dates import parse_timestamp

SAVE_PAGE: Final = "save the page in a browser and use `--page FILE`"
_CHECK_NETWORK: Final = "check the network connection"
_CHECK_PROXY: Final = "check the environment variables HTTP_PROXY, HTTPS_PROXY and ALL_PROXY"
_SET_URL: Final = "set `url` or `fetch` in [sources.ID]"
_CHECK_URL: Final = "check `url` and `fetch` in [sources.ID]"
_TRY_LATER: Final = "try again later"
_STATUS_HINTS: Final = {
    401: f"the page requires a login: {SAVE_PAGE}",
    403: f"the page requires a login or blocks programs: {SAVE_PAGE}",
    404: f"if the page has moved, {_SET_URL} to its new URL",
    407: _CHECK_PROXY,
    410: f"if the page has moved, {_SET_URL} to its new URL",
}
_BUSY: Final = frozenset({429, 503})
_SERVER_ERROR: Final = 500
_MOST_DIGITS: Final = 9
_FAILURES: Final[tuple[tuple[type[Exception], str, str], ...]] = (
    (httpx2.ConnectTimeout, "could not connect to {host} within {wait}", _CHECK_NETWORK),
    (httpx2.TimeoutException, "the server sent nothing for {wait}", _TRY_LATER),
    (httpx2.ProxyError, "the proxy refused the connection", _CHECK_PROXY),
    (httpx2.NetworkError, "the connection was lost", f"{_CHECK_NETWORK}, or {_TRY_LATER}"),
    # A label of the host name has more than 63 characters.
    (UnicodeError, "the URL has an invalid host", _CHECK_URL),
)
"""Reasons and hints by exception; the first match applies."""
_UNITS: Final = (("hour", 3600), ("minute", 60))


def report_url() -> UnusablePageError:
    """Return an error for a URL that cannot be fetched."""
    reason = "the URL is not a valid http or https URL"
    return UnusablePageError(reason, _CHECK_URL)


def report_credentials() -> UnusablePageError:
    """Return an error for a URL with a user name or password."""
    reason = "the URL contains a user name or a password"
    return UnusablePageError(
        reason, f"remove it from [sources.ID]; if the page requires a login, {SAVE_PAGE}"
    )


def report_settings(error: Exception) -> UnusablePageError:
    """Return an error for environment variables that httpx2 cannot use."""
    if isinstance(error, OSError):
        reason = "the trusted certificates cannot be loaded"
        hint = "check the environment variables SSL_CERT_FILE and SSL_CERT_DIR"
        return UnusablePageError(reason, hint)
    return UnusablePageError("the proxy in the environment variables cannot be used", _CHECK_PROXY)


def report_redirect(reason: str) -> UnusablePageError:
    """Return an error for a redirect that is not followed."""
    return UnusablePageError(reason, f"{_SET_URL} to the page's own URL, or {SAVE_PAGE}")


def report_size(largest: int) -> UnusablePageError:
    """Return an error for a page that is too large."""
    size = f"{largest / 2**20:g} MiB" if largest >= 2**20 else f"{largest:,} bytes"
    return UnusablePageError(f"the page is larger than {size}", f"{_SET_URL} to a smaller page")


def report_slow(seconds: float) -> UnusablePageError:
    """Return an error for a page that takes too long to fetch."""
    reason = f"the page was not complete after {_count(seconds, 'second')}"
    return UnusablePageError(reason, f"{_TRY_LATER}, or {SAVE_PAGE}")


def report_incomplete() -> UnusablePageError:
    """Return an error for a page that ends early."""
    return UnusablePageError("the page is incomplete: the response ended early", _TRY_LATER)


def report_encoding(encoding: str) -> UnusablePageError:
    """Return an error for a compression that was not requested."""
    name = f" ({encoding})" if encoding.isalnum() and len(encoding) <= _MOST_DIGITS else ""
    reason = f"the server used an unsupported compression{name}"
    return UnusablePageError(reason, SAVE_PAGE)


# --- statuses ------------------------------------------------------------------------------------


def report_status(status: int, retry_after: str | None) -> UnusablePageError:
    """Return an error for a status other than 200."""
    hint = "if the page opens in a browser, save it there and use `--page FILE`"
    if status in _BUSY:
        hint = _advise_wait(retry_after or "")
    elif status >= _SERVER_ERROR:
        hint = _TRY_LATER
    return UnusablePageError(
        f"the server responded with {describe_status(status)}", _STATUS_HINTS.get(status, hint)
    )


def describe_status(status: int) -> str:
    """Return a status with its name: `404 (Not Found)`."""
    try:
        return f"{status} ({http.HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _advise_wait(retry_after: str) -> str:
    """Return when to try again, from a `Retry-After` in seconds or as a date."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
        return f"try again in {_describe_wait(int(text))}" if int(text) else _TRY_LATER
    timestamp = parse_timestamp(text)
    if timestamp is None:
        return _TRY_LATER
    try:
        date = datetime.datetime.fromtimestamp(timestamp, datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return _TRY_LATER
    return f"try again after {date:%Y-%m-%d %H:%M} UTC"


def _describe_wait(seconds: int) -> str:
    """Return a wait, rounded up, in the largest unit that it contains at least twice."""
    for unit, length in _UNITS:
        if seconds >= 2 * length:
            return _count(math.ceil(seconds / length), unit)
    return _count(seconds, "second")


def _count(number: float, unit: str) -> str:
    return f"{number:g} {unit}" if number == 1 else f"{number:g} {unit}s"


# --- connections ---------------------------------------------------------------------------------


def report_failure(error: Exception, host: str, seconds: float) -> UnusablePageError:
    """Return an error for a request that failed.

    `seconds` is the maximum time for each step of the request.
    """
    if isinstance(error, httpx2.RemoteProtocolError):
        return _report_bad_response(str(error))
    if isinstance(error, httpx2.ConnectError):
        return _report_unreachable(error, host)
    wait = _count(seconds, "second")
    for kind, reason, hint in _FAILURES:
        if isinstance(error, kind):
            return UnusablePageError(reason.format(host=host, wait=wait), hint)
    return UnusablePageError("the request cannot be sent", _CHECK_URL)


def _report_bad_response(message: str) -> UnusablePageError:
    """Return an error for an invalid response, given the message of h11 or httpcore2."""
    if message.startswith("peer closed connection"):
        return report_incomplete()
    if message.startswith("Server disconnected"):
        reason = "the server closed the connection without a response"
        return UnusablePageError(reason, _TRY_LATER)
    return UnusablePageError("the server's response is not valid HTTP", SAVE_PAGE)


def _report_unreachable(error: Exception, host: str) -> UnusablePageError:
    """Return an error for a failed connection, depending on its cause."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, OSError):
        cause = cause.__cause__ or cause.__context__
    match cause:
        case ssl.SSLCertVerificationError():
            reason = f"the certificate of {host} is not valid ({cause.verify_message})"
            return UnusablePageError(reason, SAVE_PAGE)
        case ssl.SSLError():
            return UnusablePageError(
                f"a secure connection to {host} cannot be established", SAVE_PAGE
            )
        case socket.gaierror():
            reason = f"the host {host} cannot be found"
            return UnusablePageError(reason, f"{_CHECK_NETWORK}; {_CHECK_URL}")
        case ConnectionRefusedError():
            return UnusablePageError(f"{host} refused the connection", _CHECK_NETWORK)
        case _:
            return UnusablePageError(f"{host} cannot be reached", _CHECK_NETWORK)

"""A client's code: type checkers read it, nobody runs it.

What they have to refuse is in `tests/sdk/test_typing.py`, which runs them.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any, assert_never, assert_type

import aiohttp
import httpx
import httpx2
import requests
import urllib3
from cattrs import Converter

import eid_errors
from eid_errors import ApiError, ErrorInfo, RawResponse, Retry, bankid_esign, hopae, signet
from eid_errors import singpass_ciba as singpass

log = logging.getLogger(__name__)


def catch(response: httpx.Response) -> float | None:
    """Catch an error, its family, a kind, anything."""
    try:
        hopae.raise_for_error(response)
    except hopae.AuthInvalidCredentialsError as error:
        log.warning("hopae", extra=error.log_fields())
        assert_type(error.detail, str | None)
    except hopae.SessionError as error:
        assert_type(error, hopae.SessionError)
        assert_type(error.context, dict[str, Any] | None)
    except eid_errors.UnavailableError as error:
        assert_type(eid_errors.is_retryable(error), bool | None)
        return eid_errors.retry_delay(error, attempt=1)
    except (signet.SignetError, eid_errors.ConflictError) as error:
        assert_type(error.known_code is None, bool)
    except ApiError as error:
        assert_type(error.raw, RawResponse | None)
        assert_type(error.retry, Retry | None)
        assert_type(error.info, ErrorInfo)
        assert_type(error.info.statuses, tuple[int | str, ...])
    return None


def accept(
    one: httpx.Response,
    two: httpx2.Response,
    three: requests.Response,
    four: urllib3.HTTPResponse,
    five: urllib3.BaseHTTPResponse,
) -> None:
    """Hand over responses of each client."""
    for response in (one, two, three, four, five):
        signet.raise_for_error(response)


async def accept_awaited(
    one: httpx.Response, two: httpx2.Response, three: requests.Response, four: urllib3.HTTPResponse
) -> None:
    """Hand over responses of each client, and of one that has to be awaited."""
    for response in (one, two, three, four):
        await signet.araise_for_error(response)
    async with aiohttp.ClientSession() as session, session.get("/") as five:
        assert_type(await signet.araise_for_error(five), None)


def plug_in(session: requests.Session) -> None:
    """Make hooks of both functions, where each client has them."""
    httpx.Client(event_hooks={"response": [hopae.raise_for_error]})
    httpx2.Client(event_hooks={"response": [hopae.raise_for_error]})
    httpx.AsyncClient(event_hooks={"response": [hopae.araise_for_error]})
    httpx2.AsyncClient(event_hooks={"response": [hopae.araise_for_error]})
    session.hooks["response"].append(hopae.raise_for_error)
    session.hooks = {"response": [hopae.raise_for_error]}
    session.get("/", hooks={"response": hopae.raise_for_error}, timeout=1)
    aiohttp.ClientSession(raise_for_status=hopae.araise_for_error)
    hook: Callable[[requests.Response], None] = hopae.raise_for_error
    awaited: Callable[[aiohttp.ClientResponse], Awaitable[None]] = hopae.araise_for_error
    log.debug("%s %s", hook, awaited)


def parse(headers: httpx.Headers, pairs: list[tuple[str, str]], body: dict[str, Any]) -> None:
    """Parse what clients have in hand."""
    assert_type(hopae.parse(), hopae.HopaeError)
    assert_type(singpass.parse(status=400, headers=headers, body=b""), singpass.SingpassCIBAError)
    assert_type(signet.parse(headers=pairs, body="", path="/"), signet.SignetError)
    bankid_esign.parse(headers={}, body=body, query="a=b", scope="s")
    bankid_esign.parse(body=memoryview(b""), query={"a": ["b"]})


def carry(error: hopae.HopaeError, other: singpass.SingpassCIBAError) -> None:
    """Read attributes; each has the type that the page documents, or None."""
    assert_type(error.status, int | None)
    assert_type(error.code, str | None)
    assert_type(error.known_code, hopae.Code | None)
    assert_type(error.message, str | None)
    assert_type(error.retry_after, float | None)
    assert_type(error.body_status, float | None)
    assert_type(other.trace_id, str | None)
    assert_type(error.log_fields(), dict[str, str | int | float | bool | None])


def match(error: singpass.SingpassCIBAError) -> str:
    """Match on every code: a code that is added makes this an error."""
    code = error.known_code
    match code:
        case None:
            return "not documented"
        case singpass.Code.CLIENT_SIDE_ERROR | singpass.Code.ARGUMENTS_NOT_VALID:
            return "mend"
        case singpass.Code.SERVER_SIDE_ERROR:
            return "report"
        case singpass.Code.TOO_MANY_REQUESTS:
            return "wait"
        case _:
            assert_never(code)


def make() -> list[ApiError]:
    """Make errors by hand, as tests of a client do."""
    return [
        hopae.SessionNotFoundError(),
        hopae.SessionNotFoundError(status=404, detail="d", context={"a": 1}, retry_after=2),
        singpass.SingpassCIBAError(id="1", code="NEW"),
        eid_errors.NotFoundError(status=404),
    ]


def look_up() -> None:
    """Look classes, codes and providers up."""
    assert_type(hopae.ERRORS["SESSION_NOT_FOUND"], type[hopae.HopaeError])
    assert_type(hopae.ERRORS["SESSION_NOT_FOUND"].info, ErrorInfo)
    assert_type(eid_errors.PROVIDERS["hopae"].load(), ModuleType)
    assert_type(hopae.converter, Converter)
    assert_type(hopae.converter.structure({}, hopae.SessionError), hopae.SessionError)

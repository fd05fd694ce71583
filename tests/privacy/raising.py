"""Ways for an exception to leave the SDK, for the tools that report it.

No function here has part of a response in a local variable or in its source, so whatever a tool
shows comes from the SDK, or from the HTTP client. Each takes the generated module and a key of
`RESPONSES` or of `REDIRECTS`.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import aiohttp
import attrs
import httpx
import requests
import urllib3
from aiohttp import web
from requests.adapters import BaseAdapter

from tests.privacy.vault import REDIRECTS, RESPONSES, private

Raise = Callable[[Any, str], object]

URL = "https://vault.example/start"


class Interrupted(BaseException):
    """An exception that no library may catch, like Ctrl-C."""


class Interrupting(dict[str, str]):
    """Headers that interrupt any code that reads them."""

    def items(self) -> Any:
        raise Interrupted

    def __iter__(self) -> Iterator[str]:
        raise Interrupted

    def get(self, *_: object) -> Any:
        raise Interrupted


# --- responses of HTTP clients -------------------------------------------------------------------


def build_httpx_response(place: str) -> httpx.Response:
    sent = RESPONSES[place]()
    return httpx.Response(
        sent["status"],
        headers=sent["headers"],
        content=sent["body"],
        request=httpx.Request("GET", URL),
    )


def build_requests_response(place: str) -> requests.Response:
    sent = RESPONSES[place]()
    response = requests.Response()
    response.status_code, response._content = sent["status"], sent["body"]
    response.headers.update(sent["headers"])
    response.request = requests.Request("GET", URL).prepare()
    response.url = URL
    return response


def build_urllib3_response(place: str) -> urllib3.HTTPResponse:
    sent = RESPONSES[place]()
    return urllib3.HTTPResponse(
        BytesIO(sent["body"]), sent["headers"], sent["status"], preload_content=False
    )


class Adapter(BaseAdapter):
    """An adapter that answers the requests of a session."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def send(self, *_: object, **__: object) -> requests.Response:
        return build_requests_response(self.place)

    def close(self) -> None:
        """Close nothing."""


def call_httpx(vault: Any, place: str) -> object:
    return vault.raise_for_error(build_httpx_response(place))


def call_requests(vault: Any, place: str) -> object:
    return vault.raise_for_error(build_requests_response(place))


def call_urllib3(vault: Any, place: str) -> object:
    return vault.raise_for_error(build_urllib3_response(place))


def httpx_hook(vault: Any, place: str) -> object:
    transport = httpx.MockTransport(lambda _: build_httpx_response(place))
    with httpx.Client(
        transport=transport, event_hooks={"response": [vault.raise_for_error]}
    ) as client:
        return client.get(URL)


def requests_hook(vault: Any, place: str) -> object:
    with requests.Session() as session:
        session.hooks["response"] = [vault.raise_for_error]
        session.mount("https://", Adapter(place))
        return session.get(URL, timeout=10)


def await_httpx(vault: Any, place: str) -> object:
    async def use() -> object:
        return await vault.araise_for_error(build_httpx_response(place))

    return asyncio.run(use())


def httpx_awaited_hook(vault: Any, place: str) -> object:
    transport = httpx.MockTransport(lambda _: build_httpx_response(place))

    async def use() -> object:
        async with httpx.AsyncClient(
            transport=transport, event_hooks={"response": [vault.araise_for_error]}
        ) as client:
            return await client.get(URL)

    return asyncio.run(use())


@asynccontextmanager
async def serve(place: str) -> Any:
    """Serve a response, and yield its URL."""

    async def answer(_: web.BaseRequest) -> web.Response:
        sent = RESPONSES[place]()
        return web.Response(status=sent["status"], headers=sent["headers"], body=sent["body"])

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/start"
    finally:
        await runner.cleanup()


def call_aiohttp(vault: Any, place: str) -> object:
    async def use() -> object:
        async with serve(place) as url, aiohttp.ClientSession() as session:
            return await vault.araise_for_error(await session.get(url))

    return asyncio.run(use())


def aiohttp_hook(vault: Any, place: str) -> object:
    async def use() -> object:
        async with (
            serve(place) as url,
            aiohttp.ClientSession(raise_for_status=vault.araise_for_error) as session,
        ):
            return await session.get(url)

    return asyncio.run(use())


# --- other ways ----------------------------------------------------------------------------------


def raise_parsed(vault: Any, place: str) -> object:
    raise vault.parse(**RESPONSES[place]())


def raise_redirected(vault: Any, place: str) -> object:
    raise vault.parse_redirect(REDIRECTS[place]())


def from_code(vault: Any, _place: str) -> object:
    raise vault.from_code(private())


def raise_in_group(vault: Any, place: str) -> object:
    msg = "several calls failed"
    errors = [vault.parse(**RESPONSES[place]()), vault.parse(**RESPONSES["documented"]())]
    raise ExceptionGroup(msg, [ExceptionGroup(msg, errors), vault.BusyError(status=429)])


def raise_from_error(vault: Any, place: str) -> object:
    msg = "the order failed"
    try:
        return raise_parsed(vault, place)
    except vault.VaultError as error:
        raise RuntimeError(msg) from error


def raise_in_handler(vault: Any, place: str) -> object:
    msg = "the handler failed"
    try:
        return raise_parsed(vault, place)
    except vault.VaultError:
        raise RuntimeError(msg)  # noqa: B904 - the context is under test


def raise_while_handling(vault: Any, place: str) -> object:
    msg = "the client's"
    try:
        raise ValueError(msg)  # noqa: TRY301 - it is the exception being handled
    except ValueError:
        return raise_parsed(vault, place)


def raise_with_note(vault: Any, place: str) -> object:
    error = vault.parse(**RESPONSES[place]())
    error.add_note("while an order was placed")
    raise error


def structure(vault: Any, place: str) -> object:
    return vault.converter.structure(read_body(place), vault.OpenError)


def structure_list(vault: Any, place: str) -> object:
    return vault.converter.structure([read_body(place), read_body(place)], list[vault.OpenError])


def structure_mapping(vault: Any, place: str) -> object:
    return vault.converter.structure({private(): read_body(place)}, dict[str, vault.OpenError])


def structure_class(vault: Any, place: str) -> object:
    job = attrs.make_class("Job", {"error": attrs.field(type=vault.OpenError)})
    return vault.converter.structure({"error": read_body(place)}, job)


def read_body(place: str) -> Any:
    return {**RESPONSES[place](), "error": private(), "person": private()}


def construct_by_position(vault: Any, place: str) -> object:
    return vault.BusyError(RESPONSES[place]())


def construct_with_a_wrong_name(vault: Any, place: str) -> object:
    return vault.BusyError(text=private(), headers=RESPONSES[place]())


def construct_from_body(vault: Any, place: str) -> object:
    return vault.BusyError(**{private(): read_body(place)})


def ask_for_nothing(vault: Any, place: str) -> object:
    return vault.parse(**RESPONSES[place]()).nothing


def ask_for_a_class(vault: Any, _place: str) -> object:
    return vault.BusyErr


def record(vault: Any, place: str) -> object:
    return build_recorder(vault).wrap(fail)(
        vault.parse(**RESPONSES[place]()), answer=read_body(place)
    )


def record_later(vault: Any, place: str) -> object:
    handler = build_recorder(vault).wrap(fail_later)
    return asyncio.run(handler(vault.parse(**RESPONSES[place]()), answer=read_body(place)))


def build_recorder(vault: Any) -> Any:
    kit = importlib.import_module(f"{vault.__name__.rpartition('.')[0]}.testing")
    return kit.ErrorRecorder("vault")


def fail(*_: object, answer: object) -> None:
    del _, answer
    msg = "the handler failed"
    raise RuntimeError(msg)


async def fail_later(*_: object, answer: object) -> None:
    del _, answer
    msg = "the handler failed"
    raise RuntimeError(msg)


def interrupt(vault: Any, place: str) -> object:
    return vault.parse(**{**RESPONSES[place](), "headers": Interrupting({"X-Holder": private()})})


class InterruptingUrl:
    """The URL of a redirect, which interrupts any code that reads it."""

    def __repr__(self) -> str:
        return private()

    def __str__(self) -> str:
        raise Interrupted


def interrupt_redirect(vault: Any, _place: str) -> object:
    return vault.parse_redirect(InterruptingUrl())


BY_CALL: tuple[Raise, ...] = (
    call_httpx,
    call_requests,
    call_urllib3,
    await_httpx,
    call_aiohttp,
)
IN_HOOKS: tuple[Raise, ...] = (httpx_hook, httpx_awaited_hook, requests_hook)
"""`aiohttp_hook` is not included, because aiohttp's own frames show headers."""
OTHERS: tuple[Raise, ...] = (
    raise_parsed,
    raise_in_group,
    raise_from_error,
    raise_in_handler,
    raise_while_handling,
    raise_with_note,
    from_code,
    structure,
    structure_list,
    structure_mapping,
    structure_class,
    construct_by_position,
    construct_with_a_wrong_name,
    construct_from_body,
    ask_for_nothing,
    ask_for_a_class,
    record,
    record_later,
)
INTERRUPTED: tuple[Raise, ...] = (interrupt, interrupt_redirect)
WAYS: dict[str, tuple[Raise, str]] = {
    **{
        f"raise_parsed-{place}": (raise_parsed, place)
        for place in ("documented", "number", "challenge")
    },
    **{f"raise_redirected-{place}": (raise_redirected, place) for place in REDIRECTS},
    **{way.__name__: (way, "code-is-private") for way in (*BY_CALL, *IN_HOOKS, *OTHERS)},
    "call_httpx-challenge": (call_httpx, "challenge"),
    "call_httpx-success": (call_httpx, "success"),
    "requests_hook-success": (requests_hook, "success"),
    "call_httpx-page": (call_httpx, "page"),
}
"""Each way with the key of a response, by name."""


def catch(vault: Any, name: str) -> BaseException:
    """Return the exception that a way raises, with its traceback."""
    way, place = WAYS[name]
    try:
        way(vault, place)
    except Exception as error:  # noqa: BLE001 - any exception is returned
        return error
    msg = f"{name} raised nothing"
    raise AssertionError(msg)

"""Shared fixtures: invented providers, misbehaving servers, and a fresh interpreter."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from threading import Event, Thread
from types import ModuleType

import pytest

from specimen_errors import PROVIDERS
from tests.registries import Workshop
from tests.sdk.commanding import import_main

ModuleOf = Callable[[str], ModuleType]

ACME = """
[scopes.start]
paths = "*/start"

[scopes.token]
paths = "*/token"

[[envelopes]]
id = "state"
code = { path = "state", success = ["DONE"], summary = "Tells how far the order is." }
group = { path = "about" }
when.status = 200

[[envelopes]]
id = "json"
code = { path = "error", summary = "Names the error." }
fields.error_description = { role = "message", summary = "Says what is wrong." }
fields.wait = { type = "number", role = "retry_after", summary = "Gives the seconds to wait." }
fields.can_retry = { type = "boolean", role = "retryable", summary = "Says whether to retry." }
fields.seen = { type = "number", log = true, summary = "Counts the requests." }
fields.request_id = { header = "X-Request-Id", role = "reference", log = true, summary = "Its ID." }

[[envelopes]]
id = "challenge"
code = { header = "WWW-Authenticate", parameter = "error", summary = "Names the error." }
fields.realm = { header = "WWW-Authenticate", parameter = "realm", summary = "Names the area." }

[[envelopes]]
id = "redirect"
code = { query = "error", summary = "Names the error." }
fields.error_hint = { query = "error_hint", role = "message", summary = "Says what is wrong." }

[categories.server]
status = "5xx"
retry = { documented = "never" }

[groups.order]
summary = "The order is not complete."

[errors.access_denied]
scope = "start"
status = 403
summary = "The client may not start an order."

[errors.access_denied_by_user]
code = "access_denied"
scope = "token"
endpoints = ["POST /token", "/refresh"]
status = 400
kind = "declined"
summary = "The person said no."

[errors.PENDING]
class = "OrderPendingError"
group = "order"
status = 200
kind = "pending"
summary = "The order is not complete."

[errors.invalid_token]
status = 401
aliases = ["token_invalid", 4711]
summary = "The token is not valid."
user_message = { en = "Please sign in.", sv = "Logga in." }

[errors.token_gone]
status = 400
summary = "Nobody is signed in."
deprecated = { reason = "The page names another.", replacement = "invalid_token", since = "0.1.0" }

[errors.busy]
status = 503
retry = { documented = "never" }
summary = "Acme is busy."

[errors.again]
status = 500
retry = { documented = "once", delay = 30 }
summary = "Acme failed once."

[errors.later]
status = 502
retry = { documented = "backoff", delay = 4 }
summary = "Acme is away."

[errors.much_later]
status = 504
retry = { documented = "backoff", delay = 90 }
summary = "Acme is far away."
"""
"""A provider with features that the four lack: scopes, headers, redirects, errors with a 200."""


@pytest.fixture(scope="session")
def module_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleOf]:
    """Return `module_of(tables)`, the generated module of a provider Acme with these tables."""
    workshop = Workshop(tmp_path_factory.mktemp("modules"))

    def load_module(tables: str) -> ModuleType:
        package = "acme_errors" if tables == ACME else ""  # Tests refer to this name.
        return workshop.generate(tables, package=package).load("acme")

    yield load_module
    workshop.close()


@pytest.fixture(scope="session")
def acme(module_of: ModuleOf) -> ModuleType:
    """Return the generated module of the invented provider."""
    return module_of(ACME)


@pytest.fixture(scope="session")
def acme_main(acme: ModuleType) -> ModuleType:
    """Return the command line of the invented provider's SDK."""
    return import_main(acme)


@pytest.fixture(scope="session", params=[*PROVIDERS, "depot", "doorkeeper", "paperwork"])
def any_module(request: pytest.FixtureRequest, golden: Mapping[str, ModuleType]) -> ModuleType:
    """Return each provider's module, including invented providers with features the four lack."""
    name: str = request.param
    return PROVIDERS[name].load() if name in PROVIDERS else golden[name]


@pytest.fixture
def halfway() -> Iterator[Callable[..., tuple[str, bytes, Event]]]:
    """Yield `halfway(status, patience=0)`, which serves a response that halts within its body.

    It returns the server's URL, the body, and an event that makes the server send the second
    half of the body. If the event is not set within `patience` seconds, the connection closes.
    """
    content = json.dumps({"title": "SESSION_NOT_FOUND", "status": 404, "detail": "Gone."}).encode()
    half = len(content) // 2
    with ExitStack() as stack:

        def serve(status: int, patience: float = 0) -> tuple[str, bytes, Event]:
            server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            server.settimeout(10)
            go_on = Event()
            lines = (f"HTTP/1.1 {status} .", "Retry-After: 2", f"Content-Length: {len(content)}")
            head = "\r\n".join((*lines, "", "")).encode()

            def answer() -> None:
                with server.accept()[0] as connection, suppress(OSError):  # The client may be gone.
                    connection.recv(65_536)
                    connection.sendall(head + content[:half])
                    if go_on.wait(patience):
                        connection.sendall(content[half:])

            thread = Thread(target=answer)
            thread.start()
            stack.callback(thread.join)
            return f"http://127.0.0.1:{server.getsockname()[1]}/", content, go_on

        yield serve


@pytest.fixture
def fresh() -> Callable[..., str]:
    """Return `fresh(code, stdin=b"")`, which runs code in a separate interpreter."""

    def run(code: str, stdin: bytes = b"") -> str:
        command = [sys.executable, "-W", "error", "-c", code]
        done = subprocess.run(command, input=stdin, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    return run

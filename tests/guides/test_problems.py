"""The guide on problem documents and logs: its blocks run, with the libraries they name."""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterator
from io import StringIO
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from markdown_it import MarkdownIt
from pytest_httpserver import HTTPServer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

import specimen_errors
from specimen_errors import idhub
from specimen_errors._runtime import problems
from tests.specimen.sdk import GENERATED

GUIDE = GENERATED / "docs" / "guides" / "problems.md"
TEXT = GUIDE.read_text(encoding="utf-8")
NOT_FOUND = {"title": "SESSION_NOT_FOUND", "detail": "No session of 19121212-1212."}


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    """Return the names that the guide's blocks define when they run in order."""
    found: dict[str, Any] = {"__name__": "guide"}
    for token in MarkdownIt().parse(TEXT):
        if token.type == "fence" and token.info == "python":
            exec(compile(token.content, GUIDE.name, "exec"), found)  # noqa: S102 - the guide
    return found


def build_fastapi_application(client: httpx.AsyncClient) -> FastAPI:
    """Build an application of FastAPI that asks the provider."""
    app = FastAPI()

    @app.get("/items/{id_}")
    async def get_item(id_: int) -> Any:
        response = await client.get(f"/items/{id_}")
        idhub.raise_for_error(response)
        return response.json()

    return app


def build_starlette_application(client: httpx.AsyncClient) -> Starlette:
    """Build an application of Starlette that asks the provider."""

    async def get_item(request: Request) -> Response:
        response = await client.get(f"/items/{request.path_params['id']}")
        idhub.raise_for_error(response)
        return JSONResponse(response.json())

    return Starlette(routes=[Route("/items/{id:int}", get_item)])


@pytest.fixture(params=[build_starlette_application, build_fastapi_application])
def callers(
    request: pytest.FixtureRequest, names: dict[str, Any], httpserver: HTTPServer
) -> Iterator[TestClient]:
    """Yield a client of each application, which calls a provider on `httpserver`."""
    provider = httpx.AsyncClient(base_url=httpserver.url_for(""))
    [register] = re.findall(r"`(app\.add_exception_handler\(.+?\))`", TEXT)
    app = request.param(provider)
    eval(register, {**names, "app": app})  # noqa: S307 - the guide's
    with TestClient(app) as client:
        yield client
        assert client.portal is not None
        client.portal.call(provider.aclose)


def test_application_without_an_error(callers: TestClient, httpserver: HTTPServer) -> None:
    """The provider's answer reaches the caller."""
    httpserver.expect_request("/items/1").respond_with_json({"id": "1"})
    assert callers.get("/items/1").json() == {"id": "1"}


def test_application_on_a_documented_error(
    callers: TestClient, httpserver: HTTPServer, caplog: pytest.LogCaptureFixture
) -> None:
    """The caller gets the error's problem document and the log its fields, without free text."""
    httpserver.expect_request("/items/1").respond_with_json(NOT_FOUND, 404)
    answer = callers.get("/items/1", headers={"Accept-Language": "sv, en;q=0.5"})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Retry-After" not in answer.headers
    assert answer.json() == {
        "type": "urn:problem-type:specimen_errors:idhub:session-not-found",
        "title": "The requested resource does not exist.",
        "status": 404,
        "detail": idhub.SessionNotFoundError.info.user_message,
    }
    [record] = [record for record in caplog.records if record.name == "guide"]
    assert vars(record)["api_error"]["code"] == "SESSION_NOT_FOUND"
    assert "SessionNotFoundError" in caplog.text
    assert "19121212" not in caplog.text


@pytest.mark.parametrize(
    ("headers", "seconds"), [({}, "1"), ({"Retry-After": "30"}, "30")], ids=["policy", "asked for"]
)
def test_application_on_an_outage(
    callers: TestClient, httpserver: HTTPServer, headers: dict[str, str], seconds: str
) -> None:
    """A header tells the caller when to come back."""
    httpserver.expect_request("/items/1").respond_with_data("<html>", 503, headers)
    answer = callers.get("/items/1")
    assert answer.status_code == answer.json()["status"] == 503
    assert answer.headers["Retry-After"] == seconds
    assert answer.json()["type"] == "urn:problem-type:specimen_errors:unavailable"


def test_application_on_a_fault_of_its_own(callers: TestClient, httpserver: HTTPServer) -> None:
    """If the provider rejects this service's credentials, the caller is not asked to sign in."""
    httpserver.expect_request("/items/1").respond_with_json({"title": "AUTH_NEW"}, 401)
    answer = callers.get("/items/1")
    assert answer.status_code == 500
    assert "WWW-Authenticate" not in answer.headers


def test_log_entry(names: dict[str, Any]) -> None:
    """An entry is one line of JSON, with fields and with a traceback, without private text."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(names["JSONFormatter"]())
    log: logging.Logger = names["log"]
    log.addHandler(handler)
    with pytest.raises(idhub.SessionNotFoundError) as caught:
        names["check"](httpx.Response(404, json=NOT_FOUND))
    log.removeHandler(handler)
    [line] = written.getvalue().splitlines()
    entry = json.loads(line)
    assert entry["level"] == "WARNING"
    assert entry["event"] == str(caught.value)
    assert entry["api_error"] == caught.value.log_fields()
    assert "SessionNotFoundError" in entry["traceback"]
    assert "19121212" not in line


def test_log_entry_without_an_error(names: dict[str, Any]) -> None:
    """The formatter accepts entries of other libraries."""
    record = logging.makeLogRecord({"msg": "started", "levelname": "INFO"})
    entry = {"level": "INFO", "event": "started", "api_error": None}
    assert json.loads(names["JSONFormatter"]().format(record)) == entry


def test_logging_rejects_its_own_names() -> None:
    """Logging rejects its own names, so the fields are below a key, and the message is renamed."""
    error = idhub.parse(status=404, body=NOT_FOUND)
    assert "provider_message" in error.log_fields(free_text=True)
    extra = {"message": error.provider_message}
    with pytest.raises(KeyError, match="message"):
        logging.getLogger("client").error("%s", error, extra=extra)


def test_claim_about_exceptions_of_clients() -> None:
    """Raised in an `except` after `raise_for_status`, an error's traceback shows the full URL."""
    request = httpx.Request("GET", "https://provider.example/?number=19121212")
    response = httpx.Response(404, json=NOT_FOUND, request=request)

    def check() -> None:
        try:
            response.raise_for_status()
        except httpx.HTTPStatusError:
            idhub.raise_for_error(response)

    with pytest.raises(idhub.SessionNotFoundError) as caught:
        check()
    assert "number=19121212" in "".join(traceback.format_exception(caught.value))


def test_table_of_statuses() -> None:
    """The table has each kind, and an error without one, as the SDK handles them."""
    rows = re.findall(r"(?m)^\| `?(\w+)`? +\| (\d{3}) +\| (.+) \|$", TEXT)
    answers = {
        kind: (str(problem.status), problem.title) for kind, problem in problems.PROBLEMS.items()
    }
    unknown = problems.UNKNOWN_PROBLEM
    assert {kind: (status, title) for kind, status, title in rows} == {
        **answers,
        "none": (str(unknown.status), unknown.title),
    }
    assert {f"{cls.info.kind}" for cls in vars(specimen_errors).values() if _is_kind(cls)} == {
        *answers
    }


def _is_kind(value: object) -> bool:
    base = specimen_errors.ApiError
    return isinstance(value, type) and issubclass(value, base) and value is not base


def test_reasons_for_statuses() -> None:
    """The list of reasons has every status of the table."""
    reasons = "".join(re.findall(r"(?m)^- (\d{3}.*?):", TEXT))
    told = {answer.status for answer in (*problems.PROBLEMS.values(), problems.UNKNOWN_PROBLEM)}
    assert {int(status) for status in re.findall(r"\d{3}", reasons)} == told

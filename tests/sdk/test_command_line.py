"""`python -m <package>`: what it prints, for whatever is pasted, and how it ends.

| rule of the SDK | tests |
|---|---|
| every error is listed, and explained by its code, its class, its spellings | `list`, `explain` |
| what is not documented says so | `explain_undocumented` |
| every example of the reference is recognised, and its provider by it | `parse_example` |
| a response may be pasted as servers and curl print it | `parse_of` |
| where the provider is not clear, the terminal is asked, and a program told | `provider` |
| only what is marked as safe to log is shown; nothing unprintable is | `shown`, `hostile` |
| `serve` prints its address, and ends with Ctrl-C | `serve` |
| exit codes are 0, 1, 2, and 130; never a traceback | `hostile`, `end` |
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from unittest import mock

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import specimen_errors
from specimen_errors import __main__ as eid_main
from specimen_errors import idhub
from tests.specimen.sdk import GENERATED

DOCS = GENERATED / "docs"
PROVIDERS = specimen_errors.PROVIDERS
IDHUB = (
    b'{"title": "SESSION_NOT_FOUND", "status": 404, "detail": "Kari Nordmann", "instance": "/s/1"}'
)
UNCLEAR = b'{"error": "unheard_of", "error_description": "words"}'


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    def facts(self) -> dict[str, str]:
        """Give what stands beside each label of a page."""
        facts: dict[str, str] = {}
        label = ""
        for line in self.out.splitlines()[2:]:
            label = line[:17].strip() or label
            facts[label] = f"{facts.get(label, '')} {line[17:].strip()}".strip()
        return facts


class Terminal(io.TextIOWrapper):
    """A stdin with a person before it."""

    def isatty(self) -> bool:
        return True


def run(
    *arguments: str,
    stdin: bytes = b"",
    package: ModuleType = eid_main,
    is_terminal: bool = False,
    width: int = 80,
) -> Ran:
    """Run a command in this process."""
    typed = (Terminal if is_terminal else io.TextIOWrapper)(io.BytesIO(stdin), "utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    with (
        mock.patch.object(sys, "stdin", typed),
        mock.patch.dict(os.environ, COLUMNS=str(width)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = package.main([*arguments])
    texts = []
    for stream in (out, err):
        stream.seek(0)
        texts.append(stream.read())
    return Ran(code, *texts)


@pytest.fixture(scope="session")
def acme_main(acme: ModuleType) -> ModuleType:
    """Give the command line of the invented provider's SDK."""
    return importlib.import_module(f"{acme.__package__}.__main__")


def errors() -> Iterator[Any]:
    """Give each error's class and the name of its provider."""
    for name, info in PROVIDERS.items():
        for id_, cls in info.load().ERRORS.items():
            yield pytest.param(name, cls, id=f"{name}-{id_}")


def examples() -> Iterator[Any]:
    """Give each example response that the reference shows, with its provider and its code."""
    for name in PROVIDERS:
        code = ""
        tokens = MarkdownIt().parse((DOCS / f"{name}.md").read_text(encoding="utf-8"))
        for before, token in pairwise(tokens):
            if before.type == "heading_open" and before.tag == "h3":
                code = token.content.strip("`")
            if token.type == "fence" and token.info == "http":
                yield pytest.param(name, code, token.content.encode(), id=f"{name}-{code}")


# Lists


def test_list_of_providers() -> None:
    """Each provider is named, with the number of its errors and the page it is documented at."""
    ran = run("list")
    assert (ran.code, ran.err) == (0, "")
    for name, info in PROVIDERS.items():
        [line] = [line for line in ran.out.splitlines() if line.startswith(f"{name} ")]
        assert f"{info.title} " in line
        assert line.endswith(f"{len(info.load().ERRORS)} errors")
        assert all(source.url in ran.out for source in info.sources)


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("name", PROVIDERS)
def test_list_of_errors(name: str, width: int) -> None:
    """Each error has a row, aligned, in which lines are as wide as the terminal lets them be."""
    ran = run("list", name, width=width)
    assert (ran.code, ran.err) == (0, "")
    rows = [line for line in ran.out.splitlines() if not line.startswith(" ")]
    classes = PROVIDERS[name].load().ERRORS.values()
    assert [row.split()[0] for row in rows[1:]] == [cls.info.code for cls in classes]
    assert {row[: rows[0].index("kind")][-2:] for row in rows} == {"  "}
    remarks = [line for line in ran.out.splitlines() if line.startswith(" ")]
    assert all(len(line) <= min(width, 100) for line in remarks if len(line.split()) > 1)
    words = " ".join(ran.out.split())
    assert all(f"{cls.__name__}: {cls.info.summary}" in words for cls in classes)


def test_list_as_json() -> None:
    """Programs get the facts, providers and errors alike."""
    listed = json.loads(run("list", "--json").out)
    assert {one["name"]: one["errors"] for one in listed} == {
        name: len(info.load().ERRORS) for name, info in PROVIDERS.items()
    }
    listed = json.loads(run("list", "idhub", "--json").out)
    assert {one["code"]: one["class"] for one in listed} == {
        code: f"specimen_errors.idhub.{cls.__name__}" for code, cls in idhub.ERRORS.items()
    }
    [locked] = [one for one in listed if one["code"] == "SYSTEM_INTERNAL_ERROR"]
    assert locked["retry"] == {
        "advice": "once",
        "delay": None,
        "basis": "documented",
        "level": "category",
        "delay_basis": None,
    }


# Explanations


@pytest.mark.parametrize(("name", "cls"), [*errors()])
def test_explain_error(name: str, cls: type[specimen_errors.ApiError]) -> None:
    """The page of an error has its facts, whether it is asked for by its code or by its class."""
    info, provider = cls.info, PROVIDERS[name]
    ran = run("explain", str(info.code), "--provider", name)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == f"{provider.title}: {info.code}"
    facts = ran.facts()
    assert facts["What happened"] == info.summary
    assert facts["HTTP status"] == (" or ".join(map(str, info.statuses)) or "not documented")
    assert facts["Class"] == f"specimen_errors.{name}.{cls.__name__}"
    assert facts["Kind"].startswith(f"{info.kind} (derived). ")
    assert facts["Category"] == (info.category or "not documented")
    assert facts["What to do"] == (info.fix or "not documented")
    assert facts["Causes"] == (" ".join(f"- {c}" for c in info.causes) or "not documented")
    assert facts["For the user"] == (info.user_message or "not documented")
    assert facts["Support"] == (provider.support or "not documented")
    assert facts["Documented at"] == f"{info.source_url} read on {provider.sources[0].retrieved}"
    assert (info.note or "") in facts.get("Note", "")
    said = facts["Retry"]
    assert ("not documented" in said) == (info.retry is not None and info.retry.basis == "derived")
    assert (said == "Nothing is known about retrying.") == (info.retry is None)
    assert run("explain", f"specimen_errors.{name}.{cls.__name__}").out == ran.out
    assert run("explain", f"{info.code}".swapcase(), "--provider", name).out == ran.out


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("SIG_BB607", ["Autograph: SIG-BB607"]),
        ("internal_error -- SIG_BB801", ["Autograph: SIG_BB801"]),
        ("INVALID-TOKEN", ["Autograph: invalid_token"]),
        ("ResourceNotFoundError", ["IDHub: RESOURCE_NOT_FOUND", "Seal: not_found"]),
        ("SessionError", ["IDHub: SessionError, a family of errors"]),
        ("session", ["IDHub: SessionError, a family of errors"]),
        ("StepUpError", ["StepUp: StepUpError, a family of errors"]),
        (
            "UndocumentedSessionConflictError",
            ["IDHub: UndocumentedSessionConflictError, a family of errors"],
        ),
        ("unavailable", ["UnavailableError, a kind of every provider"]),
        ("specimen_errors.PendingError", ["PendingError, a kind of every provider"]),
        ("503", ["Autograph, HTTP 503", "IDHub, HTTP 503"]),
    ],
)
def test_explain_what_is_found_by_other_names(text: str, titles: list[str]) -> None:
    """Spellings, classes, groups, kinds and statuses lead to what they mean, of all providers."""
    ran = run("explain", text)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    heads = [one for one, below in pairwise(lines) if one and not below]
    assert [head for head in heads if not head.startswith((" ", "Its"))][: len(titles)] == titles


def test_explain_family_lists_its_errors() -> None:
    """The page of a family names the documented errors in it."""
    facts = run("explain", "SessionError").facts()
    codes = [c for c, cls in idhub.ERRORS.items() if issubclass(cls, idhub.SessionError)]
    assert facts["Its errors"] == " ".join(f"- {code}" for code in codes)


def test_explain_as_json() -> None:
    """Programs get every fact, and null where there is none."""
    [said] = json.loads(run("explain", "MissingScopeError", "--json").out)
    assert said["class"] == "specimen_errors.autograph.MissingScopeError"
    assert said["quoted"] == ["error_reference"]
    assert (said["statuses"], said["causes"], said["user_message"]) == ([403], [], None)


def test_explain_undocumented_code() -> None:
    """A code that is not documented is said to be none, with its family and the nearest codes."""
    ran = run("explain", "SESSION_NOT_FOUNT")
    assert (ran.code, ran.out) == (1, "")
    assert "SESSION_NOT_FOUNT is not documented" in ran.err
    assert "family specimen_errors.idhub.SessionError" in ran.err
    assert "nearest are SESSION_NOT_FOUND" in ran.err
    assert run("explain", "xyzzy\x1b[2J").err == "xyzzy\\x1b[2J is not documented.\n"


def test_explain_of_an_invented_provider(acme_main: ModuleType) -> None:
    """Aliases, scopes, languages, delays and lifecycles are told, in any package."""
    facts = run("explain", "4711", package=acme_main).facts()
    assert facts["Class"] == "acme_errors.acme.InvalidTokenError"
    assert facts["Spelled also"] == "token_invalid, 4711"
    assert facts["For the user"] == "en: Please sign in. sv: Logga in."
    facts = run("explain", "token_gone", package=acme_main).facts()
    assert facts["Deprecated"] == (
        "Since version 0.1.0 of this SDK. The page names another. Use invalid_token."
    )
    both = run("explain", "access_denied", package=acme_main).out
    assert both.count("Acme: access_denied\n") == 2
    one = run("explain", "access_denied_by_user", package=acme_main)
    assert one.facts()["Sent by"] == "token"
    assert one.facts()["Endpoints"] == "POST /token, /refresh"
    [said] = json.loads(run("explain", "access_denied_by_user", "--json", package=acme_main).out)
    assert said["endpoints"] == ["POST /token", "/refresh"]
    assert run("explain", "nothing", package=acme_main).code == 1


# Responses


@pytest.mark.parametrize(("name", "code", "pasted"), [*examples()])
def test_parse_example(name: str, code: str, pasted: bytes) -> None:
    """An example is recognised whole, as its body alone and as curl prints it."""
    title = PROVIDERS[name].title
    body = pasted[pasted.index(b"{") :]
    curl = b"* Connected to api.example\n> GET /x HTTP/2\n> \n"
    curl += b"".join(b"< " + line + b"\r\n" for line in pasted[: -len(body)].splitlines())
    for given_ in (pasted, body, pasted.replace(b"\n", b"\r\n"), curl + body + b"* Closing"):
        ran = run("parse", stdin=given_)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"{title}: {code}")
        facts = ran.facts()
        assert facts["What happened"].startswith(
            str(PROVIDERS[name].load().ERRORS[code].info.summary)
        )
        assert facts["Provider"].startswith(title)
        assert f"code: {code}" in facts["Quote"]


def test_examples_are_of_every_error() -> None:
    """The reference shows an example of each error."""
    shown = sorted((one.values[0], one.values[1]) for one in examples())
    assert shown == sorted((one.values[0], one.values[1].info.code) for one in errors())


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
        (b"content-type: application/json\n\n" + IDHUB, None),
        (b"2026-01-31 12:00:00 ERROR idhub answered " + IDHUB + b" in 3 s\n", None),
        (b"\n\n  " + IDHUB + b"\n\n", None),
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
def test_parse_of_each_way_to_paste(pasted: bytes, status: int | None, tmp_path: Path) -> None:
    """Status, headers and body are found in what servers, curl, browsers and logs print."""
    ran = run("parse", "--json", stdin=pasted)
    assert (ran.code, ran.err) == (0, "")
    said = json.loads(ran.out)
    assert (said["code"], said["status"]) == ("SESSION_NOT_FOUND", status)
    assert said["reason"] == "the only one that documents this code in such a response"
    (tmp_path / "response").write_bytes(pasted)
    assert run("parse", "--json", str(tmp_path / "response")).out == ran.out


def test_parse_tells_whether_to_retry() -> None:
    """Advice, delay, and who says so: the provider, the response, or nobody but this SDK."""
    facts = run("parse", "--status", "503", stdin=b'{"title": "PROVIDER_UNAVAILABLE"}').facts()
    assert facts["Retry"] == (
        "Retry with growing delays. IDHub documents this for its category, failure."
    )
    assert facts["Wait"].startswith(
        "1 s, then 2 s, 4 s, 8 s and so on; this is a policy of the SDK"
    )
    asked = b'HTTP/1.1 503 Busy\nRetry-After: 7\n\n{"title": "PROVIDER_UNAVAILABLE"}'
    for sent in (asked, asked.replace(b": 7", b":\n 7")):
        assert run("parse", stdin=sent).facts()["Wait"] == "7 s; the response asks for it."
    assert json.loads(run("parse", "--json", stdin=asked).out)["retry"] == {
        "advice": "backoff",
        "delay": 7.0,
        "basis": "documented",
        "level": "category",
        "delay_basis": "response",
    }
    facts = run("parse", stdin=b'{"title": "SYSTEM_INTERNAL_ERROR"}').facts()
    assert facts["Wait"].startswith("1 s; ")
    assert "Wait" not in run("parse", stdin=IDHUB).facts()
    unknown = b'HTTP/1.1 429 x\nRetry-After: 9\n\n{"title": "SESSION_BUSY"}'
    facts = run("parse", "--provider", "seal", stdin=unknown).facts()
    assert facts["Retry"].startswith(
        "Retry with growing delays. This is derived for its kind, rate"
    )


@pytest.mark.parametrize(
    ("pasted", "wait"),
    [
        (
            b'HTTP/1.1 200 OK\n\n{"state": "FAILED", "party": "DOOR", "reason": "CANCELLED"}',
            (
                "5 s, then 10 s, 20 s, 40 s and so on; "
                "the first delay is derived, it is not documented."
            ),
        ),
        (
            b'HTTP/1.1 400 x\n\n{"error": "slow_down"}',
            "5 s; the delay is as documented.",
        ),
        (
            b'HTTP/1.1 400 x\n\n{"error": "slow_down", "interval": 8}',
            "8 s; the response asks for it.",
        ),
    ],
    ids=["derived", "documented", "response"],
)
def test_parse_tells_whose_the_delay_is(
    golden: Mapping[str, ModuleType], pasted: bytes, wait: str
) -> None:
    """A delay that we derive is not said to be documented."""
    main = importlib.import_module(f"{golden['doorkeeper'].__package__}.__main__")
    assert run("parse", stdin=pasted, package=main).facts()["Wait"] == wait


def test_parse_of_an_invented_provider(acme_main: ModuleType) -> None:
    """Documented delays, scopes by path, headers to quote, and a 200 that carries an error."""

    def said(*arguments: str, stdin: bytes) -> Ran:
        return run("parse", *arguments, stdin=stdin, package=acme_main)

    assert said(stdin=b'{"error": "later"}').facts()["Wait"].endswith("as documented.")
    asked = said(stdin=b'HTTP/1.1 503 x\nRetry-After: 9\n\n{"error": "busy"}').facts()
    assert asked["Retry"] == "Retry with growing delays. The response says so."
    refused = b'HTTP/1.1 503 x\nRetry-After: 9\n\n{"error": "later", "can_retry": false}'
    facts = said(stdin=refused).facts()
    assert facts["Retry"] == "Do not retry automatically. The response says so."
    assert "Wait" not in facts
    told = json.loads(said("--json", stdin=refused).out)
    advice = {"advice": "never", "delay": 9.0, "basis": "response", "level": "response"}
    assert told["retry"] == {**advice, "delay_basis": "response"}
    assert told["delay"] is None
    allowed = said(stdin=b'{"error": "token_gone", "can_retry": true}').facts()
    assert allowed["Retry"] == "Retry with growing delays. The response says so."
    denied = b'HTTP/1.1 400 x\nX-Request-Id: r-1\n\n{"error": "access_denied"}'
    ran = said("--path", "/v1/token", stdin=denied)
    assert ran.facts()["Class"] == "acme_errors.acme.AccessDeniedByUserError"
    assert ran.facts()["Quote"].endswith("request_id: r-1")
    ran = said(stdin=b"> POST /v1/start?a=b HTTP/1.1\n" + denied)
    assert ran.facts()["Class"] == "acme_errors.acme.AccessDeniedError"
    assert ran.facts()["What happened"].endswith("It came with HTTP 400; documented is 403.")
    ran = said(stdin=b'HTTP/1.1 200 OK\n\n{"state": "PENDING", "about": "order"}')
    assert (ran.code, ran.facts()["Retry"].split(".")[0]) == (0, "Ask again at an even pace")
    assert ran.facts()["Wait"].startswith("5 s, then 5 s") is False
    ran = said(stdin=b"HTTP/1.1 200 OK\n\n{}")
    assert ran.code == 1
    assert "HTTP 200 is the status of no error." in ran.facts()["What happened"]
    assert ran.facts()["Provider"] == "Acme: the only one of this SDK."


@pytest.mark.parametrize(
    "pasted",
    [
        b"https://client.example/back?error=busy&error_hint=words&state=x\n",
        b"?error=busy",
        b" error=busy ",
        b"HTTP/1.1 302 Found\nLocation: https://client.example/back?error=busy\n\n",
    ],
)
def test_parse_of_a_redirect(
    pasted: bytes, acme: ModuleType, acme_main: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address that a browser was sent back to is read by the provider's `parse_redirect`."""

    def parse_redirect(url: str) -> specimen_errors.ApiError | None:
        error: specimen_errors.ApiError = acme.parse(query=url.partition("?")[2])
        return None if error.code is None else error

    monkeypatch.setattr(acme, "parse_redirect", parse_redirect, raising=False)
    ran = run("parse", stdin=pasted, package=acme_main)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Acme: busy\n")
    ran = run("parse", "--provider", "acme", stdin=b"?state=x", package=acme_main)
    assert (ran.code, "Acme does not send an error by such an address" in ran.err) == (2, True)


def test_parse_of_what_is_not_documented() -> None:
    """The family, the kind and the advice are told; the exit code says that the error is none."""
    ran = run("parse", "--status", "409", stdin=b'{"title": "SESSION_LOCKED", "detail": "words"}')
    assert ran.code == 1
    assert ran.out.splitlines()[0] == "IDHub: not a documented error, HTTP 409"
    facts = ran.facts()
    assert facts["What happened"].endswith("IDHub does not document the code SESSION_LOCKED.")
    assert facts["Class"] == "specimen_errors.idhub.UndocumentedSessionConflictError"
    assert facts["Kind"].startswith("conflict (derived)")
    assert facts["Provider"] == "IDHub: the only one that documents errors of such a group."
    ran = run("parse", "--provider", "idhub", stdin=b"HTTP/1.1 502 Bad Gateway\n\n<html>")
    assert ran.code == 1
    assert ran.facts()["Retry"] == (
        "Retry with growing delays. IDHub documents this for the category of its status, failure."
    )
    ran = run("parse", stdin=b'{"id": "1", "trace_id": "2", "error": "new"}')
    assert ran.facts()["What happened"].endswith("The page says that its list is not complete.")


# The provider


def test_provider_that_is_not_clear_without_a_terminal() -> None:
    """A program is told what to add."""
    ran = run("parse", stdin=UNCLEAR)
    assert (ran.code, ran.out) == (2, "")
    assert "add --provider autograph or idhub or seal or stepup" in ran.err
    assert run("parse", "--provider", "seal", stdin=UNCLEAR).code == 1


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        (b"1\n", "Autograph"),
        (b"?\n\nsinpass\n", None),
        (b"0\nstepup\n", "StepUp"),
        (b"", None),
    ],
)
def test_provider_that_a_person_is_asked_for(
    answers: bytes, title: str | None, tmp_path: Path
) -> None:
    """A person answers by number or name, may err twice, and may leave."""
    (tmp_path / "body").write_bytes(UNCLEAR)
    ran = run("parse", str(tmp_path / "body"), stdin=answers, is_terminal=True)
    assert "Whose response is this?\n  1. Autograph (autograph)\n" in ran.err
    assert ran.code == (2 if title is None else 1)
    assert ran.out.startswith(title or "")
    assert bool(ran.out) == (title is not None)


def test_provider_that_is_asked_for_on_a_real_terminal() -> None:
    """After the end of what was pasted, the same terminal takes the answer."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "specimen_errors", "parse"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        os.close(theirs)
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Paste a response")
        os.write(ours, UNCLEAR + b"\n\x04")
        while (line := process.stderr.readline()) != "Number or name:\n":
            assert line
        os.write(ours, b"autograph\n")
        out, err = process.communicate(timeout=20)
    os.close(ours)
    assert (process.returncode, err) == (1, "")
    assert out.startswith("Autograph: not a documented error\n")


@pytest.mark.parametrize(
    ("has_terminal", "code", "out"),
    [(True, 1, "Autograph: not a documented error\n"), (False, 2, "")],
)
def test_provider_that_is_asked_for_beside_a_pipe(
    *, has_terminal: bool, code: int, out: str
) -> None:
    """The response comes by a pipe, and the answer from the terminal, if the process has one."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    script = "import fcntl, sys, termios\n"
    script += "fcntl.ioctl(2, termios.TIOCSCTTY, 0)\n" * has_terminal
    script += "from specimen_errors.__main__ import main\nsys.exit(main(['parse']))"
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.write(ours, b"autograph\n")
        said, _ = process.communicate(UNCLEAR, timeout=20)
        shown = os.read(ours, 10_000).decode()
    os.close(theirs)
    os.close(ours)
    assert (process.returncode, said.decode().partition("\n")[0]) == (code, out.strip())
    assert ("Whose response is this?" in shown) == has_terminal
    assert ("add --provider autograph or" in shown) != has_terminal


# What is shown


def test_shown_values_are_those_that_are_safe() -> None:
    """No free text, header, path or other field is shown; the message only if it is asked for."""
    pasted = b"HTTP/1.1 404 x\nX-Secret: hidden\nRetry-After: 7\n\n" + IDHUB
    for form in ((), ("--json",)):
        ran = run("parse", *form, stdin=pasted)
        assert "SESSION_NOT_FOUND" in ran.out
        assert not any(word in ran.out for word in ("Kari", "hidden", "/s/1"))
        ran = run("parse", *form, "--message", stdin=pasted)
        assert "Kari Nordmann" in ran.out
        assert not any(word in ran.out for word in ("hidden", "/s/1"))


def test_shown_references_are_those_that_are_safe(
    acme: ModuleType, acme_main: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reference that is not marked is named and not shown."""
    monkeypatch.setattr(acme._provider, "log", ())
    pasted = b'HTTP/1.1 503 x\nX-Request-Id: r-1\n\n{"error": "busy"}'
    for form in ((), ("--json",)):
        assert "r-1" not in run("parse", *form, stdin=pasted, package=acme_main).out
    facts = run("parse", stdin=pasted, package=acme_main).facts()
    assert "request_id: in the response; it is not marked as safe to show" in facts["Quote"]


def test_shown_text_is_printable_in_any_encoding() -> None:
    """What could steer the terminal is escaped, and what it lacks as well."""
    text = "\x1b[31m\u202e\x00\x9b\r\n\u0141ód\u017a\ud800"
    body = json.dumps({"title": text, "detail": text}).encode()
    command = [sys.executable, "-m", "specimen_errors", "parse", "--provider=idhub", "--message"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, input=body, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"\\x1b[31m\\u202e" in done.stdout
    assert done.stdout.decode("ascii").replace("\n", "").isprintable()


PIECES = st.sampled_from(
    [
        *(
            b"HTTP/1.1 404 x\r\n",
            b"< HTTP/2 500\n",
            b"> GET /x HTTP/2\n",
            b"* note\n",
            b"\n",
            b"\r\n",
        ),
        *(
            b"Transfer-Encoding: chunked\n",
            b"content-type: x\n",
            b"Retry-After: 9\n",
            b"5\r\nabcde",
        ),
        *(b"Location: ?error=a\n", b":status: 403\n", b"  folded\n", b"ffffffff\r\n", b"0\r\n"),
        *(IDHUB, UNCLEAR, b'{"errors": {"conflict": {"code": "conflict"}}}', b'{"error": [1e999]}'),
        *(
            b"{",
            b"[",
            b"\x00",
            b"\xff\xfe",
            b"\x1b]0;x\x07",
            b"\xed\xa0\x80",
            b"https://a/?",
            b"=&#",
        ),
    ]
)


@settings(max_examples=60)
@given(
    st.lists(PIECES | st.binary(max_size=8), max_size=8).map(b"".join),
    st.sampled_from([(), ("--provider", "idhub", "--message"), ("--json",)]),
)
@example(b"\xff\xfe\x00\xd8", ())
@example(b"[" * 100_000, ("--json", "--provider", "seal"))
@example(b"?error=\x1b", ())
def test_hostile_paste(pasted: bytes, options: tuple[str, ...]) -> None:
    """Whatever is pasted, there is an exit code and printable text, and no traceback."""
    ran = run("parse", *options, stdin=pasted)
    assert ran.code in (0, 1, 2)
    assert (ran.out + ran.err).replace("\n", "").isprintable()
    assert bool(ran.err) == (ran.code == 2)


@pytest.mark.parametrize(
    "piece",
    [
        b"a: b\n",
        b" c\n",
        b"HTTP/1.1 404\n\n",
        b"> GET /x HTTP/1.1\n",
        b"< ",
        b"\n",
        b"\n28\r\n" + b"x" * 40 + b"\r",
        b"\xff",
        b'{"title": ',
        b"\n\n" + b"[" * 2_500_000,
    ],
)
def test_hostile_paste_that_is_long(piece: bytes) -> None:
    """Five megabytes of anything take no more than a moment."""
    head = b"HTTP/1.1 404 x\nTransfer-Encoding: chunked\n"
    started = time.process_time()
    assert run("parse", "--provider=idhub", stdin=head + piece * (5_000_000 // len(piece))).code
    assert time.process_time() - started < 10


# Serving


def test_serve_until_interrupted() -> None:
    """The address is printed, examples are answered, and Ctrl-C is a clean end."""
    with subprocess.Popen(
        [sys.executable, "-m", "specimen_errors", "serve"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
        response = httpx.get(f"{url}/idhub/SESSION_NOT_FOUND", trust_env=False)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, "")
    assert f"{url}/PROVIDER/CODE answers with that error" in err
    pasted = f"HTTP/1.1 {response.status_code} x\n\n{response.text}"
    assert run("parse", stdin=pasted.encode()).out.startswith(
        "IDHub: SESSION_NOT_FOUND, HTTP 404\n"
    )


def test_serve_where_it_may_not_or_cannot() -> None:
    """Other machines are kept out unless they are let in; a port that is taken is said to be."""
    ran = run("serve", "--host", "0.0.0.0")  # noqa: S104 - refused
    assert (ran.code, ran.out) == (2, "")
    assert "other machines could connect to '0.0.0.0'" in ran.err
    assert ran.err.rstrip().endswith("or --allow-remote")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("serve", "--port", str(taken.getsockname()[1]))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("python -m specimen_errors: cannot listen at 127.0.0.1, port ")


# How it ends


def test_end_where_nothing_can_be_done(tmp_path: Path) -> None:
    """What cannot be read or is no response ends with 2, and says why."""
    for pasted in (b"", b"\x00\x01\xff", b"hello", b"<html></html>", b"12", b'"a"'):
        ran = run("parse", stdin=pasted)
        assert (ran.code, ran.out) == (2, "")
        assert "neither a response of HTTP, nor JSON" in ran.err
    ran = run("parse", stdin=b"SESSION_NOT_FOUND\n")
    assert (ran.code, ran.err.endswith("; `explain CODE` tells of a code alone\n")) == (2, True)
    for file, why in ((tmp_path, "Is a directory"), (tmp_path / "no", "No such file"), ("\0", "")):
        ran = run("parse", str(file))
        assert ran.code == 2
        assert why in ran.err
    with (tmp_path / "long").open("wb") as long:
        long.truncate(64 * 1024 * 1024 + 1)
    assert "longer than 64 MB" in run("parse", str(tmp_path / "long")).err
    ran = run("parse", stdin=b"https://client.example/back?error=access_denied&state=x")
    assert (ran.code, "no provider sends an error by such an address" in ran.err) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        *((), ("list", "acme"), ("explain",), ("serve", "--port", "65536")),
        *(("parse", "--status", "99"), ("parse", "--status", "x"), ("list", "idhub", "\x1b[2J")),
    ],
)
def test_end_of_wrong_arguments(arguments: tuple[str, ...]) -> None:
    """Arguments that are wrong end with 2, and the usage."""
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: python -m specimen_errors")
    assert ran.err.replace("\n", "").isprintable()


def test_end_of_help_and_version(acme_main: ModuleType) -> None:
    """Help names the package and what each verb does; the version is the SDK's."""
    assert run("--version") == (0, "python -m specimen_errors 0.1.0\n", "")
    helped = run("--help", package=acme_main).out
    assert "python -m acme_errors explain CODE" in helped
    assert "Acme" in helped
    for verb in ("list", "explain", "parse", "serve"):
        said = run(verb, "--help", width=60)
        assert said.code == 0
        assert all(len(line) <= 60 for line in said.out.splitlines() if "{" not in line)


def test_end_on_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends it as shells expect it."""

    def interrupt(_file: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("specimen_errors._runtime.command_line.commands._pasted", interrupt)
    assert run("parse") == (130, "", "")


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        # The reader is gone before anything is printed.
        ('{ sleep 0.2; "$0" -m specimen_errors list idhub; echo $? >&2; } | true', "2", ""),
        ('"$0" -m specimen_errors list idhub >&-; echo $? >&2', "0", ""),
        ('"$0" -m specimen_errors list idhub > /dev/full; echo $? >&2', "2", "cannot be printed"),
    ],
)
def test_end_of_a_process_whose_output_goes_nowhere(command: str, code: str, said: str) -> None:
    """A reader that is gone is no news, a closed stream none either; a full disk is."""
    if not Path("/dev/full").exists():
        pytest.skip("needs Linux")
    done = subprocess.run(["sh", "-c", command, sys.executable], capture_output=True, check=False)
    *before, last = done.stderr.decode().splitlines()
    assert (last, done.stdout) == (code, b"")
    assert said in "".join(before)
    assert len(before) == bool(said)

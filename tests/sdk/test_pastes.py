"""`parse` of `python -m <package>`: which error it finds, and what it says about it.

| rule of the SDK | tests |
|---|---|
| every example of the reference is recognized, with its provider | `parse_example` |
| the page shows advice and its source | `parse_shows` |
| if the provider is unclear, you are asked, or get the advice for the status | `provider` |
| only printable values that are marked as safe to log are shown | `shown`, `hostile` |

`test_pasted_forms.py` tests what may be pasted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import specimen_errors
from tests.output.markdown import read
from tests.sdk.commanding import IDHUB, UNCLEAR, Ran, import_main, run
from tests.specimen.sdk import GENERATED

DOCS = GENERATED / "docs"
PROVIDERS = specimen_errors.PROVIDERS


def list_errors() -> Iterator[Any]:
    """Yield each error's class and the name of its provider."""
    for name, info in PROVIDERS.items():
        for id_, cls in info.load().ERRORS.items():
            yield pytest.param(name, cls, id=f"{name}-{id_}")


def list_examples() -> Iterator[Any]:
    """Yield each example response of the reference, with its provider and its code."""
    for name in PROVIDERS:
        page = read((DOCS / f"{name}.md").read_text(encoding="utf-8"))
        for section in page.find_below("Error details"):
            [code] = [item[6:] for item in section.items if item.startswith("Code: ")]
            for label, shown in section.labelled.items():
                if label.startswith(("Example response", "Another example")):
                    for text in shown:
                        yield pytest.param(name, code, text.encode(), id=f"{name}-{code}")


# Responses


@pytest.mark.parametrize(("name", "code", "pasted"), [*list_examples()])
def test_parse_example(name: str, code: str, pasted: bytes) -> None:
    """Each example is recognized as a whole response, as a body, and as curl prints it."""
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
    """The reference has an example of each error."""
    shown = sorted((param.values[0], param.values[1]) for param in list_examples())
    assert shown == sorted((param.values[0], param.values[1].info.code) for param in list_errors())


def test_parse_shows_whether_to_retry() -> None:
    """The page shows advice and delay with their source: provider, response or SDK."""
    facts = run("parse", "--status", "503", stdin=b'{"title": "PROVIDER_UNAVAILABLE"}').facts()
    assert facts["Retry"] == (
        "Retry with increasing delays. IDHub documents this advice for errors in this category "
        "(failure)."
    )
    assert facts["Wait"].startswith("1 s, then 2 s, 4 s, 8 s and so on; this is the SDK's default")
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
        "Retry with increasing delays. This advice for errors of this kind (rate"
    )


@pytest.mark.parametrize(
    ("pasted", "wait"),
    [
        (
            b'HTTP/1.1 200 OK\n\n{"state": "FAILED", "party": "DOOR", "reason": "CANCELLED"}',
            ("5 s, then 10 s, 20 s, 40 s and so on; the first delay is derived, not documented."),
        ),
        (
            b'HTTP/1.1 400 x\n\n{"error": "slow_down"}',
            "5 s; the delay is documented.",
        ),
        (
            b'HTTP/1.1 400 x\n\n{"error": "slow_down", "interval": 8}',
            "8 s; the response asks for it.",
        ),
    ],
    ids=["derived", "documented", "response"],
)
def test_parse_shows_the_source_of_the_delay(
    golden: Mapping[str, ModuleType], pasted: bytes, wait: str
) -> None:
    """A derived delay is not called documented."""
    main = import_main(golden["doorkeeper"])
    assert run("parse", stdin=pasted, package=main).facts()["Wait"] == wait


def test_parse_of_an_invented_provider(acme_main: ModuleType) -> None:
    """Delays, scopes by path, headers to quote and errors with status 200 are handled."""

    def said(*arguments: str, stdin: bytes) -> Ran:
        return run("parse", *arguments, stdin=stdin, package=acme_main)

    assert said(stdin=b'{"error": "later"}').facts()["Wait"].endswith("delay is documented.")
    asked = said(stdin=b'HTTP/1.1 503 x\nRetry-After: 9\n\n{"error": "busy"}').facts()
    assert asked["Retry"] == "Retry with increasing delays. The response says so."
    refused = b'HTTP/1.1 503 x\nRetry-After: 9\n\n{"error": "later", "can_retry": false}'
    facts = said(stdin=refused).facts()
    assert facts["Retry"] == "Do not retry automatically. The response says so."
    assert "Wait" not in facts
    told = json.loads(said("--json", stdin=refused).out)
    advice = {"advice": "never", "delay": 9.0, "basis": "response", "level": "response"}
    assert told["retry"] == {**advice, "delay_basis": "response"}
    assert told["delay"] is None
    allowed = said(stdin=b'{"error": "token_gone", "can_retry": true}').facts()
    assert allowed["Retry"] == "Retry with increasing delays. The response says so."
    denied = b'HTTP/1.1 400 x\nX-Request-Id: r-1\n\n{"error": "access_denied"}'
    ran = said("--path", "/v1/token", stdin=denied)
    assert ran.facts()["Class"] == "acme_errors.acme.AccessDeniedByUserError"
    assert ran.facts()["Quote"].endswith("request_id: r-1")
    ran = said(stdin=b"> POST /v1/start?a=b HTTP/1.1\n" + denied)
    assert ran.facts()["Class"] == "acme_errors.acme.AccessDeniedError"
    assert ran.facts()["What happened"].endswith("has HTTP 400; 403 is documented.")
    ran = said(stdin=b'HTTP/1.1 200 OK\n\n{"state": "PENDING", "about": "order"}')
    assert (ran.code, ran.facts()["Retry"].split(".")[0]) == (0, "Poll at a fixed interval")
    assert ran.facts()["Wait"].startswith("5 s, then 5 s") is False
    ran = said(stdin=b"HTTP/1.1 200 OK\n\n{}")
    assert ran.code == 1
    assert "HTTP 200 is not an error status." in ran.facts()["What happened"]
    assert ran.facts()["Provider"] == "Acme, because it is the only one in this SDK."


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
    """The provider's `parse_redirect` reads the URL of a redirect."""

    def parse_redirect(url: str) -> specimen_errors.ApiError | None:
        error: specimen_errors.ApiError = acme.parse(query=url.partition("?")[2])
        return None if error.code is None else error

    monkeypatch.setattr(acme, "parse_redirect", parse_redirect, raising=False)
    ran = run("parse", stdin=pasted, package=acme_main)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Acme: busy\n")
    ran = run("parse", "--provider", "acme", stdin=b"?state=x", package=acme_main)
    assert (ran.code, "found a URL, but no error of Acme in it." in ran.err) == (2, True)


def test_parse_of_what_is_not_documented() -> None:
    """The page shows group, kind and advice; the exit code says that it is undocumented."""
    ran = run("parse", "--status", "409", stdin=b'{"title": "SESSION_LOCKED", "detail": "words"}')
    assert ran.code == 1
    assert ran.out.splitlines()[0] == "IDHub: not a documented error, HTTP 409"
    facts = ran.facts()
    assert facts["What happened"].endswith("IDHub does not document the code SESSION_LOCKED.")
    assert facts["Class"] == "specimen_errors.idhub.UndocumentedSessionConflictError"
    assert facts["Kind"] == "conflict (derived)"
    assert facts["Provider"] == "IDHub, because no other provider documents this group."
    ran = run("parse", "--provider", "idhub", stdin=b"HTTP/1.1 502 Bad Gateway\n\n<html>")
    assert ran.code == 1
    assert ran.facts()["Retry"] == (
        "Retry with increasing delays. IDHub documents this advice for the category of this HTTP "
        "status (failure)."
    )
    body = b'{"id": "1", "trace_id": "2", "error": "new"}'
    ran = run("parse", "--provider", "stepup", stdin=body)
    assert ran.facts()["What happened"].endswith("The page says that its list is not complete.")


# The provider


def test_provider_that_is_not_clear_without_a_terminal() -> None:
    """The page names the likely providers, and shows what follows from the status."""
    ran = run("parse", "--status", "429", stdin=UNCLEAR)
    assert (ran.code, ran.err) == (2, "")
    assert ran.out.splitlines()[0] == "Unknown provider: HTTP 429"
    facts = ran.facts()
    assert facts["Looks like"].startswith("Autograph, which uses these field names")
    assert facts["Kind"] == "rate_limit (derived)"
    assert facts["Retry"] == (
        "Retry with increasing delays. This advice for errors of this kind (rate_limit) is "
        "derived, not documented."
    )
    expected = (
        "Add `--provider NAME`, where NAME is autograph, stepup, idhub or seal, to see what that "
        "provider documents."
    )
    assert facts["Next"] == expected
    said = json.loads(run("parse", "--json", stdin=UNCLEAR).out)
    assert (said["provider"], said["looks_like"]) == (None, ["autograph", "stepup"])
    assert run("parse", "--provider", "seal", stdin=UNCLEAR).code == 1


@pytest.mark.parametrize(
    ("pasted", "like", "kind"),
    [
        (b'{"type": "about:blank", "title": "Not Found", "status": 404}', ["idhub"], "not_found"),
        (b'{"title": "Bad Request", "status": 400, "detail": "x"}', ["idhub"], "invalid_request"),
        (b'HTTP/1.1 401 x\n\n{"error": "invalid_token"}', ["autograph"], "authentication"),
        (b'HTTP/1.1 400 x\n\n{"error": "invalid_request"}', ["autograph"], "invalid_request"),
        (b'{"error": "TOO_MANY_REQUESTS", "status": 429}', ["stepup"], "rate_limit"),
        (b"HTTP/1.1 502 Bad Gateway\n\n<html>502</html>", [], "unavailable"),
        (b"HTTP/1.1 503 Busy\nRetry-After: 9\n\n{}", [], "unavailable"),
        (b"requests.exceptions.HTTPError: 404 Client Error: Not Found for url: x", [], "not_found"),
        (
            b"httpx.HTTPStatusError: Server error '503 Service Unavailable' for url 'x'",
            [],
            "unavailable",
        ),
        (b'INFO HTTP Request: POST https://a/b "HTTP/1.1 409 Conflict"', [], "conflict"),
        (b'10.0.0.1 - - [x] "POST /v1/sessions HTTP/1.1" 503 162 "-"', [], "unavailable"),
        (b"axios: Request failed with status code 429", [], "rate_limit"),
        (b"we get a 503 from them since 10 pm", [], "unavailable"),
        (b"<Response [403]>", [], "permission"),
    ],
)
def test_provider_that_is_only_similar(pasted: bytes, like: list[str], kind: str) -> None:
    """A response that any API may send has no provider, but a kind and the usual advice."""
    ran = run("parse", "--json", stdin=pasted)
    assert (ran.code, ran.err) == (2, "")
    said = json.loads(ran.out)
    assert (said["provider"], said["looks_like"], said["kind"]) == (None, like, kind)
    assert said["class"].startswith("specimen_errors.")
    assert (said["reading"], said["found"]) == (None, [])
    assert said["delay"] == (9 if b"Retry-After" in pasted else said["delay"])


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        (b"1\n", "Autograph"),
        (b"?\nsinpass\nx\n", None),
        (b"\n", None),
        (b"0\nstepup\n", "StepUp"),
        (b"", None),
    ],
)
def test_provider_is_asked_for(answers: bytes, title: str | None, tmp_path: Path) -> None:
    """The answer is a number or a name; two wrong answers are allowed, and so is none."""
    (tmp_path / "body").write_bytes(UNCLEAR)
    ran = run("parse", str(tmp_path / "body"), stdin=answers, is_terminal=True)
    question = (
        "Which provider sent this? Press Enter if you do not know.\n  1. Autograph (autograph)\n"
    )
    assert question in ran.err
    assert ran.code == (2 if title is None else 1)
    assert ran.out.startswith(title or "Unknown provider")


def test_provider_is_asked_for_without_evidence(tmp_path: Path) -> None:
    """JSON without a code or a status may be an error of any provider."""
    (tmp_path / "body").write_bytes(b'{"message": "x"}')
    ran = run("parse", str(tmp_path / "body"), stdin=b"seal\n", is_terminal=True)
    assert (ran.code, ran.out.partition("\n")[0]) == (1, "Seal: not a documented error")
    ran = run("parse", str(tmp_path / "body"), stdin=b"\n", is_terminal=True)
    assert (ran.code, ran.out) == (2, "")
    assert "found JSON, but no error." in ran.err


def test_provider_that_is_likely_comes_first(tmp_path: Path) -> None:
    """Each provider that a response resembles is listed with the evidence for it."""
    pasted = b'{"error": "invalid_request", "id": "1", "trace_id": "2"}'
    looks = run("parse", stdin=pasted).facts()["Looks like"]
    assert "Autograph, which documents codes like this" in looks
    assert "StepUp, which uses these field names" in looks
    (tmp_path / "body").write_bytes(pasted)
    asked = run("parse", str(tmp_path / "body"), stdin=b"2\n", is_terminal=True)
    assert asked.out.startswith("StepUp: not a documented error\n")
    assert "  4. Seal (seal)\n" in asked.err


def test_provider_is_asked_for_on_a_real_terminal() -> None:
    """After the paste, the answer is read from the same terminal."""
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
    [(True, 1, "Autograph: not a documented error\n"), (False, 2, "Unknown provider")],
)
def test_provider_is_asked_for_beside_a_pipe(*, has_terminal: bool, code: int, out: str) -> None:
    """If the response is piped, the answer is read from the terminal, if there is one."""
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
    assert ("Which provider sent this?" in shown) == has_terminal


# What is shown


def test_shown_values_are_safe() -> None:
    """Free text, headers and paths are not shown; the message only with `--message`."""
    pasted = b"HTTP/1.1 404 x\nX-Secret: hidden\nRetry-After: 7\n\n" + IDHUB
    for form in ((), ("--json",)):
        ran = run("parse", *form, stdin=pasted)
        assert "SESSION_NOT_FOUND" in ran.out
        assert not any(word in ran.out for word in ("Kari", "hidden", "/s/1"))
        ran = run("parse", *form, "--message", stdin=pasted)
        assert "Kari Nordmann" in ran.out
        assert not any(word in ran.out for word in ("hidden", "/s/1"))


def test_shown_references_are_safe(
    acme: ModuleType, acme_main: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A field that is not marked as safe is named, but not shown."""
    monkeypatch.setattr(acme._provider, "log", ())
    pasted = b'HTTP/1.1 503 x\nX-Request-Id: r-1\n\n{"error": "busy"}'
    for form in ((), ("--json",)):
        assert "r-1" not in run("parse", *form, stdin=pasted, package=acme_main).out
    facts = run("parse", stdin=pasted, package=acme_main).facts()
    assert "request_id: in the input, but not marked as safe to show" in facts["Quote"]


def test_shown_text_is_printable_in_any_encoding() -> None:
    """Control characters are escaped, and so is what the encoding lacks."""
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
    """Any paste leads to an exit code and printable text, never to a traceback."""
    ran = run("parse", *options, stdin=pasted)
    assert ran.code in (0, 1, 2)
    assert (ran.out + ran.err).replace("\n", "").isprintable()
    assert ran.out or ran.code == 2
    assert bool(ran.out) != bool(ran.err)


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
    """Five megabytes of anything are read in less than ten seconds."""
    head = b"HTTP/1.1 404 x\nTransfer-Encoding: chunked\n"
    started = time.process_time()
    assert run("parse", "--provider=idhub", stdin=head + piece * (5_000_000 // len(piece))).code
    assert time.process_time() - started < 10

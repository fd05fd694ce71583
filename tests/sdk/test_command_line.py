"""`python -m <package>`: `list`, `explain` and `serve`, and how every command ends.

| rule of the SDK | tests |
|---|---|
| every error is listed, and explained by code, class, spelling, or as printed | `list`, `explain` |
| undocumented facts share one line | `explain_error` |
| `serve` prints its URL, and ends with Ctrl-C | `serve` |
| exit codes are 0, 1, 2, and 130; never a traceback | `end` |

`test_pastes.py` tests `parse`, and `test_catalogue.py` what `list --json` prints.
"""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

import specimen_errors
from specimen_errors import idhub
from tests.sdk.commanding import import_main, run
from tests.sdk.conftest import ModuleOf

PROVIDERS = specimen_errors.PROVIDERS
NUMBERED = """
[[envelopes]]
id = "json"
code = { path = "code", summary = "Names the error." }

[errors.403]
class = "FourHundredThreeError"
status = 400
summary = "The fourth field is wrong."

[errors.NO]
class = "NoError"
status = 403
summary = "The client may not."

[errors.OLD]
class = "OldError"
status = 503
removed = { since = "0.1.0", reason = "The page lacks it." }
summary = "The service was busy."

[errors.AGING]
class = "AgingError"
status = 503
retry = { documented = "backoff", delay = 7 }
deprecated = { since = "0.1.0", replacement = "NO", reason = "The page says so." }
summary = "The service is busy."
"""


def list_errors() -> Iterator[Any]:
    """Yield each error's class and the name of its provider."""
    for name, info in PROVIDERS.items():
        for id_, cls in info.load().ERRORS.items():
            yield pytest.param(name, cls, id=f"{name}-{id_}")


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
    """Each error has an aligned row, and its lines fit the width of the terminal."""
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


# Explanations


@pytest.mark.parametrize(("name", "cls"), [*list_errors()])
def test_explain_error(name: str, cls: type[specimen_errors.ApiError]) -> None:
    """The page of an error has its facts, whether you ask by code or by class."""
    info, provider = cls.info, PROVIDERS[name]
    ran = run("explain", str(info.code), "--provider", name)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == f"{provider.title}: {info.code}"
    facts = ran.facts()
    assert facts["What happened"] == info.summary
    assert facts["HTTP status"] == (" or ".join(map(str, info.statuses)) or "not documented")
    assert facts["Class"] == f"specimen_errors.{name}.{cls.__name__}"
    assert facts["Kind"] == f"{info.kind} (derived)"
    assert facts["Who must act"].endswith(" (derived).")
    assert facts["Category"] == (info.category or "not documented")
    assert facts["What to do"] == (info.fix or "not documented")
    assert facts["Causes"] == (" ".join(f"- {c}" for c in info.causes) or "not documented")
    assert facts["User message"] == (info.user_message or "not documented")
    assert facts["Support"] == (provider.support or "not documented")
    assert facts["Source"] == f"{info.source_url} read on {provider.sources[0].retrieved}"
    assert (info.note or "") in facts.get("Note", "")
    said = facts["Retry"]
    assert ("not documented" in said) == (info.retry is not None and info.retry.basis == "derived")
    assert (said == "Whether to retry is unknown.") == (info.retry is None)
    assert run("explain", f"specimen_errors.{name}.{cls.__name__}").out == ran.out
    assert run("explain", f"{info.code}".swapcase(), "--provider", name).out == ran.out


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("SIG_BB607", ["Autograph: SIG-BB607"]),
        ("internal_error -- SIG_BB801", ["Autograph: SIG_BB801"]),
        ("INVALID-TOKEN", ["Autograph: invalid_token"]),
        ("ResourceNotFoundError", ["IDHub: RESOURCE_NOT_FOUND", "Seal: not_found"]),
        ("SessionError", ["IDHub: SessionError, a class of errors"]),
        ("session", ["IDHub: SessionError, a class of errors"]),
        ("StepUpError", ["StepUp: StepUpError, a class of errors"]),
        (
            "UndocumentedSessionConflictError",
            ["IDHub: UndocumentedSessionConflictError, a class of errors"],
        ),
        ("unavailable", ["UnavailableError, a kind of error"]),
        ("specimen_errors.PendingError", ["PendingError, a kind of error"]),
        ("503", ["Autograph, HTTP 503", "IDHub, HTTP 503"]),
        ("IDHub SESSION_NOT_FOUND (HTTP 404): words", ["IDHub: SESSION_NOT_FOUND"]),
        (
            "specimen_errors.idhub.SessionNotFoundError: IDHub SESSION_NOT_FOUND (HTTP 404): words",
            ["IDHub: SESSION_NOT_FOUND"],
        ),
        (
            "SessionNotFoundError(status=404, code='SESSION_NOT_FOUND')",
            ["IDHub: SESSION_NOT_FOUND"],
        ),
        ("urn:problem-type:specimen_errors:idhub:session-not-found", ["IDHub: SESSION_NOT_FOUND"]),
        (
            '{"type": "urn:problem-type:specimen_errors:idhub:session-not-found", "status": 404}',
            ["IDHub: SESSION_NOT_FOUND"],
        ),
        (
            '{"provider": "idhub", "error_type": "SessionNotFoundError", "status": 404}',
            ["IDHub: SESSION_NOT_FOUND"],
        ),
        (
            "urn:problem-type:specimen_errors:unavailable",
            ["UnavailableError, a kind of error"],
        ),
    ],
)
def test_explain_by_other_names(text: str, titles: list[str]) -> None:
    """Spellings, classes, groups, kinds and statuses are explained, for all providers."""
    ran = run("explain", text)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    heads = [line for line, below in pairwise(lines) if line and not below]
    no_titles = (" ", "Errors", "Not documented")
    assert [head for head in heads if not head.startswith(no_titles)][: len(titles)] == titles


def test_explain_group_lists_its_errors() -> None:
    """The page of a group lists its documented errors."""
    facts = run("explain", "SessionError").facts()
    codes = [c for c, cls in idhub.ERRORS.items() if issubclass(cls, idhub.SessionError)]
    assert facts["Errors"] == " ".join(f"- {code}" for code in codes)


def test_explain_as_json() -> None:
    """JSON has every fact, and null if there is none."""
    [said] = json.loads(run("explain", "MissingScopeError", "--json").out)
    assert said["class"] == "specimen_errors.autograph.MissingScopeError"
    assert said["quoted"] == ["error_reference"]
    documented = said["documented"]
    assert documented["statuses"] == [403]
    assert (documented["causes"], documented["user_message"]) == ([], None)
    [said] = json.loads(run("explain", "SessionError", "--json").out)
    assert (said["provider"], said["id"], said["code"]) == ("idhub", None, None)
    assert said["class"] == "specimen_errors.idhub.SessionError"
    assert said["documented"]["group"] == "session"
    [said] = json.loads(run("explain", "pending", "--json").out)
    assert (said["provider"], said["support"], said["quoted"]) == (None, None, [])
    assert said["class"] == "specimen_errors.PendingError"
    assert said["derived"]["kind"] == "pending"
    assert said["derived"]["retry"]["advice"] == "poll"


def test_explain_undocumented_code() -> None:
    """An undocumented code has no page; its group and the nearest codes are suggested."""
    ran = run("explain", "SESSION_NOT_FOUNT")
    assert (ran.code, ran.out) == (1, "")
    assert "'SESSION_NOT_FOUNT' is not documented." in ran.err
    assert "By its spelling, it belongs to the group SessionError." in ran.err
    assert "Did you mean `explain SESSION_NOT_FOUND`" in ran.err
    assert run("explain", "xyzzy\x1b[2J").err == "'xyzzy\\x1b[2J' is not documented.\n"
    ran = run("explain", "customer says they see invalid_request -- sig-bb607")
    assert (ran.code, ran.err.endswith("Did you mean `explain SIG-BB607`?\n")) == (1, True)


@pytest.mark.parametrize("text", ["idhub", "IDHub", "IDHUB", "idh"])
def test_explain_provider(text: str) -> None:
    """A provider is not an error; the command that lists its errors is suggested."""
    ran = run("explain", text)
    assert (ran.code, ran.err) == (1, "IDHub is a provider. Did you mean `list idhub`?\n")


def test_explain_status_beside_a_code_of_that_name(module_of: ModuleOf) -> None:
    """If a code looks like a status, both are explained."""
    main = import_main(module_of(NUMBERED))
    ran = run("explain", "403", package=main)
    assert ran.out.startswith("Acme: 403\n")
    assert "Acme, HTTP 403\n\ncode  status  kind        retry\nNO    403     permission" in ran.out
    said = json.loads(run("explain", "403", "--json", package=main).out)
    assert [page["code"] for page in said] == ["403", "NO"]


def test_list_by_kind_and_status() -> None:
    """Errors can be listed by kind and by status, of one provider or of all."""
    ran = run("list", "--kind", "unavailable", "--status", "503")
    assert (ran.code, ran.err) == (0, "")
    assert "Autograph, unavailable, HTTP 503\n\ncode" in ran.out
    assert "IDHub, unavailable, HTTP 503\n\ncode" in ran.out
    listed = json.loads(run("list", "--status", "404", "--json").out)
    assert {"idhub"} <= {entry["provider"] for entry in listed}
    assert all({404, "4xx"} & {*entry["documented"]["statuses"]} for entry in listed)
    listed = json.loads(run("list", "idhub", "--kind", "conflict", "--json").out)
    found = {(entry["provider"], entry["derived"]["kind"]) for entry in listed}
    assert found == {("idhub", "conflict")}
    ran = run("list", "stepup", "--status", "418")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "No documented error of StepUp matches HTTP 418.\n"


def test_list_marks_deprecated_and_removed_codes(module_of: ModuleOf) -> None:
    """Deprecated and removed codes are marked, and documented delays are shown."""
    main = import_main(module_of(NUMBERED))
    out = run("list", "acme", package=main).out
    assert "OLD (removed)     " in out
    assert "AGING (deprecated)" in out
    assert "backoff after 7 s (documented)" in out


def test_explain_of_an_invented_provider(acme_main: ModuleType) -> None:
    """Aliases, scopes, languages, delays and lifecycles are shown, in any package."""
    facts = run("explain", "4711", package=acme_main).facts()
    assert facts["Class"] == "acme_errors.acme.InvalidTokenError"
    assert facts["Other spellings"] == "token_invalid, 4711"
    assert facts["User message"] == "en: Please sign in. sv: Logga in."
    facts = run("explain", "token_gone", package=acme_main).facts()
    assert facts["Lifecycle"] == (
        "Deprecated since 0.1.0: The page names another. It is still sent, so keep catching it. "
        "Use invalid_token."
    )
    both = run("explain", "access_denied", package=acme_main).out
    assert both.count("Acme: access_denied\n") == 2
    scoped = run("explain", "access_denied_by_user", package=acme_main)
    assert scoped.facts()["Scope"] == "token"
    assert scoped.facts()["Endpoints"] == "POST /token, /refresh"
    [said] = json.loads(run("explain", "access_denied_by_user", "--json", package=acme_main).out)
    assert said["documented"]["endpoints"] == ["POST /token", "/refresh"]
    assert run("explain", "nothing", package=acme_main).code == 1


# Serving


def test_serve_until_interrupted() -> None:
    """The URL is printed, examples are served, and Ctrl-C ends the server cleanly."""
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
    assert f"Request {url}/PROVIDER/CODE for an error" in err
    pasted = f"HTTP/1.1 {response.status_code} x\n\n{response.text}"
    assert run("parse", stdin=pasted.encode()).out.startswith(
        "IDHub: SESSION_NOT_FOUND, HTTP 404\n"
    )


def test_serve_on_a_refused_host_or_port() -> None:
    """Other machines are refused unless allowed; a port in use is reported."""
    ran = run("serve", "--host", "0.0.0.0")  # noqa: S104 - refused
    assert (ran.code, ran.out) == (2, "")
    assert "other machines could connect to '0.0.0.0'" in ran.err
    assert ran.err.rstrip().endswith("or --allow-remote")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("serve", "--port", str(taken.getsockname()[1]))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("python -m specimen_errors: cannot listen at 127.0.0.1, port ")


# How it ends


def test_end_without_a_response(tmp_path: Path) -> None:
    """A paste that cannot be read, or contains no response, ends with exit code 2 and a reason."""
    for pasted in (b"", b" \n"):
        ran = run("parse", stdin=pasted)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "python -m specimen_errors: the input is empty.\n"
    for pasted in (b"\x00\x01\xff", b"hello", b"<html></html>", b"12", b'"a"'):
        ran = run("parse", stdin=pasted)
        assert (ran.code, ran.out) == (2, "")
        assert "found no HTTP response, no error and no JSON." in ran.err
    for pasted in (b"SESSION_NOT_FOUND\n", b"they saw session-not-found again"):
        ran = run("parse", stdin=pasted)
        said = "Did you mean `explain SESSION_NOT_FOUND`?\n"
        assert (ran.code, ran.err.endswith(said)) == (2, True)
    ran = run("parse", stdin=b'{"foo": 1}')
    assert (ran.code, ran.out, "found JSON, but no error." in ran.err) == (2, "", True)
    for file, why in ((tmp_path, "Is a directory"), (tmp_path / "no", "No such file"), ("\0", "")):
        ran = run("parse", str(file))
        assert ran.code == 2
        assert why in ran.err
    with (tmp_path / "long").open("wb") as long:
        long.truncate(64 * 1024 * 1024 + 1)
    assert "longer than 64 MB" in run("parse", str(tmp_path / "long")).err
    ran = run("parse", stdin=b"https://client.example/back?error=access_denied&state=x")
    assert (ran.code, "found a URL, but no error of" in ran.err) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        *((), ("list", "acme"), ("explain",), ("serve", "--port", "65536"), ("explain", " ")),
        *(("parse", "--status", "99"), ("parse", "--status", "x"), ("list", "idhub", "\x1b[2J")),
    ],
)
def test_end_of_wrong_arguments(arguments: tuple[str, ...]) -> None:
    """Wrong arguments end with exit code 2 and the usage."""
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: python -m specimen_errors")
    assert ran.err.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("lst",), "list"),
        (("list", "idhubb"), "idhub"),
        (("list", "--kind", "pendin"), "pending"),
        (("parse", "--provider", "stepp"), "stepup"),
    ],
)
def test_end_of_misspelled_arguments(arguments: tuple[str, ...], meant: str) -> None:
    """The nearest name is suggested."""
    ran = run(*arguments)
    assert (ran.code, ran.err.endswith(f"Did you mean {meant!r}?\n")) == (2, True)


def test_end_of_a_code_without_its_command() -> None:
    """A code in place of a command or a file leads to `explain`."""
    ran = run("SESSION_NOT_FOUND")
    assert (ran.code, ran.err.endswith("Did you mean `explain SESSION_NOT_FOUND`?\n")) == (2, True)
    ran = run("parse", "SESSION_NOT_FOUND")
    assert (ran.code, ran.err.endswith("Did you mean `explain SESSION_NOT_FOUND`?\n")) == (2, True)
    assert "No such file or directory" in ran.err
    ran = run("explain", "--provider", "seal", "SESSION_NOT_FOUND")
    assert ran.code == 1
    assert ran.err == (
        "Seal does not document 'SESSION_NOT_FOUND'. Did you mean --provider idhub?\n"
    )
    ran = run("explain", "299")
    assert (ran.code, ran.err.endswith("is documented with HTTP 299.\n")) == (1, True)
    assert run("explain", "session not found").out == run("explain", "SESSION_NOT_FOUND").out
    assert run("list", "IDHub").out == run("list", "idhub").out


def test_end_of_help_and_version(acme_main: ModuleType) -> None:
    """Help names the package and what each verb does; the version is the SDK's."""
    assert run("--version") == (0, "python -m specimen_errors 0.1.0\n", "")
    helped = run("--help", package=acme_main).out
    assert "python -m acme_errors explain CODE" in helped
    assert "Acme" in helped
    for verb in ("list", "explain", "parse", "serve"):
        said = run(verb, "--help", width=60)
        assert said.code == 0
        below_usage = said.out.partition("\n\n")[2]
        assert all(len(line) <= 60 for line in below_usage.splitlines())


def test_end_on_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with exit code 130, as shells expect."""

    def interrupt(*_arguments: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("specimen_errors._runtime.command_line.commands._read_paste", interrupt)
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
def test_end_with_unusable_output(command: str, code: str, said: str) -> None:
    """A closed pipe or stream is not reported; a full disk is."""
    if not Path("/dev/full").exists():
        pytest.skip("needs Linux")
    done = subprocess.run(["sh", "-c", command, sys.executable], capture_output=True, check=False)
    *before, last = done.stderr.decode().splitlines()
    assert (last, done.stdout) == (code, b"")
    assert said in "".join(before)
    assert len(before) == bool(said)

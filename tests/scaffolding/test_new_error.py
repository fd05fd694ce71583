"""`errsmith new error`: the table that the code and the statuses do not imply, in its place."""

from __future__ import annotations

import difflib
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from errsmith import lint
from errsmith.registry.editing import EditError
from errsmith.scaffolding.new_errors import NewError, insert_error
from tests.registries import lint_registry, sdk_toml, write_registry
from tests.scaffolding.commands import PROVIDER, Answer, Run


def list_added(before: str, path: Path) -> str:
    """Return the lines that were added to a file. No other line may have changed."""
    after = path.read_bytes().decode()
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    diff = [line for line in difflib.ndiff(old, new) if not line.startswith("  ")]
    assert all(line.startswith("+ ") for line in diff)
    return "".join(line[2:] for line in diff)


def test_error_is_added_after_its_group(run: Run, provider: Path) -> None:
    """What is implied is shown, and not written."""
    done = run("new", "error", "acme", "AUTH_LOCKED", "--status", "403", "--summary", "It is shut.")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "added AUTH_LOCKED at registry/providers/acme.toml:39\n"
        "  class     AuthLockedError  from the id\n"
        "  group     auth             because the code matches AUTH_*\n"
        "  category  client           because of status 403\n"
        "  kind      permission       because of status 403\n"
        "next:\n"
        "  errsmith generate\n"
    )
    added = list_added(PROVIDER, provider)
    assert added == '[errors.AUTH_LOCKED]\nstatus = 403\nsummary = "It is shut."\n\n'
    assert "# The page says more.\n\n[errors.AUTH_LOCKED]" in provider.read_text(encoding="utf-8")
    assert run("lint").code == 0


CASES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "everything": (
        [
            *("CARD_LOST", "--id", "card-lost", "--class", "LostCardError", "--scope", "token"),
            *("--group", "card", "--category", "client", "--kind", "conflict", "--status", "500"),
            *("--summary", "It was lost.", "--cause", "A.", "--cause", "B.", "--fix", "Find it."),
            *("--source", "webhooks"),
        ],
        {
            "code": "CARD_LOST",
            "class": "LostCardError",
            "scope": "token",
            "group": "card",
            "category": "client",
            "status": 500,
            "kind": "conflict",
            "summary": "It was lost.",
            "causes": ["A.", "B."],
            "fix": "Find it.",
            "source": "webhooks",
        },
    ),
    "everything-implied": (
        [
            *("AUTH_GONE", "--class", "AuthGoneError", "--group", "auth", "--category", "client"),
            *("--kind", "not_found", "--status", "404", "--summary", "It left."),
            *("--source", "errors", "--id", "AUTH_GONE"),
        ],
        {"status": 404, "summary": "It left."},
    ),
    "several-statuses": (
        ["AUTH_ODD", "--status", "4xx", "--status", "503", "--kind", "conflict"],
        {
            "status": ["4xx", 503],
            "kind": "conflict",
            "summary": "TODO: write what happened.",
        },
    ),
    "several-statuses-in-one-option": (
        ["AUTH_ODD", "--status", "401, 403", "--status", "404", "--kind", "conflict"],
        {
            "status": [401, 403, 404],
            "kind": "conflict",
            "summary": "TODO: write what happened.",
        },
    ),
    "retry": (
        ["AUTH_LATE", "--status", "404", "--retry", "after_fix", "--summary", "It is late."],
        {"status": 404, "retry": {"documented": "after_fix"}, "summary": "It is late."},
    ),
    "kind-of-group": (
        ["AUTH_ODD", "--summary", "It is odd."],
        {"summary": "It is odd."},
    ),
    "class-of-kind": (
        ["NOT_FOUND", "--status", "404", "--summary", "The card does not exist."],
        {"class": "AcmeNotFoundError", "status": 404, "summary": "The card does not exist."},
    ),
    "class-of-number": (
        ["801", "--group", "card", "--status", "400", "--summary", "It is worn."],
        {"class": "CardFault801Error", "group": "card", "status": 400, "summary": "It is worn."},
    ),
    "class-of-group": (
        ["AUTH", "--status", "401", "--summary", "Nobody signed in."],
        {"class": "AcmeAuthError", "status": 401, "summary": "Nobody signed in."},
    ),
    "leading-hyphen": (
        ["-32600", "--status", "400", "--summary", "It is not JSON."],
        {"class": "Acme32600Error", "status": 400, "summary": "It is not JSON."},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_only_what_is_not_implied_is_written(run: Run, provider: Path, case: str) -> None:
    """A value that follows from the code, the group or the status is left out."""
    arguments, expected = CASES[case]
    done = run("new", "error", "acme", *arguments)
    assert done.code == 0, done
    added = tomllib.loads(list_added(PROVIDER, provider))["errors"]
    [values] = added.values()
    assert values == expected
    assert list(values) == list(expected)


def test_inherited_retry_advice_is_not_repeated(run: Run, provider: Path) -> None:
    """The advice of its category holds already; other advice is written."""
    text = PROVIDER.replace('"4xx"\n', '"4xx"\nretry = { documented = "never" }\n')
    provider.write_text(text, encoding="utf-8")
    for code, advice in {"AUTH_A": "never", "AUTH_B": "once"}.items():
        done = run("new", "error", "acme", code, "--status", "404", "--retry", advice)
        assert done.code == 0, done
    errors = tomllib.loads(provider.read_text(encoding="utf-8"))["errors"]
    assert "retry" not in errors["AUTH_A"]
    assert errors["AUTH_B"]["retry"] == {"documented": "once"}


def test_missing_summary_is_a_task(run: Run, provider: Path) -> None:
    """The placeholder is a finding that does not stop `errsmith generate`."""
    done = run("new", "error", "acme", "AUTH_LOCKED", "--status", "403")
    assert done.code == 0
    assert "to do (R254): found summary" in done.out
    [finding] = lint_registry(provider.parents[1]).diagnostics
    assert finding.rule.id == "R254"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["acm", "NEW"], 2, 'unknown provider "acm". Did you mean acme?'),
        (["acme", "AUTH_EXPIRED"], 2, 'registry/providers/acme.toml:34: "AUTH_EXPIRED" already'),
        (["acme", "NEW", "--id", "CARD_BLOCKED"], 2, '"CARD_BLOCKED" already exists'),
        (["acme", "NEW", "--group", "aut"], 2, 'unknown group "aut". Did you mean auth?'),
        (["acme", "NEW", "--group", "x"], 2, "Expected one of auth, card"),
        (["acme", "NEW", "--category", "clint"], 2, "Did you mean client?"),
        (["acme", "NEW", "--kind", "conflicts"], 2, "Did you mean conflict?"),
        (["acme", "NEW", "--scope", "tokn"], 2, "Did you mean token?"),
        (["acme", "NEW", "--source", "hooks"], 2, "Did you mean webhooks?"),
        (["acme", "NEW", "--after", "HOOK_GON"], 2, "Did you mean HOOK_GONE?"),
        (["acme", "NEW", "--status", "200-299"], 2, 'found status "200-299", expected one such as'),
        (["acme", "NEW", "--status", "99"], 2, 'found status "99"'),
        (["acme", "NEW", "--status", "٤٠٤"], 2, "expected one such as 404"),
        (["acme", "NEW"], 2, "Pass its documented --status, or --kind: authentication"),
        (["acme", "NEW", "--status", "401", "--status", "503"], 2, "allow authentication and un"),
        (["acme", "NEW\udcff", "--status", "404"], 2, "expected text in UTF-8"),
        (["acme", "NEW", "--status", "404", "--cause", "\udcff"], 2, "expected text in UTF-8"),
        (["acme", "", "--status", "404"], 1, "R"),
        (["acme", "auth_expired", "--status", "404"], 1, "R304"),
        (["acme", "NEW", "--status", "404", "--class", "KeyError"], 1, "R302"),
        (["acme", "NEW", "--status", "404", "--class", "AcmeError"], 1, "R303"),
        (["acme", "CARD_BLOCKED", "--id", "b", "--status", "403"], 1, "R2"),
    ],
)
def test_unusable_value_writes_nothing(
    run: Run, provider: Path, arguments: list[str], code: int, message: str
) -> None:
    """The exit code is 1 if the file would have findings, otherwise 2."""
    done = run("new", "error", *arguments, "--summary", "It is new.")
    assert done.code == code
    assert message in done.out + done.err
    if code == 1:
        assert done.err == "nothing was written because the file would have findings\n"
    else:
        assert done.err.count("\n") == 1
    assert provider.read_text(encoding="utf-8") == PROVIDER


def test_registry_with_findings_is_not_extended(run: Run, provider: Path) -> None:
    """Only findings that prevent the edit are shown; the others do not matter."""
    text = PROVIDER.replace('paths = "*/token"', 'summry = "The token endpoint."')
    provider.write_text(text.replace("It is new.", "TODO"), encoding="utf-8")
    done = run("new", "error", "acme", "AUTH_NEW", "--summary", "It is new.")
    assert done.code == 1
    assert "registry/providers/acme.toml:16:1: R101" in done.out
    assert done.err == "nothing was written because the registry has findings\n"
    assert provider.read_text(encoding="utf-8") == text


def test_dry_run_prints_a_patch_that_can_be_applied(
    run: Run, provider: Path, tmp_path: Path
) -> None:
    """The patch is all that stdout has, so it can be piped to `git apply`."""
    arguments = [
        *("new", "error", "acme", "CARD_LOST", "--group", "card", "--status", "404"),
        *("--summary", "It was lost."),
    ]
    shown = run(*arguments, "--dry-run")
    assert shown.code == 0
    assert provider.read_text(encoding="utf-8") == PROVIDER
    assert "CARD_LOST would have:\n  class" in shown.err
    subprocess.run(["git", "apply", "-"], input=shown.out.encode(), cwd=tmp_path, check=True)
    patched = provider.read_bytes()
    provider.write_text(PROVIDER, encoding="utf-8")
    assert run(*arguments).code == 0
    assert provider.read_bytes() == patched


def test_after_chooses_the_place(run: Run, provider: Path) -> None:
    """Otherwise, an error without a group comes last."""
    status = ("--status", "404", "--summary", "It is new.")
    assert run("new", "error", "acme", "NEW", "--after", "AUTH_EXPIRED", *status).code == 0
    assert run("new", "error", "acme", "NEWER", *status).code == 0
    ids = list(tomllib.loads(provider.read_text(encoding="utf-8"))["errors"])
    assert ids == ["AUTH_EXPIRED", "NEW", "CARD_BLOCKED", "HOOK_GONE", "NEWER"]


def test_first_error_of_a_file(run: Run, tmp_path: Path) -> None:
    """A provider that was just created gets its table of errors."""
    registry = write_registry(tmp_path / "registry")
    done = run("new", "error", "acme", "NEW", "--status", "404", "--summary", "It is new.")
    assert done.code == 0
    text = (registry / "providers/acme.toml").read_text(encoding="utf-8")
    assert text.endswith('\n\n[errors.NEW]\nstatus = 404\nsummary = "It is new."\n')


def test_acronyms_spell_the_class(run: Run, tmp_path: Path) -> None:
    """The class is that of the generated SDK."""
    write_registry(tmp_path / "registry", sdk=sdk_toml(acronyms='["API"]'))
    done = run("new", "error", "acme", "API_KEY_LOST", "--status", "401", "--summary", "It left.")
    assert "class     APIKeyLostError  from the id\n" in done.out


def test_long_values_are_wrapped_and_line_ends_are_kept(run: Run, provider: Path) -> None:
    """A file with CRLF has no other line ends afterwards."""
    provider.write_bytes(PROVIDER.replace("\n", "\r\n").encode())
    summary = "It is new, and " * 9 + "it is long."
    cause = "Somebody else changed it while this request was under way."
    arguments = ("--status", "404", "--summary", summary, "--cause", cause, "--cause", cause[9:])
    assert run("new", "error", "acme", "NEW", *arguments).code == 0
    text = provider.read_bytes().decode()
    assert text.count("\n") == text.count("\r\n")
    assert max(map(len, text.splitlines())) <= 100
    values = tomllib.loads(text)["errors"]["NEW"]
    assert values == {"status": 404, "summary": summary, "causes": [cause, cause[9:]]}


def test_unwritable_folder_changes_nothing(
    run: Run, provider: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the file, and no temporary file is left."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    done = run("new", "error", "acme", "AUTH_NEW", "--summary", "It is new.")
    assert done.code == 2
    assert "acme.toml: cannot be written: Permission denied" in done.err
    assert [path.name for path in provider.parent.iterdir()] == ["acme.toml"]
    assert provider.read_bytes().decode() == PROVIDER


def test_answers_on_a_terminal(run: Run, answer: Answer, provider: Path) -> None:
    """Each question has the implied value as its default; wrong answers are explained."""
    questions = answer("4o4", "404 4xx", "It left.", "crd", "card", "", "conflict", "Foo", "")
    done = run("new", "error", "acme", "GONE")
    assert done.code == 0, done
    assert questions == [
        "HTTP status: ",
        "HTTP status: ",
        "What happened: ",
        "Group [none]: ",
        "Group [none]: ",
        "Category [client]: ",
        "Kind: ",
        "Class [GoneError]: ",
        "Class [GoneError]: ",
    ]
    assert 'unknown group "crd". Did you mean card?' in done.out
    assert tomllib.loads(list_added(PROVIDER, provider))["errors"]["GONE"] == {
        "group": "card",
        "status": [404, "4xx"],
        "kind": "conflict",
        "summary": "It left.",
    }


def test_end_of_input_writes_nothing(run: Run, answer: Answer, provider: Path) -> None:
    """Ctrl-D is not an answer."""
    answer("404", EOFError())
    done = run("new", "error", "acme", "GONE")
    assert done.code == 2
    assert "nothing was written" in done.err
    assert provider.read_bytes().decode() == PROVIDER


STRINGS = st.text(min_size=1, max_size=20) | st.text("\"'\\\n\r\t\x00\x1b#[]{}=.ab ", min_size=1)


@given(code=STRINGS, summary=STRINGS, causes=st.lists(STRINGS, max_size=2))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_strings_stay_values(
    provider: Path, code: str, summary: str, causes: list[str]
) -> None:
    """Whatever a code or a sentence contains, the edit adds only this error."""
    [subject] = lint.check(provider.parents[1]).registry.providers
    new = NewError(id=code, code=code, summary=summary, causes=tuple(causes))
    try:
        text = insert_error(subject, new)
    except EditError:
        assert code in subject.file.errors
        return
    values = tomllib.loads(text)
    added = values["errors"].pop(code)
    assert values == tomllib.loads(PROVIDER)
    assert (added["summary"], added.get("causes", [])) == (summary, causes)


def test_printed_code_is_escaped_and_short(run: Run, provider: Path) -> None:
    """A terminal sees no control characters, even of a code that is added."""
    code = "A\n\x1b[31m" + "B" * 300
    done = run("new", "error", "acme", code, "--status", "404", "--summary", "It is odd.")
    assert done.code == 0
    assert "\x1b" not in done.out
    assert done.out.startswith("added A<U+000A><U+001B>[31mBBB")
    assert len(done.out.splitlines()[0]) < 120
    assert code in tomllib.loads(provider.read_text(encoding="utf-8"))["errors"]

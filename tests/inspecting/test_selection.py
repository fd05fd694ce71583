"""Errors are found by whatever a person types."""

from __future__ import annotations

import pytest

from tests.registries import HEAD

from .conftest import Run, Write

ACME = """\
[scopes.web]
paths = "/web/*"

[scopes.app]
paths = "/app/*"

[[envelopes]]
id = "json"
code = { path = "error", parts = "{group} -- {code}", fold = "dash" }

[groups.signing]
summary = "Signing."

[categories.client]
title = "Client"

[errors.SIG_BB801]
group = "signing"
class = "InternalFailureError"
aliases = ["BB-801", "0801"]
summary = "It fails."

[errors.access_denied]
scope = "web"
summary = "It is refused on the web."

[errors.access_denied_app]
code = "access_denied"
class = "AppDeniedError"
scope = "app"
summary = "It is refused in the app."

[errors."a.b"]
class = "DottedError"
summary = "It has a dot."
"""
PATH = "registry/providers/acme.toml"
BETA = """\
[provider]
title = "Beta"
class = "BetaError"

[sources.errors]
url = "https://beta.example/errors"
retrieved = 2026-11-21

[errors.access_denied]
summary = "It is refused."

[errors.OLD_CODE]
summary = "It is old."
removed = { replacement = "access_denied" }
"""


@pytest.fixture(autouse=True)
def registry(write: Write) -> None:
    """Write a registry of two providers."""
    write({"acme": f"{HEAD}\n{ACME}", "beta": BETA})


def find(run: Run, *arguments: str) -> list[str]:
    """Return the providers and ids of the errors that are shown."""
    result = run("show", *arguments, "--format", "json")
    return [f"{found['provider']}.{found['id']}" for found in result.json]


@pytest.mark.parametrize(
    "text",
    [
        *("SIG_BB801", "sig_bb801", "SIG-BB801", "sig bb801", " SIG_BB801 ", "Sig--Bb801"),
        *("BB-801", "bb_801", "0801", "InternalFailureError", "internalfailureerror"),
        *("acme.SIG_BB801", "acme:SIG_BB801", "acme.sig-bb801", "acme.InternalFailureError"),
        "acme_errors.acme.InternalFailureError",
        *("signing -- SIG_BB801", "signing -- SIG-BB801", "SIGNING -- sig_bb801"),
        "acme:signing -- SIG_BB801",
        "HTTP 500: signing -- SIG_BB801, call us",
    ],
)
def test_any_spelling_finds_the_error(run: Run, text: str) -> None:
    """Id, code, alias and class, in any case, with any separator, alone or as sent."""
    assert find(run, text) == ["acme.SIG_BB801"]


def test_same_code_in_scopes_and_providers_finds_all(run: Run) -> None:
    """All errors with the code are shown, in the order of `errsmith list`."""
    found = ["acme.access_denied", "acme.access_denied_app", "beta.access_denied"]
    assert find(run, "access_denied") == found
    assert find(run, "Access-Denied") == found
    assert find(run, "access_denied", "--provider", "beta") == found[2:]
    assert find(run, "beta:access_denied") == found[2:]
    assert find(run, "access_denied_app") == found[1:2]


def test_exact_name_comes_before_other_spellings(run: Run) -> None:
    """A name with a dot is not read as a provider and a name."""
    assert find(run, "a.b") == ["acme.a.b"]
    assert find(run, "acme.a.b") == ["acme.a.b"]


def test_several_names_are_shown_once_each(run: Run) -> None:
    """The order is that of the arguments, without duplicates."""
    found = ["beta.OLD_CODE", "acme.SIG_BB801"]
    assert find(run, "OLD_CODE", "BB-801", "SIG_BB801") == found


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["SIG_BB80"], 'unknown error "SIG_BB80". Did you mean SIG_BB801?'),
        (["DotedErrorError"], 'unknown error "DotedErrorError". Did you mean DottedError?'),
        (["@"], 'unknown error "@". Run `errsmith list` to list all errors'),
        ([""], 'unknown error "". Run `errsmith list` to list all errors'),
        (
            ["beta"],
            'unknown error "beta", which is a provider. Did you mean `errsmith list beta`?',
        ),
        (
            ["signing"],
            (
                f'unknown error "signing", which is [groups.signing] ({PATH}:19:1). '
                "Its errors are SIG_BB801"
            ),
        ),
        (
            ["client"],
            f'unknown error "client", which is [categories.client] ({PATH}:22:1). It has no errors',
        ),
        (
            ["SIG_BB801", "--provider", "beta"],
            'unknown error "SIG_BB801" of beta. Did you mean --provider acme?',
        ),
    ],
)
def test_unknown_error_exits_with_1(run: Run, arguments: list[str], message: str) -> None:
    """The message says what the name is, or which one may be meant; stdout is empty."""
    result = run("show", *arguments)
    *_, said = result.err.splitlines()
    assert (result.code, result.out, said) == (1, "", f"errsmith: {message}")


def test_known_errors_are_shown_beside_an_unknown_one(run: Run) -> None:
    """The exit code is 1, as if all were unknown."""
    result = run("show", "OLD_CODE", "NOPE", "--format", "json")
    assert [found["id"] for found in result.json] == ["OLD_CODE"]
    assert (result.code, result.err.count("unknown")) == (1, 1)


@pytest.mark.parametrize("text", ["x" * 100_000, "a.b " * 20_000, "acme." * 20_000])
def test_huge_name_is_unknown(run: Run, text: str) -> None:
    """The message quotes only its beginning."""
    result = run("show", text)
    assert result.code in {0, 1}
    assert len(result.err) < 400


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["list", "acm"], 'unknown provider "acm". Did you mean acme?'),
        (["list", "x"], 'unknown provider "x". Known providers: acme, beta'),
        (["show", "a.b", "--provider", "acne"], 'unknown provider "acne". Did you mean acme?'),
        (["show", "--coverage", "bet"], 'unknown provider "bet". Did you mean beta?'),
        (["show"], "expected an error or --coverage; run `errsmith list` to list all errors"),
        (["show", "a.b", "--all"], "--all only applies to --coverage"),
        (["show", "a.b", "--older-than", "3"], "--older-than only applies to --coverage"),
        (
            ["show", "--coverage", "SIG_BB801"],
            "--coverage expects providers, but SIG_BB801 is an error of acme",
        ),
    ],
)
def test_wrong_arguments_exit_with_2(run: Run, arguments: list[str], message: str) -> None:
    """One line says what was expected."""
    result = run(*arguments)
    assert (result.code, result.out, result.err) == (2, "", f"errsmith: {message}\n")

"""Example responses: one of each documented error, read as that very error.

What is expected comes from the registries' TOML alone.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from itertools import pairwise
from types import ModuleType
from typing import Any

import attrs
import pytest

import specimen_errors
from specimen_errors import idhub, stepup
from specimen_errors.testing import ExampleResponse, example_responses
from tests.registries import ROOT, Generate, Project
from tests.specimen.sdk import GENERATED, REGISTRY

FILES = {
    path.stem: path
    for folder in (REGISTRY, *sorted(ROOT.glob("tests/golden/*/registry")))
    for path in sorted((folder / "providers").glob("*.toml"))
}
"""The file of each provider."""
WITHOUT_ENVELOPES = {"annex"}
ADVISING = ("retry_after", "retryable")
"""Roles of fields that are left out of examples."""
USUAL = {
    "AuthenticationError": 401,
    "PermissionDeniedError": 403,
    "NotFoundError": 404,
    "ConflictError": 409,
    "RateLimitError": 429,
    "UnsupportedError": 405,
    "UnavailableError": 503,
    "InternalError": 500,
}
"""The status that an error of a kind has mostly; others have 400."""

Table = dict[str, Any]


def many(value: Any) -> list[Any]:
    """Return one or many values as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


@pytest.fixture(params=FILES)
def provider(request: pytest.FixtureRequest, golden: Mapping[str, ModuleType]) -> Kit:
    """Return each provider: its file, its module and its examples."""
    name: str = request.param
    known = specimen_errors.PROVIDERS.get(name)
    module = golden[name] if known is None else known.load()
    testing = importlib.import_module(f"{module.__package__}.testing")
    registry = tomllib.loads(FILES[name].read_text(encoding="utf-8"))
    return Kit(registry, module, testing.example_responses(name))


@attrs.frozen
class Kit:
    """A provider."""

    file: Table
    module: ModuleType
    everything: tuple[ExampleResponse, ...]

    @property
    def examples(self) -> dict[str, ExampleResponse]:
        """The first example of each error, by id."""
        return {one.id: one for one in self.everything if not one.is_further}

    @property
    def errors(self) -> dict[str, Table]:
        """The tables of its errors, by id."""
        errors: dict[str, Table] = self.file["errors"]
        return errors

    @property
    def written(self) -> list[ExampleResponse]:
        """The examples that the page does not show."""
        return [one for one in self.examples.values() if "example" not in self.errors[one.id]]


# --- of every provider ---------------------------------------------------------------------------


def test_each_error_has_an_example(provider: Kit) -> None:
    """One each, in the order of the file; none where nothing says how an error arrives."""
    name = provider.module.__name__.rpartition(".")[2]
    assert list(provider.examples) == ([] if name in WITHOUT_ENVELOPES else list(provider.errors))


def test_each_example_is_read_as_its_error(provider: Kit) -> None:
    """It gives the error's class and code, and a new error each time."""
    for one in provider.everything:
        error = one.parse()
        assert type(error) is one.error is provider.module.ERRORS[one.id]
        assert error.code == str(provider.errors[one.id].get("code", one.id))
        assert error.status == one.status
        assert one.parse() is not error


def test_example_that_the_page_shows_is_as_it_shows_it(provider: Kit) -> None:
    """What the page does not show of it is marked, and all else is not."""
    for id_, error in provider.errors.items():
        if "example" not in error or id_ not in provider.examples:
            continue
        shown, one = many(error["example"])[0], provider.examples[id_]
        assert one.body.decode() == shown.get("body", "").removesuffix("\n")
        assert one.query == shown.get("query")
        assert one.headers.items() >= shown.get("headers", {}).items()
        if "status" in shown:
            assert one.status == shown["status"]
        told = "status" in shown or one.status in many(error.get("status"))
        as_is = one.headers == shown.get("headers", {})
        made_up = {"status": not told, "headers": not as_is}
        assert one.made_up == tuple(part for part, is_so in made_up.items() if is_so)


def test_example_that_no_page_shows_is_marked(provider: Kit) -> None:
    """Headers, body and query are made up if there are any, the status if the page gives none."""
    for one in provider.written:
        told = one.status in many(provider.errors[one.id].get("status"))
        made_up = {
            "status": not told,
            "headers": bool(one.headers),
            "body": bool(one.body),
            "query": one.query is not None,
        }
        assert one.made_up == tuple(part for part, is_so in made_up.items() if is_so)


def test_status_is_one_that_the_error_may_have(provider: Kit) -> None:
    """It is a documented one, one of its class, or the usual one of its kind."""
    for one in provider.written:
        stated = many(provider.errors[one.id].get("status"))
        if one.query is not None:
            assert one.status == 302
        elif stated:
            assert one.status in stated or f"{one.status // 100}xx" in stated
        elif "when" not in str(provider.file["envelopes"]):
            of_kind = [USUAL[cls.__name__] for cls in one.error.__mro__ if cls.__name__ in USUAL]
            assert one.status == next(iter(of_kind), 400)


def test_example_that_no_page_shows_has_every_field(provider: Kit) -> None:
    """A response has all fields of its envelope, and the summary where text is."""
    envelopes = {one["id"]: one for one in provider.file.get("envelopes", ())}
    for one in provider.written:
        error = one.parse()
        fields = envelopes[one.envelope].get("fields", {})
        roles = {name: field.get("role") for name, field in fields.items()}
        # What says whether and when to retry is not made up, since advice depends on it.
        assert {name for name in fields if getattr(error, name) is None} == {
            name for name, role in roles.items() if role in ADVISING
        }
        if "message" in roles.values():
            assert error.provider_message == provider.errors[one.id]["summary"]


def test_further_example_that_is_made_up_is_a_challenge_alone(provider: Kit) -> None:
    """It is a 401 with the header, which follows the examples of its error."""
    headers = {
        one["id"]: one["code"]["header"].lower()
        for one in provider.file.get("envelopes", ())
        if "header" in one["code"]
    }
    for before, one in pairwise(provider.everything):
        assert one.is_further == (before.id == one.id)
        assert one.number == (before.number + 1 if one.is_further else 1)
        if one.is_further and one.envelope is not None:
            assert headers[one.envelope] == "www-authenticate" in map(str.lower, one.headers)
            assert (one.status, one.body, one.query) == (401, b"", None)
            assert 401 in many(provider.errors[one.id]["status"])
            assert "headers" in one.made_up


def test_further_example_that_the_page_shows(provider: Kit) -> None:
    """All of them are there, in the order of the file."""
    for id_, error in provider.errors.items():
        shown = [one for one in provider.everything if one.id == id_ and one.envelope is None]
        expected = [one.get("body", "").removesuffix("\n") for one in many(error.get("example"))]
        if id_ in provider.examples:
            assert [one.body.decode() for one in shown] == expected


def test_dpop_errors_of_autograph_are_challenges_too() -> None:
    """Those alone: the page has them comply with RFC 9449."""
    further = [one for one in example_responses("autograph") if one.is_further]
    ids = ["use_dpop_header", "invalid_token", "invalid_dpop_proof"]
    assert [(one.id, one.envelope) for one in further] == [(id_, "challenge") for id_ in ids]
    for one in further:
        assert one.headers["WWW-Authenticate"].startswith(f'DPoP error="{one.id}", ')


def test_example_of_a_scope_has_its_path(provider: Kit) -> None:
    """The path alone leads to the scope, too."""
    for id_, one in provider.examples.items():
        scopes = many(provider.errors[id_].get("scope"))
        assert one.scope == next(iter(scopes), None)
        paths = many(provider.file.get("scopes", {}).get(one.scope, {}).get("paths"))
        assert (one.path is not None) == bool(paths)
        if one.path is not None:
            assert one.path.startswith("/")
            facts = {"status": one.status, "headers": one.headers, "body": one.body}
            error = provider.module.parse(**facts, query=one.query, path=one.path)
            assert type(error) is one.error


def test_redirect_leads_somewhere_with_its_query(provider: Kit) -> None:
    """A redirect has a Location; nothing else has."""
    for one in provider.examples.values():
        location = one.headers.get("Location")
        query = None if location is None else location.partition("?")[2]
        assert query == one.query


@pytest.mark.parametrize("name", specimen_errors.PROVIDERS)
def test_example_is_the_one_of_the_reference(name: str) -> None:
    """The provider's page shows the same body and headers."""
    page = (GENERATED / "docs" / f"{name}.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### `([^`]+)`\n(.*?)(?=^### |\Z)", page, re.MULTILINE | re.DOTALL)
    shown = {id_: re.findall(r"```http\n(.*?)```", text, re.DOTALL) for id_, text in sections}
    for one in example_responses(name):
        if one.is_further:
            continue
        block = shown[one.id][0]
        head, _, body = block.partition("\n\n")
        assert body.rstrip("\n") == one.body.decode()
        assert {f"{k}: {v}" for k, v in one.headers.items()} == set(head.splitlines()[-1:])


# --- the kit -------------------------------------------------------------------------------------


def test_provider_by_name_and_by_module() -> None:
    """Both give the same objects."""
    assert example_responses("idhub") is example_responses(idhub)
    assert example_responses("idhub") is example_responses("specimen_errors.idhub")


@pytest.mark.parametrize("provider", ["hopa", "", "_runtime", "testing", json])
def test_provider_that_there_is_not(provider: str | ModuleType) -> None:
    """What there is instead is named."""
    with pytest.raises(LookupError, match="expected one of autograph, idhub, seal, stepup"):
        example_responses(provider)


@pytest.mark.parametrize("provider", [5, None, b"idhub", [], specimen_errors.NotFoundError])
def test_provider_that_is_of_no_such_type(provider: Any) -> None:
    """It is said what was expected, and what was found."""
    expected = re.escape(f"expected a provider's module or its name, found {provider!r}")
    with pytest.raises(TypeError, match=expected):
        example_responses(provider)


def test_provider_that_is_imported_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its examples are of its classes, and not of those that were there before."""
    before = example_responses("idhub")
    monkeypatch.delitem(sys.modules, "specimen_errors.idhub")
    monkeypatch.setattr(specimen_errors, "idhub", idhub)  # To be put back with the other.
    after = example_responses("idhub")
    assert [one.id for one in after] == [one.id for one in before]
    assert not {one.error for one in after} & {one.error for one in before}
    assert all(type(one.parse()) is one.error for one in after)


def test_example_is_read_only() -> None:
    """All tests share the examples."""
    one = example_responses("idhub")[0]
    with pytest.raises(TypeError):
        one.headers["X"] = "y"  # type: ignore[index]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.status = 200  # type: ignore[misc]


def test_example_of_a_page_in_full() -> None:
    """What StepUp shows for a fault of its own."""
    [one] = [one for one in example_responses(stepup) if one.id == "SERVER_SIDE_ERROR"]
    assert one == ExampleResponse(
        provider="stepup",
        id="SERVER_SIDE_ERROR",
        error=stepup.ServerSideError,
        status=500,
        headers={"Content-Type": "application/json"},
        body=b'{\n  "id" : "bcba4bc3-534e-4891-bfa2-e872b4502d80",\n'
        b'  "error" : "SERVER_SIDE_ERROR",\n'
        b'  "error_description" : "An unexpected error occurred.",\n'
        b'  "trace_id" : "67ae9e75bce5bd9bef0c2a4128d71c7f"\n}',
        query=None,
        path=None,
        scope=None,
        made_up=(),
    )


SHOW = """
import specimen_errors
from specimen_errors.testing import example_responses
for name in sorted(specimen_errors.PROVIDERS):
    for one in example_responses(name):
        print(ascii((one.id, one.status, dict(one.headers), one.body, one.query, one.made_up)))
"""


def test_same_bytes_in_every_process() -> None:
    """Neither the clock nor the order of hashes has a part in them."""
    said = {
        subprocess.run(
            [sys.executable, "-W", "error", "-c", SHOW],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


@pytest.mark.parametrize("name", specimen_errors.PROVIDERS)
def test_examples_are_imported_only_when_asked_for(name: str) -> None:
    """Clients in production have nothing of the test kit in memory."""
    code = (
        f"import sys, specimen_errors; from specimen_errors import {name} as module\n"
        "try: raise module.parse(status=404, body=b'{}')\n"
        "except specimen_errors.ApiError as error: str(error), error.retry, error.log_fields()\n"
        "kit = ('testing', '_examples', 'examples', 'shapes', 'serving', 'recording')\n"
        "print([one for one in sys.modules if one.startswith('specimen_errors')"
        " and not {*one.split('.')}.isdisjoint(kit)])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


# --- registries with odd places ------------------------------------------------------------------

JSON = '[[envelopes]]\nid = "json"\ncode = { path = "code" }\n'
STATUS = '[[envelopes]]\nid = "status"\ncode = { status = true }\n'


def errors(*ids: str, **keys: str) -> str:
    """Write errors that say the same."""
    said = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return "".join(
        f'[errors.{json.dumps(id_)}]\nclass = "X{id_.encode().hex()}Error"\n'
        f'kind = "conflict"\nsummary = "It went wrong."\n{said}'
        for id_ in ids
    )


PARTIAL = {
    "no_envelope": (errors("A"), []),
    "status": (STATUS + errors("1012", "A", "471", "99", "²"), ["471"]),
    "success": (JSON.replace("}", ", success = ['OK'] }") + errors("OK", "A"), ["A"]),
    "segment": (JSON.replace("}", ", last_segment = true }") + errors("A/B", "A"), ["A"]),
    "parts": (JSON.replace("}", ", parts = '{code}: {}' }") + errors("A: b", "A"), ["A"]),
    "body": (JSON + 'when.body = { code = "A" }\n' + errors("A", "B"), ["A"]),
    "item": (JSON.replace('"code"', '"a[200].code"') + errors("A"), []),
    "depth": (JSON.replace('"code"', f'"{"a." * 5000}code"') + errors("A"), []),
    "taken": (STATUS + JSON + errors("409", "A", status="409"), ["409"]),
    "free": (STATUS + JSON + errors("409", "A"), ["409", "A"]),
}
"""Providers of which not every error can be told by a response, and those that can."""
WHOLE = {
    "apart": f"""{JSON}
group = {{ path = "type" }}
[scopes.one]
paths = ["/a/*b", "*"]
[scopes.two]
paths = "/a/b"
[groups.G]
[groups.H]
{errors("A", status="400")}
{errors("B", code='"A"', status='"5xx"')}
{errors("C", group='"G"')}
{errors("D", group='"H"', code='"C"')}
{errors("E", scope='"one"')}
{errors("F", scope='"two"', code='"E"')}
""",
    "parted": JSON.replace("}", ", parts = '({code}) {group}' }")
    + "[groups.G]\n"
    + errors("A")
    + errors("B", group='"G"'),
    "numbers": JSON.replace("}", ', type = "integer" }') + errors("12", "007", "1" * 30, "A1"),
    "overlaid": f"""
[scopes.login]
[scopes.api]
[[envelopes]]
id = "redirect"
scope = "login"
code = {{ query = "e" }}
fields.e = {{ query = "e" }}
fields.ok = {{ query = "ok", type = "boolean" }}
[[envelopes]]
id = "challenge"
when.status = [401]
code = {{ header = "WWW-Authenticate", parameter = "error" }}
fields.c = {{ header = "www-authenticate", parameter = "error" }}
fields.d = {{ header = "www-authenticate" }}
fields.n = {{ header = "X-N", type = "integer" }}
{errors('a " b', scope='"login"')}
{errors(chr(92), scope='"api"')}
""",
    "named": f"""
[scopes.login]
[scopes.api]
[[envelopes]]
id = "redirect"
scope = "login"
code = {{ query = "e" }}
fields.s = {{ query = "state" }}
[[envelopes]]
id = "challenge"
scope = "api"
when.status = [401]
code = {{ header = "WWW-Authenticate", parameter = "error" }}
fields.realm = {{ header = "WWW-Authenticate", parameter = "realm" }}
fields.scope = {{ header = "WWW-Authenticate", parameter = "scope", type = "string" }}
fields.nonce = {{ header = "DPoP-Nonce" }}
fields.algs = {{ header = "WWW-Authenticate", parameter = "algs" }}
[[envelopes]]
id = "json"
code = {{ path = "code" }}
fields.at = {{ path = "problem.instance" }}
fields.instance = {{ path = "problem.other" }}
fields.state = {{ type = "integer" }}
{errors("A", scope='"login"')}
{errors("B", scope='"api"', status="401")}
{errors("C", scope='"api"', status="409")}
""",
    "handled": JSON
    + '[categories.failure]\nstatus = [502, 503]\n[categories.client]\nstatus = "4xx"\n'
    + errors("A", category='"failure"')
    + errors("B", "C", category='"client"'),
    "lines": JSON
    + errors("A")
    + "example = { status = 409, body = "
    + r'"{\r\n\"code\": \"A\", \"x\": \"\u2028\u0085\U0001f600\"}\n\n"'
    + " }\n",
}
"""Providers of which each error has an example."""


@pytest.fixture(scope="module")
def odd(generate: Generate) -> Project:
    """Return the project of all these providers."""
    return generate({**{name: tables for name, (tables, _) in PARTIAL.items()}, **WHOLE})


@pytest.fixture
def found(odd: Project) -> Callable[[str], dict[str, ExampleResponse]]:
    """Return `found(provider)`, which returns its examples by id, each read as its error."""
    testing = odd.load("testing")

    def run(provider: str) -> dict[str, ExampleResponse]:
        examples = {one.id: one for one in testing.example_responses(provider)}
        for one in examples.values():
            assert type(one.parse()) is one.error
        return examples

    return run


Found = Callable[[str], dict[str, ExampleResponse]]


@pytest.mark.parametrize("name", PARTIAL)
def test_error_that_no_response_can_be_told_to_be(odd: Project, found: Found, name: str) -> None:
    """It has no example, neither here nor in the reference; the other errors have theirs."""
    _, ids = PARTIAL[name]
    assert list(found(name)) == ids
    shown = re.findall("Example response(?!: none, because)", odd.read_page(name))
    assert len(shown) == len(ids)


def test_errors_of_one_code_have_examples_of_their_own(found: Found) -> None:
    """By status, by group and by scope."""
    examples = found("apart").values()
    assert [one.id for one in examples] == [*"ABCDEF"]
    assert [one.status for one in examples] == [400, 500, 409, 409, 409, 409]
    groups = [json.loads(one.body).get("type", "absent") for one in examples]
    assert groups == ["absent", "absent", "G", "H", "absent", "absent"]
    assert [one.path for one in examples] == [None, None, None, None, "/a/xb", None]


def test_code_among_parts(found: Found) -> None:
    """What stands around it stays, though an error has no group."""
    codes = [json.loads(one.body)["code"] for one in found("parted").values()]
    assert codes == ["(A)", "(B) G"]


def test_code_that_is_written_as_a_number(found: Found) -> None:
    """Where the page has numbers, but not where a number would lose something of the code."""
    codes = [json.loads(one.body)["code"] for one in found("numbers").values()]
    assert codes == [12, "007", "1" * 30, "A1"]


def test_field_where_the_code_stands_keeps_the_code(found: Found) -> None:
    """What is written first stays, in headers and queries."""
    redirect, challenge = found("overlaid").values()
    assert redirect.query == "e=a+%22+b&ok=false"
    assert (challenge.status, challenge.body) == (401, b"")
    assert challenge.headers == {"WWW-Authenticate": r'Bearer error="\\"', "X-N": "1"}


def test_field_of_a_name_that_is_known(found: Found) -> None:
    """It holds such a value as is sent there; a challenge with algorithms is one of DPoP."""
    redirect, challenge, json_ = found("named").values()
    assert redirect.query == "e=A&state=af0ifjsldkj"
    assert challenge.headers == {
        "WWW-Authenticate": 'DPoP error="B", realm="api", scope="openid", algs="ES256 PS256"',
        "DPoP-Nonce": "eyJ7S_zG.eyJH0-Z.HX4w-7v",
    }
    problem = {"instance": "/sessions/7d3f0c52", "other": "text"}
    assert json.loads(json_.body) == {"code": "C", "problem": problem, "state": 1}


def test_status_of_an_error_whose_category_has_some(found: Found) -> None:
    """It is the usual one of its kind, unless its category says otherwise."""
    assert [one.status for one in found("handled").values()] == [502, 409, 409]


def test_body_of_strange_lines(found: Found) -> None:
    """Every line of a documented body stays as it is, whatever ends it, but for the last."""
    [one] = found("lines").values()
    assert one.body.decode() == '{\r\n"code": "A", "x": "\u2028\x85\U0001f600"}\n'

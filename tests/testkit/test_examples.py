"""Example responses: one for each documented error, which is read as that error.

The expectations come from the registries' TOML alone.
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
"""Roles of fields that examples leave out."""
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
"""The usual status of an error of a kind; other kinds have 400."""

Table = dict[str, Any]


def list_values(value: Any) -> list[Any]:
    """Return a list of one or many values."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


@pytest.fixture(params=FILES)
def provider(request: pytest.FixtureRequest, golden: Mapping[str, ModuleType]) -> Kit:
    """Return each provider with its file, its module and its examples."""
    name: str = request.param
    known = specimen_errors.PROVIDERS.get(name)
    module = golden[name] if known is None else known.load()
    testing = importlib.import_module(f"{module.__package__}.testing")
    registry = tomllib.loads(FILES[name].read_text(encoding="utf-8"))
    return Kit(registry, module, testing.example_responses(name))


@attrs.frozen
class Kit:
    """A provider with its file, its module and its examples."""

    file: Table
    module: ModuleType
    all_examples: tuple[ExampleResponse, ...]

    @property
    def examples(self) -> dict[str, ExampleResponse]:
        """The first example of each error, by id."""
        return {example.id: example for example in self.all_examples if not example.is_further}

    @property
    def errors(self) -> dict[str, Table]:
        """The tables of the provider's errors, by id."""
        errors: dict[str, Table] = self.file["errors"]
        return errors

    @property
    def unshown(self) -> list[ExampleResponse]:
        """The examples that the page does not show."""
        return [
            example
            for example in self.examples.values()
            if "example" not in self.errors[example.id]
        ]


# --- every provider ------------------------------------------------------------------------------


def test_each_error_has_an_example(provider: Kit) -> None:
    """Each error has an example, in the file's order, unless no page says how errors arrive."""
    name = provider.module.__name__.rpartition(".")[2]
    assert list(provider.examples) == ([] if name in WITHOUT_ENVELOPES else list(provider.errors))


def test_each_example_is_read_as_its_error(provider: Kit) -> None:
    """Each example is parsed as its error's class and code, and as a new error each time."""
    for example in provider.all_examples:
        error = example.parse()
        assert type(error) is example.error is provider.module.ERRORS[example.id]
        assert error.code == str(provider.errors[example.id].get("code", example.id))
        assert error.status == example.status
        assert example.parse() is not error


def test_example_of_the_page_is_unchanged(provider: Kit) -> None:
    """An example is as its page shows it; only the parts that the page lacks are marked."""
    for id_, error in provider.errors.items():
        if "example" not in error or id_ not in provider.examples:
            continue
        shown, example = list_values(error["example"])[0], provider.examples[id_]
        assert example.body.decode() == shown.get("body", "").removesuffix("\n")
        assert example.query == shown.get("query")
        assert example.headers.items() >= shown.get("headers", {}).items()
        if "status" in shown:
            assert example.status == shown["status"]
        told = "status" in shown or example.status in list_values(error.get("status"))
        as_is = example.headers == shown.get("headers", {})
        made_up = {"status": not told, "headers": not as_is}
        assert example.made_up == tuple(part for part, is_so in made_up.items() if is_so)


def test_example_that_no_page_shows_is_marked(provider: Kit) -> None:
    """Headers, body and query are marked as made up if present, the status if undocumented."""
    for example in provider.unshown:
        told = example.status in list_values(provider.errors[example.id].get("status"))
        made_up = {
            "status": not told,
            "headers": bool(example.headers),
            "body": bool(example.body),
            "query": example.query is not None,
        }
        assert example.made_up == tuple(part for part, is_so in made_up.items() if is_so)


def test_status_is_one_that_the_error_may_have(provider: Kit) -> None:
    """The status is documented, in the documented hundred, or the usual one of the kind."""
    for example in provider.unshown:
        stated = list_values(provider.errors[example.id].get("status"))
        if example.query is not None:
            assert example.status == 302
        elif stated:
            assert example.status in stated or f"{example.status // 100}xx" in stated
        elif "when" not in str(provider.file["envelopes"]):
            of_kind = [
                USUAL[cls.__name__] for cls in example.error.__mro__ if cls.__name__ in USUAL
            ]
            assert example.status == next(iter(of_kind), 400)


def test_example_that_no_page_shows_has_every_field(provider: Kit) -> None:
    """A made-up response has all fields of its envelope, and the summary as its message."""
    envelopes = {envelope["id"]: envelope for envelope in provider.file.get("envelopes", ())}
    for example in provider.unshown:
        error = example.parse()
        fields = envelopes[example.envelope].get("fields", {})
        roles = {name: field.get("role") for name, field in fields.items()}
        # Fields that advise on retries are not made up, because advice depends on them.
        assert {name for name in fields if getattr(error, name) is None} == {
            name for name, role in roles.items() if role in ADVISING
        }
        if "message" in roles.values():
            assert error.provider_message == provider.errors[example.id]["summary"]


def test_further_example_that_is_made_up_is_a_challenge(provider: Kit) -> None:
    """A further example that is made up is a 401 with the header, after its error's examples."""
    headers = {
        envelope["id"]: envelope["code"]["header"].lower()
        for envelope in provider.file.get("envelopes", ())
        if "header" in envelope["code"]
    }
    for before, example in pairwise(provider.all_examples):
        assert example.is_further == (before.id == example.id)
        assert example.number == (before.number + 1 if example.is_further else 1)
        if example.is_further and example.envelope is not None:
            assert (
                headers[example.envelope] == "www-authenticate" in map(str.lower, example.headers)
            )
            assert (example.status, example.body, example.query) == (401, b"", None)
            assert 401 in list_values(provider.errors[example.id]["status"])
            assert "headers" in example.made_up


def test_further_example_that_the_page_shows(provider: Kit) -> None:
    """All further examples of the page are present, in the file's order."""
    for id_, error in provider.errors.items():
        shown = [
            example
            for example in provider.all_examples
            if example.id == id_ and example.envelope is None
        ]
        expected = [
            example.get("body", "").removesuffix("\n")
            for example in list_values(error.get("example"))
        ]
        if id_ in provider.examples:
            assert [example.body.decode() for example in shown] == expected


def test_dpop_errors_of_autograph_are_challenges_too() -> None:
    """Only these errors of Autograph are also challenges: its page refers to RFC 9449 here."""
    further = [example for example in example_responses("autograph") if example.is_further]
    ids = ["use_dpop_header", "invalid_token", "invalid_dpop_proof"]
    assert [(example.id, example.envelope) for example in further] == [
        (id_, "challenge") for id_ in ids
    ]
    for example in further:
        assert example.headers["WWW-Authenticate"].startswith(f'DPoP error="{example.id}", ')


def test_example_of_a_scope_has_its_path(provider: Kit) -> None:
    """The path of an example is enough to decide its scope."""
    for id_, example in provider.examples.items():
        scopes = list_values(provider.errors[id_].get("scope"))
        assert example.scope == next(iter(scopes), None)
        paths = list_values(provider.file.get("scopes", {}).get(example.scope, {}).get("paths"))
        assert (example.path is not None) == bool(paths)
        if example.path is not None:
            assert example.path.startswith("/")
            facts = {"status": example.status, "headers": example.headers, "body": example.body}
            error = provider.module.parse(**facts, query=example.query, path=example.path)
            assert type(error) is example.error


def test_redirect_leads_somewhere_with_its_query(provider: Kit) -> None:
    """A redirect has a `Location` with its query, and no other example has one."""
    for example in provider.examples.values():
        location = example.headers.get("Location")
        query = None if location is None else location.partition("?")[2]
        assert query == example.query


@pytest.mark.parametrize("name", specimen_errors.PROVIDERS)
def test_example_is_the_one_of_the_reference(name: str) -> None:
    """The provider's page in the reference shows the same body and headers."""
    page = (GENERATED / "docs" / f"{name}.md").read_text(encoding="utf-8")
    _, *sections = re.split("^### ", page.partition("\n## Error details\n")[2], flags=re.MULTILINE)
    shown = {
        class_: re.findall(r"```(?:http|text)\n(.*?)```", text, re.DOTALL)
        for text in sections
        for class_ in re.findall(r"^- Class: `(\w+)`$", text, re.MULTILINE)
    }
    for example in example_responses(name):
        if example.is_further:
            continue
        block = shown[example.error.__name__][0]
        head, _, body = block.partition("\n\n")
        assert body.rstrip("\n") == example.body.decode()
        assert {f"{k}: {v}" for k, v in example.headers.items()} == set(head.splitlines()[-1:])


# --- the kit -------------------------------------------------------------------------------------


def test_provider_by_name_and_by_module() -> None:
    """A provider's name and its module give the same objects."""
    assert example_responses("idhub") is example_responses(idhub)
    assert example_responses("idhub") is example_responses("specimen_errors.idhub")


@pytest.mark.parametrize("provider", ["hopa", "", "_runtime", "testing", json])
def test_provider_that_is_unknown(provider: str | ModuleType) -> None:
    """An unknown provider is an error that names the known ones."""
    with pytest.raises(LookupError, match="expected one of autograph, idhub, seal, stepup"):
        example_responses(provider)


@pytest.mark.parametrize("provider", [5, None, b"idhub", [], specimen_errors.NotFoundError])
def test_provider_of_the_wrong_type(provider: Any) -> None:
    """A provider of the wrong type is an error with the expected and the found type."""
    expected = re.escape(f"expected a provider's module or its name, found {provider!r}")
    with pytest.raises(TypeError, match=expected):
        example_responses(provider)


def test_provider_that_is_imported_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a module is imported again, examples use its new classes, and not the old ones."""
    before = example_responses("idhub")
    monkeypatch.delitem(sys.modules, "specimen_errors.idhub")
    monkeypatch.setattr(specimen_errors, "idhub", idhub)  # So that it is restored with the other.
    after = example_responses("idhub")
    assert [example.id for example in after] == [example.id for example in before]
    assert not {example.error for example in after} & {example.error for example in before}
    assert all(type(example.parse()) is example.error for example in after)


def test_example_is_read_only() -> None:
    """Examples are read-only, because all tests share them."""
    example = example_responses("idhub")[0]
    with pytest.raises(TypeError):
        example.headers["X"] = "y"  # type: ignore[index]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        example.status = 200  # type: ignore[misc]


def test_example_of_a_page_in_full() -> None:
    """An example has what StepUp's page shows for an internal error."""
    [example] = [
        example for example in example_responses(stepup) if example.id == "SERVER_SIDE_ERROR"
    ]
    assert example == ExampleResponse(
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
    for found in example_responses(name):
        parts = (found.status, dict(found.headers), found.body, found.query)
        print(ascii((found.id, *parts, found.made_up)))
"""


def test_same_bytes_in_every_process() -> None:
    """Examples depend on neither the clock nor the hash seed."""
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
    """Clients in production do not import the test kit."""
    code = (
        f"import sys, specimen_errors; from specimen_errors import {name} as module\n"
        "try: raise module.parse(status=404, body=b'{}')\n"
        "except specimen_errors.ApiError as error: str(error), error.retry, error.log_fields()\n"
        "kit = ('testing', '_examples', 'examples', 'shapes', 'serving', 'recording')\n"
        "print([name for name in sys.modules if name.startswith('specimen_errors')"
        " and not {*name.split('.')}.isdisjoint(kit)])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


# --- registries with unusual places --------------------------------------------------------------

JSON = '[[envelopes]]\nid = "json"\ncode = { path = "code" }\n'
STATUS = '[[envelopes]]\nid = "status"\ncode = { status = true }\n'


def write_errors(*ids: str, **keys: str) -> str:
    """Write errors with the same keys."""
    said = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return "".join(
        f'[errors.{json.dumps(id_)}]\nclass = "X{id_.encode().hex()}Error"\n'
        f'kind = "conflict"\nsummary = "It went wrong."\n{said}'
        for id_ in ids
    )


PARTIAL = {
    "no_envelope": (write_errors("A"), []),
    "status": (STATUS + write_errors("1012", "A", "471", "99", "²"), ["471"]),
    "success": (JSON.replace("}", ", success = ['OK'] }") + write_errors("OK", "A"), ["A"]),
    "segment": (JSON.replace("}", ", last_segment = true }") + write_errors("A/B", "A"), ["A"]),
    "parts": (JSON.replace("}", ", parts = '{code}: {}' }") + write_errors("A: b", "A"), ["A"]),
    "body": (JSON + 'when.body = { code = "A" }\n' + write_errors("A", "B"), ["A"]),
    "item": (JSON.replace('"code"', '"a[200].code"') + write_errors("A"), []),
    "depth": (JSON.replace('"code"', f'"{"a." * 5000}code"') + write_errors("A"), []),
    "taken": (STATUS + JSON + write_errors("409", "A", status="409"), ["409"]),
    "free": (STATUS + JSON + write_errors("409", "A"), ["409", "A"]),
}
"""Providers with errors that no response can produce, and the ids of those that one can."""
WHOLE = {
    "apart": f"""{JSON}
group = {{ path = "type" }}
[scopes.one]
paths = ["/a/*b", "*"]
[scopes.two]
paths = "/a/b"
[groups.G]
[groups.H]
{write_errors("A", status="400")}
{write_errors("B", code='"A"', status='"5xx"')}
{write_errors("C", group='"G"')}
{write_errors("D", group='"H"', code='"C"')}
{write_errors("E", scope='"one"')}
{write_errors("F", scope='"two"', code='"E"')}
""",
    "parted": JSON.replace("}", ", parts = '({code}) {group}' }")
    + "[groups.G]\n"
    + write_errors("A")
    + write_errors("B", group='"G"'),
    "numbers": JSON.replace("}", ', type = "integer" }')
    + write_errors("12", "007", "1" * 30, "A1"),
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
{write_errors('a " b', scope='"login"')}
{write_errors(chr(92), scope='"api"')}
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
{write_errors("A", scope='"login"')}
{write_errors("B", scope='"api"', status="401")}
{write_errors("C", scope='"api"', status="409")}
""",
    "handled": JSON
    + '[categories.failure]\nstatus = [502, 503]\n[categories.client]\nstatus = "4xx"\n'
    + write_errors("A", category='"failure"')
    + write_errors("B", "C", category='"client"'),
    "lines": JSON
    + write_errors("A")
    + "example = { status = 409, body = "
    + r'"{\r\n\"code\": \"A\", \"x\": \"\u2028\u0085\U0001f600\"}\n\n"'
    + " }\n",
}
"""Providers whose errors all have an example."""


@pytest.fixture(scope="module")
def odd(generate: Generate) -> Project:
    """Return the project of all these providers."""
    return generate({**{name: tables for name, (tables, _) in PARTIAL.items()}, **WHOLE})


@pytest.fixture
def found(odd: Project) -> Callable[[str], dict[str, ExampleResponse]]:
    """Return `found(provider)`, which returns the examples by id, each read as its error."""
    testing = odd.load("testing")

    def run(provider: str) -> dict[str, ExampleResponse]:
        examples = {example.id: example for example in testing.example_responses(provider)}
        for example in examples.values():
            assert type(example.parse()) is example.error
        return examples

    return run


Found = Callable[[str], dict[str, ExampleResponse]]


@pytest.mark.parametrize("name", PARTIAL)
def test_error_that_no_response_can_produce(odd: Project, found: Found, name: str) -> None:
    """An error that no response can produce has no example, here or in the reference."""
    _, ids = PARTIAL[name]
    assert list(found(name)) == ids
    shown = re.findall("Example response(?!: none, because)", odd.read_page(name))
    assert len(shown) == len(ids)


def test_errors_that_share_a_code_have_different_examples(found: Found) -> None:
    """Errors that share a code have different examples by status, by group and by scope."""
    examples = found("apart").values()
    assert [example.id for example in examples] == [*"ABCDEF"]
    assert [example.status for example in examples] == [400, 500, 409, 409, 409, 409]
    groups = [json.loads(example.body).get("type", "absent") for example in examples]
    assert groups == ["absent", "absent", "G", "H", "absent", "absent"]
    assert [example.path for example in examples] == [None, None, None, None, "/a/xb", None]


def test_code_among_parts(found: Found) -> None:
    """The text around a code is kept, even if an error has no group."""
    codes = [json.loads(example.body)["code"] for example in found("parted").values()]
    assert codes == ["(A)", "(B) G"]


def test_code_that_is_written_as_a_number(found: Found) -> None:
    """A code is a number if the page has numbers, unless a number would lose part of the code."""
    codes = [json.loads(example.body)["code"] for example in found("numbers").values()]
    assert codes == [12, "007", "1" * 30, "A1"]


def test_field_at_the_place_of_the_code_keeps_it(found: Found) -> None:
    """A field at the code's place does not overwrite the code, in headers and queries."""
    redirect, challenge = found("overlaid").values()
    assert redirect.query == "e=a+%22+b&ok=false"
    assert (challenge.status, challenge.body) == (401, b"")
    assert challenge.headers == {"WWW-Authenticate": r'Bearer error="\\"', "X-N": "1"}


def test_field_with_a_well_known_name(found: Found) -> None:
    """A field with a well-known name has a typical value; a challenge with algorithms is DPoP."""
    redirect, challenge, json_ = found("named").values()
    assert redirect.query == "e=A&state=af0ifjsldkj"
    assert challenge.headers == {
        "WWW-Authenticate": 'DPoP error="B", realm="api", scope="openid", algs="ES256 PS256"',
        "DPoP-Nonce": "eyJ7S_zG.eyJH0-Z.HX4w-7v",
    }
    problem = {"instance": "/sessions/7d3f0c52", "other": "text"}
    assert json.loads(json_.body) == {"code": "C", "problem": problem, "state": 1}


def test_status_of_an_error_whose_category_has_one(found: Found) -> None:
    """The status is the usual one of the kind, unless the category states another."""
    assert [example.status for example in found("handled").values()] == [502, 409, 409]


def test_body_with_unusual_line_endings(found: Found) -> None:
    """The lines of a documented body keep their line endings, except the last."""
    [example] = found("lines").values()
    assert example.body.decode() == '{\r\n"code": "A", "x": "\u2028\x85\U0001f600"}\n'

"""Several responses as `example` of one error, and the envelopes that read them."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

GenerateModule = Callable[..., ModuleType]
GeneratePage = Callable[..., str]
Findings = Callable[..., set[str]]

SHAPES = """
[[envelopes]]
id = "json"
code = { path = "code" }

[[envelopes]]
id = "challenge"
code = { header = "WWW-Authenticate", parameter = "error" }

[[envelopes]]
id = "redirect"
code = { query = "error" }
"""
EXAMPLES = """
[errors.LAPSED]
status = 401
summary = "The session has expired."

[[errors.LAPSED.example]]
envelope = "json"
status = 401
body = '{"code": "LAPSED"}'

[[errors.LAPSED.example]]
envelope = "challenge"
status = 401
headers = { WWW-Authenticate = 'Bearer error="LAPSED"' }

[[errors.LAPSED.example]]
envelope = "redirect"
query = "error=LAPSED&state=x"

[[errors.LAPSED.example]]
body = '{"code": "LAPSED", "more": true}'

[errors.OTHER]
status = 400
summary = "It has no example."
"""
INLINE = """
[errors.LAPSED]
status = 401
summary = "The session has expired."
example = [{ status = 401, body = '{"code": "LAPSED"}' }, { query = "error=LAPSED" }]
"""


def write_examples(*tables: str) -> str:
    """Write an error with these examples."""
    listed = tables[0] if len(tables) == 1 else f"[{', '.join(tables)}]"
    return f'[errors.BAD]\nstatus = 400\nsummary = "It is bad."\nexample = {listed}\n'


def load_kit(module: ModuleType) -> ModuleType:
    """Return the test kit of a module's package."""
    return importlib.import_module(f"{module.__package__}.testing")


def list_responses(module: ModuleType, id_: str) -> list[Any]:
    """Return the example responses of an error."""
    return [found for found in load_kit(module).example_responses(module) if found.id == id_]


class TestKit:
    """`example_responses`, the ids of tests and the local server."""

    def test_each_example_is_a_response(self, generate_module: GenerateModule) -> None:
        """Responses are in the file's order, and undocumented parts are marked."""
        found = list_responses(generate_module(SHAPES + EXAMPLES), "LAPSED")
        assert [(example.number, example.is_further, example.envelope) for example in found] == [
            (1, False, None),
            (2, True, None),
            (3, True, None),
            (4, True, None),
            (5, True, "challenge"),
        ]
        assert [example.status for example in found] == [401, 401, 302, 401, 401]
        bodies = [json.loads(example.body or b"null") for example in found]
        lapsed = {"code": "LAPSED"}
        assert bodies == [lapsed, None, None, {**lapsed, "more": True}, None]
        assert found[2].query == "error=LAPSED&state=x"
        assert "status" not in found[0].made_up

    def test_each_is_read_as_the_error(self, generate_module: GenerateModule) -> None:
        """The SDK agrees with the linter."""
        for provider in (SHAPES + EXAMPLES, SHAPES + INLINE):
            module = generate_module(provider)
            for example in list_responses(module, "LAPSED"):
                assert type(example.parse()) is module.LapsedError

    def test_error_without_an_example_has_a_generated_one(
        self, generate_module: GenerateModule
    ) -> None:
        """Without `example` the response is invented."""
        (generated,) = list_responses(generate_module(SHAPES + EXAMPLES), "OTHER")
        assert (generated.number, generated.envelope) == (1, "json")

    def test_header_named_twice_is_sent_once(self, generate_module: GenerateModule) -> None:
        """Header names ignore case (RFC 9110, section 5.1)."""
        module = generate_module(
            '[[envelopes]]\nid = "bare"\ncode = { header = "X-Code" }\n'
            'fields.sent = { header = "x-code" }\n'
            '[errors.BAD]\nstatus = 400\nsummary = "It is bad."\n'
        )
        (response,) = list_responses(module, "BAD")
        assert response.headers == {"X-Code": "BAD"}

    def test_places_of_made_up_values(self, generate_module: GenerateModule) -> None:
        """Headers are separate, a list ends at the code, and a nested scope is a scope."""
        bad = '[errors.BAD]\nstatus = 400\nsummary = "It is bad."\n'
        headers = 'code = { header = "X-Code" }\nfields.sent = { header = "Sent" }\n'
        items = 'code = { path = "errors[1].code" }\nfields.granted = { path = "token.scope" }\n'
        found = [
            response
            for places in (headers, items)
            for response in list_responses(
                generate_module(f'[[envelopes]]\nid = "only"\n{places}{bad}'), "BAD"
            )
        ]
        assert found[0].headers == {"X-Code": "BAD", "Sent": "text"}
        errors = {"errors": [{}, {"code": "BAD"}]}
        assert json.loads(found[1].body) == {**errors, "token": {"scope": "openid"}}

    @pytest.mark.parametrize(("name", "scheme"), [("acr_values", "Bearer"), ("algs", "DPoP")])
    def test_scheme_of_a_challenge(
        self, generate_module: GenerateModule, name: str, scheme: str
    ) -> None:
        """A made-up challenge is of DPoP only if it has a parameter of DPoP."""
        places = "".join(
            f'{key} = {{ header = "WWW-Authenticate", parameter = "{parameter}" }}\n'
            for key, parameter in {"code": "error", f"fields.{name}": name}.items()
        )
        error = '[errors.BAD]\nstatus = 401\nsummary = "It is bad."\n'
        module = generate_module(f'[[envelopes]]\nid = "challenge"\n{places}{error}')
        (response,) = list_responses(module, "BAD")
        assert response.headers["WWW-Authenticate"].startswith(f'{scheme} error="BAD"')

    def test_challenge_is_an_example_at_401_only(self, generate_module: GenerateModule) -> None:
        """An error that also has other statuses is in a challenge only at 401."""
        lapsed = '[errors.LAPSED]\nstatus = [400, 401, 403]\nkind = "authentication"\n'
        module = generate_module(f'{SHAPES}\n{lapsed}summary = "The session has expired."\n')
        found = list_responses(module, "LAPSED")
        assert [(response.envelope, response.status) for response in found] == [
            ("json", 400),
            ("challenge", 401),
        ]

    def test_ids_of_tests_differ(self, generate_module: GenerateModule) -> None:
        """Ids end in the envelope if a response is invented, and otherwise in its number."""
        module = generate_module(SHAPES + EXAMPLES)
        plugin = importlib.import_module(f"{load_kit(module).__name__}.plugin")
        ids = [example.id for example in plugin.examples(module)]
        expected = ["LAPSED", "LAPSED-2", "LAPSED-3", "LAPSED-4", "LAPSED-challenge", "OTHER"]
        assert ids == [f"acme-{id_}" for id_ in expected]

    def test_server_has_a_url_for_each_example(self, generate_module: GenerateModule) -> None:
        """The first example has no query; the list has all URLs."""
        module = generate_module(SHAPES + EXAMPLES)
        answering = importlib.import_module(f"{module.__package__}._runtime.test_kit.answering")
        found = list_responses(module, "LAPSED")
        targets = [answering.make_target(example, {}) for example in found]
        queries = ["", "?example=2", "?example=3", "?example=4", "?envelope=challenge"]
        assert targets == [f"/acme/LAPSED{query}" for query in queries]
        for example, target in zip(found, targets, strict=True):
            answer = answering.answer(target)
            assert (answer.status, answer.body, answer.query) == (
                example.status,
                example.body,
                example.query,
            )
        listed = json.loads(answering.answer("/acme").body)["errors"]
        assert [entry["url"] for entry in listed] == [*targets, "/acme/OTHER"]

    @pytest.mark.parametrize(
        ("query", "known"),
        [
            ("example=6", [1, 2, 3, 4, 5]),
            ("example=0", [1, 2, 3, 4, 5]),
            ("example=-1", [1, 2, 3, 4, 5]),
            ("example=x", [1, 2, 3, 4, 5]),
            ("example=", [1, 2, 3, 4, 5]),
            ("envelope=json", ["challenge"]),
            ("envelope=challenge&example=2", ["challenge"]),
        ],
    )
    def test_unknown_example(
        self, generate_module: GenerateModule, query: str, known: list[object]
    ) -> None:
        """The server lists the known ones."""
        module = generate_module(SHAPES + EXAMPLES)
        answering = importlib.import_module(f"{module.__package__}._runtime.test_kit.answering")
        answer = answering.answer(f"/acme/LAPSED?{query}")
        assert answer.status == 400
        assert json.loads(answer.body)["known"] == known


class TestPage:
    """The reference."""

    def test_all_documented_examples_are_shown(self, generate_page: GeneratePage) -> None:
        """The page has them in order, without invented ones."""
        page = generate_page(SHAPES + EXAMPLES)
        section = page.partition("\n### LAPSED\n")[2].partition("\n### ")[0]
        blocks = re.findall(r"```(?:http|text)\n(.*?)```", section, re.DOTALL)
        assert blocks == [
            'HTTP/1.1 401 Unauthorized\n\n{"code": "LAPSED"}\n',
            'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="LAPSED"\n',
            "GET /callback?error=LAPSED&state=x HTTP/1.1\n",
            '\n{"code": "LAPSED", "more": true}\n',
        ]
        assert section.count("Example response, as documented:") == 1
        assert section.count("Another example, as documented:") == 3


class TestFindings:
    """Unfit examples."""

    @pytest.mark.parametrize(
        ("value", "rules"),
        [
            ("[]", {"R104"}),
            ('"x"', {"R103"}),
            ("true", {"R103"}),
            ('["x"]', {"R103"}),
            ("[{ stat = 1 }]", {"R101"}),
            ("[{ status = 'x' }]", {"R103"}),
        ],
    )
    def test_value_of_another_type(self, findings: Findings, value: str, rules: set[str]) -> None:
        """`example` is a table or a list of tables."""
        assert findings(SHAPES + write_examples(value)) == rules

    def test_duplicate_example_is_a_finding(self, findings: Findings) -> None:
        """A repeated example adds nothing."""
        value = """{ status = 400, body = '{"code": "BAD"}' }"""
        assert findings(SHAPES + write_examples(value)) == set()
        assert findings(SHAPES + write_examples(value, value)) == {"R107"}

    @pytest.mark.parametrize(
        ("envelope", "rules"),
        [("json", set()), ("challenge", {"R401"}), ("jsn", {"R201"}), ("", {"R104"})],
    )
    def test_envelope(self, findings: Findings, envelope: str, rules: set[str]) -> None:
        """The example's envelope must exist and be the one that reads it."""
        shown = f"""{{ envelope = "{envelope}", body = '{{"code": "BAD"}}' }}"""
        assert findings(SHAPES + write_examples(shown)) == rules
        other = """{ body = '{"code": "BAD"}', status = 400 }"""
        assert findings(SHAPES + write_examples(other, shown)) == rules

    def test_every_example_is_checked(self, findings: Findings) -> None:
        """All examples are checked, also after a mistake."""
        good, bad = """{ body = '{"code": "BAD"}' }""", """{ body = '{"code": "GOOD"}' }"""
        assert findings(SHAPES + write_examples(good, bad)) == {"R401"}
        misspelt = """{ bdy = '{"code": "BAD"}' }"""
        assert findings(SHAPES + write_examples(bad, misspelt)) == {"R101", "R401"}

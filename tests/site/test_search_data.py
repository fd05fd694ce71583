"""The data of the search: complete, small, and inert whatever the registry contains."""

from __future__ import annotations

import ast
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks import registries as invented
from errsmith import generation
from errsmith.targets.site import target as site
from errsmith.targets.site.search_data import build_search_data
from tests.errsmith.test_templates import HOSTILE, OF_MEANING, write_hostile
from tests.registries import REGISTRIES, read_registry, write_registry

SCRIPT = re.compile(rb"\"use strict\";\nconst DATA = JSON\.parse\(('(?:[^'\\\n]|\\.)*')\);\n")
"""The whole file: one string, which nothing in it ends early."""
ERROR = """
[[envelopes]]
id = "json"
code = { path = "failure.code" }
"""


def build(registry: Path, ignored: frozenset[str] = frozenset()) -> bytes:
    """Build the file for a registry."""
    return build_search_data(generation.build_project(read_registry(registry, ignored)))


def read(data: bytes) -> Any:
    """Read the file as a browser does."""
    script = SCRIPT.fullmatch(data)
    assert script is not None
    # The escapes in strings of JavaScript that the file uses are those of Python.
    return json.loads(ast.literal_eval(script[1].decode("ascii")))


def list_errors(data: Any) -> list[dict[str, Any]]:
    """List the errors of the columns, with their provider."""
    columns = data["errors"]
    providers = [each for each in data["providers"] for _ in range(each["size"])]
    assert len(providers) == len(columns["code"])
    return [
        {
            "provider": provider["name"],
            "code": columns["code"][position],
            "summary": columns["summary"][position],
            **{
                name: columns[name]["values"][columns[name]["positions"][position]]
                for name in ("statuses", "kind", "retry", "category", "group")
            },
            **{
                name: columns[name].get(str(position))
                for name in ("ids", "anchors", "aliases", "classes", "stages")
            },
        }
        for position, provider in enumerate(providers)
    ]


@pytest.mark.parametrize("name", REGISTRIES)
def test_every_error_is_in_the_data(name: str) -> None:
    """The data has all errors, in the order of the registry, with what the search shows."""
    registry = read_registry(REGISTRIES[name])
    errors = list_errors(read(build(REGISTRIES[name])))
    expected = [
        (provider.name, " ".join(str(info.code).split()), info.kind or "", list(info.statuses))
        for provider in registry.providers
        for info in provider.facts.errors.values()
    ]
    found = [(e["provider"], e["code"], e["kind"], e["statuses"]) for e in errors]
    assert found == expected


def test_error_in_the_data(tmp_path: Path) -> None:
    """An error has the facts that the search shows and finds; absent ones are empty."""
    registry = write_registry(
        tmp_path,
        f"""{ERROR}
[categories.client]
status = "4xx"
retry = {{ documented = "once", delay = 7 }}
[groups.card]
match = "CARD_*"
[errors.first]
code = "CARD_LOST"
aliases = ["CARD_MISSING"]
class = "NoCardError"
status = [404, 410]
summary = "Nobody has found it."
deprecated = {{ since = "0.1.0" }}
[errors.OTHER]
kind = "unsupported"
summary = "It failed."
removed = {{ since = "0.1.0" }}
""",
    )
    first, other = list_errors(read(build(registry, frozenset({"R241", "R251"}))))
    assert first == {
        "provider": "acme",
        "code": "CARD_LOST",
        "summary": "Nobody has found it.",
        "statuses": [404, 410],
        "kind": "not_found",
        "retry": ["once", "documented", 7],
        "category": "client",
        "group": "card",
        "ids": "first",
        "anchors": "first",
        "aliases": ["CARD_MISSING"],
        "classes": "NoCardError",
        "stages": "deprecated",
    }
    assert other == {
        "provider": "acme",
        "code": "OTHER",
        "summary": "It failed.",
        "statuses": [],
        "kind": "unsupported",
        "retry": ["never", "derived", None],
        "stages": "removed",
        **dict.fromkeys(("category", "group"), ""),
        **dict.fromkeys(("ids", "anchors", "aliases", "classes")),
    }


def test_provider_in_the_data(tmp_path: Path) -> None:
    """A provider has what attributes a response to it: hosts, keys, templates, globs, statuses."""
    registry = write_registry(
        tmp_path,
        """
[[envelopes]]
id = "json"
code = { path = "failure.{group}.code", parts = "{group}: {code}" }
fields.detail = {}
fields.when = { path = "meta.time[0]" }
[[envelopes]]
id = "header"
code = { header = "X-Failure" }
[[envelopes]]
id = "challenge"
code = { header = "WWW-Authenticate", parameter = "error" }
[[envelopes]]
id = "redirect"
code = { query = "reason" }
[categories.client]
status = "4xx"
retry = { derived = "never" }
[groups.card]
match = ["CARD_*", "PIN_?"]
[errors.CARD_LOST]
kind = "not_found"
summary = "Nobody has found it."
""",
    )
    [provider] = read(build(registry, frozenset({"R202", "R245", "R246", "R251", "R253"})))[
        "providers"
    ]
    assert provider == {
        "name": "acme",
        "base": "AcmeError",
        "title": "Acme",
        "size": 1,
        "hosts": ["acme.example"],
        "keys": ["code", "error", "reason", "x-failure"],
        "fields": ["detail", "time"],
        "sends_status_as_code": False,
        "parts": ["{group}: {code}"],
        "groups": [{"id": "card", "class": "CardError", "match": ["CARD_*", "PIN_?"], "retry": []}],
        "categories": [{"id": "client", "statuses": ["4xx"], "retry": ["never", "derived", None]}],
    }


def test_hostile_text_is_data(tmp_path: Path) -> None:
    """Any string stays inside the one string of the script, on one line, and is read back."""
    text = f"{HOSTILE}'\\');alert(1);//</script><!-- \u2028\u2029\0"
    data = build(write_hostile(tmp_path / "registry", text), OF_MEANING)
    assert data.isascii()
    assert b"<" not in data
    errors = list_errors(read(data))
    assert len(errors) == 2
    for error in errors:
        assert "alert(1);//</script><!--" in error["summary"]
        assert "alert(1);//</script><!--" in error["code"]


@pytest.mark.parametrize("name", REGISTRIES)
def test_anchors_lead_to_pages(name: str) -> None:
    """The page of each error is named after its code, or the data has another name."""
    registry = read_registry(REGISTRIES[name])
    paths = {page.html.path for page in site.list_pages(generation.build_project(registry))}
    for error in list_errors(read(build(REGISTRIES[name]))):
        anchor = error["anchors"] or re.sub("[^a-z0-9]", "-", error["code"].lower())
        assert f"{error['provider']}/{anchor}.html" in paths


def test_size_of_10_000_errors(tmp_path: Path) -> None:
    """The data of 10,000 errors takes less than 400 kB compressed."""
    data = build(invented.write_registry(tmp_path / "registry", 10_000))
    assert len(list_errors(read(data))) == 10_000
    assert len(gzip.compress(data)) < 400_000

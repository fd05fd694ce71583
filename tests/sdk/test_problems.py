"""Problem documents (RFC 9457): what your own callers learn about an error.

| rule of the SDK | tests |
|---|---|
| the status says who must act, from the callers' point of view | `status` |
| the type is a stable URI, and differs between documented errors | `type` |
| the title is the same for each type | `title` |
| the detail is a documented message, in the requested language | `detail` |
| it contains nothing of the response | `response`; `test_privacy.py` |
| its module is imported on request | `document` |
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import pytest

import specimen_errors
from specimen_errors import ApiError, autograph, idhub
from specimen_errors._runtime.kinds import KINDS
from tests.output.registry import Registry
from tests.sdk.planting import read_providers
from tests.specimen.sdk import REGISTRY

STATUSES = {
    "authentication": 500,
    "permission": 500,
    "invalid_request": 500,
    "not_found": 404,
    "conflict": 409,
    "rate_limit": 503,
    "unsupported": 500,
    "unavailable": 503,
    "internal": 502,
    "pending": 409,
    "declined": 403,
    "expired": 410,
}
URN = re.compile(r"urn:problem-type(:[A-Za-z0-9._~-]+)+")
"""The characters of RFC 8141 that never need escaping."""


def list_documented() -> dict[str, type[ApiError]]:
    """Return the class of each documented error, by provider and anchor."""
    return {
        f"{name}:{error.anchor}": getattr(specimen_errors.PROVIDERS[name].load(), error.class_)
        for name, provider in Registry.read(REGISTRY).providers.items()
        for error in provider.errors.values()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_status_of_kind(kind: str) -> None:
    """Each kind has its status, whatever the provider sent."""
    assert KINDS[kind](status=418).to_problem()["status"] == STATUSES[kind]


@pytest.mark.parametrize("error", [ApiError(), idhub.parse(), idhub.parse(status=302)], ids=repr)
def test_status_without_kind(error: ApiError) -> None:
    """A response that was not understood has the status of a bad gateway."""
    assert error.to_problem() == {
        "type": "urn:problem-type:specimen_errors:unknown",
        "title": "Another service sent a response that was not understood.",
        "status": 502,
    }


def test_status_of_documented_errors() -> None:
    """Documented errors have the status of their kind."""
    found = {
        key: (cls.info.kind or "", cls().to_problem()) for key, cls in list_documented().items()
    }
    assert {key: problem["status"] for key, (_, problem) in found.items()} == {
        key: STATUSES.get(kind, 502) for key, (kind, _) in found.items()
    }


def test_type_of_documented_errors() -> None:
    """Each documented error has its own URN, from provider and anchor."""
    types = {anchor: cls().to_problem()["type"] for anchor, cls in list_documented().items()}
    assert types == {anchor: f"urn:problem-type:specimen_errors:{anchor}" for anchor in types}
    assert all(URN.fullmatch(str(type_)) for type_ in types.values())


@pytest.mark.parametrize("kind", KINDS)
def test_type_of_undocumented_errors(kind: str) -> None:
    """The type of an undocumented error is its kind, the same for every provider."""
    names = [f"Undocumented{stem}" for stem in ("IDHub", "Session")]
    stem = KINDS[kind].__name__
    classes = [KINDS[kind], *(getattr(idhub, f"{name}{stem}") for name in names)]
    types = {cls(code="AS_SENT", provider_message="m").to_problem()["type"] for cls in classes}
    assert types == {f"urn:problem-type:specimen_errors:{kind}"}


def test_type_of_errors_that_share_a_code(golden: Mapping[str, ModuleType]) -> None:
    """Two errors that share a code have two types, in the package that has them."""
    module = golden["doorkeeper"]
    types = [cls().to_problem()["type"] for cls in module.ERRORS.values() if "Cancel" in str(cls)]
    assert types == [
        "urn:problem-type:doorkeeper_errors:doorkeeper:cancelled",
        "urn:problem-type:doorkeeper_errors:doorkeeper:cancelled-by-door",
    ]


def test_type_where_reference_is_published(golden: Mapping[str, ModuleType]) -> None:
    """The type is the URL in the published reference; for undocumented errors, the kind's type."""
    module = golden["paperwork"]
    addresses = {
        f"https://docs.paperwork.example/errors/paperwork#{error.anchor}"
        for error in read_providers()["paperwork"].errors.values()
    }
    assert {cls().to_problem()["type"] for cls in module.ERRORS.values()} == addresses
    error = module.parse(status=409, body={"type": "new"})
    assert error.to_problem()["type"] == "urn:problem-type:paperwork_errors:conflict"


def test_type_of_a_subclass_of_a_client() -> None:
    """A client's subclass has the type of its base class."""

    class Lost(idhub.SessionNotFoundError):
        pass

    problem = Lost().to_problem()
    assert problem["type"] == "urn:problem-type:specimen_errors:idhub:session-not-found"


def test_title_is_the_same_for_each_type(golden: Mapping[str, ModuleType]) -> None:
    """A type has one title, which is one sentence, and one status."""
    modules = [
        *golden.values(),
        *(provider.load() for provider in specimen_errors.PROVIDERS.values()),
    ]
    classes = [cls for module in modules for cls in (*module.ERRORS.values(), *KINDS.values())]
    facts: dict[object, set[object]] = defaultdict(set)
    for problem in (cls().to_problem() for cls in classes):
        facts[problem["type"]].add((problem["title"], problem["status"]))
        assert re.fullmatch(r"[A-Z][^.]+\.", str(problem["title"]))
    assert [provider for provider in facts.items() if len(provider[1]) > 1] == []


def test_detail_is_the_documented_message() -> None:
    """The detail is the user message; without one there is no detail."""
    told = {anchor: cls().to_problem().get("detail") for anchor, cls in list_documented().items()}
    assert told == {
        f"{name}:{error.anchor}": error.inherited("user_message")
        for name, provider in Registry.read(REGISTRY).providers.items()
        for error in provider.errors.values()
    }
    assert any(told.values())
    assert "detail" not in autograph.Internal801Error().to_problem()


@pytest.mark.parametrize(
    ("language", "detail"),
    [
        (None, "Please try again later."),
        ("sv", "Försök igen senare."),
        ("SV", "Försök igen senare."),
        ("sv-FI", "Försök igen senare."),
        ("sv-Latn-FI-x-private", "Försök igen senare."),
        ("pt-BR", "Tente mais tarde."),
        ("pt", "Please try again later."),
        ("de", "Please try again later."),
        ("", "Please try again later."),
        ("*", "Please try again later."),
        ("svenska", "Please try again later."),
        ("de, sv;q=0.8, en;q=0.9", "Please try again later."),
        ("de, sv;q=0.9, en;q=0.8", "Försök igen senare."),
        ("sv;q=0", "Please try again later."),
        ("sv;q=0, pt-BR", "Tente mais tarde."),
        ("sv;q=0.000,pt-br ; q=0.1", "Tente mais tarde."),
        ("sv;q=x, sv;level=1, pt-BR;q=0.1", "Tente mais tarde."),
        ("sv;q=-1, sv;q=nan, sv;q=1e5, sv;q=, pt-BR;q=.1", "Tente mais tarde."),
        ("-", "Please try again later."),
        (",;,;q=1,--", "Please try again later."),
        ("sv;q=٣, sv;q=², pt-BR;q=0.1", "Tente mais tarde."),
        ("\ud800,\x00, sv;q=0.1", "Försök igen senare."),
        (f"{'de,' * 400}sv", "Please try again later."),
        ("a-" * 100_000, "Please try again later."),
        ("," * 100_000, "Please try again later."),
    ],
)
def test_detail_in_language(
    golden: Mapping[str, ModuleType], language: str | None, detail: str
) -> None:
    """A tag or `Accept-Language` header is looked up as in RFC 4647; the default is English."""
    error = golden["paperwork"].parse(status=504, body={"type": "1007"})
    assert error.to_problem(language=language)["detail"] == detail


def test_detail_in_the_first_language(golden: Mapping[str, ModuleType]) -> None:
    """If there is no English message, the default is the first language."""
    error = golden["depot"].ReservedError()
    assert error.to_problem(language="en")["detail"] == "Schon vergeben."
    assert error.to_problem(language="fr-CA")["detail"] == "Ce n'est plus libre."


def test_detail_of_a_group_for_an_undocumented_code(golden: Mapping[str, ModuleType]) -> None:
    """Messages documented for a group also apply to its undocumented codes."""
    body = {"state": "FAILED", "party": "USER", "reason": "LEFT"}
    error = golden["doorkeeper"].parse(status=200, body=body)
    assert error.to_problem() == {
        "type": "urn:problem-type:doorkeeper_errors:declined",
        "title": "The user declined.",
        "status": 403,
        "detail": "You have not opened the door.",
    }


@pytest.mark.parametrize("status", [None, 200, 404, 599])
def test_response_makes_no_difference(any_module: ModuleType, status: int | None) -> None:
    """A parsed error has the same document as one made by hand with its class and status."""
    body: dict[str, Any] = {"title": "X_Y", "error": "X_Y", "type": "X_Y", "id": "1", "trace": "2"}
    error = any_module.parse(status=status, headers={"Retry-After": "7"}, body=body)
    assert error.to_problem() == type(error)(status=status).to_problem()
    assert list(error.to_problem())[:3] == ["type", "title", "status"]
    json.dumps(error.to_problem())


def test_document_is_imported_when_asked_for(fresh: Callable[..., str]) -> None:
    """The module that builds documents is not imported before it is used."""
    said = fresh(
        "import sys\nfrom specimen_errors import idhub\n"
        "name = 'specimen_errors._runtime.problems'\n"
        "before = name in sys.modules\nidhub.parse().to_problem()\n"
        "print(before, name in sys.modules)"
    )
    assert said == "False True"


def test_document_is_new_each_time(golden: Mapping[str, ModuleType]) -> None:
    """Each call returns a new document that may be changed."""
    error = golden["depot"].ReservedError()
    error.to_problem()["instance"] = "/orders/1"
    assert "instance" not in error.to_problem()

"""What one's own callers are told of an error: problem documents (RFC 9457).

| rule of the SDK | tests |
|---|---|
| the status says who must act, seen from the callers | `status` |
| the type stays the same, is a URI, and tells documented errors apart | `type` |
| the title is the same for each type | `title` |
| the detail is a documented message, in a language that is asked for | `detail` |
| nothing of the response is in it | `response`; `test_privacy.py` |
| it is made when it is asked for | `document` |
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
from tests.sdk.planting import providers
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
"""Of what RFC 8141 allows, the characters that nobody escapes."""


def documented() -> dict[str, type[ApiError]]:
    """Return the class of each documented error by provider and anchor."""
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
    """An answer that nobody understands is that of a bad gateway."""
    assert error.to_problem() == {
        "type": "urn:problem-type:specimen_errors:unknown",
        "title": "Another service sent a response that was not understood.",
        "status": 502,
    }


def test_status_of_documented_errors() -> None:
    """Documented errors have the status of their kind."""
    found = {one: (cls.info.kind or "", cls().to_problem()) for one, cls in documented().items()}
    assert {one: problem["status"] for one, (_, problem) in found.items()} == {
        one: STATUSES.get(kind, 502) for one, (kind, _) in found.items()
    }


def test_type_of_documented_errors() -> None:
    """Each has a URN of its own, made of provider and anchor."""
    types = {anchor: cls().to_problem()["type"] for anchor, cls in documented().items()}
    assert types == {anchor: f"urn:problem-type:specimen_errors:{anchor}" for anchor in types}
    assert all(URN.fullmatch(str(one)) for one in types.values())


@pytest.mark.parametrize("kind", KINDS)
def test_type_of_undocumented_errors(kind: str) -> None:
    """Where nobody documents the error, its kind is all that is told, of each provider alike."""
    names = [f"Undocumented{stem}" for stem in ("IDHub", "Session")]
    stem = KINDS[kind].__name__
    classes = [KINDS[kind], *(getattr(idhub, f"{name}{stem}") for name in names)]
    types = {cls(code="AS_SENT", provider_message="m").to_problem()["type"] for cls in classes}
    assert types == {f"urn:problem-type:specimen_errors:{kind}"}


def test_type_of_errors_that_share_a_code(golden: Mapping[str, ModuleType]) -> None:
    """Two errors of one code are two types, in the package that has them."""
    module = golden["doorkeeper"]
    types = [cls().to_problem()["type"] for cls in module.ERRORS.values() if "Cancel" in str(cls)]
    assert types == [
        "urn:problem-type:doorkeeper_errors:doorkeeper:cancelled",
        "urn:problem-type:doorkeeper_errors:doorkeeper:cancelled-by-door",
    ]


def test_type_where_reference_is_published(golden: Mapping[str, ModuleType]) -> None:
    """The address in the published reference is the type; other errors keep to their kind."""
    module = golden["paperwork"]
    addresses = {
        f"https://docs.paperwork.example/errors/paperwork#{error.anchor}"
        for error in providers()["paperwork"].errors.values()
    }
    assert {cls().to_problem()["type"] for cls in module.ERRORS.values()} == addresses
    error = module.parse(status=409, body={"type": "new"})
    assert error.to_problem()["type"] == "urn:problem-type:paperwork_errors:conflict"


def test_type_of_a_subclass_of_a_client() -> None:
    """A class that a client derives is of the type of what it is derived from."""

    class Lost(idhub.SessionNotFoundError):
        pass

    problem = Lost().to_problem()
    assert problem["type"] == "urn:problem-type:specimen_errors:idhub:session-not-found"


def test_title_is_the_same_for_each_type(golden: Mapping[str, ModuleType]) -> None:
    """A type has one title and one status, the title being one sentence."""
    modules = [*golden.values(), *(one.load() for one in specimen_errors.PROVIDERS.values())]
    classes = [cls for module in modules for cls in (*module.ERRORS.values(), *KINDS.values())]
    told: dict[object, set[object]] = defaultdict(set)
    for problem in (cls().to_problem() for cls in classes):
        told[problem["type"]].add((problem["title"], problem["status"]))
        assert re.fullmatch(r"[A-Z][^.]+\.", str(problem["title"]))
    assert [one for one in told.items() if len(one[1]) > 1] == []


def test_detail_is_the_documented_message() -> None:
    """The message for the user is the detail; without one there is none."""
    told = {anchor: cls().to_problem().get("detail") for anchor, cls in documented().items()}
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
    """A tag or a header `Accept-Language` is looked up as RFC 4647 says; English otherwise."""
    error = golden["paperwork"].parse(status=504, body={"type": "1007"})
    assert error.to_problem(language=language)["detail"] == detail


def test_detail_in_the_first_language(golden: Mapping[str, ModuleType]) -> None:
    """Where English is not documented, the first language is the one to fall back on."""
    error = golden["depot"].ReservedError()
    assert error.to_problem(language="en")["detail"] == "Schon vergeben."
    assert error.to_problem(language="fr-CA")["detail"] == "Ce n'est plus libre."


def test_detail_of_a_group_for_a_code_nobody_documents(golden: Mapping[str, ModuleType]) -> None:
    """What is documented of a family is said of its members that are not documented, too."""
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
    """A parsed error is described as one of its class and status that was made by hand."""
    body: dict[str, Any] = {"title": "X_Y", "error": "X_Y", "type": "X_Y", "id": "1", "trace": "2"}
    error = any_module.parse(status=status, headers={"Retry-After": "7"}, body=body)
    assert error.to_problem() == type(error)(status=status).to_problem()
    assert list(error.to_problem())[:3] == ["type", "title", "status"]
    json.dumps(error.to_problem())


def test_document_is_imported_when_asked_for(fresh: Callable[..., str]) -> None:
    """What makes the documents is not imported before one is asked for."""
    said = fresh(
        "import sys\nfrom specimen_errors import idhub\n"
        "name = 'specimen_errors._runtime.problems'\n"
        "before = name in sys.modules\nidhub.parse().to_problem()\n"
        "print(before, name in sys.modules)"
    )
    assert said == "False True"


def test_document_is_nobody_elses(golden: Mapping[str, ModuleType]) -> None:
    """Each call gives a document of its own, which may be added to."""
    error = golden["depot"].ReservedError()
    error.to_problem()["instance"] = "/orders/1"
    assert "instance" not in error.to_problem()

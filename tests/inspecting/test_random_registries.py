"""Random registries: what `show` prints agrees with how the registry is resolved."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from errsmith import lint
from errsmith.inspecting.origins import Origin, trace
from errsmith.inspecting.page import build_page
from errsmith.inspecting.selection import Entry, find_entries, list_entries
from errsmith.inspecting.soundness import list_subjects
from errsmith.registry.diagnostics import Span
from tests.hostile.writing import write_toml
from tests.registries import write_registry

STATUSES: list[Any] = [400, 401, 404, 409, 429, 500, 503, "4xx", "5xx"]
KINDS = [None, "conflict", "internal", "authentication"]
ADVICE = ["never", "once", "backoff"]


@st.composite
def draw_inherited(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the facts that errors, groups and categories have in common."""
    basis = draw(st.sampled_from([None, "documented", "derived"]))
    facts: dict[str, Any] = {}
    if basis is not None:
        facts["retry"] = {basis: draw(st.sampled_from(ADVICE))}
    for key in ("fix", "user_message"):
        if draw(st.booleans()):
            facts[key] = draw(st.sampled_from(["Wait.", "Ask [red]us[/red].", "Try again."]))
    return facts


@st.composite
def draw_values(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the values of a provider's file."""
    group_kind, error_kind = st.sampled_from(KINDS), st.sampled_from([*KINDS, None, None])
    groups = {
        "auth": {"match": ["X_*", "AUTH_*"], **draw(draw_inherited())},
        "other": draw(draw_inherited()),
    }
    for group in groups.values():
        if kind := draw(group_kind):
            group["kind"] = kind
    categories = {
        "client": {"status": "4xx", **draw(draw_inherited())},
        "server": {"status": draw(st.sampled_from(["5xx", [500, 503]])), **draw(draw_inherited())},
    }
    errors: dict[str, dict[str, Any]] = {}
    for number in range(draw(st.integers(1, 4))):
        id_ = draw(st.sampled_from(["AUTH_", "B_", "X_", "AUTH-"])) + str(number)
        errors[id_] = {
            "class": f"Odd{chr(65 + number)}Error",
            "summary": "It is odd.",
            **draw(draw_inherited()),
            **({"kind": kind} if (kind := draw(error_kind)) else {}),
        }
        for key, choices in (("group", [None, "other"]), ("category", [None, "server"])):
            if value := draw(st.sampled_from(choices)):
                errors[id_][key] = value
        if statuses := draw(st.lists(st.sampled_from(STATUSES), max_size=3, unique_by=str)):
            errors[id_]["status"] = statuses
    return {
        "provider": {"title": "Acme", "class": "AcmeError"},
        "sources": {
            "errors": {"url": "https://acme.example/e", "retrieved": datetime.date(2026, 11, 21)}
        },
        "envelopes": [{"id": "json", "code": {"path": "code"}}],
        "groups": groups,
        "categories": categories,
        "errors": errors,
    }


def read_place(text: str, span: Span) -> Any:
    """Return the value at a place, which is on one line."""
    line = text.split("\n")[span.start.line - 1]
    return tomllib.loads(f"value = {line[span.start.column - 1 : span.end.column - 1]}")["value"]


def read_retry(value: Any) -> tuple[str, str]:
    """Return the advice and the basis of a retry table."""
    [(basis, advice)] = value.items()
    return advice, basis


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder for all registries, one after another."""
    return tmp_path_factory.mktemp("random") / "registry"


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(values=draw_values())
def test_origins_agree_with_the_facts(folder: Path, values: dict[str, Any]) -> None:
    """The value at the place of each fact is that fact, read from the file alone."""
    text = write_toml(values)
    registry = write_registry(folder, {"acme": text})
    subjects = list_subjects(lint.check(registry))
    for entry in list_entries(subjects):
        assert [found.name for found in find_entries(entry.name, subjects)] == [entry.name]
        assert build_page(entry).facts
        check_origins(entry, trace(entry), text)


def check_origins(entry: Entry, origins: dict[str, tuple[Origin, ...]], text: str) -> None:
    """Check that places have the facts of the resolved error."""
    info, error = entry.info, entry.error
    used = {
        name: found[0].span
        for name, found in origins.items()
        if found and not found[0].unused and found[0].span is not None
    }
    assert (info.fix is None) == ("fix" not in origins)
    assert (info.user_message is None) == ("user_message" not in origins)
    assert (info.retry is None) == ("retry" not in origins)
    assert (info.group is None) == ("group" not in origins)
    assert (info.category is None) == ("category" not in origins)
    assert (info.kind is None) == all(origin.unused for origin in origins.get("kind", ()))
    if info.fix is not None:
        assert read_place(text, used["fix"]) == info.fix
    if info.user_message is not None:
        assert read_place(text, used["user_message"]) == info.user_message
    if info.retry is not None and info.retry.level != "kind":
        assert read_retry(read_place(text, used["retry"])) == (info.retry.advice, info.retry.basis)
    if info.kind is not None and origins["kind"][0].how != "derived":
        assert read_place(text, used["kind"]) == info.kind
    if error.definition.group is not None:
        assert read_place(text, used["group"]) == info.group
    elif info.group is not None:
        assert read_place(text, used["group"]) in ("AUTH_*", "X_*")
    for name, found in origins.items():
        unused = [origin.unused for origin in found if origin.unused]
        if name == "kind" and info.kind is None:
            assert tuple(unused) == error.kinds
        assert all(unused)

"""Any combination of changes: nothing raises, and what is reported is consistent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errsmith.changes.building import build_snapshot
from errsmith.changes.comparing import compare, list_rules
from errsmith.changes.report import github, guide, json, markdown, text
from errsmith.changes.report.contents import Report, list_sections
from errsmith.changes.versions import is_high_enough, propose_version
from errsmith.meaning.subjects import NO_DAY, interpret
from errsmith.registry.loading import load
from errsmith.registry.snapshot import Snapshot
from tests.changes.cases import CASES, NEAR_MISSES
from tests.changes.states import ACME, Edits
from tests.registries import write_registry

EDITS = [
    *((*case.base, *case.edits) for cases in CASES.values() for case in cases),
    *(edits for near_misses in NEAR_MISSES.values() for edits in near_misses),
]
RULES = {rule.rule.id: rule for rule in list_rules()}


def build(folder: Path, chosen: list[Edits]) -> Snapshot | None:
    """Return the snapshot after all edits that still fit, or None if it cannot be read."""
    provider = ACME
    for edits in chosen:
        for old, new in edits:
            provider = provider.replace(old, new, 1)
    loaded = load(write_registry(folder, {"acme": provider}))
    return None if loaded.diagnostics else build_snapshot(interpret(loaded, NO_DAY))


@settings(max_examples=150)
@given(
    before=st.lists(st.sampled_from(EDITS), max_size=4),
    after=st.lists(st.sampled_from(EDITS), max_size=8),
)
def test_random_changes(
    tmp_path_factory: pytest.TempPathFactory, before: list[Edits], after: list[Edits]
) -> None:
    """Every format prints every change, and the proposed version is high enough."""
    folder = tmp_path_factory.getbasetemp() / "random-changes"
    old, new = build(folder, before), build(folder, after)
    if old is None or new is None:
        return
    changes = compare(old, new)
    assert not changes or old != new or list_order(old) != list_order(new)
    assert compare(new, new) == ()
    for change in changes:
        assert change.level in RULES[change.rule.id].levels
        assert change.message
        assert change.adapt.endswith(".")
    sections = list_sections(changes)
    assert {(change.provider, change.subject) for change in changes} == {
        (section.provider, subject)
        for section in sections
        for subject in (section.subject, *section.others)
    }
    for last in ("0.1.0", "1.0.0"):
        proposal = propose_version(last, changes, "0.1.0")
        assert is_high_enough(proposal.version, last, changes)
    report = Report(old="old", new="new", changes=changes)
    for module in (github, guide, json, markdown, text):
        assert all(
            character.isprintable() or character == "\n" for character in module.render(report)
        )


def list_order(state: Snapshot) -> list[str]:
    """Return the ids of the envelopes, whose order matters."""
    return list(state.providers["acme"].envelopes)

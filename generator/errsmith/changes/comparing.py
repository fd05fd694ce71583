"""Compare two states of a registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from errsmith.changes.change import SEVERITY, Change
from errsmith.changes.pairing import ProviderPair, SdkPair
from errsmith.changes.rules import (
    ERROR_RULES,
    IDENTITY_RULES,
    PROVIDER_RULES,
    SDK_RULES,
    ChangeRule,
)
from errsmith.registry.snapshot import Snapshot


def list_rules() -> tuple[ChangeRule[Any], ...]:
    """Return every rule, sorted by id."""
    rules: tuple[ChangeRule[Any], ...] = (*SDK_RULES, *PROVIDER_RULES, *ERROR_RULES)
    return tuple(sorted(rules, key=lambda each: each.rule.id))


def explain_rule(id_: str) -> str | None:
    """Return the documentation of a rule with its levels and what it affects; None if unknown."""
    found = next((rule for rule in list_rules() if rule.rule.id == id_), None)
    if found is None:
        return None
    levels = " or ".join(level.value for level in found.levels)
    affected = ", ".join(sorted(part.value for part in found.affected))
    return f"{found.doc}\nLevel: {levels}.\nAffects: {affected}."


def compare(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Return what changes for clients, sorted by provider and subject.

    The most severe subjects of a provider come first, and so do the most severe changes of each.
    """
    pair = SdkPair(old=old, new=new)
    changes = [change for rule in SDK_RULES for change in rule.find(pair)]
    has_moved = old.package != new.package
    for provider in pair.providers:
        # Comparing snapshots is faster than any rule, and most providers have not changed.
        if has_moved or not provider.is_unchanged:
            changes += _compare_providers(provider)
    return _sort(changes)


def _compare_providers(pair: ProviderPair) -> Iterator[Change]:
    for rule in PROVIDER_RULES:
        yield from rule.find(pair)
    for error in pair.errors:
        if not error.is_unchanged:
            for error_rule in IDENTITY_RULES if error.is_merged else ERROR_RULES:
                yield from error_rule.find(error)


def _sort(changes: Iterable[Change]) -> tuple[Change, ...]:
    changes = list(changes)
    worst: dict[tuple[str, str], int] = {}
    for change in changes:
        key, rank = (change.provider, change.subject), SEVERITY[change.level]
        worst[key] = min(rank, worst.get(key, rank))
    return tuple(
        sorted(
            changes,
            key=lambda each: (
                each.provider,
                worst[each.provider, each.subject],
                each.subject,
                each.order,
            ),
        )
    )

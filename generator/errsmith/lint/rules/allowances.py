"""The `allow` items of tables: which findings they silence, and which of them are mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import Factory, field, frozen

from errsmith.lint.rules.rule import define_rule
from errsmith.registry.diagnostics import Finding, KeyPath, Rule
from errsmith.registry.loading import LoadedProvider, LoadedSdk
from errsmith.registry.values import get_key
from errsmith.registry.wording import guess_choice, quote

_MENTIONED = re.compile(r"\ballow\b")


@frozen
class Allowance:
    """An item of a table's `allow`.

    Attributes:
        table: The key path of the table.
        position: The index of the item.
        rule: The id of the rule, as written.
    """

    table: KeyPath
    position: int
    rule: str

    @property
    def at(self) -> KeyPath:
        """The key path of the rule's id."""
        return (*self.table, "allow", self.position, "rule")


@frozen
class Allowances:
    """The allowances of a file.

    Attributes:
        rules: Every rule, by id.
        stated: The allowances, in the order of the file.
        silenced: The findings that they silenced.
        undecided: Ids of rules that could not check everything because of other findings.
        is_whole: Whether all of the file fits the format.
    """

    rules: Mapping[str, Rule]
    stated: tuple[Allowance, ...] = ()
    silenced: list[Finding] = Factory(list)
    undecided: set[str] = Factory(set)
    is_whole: bool = True
    _by_place: Mapping[tuple[str, KeyPath], Allowance] = field(factory=dict, alias="by_place")
    _used: set[Allowance] = Factory(set)

    def silence(self, finding: Finding) -> bool:
        """Return whether a table around a finding silences it, and record that."""
        if not self._by_place or not finding.rule.is_allowable:
            return False
        for end in range(len(finding.at), -1, -1):
            found = self._by_place.get((finding.rule.id, finding.at[:end]))
            if found is not None:
                self._used.add(found)
                self.silenced.append(finding)
                return True
        return False

    def is_used(self, allowance: Allowance) -> bool:
        """Return whether an allowance silenced a finding."""
        return allowance in self._used


def collect_allowances(loaded: LoadedProvider | LoadedSdk, rules: Mapping[str, Rule]) -> Allowances:
    """Return the allowances in the tables of a file."""
    if not _MENTIONED.search(loaded.document.text):
        # Walking through a large file is slow.
        return Allowances(rules, is_whole=loaded.is_whole)
    stated = tuple(_find_stated(loaded.file, ()))
    # If two are equal, the second silences nothing.
    by_place = {(allowance.rule, allowance.table): allowance for allowance in reversed(stated)}
    return Allowances(rules, stated, is_whole=loaded.is_whole, by_place=by_place)


def _find_stated(value: Any, at: KeyPath) -> Iterator[Allowance]:
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _find_stated(item, (*at, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _find_stated(item, (*at, key))
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            inner = getattr(value, field.name)
            if field.name == "allow":
                yield from (Allowance(at, i, stated.rule) for i, stated in enumerate(inner))
            elif inner:
                yield from _find_stated(inner, (*at, get_key(field)))


@define_rule("R601", "unfit-allow")
def unfit_allow(allowances: Allowances) -> Iterator[Finding]:
    """An `allow` names a rule that does not exist, or whose findings cannot be silenced.

    Why: the findings of most rules affect the generated code. `errsmith rule R212` says whether
    findings of R212 can be silenced.
    Fix: correct the id, or fix what the rule finds.
    """
    for allowance in allowances.stated:
        rule = allowances.rules.get(allowance.rule)
        if rule is None:
            named = {known.name: id_ for id_, known in allowances.rules.items()}
            meant = named.get(allowance.rule) or guess_choice(allowance.rule, allowances.rules)
            hint = (
                f"Did you mean {quote(meant)}?"
                if meant
                else "Run `errsmith rule` to list all rules"
            )
            message = f"found rule {quote(allowance.rule)}, expected the id of a rule, such as R212"
            yield Finding(allowance.at, "value", message, hint)
        elif not rule.is_allowable:
            message = f"found rule {rule.id} ({rule.name}), whose findings cannot be silenced"
            hint = "Fix what the rule finds, and remove it from `allow`"
            yield Finding(allowance.at, "value", message, hint)


@define_rule("R602", "unused-allow")
def unused_allow(allowances: Allowances) -> Iterator[Finding]:
    """An `allow` silences no finding, or repeats another.

    Why: its finding is gone or is in another table, and it would hide the next real finding.
    Fix: remove it, or move it to the table that the finding points to.
    """
    if not allowances.is_whole:
        return
    seen: set[tuple[KeyPath, str]] = set()
    for allowance in allowances.stated:
        rule = allowances.rules.get(allowance.rule)
        if rule is None or not rule.is_allowable or allowance.rule in allowances.undecided:
            continue
        if (allowance.table, allowance.rule) in seen:
            message = f"found {rule.id} ({rule.name}) twice in this table, expected it once"
            yield Finding(allowance.at, "value", message, "Remove one of them")
        elif not allowances.is_used(allowance):
            message = f"unused `allow`: this table has no finding of {rule.id} ({rule.name})"
            hint = "Remove it; `allow` applies only to its own table"
            yield Finding(allowance.at, "value", message, hint)
        seen.add((allowance.table, allowance.rule))


RULES = (unfit_allow, unused_allow)

"""Find where each fact of an error comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

from attrs import evolve, frozen

from errsmith.inspecting.selection import Entry
from errsmith.meaning.facts import build_retry
from errsmith.meaning.resolution import (
    InheritedKey,
    KindBasis,
    Owner,
    explain_kinds,
    find_common_category,
)
from errsmith.registry.diagnostics import KeyPath, Of, Span
from errsmith.registry.model import PLAIN
from errsmith.registry.wording import format_key_path, quote
from errsmith.runtime.facts import Level
from errsmith.runtime.reading.globs import Globs
from errsmith.runtime.statements import format_advice, join_all

How: TypeAlias = Literal["stated", "inherited", "derived", "default"]
"""How an error got a fact: its own table states it, another table does, or it follows from other
facts; `default` is what holds if nothing is stated, such as the first source."""

_OWN_KEYS: Final[Mapping[str, str]] = {
    "summary": "summary",
    "aliases": "aliases",
    "scopes": "scope",
    "endpoints": "endpoints",
    "statuses": "status",
    "causes": "causes",
    "note": "note",
    "since": "since",
    "deprecated": "deprecated",
    "removed": "removed",
}
"""The key of each fact that only the error's own table can state."""
_TABLES: Final = {"error": "errors", "group": "groups", "category": "categories"}


@frozen(kw_only=True)
class Origin:
    """Where a fact comes from, or would come from.

    Attributes:
        how: How the error got the fact.
        reason: What it follows from or which table states it; empty for the error's own table.
        span: The place, or None if no single place states it.
        unused: The fact that would come from here if nothing overrode it; empty if it applies.
    """

    how: How
    reason: str = ""
    span: Span | None = None
    unused: str = ""


Origins: TypeAlias = dict[str, tuple[Origin, ...]]
"""The origins of each fact, by its name in the catalogue; the first one counts."""


def trace(entry: Entry) -> Origins:
    """Return the origins of all facts that an error has."""
    tracer = _Tracer(entry)
    found = {
        "code": tracer.trace_code(),
        "class": tracer.trace_class(),
        "group": tracer.trace_group(),
        "category": tracer.trace_category(),
        "kind": tracer.trace_kind(),
        "retry": tracer.trace_retry(),
        "fix": tracer.trace_inherited("fix"),
        "user_message": tracer.trace_inherited("user_message"),
        "source_url": tracer.trace_source(),
    }
    for name, key in _OWN_KEYS.items():
        found[name] = tracer.trace_own(key)
    return {name: tuple(origins) for name, origins in found.items() if origins}


class _Tracer:
    """Finds the origins of the facts of one error."""

    def __init__(self, entry: Entry) -> None:
        self._error = entry.error
        self._definition = entry.error.definition
        self._info = entry.info
        self._resolution = entry.subject.resolution
        self._file = entry.subject.file
        self._document = entry.subject.document
        self._at: KeyPath = ("errors", entry.error.id)

    def _find(self, *at: str | int, of: Of = "value") -> Span:
        return self._document.find_span(at, of)

    def trace_own(self, key: str) -> list[Origin]:
        """Return the place of a key in the error's own table, if it is there."""
        value = getattr(self._definition, "class_" if key == "class" else key)
        if value is None or value == ():
            return []
        return [Origin(how="stated", span=self._find(*self._at, key))]

    def trace_code(self) -> list[Origin]:
        """Return the origin of the code: as stated, or the id."""
        span = self._find(*self._at, of="table")
        return self.trace_own("code") or [Origin(how="default", reason="the id", span=span)]

    def trace_class(self) -> list[Origin]:
        """Return the origin of the class: as stated, or from the id."""
        return self.trace_own("class") or [Origin(how="derived", reason="from the id")]

    def trace_group(self) -> list[Origin]:
        """Return the origin of the group, and of the one that it overrides."""
        stated, group = self.trace_own("group"), self._definition.group
        if stated and group not in self._file.groups:
            return [evolve(stated[0], reason="not defined in [groups]")]
        id_ = self._resolution.group_globs.find_only(self._error.code)
        if id_ is None or id_ == group:
            return stated
        globs = self._file.groups[id_].match
        best = Globs((glob, glob) for glob in globs).find_best(self._error.code)[0]
        at = self._document.get_item_path(("groups", id_, "match"), globs.index(best))
        reason = f"{quote(best)} in {_format_table('groups', id_)}"
        matched = Origin(how="derived", reason=reason, span=self._find(*at))
        return [*stated, evolve(matched, unused=id_)] if stated else [matched]

    def trace_category(self) -> list[Origin]:
        """Return the origin of the category, and of the one that it overrides."""
        stated, category = self.trace_own("category"), self._definition.category
        if stated and category not in self._file.categories:
            return [evolve(stated[0], reason="not defined in [categories]")]
        statuses = self._definition.status
        id_ = find_common_category(self._file, statuses)
        if id_ is None or id_ == category:
            return stated
        reason = f"{_format_statuses(statuses)} in {_format_table('categories', id_)}"
        span = self._find("categories", id_, "status")
        implied = Origin(how="derived", reason=reason, span=span)
        return [*stated, evolve(implied, unused=id_)] if stated else [implied]

    def trace_kind(self) -> list[Origin]:
        """Return the origin of the kind, and of the kinds that do not apply."""
        definition = self._definition
        implied = self._imply_kinds()
        if definition.kind is not None:
            stated = self.trace_own("kind")
            others = (evolve(o, unused=k) for k, o in implied.items() if k != definition.kind)
            return [*stated, *others]
        if self._error.kind is not None:
            return [*implied.values()]
        return [evolve(origin, unused=kind) for kind, origin in implied.items()]

    def _imply_kinds(self) -> dict[str, Origin]:
        """Return the kinds that the error would have without its own, each with its origin."""
        group = self._error.group or ""
        definition = evolve(self._definition, kind=None)
        bases: defaultdict[str, list[KindBasis]] = defaultdict(list)
        for kind, basis in explain_kinds(definition, self._file.groups.get(group)):
            bases[kind].append(basis)
        of_group = Origin(
            how="inherited",
            reason=f"in {_format_table('groups', group)}",
            span=self._find("groups", group, "kind"),
        )
        span = self._find(*self._at, "status")
        return {
            kind: of_group
            if "group" in found
            else Origin(how="derived", reason=f"from {_format_statuses(found)}", span=span)
            for kind, found in bases.items()
        }

    def trace_retry(self) -> list[Origin]:
        """Return the origin of the retry advice, and of the advice that it overrides."""
        retry = self._info.retry
        if retry is not None and retry.level == "kind":
            return [Origin(how="derived", reason=f"usual for the kind {self._error.kind}")]
        return self.trace_inherited("retry")

    def trace_inherited(self, key: InheritedKey) -> list[Origin]:
        """Return the tables that state a fact, nearest first."""
        origins = [
            evolve(self._build_inherited_origin(key, level), unused=_format_fact(owner, key))
            for level, owner in self._error.find_stating(key)
        ]
        return [evolve(origin, unused="") for origin in origins[:1]] + origins[1:]

    def _build_inherited_origin(self, key: InheritedKey, level: Level) -> Origin:
        ids = {"error": self._error.id, "group": self._error.group}
        table, id_ = _TABLES[level], ids.get(level, self._error.category) or ""
        span = self._find(table, id_, key)
        if level == "error":
            return Origin(how="stated", span=span)
        return Origin(how="inherited", reason=f"in {_format_table(table, id_)}", span=span)

    def trace_source(self) -> list[Origin]:
        """Return the origin of the URL: its own link, or the URL of its source or the first one."""
        if link := self.trace_own("link"):
            return link
        first = next(iter(self._file.sources), "")
        is_stated = self._definition.source in self._file.sources
        id_ = self._definition.source if is_stated and self._definition.source else first
        reason = f"in {_format_table('sources', id_)}"
        span = self._find("sources", id_, "url")
        return [Origin(how="inherited" if is_stated else "default", reason=reason, span=span)]


def _format_table(table: str, id_: str) -> str:
    """Return the header of a table: `[groups.auth]`."""
    return f"[{format_key_path((table, id_))}]"


def _format_statuses(statuses: Sequence[int | str]) -> str:
    noun = "status" if len(statuses) == 1 else "statuses"
    return f"{noun} {join_all([str(status) for status in statuses])}"


def _format_fact(owner: Owner, key: InheritedKey) -> str:
    """Return an inherited fact on one line."""
    if key == "fix":
        return owner.fix or ""
    if key == "user_message":
        messages = owner.user_message.items()
        return "; ".join(text if tag == PLAIN else f"{tag}: {text}" for tag, text in messages)
    return "" if owner.retry is None else format_advice(build_retry(owner.retry, "error"))

"""A registry reader for these tests: `tomllib`, and the format's rules written a second time.

Nothing is imported from errsmith, whose mistakes must not agree with themselves.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import field, frozen

from .markdown import read

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "registry" / "README.md"
Table = Mapping[str, Any]

NOTHING: Table = {
    "code": None,
    "aliases": (),
    "statuses": (),
    "scopes": (),
    "endpoints": (),
    "group": None,
    "category": None,
    "kind": None,
    "retry": None,
    "summary": None,
    "causes": (),
    "fix": None,
    "user_message": None,
    "user_messages": {},
    "note": None,
    "source_url": None,
    "reference_url": None,
    "since": None,
    "deprecated": None,
    "removed": None,
}
"""The `info` of a class without documented facts; its keys are all facts that exist."""


@frozen
class Kind:
    """A kind, from the table of the format's manual."""

    name: str
    class_: str
    who_must_act: str
    statuses: tuple[str, ...]
    advice: str | None

    @property
    def retry(self) -> Table | None:
        """Return the kind's default advice."""
        if self.advice is None:
            return None
        return {
            "advice": self.advice,
            "delay": None,
            "basis": "derived",
            "level": "kind",
            "delay_basis": None,
        }


@frozen
class Registry:
    """All files of a registry."""

    sdk: Table
    kinds: Mapping[str, Kind]
    files: Mapping[str, Table]

    @classmethod
    def read(cls, folder: Path) -> Registry:
        """Read the files of a folder, and the kinds from the manual."""
        return cls(
            tomllib.loads((folder / "sdk.toml").read_text(encoding="utf-8")),
            {kind.name: kind for kind in _kinds(MANUAL.read_text(encoding="utf-8"))},
            {
                path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
                for path in sorted((folder / "providers").glob("*.toml"))
            },
        )

    @property
    def providers(self) -> dict[str, Provider]:
        """Return the providers by name."""
        return {name: Provider(name, file, self) for name, file in self.files.items()}

    def kind_of(self, statuses: Iterable[int | str], of_group: str | None) -> str | None:
        """Return the kind of listed statuses, otherwise the group's or that of other statuses."""
        by_status = {status: kind.name for kind in self.kinds.values() for status in kind.statuses}
        listed = {by_status[str(status)] for status in statuses if str(status) in by_status}
        others = {by_status.get(f"other {_class(status)}") for status in statuses} - {None}
        kinds = listed or {of_group} - {None} or others
        return kinds.pop() if len(kinds) == 1 else None


@frozen
class Provider:
    """A provider's file."""

    name: str
    file: Table
    registry: Registry = field(repr=False)

    @property
    def about(self) -> Table:
        """Return the table `[provider]`."""
        table: Table = self.file["provider"]
        return table

    @property
    def base(self) -> str:
        """Return the name of the class of all its errors."""
        return str(self.about["class"])

    @property
    def sources(self) -> list[Table]:
        """Return the pages that the facts come from."""
        return list(self.file["sources"].values())

    @property
    def scopes(self) -> Mapping[str, Table]:
        """Return the scopes by id."""
        return self._tables("scopes")

    @property
    def categories(self) -> Mapping[str, Table]:
        """Return the categories by id."""
        return self._tables("categories")

    @property
    def envelopes(self) -> list[Table]:
        """Return the envelopes."""
        return list(self.file.get("envelopes", []))

    @property
    def fields(self) -> dict[str, Table]:
        """Return the fields of all envelopes by name, each as the first envelope defines it."""
        fields: dict[str, Table] = {}
        for envelope in self.envelopes:
            for name, table in envelope.get("fields", {}).items():
                fields.setdefault(name, table)
        return fields

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Return the groups by id."""
        return {id_: Group(self, id_, table) for id_, table in self._tables("groups").items()}

    @cached_property
    def errors(self) -> dict[str, Error]:
        """Return the errors by id."""
        return {id_: Error(self, id_, table) for id_, table in self._tables("errors").items()}

    def category_of(self, statuses: Iterable[int | str]) -> str | None:
        """Return the category that all these statuses belong to."""
        wanted = list(statuses)
        found = (
            id_
            for id_, category in self.categories.items()
            if wanted and all(covers(category.get("status"), status) for status in wanted)
        )
        return next(found, None)

    def _tables(self, key: str) -> Mapping[str, Table]:
        tables: Mapping[str, Table] = self.file.get(key, {})
        return tables


@frozen
class Group:
    """A group."""

    provider: Provider = field(repr=False)
    id: str
    table: Table = field(repr=False)

    @property
    def class_(self) -> str:
        """Return the name of the group's class."""
        return class_name(self.id, self.table, self.provider.registry.sdk)

    @property
    def globs(self) -> tuple[str, ...]:
        """Return the globs of the group's codes."""
        return tuple(many(self.table.get("match")))

    @property
    def is_named(self) -> bool:
        """Return whether a response can name the group."""
        return any(
            isinstance(envelope.get("group"), dict)
            or "{group}" in envelope["code"].get("path", "") + envelope["code"].get("parts", "")
            for envelope in self.provider.envelopes
        )

    @property
    def is_given(self) -> bool:
        """Return whether an envelope assigns the group to its codes."""
        return any(envelope.get("group") == self.id for envelope in self.provider.envelopes)

    @property
    def is_open(self) -> bool:
        """Return whether undocumented codes can belong to the group."""
        return bool(self.globs) or self.is_named or self.is_given

    @property
    def family(self) -> str:
        """Return a description of the group's codes for people."""
        return " or ".join(self.globs or (self.id,))

    @property
    def info(self) -> Table:
        """Return the expected `info` of the group's class."""
        return {
            **NOTHING,
            "group": self.id,
            "kind": self.table.get("kind"),
            "retry": retry_of({"group": self.table}),
            "summary": self.table.get("summary"),
            "fix": self.table.get("fix"),
            **split_message(self.table.get("user_message")),
            "note": self.table.get("note"),
            "source_url": self.provider.sources[0]["url"],
        }


@frozen
class Error:
    """An error, with everything it inherits."""

    provider: Provider = field(repr=False)
    id: str
    table: Table = field(repr=False)

    @property
    def code(self) -> str:
        """Return the code as sent."""
        return str(self.table.get("code", self.id))

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return other spellings of the code."""
        return tuple(str(alias) for alias in self.table.get("aliases", ()))

    @property
    def anchor(self) -> str:
        """Return the error's anchor in the reference."""
        return re.sub(r"[^a-z0-9]", "-", self.id.lower())

    @cached_property
    def class_(self) -> str:
        """Return the name of the error's class."""
        return class_name(self.id, self.table, self.provider.registry.sdk)

    @property
    def statuses(self) -> tuple[int | str, ...]:
        """Return the documented statuses."""
        return tuple(many(self.table.get("status")))

    @property
    def scopes(self) -> tuple[str, ...]:
        """Return the scopes that send the error."""
        return tuple(many(self.table.get("scope")))

    @cached_property
    def group(self) -> Group | None:
        """Return the group that the error names, or else the one whose glob fits its code best."""
        groups = self.provider.groups
        if "group" in self.table:
            return groups.get(self.table["group"])
        fitting = {
            (len(re.sub(r"[*?]", "", glob)), group.id)
            for group in groups.values()
            for glob in group.globs
            if fnmatchcase(self.code, glob)
        }
        longest = max((length for length, _ in fitting), default=0)
        best = [id_ for length, id_ in fitting if length == longest]
        return groups[best[0]] if len(best) == 1 else None

    @cached_property
    def category(self) -> str | None:
        """Return the category that the error names, or else the one of its statuses."""
        return self.table.get("category") or self.provider.category_of(self.statuses)

    @cached_property
    def kind(self) -> str | None:
        """Return the kind that the error states, or else the one of its statuses and its group."""
        of_group = None if self.group is None else self.group.table.get("kind")
        return self.table.get("kind") or self.provider.registry.kind_of(self.statuses, of_group)

    @property
    def kind_class(self) -> str | None:
        """Return the name of the kind's class, or None if the kind is not in the list."""
        kind = self.provider.registry.kinds.get(self.kind or "")
        return None if kind is None else kind.class_

    @cached_property
    def levels(self) -> dict[str, Table]:
        """Return the tables that the error inherits from, nearest first."""
        group = {} if self.group is None else self.group.table
        category = self.provider.categories.get(self.category or "", {})
        return {"error": self.table, "group": group, "category": category}

    @cached_property
    def retry(self) -> Table | None:
        """Return the advice of the nearest level that has any, or else its kind's default."""
        kind = self.provider.registry.kinds.get(self.kind or "")
        return retry_of(self.levels) or (None if kind is None else kind.retry)

    @property
    def source_url(self) -> str:
        """Return the error's URL in the provider's documentation."""
        sources = self.provider.file["sources"]
        source = sources.get(self.table.get("source", next(iter(sources))), {})
        return str(self.table.get("link") or source.get("url"))

    @property
    def info(self) -> Table:
        """Return the expected `info` of the error's class."""
        sdk = self.provider.registry.sdk
        reference = sdk.get("reference_url")
        return {
            "code": self.code,
            "aliases": self.aliases,
            "statuses": self.statuses,
            "scopes": self.scopes,
            "endpoints": tuple(many(self.table.get("endpoints"))),
            "group": None if self.group is None else self.group.id,
            "category": self.category,
            "kind": self.kind,
            "retry": self.retry,
            "summary": self.table.get("summary"),
            "causes": tuple(self.table.get("causes", ())),
            "fix": self.inherited("fix"),
            **split_message(self.inherited("user_message")),
            "note": self.table.get("note"),
            "source_url": self.source_url,
            "reference_url": reference
            and reference.replace("{provider}", self.provider.name)
            .replace("{anchor}", self.anchor)
            .replace("{version}", sdk["version"]),
            "since": self.table.get("since"),
            "deprecated": self._stage("deprecated"),
            "removed": self._stage("removed"),
        }

    @property
    def examples(self) -> list[Table]:
        """Return the documented example responses."""
        return many(self.table.get("example"))

    @property
    def user_messages(self) -> dict[str, str]:
        """Return the messages for end users by language; a single string has no language."""
        message = self.inherited("user_message")
        return {"": message} if isinstance(message, str) else dict(message or {})

    @property
    def ends(self) -> list[str]:
        """Return whether the error is removed, deprecated or both."""
        return [key for key in ("removed", "deprecated") if key in self.table]

    @property
    def stages(self) -> list[str]:
        """Return the sentences about removal and deprecation."""
        return [
            key.capitalize()
            + ("" if stage["since"] is None else f" since {stage['since']}")
            + ("." if stage["reason"] is None else f": {stage['reason']}")
            + (" It is still sent, so keep catching it." if key == "deprecated" else "")
            + (f" Use {_alternatives(stage['replacements'])}." if stage["replacements"] else "")
            for key in ("removed", "deprecated")
            if (stage := self._stage(key)) is not None
        ]

    def inherited(self, key: str) -> Any:
        """Return the value of the nearest level."""
        return next((table[key] for table in self.levels.values() if key in table), None)

    def _stage(self, key: str) -> Table | None:
        if key not in self.table:
            return None
        stage = {"reason": None, "since": None, **self.table[key]}
        stage["replacements"] = tuple(many(stage.pop("replacement", None)))
        return stage


def _alternatives(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def many(value: Any) -> list[Any]:
    """Return one or many values as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def covers(statuses: Any, status: int | str) -> bool:
    """Return whether one or many statuses include a status."""
    return status in many(statuses) or _class(status) in many(statuses)


def wait_of(retry: Table) -> str:
    """Return the delay of an advice in words."""
    when = "every" if retry["advice"] == "poll" else "after"
    return "" if retry["delay"] is None else f"{when} {retry['delay']:g} s"


def retry_of(levels: Mapping[str, Table]) -> Table | None:
    """Return the advice of the first level that has any."""
    for level, table in levels.items():
        if "retry" in table:
            advice = dict(table["retry"])
            delay = advice.pop("delay", None)
            ((basis, value),) = advice.items()
            return {
                "advice": value,
                "delay": delay,
                "basis": basis,
                "level": level,
                "delay_basis": None if delay is None else basis,
            }
    return None


def split_message(message: Any) -> Table:
    """Return the two facts that a message for end users consists of."""
    if not isinstance(message, dict):
        return {"user_message": message, "user_messages": {}}
    first = next(iter(message.values()), None)
    return {"user_message": message.get("en", first), "user_messages": message}


def class_name(id_: str, table: Table, sdk: Table) -> str:
    """Return the name of a class: the stated one, or else the one from the id."""
    if "class" in table:
        return str(table["class"])
    acronyms = {acronym.lower(): acronym for acronym in many(sdk.get("acronyms"))}
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", re.sub(r"[^A-Za-z0-9]", " ", id_)).split()
    if words[-1].lower() in ("error", "err", "exception"):
        words.pop()
    return "".join(acronyms.get(word.lower(), word.capitalize()) for word in words) + "Error"


def _class(status: int | str) -> str:
    return f"{str(status)[0]}xx"


def _kinds(manual: str) -> list[Kind]:
    (table,) = read(manual).find_section("Kinds").tables
    return [
        Kind(
            name,
            class_,
            who,
            tuple(re.findall(r"other \dxx|\d{3}", statuses)),
            None if advice == "unknown" else advice,
        )
        for name, class_, who, statuses, advice in table.rows
    ]

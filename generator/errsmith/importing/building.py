"""Turn a draft into the values of a provider's file, with comments."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count
from pathlib import PurePath
from typing import Any, Final

from attrs import Factory, evolve, frozen

from errsmith.characters import escape
from errsmith.importing.draft import Draft, DraftEnvelope, DraftError, Origin
from errsmith.importing.kinds import UNKNOWN, conclude_kind
from errsmith.importing.subjects import SOURCE, build_subject
from errsmith.meaning import naming
from errsmith.meaning.class_names import choose_class
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.model import UNWRITTEN_SUMMARY, SdkFile
from errsmith.registry.wording import cut, quote
from errsmith.runtime.facts import make_anchor
from errsmith.runtime.statuses import derive_kind
from errsmith.scaffolding.suggestions import suggest_class, suggest_title

_LONGEST: Final = 120
"""The maximum length of an origin in a comment: a truncated pointer is useless."""
_SEPARATORS: Final = re.compile(r"[-_. ]")
_STAND_IN: Final = {"url": "https://unknown.example", "retrieved": datetime.date.min}


@frozen(kw_only=True)
class Settings:
    """What the user and the environment say about a new provider.

    Attributes:
        id: Its id.
        title: Its title, "" to take that of the document.
        class_: Its base class, "" to derive it from the id.
        url: The public URL of the document.
        fetch: The URL to fetch the document from, "" if that is `url`.
        is_url_cut: Whether the query or fragment of a fetched URL was left out.
        today: The date of the run.
        name: The name of the document.
        sdk: The settings in `sdk.toml`.
    """

    id: str
    title: str = ""
    class_: str = ""
    url: str
    fetch: str = ""
    is_url_cut: bool = False
    today: datetime.date
    name: str
    sdk: SdkFile | None

    @property
    def acronyms(self) -> tuple[str, ...]:
        """Words of class names that keep their spelling."""
        return () if self.sdk is None else self.sdk.acronyms


@frozen(kw_only=True)
class Built:
    """The values of a provider's file.

    Attributes:
        values: The values.
        comments: The comments, by key path.
        preamble: The comments at the top.
        kinds: The ids of errors whose kind was concluded from their codes or statuses.
        guesses: The ids of errors whose kind is only the usual one.
        classes: The classes that were chosen, by the id of their error.
    """

    values: dict[str, Any]
    comments: dict[KeyPath, Sequence[str]]
    preamble: Sequence[str]
    kinds: list[str] = Factory(list)
    guesses: list[str] = Factory(list)
    classes: dict[str, str] = Factory(dict)


def merge_spellings(draft: Draft) -> Draft:
    """Return a draft in which other spellings of a code are aliases of the first one.

    Different codes that would have the same name are left out after the first one, because the
    format cannot distinguish them.
    """
    first_by_name: dict[str, str] = {}
    merged: dict[str, DraftError] = {}
    remarks = list(draft.remarks)
    for error in draft.errors:
        names = (naming.build_member_name(error.code), make_anchor(error.code))
        first = next((first_by_name[name] for name in names if name in first_by_name), None)
        if first is None:
            first_by_name.update(dict.fromkeys(names, error.code))
            merged[error.code] = error
            continue
        other = merged[first]
        if _is_spelling(error, other):
            statuses = tuple(dict.fromkeys((*other.statuses, *error.statuses)))
            aliases = (*other.aliases, error.code)
            merged[first] = evolve(other, aliases=aliases, statuses=statuses)
        else:
            remarks.append(
                f"{quote(error.code)} ({error.origin}): its `Code` member would have the same "
                f"name as that of {quote(first)}, but they seem to be different errors"
            )
    return evolve(draft, errors=tuple(merged.values()), remarks=tuple(remarks))


def _is_spelling(error: DraftError, other: DraftError) -> bool:
    """Return whether two codes differ only in case and separators, and do not conflict."""
    is_same = _fold_spelling(error.code) == _fold_spelling(other.code)
    statuses = set(error.statuses), set(other.statuses)
    return is_same and (not all(statuses) or not statuses[0].isdisjoint(statuses[1]))


def _fold_spelling(code: str) -> str:
    return _SEPARATORS.sub("_", code.lower())


def choose_title(draft: Draft, settings: Settings) -> str:
    """Return the title of the provider."""
    if settings.title:
        return settings.title
    title = " ".join(escape(draft.title).split())
    return title or suggest_title(settings.id, settings.acronyms)


def choose_base_class(settings: Settings) -> str:
    """Return the base class of the provider: as stated, or derived from its id."""
    if settings.class_:
        return settings.class_
    derived = naming.build_class_name(settings.id, settings.acronyms)
    title = suggest_title(settings.id)
    return suggest_class(settings.id, title, settings.acronyms) or derived


def build_head(draft: Draft, settings: Settings) -> dict[str, Any]:
    """Return the tables that every provider's file has."""
    source: dict[str, Any] = {"url": settings.url}
    if settings.fetch and settings.fetch != settings.url:
        source["fetch"] = settings.fetch
    source["retrieved"] = settings.today
    if draft.extract:
        source["extract"] = dict(draft.extract)
    provider = {"title": choose_title(draft, settings), "class": choose_base_class(settings)}
    return {"provider": provider, "sources": {SOURCE: source}}


def build(draft: Draft, settings: Settings) -> Built:
    """Return the values of the file, and a comment above each table that says where it was read."""
    built = Built(values=build_head(draft, settings), comments={}, preamble=_introduce(settings))
    if draft.extract and draft.is_extract_concluded:
        built.comments["sources", SOURCE, "extract"] = ["concluded: how to find the codes"]
    if draft.envelopes:
        envelopes = [_build_envelope(envelope) for envelope in draft.envelopes]
        built.values["envelopes"] = envelopes
        for index, envelope in enumerate(draft.envelopes):
            built.comments["envelopes", index] = list(_explain_envelope(envelope))
    taken = {built.values["provider"]["class"].lower()}
    if draft.groups:
        built.values["groups"] = _build_groups(draft, settings, taken)
        built.comments[("groups",)] = ["concluded: the groups"]
    subject = _build_subject(built.values, settings)
    if draft.errors:
        built.values["errors"] = {}
    built.classes.update(_choose_classes(draft.errors, subject, taken))
    for error in draft.errors:
        comment = _Comment([f"read: {_show(error.origin)}"], [])
        built.values["errors"][error.code] = _build_error(error, comment, built)
        built.comments["errors", error.code] = list(comment.lines)
    return built


def _introduce(settings: Settings) -> list[str]:
    # The folders of a path are those of one machine.
    name = PurePath(settings.name).name or settings.name
    return [
        f"Drafted from {escape(cut(name))} on {settings.today}.",
        "Above each table, `read` says where its facts are in the document, and `concluded` marks",
        "what the document does not say. Check both, and write the summaries in your own words.",
    ]


def _show(origin: Origin) -> str:
    text = str(origin)
    return escape(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def _build_subject(values: Mapping[str, Any], settings: Settings) -> Subject:
    """Return the provider without its errors, which shows which names of classes can be used."""
    head = {
        "provider": {"title": "Unknown", "class": values["provider"]["class"]},
        "sources": {SOURCE: _STAND_IN},
        **({"groups": values["groups"]} if "groups" in values else {}),
    }
    return build_subject("", settings.id, head, settings.sdk, settings.today)


# --- tables --------------------------------------------------------------------------------------


def _build_envelope(envelope: DraftEnvelope) -> dict[str, Any]:
    values: dict[str, Any] = {"id": envelope.id, "code": dict(envelope.code)}
    if envelope.group:
        values["group"] = {"path": envelope.group}
    fields: dict[str, Any] = {}
    for field in envelope.fields:
        fields[field.name] = {
            **({"path": field.path} if field.path != field.name else {}),
            **({"type": field.type} if field.type != "string" else {}),
            **({"role": field.role} if field.role else {}),
            **({"optional": True} if field.is_optional else {}),
        }
    if fields:
        values["fields"] = fields
    return values


def _explain_envelope(envelope: DraftEnvelope) -> Iterator[str]:
    if envelope.origin is not None:
        yield f"read: {_show(envelope.origin)}"
        yield "concluded: the place of the code"
    else:
        yield "stated: the place of the code"
    if any(field.role for field in envelope.fields):
        yield "concluded: the roles of the fields, from their names"


def _build_groups(draft: Draft, settings: Settings, taken: set[str]) -> dict[str, Any]:
    base = choose_base_class(settings).removesuffix(naming.SUFFIX)
    groups: dict[str, Any] = {}
    for id_ in draft.groups:
        name = naming.build_class_name(id_, settings.acronyms)
        groups[id_] = {}
        if naming.explain_unfit_derived_class(name) is not None or name.lower() in taken:
            name = base + name
            groups[id_]["class"] = name
        taken.add(name.lower())
    return groups


@frozen
class _Comment:
    """The comment above an error."""

    read: list[str]
    concluded: list[str]

    @property
    def lines(self) -> Iterator[str]:
        yield "; ".join(self.read)
        if self.concluded:
            yield f"concluded: {', '.join(self.concluded)}"


def _build_error(error: DraftError, comment: _Comment, built: Built) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if error.code in built.classes:
        values["class"] = built.classes[error.code]
        comment.concluded.append("the class")
    if error.aliases:
        values["aliases"] = list(error.aliases)
        comment.concluded.append("the aliases, from their spelling")
    if error.endpoints:
        values["endpoints"] = list(error.endpoints)
        comment.concluded.append("the endpoints, from the lists of codes")
    if error.group is not None:
        values["group"] = error.group
    if error.statuses:
        is_single = len(error.statuses) == 1
        values["status"] = error.statuses[0] if is_single else list(error.statuses)
        if error.status_origins:
            shown = " and ".join(map(_show, error.status_origins))
            noun = "status" if len(error.status_origins) == 1 else "statuses"
            comment.read.append(f"its {noun}: {shown}")
    kinds = _list_kinds(error)
    if len(kinds) != 1:
        kind, basis = conclude_kind(f"{error.code} {error.name}", kinds)
        values["kind"] = kind
        comment.concluded.append(f"the kind, {basis}")
        (built.guesses if basis == UNKNOWN else built.kinds).append(error.code)
    if error.retry is not None:
        values["retry"] = {"documented": error.retry}
    values["summary"] = UNWRITTEN_SUMMARY
    if error.is_deprecated:
        values["deprecated"] = {}
    return values


def _list_kinds(error: DraftError) -> list[str]:
    """Return the kinds that the statuses of an error imply."""
    statuses = (s if isinstance(s, int) else int(s[0]) * 100 for s in error.statuses)
    kinds = (derive_kind(status) for status in statuses)
    return list(dict.fromkeys(kind for kind in kinds if kind is not None))


def _choose_classes(
    errors: Sequence[DraftError], subject: Subject, taken: set[str]
) -> dict[str, str]:
    """Return the classes of the errors that need one, by their code."""
    classes: dict[str, str] = {}
    # If there is an error 1001, it has the plain name, and -1001 has another one.
    for error in sorted(errors, key=lambda error: error.code.startswith("-")):
        class_ = _choose_class(error, subject, taken)
        if class_ is not None:
            classes[error.code] = class_
        taken.add((class_ or naming.build_class_name(error.code, subject.acronyms)).lower())
    return {error.code: classes[error.code] for error in errors if error.code in classes}


def _choose_class(error: DraftError, subject: Subject, taken: Collection[str]) -> str | None:
    """Return the class that an error needs: from its name in the document, if it has one."""
    class_ = choose_class(subject, error.code, error.group, taken)
    derived = naming.build_class_name(error.code, subject.acronyms)
    is_fit = naming.explain_unfit_derived_class(derived) is None and derived.lower() not in taken
    if class_ is None and is_fit:
        return None
    names = _list_names(error, class_, derived, subject)
    return next(name for name in names if _is_fit(name) and name.lower() not in taken)


def _list_names(
    error: DraftError, class_: str | None, derived: str, subject: Subject
) -> Iterator[str]:
    """Yield the names that a class can have, the best one first, without end."""
    stem = subject.file.provider.class_.removesuffix(naming.SUFFIX)
    if error.name:
        named = naming.build_class_name(error.name, subject.acronyms)
        if naming.explain_unfit_derived_class(named) is None:
            yield named
        yield f"{stem}{named}"
    if class_ is not None:
        yield class_
    if error.code.startswith("-"):
        yield f"{stem}Minus{derived}"
    yield f"Generic{derived}"
    yield f"Generic{stem}{derived}"
    part = derived if _is_fit(f"{stem}{derived}") else naming.SUFFIX
    for number in count(2):
        yield f"{stem}{part.removesuffix(naming.SUFFIX)}No{number}{naming.SUFFIX}"


def _is_fit(name: str) -> bool:
    return naming.is_class_name(name) and naming.explain_unfit_class(name) is None

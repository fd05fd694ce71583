"""The view of an envelope, as a provider's page describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from errsmith.meaning.resolution import is_redirect
from errsmith.registry.model import EnvelopeDef, FieldDef, PlaceDef
from errsmith.runtime.statements import format_statuses
from errsmith.targets.markdown.headings import HeadingView
from errsmith.targets.markdown.tables import (
    CellView,
    RowView,
    TableView,
    build_row,
    build_table,
    build_text_cell,
)
from errsmith.targets.text import split_sentences


@frozen(kw_only=True, eq=False)
class EnvelopeSectionView:
    """An envelope, a format of error responses.

    Attributes:
        heading: Its heading.
        summaries: When it is sent and when it is read, sentence by sentence.
        derived: Whether we derived it because the page does not show it.
        fields: Its fields.
    """

    heading: HeadingView
    summaries: tuple[str, ...]
    derived: bool
    fields: TableView


def build_envelope_section(envelope: EnvelopeDef, heading: HeadingView) -> EnvelopeSectionView:
    """Build the view of the section of an envelope."""
    conditions = []
    if envelope.when.status:
        conditions.append(f"It is read only at HTTP {format_statuses(envelope.when.status)}.")
    for path, value in envelope.when.body.items():
        conditions.append(f"It is read only if the body has {path} = {json.dumps(value)}.")
    if envelope.scope is not None:
        conditions.append(f"It belongs to the scope {envelope.scope}.")
    if isinstance(envelope.group, str):
        conditions.append(f"Undocumented codes in it belong to the group {envelope.group}.")
    if is_redirect(envelope):
        conditions.append("It arrives in the URL of a redirect; read it with parse_redirect.")
    conditions += _describe_code(envelope.code)
    rows = [_build_place_row("the code", envelope.code)]
    if isinstance(envelope.group, PlaceDef):
        rows.append(_build_place_row("the group", envelope.group))
    rows += [_build_place_row(name, field) for name, field in envelope.fields.items()]
    heads = ("attribute", "read from", "type", "role", "logged", "optional", "description")
    return EnvelopeSectionView(
        heading=heading,
        summaries=(*split_sentences(envelope.summary), *conditions),
        derived=envelope.derived,
        fields=build_table(heads, rows),
    )


def _build_place_row(name: str, place: PlaceDef | FieldDef) -> RowView:
    field = place if isinstance(place, FieldDef) else None
    label = CellView(code=name) if field is not None else build_text_cell(name)
    return build_row(
        label,
        CellView(code=_format_place(name, place)),
        build_text_cell(place.type),
        build_text_cell("" if field is None else _format_role(field)),
        build_text_cell("yes" if field is not None and field.log else ""),
        build_text_cell("yes" if field is not None and field.optional else ""),
        build_text_cell(place.summary),
    )


def _format_role(field: FieldDef) -> str | None:
    return field.role if field.unit is None else f"{field.role} ({field.unit})"


def _format_place(name: str, place: PlaceDef | FieldDef) -> str:
    if place.header is not None:
        parameter = "" if place.parameter is None else f" {place.parameter}="
        text = f"{place.header}:{parameter}"
    elif place.query is not None:
        text = f"?{place.query}="
    elif isinstance(place, PlaceDef) and place.status:
        text = "the status"
    else:
        text = place.path or name
    parts = place.parts if isinstance(place, PlaceDef) else None
    if parts is None:
        return text
    return f"{text}{_BETWEEN.get(text[-1], ': ')}{parts}"


_BETWEEN: Final[Mapping[str, str]] = {"=": "", ":": " "}
"""What separates a place from its parts, by the last character of the place."""


_FOLDS: Final[Mapping[str, str]] = {
    "dash": "In codes, - and _ are equivalent.",
    "case": "Codes are case-insensitive.",
}


def _describe_code(code: PlaceDef) -> list[str]:
    """Return sentences on how a code is read, except its place."""
    sentences = [_FOLDS[fold] for fold in code.fold]
    if code.last_segment:
        sentences.append("The code is the last segment of the URL.")
    if code.success:
        sentences.append(f"The code {' or '.join(code.success)} means success.")
    return sentences

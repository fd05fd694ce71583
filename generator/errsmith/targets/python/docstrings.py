"""The docstrings of a provider's module and of its classes."""

from __future__ import annotations

from itertools import chain
from typing import Final

from errsmith.meaning.resolution import Membership
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import ProviderFile
from errsmith.runtime.facts import ErrorInfo, Retry
from errsmith.runtime.statements import (
    NOT_DOCUMENTED,
    Statement,
    describe,
    format_instruction,
    format_statuses,
)
from errsmith.targets.class_tree import build_class_tree
from errsmith.targets.text import WIDTH, draw_tree, wrap

_NO_STATUS: Final = "HTTP status not documented"
_WITHOUT_PARAGRAPH: Final = frozenset(
    {
        *("What happened", "Code", "HTTP status", "Category", "Retry", "Lifecycle"),  # the head
        *("Class", "Group", "Kind"),  # the class and its bases
        *("Other spellings", "Scope", "User message", "Since", "Reference"),
    }
)
"""Labels of statements that have no paragraph below the head of an error's docstring."""
_CATCHES: Final[dict[Membership, str]] = {
    "pattern": "Any {} error, including undocumented codes.",
    "response": "Any {} error, including undocumented codes.",
    "envelope": "Any {} error, including undocumented codes.",
    "stated": "Only the errors below, never an undocumented code.",
}
"""What a group's class catches."""


def write_module_docstring(subject: Subject) -> tuple[str, ...]:
    """Return the lines of the docstring of a provider's module."""
    provider = subject.file.provider
    lines = wrap_summary(f"Errors returned by {provider.title}.")
    if provider.summary is not None:
        lines += ["", *wrap(provider.summary)]
    urls = [source.url for source in subject.file.sources.values()]
    pages = "this page" if len(urls) == 1 else "these pages"
    lines += ["", f"The module covers the errors documented on {pages}:", ""]
    lines += [f"    {url}" for url in urls]
    lines += ["", "Class hierarchy:", ""]
    lines += [f"    {line}" for line in draw_tree(build_class_tree(subject))]
    return tuple(lines)


def write_base_docstring(file: ProviderFile) -> tuple[str, ...]:
    """Return the lines of the docstring of a provider's class."""
    provider = file.provider
    lines = wrap_summary(f"Any error returned by {provider.title}.")
    lines += _write_paragraph("Support", provider.support)
    lines += _write_paragraph("Note", provider.note)
    summaries: dict[str, str] = {}
    for envelope in file.envelopes:
        for name, field in envelope.fields.items():
            summaries.setdefault(name, field.summary or "Not described.")
    if summaries:
        lines += ["", "Attributes:"]
    for name, summary in summaries.items():
        lines += wrap(f"{name}: {summary}", first="    ", rest="        ")
    return tuple(lines)


def write_group_docstring(subject: Subject, id_: str) -> tuple[str, ...]:
    """Return the lines of the docstring of a group's class."""
    group = subject.file.groups[id_]
    title = subject.file.provider.title
    codes = " or ".join(f"`{code}`" for code in group.match or (id_,))
    catches = _CATCHES[subject.reach.memberships[id_]].format(codes)
    lines = wrap_summary(group.summary or f"An error in the group {id_} of {title}.")
    lines += ["", *wrap(catches)]
    lines += _write_paragraph("What to do", group.fix)
    lines += _write_paragraph("Note", group.note)
    return tuple(lines)


def write_error_docstring(info: ErrorInfo, class_name: str) -> tuple[str, ...]:
    """Return the lines of the docstring of an error's class."""
    statements = describe(info, class_name)
    status = f"HTTP {format_statuses(info.statuses)}" if info.statuses else _NO_STATUS
    category = f", category {info.category}" if info.category else ""
    head = f"{info.code}, {status}{category}. {_format_advice(info.retry)}."
    lines = [*wrap_summary(info.summary or ""), "", *wrap(head)]
    for text in statements.get("Lifecycle", Statement()).texts:
        lines += ["", *wrap(text)]
    for label, statement in statements.items():
        if label not in _WITHOUT_PARAGRAPH:
            lines += _write_statement(label, statement)
    return tuple(lines)


def _format_advice(retry: Retry | None) -> str:
    instruction = format_instruction(retry)
    return instruction if retry is None else f"Advice: {instruction[0].lower()}{instruction[1:]}"


def wrap_summary(text: str) -> list[str]:
    """Wrap the first paragraph of a docstring, leaving room for the opening quotes."""
    return wrap(text, width=WIDTH - len('"""'))


def _write_statement(label: str, statement: Statement) -> list[str]:
    """Return a paragraph of a docstring, empty if the statement is "not documented"."""
    codes, texts, url = statement
    if texts == (NOT_DOCUMENTED,):
        return []
    if url:
        return ["", f"{label}: {url}"]
    if label == "Causes" and texts:
        items = (wrap(text, first="    - ", rest="      ") for text in texts)
        return ["", "Causes:", *chain.from_iterable(items)]
    return _write_paragraph(label, ", ".join(codes + texts) or None)


def _write_paragraph(label: str, text: str | None) -> list[str]:
    return [] if text is None else ["", *wrap(f"{label}: {text}")]

"""All facts about an error, each with its origins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from errsmith.inspecting.origins import Origin, trace
from errsmith.inspecting.selection import Entry
from errsmith.inspecting.soundness import HIDDEN, has_hidden_envelopes
from errsmith.meaning.examples import ErrorResponse
from errsmith.runtime.statements import NOT_DOCUMENTED, Statement, describe, format_advice
from errsmith.targets.markdown.sections import build_response_view, explain_no_example

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "What happened": ("summary",),
    "Lifecycle": ("removed", "deprecated"),
    "Code": ("code",),
    "Other spellings": ("aliases",),
    "Scope": ("scopes",),
    "Endpoints": ("endpoints",),
    "HTTP status": ("statuses",),
    "Class": ("class",),
    "Group": ("group",),
    "Category": ("category",),
    "Kind": ("kind",),
    "Retry": ("retry",),
    "Causes": ("causes",),
    "What to do": ("fix",),
    "User message": ("user_message",),
    "Note": ("note",),
    "Since": ("since",),
    "Source": ("source_url",),
    "Reference": (),
}
"""The names of facts, as in the catalogue, by the label that people see."""
_ITEMS: Final = frozenset({"Causes", "Endpoints"})
"""The labels of lists whose items are sentences or paths, on a line each."""


@frozen(kw_only=True)
class Fact:
    """A fact of an error, for people.

    Attributes:
        label: What it is; empty if it belongs to the one before.
        lines: Its paragraphs.
        origins: Where it comes from.
        body: The lines of a response, which must not be wrapped.
    """

    label: str
    lines: tuple[str, ...]
    origins: tuple[Origin, ...] = ()
    body: tuple[str, ...] = ()


@frozen(kw_only=True)
class Page:
    """All facts about an error.

    Attributes:
        entry: The error.
        facts: What is documented and derived, in the order of the SDK's own pages.
        missing: The labels of undocumented facts.
    """

    entry: Entry
    facts: tuple[Fact, ...]
    missing: tuple[str, ...]


def build_page(entry: Entry) -> Page:
    """Build the page of an error."""
    origins = trace(entry)
    statements = describe(entry.info, entry.error.class_)
    if not entry.subject.file.categories:
        del statements["Category"]  # The provider has none, so it cannot document one.
    if "Kind" not in statements and len(entry.error.kinds) > 1:
        statements["Kind"] = Statement(texts=("none, because its statuses imply several",))
    facts: list[Fact] = []
    missing: list[str] = []
    for label, statement in statements.items():
        found = tuple(origin for name in _NAMES[label] for origin in origins.get(name, ()))
        if statement.texts == (NOT_DOCUMENTED,):
            missing.append(label)
        else:
            facts.append(Fact(label=label, lines=_format(label, statement, entry), origins=found))
    if has_hidden_envelopes(entry.subject):
        facts.append(Fact(label="Envelope", lines=(HIDDEN,)))
    else:
        facts += _list_envelopes(entry)
        facts += _list_examples(entry)
    return Page(entry=entry, facts=tuple(facts), missing=tuple(missing))


def _format(label: str, statement: Statement, entry: Entry) -> tuple[str, ...]:
    codes, texts, url = statement
    if label == "Retry":
        return (format_advice(entry.info.retry),)
    if label == "Source":
        sources = entry.subject.facts.about.sources
        days = [f"read on {page.retrieved}" for page in sources if page.url == url]
        return (url, *days[:1])
    items = texts or codes
    if label in _ITEMS and len(items) > 1:
        return tuple(f"- {item}" for item in items)
    if len(texts) > 1:
        return texts
    return (" ".join(filter(None, (", ".join(codes), *texts, url))),)


def _list_envelopes(entry: Entry) -> Iterator[Fact]:
    """Yield the envelopes that can carry the error."""
    envelopes = entry.subject.file.envelopes
    label = "Envelope"
    for envelope in entry.subject.list_carriers(entry.error.id):
        at = ("envelopes", envelopes.index(envelope))
        origin = Origin(how="stated", span=entry.subject.document.find_span(at, "table"))
        line = f"{envelope.id} (derived)" if envelope.derived else envelope.id
        yield Fact(label=label, lines=(line,), origins=(origin,))
        label = ""


def _list_examples(entry: Entry) -> Iterator[Fact]:
    """Yield the responses that the page shows or, if it shows none, one that was built."""
    label = "Example"
    for response, origins in list_examples(entry):
        lines = (_describe_example(response),)
        body = build_response_view(response).lines
        yield Fact(label=label, lines=lines, origins=origins, body=body)
        label = ""
    if label:
        reason = explain_no_example(entry.subject, entry.error.id)
        yield Fact(label=label, lines=(f"none: {reason}",))


def list_examples(entry: Entry) -> Iterator[tuple[ErrorResponse, tuple[Origin, ...]]]:
    """Yield the responses that the page shows or, if it shows none, one that was built."""
    examples, id_ = entry.subject.examples, entry.error.id
    first = examples.by_error.get(id_)
    if first is None:
        return
    if first.envelope:
        yield first, ()
        return
    document, at = entry.subject.document, ("errors", id_, "example")
    shown = [first, *(further for further in examples.further[id_] if not further.envelope)]
    is_complete = len(shown) == len(entry.error.definition.example)
    for number, response in enumerate(shown):
        # An example that is read as another error is a finding, and is not shown.
        place = document.get_item_path(at, number) if is_complete else at
        yield response, (Origin(how="stated", span=document.find_span(place, "table")),)


def _describe_example(response: ErrorResponse) -> str:
    basis = "documented" if not response.envelope else f"derived from {response.envelope}"
    where = "" if response.scope is None else f", in the scope {response.scope}"
    return f"{basis}{where}"

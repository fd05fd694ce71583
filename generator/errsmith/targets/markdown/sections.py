"""The view of an error's section on a provider's page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from attrs import frozen

from errsmith.meaning.examples import ErrorResponse
from errsmith.meaning.resolution import ResolvedError
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import PLAIN
from errsmith.runtime.facts import make_anchor
from errsmith.runtime.statements import Statement, describe
from errsmith.targets.markdown.catching import Catching
from errsmith.targets.markdown.headings import needs_anchor, write_heading
from errsmith.targets.text import split_sentences

_PHRASES: Final[Mapping[int, str]] = {
    **{status.value: status.phrase for status in HTTPStatus},
    # Python 3.12 and older have the phrases of an earlier RFC than 9110.
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}


# Not slotted, because attrs takes twice as long to build frozen objects with slots.
@frozen(kw_only=True, eq=False, slots=False)
class FactView:
    """A line of an error's facts.

    Attributes:
        label: What it is.
        codes: Strings to show as code.
        target: Where the codes are explained, or empty.
        text: The text after them.
        url: A URL.
    """

    label: str
    codes: tuple[str, ...] = ()
    target: str = ""
    text: str = ""
    url: str = ""


@frozen(kw_only=True, eq=False, slots=False)
class ResponseView:
    """An example response.

    Attributes:
        language: The language of its code block: `http`, or `text` if Sphinx would not read it
            as HTTP.
        lines: Its lines.
    """

    language: str
    lines: tuple[str, ...]


@frozen(kw_only=True, eq=False, slots=False)
class ErrorSectionView:
    """The section of an error; its anchor is permanent.

    Attributes:
        title: Its heading, from which GitHub and site builders derive its anchor.
        anchor: Its anchor, if MkDocs derives another one from the heading; otherwise empty.
        class_: Its class.
        stages: Sentences that say whether it is removed or deprecated.
        summaries: What happened, sentence by sentence.
        facts: Its facts.
        causes: Its causes.
        fixes: What to do, sentence by sentence.
        user_messages: Languages and messages; the language is empty if there is only one.
        notes: Notes, sentence by sentence.
        example: An example response, or None.
        example_documented: Whether the provider's page shows the example.
        example_envelope: Id of the envelope that it follows; empty if it is documented.
        further_examples: Each further response that the provider's page shows.
        example_path: Path of a request with this response; empty if the path does not matter.
        example_scope: Scope of the response; empty if it does not matter or follows from the path.
        why_no_example: Why there is no example.
        catching: Lines of Python that catch or recognize it, for each way in which it arrives;
            empty for the usual way, which the page shows once.
        is_indistinct: Whether no response tells it apart from others with the same code.
    """

    title: str
    anchor: str
    class_: str
    stages: tuple[str, ...]
    summaries: tuple[str, ...]
    facts: tuple[FactView, ...]
    causes: tuple[str, ...]
    fixes: tuple[str, ...]
    user_messages: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    example: ResponseView | None
    example_documented: bool
    example_envelope: str
    further_examples: tuple[ResponseView, ...]
    example_path: str
    example_scope: str
    why_no_example: str
    catching: tuple[tuple[str, ...], ...]
    is_indistinct: bool


def build_error_section(
    subject: Subject, error: ResolvedError, catching: Catching, targets: Mapping[str, str]
) -> ErrorSectionView:
    """Build the view of an error's section.

    Args:
        subject: The provider.
        error: The error.
        catching: How to catch the provider's errors.
        targets: Where facts are explained, by label.
    """
    info = subject.facts.errors[error.id]
    anchor = make_anchor(error.id)
    title = write_heading(error.id, anchor)
    spellings = fold_spellings(subject, error)
    statements = describe(info, error.class_)
    known = statements.pop(_SPELLINGS, _NOTHING).codes
    codes = tuple(dict.fromkeys((*known, *spellings)))
    lifecycle = statements.get("Lifecycle", _NOTHING).texts
    messages = error.user_message.items()
    example = subject.examples.by_error.get(error.id)
    further = subject.examples.further.get(error.id, ())
    return ErrorSectionView(
        title=title,
        anchor=anchor if needs_anchor(title, anchor) else "",
        class_=error.class_,
        stages=tuple(line for text in lifecycle for line in split_sentences(text)),
        summaries=split_sentences(info.summary),
        facts=tuple(_list_facts(statements, codes, targets)),
        causes=info.causes,
        fixes=split_sentences(info.fix),
        user_messages=tuple(("" if key == PLAIN else key, text) for key, text in messages),
        notes=split_sentences(info.note),
        example=None if example is None else build_response_view(example),
        example_documented=example is not None and not example.envelope,
        example_envelope=(example and example.envelope) or "",
        further_examples=tuple(build_response_view(e) for e in further if not e.envelope),
        example_path=(example and example.scope and example.path) or "",
        example_scope=(example and not example.path and example.scope) or "",
        why_no_example="" if example is not None else explain_no_example(subject, error.id),
        catching=catching.special.get(error.id, ()),
        is_indistinct=catching.special.get(error.id) == (),
    )


def explain_no_example(subject: Subject, id_: str) -> str:
    """Return why an error has no example response, as the end of a sentence."""
    envelopes = subject.file.envelopes
    if not envelopes:
        return "the provider does not document how it sends codes"
    if subject.reach.refusals[id_]:
        return "no response in a documented envelope is read as this error"
    if len(subject.examples.shapes) < len(envelopes):
        return "a response in the documented envelope is too large to show"
    return "responses spell its code differently"


_FACTS: Final = 1024
"""Facts that are kept: most facts of an error are those of many others."""
_NOTHING: Final = Statement()
_SPELLINGS: Final = "Other spellings"
_IN_PARAGRAPHS: Final = frozenset(
    {
        *("What happened", "Lifecycle", "Causes", "What to do", "User message", "Note"),
        "Reference",  # this very page
    }
)
"""Labels of the statements outside of an error's list of facts."""


def _list_facts(
    statements: Mapping[str, Statement], spellings: tuple[str, ...], targets: Mapping[str, str]
) -> Iterator[FactView]:
    """Yield facts, with the other spellings of the code after the code."""
    for label, (codes, texts, url) in statements.items():
        if label not in _IN_PARAGRAPHS:
            yield _build_fact(label, codes, targets.get(label, ""), " ".join(texts), url)
        if label == "Code" and spellings:
            yield _build_fact(_SPELLINGS, spellings, "", "", "")


@lru_cache(_FACTS)
def _build_fact(label: str, codes: tuple[str, ...], target: str, text: str, url: str) -> FactView:
    return FactView(label=label, codes=codes, target=target, text=text, url=url)


def fold_spellings(subject: Subject, error: ResolvedError) -> Iterator[str]:
    """Yield spellings with other dashes that are read as the code, so that any search finds it."""
    info = subject.facts.errors[error.id]
    folds = {
        fold
        for envelope in subject.file.envelopes
        if envelope.scope is None or not info.scopes or envelope.scope in info.scopes
        for fold in envelope.code.fold
    }
    if "dash" not in folds:
        return
    for code in (error.code, *info.aliases):
        for spelling in (code.replace("-", "_"), code.replace("_", "-")):
            if not subject.catalog.has_code(spelling):
                yield spelling


def build_response_view(example: ErrorResponse) -> ResponseView:
    """Build the view of a response, without a status line if no status is documented."""
    if example.query is not None:
        return ResponseView(language="http", lines=(f"GET /callback?{example.query} HTTP/1.1",))
    lines = [f"{name}: {value}" for name, value in example.headers.items()]
    if example.is_status_shown:
        phrase = _PHRASES.get(example.status, "")
        lines.insert(0, f"HTTP/1.1 {example.status} {phrase}".rstrip())
    if example.body:
        lines += ["", *example.body.splitlines()]
    language = "http" if example.is_status_shown and _has_plain_body(example) else "text"
    return ResponseView(language=language, lines=tuple(lines))


def _has_plain_body(example: ErrorResponse) -> bool:
    """Return whether the body is empty, or is JSON and declared as nothing else."""
    if not example.body:
        return True
    types = [value for name, value in example.headers.items() if name.lower() == "content-type"]
    try:
        _DECODER.decode(example.body)
    except (ValueError, RecursionError):
        return False
    return all("json" in value.lower() for value in types)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse)
"""Decodes JSON without `NaN` and `Infinity`."""

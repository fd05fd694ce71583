"""Check a draft with the linter, and leave out what would be a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import evolve, frozen

from errsmith import lint
from errsmith.importing.building import Built, Settings, build, build_head, merge_spellings
from errsmith.importing.draft import Draft, DraftEnvelope, DraftError
from errsmith.meaning.subjects import Registry
from errsmith.registry.diagnostics import Diagnostic, KeyPath
from errsmith.registry.drafting import print_file
from errsmith.registry.wording import cut, format_key_path
from errsmith.scaffolding.refusals import RefusedError

UNWRITTEN: Final = "R254"
"""The rule about summaries that are still to be written."""
_OPTIONS: Final[tuple[tuple[KeyPath, str], ...]] = (
    (("provider", "class"), "--class"),
    (("provider", "title"), "--title"),
    (("sources", "errors", "extract", "in"), "--in"),
    (("sources", "errors", "extract", "like"), "--like"),
    (("sources", "errors", "extract"), "--as"),
    (("sources", "errors", "fetch"), "SOURCE"),
    (("sources", "errors"), "--url"),
    (("envelopes",), "--code"),
)
"""The options that state a part of a file, by the beginning of its key path."""
_STAND_IN_URL: Final = "https://unknown.example"
_REMOVABLE: Final[Mapping[str, Any]] = {
    "status": {"statuses": ()},
    "endpoints": {"endpoints": ()},
    "group": {"group": None},
    "retry": {"retry": None},
    "deprecated": {"is_deprecated": False},
    "aliases": {"aliases": ()},
    "class": {"name": ""},
}
"""What to change in an error if one of its keys has a finding, by the key."""


@frozen(kw_only=True)
class Settled:
    """A draft whose only findings are about summaries that are still to be written.

    Attributes:
        draft: What is left of it.
        built: Its values.
        text: The text of its file.
        dropped: What was left out, and why.
    """

    draft: Draft
    built: Built
    text: str
    dropped: tuple[str, ...]


def check_settings(registry: Registry, draft: Draft, settings: Settings) -> None:
    """Raise RefusedError if an option has a value that the format does not accept.

    Args:
        registry: The registry.
        draft: A draft with what the options state, and nothing else.
        settings: The options; without a URL, that is not checked.
    """
    values = build_head(draft, evolve(settings, url=settings.url or _STAND_IN_URL))
    if draft.envelopes:
        values["envelopes"] = [{"id": e.id, "code": dict(e.code)} for e in draft.envelopes]
    text = print_file(values)
    for finding in lint.check_draft(registry, settings.id, text, settings.today):
        for at, option in _OPTIONS:
            if finding.at[: len(at)] == at and not finding.rule.is_allowable:
                reason = f"{option}: {finding.message}"
                raise RefusedError(reason, finding.help or "")


def settle(registry: Registry, draft: Draft, settings: Settings) -> Settled:
    """Return a draft without anything that would be a finding, apart from missing summaries.

    Raises:
        RefusedError: A finding has another cause.
    """
    draft = merge_spellings(draft)
    dropped: list[str] = []
    while True:
        built = build(draft, settings)
        text = print_file(built.values, comments=built.comments, preamble=built.preamble)
        found = [
            finding
            for finding in lint.check_draft(registry, settings.id, text, settings.today)
            if finding.rule.id != UNWRITTEN
        ]
        if not found:
            return Settled(draft=draft, built=built, text=text, dropped=tuple(dropped))
        # Each round leaves something out, so the rounds come to an end.
        smaller, reasons = _leave_out(draft, found)
        if smaller == draft:
            message = f"the draft would have a finding: {_describe(found[0])}"
            raise RefusedError(message, found[0].help or "")
        draft, dropped = smaller, [*dropped, *reasons]


def _describe(finding: Diagnostic) -> str:
    return f"{format_key_path(finding.at)}: {finding.rule.id} {finding.message}"


def _leave_out(draft: Draft, found: Iterable[Diagnostic]) -> tuple[Draft, list[str]]:
    """Return a draft without what has findings, and why it was left out."""
    errors = {error.code: error for error in draft.errors}
    envelopes: dict[int, DraftEnvelope] = dict(enumerate(draft.envelopes))
    groups = dict(draft.groups)
    reasons: list[str] = []
    for finding in found:
        at = finding.at
        match at[0] if at else "":
            case "errors" if len(at) > 1 and at[1] in errors:
                code = str(at[1])
                changed = _change_error(errors[code], at)
                if changed is None or changed == errors[code]:
                    del errors[code]
                else:
                    errors[code] = changed
            case "envelopes" if len(at) > 1 and at[1] in envelopes:
                index = int(at[1])
                changed_envelope = _change_envelope(envelopes[index], at)
                if changed_envelope is None:
                    del envelopes[index]
                else:
                    envelopes[index] = changed_envelope
            case "groups" if len(at) > 1 and at[1] in groups:
                del groups[str(at[1])]
            case "sources" if "extract" in at and draft.is_extract_concluded:
                draft = evolve(draft, extract={})
            case _:
                continue
        reasons.append(f"{cut(format_key_path(at))}: {finding.message}")
    kept = tuple(
        error if error.group in groups else evolve(error, group=None) for error in errors.values()
    )
    changed_draft = evolve(draft, errors=kept, envelopes=tuple(envelopes.values()), groups=groups)
    return changed_draft, reasons


def _change_error(error: DraftError, at: KeyPath) -> DraftError | None:
    """Return an error without the key that has a finding, None if it must be left out."""
    changes = _REMOVABLE.get(str(at[2])) if len(at) > len(("errors", "CODE")) else None
    return None if changes is None else evolve(error, **changes)


def _change_envelope(envelope: DraftEnvelope, at: KeyPath) -> DraftEnvelope | None:
    """Return an envelope without the part that has a finding, None if it must be left out."""
    match at[2:]:
        case ("fields", str(name), *_):
            fields = tuple(field for field in envelope.fields if field.name != name)
            return evolve(envelope, fields=fields)
        case ("group", *_):
            return evolve(envelope, group="")
        case _:
            return None

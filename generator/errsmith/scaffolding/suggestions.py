"""Suggest titles and names from an id, and words from a list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from errsmith.meaning import naming
from errsmith.registry.wording import guess_choice, quote
from errsmith.scaffolding.refusals import RefusedError

_SHOWN = 10
"""Maximum number of choices that a message names."""


def check_module(id_: str, package: str | None) -> None:
    """Raise unless a provider's module can have a name.

    Raises:
        RefusedError: It cannot; the message says why.
    """
    reason = naming.explain_unfit_module(id_, package)
    if reason is not None:
        why = f" ({reason})" if reason else ""
        form = "Use lowercase letters, digits and `_`, beginning with a letter"
        found = f"found id {quote(id_)}{why}, expected the name of a module such as acme_pay"
        raise RefusedError(found, "Choose another id" if reason else form)


def suggest_title(id_: str, acronyms: Iterable[str] = ()) -> str:
    """Return a display name for the id of a provider: `Acme Pay` for `acme_pay`."""
    spelled = {acronym.lower(): acronym for acronym in acronyms}
    words = filter(None, id_.split("_"))
    return " ".join(spelled.get(word, word.capitalize()) for word in words)


def suggest_class(
    id_: str, title: str, acronyms: Sequence[str] = (), taken: Collection[str] = ()
) -> str | None:
    """Return a base class for a provider, or None if neither title nor id yields a valid name.

    Args:
        id_: The id of the provider.
        title: Its display name.
        acronyms: Words that keep their spelling.
        taken: Names of other classes.
    """
    names = (naming.build_class_name(text, acronyms) for text in (title, id_, f"{id_}_api"))
    fit = (n for n in names if naming.is_class_name(n) and naming.explain_unfit_class(n) is None)
    return next((name for name in fit if name not in taken), None)


def require_choice(noun: str, word: str, choices: Collection[str]) -> None:
    """Raise unless a word is one of the choices.

    Raises:
        RefusedError: It is not; the message has the nearest choice, or lists them.
    """
    if word in choices:
        return
    reason = f"unknown {noun} {quote(word)}"
    if not choices:
        raise RefusedError(reason, f"The provider defines no {noun}; add it to the file first")
    if meant := guess_choice(word, choices):
        raise RefusedError(reason, f"Did you mean {meant}?")
    shown = list(choices)[:_SHOWN]
    more = f" and {len(choices) - len(shown)} more" if len(choices) > len(shown) else ""
    raise RefusedError(reason, f"Expected one of {', '.join(shown)}{more}")

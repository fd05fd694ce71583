"""Declare in TOML where the codes of a page stand, as `[sources.ID.extract]` does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from errsmith.drift.facts import KEY_LABEL, Carrier


def pin(carriers: Sequence[Carrier]) -> str | None:
    """Return the line for `[sources.ID]` that chooses some places, or None if no line does.

    One line can choose places of one kind, below several headings.
    """
    kinds = {carrier.kind for carrier in carriers}
    if len(kinds) != 1:
        return None
    pairs = [f'as = "{kinds.pop()}"']
    headings = [_find_heading(carrier) for carrier in carriers]
    if None not in headings:
        pairs.append(f"in = {_print(heading for heading in headings if heading is not None)}")
    labels = [carrier.label for carrier in carriers]
    if all(labels) and KEY_LABEL not in labels:
        pairs.append(f"code = {_print(labels)}")
    return f"extract = {{ {', '.join(pairs)} }}"


def _find_heading(carrier: Carrier) -> str | None:
    """Return the nearest heading above a place that is not the label of its codes."""
    above = [heading for heading in carrier.headings if heading != carrier.label]
    return above[-1] if above else None


def _print(texts: Iterable[str]) -> str:
    """Return one string or a list of strings."""
    quoted = [_quote(text) for text in dict.fromkeys(texts)]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def _quote(text: str) -> str:
    """Return a string of TOML. Wildcards stand for characters that globs or TOML read otherwise."""
    safe = "".join("?" if c in '"\\*?' or not c.isprintable() else c for c in text)
    return f'"{safe}"'

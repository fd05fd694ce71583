"""What is said of a fact, in a few words or a sentence."""

from __future__ import annotations

from errsmith.runtime.facts import Lifecycle, Retry
from errsmith.runtime.statements import ADVICE, alternatives


def advice_text(retry: Retry | None) -> str:
    """Say what advice there is on retrying, and whose it is."""
    if retry is None:
        return "Nothing is known about retrying"
    return f"{_instruction(retry)} ({retry.basis})"


def retry_text(retry: Retry | None) -> str:
    """Say what advice there is on retrying, and whose it is, in a cell's few words."""
    if retry is None:
        return "unknown"
    return f"{retry.advice}{_wait(retry)} ({retry.basis})"


def retry_fact(retry: Retry | None) -> str:
    """Say after a word of advice whose it is, and what it tells a reader to do."""
    if retry is None:
        return "unknown"
    instruction = _instruction(retry)
    return f"({retry.basis}): {instruction[0].lower()}{instruction[1:]}"


def _instruction(retry: Retry) -> str:
    wait = _wait(retry)
    comma = "," if wait.startswith(" after") else ""
    return f"{ADVICE[retry.advice]}{comma}{wait}"


def _wait(retry: Retry) -> str:
    if retry.delay is None:
        return ""
    return f" {'every' if retry.advice == 'poll' else 'after'} {retry.delay:g} s"


def lifecycle_text(stage: str, lifecycle: Lifecycle) -> str:
    """Say that a code is deprecated or removed, since when, why, and what replaces it."""
    still = " It is still sent, so keep catching it." if stage == "deprecated" else ""
    since = f" since {lifecycle.since}" if lifecycle.since else ""
    reason = f": {lifecycle.reason}" if lifecycle.reason else "."
    instead = f" Use {alternatives(lifecycle.replacements)}." if lifecycle.replacements else ""
    return f"{stage.capitalize()}{since}{reason}{still}{instead}"

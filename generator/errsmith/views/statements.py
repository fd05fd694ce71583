"""What is said of a fact, in a few words or a sentence."""

from __future__ import annotations

from errsmith.runtime.statements import ADVICE, alternatives
from errsmith.views.literals import Call


def advice_text(retry: Call | None) -> str:
    """Say what advice there is on retrying, and whose it is."""
    if retry is None:
        return "Nothing is known about retrying"
    return f"{_instruction(retry)} ({_basis(retry)})"


def retry_text(retry: Call | None) -> str:
    """Say what advice there is on retrying, and whose it is, in a cell's few words."""
    if retry is None:
        return "unknown"
    return f"{retry.arguments[0]}{_wait(retry)} ({_basis(retry)})"


def retry_fact(retry: Call | None) -> str:
    """Say after a word of advice whose it is, and what it tells a reader to do."""
    if retry is None:
        return "unknown"
    instruction = _instruction(retry)
    return f"({_basis(retry)}): {instruction[0].lower()}{instruction[1:]}"


def _instruction(retry: Call) -> str:
    wait = _wait(retry)
    comma = "," if wait.startswith(" after") else ""
    return f"{ADVICE[retry.arguments[0]]}{comma}{wait}"


def _wait(retry: Call) -> str:
    delay = retry.keywords.get("delay")
    if delay is None:
        return ""
    return f" {'every' if retry.arguments[0] == 'poll' else 'after'} {delay:g} s"


def _basis(retry: Call) -> str:
    basis: str = retry.keywords.get("basis", "documented")
    return basis


def lifecycle_text(stage: str, lifecycle: Call) -> str:
    """Say that a code is deprecated or removed, since when, why, and what replaces it."""
    said = lifecycle.keywords
    still = " It is still sent, so keep catching it." if stage == "deprecated" else ""
    since = f" since {said['since']}" if "since" in said else ""
    reason = f": {said['reason']}" if "reason" in said else "."
    instead = f" Use {alternatives(said['replacements'])}." if "replacements" in said else ""
    return f"{stage.capitalize()}{since}{reason}{still}{instead}"

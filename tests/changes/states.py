"""Two states of a registry for tests: one provider with everything, and edits of its file."""

from __future__ import annotations

from pathlib import Path

from errsmith.changes.building import build_snapshot
from errsmith.changes.change import Change
from errsmith.changes.comparing import compare
from errsmith.meaning.subjects import NO_DAY, interpret
from errsmith.registry.loading import load
from errsmith.registry.snapshot import Snapshot
from tests.registries import SDK, write_registry

Edits = tuple[tuple[str, str], ...]
"""Strings of the file, and what replaces them."""

ACME = """\
[provider]
title = "Acme"
class = "AcmeError"
note = "It is in beta."

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21

[scopes.token]
paths = "/token"

[scopes.orders]

[[envelopes]]
id = "json"
code = { path = "error.code" }
when = { status = "4xx" }
fields.detail = { path = "error.detail", role = "message" }
fields.trace = { header = "X-Trace", role = "trace_id", log = true }
fields.wait = { path = "error.wait", type = "integer", role = "retry_after" }
fields.extra = { path = "error.extra", type = "object" }

[[envelopes]]
id = "redirect"
code = { query = "error" }

[[envelopes]]
id = "orders"
code = { path = "code" }
group = { path = "family" }
when = { body = { kind = "order" } }
scope = "orders"

[categories.client]
status = "4xx"
retry = { documented = "never" }
fix = "Check the request."

[categories.server]
status = "5xx"
retry = { documented = "backoff", delay = 5 }

[groups.session]
match = "SESSION_*"
kind = "conflict"
summary = "About sessions."

[groups.order]
summary = "About orders."

[errors.SESSION_LOCKED]
status = 403
summary = "Another request uses the session."
aliases = ["session.locked"]
user_message = { en = "Try again.", sv = "Försök igen." }

[errors.SESSION_OLD]
status = 409
summary = "The session has expired."

[errors.NO_MONEY]
code = "E7"
status = 402
group = "order"
scope = "orders"
endpoints = "/orders"
summary = "The account is empty."
causes = ["Somebody bought too much."]
user_message = "Your account is empty."
fix = "Pay in money."

[errors.DOWN]
status = 503
summary = "The service is down."
deprecated = { reason = "It is always up now.", replacement = "BROKEN" }

[errors.BROKEN]
status = 500
summary = "The service is broken."
"""
"""The file of a provider with everything that clients can notice."""


def build_state(folder: Path, text: str, sdk: str = SDK) -> Snapshot:
    """Return the snapshot of a registry with one provider, acme, or with several."""
    registry = write_registry(folder, {"acme": text}, sdk)
    loaded = load(registry)
    assert not loaded.diagnostics, [found.message for found in loaded.diagnostics]
    return build_snapshot(interpret(loaded, NO_DAY))


def apply(edits: Edits, text: str = ACME) -> str:
    """Return a provider's file after edits, each of which must change something."""
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def compare_edited(
    folder: Path, edits: Edits, *, backwards: bool = False, base: Edits = ()
) -> tuple[Change, ...]:
    """Return the changes between the provider's file and the edited one, or back.

    Edits of both states are in `base`.
    """
    text = apply(base)
    old, new = build_state(folder, text), build_state(folder, apply(edits, text))
    return compare(new, old) if backwards else compare(old, new)

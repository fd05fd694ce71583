"""Write registries of any size, with invented providers.

The same size always yields the same bytes. An error takes about 400 bytes of TOML, as in this
repository's registry.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

PACKAGE: Final = "invented_errors"

SDK: Final = f"""\
distribution = "invented-errors"
package = "{PACKAGE}"
version = "0.1.0"
summary = "Typed errors of invented APIs."
license = "MIT"
license_file = "LICENSE"
author = "Nobody"
acronyms = ["API", "ID", "PIN", "URL"]
"""

PROVIDER: Final = """\
#:schema ../schema/provider.schema.json

[provider]
title = "Provider NUMBER"
class = "ProviderNUMBERError"
summary = "An invented provider."
support = "Quote the code and the time."

[sources.errors]
url = "https://provider-NUMBER.example/errors"
retrieved = 2026-11-21

[[envelopes]]
id = "problem"
code = { path = "title", fold = ["dash", "case"], summary = "Identifies the error." }
fields.body_status = { path = "status", type = "integer", role = "status", summary = "Repeats the HTTP status." }
fields.detail = { role = "message", summary = "Describes the error for people." }
fields.wait = { path = "meta.wait", type = "number", role = "retry_after", summary = "Gives the seconds to wait." }
fields.body_context = { path = "context", type = "object", role = "context", optional = true, summary = "Adds context." }
fields.request_id = { header = "X-Request-Id", role = "trace_id", log = true, summary = "Identifies the request." }

[categories.client]
status = "4xx"
retry = { documented = "after_fix" }
summary = "The request cannot be served."
fix = "Correct the request before you send it again."

[categories.server]
status = "5xx"
retry = { documented = "backoff", delay = 5 }
summary = "The service, or another one behind it, fails."
user_message = { en = "Please try again later.", sv = "Försök igen senare." }
"""
"""The beginning of a provider's file."""

FAMILIES: Final = (
    "access",
    "account",
    "batch",
    "consent",
    "document",
    "payment",
    "person",
    "quota",
)
SUBJECTS: Final = (
    *("address", "amount", "archive", "attachment", "card", "certificate", "channel", "device"),
    *("file", "format", "holder", "ID", "limit", "locale", "PIN", "proof", "receipt", "region"),
    *("secret", "signature", "state", "template", "token", "URL", "user", "window"),
)
FAULTS: Final = {"missing": 400, "rejected": 403, "unknown": 404, "in use": 409, "broken": 500}
CAUSES: Final = (
    "A key rotation has replaced the credentials of the request.",
    "The value belongs to the sandbox but is sent to production, or the other way round.",
    "The request was prepared long before it was sent and has expired in the meantime.",
    "A service behind the API does not respond in time.",
)
FIX: Final = "Ask the account's administrator to allow it, then send the request again."


def write_registry(folder: Path, errors: int, providers: int = 100, sources: int = 1) -> Path:
    """Write a registry with errors spread evenly over its providers; return its folder.

    The errors of each provider are spread evenly over its sources.
    """
    (folder / "providers").mkdir(parents=True)
    (folder / "sdk.toml").write_text(SDK, "utf-8")
    (folder / "LICENSE").write_text("Do as you like.\n", "utf-8")
    for number in range(providers):
        text = "\n".join(_build_lines(number, errors // providers, sources))
        (folder / "providers" / f"provider_{number}.toml").write_text(text, "utf-8")
    return folder


def _build_lines(number: int, errors: int, sources: int) -> Iterator[str]:
    chance = random.Random(number)  # noqa: S311 - invented data, not secrets
    codes = chance.sample(list(product(FAMILIES, SUBJECTS, FAULTS)), errors)
    yield PROVIDER.replace("NUMBER", str(number))
    for source in range(1, sources):
        yield f"[sources.errors_{source}]"
        yield f'url = "https://provider-{number}.example/errors/{source}"'
        yield "retrieved = 2026-11-21\n"
    for family in sorted({family for family, _, _ in codes}):
        yield f"[groups.{family}]"
        yield f'match = "{family.upper()}_*"'
        yield f'summary = "Something about the {family} is wrong."\n'
    for index, (family, subject, fault) in enumerate(codes):
        code, status = f"{family}_{subject}_{fault}".upper().replace(" ", "_"), FAULTS[fault]
        yield f"[errors.{code}]"
        yield f"status = {status}"
        if source := index * sources // errors:
            yield f'source = "errors_{source}"'
        yield f'summary = "The {subject} of the {family} is {fault}, so that the request fails."'
        if causes := chance.sample(CAUSES, chance.randint(0, 3)):
            yield f"causes = {json.dumps(causes)}"
        has_fix, has_note, has_example = (chance.random() < share for share in (0.4, 0.2, 0.1))
        if has_fix:
            yield f'fix = "{FIX}"'
            yield f'user_message = "The {subject} is {fault}. Please check it."'
        if has_note:
            yield 'note = "The page lists this code twice, with the same meaning."'
            yield 'retry = { documented = "once", delay = 30 }'
        if has_example:
            body = json.dumps({"title": code, "status": status, "detail": "d"})
            yield f"example = {{ status = {status}, body = '{body}' }}"
        yield f'link = "https://provider-{number}.example/errors/{code.lower()}"\n'

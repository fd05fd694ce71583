"""Registries of invented APIs in any size, as varied as real ones.

The same size gives the same bytes. An error has about 400 bytes of TOML, as in this repository's
registry.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

PROVIDERS = 100

SDK = """\
distribution = "invented-errors"
package = "invented_errors"
version = "0.1.0"
summary = "Typed errors of invented APIs."
license = "MIT"
license_file = "LICENSE"
author = "Nobody"
acronyms = ["API", "ID", "PIN", "URL"]
"""

_COLOURS = ("amber", "birch", "coral", "delta", "ember", "frost", "grove", "hazel", "ivory", "jade")
_TRADES = ("bank", "cargo", "desk", "farm", "gate", "label", "mail", "phone", "sign", "trust")

_FAMILIES = ("access", "account", "batch", "consent", "document", "payment", "person", "quota")
_SUBJECTS = (
    *("address", "amount", "archive", "attachment", "card", "certificate", "channel", "device"),
    *("file", "format", "holder", "ID", "limit", "locale", "PIN", "proof", "receipt", "region"),
    *("signature", "state", "template", "token", "URL", "window"),
)
_FAULTS = {
    "missing": 400,
    "malformed": 422,
    "rejected": 403,
    "unknown": 404,
    "expired": 410,
    "in use": 409,
    "throttled": 429,
    "not supported": 501,
    "unreachable": 503,
    "broken": 500,
}

_CAUSES = (
    "A rotation has replaced what the request carries.",
    "The value was made for the sandbox and is sent to production, or the other way round.",
    "The request was prepared long before it was sent, and the time to send it is over.",
    "Another client of the same account was faster.",
    "The account's plan does not include it.",
    "A service that stands behind the API does not answer in time.",
)
_FIXES = (
    "Correct the request before it is sent again.",
    "Ask the account's administrator to allow it, then send the request again.",
    "Wait until the provider's status page says that the service is back.",
)
_NOTES = (
    "The page's example shows another status than its table.",
    "The page lists this code twice, with the same meaning.",
)

_ENVELOPES = (
    """\
[[envelopes]]
id = "problem"
code = { path = "title", summary = "Identifies the error by its code." }
fields.title = { log = true, summary = "Identifies the error by its code." }
fields.body_status = { path = "status", type = "integer", role = "status", summary = "Repeats the HTTP status." }
fields.detail = { role = "message", summary = "Describes the error for people." }
fields.instance = { summary = "Gives the path of the request." }
fields.timestamp = { role = "timestamp", log = true, summary = "Tells when the error occurred." }
fields.body_context = { path = "context", type = "object", role = "context", optional = true, summary = "Adds context." }
""",
    """\
[[envelopes]]
id = "nested"
code = { path = "error.code", fold = ["dash", "case"], summary = "Names the error." }
fields.text = { path = "error.text", role = "message", summary = "Says what is wrong." }
fields.trace = { role = "reference", log = true, optional = true, summary = "Identifies the request." }
fields.request_id = { header = "X-Request-Id", role = "trace_id", log = true, summary = "Identifies the request." }
""",
    """\
[[envelopes]]
id = "json"
code = { path = "error", summary = "Names the error." }
fields.error_description = { role = "message", summary = "Says what is wrong." }
fields.error_uri = { role = "doc_link", optional = true, summary = "Leads to the documentation." }

[[envelopes]]
id = "challenge"
code = { header = "WWW-Authenticate", parameter = "error", summary = "Names the error." }
fields.realm = { header = "WWW-Authenticate", parameter = "realm", summary = "Names the protected space." }
derived = true
""",
    """\
[[envelopes]]
id = "list"
code = { path = "errors[0].extensions.code", summary = "Names the first error." }
fields.text = { path = "errors[0].message", role = "message", summary = "Says what is wrong." }
fields.place = { path = "errors[0].path", type = "array", role = "context", summary = "Says where in the query." }
fields.wait = { path = "errors[0].extensions.wait", type = "number", role = "retry_after", summary = "Gives the seconds to wait." }
when = { status = [200, "4xx", "5xx"] }
""",
    """\
[[envelopes]]
id = "line"
code = { path = "error", parts = "{group} -- {code}", fold = "dash", summary = "Holds a short text and the code." }
fields.error_description = { role = "message", summary = "Says what is wrong." }
fields.error_reference = { role = "reference", log = true, summary = "Identifies this one occurrence." }
""",
)
_EXAMPLES = (
    '{{"title": "{code}", "status": {status}, "detail": "d"}}',
    '{{"error": {{"code": "{code}", "text": "t"}}, "trace": "8c1f"}}',
    '{{"error": "{code}", "error_description": "d"}}',
    '{{"errors": [{{"message": "m", "extensions": {{"code": "{code}"}}}}]}}',
    '{{"error": "{family} -- {code}", "error_description": "d"}}',
)

_CATEGORIES = """\
[categories.client]
status = "4xx"
retry = { documented = "after_fix" }
summary = "The request cannot be served as it is."
fix = "Correct the request before it is sent again."

[categories.server]
status = "5xx"
retry = { documented = "backoff", delay = 5 }
summary = "The service, or one behind it, fails."
user_message = { en = "Please try again later.", sv = "Försök igen senare." }
"""


Parts = tuple[str, str, str]
"""The family, the subject and the fault of an error, which make up its code."""


def write_registry(folder: Path, errors: int, providers: int = PROVIDERS) -> Path:
    """Write a registry of so many errors, spread evenly over its providers; return its folder."""
    (folder / "providers").mkdir(parents=True)
    (folder / "sdk.toml").write_text(SDK, encoding="utf-8")
    (folder / "LICENSE").write_text("Do as you like.\n", encoding="utf-8")
    for number, (name, codes) in enumerate(shares(errors, providers)):
        text = "\n".join(_provider_file(number, name, codes))
        (folder / "providers" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def shares(errors: int, providers: int = PROVIDERS) -> Iterator[tuple[str, list[Parts]]]:
    """Spread errors evenly over providers: give the name of each module, and its errors."""
    for number, words in enumerate(islice(product(_COLOURS, _TRADES), providers)):
        share = errors * (number + 1) // providers - errors * number // providers
        yield "_".join(words), list(islice(_codes(), share))


def class_of(*words: str) -> str:
    """Give the name of the class for words of a code."""
    return "".join(word.title() for word in " ".join(words).split()) + "Error"


def _codes() -> Iterator[Parts]:
    # The families take turns, so that a small provider has several, too.
    pairs = list(product(_SUBJECTS, _FAULTS))
    random.Random(0).shuffle(pairs)  # noqa: S311 - invented data, not secrets
    return ((family, *pair) for pair in pairs for family in _FAMILIES)


def _provider_file(number: int, name: str, codes: list[Parts]) -> Iterator[str]:
    style = number % len(_ENVELOPES)
    chance = random.Random(number)  # noqa: S311 - invented data, not secrets
    title = name.replace("_", " ").title()
    yield f"""\
#:schema ../schema/provider.schema.json

[provider]
title = "{title}"
class = "{class_of(title)}"
summary = "{title} is invented."
support = "Quote the code and the time."

[sources.errors]
url = "https://{name.replace("_", "-")}.example/errors"
retrieved = 2026-11-21
"""
    yield _ENVELOPES[style]
    yield _CATEGORIES
    for family in sorted({family for family, _, _ in codes}):
        yield f"[groups.{family}]"
        if not _sends_group(style):
            yield f'match = "{family.upper()}_*"'
        yield f'summary = "Something about the {family} is wrong."\n'
    for code in codes:
        yield from _error(code, style, chance)


def _sends_group(style: int) -> bool:
    """Tell whether the responses of a provider say the group, so that codes need not."""
    return "{group}" in _ENVELOPES[style]


def _error(parts: Parts, style: int, chance: random.Random) -> Iterator[str]:
    family, subject, fault = parts
    status = _FAULTS[fault]
    code = "_".join(parts).upper().replace(" ", "_")
    yield f"[errors.{code}]"
    if _sends_group(style):
        yield f'group = "{family}"'
    yield f"status = {status}"
    yield f'summary = "The {subject} of the {family} is {fault}, so that the request comes to nothing."'
    if causes := chance.sample(_CAUSES, chance.randint(0, 3)):
        yield f"causes = {json.dumps(causes)}"
    if chance.random() < 0.4:  # noqa: PLR2004 - so many pages say more than what happened
        yield f"fix = {json.dumps(chance.choice(_FIXES))}"
        yield f'user_message = "The {subject} is {fault}. Please look at it once more."'
    if chance.random() < 0.2:  # noqa: PLR2004 - as above
        yield f"note = {json.dumps(chance.choice(_NOTES))}"
        yield 'retry = { documented = "once", delay = 30 }'
    if chance.random() < 0.1:  # noqa: PLR2004 - as above
        body = _EXAMPLES[style].format(code=code, family=family, status=status)
        yield f"example = {{ status = {status}, body = '{body}' }}"
    yield f'link = "https://invented.example/docs/errors/{code.lower().replace("_", "-")}"'
    yield ""

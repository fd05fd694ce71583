"""An invented API with every sort of place and field, and responses with marks in all of them.

A mark is a part of private data. It may be in `raw`, in private fields and in what is requested
explicitly, and in nothing that a tool prints on its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

REGISTRY = """
[provider]
title = "Vault"
class = "VaultError"
support = "Quote the trace."

[sources.errors]
url = "https://vault.example/errors"
retrieved = 2026-11-21

[scopes.start]
paths = "*/start"

[scopes.token]
paths = "*/token"

[[envelopes]]
id = "state"
code = { path = "state", success = ["DONE"], summary = "Names the state." }
when.status = 200
fields.holder_name = { path = "holder.name", summary = "Names the holder." }

[[envelopes]]
id = "json"
code = { path = "error", parts = "{group} -- {code}", summary = "Names the error." }
fields.error = { log = true, summary = "Names the error after its sort." }
fields.text = { path = "message", role = "message", summary = "Says what is wrong." }
fields.reason = { role = "message", summary = "Says why." }
fields.person = { type = "object", role = "context", summary = "Describes the person." }
fields.visits = { type = "array", summary = "Lists the visits." }
fields.number = { type = "integer", summary = "Is the person's number." }
fields.attempts = { type = "integer", log = true, summary = "Counts the attempts." }
fields.trace = { header = "X-Trace", role = "trace_id", log = true, summary = "Is the trace." }
fields.holder = { header = "X-Holder", summary = "Names the holder." }
fields.wait = { type = "number", role = "retry_after", summary = "Is the time to wait." }

[[envelopes]]
id = "number"
code = { path = "errno", type = "integer", summary = "Numbers the error." }
fields.error_number = { path = "errno", type = "integer", log = true, summary = "Repeats it." }

[[envelopes]]
id = "problem"
code = { path = "type", last_segment = true, summary = "Names the error." }
fields.type_uri = { path = "type", log = true, summary = "Names the error." }
fields.detail = { role = "message", summary = "Says what is wrong." }

[[envelopes]]
id = "header"
code = { header = "X-Error-Code", summary = "Names the error." }
fields.header_code = { header = "X-Error-Code", log = true, summary = "Names the error." }
fields.header_text = { header = "X-Error-Text", role = "message", summary = "Says what is wrong." }

[[envelopes]]
id = "challenge"
code = { header = "WWW-Authenticate", parameter = "error", summary = "Names the error." }
fields.challenge_code = { header = "WWW-Authenticate", parameter = "error", log = true }
fields.hint = { header = "WWW-Authenticate", parameter = "error_description", role = "message" }
fields.realm = { header = "WWW-Authenticate", parameter = "realm", summary = "Names the area." }

[[envelopes]]
id = "redirect"
code = { query = "error", summary = "Names the error." }
fields.redirect_code = { query = "error", log = true, summary = "Names the error." }
fields.redirect_text = { query = "error_description", role = "message", summary = "Says why." }
fields.state = { query = "state", summary = "Repeats the client's state." }

[categories.client]
status = "4xx"
retry = { documented = "never" }
fix = "Correct the request."
user_message = "This did not work."

[groups.login]
summary = "The person could not be identified."

[errors.V_101]
class = "LockedOutError"
group = "login"
status = 403
summary = "The person is locked out."

[errors.V_102]
class = "BusyError"
status = 429
summary = "The vault is busy."

[errors.OPEN]
status = 200
kind = "pending"
summary = "The vault is open."

[errors.4711]
class = "NumberedError"
status = 400
summary = "The number is wrong."

[errors.19121221]
class = "DatedError"
status = 400
summary = "The code looks like a date."

[errors.denied_at_start]
code = "denied"
scope = "start"
status = 403
summary = "The client may not start."

[errors.denied_at_token]
code = "denied"
scope = "token"
status = 403
summary = "The client gets no token."
"""

NAME, NUMBER, EMAIL, WORD = "Anna Åkesson", "19121212-1212", "anna@example.com", "sesame"
PRIVATE = f"{NAME} {NUMBER} {EMAIL} {WORD}"
"""Data that no tool may print on its own."""
ASCII = f"Anna Kesson {NUMBER} {EMAIL} {WORD}"
"""The same for headers, which some clients only accept in ASCII."""
MARKS = ("kesson", "19121212", "1212-1212", "anna@", "anna%40", "sesame")
"""Parts of the data, some of which survive each tool's truncating and escaping."""
LOCATION = "https://client.example/callback"

Arguments = Mapping[str, Any]

HEADERS = {
    "X-Trace": "trace-7",
    "X-Holder": ASCII,
    "Set-Cookie": f"session={WORD}",
    "Location": f"https://vault.example/?person={NUMBER}",
    "Retry-After": "30",
}
CHALLENGE = f'Vault realm="{WORD}", error="{{}}", error_description="{ASCII}"'
FREE = {
    "message": PRIVATE,
    "reason": f"because of {PRIVATE}",
    "detail": PRIVATE,
    "person": {"name": NAME, NUMBER: [EMAIL]},
    "visits": [NUMBER, {"by": NAME}],
    "number": 191212121212,
    "attempts": 3,
    "unread": {NAME: NUMBER},
    "holder": {"name": NAME},
}


def private() -> str:
    """Return private data; loguru shows the values of names in a line, but not of calls."""
    return PRIVATE


def find_marks(text: object) -> list[str]:
    """Return the marks in a string."""
    folded = str(text).lower()
    return [mark for mark in MARKS if mark in folded]


def build_response(status: int, headers: Mapping[str, str], body: object) -> Arguments:
    """Build the arguments of `parse`; a mapping becomes JSON with private data in other fields."""
    if isinstance(body, dict):
        body = json.dumps({**FREE, **body}, ensure_ascii=False).encode()
    return {"status": status, "headers": {**HEADERS, **headers}, "body": body}


RESPONSES: Mapping[str, Callable[[], Arguments]] = {
    "documented": lambda: build_response(403, {}, {"error": "login -- V_101"}),
    "group-is-private": lambda: build_response(403, {}, {"error": f"{EMAIL} -- V_101"}),
    "code-is-private": lambda: build_response(400, {}, {"error": f"login -- {PRIVATE}"}),
    "all-is-private": lambda: build_response(500, {}, {"error": PRIVATE}),
    "number": lambda: build_response(400, {}, {"errno": 4711}),
    "number-is-private": lambda: build_response(400, {}, {"errno": 191212121212}),
    "uri-is-private": lambda: build_response(
        400, {}, {"type": f"https://{EMAIL}/{NUMBER}?person={NAME}"}
    ),
    "ambiguous": lambda: build_response(403, {}, {"error": "denied"}),
    "header": lambda: build_response(
        429, {"X-Error-Code": "V_102", "X-Error-Text": ASCII}, f"<p>{PRIVATE}</p>".encode()
    ),
    "header-is-private": lambda: build_response(400, {"X-Error-Code": ASCII}, b""),
    "challenge": lambda: build_response(403, {"WWW-Authenticate": CHALLENGE.format("denied")}, b""),
    "challenge-is-private": lambda: build_response(
        401, {"WWW-Authenticate": CHALLENGE.format(ASCII)}, PRIVATE.encode()
    ),
    "success": lambda: build_response(200, {}, {"state": "OPEN"}),
    "success-is-private": lambda: build_response(200, {}, {"state": PRIVATE}),
    "page": lambda: build_response(503, {}, f"<html>{PRIVATE}</html>".encode()),
    "list": lambda: build_response(502, {}, json.dumps([PRIVATE]).encode()),
    "cut": lambda: build_response(502, {}, json.dumps({"error": PRIVATE})[:-3].encode()),
}
"""Arguments of `parse`, named after what is odd; built anew each time, so no frame has them."""

REDIRECTS: Mapping[str, Callable[[], str]] = {
    "redirect": lambda: f"{LOCATION}?error=V_102&error_description={PRIVATE}&state={WORD}",
    "redirect-is-private": lambda: f"{LOCATION}?error={PRIVATE}&person={NUMBER}#{WORD}",
    "fragment": lambda: f"https://{WORD}@client.example/{NUMBER}#error=V_102&state={PRIVATE}",
}
"""Arguments of `parse_redirect`."""

"""Typical mistakes in a registry: each is found, and its help says how to fix it."""

from __future__ import annotations

import datetime

import pytest
from attrs import frozen

from tests.registries import MakeRegistry, lint_registry

TODAY = datetime.date(2026, 11, 21)

PROVIDER = """\
[provider]
title = "Acme"
class = "AcmeError"
open = true

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21

[scopes.token]
paths = ["*/token"]

[[envelopes]]
id = "json"
scope = "token"
when = { status = ["4xx", "5xx"] }
code = { path = "error.code", success = ["OK"] }
fields.detail = { path = "error.detail", role = "message" }
fields.trace = { role = "reference", log = true }

[categories.client]
status = "4xx"
retry = { documented = "never" }

[groups.auth]
match = "AUTH_*"
summary = "Signing in."

[errors.AUTH_BAD_SECRET]
status = 401
summary = "The client secret is wrong."
causes = ["It was rotated.", "It is a sandbox secret."]
example = { status = 401, body = '{"error": {"code": "AUTH_BAD_SECRET"}}' }

[errors.BUSY]
status = 503
retry = { documented = "backoff", delay = 5 }
summary = "Ask again."
"""
"""A provider without findings."""


@frozen
class Slip:
    """A mistake: what replaces what, and the rule, line and words of the finding."""

    right: str
    wrong: str
    rule: str
    line: int
    said: str


SLIPS = [
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'retry = "backoff"',
        "R103",
        37,
        'Write `retry = { documented = "backoff" }`, or `derived` if the page does not say so',
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'retry = "exponential"',
        "R103",
        37,
        'Write `retry = { documented = "backoff" }`, or `derived` if the page does not say so',
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'retry = { documented = "exponential" }',
        "R105",
        37,
        'Did you mean "backoff"?',
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'retry = { documented = "backoff", delay = "5s" }',
        "R103",
        37,
        "Write `delay = 5`, in seconds",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        "retry = true",
        "R103",
        37,
        'Write `retry = { documented = "backoff" }`, or `derived` if the page does not say so',
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'retry = {\n  documented = "backoff",\n  delay = 5\n}',
        "R008",
        37,
        "An inline table must be on one line. Otherwise write a table with a header",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'retry = { documented = "backoff", delay = 5, }',
        "R008",
        37,
        "Remove the comma before the closing brace",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'retry = { documented: "backoff" }',
        "R008",
        37,
        "Write `=` instead of `:`",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        "removed = true",
        "R103",
        37,
        'Write `removed = {}`, or add a reason: `removed = { reason = "…" }`',
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        "deprecated = true",
        "R103",
        37,
        'Write `deprecated = {}`, or add a reason: `deprecated = { reason = "…" }`',
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'deprecated = "Renamed."',
        "R103",
        37,
        'Write `deprecated = { reason = "Renamed." }`',
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        "deprecated = false",
        "R103",
        37,
        "Omit `deprecated`",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        "retry_after = 5",
        "R101",
        37,
        "Did you mean `retry`?",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        "retryable = true",
        "R101",
        37,
        "Did you mean `retry`?",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'pattern = "BUSY*"',
        "R101",
        37,
        "Use `match` for the codes of a group, or `parts` for a code inside a longer string",
    ),
    Slip(
        'causes = ["It was rotated.", "It is a sandbox secret."]',
        'causes = "It was rotated."',
        "R103",
        32,
        'Write `causes = ["It was rotated."]`',
    ),
    Slip(
        'causes = ["It was rotated.", "It is a sandbox secret."]',
        'causes = ["It was rotated." "It is a sandbox secret."]',
        "R008",
        32,
        "Separate the items of a list with commas",
    ),
    Slip(
        'causes = ["It was rotated.", "It is a sandbox secret."]',
        "causes = ['It's rotated.']",
        "R008",
        32,
        "Put a string with `\"` in single quotes, and a string with `'` in double quotes",
    ),
    Slip(
        'causes = ["It was rotated.", "It is a sandbox secret."]',
        'cause = ["It was rotated."]',
        "R101",
        32,
        "Did you mean `causes`?",
    ),
    Slip(
        'causes = ["It was rotated.", "It is a sandbox secret."]',
        "causes = []",
        "R104",
        32,
        "causes: found an empty list, expected at least one item",
    ),
    Slip(
        "[[envelopes]]",
        "[envelopes]",
        "R103",
        13,
        "Write `[[envelopes]]` with double brackets, once per envelope",
    ),
    Slip(
        '[[envelopes]]\nid = "json"',
        "[envelopes.json]",
        "R103",
        13,
        'Write `[[envelopes]]` with double brackets, and `id = "json"` below it',
    ),
    Slip("[[envelopes]]", "[[envelope]]", "R101", 13, "Did you mean `envelopes`?"),
    Slip(
        "[errors.BUSY]",
        "[errors.SERVICE.BUSY]",
        "R101",
        35,
        'Quote ids that contain dots: `[errors."SERVICE.BUSY"]`',
    ),
    Slip(
        "[errors.BUSY]",
        "[errors.0.0.1]",
        "R101",
        35,
        'Quote ids that contain dots: `[errors."0.0.1"]`',
    ),
    Slip(
        "[errors.BUSY]",
        "[errors.AUTH.code]",
        "R101",
        35,
        'Quote ids that contain dots: `[errors."AUTH.code"]`',
    ),
    Slip(
        "[errors.BUSY]",
        "[errors.BUSY.retry]",
        "R101",
        35,
        'Quote ids that contain dots: `[errors."BUSY.retry"]`',
    ),
    Slip("[errors.BUSY]", "[error.BUSY]", "R101", 35, "Did you mean `errors`?"),
    Slip("[errors.BUSY]", "[Errors.BUSY]", "R101", 35, "Did you mean `errors`?"),
    Slip(
        "[errors.BUSY]",
        "[[errors]]",
        "R009",
        35,
        "Write `[errors.ID]` with single brackets, once per id",
    ),
    Slip(
        "[errors.BUSY]",
        "[errors.SERVICE BUSY]",
        "R008",
        35,
        'Quote ids that contain spaces or punctuation: `[errors."SERVICE BUSY"]`',
    ),
    Slip(
        "[errors.BUSY]",
        "[errors.AUTH_BAD_SECRET]",
        "R009",
        35,
        "Rename one of them, or merge the two",
    ),
    Slip(
        "[errors.BUSY]",
        '[errors."BUSY]',
        "R008",
        35,
        "End the string with the quote that it begins with; a string over several lines needs three"
        " quotes at each end",
    ),
    Slip("[errors.BUSY]", "[BUSY]", "R101", 35, "Write `[errors.BUSY]` for an error"),
    Slip(
        "[errors.BUSY]",
        "errors.BUSY",
        "R008",
        35,
        "Write `key = value`, or a table in brackets: `[errors.ID]`",
    ),
    Slip('match = "AUTH_*"', 'pattern = "AUTH_.*"', "R101", 26, "Did you mean `match`?"),
    Slip('match = "AUTH_*"', 'regex = "^AUTH_"', "R101", 26, "Did you mean `match`?"),
    Slip(
        'match = "AUTH_*"',
        'match = "^AUTH_.*$"',
        "R204",
        25,
        'Globs support only `*` (any characters) and `?` (one character), as in "AUTH_*"',
    ),
    Slip(
        'match = "AUTH_*"',
        'match = "auth_*"',
        "R204",
        25,
        'Correct its `match`, refer to it (`group = "auth"`), or remove it',
    ),
    Slip('match = "AUTH_*"', "match = AUTH_*", "R008", 26, "Put strings in quotes"),
    Slip(
        'match = "AUTH_*"',
        'match = "AUTH_*", "LOGIN_*"',
        "R008",
        26,
        'Put several values in brackets: `["one", "another"]`',
    ),
    Slip('success = ["OK"]', 'pattern = "(.*)"', "R101", 17, "Did you mean `parts`?"),
    Slip('success = ["OK"]', 'success = "OK"', "R103", 17, 'Write `success = ["OK"]`'),
    Slip(
        'code = { path = "error.code", success = ["OK"] }',
        'code = "error.code"',
        "R103",
        17,
        'Write `code = { path = "error.code" }`',
    ),
    Slip(
        'code = { path = "error.code", success = ["OK"] }',
        'code = { json = "error.code" }',
        "R101",
        17,
        "Did you mean `path`?",
    ),
    Slip(
        'code = { path = "error.code", success = ["OK"] }',
        'code = { path = "$.error.code" }',
        "R233",
        17,
        "Begin with the first key: JSON Pointer and JSONPath are not supported",
    ),
    Slip(
        'code = { path = "error.code", success = ["OK"] }',
        'code = { path = "/error/code" }',
        "R233",
        17,
        "Begin with the first key: JSON Pointer and JSONPath are not supported",
    ),
    Slip(
        'code = { path = "error.code", success = ["OK"] }',
        'code = { header = "WWW-Authenticate" }',
        "R244",
        17,
        'Name the parameter of the challenge, for example `parameter = "error"`',
    ),
    Slip(
        'code = { path = "error.code", success = ["OK"] }',
        'code.path = "error.code"\ncode.path = "code"',
        "R009",
        18,
        "Rename one of them, or merge the two",
    ),
    Slip(
        'fields.detail = { path = "error.detail", role = "message" }',
        'fields.detail = "error.detail"',
        "R103",
        18,
        'Write `detail = { path = "error.detail" }`',
    ),
    Slip(
        'fields.detail = { path = "error.detail", role = "message" }',
        'fields.detail = { path = "error.detail", role = "msg" }',
        "R105",
        18,
        'Did you mean "message"?',
    ),
    Slip(
        'fields.detail = { path = "error.detail", role = "message" }',
        'fields.errorDetail = { role = "message" }',
        "R306",
        18,
        'Rename it, for example to `error_detail`, and add `path = "errorDetail"`',
    ),
    Slip(
        'fields.detail = { path = "error.detail", role = "message" }',
        'fields.message = { role = "message" }',
        "R306",
        18,
        'Rename it, for example to `text`, and add `path = "message"`',
    ),
    Slip(
        'fields.detail = { path = "error.detail", role = "message" }',
        'fields.detail = { path = "error.detail", role = "message", log = "yes" }',
        "R103",
        18,
        "Write `log = true`",
    ),
    Slip(
        'fields.detail = { path = "error.detail", role = "message" }',
        'field.detail = { path = "error.detail" }',
        "R101",
        18,
        "Did you mean `fields`?",
    ),
    Slip(
        'fields.detail = { path = "error.detail", role = "message" }',
        'fields.detail = { path = "error.detail", type = "str" }',
        "R105",
        18,
        'Did you mean "string"?',
    ),
    Slip(
        'when = { status = ["4xx", "5xx"] }',
        'when = "4xx"',
        "R103",
        16,
        'Write `when = { status = "4xx" }`',
    ),
    Slip(
        'when = { status = ["4xx", "5xx"] }',
        'when = { status = "400-499" }',
        "R106",
        16,
        'Write `"4xx"`',
    ),
    Slip(
        'when = { status = ["4xx", "5xx"] }',
        "when = { status = 4xx }",
        "R008",
        16,
        'Quote a class of statuses: `"4xx"`',
    ),
    Slip(
        'when = { status = ["4xx", "5xx"] }',
        "when = {}",
        "R104",
        16,
        "when: found an empty table, expected at least one key",
    ),
    Slip('scope = "token"', 'scope = "tokens"', "R201", 15, 'Did you mean "token"?'),
    Slip('scope = "token"\n', "", "R204", 10, 'Refer to it (`scope = "token"`), or remove it'),
    Slip("status = 401\n", 'status = "401"\n', "R103", 30, "Write `401` without quotes"),
    Slip("status = 401\n", 'status = "401 Unauthorized"\n', "R106", 30, "Write `401`"),
    Slip("status = 401\n", 'status = "401, 403"\n', "R106", 30, "Write `[401, 403]`"),
    Slip("status = 401\n", "status = 0401\n", "R008", 30, "Write the number without leading zeros"),
    Slip(
        "status = 401\n",
        "status = 4010\n",
        "R106",
        30,
        'Write a number from 100 to 599, or a class such as `"4xx"`',
    ),
    Slip("status = 401\n", "statuses = [401]\n", "R101", 30, "Did you mean `status`?"),
    Slip("status = 401\n", "http_status = 401\n", "R101", 30, "Did you mean `status`?"),
    Slip("status = 401\n", "status: 401\n", "R008", 30, "Write `=` instead of `:`"),
    Slip("status = 401\n", "status = \n", "R008", 30, "Write a value after `=`"),
    Slip(
        "status = 401\n",
        "status = 401;\n",
        "R008",
        30,
        "Remove the semicolon at the end of the line",
    ),
    Slip("status = 401\n", "status = 401 // wrong\n", "R008", 30, "Begin comments with `#`"),
    Slip(
        "status = 401\n",
        "",
        "R213",
        29,
        "Add one of authentication, permission, ",
    ),
    Slip("status = 401\n", "status = True\n", "R008", 30, "Write `true`"),
    Slip(
        'status = 401\nsummary = "The client secret is wrong."',
        'status = 401\ndescription = "The client secret is wrong."',
        "R101",
        31,
        "Did you mean `summary`?",
    ),
    Slip(
        'summary = "The client secret is wrong."',
        "summary = The client secret is wrong.",
        "R008",
        31,
        "Put strings in quotes",
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'summary = "The client secret is wrong.',
        "R008",
        31,
        "End the string with the quote that it begins with; a string over several lines needs three"
        " quotes at each end",
    ),
    Slip(
        'summary = "The client secret is wrong."',
        "summary = “The client secret is wrong.”",
        "R008",
        31,
        'Use straight quotes: `"`',
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'summary = "The client\nsecret is wrong."',
        "R008",
        31,
        "End the string with the quote that it begins with; a string over several lines needs three"
        " quotes at each end",
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'summary = "The "client" secret is wrong."',
        "R008",
        31,
        "Put a string with `\"` in single quotes, and a string with `'` in double quotes",
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'summary = ""',
        "R104",
        31,
        'summary: found string "", expected a string that is not blank',
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'summary = "Auth bad secret"',
        "R253",
        31,
        "Say what happened and to what, or why it happened",
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'Summary = "The client secret is wrong."',
        "R101",
        31,
        "Did you mean `summary`?",
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'class = "Bad Secret"\nsummary = "The client secret is wrong."',
        "R302",
        31,
        'For example, write `"BadSecretError"`',
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'class = "BadSecret"\nsummary = "The client secret is wrong."',
        "R302",
        31,
        'For example, write `"BadSecretError"`',
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'kind = "auth"\nsummary = "The client secret is wrong."',
        "R105",
        31,
        'Did you mean "authentication"?',
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'group = "AUTH"\nsummary = "The client secret is wrong."',
        "R201",
        31,
        'Did you mean "auth"?',
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'user_message = { english = "No." }\nsummary = "The client secret is wrong."',
        "R110",
        31,
        'user_message: found key "english", expected a language tag such as "en" or "pt-BR"',
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'link = "acme.example/errors#1"\nsummary = "The client secret is wrong."',
        "R108",
        31,
        'Write `"https://acme.example/errors#1"`',
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'since = 0.1\nsummary = "The client secret is wrong."',
        "R103",
        31,
        "Put strings in quotes",
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'code = { path = "x" }\nsummary = "The client secret is wrong."',
        "R103",
        31,
        "Write `code = …` with a value instead of a table",
    ),
    Slip(
        'summary = "The client secret is wrong."',
        'aliases = "OLD"\nsummary = "The client secret is wrong."',
        "R103",
        31,
        'Write `aliases = ["OLD"]`',
    ),
    Slip(
        "retrieved = 2026-11-21",
        'retrieved = "2026-11-21"',
        "R103",
        8,
        "Write `2026-11-21` without quotes",
    ),
    Slip(
        "retrieved = 2026-11-21",
        "retrieved = 21.11.2026",
        "R008",
        8,
        "Write the date as year-month-day: `2026-11-21`",
    ),
    Slip(
        "retrieved = 2026-11-21",
        'retrieved = "Nov 21, 2026"',
        "R103",
        8,
        "Write the date without quotes, year first: `retrieved = 2026-11-21`",
    ),
    Slip(
        "retrieved = 2026-11-21",
        "retrieved = 2026-11-31",
        "R008",
        8,
        "This date does not exist",
    ),
    Slip(
        "retrieved = 2026-11-21",
        "retrieved = 2027-11-21",
        "R252",
        8,
        "Write the date on which you read the page",
    ),
    Slip("retrieved = 2026-11-21", "date = 2026-11-21", "R101", 8, "Did you mean `retrieved`?"),
    Slip("retrieved = 2026-11-21\n", "", "R102", 6, "Add `retrieved` (when you read the page)"),
    Slip(
        'url = "https://acme.example/errors"',
        "url = https://acme.example/errors",
        "R008",
        7,
        "Put strings in quotes",
    ),
    Slip(
        'url = "https://acme.example/errors"',
        'href = "https://acme.example/errors"',
        "R101",
        7,
        "Did you mean `url`?",
    ),
    Slip("[sources.errors]", "[source.errors]", "R101", 6, "Did you mean `sources`?"),
    Slip(
        "[sources.errors]",
        "[[sources]]",
        "R103",
        6,
        "Write `[sources.ID]` with single brackets, once per id",
    ),
    Slip(
        '[sources.errors]\nurl = "https://acme.example/errors"\nretrieved = 2026-11-21',
        '[sources]\nerrors = "https://acme.example/errors"',
        "R103",
        7,
        "Write `[sources.errors]` on its own line, with its keys below it",
    ),
    Slip("open = true", 'open = "true"', "R103", 4, "Write `true` without quotes"),
    Slip("open = true", "open = yes", "R008", 4, "Put strings in quotes"),
    Slip("open = true", "open = 1", "R103", 4, "Write `open = true`"),
    Slip("[provider]", "[[provider]]", "R103", 1, "Write `[provider]` with single brackets"),
    Slip(
        "[provider]",
        "provider",
        "R008",
        1,
        "Write `key = value`, or a table in brackets: `[errors.ID]`",
    ),
    Slip("[provider]", "[providers]", "R101", 1, "Did you mean `provider`?"),
    Slip('title = "Acme"', 'name = "Acme"', "R101", 2, "Did you mean `title`?"),
    Slip(
        "example = { status = 401, body",
        "example = { status = 401, boddy",
        "R101",
        33,
        "Did you mean `body`?",
    ),
    Slip(
        'example = { status = 401, body = \'{"error": {"code": "AUTH_BAD_SECRET"}}\' }',
        'example = \'{"error": {"code": "AUTH_BAD_SECRET"}}\'',
        "R103",
        33,
        'Write `example = { body = "{\\"error\\": {\\"code\\": \\"AUTH_BAD_SECRET\\"}}" }`',
    ),
    Slip(
        'body = \'{"error": {"code": "AUTH_BAD_SECRET"}}\'',
        'body = { error = { code = "AUTH_BAD_SECRET" } }',
        "R103",
        33,
        'Write the body as a string: `body = "{\\"error\\": {\\"code\\": \\"AUTH_BAD_SECRET\\"}}"`',
    ),
    Slip(
        'body = \'{"error": {"code": "AUTH_BAD_SECRET"}}\'',
        'body = "{"error": 1}"',
        "R008",
        33,
        "Put a string with `\"` in single quotes, and a string with `'` in double quotes",
    ),
    Slip('status = "4xx"\nretry', 'status = "4XX"\nretry', "R106", 22, 'Write `"4xx"`'),
    Slip('status = "4xx"\nretry', "status = 4\nretry", "R106", 22, 'Write `"4xx"`'),
    Slip(
        'paths = ["*/token"]',
        'paths = ["https://api.acme.example/token"]',
        "R246",
        11,
        'Write `"/token"`',
    ),
    Slip('paths = ["*/token"]', 'paths = ["POST /token"]', "R246", 11, 'Write `"/token"`'),
    Slip(
        'paths = ["*/token"]',
        'paths = ["token"]',
        "R246",
        11,
        'Write `"/token"`, or `"*/token"` if something can precede it',
    ),
    Slip('paths = ["*/token"]', 'paths = ["/v1/{id}/token"]', "R246", 11, 'Write `"/v1/*/token"`'),
    Slip('paths = ["*/token"]', 'paths = ["/v1/:id/token"]', "R246", 11, 'Write `"/v1/*/token"`'),
    Slip('paths = ["*/token"]', 'paths = ["^/token$"]', "R246", 11, 'Write `"/token"`'),
    Slip('paths = ["*/token"]', 'paths = ["/token?x=1"]', "R246", 11, 'Write `"/token"`'),
    Slip(
        'paths = ["*/token"]',
        'paths = ["*/token"]\n\n[scopes.other]\npaths = ["*/token"]',
        "R246",
        14,
        "Remove it from both: a path that matches two scopes selects neither",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'retry = ["backoff"]',
        "R103",
        37,
        'Write `retry = { documented = "backoff" }`, or `derived` if the page does not say so',
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'retry = [{ documented = "backoff" }]',
        "R103",
        37,
        "Write `retry = { … }` without the brackets",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'retry = { documented = "backoff", delay = 5 }\nallow = { rule = "R253", reason = "…" }',
        "R103",
        38,
        'Write a list: `allow = [{ rule = "R253", reason = "…" }]`',
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'retry = { documented = "backoff", delay = 5 }\nallow = ["R212"]',
        "R103",
        38,
        'Write a list: `allow = [{ rule = "R212", reason = "…" }]`',
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        '// comment\nretry = { documented = "backoff", delay = 5 }',
        "R008",
        37,
        "Begin comments with `#`",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        '/* comment */\nretry = { documented = "backoff", delay = 5 }',
        "R008",
        37,
        "Begin comments with `#`",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'since = "0.1.0"\nremoved = { since = "0.0.9" }',
        "R251",
        38,
        "Correct one of them: an error is in the SDK before it is marked as removed",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'since = "0.1.0"\ndeprecated = { since = "0.0.9" }',
        "R251",
        38,
        "Correct one of them: an error is in the SDK before it is marked as deprecated",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }',
        'deprecated = { since = "0.1.0" }\nremoved = { since = "0.0.9" }',
        "R251",
        38,
        "an error is deprecated before it is removed",
    ),
    Slip(
        "status = 503\n",
        "status = 999\n",
        "R106",
        36,
        'Write a number from 100 to 599, or a class such as `"4xx"`',
    ),
    Slip(
        "status = 503\n",
        'status = "any"\n',
        "R106",
        36,
        'Write a number from 100 to 599, or a class such as `"4xx"`',
    ),
    Slip(
        "status = 503\n",
        'status = ["any"]\n',
        "R106",
        36,
        'Write a number from 100 to 599, or a class such as `"4xx"`',
    ),
    Slip("status = 503\n", "status = 404.0\n", "R103", 36, "Write `404`"),
    Slip("status = 503\n", "status = [404.0]\n", "R103", 36, "Write `404`"),
    Slip(
        "status = 503\n",
        "status = true\n",
        "R103",
        36,
        'Write a number from 100 to 599, or a class such as `"4xx"`',
    ),
    Slip(
        "status = 503\n",
        "status = [503, 400]\n",
        "R213",
        35,
        'Add `kind = "unavailable"` or another kind',
    ),
    Slip(
        'status = 503\nretry = { documented = "backoff", delay = 5 }\nsummary = "Ask again."\n',
        'summary = "Ask again."\n[errors.BUSY.retry]\ndocumented = "backoff"\nstatus = 503\n',
        "R101",
        39,
        "`status` is a key of `[errors.BUSY]`. Move it above the header `[errors.BUSY.retry]`",
    ),
    Slip(
        'retry = { documented = "backoff", delay = 5 }\nsummary = "Ask again."\n',
        'summary = "Busy"\nallow = [\n{ rule = "R253", reason = "a" },\n'
        '{ rule = "R253", reason = "b" }]\n',
        "R602",
        40,
        "Remove one of them",
    ),
    Slip(
        "[errors.BUSY]",
        "[errors.AUTH.CODE]",
        "R101",
        35,
        'Quote ids that contain dots: `[errors."AUTH.CODE"]`',
    ),
    Slip(
        "[errors.BUSY]",
        "[errors.AUTH.NOTE]",
        "R101",
        35,
        'Quote ids that contain dots: `[errors."AUTH.NOTE"]`',
    ),
    Slip(
        "[errors.BUSY]",
        "[errors.AUTH.Links]",
        "R101",
        35,
        'Quote ids that contain dots: `[errors."AUTH.Links"]`',
    ),
    Slip(
        "[errors.BUSY]",
        "[errors.AUTH.SOURCE]",
        "R101",
        35,
        'Quote ids that contain dots: `[errors."AUTH.SOURCE"]`',
    ),
    Slip(
        "[errors.BUSY]",
        "[errors.AUTH.KIND]",
        "R101",
        35,
        'Quote ids that contain dots: `[errors."AUTH.KIND"]`',
    ),
    Slip(
        "[errors.BUSY]",
        "[errors.urn:x]",
        "R008",
        35,
        'Quote ids that contain spaces or punctuation: `[errors."urn:x"]`',
    ),
    Slip(
        "[[envelopes]]",
        '[envelopes]\nid = "header"\ncode = { header = "X-Error" }\n\n[envelopes]',
        "R009",
        17,
        "Write `[[envelopes]]` with double brackets, once per envelope",
    ),
    Slip(
        'fields.detail = { path = "error.detail", role = "message" }\n'
        'fields.trace = { role = "reference", log = true }',
        'fields = ["x"]',
        "R103",
        18,
        'Write `fields.x = { path = "x" }`, one line per field',
    ),
    Slip(
        'fields.detail = { path = "error.detail", role = "message" }\n'
        'fields.trace = { role = "reference", log = true }',
        'fields = "error.detail"',
        "R103",
        18,
        'Write `fields.detail = { path = "error.detail" }`, one line per field',
    ),
]


def test_provider_without_slips_has_no_findings(make_registry: MakeRegistry) -> None:
    """The provider without slips has no findings."""
    assert lint_registry(make_registry({"acme": PROVIDER}), TODAY).diagnostics == ()


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.wrong[:40])
def test_slip_is_found_with_a_fix(make_registry: MakeRegistry, slip: Slip) -> None:
    """The slip is the only finding, at its line, and says what to write."""
    assert slip.right in PROVIDER
    folder = make_registry({"acme": PROVIDER.replace(slip.right, slip.wrong, 1)})
    found = lint_registry(folder, TODAY).diagnostics
    assert [(finding.rule.id, finding.span.start.line) for finding in found] == [
        (slip.rule, slip.line)
    ]
    assert slip.said in (found[0].help or found[0].message)


@pytest.mark.parametrize(
    ("match", "said"),
    [("AUHT_*", "Correct its `match`"), ("AUTH_.*", '(one character), as in "AUTH_*"')],
)
def test_slip_in_a_match_is_found_beside_an_envelope_that_reads_groups(
    make_registry: MakeRegistry, match: str, said: str
) -> None:
    """A `match` without codes is found even if responses name groups."""
    reads = PROVIDER.replace("\nfields.detail", '\ngroup = { path = "g" }\nfields.detail')
    folder = make_registry({"acme": reads.replace("AUTH_*", match)})
    (found,) = lint_registry(folder, TODAY).diagnostics
    assert (found.rule.id, found.span.start.line) == ("R204", 26)
    assert said in (found.help or "")


def test_group_without_match_is_accepted_beside_an_envelope_that_reads_groups(
    make_registry: MakeRegistry,
) -> None:
    """Responses can name the group; a group that an error names may match other codes only."""
    reads = PROVIDER.replace("\nfields.detail", '\ngroup = { path = "g" }\nfields.detail')
    without = reads.replace('match = "AUTH_*"\n', "")
    named = reads.replace("AUTH_*", "LOGIN_*").replace(
        "status = 503", 'group = "auth"\nstatus = 503'
    )
    for text in (without, named):
        assert lint_registry(make_registry({"acme": text}), TODAY).diagnostics == ()


@pytest.mark.parametrize("id_", ["CODE", "NOTE", "Links", "SOURCE", "KIND", "code", "status"])
def test_dotted_id_that_resembles_a_key_is_quoted_beside_others(
    make_registry: MakeRegistry, id_: str
) -> None:
    """Each of the tables is a separate error."""
    entry = 'status = 401\nsummary = "The token is gone."\n'
    slips = f"[errors.AUTH.TOKEN]\n{entry}[errors.AUTH.{id_}]\n{entry}"
    found = lint_registry(make_registry({"acme": PROVIDER + slips}), TODAY).diagnostics
    helps = [f'Quote ids that contain dots: `[errors."AUTH.{id_}"]`' for id_ in ("TOKEN", id_)]
    assert [finding.help for finding in found] == helps


def test_slip_in_a_path_is_also_seen_by_the_example(make_registry: MakeRegistry) -> None:
    """The path is well-formed but does not lead to the code."""
    text = PROVIDER.replace("error.code", "errors.0.code")
    path, example = lint_registry(make_registry({"acme": text}), TODAY).diagnostics
    assert (path.rule.id, example.rule.id) == ("R243", "R401")
    assert path.help == 'Write `"errors[0].code"` for an item of an array'


SDK_SLIPS = [
    ("version", '"v1.0"', "R502", "For a pre-release, write for example `1.4.0b1`"),
    ("version", "1.0", "R103", "Put strings in quotes"),
    ("package", '"acme-errors"', "R501", "Use lowercase letters, digits and `_`"),
    ("package", '"Acme Errors"', "R501", "Use lowercase letters, digits and `_`"),
    (
        "license_file",
        '"../LICENSE"',
        "R503",
        "Use letters, digits, `.`, `_` and `-`, without a folder",
    ),
    ("license_file", '"LICENCE"', "R503", "Put the text of the license there"),
    ("license_file", '"attr.py"', "R503", "Use one of these suffixes or none"),
    ("license_file", '"LICENSE.PY"', "R503", "Use one of these suffixes or none"),
    ("licence", '"MIT"', "R101", "Did you mean `license`?"),
    ("acronyms", '"API, URL"', "R505", "letters and digits"),
    ("reference_url", '"https://acme.example/errors"', "R504", "{provider}"),
    ("reference_url", '"acme.example/{provider}#{anchor}"', "R108", "https://"),
    ("repository", '"git@acme.example:errors.git"', "R108", "https://"),
    ("allow", '"R506"', "R103", 'Write a list: `allow = [{ rule = "R506"'),
]


@pytest.mark.parametrize(("key", "value", "rule", "said"), SDK_SLIPS)
def test_slip_in_sdk_is_found_with_a_fix(
    make_registry: MakeRegistry, key: str, value: str, rule: str, said: str
) -> None:
    """A slip in `sdk.toml` is the only finding and says what to write."""
    folder = make_registry({"acme": PROVIDER}, **{key: value})
    (folder / "attr.py").touch()
    (folder / "LICENSE.PY").touch()
    (found,) = lint_registry(folder, TODAY).diagnostics
    assert found.rule.id == rule
    assert said in f"{found.message} {found.help}"


FILES: dict[str, tuple[str, bytes, str, str]] = {
    "byte order mark": (
        "providers/beta.toml",
        b"\xef\xbb\xbf",
        "R005",
        "without a byte order mark",
    ),
    "UTF-16": ("providers/beta.toml", b"\xff\xfea\0", "R004", "Save it as UTF-8"),
    "Latin-1": ("providers/beta.toml", b"# gr\xfc\xdfe\n", "R006", "Save the file as UTF-8"),
    "empty": ("providers/beta.toml", b"", "R007", "expected at least one table"),
    "comments only": ("providers/beta.toml", b"# to do\n", "R007", "expected at least one table"),
    "old line ends": ("providers/beta.toml", b"[provider]\rtitle = 1\r", "R008", "LF or CRLF"),
    "beside sdk.toml": ("beta.toml", b"", "R012", "Move it to `providers/beta.toml`"),
    "in a folder": ("providers/more/beta.toml", b"", "R012", "Move it to `providers/beta.toml`"),
    "upper case": ("providers/BETA.TOML", b"", "R012", "Move it to `providers/BETA.toml`"),
}


@pytest.mark.parametrize(("path", "data", "rule", "said"), FILES.values(), ids=FILES)
def test_file_of_the_wrong_sort_or_place_is_found(
    make_registry: MakeRegistry, path: str, data: bytes, rule: str, said: str
) -> None:
    """No file is silently ignored."""
    folder = make_registry({"acme": PROVIDER})
    (folder / path).parent.mkdir(exist_ok=True)
    whole = data + PROVIDER.replace("Acme", "Beta").encode() if rule in {"R005", "R006"} else data
    (folder / path).write_bytes(whole)
    (found,) = lint_registry(folder, TODAY).diagnostics
    assert found.rule.id == rule
    assert said in f"{found.message} {found.help}"


def test_line_ends_and_indentation_do_not_matter(make_registry: MakeRegistry) -> None:
    """Anything TOML allows is accepted: CRLF, tabs, blank lines."""
    folder = make_registry()
    text = PROVIDER.replace("\n", "\r\n").replace("status =", "\tstatus\t=")
    (folder / "providers" / "acme.toml").write_bytes(text.encode())
    assert lint_registry(folder, TODAY).diagnostics == ()

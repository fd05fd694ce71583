"""For each rule about changes: edits that it reports, and edits that it almost reports."""

from __future__ import annotations

from attrs import frozen

from tests.changes.states import Edits

LAST = 'summary = "The service is broken."\n'


def add(toml: str) -> Edits:
    """Return the edit that adds tables at the end of the file."""
    return ((LAST, f"{LAST}\n{toml}\n"),)


OTHER = '[errors.OTHER]\nstatus = 400\nsummary = "Something is odd."'
SESSION_NEW = '[errors.SESSION_NEW]\nstatus = 409\nsummary = "There is another session."'
QUIET = (
    ('fields.detail = { path = "error.detail", role = "message" }', ""),
    ('fields.trace = { header = "X-Trace", role = "trace_id", log = true }', ""),
    ('fields.wait = { path = "error.wait", type = "integer", role = "retry_after" }', ""),
    ('fields.extra = { path = "error.extra", type = "object" }', ""),
)
GONE = (
    (
        '[errors.BROKEN]\nstatus = 500\nsummary = "The service is broken."\n',
        "",
    ),
    (', replacement = "BROKEN"', ""),
)
RENAMED = (
    ("[errors.BROKEN]", '[errors.DEFECT]\naliases = ["BROKEN"]'),
    ('replacement = "BROKEN"', 'replacement = "DEFECT"'),
)
REDIRECT = '[[envelopes]]\nid = "redirect"\ncode = { query = "error" }\n'
ORDERS = """\
[[envelopes]]
id = "orders"
code = { path = "code" }
group = { path = "family" }
when = { body = { kind = "order" } }
scope = "orders"
"""
SERVER = """\
[categories.server]
status = "5xx"
retry = { documented = "backoff", delay = 5 }
"""
SESSION = """\
[groups.session]
match = "SESSION_*"
kind = "conflict"
summary = "About sessions."
"""


PLAIN = (('kind = "conflict"\n', ""),)
"""No error or group has a kind that its status does not imply."""
SHARED = add(
    '[errors.A1]\ncode = "SAME"\nstatus = 400\nsummary = "The first thing is wrong."\n\n'
    '[errors.A2]\ncode = "SAME"\nstatus = 422\nsummary = "Another matter is broken."'
)
"""Two errors have the same code."""
A1 = '[errors.A1]\ncode = "SAME"\n'
A2 = '[errors.A2]\ncode = "SAME"\n'
UNSCOPED = (
    ('scope = "orders"\nendpoints', "endpoints"),
    ('scope = "orders"\n\n[cat', "\n[cat"),
)
FIRST = '[[envelopes]]\nid = "json"'
NEXT = '[[envelopes]]\nid = "next"\ncode = { path = "fault" }'


FOLDED = (
    (
        'id = "json"\ncode = { path = "error.code" }',
        'id = "body"\ncode = { path = "error.code", fold = "dash" }',
    ),
)
"""The envelope has another id and reads more spellings."""


@frozen
class Case:
    """Edits that a rule reports.

    Attributes:
        level: The level that it reports.
        subject: The subject of the change.
        edits: The edits.
        backwards: Whether the edited file is the old state.
        base: Edits of both states.
    """

    level: str
    subject: str
    edits: Edits
    backwards: bool = False
    base: Edits = ()


CASES: dict[str, list[Case]] = {
    "C105": [Case("breaking", "provider", (('class = "AcmeError"', 'class = "AcmeApiError"'),))],
    "C111": [
        Case("breaking", "BROKEN", GONE),
        Case(
            "breaking",
            "BROKEN",
            (
                *GONE,
                ("status = 409\n", 'status = 409\naliases = ["BROKEN"]\n'),
                ('code = "E7"\n', 'code = "E7"\naliases = ["BROKEN"]\n'),
            ),
        ),
    ],
    "C112": [
        Case("risky", "SESSION_NEW", add(SESSION_NEW)),
        Case("safe", "OTHER", add(OTHER)),
        # A kind that its status does not imply.
        Case("risky", "OTHER", add(f'{OTHER}\nkind = "declined"')),
        Case("safe", "OTHER", add(f'[groups.other]\nmatch = "OTHER*"\n{OTHER}')),
    ],
    "C113": [
        Case("breaking", "DEFECT", RENAMED),
        Case(
            "breaking",
            "BROKEN",
            (("[errors.BROKEN]", '[errors.BROKEN]\nclass = "AcmeBrokenError"'),),
        ),
    ],
    "C114": [
        Case("breaking", "SESSION_LOCKED", (("status = 403", "status = 401"),)),
        Case("breaking", "NO_MONEY", (('group = "order"', 'group = "session"'),)),
        Case("breaking", "NO_MONEY", (('group = "order"\n', ""),)),
        Case("breaking", "DOWN", (("status = 503\n", ""),)),
        # It is now ambiguous.
        Case("breaking", "DOWN", (("status = 503", "status = [503, 403]"),)),
        Case(
            "breaking",
            "BROKEN",
            (("status = 500\n", 'status = 500\nkind = "unavailable"\n'),),
        ),
    ],
    "C115": [
        Case("risky", "SESSION_LOCKED", (("status = 403", "status = 401"),)),
        Case("risky", "DOWN", (("status = 503\n", ""),), backwards=True),
        Case("risky", "NO_MONEY", (('group = "order"\n', ""),), backwards=True),
    ],
    "C121": [
        Case("breaking", "group session", ((SESSION, ""),)),
        # An error has its class now.
        Case(
            "breaking",
            "group session",
            ((SESSION, ""), *add('[errors.SESSION]\nstatus = 400\nsummary = "It is odd."')),
        ),
    ],
    "C122": [
        Case(
            "breaking",
            "group session",
            (("[groups.session]", '[groups.session]\nclass = "LoginError"'),),
        )
    ],
    "C123": [
        Case("safe", "group other", add('[groups.other]\nmatch = "OTHER_*"')),
        Case("risky", "group other", add('[groups.other]\nmatch = "O_*"\nkind = "permission"')),
    ],
    "C131": [
        Case("breaking", "DEFECT", RENAMED),
        Case("breaking", "NO_MONEY", (('code = "E7"', 'code = "E8"'),)),
    ],
    "C132": [
        Case("risky", "DEFECT", RENAMED),
        # Merged into another error.
        Case(
            "risky",
            "DOWN",
            (*GONE, ("status = 503\n", 'status = 503\naliases = ["BROKEN"]\n')),
        ),
    ],
    "C133": [Case("breaking", "SESSION_LOCKED", (('aliases = ["session.locked"]\n', ""),))],
    "C134": [
        Case(
            "breaking",
            "SESSION_OLD",
            (
                ('aliases = ["session.locked"]\n', ""),
                ("status = 409\n", 'status = 409\naliases = ["session.locked"]\n'),
            ),
        ),
        Case(
            "breaking",
            "SESSION_LOCKED",
            (("status = 409\n", 'status = 409\naliases = ["session.locked"]\n'),),
        ),
        Case(
            "breaking",
            "DOWN",
            add('[errors.slow]\ncode = "DOWN"\nclass = "SlowError"\nstatus = 504\nsummary = "x"'),
        ),
        # It was ambiguous.
        Case(
            "breaking",
            "SESSION_LOCKED",
            (("status = 409\n", 'status = 409\naliases = ["session.locked"]\n'),),
            backwards=True,
        ),
    ],
    "C135": [
        Case(
            "risky",
            "SESSION_OLD",
            (("status = 409\n", 'status = 409\naliases = ["session.old"]\n'),),
        ),
        # The glob of a group that the error does not belong to.
        Case(
            "breaking",
            "BROKEN",
            (("status = 500\n", 'status = 500\naliases = ["SESSION_LOST"]\n'),),
        ),
    ],
    "C141": [
        Case("risky", "BROKEN", ((LAST, f"{LAST}removed = {{ replacement = 'DOWN' }}\n"),)),
        Case("risky", "DOWN", (("deprecated = {", "removed = {"),)),
    ],
    "C142": [
        Case("safe", "BROKEN", ((LAST, f"{LAST}deprecated = {{}}\n"),)),
        Case("safe", "BROKEN", ((LAST, f"{LAST}deprecated = {{ replacement = 'DOWN' }}\n"),)),
    ],
    "C143": [
        Case("safe", "BROKEN", ((LAST, f"{LAST}removed = {{}}\n"),), backwards=True),
        Case(
            "safe",
            "DOWN",
            (('deprecated = { reason = "It is always up now.", replacement = "BROKEN" }\n', ""),),
        ),
    ],
    "C144": [Case("safe", "DOWN", (("It is always up now.", "It never fails."),))],
    "C151": [
        Case(
            "breaking",
            "field extra",
            (('fields.extra = { path = "error.extra", type = "object" }', ""),),
        )
    ],
    "C152": [Case("breaking", "field wait", (('type = "integer"', 'type = "number"'),))],
    "C153": [
        Case(
            "safe",
            "field extra",
            (('fields.extra = { path = "error.extra", type = "object" }', ""),),
            backwards=True,
        ),
        Case(
            "risky",
            "field trace",
            (('fields.trace = { header = "X-Trace", role = "trace_id", log = true }', ""),),
            backwards=True,
        ),
    ],
    "C154": [Case("risky", "field trace", ((", log = true", ""),))],
    "C155": [Case("risky", "field trace", ((", log = true", ""),), backwards=True)],
    "C156": [
        Case("risky", "field wait", ((', role = "retry_after"', ""),)),
        Case("safe", "field trace", (('role = "trace_id"', 'role = "reference"'),)),
    ],
    "C157": [
        Case(
            "risky",
            "field wait",
            (('role = "retry_after"', 'role = "retry_after", unit = "milliseconds"'),),
        ),
        Case(
            "risky",
            "field wait",
            (('role = "retry_after"', 'role = "retry_after", unit = "milliseconds"'),),
            backwards=True,
        ),
    ],
    "C158": [
        Case("risky", "field detail", (('path = "error.detail"', 'path = "error.text"'),)),
        Case(
            "risky",
            "field trace",
            (
                (
                    'scope = "orders"\n\n[cat',
                    'scope = "orders"\nfields.trace.header = "X-T"\n\n[cat',
                ),
            ),
        ),
    ],
    "C201": [
        Case(
            "breaking", "BROKEN", (('documented = "backoff", delay = 5', 'documented = "never"'),)
        ),
        Case("breaking", "BROKEN", (('retry = { documented = "backoff", delay = 5 }\n', ""),)),
    ],
    "C202": [
        Case("risky", "SESSION_LOCKED", (('documented = "never"', 'documented = "once"'),)),
    ],
    "C203": [
        Case("risky", "BROKEN", (('documented = "backoff"', 'documented = "once"'),)),
        Case("safe", "SESSION_OLD", (('documented = "never"', 'documented = "after_fix"'),)),
        Case("risky", "SESSION_OLD", (('retry = { documented = "never" }\n', ""),)),
    ],
    "C204": [
        Case("risky", "DOWN", (("delay = 5", "delay = 60"),)),
        Case(
            "safe",
            "SESSION_OLD",
            (('retry = { documented = "never" }', 'retry = { documented = "never", delay = 1 }'),),
        ),
    ],
    "C205": [Case("safe", "DOWN", (('documented = "backoff"', 'derived = "backoff"'),))],
    "C211": [
        Case("risky", "category server", (("delay = 5", "delay = 60"),)),
        Case(
            "risky",
            "group order",
            (("[groups.order]", '[groups.order]\nretry = { derived = "never" }'),),
        ),
        Case("safe", "category server", (('documented = "backoff"', 'derived = "backoff"'),)),
    ],
    "C221": [
        Case(
            "breaking",
            "A1",
            (
                (f"{A1}status = 400", f"{A1}status = 422"),
                (f"{A2}status = 422", f"{A2}status = 400"),
            ),
            base=SHARED,
        ),
        Case("risky", "SESSION_OLD", (("status = 409", "status = 412"),)),
        Case("risky", "NO_MONEY", (("status = 402", 'status = "4xx"'),), backwards=True),
        Case("risky", "NO_MONEY", (("status = 402\n", ""),)),
        Case("risky", "NO_MONEY", (("status = 402\n", ""),), backwards=True),
    ],
    "C222": [
        Case("risky", "SESSION_OLD", (("status = 409\n", 'status = 409\ncategory = "server"\n'),)),
        Case("risky", "DOWN", (("status = 503\n", ""),)),
    ],
    "C223": [
        Case(
            "risky",
            "category server",
            ((SERVER, ""),),
        )
    ],
    "C224": [
        Case(
            "risky",
            "category slow",
            add('[categories.slow]\nstatus = 429\nretry = { derived = "backoff" }'),
        ),
        Case("safe", "category slow", add("[categories.slow]\nstatus = 429")),
    ],
    "C225": [
        Case("risky", "category server", (('status = "5xx"', "status = [500, 503]"),)),
    ],
    "C231": [
        Case("breaking", "group session", (('"SESSION_*"', '"SESSION_O*"'),)),
        Case("breaking", "group session", (('"SESSION_*"', '["SESSION_*", "LOGIN_*"]'),)),
        Case("risky", "group session", (('"SESSION_*"', '["SESSION_*", "LOGIN_*"]'),), base=PLAIN),
        # It has another id, but its class is the same.
        Case(
            "breaking",
            "group login",
            (
                (
                    '[groups.session]\nmatch = "SESSION_*"',
                    '[groups.login]\nclass = "SessionError"\nmatch = "SESSION_O*"',
                ),
                ('group = { path = "family" }\n', ""),
            ),
        ),
        Case(
            "risky",
            "group login",
            (("[groups.session]", '[groups.login]\nclass = "SessionError"'),),
            base=(('group = { path = "family" }\n', ""),),
        ),
        # Responses contain the old id.
        Case(
            "breaking",
            "group login",
            (("[groups.session]", '[groups.login]\nclass = "SessionError"'),),
        ),
        # It takes codes from another group.
        Case("breaking", "group session", add('[groups.other]\nmatch = "SESSION_X_*"')),
    ],
    "C232": [
        Case("breaking", "group session", (('kind = "conflict"', 'kind = "expired"'),)),
        Case("breaking", "group session", (('kind = "conflict"\n', ""),), backwards=True),
    ],
    "C233": [
        Case("risky", "NO_MONEY", (('group = "order"\n', ""),)),
        Case("breaking", "A1", ((A1, f'{A1}group = "order"\n'),), base=SHARED),
    ],
    "C241": [
        Case(
            "breaking",
            "scope token",
            (('[scopes.token]\npaths = "/token"\n', ""),),
        )
    ],
    "C242": [
        Case("breaking", "scope token", (('paths = "/token"', 'paths = "/oauth/token"'),)),
        Case("safe", "scope other", add("[scopes.other]")),
        Case("breaking", "scope other", add('[scopes.other]\npaths = "/other"')),
        Case(
            "safe",
            "scope token",
            (('paths = "/token"', 'paths = "/oauth/token"'),),
            base=UNSCOPED,
        ),
    ],
    "C243": [
        Case("risky", "NO_MONEY", (('scope = "orders"\nendpoints', "endpoints"),)),
        Case(
            "breaking", "NO_MONEY", (('scope = "orders"\nendpoints', "endpoints"),), backwards=True
        ),
        Case("breaking", "A2", ((A2, f'{A2}scope = "token"\n'),), base=SHARED, backwards=True),
    ],
    "C251": [Case("breaking", "envelope redirect", ((REDIRECT, ""),))],
    "C252": [
        Case("risky", "envelope redirect", ((REDIRECT, ""),), backwards=True),
        Case("risky", "envelope next", add(NEXT), base=PLAIN),
        Case("breaking", "envelope next", add(NEXT)),
        Case("breaking", "envelope next", add(f"{NEXT}\nwhen = {{ status = 200 }}"), base=PLAIN),
    ],
    "C253": [
        Case("breaking", "envelope json", (('path = "error.code"', 'path = "error.id"'),)),
        Case(
            "risky",
            "envelope json",
            (('{ path = "error.code" }', '{ path = "error.code", fold = "dash" }'),),
            base=PLAIN,
        ),
        # The other spelling had the kind of its status.
        Case(
            "breaking",
            "envelope json",
            (('{ path = "error.code" }', '{ path = "error.code", fold = "dash" }'),),
        ),
        Case(
            "breaking",
            "envelope json",
            (('{ path = "error.code" }', '{ path = "error.code", fold = "dash" }'),),
            backwards=True,
        ),
        Case(
            "breaking",
            "envelope json",
            (('{ path = "error.code" }', '{ path = "error.code", success = ["OK"] }'),),
        ),
        Case(
            "breaking",
            "envelope json",
            (('{ path = "error.code" }', "{ status = true }"),),
        ),
        Case(
            "breaking",
            "envelope json",
            (('{ path = "error.code" }', '{ header = "WWW-Authenticate", parameter = "error" }'),),
        ),
    ],
    "C254": [
        Case(
            "safe",
            "envelope json",
            (('{ path = "error.code" }', '{ path = "error.code", type = "integer" }'),),
        ),
        Case(
            "safe",
            "envelope orders",
            (('{ path = "family" }', '{ path = "family", type = "integer" }'),),
        ),
    ],
    "C255": [
        Case("breaking", "envelope orders", (('path = "family"', 'path = "group"'),)),
        Case("breaking", "envelope orders", (('group = { path = "family" }', 'group = "order"'),)),
        Case(
            "breaking", "envelope orders", (('group = { path = "family" }\n', ""),), backwards=True
        ),
        Case(
            "risky",
            "envelope orders",
            (('group = { path = "family" }\n', ""),),
            backwards=True,
            base=(('match = "SESSION_*"\nkind = "conflict"\n', ""),),
        ),
    ],
    "C256": [
        Case(
            "breaking",
            "envelope json",
            (('when = { status = "4xx" }', "when = { status = [400, 409] }"),),
        ),
        Case(
            "risky",
            "envelope json",
            (('when = { status = "4xx" }', "when = { status = [400, 409] }"),),
            backwards=True,
            base=PLAIN,
        ),
        Case("risky", "envelope json", (('when = { status = "4xx" }\n', ""),), base=PLAIN),
        Case("breaking", "envelope json", (('when = { status = "4xx" }\n', ""),)),
        # A success with the status 200 is now an error.
        Case(
            "breaking",
            "envelope json",
            (('when = { status = "4xx" }', 'when = { status = ["4xx", 200] }'),),
            base=PLAIN,
        ),
        Case("breaking", "envelope orders", (('kind = "order"', 'kind = "buy"'),)),
        # A success with the status 200 is no longer an error.
        Case(
            "breaking",
            "envelope json",
            (('when = { status = "4xx" }', "when = { status = [200, 400] }"),),
            backwards=True,
        ),
    ],
    "C257": [
        Case("risky", "envelope orders", (('scope = "orders"\n\n[cat', "\n[cat"),), base=PLAIN),
        Case("breaking", "envelope orders", (('scope = "orders"\n\n[cat', "\n[cat"),)),
        Case(
            "breaking",
            "envelope orders",
            (('scope = "orders"\n\n[cat', "\n[cat"),),
            backwards=True,
            base=PLAIN,
        ),
    ],
    "C258": [
        Case("safe", "envelopes", ((f"{REDIRECT}\n{ORDERS}", f"{ORDERS}\n{REDIRECT}"),)),
        Case("breaking", "envelopes", ((ORDERS, ""), (FIRST, f"{ORDERS}\n{FIRST}"))),
    ],
    "C259": [Case("breaking", "parse_redirect", ((REDIRECT, ""),))],
    "C260": [Case("safe", "parse_redirect", ((REDIRECT, ""),), backwards=True)],
    "C271": [Case("breaking", "DEFECT", RENAMED)],
    "C272": [
        Case("risky", "DOWN", (("status = 503", "status = 501"),)),
        Case("safe", "SESSION_LOCKED", (("status = 403", "status = 401"),)),
    ],
    "C273": [
        Case("risky", "NO_MONEY", (('user_message = "Your account is empty."\n', ""),)),
        Case("risky", "SESSION_LOCKED", ((', sv = "Försök igen."', ""),)),
    ],
    "C274": [
        Case("safe", "NO_MONEY", (("Your account is empty.", "Pay in money first."),)),
        Case("safe", "SESSION_LOCKED", ((', sv = "Försök igen."', ""),), backwards=True),
        Case(
            "safe", "SESSION_LOCKED", (('{ en = "Try again.", sv = "Försök igen." }', '"Wait."'),)
        ),
    ],
    "C301": [
        Case("risky", "DEFECT", RENAMED),
        Case("risky", "BROKEN", GONE),
    ],
    "C302": [Case("safe", "BROKEN", (("The service is broken.", "The service has failed."),))],
    "C303": [
        Case("safe", "NO_MONEY", (("Pay in money.", "Pay in more money."),)),
        Case("safe", "SESSION_OLD", (("Check the request.", "Change the request."),)),
    ],
    "C304": [
        Case("safe", "NO_MONEY", (("Somebody bought too much.", "Nobody paid."),)),
        Case("safe", "NO_MONEY", (('endpoints = "/orders"', 'endpoints = "/buy"'),)),
        Case("safe", "BROKEN", ((LAST, f'{LAST}note = "It is new."\n'),)),
        Case("safe", "BROKEN", (("acme.example/errors", "acme.example/codes"),)),
    ],
    "C311": [Case("risky", "provider", (('title = "Acme"', 'title = "Acme Pay"'),))],
    "C312": [
        Case("safe", "provider", (("It is in beta.", "It is stable."),)),
        Case("safe", "provider", (('note = "It is in beta."\n', "open = true\n"),)),
        Case("safe", "provider", (('note = "It is in beta."\n', 'support = "Quote the id."\n'),)),
        Case("safe", "provider", (("acme.example/errors", "acme.example/codes"),)),
    ],
    "C313": [
        Case("safe", "group session", (("About sessions.", "About logins."),)),
        Case("safe", "category client", (("Check the request.", "Change the request."),)),
    ],
}
"""The rules about providers and errors, and edits that each reports."""

NEAR_MISSES: dict[str, list[Edits]] = {
    "C105": [(('title = "Acme"', 'title = "Acme Pay"'),)],
    "C111": [RENAMED],
    "C112": [RENAMED],
    "C113": [(("status = 500", "status = 504"),)],
    # The kind is the same.
    "C114": [
        (("status = 503", "status = 504"),),
        (("[groups.session]", '[groups.session]\nclass = "LoginError"'),),
        (('class = "AcmeError"', 'class = "AcmeApiError"'),),
    ],
    "C115": [
        (("status = 503", "status = 504"),),
        (("[groups.session]", '[groups.session]\nclass = "LoginError"'),),
        (('class = "AcmeError"', 'class = "AcmeApiError"'),),
    ],
    # The group has another id, but its class is the same.
    "C121": [(("[groups.session]", '[groups.login]\nclass = "SessionError"'),)],
    "C122": [(("[groups.session]", '[groups.session]\nclass = "SessionError"'),)],
    "C123": [(("[groups.session]", '[groups.login]\nclass = "SessionError"'),)],
    "C131": [(("[errors.NO_MONEY]", '[errors.no_money]\naliases = ["NO_MONEY"]'),)],
    "C132": [(('code = "E7"', 'code = "E8"'),)],
    "C133": [
        (
            ('aliases = ["session.locked"]\n', ""),
            ("status = 409\n", 'status = 409\naliases = ["session.locked"]\n'),
        )
    ],
    "C134": [RENAMED, (('aliases = ["session.locked"]\n', ""),)],
    "C135": [add(f'{OTHER}\naliases = ["other"]'), RENAMED],
    "C141": [((LAST, f"{LAST}deprecated = {{}}\n"),)],
    "C142": [((LAST, f"{LAST}removed = {{}}\n"),)],
    # It was deprecated and is now removed.
    "C143": [(("deprecated = {", "removed = {"),)],
    "C144": [
        (("deprecated = {", "removed = {"),),
        # Releases write it.
        (('replacement = "BROKEN" }', 'replacement = "BROKEN", since = "0.1.0" }'),),
    ],
    "C151": [(('path = "error.extra"', 'path = "error.more"'),)],
    "C152": [((', role = "retry_after"', ""),)],
    "C153": [(('path = "error.extra"', 'path = "error.more"'),)],
    "C154": [(('header = "X-Trace"', 'header = "X-Trace-Id"'),)],
    "C155": [(('header = "X-Trace"', 'header = "X-Trace-Id"'),)],
    "C156": [(('header = "X-Trace"', 'header = "X-Trace-Id"'),)],
    "C157": [(('role = "retry_after"', 'role = "retry_after", unit = "seconds"'),)],
    # The envelope has another id, but is the same.
    "C158": [(('id = "json"', 'id = "body"'),)],
    "C201": [(('documented = "backoff"', 'documented = "once"'),)],
    "C202": [(('documented = "never"', 'documented = "after_fix"'),)],
    "C203": [(('documented = "backoff", delay = 5', 'documented = "never"'),)],
    "C204": [(('documented = "backoff", delay = 5', 'documented = "never", delay = 6'),)],
    "C205": [(('documented = "backoff"', 'derived = "poll"'),)],
    "C211": [(("[groups.order]", '[groups.order]\nfix = "Ask again."'),)],
    "C221": [(("status = 409\n", 'status = 409\ncategory = "server"\n'),)],
    "C222": [(("status = 409", "status = 412"),)],
    "C223": [(('status = "5xx"', "status = [500, 503]"),)],
    "C224": [(('status = "5xx"', "status = [500, 503]"),)],
    "C225": [(("delay = 5", "delay = 60"),)],
    "C231": [
        (('match = "SESSION_*"', 'match = ["SESSION_*", "SESSION_X_*"]'),),
        add('[groups.other]\nmatch = "OTHER_*"'),
    ],
    "C232": [(("[groups.order]", '[groups.order]\nfix = "Ask again."'),)],
    "C233": [(("[groups.order]", '[groups.order]\nclass = "ShoppingError"'),)],
    "C241": [(('paths = "/token"', 'paths = "/oauth/token"'),)],
    "C242": [(('[scopes.token]\npaths = "/token"\n', ""),)],
    "C243": [(('endpoints = "/orders"', 'endpoints = "/buy"'),)],
    "C251": [(('id = "json"', 'id = "body"'),), FOLDED],
    "C252": [(('id = "json"', 'id = "body"'),), FOLDED],
    "C253": [(('{ path = "error.code" }', '{ path = "error.code", type = "integer" }'),)],
    "C254": [(('{ path = "error.code" }', '{ path = "error.code", fold = "dash" }'),)],
    "C255": [(('{ path = "family" }', '{ path = "family", type = "integer" }'),)],
    "C256": [(('path = "error.code"', 'path = "error.id"'),)],
    "C257": [(('scope = "orders"\nendpoints', "endpoints"),)],
    "C258": [((REDIRECT, ""),)],
    "C259": [(('{ query = "error" }', '{ query = "code" }'),)],
    "C260": [(('{ query = "error" }', '{ query = "code" }'),)],
    # The anchor of the id is the same.
    "C271": [(("[errors.BROKEN]", '[errors.BROKEN]\nclass = "AcmeBrokenError"'),)],
    "C272": [(("status = 503", "status = 504"),)],
    "C273": [(("Your account is empty.", "Pay in money first."),)],
    "C274": [(('user_message = "Your account is empty."\n', ""),)],
    "C301": [(("[errors.SESSION_OLD]", '[errors.session_old]\naliases = ["SESSION_OLD"]'),)],
    "C302": [(("About sessions.", "About logins."),)],
    "C303": [(("About sessions.", "About logins."),)],
    "C304": [
        (("Pay in money.", "Pay in more money."),),
        # Releases write it.
        ((LAST, f'{LAST}since = "0.1.0"\n'),),
    ],
    "C311": [(("It is in beta.", "It is stable."),)],
    "C312": [(('title = "Acme"', 'title = "Acme Pay"'),)],
    "C313": [
        (('kind = "conflict"', 'kind = "expired"'),),
        (("[groups.session]", '[groups.login]\nclass = "SessionError"'),),
        (("[groups.order]", '[groups.order]\nretry = { derived = "never" }'),),
        (('documented = "backoff"', 'derived = "backoff"'),),
    ],
}
"""Edits that a rule does not report, although they are close to what it reports."""

"""A client with an exhaustive `match` on `known_code`, which needs a case for each new error."""

from __future__ import annotations

import json
from typing import assert_never

from acme_errors import acme


def react(error: acme.AcmeError) -> str:
    """Return what the client does about an error."""
    match error.known_code:
        case acme.Code.LOGIN_EXPIRED | acme.Code.NOT_ALLOWED:
            return "log in"
        case acme.Code.ORDER_PAID | acme.Code.ORDER_SENT | acme.Code.ACCOUNT_OLD:
            return "explain"
        case acme.Code.CLOSED | acme.Code.FULL:
            return "wait"
        case None:
            return "give up"
        case code:
            assert_never(code)


def main() -> None:
    """Check the reaction to a documented and an undocumented code."""
    for code, reaction in {"FULL": "wait", "NOBODY_KNOWS": "give up"}.items():
        error = acme.parse(status=400, body=json.dumps({"code": code}).encode())
        assert react(error) == reaction


if __name__ == "__main__":
    main()

"""A small client of the SDK, which tests run against two states of it.

It reacts to each error response of an order service; `main` fails if a reaction is another one.
"""

from __future__ import annotations

import json

import acme_errors
from acme_errors import acme


def react(status: int, code: str, **body: object) -> str:
    """Return what the client does about a response."""
    try:
        raise acme.parse(status=status, body=json.dumps({"code": code, **body}).encode())
    except acme.LoginExpiredError:
        return "log in again"
    except acme.OrderPaidError:
        return "show the order"
    except acme.OrderError:
        return "check the order"
    except acme_errors.PermissionDeniedError:
        return "ask for permission"
    except acme_errors.UnavailableError as error:
        return "try again" if acme_errors.is_retryable(error) else "give up"


def read_position(error: acme.AcmeError) -> int:
    """Return the position in the queue, or 0."""
    return error.position or 0


def describe(error: acme.AcmeError) -> str:
    """Return a line for the log, which contains what the SDK logs."""
    return " ".join(f"{name}={value}" for name, value in error.log_fields().items())


def main() -> None:
    """Check the reaction to each response."""
    assert react(401, "LOGIN_EXPIRED") == "log in again"
    assert react(409, "ORDER_PAID") == "show the order"
    assert react(409, "ORDER_SENT") == "check the order"
    assert react(409, "ORDER_UNKNOWN_YET") == "check the order"
    assert react(403, "NOT_ALLOWED") == "ask for permission"
    assert react(503, "CLOSED") == "try again"
    assert react(503, "FULL", position=3) == "try again"
    error = acme.parse(status=503, body=b'{"code": "FULL", "position": 3, "ticket": "T1"}')
    assert read_position(error) == 3
    assert "code=FULL" in describe(error)


if __name__ == "__main__":
    main()

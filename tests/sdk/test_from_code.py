"""Errors of codes that arrive without a response: `from_code`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import pytest

ModuleOf = Callable[[str], ModuleType]

CODES = """
[scopes.a]

[scopes.b]

[[envelopes]]
id = "json"
code = { path = "error", parts = "{group} -- {code}", fold = ["dash", "case"], success = ["OK"] }

[groups.pin]
class = "PinError"
match = "PIN_*"
kind = "authentication"

[groups.network]
class = "NetworkError"

[errors.PIN_LOCKED]
summary = "Too many attempts failed."

[errors.4711]
class = "NumberError"
kind = "conflict"
summary = "The number is wrong."

[errors.denied]
scope = "a"
status = 403
summary = "Access is denied."

[errors.denied_too]
code = "denied"
scope = "b"
status = 403
summary = "Access is denied, too."
"""
NO_ENVELOPE = """
[groups.pin]
class = "PinError"
match = "PIN_*"
kind = "internal"

[errors.PIN_LOCKED]
summary = "Too many attempts failed."
"""


@pytest.mark.parametrize(
    ("arguments", "class_", "code"),
    [
        ({"code": "PIN_LOCKED"}, "PinLockedError", "PIN_LOCKED"),
        ({"code": "pin-locked"}, "PinLockedError", "PIN_LOCKED"),
        ({"code": "network -- PIN_LOCKED"}, "PinLockedError", "PIN_LOCKED"),
        ({"code": 4711}, "NumberError", "4711"),
        ({"code": "PIN_UNHEARD_OF"}, "UndocumentedPinAuthenticationError", "PIN_UNHEARD_OF"),
        ({"code": "network -- X1"}, "NetworkError", "X1"),
        ({"code": "network"}, "NetworkError", None),
        ({"code": "X1"}, "AcmeError", "X1"),
        ({"code": "X1", "status": 503}, "UndocumentedAcmeUnavailableError", "X1"),
        ({"code": "OK"}, "AcmeError", "OK"),
        ({"code": "denied", "scope": "a"}, "DeniedError", "denied"),
        ({"code": "denied", "scope": "b"}, "DeniedTooError", "denied"),
        ({"code": "denied"}, "AmbiguousAcmePermissionDeniedError", "denied"),
        ({"code": ""}, "AcmeError", None),
        ({"code": None, "status": 404}, "UndocumentedAcmeNotFoundError", None),
        ({"code": ["PIN_LOCKED"], "status": True}, "AcmeError", None),
    ],
)
def test_from_code(
    module_of: ModuleOf, arguments: dict[str, Any], class_: str, code: str | None
) -> None:
    """A code returns the class that a response with it would have; nothing raises."""
    error = module_of(CODES).from_code(**arguments)
    assert (type(error).__name__, error.code) == (class_, code)
    assert error.raw is None
    assert error.provider_message is None


def test_from_code_of_a_member(module_of: ModuleOf) -> None:
    """A member of `Code` is accepted as a code."""
    acme = module_of(CODES)
    assert type(acme.from_code(acme.Code.PIN_LOCKED)) is acme.PinLockedError


def test_from_code_without_envelopes(module_of: ModuleOf) -> None:
    """Codes are looked up even if no page says how errors arrive."""
    acme = module_of(NO_ENVELOPE)
    assert type(acme.from_code("PIN_LOCKED")) is acme.PinLockedError
    assert isinstance(acme.from_code("PIN_UNHEARD_OF"), acme.PinError)


def test_from_code_of_every_documented_error(golden: Mapping[str, ModuleType]) -> None:
    """Each documented code returns an error of its class, or one that may be of it."""
    for module in golden.values():
        for cls in set(module.ERRORS.values()):
            error = module.from_code(cls.info.code)
            assert cls in (type(error), *error.candidates)

"""What sentry-sdk sends, in a separate process because its integrations patch modules.

The program prints the events of each way to raise, in each setting, as JSON.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
from collections.abc import Mapping
from typing import Any

import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from tests.privacy.raising import WAYS, catch

SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "default": {},
    "verbose": {
        "include_local_variables": True,
        "include_source_context": True,
        "attach_stacktrace": True,
        "max_value_length": 100_000,
        "max_request_body_size": "always",
        "send_default_pii": True,
        "enable_logs": True,
        "traces_sample_rate": 1.0,
    },
}


class Memory(Transport):
    """A transport that keeps what would be sent."""

    def __init__(self, options: Any = None) -> None:
        super().__init__(options)
        self.sent: list[Any] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent += [item.payload.json for item in envelope.items]


def report(vault: Any, name: str) -> None:
    """Report an exception as programs do: explicitly, with a log, and with errors as values."""
    error = catch(vault, name)
    sentry_sdk.set_extra("error", error)
    sentry_sdk.set_context("call", {"error": error})
    sentry_sdk.capture_exception(error)
    logging.getLogger("client").error(
        "failed: %s", error, exc_info=error, extra={"api_error": error}
    )


def main(vault: Any) -> None:
    events: dict[str, list[Any]] = {}
    for setting, options in SETTINGS.items():
        memory = Memory()
        sentry_sdk.init("https://key@sentry.example/1", transport=memory, **options)
        for name in WAYS:
            with sentry_sdk.isolation_scope(), sentry_sdk.start_transaction(name=name):
                report(vault, name)
            sentry_sdk.flush()
            events[f"{name}, {setting}"] = memory.sent
            memory.sent = []
    json.dump(events, sys.stdout)


if __name__ == "__main__":
    logging.disable(logging.NOTSET)
    logging.getLogger().addHandler(logging.NullHandler())
    sys.path.insert(0, sys.argv[1])
    main(importlib.import_module("vault_errors.vault"))

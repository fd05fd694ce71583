"""tenacity and stamina: what they log of the exception that they retry."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import stamina
import tenacity
from stamina.instrumentation import LoggingOnRetryHook, set_on_retry_hooks

from tests.privacy.raising import WAYS
from tests.privacy.vault import find_marks


@pytest.mark.parametrize("name", WAYS)
def test_tenacity(vault: Any, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """The logs before an attempt, and the error after the last one, show nothing private."""
    way, place = WAYS[name]
    log = logging.getLogger("client")
    retrying = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(2),
        before_sleep=tenacity.before_sleep_log(log, logging.WARNING, exc_info=True),
    )
    with pytest.raises(tenacity.RetryError) as caught:
        retrying(way, vault, place)
    assert "Retrying" in caplog.text
    assert find_marks(caplog.text) == []
    assert find_marks(f"{caught.value!r} {caught.value}") == []


@pytest.mark.parametrize("name", WAYS)
def test_stamina(vault: Any, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """The records of stamina, including their attributes, show nothing private."""
    way, place = WAYS[name]
    set_on_retry_hooks([LoggingOnRetryHook])
    caplog.set_level(logging.DEBUG)
    retry = stamina.retry(on=Exception, attempts=2, wait_initial=0, wait_max=0, wait_jitter=0)
    try:
        with pytest.raises(Exception):  # noqa: B017, PT011 - each way raises its own class
            retry(way)(vault, place)
    finally:
        set_on_retry_hooks(None)
    records = [vars(record) for record in caplog.records if record.name == "stamina"]
    assert "caused_by" in str(records)
    assert find_marks(records) == []

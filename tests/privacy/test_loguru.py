"""loguru with its defaults (`diagnose` and `backtrace`), and with records as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from loguru import logger

from tests.privacy.raising import WAYS
from tests.privacy.vault import find_marks

OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "default": {},
    "verbose": {"diagnose": True, "backtrace": True, "format": "{message} {extra}"},
    "serialize": {"serialize": True},
}


@pytest.mark.parametrize("options", OPTIONS)
def test_loguru(failure: BaseException, options: str) -> None:
    """No setting shows anything private."""
    said: list[str] = []
    sink = logger.add(said.append, **OPTIONS[options])
    try:
        logger.opt(exception=failure).bind(error=failure).error("failed: {}", failure)
    finally:
        logger.remove(sink)
    text = "".join(said)
    assert type(failure).__name__ in text
    assert find_marks(text) == []


@pytest.mark.parametrize("name", WAYS)
def test_loguru_catch(vault: Any, name: str) -> None:
    """The decorator `catch` shows none of the arguments that pass through the SDK."""
    way, place = WAYS[name]
    said: list[str] = []
    sink = logger.add(said.append)
    try:
        logger.catch(way)(vault, place)
    finally:
        logger.remove(sink)
    assert "Traceback" in "".join(said)
    assert find_marks("".join(said)) == []

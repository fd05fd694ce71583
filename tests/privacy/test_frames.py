"""The local variables of the SDK's frames hold nothing of a response while an exception propagates.

That is what every tool that records local variables depends on; the other files read what real
tools make of it.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import attrs
import pytest

from tests.privacy.raising import INTERRUPTED, Interrupted, Raise, aiohttp_hook
from tests.privacy.vault import RESPONSES, marks


def chained(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception, and those that are in it, or that it has as cause or context."""
    if error is not None:
        yield error
        yield from chained(error.__cause__)
        yield from chained(error.__context__)
        for one in getattr(error, "exceptions", ()):
            yield from chained(one)


def frames(error: BaseException) -> list[FrameType]:
    return [frame for one in chained(error) for frame, _ in traceback.walk_tb(one.__traceback__)]


def shown(value: Any, depth: int = 0) -> str:
    """Return what a tool may show of a value: its `repr`, and those of what it holds."""
    inside: list[Any] = []
    if isinstance(value, dict):
        inside = [*value, *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        inside = [*value]
    elif attrs.has(type(value)):
        inside = [_field(value, one) for one in attrs.fields(type(value)) if one.repr]
    inner = "".join(shown(one, depth + 1) for one in inside) if depth < 5 else ""
    return f"{value!r} {inner}"


def _field(value: Any, field: attrs.Attribute[Any]) -> Any:
    field_value = getattr(value, field.name)
    return field.repr(field_value) if callable(field.repr) else field_value


def leaks(found: list[FrameType]) -> dict[str, list[str]]:
    """Return the local variables that show marks, and which marks."""
    return {
        f"{frame.f_code.co_filename}:{frame.f_code.co_name}:{name}": marks(shown(value))
        for frame in found
        for name, value in frame.f_locals.items()
        if marks(shown(value))
    }


def ours(found: list[FrameType], package: Path) -> list[FrameType]:
    return [one for one in found if one.f_code.co_filename.startswith(str(package))]


def test_frames_of_the_sdk(failure: BaseException, package: Path) -> None:
    """No variable of a frame of the SDK shows anything private, nor do the client's here."""
    assert leaks(ours(frames(failure), package)) == {}
    assert leaks(frames(failure)) == {}


def test_frames_of_the_sdk_in_aiohttp(vault: Any, package: Path) -> None:
    """In a hook of aiohttp, its own frames show the headers, and the SDK's do not."""
    with pytest.raises(vault.VaultError) as caught:
        aiohttp_hook(vault, "documented")
    found = frames(caught.value)
    assert ours(found, package)
    assert leaks(ours(found, package)) == {}
    assert all("aiohttp" in place for place in leaks(found))
    assert leaks(found)


@pytest.mark.parametrize("way", INTERRUPTED)
def test_frames_of_an_interruption(vault: Any, package: Path, way: Raise) -> None:
    """What interrupts a function that never raises has no frame of the SDK in its traceback."""
    with pytest.raises(Interrupted) as caught:
        way(vault, "documented")
    assert ours(frames(caught.value), package) == []
    assert "raising.py" in "".join(traceback.format_tb(caught.value.__traceback__))


def test_exceptions_of_foreign_mappings(vault: Any) -> None:
    """An exception that a mapping of the client's raises is not chained to the error."""

    class Headers(dict[str, str]):
        def items(self) -> Any:
            raise ValueError(*self.values())

    sent = RESPONSES["documented"]()
    error = vault.parse(**{**sent, "headers": Headers(sent["headers"])})
    assert [*chained(error)] == [error]

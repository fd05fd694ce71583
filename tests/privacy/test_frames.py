"""While an exception propagates, no local variable of the SDK's frames contains private data.

Every tool that records local variables depends on this; the other files test what real
tools show.
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
from tests.privacy.vault import RESPONSES, find_marks


def list_chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception, its members, its cause and its context."""
    if error is not None:
        yield error
        yield from list_chain(error.__cause__)
        yield from list_chain(error.__context__)
        for member in getattr(error, "exceptions", ()):
            yield from list_chain(member)


def list_frames(error: BaseException) -> list[FrameType]:
    return [
        frame for link in list_chain(error) for frame, _ in traceback.walk_tb(link.__traceback__)
    ]


def list_shown(value: Any, depth: int = 0) -> str:
    """Return what a tool may show of a value: its `repr`, and those of its contents."""
    inside: list[Any] = []
    if isinstance(value, dict):
        inside = [*value, *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        inside = [*value]
    elif attrs.has(type(value)):
        inside = [
            _read_field(value, attribute)
            for attribute in attrs.fields(type(value))
            if attribute.repr
        ]
    inner = "".join(list_shown(attribute, depth + 1) for attribute in inside) if depth < 5 else ""
    return f"{value!r} {inner}"


def _read_field(value: Any, field: attrs.Attribute[Any]) -> Any:
    field_value = getattr(value, field.name)
    return field.repr(field_value) if callable(field.repr) else field_value


def find_leaks(found: list[FrameType]) -> dict[str, list[str]]:
    """Return the local variables that show marks, and the marks."""
    return {
        f"{frame.f_code.co_filename}:{frame.f_code.co_name}:{name}": find_marks(list_shown(value))
        for frame in found
        for name, value in frame.f_locals.items()
        if find_marks(list_shown(value))
    }


def select_ours(found: list[FrameType], package: Path) -> list[FrameType]:
    return [frame for frame in found if frame.f_code.co_filename.startswith(str(package))]


def test_frames_of_the_sdk(failure: BaseException, package: Path) -> None:
    """No variable in a frame of the SDK shows private data; nor does one of the client's here."""
    assert find_leaks(select_ours(list_frames(failure), package)) == {}
    assert find_leaks(list_frames(failure)) == {}


def test_frames_of_the_sdk_in_aiohttp(vault: Any, package: Path) -> None:
    """In a hook of aiohttp, aiohttp's frames show the headers, and the SDK's do not."""
    with pytest.raises(vault.VaultError) as caught:
        aiohttp_hook(vault, "documented")
    found = list_frames(caught.value)
    assert select_ours(found, package)
    assert find_leaks(select_ours(found, package)) == {}
    assert all("aiohttp" in place for place in find_leaks(found))
    assert find_leaks(found)


@pytest.mark.parametrize("way", INTERRUPTED)
def test_frames_of_an_interruption(vault: Any, package: Path, way: Raise) -> None:
    """If a function that never raises is interrupted, no frame of the SDK is in the traceback."""
    with pytest.raises(Interrupted) as caught:
        way(vault, "documented")
    assert select_ours(list_frames(caught.value), package) == []
    assert "raising.py" in "".join(traceback.format_tb(caught.value.__traceback__))


def test_exceptions_of_foreign_mappings(vault: Any) -> None:
    """An exception raised by a client's mapping is not chained to the error."""

    class Headers(dict[str, str]):
        def items(self) -> Any:
            raise ValueError(*self.values())

    sent = RESPONSES["documented"]()
    error = vault.parse(**{**sent, "headers": Headers(sent["headers"])})
    assert [*list_chain(error)] == [error]

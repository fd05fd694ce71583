"""The registries that hostile input is derived from: valid ones, near misses, and faulty ones."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeAlias

from tests.registries import REGISTRIES, TESTS

Values: TypeAlias = dict[str, Any]

FOLDERS: Final = (
    *REGISTRIES.values(),
    *sorted(TESTS.glob("errsmith/findings/*/registry")),
)


def _files(pattern: str) -> list[bytes]:
    paths = [path for folder in FOLDERS for path in sorted(folder.glob(pattern))]
    return _read_smallest_first(paths)


def _read_smallest_first(paths: list[Path]) -> list[bytes]:
    """Read files in order of size, because hypothesis takes the first for the simplest."""
    return sorted((path.read_bytes() for path in paths if path.is_file()), key=len)


def _read_alone(name: str) -> list[bytes]:
    """Return the faulty files that need no registry around them."""
    paths = sorted(TESTS.glob(f"errsmith/findings/*/{name}"))
    return _read_smallest_first(paths)


def _read(data: bytes) -> Values | None:
    # A faulty file need not be TOML.
    with suppress(ValueError, RecursionError):
        return tomllib.loads(data.decode())
    return None


PROVIDERS: Final = (*_files("providers/*.toml"), *_read_alone("provider.toml"))
"""The bytes of every provider's file."""

SDKS: Final = (*_files("sdk.toml"), *_read_alone("sdk.toml"))
"""The bytes of every `sdk.toml`."""

PROVIDER_VALUES: Final = tuple(filter(None, map(_read, PROVIDERS)))
SDK_VALUES: Final = tuple(filter(None, map(_read, SDKS)))

"""The registries that hostile input is made of: sound ones, near misses, and ones with findings."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeAlias

from tests.registries import REGISTRIES, ROOT, TESTS

Values: TypeAlias = dict[str, Any]

FOLDERS: Final = (
    ROOT / "registry",
    *REGISTRIES.values(),
    *sorted(TESTS.glob("errsmith/findings/*/registry")),
)


def _files(pattern: str) -> list[bytes]:
    paths = [path for folder in FOLDERS for path in sorted(folder.glob(pattern))]
    return _smallest_first(paths)


def _smallest_first(paths: list[Path]) -> list[bytes]:
    """Read files, in an order in which hypothesis takes the simplest for the first."""
    return sorted((path.read_bytes() for path in paths if path.is_file()), key=len)


def _alone(name: str) -> list[bytes]:
    """Return the files with findings that stand without a registry around them."""
    paths = sorted(TESTS.glob(f"errsmith/findings/*/{name}"))
    return _smallest_first(paths)


def _read(data: bytes) -> Values | None:
    # A file with findings may be no TOML, on purpose.
    with suppress(ValueError, RecursionError):
        return tomllib.loads(data.decode())
    return None


PROVIDERS: Final = (*_files("providers/*.toml"), *_alone("provider.toml"))
"""The bytes of every provider's file."""

SDKS: Final = (*_files("sdk.toml"), *_alone("sdk.toml"))
"""The bytes of every `sdk.toml`."""

PROVIDER_VALUES: Final = tuple(filter(None, map(_read, PROVIDERS)))
SDK_VALUES: Final = tuple(filter(None, map(_read, SDKS)))

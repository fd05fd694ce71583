"""A small registry of an invented provider, to be changed by tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

SDK = """\
distribution = "acme-errors"
package = "acme_errors"
version = "0.1.0"
summary = "Errors of Acme."
license = "MIT"
license_file = "LICENSE"
author = "Acme"
"""

ACME = """\
[provider]
title = "Acme"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21
"""

MakeRegistry = Callable[..., Path]


@pytest.fixture(scope="session")
def sdk_toml() -> str:
    """Give what `sdk.toml` usually says."""
    return SDK


@pytest.fixture
def make_registry(tmp_path: Path) -> MakeRegistry:
    """Give a function that writes a registry.

    Its arguments are the text that follows the provider's own tables, or texts by the names of
    files, and what `sdk.toml` says beside or in place of the usual.
    """

    def make(provider: str | Mapping[str, str] = "", **sdk: str) -> Path:
        folder = tmp_path / "registry"
        (folder / "providers").mkdir(parents=True, exist_ok=True)
        said = dict(line.split(" = ", 1) for line in SDK.splitlines()) | sdk
        text = "".join(f"{key} = {value}\n" for key, value in said.items())
        (folder / "sdk.toml").write_text(text, encoding="utf-8")
        (folder / "LICENSE").write_text("MIT License\n", encoding="utf-8")
        texts = {"acme": f"{ACME}\n{provider}"} if isinstance(provider, str) else provider
        for name, content in texts.items():
            (folder / "providers" / f"{name}.toml").write_text(content, encoding="utf-8")
        return folder

    return make

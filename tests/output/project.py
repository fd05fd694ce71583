"""The project's registry, and the SDK that is generated from it."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from .registry import ROOT, Registry

REGISTRY = Registry.read(ROOT / "registry")

PACKAGE: Any = importlib.import_module(REGISTRY.sdk["package"])
"""The generated SDK."""

COMMANDS: ModuleType = importlib.import_module(f"{PACKAGE.__name__}.__main__")
"""Its command line."""

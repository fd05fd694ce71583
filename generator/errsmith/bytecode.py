"""Templates compiled once, and kept as Python keeps modules."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps the templates of one folder compiled, in `__pycache__` beside them.

    What is kept is for one version of Python and of Jinja, for the options of the environment, and
    for the text of the template. Where nothing can be written, or Python is told to write nothing,
    templates are compiled each time.
    """

    def __init__(self, folder: Path, options: Mapping[str, object]) -> None:
        self._folder = folder
        version = "".join(filter(str.isalnum, jinja2.__version__))
        digest = hashlib.sha256(repr(sorted(options.items())).encode()).hexdigest()
        self._for = f"jinja{version}x{digest[:8]}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Give the place of a compiled template; empty for one of another folder."""
        if filename is None or Path(filename) != self._folder / name:
            return ""
        return cache_from_source(filename, optimization=self._for)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template, if there is one of this very text."""
        if bucket.key:
            try:
                with Path(bucket.key).open("rb") as file:
                    bucket.load_bytecode(file)
            except Exception:  # noqa: BLE001 - a file that was cut off raises whatever it likes
                bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template for the next run."""
        if bucket.key and not sys.dont_write_bytecode:
            place = Path(bucket.key)
            written = place.with_name(f"{place.name}.{os.getpid()}")
            with suppress(OSError):
                place.parent.mkdir(parents=True, exist_ok=True)
                with written.open("wb") as file:
                    bucket.write_bytecode(file)
                written.replace(place)

"""The SDK of the invented registry next to this file, which tests of the program use.

`python -m tests.specimen.sdk` generates it into `generated/`; each pytest run does so first.
It does not depend on the project's own registry, whose facts may change at any time.
"""

from __future__ import annotations

from pathlib import Path

from tests.registries import REGISTRIES, generate_files

REGISTRY = REGISTRIES["specimen"]
GENERATED = Path(__file__).with_name("generated")


def generate() -> None:
    """Bring `generated/` up to date; current files are left alone."""
    files = {GENERATED / path: data for path, data in generate_files(REGISTRY).items()}
    for path in GENERATED.rglob("*"):
        if path.is_file() and path not in files:
            path.unlink()
    for path, data in files.items():
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


if __name__ == "__main__":
    generate()

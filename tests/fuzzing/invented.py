"""The invented providers of `tests/golden` as packages, with features that the specimen lacks."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden"


def put_together(folder: Path) -> dict[str, str]:
    """Write the packages into a folder, and return the full names of their modules by provider.

    The golden files lack the runtime, which is the same in every SDK.
    """
    # Not imported here, because the fuzz session must watch the import.
    spec = find_spec("specimen_errors")
    assert spec is not None
    assert spec.origin is not None
    runtime = Path(spec.origin).with_name("_runtime")
    for package in GOLDEN.glob("*/expected/*_errors"):
        shutil.copytree(package, folder / package.name, dirs_exist_ok=True)
        shutil.copytree(runtime, folder / package.name / "_runtime", dirs_exist_ok=True)
    modules = [path for path in folder.glob("*/*.py") if not path.stem.startswith("_")]
    return {path.stem: f"{path.parent.name}.{path.stem}" for path in modules}

"""Copy a registry with other content, so that a release can be tried before it is written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from errsmith.meaning.subjects import Registry
from errsmith.output.replacing import Replacement
from errsmith.registry.loading import PROVIDERS, SDK
from errsmith.registry.releases import RELEASES


@contextmanager
def copy_registry(registry: Registry, replacements: Iterable[Replacement]) -> Iterator[Path]:
    """Yield a temporary copy of a registry in which some files have their new content.

    The folder keeps its name, because generated files contain it.

    Raises:
        OSError: A file cannot be copied.
    """
    with tempfile.TemporaryDirectory(prefix="errsmith-") as scratch:
        copy = Path(scratch) / registry.folder.resolve().name
        paths = [registry.folder / SDK]
        paths += (registry.folder / PROVIDERS / f"{each.name}.toml" for each in registry.providers)
        paths += sorted((registry.folder / RELEASES).glob("*.json"))
        if registry.sdk is not None:
            paths.append(registry.folder / registry.sdk.license_file)
        contents = {path: path.read_bytes() for path in paths}
        contents |= {replacement.path: replacement.after for replacement in replacements}
        for path, content in contents.items():
            target = copy / path.relative_to(registry.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        yield copy

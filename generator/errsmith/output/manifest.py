"""The manifest: the files in a directory that errsmith wrote, with their SHA-256 digests.

    {
      "about": "Written by errsmith generate: do not edit. ...",
      "files": {
        "eid_errors/hopae.py": "sha256:9f86d0..."
      },
      "tools": {
        "ruff": "0.17.6"
      }
    }

Digests are of the content with LF line endings, so they also match files that a checkout converted.

During a run, each file that the run changes has a list of digests: the old ones, then the new one.
At its end, the run trims each list to the new digest. If it is killed, the lists remain, and the
next run recognizes each file whether or not it was already rewritten.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping

from attrs import field, frozen

from errsmith.output import paths

_ABOUT = (
    "Written by errsmith generate: do not edit. If a file has several digests, a run was "
    "interrupted; errsmith generate repairs it."
)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@frozen
class Manifest:
    """The files that errsmith wrote into a directory, and the tools that formatted them.

    `files` maps paths to the digests of content that errsmith wrote, `tools` maps names of tools to
    versions.
    """

    files: Mapping[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    tools: Mapping[str, str] = field(factory=dict[str, str])

    def merge(self, later: Manifest) -> Manifest:
        """Return a manifest that is valid at any time between this one and a later one."""
        files = {
            path: tuple(dict.fromkeys((*self.files.get(path, ()), *later.files.get(path, ()))))
            for path in self.files.keys() | later.files.keys()
        }
        return Manifest(files, later.tools)

    def keep_entries(self, kept_paths: Collection[str], former: Manifest) -> Manifest:
        """Return this manifest with a former one's entries for some paths."""
        kept = {path: former.files[path] for path in kept_paths if path in former.files}
        rest = {path: digests for path, digests in self.files.items() if path not in {*kept_paths}}
        return Manifest({**rest, **kept}, self.tools)


def normalize_line_endings(data: bytes) -> bytes:
    """Return content with LF line endings, as before any conversion in a checkout."""
    return data.replace(b"\r\n", b"\n")


def is_same(first: bytes | None, second: bytes | None) -> bool:
    """Return whether two files are equal except for line endings, or neither exists."""
    if first is None or second is None:
        return first is second
    return normalize_line_endings(first) == normalize_line_endings(second)


def compute_digest(data: bytes) -> str:
    """Return the digest of content, the same for LF and CRLF line endings."""
    return f"sha256:{hashlib.sha256(normalize_line_endings(data)).hexdigest()}"


def render(manifest: Manifest) -> bytes:
    """Return the content of the manifest file, the same for equal manifests."""
    files = {
        path: digests[0] if len(digests) == 1 else digests
        for path, digests in manifest.files.items()
    }
    value = {"about": _ABOUT, "files": files, "tools": dict(manifest.tools)}
    return json.dumps(value, indent=2, sort_keys=True).encode() + b"\n"


def parse(data: bytes) -> Manifest | None:
    """Parse a manifest in any layout; return None if any part is not what `render` writes.

    A single bad part invalidates it, because an edited or merged manifest does not prove who wrote
    a file.
    """
    try:
        return _structure(json.loads(data.decode()))
    except (ValueError, RecursionError):
        return None


def _structure(value: object) -> Manifest:
    """Return a decoded manifest as a `Manifest`, or raise ValueError for any other shape."""
    match value:
        case {"about": str(), "files": dict(files), "tools": dict(tools), **rest} if not rest:
            return Manifest(
                files={
                    _parse_path(path): _parse_digests(digests) for path, digests in files.items()
                },
                tools={name: _parse_string(version) for name, version in tools.items()},
            )
        case _:
            message = "expected exactly the keys about, files and tools"
            raise ValueError(message)


def _parse_path(value: str) -> str:
    """Return a path that is safe to follow, or raise ValueError."""
    paths.validate(value)
    return value


def _parse_digests(value: object) -> tuple[str, ...]:
    """Return the digests of a file from a list or a single string, or raise ValueError."""
    digests = tuple(map(_parse_string, value if isinstance(value, list) else [value]))
    if not digests or not all(map(_DIGEST.fullmatch, digests)):
        message = f"expected one or more digests, found {value!r}"
        raise ValueError(message)
    return digests


def _parse_string(value: object) -> str:
    """Return a string unchanged, or raise ValueError for any other type."""
    match value:
        case str():
            return value
        case _:
            message = f"expected a string, found {value!r}"
            raise ValueError(message)

"""The manifest: which files of a directory are errsmith's, known by their SHA-256 digests.

    {
      "about": "Written by errsmith generate: do not edit. ...",
      "files": {
        "eid_errors/hopae.py": "sha256:9f86d0..."
      },
      "tools": {
        "ruff": "0.17.6"
      }
    }

Digests are of the content with LF line endings, so files that a checkout converted match, too.

While a run is under way, a file that the run changes has a list: the digests it had when the run
began, then the one it is to get. A run that ends trims each list to the last. One that is killed
leaves the lists, by which the next run knows the file whether or not it was reached.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping

from attrs import field, frozen

from errsmith.output import paths

_ABOUT = (
    "Written by errsmith generate: do not edit. A file with several digests was about to be "
    "rewritten by a run that did not end; errsmith generate repairs it."
)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@frozen
class Manifest:
    """What errsmith wrote into a directory, and the tools that shaped it.

    `files` maps a path to the digests under which the file is errsmith's, `tools` a tool's name to
    its version.
    """

    files: Mapping[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    tools: Mapping[str, str] = field(factory=dict[str, str])

    def merge(self, later: Manifest) -> Manifest:
        """Return the manifest that holds at each moment between this one and a later one."""
        files = {
            path: tuple(dict.fromkeys((*self.files.get(path, ()), *later.files.get(path, ()))))
            for path in self.files.keys() | later.files.keys()
        }
        return Manifest(files, later.tools)

    def keep_entries(self, kept_paths: Collection[str], former: Manifest) -> Manifest:
        """Return this manifest with the entries of a former one at some paths."""
        kept = {path: former.files[path] for path in kept_paths if path in former.files}
        rest = {path: digests for path, digests in self.files.items() if path not in {*kept_paths}}
        return Manifest({**rest, **kept}, self.tools)


def normalise_line_endings(data: bytes) -> bytes:
    """Return a file's content with LF line endings, as before any conversion in a checkout."""
    return data.replace(b"\r\n", b"\n")


def is_same(first: bytes | None, second: bytes | None) -> bool:
    """Return whether two files have the same content except for line endings, or neither exists."""
    if first is None or second is None:
        return first is second
    return normalise_line_endings(first) == normalise_line_endings(second)


def compute_digest(data: bytes) -> str:
    """Return the digest of a file's content, the same for LF and CRLF line endings."""
    return f"sha256:{hashlib.sha256(normalise_line_endings(data)).hexdigest()}"


def render(manifest: Manifest) -> bytes:
    """Return the manifest as a file: the same bytes for equal manifests."""
    files = {
        path: digests[0] if len(digests) == 1 else digests
        for path, digests in manifest.files.items()
    }
    value = {"about": _ABOUT, "files": files, "tools": dict(manifest.tools)}
    return json.dumps(value, indent=2, sort_keys=True).encode() + b"\n"


def parse(data: bytes) -> Manifest | None:
    """Read a manifest, whatever its layout; None when any part of it is not as `render` makes it.

    One bad part spoils the whole: a manifest that somebody edited or merged is no proof of who
    wrote a file.
    """
    try:
        return _structure(json.loads(data.decode()))
    except (ValueError, RecursionError):
        return None


def _structure(value: object) -> Manifest:
    """Return a decoded manifest its type; ValueError where the shape is another."""
    match value:
        case {"about": str(), "files": dict(files), "tools": dict(tools), **rest} if not rest:
            return Manifest(
                files={
                    _parse_path(path): _parse_digests(digests) for path, digests in files.items()
                },
                tools={name: _parse_string(version) for name, version in tools.items()},
            )
        case _:
            message = "neither more nor less than about, files and tools was expected"
            raise ValueError(message)


def _parse_path(value: str) -> str:
    """Return a path that is safe to follow; ValueError for any other."""
    paths.validate(value)
    return value


def _parse_digests(value: object) -> tuple[str, ...]:
    """Return a file's digests, of which there may be one without a list; ValueError for none."""
    digests = tuple(map(_parse_string, value if isinstance(value, list) else [value]))
    if not digests or not all(map(_DIGEST.fullmatch, digests)):
        message = f"not digests: {value!r}"
        raise ValueError(message)
    return digests


def _parse_string(value: object) -> str:
    """Return a string as it is; ValueError for anything else."""
    match value:
        case str():
            return value
        case _:
            message = f"not a string: {value!r}"
            raise ValueError(message)

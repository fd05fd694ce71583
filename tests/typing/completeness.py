"""Check that type checkers know each type of the SDK's public interface.

`info` of a class states only what its bases do not, and inherits its type from them. Pyright
reports it, and every class below it, as ambiguous; nothing else may be.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

_COMMAND: Final = ("pyright", "--verifytypes", "eid_errors", "--ignoreexternal", "--outputjson")
_CONSEQUENCE: Final = "Type of base class"


def list_gaps(symbols: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line for each exported name whose type is not known."""
    for symbol in symbols:
        if not symbol["isExported"] or symbol["isTypeKnown"]:
            continue
        name = symbol["name"]
        messages = [diagnostic["message"] for diagnostic in symbol["diagnostics"]]
        is_class = symbol["category"] == "class"
        if name.endswith(".info") or (is_class and all(map(is_consequence, messages))):
            continue
        yield f"{name}: {' '.join(messages) or 'its type is not known'}"


def is_consequence(message: str) -> bool:
    """Return whether a class is ambiguous only because its base has an ambiguous `info`."""
    return message.startswith(_CONSEQUENCE)


if __name__ == "__main__":
    done = subprocess.run(_COMMAND, capture_output=True, text=True, check=False)
    completeness = json.loads(done.stdout)["typeCompleteness"]
    gaps = [*list_gaps(completeness["symbols"])]
    if completeness["exportedSymbolCounts"]["withUnknownType"]:
        gaps.append("some types are unknown")
    sys.exit("\n".join(gaps) or 0)

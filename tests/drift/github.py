"""`gh` of the tests: issues and pull requests in a file, and a log of the calls.

It runs as a program that knows only the commands and options of the workflow.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

Items: TypeAlias = "list[dict[str, Any]]"

QUERIES: Final[Mapping[str, Callable[[Items], Items]]] = {
    ".[0].number // empty": lambda items: items,
    "map(select(.isCrossRepository | not)) | .[0].number // empty": lambda items: [
        item for item in items if not item["isCrossRepository"]
    ],
}


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Return the options of a call; an unknown one ends the process with 2."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("noun", choices=["issue", "label", "pr"])
    parser.add_argument("verb", choices=["close", "create", "edit", "list", "view"])
    parser.add_argument("name", nargs="?")
    for option in ("body-file", "comment", "description", "head", "jq", "json", "label", "state"):
        parser.add_argument(f"--{option}")
    parser.add_argument("--title")
    parser.add_argument("--force", action="store_true")
    return parser.parse_args(arguments)


def run(call: argparse.Namespace, state: dict[str, Any]) -> str:
    """Change the state, and return what is printed."""
    if call.noun == "label":
        state["labels"] = sorted({*state["labels"], call.name})
        return ""
    items: Items = state[call.noun]
    if call.verb == "list":
        found = [item for item in items if is_listed(item, call)]
        return "".join(f"{item['number']}\n" for item in QUERIES[call.jq](found)[:1])
    if call.verb == "create":
        if call.label is not None and call.label not in state["labels"]:
            sys.exit(f"could not add label: '{call.label}' not found")
        items.append(
            {
                "number": len(items) + 1,
                "state": "open",
                "title": call.title,
                "body": Path(call.body_file).read_text(encoding="utf-8"),
                "label": call.label,
                "head": call.head,
                "isCrossRepository": False,
            }
        )
        return ""
    [item] = [item for item in items if str(item["number"]) == call.name]
    if call.verb == "view":
        assert (call.json, call.jq) == ("body", ".body")
        return f"{item['body']}\n"
    if call.verb == "close":
        item["state"] = "closed"
    else:
        item["body"] = Path(call.body_file).read_text(encoding="utf-8")
    return ""


def is_listed(item: dict[str, Any], call: argparse.Namespace) -> bool:
    """Return whether a list contains an item."""
    wanted = {"state": call.state, "label": call.label, "head": call.head}
    return wanted.items() <= item.items()


def main() -> None:
    """Run a call on the state in the file that `GH_STATE` names."""
    path = Path(os.environ["GH_STATE"])
    state = json.loads(path.read_text(encoding="utf-8"))
    call = read_arguments(sys.argv[1:])
    state["calls"].append(f"{call.noun} {call.verb}")
    sys.stdout.write(run(call, state))
    path.write_text(json.dumps(state), encoding="utf-8")


if __name__ == "__main__":
    main()

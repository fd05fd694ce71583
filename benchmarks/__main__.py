"""Run benchmarks and print their tables: `python -m benchmarks [NAME ...]`."""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import Final

DEFAULT: Final = (
    "parsing",
    "importing",
    "commands",
    "scaling",
    "drift",
    "changes",
    "site-build",
)
OPTIONAL: Final = ("rivals", "site")


def main() -> int:
    """Print the tables of the requested benchmarks; return 1 if a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"{', '.join(DEFAULT)} (these by default), {', '.join(OPTIONAL)}",
    )
    parser.add_argument(
        "--effort", type=float, default=1.0, help="multiplies the number of rounds (default: 1)"
    )
    options = parser.parse_args()
    if unknown := set(options.names) - {*DEFAULT, *OPTIONAL}:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    misses = 0
    for name in options.names or DEFAULT:
        # Imported by name, since the packages of `rivals` and `site` may not be installed.
        module = importlib.import_module(f"benchmarks.{name.replace('-', '_')}")
        for table in module.measure(options.effort):
            print(table, flush=True)
            misses += len(table.find_misses())
    print(f"Missed targets: {misses}")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())

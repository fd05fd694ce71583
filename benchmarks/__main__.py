"""Run benchmarks and print their tables: `python -m benchmarks [NAME ...]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from benchmarks import commands, importing, others, parsing, scaling
from benchmarks.effort import Effort
from benchmarks.tables import Table

BENCHMARKS: Final[Mapping[str, Callable[[Effort], Iterator[Table]]]] = {
    "parsing": parsing.tables,
    "importing": importing.tables,
    "commands": commands.tables,
    "scaling": scaling.tables,
    "others": others.tables,
}


def main() -> int:
    """Print the tables of the benchmarks that are asked for; return 1 if a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument(
        "--effort", type=float, default=1.0, help="multiplies the number of rounds (default: 1)"
    )
    parser.add_argument("--full", action="store_true", help="measure what takes many minutes, too")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    effort = Effort(options.effort, options.full)
    misses = 0
    for name in options.names or BENCHMARKS:
        for table in BENCHMARKS[name](effort):
            print(table, flush=True)
            misses += table.misses
    print("Every target is kept." if not misses else f"{misses} rows miss their target.")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())

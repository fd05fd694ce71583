"""Mutation testing by sample: `nox -s mutants` runs this in a copy of the repository.

A mutant is a module with one small change: `and` becomes `or`, 3 becomes 4, a loop ends early. It
is killed if a test fails with it, or needs far longer than before. A mutant that survives shows
either an untested behaviour or a change that makes no difference.

`python -m tests.mutants [FIRST] LAST` runs a part of the sample.
"""

from __future__ import annotations

import compileall
import importlib
import os
import sys
import time
from collections import Counter, defaultdict

from hypothesis import Phase, settings

from tests.mutants.sample import ROOT, describe_change, draw
from tests.mutants.suite import PRELOADED, is_killed, record

SIZE = 400


def main(first: int, last: int) -> None:
    """Run a part of the sample, and print the survivors and the score."""
    if (ROOT / ".git").exists():
        sys.exit("this changes modules, so it runs in a copy of the repository: nox -s mutants")
    settings.register_profile(
        "mutants",
        database=None,
        deadline=None,
        derandomize=True,
        max_examples=25,
        phases=(Phase.explicit, Phase.generate),
    )
    for name in PRELOADED:
        importlib.import_module(name)
    os.environ["PYTHONDONTWRITEBYTECODE"] = (
        "1"  # Mutants change faster than the resolution of file times.
    )
    sample = draw(last)[first:]
    start = time.monotonic()
    costs, runs = record()
    print(f"{len(costs)} tests recorded in {time.monotonic() - start:.0f} s", flush=True)
    compileall.compile_dir(str(ROOT / "generator"), quiet=1)
    sys.dont_write_bytecode = True
    drawn, killed = Counter[str](), Counter[str]()
    killers = defaultdict[str, Counter[str]](Counter)
    for number, mutant in enumerate(sample, first + 1):
        start = time.monotonic()
        drawn[mutant.package] += 1
        if is_killed(mutant, costs, runs, killers[mutant.package]):
            killed[mutant.package] += 1
            print(f"{number:3} killed   {time.monotonic() - start:5.1f} s  {mutant}", flush=True)
        else:
            print(f"{number:3} survived {time.monotonic() - start:5.1f} s  {mutant}")
            print(describe_change(mutant), flush=True)
    for package, total in sorted(drawn.items()):
        print(f"{package}: {killed[package]} of {total} killed")
    print(f"{killed.total()} of {drawn.total()} killed: {killed.total() / drawn.total():.1%}")


if __name__ == "__main__":
    first, last = [0, *(int(argument) for argument in sys.argv[1:] or (SIZE,))][-2:]
    main(first, last)

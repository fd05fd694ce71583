"""Measure errsmith and the generated SDK: `python -m benchmarks`."""

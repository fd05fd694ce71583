"""Find the codes that a page defines, and their facts."""

from errsmith.drift.extraction.reading import read_facts

__all__ = ["read_facts"]

"""How much time measuring may take."""

from __future__ import annotations

from attrs import frozen


@frozen
class Effort:
    """How much is measured.

    Attributes:
        factor: Multiplies the number of rounds.
        full: Whether to measure what takes minutes, too.
    """

    factor: float = 1.0
    full: bool = False

    def rounds(self, usual: int) -> int:
        """Give a number of rounds, at least one."""
        return max(1, round(usual * self.factor))

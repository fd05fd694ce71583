"""How fast errsmith and what it emits are, as ratios to other ways of doing the same."""

"""Name the groups of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_SIGNS: Final = re.compile(r"[^a-z0-9]+")


def build_group_ids(titles: Iterable[str]) -> dict[str, str]:
    """Return the id of each group by its title, {} unless all ids are different."""
    ids = {title: _SIGNS.sub("_", title.lower()).strip("_") for title in titles}
    are_different = all(ids.values()) and len(set(ids.values())) == len(ids)
    return ids if are_different else {}

"""Where pages and their parts are, relative to the site's root folder."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from errsmith.runtime.facts import make_anchor

UP: Final = "../"
"""The path from the page of an error to the root folder."""
FRONT_PAGE: Final = "index.html"
KINDS_PAGE: Final = "guides/kinds.html"
RETRY_PAGE: Final = "guides/retry-advice.html"
MISSING_PAGE: Final = "404.html"
"""The page that hosts show for an unknown URL at any depth, so its links are absolute."""
CHANGELOG_PAGE: Final = "guides/changelog.html"

_PATHS: Final = 1024
"""Paths that are kept: each is needed several times while the pages of its provider are built."""


@lru_cache(_PATHS)
def get_error_path(provider: str, id_: str) -> str:
    """Return the path of an error's page, which is permanent."""
    return f"{provider}/{make_anchor(id_)}.html"


def get_provider_path(provider: str) -> str:
    """Return the path of a provider's page."""
    return f"{provider}.html"


def get_word_anchor(word: str) -> str:
    """Return the id of a kind or of a word of advice on the page that explains it."""
    return word.replace("_", "-")

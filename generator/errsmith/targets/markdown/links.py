"""URLs of the reference, for pages outside it."""

from __future__ import annotations

from errsmith.meaning.subjects import Subject
from errsmith.runtime.facts import make_anchor
from errsmith.targets.target import Project


class Links:
    """URLs of providers' pages and of the errors on them.

    Args:
        project: The project.
        base: The prefix of the URLs.
    """

    def __init__(self, project: Project, base: str) -> None:
        self._base = base
        self._ids = {provider.name: _index_ids(provider) for provider in project.providers}

    def find(self, provider: str) -> str:
        """Return the URL of a provider's page, "" if it does not exist."""
        return f"{self._base}{provider}.md" if provider in self._ids else ""

    def find_error(self, provider: str, id_: str) -> str:
        """Return the URL of an error, "" if it does not exist."""
        current = self._ids.get(provider, {}).get(id_)
        return "" if current is None else self._locate_error(provider, make_anchor(current))

    def _locate_error(self, provider: str, anchor: str) -> str:
        """Return the URL of an error: its section on the provider's page."""
        return f"{self.find(provider)}#{anchor}"


def _index_ids(provider: Subject) -> dict[str, str]:
    """Return the ids of the errors, by id and alias."""
    errors = provider.file.errors
    aliases = {alias: id_ for id_, error in errors.items() for alias in error.aliases}
    return {**aliases, **{id_: id_ for id_ in errors}}

"""The views of the entries of the changelog."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True, eq=False)
class EntryView:
    """What has changed in a part of the SDK.

    Attributes:
        provider: Display name of the provider, or empty.
        code: The id of an error, or empty.
        url: Its place in the reference, or empty if the reference does not have it.
        subject: The part, if it is not an error, or empty.
        sentences: What has changed, and how to adapt to it.
    """

    provider: str
    code: str
    url: str
    subject: str
    sentences: tuple[str, ...]


@frozen(kw_only=True, eq=False)
class SectionView:
    """The changes of a release that matter to clients in the same way.

    Attributes:
        title: Its title.
        entries: The changes.
    """

    title: str
    entries: tuple[EntryView, ...]

"""The views of the pages that are written in Markdown: the guides and the changelog."""

from __future__ import annotations

from attrs import frozen

from errsmith.targets.site.frame import FrameView


@frozen(kw_only=True, eq=False)
class GuideView:
    """A guide, or the changelog.

    Attributes:
        frame: What surrounds it.
        text: The page in Markdown.
    """

    frame: FrameView
    text: str

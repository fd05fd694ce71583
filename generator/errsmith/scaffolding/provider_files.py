"""Print a new provider's file, with only the values that were passed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.drafting import print_file

DEFAULT_CODE: Final = "error.code"
"""The default path of the code in a body."""
SOURCE: Final = "errors"
"""The id of its source."""
_ENVELOPE: Final = "json"


@frozen(kw_only=True)
class NewProvider:
    """The values of a new provider.

    Attributes:
        id: The name of its module.
        title: Its display name.
        class_: The base class of its errors.
        url: The page that documents its errors.
        code: The path of the code in the body of a response.
        is_code_known: Whether its author stated the path.
        summary: What the API does, or "".
        today: The current day in UTC.
    """

    id: str
    title: str
    class_: str = ""
    url: str = ""
    code: str
    is_code_known: bool
    summary: str = ""
    today: datetime.date


def print_provider(provider: NewProvider) -> str:
    """Return the text of the provider's file."""
    described = {"summary": provider.summary} if provider.summary else {}
    values: dict[str, Any] = {
        "provider": {"title": provider.title, "class": provider.class_, **described},
        "sources": {SOURCE: {"url": provider.url, "retrieved": provider.today}},
        "envelopes": [
            {"id": _ENVELOPE, "code": {"path": provider.code, "summary": "Names the error."}}
        ],
    }
    check = [] if provider.is_code_known else ["TODO: check the path of the code."]
    comments: Mapping[KeyPath, Sequence[str]] = {("envelopes", 0, "code"): check}
    return print_file(values, comments=comments, preamble=[f"The errors of {provider.title}."])

"""The provider that a document is read for, which is not in the registry yet."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Final

from errsmith.meaning.subjects import Released, Subject, interpret_provider
from errsmith.registry.drafting import print_file
from errsmith.registry.loading import load_provider
from errsmith.registry.model import SdkFile
from errsmith.registry.source import read_document

SOURCE: Final = "errors"
"""The id of the source of a draft."""


def build_subject(
    path: str, name: str, values: Mapping[str, Any], sdk: SdkFile | None, today: datetime.date
) -> Subject:
    """Return a provider with these values.

    Args:
        path: The path of its file, as displayed.
        name: Its id.
        values: The values of its file, which fit the format.
        sdk: The settings in `sdk.toml`.
        today: The date of the run.
    """
    document, _ = read_document(path, print_file(values))
    provider, unfit = load_provider(name, document)
    if provider is None:
        message = f"the values of a draft do not fit the format: {unfit}"
        raise AssertionError(message)
    return interpret_provider(provider, sdk, today, Released())

"""A provider as it was read from a document, before it becomes a file of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from attrs import Factory, frozen

from errsmith.drift.facts import Statuses

Path: TypeAlias = "tuple[str | int, ...]"
"""Keys and list indexes that lead to a value of a response's body."""


def name_envelope(index: int) -> str:
    """Return the id of an envelope by its position: `json`, `json_2`."""
    return f"json_{index + 1}" if index else "json"


@frozen(kw_only=True)
class Origin:
    """Where a fact was read.

    Attributes:
        line: Its line in the document, 0 if unknown.
        where: The heading above it or its JSON Pointer, "" if there is none.
    """

    line: int
    where: str = ""

    def __str__(self) -> str:
        """Return the place as people read it: `line 42, "Error codes"`."""
        where = self.where if self.where.startswith("#") else f'"{self.where}"'
        parts = (f"line {self.line}" if self.line else "", where if self.where else "")
        return ", ".join(filter(None, parts)) or "the document"


@frozen(kw_only=True)
class DraftError:
    """An error.

    Attributes:
        code: Its code.
        origin: Where the code was read.
        statuses: Its statuses, empty if the document has none for it.
        status_origins: Where these were read, empty if at `origin`.
        name: A name for its class, such as that of a constant; "" if the document has none.
        group: The id of its group, None if it has none.
        retry: Its retry advice, None if the document has none.
        endpoints: The endpoints that the document restricts it to.
        is_deprecated: Whether the document calls it deprecated.
        aliases: Other spellings of its code.
    """

    code: str
    origin: Origin
    statuses: Statuses = ()
    status_origins: tuple[Origin, ...] = ()
    name: str = ""
    group: str | None = None
    retry: str | None = None
    endpoints: tuple[str, ...] = ()
    is_deprecated: bool = False
    aliases: tuple[str, ...] = ()


@frozen(kw_only=True)
class DraftField:
    """A field of an envelope.

    Attributes:
        name: Its name.
        path: Its path in the body.
        type: Its JSON type.
        role: Its role, concluded from its name; None if that is not clear.
        is_optional: Whether the document says that it can be missing.
    """

    name: str
    path: str
    type: str = "string"
    role: str | None = None
    is_optional: bool = False


@frozen(kw_only=True)
class DraftEnvelope:
    """A shape of a response.

    Attributes:
        id: Its id.
        code: The place of the code, as in the registry.
        origin: Where it was read, None if the user stated it.
        group: The path of the group, "" if there is none.
        fields: The other values.
    """

    id: str
    code: Mapping[str, object]
    origin: Origin | None
    group: str = ""
    fields: tuple[DraftField, ...] = ()


@frozen(kw_only=True)
class Draft:
    """Everything that was read from a document.

    Attributes:
        title: The title of the API, "" if the document has none.
        url: The public URL of the document, "" if it names none.
        errors: The errors, in the order of the document.
        envelopes: The shapes of responses.
        groups: The title of each group, by its id.
        places: Where codes were read, in words.
        remarks: What the document has that was not drafted, and why.
        unfit: The values in the place of a code that cannot be codes, and why.
        extract: How `errsmith drift` must read the document, {} if it finds the codes by itself.
        is_extract_concluded: Whether the user did not state that.
        is_url_of_server: Whether the URL is that of the API, because the document names no other.
    """

    title: str = ""
    url: str = ""
    errors: tuple[DraftError, ...]
    envelopes: tuple[DraftEnvelope, ...] = ()
    groups: Mapping[str, str] = Factory(dict)
    places: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    extract: Mapping[str, object] = Factory(dict)
    is_extract_concluded: bool = False
    is_url_of_server: bool = False

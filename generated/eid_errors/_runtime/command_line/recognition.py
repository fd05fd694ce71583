# Emitted by errsmith from its runtime/command_line/recognition.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Which provider sent a response that somebody pasted."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from ..errors import ApiError
from ..facts import ProviderInfo
from ..provider import Provider
from .lookup import Providers, provider_of
from .pasting import Paste

_CODE, _GROUP, _SHAPE, _NOTHING = 3, 2, 1, 0
_FEWEST_FIELDS: Final = 3
"""A shape has the code and two fields more: many APIs send a `title` or an `error`."""

CLUES: Final = {
    _CODE: "the only one that documents this code in such a response",
    _GROUP: "the only one that documents errors of such a group",
    _SHAPE: "the only one whose errors have these fields",
}
"""Why a provider was taken, by what was seen of it."""


class Candidate(NamedTuple):
    """A provider that may have sent a response.

    Attributes:
        provider: The provider.
        error: What the response is if it did.
        clue: What of it is documented: the code, its group, the shape, or nothing.
        fields: How many of the provider's fields the response has.
    """

    provider: ProviderInfo
    error: ApiError
    clue: int
    fields: int


def candidates(paste: Paste, providers: Providers) -> list[Candidate]:
    """Give the providers that a response speaks for most; all of them if it speaks for none."""
    found = [
        _candidate(info, error)
        for info in providers.values()
        if (error := parsed(paste, info)) is not None
    ]
    most = max(((one.clue, one.fields) for one in found), default=(_NOTHING, 0))
    if most[0] == _NOTHING:
        return found
    return [one for one in found if (one.clue, one.fields) == most]


def is_clear(found: list[Candidate]) -> bool:
    """Tell whether a response speaks for one provider, and for no other."""
    return len(found) == 1 and found[0].clue != _NOTHING


def parsed(paste: Paste, info: ProviderInfo) -> ApiError | None:
    """Give the error that a response of a provider is; None for an address that holds none."""
    module: Any = info.load()
    if paste.redirect is not None:
        # Modules have it whose errors arrive like that.
        parse_redirect = getattr(module, "parse_redirect", None)
        redirected: ApiError | None = parse_redirect and parse_redirect(paste.redirect)
        if redirected is not None or paste.status is None:
            return redirected
    error: ApiError = module.parse(
        status=paste.status,
        headers=paste.headers,
        body=paste.body,
        path=paste.path,
        scope=paste.scope,
    )
    return error


def _candidate(info: ProviderInfo, error: ApiError) -> Candidate:
    names = provider_of(info)._fields
    fields = sum(getattr(error, name) is not None for name in names)
    return Candidate(info, error, _clue(error, provider_of(info), fields), fields)


def _clue(error: ApiError, provider: Provider[Any], fields: int) -> int:
    by_status = error.code == str(error.status)  # Then each response has a code.
    if error.code is None or by_status:
        return _NOTHING if by_status or error.info.group is None else _GROUP
    if error.reading in ("documented", "ambiguous"):
        return _CODE
    # Where an envelope gives its codes a group, any code is of that group.
    if error.info.group not in {None, *provider._catalog.constant_groups}:
        return _GROUP
    return _SHAPE if fields >= _FEWEST_FIELDS else _NOTHING

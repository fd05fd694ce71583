"""The plainest errors: a class per code, a status, and whatever was decoded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from benchmarks.responses import RESPONSES, module_of

Parser = Callable[[bytes], Exception]


class PlainError(Exception):
    """An error, and the base of those with a code."""

    def __init__(self, status: int, payload: object) -> None:
        super().__init__(status)
        self.status = status
        self.payload = payload


CLASSES: Mapping[str, Mapping[str, type[PlainError]]] = {
    provider: {
        str(code): type(f"{provider}_{code.name}", (PlainError,), {})
        for code in module_of(provider).Code
    }
    for provider in RESPONSES
}
"""By provider and code."""


def _of_bankid(payload: Any) -> str | None:
    error = payload.error
    return None if error is None else error.partition(" -- ")[2] or error


def _of_signet(payload: Any) -> str | None:
    return next((one.code for one in (payload.errors or {}).values()), None)


_CODE_OF: Mapping[str, Callable[[Any], str | None]] = {
    "bankid_esign": _of_bankid,
    "hopae": attrgetter("title"),
    "signet": _of_signet,
    "singpass_ciba": attrgetter("error"),
}
"""Give the code of a payload that has attributes of the names that the body has."""


def parsers(
    decoders: Mapping[str, Callable[[bytes], Any]], failure: type[Exception]
) -> dict[str, Parser]:
    """Make parsers that decode a body and dispatch on its code.

    Args:
        decoders: Make a payload of a body.
        failure: What they raise for a body that they cannot read.
    """
    return {provider: _parser(provider, decoders[provider], failure) for provider in RESPONSES}


def _parser(provider: str, decode: Callable[[bytes], Any], failure: type[Exception]) -> Parser:
    classes, code_of, status = CLASSES[provider], _CODE_OF[provider], RESPONSES[provider].status

    def parse(body: bytes) -> Exception:
        try:
            payload = decode(body)
        except failure:
            return PlainError(status, None)
        return classes.get(code_of(payload) or "", PlainError)(status, payload)

    return parse

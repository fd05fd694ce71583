"""What the local server answers to a request: an example, a list of them, or what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote, urlencode

from attrs import evolve

from ..nearest import find_nearest
from ..printing import to_printable
from ..wire.headers import parse_weights
from .converting import sent_headers
from .examples import ExampleResponse, example_responses, provider_module, provider_names
from .malformed import OF_REDIRECTS, VARIANTS, Answer, phrase_of, with_header

NAMING_HEADER: Final = "X-Error"
REDIRECT_PATH: Final = "/redirect-uri"
"""Where redirects lead to; no provider's module can have this name."""
MOST_DELAY: Final = 60.0
"""Seconds that an answer can be delayed."""
MOST_RETRY_AFTER: Final = 366 * 86_400
"""Seconds that `Retry-After` can ask to wait."""

_USAGE: Final[Mapping[str, str]] = {
    "/PROVIDER/ID": "the example of an error, for any method",
    f"{NAMING_HEADER}: PROVIDER/ID": "the same for any path, in a header of the request",
    "?error=PROVIDER/ID": "the same for any path, in its query",
    "?envelope=ID": "the example in that envelope, where an error has several examples",
    "?example=2": "the example of that number, where an error has several examples",
    "?delay=0.5": f"the answer comes that many seconds later, {MOST_DELAY:g} at most",
    "?retry_after=30": "the answer has a Retry-After of that many seconds",
    "?malformed=NAME": "the answer is not as documented, in one of the ways below",
}
_SECONDS = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
_NEAREST: Final = 3


class Refusal(Exception):  # noqa: N818 - it becomes an answer, and no error of anybody's
    """A request that names nothing, or asks for what there is not."""

    def __init__(self, status: int, detail: str, **members: Any) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.members = status, detail, members


def answer(target: str, accept: str = "", named: str | None = None) -> Answer:
    """Give the answer to a request.

    Args:
        target: The request's target: path and query, or a whole address.
        accept: Its `Accept` header.
        named: Its `X-Error` header.
    """
    try:
        return _answer(target, accept, named)
    except Refusal as refusal:
        return problem(refusal.status, refusal.detail, **refusal.members)


def target_of(example: ExampleResponse, wishes: Mapping[str, object]) -> str:
    """Give the path and the query that ask for an example.

    Raises:
        ValueError: A wish is one that is refused.
    """
    query = {name: str(wish) for name, wish in wishes.items()}
    if example.is_further:
        query = {**_choice_of(example), **query}
    try:
        _varied(_sent(example), query)
    except Refusal as refusal:
        raise ValueError(refusal.detail) from None
    name = f"{example.provider}/{quote(example.id, '')}"
    is_path = example.path is None and example.id not in (".", "..")  # Clients resolve these.
    if not is_path:
        query = {"error": f"{example.provider}/{example.id}", **query}
    path = f"/{name}" if is_path else quote(example.path or "/")
    return f"{path}?{urlencode(query, safe='/')}" if query else path


def problem(status: int, detail: str, **members: Any) -> Answer:
    """Give a problem document (RFC 9457)."""
    document = {"type": "about:blank", "title": phrase_of(status), "status": status}
    return _json({**document, "detail": detail, **members}, status, "application/problem+json")


def _answer(target: str, accept: str, named: str | None) -> Answer:
    path, query = _parts_of(target)
    if named is None and path == REDIRECT_PATH:  # Its query is the redirect's, and no wish.
        return _text(["The client would take over here, and read the query of this address."])
    name = named if named is not None else query.get("error")
    if name is not None:
        return _varied(_sent(_example(name, query)), query)
    provider, _, id_ = path.removeprefix("/").partition("/")
    if not provider:
        return _text(_overview_lines()) if _prefers_text(accept) else _json(_overview())
    if not id_:
        _check_provider(unquote(provider))
        return _list(unquote(provider), as_text=_prefers_text(accept))
    return _varied(_sent(_example(path, query)), query)


def _parts_of(target: str) -> tuple[str, dict[str, str]]:
    """Part a request's target into its path and the first value of each parameter of its query."""
    path, _, query = target.partition("#")[0].partition("?")
    if not path.startswith("/"):  # A whole address, as proxies are sent.
        path = "/" + path.partition("://")[2].partition("/")[2]
    values = parse_qs(query, keep_blank_values=True, errors="replace")
    return path, {name: several[0] for name, several in values.items()}


# --- examples ------------------------------------------------------------------------------------


def _choice_of(example: ExampleResponse) -> dict[str, str]:
    """Return what a query says to choose one of several examples of an error."""
    if example.envelope is None:
        return {"example": str(example.number)}
    return {"envelope": example.envelope}


def _example(name: str, wishes: Mapping[str, str]) -> ExampleResponse:
    """Find the example of a name `provider/id`, the id or an alias, percent-encoded or not.

    It is the first one, if neither an envelope nor a number is asked for.
    """
    envelope, number = wishes.get("envelope"), wishes.get("example")
    provider, _, sent = name.removeprefix("/").partition("/")
    provider, id_ = unquote(provider), unquote(sent)
    _check_provider(provider)
    classes = provider_module(provider).ERRORS
    class_ = classes.get(sent) or classes.get(id_)
    examples = [one for one in example_responses(provider) if one.error is class_]
    for one in examples:
        if envelope in (None, one.envelope) and number in (None, str(one.number)):
            return one
    if examples and number not in (None, *(str(one.number) for one in examples)):
        detail = f"There is no example {to_printable(number or '')!r}."
        raise Refusal(400, detail, known=[one.number for one in examples])
    if examples and envelope is not None:
        detail = f"There is no example in the envelope {to_printable(envelope)!r}."
        raise Refusal(400, detail, known=[one.envelope for one in examples if one.envelope])
    said = to_printable(id_)
    detail = f"There is no error {said!r} of {provider}."
    if class_ is not None:
        detail = f"There is no example of {said!r}: nothing says how this error arrives."
    near = find_nearest(id_, [one.id for one in example_responses(provider)], _NEAREST)
    raise Refusal(404, detail, nearest=[f"/{provider}/{quote(one, '')}" for one in near])


def _check_provider(provider: str) -> None:
    if provider not in provider_names():
        detail = f"There is no provider {to_printable(provider)!r}."
        near = find_nearest(provider, provider_names(), _NEAREST)
        raise Refusal(404, detail, nearest=[f"/{one}" for one in near or provider_names()])


def _sent(example: ExampleResponse) -> Answer:
    """Give an example as the server sends it."""
    headers = sent_headers(example.headers)
    return Answer(status=example.status, headers=headers, body=example.body, query=example.query)


def _varied(sent: Answer, wishes: Mapping[str, str]) -> Answer:
    """Do to an answer what the query asks for."""
    if "retry_after" in wishes:
        seconds = int(_seconds(wishes, "retry_after", MOST_RETRY_AFTER))
        sent = with_header(sent, "Retry-After", str(seconds))
    if "delay" in wishes:
        sent = evolve(sent, delay=_seconds(wishes, "delay", MOST_DELAY))
    if "malformed" in wishes:
        name = wishes["malformed"]
        variant = VARIANTS.get(name)
        if variant is None:
            detail = f"There is no way {to_printable(name)!r} to be malformed."
            raise Refusal(400, detail, known=[*VARIANTS])
        if sent.query is not None and name not in OF_REDIRECTS:
            detail = f"A redirect cannot be {name!r}: clients read its query alone."
            raise Refusal(400, detail, known=[*OF_REDIRECTS])
        sent = variant(sent)
    if sent.query is None:
        return sent
    query = f"?{sent.query}" if sent.query else ""
    return with_header(sent, "Location", f"{REDIRECT_PATH}{query}")


def _seconds(query: Mapping[str, str], name: str, most: float) -> float:
    text = query[name]
    if _SECONDS.fullmatch(text) is None or float(text) > most:
        detail = f"Expected seconds from 0 to {most:g} for {name}, found {to_printable(text)!r}."
        raise Refusal(400, detail)
    return float(text)


# --- lists ---------------------------------------------------------------------------------------


def _overview() -> dict[str, Any]:
    return {
        "providers": {
            name: {"url": f"/{name}", "examples": len(example_responses(name))}
            for name in provider_names()
        },
        "usage": dict(_USAGE),
        "malformed": {name: variant.__doc__ for name, variant in VARIANTS.items()},
    }


def _overview_lines() -> Iterable[str]:
    yield from _table(
        (f"/{name}", f"{len(example_responses(name))} examples") for name in provider_names()
    )
    yield ""
    yield from _table(_USAGE.items())
    yield ""
    yield from _table((f"?malformed={name}", one.__doc__ or "") for name, one in VARIANTS.items())


def _list(provider: str, *, as_text: bool) -> Answer:
    examples = example_responses(provider)
    places = [_place_of(one) for one in examples]
    if as_text:
        facts = (f"{one.status}  {one.error.__name__}" for one in examples)
        return _text(_table(zip(places, facts, strict=True)))
    errors = [
        {
            "id": one.id,
            "class": one.error.__name__,
            "status": one.status,
            "made_up": list(one.made_up),
            "url": place,
        }
        for one, place in zip(examples, places, strict=True)
    ]
    return _json({"provider": provider, "errors": errors})


def _place_of(example: ExampleResponse) -> str:
    place = f"/{example.provider}/{quote(example.id, '')}"
    return f"{place}?{urlencode(_choice_of(example))}" if example.is_further else place


def _table(rows: Iterable[tuple[str, str]]) -> Iterable[str]:
    cells = list(rows)
    width = max((len(first) for first, _ in cells), default=0)
    return [f"{first:{width}}  {second}" for first, second in cells]


def _text(lines: Iterable[str]) -> Answer:
    body = "".join(f"{line}\n" for line in lines).encode()
    return Answer(status=200, headers={"Content-Type": "text/plain; charset=utf-8"}, body=body)


def _json(value: Any, status: int = 200, media_type: str = "application/json") -> Answer:
    body = json.dumps(value, indent=2).encode() + b"\n"
    return Answer(status=status, headers={"Content-Type": media_type}, body=body)


def _prefers_text(accept: str) -> bool:
    """Tell whether an `Accept` header wants plain text rather than JSON (RFC 9110, 12.5.1)."""
    return _quality(accept, "text/plain") > _quality(accept, "application/json")


def _quality(accept: str, wanted: str) -> float:
    """Give the weight of a media type, that of the most specific range that it is in."""
    weights = {item.partition(";")[0]: weight for item, weight in parse_weights(accept)}
    ranges = (wanted, f"{wanted.partition('/')[0]}/*", "*/*")
    return next((weights[range_] for range_ in ranges if range_ in weights), 0.0)

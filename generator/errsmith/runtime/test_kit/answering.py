"""The local server's responses: an example, a list of examples, or a problem document."""

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
from .converting import drop_connection_headers
from .examples import ExampleResponse, example_responses, import_provider, list_provider_names
from .malformed import OF_REDIRECTS, VARIANTS, ServerResponse, get_phrase, set_header

NAMING_HEADER: Final = "X-Error"
REDIRECT_PATH: Final = "/redirect-uri"
"""The path that redirects lead to; no provider's module can have this name."""
MOST_DELAY: Final = 60.0
"""The most seconds by which a response can be delayed."""
MOST_RETRY_AFTER: Final = 366 * 86_400
"""The most seconds that `Retry-After` can ask to wait."""

_USAGE: Final[Mapping[str, str]] = {
    "/PROVIDER/ID": "the example of an error, for any HTTP method",
    f"{NAMING_HEADER}: PROVIDER/ID": "the same at any path, named in a request header",
    "?error=PROVIDER/ID": "the same at any path, named in the query",
    "?envelope=ID": "the example in that envelope, if the error has several examples",
    "?example=2": "the example with that number, if the error has several examples",
    "?delay=0.5": f"delay the response by that many seconds, {MOST_DELAY:g} at most",
    "?retry_after=30": "add a Retry-After header of that many seconds",
    "?malformed=NAME": "break the response in one of the ways below",
}
_SECONDS = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
_NEAREST: Final = 3


class RequestError(Exception):
    """The request does not name an example, or asks for something that does not exist."""

    def __init__(self, status: int, detail: str, **members: Any) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.members = status, detail, members


def answer(target: str, accept: str = "", named: str | None = None) -> ServerResponse:
    """Return the response to a request.

    Args:
        target: The request target: path and query, or a whole URL.
        accept: The request's `Accept` header.
        named: The request's `X-Error` header.
    """
    try:
        return _respond(target, accept, named)
    except RequestError as error:
        return make_problem(error.status, error.detail, **error.members)


def make_target(example: ExampleResponse, wishes: Mapping[str, object]) -> str:
    """Return the path and the query that ask for an example.

    Raises:
        ValueError: The server would refuse one of the wishes.
    """
    query = {name: str(wish) for name, wish in wishes.items()}
    if example.is_further:
        query = {**_make_choice(example), **query}
    try:
        _apply_wishes(_make_response(example), query)
    except RequestError as error:
        raise ValueError(error.detail) from None
    name = f"{example.provider}/{quote(example.id, '')}"
    is_path = example.path is None and example.id not in (".", "..")  # Clients resolve these.
    if not is_path:
        query = {"error": f"{example.provider}/{example.id}", **query}
    path = f"/{name}" if is_path else quote(example.path or "/")
    return f"{path}?{urlencode(query, safe='/')}" if query else path


def make_problem(status: int, detail: str, **members: Any) -> ServerResponse:
    """Return a problem document (RFC 9457)."""
    problem = {"type": "about:blank", "title": get_phrase(status), "status": status}
    problem.update(detail=detail, **members)
    return _make_json_response(problem, status, "application/problem+json")


def _respond(target: str, accept: str, named: str | None) -> ServerResponse:
    path, query = _split_target(target)
    if named is None and path == REDIRECT_PATH:  # The query is the redirect's, not a wish.
        return _make_text_response(
            ["This is where your client takes over and reads the query of this URL."]
        )
    name = named if named is not None else query.get("error")
    if name is not None:
        return _apply_wishes(_make_response(_find_example(name, query)), query)
    provider, _, id_ = path.removeprefix("/").partition("/")
    if not provider:
        if _is_text_preferred(accept):
            return _make_text_response(_format_overview())
        return _make_json_response(_make_overview())
    if not id_:
        _check_provider(unquote(provider))
        return _list_examples(unquote(provider), as_text=_is_text_preferred(accept))
    return _apply_wishes(_make_response(_find_example(path, query)), query)


def _split_target(target: str) -> tuple[str, dict[str, str]]:
    """Split a request target into its path and the first value of each query parameter."""
    path, _, query = target.partition("#")[0].partition("?")
    if not path.startswith("/"):  # A whole URL, as sent to proxies.
        path = "/" + path.partition("://")[2].partition("/")[2]
    values = parse_qs(query, keep_blank_values=True, errors="replace")
    return path, {name: several[0] for name, several in values.items()}


# --- examples ------------------------------------------------------------------------------------


def _make_choice(example: ExampleResponse) -> dict[str, str]:
    """Return the query parameters that select one of several examples of an error."""
    if example.envelope is None:
        return {"example": str(example.number)}
    return {"envelope": example.envelope}


def _find_example(name: str, wishes: Mapping[str, str]) -> ExampleResponse:
    """Find the example for a name `provider/id`; the id may be an alias and percent-encoded.

    If neither an envelope nor a number is requested, it is the error's first example.
    """
    envelope, number = wishes.get("envelope"), wishes.get("example")
    provider, _, raw_id = name.removeprefix("/").partition("/")
    provider, id_ = unquote(provider), unquote(raw_id)
    _check_provider(provider)
    classes = import_provider(provider).ERRORS
    class_ = classes.get(raw_id) or classes.get(id_)
    examples = [example for example in example_responses(provider) if example.error is class_]
    for example in examples:
        if envelope in (None, example.envelope) and number in (None, str(example.number)):
            return example
    if examples and number not in (None, *(str(example.number) for example in examples)):
        detail = f"There is no example {to_printable(number or '')!r}."
        raise RequestError(400, detail, known=[example.number for example in examples])
    if examples and envelope is not None:
        detail = f"There is no example in the envelope {to_printable(envelope)!r}."
        raise RequestError(
            400, detail, known=[example.envelope for example in examples if example.envelope]
        )
    shown_id = to_printable(id_)
    detail = f"{provider} has no error {shown_id!r}."
    if class_ is not None:
        detail = f"There is no example of {shown_id!r}: its response is not documented."
    nearest = find_nearest(id_, [example.id for example in example_responses(provider)], _NEAREST)
    raise RequestError(404, detail, nearest=[f"/{provider}/{quote(name, '')}" for name in nearest])


def _check_provider(provider: str) -> None:
    if provider not in list_provider_names():
        detail = f"There is no provider {to_printable(provider)!r}."
        names = list_provider_names()
        nearest = find_nearest(provider, names, _NEAREST) or names
        raise RequestError(404, detail, nearest=[f"/{name}" for name in nearest])


def _make_response(example: ExampleResponse) -> ServerResponse:
    """Return an example as a response of the server."""
    headers = drop_connection_headers(example.headers)
    return ServerResponse(
        status=example.status, headers=headers, body=example.body, query=example.query
    )


def _apply_wishes(response: ServerResponse, wishes: Mapping[str, str]) -> ServerResponse:
    """Change a response as the query requests."""
    if "retry_after" in wishes:
        seconds = int(_parse_seconds(wishes, "retry_after", MOST_RETRY_AFTER))
        response = set_header(response, "Retry-After", str(seconds))
    if "delay" in wishes:
        response = evolve(response, delay=_parse_seconds(wishes, "delay", MOST_DELAY))
    if "malformed" in wishes:
        name = wishes["malformed"]
        variant = VARIANTS.get(name)
        if variant is None:
            detail = f"Unknown value for malformed: {to_printable(name)!r}."
            raise RequestError(400, detail, known=[*VARIANTS])
        if response.query is not None and name not in OF_REDIRECTS:
            detail = f"A redirect cannot be {name!r}: clients read only its query."
            raise RequestError(400, detail, known=[*OF_REDIRECTS])
        response = variant(response)
    if response.query is None:
        return response
    query = f"?{response.query}" if response.query else ""
    return set_header(response, "Location", f"{REDIRECT_PATH}{query}")


def _parse_seconds(query: Mapping[str, str], name: str, most: float) -> float:
    text = query[name]
    if _SECONDS.fullmatch(text) is None or float(text) > most:
        detail = f"Expected {name} to be seconds from 0 to {most:g}, found {to_printable(text)!r}."
        raise RequestError(400, detail)
    return float(text)


# --- lists ---------------------------------------------------------------------------------------


def _make_overview() -> dict[str, Any]:
    return {
        "providers": {
            name: {"url": f"/{name}", "examples": len(example_responses(name))}
            for name in list_provider_names()
        },
        "usage": dict(_USAGE),
        "malformed": {name: variant.__doc__ for name, variant in VARIANTS.items()},
    }


def _format_overview() -> Iterable[str]:
    yield from _format_table(
        (f"/{name}", f"{len(example_responses(name))} examples") for name in list_provider_names()
    )
    yield ""
    yield from _format_table(_USAGE.items())
    yield ""
    yield from _format_table(
        (f"?malformed={name}", variant.__doc__ or "") for name, variant in VARIANTS.items()
    )


def _list_examples(provider: str, *, as_text: bool) -> ServerResponse:
    examples = example_responses(provider)
    urls = [_make_url(example) for example in examples]
    if as_text:
        descriptions = (f"{example.status}  {example.error.__name__}" for example in examples)
        return _make_text_response(_format_table(zip(urls, descriptions, strict=True)))
    errors = [
        {
            "id": example.id,
            "class": example.error.__name__,
            "status": example.status,
            "made_up": list(example.made_up),
            "url": url,
        }
        for example, url in zip(examples, urls, strict=True)
    ]
    return _make_json_response({"provider": provider, "errors": errors})


def _make_url(example: ExampleResponse) -> str:
    url = f"/{example.provider}/{quote(example.id, '')}"
    return f"{url}?{urlencode(_make_choice(example))}" if example.is_further else url


def _format_table(rows: Iterable[tuple[str, str]]) -> Iterable[str]:
    cells = list(rows)
    width = max((len(first) for first, _ in cells), default=0)
    return [f"{first:{width}}  {second}" for first, second in cells]


def _make_text_response(lines: Iterable[str]) -> ServerResponse:
    body = "".join(f"{line}\n" for line in lines).encode()
    return ServerResponse(
        status=200, headers={"Content-Type": "text/plain; charset=utf-8"}, body=body
    )


def _make_json_response(
    value: Any, status: int = 200, media_type: str = "application/json"
) -> ServerResponse:
    body = json.dumps(value, indent=2).encode() + b"\n"
    return ServerResponse(status=status, headers={"Content-Type": media_type}, body=body)


def _is_text_preferred(accept: str) -> bool:
    """Return whether an `Accept` header prefers plain text to JSON (RFC 9110, 12.5.1)."""
    return _find_weight(accept, "text/plain") > _find_weight(accept, "application/json")


def _find_weight(accept: str, wanted: str) -> float:
    """Return the weight of a media type: that of the most specific range that contains it."""
    weights = {item.partition(";")[0]: weight for item, weight in parse_weights(accept)}
    ranges = (wanted, f"{wanted.partition('/')[0]}/*", "*/*")
    return next((weights[range_] for range_ in ranges if range_ in weights), 0.0)

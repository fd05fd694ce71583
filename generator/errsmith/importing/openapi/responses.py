"""Find the error responses of an OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from typing import Any, Final

from attrs import define, field, frozen

from errsmith.importing.openapi.references import Document, Place
from errsmith.importing.trees import Pointer

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_STATUS: Final = re.compile(r"[45]\d\d")
_CLASS: Final = re.compile(r"[45]XX", re.IGNORECASE)
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_ERROR_WORDS: Final = frozenset(
    {"error", "errors", "problem", "problems", "exception", "exceptions", "fault", "err"}
)


@frozen(kw_only=True)
class Content:
    """A body of a response in one media type.

    Attributes:
        schema: Its schema, None if the document has none.
        examples: Its examples.
    """

    schema: Place | None = None
    examples: Sequence[Place] = ()


@define(kw_only=True)
class ErrorResponse:
    """A response that an error can have.

    Attributes:
        statuses: The statuses that operations have it for, each with the pointer to the first
            operation's response; `default` gives none.
        endpoints: The operations that have it: `POST /payments`.
        contents: Its bodies: one of them is sent.
        description: Its description, None if it is not a response.
    """

    statuses: dict[int | str, Pointer] = field(factory=dict)
    endpoints: list[str] = field(factory=list)
    contents: list[Content] = field(factory=list)
    description: Place | None = None


def list_responses(document: Document) -> list[ErrorResponse]:
    """Return the error responses of all operations, and those that no operation has, each once."""
    found = _list_responses(document, _read_status)
    return [*found.values(), *_list_unused(document, found)]


def list_successes(document: Document) -> list[ErrorResponse]:
    """Return all other responses of all operations, without their statuses."""
    found = _list_responses(document, lambda key: "" if _read_status(key) is None else None)
    return list(found.values())


def _list_responses(
    document: Document, read_status: Callable[[str], int | str | None]
) -> dict[Pointer, ErrorResponse]:
    """Return the responses with a status that `read_status` accepts, by their pointers."""
    found: dict[Pointer, ErrorResponse] = {}
    for endpoint, responses in _list_operations(document):
        for key, _ in _list_items(responses):
            status = read_status(key)
            if status is None:
                continue
            stated = responses.get(key)
            place = document.resolve(stated)
            if not isinstance(place.value, dict):
                continue
            if place.pointer not in found:
                found[place.pointer] = _read_response(document, place)
            response = found[place.pointer]
            if status:
                response.statuses.setdefault(status, stated.pointer)
            if endpoint not in response.endpoints:
                response.endpoints.append(endpoint)
    return found


def _list_unused(document: Document, used: Container[Pointer]) -> list[ErrorResponse]:
    """Return the components that are error responses by their names, and that no operation has."""
    responses = document.root.get("components", "responses")
    places = (
        document.resolve(responses.get(name))
        for name, _ in _list_items(responses)
        if _is_about_errors(name)
    )
    return [_read_response(document, place) for place in places if place.pointer not in used]


def list_components(document: Document) -> list[ErrorResponse]:
    """Return the schemas that are about errors by their names, as responses."""
    schemas = document.root.get("components", "schemas")
    return [
        ErrorResponse(contents=[Content(schema=document.resolve(schemas.get(name)))])
        for name, _ in _list_items(schemas)
        if _is_about_errors(name)
    ]


def _is_about_errors(name: str) -> bool:
    return not _ERROR_WORDS.isdisjoint(word.lower() for word in _WORD.findall(name))


def _list_items(place: Place) -> Iterator[tuple[str, Any]]:
    if isinstance(place.value, dict):
        yield from place.value.items()


def _list_operations(document: Document) -> Iterator[tuple[str, Place]]:
    """Yield each operation as `POST /payments`, and its responses."""
    paths = document.root.get("paths")
    for path, _ in _list_items(paths):
        item = document.resolve(paths.get(path))
        for method in _METHODS:
            operation = document.resolve(item.get(method))
            responses = document.resolve(operation.get("responses"))
            if isinstance(responses.value, dict):
                yield f"{method.upper()} {path}", responses


def _read_status(key: str) -> int | str | None:
    """Return the status of an error response, "" for `default`, None for other responses."""
    if _STATUS.fullmatch(key):
        return int(key)
    if _CLASS.fullmatch(key):
        return f"{key[0]}xx"
    return "" if key == "default" else None


def _read_response(document: Document, place: Place) -> ErrorResponse:
    response = ErrorResponse(description=place.get("description"))
    content = place.get("content")
    for media_type, _ in _list_items(content):
        name = media_type.lower()
        if "json" not in name and "*" not in name:
            continue
        media = document.resolve(content.get(media_type))
        if isinstance(media.value, dict):
            schema = media.get("schema") if "schema" in media.value else None
            examples = list_examples(document, media)
            response.contents.append(Content(schema=schema, examples=examples))
    return response


def list_examples(document: Document, place: Place) -> list[Place]:
    """Return the examples of a media type or a schema."""
    found: list[Place] = []
    if isinstance(place.value, dict) and "example" in place.value:
        example = document.resolve(place.get("example"))
        # Some documents wrap a single example as one of several.
        is_wrapped = isinstance(example.value, dict) and set(example.value) == {"value"}
        found.append(example.get("value") if is_wrapped else example)
    examples = place.get("examples")
    if isinstance(examples.value, list):
        found += (examples.get(index) for index in range(len(examples.value)))
    for name, _ in _list_items(examples):
        example = document.resolve(examples.get(name))
        found.append(example.get("value"))
    return [example for example in found if example.value is not None]

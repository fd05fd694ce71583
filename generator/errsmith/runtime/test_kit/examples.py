"""Example responses of the documented errors, for tests of applications."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, field, frozen

from ..errors import ApiError
from .converting import make_httpx_response, make_requests_response
from .shapes import PARTS, Example, Part, Shape, Shown, SlotValues, WrittenResponse

if TYPE_CHECKING:
    from httpx import Response as HttpxResponse
    from httpx2 import Response as Httpx2Response
    from requests import Response as RequestsResponse
else:  # For annotations that are evaluated at run time; the clients may not be installed.
    HttpxResponse = Httpx2Response = RequestsResponse = Any

_CALLBACK: Final = "https://client.example/callback"
"""The target of made-up redirects."""


def _freeze(headers: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(headers))


@frozen(kw_only=True)
class ExampleResponse:
    """An example response for one documented error.

    It is the response that the provider's page shows, if there is one. Otherwise it has the shape
    that the page describes, with made-up values. Examples are the same, byte for byte, in every run
    of the same SDK.

    Attributes:
        provider: Name of the provider's module.
        id: The error's id, a key of the module's `ERRORS`.
        error: The error's class.
        status: HTTP status.
        headers: HTTP headers by name; read-only.
        body: The body as sent, empty if there is none.
        query: Query of the redirect in which the error arrives, None if it is not a redirect.
        path: Path of a request that gets this response, None if any path may.
        scope: Id of the part of the API that sends this response, None if any part may.
        made_up: The parts that are not documented in this form: status, headers, body or query.
        envelope: Id of the envelope that has this shape, None if the provider's page shows it.
        number: Its number among the examples of the same error, starting at 1.
    """

    provider: str
    id: str
    error: type[ApiError]
    status: int
    headers: Mapping[str, str] = field(converter=_freeze)
    body: bytes
    query: str | None
    path: str | None
    scope: str | None
    made_up: tuple[Part, ...]
    envelope: str | None = None
    number: int = 1

    @property
    def is_further(self) -> bool:
        """Whether another example of the same error precedes it."""
        return self.number > 1

    def parse(self) -> ApiError:
        """Return the error in this response, a new one each time."""
        parsed: ApiError = import_provider(self.provider).parse(
            status=self.status,
            headers=self.headers,
            body=self.body,
            path=self.path,
            query=self.query,
            scope=self.scope,
        )
        return parsed

    def to_httpx(self) -> HttpxResponse:
        """Return this response as an httpx response, with a request for its path.

        `raise_for_error` raises its error. If it is a redirect, `parse_redirect` returns the error
        for the URL in its `Location` header.

        Raises:
            ImportError: httpx is not installed.
        """
        import httpx

        response: HttpxResponse = make_httpx_response(self, httpx)
        return response

    def to_httpx2(self) -> Httpx2Response:
        """Return this response as an httpx2 response, as `to_httpx` does.

        Raises:
            ImportError: httpx2 is not installed.
        """
        import httpx2

        response: Httpx2Response = make_httpx_response(self, httpx2)
        return response

    def to_requests(self) -> RequestsResponse:
        """Return this response as a requests response, as `to_httpx` does.

        Raises:
            ImportError: requests is not installed.
        """
        response: RequestsResponse = make_requests_response(self)
        return response


def example_responses(provider: str | ModuleType) -> tuple[ExampleResponse, ...]:
    """Return an example response for each documented error of a provider.

    An error has several examples if the provider's page shows several responses, or if it may also
    arrive in the challenge of a `WWW-Authenticate` header. It has none if its response is not
    documented, or if no response identifies it.

    Args:
        provider: A provider's module, or its name, such as a key of `PROVIDERS`.

    Returns:
        The examples, in the order of the errors on the provider's page; the same objects each time.

    Raises:
        LookupError: This SDK does not have this provider.
        TypeError: `provider` is neither a module nor a name.
    """
    return _build_responses(import_provider(get_provider_name(provider)))


def list_provider_names() -> tuple[str, ...]:
    """Return the names of the providers' modules, sorted."""
    return tuple(sorted(importlib.import_module(get_package_name()).PROVIDERS))


def get_provider_name(provider: str | ModuleType) -> str:
    """Return the name of a provider's module.

    Raises:
        LookupError: This SDK does not have this provider.
        TypeError: `provider` is neither a module nor a name.
    """
    name = provider.__name__ if isinstance(provider, ModuleType) else provider
    if not isinstance(name, str):
        msg = f"expected a provider's module or its name, found {name!r}"
        raise TypeError(msg)
    name = name.removeprefix(f"{get_package_name()}.")
    known = list_provider_names()
    if name not in known:
        msg = f"unknown provider {name!r}; expected one of {', '.join(known)}"
        raise LookupError(msg)
    return name


def get_package_name() -> str:
    """Return the name of the SDK's package."""
    return str(__package__).rsplit(".", 2)[0]


def import_provider(name: str) -> ModuleType:
    """Import the module of a provider."""
    return importlib.import_module(f"{get_package_name()}.{name}")


@cache  # By module, because a module that is imported again has new classes.
def _build_responses(module: ModuleType) -> tuple[ExampleResponse, ...]:
    name = get_provider_name(module)
    # Imported here: only tests need them.
    declared = importlib.import_module(f"{get_package_name()}._examples.{name}")
    errors: Mapping[str, type[ApiError]] = module.ERRORS
    responses: list[ExampleResponse] = []
    for example in declared.EXAMPLES:
        # Examples of the same error are adjacent.
        number = responses[-1].number + 1 if responses and responses[-1].id == example.id else 1
        response = _build_response(name, example, errors[example.id], declared.SHAPES)
        responses.append(evolve(response, number=number))
    return tuple(responses)


def _build_response(
    provider: str, example: Example | Shown, error: type[ApiError], shapes: Mapping[str, Shape]
) -> ExampleResponse:
    if isinstance(example, Shown):
        written, made_up = _copy_shown(example)
    else:
        written, made_up = _write_example(example, error, shapes)
    headers = dict(written.headers)
    if written.query is not None and "location" not in map(str.lower, headers):
        headers["Location"] = f"{_CALLBACK}?{written.query}"
        made_up |= {"headers"}
    return ExampleResponse(
        provider=provider,
        id=example.id,
        error=error,
        status=example.status,
        headers=headers,
        body=written.body.encode(),
        query=written.query,
        path=example.path,
        scope=example.scope,
        made_up=tuple(part for part in PARTS if part in made_up),
        envelope=example.shape if isinstance(example, Example) else None,
    )


def _copy_shown(shown: Shown) -> tuple[WrittenResponse, set[Part]]:
    written = WrittenResponse(shown.headers, "\n".join(shown.body), shown.query)
    return written, set(shown.made_up)


def _write_example(
    example: Example, error: type[ApiError], shapes: Mapping[str, Shape]
) -> tuple[WrittenResponse, set[Part]]:
    info = error.info
    values = SlotValues(info.code or "", info.group, example.status, info.summary or "")
    written = shapes[example.shape].write(values)
    parts: dict[Part, object] = {
        "status": example.is_status_made_up,
        "headers": written.headers,
        "body": written.body,
        "query": written.query,
    }
    return written, {part for part, is_present in parts.items() if is_present}

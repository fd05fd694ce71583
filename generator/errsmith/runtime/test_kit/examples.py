"""Example responses of the documented errors, for tests of clients."""

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
else:  # For those who read annotations when the program runs; the clients need not be installed.
    HttpxResponse = Httpx2Response = RequestsResponse = Any

_CALLBACK: Final = "https://client.example/callback"
"""Where redirects lead to that are made up."""


def _freeze(headers: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(headers))


@frozen(kw_only=True)
class ExampleResponse:
    """A response that is read as a certain documented error.

    It is the response that the provider's page shows, if it shows one. Else it is written into the
    shape that the page describes, with values that are made up. The same SDK has the same examples,
    byte for byte.

    Attributes:
        provider: Name of the provider's module.
        id: The error's id, a key of the module's `ERRORS`.
        error: The error's class.
        status: HTTP status.
        headers: HTTP headers by name; read only.
        body: The body as sent, empty if there is none.
        query: Query of the redirect by which the error arrives, None if it arrives otherwise.
        path: Path of a request that is answered like this, None if any may be.
        scope: Id of the part of the API that answers like this, None if any may.
        made_up: Which of status, headers, body and query nobody documents as they stand here.
        envelope: Id of the envelope that it is written in, None if the provider's page shows it.
        number: Which of the examples of its error it is, counted from 1.
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
        """Whether another example of the same error goes before it."""
        return self.number > 1

    def parse(self) -> ApiError:
        """Return the error that this response is, a new one each time."""
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
        """Return this response as one of httpx, with a request for its path.

        `raise_for_error` raises its error. If it is a redirect, `parse_redirect` of the address in
        its header `Location` returns the error.

        Raises:
            ImportError: httpx is not installed.
        """
        import httpx

        response: HttpxResponse = make_httpx_response(self, httpx)
        return response

    def to_httpx2(self) -> Httpx2Response:
        """Return this response as one of httpx2, as `to_httpx` does.

        Raises:
            ImportError: httpx2 is not installed.
        """
        import httpx2

        response: Httpx2Response = make_httpx_response(self, httpx2)
        return response

    def to_requests(self) -> RequestsResponse:
        """Return this response as one of requests, as `to_httpx` does.

        Raises:
            ImportError: requests is not installed.
        """
        response: RequestsResponse = make_requests_response(self)
        return response


def example_responses(provider: str | ModuleType) -> tuple[ExampleResponse, ...]:
    """Return an example response for each documented error of a provider.

    An error has a further example for each further response that the provider's page shows, and
    one of the challenge of a `WWW-Authenticate` header if it may arrive in that. An error of which
    nothing says how it arrives has none, and neither has one that no response can be told to be.

    Args:
        provider: A provider's module, or its name, such as a key of `PROVIDERS`.

    Returns:
        The examples in the order in which the provider's page lists the errors; the same objects
        each time.

    Raises:
        LookupError: This SDK has no such provider.
        TypeError: `provider` is neither a module nor a name.
    """
    return _build_responses(import_provider(get_provider_name(provider)))


def list_provider_names() -> tuple[str, ...]:
    """Return the names of the providers' modules, sorted."""
    return tuple(sorted(importlib.import_module(get_package_name()).PROVIDERS))


def get_provider_name(provider: str | ModuleType) -> str:
    """Return the name of a provider's module.

    Raises:
        LookupError: This SDK has no such provider.
        TypeError: `provider` is neither a module nor a name.
    """
    name = provider.__name__ if isinstance(provider, ModuleType) else provider
    if not isinstance(name, str):
        msg = f"expected a provider's module or its name, found {name!r}"
        raise TypeError(msg)
    name = name.removeprefix(f"{get_package_name()}.")
    known = list_provider_names()
    if name not in known:
        msg = f"no provider {name!r}; there are {', '.join(known)}"
        raise LookupError(msg)
    return name


def get_package_name() -> str:
    """Return the name of the SDK's package."""
    return str(__package__).rsplit(".", 2)[0]


def import_provider(name: str) -> ModuleType:
    """Import the module of a provider."""
    return importlib.import_module(f"{get_package_name()}.{name}")


@cache  # By module, since one that is imported anew has classes of its own.
def _build_responses(module: ModuleType) -> tuple[ExampleResponse, ...]:
    name = get_provider_name(module)
    # Imported here, since nobody needs them but tests.
    declared = importlib.import_module(f"{get_package_name()}._examples.{name}")
    errors: Mapping[str, type[ApiError]] = module.ERRORS
    responses: list[ExampleResponse] = []
    for example in declared.EXAMPLES:
        # Those of an error are neighbours.
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

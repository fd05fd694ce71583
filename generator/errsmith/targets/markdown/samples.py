"""What guides show: an error of the registry, and what the local server makes of a response."""

from __future__ import annotations

import inspect
from typing import Final
from urllib.parse import quote

from attrs import frozen

from errsmith.meaning.resolution import ResolvedError
from errsmith.meaning.subjects import Subject
from errsmith.runtime.test_kit.malformed import VARIANTS

_SERVER: Final = "http://127.0.0.1:8080"


@frozen(kw_only=True, eq=False)
class SampleView:
    """An error that guides show.

    Attributes:
        class_: Its class.
        status: HTTP status.
        parameter: The id of a test that has it as its parameter.
        is_served: Whether it has an example that the local server can send as it is.
        lacks_examples: Whether some errors of the provider have no example.
        requests: Commands that ask the local server for it: by path, by query, by header, and for
            something malformed.
    """

    class_: str
    status: int
    parameter: str
    is_served: bool
    lacks_examples: bool
    requests: tuple[str, ...]


def sample_of(provider: Subject) -> SampleView:
    """Return the first error of a provider that has a status of its own, otherwise the first.

    Errors with an example that is no redirect come first. If the provider has no errors, its class
    stands for one.
    """
    errors = list(provider.resolution.errors.values())
    made = provider.examples.by_error
    served = [one for one in errors if one.id in made and made[one.id].query is None]
    candidates = served or errors
    error = next((one for one in candidates if _numbers(one)), next(iter(candidates), None))
    id_ = None if error is None else error.id
    name = provider.name if id_ is None else f"{provider.name}/{quote(id_, '')}"
    return SampleView(
        class_=provider.file.provider.class_ if error is None else error.class_,
        status=next(iter(_numbers(error)), 400),
        parameter=provider.name if id_ is None else f"{provider.name}-{id_}",
        is_served=bool(served),
        lacks_examples=len(made) < len(errors),
        requests=(
            f"curl -i {_SERVER}/{name}",
            f'curl -i -X POST -d x=y "{_SERVER}/v1/orders?error={name}"',
            f'curl -i -H "X-Error: {name}" {_SERVER}/v1/orders',
            f'curl -i "{_SERVER}/{name}?delay=0.1&retry_after=30&malformed=truncated"',
        ),
    )


def _numbers(error: ResolvedError | None) -> list[int]:
    """Give the statuses of an error that are no classes of statuses."""
    stated = () if error is None else error.definition.status
    return [status for status in stated if isinstance(status, int)]


def describe_variants() -> tuple[tuple[str, str], ...]:
    """Give the names of what the local server makes of a response, and what that is."""
    return tuple((name, inspect.getdoc(one) or "") for name, one in VARIANTS.items())

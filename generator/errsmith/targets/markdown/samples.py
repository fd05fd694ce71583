"""What guides show: an error from the registry, and the ways to malform a response."""

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
        parameter: The id of a pytest test that is parametrized with this error.
        is_served: Whether it has an example that the local server can send unchanged.
        lacks_examples: Whether some errors of the provider have no example.
        requests: Commands that request it from the local server: by path, by query, by header, and
            malformed.
    """

    class_: str
    status: int
    parameter: str
    is_served: bool
    lacks_examples: bool
    requests: tuple[str, ...]


def build_sample_view(provider: Subject) -> SampleView:
    """Build the view of the first error with a number as its status, or of the first error.

    Errors that the local server can send unchanged take precedence. If the provider has no
    errors, its base class is used instead.
    """
    errors = list(provider.resolution.errors.values())
    examples = provider.examples.by_error
    served = [e for e in errors if e.id in examples and examples[e.id].query is None]
    candidates = served or errors
    error = next((e for e in candidates if _list_numbers(e)), next(iter(candidates), None))
    id_ = None if error is None else error.id
    name = provider.name if id_ is None else f"{provider.name}/{quote(id_, '')}"
    return SampleView(
        class_=provider.file.provider.class_ if error is None else error.class_,
        status=next(iter(_list_numbers(error)), 400),
        parameter=provider.name if id_ is None else f"{provider.name}-{id_}",
        is_served=bool(served),
        lacks_examples=len(examples) < len(errors),
        requests=(
            f"curl -i {_SERVER}/{name}",
            f'curl -i -X POST -d x=y "{_SERVER}/v1/orders?error={name}"',
            f'curl -i -H "X-Error: {name}" {_SERVER}/v1/orders',
            f'curl -i "{_SERVER}/{name}?delay=0.1&retry_after=30&malformed=truncated"',
        ),
    )


def _list_numbers(error: ResolvedError | None) -> list[int]:
    """Return an error's statuses that are numbers, not classes such as `"4xx"`."""
    statuses = () if error is None else error.definition.status
    return [status for status in statuses if isinstance(status, int)]


def describe_variants() -> tuple[tuple[str, str], ...]:
    """Return the ways in which the local server can malform a response: names and descriptions."""
    return tuple((name, inspect.getdoc(malform) or "") for name, malform in VARIANTS.items())

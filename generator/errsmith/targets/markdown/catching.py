"""Python that catches the errors of a provider, or recognizes those that nothing raises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from errsmith.meaning.examples import ErrorResponse
from errsmith.meaning.subjects import Subject

Snippets = tuple[tuple[str, ...], ...]
"""Lines of Python, for each way in which an error arrives."""


@frozen
class Catching:
    """How to catch each error of a provider.

    Attributes:
        usual: How to catch most errors, shown for `example`; empty if no code can catch any.
        example: The class that it catches.
        special: How to catch the other errors, by error id; empty if no code can.
    """

    usual: Snippets
    example: str
    special: dict[str, Snippets]


def build_catching(subject: Subject) -> Catching:
    """Find the usual way of catching a provider's errors, and the errors that need another."""
    errors = subject.resolution.errors
    base = subject.file.provider.class_
    ways = {id_: write_snippets(subject, id_, base) for id_ in errors}
    [(usual, _), *_] = [*Counter(filter(None, ways.values())).most_common(1), ((), 0)]
    special = {
        id_: write_snippets(subject, id_, errors[id_].class_)
        for id_, way in ways.items()
        if not way or way != usual
    }
    example = next((id_ for id_ in errors if id_ not in special), None)
    if example is None:
        return Catching(usual=(), example="", special=special)
    class_ = errors[example].class_
    return Catching(write_snippets(subject, example, class_), class_, special)


def write_snippets(subject: Subject, id_: str, class_: str) -> Snippets:
    """Return code that catches each example of an error with a class; empty if no code can."""
    return tuple(dict.fromkeys(_list_snippets(subject, id_, f"{subject.name}.{class_}")))


def _list_snippets(subject: Subject, id_: str, class_: str) -> Iterator[tuple[str, ...]]:
    """Yield code that catches each example of an error, or recognizes the error without one."""
    examples = subject.examples
    if id_ in examples.by_error:
        for example in (examples.by_error[id_], *examples.further[id_]):
            yield _write_snippet(subject.name, class_, example)
    elif id_ in examples.codes:
        arguments = examples.codes[id_].items()
        more = "".join(f", {name}={_format_literal(value)}" for name, value in arguments)
        yield (f"error = {subject.name}.from_code(code{more})", *_write_check(class_))


def _write_snippet(module: str, class_: str, example: ErrorResponse) -> tuple[str, ...]:
    """Return code that catches an error, or recognizes it if nothing raises it."""
    if example.read_by == "raise_for_error":
        return (
            "try:",
            f"    {module}.raise_for_error(response)",
            f"except {class_} as error:",
            "    ...",
        )
    if example.read_by == "parse_redirect":
        return (f"error = {module}.parse_redirect(url)", *_write_check(class_))
    return (
        f"error = {module}.parse(",
        "    status=response.status_code,",
        "    headers=response.headers,",
        "    body=response.content,",
        *(() if example.query is None else ["    query=query,"]),
        *(() if example.scope is None else [f"    scope={_format_literal(example.scope)},"]),
        ")",
        *_write_check(class_),
    )


def _write_check(class_: str) -> tuple[str, str]:
    return f"if isinstance(error, {class_}):", "    ..."


def _format_literal(value: object) -> str:
    """Return a string or a number as Python; strings in double quotes, unless they contain one."""
    printed = repr(value)
    return f'"{printed[1:-1]}"' if isinstance(value, str) and '"' not in printed else printed

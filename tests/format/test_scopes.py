"""`[scopes.ID]`: parts of an API with separate codes."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import ModuleType

import pytest

GenerateModule = Callable[..., ModuleType]

TIE = """\
[scopes.special]
paths = "/v1/token/special/*"
allow = [{ rule = "R246", reason = "A tie leads to no scope." }]
"""

PROVIDER = f"""
[scopes.start]
summary = "The endpoint that starts an order."
paths = "*/order"

[scopes.token]
paths = ["*/token", "/v?/token/*", "/v1/token/special/*"]

{TIE}
[scopes.version]
paths = "/v1/*"

[scopes.named]

[[envelopes]]
id = "json"
code = {{ path = "code" }}

[errors.denied]
class = "StartDeniedError"
scope = "start"
status = 403
summary = "The client must not start an order."

[errors.denied_token]
class = "TokenDeniedError"
code = "denied"
scope = "token"
status = 400
summary = "The person refuses."

[errors.denied_version]
class = "VersionDeniedError"
code = "denied"
scope = "version"
status = 400
summary = "The version is not allowed."

[errors.denied_named]
class = "NamedDeniedError"
code = "denied"
scope = "named"
status = 400
summary = "The caller alone knows the scope."
"""


def read(module: ModuleType, path: str | None, scope: str | None = None) -> str | None:
    """Return the id of the error `denied`, or None if it is unknown."""
    error = module.parse(body={"code": "denied"}, path=path, scope=scope)
    return next((id_ for id_, cls in module.ERRORS.items() if type(error) is cls), None)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("/v1/token", "denied_token", id="star-at-the-start"),
        pytest.param("/token", "denied_token", id="star-for-nothing"),
        pytest.param("/a/b/c/order", "denied", id="star-across-slashes"),
        pytest.param("/v2/token/x/y", "denied_token", id="second-glob-of-several"),
        pytest.param("/v22/token/x", None, id="question-mark-is-one-character"),
        pytest.param("/v/token/x", None, id="question-mark-is-no-less"),
        pytest.param("/a/ORDER", None, id="case-differs"),
        pytest.param("/a/order/1", None, id="glob-fits-the-whole-path-or-not"),
        pytest.param("/v1/order", "denied", id="most-literal-text-wins"),
        pytest.param("/v1/other", "denied_version", id="the-only-one-that-fits"),
        pytest.param("/v1/token/special/1", None, id="tie-of-different-scopes-is-none"),
        pytest.param("/elsewhere", None, id="no-glob-fits"),
        pytest.param("", None, id="empty-path"),
        pytest.param(None, None, id="no-path"),
    ],
)
def test_path_leads_to_a_scope(
    generate_module: GenerateModule, path: str | None, expected: str | None
) -> None:
    """The scope with the most literal matching glob wins; globs match the whole path."""
    assert read(generate_module(PROVIDER), path) == expected


def test_example_has_a_path_of_its_scope(generate_module: GenerateModule) -> None:
    """An example's path leads to its scope; without `paths`, the caller must name the scope."""
    module = generate_module(
        PROVIDER
        + "".join(
            f'[scopes.{name}]\npaths = "{glob}"\n'
            f'[errors.denied_{name}]\ncode = "denied"\nscope = "{name}"\nstatus = 400\n'
            f'class = "{name.capitalize()}DeniedError"\nsummary = "It is {name}."\n'
            for name, glob in {"exact": "/v9/exact", "starred": "*start"}.items()
        )
    )
    kit = importlib.import_module(f"{module.__package__}.testing")
    examples = {example.id: example for example in kit.example_responses(module)}
    for id_ in ("denied", "denied_token", "denied_exact", "denied_starred"):
        path = examples[id_].path
        assert path.startswith("/")
        assert not path.startswith("//")
        assert read(module, path) == id_
    assert examples["denied_exact"].path == "/v9/exact"
    named = examples["denied_named"]
    assert (named.path, read(module, None, named.scope)) == (None, "denied_named")


def test_equal_globs_of_one_scope_are_not_a_tie(generate_module: GenerateModule) -> None:
    """Two equally specific globs of the same scope lead there."""
    module = generate_module(
        PROVIDER.replace(TIE, '[scopes.special]\npaths = ["/x/*/z", "/x/y/*"]\n')
        + '[errors.denied_special]\ncode = "denied"\nscope = "special"\nstatus = 400\n'
        + 'class = "SpecialDeniedError"\nsummary = "It is special."\n'
    )
    assert read(module, "/x/y/z") == "denied_special"


def test_scope_without_paths_must_be_named_by_the_caller(generate_module: GenerateModule) -> None:
    """Such a scope is reached only by `scope`."""
    assert read(generate_module(PROVIDER), "/elsewhere", scope="named") == "denied_named"


def test_scope_of_the_caller_takes_precedence(generate_module: GenerateModule) -> None:
    """The caller's `scope` wins over the path."""
    assert read(generate_module(PROVIDER), "/v1/token", scope="start") == "denied"


@pytest.mark.parametrize("scope", ["nonsense", "", 1, [], {}, ("token",)])
def test_unknown_scope_is_ignored(generate_module: GenerateModule, scope: object) -> None:
    """The path counts instead, and nothing is raised."""
    module = generate_module(PROVIDER)
    error = module.parse(body={"code": "denied"}, path="/v1/token", scope=scope)
    assert type(error) is module.TokenDeniedError


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_path_in_bytes(generate_module: GenerateModule, kind: Callable[[bytes], object]) -> None:
    """A path in bytes, as in ASGI, leads to the same scope as a string."""
    module = generate_module(PROVIDER)
    error = module.parse(body={"code": "denied"}, path=kind(b"/v1/token"))
    assert type(error) is module.TokenDeniedError


@pytest.mark.parametrize("path", [7, [], object(), b"\xff"])
def test_invalid_path_is_ignored(generate_module: GenerateModule, path: object) -> None:
    """Nothing is raised for a path that is neither a string nor UTF-8."""
    module = generate_module(PROVIDER)
    assert module.parse(body={"code": "denied"}, path=path).reading == "ambiguous"


@pytest.mark.parametrize(
    ("scope", "summary", "paths"),
    [
        ("start", "The endpoint that starts an order.", "*/order"),
        ("token", "", "*/token, /v?/token/*, /v1/token/special/*"),
        ("named", "", ""),
    ],
)
def test_scopes_are_shown_in_the_reference(
    generate_row: Callable[[str, str], dict[str, str]], scope: str, summary: str, paths: str
) -> None:
    """A row has the scope's id, its description and its paths."""
    row = generate_row(PROVIDER, scope)
    assert (row["description"], row["request paths"]) == (summary, paths)

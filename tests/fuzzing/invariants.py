"""Invariants of every response that `parse` reads, and of every error that it returns.

Property tests and the fuzz session check the same ones. Nothing here imports an SDK: each function
receives the module of a provider.
"""

from __future__ import annotations

import copy
import json
import pickle
import sys
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import attrs
import pytest

PROVIDERS = Path(__file__).parents[1] / "specimen" / "registry" / "providers"
TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}
ATTEMPTS = (1, 2, 1_000)
A_DAY = 86_400.0
MOST_SHOWN = 10_000
"""In characters: a dozen values of 200, each possibly escaped, and their names."""
MOST_BRACKETS = 200
"""Deeper nesting can be too deep for one reader and not for another."""


def assert_parses(module: ModuleType, **arguments: Any) -> Any:
    """Parse a response, check every invariant, and return the error."""
    error = module.parse(**arguments)
    assert isinstance(error, get_base(module))
    assert error.raw.status is arguments.get("status")
    assert error.raw.headers is arguments.get("headers")
    assert error.raw.body is arguments.get("body")
    assert (error.__cause__, error.__context__, error.args) == (None, None, ())
    assert_fields(module, module.parse(**{**arguments, "headers": None, "query": None}))
    assert_shortcut_agrees(module, error, arguments)
    assert_usable(error)
    assert_travels(error)
    assert_structures(module, arguments.get("body"))
    assert_raises(module, arguments)
    return error


def assert_redirects(module: ModuleType, url: object) -> Any:
    """Look for an error in a URL, check every invariant, and return the error or None.

    Providers without redirects are checked too: no other envelope may read a query.
    """
    error = module._provider.parse_redirect(url)
    if error is not None:
        assert isinstance(error, get_base(module))
        assert (error.status, error.retry_after) == (None, None)
        assert error.code
        assert error.raw.url is url or (not isinstance(url, str) and type(error.raw.url) is str)
        assert (error.raw.headers, error.raw.body) == (None, None)
        assert (error.__cause__, error.__context__, error.args) == (None, None, ())
        assert_usable(error)
        assert_travels(error)
    assert hasattr(module, "parse_redirect") or error is None
    return error


def get_package(module: ModuleType) -> Any:
    """Return the SDK that a provider's module is part of."""
    return sys.modules[str(module.__package__)]


def get_base(module: ModuleType) -> Any:
    """Return the class of all errors of a provider."""
    name = module.__name__.rpartition(".")[2]
    return getattr(module, get_package(module).PROVIDERS[name].base)


def assert_shortcut_agrees(module: ModuleType, error: Any, arguments: Mapping[str, Any]) -> None:
    """Check that the full reading agrees with the shortcut whenever the shortcut decides."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module._provider, "_shortcut", lambda *_: None)
        longer = module.parse(**arguments)
    assert type(longer) is type(error)
    assert list_values(longer) == list_values(error)


def list_values(error: Any) -> dict[str, Any]:
    """Return an error's field values; of nested values and floats only the type, because of nan."""
    values = {field.name: getattr(error, field.name) for field in attrs.fields(type(error))}
    plain = (str, int, type(None))
    return {k: v if isinstance(v, plain) else type(v) for k, v in values.items()}


def assert_usable(error: Any) -> None:
    """Check that an error can be printed, logged and read in full."""
    for text in (str(error), repr(error)):
        assert text.isprintable()
        assert len(text) < MOST_SHOWN
        text.encode()
    for fields in (error.log_fields(), error.log_fields(free_text=True)):
        json.dumps(fields, ensure_ascii=False, allow_nan=False).encode()
    if error.reading != "ambiguous":  # Errors made by hand are never ambiguous.
        assert error.to_problem() == type(error)(status=error.status).to_problem()
    assert error.status is None or (type(error.status) is int and 100 <= error.status <= 999)
    assert error.code is None or type(error.code) is str
    assert error.provider_message is None or type(error.provider_message) is str
    assert error.known_code in (None, error.code)
    assert (error.reading == "documented") is (type(error).info.code is not None)
    assert (error.reading == "ambiguous") is bool(error.candidates)
    assert error.retry_after is None or 0 <= error.retry_after <= A_DAY
    assert_advises(error)


def assert_advises(error: Any) -> None:
    """Check the retry advice of an error."""
    module = sys.modules[type(error).__module__]
    package = get_package(module)
    retryable = package.is_retryable(error)
    assert retryable in (None, True, False)
    for attempt in ATTEMPTS:
        delay = package.retry_delay(error, attempt)
        assert delay is None or (retryable and 0 <= delay <= A_DAY)


def assert_travels(error: Any) -> None:
    """Check that copies and pickles equal the error."""
    shown, advice = repr(error), error.retry
    for new in (copy.copy(error), copy.deepcopy(error)):
        assert (type(new), repr(new), new.retry) == (type(error), shown, advice)
        assert new.raw.body is error.raw.body
    new = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(new), repr(new), new.retry) == (type(error), shown, advice)
    assert new.raw is None


def assert_structures(module: ModuleType, body: Any) -> None:
    """Check that the converter agrees with `parse` about a body, and can unstructure the error."""
    error = module.converter.structure(body, get_base(module))
    assert type(error) is type(module.parse(body=body))
    attributes = module.converter.unstructure(error)
    assert attributes.keys() == {field.name for field in attrs.fields(type(error))}
    for name, value in attributes.items():
        assert value is getattr(error, name)


def assert_raises(module: ModuleType, arguments: Mapping[str, Any]) -> None:
    """Check that a client's response with the same parts raises the error that `parse` returns."""
    status, headers = arguments.get("status"), arguments.get("headers")
    body = arguments.get("body")
    content = body if isinstance(body, (bytes, str)) else None
    response: Any = SimpleNamespace(status_code=status, headers=headers, content=content)
    if not isinstance(status, int):
        with pytest.raises(TypeError):
            module.raise_for_error(response)
    elif status >= 400:
        with pytest.raises(get_base(module)) as caught:
            module.raise_for_error(response)
        parsed = module.parse(status=status, headers=headers, body=content)
        assert type(caught.value) is type(parsed)
        assert caught.value.code == parsed.code
    elif status == 204:
        module.raise_for_error(response)


def assert_fields(module: ModuleType, error: Any) -> None:
    """Check the top-level fields of a body against the registry and the body itself."""
    body = error.raw.body
    decoded = body if type(body) is dict else load_body(body)
    if type(decoded) is not dict or any(type(key) is not str for key in decoded):
        return
    for name, key, types in list_top_fields(module.__name__.rpartition(".")[2]):
        sent, read = decoded.get(key), getattr(error, name)
        if type(sent) not in types:
            assert read is None
        elif type(body) is dict:
            assert read is sent
        else:
            assert type(read) is type(sent)
            assert type(sent) is dict or read == sent or read != read  # noqa: PLR0124 - NaN


def load_body(body: Any) -> Any:
    """Decode a body that is nothing but JSON, as a string or in UTF-8, and not too deep."""
    if type(body) not in (bytes, str):
        return None
    try:
        text = body if type(body) is str else body.decode()
        shallow = text.count("[") + text.count("{") < MOST_BRACKETS
        return json.loads(text, strict=False) if shallow else None
    except ValueError:
        return None


@cache
def list_top_fields(name: str) -> tuple[tuple[str, str, tuple[type, ...]], ...]:
    """Return attribute, key and types of the top-level fields of a provider's bodies.

    They are read from the registry; other invented providers have none. `message` is left out,
    because it is read from any of several fields.
    """
    path = PROVIDERS / f"{name}.toml"
    if not path.is_file():
        return ()
    # The envelope of bodies: if there is only a body, no other envelope is read.
    envelope = tomllib.loads(path.read_text("utf-8"))["envelopes"][0]
    return tuple(
        (name, field.get("path", name), TYPES[field.get("type", "string")])
        for name, field in envelope["fields"].items()
        if "." not in field.get("path", name)
    )


Made = Callable[[str, str | None], dict[str, Any]]
DOCUMENTED: Mapping[str, Made] = {
    "autograph": lambda code, group: {
        "error": code if group is None else f"{group} -- {code}",
        "error_description": "The order is not valid.",
        "error_reference": "b0f2a1f4",
    },
    "idhub": lambda code, _: {
        "title": code,
        "status": 404,
        "detail": "Gone.",
        "instance": "/v1/sessions/1",
        "timestamp": "2026-11-21T00:00:00Z",
        "context": {"field": "id", "list": [1, {"a": None}]},
        "doc_url": "https://idhub.example/errors",
    },
    "seal": lambda code, group: {
        "success": False,
        "message": "Not found.",
        "errors": {group or "api_error": {"code": code, "reason": "Gone.", "details": {"id": 1}}},
    },
    "stepup": lambda code, _: {
        "error": code,
        "error_description": "Not valid.",
        "id": "bcba4bc3",
        "trace_id": "67ae9e75",
    },
    # The invented providers of `tests/golden`.
    "depot": lambda code, group: {
        "errors": {group or "stock": [{"code": code, "reason": "Gone.", "attributes": {"a": 1}}]},
        "message": f"{group or 'stock'} -- {code}: {code}",
        "type": {"name": "t"},
        "item": {"number": 1},
        "list": [0, {"dict": {"flag": True}}],
    },
    "doorkeeper": lambda code, group: {
        "error": code,
        "error_description": "No.",
        "error_uri": "https://doorkeeper.example/errors",
        "interval": 5,
        "state": "FAILED",
        "party": group or "USER",
        "reason": code,
        "counters": [{"value": 3}],
    },
    "paperwork": lambda code, _: {
        "type": f"https://paperwork.example/problems/{code}",
        "title": "No.",
        "status": 404,
        "detail": "Gone.",
        "instance": "/documents/1",
        "documents": [{"id": 1}],
        "wait": 1.5,
        "fault": {"source": "gateway", "code": 1007, "text": "Late."},
    },
}
"""Return a body as a provider documents it, with a code and a group."""


def list_documented(module: ModuleType) -> list[dict[str, Any]]:
    """Return a body for each documented error of a provider, and two for undocumented codes."""
    made = DOCUMENTED[module.__name__.rpartition(".")[2]]
    infos = [cls.info for cls in dict.fromkeys(module.ERRORS.values())]
    known = [made(info.code, info.group) for info in infos]
    return [*known, made("SESSION_NEW", infos[0].group), made("new", None)]

"""The cost of importing: each provider alone; cattrs and others when they are needed.

| rule of the SDK | tests |
|---|---|
| a provider's module imports no other provider | `alone` |
| only attrs and cattrs; no HTTP client; never errsmith | `alone`, `lazy` |
| cattrs is imported for the converter, `datetime` when a date is read | `lazy` |
| the parser of challenges is imported when there is one | `lazy` |
| `__all__` lists what a module has | `exports` |
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import specimen_errors
from specimen_errors import autograph, idhub, seal, stepup

PROVIDERS = (autograph, idhub, seal, stepup)
NAMES = [module.__name__ for module in PROVIDERS]

FOREIGN = {
    *("errsmith", "jinja2", "cyclopts", "rich", "tree_sitter"),
    *("aiohttp", "httpx", "httpx2", "requests", "urllib3"),
    *("orjson", "msgspec", "ujson", "simplejson"),
}
"""Modules that the generator, the tests' clients and other JSON decoders would import."""

SHOW = "import json, sys; print(json.dumps(sorted(set(sys.modules) - before)))"


@pytest.fixture
def imported(fresh: Callable[..., str]) -> Callable[[str], set[str]]:
    """Return `imported(code)`, which returns the modules that code imports in a fresh process."""

    def run(code: str) -> set[str]:
        # Modules that an installation's .pth files import are there before.
        return set(json.loads(fresh(f"import sys; before = set(sys.modules)\n{code}\n{SHOW}")))

    return run


def find_roots(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize("name", NAMES)
def test_alone(name: str, imported: Callable[[str], set[str]]) -> None:
    """One provider imports attrs, and neither other providers nor what it may never need."""
    modules = imported(f"import {name}")
    assert {m for m in modules if m in NAMES} == {name}
    assert not find_roots(modules) & {"cattrs", "email", "http", "ssl", "asyncio", *FOREIGN}


def test_alone_package(imported: Callable[[str], set[str]]) -> None:
    """The package itself imports no provider."""
    assert not imported("import specimen_errors") & set(NAMES)


COMMAND_LINE = {
    *("catalogue", "command_line.arguments", "command_line.commands", "command_line.explaining"),
    *("command_line.lookup", "command_line.pastes.search", "command_line.recognition"),
    *("command_line.reporting", "command_line.terminal", "statements"),
}


@pytest.mark.parametrize("name", ["specimen_errors", *NAMES])
def test_alone_without_the_command_line(name: str, imported: Callable[[str], set[str]]) -> None:
    """The command line and its dependencies are imported only by those who use it."""
    modules = imported(f"import {name}")
    assert not modules & {"argparse", "shutil", "textwrap", f"{name}.__main__"}
    assert not modules & {f"specimen_errors._runtime.{part}" for part in COMMAND_LINE}
    needed = imported("import specimen_errors.__main__")
    assert needed >= {f"specimen_errors._runtime.{part}" for part in COMMAND_LINE}
    assert not needed & set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_alone_brings_attrs_and_the_standard_library(
    name: str, imported: Callable[[str], set[str]]
) -> None:
    """Even if every function is used, the SDK imports only attrs and cattrs."""
    modules = imported(
        f"import {name} as module, specimen_errors, pickle, copy\n"
        "error = module.parse(status=503, headers={'Retry-After': 'Fri, 01 Jan 1999 00:00:00 GMT'},"
        ' body=b\'{"error": "new"}\')\n'
        "pickle.loads(pickle.dumps(copy.deepcopy(error)))\n"
        "specimen_errors.retry_delay(error), str(error), module.converter.unstructure(error)\n"
    )
    bare = imported("import attrs, cattrs, datetime, email.utils, pickle, copy, urllib.parse, enum")
    assert find_roots(modules) - find_roots(bare) <= {"specimen_errors"}
    assert not find_roots(modules) & FOREIGN


@pytest.mark.parametrize(
    ("code", "brought"),
    [
        ("idhub.parse(status=404, body=b'{}')", set()),
        ("str(idhub.parse(status=404, body=b'<html>'))", set()),
        ("idhub.UndocumentedSessionConflictError", set()),
        ("idhub.parse(headers={'Retry-After': '5'}).retry_after", set()),
        (
            "idhub.parse(headers={'Retry-After': 'Fri Jan  1 00:00:00 1999'}).retry_after",
            {"datetime", "email"},
        ),
        ("idhub.converter", {"cattrs"}),
    ],
)
def test_lazy(code: str, brought: set[str], imported: Callable[[str], set[str]]) -> None:
    """Modules that few responses need are imported when one needs them."""
    before = find_roots(imported("from specimen_errors import idhub"))
    after = find_roots(imported(f"from specimen_errors import idhub\n{code}"))
    assert brought <= after - before
    assert not (after - before) & ({"cattrs", "datetime"} - brought)


@pytest.mark.parametrize(
    ("headers", "brought"),
    [
        ("None", set()),
        ("{'Content-Length': '0'}", set()),
        ("{'WWW-Authenticate': 'DPoP'}", {"specimen_errors._runtime.wire.challenges"}),
    ],
)
def test_lazy_challenges(
    headers: str, brought: set[str], imported: Callable[[str], set[str]]
) -> None:
    """Providers and responses without challenges do not import the parser of challenges."""
    code = f"autograph.parse(status=401, headers={headers})"
    modules = imported(f"from specimen_errors import autograph\n{code}")
    assert {name for name in modules if name.endswith(".challenges")} == brought


@pytest.mark.parametrize("module", [specimen_errors, *PROVIDERS])
def test_exports(module: ModuleType) -> None:
    """`__all__` has every public name that the module defines, and no other."""
    assert len(module.__all__) == len(set(module.__all__))
    defined = {
        name
        for name, value in vars(module).items()
        if name != "TYPE_CHECKING"
        and not name.startswith(("_", "Undocumented", "Ambiguous"))
        and not isinstance(value, types.ModuleType)
        and getattr(value, "__module__", module.__name__) == module.__name__
    }
    bound = {"parse", "raise_for_error", "araise_for_error", "converter"}
    bound |= {"from_response", "afrom_response", "from_code"}
    bound |= {"is_retryable", "retry_delay", *specimen_errors.PROVIDERS}
    assert defined - bound == set(module.__all__) - bound
    for name in module.__all__:
        assert getattr(module, name) is not None


def test_exports_of_star_import(fresh: Callable[..., str]) -> None:
    """A star import imports the names of `__all__`."""
    said = fresh("from specimen_errors.seal import *\nprint(SealError.__name__, converter)")
    assert said.startswith("SealError <")


def test_typed_marker_is_in_the_package() -> None:
    """`py.typed` is next to the modules, for type checkers."""
    [folder] = specimen_errors.__path__
    assert (Path(folder) / "py.typed").is_file()

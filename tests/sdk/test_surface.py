"""The public surface of the package and its modules: names, constructors, `dir`, `help`."""

from __future__ import annotations

import inspect
import pydoc
import random
import typing
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

import specimen_errors
from specimen_errors import PROVIDERS, ApiError, idhub

MODULES = [specimen_errors, *(info.load() for info in PROVIDERS.values())]


def test_provider_is_imported_on_first_use(fresh: Callable[..., str]) -> None:
    """`import specimen_errors` is enough, and imports no provider."""
    said = fresh(
        "import sys, specimen_errors\n"
        "print([name for name in sys.modules if name.endswith(('.idhub', '.seal'))])\n"
        "print(specimen_errors.idhub.IDHubError.__name__)\n"
        "print([name for name in sys.modules if name.endswith(('.idhub', '.seal'))])"
    )
    assert said.split("\n") == ["[]", "IDHubError", "['specimen_errors.idhub']"]


@pytest.mark.parametrize(
    ("module", "name", "meant"),
    [
        (idhub, "SessionNotFoundErr", "SessionNotFoundError"),
        (idhub, "sessionnotfounderror", "SessionNotFoundError"),
        (idhub, "parze", "parse"),
        (idhub, "raise_for_status", "raise_for_error"),
        (specimen_errors, "ApiErr", "ApiError"),
        (specimen_errors, "idhubb", "idhub"),
    ],
)
def test_misspelled_name_suggests_the_right_one(module: ModuleType, name: str, meant: str) -> None:
    """The message suggests the right name, also for an import."""
    with pytest.raises(AttributeError, match=rf"no attribute '{name}'\. Did you mean '{meant}'\?"):
        getattr(module, name)
    with pytest.raises(ImportError):
        exec(f"from {module.__name__} import {name}")  # noqa: S102


@pytest.mark.parametrize("name", ["x", "__wrapped__", "UndocumentedNothingError"])
def test_name_unlike_any_other_suggests_nothing(name: str) -> None:
    """A name unlike any other gets a short message without a suggestion."""
    with pytest.raises(AttributeError) as caught:
        getattr(idhub, name)
    assert str(caught.value) == f"module 'specimen_errors.idhub' has no attribute '{name}'."


@pytest.mark.parametrize("cls", [ApiError, idhub.IDHubError, idhub.SessionNotFoundError])
def test_wrong_call_of_a_constructor_names_the_class(cls: type[ApiError]) -> None:
    """The error names the class that was called and suggests the right argument."""
    make: Any = cls
    with pytest.raises(TypeError) as caught:
        make(statsu=404)
    assert str(caught.value) == (
        f"{cls.__name__}() got an unexpected keyword argument 'statsu'. Did you mean 'status'?"
    )
    with pytest.raises(TypeError) as caught:
        make("SESSION_NOT_FOUND")
    assert str(caught.value) == f"{cls.__name__}() takes no positional arguments"


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (idhub.SessionNotFoundError, 404),
        (lambda: idhub.SessionNotFoundError(status=None), None),
        (lambda: idhub.SessionNotFoundError(status=410), 410),
        (idhub.SessionError, None),
        (ApiError, None),
    ],
)
def test_status_of_an_error_made_by_hand(make: Callable[[], ApiError], status: int | None) -> None:
    """The status is the documented one unless you pass another."""
    assert make().status == status


SEVERAL = """
[[envelopes]]
id = "json"
code = { path = "error" }

[errors.ANY]
class = "AnyOfAllError"
status = "4xx"
summary = "Any of them."

[errors.TWO]
class = "TwoStatusesError"
status = [400, 422]
summary = "It has a pair of statuses."
"""


def test_status_of_an_error_with_several_documented(
    module_of: Callable[[str], ModuleType],
) -> None:
    """If several statuses are documented, none is guessed."""
    acme = module_of(SEVERAL)
    assert (acme.AnyOfAllError().status, acme.TwoStatusesError().status) == (None, None)


@pytest.mark.parametrize("module", MODULES)
def test_dir_shows_the_api_only(module: ModuleType) -> None:
    """`dir` lists only what a client may use."""
    assert dir(module) == sorted(module.__all__)


@pytest.mark.parametrize("module", MODULES)
def test_help_shows_the_api_only(module: ModuleType) -> None:
    """`help` shows no standard library module, and no name that begins with `_`."""
    shown = pydoc.render_doc(module, renderer=pydoc.plaintext)  # type: ignore[attr-defined]
    assert "TYPE_CHECKING" not in shown
    assert "MappingProxyType =" not in shown
    assert "_provider =" not in shown
    assert "ClassVar" not in shown.partition("\nDATA\n")[2]


@pytest.mark.parametrize("module", [*MODULES, pytest.importorskip("specimen_errors.testing")])
def test_annotations_can_be_read(module: ModuleType) -> None:
    """beartype, typeguard, pydantic and typer can read annotations at run time."""
    for thing in (getattr(module, name) for name in module.__all__):
        members = inspect.getmembers(thing) if inspect.isclass(thing) else []
        for name, member in [("", thing), *members]:
            read = member.fget if isinstance(member, property) else member
            if not name.startswith("_") and inspect.isroutine(read):
                typing.get_type_hints(read)
        if inspect.isclass(thing):
            typing.get_type_hints(thing)


def test_jitter_is_anything_with_uniform() -> None:
    """`jitter` only needs the method `uniform`."""
    error = specimen_errors.UnavailableError(status=503)
    for source in (random.Random(1), random):  # noqa: S311 - it spreads retries
        assert 0 <= (specimen_errors.retry_delay(error, jitter=source) or 0) <= 1
    with pytest.raises(TypeError, match="jitter"):
        specimen_errors.retry_delay(error, jitter=1)  # type: ignore[arg-type]

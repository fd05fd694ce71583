"""`traceback` and the tools built on it, with and without local variables."""

from __future__ import annotations

import io
import sys
import traceback
import unittest
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.privacy.raising import WAYS
from tests.privacy.vault import RESPONSES, find_marks


def summarize(failure: BaseException, *, capture_locals: bool) -> str:
    return "".join(
        traceback.TracebackException.from_exception(failure, capture_locals=capture_locals).format()
    )


@pytest.mark.parametrize("capture_locals", [False, True])
def test_traceback(failure: BaseException, capture_locals: bool) -> None:  # noqa: FBT001
    """A traceback names the exception, and shows nothing private even with local variables."""
    text = summarize(failure, capture_locals=capture_locals)
    assert type(failure).__name__ in text
    assert find_marks(text) == []


def test_traceback_shows_variables_of_the_sdk(vault: Any, package: Path) -> None:
    """The tracebacks above include local variables of the SDK's frames."""
    with pytest.raises(TypeError) as caught:
        vault.converter.structure({}, vault.OpenError)
    text = summarize(caught.value, capture_locals=True)
    assert str(package) in text
    assert "cl = <class 'vault_errors.vault.OpenError'>" in text


@pytest.mark.parametrize("name", WAYS)
def test_unittest(vault: Any, name: str) -> None:
    """A failing `unittest` shows nothing private with `--locals`."""
    way, place = WAYS[name]
    out = io.StringIO()
    case = unittest.FunctionTestCase(lambda: way(vault, place) and None)
    unittest.TextTestRunner(out, tb_locals=True).run(case)
    assert "FAILED (errors=1)" in out.getvalue()
    assert find_marks(out.getvalue()) == []


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="Python 3.13 has no cgitb")
def test_cgitb(vault: Any) -> None:
    """cgitb prints every attribute of an exception, including private fields: do not use it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import cgitb  # noqa: PLC0415 - newer Pythons do not have it
    with pytest.raises(vault.LockedOutError) as caught:
        raise vault.parse(**RESPONSES["documented"]())
    error = caught.value
    text = cgitb.text((type(error), error, error.__traceback__))
    assert "provider_message = 'Anna" in text
    assert "raw = RawResponse()" in text
    assert "Set-Cookie" not in text

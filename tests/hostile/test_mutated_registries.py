"""Mutated registries have located findings or none, and never cause a traceback.

`DOCUMENTS` files are mutated and read, every tenth of them an `sdk.toml`. The suite reads that
many; `nox -s fuzz_registry` reads as many as you ask for.
"""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.registries import HEAD, generate_files, write_registry

from .checking import SDK, assert_tidy, check, fail_if_hanging
from .mutations import change_bytes, change_strings, change_values
from .seeds import PROVIDER_VALUES, PROVIDERS, SDK_VALUES, SDKS
from .writing import write_string

DOCUMENTS = int(os.environ.get("ERRSMITH_DOCUMENTS", "2500"))
"""The number of files that are read."""

SDK_DOCUMENTS = DOCUMENTS // 10
BATCH = 20
"""The number of providers in one registry."""

SETTINGS = settings(
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ]
)
FILES = st.one_of(
    change_bytes(PROVIDERS), change_values(PROVIDER_VALUES), change_strings(PROVIDER_VALUES)
)
SDK_FILES = st.one_of(change_bytes(SDKS), change_values(SDK_VALUES), change_strings(SDK_VALUES))


pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
"""A batch that fails is shown in full."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder for all registries, one after another."""
    return tmp_path_factory.mktemp("mutated") / "registry"


def test_check_of_mutated_providers(folder: Path) -> None:
    """A mutated provider has findings at places in its file, or none."""
    read: list[int] = []

    @settings(SETTINGS, max_examples=math.ceil((DOCUMENTS - SDK_DOCUMENTS) / BATCH))
    @given(st.lists(FILES, min_size=BATCH, max_size=BATCH))
    def run(files: list[bytes]) -> None:
        with fail_if_hanging():
            check(write_registry(folder, name_files(files), SDK))
        read.append(len(files))

    run()
    assert sum(read) >= DOCUMENTS - SDK_DOCUMENTS


def test_check_of_mutated_sdk(folder: Path) -> None:
    """A mutated `sdk.toml` has findings at places in it, or none."""
    read: list[int] = []

    @settings(SETTINGS, max_examples=SDK_DOCUMENTS)
    @given(SDK_FILES)
    def run(data: bytes) -> None:
        with fail_if_hanging():
            check(write_registry(folder, {"acme": HEAD}, data))
        read.append(1)

    run()
    assert sum(read) >= SDK_DOCUMENTS


@settings(SETTINGS, max_examples=5)
@given(st.lists(FILES, min_size=40, max_size=40))
def test_generation_of_mutated_providers_without_findings(folder: Path, files: list[bytes]) -> None:
    """A mutated registry without findings generates an SDK that matches it."""
    report = check(write_registry(folder, name_files(files), SDK))
    broken = {Path(found.span.path).stem for found in report.diagnostics}
    sound = {name: data for name, data in name_files(files).items() if name not in broken}
    generated = generate_files(write_registry(folder, {"acme": HEAD, **sound}, SDK))
    assert {f"acme_errors/{name}.py" for name in sound} <= set(generated)
    assert_tidy(generated)


def name_files(files: list[bytes]) -> dict[str, bytes]:
    return {f"p{number}": data for number, data in enumerate(files)}


# --- every code point ----------------------------------------------------------------------------

POINTS = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF]
"""All characters that a string can contain."""


@pytest.mark.parametrize("plane", range(17))
def test_check_of_every_code_point(folder: Path, plane: int) -> None:
    """A report shows or names each character, in a key that the file has unchanged."""
    points = [point for point in POINTS if ord(point) >> 16 == plane]
    keys = ["".join(points[start : start + 250]) for start in range(0, len(points), 250)]
    lines = [
        f'{write_string(f"x{key}")} = "{key[-1] if key[-1].isalnum() else "x"}"' for key in keys
    ]
    tables = "\n".join([HEAD, "[errors.A]", 'summary = "x"', "[errors.A.user_message]", *lines])
    report = check(write_registry(folder, {"acme": tables}, SDK))
    assert {found.rule.id for found in report.diagnostics} == {"R110", "R213"}
    languages = [found.at[-1] for found in report.diagnostics if found.rule.id == "R110"]
    assert languages == [f"x{key}" for key in keys]

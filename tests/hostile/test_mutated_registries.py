"""Registries that something has happened to: located findings or none, and never a traceback.

`DOCUMENTS` files are mutated and read, every tenth of them an `sdk.toml`. That many are read by
the suite; `nox -s fuzz_registry` reads as many as one likes.
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

from .checking import SDK, assert_tidy, check, no_hang
from .mutations import changed_bytes, changed_texts, changed_values
from .seeds import PROVIDER_VALUES, PROVIDERS, SDK_VALUES, SDKS
from .writing import text as toml_text

DOCUMENTS = int(os.environ.get("ERRSMITH_DOCUMENTS", "5000"))
"""Files that are read."""

SDK_DOCUMENTS = DOCUMENTS // 10
BATCH = 20
"""Providers of one registry."""

SETTINGS = settings(
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ]
)
FILES = st.one_of(
    changed_bytes(PROVIDERS), changed_values(PROVIDER_VALUES), changed_texts(PROVIDER_VALUES)
)
SDK_FILES = st.one_of(changed_bytes(SDKS), changed_values(SDK_VALUES), changed_texts(SDK_VALUES))


pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
"""A batch that fails is shown, however long it is."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of all registries, one after another."""
    return tmp_path_factory.mktemp("mutated") / "registry"


def test_check_of_mutated_providers(folder: Path) -> None:
    """Whatever happens to a provider's file, it has findings at places in it, or none."""
    read: list[int] = []

    @settings(SETTINGS, max_examples=math.ceil((DOCUMENTS - SDK_DOCUMENTS) / BATCH))
    @given(st.lists(FILES, min_size=BATCH, max_size=BATCH))
    def run(files: list[bytes]) -> None:
        with no_hang():
            check(write_registry(folder, numbered(files), SDK))
        read.append(len(files))

    run()
    assert sum(read) >= DOCUMENTS - SDK_DOCUMENTS


def test_check_of_mutated_sdk(folder: Path) -> None:
    """The same holds for `sdk.toml`."""
    read: list[int] = []

    @settings(SETTINGS, max_examples=SDK_DOCUMENTS)
    @given(SDK_FILES)
    def run(data: bytes) -> None:
        with no_hang():
            check(write_registry(folder, {"acme": HEAD}, data))
        read.append(1)

    run()
    assert sum(read) >= SDK_DOCUMENTS


@settings(SETTINGS, max_examples=5)
@given(st.lists(FILES, min_size=40, max_size=40))
def test_generation_of_mutated_providers_without_findings(folder: Path, files: list[bytes]) -> None:
    """What has no findings is generated, and what is generated says what the registry says."""
    report = check(write_registry(folder, numbered(files), SDK))
    broken = {Path(found.span.path).stem for found in report.diagnostics}
    sound = {name: data for name, data in numbered(files).items() if name not in broken}
    generated = generate_files(write_registry(folder, {"acme": HEAD, **sound}, SDK))
    assert {f"acme_errors/{name}.py" for name in sound} <= set(generated)
    assert_tidy(generated)


def numbered(files: list[bytes]) -> dict[str, bytes]:
    return {f"p{number}": data for number, data in enumerate(files)}


# --- every code point ----------------------------------------------------------------------------

POINTS = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF]
"""All that a text can hold."""


@pytest.mark.parametrize("plane", range(17))
def test_check_of_every_code_point(folder: Path, plane: int) -> None:
    """Each is shown by a report or named in it, in a key that stands in the file as it is."""
    points = [point for point in POINTS if ord(point) >> 16 == plane]
    keys = ["".join(points[start : start + 250]) for start in range(0, len(points), 250)]
    lines = [f'{toml_text(f"x{key}")} = "{key[-1] if key[-1].isalnum() else "x"}"' for key in keys]
    said = "\n".join([HEAD, "[errors.A]", 'summary = "x"', "[errors.A.user_message]", *lines])
    report = check(write_registry(folder, {"acme": said}, SDK))
    assert {found.rule.id for found in report.diagnostics} == {"R110", "R213"}
    languages = [found.at[-1] for found in report.diagnostics if found.rule.id == "R110"]
    assert languages == [f"x{key}" for key in keys]

"""Any registry that can be read is listed, shown and measured, whatever is wrong with it."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from errsmith import lint
from errsmith.inspecting.coverage import measure
from errsmith.inspecting.page import build_page
from errsmith.inspecting.report import coverage, pages
from errsmith.inspecting.report import json as report_json
from errsmith.inspecting.selection import find_entries, list_entries
from errsmith.inspecting.soundness import list_subjects
from errsmith.inspecting.table import lay_out
from errsmith.reporting.styling import write_pieces
from tests.hostile.mutations import change_bytes, change_strings, change_values
from tests.hostile.seeds import PROVIDER_VALUES, PROVIDERS
from tests.registries import write_registry

TODAY = datetime.date(2026, 12, 1)
FILES = st.one_of(
    change_bytes(PROVIDERS), change_values(PROVIDER_VALUES), change_strings(PROVIDER_VALUES)
)
SETTINGS = settings(
    max_examples=15,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder for all registries, one after another."""
    return tmp_path_factory.mktemp("inspected") / "registry"


@SETTINGS
@given(files=st.lists(FILES, min_size=8, max_size=8), width=st.sampled_from([None, 40, 120]))
def test_readable_part_of_any_registry_is_printed(
    folder: Path, files: list[bytes], width: int | None
) -> None:
    """Nothing raises, every error has a page with its own name, and every line is printable."""
    registry = write_registry(folder, {f"p{n}": data for n, data in enumerate(files)})
    subjects = list_subjects(lint.check(registry, TODAY))
    entries = list(list_entries(subjects))
    texts = [*lay_out(entries, width)[0]] if entries else []
    for entry in entries:
        out = io.StringIO()
        write_pieces(pages.lay_out([build_page(entry)], width), out)
        texts += out.getvalue().split("\n")
        assert entry.error.id in {found.error.id for found in find_entries(entry.name, subjects)}
    out = io.StringIO()
    write_pieces(coverage.lay_out(measure(subjects, registry, TODAY), lists_all=True), out)
    texts += out.getvalue().split("\n")
    assert all(map(str.isprintable, texts))
    assert len(json.loads(report_json.render_pages(entries))) == len(entries)
    assert json.loads(coverage.render_json(measure(subjects, registry, TODAY))) is not None

"""Properties of every registry: it has no findings, or findings at places that exist."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from errsmith.lint import Result
from errsmith.lint.report import github, text
from errsmith.lint.report import json as json_report
from errsmith.registry.diagnostics import Diagnostic, Span
from tests.registries import lint_registry, sdk_toml

REFERENCE = {
    "acronyms": '["JSON"]',
    "reference_url": '"https://acme.example/{provider}#{anchor}"',
}
"""Values of `sdk.toml` that turn ids into parts of names and URLs."""
SDK = sdk_toml(**REFERENCE)


@contextmanager
def fail_if_hanging() -> Iterator[None]:
    """Fail with a traceback if a step of a second or two takes ten minutes."""

    def fail(_number: int, _frame: object) -> None:
        message = "it hangs"
        raise TimeoutError(message)

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(600)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def check(folder: Path) -> Result:
    """Check a registry, and its findings against its content."""
    report = lint_registry(folder)
    texts = report.registry.texts
    assert {Path(path).name for path in texts} == {
        "sdk.toml",
        *(path.name for path in (folder / "providers").iterdir()),
    }
    assert_located(report.diagnostics, texts)
    assert_reported(report.diagnostics, texts)
    return report


def assert_located(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Check that every place of every finding is in a file."""
    lines = {path: text.split("\n") for path, text in texts.items()}
    for found in diagnostics:
        header = [] if found.header is None else [found.header]
        for span in (found.span, *(label.span for label in found.related), *header):
            assert_within(span, lines[span.path])


def assert_tidy(files: Mapping[str, bytes]) -> None:
    """Check that generated files have no trailing whitespace and end with one line end."""
    for path, data in files.items():
        assert not re.search(rb"[ \t\r\f\v]\n|\n\n\Z|[^\n]\Z", data), path


def assert_within(span: Span, lines: list[str]) -> None:
    """Check that a place is in the file; a line's end may be underlined too."""
    assert span.start <= span.end, span
    for position in (span.start, span.end):
        assert 1 <= position.line <= len(lines), span
        assert 1 <= position.column <= len(lines[position.line - 1]) + 2, span


def assert_reported(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Check that every report is complete, without control characters."""
    diagnostics = [*diagnostics]
    for_people = text.render(diagnostics, texts)
    for_github = github.render(diagnostics, texts)
    for_programs = json_report.render(diagnostics, texts)
    for report in (for_people, for_github, for_programs):
        assert all(map(str.isprintable, report.split("\n")))
        assert report.encode().decode() == report
    assert for_github.count("\n") == len(diagnostics)
    assert for_github.count("::error ") >= len(diagnostics)
    listed = json.loads(for_programs)
    assert [found["rule"] for found in listed] == [found.rule.id for found in diagnostics]
    assert all(found["message"] and found["path"] in texts for found in listed)
    assert all(f"{found.rule.id} " in for_people for found in diagnostics)

"""What holds for a registry, whatever it is: no findings, or findings at places that exist."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from errsmith import lint
from errsmith.lint import Result
from errsmith.lint.report import github, text
from errsmith.lint.report import json as json_report
from errsmith.registry.diagnostics import Diagnostic, Span

SDK = """\
distribution = "acme-errors"
package = "acme_errors"
version = "0.1.0"
summary = "Errors of Acme."
license = "MIT"
license_file = "LICENSE"
author = "Acme"
acronyms = ["JSON"]
reference_url = "https://acme.example/{provider}#{anchor}"
"""

PROVIDER = """\
[provider]
title = "Acme"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21
"""


@contextmanager
def no_hang() -> Iterator[None]:
    """Fail, and show where it is, should what takes a second or two take ten minutes."""

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


def write(folder: Path, providers: Mapping[str, bytes], sdk: bytes = SDK.encode()) -> Path:
    """Make a folder a registry of these files; others of an earlier registry go."""
    (folder / "providers").mkdir(parents=True, exist_ok=True)
    for path in (folder / "providers").iterdir():
        path.unlink()
    (folder / "sdk.toml").write_bytes(sdk)
    (folder / "LICENSE").write_bytes(b"Do as you like.\n")
    for name, data in providers.items():
        (folder / "providers" / f"{name}.toml").write_bytes(data)
    return folder


def check(folder: Path) -> Result:
    """Check a registry, and hold its findings against its texts."""
    report = lint.check(folder)
    texts = report.registry.texts
    assert {Path(path).name for path in texts} == {
        "sdk.toml",
        *(path.name for path in (folder / "providers").iterdir()),
    }
    assert_located(report.diagnostics, texts)
    assert_reported(report.diagnostics, texts)
    return report


def assert_located(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Every place of every finding is in the text of a file."""
    lines = {path: text.split("\n") for path, text in texts.items()}
    for one in diagnostics:
        header = [] if one.header is None else [one.header]
        for span in (one.span, *(label.span for label in one.related), *header):
            assert_within(span, lines[span.path])


def assert_tidy(files: Mapping[str, bytes]) -> None:
    """No line of a generated file ends in blanks, and each file ends with one line end."""
    for path, data in files.items():
        assert not re.search(rb"[ \t\r\f\v]\n|\n\n\Z|[^\n]\Z", data), path


def assert_within(span: Span, lines: list[str]) -> None:
    """A place begins and ends in the text; what ends a line may be underlined too."""
    assert span.start <= span.end, span
    for position in (span.start, span.end):
        assert 1 <= position.line <= len(lines), span
        assert 1 <= position.column <= len(lines[position.line - 1]) + 2, span


def assert_reported(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Every report has all of them, in characters that do not drive a terminal."""
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
    assert [one["rule"] for one in listed] == [one.rule.id for one in diagnostics]
    assert all(one["message"] and one["path"] in texts for one in listed)
    assert all(f"{one.rule.id} " in for_people for one in diagnostics)

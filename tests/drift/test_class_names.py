"""Classes of new errors, and what is said about them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from errsmith.meaning import naming
from errsmith.meaning.class_names import choose_class, list_classes
from tests.drift.comparing import read_subject
from tests.drift.projects import CODES, Project, write_page
from tests.registries import lint_registry, list_findings

TABLES = """
[groups.json_validation]
class = "JSONValidationError"
kind = "invalid_request"

[groups.pay]
match = "PAY_*"

[errors.PAY_LATE]
status = 400
summary = "Late."

[errors.x]
class = "Acme105Error"
status = 400
summary = "Odd."
"""


@pytest.mark.parametrize(
    ("code", "group", "expected"),
    [
        ("PAY_EARLY", "pay", None),
        ("SIG_BB603", "json_validation", "JSONValidation603Error"),
        ("SIG_BB603", None, "Acme603Error"),
        ("FLT-1013", None, "Acme1013Error"),
        ("V2_ERR_1105", None, "Acme1105Error"),
        ("404.1", None, "Acme4041Error"),
        ("404", "pay", "Pay404Error"),
        # The number is taken.
        ("105", None, None),
        ("E_105", None, "AcmeE105Error"),
        # The names of Python, of kinds and of groups are taken.
        ("timeout", None, "AcmeTimeoutError"),
        ("key_error", "pay", "PayKeyError"),
        ("not_found", None, "AcmeNotFoundError"),
        ("PAY", "pay", "PayPayError"),
        ("pay.late", None, "AcmePayLateError"),
        ("!!", None, None),
        ("ошибка 500", None, "Acme500Error"),
    ],
)
def test_choose_class(tmp_path: Path, code: str, group: str | None, expected: str | None) -> None:
    """It is the class of the group or provider with the number or the last word of the code."""
    subject = read_subject(tmp_path, TABLES)
    chosen = choose_class(subject, code, group, list_classes(subject))
    assert chosen == expected
    if chosen is not None:
        assert naming.is_class_name(chosen)


def drift(project: Project, codes: dict[str, tuple[int, str]], *options: str) -> list[str]:
    """Compare a page with the registry, and return the lines about what is left."""
    project.write_page("page.md", write_page(codes))
    result = project.run("drift", "acme", "--page", "page.md", *options)
    left = result.out.partition("left to do:\n")[2].partition("\n\n")[0]
    return [" ".join(line.split()) for line in left.splitlines()]


def test_new_numbered_code_is_added_with_a_class(project: Project) -> None:
    """The name must be checked when the summary is written, and nothing else is left."""
    drift(project, CODES, "--write")
    codes = {**CODES, "SHOP_1013": (400, "A reason."), "SHOP_1014": (409, "Another one.")}
    first, second = drift(project, codes, "--write")
    said = "to be written; check the name of its class, Acme1013Error, before a release"
    assert first.startswith(f"summary SHOP_1013 {said}")
    assert second.startswith("summary SHOP_1014 to be written; check")
    errors = tomllib.loads(project.provider.read_text())["errors"]
    assert errors["SHOP_1013"]["class"] == "Acme1013Error"
    assert errors["SHOP_1014"]["class"] == "Acme1014Error"
    assert {f[:4] for f in list_findings(lint_registry(project.folder / "registry"))} == {"R254"}


def test_new_codes_with_the_same_number_have_different_classes(project: Project) -> None:
    """The second has all words of its code."""
    drift(project, CODES, "--write")
    drift(project, {**CODES, "A_1013": (400, "A."), "B_1013": (400, "B.")}, "--write")
    errors = tomllib.loads(project.provider.read_text())["errors"]
    classes = errors["A_1013"]["class"], errors["B_1013"]["class"]
    assert classes == ("Acme1013Error", "AcmeB1013Error")


def test_numbered_code_of_a_rename_has_a_class(project: Project) -> None:
    """The copied error has a class of its own, whose name must be checked."""
    drift(project, CODES, "--write")
    codes = {("SHOP_2044" if code == "NO_FUNDS" else code): CODES[code] for code in CODES}
    [left] = drift(project, codes, "--write")
    said = "check the name of its class, Acme2044Error, before a release"
    assert left.startswith(f"class SHOP_2044 {said} registry/providers/acme.toml:")
    errors = tomllib.loads(project.provider.read_text())["errors"]
    assert errors["SHOP_2044"]["class"] == "Acme2044Error"
    assert errors["NO_FUNDS"]["removed"] == {"replacement": "SHOP_2044"}
    assert list_findings(lint_registry(project.folder / "registry")) == []


def test_rename_whose_summary_repeats_the_new_code_is_written(project: Project) -> None:
    """What can be silenced is left for a person, now and later."""
    text = project.provider.read_text()
    project.provider.write_text(text.replace("Event 2 happened.", "The funds are missing."))
    drift(project, CODES, "--write")
    codes = {("MISSING_FUNDS" if code == "NO_FUNDS" else code): CODES[code] for code in CODES}
    for _ in range(2):
        [left] = drift(project, codes, "--write")
        assert left.startswith("R253 errors.MISSING_FUNDS.summary ")
    errors = tomllib.loads(project.provider.read_text())["errors"]
    assert errors["NO_FUNDS"]["removed"] == {"replacement": "MISSING_FUNDS"}

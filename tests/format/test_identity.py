"""Identity: a code always means the same error."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from tests.output.markdown import read

GenerateModule = Callable[..., ModuleType]
Findings = Callable[..., set[str]]

HEAD = """
[scopes.a]
[scopes.b]
[scopes.c]

[[envelopes]]
id = "json"
code = { path = "code", fold = "dash" }

[groups.g]
[groups.h]
match = "made_by_match*"
"""


def write_two(lines: str, others: str, code: str = "same") -> str:
    """Write two errors with one code, each with some lines."""
    return (
        f'{HEAD}\n[errors.same]\nkind = "conflict"\nsummary = "The one."\n{lines}\n'
        f'[errors.other]\ncode = "{code}"\nkind = "conflict"\nsummary = "The other."\n{others}\n'
    )


@pytest.mark.parametrize(
    ("lines", "others"),
    [
        pytest.param('scope = "a"', 'scope = "b"', id="scopes"),
        pytest.param('scope = ["a", "b"]', 'scope = "c"', id="several-scopes"),
        pytest.param('group = "g"', 'group = "h"', id="groups"),
        pytest.param("status = 400", "status = 404", id="statuses"),
        pytest.param("status = [400, 401]", 'status = ["5xx", 404]', id="several-statuses"),
        pytest.param('status = "4xx"', 'status = "5xx"', id="classes-of-statuses"),
        pytest.param('scope = "a"\nstatus = 400', "status = 404", id="statuses-in-spite-of-scope"),
    ],
)
def test_errors_that_are_told_apart_may_share_a_code(
    findings: Findings, lines: str, others: str
) -> None:
    """Errors with one code differ in scopes, groups or statuses, without overlap."""
    assert findings(write_two(lines, others)) == set()


@pytest.mark.parametrize(
    ("lines", "others"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param('scope = "a"', "", id="one-scope"),
        pytest.param('scope = ["a", "b"]', 'scope = ["b", "c"]', id="scopes-overlap"),
        pytest.param('group = "g"', "", id="one-group"),
        pytest.param('group = "g"', 'group = "g"', id="same-group"),
        pytest.param("status = 400", "", id="one-status"),
        pytest.param("status = [400, 404]", "status = 404", id="statuses-overlap"),
        pytest.param("status = 404", 'status = "4xx"', id="class-overlaps"),
    ],
)
def test_errors_that_cannot_be_told_apart_are_a_finding(
    findings: Findings, lines: str, others: str
) -> None:
    """A response with that code would belong to two classes."""
    assert findings(write_two(lines, others)) == {"R221"}


def test_folded_spellings_are_one_code(findings: Findings) -> None:
    """`a-b` and `a_b` are the same code if an envelope folds the dash."""
    text = write_two('aliases = ["a_b"]', "", code="a-b")
    assert findings(text) == {"R221"}
    assert findings(text.replace(', fold = "dash"', "")) == set()


def test_alias_and_code_of_two_errors_are_one_code(findings: Findings) -> None:
    """Two equal aliases are one code as well."""
    assert findings(write_two('aliases = ["x"]', "", code="x")) == {"R221"}
    assert findings(write_two('aliases = ["x"]', 'aliases = ["x"]', code="y")) == {"R221"}
    assert findings(write_two('aliases = ["x"]\nstatus = 400', "status = 404", code="x")) == set()


def test_integer_and_string_are_one_code(findings: Findings) -> None:
    """`1012` and `"1012"` are the same code."""
    assert findings(write_two("aliases = [1012]", "", code="1012")) == {"R221"}


def test_duplicate_id_is_a_finding(findings: Findings) -> None:
    """TOML does not allow a table to be defined twice."""
    assert findings(write_two("", "").replace("errors.other", "errors.same")) == {"R009"}


@pytest.mark.parametrize(
    ("lines", "others", "first", "second"),
    [
        ('scope = "a"', 'scope = "b"', {"scope": "a"}, {"scope": "b"}),
        ("status = 400", "status = 404", {"status": 400}, {"status": 404}),
        ('status = "4xx"', 'status = "5xx"', {"status": 418}, {"status": 599}),
    ],
)
def test_errors_with_one_code_are_told_apart(
    generate_module: GenerateModule,
    lines: str,
    others: str,
    first: dict[str, object],
    second: dict[str, object],
) -> None:
    """If the difference is missing from the response, the error is ambiguous."""
    module = generate_module(write_two(lines, others))
    body = {"code": "same"}
    assert type(module.parse(body=body, **first)) is module.SameError
    assert type(module.parse(body=body, **second)) is module.OtherError
    unknown = module.parse(body=body)
    assert (unknown.code, unknown.reading) == ("same", "ambiguous")
    assert unknown.candidates == (module.SameError, module.OtherError)
    assert isinstance(unknown, module.AcmeError)


def test_errors_with_one_code_have_one_member(generate_module: GenerateModule) -> None:
    """`ERRORS` has both by id, and `Code` the code once."""
    module = generate_module(write_two("status = 400", "status = 404"))
    assert dict(module.ERRORS) == {"same": module.SameError, "other": module.OtherError}
    assert {member.value for member in module.Code} == {"same"}
    assert module.SameError().known_code is module.OtherError().known_code is module.Code.SAME


def test_errors_with_one_code_have_separate_sections(generate_page: Callable[..., str]) -> None:
    """Anchors come from ids."""
    page = generate_page(write_two("status = 400", "status = 404"))
    assert "[`same`](#same)" in page
    assert "[`same`](#other)" in page
    assert [section.anchor for section in read(page).find_below("Error details")] == [
        "same",
        "other",
    ]

"""Pages of JSON and YAML."""

from __future__ import annotations

import pytest

from errsmith.drift.pages.data import read_json, read_yaml
from errsmith.drift.pages.page import Datum, Item, Page
from tests.drift.shown import show

SPECIFICATION = """\
openapi: 3.1.0
info:
  title: Acme
  description: |
    ## Errors

    Code | Is
    -|-
    A_1 | 400
paths:
  /x:
    get:
      responses:
        "404":
          description: Not there
          content:
            json:
              example: {code: A_2, status: 404}
components:
  schemas:
    Code:
      enum: [A_1]
      x-enum-descriptions:
      - Wrong
"""


MAPPING = """\
# Errors
A_1: &base
  status: 400
  text: >
    Folded
    text
A_2:
  <<: *base
  status: 404
  causes: [a, b]
  retry: ~
A_3: Text
"""


LIST = """\
{
  "title": "Errors of Acme",
  "errors": [
    {"code": "A_1", "status": 400, "causes": ["a", "b"]},
    {"code": "A_\\u0032", "text": "One\\n- two", "status": null}
  ],
  "rows": [
    ["Code", "Status"],
    ["A_3", 404]
  ]
}
"""


def test_openapi() -> None:
    """Keys are headings, and descriptions are Markdown on their own lines."""
    assert show(read_yaml(SPECIFICATION)) == [
        "1 datum -: openapi=3.1.0",
        "2 datum info: title=Acme@3, description=## Errors\\nCode | Is\\n-|-\\nA_1 | 400@4",
        "2 key info",
        "4 key info/description",
        "5 #### Errors",
        "7 table",
        "  header: Code@7 | Is@7",
        "  A_1@9 | 400@9",
        "10 datum paths: ",
        "10 key paths",
        "11 datum paths//x: ",
        "11 key paths//x",
        "12 datum paths//x/get: ",
        "12 key paths//x/get",
        "13 datum paths//x/get/responses: ",
        "13 key paths//x/get/responses",
        "14 datum paths//x/get/responses/404: description=Not there@15",
        "14 key paths//x/get/responses/404",
        "16 datum paths//x/get/responses/404/content: ",
        "16 key paths//x/get/responses/404/content",
        "17 datum paths//x/get/responses/404/content/json: ",
        "17 key paths//x/get/responses/404/content/json",
        "18 datum paths//x/get/responses/404/content/json/example: code=A_2, status=404",
        "18 key paths//x/get/responses/404/content/json/example",
        "19 datum components: ",
        "19 key components",
        "20 datum components/schemas: ",
        "20 key components/schemas",
        "21 datum components/schemas/Code: enum=A_1@22, x-enum-descriptions=Wrong@24",
        "21 key components/schemas/Code",
        "22 key components/schemas/Code/enum",
        "22 - A_1",
        "22 term A_1 = Wrong@24",
    ]


REFERENCES = """\
swagger: "2.0"
paths:
  /x:
    get:
      responses:
        404: {$ref: "#/responses/Missing"}
        400: {schema: {$ref: "#/definitions/Any"}}
        500: {schema: {$ref: "#/definitions/Any"}}
responses:
  Missing:
    schema: {$ref: "#/definitions/MissingCode"}
definitions:
  MissingCode: {enum: [A_1]}
  Any: {enum: [A_2], items: {$ref: "#/definitions/Any"}}
"""


def test_status_of_component() -> None:
    """A component that only responses with one status refer to is below that status."""
    page = read_yaml(REFERENCES)
    headings = {
        block.content.text: "/".join(heading.content.text for heading in block.headings)
        for block in page.blocks
        if isinstance(block, Item)
    }
    assert headings == {
        "A_1": "definitions/404/MissingCode/enum",
        "A_2": "definitions/Any/enum",
    }
    assert "13 key definitions/404" in show(page)


def test_yaml_mapping() -> None:
    """Each mapping has its scalars, and those of a mapping that it merges."""
    assert show(read_yaml(MAPPING)) == [
        "2 datum -: A_3=Text@12",
        "2 datum A_1: status=400@3, text=Folded text@4",
        "2 key A_1",
        "4 key A_1/text",
        "5 Folded",
        "6 text",
        "7 datum A_2: status=404@9, causes=a@10, causes=b@10, retry=@11, text=Folded text@8",
        "7 key A_2",
        "10 key A_2/causes",
        "10 - a",
        "10 - b",
    ]


def test_json_list() -> None:
    """Objects, lists of scalars and lists of rows are read with their lines."""
    assert show(read_json(LIST)) == [
        "1 datum -: title=Errors of Acme@2",
        "3 key errors",
        "4 datum errors/-: code=A_1, status=400, causes=a, causes=b",
        "4 key errors/causes",
        "4 - a",
        "4 - b",
        "5 datum errors/-: code=A_2, text=One\\n- two, status=",
        "5 key errors/text",
        "5 One",
        "5 - two",
        "7 key rows",
        "7 table",
        "  header: Code@8 | Status@8",
        "  A_3@9 | 404@9",
    ]


@pytest.mark.parametrize(
    ("page", "form", "title"),
    [
        (read_yaml(SPECIFICATION), "openapi", "Acme"),
        (read_yaml(MAPPING), "yaml", None),
        (read_json(LIST), "json", "Errors of Acme"),
        (read_json('{"swagger": "2.0", "info": {"title": "A"}}'), "openapi", "A"),
    ],
)
def test_form_and_title(page: Page, form: str, title: str | None) -> None:
    """An OpenAPI document says that it is one, and has its title in another mapping."""
    assert (page.form, page.title) == (form, title)


@pytest.mark.parametrize(
    ("text", "inside", "values"),
    [
        ('{"a": 1}', None, ["a=1"]),
        ('{"a": 1, "b": "x', "a string", ["a=1", "b=x"]),
        ('{"a": 1, "b":', "an object", ["a=1", "b="]),
        ('[{"a": 1}, ', "an array", ["a=1"]),
        ('{"a": 1,}', None, ["a=1"]),
        ('{"a": 1, // b\n "c": /* d */ 2}', None, ["a=1", "c=2"]),
        ('{"a": 1}\n{"a": 2}\n', None, ["a=1", "a=2"]),
        ('{"a": 1]}', None, ["a=1"]),
        (r'{"a": "\ud800\x"}', None, [r"a=\ud800\x"]),
        (r'{"a": "\ud800"}', None, ["a=\ufffd"]),
        ('{"a"}', None, ["a="]),
        ("{'a': 'b, \\'c\\'', d: 2}", None, ["a=b, 'c'", "d=2"]),
    ],
)
def test_malformed_json(text: str, inside: str | None, values: list[str]) -> None:
    """Whatever is there is read, and an open string, object or array means that it was cut."""
    page = read_json(text)
    assert (page.cut_inside, _find_values(page)) == (inside, values)


@pytest.mark.parametrize(
    ("text", "inside", "values"),
    [
        ("a: 1\n---\na: 2\n", None, ["a=1", "a=2"]),
        ('a: 1\nb: "x', "a value", ["a=1", "b="]),
        ("a: 1\nb: [1, 2", "a value", ["a=1", "b=1", "b=2"]),
        ("a: 1\nb: c: d\ne: 2\n", "malformed YAML", ["a=1", "b=c", "e=2"]),
        ("? [a, b]\n: c\nd: 1\n", None, ["=a", "=b", "=c", "d=1"]),
        ("a: *none\nb: 1\n", None, ["b=1"]),
        ("a: &x {b: *x}\n", None, []),
        ("a: \x01\n", "a value", []),
    ],
)
def test_malformed_yaml(text: str, inside: str | None, values: list[str]) -> None:
    """What stands before an error is read, and what follows it without indentation."""
    page = read_yaml(text)
    assert (page.cut_inside, _find_values(page)) == (inside, values)


def _find_values(page: Page) -> list[str]:
    return [
        f"{name}={cell.text}"
        for block in page.blocks
        if isinstance(block, Datum)
        for name, cell in block.values
    ]


def test_alias_bomb() -> None:
    """Aliases of mappings are not repeated: a few lines could become millions."""
    lines = ["a0: &a0 {k: 1}"]
    for number in range(1, 30):
        entries = ", ".join(f"k{key}: *a{number - 1}" for key in range(9))
        lines.append(f"a{number}: &a{number} {{{entries}}}")
    assert len(read_yaml("\n".join(lines)).blocks) < 1000


@pytest.mark.parametrize("text", ["[" * 500 + "1", '{"a":' * 500 + "1", "- " * 500 + "a"])
def test_deep_values(text: str) -> None:
    """Values below the deepest level are left out, and the page is still read."""
    assert read_json(text).lines == read_yaml(text).lines == 1


@pytest.mark.parametrize("text", [SPECIFICATION, MAPPING, LIST])
def test_page_cut_anywhere(text: str) -> None:
    """A part of a page is read, and its lines are on the page."""
    for end in range(len(text)):
        for page in (read_json(text[:end]), read_yaml(text[:end])):
            assert all(1 <= block.line <= max(page.lines, 1) for block in page.blocks)


ENUMS = """\
integers:
  enum: [1001, 1002]
  x-enum-varnames: [KEY_OLD, KEY_LOST]
  x-enum-descriptions: [The key is old, The key is lost]
strings:
  enum: [KEY_A, KEY_B]
  x-enumDescriptions:
    KEY_B: It is the second
example: '{"code": "KEY_OLD"}'
examples:
  - |
    {
      "code": "KEY_LOST"
    }
"""


def test_enums_and_examples() -> None:
    """What other lists and mappings have on the values of an enum defines them."""
    shown = show(read_yaml(ENUMS))

    assert [line for line in shown if "term" in line or "listing" in line] == [
        "2 term 1001 = KEY_OLD@3 / The key is old@4",
        "2 term 1002 = KEY_LOST@3 / The key is lost@4",
        "6 term KEY_A = ",
        "6 term KEY_B = It is the second@8",
        '9 listing json: \'{"code": "KEY_OLD"}\'',
        '12 listing json: \'{\\n  "code": "KEY_LOST"\\n}\'',
    ]
    assert "3 - KEY_OLD" in shown

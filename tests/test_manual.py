"""`registry/README.md`: the manual agrees with the model, the kinds and the runtime."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import attrs
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from errsmith import lint
from errsmith.lint.rules.names import NEEDED, OWNED, SENT
from errsmith.registry import model
from errsmith.runtime.kinds import KINDS
from errsmith.runtime.statuses import LISTED, OTHER
from tests.registries import (
    ROOT,
    add_head,
    lint_registry,
    list_findings,
    sdk_toml,
    write_registry,
)

MANUAL = ROOT / "registry" / "README.md"

TABLES: Mapping[str, type[Any]] = {
    "Top level": model.ProviderFile,
    "[provider]": model.ProviderDef,
    "[sources.ID]": model.SourceDef,
    "[sources.ID.extract]": model.ExtractDef,
    "ignore and missing": model.PageExceptionDef,
    "[scopes.ID]": model.ScopeDef,
    "[[envelopes]]": model.EnvelopeDef,
    "when": model.WhenDef,
    "Places": model.PlaceDef,
    "fields.NAME": model.FieldDef,
    "[categories.ID]": model.CategoryDef,
    "[groups.ID]": model.GroupDef,
    "[errors.ID]": model.ErrorDef,
    "retry": model.RetryDef,
    "deprecated and removed": model.LifecycleDef,
    "example": model.ExampleDef,
    "allow": model.AllowDef,
    "sdk.toml": model.SdkFile,
}
"""The section whose table has the keys of a class."""

WALK_THROUGH = "Walk-through: from a page to a file"


@attrs.frozen
class Table:
    """A Markdown table: the section it is in, its header and its rows, cells as Markdown."""

    section: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def keys(self) -> list[str]:
        """The first column, without backticks."""
        return [row[0].strip("`") for row in self.rows]

    def column(self, name: str) -> dict[str, str]:
        """Return a column by key."""
        index = self.header.index(name)
        return {key: row[index] for key, row in zip(self.keys, self.rows, strict=True)}


@attrs.frozen
class Block:
    """A fenced block: the section and the line it is in, its language and its content."""

    section: str
    line: int
    language: str
    text: str

    @property
    def is_whole_file(self) -> bool:
        """Whether it is a provider file, at most without its head, and not a part of one."""
        return "[[envelopes]]" in self.text.splitlines()


TOKENS = MarkdownIt().enable("table").parse(MANUAL.read_text(encoding="utf-8"))


def sections() -> Iterator[tuple[str, Token, int]]:
    """Yield each token with the heading above it and its index."""
    section = ""
    for index, token in enumerate(TOKENS):
        if token.type == "heading_open":
            section = TOKENS[index + 1].content.replace("`", "")
        yield section, token, index


def tables() -> Iterator[Table]:
    """Yield the manual's tables."""
    for section, token, start in sections():
        if token.type != "table_open":
            continue
        rows: list[list[str]] = []
        for inner, content in zip(TOKENS[start:], TOKENS[start + 1 :], strict=False):
            if inner.type == "table_close":
                break
            if inner.type == "tr_open":
                rows.append([])
            if inner.type in ("th_open", "td_open"):
                rows[-1].append(content.content)
        header, *body = (tuple(row) for row in rows)
        yield Table(section, header, tuple(body))


def blocks() -> Iterator[Block]:
    """Yield the manual's fenced blocks."""
    for section, token, _ in sections():
        if token.type == "fence":
            line = token.map[0] + 1 if token.map else 0
            yield Block(section, line, token.info, token.content)


ALL_TABLES = list(tables())
KEY_TABLES = [table for table in ALL_TABLES if table.header[0] == "key"]
TOML = [block for block in blocks() if block.language == "toml"]
WHOLE_FILES = [block for block in TOML if block.is_whole_file]


def table(first: str) -> Table:
    """Return the one table whose first column has that header."""
    (found,) = (found for found in ALL_TABLES if found.header[0] == first)
    return found


def name_of(item: Any) -> str:
    """Name a test's case."""
    return f"line-{item.line}" if isinstance(item, Block) else str(getattr(item, "section", item))


def fields_of(shape: type[Any]) -> dict[str, attrs.Attribute[Any]]:
    """Return a class's attributes by TOML key."""
    return {field.name.removesuffix("_"): field for field in attrs.fields(shape)}


def unknown_keys(value: Any, shape: Any, at: str = "") -> Iterator[str]:
    """Yield the paths of the keys that the model does not have."""
    shape = model.ExampleDef if shape is model.ExampleDefs else shape
    if get_origin(shape) is dict:
        for key, inner in value.items():
            yield from unknown_keys(inner, get_args(shape)[1], f"{at}.{key}")
        return
    # Of `X | None` and `tuple[X, ...]` the class counts.
    shape = next((arg for arg in get_args(shape) if attrs.has(arg)), shape)
    if not attrs.has(shape):
        return
    hints = {key.removesuffix("_"): hint for key, hint in get_type_hints(shape).items()}
    for item in value if isinstance(value, list) else [value]:
        # An envelope's group is a table or an id.
        for key, inner in item.items() if isinstance(item, dict) else ():
            if key in hints:
                yield from unknown_keys(inner, hints[key], f"{at}.{key}")
            else:
                yield f"{at}.{key}"


def find_in(text: str, folder: Path) -> list[str]:
    """Return what `errsmith lint` finds in a provider file, with a head if it lacks one."""
    sdk = sdk_toml(acronyms='["API", "URI"]')
    return list_findings(lint_registry(write_registry(folder, {"acme": add_head(text)}, sdk)))


def test_manual_has_a_table_for_each_class_of_the_model() -> None:
    """A class without a table, a table without a class and a table too many all fail."""
    classes = {cls for cls in vars(model).values() if isinstance(cls, type) and attrs.has(cls)}
    assert set(TABLES.values()) == classes - {model.Doc}
    assert [keys.section for keys in KEY_TABLES] == list(TABLES)


@pytest.mark.parametrize("keys", KEY_TABLES, ids=name_of)
def test_table_of_keys_equals_the_class(keys: Table) -> None:
    """Each key of the class but `allow` has one row, each row is a key, required or not."""
    fields = fields_of(TABLES[keys.section])
    assert sorted(keys.keys) == sorted(fields.keys() - {"allow"})
    required = {key for key, default in keys.column("default").items() if default == "required"}
    assert required == {key for key, field in fields.items() if field.default is attrs.NOTHING}


@pytest.mark.parametrize("keys", KEY_TABLES, ids=name_of)
def test_example_of_a_key_is_toml_for_that_key(keys: Table) -> None:
    """The last column is a line of TOML that sets the key and nothing that the model lacks."""
    for key, example in keys.column("example").items():
        values = tomllib.loads(example.strip("`"))
        assert list(values) == [key]
        assert list(unknown_keys(values, TABLES[keys.section])) == []


def test_booleans_of_the_model_are_documented_as_false() -> None:
    """A boolean key is off unless it is set."""
    documented = {
        (keys.section, key)
        for keys in KEY_TABLES
        for key, default in keys.column("default").items()
        if default == "`false`"
    }
    assert documented == {
        (section, key)
        for section, shape in TABLES.items()
        for key, field in fields_of(shape).items()
        if field.default is False
    }


def test_manual_has_whole_files() -> None:
    """The glance, the walk-through and each recipe have one, and the first two have a head."""
    _, _, end = MANUAL.read_text(encoding="utf-8").partition("\n## Recipes")
    recipes = re.findall(r"^### (.*)$", end, re.MULTILINE)
    assert recipes
    with_head = {"A provider file at a glance", WALK_THROUGH}
    assert {block.section for block in WHOLE_FILES} == {*with_head, *recipes}
    assert {block.section for block in TOML if "[provider]" in block.text} == with_head


@pytest.mark.parametrize("block", TOML, ids=name_of)
def test_toml_of_the_manual_has_the_keys_of_the_model(block: Block) -> None:
    """Fragments and whole files are TOML, and every key in them exists."""
    shape = model.SdkFile if block.section == "sdk.toml" else model.ProviderFile
    assert list(unknown_keys(tomllib.loads(block.text), shape)) == []


@pytest.mark.parametrize("block", WHOLE_FILES, ids=name_of)
def test_whole_file_of_the_manual_is_valid(block: Block, tmp_path: Path) -> None:
    """A reader who copies a whole file gets no finding."""
    assert find_in(block.text, tmp_path) == []


def test_sdk_file_of_the_manual_is_valid(tmp_path: Path) -> None:
    """A reader who copies it gets no finding."""
    (shown,) = (block.text for block in TOML if block.section == "sdk.toml")
    assert list_findings(lint_registry(write_registry(tmp_path, sdk=shown))) == []


def test_allowance_of_the_manual_is_one(tmp_path: Path) -> None:
    """The manual's example of `allow` silences what it says, and is needed for that."""
    (shown,) = (block.text for block in TOML if block.section == "allow")
    whole = '[categories.client]\nstatus = "4xx"\n' + shown
    assert find_in(whole, tmp_path) == []
    without = "".join(line for line in whole.splitlines(keepends=True) if "allow" not in line)
    assert [found[:4] for found in find_in(without, tmp_path)] == ["R212"]


def test_manual_says_which_rules_can_be_allowed() -> None:
    """The rules that the manual allows in its examples can be allowed."""
    text = MANUAL.read_text(encoding="utf-8")
    allowable = {rule.id for rule in lint.list_rules() if rule.is_allowable}
    allowed = {row[1].strip("`") for row in table("table").rows}
    assert {*re.findall(r'rule = "(R\d+)"', text), *allowed} <= allowable


def test_manual_says_where_rules_can_be_allowed() -> None:
    """Each table that can have `allow` has an example, or is one that no such rule applies to."""
    shown = re.findall(r"`([^`]+)`|(Places)", " ".join(row[0] for row in table("table").rows))
    (said,) = (token.content for token in TOKENS if token.content.startswith("No finding in"))
    pointless = re.findall(r"`([^`]+)`", said)
    named = {*(code or word for code, word in shown), *pointless}
    sections = {section for section, shape in TABLES.items() if "allow" in fields_of(shape)}
    assert named == {name for section in sections for name in section.split(" and ")}
    without = {section for section, shape in TABLES.items() if "allow" not in fields_of(shape)}
    assert without == {"Top level", "allow"}


def test_walk_through_has_the_errors_of_its_page() -> None:
    """The file has each code of the page that it is written from, with its status, and no other."""
    (page,) = (table for table in ALL_TABLES if table.header == ("Code", "Status", "Description"))
    (block,) = (block for block in TOML if block.section == page.section == WALK_THROUGH)
    errors = tomllib.loads(block.text)["errors"]
    assert {
        (id_, str(error["status"]), *error.get("aliases", ())) for id_, error in errors.items()
    } == {
        (code.partition(" ")[0], status, *re.findall(r"formerly (\w+)", code))
        for code, status, _ in page.rows
    }


def test_table_of_kinds_equals_the_runtime() -> None:
    """Kinds, classes, who must act, statuses and usual advice are those of the SDK."""
    kinds = table("kind")
    assert kinds.keys == list(KINDS)
    assert kinds.column("class") == {kind: f"`{cls.__name__}`" for kind, cls in KINDS.items()}
    assert kinds.column("who must act") == {kind: cls.__doc__ for kind, cls in KINDS.items()}
    usual = {kind: cls.info.retry for kind, cls in KINDS.items()}
    assert kinds.column("usual advice") == {
        kind: "unknown" if retry is None else f"`{retry.advice}`" for kind, retry in usual.items()
    }
    by_status = {
        status: kind
        for kind, statuses in kinds.column("by status").items()
        for status in re.findall(r"other \dxx|\d+", statuses)
    }
    assert by_status == {
        **{str(status): kind for status, kind in LISTED.items()},
        **{f"other {digit}xx": kind for digit, kind in OTHER.items()},
    }


def test_words_of_the_model_are_all_documented() -> None:
    """Each advice and role has a row; JSON types, code types and folds are named."""
    assert table("advice").keys == list(model.ADVICE)
    assert table("role").keys == list(model.ROLES)
    assert table("unit").keys == list(model.UNITS)
    assert [key.strip('"') for key in table("`as`").keys] == list(model.CARRIERS)
    places, fields = (
        next(k for k in KEY_TABLES if k.section == s) for s in ("Places", "fields.NAME")
    )
    assert words(places.column("type")["type"]) == set(model.CODE_TYPES)
    assert words(places.column("type")["fold"]) == set(model.FOLDS)
    assert fields.column("type")["type"] == "a JSON type"
    (said,) = (token.content for token in TOKENS if token.content.startswith("The JSON types are"))
    assert words(said.partition(".\n")[0]) == set(model.JSON_TYPES)


def test_names_that_no_field_can_have_are_all_documented() -> None:
    """Each public name of the base class, and each that tools or the class itself use."""
    (said,) = (token.content for token in TOKENS if token.content.startswith("Reserved names"))
    taken = {name for name in OWNED if not name.startswith("_")} | NEEDED | SENT.keys()
    assert set(re.findall(r"`(\w+)`", said.partition("\nWrite ")[0])) == taken


def words(text: str) -> set[str]:
    """Return the words in quotes and backticks."""
    return set(re.findall(r'`"(\w+)"`', text))


def test_table_of_contents_leads_to_every_section() -> None:
    """Each heading is in the contents and each link on the page leads to a heading."""
    headings = [
        TOKENS[index + 1].content
        for _, token, index in sections()
        if token.type == "heading_open" and token.tag in ("h2", "h3")
    ]
    anchors = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    assert len(set(anchors)) == len(anchors)
    links: dict[str, list[str]] = {}
    for section, token, _ in sections():
        for child in token.children or ():
            if child.type == "link_open":
                links.setdefault(section, []).append(str(child.attrs["href"]).removeprefix("#"))
    assert links["Contents"] == [anchor for anchor in anchors if anchor != "contents"]
    assert {link for found in links.values() for link in found} <= set(anchors)

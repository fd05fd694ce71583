"""Free text in every field of a registry stays text, whatever it contains.

Registries of harmless and of hostile strings are generated. Their files have the same shape: where
one has the harmless string, the other has the hostile one, as `tomllib` reads it.
"""

from __future__ import annotations

import ast
import datetime
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin
from urllib.parse import unquote

import attrs
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from errsmith import commands
from errsmith.commands.generate import generate
from errsmith.registry import model
from tests.registries import ROOT, generate_files, sdk_toml, write_registry

from .checking import SDK
from .mutations import BIDI
from .seeds import Values
from .writing import toml

Say = Callable[[str], str]
"""Gives the text of a field by its name, such as `ErrorDef.summary`."""

TEXTS: Final = (
    *('"', '"""', "'''", "\\", "a\\", '\\"', "\\N{DIGIT ONE}", '"""\nimport os', "a\n\n# b\n- c"),
    *("{{ view }}", "{% raw %}", "{# x", "%s {0} $(x) ${x}", "|", "a | b\\|", "`", "```", "``a`"),
    *("<b>x</b>", "<!-- x", "-->", "--!>", "<script>", "&lt;&#40;", "# x", "- x", "+ x", "1. x"),
    *("> x", "---", "===", ":-:", "~~~", "~~x~~", "***x***", "_x_", "__x__", "[x](y)", "![x](y)"),
    *("[x]: y", "[^1]", "[ ] x", "<https://x.example>", "www.x.example", "x@x.example", "$x$"),
    *("=1+1", "\t\tx", "\x1b[31mx", "x\0", "\x7f\x85x\u2028x", f"x{BIDI}", "\ufeffx", "e\u0301"),
    *("署名 \U0001f600", "*/ // --", "');DROP", "#coding: utf-7", "x" * 300, "word " * 60),
    *("...", "A. B? C! d", "None", "__import__('os')", "\\x41\\u0041", "x\\\n", "\r\nx", "\x1cx"),
)
ALL: Final = "".join(TEXTS)

# --- a provider of every field -------------------------------------------------------------------

FIXED: Final[Mapping[str, object]] = {
    "ProviderDef.class": "AcmeError",
    "SourceDef.retrieved": datetime.date(2026, 11, 21),
    "GroupDef.class": "FamilyError",
    "GroupDef.kind": "conflict",
    # What a page says depends on what these match.
    "GroupDef.match": "FAMILY_*",
    "ScopeDef.paths": "*/acme",
    "ErrorDef.kind": "conflict",
    "CategoryDef.status": "4xx",
    "ErrorDef.status": 400,
    "WhenDef.status": 400,
    "PlaceDef.type": "string",
    "PlaceDef.fold": "case",
    "FieldDef.type": "string",
    "FieldDef.role": "message",
    "RetryDef.documented": "once",
    "ExampleDef.status": 400,
}
"""What must be one of some words, or a name."""

LEFT_OUT: Final = {
    # One of these excludes the others; each has an envelope or an example that has it.
    *("PlaceDef.path", "PlaceDef.header", "PlaceDef.query", "PlaceDef.status"),
    *("PlaceDef.parameter", "FieldDef.path", "FieldDef.header", "FieldDef.query"),
    *("FieldDef.parameter", "FieldDef.log", "FieldDef.unit", "RetryDef.derived"),
    *("PlaceDef.parts", "PlaceDef.last_segment", "EnvelopeDef.group", "ErrorDef.example"),
    *("ExampleDef.query", "ErrorDef.class", "ErrorDef.deprecated", "ErrorDef.removed"),
}
"""What is there only where it is asked for."""

Table = dict[str, Any]


def filled(cl: type, say: Say, **given: object) -> Table:
    """Return a table with every key of a class of the model, and a text in each that takes one."""
    attrs.resolve_types(cl, include_extras=True)
    table: Table = {}
    for field in attrs.fields(cl):
        key = field.name.removesuffix("_")
        name = f"{cl.__name__}.{key}"
        if key in given:
            table[key] = given[key]
        elif name in FIXED:
            table[key] = FIXED[name]
        elif name not in LEFT_OUT and key != "allow":
            table[key] = _value(get_args(field.type)[0], name, say)
    return table


def _value(kind: Any, name: str, say: Say) -> object:
    args = [one for one in get_args(kind) if one is not NoneType]
    if get_origin(kind) in (Union, UnionType):
        return _value(args[0], name, say)
    if get_origin(kind) is dict:
        return {say(f"{name} key"): _value(args[1], name, say)}
    if attrs.has(kind):
        return filled(kind, say)
    values: Mapping[object, Callable[[], object]] = {
        bool: lambda: True,
        model.Seconds: lambda: 1.5,
        model.Messages: lambda: {"en": say(name), "sv": say(name)},
        model.Url: lambda: _address(say(name)),
    }
    if kind in values:
        return values[kind]()
    many = kind in (model.Texts, model.WireCodes) or get_origin(kind) is tuple
    assert many or kind in (str, object, model.WireCode), name
    return [say(name)] if many else say(name)


def _address(said: str) -> str:
    return "https://acme.example/" + "".join(c for c in said if c > " " and not _is_blank(c))


def _is_blank(character: str) -> bool:
    return character.isspace() or "\x7f" <= character <= "\x9f"


def _step(said: str) -> str:
    """Return a key of a path, without dots and brackets."""
    return "a." + (re.sub(r"[.\[\]{}]", "", said) or "a")


def provider(say: Say) -> Values:
    """Return a provider's file with every key of the format."""
    scope, group, category = (say(f"{one} id") for one in ("scopes", "groups", "categories"))
    source, first, second = say("sources id"), f"A {say('errors id')}", f"B {say('errors id')}"
    alias = f"C {say('ErrorDef.aliases')}"
    at_all = {
        "aliases": [alias],
        "group": group,
        "category": category,
        "source": source,
        "scope": scope,
    }
    lifecycle = filled(model.LifecycleDef, say, replacement=second)
    message = filled(model.FieldDef, say, path=_step(say("FieldDef.path")))
    state = {"header": say("FieldDef.header"), "parameter": say("FieldDef.parameter")}
    place = filled(model.PlaceDef, say, path=_step(say("PlaceDef.path")))
    template = "{code}" + re.sub(r"[{}]", "", say("PlaceDef.parts"))
    header = {"header": say("PlaceDef.header"), "parameter": say("PlaceDef.parameter")}
    when = {"status": 400, "body": {_step(say("WhenDef.body key")): say("WhenDef.body")}}
    shown = filled(model.ExampleDef, say, envelope="header")
    shown["headers"]["X-Code"] = "C"
    asked = {"query": f"code=D&{say('ExampleDef.query')}"}
    envelopes = [
        {"id": "header", "code": {"header": "X-Code"}},
        {"id": "query", "code": {"query": "code"}},
        {"id": "constant", "code": {"path": "constant"}, "group": group},
        filled(
            model.EnvelopeDef, say, code=place, scope=scope, when=when, fields={"detail": message}
        ),
        {
            "id": "others",
            "code": {"query": say("PlaceDef.query"), "parts": template},
            "group": header,
            "fields": {"state": state, "place": {"query": say("FieldDef.query")}},
        },
    ]
    errors = {
        first: filled(
            model.ErrorDef, say, **{"class": "FirstError"}, deprecated=lifecycle, **at_all
        ),
        second: {"class": "SecondError", "status": 400, "summary": "x", "group": group},
        "C": {
            "class": "ThirdError",
            "status": 400,
            "summary": "x",
            "group": group,
            "example": [shown, {**shown, "body": f"{shown['body']} again"}],
        },
        "D": {
            "class": "FourthError",
            "status": 400,
            "summary": "x",
            "group": group,
            "example": asked,
        },
    }
    errors[second]["removed"] = filled(model.LifecycleDef, say, replacement="C")
    return {
        "provider": filled(model.ProviderDef, say),
        "sources": {source: filled(model.SourceDef, say)},
        "scopes": {scope: filled(model.ScopeDef, say)},
        "envelopes": envelopes,
        "categories": {category: filled(model.CategoryDef, say)},
        "groups": {group: filled(model.GroupDef, say)},
        "errors": errors,
    }


class Words:
    """Says a harmless word of its own for each field."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """Return the word of a field."""
        return self.names.setdefault(name, f"word{len(self.names):03}e")


WORDS: Final = Words()
INHERITED: Final = ("ErrorDef.fix", "ErrorDef.user_message", "ErrorDef.link")
"""Fields that a class does not state if its bases say the same."""
HARMLESS: Final = toml(provider(WORDS))
FIELDS: Final = tuple(WORDS.names)


def hostile(said: str, only: str | None = None) -> str:
    """Write a provider with a text in every field, or in one of them only."""

    def say(name: str) -> str:
        if only is None and name in INHERITED:
            return f"own {said}"
        return said if only in (None, name) else WORDS(name)

    return toml(provider(say))


WHOLE: Final = "all_texts_at_once"
PROVIDERS: Final = {
    **{f"all_{number}": hostile(said) for number, said in enumerate(TEXTS)},
    **{f"only_{number}": hostile(ALL, only) for number, only in enumerate(FIELDS)},
    WHOLE: hostile(ALL),
}
"""Each text in all fields at once, and all texts at once in each field alone."""

OF_MEANING: Final = frozenset({"R202", "R241", "R245", "R246", "R251", "R253", "R404"})
"""Rules that such texts break: nothing can be known by them, but they are inert all the same."""

# --- what is generated --------------------------------------------------------------------------


@cache
def generate_providers(folder: Path, *, harmless: bool) -> dict[str, bytes]:
    """Generate the registry of all providers, or one of as many that are harmless."""
    files = {name: (HARMLESS if harmless else said) for name, said in PROVIDERS.items()}
    registry = folder / str(harmless) / "registry"
    # No URL of a reference: its anchors are made of ids, not copied from them.
    write_registry(registry, files, sdk_toml(acronyms='["JSON"]'))
    return generate_files(registry, OF_MEANING)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of both registries."""
    return tmp_path_factory.mktemp("inert")


def instead(name: str) -> dict[str, str]:
    """Return the text that stands in a provider in place of each harmless one, as TOML has it."""
    pairs = _pairs(tomllib.loads(HARMLESS), tomllib.loads(PROVIDERS[name]))
    texts = {one: other for one, other in pairs if re.search(r"word\d{3}e", one)}
    steps = {one: other for one, other in texts.items() if one.startswith("a.")}
    return {WHOLE: name, **texts, **{one[2:]: other[2:] for one, other in steps.items()}}


def _pairs(one: Any, other: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts of two files of the same shape in pairs, keys among them."""
    if isinstance(one, dict):
        assert len(one) == len(other)
        for (key, value), (other_key, other_value) in zip(one.items(), other.items(), strict=True):
            yield key, other_key
            yield from _pairs(value, other_value)
    elif isinstance(one, list):
        for pair in zip(one, other, strict=True):
            yield from _pairs(*pair)
    elif isinstance(one, str):
        yield one, other


def replacing(texts: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that puts the hostile texts into one of harmless texts."""
    longest_first = sorted(texts, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return lambda text: pattern.sub(lambda match: texts[match[0]], text)


def one_line(text: str) -> str:
    return " ".join(text.split())


def shown(text: str) -> str:
    """Return a text as a page shows it."""
    # An address is shown with its escapes.
    seen = "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in unquote(text))
    return one_line(seen).replace("\\|", "|").replace(" ", "")


def shape(tree: ast.Module) -> list[str]:
    """Return what a module consists of, apart from its texts and from names made of the registry's.

    Those are members of `Code`, functions that read an envelope, and what these call its parts.
    """
    made: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == "Code":
            made |= dict.fromkeys(_bound(node), "MEMBER")
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("_read_"):
            made[node.name] = "_read"
            made |= {name: f"part_{number}" for number, name in enumerate(_bound(node))}
    kept = {"value", "body", "error", "wire", "entry"}
    names = {name: other for name, other in made.items() if name not in kept}
    return [piece for node in ast.walk(tree) for piece in _pieces(node, names)]


def _bound(node: ast.ClassDef | ast.FunctionDef) -> list[str]:
    """Return the names that are assigned to, in order."""
    names = (one for one in ast.walk(node) if isinstance(one, ast.Name))
    found = [one.id for one in names if isinstance(one.ctx, ast.Store)]
    assert all(name.isascii() and name.isidentifier() for name in found)
    return list(dict.fromkeys(found))


def _pieces(node: ast.AST, made: Mapping[str, str]) -> Iterator[str]:
    yield type(node).__name__
    match node:
        case ast.Constant(value=value):
            yield "" if isinstance(value, str) else repr(value)
        case ast.Name(id=name) | ast.FunctionDef(name=name):
            yield made.get(name, name)
        case ast.Attribute(attr=name) | ast.ClassDef(name=name) | ast.alias(name=name):
            yield name
        case ast.arg(arg=name) | ast.keyword(arg=str(name)):
            yield name


def texts_of(tree: ast.Module) -> list[str]:
    """Return the texts of a module; docstrings on one line, as they are broken into lines."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and isinstance(node.body[0], ast.Expr)
    }
    texts = [(node.value, id(node) in docs) for node in nodes if isinstance(node.value, str)]
    return [one_line(text) if is_doc else text for text, is_doc in texts]


@cache
def harmless_module(folder: Path) -> tuple[list[str], list[str]]:
    """Return the shape and the texts of a module, which but for its name is as any harmless one."""
    tree = ast.parse(generate_providers(folder, harmless=True)[f"acme_errors/{WHOLE}.py"])
    return shape(tree), texts_of(tree)


@pytest.mark.parametrize("name", PROVIDERS)
def test_module_of_hostile_texts(folder: Path, name: str) -> None:
    """Its syntax tree is that of a harmless module, and its constants are the registry's texts."""
    tree = ast.parse(generate_providers(folder, harmless=False)[f"acme_errors/{name}.py"])
    other_shape, other_texts = harmless_module(folder)
    assert shape(tree) == other_shape
    expected_of = replacing(instead(name))
    for found, harmless in zip(texts_of(tree), other_texts, strict=True):
        expected = expected_of(harmless)
        assert found == expected or found == one_line(expected)


DECLARED: Final = {
    *("SHAPES", "EXAMPLES", "Example", "Shown", "Shape", "Slot", "ChallengeTemplate"),
    *("CODE", "GROUP", "STATUS", "SUMMARY", "Final", "Mapping", "str", "tuple"),
}
"""Names that stand in a module of examples."""
EXPRESSIONS: Final = (
    *(ast.Constant, ast.Name, ast.Call, ast.Tuple, ast.List, ast.Dict, ast.keyword),
    *(ast.Subscript, ast.BinOp, ast.BitOr, ast.expr_context),
)


def assert_declares_examples(module: bytes) -> None:
    """Check that a module has the statements of any module of examples, and no other calls."""
    tree = ast.parse(module)
    kinds = [type(node) for node in tree.body]
    declared = [ast.AnnAssign, ast.Expr]
    assert kinds == [ast.Expr, *[ast.ImportFrom] * 4, *declared, *declared]
    for statement in tree.body[5:]:
        inside = [node for child in ast.iter_child_nodes(statement) for node in ast.walk(child)]
        assert all(isinstance(node, EXPRESSIONS) for node in inside)
        assert {node.id for node in inside if isinstance(node, ast.Name)} <= DECLARED
        assert all(isinstance(n.func, ast.Name) for n in inside if isinstance(n, ast.Call))


@pytest.mark.parametrize("name", PROVIDERS)
def test_examples_of_hostile_texts(folder: Path, name: str) -> None:
    """Its module of examples declares, whatever stands in the declarations."""
    assert_declares_examples(
        generate_providers(folder, harmless=False)[f"acme_errors/_examples/{name}.py"]
    )


def always(said: str, _name: str) -> str:
    """Return the same for every field."""
    return said


def test_shapes_of_hostile_texts(tmp_path: Path) -> None:
    """So does one with envelopes that other envelopes come before in the registry above."""
    providers = {}
    for number, said in enumerate((*TEXTS, ALL)):
        tables = provider(partial(always, said))
        *_, third, fourth = tables["envelopes"]
        third["when"] = {"body": {"state": said}}  # Elsewhere than the code.
        del tables["errors"]["C"]["example"], tables["errors"]["D"]
        tables["envelopes"] = [third, fourth] if number % 2 else [fourth, third]
        providers[f"all_{number}"] = toml(tables)
    files = generate_files(write_registry(tmp_path, providers, SDK), OF_MEANING)
    modules = {name: files[f"acme_errors/_examples/{name}.py"] for name in providers}
    for module in modules.values():
        assert_declares_examples(module)
    for part in (b"body={", b"query={", b"ChallengeTemplate(", b"spelled="):
        assert sum(part in module for module in modules.values()) > len(TEXTS) / 3


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def blocks(page: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a page consists of, and the text that is shown of it."""
    for token in MARKDOWN.parse(page.decode()):
        kinds = [inner.type for inner in _inner(token) if inner.type not in ("text", "softbreak")]
        said = (inner for inner in _inner(token) if inner.type != "html_inline")
        text = "".join(inner.content or " " for inner in said)
        # Each sentence of several is bold.
        inside = re.sub(r"(strong_open strong_close)( \1)+", r"\1", " ".join(kinds))
        yield f"{token.type} {token.info} {inside}", text


def _inner(token: Token) -> list[Token]:
    return token.children or []


@cache
def harmless_page(folder: Path) -> list[tuple[str, str]]:
    """Return what a page consists of, which but for its name is as any harmless one."""
    return [*blocks(generate_providers(folder, harmless=True)[f"docs/{WHOLE}.md"])]


@pytest.mark.parametrize("name", PROVIDERS)
def test_page_of_hostile_texts(folder: Path, name: str) -> None:
    """Its blocks, links and code are those of a harmless page, its words the registry's."""
    mine = [*blocks(generate_providers(folder, harmless=False)[f"docs/{name}.md"])]
    other = harmless_page(folder)
    assert [kind for kind, _ in mine] == [kind for kind, _ in other]
    texts = instead(name)
    # The value of a condition is shown as JSON has it.
    texts |= {json.dumps(one): json.dumps(other) for one, other in texts.items()}
    expected_of = replacing(texts)
    for (_, found), (_, harmless) in zip(mine, other, strict=True):
        assert shown(found) == shown(expected_of(harmless))


@pytest.mark.parametrize("path", ["docs/index.md", "docs/guides/testing.md", "README.md"])
def test_page_about_providers_of_hostile_texts(folder: Path, path: str) -> None:
    """The same holds for the pages that list them."""
    mine, other = (
        [k for k, _ in blocks(generate_providers(folder, harmless=harmless)[path])]
        for harmless in (False, True)
    )
    assert mine == other


def test_package_of_hostile_texts(folder: Path) -> None:
    """So does it for the package."""
    path = "acme_errors/__init__.py"
    mine, other = (
        ast.parse(generate_providers(folder, harmless=harmless)[path]) for harmless in (False, True)
    )
    assert shape(mine) == shape(other)


def test_other_files_of_hostile_texts(folder: Path) -> None:
    """The files that no provider has a text in are the same bytes."""
    mine, other = (generate_providers(folder, harmless=harmless) for harmless in (False, True))
    assert mine.keys() == other.keys()
    pages = {f"docs/{name}.md" for name in ("index", "guides/testing", *PROVIDERS)} | {"README.md"}
    modules = {f"acme_errors/{name}.py" for name in ("__init__", *PROVIDERS)}
    modules |= {f"acme_errors/_examples/{name}.py" for name in PROVIDERS}
    assert {path for path in mine if mine[path] != other[path]} <= pages | modules


def test_every_text_field_of_the_model_is_hostile() -> None:
    """A field that the format gets is among those above, or among those that hold no text."""
    classes = [cl for cl in vars(model).values() if isinstance(cl, type) and attrs.has(cl)]
    names = {
        f"{cl.__name__}.{field.name.removesuffix('_')}"
        for cl in classes
        for field in attrs.fields(cl)
        if cl is not model.AllowDef and field.name != "allow"  # For errsmith alone.
    }
    tables = {name for name in names if name.startswith(("ProviderFile.", "SdkFile.", "Doc."))}
    references = {"ErrorDef.group", "ErrorDef.category", "ErrorDef.source", "ErrorDef.scope"}
    assert set(FIXED) | LEFT_OUT <= names
    said = {name.removesuffix(" key") for name in FIELDS}
    silent = names - said - set(FIXED) - LEFT_OUT - tables - references
    assert silent == {
        *("ProviderDef.open", "EnvelopeDef.code", "EnvelopeDef.when", "EnvelopeDef.scope"),
        *("EnvelopeDef.fields", "EnvelopeDef.derived", "FieldDef.optional", "RetryDef.delay"),
        *(f"{cl}.retry" for cl in ("CategoryDef", "GroupDef", "ErrorDef")),
        *("LifecycleDef.replacement", "ExampleDef.envelope"),
    }


# --- sdk.toml, and all files together -------------------------------------------------------------


def sdk(**texts: str) -> Values:
    """Return the values of `sdk.toml`, some of them replaced."""
    return tomllib.loads(SDK) | texts


@pytest.mark.parametrize(
    "texts",
    [
        *({key: ALL} for key in ("summary", "license", "author", "notice")),
        {"reference_url": _address(re.sub("[{}]", "", ALL)) + "{provider}#{anchor}"},
        {"repository": _address(re.sub("[?#@]", "", ALL))},
        {"summary": ALL, "license": ALL, "author": ALL, "notice": ALL},
    ],
    ids=" ".join,
)
def test_project_of_hostile_texts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], texts: dict[str, str]
) -> None:
    """Every file that `generate` writes can be read, and holds the texts as they are."""
    written = {}
    harmless = {key: "A word." for key in texts if key == "notice"}
    for name, said in {"hostile": texts, "harmless": harmless}.items():
        settings = toml(sdk(**said))
        registry = write_registry(tmp_path / name / "registry", {"acme": HARMLESS}, settings)
        (registry / "LICENSE").write_bytes(bytes(range(256)))
        out = tmp_path / name / "out"
        assert generate(registry, out) == commands.FINE, capsys.readouterr().out
        written[name] = {
            path.relative_to(out).as_posix(): path.read_bytes()
            for path in out.rglob("*")
            if path.is_file()
        }
        for schema in (ROOT / "registry" / "schema").glob("*.schema.json"):
            assert (registry / "schema" / schema.name).read_bytes() == schema.read_bytes()
    mine, other = written["hostile"], written["harmless"]
    assert mine.keys() == other.keys()
    for path, data in mine.items():
        if path.endswith(".md"):
            assert [kind for kind, _ in blocks(data)] == [kind for kind, _ in blocks(other[path])]
        elif path.endswith(".py"):
            assert shape(ast.parse(data)) == shape(ast.parse(other[path]))
    assert mine["LICENSE"] == bytes(range(256))
    assert set(json.loads(mine["manifest.json"])["files"]) == mine.keys() - {"manifest.json"}
    project = tomllib.loads(mine["pyproject.toml"].decode())["project"]
    said = tomllib.loads(toml(sdk(**texts)))
    assert project["description"] == said["summary"]
    assert project["license"] == said["license"]
    assert project["authors"] == [{"name": said["author"]}]
    assert [*project.get("urls", {}).values()] == [said[key] for key in said if key == "repository"]

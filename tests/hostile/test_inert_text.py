"""Strings in every field of a registry stay data, whatever they contain.

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
from .writing import write_toml

Say = Callable[[str], str]
"""Returns the string of a field by its name, such as `ErrorDef.summary`."""

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
    # What a page shows depends on what these match.
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
"""Fields that accept only certain words or names."""

LEFT_OUT: Final = {
    # They are about reading the provider's pages, and in no generated file.
    *("SourceDef.fetch", "SourceDef.extract"),
    # Each of these excludes the others, and belongs to an envelope or an example of its own.
    *("PlaceDef.path", "PlaceDef.header", "PlaceDef.query", "PlaceDef.status"),
    *("PlaceDef.parameter", "FieldDef.path", "FieldDef.header", "FieldDef.query"),
    *("FieldDef.parameter", "FieldDef.log", "FieldDef.unit", "RetryDef.derived"),
    *("PlaceDef.parts", "PlaceDef.last_segment", "EnvelopeDef.group", "ErrorDef.example"),
    *("ExampleDef.query", "ErrorDef.class", "ErrorDef.deprecated", "ErrorDef.removed"),
}
"""Fields that are only present on request."""

Table = dict[str, Any]


def fill(cl: type, say: Say, **given: object) -> Table:
    """Return a table with every key of a class of the model, and a string wherever one fits."""
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
    args = [arg for arg in get_args(kind) if arg is not NoneType]
    if get_origin(kind) in (Union, UnionType):
        return _value(args[0], name, say)
    if get_origin(kind) is dict:
        return {say(f"{name} key"): _value(args[1], name, say)}
    if attrs.has(kind):
        return fill(kind, say)
    values: Mapping[object, Callable[[], object]] = {
        bool: lambda: True,
        model.Seconds: lambda: 1.5,
        model.Messages: lambda: {"en": say(name), "sv": say(name)},
        model.Url: lambda: _make_url(say(name)),
    }
    if kind in values:
        return values[kind]()
    many = kind in (model.Texts, model.WireCodes) or get_origin(kind) is tuple
    assert many or kind in (str, object, model.WireCode), name
    return [say(name)] if many else say(name)


def _make_url(value: str) -> str:
    return "https://acme.example/" + "".join(c for c in value if c > " " and not _is_blank(c))


def _is_blank(character: str) -> bool:
    return character.isspace() or "\x7f" <= character <= "\x9f"


def _make_step(value: str) -> str:
    """Return a key of a path, without dots and brackets."""
    return "a." + (re.sub(r"[.\[\]{}]", "", value) or "a")


def write_values(say: Say) -> Values:
    """Return a provider's file with every key of the format."""
    scope, group, category = (say(f"{table} id") for table in ("scopes", "groups", "categories"))
    source, first, second = say("sources id"), f"A {say('errors id')}", f"B {say('errors id')}"
    alias = f"C {say('ErrorDef.aliases')}"
    at_all = {
        "aliases": [alias],
        "group": group,
        "category": category,
        "source": source,
        "scope": scope,
    }
    lifecycle = fill(model.LifecycleDef, say, replacement=second)
    message = fill(model.FieldDef, say, path=_make_step(say("FieldDef.path")))
    state = {"header": say("FieldDef.header"), "parameter": say("FieldDef.parameter")}
    place = fill(model.PlaceDef, say, path=_make_step(say("PlaceDef.path")))
    template = "{code}" + re.sub(r"[{}]", "", say("PlaceDef.parts"))
    header = {"header": say("PlaceDef.header"), "parameter": say("PlaceDef.parameter")}
    when = {"status": 400, "body": {_make_step(say("WhenDef.body key")): say("WhenDef.body")}}
    shown = fill(model.ExampleDef, say, envelope="header")
    shown["headers"]["X-Code"] = "C"
    asked = {"query": f"code=D&{say('ExampleDef.query')}"}
    envelopes = [
        {"id": "header", "code": {"header": "X-Code"}},
        {"id": "query", "code": {"query": "code"}},
        {"id": "constant", "code": {"path": "constant"}, "group": group},
        fill(
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
        first: fill(model.ErrorDef, say, **{"class": "FirstError"}, deprecated=lifecycle, **at_all),
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
    errors[second]["removed"] = fill(model.LifecycleDef, say, replacement="C")
    return {
        "provider": fill(model.ProviderDef, say),
        "sources": {source: fill(model.SourceDef, say)},
        "scopes": {scope: fill(model.ScopeDef, say)},
        "envelopes": envelopes,
        "categories": {category: fill(model.CategoryDef, say)},
        "groups": {group: fill(model.GroupDef, say)},
        "errors": errors,
    }


class Words:
    """Returns a different harmless word for each field."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """Return the word of a field."""
        return self.names.setdefault(name, f"word{len(self.names):03}e")


WORDS: Final = Words()
INHERITED: Final = ("ErrorDef.fix", "ErrorDef.user_message", "ErrorDef.link")
"""Fields that a class does not state if its bases have the same value."""
HARMLESS: Final = write_toml(write_values(WORDS))
FIELDS: Final = tuple(WORDS.names)


def write_hostile(value: str, only: str | None = None) -> str:
    """Write a provider with a string in every field, or in one field only."""

    def say(name: str) -> str:
        if only is None and name in INHERITED:
            return f"own {value}"
        return value if only in (None, name) else WORDS(name)

    return write_toml(write_values(say))


WHOLE: Final = "all_texts_at_once"
PROVIDERS: Final = {
    **{f"all_{number}": write_hostile(value) for number, value in enumerate(TEXTS)},
    **{f"only_{number}": write_hostile(ALL, only) for number, only in enumerate(FIELDS)},
    WHOLE: write_hostile(ALL),
}
"""Each string in all fields at once, and all strings at once in each single field."""

OF_MEANING: Final = frozenset({"R202", "R241", "R245", "R246", "R251", "R253", "R404"})
"""Rules that such strings break, which makes them meaningless but still inert."""

# --- what is generated --------------------------------------------------------------------------


@cache
def generate_providers(folder: Path, *, harmless: bool) -> dict[str, bytes]:
    """Generate the registry of all providers, or one with as many harmless providers."""
    files = {name: (HARMLESS if harmless else file) for name, file in PROVIDERS.items()}
    registry = folder / str(harmless) / "registry"
    # Without `reference_url`, whose anchors come from ids but are not copies of them.
    write_registry(registry, files, sdk_toml(acronyms='["JSON"]'))
    return generate_files(registry, OF_MEANING)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of both registries."""
    return tmp_path_factory.mktemp("inert")


def find_replacements(name: str) -> dict[str, str]:
    """Map each harmless string to the provider's, as TOML reads it."""
    pairs = _pairs(tomllib.loads(HARMLESS), tomllib.loads(PROVIDERS[name]))
    texts = {harmless: hostile for harmless, hostile in pairs if re.search(r"word\d{3}e", harmless)}
    steps = {harmless: hostile for harmless, hostile in texts.items() if harmless.startswith("a.")}
    return {
        WHOLE: name,
        **texts,
        **{harmless[2:]: hostile[2:] for harmless, hostile in steps.items()},
    }


def _pairs(harmless: Any, hostile: Any) -> Iterator[tuple[str, str]]:
    """Yield the corresponding strings of two files with the same shape, including keys."""
    if isinstance(harmless, dict):
        assert len(harmless) == len(hostile)
        for (key, value), (other_key, other_value) in zip(
            harmless.items(), hostile.items(), strict=True
        ):
            yield key, other_key
            yield from _pairs(value, other_value)
    elif isinstance(harmless, list):
        for pair in zip(harmless, hostile, strict=True):
            yield from _pairs(*pair)
    elif isinstance(harmless, str):
        yield harmless, hostile


def make_replacer(texts: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that replaces the harmless strings with the hostile ones."""
    longest_first = sorted(texts, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return lambda text: pattern.sub(lambda match: texts[match[0]], text)


def one_line(text: str) -> str:
    return " ".join(text.split())


def show(text: str) -> str:
    """Return a string as a page shows it."""
    # A URL is shown with its escapes.
    seen = "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in unquote(text))
    return one_line(seen).replace("\\|", "|").replace(" ", "")


def read_shape(tree: ast.Module) -> list[str]:
    """Return the structure of a module, without its strings and the names derived from facts.

    Those are members of `Code`, functions that read an envelope, and names in these functions.
    """
    made: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == "Code":
            made |= dict.fromkeys(_find_bound(node), "MEMBER")
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("_read_"):
            made[node.name] = "_read"
            made |= {name: f"part_{number}" for number, name in enumerate(_find_bound(node))}
    kept = {"value", "body", "error", "wire", "entry"}
    names = {name: other for name, other in made.items() if name not in kept}
    return [piece for node in ast.walk(tree) for piece in _pieces(node, names)]


def _find_bound(node: ast.ClassDef | ast.FunctionDef) -> list[str]:
    """Return the names that are assigned to, in order."""
    names = (name for name in ast.walk(node) if isinstance(name, ast.Name))
    found = [name.id for name in names if isinstance(name.ctx, ast.Store)]
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


def read_strings(tree: ast.Module) -> list[str]:
    """Return the strings of a module; docstrings on one line, since they are wrapped."""
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
def read_harmless_module(folder: Path) -> tuple[list[str], list[str]]:
    """Return the shape and the strings of a harmless module, which are the same for all."""
    tree = ast.parse(generate_providers(folder, harmless=True)[f"acme_errors/{WHOLE}.py"])
    return read_shape(tree), read_strings(tree)


@pytest.mark.parametrize("name", PROVIDERS)
def test_module_of_hostile_strings(folder: Path, name: str) -> None:
    """A module has the syntax tree of a harmless one, and the registry's strings."""
    tree = ast.parse(generate_providers(folder, harmless=False)[f"acme_errors/{name}.py"])
    other_shape, other_texts = read_harmless_module(folder)
    assert read_shape(tree) == other_shape
    expected_of = make_replacer(find_replacements(name))
    for found, harmless in zip(read_strings(tree), other_texts, strict=True):
        expected = expected_of(harmless)
        assert found == expected or found == one_line(expected)


DECLARED: Final = {
    *("SHAPES", "EXAMPLES", "Example", "Shown", "Shape", "Slot", "ChallengeTemplate"),
    *("CODE", "GROUP", "STATUS", "SUMMARY", "Final", "Mapping", "str", "tuple"),
}
"""Names in a module of examples."""
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
def test_examples_of_hostile_strings(folder: Path, name: str) -> None:
    """A module of examples only has declarations, whatever their values are."""
    assert_declares_examples(
        generate_providers(folder, harmless=False)[f"acme_errors/_examples/{name}.py"]
    )


def always_return(value: str, _name: str) -> str:
    """Return a function that returns the same string for every field."""
    return value


def test_shapes_of_hostile_strings(tmp_path: Path) -> None:
    """Envelopes that other envelopes precede in the registry above are inert too."""
    providers = {}
    for number, value in enumerate((*TEXTS, ALL)):
        tables = write_values(partial(always_return, value))
        *_, third, fourth = tables["envelopes"]
        third["when"] = {"body": {"state": value}}  # elsewhere than the code
        del tables["errors"]["C"]["example"], tables["errors"]["D"]
        tables["envelopes"] = [third, fourth] if number % 2 else [fourth, third]
        providers[f"all_{number}"] = write_toml(tables)
    files = generate_files(write_registry(tmp_path, providers, SDK), OF_MEANING)
    modules = {name: files[f"acme_errors/_examples/{name}.py"] for name in providers}
    for module in modules.values():
        assert_declares_examples(module)
    for part in (b"body={", b"query={", b"ChallengeTemplate(", b"spelled="):
        assert sum(part in module for module in modules.values()) > len(TEXTS) / 3


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read_blocks(page: bytes) -> Iterator[tuple[str, str]]:
    """Yield the structure of a page, and the text it shows."""
    # Anchors come from ids; those that MkDocs derives differently stand above their heading.
    text = re.sub(r'^<a id="[a-z0-9-]+"></a>\n\n', "", page.decode(), flags=re.MULTILINE)
    for token in MARKDOWN.parse(text):
        kinds = [inner.type for inner in _inner(token) if inner.type not in ("text", "softbreak")]
        visible = (inner for inner in _inner(token) if inner.type != "html_inline")
        text = "".join(inner.content or " " for inner in visible)
        # Each of several sentences is bold.
        inside = re.sub(r"(strong_open strong_close)( \1)+", r"\1", " ".join(kinds))
        yield f"{token.type} {token.tag} {token.info} {inside}", text


def _inner(token: Token) -> list[Token]:
    return token.children or []


@cache
def read_harmless_page(folder: Path) -> list[tuple[str, str]]:
    """Return the structure of a harmless page, which is the same for all."""
    return [*read_blocks(generate_providers(folder, harmless=True)[f"docs/{WHOLE}.md"])]


_EXAMPLE = " (derived from the envelope "


@pytest.mark.parametrize("name", PROVIDERS)
def test_page_of_hostile_strings(folder: Path, name: str) -> None:
    """A page has the blocks, links and code of a harmless one, and the registry's strings."""
    mine = [*read_blocks(generate_providers(folder, harmless=False)[f"docs/{name}.md"])]
    other = read_harmless_page(folder)
    assert [kind for kind, _ in mine] == [kind for kind, _ in other]
    texts = find_replacements(name)
    # The value of a condition is shown as JSON.
    texts |= {json.dumps(harmless): json.dumps(hostile) for harmless, hostile in texts.items()}
    expected_of = make_replacer(texts)
    block = ""
    for (kind, found), (_, harmless) in zip(mine, other, strict=True):
        above, block = block, kind
        if _EXAMPLE in found:  # Which envelope reads a code depends on the strings.
            assert _EXAMPLE in harmless
        elif above.startswith("heading_open h3"):  # It has the letters and digits of an id.
            assert keep_letters(found) == keep_letters(expected_of(harmless))
        elif above.startswith("heading_open"):  # Its number keeps its anchor unique.
            assert re.sub(r"\(\d\)$", "", show(found)) == show(expected_of(harmless))
        else:
            assert show(found) == show(expected_of(harmless))


def keep_letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


@pytest.mark.parametrize("path", ["docs/index.md", "docs/guides/testing.md", "README.md"])
def test_page_about_providers_of_hostile_strings(folder: Path, path: str) -> None:
    """Pages that list the providers are inert too."""
    mine, other = (
        [k for k, _ in read_blocks(generate_providers(folder, harmless=harmless)[path])]
        for harmless in (False, True)
    )
    assert mine == other


def test_package_of_hostile_strings(folder: Path) -> None:
    """The package is inert too."""
    path = "acme_errors/__init__.py"
    mine, other = (
        ast.parse(generate_providers(folder, harmless=harmless)[path]) for harmless in (False, True)
    )
    assert read_shape(mine) == read_shape(other)


def test_other_files_of_hostile_strings(folder: Path) -> None:
    """Files without strings of providers are the same bytes."""
    mine, other = (generate_providers(folder, harmless=harmless) for harmless in (False, True))
    assert mine.keys() == other.keys()
    pages = {f"docs/{name}.md" for name in ("index", "guides/testing", *PROVIDERS)} | {"README.md"}
    modules = {f"acme_errors/{name}.py" for name in ("__init__", *PROVIDERS)}
    modules |= {f"acme_errors/_examples/{name}.py" for name in PROVIDERS}
    assert {path for path in mine if mine[path] != other[path]} <= pages | modules


def test_every_string_field_of_the_model_is_hostile() -> None:
    """A new field of the format must be filled above, or listed as one without strings."""
    classes = [cl for cl in vars(model).values() if isinstance(cl, type) and attrs.has(cl)]
    for_errsmith = {model.AllowDef, model.ExtractDef, model.PageExceptionDef}
    names = {
        f"{cl.__name__}.{field.name.removesuffix('_')}"
        for cl in classes
        for field in attrs.fields(cl)
        if cl not in for_errsmith and field.name != "allow"
    }
    tables = {name for name in names if name.startswith(("ProviderFile.", "SdkFile.", "Doc."))}
    references = {"ErrorDef.group", "ErrorDef.category", "ErrorDef.source", "ErrorDef.scope"}
    assert set(FIXED) | LEFT_OUT <= names
    filled = {name.removesuffix(" key") for name in FIELDS}
    silent = names - filled - set(FIXED) - LEFT_OUT - tables - references
    assert silent == {
        *("ProviderDef.open", "EnvelopeDef.code", "EnvelopeDef.when", "EnvelopeDef.scope"),
        *("EnvelopeDef.fields", "EnvelopeDef.derived", "FieldDef.optional", "RetryDef.delay"),
        *(f"{cl}.retry" for cl in ("CategoryDef", "GroupDef", "ErrorDef")),
        *("LifecycleDef.replacement", "ExampleDef.envelope"),
    }


# --- sdk.toml, and all files together -------------------------------------------------------------


def write_sdk(**texts: str) -> Values:
    """Return the values of `sdk.toml`, with some replaced."""
    return tomllib.loads(SDK) | texts


@pytest.mark.parametrize(
    "texts",
    [
        *({key: ALL} for key in ("summary", "license", "author", "notice")),
        {"reference_url": _make_url(re.sub("[{}]", "", ALL)) + "{provider}#{anchor}"},
        {"repository": _make_url(re.sub("[?#@]", "", ALL))},
        {"summary": ALL, "license": ALL, "author": ALL, "notice": ALL},
    ],
    ids=" ".join,
)
def test_project_of_hostile_strings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], texts: dict[str, str]
) -> None:
    """Every file that `generate` writes can be read, and has the strings unchanged."""
    written = {}
    harmless = {key: "A word." for key in texts if key == "notice"}
    for name, values in {"hostile": texts, "harmless": harmless}.items():
        settings = write_toml(write_sdk(**values))
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
            assert [kind for kind, _ in read_blocks(data)] == [
                kind for kind, _ in read_blocks(other[path])
            ]
        elif path.endswith(".py"):
            assert read_shape(ast.parse(data)) == read_shape(ast.parse(other[path]))
    assert mine["LICENSE"] == bytes(range(256))
    assert set(json.loads(mine["manifest.json"])["files"]) == mine.keys() - {"manifest.json"}
    project = tomllib.loads(mine["pyproject.toml"].decode())["project"]
    loaded = tomllib.loads(write_toml(write_sdk(**texts)))
    assert project["description"] == loaded["summary"]
    assert project["license"] == loaded["license"]
    assert project["authors"] == [{"name": loaded["author"]}]
    assert [*project.get("urls", {}).values()] == [
        loaded[key] for key in loaded if key == "repository"
    ]

"""The templates as Jinja parses them: no logic, and registry strings only through filters."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta, nodes
from markdown_it import MarkdownIt

from tests import templates
from tests.registries import generate_files, sdk_toml, write_registry
from tests.specimen.sdk import REGISTRY
from tests.templates import FILTERS, list_renderings

ENVIRONMENT = jinja2.Environment(autoescape=False)  # noqa: S701 - it only parses
ENVIRONMENT.filters.update(FILTERS)
ENVIRONMENT.globals.clear()  # so that `range` and the like are unknown names too
TEMPLATES = {name: templates.read_template(name) for name in templates.NAMES}
PARTIALS = {name for name in TEMPLATES if Path(name).name.startswith("_")}

ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData),
    *(nodes.For, nodes.If, nodes.Macro, nodes.FromImport, nodes.FilterBlock),
    *(nodes.Name, nodes.Getattr, nodes.Filter, nodes.Call, nodes.Const, nodes.Tuple),
)
"""The nodes that a template may contain: output, loops, attribute tests, macros and filters."""

ADVICE = {"view.advice.word", "view.advice.errors", "view.unknown", "view.index.package"}
KINDS = {
    *(f"view.kinds.kind.{name}" for name in ("kind", "class_", "errors", "statuses", "advice")),
    *("view.kinds.kind.answer", "view.index.package"),
}
NAMES: Mapping[str, set[str]] = {
    "markdown/guides/clients.md.jinja": {"view.package", "view.example.name"},
    "markdown/guides/retrying.md.jinja": {
        *("view.package", "view.example.name", "view.example.base"),
    },
    "markdown/guides/problems.md.jinja": {
        *("view.package", "view.example.name", "view.example.base"),
        *(f"view.{name}" for name in ("answers.kind", "answers.status")),
        *(f"view.{name}" for name in ("unknown.kind", "unknown.status")),
    },
    "markdown/guides/testing.md.jinja": {
        *("view.package", "view.example.name", "view.sample.class_", "view.sample.status"),
    },
    "python/init.py.jinja": {"view.kinds", "view.providers.name"},
    "python/main.py.jinja": set(),
    "python/examples/init.py.jinja": set(),
    "python/examples/provider.py.jinja": {"view.imports"},
    "python/testing/init.py.jinja": {"view.package"},
    "python/testing/plugin.py.jinja": set(),
    "python/provider.py.jinja": {
        *("view.base", "view.imports.module", "view.imports.names"),
        *("view.fields.name", "view.fields.type", "view.members.name"),
        *("view.classes.name", "view.classes.bases"),
        *("view.readers.name", "view.readers.base", "view.readers.absent", "view.readers.messages"),
        *(f"view.readers.steps.{name}" for name in ("target", "parent", "key", "test", "empty")),
        "view.readers.steps.converter",
    },
    "python/pyproject.toml.jinja": set(),
    "markdown/README.md.jinja": {
        *("view.package", "view.distribution", "view.errors"),
        *("view.example.name", "view.example.base"),
        *("view.providers.name", "view.providers.base", "view.providers.errors"),
    },
    "markdown/CHANGELOG.md.jinja": {
        *(f"view.releases.{name}" for name in ("version", "date", "base")),
        *("view.releases.providers.errors", "view.releases.sections.title"),
    },
    "markdown/index.md.jinja": {
        *("view.package", "view.errors"),
        *("view.providers.name", "view.providers.base", "view.providers.errors"),
        "view.providers.pages.retrieved",
        *(f"view.kinds.{name}" for name in ("kind", "class_", "errors", "statuses", "advice")),
        *("view.kinds.answer", "view.advice.0"),
    },
    "markdown/provider.md.jinja": {
        *("view.package", "view.name", "view.base", "view.sources.retrieved"),
    },
    "markdown/_error.jinja": {"details.error.facts.label"},
    "markdown/_response.jinja": set(),
    "markdown/_table.jinja": {"table.view.heads.title"},
    "markdown/site/advice.md.jinja": ADVICE,
    "markdown/site/error.md.jinja": {
        *("view.facts.label", "view.examples.basis", "view.retry.mark", "view.history.date"),
        "view.source.retrieved",
    },
    "markdown/site/kinds.md.jinja": KINDS,
    "site/_layout.html.jinja": set(),
    "site/_table.html.jinja": set(),
    "site/advice.html.jinja": ADVICE,
    "site/error.html.jinja": {
        *("view.facts.label", "view.examples.basis", "view.retry.word", "view.retry.mark"),
        *("view.history.date", "view.source.retrieved"),
    },
    "site/front.html.jinja": {
        *("view.index.package", "view.index.providers.name", "view.index.providers.errors"),
    },
    "site/_drawing.svg.jinja": set(),
    "site/_retry.svg.jinja": set(),
    "site/_tree.svg.jinja": set(),
    "site/alias.html.jinja": set(),
    "site/guide.html.jinja": set(),
    "site/missing.html.jinja": set(),
    "site/redirect.html.jinja": set(),
    "site/versions.html.jinja": set(),
    "site/kinds.html.jinja": KINDS,
    "site/provider.html.jinja": {
        *(f"view.reference.{name}" for name in ("package", "name", "base", "sources.retrieved")),
        "view.gaps.errors",
    },
}
"""Values that each template prints unfiltered: names from `naming`, our own words, numbers, days.

Everything else comes from the registry and needs a filter.
"""

PLAIN = re.compile(r"[\w.\[\]{}, =:()-]*", re.ASCII)
"""Characters of an unfiltered value: none of them ends a string, a comment, a cell or a line."""


def find_complaints(name: str, source: str) -> list[str]:
    """Return what a template contains but must not."""
    tree = ENVIRONMENT.parse(source)
    found = [
        f"{name}:{node.lineno}: {type(node).__name__}"
        for node in tree.find_all(nodes.Node)
        if not isinstance(node, (*ALLOWED, nodes.Keyword, nodes.Helper))
    ]
    found += [f"{name}: {other}" for other in meta.find_undeclared_variables(tree) - {"view"}]
    macros = {node.name for node in tree.find_all(nodes.Macro)}
    macros |= {str(name) for node in tree.find_all(nodes.FromImport) for name in node.names}
    found += [
        f"{name}:{node.lineno}: a call of something else than a macro"
        for node in tree.find_all(nodes.Call)
        if not isinstance(node.node, nodes.Name) or node.node.name not in macros
    ]
    found += [
        f"{name}:{node.lineno}: filter {node.name}"
        for node in tree.find_all(nodes.Filter)
        if node.name not in {*FILTERS, "join"}
    ]
    found += [
        f"{name}:{node.lineno}: a test of more than an attribute"
        for node in tree.find_all(nodes.If)
        if not isinstance(node.test, (nodes.Name, nodes.Getattr))
    ]
    return [*found, *find_quotes(name, source)]


def find_quotes(name: str, source: str) -> Iterator[str]:
    """Yield the places where a quote is next to a printed value, except docstrings."""
    docstring = re.compile(r'"""(\{\{[^{}]*\| docstring(?:\(\d\))? \}\})"""')
    for match in re.finditer(r"""["'`]?\{\{.*?\}\}["']?""", docstring.sub(r"\1", source)):
        if match.group()[0] in "\"'" or match.group()[-1] in "\"'":
            yield f"{name}: a quote next to {match.group()}"


def find_unfiltered(source: str) -> set[str]:
    """Return what a template prints without a filter, as paths from its view."""
    tree = ENVIRONMENT.parse(source)
    return set(_as_is(tree.body, {"view": "view"}))


def _as_is(body: Iterable[nodes.Node], known: Mapping[str, str]) -> Iterator[str]:
    for node in body:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    yield from _expression(part, known)
            case nodes.For():
                inner = {**known, **_targets(node.target, _path(node.iter, known))}
                yield from _as_is(node.body, inner)
            case nodes.Macro():
                inner = {argument.name: f"{node.name}.{argument.name}" for argument in node.args}
                yield from _as_is(node.body, {**known, **inner})
            case nodes.If():
                yield from _as_is([*node.body, *node.elif_, *node.else_], known)
            case nodes.FilterBlock():
                yield from _as_is(node.body, known)


def _targets(target: nodes.Node, path: str) -> dict[str, str]:
    if isinstance(target, nodes.Tuple):
        names = [item.name for item in target.items if isinstance(item, nodes.Name)]
        return {name: f"{path}.{position}" for position, name in enumerate(names)}
    assert isinstance(target, nodes.Name)
    return {target.name: path}


def _expression(node: nodes.Node, known: Mapping[str, str]) -> Iterator[str]:
    if isinstance(node, (nodes.TemplateData, nodes.Call)):
        return
    if isinstance(node, nodes.Filter):
        if node.name in {"join", "cell"} and not isinstance(node.node, nodes.Call):
            assert node.node is not None
            yield from _expression(node.node, known)
        return
    yield _path(node, known)


def _path(node: nodes.Node, known: Mapping[str, str]) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node, known)}.{node.attr}"
    assert isinstance(node, nodes.Name)
    return known[node.name]


def find_values(view: object, path: str) -> Iterator[object]:
    """Yield the values at a path of a view."""
    found = [view]
    for step in path.split(".")[1:]:
        spread = [item for value in found for item in _spread(value)]
        found = [
            item[int(step)] if step.isdigit() and isinstance(item, tuple) else getattr(item, step)
            for item in spread
        ]
    yield from (item for value in found for item in _spread(value))


def _spread(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


# --- the templates -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_has_no_logic(name: str) -> None:
    """Comparisons, calculations and assignments belong in the view."""
    assert find_complaints(name, TEMPLATES[name]) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_filters_registry_strings(name: str) -> None:
    """Only known names are printed without a filter."""
    assert find_unfiltered(TEMPLATES[name]) == NAMES[name]


HEAD = re.compile(
    r"\{#- (?P<per>Once|One per [a-z ]+): `(?P<path>[^`]+)`\. "
    r"Receives `view`, an? `(?P<view>\w+)`\. -#\}\n"
)


@pytest.mark.parametrize("name", sorted(set(TEMPLATES) - PARTIALS))
def test_template_begins_with_its_purpose(name: str) -> None:
    """The head comment documents what a template is rendered per, its file, and its input."""
    head = HEAD.match(TEMPLATES[name])
    assert head is not None
    renderings = [made for used, made in list_renderings(REGISTRY) if used == name]
    assert {type(rendering.view).__name__ for rendering in renderings} == {head["view"]}
    paths = [rendering.path for rendering in renderings]
    if head["per"] in {"Once", "One per provider", "One per error", "One per guide"}:
        assert paths == list_paths(head["path"])
    else:
        pattern = re.sub("<[a-z]+>", "[a-z0-9_-]+", re.escape(head["path"]))
        assert paths
        assert all(re.fullmatch(pattern, path) for path in paths)


def list_paths(path: str) -> list[str]:
    """Return the paths that a path with placeholders stands for."""
    path = path.replace("<package>", "specimen_errors")
    if "<guide>" in path:
        guides = ("clients", "retrying", "problems", "testing", "changelog")
        return [path.replace("<guide>", guide) for guide in guides]
    if "<provider>" not in path:
        return [path]
    paths = []
    for file in sorted((REGISTRY / "providers").iterdir()):
        its_path = path.replace("<provider>", file.stem)
        ids = tomllib.loads(file.read_text(encoding="utf-8"))["errors"]
        anchors = (re.sub("[^a-z0-9]", "-", id_.lower()) for id_ in ids)
        paths += [its_path.replace("<error>", anchor) for anchor in anchors if "<error>" in path]
        paths += [its_path] if "<error>" not in path else []
    return paths


@pytest.mark.parametrize("name", sorted(PARTIALS))
def test_partial_begins_with_its_purpose(name: str) -> None:
    """A partial documents what its macros receive."""
    assert re.match(r"\{#- [^{}]+; receives an? `\w+View`\.[^{}]*-#\}\n", TEMPLATES[name])


# --- the test itself -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("{% if view.a == 'x' %}{% endif %}", "Compare"),
        ("{% if view.a in view.b %}{% endif %}", "Compare"),
        ("{% if not view.a %}{% endif %}", "Not"),
        ("{% if view.a and view.b %}{% endif %}", "And"),
        ("{% if view.a or view.b %}{% endif %}", "Or"),
        ("{% if view.a is none %}{% endif %}", "Test"),
        ("{% if view.a | python %}{% endif %}", "a test of more than an attribute"),
        ("{{ view.a + 1 }}", "Add"),
        ("{{ view.a ~ view.b }}", "Concat"),
        ("{{ -view.a }}", "Neg"),
        ("{{ view.a if view.b else view.c }}", "CondExpr"),
        ("{{ view.a[0] }}", "Getitem"),
        ("{{ view['a'] }}", "Getitem"),
        ("{{ [view.a] }}", "List"),
        ("{{ {'a': 1} }}", "Dict"),
        ("{% set a = 1 %}", "Assign"),
        ("{% set a %}x{% endset %}", "AssignBlock"),
        ("{% with a = view.b %}{{ a }}{% endwith %}", "With"),
        ("{% include 'x' %}", "Include"),
        ("{% import 'x' as x %}{{ x.y() }}", "a call of something else than a macro"),
        ("{% extends 'x' %}", "Extends"),
        ("{% block a %}{% endblock %}", "Block"),
        ("{{ view.a.upper() }}", "a call of something else than a macro"),
        ("{{ view() }}", "a call of something else than a macro"),
        ("{{ range(3) }}", "range"),
        ("{{ other.a }}", "other"),
        ("{{ loop.index }}", "loop"),
        ("{{ view.a | upper }}", "filter upper"),
        ("{{ view.a | replace('a', 'b') }}", "filter replace"),
        ("{{ view.a | safe }}", "filter safe"),
        ("'{{ view.a | python }}'", "a quote next to"),
        ('"{{ view.a | docstring }}"', "a quote next to"),
        ('"""{{ view.a | md }}"""', "a quote next to"),
        ('x = "{{ view.a }} y"', "a quote next to"),
        ('x = "y {{ view.a }}"', "a quote next to"),
    ],
)
def test_complaints_about_bad_template(source: str, complaint: str) -> None:
    """The check of templates finds each kind of mistake."""
    assert any(complaint in found for found in find_complaints("bad.jinja", source))


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("{{ view.a }}", "view.a"),
        ("{% for x in view.a %}{% if x.b %}{{ x.c.d }}{% endif %}{% endfor %}", "view.a.c.d"),
        ("{% for k, v in view.a %}{{ k | md }}{{ v }}{% endfor %}", "view.a.1"),
        ("{% for x in view.a %}{% for y in x.b %}{{ y }}{% endfor %}{% endfor %}", "view.a.b"),
        ("{% if view.a %}{% else %}{{ view.b }}{% endif %}", "view.b"),
        ("{% filter aligned %}{{ view.a }}{% endfilter %}", "view.a"),
        ("{{ view.a | join(', ') }}", "view.a"),
        ("{{ view.a | cell }}", "view.a"),
        ("{% macro m(x) %}{{ x.a }}{% endmacro %}", "m.x.a"),
    ],
)
def test_unfiltered_values_are_found(source: str, path: str) -> None:
    """The check of printed values finds each value without a filter."""
    assert find_unfiltered(source) == {path}


# --- hostile registries --------------------------------------------------------------------------

HOSTILE = (
    "`_*[x](y)<b>&lt;|~$#{{ view }}{% raw %}{# # --> \"\"\" ''' ```\\N{DIGIT ONE}\\"
    "\x85\t\u2028\u202e\n\n# x\n- x\n1. x\n```\nprint(1)\n"
    "\x1b[31m\x00 $(x) %s {0} é 署名 \U0001f600 \\"
)


def write_hostile(folder: Path, value: str) -> Path:
    """Write a registry with the same string in every field that accepts any string."""

    def write_text(value: str) -> str:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'

    anything, bad, other = (write_text(value), write_text(f"x{value}"), write_text(f"x{value}y"))
    noted = f"summary = {anything}\nnote = {anything}\n"
    handled = f'fix = {anything}\nretry = {{ documented = "once", delay = 1.5 }}\n'
    messages = f"user_message = {{ en = {anything}, sv = {anything} }}\n"
    url = write_text(
        "https://acme.example/" + "".join(c for c in value if c > " " and c.isprintable())
    )
    provider = f"""\
[provider]
title = {anything}
class = "AcmeError"
open = true
support = {anything}
{noted}
[sources.{anything}]
url = {url}
retrieved = 2026-11-21
note = {anything}
[scopes.{anything}]
summary = {anything}
paths = {anything}
[[envelopes]]
id = {anything}
scope = {anything}
derived = true
summary = {anything}
when = {{ status = 400, body = {{ state = {anything} }} }}
code = {{ path = "code", summary = {anything}, success = [{anything}] }}
group = {{ header = {anything}, parameter = {anything} }}
fields.detail = {{ role = "message", summary = {anything} }}
fields.state = {{ header = {anything}, summary = {anything}, log = true }}
fields.place = {{ query = {anything}, type = "integer" }}
fields.one = {{ path = "a b'\\"-.c", type = "object" }}
[categories.{anything}]
title = {anything}
status = "4xx"
{noted}{handled}{messages}
[groups.{anything}]
class = "FamilyError"
match = [{anything}, "x*"]
{noted}{handled}{messages}
[errors.{bad}]
class = "BadTokenError"
aliases = [{anything}]
scope = {anything}
group = {anything}
status = 400
link = {url}
since = {anything}
causes = [{anything}, "b"]
deprecated = {{ reason = {anything}, since = {anything}, replacement = {other} }}
{noted}{handled}{messages}
[errors.{other}]
class = "OtherError"
status = 400
removed = {{ reason = {anything} }}
summary = {anything}
"""
    sdk = sdk_toml(version='"1.0"', summary=anything, license=anything, author=anything)
    return write_registry(folder, {"acme": provider}, sdk)


OF_MEANING = frozenset({"R202", "R241", "R245", "R246", "R251", "R253"})
"""Rules that hostile strings break, which do not matter here."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a hostile registry, including a hostile name."""
    return write_hostile(tmp_path_factory.mktemp("hostile") / "coding: utf-7 -->", HOSTILE)


def test_names_of_hostile_registry_are_harmless(hostile: Path) -> None:
    """What a template prints without a filter stays harmless, whatever the registry contains."""
    for template, rendering in list_renderings(hostile):
        for path in NAMES[template] - {"view.readers.steps.key"}:
            for value in find_values(rendering.view, path):
                assert PLAIN.fullmatch(str(value)), (template, path, value)


def test_generation_of_hostile_registry_is_verified(hostile: Path) -> None:
    """The generated Python matches the registry, and all its lines are visible."""
    files = generate_files(hostile, OF_MEANING)
    for path, data in files.items():
        lines = data.decode().split("\n")
        assert all(line.isprintable() for line in lines), path
        assert all(line == line.rstrip() for line in lines), path
    # Jinja's own delimiters are plain text here.
    assert "{{ view }}{% raw %}{#" in files["acme_errors/acme.py"].decode()


@pytest.mark.parametrize("page", ["docs/index.md", "docs/acme.md", "README.md"])
def test_pages_of_hostile_registry_have_the_usual_structure(
    hostile: Path, tmp_path: Path, page: str
) -> None:
    """A page has the same blocks, links, code and emphasis as with harmless strings."""
    harmless = write_hostile(tmp_path / "registry", "words")
    pages = [generate_files(registry, OF_MEANING)[page] for registry in (hostile, harmless)]
    # Anchors come from ids; those that MkDocs derives differently stand above their heading.
    texts = (re.sub(r'<a id="[a-z0-9-]+"></a>\n\n', "", data.decode()) for data in pages)
    first, second = ([*read_structure(text)] for text in texts)
    assert first == second


def read_structure(page: str) -> Iterator[str]:
    """Yield the structure of a page, without its text."""
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page):
        yield token.type
        for inner in token.children or []:
            if inner.type not in {"text", "softbreak"}:
                yield inner.type

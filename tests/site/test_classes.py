"""The stylesheet and the pages agree: every class has a rule, and every rule a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from errsmith.targets.site.target import TARGET
from tests.site.sites import build_site

ASSETS = TARGET.templates.with_name("assets")
STYLE = (ASSETS / "style.css").read_text(encoding="utf-8")
SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ASSETS.glob("*.js")))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`]*)`')
TEMPLATES = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(TARGET.templates.glob("*.jinja"))
)


def list_selectors() -> Iterator[str]:
    """Yield the selectors of the stylesheet."""
    for part in re.split(r"[{}]", COMMENT.sub("", STYLE)):
        yield from part.rpartition(";")[2].split(",")


def list_styled() -> set[str]:
    """Return the classes that have a rule."""
    return {name for each in list_selectors() for name in re.findall(r"\.([a-z][a-z-]*)", each)}


def list_used() -> set[str]:
    """Return the classes in templates and on pages."""
    stated = re.findall(r'class="([^"{]*)"', TEMPLATES)
    elements = (each for page in build_site("released").pages.values() for each in page.iter())
    used = " ".join([*stated, *(each.get("class", "") for each in elements)]).split()
    # Another test is about diagrams, and languages come from the program that reads Markdown.
    return {name for name in used if not name.startswith(("diagram", "language-"))}


def list_words_of_scripts() -> set[str]:
    """Return the words in strings of scripts."""
    texts = (" ".join(filter(None, found)) for found in STRING.findall(SCRIPTS))
    return {word for text in texts for word in re.findall(r"[a-z][a-z-]*", text)}


def test_every_rule_is_used() -> None:
    """A rule without an element is a leftover."""
    styled = {name for name in list_styled() if not name.startswith("diagram")}
    assert len(styled) > 20
    assert styled - list_used() - list_words_of_scripts() == set()


def test_every_class_has_a_rule() -> None:
    """A class without a rule, which no script looks for either, does nothing."""
    assert list_used() - list_styled() - list_words_of_scripts() == set()


def test_every_mark_has_a_rule() -> None:
    """Documented, derived and missing facts look different."""
    marks = {
        value
        for page in build_site("specimen").pages.values()
        for element in page.iter()
        if (value := element.get("data-basis"))
    }
    assert marks == {"documented", "derived", "missing"}
    styled = set(re.findall(r'\[data-basis="?(\w+)"?\]', STYLE))
    assert marks - styled <= {"documented"}


def test_colors_are_in_both_schemes() -> None:
    """Each color is a property with a value for light and one for dark."""
    plain = COMMENT.sub("", STYLE)
    roots = re.findall(r":root\s*\{([^}]*)\}", plain)
    assert len(roots) == 2
    light, dark = (dict(re.findall(r"(--[a-z-]+):\s*([^;]+);", root)) for root in roots)
    colors = {name for name, value in light.items() if re.match(r"#|rgb|hsl", value)}
    assert colors
    assert colors <= dark.keys()
    rest = re.sub(r":root\s*\{[^}]*\}", "", plain)
    assert re.findall(r"#[0-9a-f]{3,8}\b(?=[^{}]*\})|rgba?\(|hsla?\(", rest) == []
    assert set(re.findall(r"var\((--[a-z-]+)", plain)) <= light.keys()

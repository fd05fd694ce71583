"""Diagrams of invented providers, and what their templates print."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from attrs import frozen

from errsmith.meaning.subjects import Subject
from errsmith.runtime.facts import make_anchor
from errsmith.targets import site
from errsmith.targets.rendering import Renderer
from errsmith.targets.site.retry_diagram import build_retry_diagram
from errsmith.targets.site.target import TARGET
from errsmith.targets.site.tree_diagram import build_tree_diagram
from tests.registries import REGISTRIES, read_registry, write_registry

FOLDER = Path(site.__file__).parent
RENDERER = Renderer(TARGET)
SVG = "{http://www.w3.org/2000/svg}"

ENVELOPE = """
[[envelopes]]
id = "json"
code = { path = "code", summary = "Identifies the error." }
"""
FEW = f"""{ENVELOPE}
[groups.SESSION]
match = "SESSION_*"
summary = "Something is wrong with the session."

[groups.FUTURE]
match = "FUTURE_*"
summary = "Reserved for later."

[errors.SESSION_GONE]
status = 404
summary = "Nobody remembers it."

[errors.SESSION_BUSY]
status = [409, 423]
summary = "Another request is using it."
removed = {{ reason = "Requests now wait." }}

[errors.OFFLINE]
summary = "Come back tomorrow."
kind = "unavailable"
"""
CODE = 'X</text></svg><script>alert("\'&amp;")</script>'
HOSTILE = f"""{ENVELOPE}
[groups.odd]
match = ["X</text>*", "日本語日本語*", "AND_MORE_PATTERNS_THAN_FIT_INTO_A_BOX_*"]
class = "OddError"
summary = "A strange family."

[errors.hostile]
code = '''{CODE}'''
class = "{"A" + "b" * 94 + "Error"}"
status = [400, "5xx", 429]
summary = "Somebody sent markup."
kind = "invalid_request"

[errors.wide]
code = "日本語日本語二"
class = "WideError"
status = 500
summary = "Somebody sent Japanese."
"""
MANY = ENVELOPE + "".join(
    f"""
[groups.{letter}]
match = "{letter}_*"
class = "{letter}FamilyError"
summary = "A large family."
"""
    + "".join(
        f"""
[errors.{letter}_{number}]
class = "{letter}Member{number}Error"
status = 400
summary = "One of many."
"""
        for number in range(13)
    )
    for letter in "ABCD"
)
LONERS = "".join(
    f"""
[errors.LONER_{number}]
class = "Loner{number}Error"
status = 400
summary = "One of many."
"""
    for number in range(3)
)
PROVIDERS = {"few": FEW, "hostile": HOSTILE, "many": MANY, "loners": MANY + LONERS}


def read_subjects() -> dict[str, Subject]:
    """Return the invented providers, and those of the committed registries."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, tables in PROVIDERS.items():
            registry = write_registry(Path(folder) / name, tables)
            # R204 reports the group without errors.
            [found[name]] = read_registry(registry, ignored=["R204"]).providers
    for name, folder_of_registry in REGISTRIES.items():
        providers = read_registry(folder_of_registry).providers
        found |= {f"{name} {provider.name}": provider for provider in providers}
    return found


def draw_retry() -> ET.Element:
    """Draw the retry decision."""
    return _render("_retry.svg.jinja", "retry", build_retry_diagram())


def _render(template: str, macro: str, view: object) -> ET.Element:
    """Print a diagram and parse it as XML."""
    module: Any = RENDERER.environment.get_template(f"site/{template}").module
    return ET.fromstring(getattr(module, macro)(view))  # noqa: S314 - our own output


def draw_tree(subject: Subject) -> ET.Element:
    """Draw the class tree of a provider."""
    view = build_tree_diagram(
        subject,
        link_group=lambda id_: f"#group-{make_anchor(id_)}",
        link_error=lambda id_: f"acme/{make_anchor(id_)}.html",
    )
    return _render("_tree.svg.jinja", "tree", view)


@frozen
class Box:
    """A box as drawn, with its lines of text."""

    left: int
    top: int
    right: int
    bottom: int
    texts: tuple[ET.Element, ...]
    href: str | None

    def has_on_border(self, x: int, y: int) -> bool:
        is_at_side = x in {self.left, self.right} and self.top <= y <= self.bottom
        return is_at_side or (y in {self.top, self.bottom} and self.left <= x <= self.right)


def list_boxes(figure: ET.Element) -> list[Box]:
    boxes = []
    for parent in figure.iter():
        for rect in parent.findall(f"{SVG}rect"):
            x, y, width, height = (int(rect.attrib[k]) for k in ("x", "y", "width", "height"))
            texts = tuple(parent.findall(f"{SVG}text"))
            boxes.append(Box(x, y, x + width, y + height, texts, parent.get("href")))
    return boxes

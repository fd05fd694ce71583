"""Read a page of JSON or YAML, or an OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from errsmith.drift.pages.characters import clean
from errsmith.drift.pages.grid import pad
from errsmith.drift.pages.headers import has_header_words
from errsmith.drift.pages.json_nodes import read_json_nodes
from errsmith.drift.pages.lines import count_lines
from errsmith.drift.pages.markdown import read_markdown
from errsmith.drift.pages.nesting import nest
from errsmith.drift.pages.nodes import Mapping, Node, Scalar, Sequence
from errsmith.drift.pages.outline import Outline
from errsmith.drift.pages.page import Cell, Form, Page
from errsmith.drift.pages.specifications import LONGEST, Path, find_statuses
from errsmith.drift.pages.yaml_nodes import read_yaml_nodes

_NAMES_OF_VALUES = frozenset({"enumnames", "xenumnames", "xenumvarnames", "xenumlabels"})

SPECIFICATIONS = frozenset({"openapi", "swagger"})
"""The keys for the version, which only OpenAPI documents have."""


def read_json(text: str, first: int = 1) -> Page:
    """Read JSON or OpenAPI that begins on a line of a page."""
    nodes, inside = read_json_nodes(text, first)
    return _read("json", text, nodes, inside)


def read_yaml(text: str) -> Page:
    """Read YAML or OpenAPI."""
    nodes, inside = read_yaml_nodes(text)
    return _read("yaml", text, nodes, inside)


def _read(form: Form, text: str, nodes: list[Node], inside: str | None) -> Page:
    specification = _find_specification(nodes)
    writer = _Writer({} if specification is None else find_statuses(specification))
    for node in nodes:
        writer.write(None, node, 1)
    return Page(
        form=form if specification is None else "openapi",
        blocks=tuple(writer.outline.blocks),
        lines=count_lines(text),
        title=_find_title(nodes),
        cut_inside=inside,
    )


def _find_specification(nodes: Iterable[Node]) -> Mapping | None:
    for node in nodes:
        if isinstance(node, Mapping) and not SPECIFICATIONS.isdisjoint(dict(node.scalars)):
            return node
    return None


def _find_title(nodes: Iterable[Node]) -> str | None:
    for node in nodes:
        if isinstance(node, Mapping):
            infos = [value for key, value in node.entries if key.text == "info"]
            for mapping in (*infos, node):
                if isinstance(mapping, Mapping):
                    title = clean(dict(mapping.scalars).get("title", Scalar("", 0)).text)
                    if title:
                        return title
    return None


class _Writer:
    """Turns the values of one page into blocks.

    Attributes:
        outline: The blocks.
        statuses: The statuses of values whose paths do not contain them, by path.
    """

    def __init__(self, statuses: dict[Path, str]) -> None:
        self.outline = Outline()
        self.statuses = statuses

    def write(self, key: Scalar | None, node: Node, depth: int) -> None:
        """Write a value and its content."""
        if isinstance(node, Scalar):
            self.write_string(key, node, depth)
            return
        with self.outline.begin_scope():
            depth += self.write_status(key, depth)
            if isinstance(node, Mapping):
                mapping = _merge(node)
                self.outline.add_datum(
                    node.line if key is None else key.line,
                    None if key is None else _to_cell(key),
                    tuple(_to_values(mapping)),
                )
                self.write_key(key, depth)
                self.write_entries(mapping, depth + (key is not None))
            else:
                self.write_key(key, depth)
                self.write_members(node, depth + (key is not None))

    def write_status(self, key: Scalar | None, depth: int) -> bool:
        """Write the status of a component above it, and return whether it has one."""
        if key is None or depth > LONGEST or not self.statuses:
            return False
        path = (*(heading.content.text for heading in self.outline.headings), clean(key.text))
        status = self.statuses.get(path)
        if status is None:
            return False
        self.outline.add_heading(depth, Cell(status, key.line), is_key=True)
        return True

    def write_key(self, key: Scalar | None, depth: int) -> None:
        """Write a key as a heading."""
        if key is not None and key.text:
            self.outline.add_heading(depth, _to_cell(key), is_key=True)

    def write_string(self, key: Scalar | None, node: Scalar, depth: int) -> None:
        """Write a string of several lines as Markdown."""
        text = node.text if node.source is None else node.source
        if _is_json(text):
            with self.outline.begin_scope():
                self.write_key(key, depth)
                line = node.line if node.source is None else node.line + 1
                self.outline.add_listing(line, text.rstrip(), "json")
            return
        if "\n" not in text.strip():
            return
        with self.outline.begin_scope():
            self.write_key(key, depth)
            page = read_markdown(text)
            first = node.line

            def find_line(line: int) -> int:
                return first if node.source is None else first + line

            self.outline.blocks.extend(nest(page.blocks, self.outline.headings, find_line))

    def write_entries(self, node: Mapping, depth: int) -> None:
        """Write the entries of a mapping."""
        values = next(
            (value for key, value in node.entries if key.text == "enum" and _has_scalars(value)),
            None,
        )
        notes: list[Node] = []
        for key, value in node.entries:
            if isinstance(values, Sequence) and _describes(key, value, values):
                notes.append(value)
            if not notes or notes[-1] is not value or "desc" not in key.text.lower():
                self.write(key, value, depth)
        if isinstance(values, Sequence) and notes:
            self.write_terms(values, notes)

    def write_terms(self, values: Sequence, notes: Iterable[Node]) -> None:
        """Write the values of an enum with what other lists or mappings say about each of them."""
        definitions: list[list[Cell]] = [[] for _ in values.members]
        for node in notes:
            for definition, note in zip(definitions, _find_notes(values, node), strict=False):
                if isinstance(note, Scalar):
                    definition.append(_to_cell(note))
        for value, definition in zip(values.members, definitions, strict=True):
            if isinstance(value, Scalar):
                self.outline.add_term(_to_cell(value), tuple(definition))

    def write_members(self, node: Sequence, depth: int) -> None:
        """Write the members of a list."""
        rows = [member for member in node.members if isinstance(member, Sequence)]
        if len(rows) == len(node.members) > 1 and all(_is_row(row) for row in rows):
            self.write_table(node.line, rows)
            return
        for member in node.members:
            if isinstance(member, Scalar):
                if member.text.strip():
                    self.outline.add_item(_to_cell(member))
                self.write_string(None, member, depth)
            else:
                self.write(None, member, depth)

    def write_table(self, line: int, rows: Iterable[Sequence]) -> None:
        """Write a list of rows."""
        cells = pad(
            tuple(_to_cell(member) for member in row.members if isinstance(member, Scalar))
            for row in rows
        )
        has_header = has_header_words([cell.text for cell in cells[0]])
        self.outline.add_table(line, cells[0] if has_header else (), cells[has_header:])


def _merge(node: Mapping) -> Mapping:
    """Return a mapping with the entries that it merges from others (YAML's `<<`)."""
    merged = [value for key, value in node.entries if key.text == "<<"]
    if not merged:
        return node
    own = [(key, value) for key, value in node.entries if key.text != "<<"]
    names = {key.text for key, _ in own}
    for value in merged:
        for mapping in value.members if isinstance(value, Sequence) else [value]:
            if isinstance(mapping, Mapping):
                own += [entry for entry in mapping.entries if entry[0].text not in names]
    return Mapping(node.line, own)


def _is_json(text: str) -> bool:
    """Return whether a string is an example in JSON."""
    text = text.strip()
    return text.startswith(("{", "[")) and text.endswith(("}", "]")) and '"' in text


def _has_scalars(node: Node) -> bool:
    return isinstance(node, Sequence) and all(isinstance(member, Scalar) for member in node.members)


def _is_row(node: Sequence) -> bool:
    return len(node.members) > 1 and _has_scalars(node)


def _describes(key: Scalar, node: Node, values: Sequence) -> bool:
    """Return whether a list or a mapping has a name or a description for the values of an enum."""
    name = key.text.lower().replace("-", "").replace("_", "")
    if "desc" not in name and name not in _NAMES_OF_VALUES:
        return False
    if isinstance(node, Mapping):
        return "enum" in name
    return _has_scalars(node) and len(_get_members(node)) == len(values.members)


def _get_members(node: Node) -> list[Node]:
    return node.members if isinstance(node, Sequence) else []


def _find_notes(values: Sequence, node: Node) -> list[Node | None]:
    """Return what a list or a mapping says about each value of an enum."""
    if not isinstance(node, Mapping):
        return list(_get_members(node))
    entries = {key.text: value for key, value in node.entries}
    return [
        entries.get(value.text) if isinstance(value, Scalar) else None for value in values.members
    ]


def _to_cell(scalar: Scalar) -> Cell:
    lines = (clean(line) for line in scalar.text.split("\n"))
    return Cell("\n".join(line for line in lines if line), scalar.line)


def _to_values(node: Mapping) -> Iterator[tuple[str, Cell]]:
    for key, value in node.entries:
        name = clean(key.text)
        if isinstance(value, Scalar):
            yield name, _to_cell(value)
        elif isinstance(value, Sequence) and _has_scalars(value):
            for member in value.members:
                if isinstance(member, Scalar):
                    yield name, _to_cell(member)

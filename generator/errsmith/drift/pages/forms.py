"""Find the format of a page. Its name and content type are hints; its content decides."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

from errsmith.drift.pages.nodes import Mapping, Node, Scalar
from errsmith.drift.pages.page import Form
from errsmith.drift.pages.yaml_nodes import read_yaml_nodes

_SAMPLE = 200_000
"""The format shows in the first characters of a page."""

_SOURCES = """
    .c .cc .cpp .cs .cts .dart .ex .exs .go .graphql .h .hpp .java .js .jsx .kt .kts .mjs .mts .php
    .proto .py .pyi .rb .rs .scala .swift .thrift .ts .tsx
    """
_SUFFIXES: dict[str, Form] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".mdx": "markdown",
    ".markdown": "markdown",
    ".rst": "rst",
    ".rest": "rst",
    ".adoc": "asciidoc",
    ".asc": "asciidoc",
    ".asciidoc": "asciidoc",
    ".mediawiki": "mediawiki",
    ".wiki": "mediawiki",
    ".wikitext": "mediawiki",
    ".json": "json",
    ".json5": "json",
    ".jsonc": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".txt": "text",
    ".text": "text",
    ".csv": "text",
    ".tsv": "text",
    **dict.fromkeys(
        _SOURCES.split(),
        "source",
    ),
}
_TYPES: tuple[tuple[str, Form], ...] = (
    ("html", "html"),
    ("markdown", "markdown"),
    ("json", "json"),
    ("yaml", "yaml"),
    ("rst", "rst"),
    ("asciidoc", "asciidoc"),
    ("wikitext", "mediawiki"),
    ("x-python", "source"),
    ("javascript", "source"),
    ("typescript", "source"),
    ("text/plain", "text"),
    ("text/csv", "text"),
)
_COMMENTS = re.compile(r"(?:\s++|<!--(?:[^-]|-(?!->))*+-->|<\?xml[^>]*+>)*+")
_CODE_COMMENTS = re.compile(r"(?:\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+")
_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:a|article|b|br|code|dd|div|dl|dt|h[1-6]|li|main|ol|p|pre|section|span|strong|table|tbody"
    r"|td|th|thead|tr|ul)\b[^<>]*+>",
    re.IGNORECASE,
)
_JSON = re.compile(r"\{\s*+(?:[\"}]|\Z)|\[\s*+(?:\[\s*+)*+(?:[{\"]|\Z)")
_HASH_HEADING = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_DELIMITER_ROW = re.compile(r"^ *+\|? *+:?-{2,}+:? *+\|[-:| ]*+$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]\[\n]{1,200}+\]\((?:https?:|/|#|\.)")
_STRONG = re.compile(r"(?:^|\s)\*\*[^*\s][^*\n]{0,200}+\*\*")
_DIRECTIVE = re.compile(
    r"^\.\. +[a-zA-Z][\w.+-]{0,40}+(?::[a-zA-Z][\w.+-]{0,40}+)?+::", re.MULTILINE
)
_UNDERLINED = re.compile(r"^\S[^\n]*+\n([=~^*+#\"-])\1{2,}+$", re.MULTILINE)
_SIMPLE_TABLE = re.compile(r"^ *+={2,}+(?: +={2,}+)+$", re.MULTILINE)
_GRID_TABLE = re.compile(r"^ *+\+(?:[-=]+\+)+$", re.MULTILINE)
_RST_LITERAL = re.compile(r"``[^`\n]++``|:[a-z:]{2,20}+:`")
_WIKI_TABLE = re.compile(r"^\{\|[^\n]*+\n(?:[^\n]*+\n){1,3}?[|!]", re.MULTILINE)
_WIKI_HEADING = re.compile(r"^(={2,6})[^=\n]++\1[ \t]*$", re.MULTILINE)
_EQUALS_HEADING = re.compile(r"^={1,5} +[^=\s][^=\n]*+$", re.MULTILINE)
_ASCIIDOC_TABLE = re.compile(r"^\|={3,}+ *$", re.MULTILINE)
_ASCIIDOC_ATTRIBUTES = re.compile(
    r"^\[(?:source|NOTE|WARNING|TIP|cols|%|options|width)", re.MULTILINE
)
_CODE = re.compile(
    r"""^[ \t]*+(?:
      (?:(?:export|public|internal|private|pub(?:\([a-z]+\))?|declare|const|sealed)[ ]+){0,4}
        enum[ ]+(?:class[ ]+|struct[ ]+)?\w+[^\n;.{]{0,80}+(?:\{|$)
    | syntax[ ]*=[ ]*["']proto
    | class[ ]+\w+\([^\n)]*(?:Enum|Exception|Error)\):
    | (?:export[ ]+)?const[ ]+\w+[^\n=]{0,80}=
    | (?:public|private|protected)[ ]+(?:static|final|const|class|interface|enum)\b
    | package[ ]+[\w.]+;?$
    | \#define[ ]+\w+
    | [A-Z][A-Z0-9_]{2,60}[ ]*=[ ]*["'\d(]
    )""",
    re.VERBOSE | re.MULTILINE,
)
_YAML = re.compile(r"(?:[ \t]*+(?:[#%][^\n]*+|---[ ]*+)?\n)*+[ ]*+(?:[\"'\w$/.-]++:(?:[ \n]|$)|- )")
_FRONT_MATTER = re.compile(r"\s*+---[ ]*\n(?:(?!---[ ]*$)[^\n]*+\n)*+---[ ]*\n\s*+\S", re.MULTILINE)
_MANY = 3


def find_form(text: str, name: str = "", content_type: str | None = None) -> Form:
    """Return the format of a page; OpenAPI counts as the JSON or YAML that it is."""
    hint = _find_hint(name, content_type)
    sample = text[:_SAMPLE]
    comments = _COMMENTS.match(sample)
    start = comments.end() if comments else 0
    code_comments = _CODE_COMMENTS.match(sample, start)
    if _is_json(text, sample, code_comments.end() if code_comments else start):
        return "json"
    if _PAGE.match(sample, start):
        return "html"
    if hint == "source" or sample.startswith("<?php", start):
        return "source"
    if hint in {"markdown", "asciidoc", "mediawiki"}:
        return hint
    return _find_by_marks(text, sample, start, hint)


def _find_by_marks(text: str, sample: str, start: int, hint: Form | None) -> Form:
    if markup := _find_markup(sample):
        return markup
    marks = _count_marks(sample)
    tags = len(_TAG.findall(sample))
    if _is_html(sample, start, hint, tags, marks):
        return "html"
    if hint == "rst" or _is_restructured(sample):
        return "rst"
    if _is_code(sample, marks):
        return "source"
    if hint != "text" and _is_yaml(text, sample, is_expected=hint == "yaml"):
        return "yaml"
    return "markdown" if _is_markdown(sample, hint, marks, tags) else "text"


def _find_hint(name: str, content_type: str | None) -> Form | None:
    path = name.partition("?")[0].partition("#")[0]
    suffix = PurePosixPath(path.replace("\\", "/").rpartition("/")[2]).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    lowered = (content_type or "").lower().partition(";")[0]
    return next((form for part, form in _TYPES if part in lowered), None)


def _is_json(text: str, sample: str, start: int) -> bool:
    if not sample.startswith(("{", "["), start):
        return False
    comments = _CODE_COMMENTS.match(sample, start + 1)
    inside = comments.end() if comments else start + 1
    if _JSON.match(sample, start) or (sample[start] == "{" and sample.startswith('"', inside)):
        return True
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _count_marks(sample: str) -> int:
    """Return how many constructs in a page occur only in Markdown."""
    return sum(
        len(pattern.findall(sample))
        for pattern in (_HASH_HEADING, _FENCE, _DELIMITER_ROW, _LINK, _STRONG)
    )


def _is_html(sample: str, start: int, hint: Form | None, tags: int, marks: int) -> bool:
    if hint == "html":
        return tags > marks
    if sample.startswith("<", start):
        return tags >= 1 and tags > marks * _MANY
    return tags >= _MANY and not marks and tags * 200 > len(sample)


def _is_restructured(sample: str) -> bool:
    directives = len(_DIRECTIVE.findall(sample))
    headings = len(_HASH_HEADING.findall(sample))
    if directives:
        return directives >= headings
    if headings or _FENCE.search(sample):
        return False
    underlined = len(_UNDERLINED.findall(sample))
    literals = len(_RST_LITERAL.findall(sample))
    if len(_SIMPLE_TABLE.findall(sample)) > 1:
        return True
    # Plain text can also have tables and figures with such borders.
    has_grid = len(_GRID_TABLE.findall(sample)) > 1
    return (has_grid and underlined + literals > 0) or (underlined > 1 and literals > 1)


def _find_markup(sample: str) -> Form | None:
    """Return the format whose headings begin with `=`, if a page has such headings."""
    if _is_wiki(sample):
        return "mediawiki"
    return "asciidoc" if _is_asciidoc(sample) else None


def _is_wiki(sample: str) -> bool:
    """Return whether a page has tables or headings that only MediaWiki has."""
    tables = len(_WIKI_TABLE.findall(sample))
    headings = len(_WIKI_HEADING.findall(sample))
    return headings > 1 and headings + tables > len(_HASH_HEADING.findall(sample))


def _is_asciidoc(sample: str) -> bool:
    """Return whether a page has headings and tables, or attributes, that only AsciiDoc has."""
    headings = len(_EQUALS_HEADING.findall(sample))
    others = len(_ASCIIDOC_TABLE.findall(sample)) + len(_ASCIIDOC_ATTRIBUTES.findall(sample))
    if headings <= len(_HASH_HEADING.findall(sample)):
        return False
    return others > 0 or (headings > 1 and not _FENCE.search(sample))


def _is_markdown(sample: str, hint: Form | None, marks: int, tags: int) -> bool:
    headings = len(_HASH_HEADING.findall(sample))
    fences = len(_FENCE.findall(sample))
    links = len(_LINK.findall(sample))
    if hint == "text":
        return headings > 1 and marks > headings
    if hint is None and _FRONT_MATTER.match(sample):
        return True
    return headings > 0 or fences > 1 or links > 1 or (tags > _MANY and marks > 0)


def _is_yaml(text: str, sample: str, *, is_expected: bool) -> bool:
    """Return whether a page is a mapping or list in YAML, not prose that could be read as one."""
    if not is_expected and (not _YAML.match(sample) or _FRONT_MATTER.match(sample)):
        return False
    nodes, inside = read_yaml_nodes(text)
    if is_expected:
        return any(_count_entries(node) for node in nodes)
    return inside is None and bool(nodes) and all(map(_is_certain, nodes))


def _count_entries(node: Node) -> int:
    if isinstance(node, Mapping):
        return len(node.entries)
    return 0 if isinstance(node, Scalar) else len(node.members)


def _is_certain(node: Node) -> bool:
    """Return whether the keys of a mapping, or of those in a list, are unique names."""
    if isinstance(node, Mapping):
        keys = [key.text for key, _ in node.entries]
        has_parts = any(_count_entries(value) for _, value in node.entries)
        return has_parts and len(set(keys)) == len(keys) and not any(" " in key for key in keys)
    if isinstance(node, Scalar):
        return False
    mappings = [member for member in node.members if isinstance(member, Mapping)]
    names = [key.text for member in mappings for key, _ in member.entries]
    return (
        len(mappings) == len(node.members) > 0
        and len(names) > len(mappings)
        and not any(" " in name for name in names)
    )


def _is_code(sample: str, marks: int) -> bool:
    if _FENCE.search(sample) or _DELIMITER_ROW.search(sample):
        return False
    found = len(_CODE.findall(sample))
    return found > 0 and found * 2 > marks and (found > 1 or "{" in sample or "class " in sample)

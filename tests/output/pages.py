"""The facts of a provider's reference page: those expected from the registry, and those it has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from .markdown import Page, Section, Table, join_lines
from .registry import Error, Provider, many, retry_of, wait_of
from .sdk import derive_tree, read_tree

Facts = Mapping[str, Any]

NOT_DOCUMENTED = "not documented"
_COLUMNS = ("code", "summary", "status", "retry", "kind (derived)", "group", "category", "class")
_KINDS, _ADVICE_TABLE = "index.md#kinds", "index.md#retry-advice"
_BULLETS = (
    "Code",
    "Other spellings",
    "Scope",
    "Endpoints",
    "HTTP status",
    "Class",
    "Group",
    "Category",
    "Kind",
    "Retry",
    "Since",
    "Source",
)
_BLOCKS = ("Causes", "What to do", "User message", "Note")
_DOCUMENTED = "Example response, as documented"
_ANOTHER = "Another example, as documented"
_DERIVED = "Example response (derived from the envelope …; the values are made up)"
_ENVELOPE = re.compile(r"(?<=derived from the envelope )[^;]+")
"""The envelope in the label of a derived example."""
_FOLDS = {
    "dash": "In codes, - and _ are equivalent.",
    "case": "Codes are case-insensitive.",
}
_WHERE = re.compile(r" (?:to a request such as|in the scope) \S+?(?=,| \()")
"""The part of an example's label that describes its request."""
_CATCHING = "How to catch it"
_CATCHING_ANY = "How to catch an error"
_CONTENTS = "On this page:"
_CAUGHT = re.compile(r"^except (\S+) as|^if isinstance\(error, (\S+)\)", re.MULTILINE)
_REASONS = {
    **{int(status): status.phrase for status in HTTPStatus},
    # Phrases of RFC 9110, which Python has since 3.13.
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}
_LABELS = {*_BLOCKS, _DOCUMENTED, _ANOTHER, _DERIVED, _CATCHING}
_ADVICE = re.compile(r"(\w+) \((\w+)\): .*?(?:,?( (?:after|every) [\d.]+ s))?")


def derive_facts(provider: Provider) -> Facts:
    """Return the expected facts of a provider's page, by fact and then by subject."""
    errors = list(provider.errors.values())
    package = provider.registry.sdk["package"]
    rows = {error.anchor: _row(error) for error in errors}
    bullets = {error.anchor: derive_bullets(error) for error in errors}
    return {
        "title": f"{provider.about['title']} errors",
        "about": _texts(provider.about.get("summary"), provider.about.get("note")),
        "import": f"{package}.{provider.name}; {provider.base}",
        "open": provider.about.get("open", False),
        "support": _texts(provider.about.get("support")),
        "sources": [
            join_lines(f"{source['url']}, read on {source['retrieved']}. {source.get('note', '')}")
            for source in provider.sources
        ],
        "envelopes": {envelope["id"]: _envelope_text(envelope) for envelope in provider.envelopes},
        "fields": {envelope["id"]: _envelope_rows(envelope) for envelope in provider.envelopes},
        "scopes": _name_cells(
            ("scope", "description", "request paths"),
            (
                (id_, scope.get("summary", ""), ", ".join(many(scope.get("paths"))))
                for id_, scope in provider.scopes.items()
            ),
        ),
        "categories": _name_cells(
            ("category", "name", "status", "retry", "description"),
            (
                (
                    id_,
                    category.get("title", id_),
                    " or ".join(str(status) for status in many(category.get("status")))
                    or "per error",
                    _retry(retry_of({"category": category}), NOT_DOCUMENTED),
                    _joined(category),
                )
                for id_, category in provider.categories.items()
            ),
        ),
        "groups": _name_cells(
            ("group", "class", "codes", "undocumented codes", "kind", "retry", "description"),
            (
                (
                    group.id,
                    group.class_,
                    ", ".join(group.globs)
                    or (group.is_named and "those that arrive with this group")
                    or (group.is_given and "those in its envelope")
                    or "only those listed below",
                    "yes" if group.is_open else "no",
                    f"{group.table['kind']} (derived)" if "kind" in group.table else "by status",
                    _retry(retry_of({"group": group.table}), NOT_DOCUMENTED),
                    _joined(group.table),
                )
                for group in provider.groups.values()
            ),
        ),
        "tree": derive_tree(provider),
        "contents": _list_titles(provider) if len(errors) > 30 else [],
        "table: links": {f"#{error.anchor}" for error in errors},
        "table: links of heads": {
            *(_ADVICE_TABLE, _KINDS),
            *(["#groups"] if any(error.group for error in errors) else []),
            *(["#categories"] if provider.categories else []),
        },
        "table: rows": len(errors),
        "table: columns": [
            head
            for position, head in enumerate(_COLUMNS)
            if any(row[position] for row in rows.values())
        ],
        **{
            f"table: {head}": {anchor: row[position] for anchor, row in rows.items()}
            for position, head in enumerate(_COLUMNS)
        },
        "section: title": {
            error.anchor: re.sub("[^A-Za-z0-9-]", " ", error.id) for error in errors
        },
        "section: links": {error.anchor: _links(error) for error in errors},
        "section: summary": {
            error.anchor: join_lines(" ".join((*error.stages, error.table["summary"])))
            for error in errors
        },
        **{
            f"section: {label}": {
                anchor: facts.pop(label, None) for anchor, facts in bullets.items()
            }
            for label in _BULLETS
        },
        "section: other facts": {anchor: facts for anchor, facts in bullets.items() if facts},
        **{
            f"section: {label}": {error.anchor: derive_blocks(error)[label] for error in errors}
            for label in _BLOCKS
        },
        "section: documented example": {
            error.anchor: [write_http(example) for example in error.examples]
            for error in errors
            if "example" in error.table
        },
        "section: derived example": {
            error.anchor for error in errors if "example" not in error.table and provider.envelopes
        },
        "section: example of a scope": {
            error.anchor for error in errors if error.scopes and provider.envelopes
        },
        "section: other labels": set(),
        "section: catching": {error.anchor: f"{provider.name}.{error.class_}" for error in errors},
    }


def read_facts(page: Page) -> Facts:
    """Return the facts that a page has, in the same shape."""
    first, errors = page.sections[0], page.find_section("Errors")
    (table,) = errors.tables
    links_of_heads, links = errors.links[: -len(table.rows)], errors.links[-len(table.rows) :]
    cells = [dict(zip(table.heads, row, strict=True)) for row in table.rows]
    sections = {section.anchor: section for section in page.find_below("Error details")}
    *about, imports = (text for text in first.paragraphs if text != _CONTENTS)
    bullets = {anchor: read_bullets(section) for anchor, section in sections.items()}
    labelled = {anchor: dict(section.labelled) for anchor, section in sections.items()}
    classes = {anchor: facts.get("Class") for anchor, facts in bullets.items()}
    usual = "".join(map(_fence, page.find_sections(_CATCHING_ANY)))
    module = _caught(usual).partition(".")[0]
    known = {_envelope_id(section) for section in _envelopes(page)}
    blocks = {
        anchor: {
            _ENVELOPE.sub(lambda found: "…" if found[0] in known else found[0], label): text
            for label, text in ((_WHERE.sub("", label), text) for label, text in blocks.items())
        }
        for anchor, blocks in labelled.items()
    }
    return {
        "title": first.title,
        "about": about,
        "import": re.sub(
            r"This page covers .* pages\. Import them from (.*) catches all of them\..*",
            r"\1",
            imports,
        ),
        "open": imports.endswith("The provider says that its list of codes is not complete."),
        "support": page.find_section("Support").paragraphs if "Support" in page.titles else [],
        "sources": page.find_section("Sources").items,
        "envelopes": {
            _envelope_id(section): " ".join(section.paragraphs) for section in _envelopes(page)
        },
        "fields": {
            _envelope_id(section): _cells(section.tables[0]) for section in _envelopes(page)
        },
        "scopes": _rows(page, "Scopes"),
        "categories": _rows(page, "Categories"),
        "groups": _rows(page, "Groups"),
        "tree": read_tree(_fence(page.find_section("Classes"))),
        "contents": first.items,
        "table: links": set(links),
        "table: links of heads": set(links_of_heads),
        "table: rows": len(table.rows),
        "table: columns": [*table.heads],
        **{
            f"table: {head}": {
                link.removeprefix("#"): row.get(head, "")
                for link, row in zip(links, cells, strict=True)
            }
            for head in _COLUMNS
        },
        "section: title": {anchor: section.title for anchor, section in sections.items()},
        "section: links": {
            anchor: [link for link in section.links if not link.startswith("http")]
            for anchor, section in sections.items()
        },
        "section: summary": {anchor: section.lead[0] for anchor, section in sections.items()},
        **{
            f"section: {label}": {
                anchor: facts.pop(label, None) for anchor, facts in bullets.items()
            }
            for label in _BULLETS
        },
        "section: other facts": {anchor: facts for anchor, facts in bullets.items() if facts},
        **{
            f"section: {label}": {
                anchor: labels.get(label, []) for anchor, labels in blocks.items()
            }
            for label in _BLOCKS
        },
        "section: documented example": {
            anchor: [*labels[_DOCUMENTED], *labels.get(_ANOTHER, [])]
            for anchor, labels in blocks.items()
            if _DOCUMENTED in labels
        },
        "section: derived example": {
            anchor for anchor, labels in blocks.items() if _DERIVED in labels
        },
        "section: example of a scope": {
            anchor for anchor, labels in labelled.items() if any(map(_WHERE.search, labels))
        },
        "section: other labels": {label for labels in blocks.values() for label in labels}
        - _LABELS,
        "section: catching": {
            anchor: _caught(labels[_CATCHING][0])
            if _CATCHING in labels
            else f"{module}.{classes[anchor]}"
            for anchor, labels in blocks.items()
        },
    }


def _row(error: Error) -> tuple[str, ...]:
    return (
        error.code,
        join_lines(
            " ".join((*(f"{end.capitalize()}." for end in error.ends), error.table["summary"]))
        ),
        _statuses(error),
        _retry(error.retry),
        error.kind or "",
        error.group.id if error.group else "",
        error.category or (NOT_DOCUMENTED if error.provider.categories else ""),
        error.class_,
    )


def _links(error: Error) -> list[str]:
    """Return the links to the definitions of an error's facts, in the order of the facts."""
    return [
        *("#scopes" for _ in error.scopes),
        *(["#groups"] if error.group else []),
        *(["#categories"] if error.category else []),
        _KINDS,
        *([_ADVICE_TABLE] if error.retry else []),
    ]


def _spellings(error: Error) -> list[str]:
    """Return the aliases, and the spellings of code and aliases that differ in dashes."""
    folded = any(
        "dash" in many(envelope["code"].get("fold"))
        for envelope in error.provider.envelopes
        if not error.scopes or envelope.get("scope", error.scopes[0]) in error.scopes
    )
    codes = (error.code, *error.aliases)
    others = [code.replace(*signs) for code in codes for signs in ("-_", "_-") if folded]
    documented = {
        code for other in error.provider.errors.values() for code in (other.code, *other.aliases)
    }
    return [*error.aliases, *(other for other in others if other not in documented)]


def _list_titles(provider: Provider) -> list[str]:
    """Return the titles of a page's sections; those of empty tables are absent."""
    return [
        *("Errors", _CATCHING_ANY),
        *(["Support"] if "support" in provider.about else []),
        "Classes",
        *(["Groups"] if provider.groups else []),
        *(["Categories"] if provider.categories else []),
        *(["Scopes"] if provider.scopes else []),
        *(["How responses are read"] if provider.envelopes else []),
        *("Sources", "Error details"),
    ]


def _name_cells(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[dict[str, str]]:
    """Return the cells of each row by head, without empty ones."""
    named = (zip(heads, row, strict=True) for row in rows)
    return [{head: cell for head, cell in row if cell} for row in named]


def _cells(table: Table) -> list[dict[str, str]]:
    return _name_cells(table.heads, table.rows)


def _envelope_id(section: Section) -> str:
    return section.title.removeprefix("Envelope ")


def _caught(python: str) -> str:
    """Return the class that some Python catches."""
    return "".join(map("".join, _CAUGHT.findall(python)))


def derive_bullets(error: Error) -> dict[str, str]:
    """Return the expected items of an error's list of facts, by label."""
    facts = {
        "Code": error.code,
        "Other spellings": " ".join(_spellings(error)),
        "Scope": " ".join(error.scopes),
        "Endpoints": " ".join(map(join_lines, many(error.table.get("endpoints")))),
        "HTTP status": _statuses(error),
        "Class": error.class_,
        "Group": error.group and error.group.id,
        "Category": error.category or NOT_DOCUMENTED,
        "Kind": f"{error.kind} (derived)",
        "Retry": _retry(error.retry),
        "Since": "since" in error.table and f"version {error.table['since']}",
        "Source": error.source_url,
        "Example response": not error.provider.envelopes
        and "none, because the provider does not document how it sends codes.",
    }
    return {label: text for label, text in facts.items() if text}


def read_bullets(section: Section) -> dict[str, str]:
    """Return the items of an error's list of facts, by label."""
    facts = dict(item.split(": ", 1) for item in section.lead[1:])
    # The table's cells have the delay elsewhere, and no explanation.
    retry = _ADVICE.fullmatch(facts.get("Retry", ""))
    return {**facts, "Retry": f"{retry[1]}{retry[3] or ''} ({retry[2]})"} if retry else facts


def derive_blocks(error: Error) -> dict[str, list[str]]:
    """Return the expected sentences about an error, by label."""
    return {
        "Causes": [join_lines(cause) for cause in error.table.get("causes", ())],
        "What to do": _texts(error.inherited("fix")),
        "User message": [
            join_lines(f"{language} {text}")
            for language, text in error.user_messages.items()
            if text
        ],
        "Note": _texts(error.table.get("note")),
    }


def _statuses(error: Error) -> str:
    return " or ".join(str(status) for status in error.statuses) or NOT_DOCUMENTED


def _retry(retry: Mapping[str, Any] | None, unknown: str = "unknown") -> str:
    if retry is None:
        return unknown
    advice = " ".join(filter(None, (retry["advice"], wait_of(retry))))
    return f"{advice} ({retry['basis']})"


def _envelope_text(envelope: Mapping[str, Any]) -> str:
    when = envelope.get("when", {})
    statuses = " or ".join(str(status) for status in many(when.get("status")))
    sentences = [
        "Derived: the page does not show this envelope, but names the standard that it follows."
        if envelope.get("derived")
        else "",
        envelope.get("summary", ""),
        f"It is read only at HTTP {statuses}." if statuses else "",
        *(
            f"It is read only if the body has {path} = {json.dumps(value)}."
            for path, value in when.get("body", {}).items()
        ),
        f"It belongs to the scope {envelope['scope']}." if "scope" in envelope else "",
        f"Undocumented codes in it belong to the group {envelope['group']}."
        if isinstance(envelope.get("group"), str)
        else "",
        "It arrives in the URL of a redirect; read it with parse_redirect."
        if "query" in envelope["code"] and "when" not in envelope
        else "",
        *(_FOLDS.get(fold, fold) for fold in many(envelope["code"].get("fold"))),
        "The code is the last segment of the URL." if envelope["code"].get("last_segment") else "",
        f"The code {' or '.join(map(str, envelope['code']['success']))} means success."
        if "success" in envelope["code"]
        else "",
    ]
    return join_lines(" ".join(sentences))


def _envelope_rows(envelope: Mapping[str, Any]) -> list[dict[str, str]]:
    places = {"the code": envelope["code"]}
    if isinstance(envelope.get("group"), dict):
        places["the group"] = envelope["group"]
    heads = ("attribute", "read from", "type", "role", "logged", "optional", "description")
    rows = (
        (
            name,
            _where(name, place),
            place.get("type", "string"),
            place.get("role", "") + (f" ({place['unit']})" if "unit" in place else ""),
            "yes" if place.get("log") else "",
            "yes" if place.get("optional") else "",
            place.get("summary", ""),
        )
        for name, place in (*places.items(), *envelope.get("fields", {}).items())
    )
    return _name_cells(heads, rows)


def _where(name: str, place: Mapping[str, Any]) -> str:
    where = place.get("path", name)
    if "header" in place:
        where = f"{place['header']}:" + (f" {place['parameter']}=" if "parameter" in place else "")
    elif "query" in place:
        where = f"?{place['query']}="
    elif place.get("status"):
        where = "the status"
    between = {"=": "", ":": " "}.get(where[-1], ": ")
    return f"{where}{between}{place['parts']}" if "parts" in place else where


def write_http(example: Mapping[str, Any]) -> str:
    """Write an example response as pages show it."""
    if "query" in example:
        return f"GET /callback?{example['query']} HTTP/1.1\n"
    lines = []
    if "status" in example:
        status = example["status"]
        lines.append(f"HTTP/1.1 {status} {_REASONS.get(status, '')}".rstrip())
    lines += [f"{name}: {value}" for name, value in example.get("headers", {}).items()]
    if "body" in example:
        lines += ["", example["body"].removesuffix("\n")]
    return "".join(f"{line}\n" for line in lines)


def _envelopes(page: Page) -> Iterable[Section]:
    return page.find_below("How responses are read")


def _rows(page: Page, title: str) -> list[dict[str, str]]:
    return [row for section in page.find_sections(title) for row in _cells(section.tables[0])]


def _fence(section: Section) -> str:
    (found,) = (block.content for block in section.blocks if block.type == "fence")
    return found


def _joined(table: Mapping[str, Any]) -> str:
    """Return the description of a group or a category, including for undocumented codes."""
    message = table.get("user_message", {})
    by_language = {"": message} if isinstance(message, str) else message
    sentences = [table.get("summary"), table.get("note")]
    sentences += [f"What to do: {table['fix']}"] if "fix" in table else []
    sentences += [
        f"User message{f' ({language})' if language else ''}: {text}"
        for language, text in by_language.items()
    ]
    return join_lines(" ".join(filter(None, sentences)))


def _texts(*texts: str | None) -> list[str]:
    return [join_lines(text) for text in texts if text is not None]

"""Providers whose text is hard on programs that read pages: markup, odd ids and responses."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from tests.hostile.writing import write_toml

HOSTILE = (
    *("<script>alert(1)</script>", "<b>x</b>", "<!-- x", "--> x", "<?x", "<div>", "&lt;&copy;"),
    *("[x](javascript:alert(1))", "![x](y)", "[x]: y", "[^1] x", "{x}`y`", "(x)=", "% x", "+++"),
    *("$x$", "~~x~~", "*x* **y** _z_", "# x", "> x", "---", "===", "1. x", "- x", "+ x", ": x"),
    *(
        "a | b",
        "`x` ``y",
        "\\",
        "\\* \\< \\`",
        "{{ x }}",
        "{% x %}",
        "http://x.example",
        "x@y.example",
    ),
    *("!!! note", "::: x", "~~~", "```", "=1+1", "署名", "x" * 300, "word " * 60),
)
IDS = (
    *("600", "1-2", "a__b", "-x", "x-", "odd ", " odd", "a.b", "c/d", "e f:g", "ÅNGSTRÖM", "署名"),
    *("errors", "Sources", "how to catch an error", "error_details", "acme errors", "groups"),
    *("envelope json", "SIG_BB600", "SIG-BB601", "<script>", "`x`", "[x](y)", "h|i", "z_", "_y"),
)
BODIES = (
    *("{", "<html>&nbsp;<p>x", "not JSON", '{"a": NaN}', '{"a": "\\u00e9"}', "a=b&c", "\n\nx", "]"),
    *('{"code": "X", "a": [1, 2.5e3, null, true]}', "{'a': 1}", '"', "<!-- x", "<?xml x?><a>"),
)
OF_MEANING = frozenset({"R202", "R204", "R241", "R245", "R251", "R253", "R404"})
"""Rules about meaning, which such registries break."""
MANY = 252

Errors = Mapping[str, Mapping[str, object]]


def write_provider(errors: Errors) -> str:
    """Write a provider with these errors."""
    return write_toml(
        {
            "provider": {"title": "Acme", "class": "AcmeError"},
            "sources": {
                "page": {
                    "url": "https://acme.example/a_b*c",
                    "retrieved": datetime.date(2026, 11, 21),
                }
            },
            "envelopes": [
                {"id": "header", "code": {"header": "X-Code", "fold": "dash"}},
                {"id": "json", "code": {"path": "code"}},
            ],
            "groups": {"family": {"summary": "A family.", "kind": "conflict"}},
            "errors": {
                id_: {
                    "class": f"Number{number}Error",
                    "group": "family",
                    "status": 400,
                    "summary": "It is refused.",
                    **keys,
                }
                for number, (id_, keys) in enumerate(errors.items())
            },
        }
    )


def write_texts(text: str) -> dict[str, object]:
    """Return an error with a string in every place where a page shows one."""
    return {
        **dict.fromkeys(("summary", "fix", "note"), text),
        "causes": [text],
        "endpoints": [text],
        "user_message": {"en": text, "sv": text},
        "removed": {"since": "0.1.0", "reason": text},
    }


def write_examples(name: str, kind: str, **keys: object) -> dict[str, dict[str, object]]:
    """Return errors with documented responses that have each body."""
    bodies = {f"{name}_{number}": body for number, body in enumerate(BODIES)}
    return {
        id_: {"example": {"headers": {"X-Code": id_, "Content-Type": kind}, "body": body, **keys}}
        for id_, body in bodies.items()
    }


PROVIDERS: Mapping[str, Errors] = {
    "hostile": {f"TEXT_{number}": write_texts(text) for number, text in enumerate(HOSTILE)},
    "ids": {id_: {"code": f"CODE {id_}"} for id_ in IDS},
    "responses": {
        **write_examples("JSON", "application/json", status=400),
        **write_examples("HTML", "text/html; charset=utf-8", status=599),
        **write_examples("XML", "application/problem+xml", status=400),
        **write_examples("OTHER", "x/y", status=400),
        **write_examples("BARE", "application/json"),
    },
    "large": {f"{'LONG_' * 12}CODE_{number}": {} for number in range(MANY)},
    "plain": {"PLAIN_WORD": {}},
}
